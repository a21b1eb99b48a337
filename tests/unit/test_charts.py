"""Chart builders, through the specification they produce."""

from __future__ import annotations

import datetime as dt
import json
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.charts.ambition import draw_ambition, prepare_ambition
from dashboards.charts.answer import draw_answer, list_axes
from dashboards.charts.bullet import draw_bullets, prepare_bullets
from dashboards.charts.cascade import draw_cascade, prepare_cascade
from dashboards.charts.demand_course import draw_course, prepare_course
from dashboards.charts.demand_result import draw_demands, prepare_demands
from dashboards.charts.fields import draw_fields, prepare_fields
from dashboards.charts.headline import draw_headline_figures
from dashboards.charts.image import join_specs, prepare_picture, write_png, write_svg
from dashboards.charts.index_course import draw_index_course
from dashboards.charts.layout import month_axis, spread_labels
from dashboards.charts.multiples import draw_multiple
from dashboards.charts.palette import CHANGE_COLOURS, STATE_COLOURS, STATUS_COLOURS
from dashboards.charts.places import draw_places, prepare_places
from dashboards.charts.portal_scores import draw_portal, prepare_portal
from dashboards.charts.reports import draw_reports, prepare_reports
from dashboards.charts.series import draw_indices, draw_series
from dashboards.charts.slope import draw_slopes, prepare_slopes
from dashboards.charts.states import draw_states, keep_clicked, prepare_states
from dashboards.charts.tiles import draw_tiles, prepare_tiles
from dashboards.charts.timeline import draw_timeline, prepare_timeline
from dashboards.i18n.texts import Texts
from pipeline.support.reference import read_seed

VI = Texts("vi")
TREND = {
    "trend_key": "k", "name_vi": "Thanh toán trực tuyến", "name_en": "Online payment",
    "scope_level": "province", "change_class": "raised", "unit": "%", "from_value": 60.0,
    "to_value": 80.0,
    "national_value": None, "national_due_year": None,
}  # fmt: skip
READING = {
    "target_key": "p/5/0", "target_ref": "5", "name_vi": "Thanh toán trực tuyến",
    "name_en": "Online payment", "scope_level": None, "unit": "%", "path": "ramp",
    "actual": 55.5, "target_value": 60.0, "expected_now": 58.0, "status": "behind",
    "status_reason": "compared_with_pace", "is_simulated": True, "data_kind": "simulated",
    "as_of_date": dt.date(2022, 12, 9), "national_value": 80.0, "national_due_year": 2025,
}  # fmt: skip


def values_of(chart) -> list[dict]:
    return [row for rows in chart.to_dict()["datasets"].values() for row in rows]


def test_a_slope_shows_both_numbers_in_vietnamese():
    frame = prepare_slopes(pl.DataFrame([TREND, TREND | {"from_value": 62.5}]), VI)
    assert frame["from_text"].to_list() == ["60%", "62,5%"]
    spec = draw_slopes(frame, "2022", "2025", VI).to_dict()
    assert spec["config"]["locale"]["number"]["decimal"] == ","
    assert "2022" in json.dumps(spec)


def test_what_cannot_be_compared_is_no_slope():
    rows = [TREND | {"from_value": None, "to_value": None, "change_class": "made_measurable"},
            TREND | {"change_class": "not_comparable"}]  # fmt: skip
    assert prepare_slopes(pl.DataFrame(rows, infer_schema_length=None), VI).is_empty()


def test_a_number_without_its_other_end_says_what_became_of_it():
    rows = [TREND, TREND | {"to_value": None, "change_class": "not_restated"},
            TREND | {"from_value": None, "change_class": "new"}]  # fmt: skip
    frame = prepare_slopes(pl.DataFrame(rows, infer_schema_length=None), VI)
    lone = {row["change_class"]: row for row in frame.to_dicts()}
    assert lone["not_restated"]["start_label"].startswith("○ Thanh toán")
    assert lone["not_restated"]["label_y"] is None
    assert lone["new"]["label"].startswith("80%  ✚ Thanh toán")
    assert draw_slopes(frame, "2022", "2025", VI).to_dict()


def test_a_bullet_carries_status_in_words_and_marks_what_is_simulated():
    unknown = READING | {"actual": None, "status": "unknown", "status_reason": "not_reported",
                         "is_simulated": False, "data_kind": None, "as_of_date": None}  # fmt: skip
    frame = prepare_bullets(pl.DataFrame([READING, unknown]), VI)
    assert frame["status_label"].to_list() == ["◔ Chậm", "? Không rõ"]
    assert frame["actual_text"].to_list() == ["55,5%", "–"]
    assert frame["national_text"].to_list() == ["80% (2025)", "80% (2025)"]
    rows = values_of(draw_bullets(frame, VI))
    assert {r["is_simulated"] for r in rows if "is_simulated" in r} == {True, False}


