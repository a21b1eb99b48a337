"""The database that people open: the public tables in one schema, and nothing else.

The database of the build holds besides what the tables were made from, for engineers and for the
next build; who opens a file to ask it a question should not have to tell a hundred tables apart.
"""

from __future__ import annotations

import json
from threading import Lock
from typing import TYPE_CHECKING

import duckdb

from pipeline.publish.builds import DATABASE
from pipeline.support.settings import MEMORY_LIMIT, STORAGE_VERSION
from pipeline.support.sql import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

_TABLES = """
    select table_name, sql, comment from duckdb_tables()
    where database_name = 'whole' and schema_name = 'main'
    order by table_name
"""
_VIEWS = """
    select view_name, sql, comment from duckdb_views()
    where database_name = 'whole' and schema_name = 'main' and not internal
    order by view_name
"""
_COLUMNS = """
    select column_name, data_type, comment from duckdb_columns()
    where database_name = 'whole' and schema_name = 'main' and table_name = ?
    order by column_index
"""
# What one connection to a file sets holds for the others of this process.
_OPENING = Lock()
# In the order they were made: one may call another.
_MACROS = """
    select function_name, parameters, macro_definition from duckdb_functions()
    where database_name = 'whole' and function_type = 'table_macro' and not internal
    order by function_oid
"""


def _computed_columns(connection: duckdb.DuckDBPyConnection, view: str) -> dict[str, str]:
    """What a view computes: name of the column -> expression over the other ones."""
    question = view.split(" AS ", 1)[1].rstrip().rstrip(";")
    asked = connection.execute("select json_serialize_sql(?)", [question]).fetchall()[0][0]
    tree = json.loads(asked)
    node = tree["statements"][0]["node"]
    from_words = None
    computed = {}
    for item in list(node["select_list"]):
        if item["class"] == "COLUMN_REF":
            continue
        node["select_list"] = [{**item, "alias": ""}]
        written = connection.execute(
            "select json_deserialize_sql(?::json)", [json.dumps(tree)]
        ).fetchall()[0][0]
        from_words = from_words or written[written.rindex(" FROM ") :]
        computed[item["alias"]] = written.removeprefix("SELECT ").removesuffix(from_words)
    return computed


def _make_from_view(connection: duckdb.DuckDBPyConnection, name: str, view: str) -> list[str]:
    """Make the table of a public view; what the view computes stays computed when asked.

    Returns:
        Columns that are stored.
    """
    computed = _computed_columns(connection, view)
    columns = connection.execute(_COLUMNS, [name]).fetchall()
    declared = [
        f'"{column}" {kind}'
        + (f" generated always as ({computed[column]}) virtual" if column in computed else "")
        for column, kind, _ in columns
    ]
    connection.execute(f'create table "{name}" ({", ".join(declared)})')
    return [column for column, _, _ in columns if column not in computed]


def _make_parted(connection: duckdb.DuckDBPyConnection, name: str, folder: Path) -> None:
    """Let a public table be its Parquet beside the database, by a path within the build.

    Its rows stay where they are: a question reads what it needs of them.
    """
    columns = connection.execute(_COLUMNS, [name]).fetchall()
    shown = ", ".join(f'"{column}"' for column, _, _ in columns)
    connection.execute(f"set file_search_path = {quote(str(folder))}")
    connection.execute(
        f'create view "{name}" as select {shown} '  # noqa: S608 (names of ours)
        f"from read_parquet('{name}/**/*.parquet', hive_partitioning = false)"
    )


def open_public_database(
    build: Path, connection: duckdb.DuckDBPyConnection | None = None
) -> duckdb.DuckDBPyConnection:
    """A connection to the public tables of a build that reads nothing else.

    Args:
        build: folder of the build.
        connection: that the database is attached to as ``cchc``; None opens one for reading.

    Returns:
        The connection; whatever stands in Parquet beside the database can be read by it.
    """
    place = build / DATABASE
    if connection is None:
        connection = duckdb.connect(place, read_only=True)
    else:
        connection.execute(f"attach {quote(str(place))} as cchc (read_only)")
        connection.execute("use cchc")
    with _OPENING:
        return _restrict(connection, build)


