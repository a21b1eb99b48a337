"""The data dictionary comes from the comments of the database."""

from __future__ import annotations

import duckdb
import pytest
from click.testing import CliRunner

from pipeline.asking.dictionary import ColumnNote, TableNote, describe_tables, format_markdown
from pipeline.commands.tables import tables_command
from pipeline.publish.builds import DATABASE, READY


@pytest.fixture
def marts(tmp_path):
    build = tmp_path / "builds" / "one"
    build.mkdir(parents=True)
    with duckdb.connect(build / DATABASE) as connection:
        connection.execute("create table fct_target (n bigint, ref varchar)")
        connection.execute("comment on table fct_target is 'Một dòng mỗi chỉ tiêu.'")
        connection.execute("comment on column fct_target.n is 'Số | thứ tự'")
        connection.execute("create schema inner_part")
        connection.execute("create table inner_part.hidden (n bigint)")
    (build / READY).touch()
    (tmp_path / "current").symlink_to("builds/one")
    return tmp_path


def test_public_tables_with_their_columns_in_order(marts):
    columns = (ColumnNote("n", "bigint", "Số | thứ tự"), ColumnNote("ref", "varchar", ""))
    notes = describe_tables(marts / "current")
    assert notes == [TableNote("fct_target", "Một dòng mỗi chỉ tiêu.", columns)]


def test_a_bar_in_a_text_does_not_break_the_table(marts):
    page = format_markdown(describe_tables(marts / "current"))
    assert "| `n` | bigint | Số \\| thứ tự |" in page


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [([], "Một dòng mỗi chỉ tiêu."), (["fct_target"], "thứ tự"), (["--markdown"], "## fct_target")],
)
def test_the_command_prints_them(marts, arguments, expected):
    done = CliRunner().invoke(tables_command, [*arguments, "--marts", str(marts)])
    assert done.exit_code == 0
    assert expected in done.output
    assert "hidden" not in done.output


def test_a_table_that_does_not_exist_is_a_usage_error(marts):
    done = CliRunner().invoke(tables_command, ["khac", "--marts", str(marts)])
    assert done.exit_code == 2
    assert "Không có bảng «khac»" in done.output
