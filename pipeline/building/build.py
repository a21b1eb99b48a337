"""One build: read, load, transform, test, publish."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import duckdb

from pipeline.building.elsewhere import check_folders, transform_elsewhere
from pipeline.building.grow import (
    Growth,
    find_growth,
    restates_facts,
    start_from,
)
from pipeline.building.load import LoadPlan, choose_files, load_raw
from pipeline.building.transform import TransformResult, import_early, transform
from pipeline.inputs.cache import CachedFile, find_code_version, prune_cache
from pipeline.inputs.entries import RawFile, list_raw_files
from pipeline.inputs.file_states import recall_hashes, remember_hashes
from pipeline.inputs.supervise import read_files
from pipeline.publish.builds import (
    DATABASE,
    WHOLE_DATABASE,
    find_current_build,
    hold_build_lock,
    keep_failure,
    prune_builds,
    publish_work,
    start_work,
)
from pipeline.publish.export import PARTED, export_tables
from pipeline.publish.folders import find_fault, name_folder_faults
from pipeline.publish.manifest import (
    DUCKDB,
    SPARK,
    Manifest,
    read_manifest,
    sum_files,
    write_manifest,
)
from pipeline.publish.public_database import write_public_database
from pipeline.publish.restricted import prune_restricted

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.engines.address import Engine
    from pipeline.support.console import Reporter
    from pipeline.support.settings import Settings

# Nodes of dbt in a build made anew and in one that grows, only to size the progress bar.
_ROUGH_NODES = 220
_ROUGH_NODES_GROWN = 90


@dataclass
class BuildReport:
    """What a build did.

    Attributes:
        manifest: of the build now current, None where nothing was ever published.
        is_unchanged: inputs, seeds and code are those of the current build; nothing was done.
        is_published: a new build became current.
        files: every raw file in its parsed form.
        load_plan: which files were set aside.
        transform: outcome of dbt.
        failed_folder: where a failed build can be examined.
        growth: what the build was grown from, None for one made anew.
        build_id: of the build under way.
        first_builds: name of a file -> the build that first held it as it is now.
        is_large: an engine for large sets makes the tables.
    """

    manifest: Manifest | None = None
    is_unchanged: bool = False
    is_published: bool = False
    files: list[CachedFile] = field(default_factory=list)
    load_plan: LoadPlan | None = None
    transform: TransformResult | None = None
    failed_folder: Path | None = None
    growth: Growth | None = None
    build_id: str = ""
    first_builds: dict[str, str] = field(default_factory=dict)
    is_large: bool = False

    def list_files(self) -> list[dict]:
        """One summary per raw file: as published, or else as in raw.files."""
        if self.manifest is not None:
            return self.manifest.files
        return [_summarise_file(cached, self) for cached in self.files]


def compute_fingerprint(files: list[RawFile]) -> str:
    """Equal fingerprints mean equal rows: it covers raw files, seeds and code."""
    digest = hashlib.sha256(find_code_version().encode())
    for raw in files:
        digest.update(raw.cache_key.encode())
    return digest.hexdigest()[:16]


def _name_build(fingerprint: str, now: dt.datetime) -> str:
    return f"{now:%Y%m%dT%H%M%S}Z-{fingerprint[:8]}"


def _find_unchanged(settings: Settings, fingerprint: str) -> Manifest | None:
    current = find_current_build(settings)
    if current is None:
        return None
    manifest = read_manifest(current)
    return manifest if manifest.fingerprint == fingerprint else None


def _read_all(files: list[RawFile], settings: Settings, reporter: Reporter) -> list[CachedFile]:
    parsed = []
    with reporter.stage("Đọc tệp", len(files)) as stage:
        for cached in read_files(files, settings.cache, settings.read_limits):
            parsed.append(cached)
            stage.advance(cached.raw.name)
    return parsed


def _transform(
    report: BuildReport,
    work: Path,
    settings: Settings,
    reporter: Reporter,
    *,
    asks_dbt: bool,
    engine: Engine | None,
) -> TransformResult:
    nodes = _ROUGH_NODES_GROWN if report.growth else _ROUGH_NODES
    database = work / WHOLE_DATABASE
    with reporter.stage("Dựng bảng và kiểm thử", nodes) as stage:
        if engine:
            return transform_elsewhere(database, settings, engine, report.build_id, stage.advance)
        return transform(
            database,
            settings.dbt,
            stage.advance,
            grows=report.growth is not None,
            asks_dbt=asks_dbt,
        )


def _find_first_builds(report: BuildReport, settings: Settings) -> dict[str, str]:
    """Which build first held each file as it is now: this one, or what the last one says."""
    current = find_current_build(settings)
    known = {f["file_path"]: f for f in read_manifest(current).files} if current else {}
    first = {}
    for cached in report.files:
        before = known.get(cached.raw.name, {})
        is_same = before.get("file_sha256") == cached.raw.sha256
        first[cached.raw.name] = (is_same and before.get("first_build_id")) or report.build_id
    return first


def _set_aside(cached: CachedFile) -> dict:
    """A file that another one makes superfluous: its rows are left out, for that reason."""
    rows = cached.summary["rows_read"] - cached.summary["rows_rejected"]
    return {"rows_loaded": 0, "rows_ignored": rows, "is_loaded": False}


def _summarise_file(cached: CachedFile, report: BuildReport) -> dict:
    """As in raw.files: a file set aside gave nothing to the tables."""
    set_aside = report.load_plan is not None and cached.raw.name in report.load_plan.set_aside
    first = {"first_build_id": report.first_builds[cached.raw.name]}
    return cached.summary | first | (_set_aside(cached) if set_aside else {})


def _count_tests(report: BuildReport) -> dict[str, int]:
    """Tests that passed and warned now, and those passed by tables left as they were."""
    if report.transform is None:
        return {}
    run = {"passed": report.transform.passed, "warned": report.transform.warned}
    # The same code has the same tests: find_growth saw to that.
    before = read_manifest(report.growth.build).tests if report.growth else {}
    passed_before = before.get("passed", 0) + before.get("kept", 0)
    return {**run, "kept": max(0, passed_before - sum(run.values()))}


def _recount_rows(database: Path, files: list[dict]) -> list[dict]:
    """Rows as the tables count them: what no unit, plan or task answers to is of no use."""
    keys = ("rows_loaded", "rows_rejected")
    with duckdb.connect(database, read_only=True) as connection:
        counted = connection.execute(
            f"select file_path, {', '.join(keys)} from mart_load_history"  # noqa: S608 (ours)
        ).fetchall()
    known = {path: dict(zip(keys, counts, strict=True)) for path, *counts in counted}
    return [file | known.get(file["file_path"], {}) for file in files]


def _publish(
    report: BuildReport,
    work: Path,
    fingerprint: str,
    started: float,
    settings: Settings,
    reporter: Reporter,
) -> Manifest:
    with reporter.stage("Xuất Parquet") as stage:
        grown_from = report.growth.build if report.growth else None
        # What needs an engine of its own is too large to be held twice.
        counts = export_tables(
            work / WHOLE_DATABASE, work, stage.advance, grown_from, by_place=report.is_large
        )
        stage.advance(DATABASE)
        write_public_database(
            work / WHOLE_DATABASE, work / DATABASE, parted=PARTED if report.is_large else ()
        )
    now = dt.datetime.now(dt.UTC)
    manifest = Manifest(
        build_id=report.build_id,
        built_at=now.isoformat(timespec="seconds"),
        seconds=round(time.perf_counter() - started, 2),
        fingerprint=fingerprint,
        files=_recount_rows(work / WHOLE_DATABASE, report.list_files()),
        row_counts=counts,
        tests=_count_tests(report),
        code=find_code_version(),
        is_grown=report.growth is not None,
        engine=SPARK if report.is_large else DUCKDB,
        checksums=sum_files(work),
    )
    write_manifest(work, manifest)
    publish_work(settings, work, manifest.build_id)
    prune_builds(settings)
    prune_restricted(settings)
    return manifest


def _build_locked(
    settings: Settings,
    reporter: Reporter,
    *,
    force: bool,
    can_grow: bool,
    keeps_cache: bool,
    asks_dbt: bool,
    engine: Engine | None,
) -> BuildReport:
    started = time.perf_counter()
    raw_files = list_raw_files(settings.raw, {} if force else recall_hashes(settings.marts))
    remember_hashes(
        settings.marts,
        {(raw.name, raw.file_state): raw.sha256 for raw in raw_files if raw.file_state},
    )
    fingerprint = compute_fingerprint(raw_files)
    unchanged = None if force else _find_unchanged(settings, fingerprint)
    if unchanged:
        return BuildReport(manifest=unchanged, is_unchanged=True)
    import_early(settings.dbt)
    report = BuildReport(
        files=_read_all(raw_files, settings, reporter), is_large=engine is not None
    )
    report.build_id = _name_build(fingerprint, dt.datetime.now(dt.UTC))
    report.first_builds = _find_first_builds(report, settings)
    work = start_work(settings)
    report.load_plan = choose_files(report.files)
    code = find_code_version()
    growth = find_growth(settings, report.files, report.load_plan, code) if can_grow else None
    if growth and restates_facts(growth, report.load_plan):
        growth = None
    with reporter.stage("Nạp vào DuckDB"):
        if growth:
            start_from(growth, work / WHOLE_DATABASE)
        added = growth.added if growth else None
        load_raw(work / WHOLE_DATABASE, report.files, report.load_plan, added, report.first_builds)
    report.growth = growth
    report.transform = _transform(
        report, work, settings, reporter, asks_dbt=asks_dbt, engine=engine
    )
    if not report.transform.is_good:
        if fault := find_fault(settings.marts, (said for _, said in report.transform.failures)):
            raise fault
        report.failed_folder = keep_failure(settings, work)
        return report
    report.manifest = _publish(report, work, fingerprint, started, settings, reporter)
    report.is_published = True
    with contextlib.suppress(OSError):
        if not keeps_cache:
            prune_cache(settings.cache, report.files)
    return report


def build(
    settings: Settings,
    reporter: Reporter,
    *,
    force: bool = False,
    can_grow: bool = True,
    keeps_cache: bool = False,
    asks_dbt: bool = False,
    engine: Engine | None = None,
) -> BuildReport:
    """Build and publish, unless nothing changed since the current build.

    Args:
        settings: folders.
        reporter: shows the stages.
        force: build even if nothing changed.
        can_grow: where only progress files came in, add to the current build.
        keeps_cache: leave parsed forms of files that this build does not have, since the cache
            is another folder's.
        asks_dbt: let dbt make the tables even where its statements for them are known.
        engine: that builds the models in place of DuckDB; nothing grows there.

    Returns:
        What was done; a failed build leaves the current one in place.

    Raises:
        BuildRunningError: another process is building into the same folder.
        MartsFolderError: the folder of builds is full or cannot be written.
        EngineError: the engine cannot name the folders.
    """
    if engine:
        check_folders(settings, engine)
    with name_folder_faults(settings.marts), hold_build_lock(settings):
        return _build_locked(
            settings,
            reporter,
            force=force,
            can_grow=can_grow and not force and engine is None,
            keeps_cache=keeps_cache,
            asks_dbt=asks_dbt,
            engine=engine,
        )
