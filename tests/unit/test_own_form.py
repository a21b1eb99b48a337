"""Reports in an office's own form: mapped once, read by themselves after."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline.inputs.entries import list_raw_files
from pipeline.inputs.reading import read_file
from pipeline.progress import own_form
from pipeline.progress.own_form import (
    Demand,
    RowTarget,
    describe_columns,
    find_as_of,
    guess_field,
    list_rows,
    match_rows,
    propose_header,
    read_mapping,
    write_mapping,
)
from pipeline.support.problems import UnreadableFileError
from pipeline.tables.read import read_tables

HEAD = ["STT", "Nội dung chỉ tiêu", "Kế hoạch năm", "Kết quả đến 30/9/2025", "Ghi chú"]
ROWS = [
    ["I", "Cải cách thủ tục", None, None, None],
    [1, "Người dân hài lòng", "90%", 0.915, "khảo sát"],
    [2, "Hồ sơ xử lý trên mạng", "90%", "88,5%", None],
    [3, "Thanh toán trực tuyến", "80%", "chưa có số liệu", None],
    [4, "Số lớp tập huấn", "3 lớp", 2, None],
]
TARGETS = {
    "Người dân hài lòng": RowTarget("ADMIN_SATISFACTION_SHARE"),
    "Hồ sơ xử lý trên mạng": RowTarget("EGOV_WORK_FILE_ONLINE_SHARE", "province"),
    "Thanh toán trực tuyến": RowTarget("TTHC_ONLINE_PAYMENT_OFFERED_SHARE"),
    "Số lớp tập huấn": None,
}
COLUMNS = {"words": HEAD[1], "value": HEAD[3], "planned": HEAD[2], "note": HEAD[4]}


def write_report(path: Path, head=HEAD, rows=ROWS, above=("BÁO CÁO THÁNG 9",)) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.title = "Báo cáo"
    for line in above:
        sheet.append([line])
    sheet.append([])
    sheet.append(head)
    for row in rows:
        sheet.append(row)
        cell = sheet.cell(sheet.max_row, 4)
        if isinstance(cell.value, float):
            cell.number_format = "0.0%"
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


@pytest.fixture
def raw(tmp_path) -> Path:
    folder = tmp_path / "raw"
    (folder / "mappings").mkdir(parents=True)
    text = write_mapping("Báo cáo tháng", HEAD, COLUMNS, "ke-hoach", "VN63-80-SNV", TARGETS)
    (folder / "mappings" / "Báo cáo tháng.toml").write_text(text, encoding="utf-8")
    return folder


def read(raw: Path, day="2025-10-02", **given):
    path = write_report(raw / "progress" / day / "bao-cao.xlsx", **given)
    return read_file(path, "progress")


def test_a_mapped_form_gives_results_where_they_stand(raw):
    parsed = read(raw)
    frame = parsed.frames["observations"]
    assert parsed.layout == "own_form"
    assert frame.select("indicator_code", "value", "missing_reason", "source_row").rows() == [
        ("ADMIN_SATISFACTION_SHARE", 91.5, None, 5),
        ("EGOV_WORK_FILE_ONLINE_SHARE", 88.5, None, 6),
        ("TTHC_ONLINE_PAYMENT_OFFERED_SHARE", None, "not_reported", 7),
    ]
    assert frame["scope_level"].to_list() == [None, "province", None]
    assert set(frame["unit_code"]) == {"VN63-80-SNV"}
    assert set(frame["as_of_date"]) == {dt.date(2025, 9, 30)}, "the day in the head"
    assert set(frame["received_on"]) == {dt.date(2025, 10, 2)}
    # The heading and what was said to be no target are left out, named.
    assert [p.rule for p in parsed.problems] == ["own_form_row_left_out"] * 2
    assert parsed.rows_seen == 5


def test_the_next_month_needs_no_mapping_of_its_own(raw):
    head = [*HEAD[:3], "Kết quả đến 31/10/2025", HEAD[4], "Đơn vị gửi"]
    parsed = read(raw, "2025-11-02", head=head)
    assert parsed.layout == "own_form"
    assert set(parsed.frames["observations"]["as_of_date"]) == {dt.date(2025, 10, 31)}


def test_a_new_row_is_told_and_a_new_heading_is_not(raw):
    rows = [*ROWS, [5, "Chỉ tiêu mới", "95%", "70%", None], [None, "Người lập biểu", None, None]]
    parsed = read(raw, rows=rows)
    told = [(p.rule, p.row_no) for p in parsed.problems if p.severity == "row"]
    assert told == [("own_form_row_unmatched", 9)]
    assert "Chỉ tiêu mới" in next(p.message for p in parsed.problems if p.row_no == 9)
    assert parsed.rows_seen == 7
    assert parsed.frames["observations"].height == 3


def test_another_head_is_not_this_form(raw):
    parsed = read(raw, head=["STT", "Nội dung", "Kế hoạch", "Thực hiện", "Ghi chú"])
    assert parsed.layout != "own_form"


def test_what_a_person_says_of_the_day_goes_before_the_head(raw):
    path = write_report(raw / "progress" / "2025-10-02" / "bao-cao.xlsx")
    path.with_name(path.name + ".meta.toml").write_text("as_of_date = 2025-09-15\n")
    frame = read_file(path, "progress").frames["observations"]
    assert set(frame["as_of_date"]) == {dt.date(2025, 9, 15)}


@pytest.mark.parametrize(
    ("above", "label", "expected"),
    [
        (["BÁO CÁO"], "Kết quả từ 15/12/2024 đến 14/9/2025", dt.date(2025, 9, 14)),
        (["(Tính đến ngày 30 tháng 9 năm 2025)"], "Kết quả", dt.date(2025, 9, 30)),
        (
            ["(Số liệu tính đến 30/9/2025)", "(Kèm theo Báo cáo số 12/BC ngày 05/10/2025)"],
            "Kết quả",
            dt.date(2025, 9, 30),
        ),
        (["Hà Nội, ngày 05/10/2025"], "Kết quả", None),
    ],
)
def test_the_day_is_the_one_that_the_figures_go_up_to(tmp_path, above, label, expected):
    head = [*HEAD[:3], label, HEAD[4]]
    (table,) = read_tables(write_report(tmp_path / "a.xlsx", head=head, above=above))
    header = propose_header(table)
    assert find_as_of(table, header, 3) == expected


def test_a_report_that_names_no_day_says_which_one_was_taken(raw):
    (path,) = (raw / "mappings").glob("*.toml")
    path.write_text(path.read_text().replace("Kết quả đến 30/9/2025", "Kết quả"))
    parsed = read(raw, head=[*HEAD[:3], "Kết quả", HEAD[4]])
    assert "own_form_day_assumed" in [p.rule for p in parsed.problems]
    assert set(parsed.frames["observations"]["as_of_date"]) == {dt.date(2025, 10, 2)}


def test_two_columns_that_differ_in_digits_alone_are_not_guessed(raw):
    head = [*HEAD[:3], "Kết quả đến 31/8/2025", "Kết quả đến 30/9/2025", HEAD[4]]
    parsed = read(raw, head=head)
    assert [p.rule for p in parsed.problems] == ["own_form_column_twice"]
    assert parsed.frames == {}


def test_of_two_forms_with_one_head_somebody_says_which(raw):
    text = write_mapping("Sở khác", HEAD, COLUMNS, "khac", "VN63-80-STP", TARGETS)
    (raw / "mappings" / "So khac.toml").write_text(text, encoding="utf-8")
    parsed = read(raw)
    assert [p.rule for p in parsed.problems] == ["own_form_ambiguous"]
    path = raw / "progress" / "2025-10-02" / "bao-cao.xlsx"
    path.with_name(path.name + ".meta.toml").write_text('mapping = "Sở khác"\n', encoding="utf-8")
    assert set(read_file(path, "progress").frames["observations"]["unit_code"]) == {"VN63-80-STP"}


def test_rows_of_the_same_words_are_told_apart_by_the_row_above(raw):
    rows = [
        [1, "Hồ sơ trực tuyến", None, None, None],
        ["-", "Cấp tỉnh", "80%", "85%", None],
        ["-", "Cấp xã", "60%", "60%", None],
        [2, "Hồ sơ đúng hạn", None, None, None],
        ["-", "Cấp tỉnh", "98%", "98%", None],
        ["-", "Cấp xã", "95%", "95%", None],
    ]
    targets = {
        "Hồ sơ trực tuyến › Cấp tỉnh": RowTarget("TTHC_ONLINE_DOSSIER_SHARE", "province"),
        "Hồ sơ trực tuyến › Cấp xã": RowTarget("TTHC_ONLINE_DOSSIER_SHARE", "commune"),
        "Hồ sơ đúng hạn › Cấp tỉnh": RowTarget("TTHC_ON_TIME_SHARE", "province"),
        "Hồ sơ đúng hạn › Cấp xã": RowTarget("TTHC_ON_TIME_SHARE", "commune"),
    }
    (path,) = (raw / "mappings").glob("*.toml")
    path.write_text(write_mapping("M", HEAD, COLUMNS, "k", "VN63-80-SNV", targets))
    frame = read(raw, rows=rows).frames["observations"]
    assert frame.select("indicator_code", "scope_level", "value").rows() == [
        ("TTHC_ONLINE_DOSSIER_SHARE", "province", 85.0),
        ("TTHC_ONLINE_DOSSIER_SHARE", "commune", 60.0),
        ("TTHC_ON_TIME_SHARE", "province", 98.0),
        ("TTHC_ON_TIME_SHARE", "commune", 95.0),
    ]


def test_a_figure_without_words_and_words_that_stand_twice_are_told(raw):
    rows = [*ROWS, [5, None, "90%", "77%", None], [6, "Người dân hài lòng", "90%", "80%", None]]
    parsed = read(raw, rows=rows)
    told = [p.row_no for p in parsed.problems if p.rule == "own_form_row_unmatched"]
    # The second row of those words stands below another row: it is not the first one again.
    assert told == [5, 9, 10]
    assert parsed.frames["observations"].height == 2


def test_cells_merged_over_rows_say_so_for_each(raw):
    path = write_report(raw / "progress" / "2025-10-02" / "bao-cao.xlsx")
    from openpyxl import load_workbook

    book = load_workbook(path)
    book.active.merge_cells("E5:E6")
    book.save(path)
    frame = read_file(path, "progress").frames["observations"]
    assert frame["note"].to_list()[:2] == ["khảo sát", "khảo sát"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = ", "không đọc được"),
        ('name = "x"\nhead = ["a"]\nplan_code = "p"\nunit_code = "u"\n', "columns"),
        (
            'name = "x"\nhead = ["a"]\nplan_code = "p"\nunit_code = "u"\n[columns]\nwords = "a"\n',
            "cột số",
        ),
        ('name = "x"\nhead = ["a"]\nplan_code = "p"\nunit_code = "u"\ncolumns = 5\n', "mẫu riêng"),
    ],
)
def test_a_broken_mapping_is_named_and_the_rest_is_read(raw, text, said):
    broken = raw / "mappings" / "a-hong.toml"
    broken.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFileError) as error:
        read_mapping(broken)
    assert said in error.value.problems[0].message
    listed = {f.name: f.state for f in list_raw_files(raw)}
    assert listed == {"mappings/a-hong.toml": "bad_mapping"}
    assert read(raw).layout == "own_form"


def test_a_mapping_can_be_written_read_and_changed(raw):
    (path,) = (raw / "mappings").glob("*.toml")
    mapping = read_mapping(path)
    assert mapping.name == "Báo cáo tháng"
    assert mapping.rows["nguoi dan hai long"] == RowTarget("ADMIN_SATISFACTION_SHARE")
    assert mapping.rows["so lop tap huan"] is None
    assert mapping.columns["value"] == "ket qua den # # #"
    odd = write_mapping('Mẫu "A" \\ B', ["a\nb"], COLUMNS, "p", "u", {'x "y"': None})
    assert tomllib.loads(odd)["name"] == 'Mẫu "A" \\ B'


def test_a_changed_mapping_reads_the_same_file_anew(raw):
    path = write_report(raw / "progress" / "2025-10-02" / "bao-cao.xlsx")
    (before,) = [f for f in list_raw_files(raw) if f.folder == "progress"]
    (mapping,) = (raw / "mappings").glob("*.toml")
    key = before.cache_key
    text = mapping.read_text().replace("ADMIN_SATISFACTION_SHARE", "TTHC_ON_TIME_SHARE")
    mapping.write_text(text)
    assert before.cache_key != key
    frame = read_file(path, "progress").frames["observations"]
    assert "TTHC_ON_TIME_SHARE" in frame["indicator_code"].to_list()


def test_words_of_rows_find_their_targets_and_none_twice():
    demands = [
        Demand(RowTarget("A"), "Người dân hài lòng về giải quyết thủ tục hành chính", 90),
        Demand(RowTarget("B"), "Hồ sơ công việc xử lý trên mạng cấp tỉnh", 100),
        Demand(RowTarget("C"), "Hồ sơ công việc xử lý trên mạng cấp xã", 80),
    ]
    rows = [
        "Tỷ lệ hồ sơ công việc được xử lý trên mạng, cấp xã",
        "Tỷ lệ hồ sơ công việc được xử lý trên mạng, cấp tỉnh",
        "Mức độ người dân hài lòng",
        "Trồng rừng",
    ]
    found = match_rows(rows, demands)
    assert [position for position, _ in found] == [2, 1, 0, None]
    assert all(score > 0.75 for position, score in found if position is not None)
    assert found[3][1] == 0.0
    # Of two that read alike the one that demands what the form says.
    alike = [
        Demand(RowTarget("A"), "Hồ sơ đúng hạn", 95),
        Demand(RowTarget("B"), "Hồ sơ đúng hạn", 80),
    ]
    assert match_rows(["Hồ sơ đúng hạn"], alike, ["80%"])[0][0] == 1


def test_a_head_of_two_rows_is_proposed(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.append(["BÁO CÁO tính đến ngày 15/12/2025"])
    sheet.append(["TT", "Tên chỉ tiêu", "Thực hiện", None])
    sheet.append([None, None, "Số đã giải quyết", "Tổng số hồ sơ"])
    sheet.merge_cells("C2:D2")
    sheet.append([1, "Hồ sơ đúng hạn", 95, 100])
    path = tmp_path / "a.xlsx"
    book.save(path)
    (table,) = read_tables(path)
    header = propose_header(table)
    assert header is not None
    assert {k: header.positions[k] for k in ("words", "numerator", "denominator")} == {
        "words": 1, "numerator": 2, "denominator": 3,
    }  # fmt: skip
    assert list_rows(table, header, 1) == [(4, "Hồ sơ đúng hạn")]
    assert find_as_of(table, header, 2) == dt.date(2025, 12, 15)
    assert describe_columns(header)[1] == "Tên chỉ tiêu"


def _list_kinds():
    path = Path(own_form.__file__).with_suffix(".toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))["kind"]


@pytest.mark.parametrize(
    ("field", "label"), [(k["field"], label) for k in _list_kinds() for label in k["examples"]]
)
def test_each_kind_of_column_knows_its_examples(field, label):
    assert guess_field(label) == field


@pytest.mark.parametrize(
    ("field", "label"),
    [(k["field"], label) for k in _list_kinds() for label in k.get("others", [])],
)
def test_each_kind_of_column_knows_what_it_is_not(field, label):
    assert guess_field(label) != field
