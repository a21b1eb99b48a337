"""What a director has to decide: of all that is late or falls short, what comes first and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.support.reference import read_threshold

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from dashboards.brief.review import Trouble
    from pipeline.explanations.steps import Explanation

# What is proposed, in the order in which it is shown: an answer that waits comes before all else.
Proposal = Literal["decide", "remind", "explain", "adjust_due", "adjust_target"]
_STEEP = read_threshold("steep_points_per_week")
_SLOW = ("behind",)


@dataclass(frozen=True)
class Matter:
    """One thing to decide.

    Attributes:
        trouble: what it is, whose, how late or far, since when.
        proposal: what is proposed.
        explanation: the newest request about it, None where there is none.
        state: of that request on the day.
    """

    trouble: Trouble
    proposal: Proposal
    explanation: Explanation | None
    state: str | None


@dataclass(frozen=True)
class Matters:
    """What has to be decided, and what need not be.

    Attributes:
        waiting: in the order in which they should be taken up.
        asked: troubles whose agency was asked and has time left to answer.
        extended: troubles with an accepted new deadline that has not come.
    """

    waiting: list[Matter]
    asked: list[Matter]
    extended: list[Matter]


def _propose_first(trouble: Trouble) -> Proposal:
    """What to do about something that nobody was asked about yet."""
    if trouble.subject == "task":
        return "explain"
    if trouble.needed is not None and trouble.needed > _STEEP:
        return "adjust_target"
    return "remind" if trouble.state in _SLOW else "explain"


def _is_extended(explanation: Explanation, day: dt.date) -> bool:
    return (
        explanation.decision == "accept"
        and explanation.new_due_on is not None
        and explanation.new_due_on >= day
    )


def _propose(trouble: Trouble, explanation: Explanation | None, state: str | None) -> Proposal:
    if state == "answered":
        return "decide"
    if state == "overdue":
        return "remind"
    if state == "accept" and explanation is not None and explanation.new_due_on is None:
        # The reason was accepted and no other day named: then the plan has to change.
        return "adjust_due" if trouble.subject == "task" else "adjust_target"
    return _propose_first(trouble)


def list_matters(
    troubles: Sequence[Trouble],
    explanations: Mapping[str, Sequence[Explanation]],
    explained_on: dt.date,
) -> Matters:
    """What is to be decided, of troubles in the order of their gravity.

    Args:
        troubles: the gravest first.
        explanations: key by content -> requests, the oldest first.
        explained_on: the day against which requests are late.
    """
    waiting: list[Matter] = []
    asked: list[Matter] = []
    extended: list[Matter] = []
    for trouble in troubles:
        requests = explanations.get(trouble.record_key)
        explanation = requests[-1] if requests else None
        state = explanation.find_state(explained_on) if explanation else None
        matter = Matter(trouble, _propose(trouble, explanation, state), explanation, state)
        if explanation and _is_extended(explanation, explained_on):
            extended.append(matter)
        elif state == "open":
            asked.append(matter)
        else:
            waiting.append(matter)
    # Answers first, then what was asked in vain; the rest stays in the order of its gravity.
    waiting.sort(key=lambda m: (m.state != "answered", m.state != "overdue"))
    return Matters(waiting, asked, extended)
