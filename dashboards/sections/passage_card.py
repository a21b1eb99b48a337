"""Words of a document that became no record: a target after all, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboards.components.quote import escape
from dashboards.components.reviewer import enter_reviewer
from dashboards.sections.foretold import draw_foretold
from dashboards.sections.record_decision import draw_undo
from dashboards.sections.review_choice import decide
from pipeline.reviews.append import Decision
from pipeline.reviews.passages import Source, are_settled, find_passage, key_passage
from pipeline.reviews.restructure import cut_sign
from pipeline.reviews.standing import mark_standing
from pipeline.support.text import tidy

if TYPE_CHECKING:
    from dashboards.components.state import Shared
    from dashboards.sections.plan_choice import Choice
    from dashboards.sections.plan_document import PlanDocument

_SHOWN = 110


def list_judged(decisions: pl.DataFrame, plan_code: str) -> pl.DataFrame:
    """Decisions that stand about words of a plan.

    Args:
        decisions: all of them, as they were written.
        plan_code: of the plan.
    """
    return mark_standing(decisions).filter(
        pl.col("is_standing"),
        pl.col("what") == "addition",
        pl.col("record_key").str.starts_with(f"{plan_code}#"),
    )


def keep_undecided(unread: pl.DataFrame, judged: pl.DataFrame) -> pl.DataFrame:
    """Words that nobody decided on since the build.

    Args:
        unread: of ``read_unread_passages``.
        judged: of ``list_judged``.
    """
    decided = judged["new_value"].drop_nulls().to_list()
    return unread.filter([not are_settled(words, decided) for words in unread["passage_text"]])


def choose_passage(unread: pl.DataFrame, choice: Choice, shared: Shared) -> None:
    """The words with a number that became no target, to be gone through one by one."""
    texts = shared.texts
    numbers = unread.filter(pl.col("reason") == "number_unclaimed")
    if not unread.is_empty():
        st.warning(
            texts("plans.numbers_left", count=numbers.height, lines=unread.height - numbers.height),
            icon=":material/pin:",
        )
    places = dict(zip(unread["passage_text"].to_list(), unread["place"].to_list(), strict=True))

    def show(words: str) -> str:
        said = tidy(words)
        if words not in places:
            return said
        return f"{places[words]}: {said[:_SHOWN]}{'…' if len(said) > _SHOWN else ''}"

    def pick() -> None:
        words = st.session_state[key]
        if words:
            choice.choose("passage", words)

    key = f"passage-{choice.round_no}"
    known = list(places)
    at = known.index(choice.key) if choice.subject == "passage" and choice.key in places else None
    st.selectbox(
        texts("document.pick"), known, index=at, format_func=show, key=key, on_change=pick,
        placeholder=texts("document.pick_placeholder"), accept_new_options=True,
    )  # fmt: skip


def draw_judged(judged: pl.DataFrame, shared: Shared) -> None:
    """Sentences of the plan that somebody decided on, each to be taken back by that person.

    Args:
        judged: of ``list_judged``.
        shared: language.
    """
    if judged.is_empty():
        return
    texts = shared.texts
    with st.expander(texts("document.judged", count=judged.height), icon=":material/history:"):
        who, _ = enter_reviewer(shared, "judged")
        for number, row in enumerate(judged.iter_rows(named=True)):
            said = texts(f"document.judged_{row['decision']}", who=escape(row["decided_by"]))
            st.markdown(f"- «{escape(tidy(row['new_value'] or ''))}»: {said}")
            draw_undo(judged.slice(number, 1), f"judged-{number}", who, shared)


def draw_passage(
    plan: dict[str, Any], choice: Choice, document: PlanDocument, shared: Shared
) -> None:
    """The words that are chosen, what they would be read as, and the decision about them."""
    texts = shared.texts
    with st.container(border=True):
        head, close = st.columns([5, 1], vertical_alignment="center")
        head.markdown(f"**{texts('document.marked')}**")
        if close.button(texts("document.close"), key="close-passage", icon=":material/close:"):
            choice.close_passage()
            st.rerun()
        words = st.text_area(
            texts("document.words"), tidy(choice.key), key=f"words-{choice.round_no}",
            help=texts("document.words_help"),
        ).strip()  # fmt: skip
        if not words:
            return
        source = Source(document.file, document.text)
        is_there = find_passage([source], cut_sign(words)) is not None
        if is_there:
            draw_foretold(words, plan, shared)
        else:
            st.error(texts("document.not_there"))
        who, reason = enter_reviewer(shared, "passage")
        key = key_passage(plan["plan_code"], words)
        base = {"record_key": key, "what": "addition", "new_value": words}
        base |= {"decided_by": who, "reason": reason}
        can_decide = bool(who) and is_there
        with st.container(horizontal=True):
            if st.button(
                texts("document.is_target"), type="primary", key="add-target",
                disabled=not can_decide, icon=":material/add_task:",
            ):  # fmt: skip
                choice.close_passage()
                decide(shared, [Decision(decision="accept", **base)])
            if st.button(
                texts("document.is_none"), key="no-target", disabled=not can_decide,
                icon=":material/block:",
            ):  # fmt: skip
                choice.close_passage()
                decide(shared, [Decision(decision="reject", **base)])
