from __future__ import annotations

import pytest

from pipeline.layouts.model import find_layout, load_layouts
from pipeline.layouts.writer import write_workbook
from pipeline.progress.export import OTHER_SHAPES
from pipeline.support.raw_tables import RAW_TABLES
from pipeline.support.text import fold
from pipeline.tables.read import read_tables
from pipeline.tables.recognise import recognise

SHEETS = [sheet for layout in load_layouts() for sheet in layout.sheets]
IDS = [f"{s.layout}.{s.table}" for s in SHEETS]


@pytest.mark.parametrize("sheet", SHEETS, ids=IDS)
def test_every_header_means_one_column(sheet):
    names = [fold(n) for c in sheet.columns for n in (c.header, *c.aliases)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("sheet", SHEETS, ids=IDS)
def test_every_sheet_feeds_a_raw_table(sheet):
    assert sheet.table in {*RAW_TABLES, *OTHER_SHAPES}


@pytest.mark.parametrize("sheet", SHEETS, ids=IDS)
def test_choices_have_words_and_only_choices_do(sheet):
    for column in sheet.columns:
        assert bool(column.choices) == (column.type == "choice"), column.name


@pytest.mark.parametrize("code", [x.code for x in load_layouts()])
def test_an_empty_form_is_recognised_as_its_layout(code, tmp_path):
    layout = find_layout(code)
    path = tmp_path / "mau.xlsx"
    write_workbook(path, layout.sheets)
    sheets = recognise(read_tables(path), layout.folder)
    assert [s.layout.table for s in sheets] == [s.table for s in layout.sheets]


def test_a_workbook_written_twice_has_the_same_bytes(tmp_path):
    layout = find_layout("plan_export")
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(tmp_path / name, layout.sheets, {"tasks": [{"task_ref": "1"}]})
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
