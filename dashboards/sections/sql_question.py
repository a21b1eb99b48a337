"""What is asked on the SQL page: a named question or free SQL, and the values of its blanks."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import streamlit as st

from dashboards.address_text import FREE_QUESTION, pack_text, unpack_text
from dashboards.components.address import choose_one, recall, remember, was_followed
from dashboards.components.quote import escape
from dashboards.data import ask
from dashboards.queries.sql_page import list_codes
from pipeline.asking.questions.library import NamedQuestion, Parameter, load_questions
from pipeline.support.settings import PROJECT, resolve_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streamlit.components.v2.types import ComponentRenderer

    from dashboards.components.state import Shared

_BLANK = re.compile(r"\$([a-z]\w*)")
_ASKED, _EDITOR = "sql-asked", "sql-editor"
_FIRST = "select *\nfrom mart_target_trend\nlimit 20"


def list_questions() -> dict[str, NamedQuestion]:
    """Our questions and those of the office, by code."""
    return load_questions(resolve_settings().raw)[0]


def warn_of_bad_questions(shared: Shared) -> None:
    """Name the files of saved questions that could not be used."""
    for fault in load_questions(resolve_settings().raw)[1]:
        st.warning(shared.texts("sql.bad_question", fault=escape(fault)), icon=":material/error:")


def choose_question(shared: Shared) -> str:
    """Code of a named question, or ``FREE_QUESTION``."""
    library, texts = list_questions(), shared.texts
    titles = {FREE_QUESTION: texts("sql.free")} | {
        code: q.title_vi if texts.language == "vi" else q.title_en for code, q in library.items()
    }
    # A link that carries a statement means that statement.
    if "s" in st.query_params and "ask" not in st.session_state:
        st.session_state["ask"] = FREE_QUESTION
    code = choose_one(
        texts("sql.library", count=len(library)), "ask", list(titles), titles.__getitem__
    )
    # Another question is chosen as it stands; what was made of the one before goes.
    if st.session_state.get(_ASKED, code) != code and not was_followed():
        st.query_params.pop("s", None)
    st.session_state[_ASKED] = code
    return code


def address_question(code: str, statement: str, values: Mapping[str, object]) -> dict[str, str]:
    """Address of the SQL page that asks the same, wherever it is opened.

    Args:
        code: named question, or ``FREE_QUESTION``.
        statement: as it stands in the editor.
        values: of its blanks; days as dates or texts.
    """
    blanks = {f"p_{name}": str(value) for name, value in values.items()}
    library = list_questions()
    if code in library and library[code].sql == statement:
        return {"ask": code, **blanks}
    return {"ask": FREE_QUESTION, "s": pack_text(statement), **blanks}


def read_original(code: str) -> str:
    """A question as the library has it, or what free SQL starts from."""
    return _FIRST if code == FREE_QUESTION else list_questions()[code].sql


def keep_statement(code: str, statement: str) -> None:
    """Write what was made of a question to the address, so that a reload brings it back."""
    if statement == read_original(code) and code != FREE_QUESTION:
        st.query_params.pop("s", None)
    else:
        st.query_params["s"] = pack_text(statement)


def _open_editor(code: str) -> tuple[str, str]:
    """Key and first text of the editor.

    Another start needs another editor, since the component keeps what was typed into it. So the
    start is settled when a question is chosen or a link followed, and not by what a run writes to
    the address: else the first edit after every run was lost.
    """
    state = st.session_state
    number, opened, start = state.get(_EDITOR, (0, None, ""))
    if opened != code or was_followed():
        start = unpack_text(st.query_params.get("s", "")) or read_original(code)
        number += 1
        state[_EDITOR] = (number, code, start)
    return f"editor-{number}", start


def edit_statement(code: str, shared: Shared) -> str:
    """The editor, filled with the chosen question or with what a link brought."""
    key, start = _open_editor(code)
    # Here, not above: a component that is imported before the server runs is unknown to it.
    from streamlit_ace import st_ace

    dark = st.context.theme.type == "dark"
    typed = st_ace(
        start,
        language="sql",
        theme="tomorrow_night" if dark else "chrome",
        auto_update=True,
        min_lines=9,
        max_lines=22,
        # At 14 pixels the lines are so close that an underscore is hidden by the next one.
        font_size=15,
        wrap=True,
        show_print_margin=False,
        placeholder=shared.texts("sql.placeholder"),
        key=key,
    )
    _draw_way_out()
    st.caption(shared.texts("sql.way_out"))
    return typed if isinstance(typed, str) else start


@st.cache_resource(show_spinner=False)
def _register_way_out() -> ComponentRenderer:
    script = PROJECT / "dashboards" / "assets" / "editor_way_out.js"
    return st.components.v2.component("cchc_way_out", js=script.read_text(encoding="utf-8"))


def _draw_way_out() -> None:
    """Tab indents in the editor, so Escape leads out of it."""
    _register_way_out()(key="editor-way-out", height=1)


def list_parameters(code: str, statement: str) -> list[Parameter]:
    """Blanks of a statement: those of the named question first, others as plain texts."""
    known = {} if code == FREE_QUESTION else {p.name: p for p in list_questions()[code].parameters}
    names = dict.fromkeys(_BLANK.findall(statement))
    return [known.get(name) or Parameter(name, "text", "") for name in names]


def enter_parameters(parameters: list[Parameter], shared: Shared) -> dict[str, str]:
    """A field for each blank, its value kept in the address.

    Returns:
        Name -> text.
    """
    if not parameters:
        return {}
    columns = st.columns(min(3, len(parameters)))
    values = {}
    for i, parameter in enumerate(parameters):
        with columns[i % len(columns)]:
            values[parameter.name] = _enter(parameter, shared)
    return values


def _enter(parameter: Parameter, shared: Shared) -> str:
    texts, key = shared.texts, f"p_{parameter.name}"
    label = texts.find(f"sql_parameter.{parameter.name}") or parameter.name
    if parameter.kind in ("plan", "place", "indicator", "index"):
        codes = ask(list_codes, kind=parameter.kind)
        names = dict(codes.select("code", f"name_{texts.language}").rows())
        first = [parameter.default] if parameter.default in names else []
        options = [*first, *(c for c in names if c not in first)]
        return choose_one(label, key, options, lambda c: f"{names[c]} · {c}")
    given = recall(key) or parameter.default
    if parameter.kind == "day":
        day = st.date_input(label, _read_day(given), format="DD/MM/YYYY", key=f"field-{key}")
        text = day.isoformat() if isinstance(day, dt.date) else given
    else:
        text = st.text_input(label, given, key=f"field-{key}")
    remember(key, text, parameter.default)
    return text


def _read_day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
