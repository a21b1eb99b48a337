"""Reports in an office's own form: its columns and rows mapped once, read by themselves after.

A mapping is a .toml file below ``data/raw/mappings/``. It names the head by which the form is
recognised, which column holds what, and which target of a plan each row speaks of. Digits of a
head do not count: "Kết quả đến 30/9" and "Kết quả đến 31/10" are one column.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from pipeline.layouts.model import find_layout
from pipeline.support.problems import Problem, UnreadableFileError, reject_file
from pipeline.support.text import fold
from pipeline.tables.header import Header, HeaderSearch
from pipeline.tables.recognise import RecognisedSheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.progress.provenance import Provenance
    from pipeline.tables.model import RawTable

MAPPINGS = "mappings"
LAYOUT = "own_form"
# Columns of a report that become columns of a result; ``words`` says which target a row is of and
# ``planned`` helps to find it.
FIELDS = ("words", "value", "numerator", "denominator", "unit", "planned", "note")
_TAKEN = ("value", "numerator", "denominator", "unit", "note")
_DIGITS = re.compile(r"\d+")
_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(20\d\d)(?!\d)")
_LEVELS = {"province": "tỉnh", "district": "huyện", "commune": "xã"}
_EXAMPLE = "đưa tệp ấy vào lại ở trang Đưa số liệu vào để lập lại mẫu"


@dataclass(frozen=True)
class RowTarget:
    """The target that a row of the form speaks of."""

    indicator_code: str
    scope_level: str | None = None


@dataclass(frozen=True)
class Mapping:
    """What is known of a form.

    Attributes:
        name: of the form, for people.
        head: folded labels of its head.
        columns: field of ``FIELDS`` -> folded label.
        plan_code: the plan that its rows speak of.
        unit_code: whose results they are.
        rows: folded words of a row -> its target, None for a row that is of no target.
    """

    name: str
    head: frozenset[str]
    columns: dict[str, str]
    plan_code: str
    unit_code: str
    rows: dict[str, RowTarget | None]


def fold_head(label: str) -> str:
    """A label as forms are compared: digits do not count.

    >>> fold_head("Kết quả đến 30/9/2025 (%)")
    'ket qua den # # # %'
    """
    return _DIGITS.sub("#", fold(label))


@cache
def _load_kinds() -> list[tuple[str, re.Pattern[str]]]:
    path = Path(__file__).with_suffix(".toml")
    kinds = tomllib.loads(path.read_text(encoding="utf-8"))["kind"]
    return [(kind["field"], re.compile(kind["pattern"])) for kind in kinds]


def guess_field(label: str) -> str | None:
    """What a column holds by the words of its head, None where they do not say."""
    folded = fold(label)
    return next((field for field, pattern in _load_kinds() if pattern.search(folded)), None)


def read_mapping(path: Path) -> Mapping:
    """One mapping.

    Raises:
        UnreadableFileError: it is no mapping; says what is wrong.
    """
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        rows = {
            fold(row["words"]): RowTarget(row["indicator_code"], row.get("scope_level"))
            if row.get("indicator_code")
            else None
            for row in said.get("row", [])
        }
        columns = {str(k): fold_head(str(v)) for k, v in said["columns"].items() if k in FIELDS}
        head = frozenset(fold_head(str(label)) for label in said["head"])
        mapping = Mapping(
            str(said["name"]), head, columns, str(said["plan_code"]), str(said["unit_code"]), rows
        )
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise reject_file("bad_mapping", "mẫu riêng không đọc được", _EXAMPLE) from error
    except (KeyError, TypeError, AttributeError) as error:
        said_missing = f"mẫu riêng thiếu hoặc sai mục {error}"
        raise reject_file("bad_mapping", said_missing, _EXAMPLE) from error
    if "words" not in columns or not head or not {"value", "numerator"} & set(columns):
        raise reject_file("bad_mapping", "mẫu riêng không nêu cột chỉ tiêu hay cột số", _EXAMPLE)
    return mapping


def write_mapping(
    name: str,
    head: Sequence[str],
    columns: dict[str, str],
    plan_code: str,
    unit_code: str,
    rows: dict[str, RowTarget | None],
) -> str:
    """Text of a mapping, as people can read and change it."""

    def quote(text: str) -> str:
        escaped = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'

    lines = [
        "# Mẫu báo cáo riêng của đơn vị: tệp có cùng tiêu đề được đọc theo đây.",
        f"name = {quote(name)}",
        f"plan_code = {quote(plan_code)}",
        f"unit_code = {quote(unit_code)}",
        "# Tiêu đề nhận ra mẫu này; chữ số không tính.",
        f"head = [{', '.join(quote(label) for label in head)}]",
        "",
        "[columns]",
        *(f"{field} = {quote(label)}" for field, label in columns.items()),
    ]
    for words, target in rows.items():
        lines += ["", "[[row]]", f"words = {quote(words)}"]
        if target is None:
            lines.append('indicator_code = ""')
            continue
        lines.append(f"indicator_code = {quote(target.indicator_code)}")
        if target.scope_level:
            lines.append(f"scope_level = {quote(target.scope_level)}")
    return "\n".join(lines) + "\n"


def list_mapping_files(folder: Path) -> list[Path]:
    """Mappings of an office, in order of name."""
    return sorted(folder.glob("*.toml")) if folder.is_dir() else []


def load_mappings(folder: Path) -> list[Mapping]:
    """Mappings that can be read; one that cannot is named by the listing of the raw folder."""
    found = []
    for path in list_mapping_files(folder):
        try:
            found.append(read_mapping(path))
        except UnreadableFileError:
            continue
    return found


def _find_header(table: RawTable, mapping: Mapping) -> Header | None:
    names = {label: field for field, label in mapping.columns.items()}
    header = HeaderSearch(table).find(lambda label: names.get(fold_head(label)))
    labels = {fold_head(label) for label in header.labels if label}
    # The whole head must be there; a column more is no matter.
    is_same = set(mapping.columns) <= set(header.positions) and mapping.head <= labels
    return header if is_same else None


def find_form(
    tables: Sequence[RawTable], mappings: Sequence[Mapping]
) -> tuple[RawTable, Header, Mapping] | None:
    """The first sheet whose head is that of a known form."""
    for table in tables:
        if table.is_hidden or table.columnar is not None:
            continue
        for mapping in mappings:
            if header := _find_header(table, mapping):
                return table, header, mapping
    return None


def propose_header(table: RawTable) -> Header | None:
    """Where the head of an unknown form may stand, its columns named by their words."""
    if table.is_hidden or table.columnar is not None:
        return None
    header = HeaderSearch(table).find(guess_field)
    return header if {"words"} < set(header.positions) else None


def list_rows(table: RawTable, header: Header, words: int) -> list[tuple[int, str]]:
    """Rows below the head that say what they are of: number from 1, and the words."""
    found = []
    for row in range(header.bottom, len(table.rows)):
        text = table.get_spread(row, words)
        if text and row not in table.hidden_rows and not text.replace(".", "").isdecimal():
            found.append((row + 1, text))
    return found


@dataclass(frozen=True)
class Demand:
    """A number of a plan that a row may speak of.

    Attributes:
        target: what a result of it is called.
        text: words of the plan.
        value: what is demanded.
    """

    target: RowTarget
    text: str
    value: float | None = None


def match_rows(
    rows: Sequence[str], demands: Sequence[Demand], planned: Sequence[str | None] = ()
) -> list[tuple[int | None, float]]:
    """The demand that each row is likeliest of, by words; no demand twice.

    Args:
        rows: words of the rows.
        demands: numbers of the plan.
        planned: what the form says is demanded, row by row, where it has such a column.

    Returns:
        Position among the demands (None where none is left) and likeness from 0 to 1, row by row.
    """
    scored = []
    for number, words in enumerate(rows):
        said = planned[number] if number < len(planned) else None
        digits = re.search(r"\d+(?:[.,]\d+)?", said or words)
        for position, demand in enumerate(demands):
            likeness = fuzz.token_set_ratio(fold(words), fold(demand.text)) / 100
            is_same = digits is not None and demand.value == float(digits[0].replace(",", "."))
            scored.append((likeness + 0.05 * is_same, -number, -position))
    best: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for score, minus_number, minus_position in sorted(scored, reverse=True):
        number, position = -minus_number, -minus_position
        if number not in best and position not in taken:
            best[number] = (position, min(score, 1.0))
            taken.add(position)
    return [best.get(number, (None, 0.0)) for number in range(len(rows))]


def find_as_of(table: RawTable, header: Header, value: int | None) -> dt.date | None:
    """The day that the figures speak of: in the head of their column, else above the head."""
    labels = [header.labels[value]] if value is not None and value < len(header.labels) else []
    above = [cell for row in table.rows[: header.top] for cell in row if cell]
    for text in (*labels, *reversed(above)):
        for day, month, year in _DAY.findall(text):
            try:
                return dt.date(int(year), int(month), int(day))
            except ValueError:
                continue
    return None


def _name_unmatched(table: RawTable, row_no: int, words: str) -> Problem:
    return Problem(
        "own_form_row_unmatched",
        f"dòng «{words[:80]}» chưa gắn với chỉ tiêu nào của kế hoạch",
        "gắn ở trang Đưa số liệu vào, hoặc ghi là không phải chỉ tiêu",
        sheet=table.sheet,
        row_no=row_no,
    )


def _name_left_out(table: RawTable, row_no: int) -> Problem:
    return Problem(
        "own_form_row_left_out", "dòng không phải chỉ tiêu theo mẫu riêng", "", "ignored",
        sheet=table.sheet, row_no=row_no, ignored_rows=1,
    )  # fmt: skip


def apply_mapping(
    table: RawTable,
    header: Header,
    mapping: Mapping,
    provenance: Provenance,
    as_of: dt.date | None,
) -> tuple[RecognisedSheet, list[Problem]]:
    """A form as a sheet of results: each row where it stands, with the target that it is of.

    Args:
        table: the sheet.
        header: of ``find_form``.
        mapping: of ``find_form``.
        provenance: of the file.
        as_of: the day that somebody named, None for the one that the sheet names.

    Returns:
        The sheet, its rows that are of no target empty, and a problem for each of these.
    """
    value = header.positions.get("value", header.positions.get("numerator"))
    day = as_of or find_as_of(table, header, value) or provenance.received_on
    said_day = day.isoformat() if day else None
    width = max((len(row) for row in table.rows), default=0)
    said = dict(list_rows(table, header, header.positions["words"]))
    rows: list[list[str | None]] = []
    problems: list[Problem] = []
    for number, cells in enumerate(table.rows, start=1):
        words = said.get(number)
        padded: list[str | None] = [*cells, *[None] * (width - len(cells))]
        if number <= header.bottom or words is None:
            rows.append(padded if number <= header.bottom else [])
            continue
        target = mapping.rows.get(fold(words))
        if target is None:
            rows.append([])
            # A heading or a signature has no figure: nothing is lost with it.
            figures = [f for f in ("value", "numerator", "denominator") if f in header.positions]
            has_figure = any(table.get(number - 1, header.positions[f]) for f in figures)
            is_new = has_figure and fold(words) not in mapping.rows
            problems.append(
                _name_unmatched(table, number, words) if is_new else _name_left_out(table, number)
            )
            continue
        level = _LEVELS.get(target.scope_level or "")
        # Cells that a merged one covers say what it says.
        at = [(number - 1, column) for column in range(width)]
        taken = [table.get(*table.spans.get(place, place)) for place in at]
        rows.append([*taken, mapping.unit_code, target.indicator_code, level, said_day])
    names = ("unit_code", "indicator_code", "scope_level", "as_of_date")
    positions = {f: p for f, p in header.positions.items() if f in _TAKEN}
    positions |= {name: width + number for number, name in enumerate(names)}
    labels = (*header.labels, *[""] * (width - len(header.labels)), *names)
    layout = find_layout("indicator_results").sheets[0]
    shaped = replace(table, rows=rows, spans={})
    return RecognisedSheet(shaped, layout, replace(header, labels=labels, positions=positions)), (
        problems
    )


def describe_columns(header: Header) -> dict[int, str]:
    """Position -> label of the columns of a form that have one."""
    return {p: " ".join(label.split()) for p, label in enumerate(header.labels) if label.strip()}
