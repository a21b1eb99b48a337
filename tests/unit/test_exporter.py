"""What leaves as csv or workbook: text stays text, and nothing spoils the file."""

from __future__ import annotations

import csv
import io

import polars as pl
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from pipeline.cli import main
from pipeline.tables.exporter import MAX_CELL, write_csv, write_excel

RISKY = ["=cmd|' /C calc'!A0", "+84 chạy", "-x", "@SUM(A1)", "\tthụt", "\rxuống"]
HARMLESS = ["-5", "+7,5", "-12%", "-", "80", "Kế hoạch = 1", "", "[red]x[/]"]


def read_csv(text):
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("text", RISKY)
def test_csv_disarms_what_would_start_a_formula(text):
    (_, (cell,)) = read_csv(write_csv(pl.DataFrame({"a": [text]})))
    assert cell == "'" + text
    (_, (cell,)) = read_csv(write_csv(pl.DataFrame({"a": [text]}), for_machines=True))
    assert cell == text


@pytest.mark.parametrize("text", HARMLESS)
def test_csv_leaves_numbers_and_plain_text_alone(text):
    rows = read_csv(write_csv(pl.DataFrame({"a": [text], "b": ["x"]})))
    assert rows[1][0] == text


def test_a_heading_is_data_too():
    assert read_csv(write_csv(pl.DataFrame({"=1+1": [1]})))[0] == ["'=1+1"]


def test_a_workbook_holds_texts_as_texts():
    frame = pl.DataFrame({"=đầu": [*RISKY, *HARMLESS]})
    sheet = load_workbook(io.BytesIO(write_excel(frame, "a"))).worksheets[0]
    assert sheet["A1"].value == "=đầu"
    for text, (cell,) in zip(frame["=đầu"], sheet.iter_rows(min_row=2), strict=True):
        assert cell.data_type != "f"
        assert (cell.value or "") == text


def test_control_characters_lists_and_long_texts_do_not_fail_a_download():
    frame = pl.DataFrame({
        "a": ["x\x00y\x0bz\ufffe"], "b": [["một", "hai"]], "c": ["d" * (MAX_CELL + 5)],
        "e": [float("nan")], "f": [float("inf")], "g": [b"\xff"],
    })  # fmt: skip
    (row,) = (
        load_workbook(io.BytesIO(write_excel(frame, "a")))
        .worksheets[0]
        .iter_rows(min_row=2, values_only=True)
    )
    assert row[0] == "x y z "
    assert row[1] == "một; hai"
    assert len(row[2]) == MAX_CELL
    assert row[2].endswith("cắt bớt)")
    assert row[3:5] == (None, None)
    assert read_csv(write_csv(frame))[1][0] == "x y z "


@pytest.mark.slow
def test_the_command_writes_through_the_same_door(committed_build, tmp_path):
    marts = ["--marts", str(committed_build.parent.parent)]
    query = "select '=cmd()' as a, '[red]x[/]' as b, '[/]' as c"
    shown = CliRunner().invoke(main, ["sql", query, *marts])
    assert shown.exit_code == 0
    assert "[red]x[/]" in shown.output
    book, table = tmp_path / "b.xlsx", tmp_path / "b.csv"
    for out, form in ((book, "xlsx"), (table, "csv")):
        done = CliRunner().invoke(main, ["sql", query, "--format", form, "--out", str(out), *marts])
        assert done.exit_code == 0, done.output
    cells = [c.value for c in load_workbook(book).worksheets[0][2]]
    assert cells == ["=cmd()", "[red]x[/]", "[/]"]
    assert read_csv(table.read_text("utf-8-sig"))[1][0] == "'=cmd()"
    done = CliRunner().invoke(
        main, ["sql", query, "--format", "csv", "--for-machines", "--out", str(table), *marts]
    )
    assert read_csv(table.read_text("utf-8-sig"))[1][0] == "=cmd()", done.output
