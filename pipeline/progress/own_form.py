"""Reports in an office's own form: its columns and rows mapped once, read by themselves after.

A mapping is a .toml file below ``data/raw/mappings/``. It names the head by which the form is
recognised, which column holds what, and which target of a plan each row speaks of. Digits of a
head do not count: "Kết quả đến 30/9" and "Kết quả đến 31/10" are one column.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
_FIGURES = ("value", "numerator", "denominator")
_TAKEN = ("value", "numerator", "denominator", "unit", "note")
_DIGITS = re.compile(r"\d+")
_DAY = re.compile(
    r"(?<!\d)(\d{1,2})\s*(?:[/.-]|tháng)\s*(\d{1,2})\s*(?:[/.-]|năm)\s*(20\d\d)(?!\d)",
    re.IGNORECASE,
)
# Of the days above a head only the one that the figures go up to.
_UP_TO = re.compile(r"\b(?:tinh den|den ngay|den het|so lieu den|thoi diem|den)\b")
_LETTER = re.compile(r"\b(?:so \d+|can cu|kem theo)\b")
_BARE_NUMBER = re.compile(r"[\d.,\s]+")
_LEVELS = {"province": "tỉnh", "district": "huyện", "commune": "xã"}


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
def load_rules() -> dict[str, Any]:
    """Words of heads and cut-offs, from the file beside this one."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@cache
def _load_kinds() -> list[tuple[str, re.Pattern[str]]]:
    return [(kind["field"], re.compile(kind["pattern"])) for kind in load_rules()["kind"]]


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
        raise reject_file("bad_mapping.unreadable") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise reject_file("bad_mapping", {"entry": error}) from error
    if "words" not in columns or not head or not {"value", "numerator"} & set(columns):
        raise reject_file("bad_mapping.columns")
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
    labels = [fold_head(label) for label in header.labels if label]
    # The whole head must be there; a column more is no matter.
    is_same = set(mapping.columns) <= set(header.positions) and mapping.head <= set(labels)
    return header if is_same else None


def find_twice(header: Header, mapping: Mapping) -> str | None:
    """A column of the mapping that stands in the head twice, so that nobody can tell which."""
    labels = [fold_head(label) for label in header.labels if label]
    return next((label for label in mapping.columns.values() if labels.count(label) > 1), None)


def find_forms(
    tables: Sequence[RawTable], mappings: Sequence[Mapping]
) -> list[tuple[RawTable, Header, Mapping]]:
    """Every known form whose head a sheet has, the first such sheet of each."""
    found = []
    for mapping in mappings:
        for table in tables:
            if table.is_hidden or table.columnar is not None:
                continue
            if header := _find_header(table, mapping):
                found.append((table, header, mapping))
                break
    return found


def choose_form(
    forms: Sequence[tuple[RawTable, Header, Mapping]], wanted: str | None
) -> tuple[RawTable, Header, Mapping] | None:
    """The form that a file is in.

    Args:
        forms: of ``find_forms``.
        wanted: name of the form that somebody said, None for nobody.

    Raises:
        UnreadableFileError: several fit and nobody said which, or a column stands there twice.
    """
    fitting = [form for form in forms if wanted is None or form[2].name == wanted]
    if not fitting:
        return None
    if len(fitting) > 1:
        names = ", ".join(f"«{mapping.name}»" for _, _, mapping in fitting)
        raise reject_file("own_form_ambiguous", {"count": len(fitting), "names": names})
    table, header, mapping = fitting[0]
    if twice := find_twice(header, mapping):
        raise reject_file("own_form_column_twice", {"twice": twice}, sheet=table.sheet)
    return fitting[0]


def propose_header(table: RawTable) -> Header | None:
    """Where the head of an unknown form may stand, its columns named by their words."""
    if table.is_hidden or table.columnar is not None:
        return None
    header = HeaderSearch(table).find(guess_field)
    return header if {"words"} < set(header.positions) else None