def test_a_level_indicator_has_no_expected_mark():
    frame = prepare_bullets(pl.DataFrame([READING | {"path": "level"}]), VI)
    assert frame["expected_now"].to_list() == [None]


def test_tasks_are_counted_once_each():
    rows = [
        {"lead_agency": "Sở Nội vụ.", "state": "late"},
        {"lead_agency": "Sở Nội vụ", "state": "late"},
        {"lead_agency": None, "state": "no_deadline"},
    ]
    frame = prepare_states(pl.DataFrame(rows), VI)
    assert frame["tasks"].sum() == 3
    assert frame.filter(pl.col("state") == "late")["agency"].to_list() == ["Sở Nội vụ"]
    draw_states(frame, VI).to_dict()


def test_agencies_beyond_the_first_twelve_are_gathered_not_lost():
    rows = [{"lead_agency": f"Cơ quan {i}", "state": "not_due"} for i in range(30)]
    frame = prepare_states(pl.DataFrame(rows), VI)
    assert frame["tasks"].sum() == 30
    assert frame["agency"].n_unique() == 13


def test_two_plans_of_one_place_and_year_have_columns_of_their_own():
    cell = {
        "chain_code": "A", "plan_code": "p1", "stage_year": 2025, "name_vi": "Chỉ số",
        "name_en": "Indicator", "field_code": 2, "place_name": "Tây Ninh", "issuer_name": "Sở A",
        "value": 80.0, "unit": "%", "scope_level": None, "comparability": "same",
        "crosses_boundary": False, "document_place": "dòng 1", "comparator": "gte",
    }  # fmt: skip
    rows = [cell, cell | {"plan_code": "p2", "issuer_name": "Sở B", "value": 90.0},
            cell | {"plan_code": "p2", "value": 70.0, "scope_level": "commune"}]  # fmt: skip
    frame = prepare_places(pl.DataFrame(rows), VI)
    assert frame["column"].n_unique() == 2
    assert sorted(frame["value_text"].to_list()) == ["80", "90*"]
    draw_places(frame, VI).to_dict()


def test_an_indicator_of_a_single_plan_is_no_comparison():
    cell = {"chain_code": "A", "plan_code": "p1"}
    assert prepare_places(pl.DataFrame([cell, cell]), VI).is_empty()


def test_lines_are_drawn():
    series = pl.DataFrame([{"as_of_date": dt.date(2022, 1, 7), "actual": 1.0, "expected_now": 2.0,
                            "target_value": 3.0, "source_locator": "dòng 2"}])  # fmt: skip
    assert draw_series(series, VI).to_dict()["layer"]
    index = pl.DataFrame([{"place_name": "Long An", "year": 2024, "value": 82.71, "rank_text": "",
                           "value_text": "82,71%", "citation": "x"}])  # fmt: skip
    assert draw_indices(index, VI).to_dict()["layer"]


@pytest.mark.parametrize("colours", [CHANGE_COLOURS, STATUS_COLOURS, STATE_COLOURS])
def test_states_that_share_a_colour_differ_in_their_sign(colours):
    from dashboards.charts import palette

    icons = {id(CHANGE_COLOURS): palette.CHANGE_ICONS, id(STATUS_COLOURS): palette.STATUS_ICONS,
             id(STATE_COLOURS): palette.STATE_ICONS}[id(colours)]  # fmt: skip
    assert icons.keys() == colours.keys()


@given(
    st.lists(st.floats(0, 100), min_size=1, max_size=40),
    st.floats(0.5, 8),
)
def test_labels_never_overlap_nor_leave_the_chart(values, gap):
    placed = sorted(spread_labels(values, gap, 0, 100))
    room = min(gap, 100 / max(1, len(values) - 1)) - 1e-6
    assert all(b - a >= room for a, b in pairwise(placed))
    assert placed[-1] <= 100 + 1e-6


TILE = {
    "part_name": None, "unit": "%", "comparator": "gte", "issuer_name": "UBND", "value": None,
    "crosses_boundary": False, "place_state": "not_found",
}  # fmt: skip


