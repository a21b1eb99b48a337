"""Names that a question may not use: they read files, tell of this machine, or hide statements.

The engine is closed to files and network besides; a name is refused so that what is asked for in
vain is said, and so that nothing hangs on one setting.
"""

from __future__ import annotations

from functools import cache

import duckdb

# Table functions that only reckon, or tell of the tables; whatever else the engine has is refused,
# also what a later version brings.
_HARMLESS = frozenset((
    "duckdb_columns", "duckdb_constraints", "duckdb_functions", "duckdb_keywords",
    "duckdb_schemas", "duckdb_tables", "duckdb_types", "duckdb_views", "generate_series",
    "icu_calendar_names", "json_each", "json_tree", "pg_timezone_names", "pragma_collations",
    "pragma_show", "pragma_table_info", "range", "repeat", "repeat_row", "summary",
    "test_all_types", "unnest",
))  # fmt: skip
# No table functions: they tell of settings and places all the same, or write.
_OTHERS = frozenset((
    "current_setting", "getenv", "getvariable", "pg_settings", "pragma_database_list", "write_log",
))  # fmt: skip


@cache
def list_refused() -> frozenset[str]:
    """Names that no question may use, of this version of the engine."""
    with duckdb.connect() as connection:
        rows = connection.execute(
            "select distinct function_name from duckdb_functions() where function_type = 'table'"
        ).fetchall()
    return frozenset(name for (name,) in rows) - _HARMLESS | _OTHERS


@cache
def _list_views() -> frozenset[str]:
    """Names that tell something without being called."""
    with duckdb.connect() as connection:
        rows = connection.execute("select view_name from duckdb_views() where internal").fetchall()
    return frozenset(name for (name,) in rows)


def find_refused(statement: str) -> str | None:
    """The first refused name in a statement, None where there is none.

    Args:
        statement: DuckDB SQL; text constants and remarks in it are no names, and a word such as
            ``query`` or ``glob`` is one only where it is called.
    """
    written, tokens = statement.encode(), duckdb.tokenize(statement)
    ends = [start for start, _ in tokens[1:]] + [len(written)]
    words = [
        (kind, written[start:end].decode(errors="replace").strip())
        for (start, kind), end in zip(tokens, ends, strict=True)
        if kind != duckdb.token_type.comment
    ]
    following = [word for _, word in words[1:]] + [""]
    for (kind, word), after in zip(words, following, strict=True):
        name = word.strip('"').lower()
        if kind == duckdb.token_type.string_const or name not in list_refused():
            continue
        if after.startswith("(") or name in _list_views():
            return name
    return None
