"""The decisions that a card offers: link, accept, reject, correct, undo."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboards.components.quote import escape
from dashboards.components.review_file import write_decisions
from dashboards.data import ask
from dashboards.queries.review import list_fields, list_indicators, read_candidates
from pipeline.reviews.append import Decision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.components.state import Shared

_OTHER = "other"
_COMPARATORS = ("eq", "gte", "lte", "decrease_gte", "decrease_eq", "increase_gte")
_LEVELS = ("", "province", "district", "commune")


def decide(shared: Shared, made: Sequence[Decision]) -> None:
    """Write decisions and remember them, so that the last can be undone."""
    fault = write_decisions(made)
    if fault:
        st.error(shared.texts("review.not_written", fault=escape(fault)))
        return
    st.session_state.setdefault("review-history", []).append(list(made))
    st.session_state["review-note"] = shared.texts("review.written", count=len(made))
    st.rerun()


def undo_last(shared: Shared) -> None:
    """Take back what this session wrote last."""
    history = st.session_state.get("review-history", [])
    if not history:
        return
    undone = [
        Decision(d.record_key, d.what, "undo", d.new_value, d.old_value, d.decided_by)
        for d in history.pop()
    ]
    fault = write_decisions(undone)
    if fault:
        st.error(shared.texts("review.not_written", fault=escape(fault)))
        return
    st.session_state["review-note"] = shared.texts("review.undone", count=len(undone))
    st.rerun()


def _choose_indicator(row: dict[str, Any], shared: Shared) -> str | None:
    """A candidate, or any other indicator of the catalogue."""
    texts = shared.texts
    candidates = {
        c["indicator_code"]: c
        for c in ask(read_candidates, record_key=row["record_key"]).to_dicts()
    }
    names = {i["indicator_code"]: i for i in ask(list_indicators).to_dicts()}

    def show(code: str) -> str:
        if code == _OTHER:
            return texts("review.other_indicator")
        score = texts.number(candidates[code]["score"], 2)
        # Options of a radio are Markdown, unlike those of a selectbox.
        return f"{escape(names[code][texts.name_column])} ({score})"

    options = [*[c for c in candidates if c in names][:5], _OTHER]
    captions = [
        *(escape("; ".join(texts.remarks(candidates[c]["reasons"]))) for c in options[:-1]), "",
    ]  # fmt: skip
    code = st.radio(
        texts("review.candidates"), options, format_func=show, captions=captions,
        key=f"candidate-{row['queue_key']}",
    )  # fmt: skip
    if code == _OTHER:
        code = st.selectbox(
            texts("review.catalogue"), list(names), index=None,
            format_func=lambda c: names[c][texts.name_column],
            key=f"catalogue-{row['queue_key']}",
        )  # fmt: skip
    if code:
        st.caption(escape(names[code]["definition_vi"]))
    return code


def _find_shortcut(letter: str, mark: str) -> str | None:
    """A key for a button, where the page shows one card at a time."""
    return None if mark else letter


def draw_link_choice(
    row: dict[str, Any], who: str, reason: str, shared: Shared, mark: str = ""
) -> None:
    """Which indicator a number speaks of; ``mark`` tells cards of one page apart."""
    texts = shared.texts
    code = _choose_indicator(row, shared)
    base = {"record_key": row["record_key"], "what": "link", "decided_by": who, "reason": reason}
    with st.container(horizontal=True):
        if st.button(
            texts("review.accept_link"), type="primary", key=f"accept{mark}",
            shortcut=_find_shortcut("a", mark),
            disabled=not (who and code), icon=":material/check:",
        ):  # fmt: skip
            decide(shared, [Decision(decision="accept", new_value=code or "", **base)])
        if st.button(
            texts("review.reject_link"), key=f"reject{mark}", disabled=not who,
            icon=":material/block:", shortcut=_find_shortcut("x", mark),
        ):  # fmt: skip
            decide(shared, [Decision(decision="reject", **base)])


def draw_plain_choice(row: dict[str, Any], who: str, reason: str, shared: Shared) -> None:
    """Whether a condition is met, or whether a later plan restates what an earlier one says."""
    texts, what = shared.texts, row["what"]
    st.caption(texts(f"review.hint_{what}"))
    for candidate in row["reasons"] or []:
        st.markdown(f"- {escape(candidate)}")
    base = {"record_key": row["record_key"], "what": what, "decided_by": who, "reason": reason}
    with st.container(horizontal=True):
        # Without a text of the later plan there is nothing that could be the same.
        if (what == "condition" or row["reasons"]) and st.button(
            texts(f"review.accept_{what}"), type="primary", shortcut="a", key="accept",
            disabled=not who, icon=":material/check:",
        ):  # fmt: skip
            decide(shared, [Decision(decision="accept", **base)])
        if what == "restated" and st.button(
            texts("review.reject_restated"), shortcut="x", key="reject", disabled=not who,
            icon=":material/block:",
        ):  # fmt: skip
            decide(shared, [Decision(decision="reject", **base)])


def draw_reading_choice(
    row: dict[str, Any],
    same_page: Sequence[str],
    who: str,
    reason: str,
    shared: Shared,
    mark: str = "",
) -> None:
    """Whether a reading is right.

    Args:
        row: of the queue.
        same_page: record keys of every reading of this page of the document.
        who: the analyst.
        reason: why, may be empty.
        shared: language.
        mark: tells cards of one page apart.
    """
    texts = shared.texts
    shown = _say_plain(row["value"])
    base = {"what": "reading", "old_value": shown, "decided_by": who, "reason": reason}
    with st.container(horizontal=True):
        if st.button(
            texts("review.accept_reading"), type="primary", key=f"accept{mark}",
            shortcut=_find_shortcut("a", mark),
            disabled=not who, icon=":material/check:",
        ):  # fmt: skip
            decide(shared, [Decision(row["record_key"], decision="accept", **base)])
        if st.button(
            texts("review.reject_reading"), key=f"reject{mark}", disabled=not who,
            icon=":material/delete:", shortcut=_find_shortcut("x", mark),
        ):  # fmt: skip
            decide(shared, [Decision(row["record_key"], decision="reject", **base)])
        if len(same_page) > 1 and st.button(
            texts("review.accept_page", count=len(same_page), page=row["page"]),
            disabled=not who, key="accept-page", icon=":material/done_all:",
        ):  # fmt: skip
            base["old_value"] = ""
            decide(shared, [Decision(key, decision="accept", **base) for key in same_page])
    with st.expander(texts("review.correct")):
        _draw_corrections(row, who, reason, shared)


def _is_plain_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+([.,]\d+)?", text.strip()) is not None and not re.fullmatch(
        r"-?\d{1,3}[.]\d{3}", text.strip()
    )


def _say_plain(value: float | None) -> str:
    """A number without marks between thousands, which could be taken for decimal ones."""
    return "" if value is None else f"{value:.10g}".replace(".", ",")


def _draw_corrections(row: dict[str, Any], who: str, reason: str, shared: Shared) -> None:
    """A form with what was read; only what is changed becomes a decision."""
    texts = shared.texts
    before = {
        "value": _say_plain(row["value"]),
        "comparator": row["comparator"] or "",
        "unit": row["unit"] or "",
        "scope_level": row["scope_level"] or "",
        "due_year": str(row["due_year"] or ""),
        "lead_agency": row["lead_agency"] or "",
        "field_code": "" if row.get("field_code") is None else str(row["field_code"]),
    }
    after: dict[str, str] = {}
    with st.form(f"correct-{row['queue_key']}", border=False):
        if row["value"] is not None:
            left, middle, right = st.columns(3)
            after["comparator"] = left.selectbox(
                texts("column.comparator"), _COMPARATORS,
                index=_COMPARATORS.index(row["comparator"]),
                format_func=lambda c: texts(f"comparator.{c}"),
            )  # fmt: skip
            after["value"] = middle.text_input(texts("column.value"), before["value"])
            after["unit"] = right.text_input(texts("column.unit"), before["unit"])
            after["scope_level"] = left.selectbox(
                texts("column.scope"), _LEVELS, index=_LEVELS.index(before["scope_level"]),
                format_func=lambda c: texts(f"scope.{c or 'all'}"),
            )  # fmt: skip
            after["due_year"] = middle.text_input(texts("column.due_year"), before["due_year"])
        if before["field_code"]:
            fields = {
                str(f["field_code"]): f[f"field_short_{texts.language}"]
                for f in ask(list_fields).to_dicts()
            }
            after["field_code"] = st.selectbox(
                texts("column.field"), list(fields), format_func=fields.__getitem__,
                index=list(fields).index(before["field_code"]),
            )  # fmt: skip
        after["lead_agency"] = st.text_input(texts("column.lead_agency"), before["lead_agency"])
        sent = st.form_submit_button(texts("review.send_corrections"), disabled=not who)
    if sent and not _is_plain_number(after.get("value", "0")):
        st.error(texts("review.bad_number"))
    elif sent:
        made = [
            Decision(row["record_key"], what, "correct", before[what], new.strip(), who, reason)
            for what, new in after.items()
            if new.strip() != before[what]
        ]
        if made:
            decide(shared, made)
        st.info(texts("review.nothing_changed"))
