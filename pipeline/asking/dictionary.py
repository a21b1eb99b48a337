"""Documentation of the public tables, from the comments that dbt leaves in the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from pipeline.publish.builds import DATABASE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

# A public table may be a view.
_TABLES = """
    select table_name, comment from duckdb_tables()
    where database_name = current_database() and schema_name = 'main'
    union all
    select view_name, comment from duckdb_views()
    where database_name = current_database() and schema_name = 'main' and not internal
    order by table_name
"""
_COLUMNS = """
    select table_name, column_name, lower(data_type), comment from duckdb_columns()
    where database_name = current_database() and schema_name = 'main'
    order by table_name, column_index
"""


@dataclass(frozen=True)
class ColumnNote:
    """One column: its name, its type as DuckDB writes it, what it means."""

    name: str
    data_type: str
    meaning: str


@dataclass(frozen=True)
class TableNote:
    """One public table: its name, its grain, its columns in order."""

    name: str
    grain: str
    columns: tuple[ColumnNote, ...]


def describe_tables(build: Path) -> list[TableNote]:
    """Public tables of a build, sorted by name.

    Args:
        build: folder of the build.
    """
    with duckdb.connect(build / DATABASE, read_only=True) as connection:
        grains = connection.sql(_TABLES).fetchall()
        columns = connection.sql(_COLUMNS).fetchall()
    notes = {name: TableNote(name, grain or "", ()) for name, grain in grains}
    return [
        TableNote(
            name,
            note.grain,
            tuple(ColumnNote(c, kind, text or "") for t, c, kind, text in columns if t == name),
        )
        for name, note in notes.items()
    ]


def _escape(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _table_lines(note: TableNote) -> Iterator[str]:
    yield f"## {note.name}\n"
    yield f"{_escape(note.grain)}\n"
    yield "| Cột | Kiểu | Ý nghĩa |"
    yield "| --- | --- | --- |"
    for column in note.columns:
        yield f"| `{column.name}` | {column.data_type} | {_escape(column.meaning)} |"
    yield ""


def format_markdown(notes: Sequence[TableNote]) -> str:
    """The whole dictionary as a Markdown page in Vietnamese."""
    lines = ["# Từ điển dữ liệu\n"]
    lines.append("Trang này do `make docs` viết từ chú thích trong kho; đừng sửa bằng tay.\n")
    lines += [f"- [{n.name}](#{n.name}): {_escape(n.grain)}" for n in notes]
    lines.append("")
    for note in notes:
        lines += _table_lines(note)
    return "\n".join(lines).rstrip() + "\n"
