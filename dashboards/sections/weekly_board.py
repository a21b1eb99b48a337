"""The pieces of the weekly screen: headline, exceptions, sentences, changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboards.brief.review import (
    DUE_SOON_DAYS,
    Review,
    Trouble,
    count_group,
    count_state,
    describe_change,
)
from dashboards.brief.sentences import open_evidence, write_sentences
from dashboards.charts.palette import BAD_GROUPS, GROUP_STATUSES
from dashboards.components.metrics import Metric, draw_metrics
from dashboards.components.quote import escape
from dashboards.components.refresh import say_age

if TYPE_CHECKING:
    from dashboards.components.state import Shared
    from dashboards.i18n.texts import Texts

_GOOD = {"met": "up", "on_track": "up"} | dict.fromkeys(BAD_GROUPS, "down")
_TROUBLES_SHOWN = 5
# Eleven stand in one row beside the side bar of a 1920 pixel screen.
_METRIC_WIDTH = 118
_PAGES = {"target": ("attainment", "figure"), "task": ("tasks", "task")}


def name_task_state(state: str, texts: Texts) -> str:
    """What the headline calls the tasks in a state."""
    return texts(f"weekly.tasks_{state}", days=DUE_SOON_DAYS)


def list_headline(review: Review, shared: Shared) -> list[Metric]:
    """The line of headline figures, each with its change since the earlier day."""
    texts = shared.texts
    metrics = []
    for group in GROUP_STATUSES:
        now, before = (count_group(t, group) for t in (review.targets, review.targets_before))
        good: Any = _GOOD.get(group)
        hint, label = texts("weekly_group_help." + group), texts("weekly_group." + group)
        metrics.append(Metric(label, str(now), hint, now - before, good))
    for state in ("late", "due_soon"):
        now, before = (count_state(t, state) for t in (review.tasks, review.tasks_before))
        label = name_task_state(state, texts)
        # Fewer that are due soon is no good news where they became late or nobody reported.
        good = "down" if state == "late" else None
        metrics.append(Metric(label, str(now), None, now - before, good))
    now, before = (count_state(t, "unknown") for t in (review.tasks, review.tasks_before))
    metrics.append(Metric(name_task_state("unknown", texts), str(now), None, now - before))
    metrics.append(Metric(texts("weekly.reports_missing"), str(review.missing.height)))
    return metrics


def draw_signs(review: Review, shared: Shared) -> None:
    """That data are old or simulated: side by side, since neither may push the figures away."""
    texts = shared.texts
    signs = []
    age = say_age(review.newest, shared)
    if age:
        signs.append((age, ":material/history:"))
    if review.target_count and review.target_count == count_group(review.targets, "unknown"):
        signs.append((texts("app.nothing_reported"), ":material/inbox:"))
    if review.simulated_count:
        text = texts("app.simulated_banner", count=review.simulated_count)
        signs.append((text, ":material/science:"))
    for column, (text, icon) in zip(st.columns(len(signs)) if signs else [], signs, strict=True):
        column.warning(text, icon=icon)


def draw_headline(review: Review, shared: Shared) -> None:
    """One row of nine figures on a wide screen."""
    draw_metrics(list_headline(review, shared), width=_METRIC_WIDTH)


def link_trouble(trouble: Trouble) -> tuple[str, dict[str, str]]:
    """Page and address that show one trouble with its line in the document."""
    page, key = _PAGES[trouble.subject]
    return page, open_evidence(page, plan=trouble.plan_code, **{key: trouble.key})


def draw_troubles(review: Review, fields: set[int], shared: Shared) -> None:
    """The gravest first, each a link to its evidence.

    Args:
        review: of ``read_review``.
        fields: fields of reform clicked in the chart; all where none was.
        shared: language.
    """
    texts = shared.texts
    troubles = [t for t in review.troubles if not fields or t.field_code in fields]
    troubles, count = troubles[:_TROUBLES_SHOWN], review.count_troubles(fields)
    st.subheader(texts("weekly.troubles", shown=len(troubles), count=count))
    if not troubles:
        st.success(texts("weekly.no_troubles"), icon=":material/task_alt:")
    with st.container(gap="xsmall"):
        for trouble in troubles:
            page, address = link_trouble(trouble)
            st.page_link(
                f"app_pages/{page}.py",
                label=f"**{trouble.word}** · {escape(trouble.title)}",
                query_params=address,
            )
            mark = f" · {texts('data_kind.simulated')}" if trouble.is_simulated else ""
            st.caption(escape(f"{trouble.agency} · {trouble.reason}{mark}"))


def draw_sentences(review: Review, shared: Shared) -> None:
    """Five sentences, each a link to its evidence."""
    texts = shared.texts
    st.subheader(texts("weekly.sentences"))
    with st.container(gap="xsmall"):
        for sentence in write_sentences(review, texts):
            with st.container(horizontal=True, vertical_alignment="top", wrap=False):
                st.markdown(escape(sentence.text), width="stretch")
                st.page_link(
                    f"app_pages/{sentence.page}.py",
                    label=texts("weekly.evidence"),
                    query_params=sentence.address,
                    width="content",
                )


def write_change(row: dict[str, Any], shared: Shared) -> str:
    """One change in a line of Markdown."""
    change = describe_change(row, shared.texts)
    return f"**{change.kind}**: {escape(change.title)} · {escape(change.step)}"


def draw_changes(review: Review, shared: Shared) -> None:
    """What became known since the earlier day: counted, and listed on demand."""
    texts = shared.texts
    rows = review.changes.to_dicts()
    listed = review.change_count
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(texts("weekly.changes", since=texts.date(review.since)))
        with st.popover(
            texts("weekly.list_changes", count=listed), disabled=not rows, type="tertiary",
            icon=":material/list:",
        ):  # fmt: skip
            if len(rows) < listed:
                st.caption(texts("weekly.cut", shown=len(rows), count=listed))
            st.markdown("\n".join(f"- {write_change(row, shared)}" for row in rows))
    counts = [
        f"{texts('weekly_changed.' + kind)} **{review.changed.get(kind, 0)}**"
        for kind in ("better", "worse", "became_late", "done", "corrected", "new")
    ]
    st.markdown(" · ".join(counts))
