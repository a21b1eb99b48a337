"""Everything that lies in the raw folder, each entry with its state; nothing is passed over."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from pipeline.documents.recogniser import has_recogniser
from pipeline.inputs.file_states import FileState, take_state
from pipeline.lexicon.rules import OFFICE_FOLDER, check_office_file, list_office_files
from pipeline.progress.own_form import MAPPINGS, list_mapping_files, read_mapping
from pipeline.support.problems import Problem, UnreadableFileError
from pipeline.support.sidecar import SIDECAR_SUFFIX, check_sidecar, find_sidecar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FOLDERS = ("units", "plans", "progress", "reviews", "explanations")
# Who handed in what, and what was replaced; nothing of it is read by a build.
HAND_INS = "hand-ins"
# What people keep beside the data and no build reads: hand-ins that were replaced, texts and closed
# versions of reports, templates of documents, saved questions.
_NO_DATA = (HAND_INS, "reports", "templates", "questions")
READABLE = "readable"
# Kinds of file that an office may hand in, whether we can read them or not.
_FILE_ENDINGS = (
    ".xlsx", ".xls", ".csv", ".parquet", ".docx", ".doc", ".pdf", ".txt", ".md",
)  # fmt: skip
# Folders of what the office says of its words and its forms -> the state of their files.
_SETTINGS = {OFFICE_FOLDER: "lexicon", MAPPINGS: "mapping"}
# Marks a raw folder that the program made for a demonstration.
DEMO_MARK = ".ban-trinh-dien"
# Left by Excel, Word, file managers and the program itself; no office hands them in.
_LEFTOVERS = (
    "~$", ".~", "._", ".DS_Store", "Thumbs.db", "desktop.ini", ".gitkeep", ".gitignore", DEMO_MARK,
)  # fmt: skip


@dataclasses.dataclass(frozen=True)
class RawFile:
    """An entry below the raw folder.

    Attributes:
        path: where it lies.
        name: path below the raw folder, with forward slashes; a byte that is no UTF-8
            stands there as its number.
        sha256: of its content; empty where it cannot be read.
        file_state: taken before the content was read; None for a file changed just now.
        state: ``readable``, or a code of seeds/sentences.csv that says why it is not read.
        fault: for a state that needs more words than its code: the problem itself.
    """

    path: Path
    name: str
    sha256: str
    file_state: FileState | None = None
    state: str = READABLE
    fault: Problem | None = None

    @property
    def folder(self) -> str:
        """One of ``FOLDERS``; anything else is never read."""
        return self.name.split("/", 1)[0]

    @property
    def is_readable(self) -> bool:
        """Whether its content is looked at."""
        return self.state == READABLE

    @property
    def cache_key(self) -> str:
        """Changes with the content, the name (it can hold the date of receipt), the sidecar.

        A scan that waited for the recogniser is read once that is installed.
        """
        extra = b"" if self.is_readable else f"{self.describe_state()}".encode()
        sidecar = find_sidecar(self.path)
        if self.is_readable and sidecar.is_file():
            try:
                extra += sidecar.read_bytes()
            except OSError:
                # The sidecar has a line of its own that says so.
                extra += b"\0unreadable"
        elif self.is_readable and os.path.lexists(sidecar):
            extra += b"\0no file"
        if self.folder == "plans" and self.is_readable:
            # What the office's own words make of a document.
            raw = Path(str(self.path)[: -len(self.name)])
            extra += b"".join(p.read_bytes() for p in list_office_files(raw / OFFICE_FOLDER))
        if self.folder == "progress" and self.is_readable:
            # What the office's own forms make of a workbook.
            raw = Path(str(self.path)[: -len(self.name)])
            extra += b"".join(p.read_bytes() for p in list_mapping_files(raw / MAPPINGS))
        if self.path.suffix.lower() == ".pdf" and has_recogniser():
            extra += b"\0recogniser"
        return hashlib.sha256(f"{self.sha256}\0{self.name}\0".encode() + extra).hexdigest()[:32]

    def describe_state(self) -> Problem:
        """What is wrong with an entry that is not read."""
        return self.fault or Problem(
            self.state, "file", {"folders": list(FOLDERS), "ending": SIDECAR_SUFFIX}
        )


def hash_file(path: Path) -> str:
    """SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def has_changed(raw: RawFile) -> bool:
    """Whether a file has another content than when it was listed."""
    try:
        if raw.file_state is not None and take_state(raw.path) == raw.file_state:
            return False
        # Backups, virus scanners and copies that set the date last touch a file and leave its
        # content.
        return hash_file(raw.path) != raw.sha256
    except OSError:
        return True


def _judge_link(path: Path, raw: Path) -> str:
    target = Path(os.path.realpath(path))
    if not target.is_relative_to(raw):
        return "outside_link"
    if not target.exists():
        return "broken_link"
    if target.is_dir():
        return "linked_folder"
    return READABLE if target.is_file() else "no_file"


