"""docs/method.md in plain Python, written from the page and not from the models.

It is slow and knows nothing of SQL; its only purpose is to disagree with the marts where one of
the two is wrong.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace

ON_TRACK, BEHIND, AT_RISK = 0.95, 0.6, 0.0
FLAT, UP = 0.5, 1.0
ARROW_DAYS, NO_CHANGE, STALE_DAYS, LOOK_BACK_DAYS = 28, 1.0, 45, 400
RANK = {
    "met": 5, "on_track": 4, "not_met_yet": 3, "behind": 3, "at_risk": 2, "worsening": 1,
    "not_met": 1, "missed": 1,
}  # fmt: skip
# A word on the number that is later than the figure before, though it gives none.
_WORDS = ("doubted", "not_applicable", "impossible_counts", "nothing_counted")


@dataclass(frozen=True)
class Demand:
    """A number of a plan: section 1's T with what belongs to it."""

    comparator: str
    value: float
    path: str
    year: int
    unit: str = "%"
    stated_baseline: str | None = None
    level_or_share: bool = False


@dataclass(frozen=True)
class Observation:
    """A reported value, or why there is none."""

    as_of: dt.date
    received: dt.date
    value: float | None
    unit: str = "%"
    missing: str | None = None

    @property
    def year(self) -> int:
        """The report year runs from 15 December."""
        return (self.as_of + dt.timedelta(days=17)).year


@dataclass(frozen=True)
class Verdict:
    """What the page says of one number on one day."""

    as_of: dt.date | None
    actual: float | None
    target: float | None
    met: bool | None
    gap: float | None
    attainment: float | None
    expected: float | None
    ratio: float | None
    status: str
    reason: str
    baseline: float | None
    baseline_source: str
    arrow: str | None
    robustness: str | None


def _join_doubled(observations: list[Observation]) -> list[Observation]:
    """Section 25, two_answers: of one receipt that says two things nothing is taken."""
    together: dict[tuple[dt.date, dt.date], list[Observation]] = {}
    for observation in observations:
        together.setdefault((observation.as_of, observation.received), []).append(observation)
    return [
        replace(same[0], value=None, missing="doubted")
        if len({r.value for r in same}) > 1
        else same[-1]
        for same in together.values()
    ]


def keep_latest(observations: list[Observation]) -> list[Observation]:
    """A later receipt of the same day corrects the earlier one; two answers at once are none."""
    latest: dict[dt.date, Observation] = {}
    for observation in _join_doubled(observations):
        known = latest.get(observation.as_of)
        if known is None or observation.received > known.received:
            latest[observation.as_of] = observation
    return sorted(latest.values(), key=lambda r: r.as_of)


def doubt_falling(demand: Demand, observations: list[Observation]) -> list[Observation]:
    """Section 1: a running total that falls is doubted, and gives no value.

    Args:
        demand: the number.
        observations: the latest receipt of each day, in order.
    """
    if demand.path != "cumulative":
        return observations
    highest: dict[tuple[int, str], float] = {}
    kept = []
    for observation in observations:
        series = observation.year, observation.unit
        if observation.value is not None and observation.value < highest.get(series, -math.inf):
            kept.append(replace(observation, value=None, missing="doubted"))
            continue
        if observation.value is not None:
            highest[series] = max(observation.value, highest.get(series, -math.inf))
        kept.append(observation)
    return kept


def window(demand: Demand) -> tuple[dt.date, dt.date]:
    return dt.date(demand.year - 1, 12, 15), dt.date(demand.year, 12, 14)


def can_compare(demand: Demand, observation: Observation) -> bool:
    """Section 4: an observation of another unit is held against nothing."""
    if demand.comparator in ("decrease_gte", "decrease_eq"):
        return observation.unit == demand.unit or demand.level_or_share
    if demand.comparator == "increase_gte":
        return observation.unit == demand.unit and demand.path == "cumulative"
    return observation.unit == demand.unit


