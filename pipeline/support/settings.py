"""Where things lie: options beat environment variables beat defaults."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
DEFAULT_KEEP_BUILDS = 5
# As in profiles.yml: what does not fit goes to disk.
MEMORY_LIMIT = "3GB"
# Databases are written so that tools with a driver of DuckDB 1.2 and later read them.
STORAGE_VERSION = "v1.2.0"


@dataclass(frozen=True)
class ReadLimits:
    """What the reading of one raw file may take.

    Attributes:
        seconds: running time; a long scan takes some minutes.
        memory_mb: memory of the process that reads, in megabytes.
    """

    seconds: float = 660.0
    memory_mb: int = 4096


def _find_dbt_folder() -> Path | None:
    folder = os.environ.get("CCHC_DBT_FOLDER")
    return Path(folder).resolve() if folder else None


@dataclass(frozen=True)
class Settings:
    """Folders of one installation.

    Attributes:
        raw: what offices hand in (``plans/``, ``progress/``, ``reviews/``).
        marts: what is published (``builds/``, ``current``) and the parse cache.
        keep_builds: how many of the newest builds stay on disk.
        read_limits: time and memory for the reading of one raw file.
        cache_folder: where parsed files lie; None for below ``marts``.
        dbt_folder: where dbt keeps what it parsed of the models; None for below ``marts``. It
            depends on code alone, so installations of one code may share it.
    """

    raw: Path
    marts: Path
    keep_builds: int = DEFAULT_KEEP_BUILDS
    read_limits: ReadLimits = ReadLimits()
    cache_folder: Path | None = None
    dbt_folder: Path | None = field(default_factory=_find_dbt_folder)

    @property
    def builds(self) -> Path:
        """Folder that holds one subfolder per published build."""
        return self.marts / "builds"

    @property
    def current(self) -> Path:
        """Symbolic link to the newest good build."""
        return self.marts / "current"

    @property
    def cache(self) -> Path:
        """Typed Parquet per raw file, keyed by content and parser version."""
        return self.cache_folder or self.marts / "cache"

    @property
    def dbt(self) -> Path:
        """Compiled models and what dbt parsed of them, so that the next parsing is partial."""
        return self.dbt_folder or self.marts / "dbt"

    @property
    def engine(self) -> Path:
        """Tables on their way to an engine for large sets, while a build lasts."""
        return self.marts / "engine"


def resolve_settings(raw: str | Path | None = None, marts: str | Path | None = None) -> Settings:
    """Combine command options with the environment.

    ``CCHC_RAW``, ``CCHC_MARTS``, ``CCHC_KEEP_BUILDS``, ``CCHC_READ_SECONDS``,
    ``CCHC_READ_MEMORY_MB``, ``CCHC_DBT_FOLDER``.

    Args:
        raw: folder given on the command line, or None.
        marts: folder given on the command line, or None.

    Returns:
        Absolute folders; nothing is created here.
    """
    env = os.environ
    return Settings(
        raw=Path(raw or env.get("CCHC_RAW") or PROJECT / "data" / "raw").resolve(),
        marts=Path(marts or env.get("CCHC_MARTS") or PROJECT / "data" / "marts").resolve(),
        keep_builds=_read_count(env.get("CCHC_KEEP_BUILDS"), DEFAULT_KEEP_BUILDS),
        read_limits=ReadLimits(
            seconds=_read_count(env.get("CCHC_READ_SECONDS"), int(ReadLimits.seconds)),
            memory_mb=_read_count(env.get("CCHC_READ_MEMORY_MB"), ReadLimits.memory_mb),
        ),
    )


def _read_count(text: str | None, default: int) -> int:
    """A count of at least one; anything else is the default."""
    return max(int(text), 1) if text and text.isdecimal() else default
