"""What handing files in would make of the published build, as plain data for a screen."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.building.preview import Change, Preview, preview
from pipeline.handins.identify import name_layout
from pipeline.handins.store import HandedFile, check_places, tidy_name
from pipeline.progress.own_form import MAPPINGS
from pipeline.support.console import LineReporter
from pipeline.support.settings import Settings, resolve_settings
from pipeline.support.sidecar import find_sidecar

if TYPE_CHECKING:
    from collections.abc import Sequence

_CHANGES_KEPT = 300
_LONGEST_SECONDS = 1800


_FINDING = (
    "finding_kind", "severity", "place", "message", "message_en", "remedy", "remedy_en",
)  # fmt: skip


class ForetellError(Exception):
    """The preview could not be made; the sentence says why."""


def _describe_change(change: Change) -> dict[str, Any]:
    return dataclasses.asdict(change)


def _describe_file(name: str, given: str, outcome: Preview) -> dict[str, Any]:
    listed = {f["file_path"]: f for f in outcome.report.list_files()}
    summary: dict[str, Any] = listed.get(name, {"layout": None, "is_loaded": False})
    keys = ("rows_read", "rows_loaded", "rows_rejected", "rows_ignored")
    findings = [{k: f[k] for k in _FINDING} for f in outcome.findings if f["source_file"] == name]
    return {
        "given": given,
        "file": name,
        "layout": name_layout(summary["layout"]),
        "findings": findings,
        "counts": outcome.counts.get(name, {}),
        "targets": [t for t in outcome.targets if t["source_file"] == name],
        "is_loaded": bool(summary["is_loaded"]),
        **{k: summary.get(k) or 0 for k in keys},
    }


def foretell(settings: Settings, files: Sequence[HandedFile]) -> dict[str, Any]:
    """Build with the files in place, in a folder thrown away.

    Args:
        settings: of the installation; nothing of it is changed.
        files: as they would be handed in.

    Returns:
        is_built, has_published, files (layout, rows read, used, rejected, left out, findings,
        targets with their indicators, counts of missing and unmatched observations),
        change_count by kind, changes (the first of them). Plain values only.
    """
    check_places(settings, files)
    with tempfile.TemporaryDirectory(prefix="cchc-dua-vao-") as folder:
        placed, given = {}, {}
        for number, file in enumerate(files):
            path = Path(folder, str(number), tidy_name(file.name))
            path.parent.mkdir()
            shutil.copyfile(file.path, path)
            if file.sidecar:
                find_sidecar(path).write_text(file.sidecar, encoding="utf-8")
            placed[path], given[path] = file.folder, file.name
        today = dt.datetime.now(dt.UTC).astimezone().date()
        days = {p: f.received_on or today for p, f in zip(placed, files, strict=True)}
        outcome = preview(settings, LineReporter(), placed, days)
    counted: dict[str, int] = {}
    for change in outcome.changes:
        counted[change.what] = counted.get(change.what, 0) + 1
    return {
        "is_built": outcome.report.is_published,
        "has_published": outcome.has_published,
        "files": [
            _describe_file(name, given[path], outcome)
            for path, name in outcome.names.items()
            # A mapping has no rows; what it makes of a report shows there.
            if placed[path] != MAPPINGS
        ],
        "change_count": counted,
        "units": outcome.units,
        "changes": [_describe_change(c) for c in outcome.changes[:_CHANGES_KEPT]],
    }


def foretell_apart(settings: Settings, files: Sequence[HandedFile]) -> dict[str, Any]:
    """``foretell`` in a process of its own, so that a screen stays quick whatever the files do.

    Raises:
        ForetellError: it failed or took too long.
    """
    asked = {
        "raw": str(settings.raw),
        "marts": str(settings.marts),
        "files": [dataclasses.asdict(f) for f in files],
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pipeline.handins.foretell"],
            input=json.dumps(asked, default=str), capture_output=True, text=True, check=False,
            timeout=_LONGEST_SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise ForetellError("xem trước quá lâu nên đã dừng") from error
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["không rõ lý do"])[-1]
        raise ForetellError(last[:300])
    return json.loads(done.stdout)


def _read_file(row: dict[str, Any]) -> HandedFile:
    day = row["received_on"]
    received = dt.date.fromisoformat(day) if day else None
    return HandedFile(Path(row["path"]), row["name"], row["folder"], received, row["sidecar"])


def main() -> None:
    """Serve ``foretell_apart``: the request on standard input, the answer on standard output."""
    asked = json.load(sys.stdin)
    settings = resolve_settings(asked["raw"], asked["marts"])
    told = foretell(settings, [_read_file(row) for row in asked["files"]])
    json.dump(told, sys.stdout, default=str, ensure_ascii=False)


if __name__ == "__main__":
    main()
