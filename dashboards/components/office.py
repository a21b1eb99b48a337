"""Whose office this is: asked once, kept in the address and the browser, opens plans and units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboards.components.address import forget, recall_one, remember
from dashboards.components.quote import escape
from dashboards.data import ask, find_build
from dashboards.queries.offices import list_family, list_offices
from pipeline.support.settings import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from streamlit.components.v2.types import ComponentRenderer

    from dashboards.components.state import Shared
    from dashboards.i18n.texts import Texts

OFFICE = "office"
# What the browser keeps where somebody said that it is nobody's office.
_NOBODY, _NOTHING_KEPT = "none", "-"
_STORE, _SAVE, _ASKED, _FIRST = "office-store", "office-save", "office-asked", "office-first"
# Choices that another office makes anew.
_DEPENDENT = ("plan", "scope", "unit", "place", "pair", "known", "since", "day", "tday", "figure",
              "task", "nest")  # fmt: skip


@dataclass(frozen=True)
class Office:
    """The chosen office.

    Attributes:
        code: unit_code, empty where none was chosen.
        name: of the unit, empty where none was chosen.
    """

    code: str = ""
    name: str = ""


@st.cache_resource(show_spinner=False)
def _register() -> ComponentRenderer:
    script = PROJECT / "dashboards" / "assets" / "office_store.js"
    return st.components.v2.component("cchc_office", js=script.read_text(encoding="utf-8"))


def name_unit(row: dict[str, Any], texts: Texts) -> str:
    """A unit by name, and until when it was one."""
    ended = row["valid_to"]
    name = row["unit_name"]
    return f"{name} ({texts('units.until', day=texts.date(ended))})" if ended else name


def _list_options(texts: Texts) -> dict[str, str]:
    """Code of a unit -> its name, those with plans first."""
    if find_build() is None:
        return {}
    return {row["unit_code"]: name_unit(row, texts) for row in ask(list_offices).to_dicts()}


def _talk_to_browser(options: dict[str, str], language: str) -> None:
    """Learn what this browser keeps, once a session, and let it keep what was chosen here.

    The language of the document is told along.
    """
    state = st.session_state
    asks = _ASKED not in state and bool(options)
    answer: Any = _register()(
        key=_STORE,
        data={"asks": asks, "save": state.pop(_SAVE, None), "language": language},
        default={"kept": ""},
        on_kept_change=lambda: None,
        height=1,
    )
    kept = answer.kept
    if not asks or not kept:
        return
    state[_ASKED] = True
    state[_FIRST] = kept == _NOTHING_KEPT
    # A link that names an office, a plan or a day is followed, whoever opens it.
    if kept in options and not st.query_params.get(OFFICE):
        state[OFFICE] = kept
        if not any(st.query_params.get(key) for key in _DEPENDENT):
            forget(*_DEPENDENT)


def _choose(code: str) -> None:
    st.session_state[OFFICE] = code
    forget(*_DEPENDENT)


def _keep_choice() -> None:
    """Somebody chose: this browser keeps it, and pages open on it."""
    code = st.session_state[OFFICE]
    st.session_state[_SAVE] = code or _NOBODY
    st.session_state[_FIRST] = False
    forget(*_DEPENDENT)


def choose_office(texts: Texts) -> Office:
    """The choice in the side bar; empty means that the pages open on what is newest."""
    names = _list_options(texts)
    _talk_to_browser(names, texts.language)
    if not names:
        return Office()
    options = ["", *names]
    if st.session_state.get(OFFICE) not in options:
        st.session_state[OFFICE] = recall_one(OFFICE, options)
    with st.sidebar:
        code = st.selectbox(
            texts("office.mine"),
            options,
            format_func=lambda c: names.get(c, texts("office.none")),
            key=OFFICE,
            on_change=_keep_choice,
            help=texts("office.help"),
        )
    remember(OFFICE, code, "")
    return Office(code, names.get(code, ""))


def recall_office(texts: Texts) -> Office:
    """As the address says, for screens without controls."""
    names = _list_options(texts)
    code = recall_one(OFFICE, ["", *names]) if names else ""
    return Office(code, names.get(code, ""))


def _skip() -> None:
    st.session_state[_SAVE] = _NOBODY
    st.session_state[_FIRST] = False


def _take_answer() -> None:
    if code := st.session_state["office-answer"]:
        _choose(code)
        _keep_choice()


def ask_whose_office(shared: Shared) -> None:
    """On the first visit of a browser: whose office is this? May be skipped."""
    if not st.session_state.get(_FIRST) or shared.office.code:
        return
    texts, names = shared.texts, _list_options(shared.texts)
    with st.container(border=True):
        st.markdown(f"**{texts('office.question')}** {texts('office.question_help')}")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.selectbox(
                texts("office.mine"), list(names), index=None, format_func=names.__getitem__,
                key="office-answer", placeholder=texts("office.placeholder"),
                on_change=_take_answer, label_visibility="collapsed",
            )  # fmt: skip
            st.button(texts("office.skip"), on_click=_skip)


def say_no_data(shared: Shared) -> None:
    """Lead an office without any plan of its own to where plans are handed in."""
    if not shared.office.code or rank_plans(shared.office):
        return
    with st.container(border=True):
        st.markdown(shared.texts("office.no_data", name=escape(shared.office.name)))
        st.page_link(
            "app_pages/handin.py", label=shared.texts("page.handin"), icon=":material/upload_file:"
        )


def rank_plans(office: Office) -> dict[str, int]:
    """Plans of the office, and of those below it: code -> 0 for its own, 1 for the others."""
    if not office.code:
        return {}
    return dict(ask(list_family, office=office.code).select("plan_code", "place").rows())


def put_own_first(
    choices: dict[str, Any],
    office: Office,
    list_plans_of: Callable[[str, Any], Iterable[str | None]] = lambda code, _: (code,),
) -> dict[str, Any]:
    """Choices by code, those of the office first, then those below it, each in the order given.

    Args:
        choices: code -> what it stands for.
        office: the reader's.
        list_plans_of: code and choice -> plans that it is of; without it the code is a plan's.
    """
    rank = rank_plans(office)
    if not rank:
        return choices

    def find_rank(code: str) -> int:
        plans = list_plans_of(code, choices[code])
        return min((rank[p] for p in plans if p is not None and p in rank), default=2)

    return {code: choices[code] for code in sorted(choices, key=find_rank)}
