"""What files would make of the published build: built like any other, in a folder thrown away."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from pipeline.building.build import BuildReport, build
from pipeline.building.file_units import list_file_units
from pipeline.inputs.entries import FOLDERS
from pipeline.publish.builds import DATABASE, find_current_build
from pipeline.support.sidecar import find_sidecar
from pipeline.support.sql import quote

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

    from pipeline.support.console import Reporter
    from pipeline.support.settings import Settings

# Each names its records for people in ``name``.
_TARGETS = """
    select target.target_key, coalesce(indicator_code, '–') as indicator, value, unit, comparator,
        due_year,
        concat_ws(' · ', plan_name, target_ref, coalesce(measure_label, target_text)) as name
    from {database}.main.fct_target as target
    inner join {database}.main.dim_plan as plan using (plan_code)
"""
_VERDICTS = """
    select verdict.target_key, is_simulated, actual, status, status_reason,
        concat_ws(' · ', plan_name, target_ref, coalesce(measure_label, target_text)) as name
    from {database}.main.mart_attainment as verdict
    inner join {database}.main.fct_target as target on verdict.target_key = target.target_key
    inner join {database}.main.dim_plan as plan on target.plan_code = plan.plan_code
    where known_from <= current_date and (known_until is null or known_until > current_date)
"""
_TASKS = """
    select state.task_key, is_simulated, state,
        concat_ws(' · ', plan_name, task_ref, task_text) as name
    from {database}.main.mart_task_status as state
    inner join {database}.main.fct_task as task on state.task_key = task.task_key
    inner join {database}.main.dim_plan as plan on task.plan_code = plan.plan_code
    where known_from <= current_date and (known_until is null or known_until > current_date)
"""
_OF_FILES = """
    select
        source_file,
        count(*) filter (where value is null and missing_reason is not null) as missing,
        count(*) filter (where doubted_value is not null) as doubted
    from fct_progress
    where source_file in ({wanted})
    group by source_file
"""
_UNMATCHED = """
    select source_file, sum(observation_count) as unmatched
    from mart_unused_result
    where source_file in ({wanted})
    group by source_file
"""
_READ_TARGETS = """
    select target.source_file, target.target_ref, target.target_text, target.measure_label,
        target.comparator, target.value, target.unit, target.due_year, target.indicator_code,
        indicator.name_vi, indicator.name_en, target.needs_review, target.reading_doubts
    from fct_target as target
    left join dim_indicator as indicator using (indicator_code)
    where target.source_file in ({wanted})
    order by target.plan_code, target.target_no, target.measure_no
"""
_FINDINGS = """
    select finding_kind, severity, source_file, place, message, message as name,
        message_en as name_en
    from {database}.main.mart_data_quality
    where severity <> 'info'