def list_rows(table: RawTable, header: Header, words: int) -> list[tuple[int, str]]:
    """Rows below the head that say what they are of: number from 1, and how they are known.

    Words that stand in several rows ("- Cấp xã") are told apart by the row above that has words
    of its own: "Hồ sơ trực tuyến › - Cấp xã".
    """
    found = []
    for row in range(header.bottom, len(table.rows)):
        text = table.get_spread(row, words)
        if text and row not in table.hidden_rows and not _BARE_NUMBER.fullmatch(text.strip()):
            found.append((row + 1, text))
    counts = Counter(fold(text) for _, text in found)
    named, above = [], ""
    for row_no, text in found:
        if counts[fold(text)] == 1:
            above = text
            named.append((row_no, text))
        else:
            named.append((row_no, f"{above} › {text}" if above else text))
    return named


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
    bonus: float = load_rules()["same_number"]
    for number, words in enumerate(rows):
        said = planned[number] if number < len(planned) else None
        digits = re.search(r"\d+(?:[.,]\d+)?", said or words)
        for position, demand in enumerate(demands):
            likeness = fuzz.token_set_ratio(fold(words), fold(demand.text)) / 100
            is_same = digits is not None and demand.value == float(digits[0].replace(",", "."))
            scored.append((likeness + bonus * is_same, -number, -position))
    best: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for score, minus_number, minus_position in sorted(scored, reverse=True):
        number, position = -minus_number, -minus_position
        if number not in best and position not in taken:
            best[number] = (position, min(score, 1.0))
            taken.add(position)
    return [best.get(number, (None, 0.0)) for number in range(len(rows))]


def _read_last_day(text: str) -> dt.date | None:
    """The last day that a text names: "từ 15/12/2024 đến 14/9/2025" goes up to the second."""
    for day, month, year in reversed(_DAY.findall(text)):
        try:
            return dt.date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def find_as_of(table: RawTable, header: Header, value: int | None) -> dt.date | None:
    """The day that the figures speak of: in the head of their column, else above the head."""
    label = header.labels[value] if value is not None and value < len(header.labels) else ""
    if label and (found := _read_last_day(label)):
        return found
    above = [cell for row in table.rows[: header.top] for cell in row if cell]
    for text in reversed(above):
        folded = fold(text)
        # The day of a letter is not that of its figures.
        if _UP_TO.search(folded) and not _LETTER.search(folded) and (found := _read_last_day(text)):
            return found
    return None


def _name_unmatched(table: RawTable, row_no: int, words: str) -> Problem:
    return Problem(
        "own_form_row_unmatched", parameters={"words": words[:80]}, sheet=table.sheet, row_no=row_no
    )


def _name_left_out(
    table: RawTable,
    row_no: int,
    code: str = "own_form_row_left_out",
) -> Problem:
    return Problem(code, "ignored", sheet=table.sheet, row_no=row_no, ignored_rows=1)


def _name_assumed_day(table: RawTable, day: dt.date) -> Problem:
    return Problem("own_form_day_assumed", "warning", {"day": f"{day:%d/%m/%Y}"}, sheet=table.sheet)


def _explain_row(
    table: RawTable, row_no: int, words: str | None, is_lost: bool, cells: Sequence[str | None]
) -> list[Problem]:
    """Why a row gives no result; nothing for a row that is empty."""
    if not any(cells):
        return []
    if row_no - 1 in table.hidden_rows:
        return [_name_left_out(table, row_no, "hidden_row")]
    if is_lost:
        shown = words or "; ".join(cell for cell in cells if cell)
        return [_name_unmatched(table, row_no, shown)]
    return [_name_left_out(table, row_no)]


def _take(table: RawTable, header: Header, row: int, column: int) -> str | None:
    """Text of a cell; one merged over rows speaks for each, one over columns for its first."""
    origin = table.spans.get((row, column), (row, column))
    is_of_column = origin[1] == column and origin[0] >= header.bottom
    return table.get(*(origin if is_of_column else (row, column)))


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
    found = as_of or find_as_of(table, header, value)
    day = found or provenance.received_on
    width = max((len(row) for row in table.rows), default=0)
    said = dict(list_rows(table, header, header.positions["words"]))
    counts = Counter(fold(words) for words in said.values())
    figures = [header.positions[f] for f in _FIGURES if f in header.positions]
    rows: list[list[str | None]] = []
    problems = [] if found or day is None else [_name_assumed_day(table, day)]
    for number, cells in enumerate(table.rows, start=1):
        if number <= header.bottom:
            rows.append([*cells, *[None] * (width - len(cells))])
            continue
        words = said.get(number)
        key = fold(words or "")
        target = mapping.rows.get(key) if counts[key] == 1 else None
        if target is None:
            rows.append([])
            has_figure = any(table.get(number - 1, position) for position in figures)
            is_known = key in mapping.rows and counts[key] == 1
            problems += _explain_row(table, number, words, has_figure and not is_known, cells)
            continue
        level = _LEVELS.get(target.scope_level or "")
        taken = [_take(table, header, number - 1, column) for column in range(width)]
        rows.append(
            [*taken, mapping.unit_code, target.indicator_code, level, str(day) if day else None]
        )
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
