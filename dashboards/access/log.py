"""Who did what, and when: one line of JSON each, kept in files that take turns."""

from __future__ import annotations

import datetime as dt
import json
import logging
import logging.handlers
from functools import cache
from typing import TYPE_CHECKING

from pipeline.support.settings import resolve_settings

if TYPE_CHECKING:
    from pathlib import Path

NAME = "access.log"
# Ten files of a megabyte: months of an office.
_BYTES, _FILES = 1_000_000, 10


@cache
def _open(path: Path) -> logging.Logger:
    logger = logging.getLogger(f"cchc.access.{path}")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(
        path, maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger.addHandler(handler)
    return logger


def note_access(who: str, action: str, **details: str) -> None:
    """Append a line; nothing secret is ever given to it.

    Args:
        who: the person's name.
        action: ``sign_in``, ``page``, ``denied`` and what else people do.
        details: short texts.
    """
    line = {"at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), "who": who,
            "action": action, **details}  # fmt: skip
    _open(resolve_settings().marts / NAME).info(json.dumps(line, ensure_ascii=False))
