"""A build as those see it who may see the open data of some units only.

What was published (plans, results that somebody published, what follows from them) is for
everybody. What a unit reported and nobody published yet is open data: whoever has no right to the
unit gets a database without it, so that no page, question, download or address can reach it.
"""

from __future__ import annotations

import dataclasses
import fcntl
import hashlib
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.publish.builds import DATABASE, WHOLE_DATABASE, remove_build
from pipeline.publish.manifest import read_manifest, write_manifest
from pipeline.publish.public_database import write_public_database
from pipeline.support.sql import quote

if TYPE_CHECKING:
    import duckdb

    from pipeline.support.settings import Settings

# Plans, lists, and what follows from plans and published results alone.
OPEN_TO_ALL = frozenset((
    "dim_agency_merger", "dim_field", "dim_indicator", "dim_period", "dim_plan",
    "dim_province_lineage", "dim_province_tile", "dim_reporting_rule", "dim_sentence",
    "dim_status", "dim_threshold", "dim_unit", "fct_document", "fct_target", "fct_task",
    "fct_task_due", "fct_task_evidence", "mart_cascade",
    "mart_link_candidate", "mart_national_line", "mart_peer_comparison", "mart_review_queue",
    "mart_unit_task", "mart_unread_passage", "mart_version_change",
))  # fmt: skip
_OF_PLAN = "plan_code in (from my_plans)"
_PUBLISHED = "data_kind in ('published', 'derived')"
# The key by content of a record begins with the code of its plan.
_OF_RECORD = "split_part(record_key, '#', 1) in (from my_plans)"
KEPT = {
    "fct_progress": f"{_PUBLISHED} or unit_code in (from my_units)",
    "fct_task_status": _OF_PLAN,
    "fct_explanation": _OF_RECORD,
    "mart_explanation": _OF_RECORD,
    # A baseline and a trend come from other figures of the series.
    "mart_attainment": f"{_OF_PLAN} or ({_PUBLISHED} and target_key not in (from mixed_targets))",
    "mart_attainment_shown": "attainment_key in (from my_attainment)",
    "mart_target_observation": (
        f"{_OF_PLAN} or ({_PUBLISHED} and target_key not in (from mixed_targets))"
    ),
    # Without a result there is nothing to keep back.
    "mart_target_result": f"data_kind is null or {_PUBLISHED} or published_unit in (from my_units)",
    "mart_target_trend": "true",
    "mart_field_ambition": "true",
    "mart_target_headline": _OF_PLAN,
    "mart_field_score": _OF_PLAN,
    "mart_task_status": _OF_PLAN,
    "mart_task_shown": _OF_PLAN,
    "mart_task_rate": _OF_PLAN,
    "mart_weekly_change": _OF_PLAN,
    "mart_completeness": _OF_PLAN,
    "mart_unused_result": "is_published or unit_code in (from my_units)",
    "mart_load_history": "file_path in (from my_files)",
    "mart_data_quality": (
        f"{_OF_PLAN} or (plan_code is null and (source_file is null or source_file in "
        "(from my_files)))"
    ),
}
# Whether a number was met when its plan ended is known from what was reported.
_ENDED = "from_plan not in (from my_plans)"
_HIDDEN = f"{_ENDED} and change_class in ('met_and_ended', 'not_restated')"
SHOWN = {
    "mart_target_trend": f"""* replace (
        case when {_HIDDEN} then 'unclear' else change_class end as change_class,
        case when {_HIDDEN} then ['unclear'] else note_codes end as note_codes,
        case when not ({_HIDDEN}) then note end as note,
        case when not ({_HIDDEN}) then note_en end as note_en
    )""",
    "mart_field_ambition": f"""* replace (
        case when {_ENDED} then unclear_count + met_and_ended_count + not_restated_count
            else unclear_count end as unclear_count,
        case when {_ENDED} then 0 else met_and_ended_count end as met_and_ended_count,
        case when {_ENDED} then 0 else not_restated_count end as not_restated_count
    )""",
}
# Units with all below them and those whose work they go on with; a province has its territory.
_UNITS = """
    create temp table my_units as
    with recursive line as (
        select unit_code from whole.main.dim_unit where list_contains($units, unit_code)
        union
        select unit.unit_code
        from whole.main.dim_unit as unit
        inner join line
            on unit.parent_unit_code = line.unit_code or unit.successor_unit_code = line.unit_code
    )

    select unit_code from line
    union
    select unit.unit_code
    from whole.main.dim_unit as unit
    where unit.unit_kind <> 'country' and unit.current_province_code in (
        select own.current_province_code
        from whole.main.dim_unit as own
        where own.unit_kind = 'province' and list_contains($units, own.unit_code)
    )
"""
_OTHERS = (
    "create temp table my_plans as select plan_code from whole.main.dim_plan "
    "where unit_code in (from my_units)",
    # Of a series of others that holds anything unpublished no verdict is shown.
    f"""
    create temp table mixed_targets as
    select verdict.target_key
    from whole.main.mart_attainment as verdict
    semi join (
        select unit_code, indicator_code from whole.main.fct_progress where not ({_PUBLISHED})
    ) as open_data
        on verdict.unit_code = open_data.unit_code
        and verdict.indicator_code = open_data.indicator_code
    """,  # noqa: S608 (conditions of this file)
    f"""
    create temp table my_attainment as
    select attainment_key from whole.main.mart_attainment where {KEPT["mart_attainment"]}
    """,  # noqa: S608 (conditions of this file)
    # A file of reports counts where every row of it does; of plans and lists every file.
    f"""
    create temp table my_files as
    with told as (
        select source_file, {KEPT["fct_progress"]} as is_mine from whole.main.fct_progress
        union all
        select source_file, {_OF_PLAN} as is_mine from whole.main.fct_task_status
    )

    select source_file from told group by source_file having bool_and(is_mine)
    union
    select file_path from whole.main.mart_load_history
    where split_part(file_path, '/', 1) in ('plans', 'units')
    """,  # noqa: S608
)


