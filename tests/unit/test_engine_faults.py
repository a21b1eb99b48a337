"""What the engine says in English reaches people as a sentence of ours, with names near it."""

from __future__ import annotations

import duckdb
import pytest

from pipeline.asking.engine_faults import read_engine_fault


@pytest.mark.parametrize(
    ("statement", "code", "said"),
    [
        ("select nmae from people", "unknown_column_near", "«nmae»; gần giống: name"),
        ("select p.nmae from people p", "unknown_column_near", "«nmae»; gần giống: name"),
        ("select 1 from poeple", "unknown_table_near", "«poeple»; gần giống: people"),
        ("select listt_sort([1])", "unknown_function_near", "list_sort"),
        ("select name, sum(age) from people", "not_grouped", "any_value(name)"),
        ("select name from people, people as others", "two_columns_near", "people.name"),
        ("select 1 from people where age = 'tuổi'", "bad_value", "«tuổi» không đổi được"),
        ("select date '2025-13-01'", "bad_value", "«2025-13-01»"),
        ("select sum(name) from people", "bad_arguments", "sum(VARCHAR)"),
        ("selec 1", "syntax_at", "«selec»"),
        ("select age from people order by 9", "failed", "ORDER term"),
    ],
)
def test_a_fault_of_the_engine_is_worded(statement, code, said):
    with duckdb.connect() as connection:
        connection.execute("create table people as select 'An' as name, 40 as age")
        with pytest.raises(duckdb.Error) as caught:
            connection.execute(statement).fetchall()
    fault = read_engine_fault(str(caught.value), "failed")
    assert fault.code == code
    assert said in str(fault)
