"""Which checks of a table failed, and on which rows: a data test asks for all of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from pathlib import Path

_ROWS_SHOWN = 3
_BY_CHECK = """
select broken_check, count(*), list(broken_row order by broken_row::varchar)[:{shown}]
from ({question})
group by broken_check
order by broken_check
"""


def list_broken_checks(database: Path, question: str) -> list[tuple[str, str]]:
    """The checks that rows break, with how many rows and the first of them.

    Args:
        database: DuckDB file that the test was run on; nobody writes it.
        question: the test's select (tests/dbt/generic/checks.sql), a row per broken check and row.

    Returns:
        Name of each broken check and what breaks it, in Vietnamese; empty where the question is
        not of that shape or does not answer.
    """
    asked = _BY_CHECK.format(shown=_ROWS_SHOWN, question=question)
    try:
        with duckdb.connect(database, read_only=True) as connection:
            found = connection.execute(asked).fetchall()
    except duckdb.Error:
        return []
    return [
        (check, f"{count} dòng, như {'; '.join(str(row) for row in rows)}")
        for check, count, rows in found
    ]
