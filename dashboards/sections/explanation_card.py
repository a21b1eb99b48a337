"""Giải trình of one task or number: what was asked, answered, decided, and the next step."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import streamlit as st

from dashboards.access.guard import may_write_about
from dashboards.components.explanation_file import read_explanations, write_step
from dashboards.components.quote import escape
from dashboards.components.refresh import find_today
from dashboards.components.reviewer import enter_reviewer
from pipeline.explanations.append import Step
from pipeline.support.reference import read_threshold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.components.state import Shared
    from pipeline.explanations.steps import Explanation

_ANSWER_DAYS = dt.timedelta(days=int(read_threshold("answer_days")))
# Steps that the dialog was opened with.
_SEEN = "explain-seen"
STATE_ICONS = {
    "open": ":material/hourglass_empty:",
    "overdue": ":material/alarm:",
    "answered": ":material/mark_email_unread:",
    "accept": ":material/task_alt:",
    "refuse": ":material/block:",
}


def say_state(explanation: Explanation, day: dt.date, shared: Shared) -> str:
    """How far a request came, in a line of Markdown."""
    texts, state = shared.texts, explanation.find_state(day)
    text = texts(
        f"explain.state_{state}",
        due=texts.date(explanation.answer_due_on),
        days=(day - explanation.answer_due_on).days,
        agency=escape(explanation.agency),
    )
    if explanation.new_due_on is not None and state in ("answered", "accept"):
        text += " " + texts("explain.new_due", day=texts.date(explanation.new_due_on))
    return f"{STATE_ICONS[state]} {text}"


def draw_timeline(explanations: Sequence[Explanation], shared: Shared) -> None:
    """Every standing step with who and when, the oldest first."""
    texts = shared.texts
    lines = []
    for explanation in explanations:
        for step in explanation.steps:
            said = texts(
                f"explain.did_{step['step']}",
                who=escape(step["written_by"]),
                agency=escape(step["agency"] or texts("app.none")),
            )
            more = []
            if step["step"] == "request":
                more.append(texts("explain.due", day=texts.date(step["answer_due_on"])))
            if step["new_due_on"] is not None:
                more.append(texts("explain.new_due", day=texts.date(step["new_due_on"])))
            if step["note"]:
                more.append(f"“{escape(step['note'])}”")
            moment = f"{texts.date(step['written_at'].date())} {step['written_at']:%H:%M}"
            lines.append(f"- **{moment}** · {said}{'. ' if more else ''}{' '.join(more)}")
    if lines:
        st.markdown("\n".join(lines))


def _write(step: Step, shared: Shared, *needed: str) -> None:
    """Append a step, or say what is still to be filled in.

    Args:
        step: what was entered.
        shared: language.
        needed: names of fields of the step that may not be empty.
    """
    missing = [name for name in ("written_by", *needed) if not getattr(step, name)]
    if missing:
        names = ", ".join(shared.texts(f"explain.field_{name}") for name in missing)
        st.warning(shared.texts("explain.missing", names=names), icon=":material/edit:")
        return
    fault = write_step(step)
    if fault:
        st.error(shared.texts("explain.not_written", fault=escape(fault)))
        return
    st.rerun()


def _ask(record_key: str, who: str, agency: str, shared: Shared) -> None:
    texts = shared.texts
    asked = st.text_input(texts("explain.agency"), agency, key="explain-agency").strip()
    today = find_today()
    due = st.date_input(
        texts("explain.due_label"), today + _ANSWER_DAYS, min_value=today, format="DD/MM/YYYY",
        key="explain-due",
    )  # fmt: skip
    note = st.text_area(texts("explain.question"), key="explain-question").strip()
    if st.button(texts("explain.send"), type="primary"):
        day = due if isinstance(due, dt.date) else None
        step = Step(record_key, "request", who, asked, day, note=note)
        _write(step, shared, "agency", "answer_due_on")


def _answer(record_key: str, who: str, agency: str, shared: Shared) -> None:
    texts = shared.texts
    note = st.text_area(texts("explain.answer"), key="explain-answer").strip()
    due = st.date_input(
        texts("explain.new_due_label"), None, format="DD/MM/YYYY", key="explain-new-due"
    )
    day = due if isinstance(due, dt.date) else None
    if st.button(texts("explain.write_answer"), type="primary"):
        step = Step(record_key, "answer", who, agency, new_due_on=day, note=note)
        _write(step, shared, "note")


def _decide(record_key: str, who: str, reason: str, shared: Shared) -> None:
    texts = shared.texts
    with st.container(horizontal=True):
        for step, icon in (("accept", ":material/check:"), ("refuse", ":material/close:")):
            if st.button(texts(f"explain.{step}"), icon=icon):
                _write(Step(record_key, step, who, note=reason), shared)


def draw_next_step(
    record_key: str, agency: str, explanations: Sequence[Explanation], shared: Shared
) -> None:
    """What can be done now: ask, write down an answer, decide, take the last step back.

    Args:
        record_key: of the task or number.
        agency: whom to ask.
        explanations: its requests, the oldest first.
        shared: language.
    """
    texts = shared.texts
    if not may_write_about(record_key):
        st.caption(texts("access.only_look"))
        return
    who, reason = enter_reviewer(shared, "explain")
    last = explanations[-1] if explanations else None
    if last is None or last.decision:
        _ask(record_key, who, agency, shared)
    elif last.answer is None:
        _answer(record_key, who, last.agency, shared)
    else:
        _decide(record_key, who, reason, shared)
    is_mine = bool(last and who and last.steps[-1]["written_by"] == who)
    if is_mine and st.button(texts("explain.undo"), icon=":material/undo:", type="tertiary"):
        _write(Step(record_key, "undo", who), shared)


def _warn_of_others(requests: Sequence[Explanation], shared: Shared) -> None:
    """Somebody wrote a step while the dialog was open: say so, and give back what was typed."""
    count, state = sum(len(request.steps) for request in requests), st.session_state
    if state.setdefault(_SEEN, count) == count:
        return
    st.warning(shared.texts("explain.changed"), icon=":material/group:")
    typed = state.get("explain-answer") or state.get("explain-question")
    if typed:
        st.code(typed, language=None, wrap_lines=True)


def open_explanation(record_key: str, agency: str, title: str, shared: Shared) -> None:
    """The dialog of one record, called by a click on its button.

    Args:
        record_key: of the task or number.
        agency: whom to ask.
        title: what it is about.
        shared: language.
    """
    st.session_state.pop(_SEEN, None)

    @st.dialog(shared.texts("explain.title"), width="medium")
    def draw() -> None:
        st.markdown(f"**{escape(title)}**")
        requests = read_explanations().get(record_key, [])
        _warn_of_others(requests, shared)
        draw_timeline(requests, shared)
        draw_next_step(record_key, agency, requests, shared)

    draw()


def draw_explanation(record_key: str, agency: str, title: str, shared: Shared) -> None:
    """Timeline and button at a task or number.

    Args:
        record_key: of the task or number.
        agency: whom to ask.
        title: what it is about.
        shared: language.
    """
    texts = shared.texts
    requests = read_explanations().get(record_key, [])
    st.markdown(f"**{texts('explain.title')}**")
    if requests:
        today = find_today()
        st.markdown(say_state(requests[-1], today, shared))
        draw_timeline(requests, shared)
    else:
        st.caption(texts("explain.none"))
    if st.button(texts("explain.open"), icon=":material/forum:", key=f"explain-{record_key}"):
        open_explanation(record_key, agency, title, shared)
