"""Whose data files hold: asked file by file, of a build that took them up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb

from pipeline.plans.content_keys import find_plan
from pipeline.progress.own_form import MAPPINGS
from pipeline.publish.builds import DATABASE, WHOLE_DATABASE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

# Lists of units and their other names change what is read of everybody.
_LISTS = "units"
_BY_PLAN = """
    select source_file, plan_code from dim_plan
    union select source_file, plan_code from fct_task_status
"""
_BY_RECORD = """
    select source_file, record_key from fct_explanation
    union select file_path, record_key from raw.review_decisions
"""
_BY_UNIT = "select distinct source_file, unit_code from fct_progress"
_PLANS = "select plan_code, unit_code from dim_plan"
_PARENTS = "select unit_code, parent_unit_code from dim_unit"
_READ = "select file_path, layout, rows_loaded from mart_load_history"


def _ask(database: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(database, read_only=True) as connection:
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


def _are_others_read_alike(future: Path, published: Path | None, names: Collection[str]) -> bool:
    """Whether files that lay there before give the same rows."""
    if published is None:
        return True
    before, after = (
        {name: rest for name, *rest in _ask(folder / DATABASE, _READ) if name not in names}
        for folder in (published, future)
    )
    return all(before[name] == after[name] for name in before.keys() & after.keys())


def list_file_units(
    future: Path, published: Path | None, names: Collection[str]
) -> dict[str, list[str | None]]:
    """Units that each file speaks of.

    Args:
        future: folder of a build that took the files up.
        published: folder of the build that is shown, where one is.
        names: of the files, below the raw folder.

    Returns:
        Name -> unit codes, sorted. A plan counts for the unit it had before too, so that nobody
        takes a plan over by stating its code. A unit that the file itself brings counts for the
        one above it. None stands for what is of no unit that is known, of everybody, or of nobody
        because the build used nothing of the file. A mapping has no unit as long as it changes
        nothing of what other files give.
    """
    whole = future / WHOLE_DATABASE
    above = dict(_ask(whole, _PARENTS))
    plans_before = dict(_ask(published / DATABASE, _PLANS)) if published else {}
    known = dict(_ask(published / DATABASE, _PARENTS)) if published else above
    found: dict[str, set[str | None]] = {name: set() for name in names}
    for name, unit in _list_named(whole, plans_before):
        if name in found:
            found[name].add(_climb(unit, known, above))
    for name, units in found.items():
        folder = name.split("/", 1)[0]
        if folder == MAPPINGS:
            is_strays = not _are_others_read_alike(future, published, names)
        else:
            is_strays = not units or folder == _LISTS
        if is_strays:
            units.add(None)
    return {
        name: sorted(units, key=lambda unit: (unit is None, unit or ""))
        for name, units in found.items()
    }
