"""Where things lie: options beat environment variables beat defaults."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
DEFAULT_KEEP_BUILDS = 5


@dataclass(frozen=True)
class Settings:
    """Folders of one installation.

    Attributes:
        raw: what offices hand in (``plans/``, ``progress/``, ``reviews/``).
        marts: what is published (``builds/``, ``current``) and the parse cache.
        keep_builds: how many of the newest builds stay on disk.
    """

    raw: Path
    marts: Path
    keep_builds: int = DEFAULT_KEEP_BUILDS

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
        return self.marts / "cache"


def resolve_settings(raw: str | Path | None = None, marts: str | Path | None = None) -> Settings:
    """Combine command options with ``CCHC_RAW``, ``CCHC_MARTS``, ``CCHC_KEEP_BUILDS``.

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
        keep_builds=_read_keep_builds(env.get("CCHC_KEEP_BUILDS")),
    )


def _read_keep_builds(text: str | None) -> int:
    """A count of at least one; anything else is the default."""
    return max(int(text), 1) if text and text.isdigit() else DEFAULT_KEEP_BUILDS
