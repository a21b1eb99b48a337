"""Whose data files hold: asked file by file, of a build that took them up."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import duckdb

from pipeline.plans.content_keys import find_plan
from pipeline.progress.own_form import MAPPINGS, read_mapping
from pipeline.publish.builds import WHOLE_DATABASE
from pipeline.publish.public_database import open_public_database
from pipeline.support.problems import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

# Lists of units and their other names change what is read of everybody.
_LISTS = "units"
_BY_PLAN = """
    select source_file, plan_code from dim_plan
    union select source_file, plan_code from intermediate.int_task_reports_matched
"""
_BY_RECORD = """
    select source_file, record_key from fct_explanation
    union select file_path, record_key from raw.review_decisions
"""
# Of facts that two files state one row is kept, and the other has taken part in it all the same.
_BY_UNIT = """
    select source_file, unit_code from fct_progress
    union select source_file, unit_code from intermediate.int_observations_doubled
    union select source_file, unit_code from intermediate.int_observations_suspect
"""
_PLANS = "select plan_code, unit_code from dim_plan"
_PARENTS = "select unit_code, parent_unit_code from dim_unit"
_TOLD = """
    select
        source_file, unit_code, indicator_code, scope_level, period_code, as_of_date, value,
        doubted_value, missing_reason
    from fct_progress
    union all
    select
        source_file, plan_code, task_key, status, null, as_of_date, null, null,
        completed_on::varchar
    from fct_task_status
"""


def _ask(database: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(database, read_only=True) as connection:
        return connection.execute(query).fetchall()


def _ask_public(build: Path, query: str) -> list[tuple[Any, ...]]:
    with open_public_database(build) as connection:
        return connection.execute(query).fetchall()


def _climb(unit: str | None, known: Collection[str], above: Mapping[str, str | None]) -> str | None:
    """The unit itself, or the nearest above it that was known before; None where there is none."""
    seen: set[str] = set()
    while unit is not None and unit not in known and unit not in seen:
        seen.add(unit)
        unit = above.get(unit)
    return unit if unit in known else None


def _list_named(
    whole: Path, plans_before: Mapping[str, str | None]
) -> Iterator[tuple[str, str | None]]:
    """Each file with each unit that a row of it is about."""
    yield from _ask(whole, _BY_UNIT)
    plans = dict(_ask(whole, _PLANS))
    by_record = [(name, find_plan(key)) for name, key in _ask(whole, _BY_RECORD)]
    for name, plan in [*_ask(whole, _BY_PLAN), *by_record]:
        yield name, plans.get(plan)
        if plan in plans_before:
            yield name, plans_before[plan]


def _list_told_otherwise(
    future: Path, published: Path | None, names: Collection[str]
) -> set[str | None]:
    """Units about which files that lay there before tell something else with a mapping in place."""
    if published is None:
        return set()
    before, after = (
        Counter(row for row in _ask_public(folder, _TOLD) if row[0] not in names)
        for folder in (published, future)
    )
    shown = {name for (name, *_) in before}
    # What came in since and nobody built yet is not this mapping's doing.
    differing = [row for row in (before - after) + (after - before) if row[0] in shown]
    plans = dict(_ask_public(published, _PLANS)) | dict(_ask_public(future, _PLANS))
    return {plans.get(owner, owner) for _, owner, *_ in differing}


def _list_mapped(path: Path, plans: Mapping[str, str | None]) -> set[str | None]:
    """The unit and the plan that a mapping names."""
    try:
        mapping = read_mapping(path)
    except UnreadableFileError:
        return {None}
    return {mapping.unit_code, plans.get(mapping.plan_code)}


def list_file_units(
    raw: Path, future: Path, published: Path | None, names: Collection[str]
) -> dict[str, list[str | None]]:
    """Units that each file speaks of.

    Args:
        raw: folder that holds the files.
        future: folder of a build that took the files up.
        published: folder of the build that is shown, where one is.
        names: of the files, below the raw folder.

    Returns:
        Name -> unit codes, sorted. A plan counts for the unit it had before too, so that nobody
        takes a plan over by stating its code. A unit that the file itself brings counts for the
        one above it. None stands for what is of no unit that is known, of everybody, or of nobody
        because the build used nothing of the file. A mapping speaks of the unit and the plan that
        it names, and of whatever other files tell otherwise with it in place.
    """
    whole = future / WHOLE_DATABASE
    above = dict(_ask(whole, _PARENTS))
    plans_before = dict(_ask_public(published, _PLANS)) if published else {}
    known = dict(_ask_public(published, _PARENTS)) if published else above
    found: dict[str, set[str | None]] = {name: set() for name in names}
    for name, unit in _list_named(whole, plans_before):
        if name in found:
            found[name].add(_climb(unit, known, above))
    plans = dict(_ask(whole, _PLANS))
    for name, units in found.items():
        folder = name.split("/", 1)[0]
        if folder == MAPPINGS:
            units.update(_list_mapped(raw / name, plans))
            units.update(_list_told_otherwise(future, published, names))
        if not units or folder == _LISTS:
            units.add(None)
    return {
        name: sorted(units, key=lambda unit: (unit is None, unit or ""))
        for name, units in found.items()
    }