def _restrict(connection: duckdb.DuckDBPyConnection, build: Path) -> duckdb.DuckDBPyConnection:
    """Let a connection read what stands beside the database of a build, and nothing else."""
    # Connections of one process to one file share their settings; another has set them.
    if not connection.execute("select current_setting('enable_external_access')").fetchall()[0][0]:
        return connection
    parted = connection.execute(
        "select view_name from duckdb_views() where database_name = current_database() "
        "and schema_name = 'main' and not internal"
    ).fetchall()
    if parted:
        # As the view writes it, and as it is found.
        folders = [w for (name,) in parted for w in (f"{name}/", f"{build.absolute()}/{name}/")]
        # For the cursors of this connection too.
        connection.execute(f"set global file_search_path = {quote(str(build.absolute()))}")
        connection.execute(f"set allowed_directories = [{', '.join(map(quote, folders))}]")
    connection.execute("set enable_external_access = false")
    return connection


def _fill(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    stored: list[str] | None,
    kept: str,
    shown: str = "*",
) -> None:
    columns = shown if stored is None else ", ".join(f'"{c}"' for c in stored)
    into = "" if stored is None else f"({columns})"
    rows = f'select {columns} from whole.main."{name}" where {kept}'  # noqa: S608 (names of ours)
    connection.execute(f'insert into "{name}" {into} {rows}')


def _explain(
    connection: duckdb.DuckDBPyConnection, name: str, comment: str | None, kind: str = "table"
) -> None:
    if comment:
        connection.execute(f'comment on {kind} "{name}" is {quote(comment)}')
    for column, _, meaning in connection.execute(_COLUMNS, [name]).fetchall():
        if meaning:
            connection.execute(f'comment on column "{name}"."{column}" is {quote(meaning)}')


def write_public_database(
    whole: Path,
    public: Path,
    kept: Mapping[str, str] | None = None,
    others: str = "true",
    prepare: Callable[[duckdb.DuckDBPyConnection], None] = lambda _: None,
    shown: Mapping[str, str] | None = None,
    parted: Collection[str] = (),
) -> None:
    """Write the tables and table macros of schema ``main`` into a database of their own.

    Args:
        whole: database of the build; nobody writes to it.
        public: file to write.
        kept: table -> condition on its rows, as SQL.
        others: condition on rows of tables that ``kept`` does not name.
        prepare: called with the connection, where the build is attached as ``whole``, before
            anything is read; conditions may stand on temporary tables that it makes.
        shown: table -> its columns as they are shown, in order; as they stand of the others.
        parted: tables that stay in Parquet beside the database (``export_tables``).
    """
    kept, shown = kept or {}, shown or {}
    with duckdb.connect(
        public,
        config={"memory_limit": MEMORY_LIMIT, "storage_compatibility_version": STORAGE_VERSION},
    ) as connection:
        connection.execute("set preserve_insertion_order = false")
        connection.execute(f"attach {quote(str(whole))} as whole (read_only)")
        prepare(connection)
        for name, written, comment in connection.execute(_TABLES).fetchall():
            connection.execute(written)
            _fill(connection, name, None, kept.get(name, others), shown.get(name, "*"))
            _explain(connection, name, comment)
        for name, written, comment in connection.execute(_VIEWS).fetchall():
            if name in parted:
                _make_parted(connection, name, public.parent)
                _explain(connection, name, comment, "view")
                continue
            stored = _make_from_view(connection, name, written)
            _fill(connection, name, stored, kept.get(name, others))
            _explain(connection, name, comment)
        for name, parameters, definition in connection.execute(_MACROS).fetchall():
            given = ", ".join(f'"{p}"' for p in parameters)
            connection.execute(f'create macro "{name}"({given}) as table {definition}')
        connection.execute("detach whole")
        connection.execute("checkpoint")
