"""Tables with readable headings, and their downloads with provenance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import polars as pl
import streamlit as st

from dashboards.data import short_hash
from pipeline.tables.exporter import write_csv, write_excel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

    from dashboards.components.state import Shared

Kind = Literal["text", "number", "year", "date", "flag", "list", "code", "said", "remarks"]


# Pixels of a letter and of the edges of a cell; longer texts are read by opening the cell.
_LETTER, _CELL_EDGE, _MOST_WIDTH = 7.2, 26, 420
# The same of a line and of the edges of a row.
_LINE, _ROW_EDGE = 20, 16


@dataclass(frozen=True)
class Column:
    """One column of a shown table.

    Attributes:
        name: column of the frame.
        text_key: key of its heading.
        kind: how it is shown; ``code`` values are looked up in the texts under ``codes``,
            ``said`` has a column for each language, ``remarks`` are codes of dim_sentence.
        codes: prefix of the texts for codes.
        width: Streamlit width.
        heading: heading itself, where it is no fixed text (a year, say).
    """

    name: str
    text_key: str = ""
    kind: Kind = "text"
    codes: str = ""
    width: Literal["small", "medium", "large"] | None = None
    heading: str | None = None

    def title(self, shared: Shared) -> str:
        """Heading in the chosen language."""
        return self.heading or shared.texts(self.text_key)


def _translate(frame: pl.DataFrame, column: Column, shared: Shared) -> pl.Expr:
    # A mapping, not a function: polars calls Python functions from threads of its own, and
    # sessions that did so together blocked each other for good.
    codes = frame[column.name].drop_nulls().unique().to_list()
    words = {code: shared.texts.find(f"{column.codes}.{code}") or code for code in codes}
    return pl.col(column.name).replace_strict(words, default=None, return_dtype=pl.String)


def shape_table(frame: pl.DataFrame, columns: Sequence[Column], shared: Shared) -> pl.DataFrame:
    """The columns wanted, under their headings, codes in words.

    Args:
        frame: rows of a query.
        columns: in order.
        shared: language.

    Returns:
        Frame whose column names are the headings.
    """
    shaped: list[pl.Expr | pl.Series] = []
    for column in columns:
        if column.kind == "remarks":
            words = [
                "; ".join(shared.texts.remarks(r)) or None for r in frame[column.name].to_list()
            ]
            shaped.append(pl.Series(column.title(shared), words, pl.String))
            continue
        is_said = column.kind == "said"
        expr = pl.col(shared.texts.said_column(column.name) if is_said else column.name)
        if column.kind == "code":
            expr = _translate(frame, column, shared)
        if column.kind == "list":
            expr = expr.list.join("; ")
        if column.kind == "year":
            expr = expr.cast(pl.String)
        if column.kind == "flag":
            expr = pl.when(pl.col(column.name)).then(pl.lit("x"))
        shaped.append(expr.alias(column.title(shared)))
    return frame.select(shaped)


def _find_width(cells: pl.Series) -> int:
    """Pixels that the longest text of a column needs, its heading included, within a limit.

    Streamlit looks at the first rows only, and cuts what comes below.
    """
    longest = cells.cast(pl.String).str.len_chars().max()
    letters = max(len(cells.name), longest if isinstance(longest, int) else 0)
    return min(_MOST_WIDTH, round(letters * _LETTER + _CELL_EDGE))


def _configure(table: pl.DataFrame, columns: Sequence[Column], shared: Shared) -> dict[str, Any]:
    config = {}
    for column in columns:
        title = column.title(shared)
        if column.kind == "date":
            config[title] = st.column_config.DateColumn(format="DD/MM/YYYY", width=column.width)
        elif column.kind == "number":
            config[title] = st.column_config.NumberColumn(format="localized", width=column.width)
        else:
            width = column.width or _find_width(table[title])
            config[title] = st.column_config.TextColumn(width=width)
    return config


def open_twin(shared: Shared, key: str) -> ExpanderContainer | None:
    """The fold that holds the table twin of a chart; None while it is closed.

    A closed table is not sent: on a page of charts the tables were a quarter of each redraw.

    Args:
        shared: language.
        key: unique on the page.
    """
    fold = st.expander(shared.texts("app.table_twin"), on_change="rerun", key=f"{key}-twin")
    return fold if fold.open else None


def hash_rows(frame: pl.DataFrame) -> str:
    """A few characters that stand for the rows of a frame, for widget keys."""
    return short_hash(str(frame.hash_rows().to_list()))


def draw_table(
    frame: pl.DataFrame,
    columns: Sequence[Column],
    shared: Shared,
    key: str,
    select: bool = False,
    height: int | Literal["auto", "content"] = "auto",
    round_no: int = 0,
    lines: int = 1,
) -> int | None:
    """A table with downloads beneath it.

    Args:
        frame: rows of a query.
        columns: which columns, in order.
        shared: language and build.
        key: unique on the page.
        select: whether one row can be selected.
        height: in pixels, or as the rows need.
        round_no: a selection does not outlive its change.
        lines: lines of a row, where its texts are sentences.

    Returns:
        Position of the selected row in the frame, None where none is.
    """
    table = shape_table(frame, columns, shared)
    # A selection must not outlive the rows it was made in.
    shown = f"{key}-{hash_rows(frame)}-{round_no}" if select else key
    options: dict[str, Any] = {"on_select": "rerun", "selection_mode": "single-row"}
    event = st.dataframe(
        # Streamlit would make pandas of polars first, which took a fifth of every redraw.
        table.to_arrow(),
        hide_index=True,
        column_config=_configure(table, columns, shared),
        key=shown,
        height=height,
        row_height=_ROW_EDGE + _LINE * lines if lines > 1 else None,
        placeholder="–",
        **(options if select else {}),
    )
    draw_downloads(table, shared, key)
    rows = event["selection"]["rows"] if select else []
    return rows[0] if rows and rows[0] < frame.height else None


def _list_provenance(shared: Shared, statement: str) -> list[list[object]]:
    """Rows of the sheet that says where the numbers come from."""
    manifest = shared.manifest
    if manifest is None:
        return []
    rows: list[list[object]] = [
        ["build_id", manifest.build_id],
        ["built_at", manifest.built_at],
        ["with_simulated", str(shared.with_simulated)],
    ]
    if statement:
        rows.append(["statement", statement])
    keys = ("file_path", "file_sha256", "received_on")
    return rows + [["file", *(file[key] for key in keys)] for file in manifest.files]


def write_table(table: pl.DataFrame, shared: Shared, statement: str = "") -> bytes:
    """The table as a workbook with a second sheet on where it comes from.

    Args:
        table: as shown.
        shared: language and build.
        statement: SQL behind the rows, where they answer a question.

    Returns:
        Bytes of an .xlsx file.
    """
    names = shared.texts("app.data_sheet"), shared.texts("app.provenance_sheet")
    return write_excel(table, names[0], _list_provenance(shared, statement), names[1])


def draw_downloads(table: pl.DataFrame, shared: Shared, key: str, statement: str = "") -> None:
    """CSV (with byte order mark, for Excel) and a workbook with provenance.

    Args:
        table: as shown.
        shared: language and build.
        key: unique on the page; names the files.
        statement: SQL behind the rows, where they answer a question.
    """
    name = f"cchc-{key}-{shared.build_id}"
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            shared.texts("app.download_csv"),
            data=lambda: write_csv(table).encode("utf-8-sig"),
            file_name=f"{name}.csv",
            mime="text/csv",
            key=f"{key}-csv",
            on_click="ignore",
            icon=":material/download:",
            type="tertiary",
        )
        st.download_button(
            shared.texts("app.download_excel"),
            data=lambda: write_table(table, shared, statement),
            file_name=f"{name}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key=f"{key}-xlsx",
            on_click="ignore",
            icon=":material/table:",
            type="tertiary",
        )
