"""Reference data of ``seeds/`` that reading needs: fields, indicators, provinces."""

from __future__ import annotations

import csv
import difflib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pipeline.support.settings import PROJECT
from pipeline.support.text import fold

if TYPE_CHECKING:
    from pathlib import Path

SEEDS = PROJECT / "seeds"


def read_seed(name: str, folder: Path = SEEDS) -> list[dict[str, str]]:
    """Rows of one seed file, all text."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def read_threshold(code: str) -> float:
    """A threshold of seeds/status_thresholds.csv, in the unit that it states there.

    Raises:
        KeyError: there is none of this code.
    """
    values = {row["threshold_code"]: float(row["value"]) for row in read_seed("status_thresholds")}
    return values[code]


@dataclass(frozen=True)
class Reference:
    """What a raw file may refer to.

    Attributes:
        fields: folded name or alias -> field code.
        indicators: indicator code -> its unit.
        provinces: folded province name -> boundary versions that have it.
    """

    fields: dict[str, int]
    indicators: dict[str, str]
    provinces: dict[str, frozenset[str]]

    def find_field(self, name: str) -> int | None:
        """Field code of a name, an alias, or the code itself."""
        return self.fields.get(fold(name))

    def suggest_indicators(self, code: str) -> list[str]:
        """Known codes that look like a mistyped one, the nearest first."""
        return difflib.get_close_matches(code.upper(), sorted(self.indicators), n=3, cutoff=0.6)


def _read_fields() -> dict[str, int]:
    fields: dict[str, int] = {}
    for row in read_seed("fields"):
        code = int(row["field_code"])
        names = (row["field_code"], row["field_name_vi"], row["field_short_vi"])
        for name in (*names, *row["aliases"].split(";")):
            fields[fold(name)] = code
    return fields


@cache
def load_reference() -> Reference:
    """Read the seeds once per process."""
    provinces: dict[str, set[str]] = {}
    for row in read_seed("provinces"):
        provinces.setdefault(fold(row["province_name"]), set()).add(row["boundary_version"])
    return Reference(
        fields=_read_fields(),
        indicators={row["indicator_code"]: row["unit"] for row in read_seed("indicators")},
        provinces={name: frozenset(versions) for name, versions in provinces.items()},
    )
