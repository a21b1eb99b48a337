"""Filters that live in the address, as codes that no language or wording changes.

Streamlit can bind a widget to the address itself, but then writes the label that is shown, so
that a link made in English breaks in Vietnamese; hence our own few lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboards.components.quote import escape
from dashboards.data import ask
from dashboards.queries.plans import count_unlinked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Choices outlive the page they were made on: the plan chosen here is still chosen there.
_KEPT = "kept_choices"
_WRITTEN, _FOLLOWED, _UNKNOWN = "written_address", "followed_address", "unknown_in_address"
# Every name that a page's filters, or Streamlit, give a meaning in an address; blanks of SQL
# questions begin with ``p_``. tests/unit/test_house_rules.py holds the list against the code.
KNOWN_KEYS = frozenset((
    "agency", "ask", "aview", "cascade", "change", "course", "day", "embed", "embed_options",
    "field", "figure", "file", "finding", "fplan", "frame", "index", "iplace", "kind", "known",
    "lang", "level", "map", "nest", "nview", "office", "pair", "pday", "place", "plan", "present",
    "q", "qview", "region", "report", "rperiod", "ryear", "s", "scope", "severity", "sim",
    "since", "state", "status", "target", "task", "tday", "tview", "unit", "view", "what",
    "words", "xview", "years",
))  # fmt: skip
_BLANK = "p_"
# Names of agencies hold commas, so commas cannot part them.
SEPARATOR = "|"


def recall(key: str) -> str | None:
    """What the address says, else what was chosen before in this session."""
    if key in st.query_params:
        return st.query_params[key] or None
    return st.session_state.setdefault(_KEPT, {}).get(key)


def follow_address() -> None:
    """Let the filters that a link names overrule what was chosen before in this session.

    A link of ours to another page changes the address and keeps the session. Called before any
    filter is drawn; only an address that no filter of this session wrote is followed.
    """
    _drop_unknown()
    now = st.query_params.to_dict()
    followed = bool(now) and now != st.session_state.get(_WRITTEN)
    st.session_state[_FOLLOWED] = followed
    if followed:
        for key in now:
            st.session_state.pop(key, None)
            st.session_state.pop(f"field-{key}", None)
            st.session_state.setdefault(_KEPT, {}).pop(key, None)


def _drop_unknown() -> None:
    """Leave out, and say, what an address asks for under a name that no page knows, or none."""
    unknown = [k for k in st.query_params if k not in KNOWN_KEYS and not k.startswith(_BLANK)]
    for key in unknown:
        _note_unknown(f"{key}={st.query_params[key]}")
        del st.query_params[key]


def _note_unknown(said: str) -> None:
    """Something that a link asks for and nothing answers to; the page says so at its end."""
    st.session_state.setdefault(_UNKNOWN, []).append(said)


def take_unknown() -> list[str]:
    """What the link followed in this rerun asked for in vain, once each."""
    return list(dict.fromkeys(st.session_state.pop(_UNKNOWN, [])))


def was_followed() -> bool:
    """Whether a link brought the reader here in this rerun."""
    return bool(st.session_state.get(_FOLLOWED))


def note_address() -> None:
    """Remember what the filters wrote; called after the last of them."""
    st.session_state[_WRITTEN] = st.query_params.to_dict()


def remember(key: str, value: str, default: str) -> None:
    """Write a choice to the address; the default leaves the address short."""
    st.session_state.setdefault(_KEPT, {})[key] = value
    if value == default:
        if key in st.query_params:
            del st.query_params[key]
    elif st.query_params.get(key) != value:
        st.query_params[key] = value


def forget(*keys: str) -> None:
    """Let go of choices, so that the next run starts from what comes first."""
    for key in keys:
        st.session_state.pop(key, None)
        st.session_state.setdefault(_KEPT, {}).pop(key, None)
        if key in st.query_params:
            del st.query_params[key]


def explain_nothing(plan_code: str | None = None) -> None:
    """Say why there is nothing: numbers that carry no indicator code cannot be compared.

    Args:
        plan_code: of one plan, None for all.
    """
    texts = st.session_state["shared"].texts
    count = ask(count_unlinked, plan_code=plan_code).item()
    unlinked = texts("app.nothing_linked", count=count)
    st.info(unlinked if count else texts("app.nothing_to_choose"))


def stop_with_nothing() -> None:
    """The rest of a page has nothing to show: say so instead of failing."""
    explain_nothing()
    st.stop()


def choose_one(
    label: str,
    key: str,
    options: Sequence[str],
    show: Callable[[str], str] = str,
    help_text: str | None = None,
    gone: str | None = None,
) -> str:
    """One code of several; the first is the default.

    Args:
        label: shown above.
        key: name in the address.
        options: codes, at least one.
        show: code -> what is displayed.
        help_text: shown on demand.
        gone: said, with the code in place of ``{name}``, where a link names a code that is not
            among the options; nothing is chosen in its place. None lets the first one stand in.
    """
    if not options:
        stop_with_nothing()
    if st.session_state.get(key) not in options:
        if gone and _names_what_is_gone(key, options):
            return _choose_again(label, key, options, show, gone)
        st.session_state[key] = recall_one(key, options)
    value = st.selectbox(label, options, format_func=show, key=key, help=help_text)
    remember(key, value, options[0])
    return value


def _names_what_is_gone(key: str, options: Sequence[str]) -> bool:
    """Whether the address asks for a code that this build does not have."""
    return bool(st.query_params.get(key)) and st.query_params[key] not in options


def _choose_again(
    label: str, key: str, options: Sequence[str], show: Callable[[str], str], gone: str
) -> str:
    """Say what a link asks for in vain and let the reader choose; until then nothing is shown."""
    st.warning(gone.format(name=escape(st.query_params[key])), icon=":material/link_off:")
    st.session_state[key] = None
    value = st.selectbox(label, options, index=None, format_func=show, key=key, placeholder=label)
    if value is None:
        # What stands in the address is known: it must not be followed a second time.
        note_address()
        st.stop()
    return value


def stop_where_gone(key: str, options: Sequence[str], gone: str) -> None:
    """On screens without controls: say what a link asks for in vain, and show nothing else."""
    if _names_what_is_gone(key, options):
        st.warning(gone.format(name=escape(st.query_params[key])), icon=":material/link_off:")
        st.stop()


def recall_one(key: str, options: Sequence[str]) -> str:
    """What ``choose_one`` would start from, for screens without controls."""
    recalled = recall(key)
    if recalled is not None and recalled in options:
        return recalled
    # A code that another filter took out of the options was chosen here, not asked for by a link.
    if was_followed() and _names_what_is_gone(key, options):
        _note_unknown(f"{key}={st.query_params[key]}")
    return options[0]


def choose_many(
    label: str,
    key: str,
    options: Sequence[str],
    everything: str,
    show: Callable[[str], str] = str,
) -> list[str]:
    """Any number of codes; none means all, and ``everything`` is how that is written."""
    before = st.session_state.get(key)
    if before is None:
        before = (recall(key) or "").split(SEPARATOR)
        if was_followed():
            for code in before:
                if code and code not in options:
                    _note_unknown(f"{key}={code}")
    # A code that another filter took out of the options is let go of.
    st.session_state[key] = [code for code in before if code in options]
    value = st.multiselect(label, options, format_func=show, key=key, placeholder=everything)
    remember(key, SEPARATOR.join(value), "")
    return value


def choose_segment(
    label: str, key: str, options: Sequence[str], show: Callable[[str], str] = str
) -> str:
    """One code of a few, all of them visible; the first is the default."""
    if st.session_state.get(key) not in options:
        st.session_state[key] = recall_one(key, options)
    value = st.segmented_control(label, options, format_func=show, key=key, required=True)
    remember(key, value or options[0], options[0])
    return value or options[0]


def choose_switch(label: str, key: str, help_text: str | None = None) -> bool:
    """On unless the address says ``0``."""
    if key not in st.session_state:
        st.session_state[key] = recall(key) != "0"
    value = st.toggle(label, key=key, help=help_text)
    remember(key, "1" if value else "0", "1")
    return value


def enter_text(label: str, key: str, help_text: str | None = None) -> str:
    """Free text."""
    if key not in st.session_state:
        st.session_state[key] = recall(key) or ""
    value = st.text_input(label, key=key, help=help_text)
    remember(key, value, "")
    return value