def is_level_cut(demand: Demand, observation: Observation) -> bool:
    cuts = demand.comparator in ("decrease_gte", "decrease_eq")
    return cuts and demand.level_or_share and observation.unit != "%"


def choose_baseline(
    demand: Demand, observations: list[Observation]
) -> tuple[float | None, dt.date | None, str]:
    """Section 3, "Mốc lấy từ đâu"."""
    start, _ = window(demand)
    if demand.path == "cumulative":
        return 0.0, start, "cumulative_zero"
    known = [r for r in observations if r.value is not None]
    stated = [r for r in known if demand.stated_baseline == str(r.year) and r.unit != "%"]
    if stated:
        return stated[-1].value, stated[-1].as_of, "stated_year"
    earliest = start - dt.timedelta(days=LOOK_BACK_DAYS)
    previous = [r for r in known if r.year < demand.year and r.as_of >= earliest]
    if previous:
        return previous[-1].value, previous[-1].as_of, "previous_reading"
    within = [r for r in known if r.year == demand.year]
    if within:
        return within[0].value, within[0].as_of, "first_reading"
    return None, None, "none"


def judge_pace(ratio: float | None) -> str:
    if ratio is None:
        return "unknown"
    if ratio >= ON_TRACK:
        return "on_track"
    if ratio >= BEHIND:
        return "behind"
    return "at_risk" if ratio >= AT_RISK else "worsening"


def compound(v: float, b: float, t: float, e: float) -> float | None:
    if min(v, b, t) <= 0 or math.log(t / b) == 0 or e == 0:
        return None
    return math.log(v / b) / math.log(t / b) / e


def choose(demand: Demand, observations: list[Observation]) -> Observation | None:
    """The newest answer of the plan's year; without any, the newest row."""
    own = [r for r in observations if r.year == demand.year]
    answers = [
        r for r in own
        if (r.value is not None and can_compare(demand, r)) or r.missing in _WORDS
    ]  # fmt: skip
    return (answers or own or [None])[-1]


def judge(demand: Demand, received: list[Observation], day: dt.date) -> Verdict:
    """Sections 1 to 6 for one number on one day.

    Args:
        demand: the number.
        received: every receipt of its unit and indicator, later ones too.
        day: nothing that was received after it counts.
    """
    known = keep_latest([r for r in received if r.received <= day])
    chosen = choose(demand, known)
    observations = doubt_falling(demand, known)
    observation = next((r for r in observations if chosen and r.as_of == chosen.as_of), None)
    if observation is None:
        return Verdict(
            None, None, None, None, None, None, None, None, "unknown", "not_reported", None, "",
            None, None,
        )  # fmt: skip
    start, due = window(demand)
    comparable = can_compare(demand, observation)
    v = observation.value if comparable else None
    b, b_date, source = choose_baseline(demand, observations)
    level_cut = is_level_cut(demand, observation)
    if level_cut and source != "stated_year":
        b, b_date, source = None, None, "none"
    goal: float | None = demand.value
    if level_cut:
        goal = None if b is None else b * (100 - demand.value) / 100
    d = -1 if demand.comparator == "lte" or level_cut else 1
    if v is None or goal is None:
        met = gap = attainment = None
    else:
        met, gap = round(d * (v - goal), 9) >= 0, d * (goal - v)
        attainment = _attain(v, goal, b, d)
    began = b_date or start
    span = (due - began).days
    e = min(1.0, max(0.0, (observation.as_of - began).days / span)) if span else None
    keeps = b is not None and goal is not None and d * (goal - b) <= 0
    paced = demand.path != "level" and not keeps
    expected = goal
    ratio = other = None
    if paced:
        has_line = None not in (v, b, goal, e)
        expected = b + (goal - b) * e if has_line else None  # type: ignore[operator]
        if has_line and e:
            ratio = (v - b) / (goal - b) / e  # type: ignore[operator]
            other = compound(v, b, goal, e)  # type: ignore[arg-type]
    own = [r for r in observations if r.year == demand.year]
    usable = [r for r in own if r.value is not None and can_compare(demand, r)]
    over = day > due
    stopped = over and (due - observation.as_of).days > STALE_DAYS
    old = not over and (day - observation.as_of).days > STALE_DAYS
    status, other_status = _judge_status(
        demand, observation, due, met, keeps, ratio, other, over=over, silent=stopped or old
    )
    before = _look_back(observation, usable, (b, b_date))
    assessed = None if status == "unknown" else met
    return Verdict(
        observation.as_of, v, goal, assessed, gap, attainment, expected, ratio, status,
        _explain(observation, comparable, v, met, status, source, keeps, due, stopped, old),
        b, source,
        _draw_arrow(observation, v, goal, d, met, b, b_date, due, before, paced),
        None if other_status is None
        else "not_computable" if other_status == "unknown"
        else "agree" if other_status == status else "disagree",
    )  # fmt: skip


