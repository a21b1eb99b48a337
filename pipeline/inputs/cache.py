"""Typed Parquet per raw file, so that a file is parsed once per content and parser version."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

import polars as pl

from pipeline.inputs.entries import RawFile, has_changed
from pipeline.inputs.reading import ParsedFile, read_file
from pipeline.support.problems import Problem, tabulate_problems
from pipeline.support.raw_tables import RAW_TABLES, shape_frame
from pipeline.support.settings import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

# What a parsed row depends on besides the file itself.
_PARSER_SOURCES = (
    "pipeline/layouts",
    "pipeline/tables",
    "pipeline/lexicon",
    "pipeline/documents",
    "pipeline/plans",
    "pipeline/progress",
    "pipeline/reviews",
    "pipeline/explanations",
    "pipeline/linking",
    "pipeline/inputs",
    "pipeline/support/guards.py",
    "pipeline/support/legacy_letters.py",
    "pipeline/support/problems.py",
    "pipeline/support/raw_tables.py",
    "pipeline/support/reference.py",
    "pipeline/support/sentences.py",
    "pipeline/support/sidecar.py",
    "pipeline/support/text.py",
    "pipeline/support/trace.py",
    "seeds/abbreviations.csv",
    "seeds/comparability_rules.csv",
    "seeds/fields.csv",
    "seeds/indicators.csv",
    "seeds/narrowing_cues.csv",
    "seeds/sentences.csv",
    "seeds/provinces.csv",
)
_DONE = "file.json"
# Of files with more rows only the count is kept: none of their rows is broken in part.
_NAMED_ROWS = 100_000


# What the tables of a build follow from, beside its files.
_CODE = ("pipeline", "models", "macros", "seeds", "tests/dbt", "dbt_project.yml", "profiles.yml")


def hash_sources(*sources: str) -> str:
    """Hash of the content of files and folders of the project (names count, times do not)."""
    digest = hashlib.sha256()
    for source in sources:
        path = PROJECT / source
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(file.relative_to(PROJECT).as_posix().encode() + b"\0")
                digest.update(file.read_bytes())
    return digest.hexdigest()


def find_code_version() -> str:
    """Version of code and seeds: a build made by another one may lack columns."""
    return hash_sources(*_CODE)


@cache
def find_parser_version() -> str:
    """Changes by itself whenever code, layouts or reference data of the reading change."""
    return hash_sources(*_PARSER_SOURCES)[:12]


@dataclass(frozen=True)
class CachedFile:
    """The parsed form of one raw file on disk.

    Attributes:
        folder: holds one Parquet per raw table, ``rejects`` and ``files`` among them.
        was_fresh: it was parsed now rather than found.
    """

    raw: RawFile
    folder: Path
    was_fresh: bool

    def find_parquet(self, table: str) -> Path | None:
        """Parquet of one raw table, None where the file has no such rows."""
        path = self.folder / f"{table}.parquet"
        return path if path.exists() else None

    @cached_property
    def summary(self) -> dict:
        """Row of ``raw.files`` for this file."""
        return json.loads((self.folder / _DONE).read_text(encoding="utf-8"))


def _list_loaded(parsed: ParsedFile) -> tuple[int, set[tuple[str, int]]]:
    """How many rows of the file gave a record, and which, where records know their row."""
    loaded, rows = 0, set()
    for table, frame in parsed.frames.items():
        if table in _DERIVED or (table == "units" and "observations" in parsed.frames):
            continue
        if "source_sheet" in frame.columns:
            places = frame.select("source_sheet", "source_row").unique()
            rows |= set(places.rows()) if places.height < _NAMED_ROWS else set()
            loaded += places.height
        else:
            loaded += frame.height
    return loaded, rows


def _summarise(raw: RawFile, parsed: ParsedFile) -> dict:
    loaded, rows = _list_loaded(parsed) if parsed.is_loaded else (0, set())
    broken = {(p.sheet or p.place, p.row_no) for p in parsed.problems if p.severity == "row"}
    # A row of several figures may have lost one and given the others.
    rejected = len(broken - rows)
    ignored = sum(p.ignored_rows for p in parsed.problems)
    return {
        "file_path": raw.name,
        "file_sha256": raw.sha256,
        "folder": raw.folder,
        "layout": parsed.layout,
        "received_on": parsed.received_on.isoformat() if parsed.received_on else None,
        "rows_read": loaded + rejected + ignored if parsed.rows_seen is None else parsed.rows_seen,
        "rows_loaded": loaded,
        "rows_rejected": rejected,
        "rows_ignored": ignored,
        "is_loaded": parsed.is_loaded,
        "parser_version": find_parser_version(),
        "cache_key": raw.cache_key,
    }


# Rows that the reading derives from other rows; they are not counted as rows of the file.
_DERIVED = (
    "task_dues", "task_evidence", "link_candidates", "document_texts", "unread_passages",
    "observation_facts",
)  # fmt: skip


def _write(raw: RawFile, parsed: ParsedFile, folder: Path) -> None:
    for table, frame in parsed.frames.items():
        stamped = frame.with_columns(pl.lit(raw.name).alias("file_path"))
        if "file_sha256" in RAW_TABLES[table]:
            stamped = stamped.with_columns(pl.lit(raw.sha256).alias("file_sha256"))
        # The lowest level: a third faster than the usual one, and no larger for such tables.
        shape_frame(table, stamped).write_parquet(folder / f"{table}.parquet", compression_level=1)
    rejects = tabulate_problems(parsed.problems, raw.name)
    rejects.write_parquet(folder / "rejects.parquet")
    text = json.dumps(_summarise(raw, parsed), ensure_ascii=False, indent=1)
    (folder / _DONE).write_text(text, encoding="utf-8")


def _still_written() -> Problem:
    return Problem("file_changing", "file")


class CacheFolderError(Exception):
    """The folder of parsed files cannot be written: no fault of any raw file.

    Args:
        folder: which one.
        errno: what the system said.
    """

    def __init__(self, folder: Path, errno: int | None) -> None:
        super().__init__(f"{folder}: {os.strerror(errno or 0)}")
        self.folder = folder
        self.errno = errno


def _find_folder(raw: RawFile, cache_root: Path) -> Path:
    return cache_root / find_parser_version() / raw.cache_key


def find_cached(raw: RawFile, cache_root: Path, name: str | None = None) -> CachedFile | None:
    """What an earlier build, or a child just now, parsed of this file as it is.

    Args:
        raw: the file.
        cache_root: folder of the cache.
        name: of the folder that a child wrote; None looks for what an earlier build kept.
    """
    folder = _find_folder(raw, cache_root)
    cached = CachedFile(raw, folder.with_name(name) if name else folder, was_fresh=bool(name))
    try:
        is_whole = cached.summary["cache_key"] == raw.cache_key
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return cached if is_whole else None


def _store(raw: RawFile, parsed: ParsedFile, folder: Path) -> CachedFile:
    """Write a parsed form; the folder appears whole or not at all."""
    temporary = folder.with_suffix(".tmp")
    try:
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir(parents=True)
        _write(raw, parsed, temporary)
        shutil.rmtree(folder, ignore_errors=True)
        temporary.rename(folder)
    except OSError as error:
        raise CacheFolderError(folder.parent.parent, error.errno) from error
    return CachedFile(raw, folder, was_fresh=True)


def store_problems(raw: RawFile, cache_root: Path, problems: list[Problem]) -> CachedFile:
    """The parsed form of a file that gave nothing but problems; it is read again next time.

    Raises:
        CacheFolderError: the folder cannot be written.
    """
    folder = _find_folder(raw, cache_root)
    parsed = ParsedFile(problems=problems)
    return _store(raw, parsed, folder.with_name(f"unstable-{folder.name}"))


def read_cached(raw: RawFile, cache_root: Path) -> CachedFile:
    """Parse a file, or find what an earlier build parsed; runs in a child (supervise.py).

    Args:
        raw: the file.
        cache_root: folder of the cache.

    Returns:
        Its parsed form.

    Raises:
        CacheFolderError: the folder cannot be written.
    """
    if found := find_cached(raw, cache_root):
        return found
    parsed = read_file(raw.path, raw.folder)
    if has_changed(raw):
        # Nothing of it is kept under the name of its content: it is read again next time.
        return store_problems(raw, cache_root, [_still_written()])
    return _store(raw, parsed, _find_folder(raw, cache_root))


def prune_cache(cache_root: Path, used: list[CachedFile]) -> None:
    """Drop parsed forms of other parser versions and of files that are gone."""
    keep = {c.folder for c in used}
    for version in cache_root.iterdir() if cache_root.exists() else ():
        for folder in version.iterdir():
            if folder not in keep:
                shutil.rmtree(folder, ignore_errors=True)
        if not any(version.iterdir()):
            version.rmdir()