def test_islands_are_drawn_as_parts_of_their_provinces():
    provinces = read_seed("provinces")
    names = {(p["boundary_version"], p["province_code"]): p["province_name"] for p in provinces}
    tiles = read_seed("province_tiles")
    parts = {
        (t["boundary_version"], t["part_name"]): names[t["boundary_version"], t["province_code"]]
        for t in tiles
        if t["part_name"]
    }
    for version in ("63", "34"):
        assert parts[version, "Hoàng Sa"] == "Đà Nẵng"
        assert parts[version, "Trường Sa"] == "Khánh Hòa"
        drawn = {t["province_code"] for t in tiles if t["boundary_version"] == version}
        assert drawn == {code for v, code in names if v == version}
    frame = pl.DataFrame(
        [
            TILE | {"tile_column": 6, "tile_row": 12, "province_name": "Đà Nẵng", "value": 80.0},
            TILE | {"tile_column": 8, "tile_row": 12, "province_name": "Đà Nẵng", "value": 80.0,
                    "part_name": "Hoàng Sa"},
            TILE | {"tile_column": 0, "tile_row": 0, "province_name": "Lai Châu"},
        ],
        infer_schema_length=None,
    )  # fmt: skip
    mainland, island, empty = prepare_tiles(frame, VI).iter_rows(named=True)
    assert island["full_name"] == "Hoàng Sa (thuộc Đà Nẵng)"
    assert island["value_text"] == mainland["value_text"] == "80"
    assert (empty["value_text"], empty["hint"]) == ("–", "không tìm thấy số công bố")
    assert draw_tiles(prepare_tiles(frame, VI), VI).to_dict()["layer"]


def test_the_cascade_puts_what_is_missing_first():
    row = {
        "name_vi": "Số hóa", "unit": "%", "scope_level": None, "parent_value": 80.0,
        "child_value": 90.0, "cascade_class": "stricter",
    }  # fmt: skip
    missing = row | {"name_vi": "Đúng hạn", "child_value": None, "cascade_class": "missing"}
    minutes = row | {"unit": "phút"}
    rows = prepare_cascade(pl.DataFrame([row, missing, minutes], infer_schema_length=None), VI)
    assert rows["name"].to_list() == ["Đúng hạn", "Số hóa"]
    assert rows["label"].to_list() == ["✖ 80% → –", "▲ 80% → 90%"]
    assert draw_cascade(rows, VI).to_dict()["layer"]


def test_ambition_keeps_every_count():
    counts = {f"{c}_count": n % 5 for n, c in enumerate(CHANGE_COLOURS)}
    row = {"field_short_vi": "TTHC", "mean_ambition_points": 7.5, "averaged_count": 2, **counts}
    frame = prepare_ambition(pl.DataFrame([row]), VI)
    assert frame["count"].sum() == sum(counts.values())
    assert set(frame["mean"]) == {"+7,5 điểm trên 2 chỉ tiêu"}
    assert draw_ambition(frame, VI).to_dict()["mark"]["type"] == "bar"


def test_fields_count_as_the_headline_does():
    rows = [
        {"field_code": 2, "field_short_vi": "TTHC", "status": s, "measures": n}
        for s, n in (("met", 3), ("not_met", 2), ("missed", 4), ("unknown", 1))
    ]
    frame = prepare_fields(pl.DataFrame(rows), VI)
    assert dict(frame.select("group", "measures").rows()) == {"met": 3, "not_met": 6, "unknown": 1}
    assert frame["share"].sum() == pytest.approx(100)
    assert draw_fields(frame, 14, VI).to_dict()["params"][0]["name"] == "field"


def test_a_click_on_a_bar_keeps_its_tasks_and_no_others():
    rows = pl.DataFrame(
        [
            {"lead_agency": f"Cơ quan {i:02}", "state": state}
            for i in range(20)
            for state in ("late", "not_due")
        ]
        + [{"lead_agency": "Cơ quan 00.", "state": "late"}]
    )  # fmt: skip
    clicked = [{"agency": "Cơ quan 00", "state": "late"}]
    assert keep_clicked(rows, clicked, VI).height == 2
    assert keep_clicked(rows, [], VI).height == rows.height
    gathered = [{"agency": VI("tasks.other_agencies"), "state": "not_due"}]
    assert keep_clicked(rows, gathered, VI).height == 8


