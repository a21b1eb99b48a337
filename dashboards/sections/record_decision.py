"""Any record of a plan put right, however sure the machine was; decisions made, and undone."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

import polars as pl
import streamlit as st

from dashboards.access.guard import may_write_about
from dashboards.components.hand_in_job import start_hand_in
from dashboards.components.quote import escape
from dashboards.components.review_file import read_decisions
from dashboards.components.reviewer import enter_reviewer
from dashboards.components.tables import Column, draw_table
from dashboards.sections.review_choice import decide, draw_link_choice, draw_reading_choice
from dashboards.sections.structure_choice import draw_merge, draw_split
from pipeline.reviews.append import Decision
from pipeline.reviews.standing import mark_standing

if TYPE_CHECKING:
    from dashboards.components.state import Shared

Subject = Literal["target", "task"]
_HISTORY = ("decided_at", "decided_by", "what", "decision", "old_value", "new_value", "reason")


def _as_queued(subject: Subject, row: dict[str, Any]) -> dict[str, Any]:
    """A record as the queue has it, so that it is decided in the same way."""
    names = (
        "value", "unit", "comparator", "scope_level", "due_year", "lead_agency", "field_code",
    )  # fmt: skip
    known = {name: row.get(name) for name in names}
    return {
        **known,
        "record_key": row["record_key"],
        "record_kind": subject,
        "queue_key": f"{row['record_key']}|plan",
        "page": None,
    }


def find_pending(decisions: pl.DataFrame, shared: Shared) -> pl.DataFrame:
    """Decisions that the build shown does not know yet."""
    if shared.manifest is None:
        return decisions
    # Decisions bear the local time of the office.
    done = dt.datetime.fromisoformat(shared.manifest.built_at).astimezone().replace(tzinfo=None)
    # A build knows what lay there when it began.
    began = done - dt.timedelta(seconds=shared.manifest.seconds + 1)
    return decisions.filter(pl.col("decided_at") >= began)


def draw_pending(decisions: pl.DataFrame, who: str, shared: Shared) -> None:
    """How many decisions wait for a build, and the build."""
    texts = shared.texts
    count = find_pending(decisions, shared).height
    if not count:
        return
    left, right = st.columns([3, 1], vertical_alignment="center")
    left.info(texts("decide.pending", count=count), icon=":material/pending_actions:")
    if right.button(texts("decide.build"), key="build-decisions", icon=":material/publish:"):
        started = start_hand_in("build", [], who or texts("decide.nobody"))
        st.session_state.setdefault("hand-ins", []).append(started)
        st.rerun()


def _draw_history(subject: Subject, made: pl.DataFrame, who: str, shared: Shared) -> None:
    texts = shared.texts
    st.markdown(f"**{texts('decide.history')}**")
    columns = [
        Column("decided_at", "decide.at"),
        Column("decided_by", "review.who"),
        Column("what", "decide.what", kind="code", codes="decided_what"),
        Column("decision", "decide.decision", kind="code", codes="decided"),
        Column("old_value", "decide.old"),
        Column("new_value", "decide.new"),
        Column("reason", "decide.reason", width="medium"),
    ]
    frame = (
        made.select(_HISTORY)
        .reverse()
        .with_columns(pl.col("decided_at").dt.strftime("%d/%m/%Y %H:%M"))
    )
    draw_table(frame, columns, shared, f"quyet-dinh-{subject}")
    draw_undo(mark_standing(made).filter("is_standing"), subject, who, shared)


def draw_undo(standing: pl.DataFrame, place: str, who: str, shared: Shared) -> None:
    """A button for each decision that stands; who undoes takes back what they said themselves.

    Args:
        standing: decisions that stand.
        place: tells several lists of one page apart.
        who: the analyst.
        shared: language.
    """
    texts = shared.texts
    for number, row in enumerate(standing.iter_rows(named=True)):
        what = texts(f"decided_what.{row['what']}")
        if st.button(
            texts("decide.undo", what=what), key=f"undo-{place}-{number}",
            disabled=who != row["decided_by"], icon=":material/undo:",
            help=texts("decide.undo_help", who=escape(row["decided_by"])),
        ):  # fmt: skip
            undone = Decision(
                row["record_key"], row["what"], "undo", row["new_value"] or "",
                row["old_value"] or "", who,
            )  # fmt: skip
            decide(shared, [undone])


def _find_made(row: dict[str, Any], decisions: pl.DataFrame) -> pl.DataFrame:
    """Decisions about a record, and the one that made it."""
    made_by = row.get("made_by")
    own = pl.col("record_key") == row["record_key"]
    if made_by:
        own |= (pl.col("record_key") == made_by) & (pl.col("what") == row["made_as"])
    return decisions.filter(own)


def draw_record_decision(
    subject: Subject, row: dict[str, Any], rows: pl.DataFrame, plan: dict[str, Any], shared: Shared
) -> None:
    """Right, wrong, no target, another indicator, two in one, one in two; and what was decided.

    Args:
        subject: ``target`` or ``task``.
        row: of ``read_plan_targets`` or ``read_plan_tasks``.
        rows: all of them, to merge one with.
        plan: row of ``read_plan``.
        shared: language and build.
    """
    texts = shared.texts
    if not may_write_about(row["record_key"]):
        st.caption(texts("access.only_look"))
        return
    made = _find_made(row, read_decisions())
    waiting = find_pending(made, shared).height
    label = texts("decide.open_waiting" if waiting else "decide.open")
    with st.expander(label, icon=":material/edit:", expanded=True):
        who, reason = enter_reviewer(shared, subject)
        kinds = ["reading", "split", "merge"]
        if subject == "target" and row["value"] is not None:
            kinds.insert(1, "link")
        kind = st.segmented_control(
            texts("decide.what"), kinds, default="reading", required=True, key=f"kind-{subject}",
            format_func=lambda k: texts(f"decide.kind_{k}"),
        )  # fmt: skip
        queued = _as_queued(subject, row)
        if kind in ("split", "merge") and not made.is_empty():
            st.warning(texts("structure.decided_again"), icon=":material/warning:")
        if kind == "link":
            now = escape(row[texts.name_column]) or texts("decide.no_indicator")
            st.caption(texts("decide.linked_now", name=now))
            draw_link_choice(queued, who, reason, shared, f"-{subject}")
        elif kind == "split":
            draw_split(subject, row, rows.to_dicts(), plan, who, reason, shared)
        elif kind == "merge":
            draw_merge(subject, row, rows.to_dicts(), plan, who, reason, shared)
        else:
            draw_reading_choice(queued, [], who, reason, shared, f"-{subject}")
        if made.height:
            _draw_history(subject, made, who, shared)
