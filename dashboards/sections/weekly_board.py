"""The pieces of the weekly screen: headline, exceptions, sentences, changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboards.brief.review import (
    DUE_SOON_DAYS,
    Review,
    count_group,
    count_state,
    describe_change,
)
from dashboards.brief.sentences import write_sentences
from dashboards.charts.palette import BAD_GROUPS, GROUP_STATUSES
from dashboards.components.metrics import Metric
from dashboards.components.quote import escape
from dashboards.components.refresh import say_age
from dashboards.sections.weekly_decide import link_trouble, say_quote

if TYPE_CHECKING:
    from dashboards.components.state import Shared
    from dashboards.i18n.texts import Texts

_GOOD = {"met": "up", "on_track": "up"} | dict.fromkeys(BAD_GROUPS, "down")
_DUE_SHOWN = 2


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


def _say_last_report(review: Review, shared: Shared) -> str:
    last = review.last_report
    if last is None:
        return ""
    return shared.texts(
        "weekly.last_report",
        file=escape(last["source_file"]),
        day=shared.texts.date(last["received_on"]),
        issuer=escape(last["issuer_name"]),
    )


def draw_signs(review: Review, shared: Shared) -> None:
    """That data are old or simulated: side by side, since neither may push the figures away."""
    texts = shared.texts
    signs = []
    age = say_age(review.newest, shared)
    if age:
        signs.append((f"{age} {_say_last_report(review, shared)}", ":material/history:"))
    if review.target_count and review.target_count == count_group(review.targets, "unknown"):
        signs.append((texts("app.nothing_reported"), ":material/inbox:"))
    if review.simulated_count:
        text = texts("app.simulated_banner", count=review.simulated_count)
        signs.append((text, ":material/science:"))
    for column, (text, icon) in zip(st.columns(len(signs)) if signs else [], signs, strict=True):
        # On a wall as large as all else there.
        column.warning(f"#### {text}" if shared.presents else text, icon=icon)


def say_state(review: Review, shared: Shared) -> str:
    """Where things stand and what changed, in one line of Markdown."""
    texts, targets = shared.texts, review.targets
    counts = {group: count_group(targets, group) for group in GROUP_STATUSES}
    bad = sum(counts[group] for group in BAD_GROUPS)
    other = review.target_count - counts["met"] - counts["on_track"] - bad
    states = {name: count_state(review.tasks, name) for name in ("late", "due_soon", "unknown")}
    # What a later version took the place of is counted there.
    tasks = int(review.tasks["tasks"].sum()) - count_state(review.tasks, "superseded")
    said = texts(
        "weekly.state_sentence", targets=review.target_count, met=counts["met"],
        on_track=counts["on_track"], bad=bad, other=other, days=DUE_SOON_DAYS,
        tasks=tasks, missing=review.missing.height, **states,
    )  # fmt: skip
    if review.since == review.day:
        return f"**{said}** {texts('weekly.state_same')}"
    kinds = ("better", "worse", "became_late", "done")
    changed = {kind: review.changed.get(kind, 0) for kind in kinds}
    since = texts.date(review.since)
    return f"**{said}** {texts('weekly.state_change', since=since, **changed)}"


def draw_state(review: Review, shared: Shared) -> None:
    """The one sentence above all else, and the way to the rows that it counts."""
    standing = write_sentences(review, shared.texts)[0]
    with st.container(horizontal=True, vertical_alignment="top", wrap=False):
        st.markdown(say_state(review, shared), width="stretch")
        st.page_link(
            f"app_pages/{standing.page}.py",
            label=shared.texts("weekly.evidence"),
            query_params=standing.address,
            width="content",
        )


def draw_due(review: Review, shared: Shared) -> None:
    """What comes due, the nearest first."""
    texts, due = shared.texts, review.due_soon[:_DUE_SHOWN]
    count = count_state(review.tasks, "due_soon")
    if not due:
        st.subheader(texts("weekly.due_title", days=DUE_SOON_DAYS))
        st.caption(texts("weekly.nothing_due", days=DUE_SOON_DAYS))
        return
    st.subheader(texts("weekly.due_list", shown=len(due), count=count))
    with st.container(gap="xsmall"):
        for trouble in due:
            page, address = link_trouble(trouble)
            st.page_link(
                f"app_pages/{page}.py", label=escape(trouble.title), query_params=address,
                help=say_quote(trouble),
            )  # fmt: skip
            st.caption(escape(f"{trouble.agency} · {trouble.reason}"))


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
    if review.since == review.day:
        st.caption(texts("weekly.state_same"))
        return
    counts = [
        f"{texts('weekly_changed.' + kind)} **{review.changed.get(kind, 0)}**"
        for kind in ("better", "worse", "became_late", "done", "corrected", "new")
    ]
    st.markdown(" · ".join(counts))
