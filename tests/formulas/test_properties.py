"""What must hold whatever the numbers are."""

from __future__ import annotations

import datetime as dt

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.formulas.reference import RANK, Demand, Observation, better, judge

START = dt.date(2024, 12, 15)
numbers = st.floats(0, 100, allow_nan=False).map(lambda x: round(x, 2))
days = st.integers(-300, 420).map(lambda n: START + dt.timedelta(days=n))
demands = st.builds(
    Demand,
    st.sampled_from(["gte", "eq", "lte", "decrease_gte", "increase_gte"]),
    numbers,
    st.sampled_from(["level", "ramp", "cumulative"]),
    st.just(2025),
)
observations = st.lists(
    st.builds(lambda day, late, value: Observation(day, day + dt.timedelta(days=late), value),
              days, st.integers(0, 30), st.one_of(st.none(), numbers)),
    min_size=1, max_size=8,
)  # fmt: skip


def verdicts(demand, given_observations):
    """One for each day on which something was received."""
    return [
        judge(demand, given_observations, day)
        for day in sorted({r.received for r in given_observations})
    ]


@given(demands, observations)
def test_nothing_divides_by_zero_and_nothing_is_made_up(demand, given_observations):
    for verdict in verdicts(demand, given_observations):
        if verdict.actual is None:
            assert (verdict.status, verdict.met, verdict.gap) == ("unknown", None, None)
            assert verdict.attainment is None
            assert verdict.reason in ("not_reported", "unit_differs", "doubted")


@given(demands, numbers, st.integers(-300, 200), numbers, st.integers(1, 140), st.floats(0.5, 40))
def test_a_better_value_is_never_judged_worse(demand, first, day, value, later, by):
    # With a single observation the value is its own baseline: two different paths, not one better.
    begun = START + dt.timedelta(days=day)
    last_day = max(begun, START) + dt.timedelta(days=later)
    last = Observation(last_day, last_day, value)
    begin = Observation(begun, begun, first)
    before = judge(demand, [begin, last], last_day)
    after = judge(demand, [begin, better(demand, last, by)], last_day)
    assume("unknown" not in (before.status, after.status))
    assert RANK[after.status] >= RANK[before.status]
    assert not before.met or after.met


@given(demands, observations, st.randoms())
def test_the_order_of_receipt_rows_does_not_matter(demand, given_observations, dice):
    unique = list({(r.as_of, r.received): r for r in given_observations}.values())
    shuffled = list(unique)
    dice.shuffle(shuffled)
    assert verdicts(demand, unique) == verdicts(demand, shuffled)


@given(demands, observations)
def test_attainment_is_not_capped(demand, given_observations):
    for verdict in verdicts(demand, given_observations):
        if demand.comparator == "gte" and verdict.attainment is not None:
            assert verdict.attainment == 100 * verdict.actual / demand.value


@given(demands, observations, observations)
def test_nothing_received_later_changes_a_day(demand, given_observations, later):
    day = max(r.received for r in given_observations)
    unheard = [r for r in later if r.received > day]
    assert judge(demand, given_observations, day) == judge(
        demand, [*given_observations, *unheard], day
    )
