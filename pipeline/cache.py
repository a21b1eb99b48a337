"""Typed Parquet per raw file, so that a file is parsed once per content and parser version."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

import polars as pl

from pipeline.problems import Problem, tabulate_problems
from pipeline.raw_tables import RAW_TABLES, shape_frame
from pipeline.reading import ParsedFile, RawFile, has_changed, read_file
from pipeline.settings import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

# What a parsed row depends on besides the file itself.
_PARSER_SOURCES = (
    "pipeline/layouts",
    "pipeline/documents",
    "pipeline/linking",
    "pipeline/tables",
    "pipeline/plans",
    "pipeline/progress",
    "pipeline/reviews",
    "pipeline/units.py",
    "pipeline/measure_units.py",
    "pipeline/text.py",
    "pipeline/problems.py",
    "pipeline/raw_tables.py",
    "pipeline/reading.py",
    "pipeline/reference.py",
    "seeds/abbreviations.csv",
    "seeds/comparability_rules.csv",
    "seeds/fields.csv",
    "seeds/indicators.csv",
    "seeds/narrowing_cues.csv",
    "seeds/provinces.csv",
)
_DONE = "file.json"


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


def _summarise(raw: RawFile, parsed: ParsedFile) -> dict:
    loaded = sum(f.height for t, f in parsed.frames.items() if t not in _DERIVED)
    rejected = len({(p.sheet, p.row_no) for p in parsed.problems if p.severity == "row"})
    return {
        "file_path": raw.name,
        "file_sha256": raw.sha256,
        "folder": raw.folder,
        "layout": parsed.layout,
        "received_on": parsed.received_on.isoformat() if parsed.received_on else None,
        "rows_read": loaded + rejected,
        "rows_loaded": loaded,
        "rows_rejected": rejected,
        "is_loaded": parsed.is_loaded,
        "parser_version": find_parser_version(),
        "cache_key": raw.cache_key,
    }


# Rows that the reading derives from other rows; they are not counted as rows of the file.
_DERIVED = ("task_dues", "task_evidence", "link_candidates", "document_texts")


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
    return Problem(
        "file_changing",
        "tệp đổi trong lúc đọc, có lẽ đang được chép hoặc ghi",
        "chờ chép xong rồi chạy lại cchc build",
        severity="file",
    )


def _find_folder(raw: RawFile, cache_root: Path) -> Path:
    return cache_root / find_parser_version() / raw.cache_key


def is_cached(raw: RawFile, cache_root: Path) -> bool:
    """Whether an earlier build parsed this file as it is now."""
    return (_find_folder(raw, cache_root) / _DONE).exists()


def read_cached(raw: RawFile, cache_root: Path) -> CachedFile:
    """Parse a file, or find what an earlier build parsed.

    Args:
        raw: the file.
        cache_root: folder of the cache.

    Returns:
        Its parsed form; the folder appears whole or not at all.
    """
    folder = _find_folder(raw, cache_root)
    if (folder / _DONE).exists():
        return CachedFile(raw, folder, was_fresh=False)
    parsed = read_file(raw.path, raw.folder)
    if has_changed(raw):
        # Nothing of it is kept under the name of its content: it is read again next time.
        parsed = ParsedFile(problems=[_still_written()])
        folder = folder.with_name(f"unstable-{folder.name}")
    temporary = folder.with_suffix(".tmp")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    _write(raw, parsed, temporary)
    shutil.rmtree(folder, ignore_errors=True)
    temporary.rename(folder)
    return CachedFile(raw, folder, was_fresh=True)


def prune_cache(cache_root: Path, used: list[CachedFile]) -> None:
    """Drop parsed forms of other parser versions and of files that are gone."""
    keep = {c.folder for c in used}
    for version in cache_root.iterdir() if cache_root.exists() else ():
        for folder in version.iterdir():
            if folder not in keep:
                shutil.rmtree(folder, ignore_errors=True)
        if not any(version.iterdir()):
            version.rmdir()
