"""Text cells -> typed columns; a cell that cannot be read sends its row to the rejects."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl

from pipeline.support.problems import Problem
from pipeline.tables.body import read_body
from pipeline.tables.days import DAY_FIRST, DayWriting, decide_order, is_two_days, read_day
from pipeline.tables.model import DAY_ZERO_1900

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.layouts.model import Column, SheetLayout
    from pipeline.tables.recognise import RecognisedSheet

DTYPES: dict[str, pl.DataType] = {
    "text": pl.String(),
    "code": pl.String(),
    "choice": pl.String(),
    "integer": pl.Int64(),
    "number": pl.Float64(),
    "date": pl.Date(),
    "flag": pl.Boolean(),
    "list": pl.List(pl.String()),
}
# Suffix of the columns that say more of a number than its value.
OTHER = "__other"
SIGNED = "__signed"
# What a column of the models holds; no rank, count or year of ours comes near it.
_LARGEST_INTEGER = 2**31 - 1
# Beyond this a sum of two is no longer exact; no count or amount of an office is that large.
_LARGEST_NUMBER = 1e15
_TRUE_WORDS = ("x", "có", "1", "true", "✓")
# A group of three after one dot or comma: thousands in one country, decimals in the other. What
# begins with 0 is never thousands.
_DOT_GROUP = r"^-?[1-9]\d{0,2}\.\d{3}$"
_COMMA_GROUP = r"^-?[1-9]\d{0,2},\d{3}$"


def _bare_number(column: str) -> pl.Expr:
    """A cell without spaces between thousands, percent sign and apostrophe."""
    # Spaces only part thousands and the sign; "8 0" and "1% 2%" are no numbers.
    text = pl.col(column).str.strip_chars(" '’`").str.replace(r"([0-9])[¹²³⁴-⁹⁰]+(\s*%?)$", "$1$2")
    text = text.str.replace(r"\s*%$", "")
    return (
        pl.when(text.str.contains(r"^-?\d{1,3}(\s\d{3})+([.,]\d+)?$"))
        .then(text.str.replace_all(r"\s", ""))
        .otherwise(text)
    )


def _bounded(number: pl.Expr) -> pl.Expr:
    return pl.when(number.abs() <= _LARGEST_NUMBER).then(number)


def number_expr(column: str) -> pl.Expr:
    """Vietnamese and international numbers as Float64, null where it is no number.

    ``1.234,5`` and ``1,234.5`` are 1234.5; ``92,5`` and ``92.5`` are 92.5. A single group of
    three is read the Vietnamese way, ``1.234`` as 1234 and ``1,234`` as 1.234, and
    ``other_number_expr`` gives what else it may be: which of the two is meant its own row decides
    (pipeline/progress/numbers.py), never the other cells of the column.
    """
    text = _bare_number(column)
    return _bounded(
        pl.when(text.str.contains(r"^-?[1-9]\d{0,2}(\.\d{3})+(,\d+)?$"))
        .then(text.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True))
        .when(text.str.contains(r"^-?\d{1,3}(,\d{3})+\.\d+$|^-?\d{1,3}(,\d{3}){2,}$"))
        .then(text.str.replace_all(",", "", literal=True))
        .when(text.str.contains(r"^-?\d+([.,]\d+)?$"))
        .then(text.str.replace(",", ".", literal=True))
        .cast(pl.Float64, strict=False)
    )


def other_number_expr(column: str) -> pl.Expr:
    """What a single group of three may be instead, null for every other cell."""
    text = _bare_number(column)
    return _bounded(
        pl.when(text.str.contains(_DOT_GROUP))
        .then(text)
        .when(text.str.contains(_COMMA_GROUP))
        .then(text.str.replace(",", "", literal=True))
        .cast(pl.Float64, strict=False)
    )


def date_expr(column: str, writing: DayWriting = DAY_FIRST) -> pl.Expr:
    """Cells as Date, null where there is no such day or it could be two (tables/days.py)."""

    def read(words: pl.Series) -> pl.Series:
        days = [None if word is None else read_day(word, writing) for word in words]
        return pl.Series(words.name, days, dtype=pl.Date)

    return pl.col(column).map_batches(read, return_dtype=pl.Date)


def _integer_expr(column: str) -> pl.Expr:
    number = number_expr(column)
    is_whole = (number == number.round(0)) & (number.abs() <= _LARGEST_INTEGER)
    return pl.when(is_whole).then(number).cast(pl.Int64, strict=False)


def _flag_expr(column: str) -> pl.Expr:
    word = pl.col(column).str.to_lowercase()
    return pl.when(word.is_null()).then(False).when(word.is_in(_TRUE_WORDS)).then(True)


def number_cells(words: pl.Series) -> pl.Series:
    """Text as a number a cell, equal for equal cells (Categorical, numbered by itself)."""
    if isinstance(words.dtype, pl.Categorical):
        return words
    return words.cast(pl.Categorical(pl.Categories.random()))


def map_distinct(words: pl.Series, convert: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """A column with each different cell converted once: exports repeat the same few cells.

    Args:
        words: String or Categorical, any length.
        convert: different cells as String -> as many values of any type.

    Returns:
        One value per cell; an empty cell stays empty.
    """
    cells = number_cells(words)
    numbers = cells.to_physical()
    firsts = numbers.arg_unique()
    distinct = cells.gather(firsts).drop_nulls()
    converted = convert(distinct.cast(pl.String))
    if distinct.is_empty():
        return pl.Series(words.name, [None] * len(words), dtype=converted.dtype)
    # Where the value of a cell's number stands; numbers of rows left out stay unused.
    known = distinct.to_physical()
    stands_at = pl.zeros(max(known) + 1, dtype=pl.UInt32, eager=True)
    stands_at = stands_at.scatter(known, range(len(known)))
    return converted.gather(stands_at.gather(numbers)).alias(words.name)


def map_words(column: str, find: Callable[[str], str | None]) -> pl.Expr:
    """A column of few different words, each looked up once however many rows there are."""

    def look_up(words: pl.Series) -> pl.Series:
        found = [None if word is None else find(word) for word in words]
        return pl.Series(words.name, found, dtype=pl.String)

    return pl.col(column).map_batches(
        lambda words: map_distinct(words, look_up), return_dtype=pl.String
    )


def _list_expr(column: str) -> pl.Expr:
    return (
        pl.col(column)
        .str.split("\n")
        .list.eval(pl.element().str.split(";").explode().str.strip_chars(" -•"))
        .list.eval(pl.element().filter(pl.element() != ""))
    )


def _typed_expr(column: Column, dtype: pl.DataType, writing: DayWriting) -> pl.Expr:
    """From text, or as it is where a file knows its types and means the same by them."""
    if dtype != pl.String:
        return pl.col(column.name).alias(column.name)
    match column.type:
        case "number":
            expr = number_expr(column.name)
        case "integer":
            expr = _integer_expr(column.name)
        case "date":
            expr = date_expr(column.name, writing)
        case "flag":
            expr = _flag_expr(column.name)
        case "choice":
            expr = map_words(column.name, column.find_choice)
        case "list":
            expr = _list_expr(column.name)
        case _:
            expr = pl.col(column.name).str.replace_all("\n", " ")
    return expr.cast(DTYPES[column.type], strict=False).alias(column.name)


def _type_column(cells: pl.Series, column: Column, writing: DayWriting) -> pl.Series:
    def convert(part: pl.Series) -> pl.Series:
        return part.to_frame().select(_typed_expr(column, part.dtype, writing)).to_series()

    if column.type == "flag" and isinstance(cells.dtype, pl.Categorical):
        # An empty cell is an answer.
        return convert(cells.cast(pl.String))
    # The costly ones: several patterns are tried on each cell.
    is_costly = column.type in ("number", "integer", "date") and cells.dtype == pl.String
    is_numbered = isinstance(cells.dtype, pl.Categorical)
    return map_distinct(cells, convert) if is_costly or is_numbered else convert(cells)


def find_overflow(sheet: RecognisedSheet) -> list[Problem]:
    """Rows of a csv file with filled cells beyond the header: a separator stands inside a value.

    A comma file with a decimal comma (``92,5``) shifts every cell behind it, so such a row
    must not be read at all. In a workbook nothing shifts: what stands beside the table is a note.
    """
    if sheet.table.columnar is not None or not sheet.table.is_delimited:
        # A columnar file was read only because all of its rows have the same number of cells.
        return []
    width = len(sheet.header.labels)
    return [
        Problem(
            "too_many_cells",
            parameters={"count": len(row), "width": width},
            sheet=sheet.table.sheet,
            row_no=number,
            value=", ".join(c for c in row[width:] if c),
            raw_row={str(i): c for i, c in enumerate(row, start=1)},
        )
        for number, row in enumerate(sheet.table.rows[sheet.header_row :], sheet.header_row + 1)
        if any(row[width:])
    ]


def frame_text(sheet: RecognisedSheet) -> tuple[pl.DataFrame, list[Problem]]:
    """Records below the header as text, with ``row_no``; and why other rows are none.

    Returns:
        One column of text per column of the layout (null where the file lacks it; Categorical
        where a large file was read as columns, else String) and ``row_no`` as in the file.
    """
    names = [c.name for c in sheet.layout.columns]
    if sheet.table.columnar is not None:
        return _frame_columnar(sheet, sheet.table.columnar, names), []
    body = read_body(sheet)
    return body.text, body.problems


def _take_column(column: pl.Series, wanted: str) -> pl.Series:
    """A typed column as it is where the layout wants that type, anything else as text.

    What the text then says goes through the same rules as a cell of any other file.
    """
    dtype = column.dtype
    if dtype == pl.String:
        return _tidy_column(column)
    if dtype in (pl.Date, pl.Datetime):
        return _say_days(column)
    if wanted == "number" and dtype.is_numeric():
        return _keep_numbers(column)
    if dtype.is_nested() or dtype in (pl.Binary, pl.Object):
        return _say_nested(column)
    if dtype.is_float():
        return _say_floats(column)
    if dtype == pl.Boolean:
        return column.replace_strict([True, False], ["x", None], return_dtype=pl.String)
    return _tidy_column(column.cast(pl.String, strict=False))


def _say_days(column: pl.Series) -> pl.Series:
    """Days as text; one that no calendar of ours has is said by its number, and then refused."""
    days = column.cast(pl.Date, strict=False)
    number = days.to_physical()
    first, last = (
        dt.date(y, m, d) - dt.date(1970, 1, 1) for y, m, d in ((1, 1, 1), (9999, 12, 31))
    )
    is_sane = number.is_between(first.days, last.days)
    said = pl.select(pl.format("ngày thứ {}", number)).to_series()
    sane = days.set(~is_sane.fill_null(value=True), None).dt.strftime("%Y-%m-%d")
    # A moment that fits no calendar at all is filled in the file, so it must not pass as empty.
    lost = column.is_not_null() & days.is_null()
    return sane.zip_with(is_sane.fill_null(value=True), said).set(lost, "ngày không đọc được")


def _keep_numbers(column: pl.Series) -> pl.Series:
    """Numbers as they are; those that no file of ours can mean become text, which is refused."""
    numbers = column.cast(pl.Float64, strict=False).fill_nan(None)
    is_sane = numbers.is_null() | (numbers.abs() <= _LARGEST_NUMBER)
    return numbers if is_sane.all() else _say_floats(numbers)


def _say_nested(column: pl.Series) -> pl.Series:
    """Lists of texts as a list cell; anything else as what no type of ours accepts."""
    if column.dtype == pl.List(pl.String):
        return column.list.join("\n", ignore_nulls=True)
    said = f"(kiểu lồng nhau {column.dtype.base_type().__name__})"
    return pl.select(
        pl.when(column.is_not_null()).then(pl.lit(said)).alias(column.name)
    ).to_series()


def _say_floats(column: pl.Series) -> pl.Series:
    """Numbers as Vietnamese text; whole ones without a point: a month of 1.0 is month 1."""
    numbers = column.fill_nan(None)
    whole = numbers.cast(pl.Int64, strict=False)
    text = numbers.cast(pl.String, strict=False).str.replace(".", ",", literal=True)
    return text.zip_with(numbers.ne_missing(whole.cast(pl.Float64)), whole.cast(pl.String))


def _tidy_column(column: pl.Series) -> pl.Series:
    """As ``tidy``, for a column, whose cells are numbered by the way."""

    def tidy_words(words: pl.Series) -> pl.Series:
        tidied = words.str.normalize("NFC").str.strip_chars()
        return number_cells(tidied.set(tidied == "", None))

    return map_distinct(column, tidy_words)


def _frame_columnar(
    sheet: RecognisedSheet, table: pl.DataFrame, names: Sequence[str]
) -> pl.DataFrame:
    """The same from columns: rows keep their numbers, text is tidied, types are kept."""
    below = table.with_row_index("row_no", 1).slice(sheet.header_row)
    types = {c.name: c.type for c in sheet.layout.columns}
    wanted: list[pl.Expr | pl.Series] = []
    for name in names:
        position = sheet.positions.get(name, -1)
        if position < 0:
            wanted.append(pl.lit(None, pl.String).alias(name))
            continue
        wanted.append(_take_column(below[table.columns[position]], types[name]).alias(name))
    framed = below.select(pl.col("row_no").cast(pl.Int64), *wanted)
    return framed.filter(pl.any_horizontal(pl.col(n).is_not_null() for n in names))


def _bad_cells(text: pl.DataFrame, typed: pl.DataFrame, column: Column) -> pl.DataFrame:
    """Rows whose cell is filled in the file but null after typing."""
    unread = text[column.name].is_not_null() & typed[column.name].is_null()
    return text.filter(unread)


def _explain_cell(column: Column, cell: str, writing: DayWriting) -> tuple[str, dict[str, object]]:
    """Sentence and parameters for a cell that could not be read."""
    if column.type == "date" and is_two_days(cell, writing):
        return "ambiguous_date", {"text": cell}
    words = [f"«{w}»" for w in column.choices] if column.type == "choice" else []
    return f"bad_{column.type}", {"text": cell[:80], **({"words": words} if words else {})}


def _unread_problems(
    sheet_name: str,
    text: pl.DataFrame,
    typed: pl.DataFrame,
    column: Column,
    writing: DayWriting,
) -> list[Problem]:
    problems = []
    for row in _bad_cells(text, typed, column).iter_rows(named=True):
        code, parameters = _explain_cell(column, str(row[column.name]), writing)
        problems.append(
            Problem(
                code,
                parameters=parameters,
                sheet=sheet_name,
                row_no=row["row_no"],
                column_name=column.header,
                value=str(row[column.name]),
                raw_row=_strip_row(row),
            )
        )
    return problems


def _strip_row(row: dict) -> dict[str, str | None]:
    return {k: str(v) for k, v in row.items() if k != "row_no" and v is not None}


def _list_days(sheet: SheetLayout, text: pl.DataFrame) -> list[str]:
    """Different cells of all columns of days that are text."""
    cells: set[str] = set()
    for column in sheet.columns:
        words = text[column.name]
        if column.type == "date" and words.dtype != pl.Date:
            cells.update(w for w in words.cast(pl.String).unique() if w)
    return sorted(cells)


def _say_more(cells: pl.Series, column: Column) -> list[pl.Series]:
    """The other reading of each number, and whether the cell itself shows a percent sign."""
    if not isinstance(cells.dtype, pl.String | pl.Categorical):
        return []
    name = column.name

    def convert(expression: pl.Expr) -> pl.Series:
        return map_distinct(cells, lambda part: part.to_frame().select(expression).to_series())

    return [
        convert(other_number_expr(name)).alias(name + OTHER),
        convert(pl.col(name).str.ends_with("%")).alias(name + SIGNED),
    ]


def apply_types(
    sheet: SheetLayout,
    text: pl.DataFrame,
    sheet_name: str,
    day_zero: dt.date = DAY_ZERO_1900,
    received_on: dt.date | None = None,
) -> tuple[pl.DataFrame, list[Problem]]:
    """Type every column.

    Args:
        sheet: the layout.
        text: frame of ``frame_text``.
        sheet_name: name of the sheet in the file, for messages.
        day_zero: what a bare count of days counts from.
        received_on: when the file came in, where that is known.

    Returns:
        The typed frame, all rows kept, and one problem per unreadable cell. Each column of
        numbers read from text has two more beside it: ``<name>__other`` and ``<name>__signed``.
    """
    writing = DayWriting(decide_order(_list_days(sheet, text), received_on), day_zero)
    more = [s for c in sheet.columns if c.type == "number" for s in _say_more(text[c.name], c)]
    typed = pl.DataFrame(
        [
            text["row_no"],
            *(_type_column(text[c.name], c, writing) for c in sheet.columns),
            *more,
        ]
    )
    problems: list[Problem] = []
    for column in sheet.columns:
        if column.type not in ("text", "code", "list"):
            problems += _unread_problems(sheet_name, text, typed, column, writing)
    return typed, problems


def drop_rows(frame: pl.DataFrame, problems: Sequence[Problem]) -> pl.DataFrame:
    """The frame without the rows that a problem of severity ``row`` names."""
    rejected = {p.row_no for p in problems if p.severity == "row"}
    return frame.filter(~pl.col("row_no").is_in(list(rejected)))
