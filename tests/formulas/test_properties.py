"""What must hold whatever the numbers are."""

from __future__ import annotations

import datetime as dt

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.formulas.reference import RANK, Demand, Reading, better, judge

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
readings = st.lists(
    st.builds(lambda day, late, value: Reading(day, day + dt.timedelta(days=late), value),
              days, st.integers(0, 30), st.one_of(st.none(), numbers)),
    min_size=1, max_size=8,
)  # fmt: skip


def verdicts(demand, given_readings):
    """One for each day on which something was received."""
    return [
        judge(demand, given_readings, day) for day in sorted({r.received for r in given_readings})
    ]


@given(demands, readings)
def test_nothing_divides_by_zero_and_nothing_is_made_up(demand, given_readings):
    for verdict in verdicts(demand, given_readings):
        if verdict.actual is None:
            assert (verdict.status, verdict.met, verdict.gap) == ("unknown", None, None)
            assert verdict.attainment is None
            assert verdict.reason in ("not_reported", "unit_differs", "doubted")


@given(demands, numbers, st.integers(-300, 200), numbers, st.integers(1, 140), st.floats(0.5, 40))
def test_a_better_value_is_never_judged_worse(demand, first, day, value, later, by):
    # With a single reading the value is its own baseline: two different paths, not one better.
    begun = START + dt.timedelta(days=day)
    last_day = max(begun, START) + dt.timedelta(days=later)
    last = Reading(last_day, last_day, value)
    begin = Reading(begun, begun, first)
    before = judge(demand, [begin, last], last_day)
    after = judge(demand, [begin, better(demand, last, by)], last_day)
    assume("unknown" not in (before.status, after.status))
    assert RANK[after.status] >= RANK[before.status]
    assert not before.met or after.met


@given(demands, readings, st.randoms())
def test_the_order_of_receipt_rows_does_not_matter(demand, given_readings, dice):
    unique = list({(r.as_of, r.received): r for r in given_readings}.values())
    shuffled = list(unique)
    dice.shuffle(shuffled)
    assert verdicts(demand, unique) == verdicts(demand, shuffled)


@given(demands, readings)
def test_attainment_is_not_capped(demand, given_readings):
    for verdict in verdicts(demand, given_readings):
        if demand.comparator == "gte" and verdict.attainment is not None:
            assert verdict.attainment == 100 * verdict.actual / demand.value


@given(demands, readings, readings)
def test_nothing_received_later_changes_a_day(demand, given_readings, later):
    day = max(r.received for r in given_readings)
    unheard = [r for r in later if r.received > day]
    assert judge(demand, given_readings, day) == judge(demand, [*given_readings, *unheard], day)
