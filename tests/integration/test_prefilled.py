"""A form prepared for a plan comes back filled in, and every row of it is used."""

from __future__ import annotations

import datetime as dt

import duckdb
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from pipeline.cli import main
from pipeline.inputs.reading import read_file
from pipeline.publish.builds import DATABASE

pytestmark = pytest.mark.slow
PLAN = "long-an-2022"


def write_form(build, out, layout):
    arguments = ["template", layout, str(out), "--plan", PLAN]
    done = CliRunner().invoke(main, [*arguments, "--marts", str(build.parent.parent)])
    assert done.exit_code == 0, done.output
    book = load_workbook(out)
    return book, book.worksheets[0]


def find_columns(sheet):
    """Heading -> number of its column, and the first row below the headings."""
    for row in sheet.iter_rows(max_row=20):
        names = {str(c.value).rstrip(" *"): c.column for c in row if c.value}
        if "Ngày số liệu" in names:
            return names, row[0].row + 1
    raise AssertionError("no headings")


def test_results_of_a_plan_come_back(committed_build, tmp_path):
    out = tmp_path / "2022-07-05" / "bao-cao.xlsx"
    out.parent.mkdir()
    book, sheet = write_form(committed_build, out, "indicator_results")
    names, first = find_columns(sheet)
    assert sheet.protection.sheet
    assert sheet.cell(first, names["Mã chỉ số"]).protection.locked
    assert not sheet.cell(first, names["Giá trị"]).protection.locked
    rows = [r for r in range(first, sheet.max_row + 1) if sheet.cell(r, names["Mã chỉ số"]).value]
    for row in rows:
        sheet.cell(row, names["Ngày số liệu"]).value = dt.date(2022, 6, 30)
        sheet.cell(row, names["Giá trị"]).value = 55
    book.save(out)
    parsed = read_file(out, "progress")
    with duckdb.connect(committed_build / DATABASE, read_only=True) as connection:
        asked = connection.execute(
            "select distinct indicator_code from fct_target"
            " where plan_code = ? and indicator_code is not null",
            [PLAN],
        ).fetchall()
        (unit,) = connection.execute(
            "select unit_code from dim_plan where plan_code = ?", [PLAN]
        ).fetchone()
    frame = parsed.frames["observations"]
    assert set(frame["indicator_code"]) == {code for (code,) in asked}
    assert set(frame["unit_code"]) == {unit}
    assert frame.height == len(rows)
    assert [p for p in parsed.problems if p.severity in ("row", "file")] == []


def test_tasks_of_a_plan_come_back(committed_build, tmp_path):
    out = tmp_path / "2022-07-05" / "nhiem-vu.xlsx"
    out.parent.mkdir()
    book, sheet = write_form(committed_build, out, "task_status")
    names, first = find_columns(sheet)
    sheet.cell(first, names["Ngày số liệu"]).value = dt.date(2022, 6, 30)
    sheet.cell(first, names["Trạng thái"]).value = "đang thực hiện"
    book.save(out)
    parsed = read_file(out, "progress")
    # Rows that nobody filled in are no reports, and are counted as such.
    assert parsed.frames["task_statuses"].height == 1
    assert parsed.rows_seen > 1
    assert {p.severity for p in parsed.problems} == {"ignored"}


def test_a_plan_that_is_not_there_and_a_form_that_cannot_be_prepared(committed_build, tmp_path):
    marts = ["--marts", str(committed_build.parent.parent)]
    for layout, plan in (("indicator_results", "khong-co"), ("unit_list", PLAN)):
        out = tmp_path / f"{layout}.xlsx"
        done = CliRunner().invoke(main, ["template", layout, str(out), "--plan", plan, *marts])
        assert done.exit_code != 0
        assert not out.exists()
        assert "Lỗi" in done.output