@cache
def _name_rules() -> str:
    """Changes with what this version keeps back, so that no copy of another version is shown."""
    return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()


def _name_folder(build: Path, units: tuple[str, ...]) -> str:
    asked = "|".join((_name_rules(), *units))
    return f"{build.name}-{hashlib.sha256(asked.encode()).hexdigest()[:12]}"


def list_covered_units(build: Path, units: tuple[str, ...]) -> frozenset[str]:
    """Units with all below them, as the database of ``restrict_build`` has them.

    Args:
        build: folder of a published build.
        units: unit codes.
    """
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(f"attach {quote(build / DATABASE)} as whole (read_only)")
        connection.execute(_UNITS, {"units": list(units)})
        return frozenset(code for (code,) in connection.execute("from my_units").fetchall())


def restrict_build(settings: Settings, build: Path, units: tuple[str, ...]) -> Path:
    """Folder with the database and manifest of a build for people of some units.

    Made once for a build and set of units, and kept as long as the build.

    Args:
        settings: folders.
        build: folder of the current build.
        units: unit codes, none for who may see what is published only.

    Returns:
        A folder that can stand in for the build's wherever data are asked for.
    """
    units = tuple(sorted(set(units)))
    folder = settings.marts / "restricted" / _name_folder(build, units)
    if (folder / DATABASE).exists():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    # One maker for a build and its units; whoever comes meanwhile waits for it.
    with (folder.parent / f".{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / DATABASE).exists():
            _make(build, units, folder)
    return folder


def _make(build: Path, units: tuple[str, ...], folder: Path) -> None:
    """Write the database and its manifest; nothing is left where that fails."""
    work = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()

    def prepare(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute(_UNITS, {"units": list(units)})
        for statement in _OTHERS:
            connection.execute(statement)

    # A build of a version before the engineers' database has its tables in the one that it has.
    whole = build / WHOLE_DATABASE
    kept = dict.fromkeys(OPEN_TO_ALL, "true") | KEPT
    try:
        # A table of another version that no rule is about is nobody's.
        write_public_database(
            whole if whole.exists() else build / DATABASE, work / DATABASE, kept, "false", prepare,
            SHOWN,
        )  # fmt: skip
        files = _list_files(work / DATABASE)
        manifest = read_manifest(build)
        shown = [f for f in manifest.files if f["file_path"] in files]
        write_manifest(work, dataclasses.replace(manifest, files=shown, checksums={}))
        work.rename(folder)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise


def _list_files(database: Path) -> set[str]:
    import duckdb

    with duckdb.connect(database, read_only=True) as connection:
        rows = connection.execute("select file_path from mart_load_history").fetchall()
    return {name for (name,) in rows}


def prune_restricted(settings: Settings) -> None:
    """Remove what was made of builds that are gone, and the locks of its making."""
    kept = {path.name for path in settings.builds.iterdir()} if settings.builds.is_dir() else set()
    folder = settings.marts / "restricted"
    for path in folder.iterdir() if folder.is_dir() else ():
        if any(path.name.lstrip(".").startswith(f"{name}-") for name in kept):
            continue
        if path.is_dir():
            remove_build(path)
        else:
            path.unlink(missing_ok=True)
