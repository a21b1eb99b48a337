"""A folder that others drop files into (a share, a mailbox that saves attachments)."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import shutil
import time
from typing import TYPE_CHECKING

from pipeline.handins.identify import identify_file
from pipeline.handins.run import hand_in, undo_last
from pipeline.handins.store import HandedFile, hash_place, tidy_name
from pipeline.support.problems import say_problem

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from pipeline.support.settings import Settings

TAKEN, REFUSED = "da-nhan", "khong-nhan"
# Nobody vouches for what others drop: lists of units and decisions come in by people.
USUAL_KINDS = ("plans", "progress")
# A file that changed less long ago may still be on its way.
_QUIET_SECONDS = 5.0
_UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart")


@dataclasses.dataclass(frozen=True)
class Taken:
    """What became of one file of the folder.

    Attributes:
        name: of the file.
        reason: why it was refused, empty where it was taken.
        moved_to: where it lies now.
    """

    name: str
    reason: str
    moved_to: Path


def list_waiting(folder: Path, now: float | None = None) -> list[Path]:
    """Files that are whole: at rest for some seconds, no remains of a transfer, nothing hidden.

    Args:
        folder: that files are dropped into; folders in it are not looked at.
        now: seconds since the epoch; the clock's where not said.
    """
    moment = time.time() if now is None else now
    return [
        path
        for path in sorted(folder.iterdir())
        if path.is_file()
        and not path.is_symlink()
        and not path.name.startswith((".", "~"))
        and path.suffix.lower() not in _UNFINISHED
        and moment - path.stat().st_mtime >= _QUIET_SECONDS
    ]


def _move(path: Path, kind: str, reason: str) -> Taken:
    """Into a folder of its day; the reason of a refusal is a text beside the file."""
    day = dt.datetime.now(dt.UTC).astimezone()
    place = path.parent / kind / f"{day:%Y-%m-%d}"
    place.mkdir(parents=True, exist_ok=True)
    target = place / tidy_name(path.name)
    if target.exists():
        target = place / f"{day:%H%M%S%f}-{target.name}"
    shutil.move(path, target)
    if reason:
        target.with_name(f"{target.name}.ly-do.txt").write_text(reason + "\n", encoding="utf-8")
    return Taken(path.name, reason, target)


def take_inbox(
    settings: Settings, folder: Path, by: str, kinds: Collection[str] = USUAL_KINDS
) -> list[Taken]:
    """Hand in every file that waits, one after another, so that a bad one holds up no other.

    Args:
        settings: folders.
        folder: that files are dropped into; ``da-nhan`` and ``khong-nhan`` are made in it.
        by: name for the journal.
        kinds: of ``pipeline.inputs.entries.FOLDERS``, that are taken.

    Returns:
        What became of each file.
    """
    done = []
    for path in list_waiting(folder):
        try:
            reason = _take_one(settings, path, by, kinds)
            done.append(_move(path, REFUSED if reason else TAKEN, reason))
        except OSError as error:
            # It stays where it is and is tried again.
            done.append(Taken(path.name, f"Không đọc hoặc chuyển được: {error.strerror}", path))
        except Exception as error:  # noqa: BLE001 (told, and no other file waits for this one)
            reason = f"Lỗi không ngờ ({type(error).__name__}); tệp vẫn ở chỗ cũ"
            done.append(Taken(path.name, reason, path))
    return done


def _take_one(settings: Settings, path: Path, by: str, kinds: Collection[str]) -> str:
    """Why a file was not taken; empty where it was."""
    identity = identify_file(path, settings)
    if identity.folder is None:
        said = "; ".join(say_problem(p)[0] for p in identity.problems[:2])
        return f"Không nhận ra tệp này là gì: {said}"
    if identity.folder not in kinds:
        return (
            f"Hộp thư không nhận loại tệp này ({identity.folder}); "
            "đưa vào bằng trang Đưa số liệu vào hoặc lệnh cchc add"
        )
    received = dt.datetime.now(dt.UTC).astimezone().date()
    day = received if identity.folder == "progress" else None
    # What lies there already is never replaced: two people may use one name.
    handed = HandedFile(path, path.name, identity.folder, day, takes_place_of="")
    for number in itertools.count(2):
        if not hash_place(settings, handed):
            break
        name = f"{path.stem}_{number}{path.suffix}"
        handed = dataclasses.replace(handed, name=name)
    return _hand_in_one(settings, handed, by)


def _hand_in_one(settings: Settings, handed: HandedFile, by: str) -> str:
    """Why a file was not taken; empty where it was. A file of no use is taken back again."""
    state = hand_in(settings, [handed], by)
    if state.step != "published":
        return state.message or "không dựng được"
    if state.unused:
        problems = identify_file(handed.path, settings).problems[:2]
        said = "; ".join(say_problem(p)[0] for p in problems) or "xem bằng cchc check"
        reason = f"Không dùng được gì trong tệp này: {said}"
    elif state.displaced:
        # Which of two files of one plan counts is for a person to say.
        named = ", ".join(state.displaced)
        reason = f"Kế hoạch này đã có trong {named}; nếu là bản mới, hãy đưa vào bằng tay"
    else:
        return ""
    undone = undo_last(settings, by, state.hand_in_id)
    if undone.step != "published":
        reason += f". Tệp vẫn nằm trong kho vì chưa hoàn tác được: {undone.message}"
    return reason
