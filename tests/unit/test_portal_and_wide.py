"""Exports of other shapes: portal scores, a period a column, PAPI, Parquet, large csv."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from pipeline.inputs.reading import read_file
from pipeline.support.settings import PROJECT
from pipeline.tables.periods import end_of_period, read_period
from tests.portal_books import RECEIVED, SCORES, score_row, write_book

REAL = PROJECT.parent / "shared" / "progress"
needs_exports = pytest.mark.skipif(not REAL.exists(), reason=f"các tệp xuất thật không có ở {REAL}")


def observations(parsed):
    return parsed.frames["observations"]


def test_portal_scores_become_indicators_with_the_period_of_their_sheet(tmp_path):
    province = score_row("UBND tỉnh Sơn La", "H52", 1, 70, 3)
    path = write_book(tmp_path, {"Điểm năm": [SCORES, province], "Điểm tháng": [SCORES, province]})
    parsed = read_file(path, "progress")
    assert parsed.problems == []
    assert parsed.layout == "qd766_scores"
    frame = observations(parsed)
    assert frame.height == 14
    assert set(frame["unit_code"]) == {"VN34-14"}, "H52 is no statistical code"
    assert set(frame["period_code"]) == {"2025", "2025-10"}
    assert set(frame["data_kind"]) == {"official"}
    values = dict(
        frame.filter(pl.col("period_code") == "2025").select("indicator_code", "value").iter_rows()
    )
    assert values["QD766_PROGRESS"] == 15.5
    assert values["QD766_TRANSPARENCY"] == 12.25
    assert values["QD766_TOTAL"] == 70
    ranks = frame.filter(pl.col("rank").is_not_null())
    assert set(ranks["indicator_code"]) == {"QD766_TOTAL"}
    places = frame.select("source_sheet", "source_row", "source_column")
    assert ("Điểm năm", 2, "TTTT") in places.rows()
    assert places.is_unique().all(), "a row holds seven observations"


def test_departments_and_communes_become_units_below_their_province(tmp_path):
    rows = [
        SCORES,
        score_row("Sở Thử - tỉnh Sơn La", "H52.01", 2, 80, 1),
        score_row("Sở Lạ", "H99.01", 2, 80, 2),
    ]
    communes = [SCORES, score_row("UBND xã Thử - tỉnh Sơn La", "H52.200", 3, 60, 9)]
    parsed = read_file(write_book(tmp_path, {"Sở Ban": rows, "Xã Phường": communes}), "progress")
    units = parsed.frames["units"].select("unit_code", "unit_kind", "parent_unit_code").rows()
    assert units == [
        ("VN34-14-H52.01", "department", "VN34-14"),
        ("VN34-14-H52.200", "commune", "VN34-14"),
    ]
    (problem,) = parsed.problems
    assert (problem.rule, problem.row_no, problem.value) == ("unknown_province", 3, "Sở Lạ")


def test_a_trend_needs_to_be_told_whose_it_is(tmp_path):
    months = [["month", "year", "score"], [8, 2025, "80,5"], ["Tháng 9", 2025, 81], [10, 2025, 82]]
    quarters = [["quarter", "year", "score"], [3, 2025, "84,2"], [5, 2025, 1]]
    path = write_book(tmp_path, {"Xu hướng tháng": months, "Xu hướng quý": quarters})
    parsed = read_file(path, "progress")
    assert [p.rule for p in parsed.problems] == ["unit_not_stated"] * 4 + ["bad_period"]
    path.with_name(path.name + ".meta.toml").write_text('unit_code = "VN34-14"', encoding="utf-8")
    frame = observations(read_file(path, "progress"))
    assert frame.select("period_code", "as_of_date", "value").rows() == [
        ("2025-08", dt.date(2025, 8, 31), 80.5),
        ("2025-09", dt.date(2025, 9, 30), 81.0),
        ("2025-10", dt.date(2025, 10, 16), 82.0),
        ("2025-Q3", dt.date(2025, 9, 14), 84.2),
    ]


@needs_exports
@pytest.mark.parametrize(
    ("name", "rows", "units"),
    [("bao_cao_T10_2025.xlsx", 1295, 117), ("bao_cao_thang_10_2025.xlsx", 238, 0)],
)
def test_the_real_portal_exports(tmp_path, name, rows, units):
    path = tmp_path / RECEIVED / name
    path.parent.mkdir()
    path.write_bytes((REAL / name).read_bytes())
    parsed = read_file(path, "progress")
    assert observations(parsed).height == rows
    # No list of units rather than an empty one, which would keep the next build from growing.
    assert ("units" in parsed.frames) == (units > 0)
    assert not units or parsed.frames["units"].height == units
    assert {p.rule for p in parsed.problems} <= {"unit_not_stated"}
    provinces = observations(parsed).filter(pl.col("unit_code").str.len_chars() == 7)
    assert provinces["unit_code"].n_unique() == 34


@needs_exports
def test_the_real_papi_table(tmp_path):
    path = tmp_path / RECEIVED / "papi.csv"
    path.parent.mkdir()
    path.write_bytes((REAL / "papi_2011_2024.csv").read_bytes())
    parsed = read_file(path, "progress")
    assert parsed.problems == []
    frame = observations(parsed)
    assert frame.height == 6963
    assert frame["unit_code"].n_unique() == 63
    assert set(frame["data_kind"]) == {"published"}
    six = frame.filter(pl.col("indicator_code") == "PAPI_SIX")["value"]
    assert six.max() <= 60


def test_papi_rows_whose_code_and_name_disagree_are_rejected(tmp_path):
    path = tmp_path / RECEIVED / "papi.csv"
    path.parent.mkdir()
    path.write_text(
        "year,old_code,province,indicator,indicator_name,value,scale_max,source_url,primary_source\n"
        "2020,80,Long An,PAPI_TOTAL,Sum,43.5,80,http://x,Nguồn\n"
        "2020,80,Tây Ninh,PAPI_TOTAL,Sum,43.5,80,http://x,Nguồn\n"
        "2016,80,Long An,PAPI_TOTAL,Sum,36.5,60,,\n",
        encoding="utf-8",
    )
    parsed = read_file(path, "progress")
    assert [(p.rule, p.row_no) for p in parsed.problems] == [("unknown_province", 3)]
    assert observations(parsed).select("indicator_code", "value", "citation").rows() == [
        ("PAPI", 43.5, "Nguồn; http://x"),
        ("PAPI_SIX", 36.5, None),
    ]


def test_periods_across_the_columns(tmp_path):
    path = tmp_path / RECEIVED / "theo-ky.csv"
    path.parent.mkdir()
    path.write_text(
        "Mã đơn vị;Mã chỉ số;Quý I/2025;6 tháng 2025;Tháng 8/2025;Ghi chú\n"
        "VN34-14;TTHC_ON_TIME_SHARE;97,5;98;;tạm\n"
        "VN34-14;TTHC_SATISFACTION_SHARE;;chưa có;101;\n",
        encoding="utf-8",
    )
    parsed = read_file(path, "progress")
    found = observations(parsed).select(
        "indicator_code", "period_code", "as_of_date", "value", "unit"
    )
    assert found.rows() == [
        ("TTHC_ON_TIME_SHARE", "2025-Q1", dt.date(2025, 3, 14), 97.5, "%"),
        ("TTHC_ON_TIME_SHARE", "2025-H1", dt.date(2025, 6, 14), 98.0, "%"),
    ]
    assert [(p.rule, p.row_no) for p in parsed.problems] == [
        ("bad_number", 3), ("bad_percentage", 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code", "end"),
    [
        ("Quý I/2025", "2025-Q1", dt.date(2025, 3, 14)),
        ("Q3 2025", "2025-Q3", dt.date(2025, 9, 14)),
        ("2025-Q4", "2025-Q4", dt.date(2025, 12, 14)),
        ("6 tháng đầu năm 2025", "2025-H1", dt.date(2025, 6, 14)),
        ("Tháng 02 năm 2024", "2024-02", dt.date(2024, 2, 29)),
        ("Năm 2025", "2025", dt.date(2025, 12, 14)),
        ("2025", "2025", dt.date(2025, 12, 14)),
        ("2025-W23", "2025-W23", dt.date(2025, 6, 6)),
    ],
)
def test_periods_as_people_write_them(text, code, end):
    assert read_period(text) == code
    assert end_of_period(code) == end


@pytest.mark.parametrize("text", ["Ghi chú", "Quý 5/2025", "Tháng 13/2025", "giá trị 2025 năm"])
def test_what_names_no_period(text):
    assert read_period(text) is None


LONG = {
    "Mã đơn vị": "VN34-14", "Mã chỉ số": "TTHC_ON_TIME_SHARE", "Ngày số liệu": "30/06/2025",
    "Giá trị": "1,234", "Đơn vị tính": "%",
}  # fmt: skip


def test_parquet_keeps_its_types(tmp_path):
    path = tmp_path / RECEIVED / "a.parquet"
    path.parent.mkdir()
    rows = [
        {"unit_code": "VN34-14", "indicator_code": "TTHC_ON_TIME_SHARE", "value": 1.234,
         "as_of_date": dt.date(2025, 6, 30)},
        {"unit_code": "VN34-14", "indicator_code": "KHONG_CO", "value": 5.0,
         "as_of_date": dt.date(2025, 6, 30)},
    ]  # fmt: skip
    pl.DataFrame(rows).write_parquet(path)
    parsed = read_file(path, "progress")
    frame = observations(parsed)
    assert frame["value"].to_list() == [1.234], "1.234 of a typed column is no 1234"
    assert [(p.rule, p.row_no) for p in parsed.problems] == [("unknown_indicator", 3)]
    path.write_bytes(b"PAR1 broken")
    assert [p.rule for p in read_file(path, "progress").problems] == ["corrupt_file"]


def write_large(path, rows, tail=""):
    path.parent.mkdir(exist_ok=True)
    lines = [";".join(LONG)] + [";".join(LONG.values())] * rows
    path.write_text("\n".join(lines) + "\n" + tail, encoding="utf-8-sig")


def test_a_large_csv_gives_the_same_rows_as_a_small_one(tmp_path):
    write_large(tmp_path / RECEIVED / "nho.csv", 3)
    write_large(tmp_path / RECEIVED / "lon.csv", 30_000)
    small = observations(read_file(tmp_path / RECEIVED / "nho.csv", "progress"))
    large = read_file(tmp_path / RECEIVED / "lon.csv", "progress")
    assert large.problems == []
    frame = observations(large)
    assert frame.height == 30_000
    assert frame["source_row"].to_list()[-1] == 30_001
    keep = [c for c in small.columns if not c.startswith("source")]
    assert frame.head(3).select(keep).equals(small.select(keep))


def test_a_row_of_another_length_in_a_large_csv_is_still_named(tmp_path):
    path = tmp_path / RECEIVED / "lon.csv"
    write_large(path, 30_000, "VN34-14;TTHC_ON_TIME_SHARE;30/06/2025;9;%;thừa\n")
    parsed = read_file(path, "progress")
    assert [(p.rule, p.row_no) for p in parsed.problems] == [("too_many_cells", 30_002)]
    assert observations(parsed).height == 30_000


def test_a_hundred_thousand_bad_rows_are_all_kept_and_the_file_still_loads(tmp_path):
    path = tmp_path / RECEIVED / "hong.csv"
    path.parent.mkdir()
    bad = ";".join({**LONG, "Mã chỉ số": "SAI"}.values())
    lines = [";".join(LONG), ";".join(LONG.values())] + [bad] * 100_000
    path.write_text("\n".join(lines), encoding="utf-8")
    parsed = read_file(path, "progress")
    assert observations(parsed).height == 1
    assert len(parsed.problems) == 100_000
    assert {p.rule for p in parsed.problems} == {"unknown_indicator"}


def test_excel_dates_that_lost_their_format_and_formulas_nobody_reckoned(tmp_path):
    rows = [
        list(LONG),
        ["VN34-14", "TTHC_ON_TIME_SHARE", 45838, 97.5, "%"],
        ["VN34-14", "TTHC_SATISFACTION_SHARE", 45838, "=95+1", "%"],
    ]
    parsed = read_file(write_book(tmp_path, {"Kết quả": rows}), "progress")
    assert observations(parsed).select("as_of_date", "value").rows() == [
        (dt.date(2025, 6, 30), 97.5)
    ]
    (problem,) = [p for p in parsed.problems if p.severity == "row"]
    assert (problem.rule, problem.row_no, problem.value) == ("bad_number", 3, "=95+1")


def test_a_file_that_grows_while_it_is_read_waits_for_the_next_build(tmp_path, monkeypatch):
    from pipeline.inputs import cache
    from pipeline.inputs.entries import list_raw_files

    path = tmp_path / "raw" / "progress" / RECEIVED / "a.csv"
    path.parent.mkdir(parents=True)
    path.write_text(";".join(LONG) + "\n" + ";".join(LONG.values()) + "\n", encoding="utf-8")
    (raw,) = list_raw_files(tmp_path / "raw")
    real = cache.read_file

    def read_while_written(*arguments):
        parsed = real(*arguments)
        with path.open("a", encoding="utf-8") as file:
            file.write(";".join(LONG.values()) + "\n")
        return parsed

    monkeypatch.setattr(cache, "read_file", read_while_written)
    growing = cache.read_cached(raw, tmp_path / "cache")
    assert growing.summary["is_loaded"] is False
    rejects = pl.read_parquet(growing.folder / "rejects.parquet")
    assert rejects["rule"].to_list() == ["file_changing"]
    monkeypatch.setattr(cache, "read_file", real)
    (raw,) = list_raw_files(tmp_path / "raw")
    assert cache.read_cached(raw, tmp_path / "cache").summary["rows_loaded"] == 2


def test_typed_columns_go_through_the_same_rules(tmp_path):
    path = tmp_path / RECEIVED / "diem.parquet"
    path.parent.mkdir()
    row = dict(zip(SCORES, score_row("UBND tỉnh Sơn La", "H52", 1, 70.0, 3, 15.5), strict=True))
    pl.DataFrame([row]).write_parquet(path)
    frame = observations(read_file(path, "progress"))
    assert set(frame["unit_code"]) == {"VN34-14"}, "a type of 1 as a number is still a province"

    wide = tmp_path / RECEIVED / "theo-ky.parquet"
    cells = {"unit_code": "VN34-14", "indicator_code": "PAPI", "2025-Q1": 36.405, "2025-H1": 78.125}
    pl.DataFrame([cells]).write_parquet(wide)
    assert observations(read_file(wide, "progress"))["value"].to_list() == [36.405, 78.125]

    trend = tmp_path / RECEIVED / "xu-huong.parquet"
    pl.DataFrame({"month": [1.0], "year": [2025], "score": [80.5]}).write_parquet(trend)
    trend.with_name(trend.name + ".meta.toml").write_text('unit_code = "VN34-14"')
    assert observations(read_file(trend, "progress"))["period_code"].to_list() == ["2025-01"]

    days = tmp_path / RECEIVED / "ngay.parquet"
    base = {"unit_code": "VN34-14", "indicator_code": "PAPI", "unit": "điểm"}
    rows = [
        base | {"as_of_date": 45838, "value": 40.0},
        base | {"as_of_date": 45838, "value": float("nan")},
    ]
    pl.DataFrame(rows).write_parquet(days)
    parsed = read_file(days, "progress")
    assert observations(parsed).select("as_of_date", "value").rows() == [
        (dt.date(2025, 6, 30), 40.0)
    ]
    assert [p.rule for p in parsed.problems] == ["nothing_reported"]


def test_two_columns_of_one_period_stop_the_file(tmp_path):
    path = tmp_path / RECEIVED / "theo-ky.csv"
    path.parent.mkdir()
    path.write_text("Mã đơn vị;Mã chỉ số;2025;Cả năm 2025\nVN34-14;PAPI;40;41\n", encoding="utf-8")
    assert [p.rule for p in read_file(path, "progress").problems] == ["repeated_column"]
    assert read_period("2025-W53") is None
    assert read_period("2026-W53") == "2026-W53"
