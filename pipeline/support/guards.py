"""Limits that keep a hostile or broken file from taking the machine with it."""

from __future__ import annotations

import time
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.support.problems import reject_file

if TYPE_CHECKING:
    from pathlib import Path

_MEGABYTE = 2**20
MAX_FILE_BYTES = 200 * _MEGABYTE
MAX_UNPACKED_BYTES = 512 * _MEGABYTE
# A text compresses at most some hundred times; a bomb compresses thousands of times.
MAX_RATIO = 300
MAX_MEMBERS = 20_000
MAX_PAGES = 500
MAX_SECONDS = 600.0
_OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass(frozen=True)
class Deadline:
    """A point in time after which reading stops."""

    ends_at: float

    @classmethod
    def start(cls, seconds: float = MAX_SECONDS) -> Deadline:
        """Begin to count."""
        return cls(time.monotonic() + seconds)

    def check(self, page: int) -> None:
        """Stop where the time is used up.

        Raises:
            UnreadableFileError: too slow.
        """
        if time.monotonic() > self.ends_at:
            raise reject_file(
                "too_slow.pages", {"minutes": f"{MAX_SECONDS / 60:.0f}", "page": page}
            )


def check_size(path: Path) -> None:
    """Refuse a file that no plan can be.

    Raises:
        UnreadableFileError: too large.
    """
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        raise reject_file(
            "too_large", {"size": size // _MEGABYTE, "limit": MAX_FILE_BYTES // _MEGABYTE}
        )


def check_office_file(path: Path) -> None:
    """Refuse a protected, broken or absurdly packed Office file before a parser touches it.

    Raises:
        UnreadableFileError: password, old binary format, no zip, or a zip bomb.
    """
    check_size(path)
    with path.open("rb") as file:
        if file.read(8) == _OLE_MAGIC:
            raise reject_file("password_protected")
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise reject_file("corrupt_file") from error
    unpacked = sum(m.file_size for m in members)
    packed = max(1, sum(m.compress_size for m in members))
    is_bomb = unpacked > 50 * _MEGABYTE and unpacked / packed > MAX_RATIO
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED_BYTES or is_bomb:
        raise reject_file(
            "too_large.unpacked", {"unpacked": unpacked // _MEGABYTE, "packed": packed // _MEGABYTE}
        )


def check_pages(count: int) -> None:
    """Refuse a PDF with more pages than any plan.

    Raises:
        UnreadableFileError: too many.
    """
    if count > MAX_PAGES:
        raise reject_file("too_many_pages", {"count": count, "limit": MAX_PAGES})


def refuse_nul(text: str) -> None:
    """No text holds a NUL; taken out it would make one number of two.

    Raises:
        UnreadableFileError: names the line of the first.
    """
    before, found, _ = text.partition("\0")
    if found:
        raise reject_file("has_nul", {"line": before.count("\n") + 1})
