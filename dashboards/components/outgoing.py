"""The last gate before a browser: no words of ours or of the data lead out of the server.

Pages escape what comes from data, so that it looks as it was written. A page may forget to; every
message to a browser passes here. Browsers read GitHub's Markdown with directives, formulas and
footnotes, and what is code to one reader is a link to another, so nothing is parsed: a text that
holds any sign of an image, an address or a tag, wherever it stands, goes out as plain words. Our
own texts hold links within the screens and nothing else.
"""

from __future__ import annotations

import html
import json
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import structlog
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext

from dashboards.components.quote import escape

if TYPE_CHECKING:
    from google.protobuf.descriptor import Descriptor
    from google.protobuf.message import Message
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

_LOG = structlog.get_logger()
# Fields of Streamlit's messages that browsers read as Markdown or HTML. The others are plain words
# there (values of boxes, options of lists), names, settings or files;
# tests/unit/test_outgoing.py knows every one of them, so that a new one is asked about.
MARKED = frozenset(
    ("body", "caption", "captions", "content", "delta", "delta_description", "help", "label",
     "text", "title", "tooltip", "validate_message")
)  # fmt: skip
# Fields that are Markdown in one kind of message, and such as are not.
MARKED_IN = {
    "Radio": frozenset(("options",)),
    "Slider": frozenset(("options", "format")),
    "MenuButton": frozenset(("options",)),
    "Exception": frozenset(("message", "type")),
    "Navigation": frozenset(("sections",)),
    "AppPage": frozenset(("page_name", "section_header")),
    "MenuItems": frozenset(("about_section_md",)),
}
PLAIN_IN = {"Json": frozenset(("body",)), "Text": frozenset(("body",))}
_SIGNS = re.compile(
    r"!\[|\]:|\]\["
    # A link: only to a page of ours, in plain letters.
    r"|\]\((?!(?![/\\]{2})[\w?#/.%=&~+,|-]+\))"
    # A tag or an address in angles.
    r"|<[a-z/!?]"
    # What is read once more as Markdown, and what draws a picture.
    r"|:help\[|:streamlit:|(?:`{3}|~{3})\s*mermaid",
    re.IGNORECASE,
)
# Bare addresses.
_ADDRESS = re.compile(r":\s*//|www\.|@(?!\u2060)", re.IGNORECASE)
# What is coloured and then goes on: ":red[a]: b" defines no address.
_COLOURED = re.compile(r"(:[a-z-]+\[[^\[\]]*)\](?=:)")
# What of HTML our own pages use, without attributes.
_OWN_TAGS = re.compile(r"</?(?:mark|small|br)>")
_FETCHES = re.compile(r"url\s*\(|image-set|src\s*\(|@import|//|<(?!/?style\b)|\\", re.IGNORECASE)
# Cells stand in a form that is not looked into: kinds that lead out are shown as words, and a kind
# of table that knows no others is refused.
_LEADING_CELLS = frozenset(("markdown", "image", "link"))
_REFUSED = frozenset(("Table",))
_GATE = "is_gate"


@lru_cache(maxsize=8192)
def leads_out(text: str, *, is_html: bool = False) -> bool:
    """Whether a text of Markdown might show an image, lead elsewhere or hold a foreign tag.

    Args:
        text: as Streamlit sends it.
        is_html: whether its tags are tags; those of our own pages are let through.
    """
    bare = _OWN_TAGS.sub("", text) if is_html else text
    bare = _COLOURED.sub(r"\1 ", bare)
    if _SIGNS.search(bare):
        return True
    # Signs that are written as entities or behind a backslash mark nothing, but browsers make
    # links of bare addresses after they were read.
    plain = bare.replace("\\", "")
    return any(_ADDRESS.search(form) for form in (bare, plain, html.unescape(plain)))


class _Plan(NamedTuple):
    """Which fields of a kind of message are looked at.

    Attributes:
        texts: names and whether they are lists.
        parts: names of messages within that hold such fields, and whether they are lists.
    """

    texts: tuple[tuple[str, bool], ...]
    parts: tuple[tuple[str, bool], ...]


@cache
def _find_plan(kind: Descriptor, above: tuple[str, ...] = ()) -> _Plan:
    """The plan of a kind of message; what leads back to a kind above is followed there."""
    texts, parts = [], []
    marked = (MARKED | MARKED_IN.get(kind.name, frozenset())) - PLAIN_IN.get(kind.name, frozenset())
    for field in kind.fields:
        within = field.message_type
        if within is None:
            if field.name in marked:
                texts.append((field.name, field.is_repeated))
        elif not within.GetOptions().map_entry:
            circle = within.full_name in (*above, kind.full_name)
            if circle or any(_find_plan(within, (*above, kind.full_name))):
                parts.append((field.name, field.is_repeated))
    return _Plan(tuple(texts), tuple(parts))


@lru_cache(maxsize=512)
def _note(kind: str, text: str) -> None:
    """Say once that a page forgot to escape something."""
    _LOG.error("markup_disarmed", element=kind, text=text[:200])


def _disarm(text: str, kind: str, *, is_html: bool) -> str:
    """The text itself, or its words where it leads out."""
    bad = bool(_FETCHES.search(text)) if kind == "Html" else leads_out(text, is_html=is_html)
    if not bad:
        return text
    _note(kind, text)
    return escape(text)


def _disarm_texts(message: Message, texts: tuple[tuple[str, bool], ...]) -> None:
    kind, is_html = type(message).__name__, bool(getattr(message, "allow_html", False))
    for name, is_list in texts:
        value = getattr(message, name)
        if is_list:
            value[:] = [_disarm(text, kind, is_html=is_html) for text in value]
        else:
            said = _disarm(value, kind, is_html=is_html)
            if said is not value:
                setattr(message, name, said)


def _disarm_columns(message: Any) -> None:  # noqa: ANN401 (its fields are of its kind)
    """Settings of the columns of a table, JSON: help is Markdown; cells are words, no links."""
    if not message.columns:
        return
    columns = json.loads(message.columns)
    for column in columns.values():
        if column.get("help"):
            column["help"] = _disarm(column["help"], "Dataframe", is_html=False)
        kind = column.get("type_config") or {}
        if kind.get("type") in _LEADING_CELLS:
            kind["type"] = "text"
    message.columns = json.dumps(columns)


def disarm(message: Message) -> None:
    """Make whatever leads out plain words, in a message and all within it.

    Raises:
        TypeError: an element whose words are not looked into; no page of ours may use it.
    """
    kind = type(message).__name__
    if kind in _REFUSED:
        raise TypeError(f"{kind}: its cells are Markdown; use draw_table")
    if kind == "Dataframe":
        _disarm_columns(message)
    plan = _find_plan(message.DESCRIPTOR)
    _disarm_texts(message, plan.texts)
    for name, is_list in plan.parts:
        if is_list:
            for part in getattr(message, name):
                disarm(part)
        elif message.HasField(name):
            disarm(getattr(message, name))


def guard_outgoing() -> None:
    """Let every message to a browser pass the gate; once in a process."""
    passes: Any = ScriptRunContext.enqueue
    if getattr(passes, _GATE, False):
        return

    def enqueue(self: ScriptRunContext, msg: ForwardMsg) -> None:
        disarm(msg)
        passes(self, msg)

    setattr(enqueue, _GATE, True)
    setattr(ScriptRunContext, "enqueue", enqueue)  # noqa: B010 (a method of a library is replaced)
