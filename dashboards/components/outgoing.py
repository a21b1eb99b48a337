"""The last gate before a browser: no words of ours or of the data lead out of the server.

Pages escape what comes from data, so that it looks as it was written. A page may forget to; every
message to a browser passes here, and Markdown that would show an image, make a link elsewhere or
hold a foreign tag goes out as plain words.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import structlog
from markdown_it import MarkdownIt
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext

from dashboards.components.quote import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from google.protobuf.descriptor import Descriptor
    from google.protobuf.message import Message
    from markdown_it.token import Token
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

_LOG = structlog.get_logger()
# Fields of Streamlit's messages that browsers read as Markdown or HTML. The others are plain words
# there (values of boxes, options of lists), names, settings or files;
# tests/unit/test_outgoing.py knows every one of them, so that a new one is asked about.
MARKED = frozenset(
    ("body", "caption", "captions", "content", "delta", "delta_description", "help", "label",
     "text", "title", "tooltip", "validate_message")
)  # fmt: skip
# Options are Markdown there alone.
_MARKED_OPTIONS = "Radio"
# Shown as they are written.
_PLAIN_BODIES = frozenset(("Json", "Text"))
# What of HTML our own pages use, without attributes.
_TAGS = frozenset(("mark", "small", "br"))
_MAY_LEAD = re.compile(r"[\]<@&\\]|//|www", re.IGNORECASE)
_ADDRESS = re.compile(r"[a-z]://|\bwww\.|\w@\w", re.IGNORECASE)
_FETCHES = re.compile(r"url\s*\(|@import|<(?!/?style\b)|\\", re.IGNORECASE)
_GATE = "is_gate"
_READER = MarkdownIt("commonmark", {"html": False})


def _is_judged_here(url: str) -> bool:
    return bool(url)


# What the reader would take for no link is a link too.
_READER.validateLink = _is_judged_here


class _Tags(HTMLParser):
    """Whether a text holds other tags than those of our own pages."""

    def __init__(self) -> None:
        super().__init__()
        self.is_foreign = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_foreign |= tag not in _TAGS or bool(attrs)

    def handle_decl(self, decl: str) -> None:
        del decl
        self.is_foreign = True

    def handle_pi(self, data: str) -> None:
        self.handle_decl(data)

    def unknown_decl(self, data: str) -> None:
        self.handle_decl(data)


def _list_tokens(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _list_tokens(token.children or [])


def _is_elsewhere(address: object) -> bool:
    try:
        parts = urlsplit(str(address).strip())
    except ValueError:
        return True
    return bool(parts.scheme or parts.netloc) or parts.path.startswith(("//", "\\"))


@lru_cache(maxsize=8192)
def leads_out(text: str, *, is_html: bool = False) -> bool:
    """Whether a text of Markdown shows an image, leads elsewhere or holds a foreign tag.

    Args:
        text: as Streamlit sends it.
        is_html: whether its tags are tags.
    """
    if not _MAY_LEAD.search(text):
        return False
    if is_html:
        tags = _Tags()
        tags.feed(text)
        tags.close()
        if tags.is_foreign:
            return True
    for token in _list_tokens(_READER.parse(text)):
        if token.type == "image":
            return True
        if token.type == "link_open" and _is_elsewhere(token.attrGet("href")):
            return True
        # Browsers make links of bare addresses too, after the signs were read.
        if token.type == "text" and _ADDRESS.search(token.content):
            return True
    return False


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
    marked = MARKED | ({"options"} if kind.name == _MARKED_OPTIONS else set())
    for field in kind.fields:
        within = field.message_type
        if within is None:
            if field.name in marked and kind.name not in _PLAIN_BODIES:
                texts.append((field.name, field.is_repeated))
        elif not within.GetOptions().map_entry:
            circle = within.full_name in (*above, kind.full_name)
            if circle or any(_find_plan(within, (*above, kind.full_name))):
                parts.append((field.name, field.is_repeated))
    return _Plan(tuple(texts), tuple(parts))


def _disarm(text: str, kind: str, *, is_html: bool) -> str:
    """The text itself, or its words where it leads out."""
    bad = bool(_FETCHES.search(text)) if kind == "Html" else leads_out(text, is_html=is_html)
    if not bad:
        return text
    _LOG.error("markup_disarmed", element=kind, text=text[:200])
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


def disarm(message: Message) -> None:
    """Make whatever leads out plain words, in a message and all within it."""
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
        if msg.WhichOneof("type") == "delta":
            disarm(msg.delta)
        passes(self, msg)

    setattr(enqueue, _GATE, True)
    setattr(ScriptRunContext, "enqueue", enqueue)  # noqa: B010 (a method of a library is replaced)