def test_a_timeline_draws_only_what_has_a_date():
    task = {"task_key": "k1", "lead_agency": "Sở Nội vụ", "due_on": dt.date(2025, 3, 31),
            "state": "late", "task_ref": "1", "task_text": "Việc"}  # fmt: skip
    rows = pl.DataFrame([task, task | {"task_key": "k2", "due_on": None}])
    frame = prepare_timeline(rows, VI)
    assert frame["task_key"].to_list() == ["k1"]
    assert frame["due_text"].to_list() == ["31/03/2025"]
    assert draw_timeline(frame, dt.date(2025, 4, 1), VI).to_dict()["layer"]
    assert prepare_timeline(rows.filter(pl.col("due_on").is_null()), VI).is_empty()


def test_a_small_multiple_names_its_status():
    series = pl.DataFrame([{"as_of_date": dt.date(2022, 1, 7), "actual": 1.0, "target_value": 3.0}])
    spec = draw_multiple(series, "Một con số có tên rất dài " * 5, "behind", "%", VI).to_dict()
    assert spec["title"]["subtitle"] == "◔ Chậm"
    sheet = join_specs([spec, spec, spec], 2)
    assert len(sheet["concat"]) == 3
    assert write_png(sheet).startswith(b"\x89PNG")
    assert len(spec["title"]["text"]) == 2


def test_the_grid_of_reports_keeps_the_newest_periods():
    report = {"plan_name": "A", "state": "missing", "first_received_on": None, "received_count": 0,
              "expected_count": 3, "is_simulated": False}  # fmt: skip
    rows = [
        report | {"period_code": f"{year}-Q1", "expected_by": dt.date(year, 3, 29)}
        for year in range(2001, 2031)
    ]
    frame = prepare_reports(pl.DataFrame(rows, infer_schema_length=None), VI)
    assert frame.height == 12
    assert frame["period_code"].max() == "2030-Q1"
    assert draw_reports(frame, VI).to_dict()["layer"]


def test_headline_figures_keep_their_order():
    frame = pl.DataFrame({"order": [0, 1], "label": ["a", "b"], "value": ["1", "2"],
                          "change": ["", "+1"], "colour": ["#000000", "#FFFFFF"]})  # fmt: skip
    assert len(draw_headline_figures(frame, VI).to_dict()["layer"]) == 5


@pytest.mark.parametrize("shape", ["bar", "line", "point"])
def test_any_answer_can_be_drawn(shape):
    frame = pl.DataFrame(
        {"name": ["a", None], "day": [dt.date(2025, 1, 1)] * 2, "n": [1, 2], "parts": [[1], [2]]}
    )
    axes, measures = list_axes(frame)
    assert (axes, measures) == (["name", "day", "n"], ["n"])
    for along in axes[:2]:
        assert draw_answer(frame, along, "n", shape, VI).to_dict()["mark"]


def test_pictures_are_real_and_leave_out_signs_that_fonts_lack():
    rows = [{"field_code": 2, "field_short_vi": "TTHC", "status": "met", "measures": 3}]
    spec = draw_fields(prepare_fields(pl.DataFrame(rows), VI), 14, VI).to_dict()
    assert "✔ Đạt" in json.dumps(spec, ensure_ascii=False)
    assert "✔" not in prepare_picture(spec)
    assert write_png(spec, 300).startswith(b"\x89PNG")
    svg = write_svg(spec, 300).decode()
    assert "Đạt" in svg
    assert spec["width"] == "container", "the screen keeps its own width"


def test_scores_name_their_group_and_what_can_be_had():
    cell = {
        "place_name": "Tây Ninh",
        "name_vi": "QĐ 766: mức độ số hóa",
        "indicator_code": "QD766_DIGITIZATION",
        "is_total": False,
        "max_value": 22.0,
        "as_of_date": dt.date(2025, 10, 16),
    }
    frame = pl.DataFrame([cell | {"value": 11.74, "share": 0.53}, cell | {"value": None}])
    known, missing = prepare_portal(frame, VI).iter_rows(named=True)
    assert (known["group"], known["value_text"]) == ("mức độ số hóa /22", "11,7")
    assert (known["hint"], known["captured"]) == ("11,74 / 22 điểm", "16/10/2025")
    assert (missing["value_text"], missing["hint"]) == ("–", "không tìm thấy số công bố")
    assert draw_portal(prepare_portal(frame, VI), VI).to_dict()["layer"]


