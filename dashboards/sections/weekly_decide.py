"""Cần quyết định: at most seven things, each with whose, how late, since when, and a proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from dashboards.brief.matters import Matter, Matters, list_matters
from dashboards.brief.review import count_group, count_state
from dashboards.brief.sentences import open_evidence
from dashboards.components.explanation_file import read_explanations
from dashboards.components.quote import escape
from dashboards.components.refresh import find_today
from dashboards.sections.explanation_card import open_explanation, say_state

if TYPE_CHECKING:
    import datetime as dt

    from dashboards.brief.review import Review, Trouble
    from dashboards.components.state import Shared

_MOST = 7
_PAGES = {"target": ("attainment", "figure"), "task": ("tasks", "task")}


def find_explained_day(review: Review) -> dt.date:
    """The day up to which explanations count.

    They are written today whatever the newest report speaks of; who looks at a day in the past
    sees what was written by then.
    """
    today = find_today()
    return today if review.day == review.newest else review.day


def read_matters(review: Review) -> Matters:
    """What has to be decided in a review."""
    day = find_explained_day(review)
    return list_matters(review.troubles, read_explanations(day), day)


def link_trouble(trouble: Trouble) -> tuple[str, dict[str, str]]:
    """Page and address that show one trouble with its line in the document."""
    page, key = _PAGES[trouble.subject]
    return page, open_evidence(page, plan=trouble.plan_code, **{key: trouble.key})


def say_quote(trouble: Trouble) -> str:
    """The words of the plan and where they stand, for hovering."""
    place = trouble.document_place or f"{trouble.file}, {trouble.locator}"
    return f"“{escape(trouble.quote)}” ({escape(place)})" if trouble.quote else escape(place)


def describe_matter(matter: Matter, day: dt.date, shared: Shared) -> str:
    """Whose, how late or far, since when, what is proposed, and how far a request came."""
    texts, trouble = shared.texts, matter.trouble
    said = [escape(trouble.agency), escape(trouble.reason)]
    if trouble.since is not None and trouble.subject == "target":
        said.append(texts("weekly.since_when", day=texts.date(trouble.since)))
    if trouble.is_simulated:
        said.append(texts("data_kind.simulated"))
    said.append(f"{texts('weekly.propose')}: **{texts(f'proposal.{matter.proposal}')}**")
    lines = [" · ".join(said)]
    if matter.explanation is not None:
        lines.append(say_state(matter.explanation, day, shared))
    return "  \n".join(lines)


def _draw_matter(matter: Matter, day: dt.date, shared: Shared) -> None:
    texts, trouble = shared.texts, matter.trouble
    page, address = link_trouble(trouble)
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        with st.container(gap=None, width="stretch"):
            st.page_link(
                f"app_pages/{page}.py",
                label=f"**{trouble.word}** · {escape(trouble.title)}",
                query_params=address,
                help=say_quote(trouble),
            )
            st.caption(describe_matter(matter, day, shared))
        if st.button(
            texts("explain.button"), key=f"decide-{trouble.record_key}", icon=":material/forum:",
            help=texts("explain.button_help"),
        ):  # fmt: skip
            open_explanation(trouble.record_key, trouble.lead, trouble.title, shared)


def _say_rest(matters: Matters, shared: Shared) -> str:
    """Requests for explanations, counted: open, overdue, answered; and what was extended."""
    texts = shared.texts
    said = [
        texts(f"weekly.{key}", count=count)
        for key, count in (
            ("matters_asked", len(matters.asked)),
            ("matters_overdue", sum(m.state == "overdue" for m in matters.waiting)),
            ("matters_answered", sum(m.state == "answered" for m in matters.waiting)),
            ("matters_extended", len(matters.extended)),
        )
        if count
    ]
    return " · ".join(said)


def count_waiting(review: Review, matters: Matters, fields: set[int]) -> int:
    """How many things are to be decided, those that lists cut off included.

    Args:
        review: of ``read_review``.
        matters: of ``read_matters``.
        fields: fields of reform that count; all where none is named.
    """
    told = keep_fields(matters, fields)
    return review.count_troubles(fields) - len(told.asked) - len(told.extended)


def keep_fields(matters: Matters, fields: set[int]) -> Matters:
    """What is of some fields of reform; everything where none is named."""
    if not fields:
        return matters
    kept = [
        [m for m in part if m.trouble.field_code in fields]
        for part in (matters.waiting, matters.asked, matters.extended)
    ]
    return Matters(*kept)


def draw_nothing_to_decide(
    review: Review, matters: Matters, fields: set[int], shared: Shared
) -> None:
    """Why the list is empty: all is well, all was asked about, or nobody knows."""
    texts = shared.texts
    counted = [
        frame.filter(pl.col("field_code").is_in(list(fields))) if fields else frame
        for frame in (review.targets, review.tasks)
    ]
    unknown = count_group(counted[0], "unknown"), count_state(counted[1], "unknown")
    if matters.asked or matters.extended:
        st.success(texts("weekly.all_asked"), icon=":material/task_alt:")
    elif any(unknown):
        # Silence is not good news.
        st.info(texts("weekly.nothing_known", numbers=unknown[0], tasks=unknown[1]),
                icon=":material/help:")  # fmt: skip
    else:
        st.success(texts("weekly.no_troubles"), icon=":material/task_alt:")


def draw_matters(review: Review, matters: Matters, fields: set[int], shared: Shared) -> None:
    """What has to be decided, what waits for an answer counted beneath.

    Args:
        review: of ``read_review``.
        matters: of ``read_matters``.
        fields: fields of reform clicked in the chart; all where none was.
        shared: language.
    """
    texts, day = shared.texts, find_explained_day(review)
    matters = keep_fields(matters, fields)
    shown = matters.waiting[:_MOST]
    count = count_waiting(review, matters, fields)
    st.subheader(texts("weekly.decide", shown=len(shown), count=count))
    if not shown:
        draw_nothing_to_decide(review, matters, fields, shared)
    # Seven of them and all beside them fit on one screen.
    with st.container(gap=None):
        for matter in shown:
            _draw_matter(matter, day, shared)
    rest = _say_rest(matters, shared)
    if rest:
        st.caption(rest)