def _attain(v: float, goal: float, b: float | None, d: int) -> float | None:
    if d == 1:
        return None if goal == 0 else 100 * v / goal
    return 100 * (b - v) / (b - goal) if b is not None and b > goal else None


def _judge_status(demand, observation, due, met, keeps, ratio, other, *, over, silent):
    """The verdict, and the one by compound growth where section 6 asks for it."""
    if met is None or silent:
        return "unknown", None
    if met:
        return "met", None
    if observation.as_of >= due or over:
        return "missed", None
    if demand.path == "level":
        return "not_met", None
    if keeps:
        return "worsening", None
    if ratio is None:
        return "not_met_yet", None
    return judge_pace(ratio), judge_pace(other)


def _explain_unknown(observation, comparable, v, met, stopped):
    if v is None:
        if observation.value is not None and not comparable:
            return "unit_differs"
        return observation.missing or "not_reported"
    if met is None:
        return "no_baseline"
    return "stopped_reporting" if stopped else "too_old"


def _explain(observation, comparable, v, met, status, source, keeps, due, stopped, old):
    if met is None or stopped or old:
        return _explain_unknown(observation, comparable, v, met, stopped)
    if status == "not_met_yet":
        reasons = {"none": "no_baseline", "first_reading": "first_reading_only"}
        return reasons.get(source, "just_started")
    if keeps and status == "worsening":
        return "no_longer_kept"
    if status == "missed" and observation.as_of < due:
        return "last_reading_before_deadline"
    if status in ("met", "missed", "not_met"):
        return "compared_with_target"
    return "compared_with_pace"


def _look_back(observation, usable, baseline):
    limit = observation.as_of - dt.timedelta(days=ARROW_DAYS)
    earlier = [r for r in usable if r.as_of <= limit]
    return (earlier[-1].value, earlier[-1].as_of) if earlier else baseline


def _draw_arrow(observation, v, goal, d, met, b, b_date, due, before, paced):
    previous, previous_date = before
    if v is None or previous is None or previous_date == observation.as_of:
        return None
    change = d * (v - previous)
    if met and abs(change) < NO_CHANGE:
        return "kept"
    if abs(change) < NO_CHANGE:
        return "flat"
    if change < 0:
        return "down"
    if met or not paced:
        return "up"
    days, way = (observation.as_of - previous_date).days, (due - b_date).days if b_date else 0
    if not days or not way or b is None or goal is None or goal == b:
        return "up"
    recent = ((v - previous) / days) / ((goal - b) / way)
    if recent < FLAT:
        return "flat"
    return "up_right" if recent < UP else "up"


def better(demand: Demand, observation: Observation, by: float) -> Observation:
    """The same observation with a better value."""
    sign = -1 if demand.comparator == "lte" else 1
    assert observation.value is not None
    return replace(observation, value=observation.value + sign * by)