def _judge(path: Path, raw: Path) -> str:
    """State of an entry that is no folder."""
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        state = _judge_link(path, raw)
    else:
        state = READABLE if stat.S_ISREG(mode) else "no_file"
    if state == READABLE and not _is_utf8(path.name):
        return "bad_name"
    if state == READABLE and path.name.startswith("."):
        return "hidden"
    return state


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_leftover(name: str) -> bool:
    return name.startswith(_LEFTOVERS)


def _walk(folder: Path, raw: Path) -> Iterator[tuple[Path, str]]:
    """Every entry below a folder that is no folder itself, or is one in the dress of a file."""
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        yield folder, "no_permission"
        return
    for path in entries:
        if _is_leftover(path.name):
            continue
        try:
            is_folder = path.is_dir() and not path.is_symlink()
            state = None if is_folder else _judge(path, raw)
        except OSError:
            yield path, "vanished"
            continue
        if state:
            yield path, state
            continue
        if path.name.lower().endswith((*_FILE_ENDINGS, SIDECAR_SUFFIX)):
            yield path, "folder_named_file"
        yield from _walk(path, raw)


def _list_paths(raw: Path) -> Iterator[tuple[Path, str]]:
    """The known folders in their order, then what lies beside them."""
    for folder in FOLDERS:
        path = raw / folder
        if path.is_symlink():
            state = _judge_link(path, raw)
            yield path, "linked_folder" if state == READABLE else state
        elif path.is_dir():
            yield from _walk(path, raw)
        elif path.exists():
            yield path, "no_file"
    for path in sorted(raw.iterdir()) if raw.is_dir() else ():
        if path.name in (*FOLDERS, *_NO_DATA) or _is_leftover(path.name):
            continue
        if (kind := _SETTINGS.get(path.name)) and path.is_dir() and not path.is_symlink():
            yield from ((p, kind if state == READABLE else state) for p, state in _walk(path, raw))
            continue
        inside = _walk(path, raw) if path.is_dir() and not path.is_symlink() else [(path, "")]
        yield from ((p, "unknown_folder") for p, _ in inside)


def _take_sidecar(path: Path, name: str, state: str) -> RawFile | None:
    """A sidecar as an entry of its own, None where nothing is wrong with it."""
    main = path.with_name(path.name.removesuffix(SIDECAR_SUFFIX))
    if state == "folder_named_file":
        fault = Problem("bad_sidecar.folder", "file")
        return RawFile(path, name, "", state="bad_sidecar", fault=fault)
    if state != READABLE:
        return RawFile(path, name, "", state=state)
    if not os.path.lexists(main):
        return RawFile(path, name, "", state="orphan_sidecar")
    try:
        check_sidecar(main)
    except UnreadableFileError as error:
        return RawFile(path, name, "", state="bad_sidecar", fault=error.problems[0])
    return None


def _take_mapping(path: Path, name: str) -> RawFile | None:
    """A mapping of a form as an entry of its own, None where nothing is wrong with it."""
    try:
        read_mapping(path)
    except UnreadableFileError as error:
        return RawFile(path, name, "", state="bad_mapping", fault=error.problems[0])
    return None


def _take_words(path: Path, name: str) -> RawFile | None:
    """A file of the office's lexicon as an entry of its own, None where nothing is wrong."""
    try:
        check_office_file(path)
    except UnreadableFileError as error:
        return RawFile(path, name, "", state="bad_lexicon", fault=error.problems[0])
    return None


def _show_name(path: Path, raw: Path) -> str:
    shown = path.relative_to(raw).as_posix()
    return os.fsencode(shown).decode("utf-8", "backslashreplace")


def list_raw_files(
    raw: Path, known: Mapping[tuple[str, FileState], str] = MappingProxyType({})
) -> list[RawFile]:
    """Every entry of the raw folder, in a fixed order, with its state.

    Args:
        raw: the raw folder; missing subfolders count as empty.
        known: hashes that an earlier build remembers.

    Returns:
        Files to read (``readable``) and entries that cannot be, among them files outside the
        known folders and sidecars that are wrong. Leftovers of Excel and of file managers
        (``~$plan.xlsx``, ``.DS_Store``) are left out.
    """
    raw = Path(os.path.realpath(raw))

    def find(found: tuple[Path, str]) -> RawFile | None:
        path, state = found
        name = _show_name(path, raw)
        if path.name.endswith(SIDECAR_SUFFIX) and state != "unknown_folder":
            return _take_sidecar(path, name, state)
        if state == "lexicon":
            return _take_words(path, name)
        if state == "mapping":
            return _take_mapping(path, name)
        if state != READABLE:
            return RawFile(path, name, "", state=state)
        try:
            file_state = take_state(path)
            sha256 = known.get((name, file_state)) if file_state else None
            return RawFile(path, name, sha256 or hash_file(path), file_state)
        except PermissionError:
            return RawFile(path, name, "", state="no_permission")
        except OSError:
            return RawFile(path, name, "", state="vanished")

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return [found for found in pool.map(find, list(_list_paths(raw))) if found]
