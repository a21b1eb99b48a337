"""Put files into the raw folder, and take them back so that everything is as it was."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.inputs.entries import HAND_INS, hash_file, list_raw_files
from pipeline.inputs.file_states import recall_hashes
from pipeline.support.sidecar import find_sidecar

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from pipeline.support.settings import Settings

# Letters that some file system or shell takes for something else.
_UNSAFE = re.compile(r'[\x00-\x1f/\\:*?"<>|]+')
_LONGEST = 120
_PENDING = "dang-dua-vao.json"


class KnownFileError(ValueError):
    """The raw folder holds this very content already.

    Attributes:
        name: of the file that holds it, below the raw folder.
    """

    def __init__(self, name: str) -> None:
        super().__init__(f"Nội dung tệp này đã có trong kho: {name}")
        self.name = name


class SamePlaceError(ValueError):
    """Two files would lie in one place, so that one of them would be lost."""


@dataclass(frozen=True)
class HandedFile:
    """A file to be stored.

    Attributes:
        path: where it lies now.
        name: what it is to be called.
        folder: ``plans``, ``progress``, ``units`` or ``reviews``.
        received_on: of progress.
        sidecar: text of its sidecar, empty for none.
        takes_place_of: SHA-256 of what may lie in its place, empty for nothing; None for whatever
            lies there.
    """

    path: Path
    name: str
    folder: str
    received_on: dt.date | None = None
    sidecar: str = ""
    takes_place_of: str | None = None


@dataclass(frozen=True)
class Stored:
    """What was stored.

    Attributes:
        file: name below the raw folder.
        sha256: of its content.
        replaced: where what lay there before is kept, below the raw folder; empty for nothing.
        sidecar_replaced: the same of its sidecar.
        has_sidecar: a sidecar was written.
    """

    file: str
    sha256: str
    replaced: str = ""
    sidecar_replaced: str = ""
    has_sidecar: bool = False


# More in one hand-in could not be looked at by whoever hands them in.
MOST_FILES = 50


def tidy_name(name: str) -> str:
    """A file name that every system takes, its ending kept.

    >>> tidy_name("../Kế hoạch: 2026?.docx")
    'Kế hoạch 2026.docx'
    """
    bare = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    stem, dot, ending = _UNSAFE.sub(" ", bare).strip(" .").rpartition(".")
    kept = " ".join((stem or ending).split())[:_LONGEST] or "tep"
    return f"{kept.strip()}.{ending.strip().lower()}" if dot else kept


def _keep(path: Path, settings: Settings, hand_in_id: str) -> str:
    """Set what lies there aside; where it is kept, below the raw folder."""
    if not path.exists():
        return ""
    below = path.relative_to(settings.raw)
    kept = settings.raw / HAND_INS / "ban-truoc" / hand_in_id / below
    kept.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(path, kept)
    return kept.relative_to(settings.raw).as_posix()


def name_place(file: HandedFile) -> str:
    """Where a file is stored, below the raw folder."""
    below = Path(file.folder)
    if file.folder == "progress" and file.received_on is not None:
        below /= file.received_on.isoformat()
    return (below / tidy_name(file.name)).as_posix()


def _find_place(file: HandedFile, settings: Settings) -> Path:
    return settings.raw / name_place(file)


def hash_place(settings: Settings, file: HandedFile) -> str:
    """SHA-256 of what lies where a file would be stored, empty for nothing."""
    place = _find_place(file, settings)
    return hash_file(place) if place.is_file() else ""


def find_known(settings: Settings, files: Sequence[HandedFile]) -> dict[Path, str]:
    """Files whose content the raw folder holds already -> the name of the file that holds it."""
    # What the last build hashed and nobody touched since is not read again.
    listed = list_raw_files(settings.raw, recall_hashes(settings.marts))
    known = {f.sha256: f.name for f in listed if f.sha256}
    hashes = {file.path: hash_file(file.path) for file in files}
    return {path: known[sha] for path, sha in hashes.items() if sha in known}


def check_places(settings: Settings, files: Sequence[HandedFile]) -> dict[Path, str]:
    """Files that would take the place of one that lies there -> its name below the raw folder.

    Raises:
        SamePlaceError: two of the files would lie in one place.
    """
    places: dict[Path, HandedFile] = {}
    for file in files:
        place = _find_place(file, settings)
        if place in places:
            raise SamePlaceError(f"hai tệp cùng tên «{place.name}»; đổi tên một tệp rồi đưa lại")
        places[place] = file
    return {
        file.path: place.relative_to(settings.raw).as_posix()
        for place, file in places.items()
        if place.exists()
    }


def store_files(settings: Settings, files: Sequence[HandedFile], hand_in_id: str) -> list[Stored]:
    """Copy files to where the build reads them; a file of the same name is kept aside.

    Args:
        settings: raw folder.
        files: to be stored.
        hand_in_id: names the folder of what is kept aside.

    Returns:
        What was done, file by file, for ``take_back``.

    Raises:
        KnownFileError: the raw folder holds the content of one already; nothing is stored then.
        SamePlaceError: two of them would lie in one place, or something else lies there by now;
            nothing is stored then.
        OSError: it could not be written; nothing is stored then.
    """
    for name in find_known(settings, files).values():
        raise KnownFileError(name)
    check_places(settings, files)
    for file in files:
        if file.takes_place_of is not None and file.takes_place_of != hash_place(settings, file):
            raise SamePlaceError(
                f"vừa có người đưa vào một tệp cùng tên «{tidy_name(file.name)}»; hãy xem trước lại"
            )
    done: list[Stored] = []
    try:
        for file in files:
            place = _find_place(file, settings)
            place.parent.mkdir(parents=True, exist_ok=True)
            sidecar = find_sidecar(place)
            stored = Stored(
                place.relative_to(settings.raw).as_posix(),
                hash_file(file.path),
                _keep(place, settings, hand_in_id),
                _keep(sidecar, settings, hand_in_id),
                bool(file.sidecar),
            )
            done.append(stored)
            _announce(settings, done)
            part = place.with_name(f".~{place.name}")
            shutil.copyfile(file.path, part)
            part.replace(place)
            # What was said of the file before is not said of this one.
            sidecar.unlink(missing_ok=True)
            if file.sidecar:
                sidecar.write_text(file.sidecar, encoding="utf-8")
    except BaseException:
        take_back(settings, done)
        raise
    return done


def set_aside(
    settings: Settings, handed: Sequence[tuple[str, str, str]], hand_in_id: str
) -> list[Stored]:
    """Undo what was stored: remove files, and put back what they replaced.

    Args:
        settings: raw folder.
        handed: name below the raw folder, hash, and where what it replaced is kept.
        hand_in_id: names the folder where what is removed is kept.

    Returns:
        What was done, file by file, for ``take_back``.
    """
    done: list[Stored] = []
    try:
        for name, sha256, replaced in handed:
            _set_one_aside(settings, name, sha256, replaced, hand_in_id, done)
    except BaseException:
        take_back(settings, done)
        raise
    return done


def _set_one_aside(
    settings: Settings, name: str, sha256: str, replaced: str, hand_in_id: str, done: list[Stored]
) -> None:
    place = settings.raw / name
    sidecar = find_sidecar(place)
    before = settings.raw / replaced if replaced else None
    old_sidecar = find_sidecar(before) if before else None
    had_sidecar = old_sidecar is not None and old_sidecar.is_file()
    kept = _keep(place, settings, hand_in_id), _keep(sidecar, settings, hand_in_id)
    done.append(Stored(name, sha256, *kept, had_sidecar))
    _announce(settings, done)
    place.unlink()
    sidecar.unlink(missing_ok=True)
    if before is not None:
        shutil.copy2(before, place)
    if had_sidecar and old_sidecar is not None:
        shutil.copy2(old_sidecar, sidecar)
    _leave_no_empty_day(place)


def _announce(settings: Settings, done: Sequence[Stored]) -> None:
    """Before a file is touched: whoever finds us killed knows what to take back."""
    pending = settings.raw / HAND_INS / _PENDING
    pending.parent.mkdir(parents=True, exist_ok=True)
    part = pending.with_name(f".~{pending.name}")
    part.write_text(json.dumps([asdict(one) for one in done]), encoding="utf-8")
    part.replace(pending)


def _leave_no_empty_day(place: Path) -> None:
    """A dated folder that was made for a file goes with it."""
    day = place.parent
    if day.parent.name == "progress" and day.is_dir() and not any(day.iterdir()):
        day.rmdir()


def take_back(settings: Settings, stored: Sequence[Stored]) -> None:
    """Remove what was stored, and put back what lay there before."""
    for one in reversed(stored):
        place = settings.raw / one.file
        sidecar = find_sidecar(place)
        place.with_name(f".~{place.name}").unlink(missing_ok=True)
        place.unlink(missing_ok=True)
        if one.has_sidecar or one.sidecar_replaced:
            sidecar.unlink(missing_ok=True)
        for kept, target in ((one.replaced, place), (one.sidecar_replaced, sidecar)):
            if kept:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(settings.raw / kept, target)
        _leave_no_empty_day(place)
    settle(settings)


def settle(settings: Settings) -> None:
    """What is stored stays: nothing is to be taken back any more."""
    (settings.raw / HAND_INS / _PENDING).unlink(missing_ok=True)


def has_leftovers(settings: Settings) -> bool:
    """Whether a process stored something and has not settled it (it may be at work)."""
    return (settings.raw / HAND_INS / _PENDING).is_file()


def take_back_leftovers(settings: Settings) -> list[str]:
    """Take back what a killed process had stored and not settled; names of the files."""
    pending = settings.raw / HAND_INS / _PENDING
    if not pending.is_file():
        return []
    stored = [Stored(**row) for row in json.loads(pending.read_text(encoding="utf-8"))]
    take_back(settings, stored)
    return [one.file for one in stored]
