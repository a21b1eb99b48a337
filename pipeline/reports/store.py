"""What people wrote in a report, and its closed versions: small files that nothing overwrites."""

from __future__ import annotations

import dataclasses
import fcntl
import json
import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import pydantic

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

FOLDER = "reports"
_DRAFT, _VERSION = "soan-thao.json", "phien-ban-{number}.json"
_NUMBERED = re.compile(r"^phien-ban-(\d+)\.json$")


class BadReportFileError(Exception):
    """A file of a report is damaged; names it. It is neither read nor replaced."""


class ChangedMeanwhileError(Exception):
    """Somebody else saved or closed the report since it was opened; says who and when."""


@dataclasses.dataclass(frozen=True)
class Draft:
    """What people wrote so far.

    Attributes:
        texts: code of a chapter -> its text.
        written_by: who saved it last, empty for a new one.
        written_at: when, local time in ISO form; tells one saving from the next.
        based_on: number of the closed version that it goes on from, 0 for none.
    """

    texts: dict[str, str]
    written_by: str = ""
    written_at: str = ""
    based_on: int = 0


@dataclasses.dataclass(frozen=True)
class Version:
    """A closed report: words and figures as they were.

    Attributes:
        number: from 1.
        texts: code of a chapter -> its text.
        numbers: rows of the numbers, as they were shown.
        tasks: rows of the tasks.
        closed_by: who.
        closed_at: when, local time in ISO form.
        build_id: of the build that the figures are from.
    """

    number: int
    texts: dict[str, str]
    numbers: list[dict[str, Any]]
    tasks: list[dict[str, Any]]
    closed_by: str
    closed_at: str
    build_id: str


def find_report_folder(raw: Path, unit: str, period: str) -> Path:
    """Where the files of one report lie.

    Args:
        raw: raw folder.
        unit: unit_code.
        period: code of the period.
    """
    return raw / FOLDER / re.sub(r"[^\w-]", "_", unit) / re.sub(r"[^\w-]", "_", period)


@contextmanager
def _hold(folder: Path) -> Generator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".khoa").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(path: Path, content: dict[str, Any]) -> None:
    part = path.with_suffix(f".{os.getpid()}.part")
    with part.open("w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


_Kept = TypeVar("_Kept", Draft, Version)


def _read(path: Path, kind: type[_Kept]) -> _Kept:
    try:
        return pydantic.TypeAdapter(kind).validate_json(path.read_bytes(), strict=False)
    except (pydantic.ValidationError, UnicodeDecodeError) as error:
        first = str(error).splitlines()[0]
        raise BadReportFileError(f"{path.parent.name}/{path.name}: {first}") from error


def _find_numbers(folder: Path) -> dict[int, Path]:
    """Number of a closed version -> its file, in order."""
    files = folder.iterdir() if folder.is_dir() else ()
    found = {int(m[1]): path for path in files if (m := _NUMBERED.match(path.name))}
    return dict(sorted(found.items()))


def list_versions(folder: Path) -> list[Version]:
    """Closed versions, the oldest first.

    Args:
        folder: of ``find_report_folder``.

    Raises:
        BadReportFileError: one of them is damaged.
    """
    versions = [_read(path, Version) for path in _find_numbers(folder).values()]
    for version in versions:
        for rows, key in ((version.numbers, "target_key"), (version.tasks, "task_key")):
            if any(key not in row for row in rows):
                raise BadReportFileError(f"{folder.name}/{version.number}: {key}")
    return versions


def read_draft(folder: Path) -> Draft:
    """What is being written; after a closed version its words, until somebody saves others.

    Args:
        folder: of ``find_report_folder``.

    Raises:
        BadReportFileError: the draft or the newest version is damaged.
    """
    path = folder / _DRAFT
    if path.exists():
        return _read(path, Draft)
    versions = list_versions(folder)
    return Draft(versions[-1].texts, based_on=versions[-1].number) if versions else Draft({})


def is_closed(folder: Path) -> bool:
    """Whether the newest version is closed and nobody opened the report again."""
    return bool(_find_numbers(folder)) and not (folder / _DRAFT).exists()


def _refuse_if_changed(folder: Path, seen: Draft) -> None:
    now = read_draft(folder)
    if (now.written_at, now.based_on) != (seen.written_at, seen.based_on):
        versions = list_versions(folder)
        who = now.written_by or (versions[-1].closed_by if versions else "")
        when = now.written_at or (versions[-1].closed_at if versions else "")
        raise ChangedMeanwhileError(f"{who}, {when}")


def save_draft(folder: Path, seen: Draft, texts: dict[str, str], by: str, at: str) -> Draft:
    """Keep what was written.

    Args:
        folder: of ``find_report_folder``.
        seen: the draft that the texts go on from.
        texts: code of a chapter -> its text.
        by: who.
        at: when, local time in ISO form.

    Raises:
        ChangedMeanwhileError: somebody saved another one since.
    """
    with _hold(folder):
        _refuse_if_changed(folder, seen)
        draft = Draft(texts, by, at, seen.based_on)
        _write(folder / _DRAFT, dataclasses.asdict(draft))
    return draft


def close_report(folder: Path, seen: Draft, version: Version) -> Version:
    """Keep words and figures as they are, as the next version.

    Args:
        folder: of ``find_report_folder``.
        seen: the draft that is closed.
        version: what is closed; its number is given here.

    Raises:
        ChangedMeanwhileError: somebody saved another draft since.
    """
    with _hold(folder):
        _refuse_if_changed(folder, seen)
        # Never the number of a version that was there, whatever became of its file.
        number = max([*_find_numbers(folder), seen.based_on], default=0) + 1
        closed = dataclasses.replace(version, number=number)
        _write(folder / _VERSION.format(number=number), dataclasses.asdict(closed))
        (folder / _DRAFT).unlink(missing_ok=True)
    return closed


def compare_rows(
    before: list[dict[str, Any]], after: list[dict[str, Any]], key: str, fields: tuple[str, ...]
) -> list[tuple[dict[str, Any] | None, dict[str, Any] | None]]:
    """Rows that a closed version shows otherwise than now.

    Args:
        before: rows of the closed version.
        after: rows of now.
        key: column that names a row.
        fields: columns that are compared.

    Returns:
        Pairs of a row before and now; None where there was or is none.
    """
    old, new = ({row[key]: row for row in rows} for rows in (before, after))
    pairs = [(old.get(name), new.get(name)) for name in {**old, **new}]
    return [
        (one, other) for one, other in pairs
        if one is None or other is None or any(one[f] != other[f] for f in fields)
    ]  # fmt: skip
