"""When a progress file was received and what kind of data it holds: said by data, not a clock."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.support.sidecar import check_sidecar

if TYPE_CHECKING:
    from pathlib import Path

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
        UnreadableFileError: the sidecar is broken or names an unknown key or kind.
    """
    said = check_sidecar(path)
    return Provenance(
        said.get("received_on") or _date_of_folder(path),
        said.get("data_kind", "self_reported"),
        said.get("citation"),
        said.get("unit_code"),
    )