def test_a_demand_shows_the_year_of_its_result_or_that_none_was_found():
    row = {"plan_name": "UBND tỉnh 2026", "name_vi": "Hồ sơ đúng hạn", "comparator": "gte",
           "demanded": 98.0, "unit": "%", "due_year": 2026, "citation": "Báo"}  # fmt: skip
    rank = {"unit": "bậc", "published": 21.0, "published_year": 2024, "is_demand_met": False}
    results = [(99.0, 2025, True), (97.0, 2025, False), (None, None, None)]
    names = ("published", "published_year", "is_demand_met")
    found = [row | dict(zip(names, result, strict=True)) for result in results]
    frame = pl.DataFrame([*found, row | rank], infer_schema_length=None)
    drawn = prepare_demands(frame, VI)
    assert drawn["label"].to_list() == [
        "≥ 98% (2026) · 99% (2025)",
        "≥ 98% (2026) · 97% (2025)",
        "≥ 98% (2026) · không tìm thấy số công bố",
    ], "a rank has no place on a scale of shares"
    assert drawn["word"].n_unique() == 3
    assert draw_demands(drawn, VI).to_dict()["layer"]


def test_a_commune_does_not_speak_for_its_province_over_the_years():
    row = {"place_name": "Đồng Nai", "is_national": False, "issuer_name": "UBND tỉnh Đồng Nai",
           "issuer_level": "province", "plan_name": "Đồng Nai 2026", "scope_level": None,
           "stage_year": 2026, "comparator": "gte", "value": 98.0, "unit": "%",
           "crosses_boundary": False, "document_place": "mục 1", "source_file": "a"}  # fmt: skip
    commune = {"issuer_level": "commune", "issuer_name": "UBND xã Minh Đức", "stage_year": 2025}
    nation = {"is_national": True, "issuer_level": "government", "stage_year": 2030}
    drawn = prepare_course(pl.DataFrame([row, row | commune, row | nation]), VI)
    assert drawn["place"].to_list() == ["Đồng Nai", "UBND xã Minh Đức", "Cả nước"]
    assert draw_course(drawn, VI).to_dict()["layer"]


def test_other_criteria_break_the_line_of_an_index():
    row = {"unit": "%", "rank": 5, "national": 87.0, "citation": "Báo"}
    years = [row | {"year": y, "value": 80.0 + y - 2020} for y in (2021, 2022, 2023)]
    spec = draw_index_course(pl.DataFrame(years), "PAR INDEX", 2022, VI).to_dict()
    (data,) = [rows for rows in spec["datasets"].values() if "series" in rows[0]]
    assert [r["series"] for r in data] == [False, True, True]
    marks = [layer["mark"]["type"] for layer in spec["layer"]]
    assert marks == ["line", "point", "tick", "rule"]


def test_a_decrease_has_no_colour_in_common_with_a_level():
    cell = {
        "chain_code": "A", "plan_code": "p1", "stage_year": 2025, "name_vi": "Chi phí",
        "name_en": "Costs", "field_code": 2, "place_name": "Tây Ninh", "issuer_name": "Sở A",
        "value": 20.0, "unit": "%", "scope_level": None, "comparability": "same",
        "crosses_boundary": False, "document_place": "dòng 1", "comparator": "decrease_gte",
    }  # fmt: skip
    frame = prepare_places(pl.DataFrame([cell, cell | {"plan_code": "p2"}]), VI)
    assert frame["value"].to_list() == [None, None]
    assert "20" in frame["value_text"][0]
    assert frame["value_text"][0].startswith(VI("comparator.decrease_gte"))


def test_numbers_are_grouped_by_status_and_unknown_says_why():
    unknown = READING | {"actual": None, "status": "unknown", "status_reason": "not_reported",
                         "is_simulated": False, "data_kind": None, "as_of_date": None}  # fmt: skip
    frame = prepare_bullets(pl.DataFrame([unknown, READING | {"status": "met"}, READING]), VI)
    labels = frame["status_label"].to_list()
    assert [label.split(" ", 1)[1] for label in labels] == ["Đạt", "Chậm", "Không rõ"]
    assert frame["word"].to_list()[-1] == f"? Không rõ: {VI('reason.not_reported')}"
    assert frame["word"].to_list()[0] == labels[0]


@pytest.mark.parametrize(
    ("last", "most", "step"),
    [("2025-01-20", 14, 1), ("2025-12-31", 14, 1), ("2026-06-01", 14, 2), ("2025-12-31", 4, 3),
     ("2034-12-31", 14, 12)],
)  # fmt: skip
def test_each_month_stands_once_on_an_axis(last, most, step):
    axis = month_axis([dt.date(2025, 1, 3), None, dt.date.fromisoformat(last)], most)
    assert axis["tickCount"].to_dict() == {"interval": "month", "step": step}
    assert axis["format"] == "%m/%Y"