"""


@dataclasses.dataclass(frozen=True)
class Change:
    """One thing that would be other than it is published now.

    Attributes:
        what: ``target``, ``verdict``, ``task`` or ``finding``.
        key: of the record.
        before: what stands published, None where nothing does.
        after: what would stand, None where it would be gone.
        name: of the record, for people.
        name_en: the same in English, where it is a sentence of ours.
        values_before: the same, column by column.
        values_after: the same, column by column.
    """

    what: str
    key: str
    before: str | None
    after: str | None
    name: str = ""
    name_en: str | None = None
    values_before: dict[str, Any] | None = None
    values_after: dict[str, Any] | None = None


@dataclasses.dataclass(frozen=True)
class Preview:
    """Outcome of building with the files in place.

    Attributes:
        report: of the build.
        names: file given -> its name below the raw folder.
        plans: rows of dim_plan that come from the files.
        links: indicator per target_key of the files.
        findings: rows of mart_data_quality that speak of the files.
        targets: numbers and words of the files' plans with their indicators.
        counts: file -> ``missing``, ``doubted`` and ``unmatched`` observations.
        units: file -> whose data it holds, as ``list_file_units`` says.
        changes: against the published build; empty where none is published.
        has_published: there was a build to compare with.
    """

    report: BuildReport
    names: dict[Path, str]
    plans: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    links: dict[str, str | None] = dataclasses.field(default_factory=dict)
    findings: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    targets: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    counts: dict[str, dict[str, int]] = dataclasses.field(default_factory=dict)
    units: dict[str, list[str | None]] = dataclasses.field(default_factory=dict)
    changes: list[Change] = dataclasses.field(default_factory=list)
    has_published: bool = False


def _copy_tree(source: Path, target: Path) -> None:
    """The raw folder as it is, by hard links where the file system allows it."""

    def link(old: str, new: str) -> None:
        try:
            os.link(old, new, follow_symlinks=False)
        except OSError:
            shutil.copy2(old, new, follow_symlinks=False)

    if source.is_dir():
        shutil.copytree(
            source, target, symlinks=True, copy_function=link, dirs_exist_ok=True,
            ignore=_ignore_special,
        )  # fmt: skip
    target.mkdir(exist_ok=True)


def _ignore_special(folder: str, names: list[str]) -> list[str]:
    """Pipes and sockets cannot be copied; they give no rows either."""
    paths = [Path(folder) / name for name in names]
    return [p.name for p in paths if not (p.is_file() or p.is_dir() or p.is_symlink())]


def _replace(path: Path, target: Path) -> None:
    """Copy a file; what lies there may be a hard link to the raw file, which stays as it is."""
    target.unlink(missing_ok=True)
    shutil.copy2(path, target)


def _place(path: Path, raw: Path, scratch: Path, folder: str, day: dt.date) -> str:
    """Put a file where the build looks for it, and say where."""
    if path.is_relative_to(raw):
        return path.relative_to(raw).as_posix()
    below = Path(folder, day.isoformat()) if folder == "progress" else Path(folder)
    target = scratch / below / path.name
    target.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, target)
    sidecar = find_sidecar(path)
    # What is said of the file that lies there is not said of this one.
    find_sidecar(target).unlink(missing_ok=True)
    if sidecar.is_file():
        _replace(sidecar, find_sidecar(target))
    return target.relative_to(scratch).as_posix()


@contextmanager
def _lay_out(
    settings: Settings, files: Mapping[Path, str], days: Mapping[Path, dt.date]
) -> Generator[tuple[Settings, dict[Path, str]]]:
    with tempfile.TemporaryDirectory(prefix="cchc-xem-truoc-") as name:
        scratch = Path(name)
        _copy_tree(settings.raw, scratch / "raw")
        names = {
            path: _place(path, settings.raw, scratch / "raw", folder, days[path])
            for path, folder in files.items()
        }
        marts = scratch / "marts"
        marts.mkdir()
        # What was parsed before need not be parsed again; nothing is thrown out there.
        yield (
            dataclasses.replace(
                settings,
                raw=scratch / "raw",
                marts=marts,
                cache_folder=settings.cache,
                dbt_folder=settings.dbt,
            ),
            names,
        )


def guess_folder(path: Path) -> str | None:
    """The folder that a file lies in already, None where it lies elsewhere."""
    return next((folder for folder in FOLDERS if folder in path.parts), None)


def _fetch(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    result = connection.execute(query)
    names = [d[0] for d in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _say(row: dict[str, Any], keys: Sequence[str]) -> str:
    return " ".join("–" if row[k] is None else f"{row[k]}" for k in keys)


def _compare(
    connection: duckdb.DuckDBPyConnection,
    what: str,
    query: str,
    key: Sequence[str],
    said: Sequence[str],
) -> list[Change]:
    """Rows of one query that differ between the two databases."""
    before, after = (
        {_say(r, key): r for r in _fetch(connection, query.format(database=database))}
        for database in ("published", "future")
    )

    def take(row: dict[str, Any] | None) -> tuple[str | None, dict[str, Any] | None]:
        return (_say(row, said), {k: row[k] for k in said}) if row else (None, None)

    changes = []
    for found in sorted({*before, *after}):
        (old, old_values), (new, new_values) = take(before.get(found)), take(after.get(found))
        if old != new:
            row = after.get(found) or before[found]
            names = row["name"], row.get("name_en")
            changes.append(Change(what, found, old, new, *names, old_values, new_values))
    return changes


def _count_observations(
    connection: duckdb.DuckDBPyConnection, wanted: str
) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for query in (_OF_FILES, _UNMATCHED):
        for row in _fetch(connection, query.format(wanted=wanted)):
            file = row.pop("source_file")
            counts.setdefault(file, {}).update({k: int(v) for k, v in row.items()})
    return counts


def _list_changes(published: Path, future: Path) -> list[Change]:
    with duckdb.connect() as connection:
        for name, build_folder in (("published", published), ("future", future)):
            connection.execute(f"attach {quote(build_folder / DATABASE)} as {name} (read_only)")
        return [
            *_compare(
                connection, "target", _TARGETS, ["target_key"],
                ["comparator", "value", "unit", "due_year", "indicator"],
            ),
            *_compare(
                connection, "verdict", _VERDICTS, ["target_key", "is_simulated"],
                ["actual", "status", "status_reason"],
            ),
            *_compare(connection, "task", _TASKS, ["task_key", "is_simulated"], ["state"]),
            *_compare(
                connection, "finding", _FINDINGS,
                ["source_file", "place", "finding_kind", "message"], ["severity"],
            ),
        ]  # fmt: skip


def preview(
    settings: Settings,
    reporter: Reporter,
    files: Mapping[Path, str],
    received_on: dt.date | Mapping[Path, dt.date],
) -> Preview:
    """Build as if files lay in the raw folder, and compare with what is published.

    Args:
        settings: of the installation; nothing of it is changed.
        reporter: shows the stages.
        files: file -> ``units``, ``plans``, ``progress`` or ``reviews``.
        received_on: day of receipt of progress files that lie outside the raw folder, one for all
            or one for each.

    Raises:
        MartsFolderError: the temporary folder is full.
    """
    published = find_current_build(settings)
    same = isinstance(received_on, dt.date)
    days = dict.fromkeys(files, received_on) if same else received_on
    with _lay_out(settings, files, days) as (scratch, names):
        report = build(scratch, reporter, force=True, keeps_cache=True)
        future = find_current_build(scratch)
        if future is None:
            return Preview(report, names, has_published=published is not None)
        with duckdb.connect(future / DATABASE, read_only=True) as connection:
            wanted = ", ".join(map(quote, names.values()))
            of_files = f"source_file in ({wanted})"
            plans = _fetch(connection, f"select * from dim_plan where {of_files}")  # noqa: S608
            links = _fetch(
                connection,
                f"select target_key, indicator_code from fct_target where {of_files}",  # noqa: S608
            )
            findings = _fetch(
                connection,
                f"select * from mart_data_quality where {of_files} order by finding_no",  # noqa: S608
            )
            targets = _fetch(connection, _READ_TARGETS.format(wanted=wanted))
            counts = _count_observations(connection, wanted)
        units = list_file_units(scratch.raw, future, published, list(names.values()))
        changes = _list_changes(published, future) if published else []
    return Preview(
        report,
        names,
        plans,
        {row["target_key"]: row["indicator_code"] for row in links},
        findings,
        targets,
        counts,
        units,
        changes,
        published is not None,
    )
