"""Folders of builds, the link to the current one, and the lock against two builders.

A build is prepared in ``work/``, renamed as a whole into ``builds/<id>/`` and only then shown
by switching the link ``current``: rename and switch are each one step of the file system, so a
builder that is killed at any instruction leaves the last good build in place, and a reader
never meets a file that is being written. What a link points to is on the disk before the link is.
Nobody can open a published file for writing, since DuckDB shuts readers out while somebody does.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

    from pipeline.support.settings import Settings

# What people open: the public tables.
DATABASE = "cchc.duckdb"
# What the build is made in, with all that the public tables came from.
WHOLE_DATABASE = "engineering/cchc.duckdb"
READY = "OK"
_FOLDER_MODE = (
    stat.S_IRUSR | stat.S_IXUSR | stat.S_IRGRP | stat.S_IXGRP | stat.S_IROTH | stat.S_IXOTH
)


class BuildRunningError(Exception):
    """Another process is building into the same folder."""


@contextmanager
def hold_build_lock(settings: Settings) -> Generator[None]:
    """Let one builder at a time into a marts folder.

    Raises:
        BuildRunningError: someone else is in; the lock goes with its process, even if killed.
    """
    settings.marts.mkdir(parents=True, exist_ok=True)
    with (settings.marts / "build.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BuildRunningError from error
        yield


def find_current_build(settings: Settings) -> Path | None:
    """Folder of the current build, None where nothing was published yet.

    The answer is a real path: whoever opens files below it stays with this build even when a
    newer one is published meanwhile.
    """
    folder = Path(os.path.realpath(settings.current))
    return folder if (folder / READY).exists() else None


def start_work(settings: Settings) -> Path:
    """An empty work folder; what a killed builder left in it is thrown away."""
    work = settings.marts / "work"
    for left in (work, settings.engine):
        shutil.rmtree(left, ignore_errors=True)
    (work / WHOLE_DATABASE).parent.mkdir(parents=True)
    return work


def keep_failure(settings: Settings, work: Path) -> Path:
    """Set a failed work folder aside, in place of the one before, so that it can be examined."""
    failed = settings.marts / "failed"
    shutil.rmtree(failed, ignore_errors=True)
    work.rename(failed)
    return failed


def _keep_on_disk(path: Path) -> None:
    """Wait until a file, or the entries of a folder, would outlast a loss of power."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _seal_files(folder: Path) -> None:
    """Every file on the disk and read-only, then every folder on the disk, the innermost first."""
    for parent, _, names in os.walk(folder, topdown=False):
        for name in names:
            path = Path(parent) / name
            path.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
            _keep_on_disk(path)
        _keep_on_disk(Path(parent))


def _set_folders(folder: Path, mode: int) -> None:
    for parent, _, _ in os.walk(folder):
        Path(parent).chmod(mode)


def remove_build(folder: Path) -> None:
    """Remove a build; its folders are made writable first."""
    _set_folders(folder, stat.S_IRWXU)
    shutil.rmtree(folder, ignore_errors=True)


def switch_current(settings: Settings, build: Path) -> None:
    """Make a build the current one: readers find it, or the one before, and nothing between.

    Args:
        settings: folders.
        build: a published build.

    Raises:
        FileNotFoundError: it is none, or gone by now.
    """
    if not (build / READY).exists():
        raise FileNotFoundError(build / READY)
    link = settings.marts / "current.new"
    link.unlink(missing_ok=True)
    link.symlink_to(build.relative_to(settings.marts))
    link.replace(settings.current)
    _keep_on_disk(settings.marts)


def list_builds(settings: Settings) -> list[Path]:
    """Folders of whole builds, the oldest first."""
    if not settings.builds.is_dir():
        return []
    return sorted(p for p in settings.builds.iterdir() if (p / READY).exists())


def publish_work(settings: Settings, work: Path, build_id: str) -> Path:
    """Turn a finished work folder into the current build.

    Args:
        settings: folders.
        work: holds the database, the Parquet files and the manifest.
        build_id: name of the new build.

    Returns:
        Folder of the new build.
    """
    (work / READY).touch()
    _seal_files(work)
    settings.builds.mkdir(exist_ok=True)
    build = settings.builds / build_id
    work.rename(build)
    # Renaming a folder into another one writes to it, so it is closed afterwards.
    _set_folders(build, _FOLDER_MODE)
    _keep_on_disk(settings.builds)
    switch_current(settings, build)
    return build


def prune_builds(settings: Settings) -> list[str]:
    """Remove all but the newest builds; the current one always stays.

    Returns:
        Names of the builds removed.
    """
    current = find_current_build(settings)
    builds = sorted(p for p in settings.builds.iterdir() if p.is_dir())
    old = [p for p in builds[: -settings.keep_builds] if p != current]
    for folder in old:
        remove_build(folder)
    return [p.name for p in old]
