"""When a progress file was received and what kind of data it holds: said by data, not a clock."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.problems import reject_file

if TYPE_CHECKING:
    from pathlib import Path

DATA_KINDS = ("official", "self_reported", "published", "simulated")
SIDECAR_SUFFIX = ".meta.toml"
_DATED_FOLDER = re.compile(r"^\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True)
class Provenance:
    """What holds for every row of a file that does not say otherwise.

    Attributes:
        received_on: day the file came in, None where neither folder nor sidecar says.
        data_kind: one of ``DATA_KINDS``.
        citation: where the figures come from.
        unit_code: whose figures they are, where the file itself does not say.
    """

    received_on: dt.date | None
    data_kind: str
    citation: str | None
    unit_code: str | None = None


def find_sidecar(path: Path) -> Path:
    """``<file>.meta.toml`` beside a raw file (it need not exist)."""
    return path.with_name(path.name + SIDECAR_SUFFIX)


def read_sidecar(path: Path) -> dict:
    """What the sidecar of a file says, nothing where there is none.

    Raises:
        UnreadableFileError: the sidecar is no TOML.
    """
    sidecar = find_sidecar(path)
    if not sidecar.exists():
        return {}
    try:
        return tomllib.loads(sidecar.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise reject_file(
            "bad_sidecar",
            f"tệp kèm {sidecar.name} không đúng dạng TOML",
            'ghi từng dòng như: received_on = 2025-10-16, data_kind = "official"',
        ) from error


def _date_of_folder(path: Path) -> dt.date | None:
    for parent in path.parents:
        if _DATED_FOLDER.match(parent.name):
            try:
                return dt.date.fromisoformat(parent.name)
            except ValueError:
                return None
    return None


def read_provenance(path: Path) -> Provenance:
    """Sidecar first, then the name of the dated folder.

    Args:
        path: a progress file.

    Returns:
        Defaults for its rows; ``data_kind`` is ``self_reported`` where nothing is said.

    Raises:
        UnreadableFileError: the sidecar is broken or names an unknown kind.
    """
    said = read_sidecar(path)
    kind = said.get("data_kind", "self_reported")
    if kind not in DATA_KINDS:
        raise reject_file(
            "bad_sidecar",
            f"data_kind «{kind}» không có",
            f"dùng một trong: {', '.join(DATA_KINDS)}",
        )
    received = said.get("received_on") or _date_of_folder(path)
    return Provenance(
        received if isinstance(received, dt.date) else None,
        kind,
        said.get("citation"),
        said.get("unit_code"),
    )
