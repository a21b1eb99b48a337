"""Faults of the folder that a build is written to: full, read-only, no permission."""

from __future__ import annotations

import errno
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

import duckdb

from pipeline.inputs.cache import CacheFolderError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from pathlib import Path

Kind = Literal["full", "read_only", "no_permission", "signs", "other"]
# Of paths libraries read as "any letters".
_SIGNS = frozenset("*?[]")
# Below this no build can be written, whatever library met the end first and how it says so.
_NEEDED_BYTES = 8 << 20
_KINDS: dict[int | None, Kind] = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "full",
    errno.EROFS: "read_only",
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
}
_SAID: tuple[tuple[str, Kind], ...] = (
    ("No space left on device", "full"),
    ("Disk quota exceeded", "full"),
    ("Read-only file system", "read_only"),
    ("Permission denied", "no_permission"),
)
_SENTENCES: dict[Kind, str] = {
    "full": "Đĩa chứa thư mục {folder} đã đầy: dọn bớt chỗ rồi chạy lại.",
    "read_only": "Thư mục {folder} nằm trên ổ chỉ đọc: chọn thư mục khác bằng --marts.",
    "no_permission": "Không có quyền ghi vào thư mục {folder}: cấp quyền, hoặc chọn thư mục khác "
    "bằng --marts.",
    "signs": "Đường dẫn {folder} có dấu * ? [ hoặc ]: chọn thư mục khác bằng --marts.",
    "other": "Không ghi được vào thư mục {folder} ({detail}).",
}


class MartsFolderError(Exception):
    """The folder of builds cannot be written; what was published before stays.

    Args:
        folder: which one.
        kind: what is wrong with it.
        detail: what the system said.
    """

    def __init__(self, folder: Path, kind: Kind, detail: str = "") -> None:
        super().__init__(_SENTENCES[kind].format(folder=folder, detail=detail))
        self.folder = folder
        self.kind = kind


def find_fault(folder: Path, said: Iterable[str]) -> MartsFolderError | None:
    """Whether what libraries said comes from the folder and not from the data.

    Args:
        folder: of the marts.
        said: messages of whatever failed.
    """
    for message in said:
        for words, kind in _SAID:
            if words in message:
                return MartsFolderError(folder, kind)
    try:
        is_full = shutil.disk_usage(folder).free < _NEEDED_BYTES
    except OSError:
        return None
    return MartsFolderError(folder, "full") if is_full else None


@contextmanager
def name_folder_faults(folder: Path) -> Generator[None]:
    """Turn what goes wrong when writing below a folder into one sentence that names it.

    Raises:
        MartsFolderError: the folder cannot be written.
    """
    if _SIGNS & set(str(folder)):
        raise MartsFolderError(folder, "signs")
    try:
        yield
    except CacheFolderError as error:
        raise MartsFolderError(folder, _KINDS.get(error.errno, "other"), str(error)) from error
    except (OSError, duckdb.Error) as error:
        fault = find_fault(folder, [str(error)])
        if fault:
            raise fault from error
        if isinstance(error, OSError):
            kind = _KINDS.get(error.errno, "other")
            raise MartsFolderError(folder, kind, error.strerror or str(error)) from error
        raise
