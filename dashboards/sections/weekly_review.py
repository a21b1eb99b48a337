"""Which plans and days a weekly review speaks of, and its figures."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboards.brief.review import Review, rank_troubles
from dashboards.components.address import (
    choose_one,
    recall_one,
    stop_where_gone,
    stop_with_nothing,
)
from dashboards.components.explanation_file import read_explanations
from dashboards.components.office import rank_plans
from dashboards.data import Answered, ask, run_query
from dashboards.queries.days import list_known_days
from dashboards.queries.weekly import (
    count_late_by_agency,
    count_targets,
    count_tasks,
    find_last_report,
    list_missing_reports,
    list_scopes,
    list_target_exceptions,
    list_targets,
    list_task_exceptions,
)
from dashboards.queries.weekly_changes import count_changes, list_changes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboards.components.state import Shared

_WEEK = dt.timedelta(days=7)


def _years_of(row: dict[str, Any]) -> range:
    """Years in which a plan is followed: those of its reports within its own."""
    first = max(row["year_from"], row["first_year"] or row["year_from"])
    last = min(row["year_to"], row["last_year"] or row["year_from"])
    return range(first, last + 1)


def _list_years_in_force(row: dict[str, Any]) -> list[int]:
    """Years in which a plan counts beside others; later it would count twice what it demands."""
    if not row["replaced_by"]:
        return list(_years_of(row))
    ended = row["replaced_on"]
    return [year for year in _years_of(row) if ended is not None and year < ended.year]


def list_scope_options(
    rows: list[dict[str, Any]], shared: Shared, rank: Mapping[str, int]
) -> dict[str, dict[str, Any]]:
    """Scopes that can be chosen: a province with all below it in a year, then every plan.

    Plans of units without a common head are never added up.

    Args:
        rows: of ``list_scopes``.
        shared: language.
        rank: of ``rank_plans``.

    Returns:
        Code -> name and plans; what the reader's office reported last comes first.
    """
    texts = shared.texts
    heads: dict[tuple[int, str, str], list[str]] = {}
    for row in rows:
        for year in _list_years_in_force(row) if row["head_code"] else ():
            heads.setdefault((year, row["head_code"], row["head_name"]), []).append(
                row["plan_code"]
            )
    options = {
        f"y{year}-{code}": {
            "name": texts("weekly.scope_head", name=name, year=year, count=len(plans)),
            "plans": tuple(sorted(plans)),
            "year": year,
        }
        for (year, code, name), plans in sorted(heads.items(), reverse=True)
        if len(plans) > 1
    }
    options |= {
        row["plan_code"]: {
            "name": f"{row['issuer_name']} {row['year_from']}"
            + (f" ({texts('plans.replaced')})" if row["replaced_by"] else ""),
            "plans": (row["plan_code"],),
            "year": row["last_year"],
        }
        for row in rows
    }
    first = _find_first(rows, options, rank)
    return {code: options[code] for code in sorted(options, key=lambda code: code != first)}


def _find_first(
    rows: list[dict[str, Any]], options: Mapping[str, dict[str, Any]], rank: Mapping[str, int]
) -> str:
    """The scope of the newest report of the office, or of all where it has none.

    An office with units below it sees them together; another one sees its own plan.
    """
    own = [row for row in rows if row["plan_code"] in rank]
    newest = (own or rows)[0]
    if own and 1 not in rank.values():
        return newest["plan_code"]
    heard_last = newest["last_report_on"]
    for row in own or rows:
        together = f"y{heard_last.year if heard_last else None}-{row['head_code']}"
        if row["last_report_on"] == heard_last and together in options:
            return together
    return newest["plan_code"]


@dataclass(frozen=True)
class Days:
    """Days of knowledge: the newest there is, the one chosen, the earlier one."""

    newest: dt.date
    day: dt.date
    since: dt.date


def _list_days(plans: tuple[str, ...], shared: Shared) -> dict[str, dt.date]:
    days = ask(
        list_known_days,
        plans=plans,
        subjects=("target", "task"),
        with_simulated=shared.with_simulated,
    )
    options = {d.isoformat(): d for d in days["known_on"].to_list()}
    if not options:
        stop_with_nothing()
    return options


def _list_earlier(options: dict[str, dt.date], day: dt.date) -> list[str]:
    """Days before a day; a week before comes first, since the first is shown unless told."""
    earlier = [code for code, d in options.items() if d < day]
    week = [code for code in earlier if options[code] <= day - _WEEK][:1]
    return week + [code for code in earlier if code not in week]


def _choose_days(plans: tuple[str, ...], shared: Shared) -> Days:
    texts, options = shared.texts, _list_days(plans, shared)
    newest = next(iter(options.values()))

    def show(code: str) -> str:
        return texts.date(options[code])

    left, right = st.columns(2)
    with left:
        hint = texts("weekly.day_help")
        day = options[
            choose_one(
                texts("weekly.day"), "known", list(options), show, hint, gone=texts("app.day_gone")
            )
        ]
    earlier = _list_earlier(options, day)
    with right:
        if not earlier:
            st.selectbox(texts("weekly.since"), [texts("app.none")])
            return Days(newest, day, day)
        gone = texts("app.day_gone")
        since = options[choose_one(texts("weekly.since"), "since", earlier, show, gone=gone)]
    return Days(newest, day, since)


def _recall_days(plans: tuple[str, ...], shared: Shared) -> Days:
    options = _list_days(plans, shared)
    stop_where_gone("known", list(options), shared.texts("app.day_gone"))
    day = options[recall_one("known", list(options))]
    earlier = _list_earlier(options, day)
    since = options[recall_one("since", earlier)] if earlier else day
    return Days(next(iter(options.values())), day, since)


def _take_day() -> None:
    """Links of other pages call the day ``day``; here it is the day up to which all is known."""
    if "day" in st.query_params and "known" not in st.query_params:
        st.query_params["known"] = st.query_params["day"]
        st.session_state.pop("known", None)
        del st.query_params["day"]


def choose_review(shared: Shared) -> tuple[dict[str, Any], Days]:
    """Scope (name and plans) and days; on a wall as the address says, without controls."""
    scopes = ask(list_scopes, with_simulated=shared.with_simulated).to_dicts()
    if not scopes:
        # No plan whose years are known.
        stop_with_nothing()
    options = list_scope_options(scopes, shared, rank_plans(shared.office))
    _take_day()
    if shared.presents:
        stop_where_gone("scope", list(options), shared.texts("app.plan_gone"))
        scope = options[recall_one("scope", list(options))]
        return scope, _recall_days(scope["plans"], shared)
    left, right = st.columns([3, 4], vertical_alignment="bottom")
    with left:
        code = choose_one(
            shared.texts("weekly.scope"), "scope", list(options), lambda c: options[c]["name"],
            gone=shared.texts("app.plan_gone"),
        )  # fmt: skip
    with right:
        days = _choose_days(options[code]["plans"], shared)
    return options[code], days


def read_review(scope: dict[str, Any], days: Days, shared: Shared) -> tuple[Review, Answered]:
    """Everything the screen and the brief show.

    Args:
        scope: of ``choose_review``.
        days: of ``choose_review``.
        shared: language and simulated switch.

    Returns:
        The review, and the answer behind its chart.
    """
    day, since = days.day, days.since
    common = {"plans": scope["plans"], "with_simulated": shared.with_simulated}
    between = {**common, "since": since, "day": day}
    targets = run_query(count_targets, day=day, **common)
    # Lists are cut off; what somebody was asked about is in them all the same.
    asked = tuple(sorted(read_explanations()))
    troubles, due_soon = rank_troubles(
        ask(list_target_exceptions, day=day, asked=asked, **common),
        ask(list_task_exceptions, day=day, asked=asked, **common),
        day,
        shared.texts,
    )
    changed: pl.DataFrame = ask(count_changes, **between)
    changes = run_query(list_changes, **between)
    review = Review(
        scope=scope["name"],
        day=day,
        newest=days.newest,
        since=since,
        targets=targets.frame,
        targets_before=ask(count_targets, day=since, **common),
        tasks=ask(count_tasks, day=day, **common),
        tasks_before=ask(count_tasks, day=since, **common),
        late_agencies=ask(count_late_by_agency, day=day, **common),
        troubles=troubles,
        due_soon=due_soon,
        missing=ask(list_missing_reports, day=day, **common),
        changed=dict(changed.rows()),
        changes=changes.frame,
        plans=scope["plans"],
        last_report=next(iter(ask(find_last_report, day=days.newest, **common).to_dicts()), None),
        target_statement=run_query(list_targets, day=day, **common).statement,
        change_statement=changes.statement,
    )
    return review, targets


def explode_sources(review: Review) -> pl.DataFrame:
    """Files, kinds and days behind the headline, as the source note wants them."""
    targets = review.targets
    files = pl.concat(
        [frame.select(pl.col("source_files").alias("source_file")) for frame in
         (targets, review.tasks)]
    ).explode("source_file")  # fmt: skip
    kinds = targets.select(pl.col("data_kinds").alias("data_kind")).explode("data_kind")
    days = pl.concat(
        [targets.select(pl.col(c).alias("as_of_date")) for c in ("first_as_of_date", "as_of_date")]
    )
    return pl.concat([files, kinds, days], how="diagonal")
