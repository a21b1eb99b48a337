"""A record that is really two, or two that are really one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from dashboards.sections.foretold import draw_foretold
from dashboards.sections.review_choice import decide
from pipeline.reviews.append import Decision
from pipeline.reviews.restructure import (
    PART_SIGN,
    find_context,
    loses_number,
    split_words,
)
from pipeline.support.text import tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.components.state import Shared

Subject = Literal["target", "task"]
_SHOWN = 90


def _rows_of(
    subject: Subject, row: dict[str, Any], rows: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """All numbers of a record, as they were read: a correction stands in no document."""
    own = [r for r in rows if r[f"{subject}_ref"] == row[f"{subject}_ref"]]
    return [r | {"value": r["read_value"]} for r in own] if subject == "target" else own


def draw_split(
    subject: Subject, row: dict[str, Any], rows: Sequence[dict[str, Any]], plan: dict[str, Any],
    who: str, reason: str, shared: Shared,
) -> None:  # fmt: skip
    """Cut a record where its words are parted by a line break."""
    texts, text = shared.texts, tidy(row[f"{subject}_text"])
    said = st.text_area(
        texts("structure.split"), text, key=f"split-{row['record_key']}", height=160,
        help=texts("structure.split_help"),
    )  # fmt: skip
    st.caption(texts("structure.split_help"))
    parts = split_words(text, said)
    own = _rows_of(subject, row, rows)
    is_lost = subject == "target" and parts is not None and loses_number(own, parts)
    if is_lost:
        st.error(texts("structure.number_lost"))
    if parts is None:
        if said.strip() != text:
            st.error(texts("structure.words_differ"))
    else:
        for number, part in enumerate(parts, start=1):
            st.markdown(texts("structure.part", number=number))
            if subject == "target":
                draw_foretold(part, plan, shared, find_context(own, plan))
    if st.button(
        texts("structure.do_split"), type="primary", key=f"do-split-{subject}",
        disabled=not who or parts is None or is_lost, icon=":material/call_split:",
    ):  # fmt: skip
        new = PART_SIGN.join(parts or ())
        decide(
            shared,
            [Decision(row["record_key"], "split", "correct", text, new, who, reason)],
        )


def _list_others(
    subject: Subject, row: dict[str, Any], rows: Sequence[dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Other records of the plan by key, those right beside this one first."""
    order = f"{subject}_no"
    others: dict[str, dict[str, Any]] = {}
    near = sorted(rows, key=lambda r: abs((r[order] or 0) - (row[order] or 0)))
    for other in near:
        if other[f"{subject}_ref"] != row[f"{subject}_ref"] and other[f"{subject}_ref"] not in {
            o[f"{subject}_ref"] for o in others.values()
        }:
            others[other["record_key"]] = other
    return others


def draw_merge(
    subject: Subject, row: dict[str, Any], rows: Sequence[dict[str, Any]], plan: dict[str, Any],
    who: str, reason: str, shared: Shared,
) -> None:  # fmt: skip
    """Join a record to another one of its plan."""
    texts, order = shared.texts, f"{subject}_no"
    others = _list_others(subject, row, rows)

    def show(key: str) -> str:
        text = tidy(others[key][f"{subject}_text"])
        return (
            f"{others[key][f'{subject}_ref']}: {text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}"
        )

    is_lost = False
    other = st.selectbox(
        texts("structure.merge_with"), list(others), index=None, format_func=show,
        key=f"merge-{row['record_key']}", placeholder=texts("structure.merge_placeholder"),
    )  # fmt: skip
    if other is not None:
        pair = sorted((row, others[other]), key=lambda r: r[order] or 0)
        words = " ".join(tidy(r[f"{subject}_text"]) for r in pair)
        if subject == "target":
            joined = [*_rows_of(subject, row, rows), *_rows_of(subject, others[other], rows)]
            is_lost = loses_number(joined, [words])
            draw_foretold(words, plan, shared, find_context(joined, plan))
        if is_lost:
            st.error(texts("structure.number_lost"))
    if st.button(
        texts("structure.do_merge"), type="primary", key=f"do-merge-{subject}",
        disabled=not (who and other) or is_lost, icon=":material/merge:",
    ):  # fmt: skip
        old = tidy(row[f"{subject}_text"])
        decide(
            shared, [Decision(row["record_key"], "merge", "correct", old, other or "", who, reason)]
        )
