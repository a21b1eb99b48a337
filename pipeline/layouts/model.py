"""What a layout file says: which sheets, which columns, which types."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

from pipeline.support.text import fold

ColumnType = Literal["text", "code", "integer", "number", "date", "flag", "choice", "list"]
Shape = Literal["rows", "facts"]


@dataclass(frozen=True)
class Column:
    """One standard column and the names offices give it.

    Attributes:
        name: standard name, as in the raw table.
        header: the header we write ourselves.
        aliases: other headers we accept.
        type: how the text becomes a value.
        required: a row without it is rejected, a sheet without it is not this layout.
        choices: word in the file -> stored value, for type ``choice``.
        min: smallest allowed number.
        max: largest allowed number.
        words: word in a cell of figures -> reason why there is none ("chưa có số liệu").
        help: one sentence for whoever fills the sheet, in Vietnamese.
    """

    name: str
    header: str
    type: ColumnType = "text"
    required: bool = False
    aliases: tuple[str, ...] = ()
    choices: dict[str, str] = field(default_factory=dict)
    min: float | None = None
    max: float | None = None
    width: int = 16
    help: str = ""
    words: dict[str, str] = field(default_factory=dict)

    @property
    def is_figure(self) -> bool:
        """Its cells are numbers or days, not names."""
        return self.type in ("number", "integer", "date")

    @property
    def is_name(self) -> bool:
        """Its cells name something, so that they are taken as shown: 1.10 is not 1.1."""
        return self.type == "code" or self.name.endswith("_ref")

    def answers_to(self, header: str) -> bool:
        """Whether a header of a file means this column (marks and case do not count).

        Machines name columns by their standard name.
        """
        return header == self.name or fold(header) in self.folded_names

    @cached_property
    def folded_names(self) -> frozenset[str]:
        """Header and aliases as ``answers_to`` compares them."""
        return frozenset(fold(n) for n in (self.header, *self.aliases))

    def find_choice(self, text: str) -> str | None:
        """Stored value of a word, or None where the word is not in the list."""
        folded = fold(text)
        return next((v for word, v in self.choices.items() if fold(word) == folded), None)

    def find_word(self, text: str) -> str | None:
        """Reason that a word in a cell of figures gives, None for any other cell."""
        folded = fold(text)
        return next((v for word, v in self.words.items() if fold(word) == folded), None)


@dataclass(frozen=True)
class SheetLayout:
    """One table of a layout: a sheet of a workbook, or a whole csv file.

    Attributes:
        table: name of the raw table that its rows go to.
        shape: ``rows`` (a header row, then one record a row) or ``facts``
            (one fact a row: name, value, place).
        repeats: a workbook may hold several such sheets.
        optional: the layout is whole without it.
        period_columns: headers that name a reporting period are columns too.
    """

    layout: str
    table: str
    name: str
    shape: Shape
    columns: tuple[Column, ...]
    aliases: tuple[str, ...] = ()
    repeats: bool = False
    optional: bool = False
    period_columns: bool = False

    def find_column(self, header: str) -> Column | None:
        """The column that a header means, or None."""
        return self._columns_by_name.get(fold(header)) or self._columns_by_code.get(header)

    @cached_property
    def _columns_by_name(self) -> dict[str, Column]:
        """Folded header or alias -> column; of two that share one, the first."""
        named = [(name, c) for c in reversed(self.columns) for name in c.folded_names]
        return dict(named)

    @cached_property
    def _columns_by_code(self) -> dict[str, Column]:
        return {c.name: c for c in self.columns}

    @property
    def required(self) -> tuple[Column, ...]:
        """Columns without which the sheet cannot be used."""
        return tuple(c for c in self.columns if c.required)


@dataclass(frozen=True)
class Layout:
    """A kind of file: every sheet of it must be there."""

    code: str
    name_vi: str
    folder: str
    sheets: tuple[SheetLayout, ...]


def _read_column(raw: dict[str, Any]) -> Column:
    aliases = tuple(raw.pop("aliases", ()))
    return Column(aliases=aliases, **raw)


def _read_sheet(layout: str, raw: dict[str, Any]) -> SheetLayout:
    return SheetLayout(
        layout=layout,
        table=raw["table"],
        name=raw["name"],
        shape=raw.get("shape", "rows"),
        aliases=tuple(raw.get("aliases", ())),
        columns=tuple(_read_column(c) for c in raw["column"]),
        repeats=raw.get("repeats", False),
        optional=raw.get("optional", False),
        period_columns=raw.get("period_columns", False),
    )


def _read_layout(path: Path) -> Layout:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    sheets = tuple(_read_sheet(raw["code"], s) for s in raw["sheet"])
    return Layout(raw["code"], raw["name_vi"], raw["folder"], sheets)


@cache
def load_layouts() -> tuple[Layout, ...]:
    """Every layout of this folder, in the order of their file names."""
    return tuple(_read_layout(p) for p in sorted(Path(__file__).parent.glob("*.toml")))


def find_layout(code: str) -> Layout:
    """The layout with this code.

    Raises:
        KeyError: there is none.
    """
    for layout in load_layouts():
        if layout.code == code:
            return layout
    raise KeyError(code)
