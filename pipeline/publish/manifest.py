"""manifest.json of a build: what went in, what came out, what was tested."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = "manifest.json"
DUCKDB, SPARK = "duckdb", "spark"


@dataclass(frozen=True)
class Manifest:
    """One build.

    Attributes:
        build_id: folder name; sorts by time.
        built_at: when, ISO 8601 in UTC.
        seconds: how long it took.
        fingerprint: of inputs, seeds and code; equal fingerprints give equal rows.
        code: version of code and seeds alone.
        checksums: file of the build -> SHA-256, without the manifest itself.
        is_grown: made by adding to the build before it.
        engine: what made the tables, ``DUCKDB`` or ``SPARK``.
        files: one summary per raw file (row of raw.files).
        row_counts: public table -> rows.
        tests: passed and warned in this build; kept: of tables left as the build before had them.
    """

    build_id: str
    built_at: str
    seconds: float
    fingerprint: str
    files: list[dict[str, Any]] = field(default_factory=list)
    row_counts: dict[str, int] = field(default_factory=dict)
    tests: dict[str, int] = field(default_factory=dict)
    code: str = ""
    is_grown: bool = False
    engine: str = DUCKDB
    checksums: dict[str, str] = field(default_factory=dict)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write ``manifest.json`` into a build folder."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, default=str)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Read ``manifest.json`` of a build folder.

    Raises:
        FileNotFoundError: the folder is no build.
    """
    said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    # A later version may say more of its builds; after going back to this one that is passed over.
    known = {one.name for one in fields(Manifest)}
    return Manifest(**{name: value for name, value in said.items() if name in known})


def sum_files(folder: Path) -> dict[str, str]:
    """SHA-256 of every file of a build but its manifest and the sign that it is whole.

    Args:
        folder: of the build.

    Returns:
        Path below the folder -> checksum, in order.
    """
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in (MANIFEST, "OK"):
            with path.open("rb") as file:
                found[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def compare_files(folder: Path) -> dict[str, str]:
    """What is no longer as it was published.

    Args:
        folder: of the build.

    Returns:
        Path below the folder -> ``changed``, ``missing`` or ``unknown``; empty where all is well.
    """
    said, there = read_manifest(folder).checksums, sum_files(folder)
    kinds = {name: "missing" for name in said if name not in there}
    for name, checksum in there.items():
        if name not in said:
            kinds[name] = "unknown"
        elif said[name] != checksum:
            kinds[name] = "changed"
    return kinds


def describe_rows(manifest: Manifest) -> str:
    """What became of every file and row, in Vietnamese; the parts add up."""
    files = manifest.files
    loaded = sum(1 for f in files if f["is_loaded"])
    keys = ("rows_read", "rows_loaded", "rows_rejected", "rows_ignored")
    read, used, rejected, ignored = (sum(f.get(key, 0) for f in files) for key in keys)
    return (
        f"Tệp: thấy {len(files)} = dùng {loaded} + để riêng hoặc không dùng "
        f"{len(files) - loaded}. Dòng: đọc {read} = dùng {used} + bị loại {rejected} + bỏ qua có "
        f"lý do {ignored}."
    )


def describe_tests(manifest: Manifest) -> str:
    """How the tests of a build went, in Vietnamese."""
    tests = manifest.tests
    kept = tests.get("kept", 0)
    of_before = f" (và {kept} của các bảng giữ nguyên từ bản trước)" if kept else ""
    passed, warned = tests.get("passed", 0), tests.get("warned", 0)
    return f"kiểm thử: {passed} đạt{of_before}, {warned} cảnh báo"
