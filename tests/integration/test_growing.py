"""A build that grows has the rows of one made anew."""

from __future__ import annotations

import shutil

import duckdb
import pytest

from pipeline.building.build import build
from pipeline.building.grow import find_growth
from pipeline.building.load import choose_files
from pipeline.inputs.cache import read_cached
from pipeline.inputs.entries import list_raw_files
from pipeline.publish.builds import DATABASE, READY, find_current_build
from pipeline.publish.manifest import Manifest, read_manifest, write_manifest
from pipeline.sample.national import write_national_sample
from pipeline.support.console import LineReporter
from pipeline.support.settings import Settings
from tests.portal_books import SCORES, score_row, write_book
from tests.whole_tables import read_all

pytestmark = pytest.mark.slow
HEADER = "Mã đơn vị;Mã chỉ số;Ngày số liệu;Ngày nhận;Giá trị;Đơn vị tính;Loại số liệu\n"


def read_parts(settings):
    folder = find_current_build(settings) / "fct_progress"
    rows = duckdb.sql(f"select * from read_parquet('{folder}/*.parquet')").fetchall()  # noqa: S608
    return sorted(rows, key=repr), len(list(folder.iterdir()))


def list_findings(settings):
    with duckdb.connect(find_current_build(settings) / DATABASE, read_only=True) as connection:
        rows = connection.sql(
            "select distinct finding_kind from mart_data_quality where source_file like '%/zz-%'"
        ).fetchall()
    return [kind for (kind,) in rows]


def test_a_week_more_gives_the_rows_of_a_whole_build(tmp_path):
    whole = Settings(raw=tmp_path / "raw", marts=tmp_path / "whole")
    grown = Settings(raw=tmp_path / "raw", marts=tmp_path / "grown")
    write_national_sample(whole.raw, units=40, weeks=5)
    progress = whole.raw / "progress"
    files = sorted(progress.iterdir())
    held_back = tmp_path / "held-back"
    held_back.mkdir()
    for file in files[-2:]:
        shutil.move(file, held_back)
    # Units by name, one of them wrong: what they are called must outlive the first build.
    named = (
        "tỉnh Sơn La;TTHC_ON_TIME_SHARE;02/03/2031;05/03/2031;75;%;tự báo cáo\n"
        "tỉnh Sơn Lai;TTHC_ON_TIME_SHARE;02/03/2031;05/03/2031;75;%;tự báo cáo\n"
    )
    (progress / "yy-ten.csv").write_text(HEADER + named, encoding="utf-8")
    assert build(grown, LineReporter()).growth is None, "there was nothing to grow from"
    # A week comes in and is written beside the parts that are there.
    shutil.move(held_back / files[-2].name, progress)
    report = build(grown, LineReporter())
    assert report.is_published, report.transform
    assert report.growth is not None
    assert read_parts(grown)[1] == 2
    # Then the last one, with a file of what is set aside: no such unit, more than the whole, twice.
    shutil.move(held_back / files[-1].name, progress)
    odd = (
        "VN34-14;TTHC_ON_TIME_SHARE;01/03/2031;05/03/2031;9;8;%;tự báo cáo\n"
        "VN34-19;TTHC_ON_TIME_SHARE;01/03/2031;05/03/2031;7;8;%;tự báo cáo\n"
        "VN34-19;TTHC_ON_TIME_SHARE;01/03/2031;05/03/2031;6;8;%;tự báo cáo\n"
        "VN34-20;PCI;01/03/2031;05/03/2031;6;8;điểm;tự báo cáo\n"
        "KHONG-CO;TTHC_ON_TIME_SHARE;01/03/2031;05/03/2031;6;8;%;tự báo cáo\n"
    )
    header = HEADER.replace("Giá trị", "Tử số;Mẫu số")
    (progress / "zz-la.csv").write_text(header + odd, encoding="utf-8")
    report = build(grown, LineReporter())
    assert report.is_published, report.transform
    assert report.growth is not None
    assert build(whole, LineReporter()).growth is None
    assert read_all(grown) == read_all(whole)
    assert read_parts(grown)[0] == read_parts(whole)[0]
    assert read_parts(grown)[1] == 3
    assert {
        "unit_unknown",
        "impossible_counts",
        "counts_without_value",
        "two_answers",
    } <= set(list_findings(grown))


def test_reports_on_tasks_and_scores_of_the_portal_grow_too(office_with_plans):
    grown = office_with_plans
    whole = Settings(raw=grown.raw, marts=grown.marts.with_name("whole"))
    progress = grown.raw / "progress"
    row = "VN34-14;TTHC_ON_TIME_SHARE;{};{};{};%;tự báo cáo\n"
    first = HEADER + row.format("31/03/2025", "05/04/2025", 97)
    (progress / "a.csv").write_text(first, encoding="utf-8")
    assert build(grown, LineReporter()).growth is None
    son_la = score_row("UBND tỉnh Sơn La", "H52", 1, 70, 3)
    write_book(progress, {"Điểm năm": [SCORES, son_la]})
    # What the next report contradicts, a row of the future and a task that no plan has.
    second = row.format("30/06/2025", "05/07/2025", 12) + row.format("30/06/2099", "05/07/2025", 9)
    (progress / "b.csv").write_text(HEADER + second, encoding="utf-8")
    tasks = (
        "Mã kế hoạch;Số nhiệm vụ;Ngày số liệu;Ngày nhận;Trạng thái;Ngày hoàn thành\n"
        "long-an-2022;1;30/06/2022;05/07/2022;hoàn thành;20/06/2022\n"
        "long-an-2022;2;30/06/2022;05/07/2022;đang làm;\n"
        "long-an-2022;không-có;30/06/2022;05/07/2022;đang làm;\n"
        "long-an-2022;3;30/06/2022;05/07/2022;sắp xong;\n"
    )
    (progress / "nhiem-vu.csv").write_text(tasks, encoding="utf-8")
    report = build(grown, LineReporter())
    assert report.is_published, report.transform
    assert report.growth is not None
    assert report.manifest is not None
    tests = report.manifest.tests
    assert build(whole, LineReporter()).growth is None
    assert read_all(grown) == read_all(whole)
    assert read_parts(grown)[0] == read_parts(whole)[0]
    # Only what the files reach was built and tested; the rest stands with the tests it passed.
    every = read_manifest(find_current_build(whole)).tests
    assert 0 < tests["passed"] < every["passed"]
    assert tests["passed"] + tests["kept"] == every["passed"]


def test_a_known_fact_under_the_name_of_its_unit_takes_a_whole_build(office_with_plans):
    office = office_with_plans
    row = "{};TTHC_ON_TIME_SHARE;01/03/2025;05/03/2025;{};%;tự báo cáo\n"
    progress = office.raw / "progress"
    (progress / "a.csv").write_text(HEADER + row.format("VN63-14", 90), encoding="utf-8")
    assert build(office, LineReporter()).is_published
    (progress / "zz-b.csv").write_text(HEADER + row.format("tỉnh Sơn La", 91), encoding="utf-8")
    report = build(office, LineReporter())
    assert report.is_published, report.transform
    assert report.growth is None
    assert "two_answers" in list_findings(office)


def test_what_speaks_of_a_known_fact_takes_a_whole_build(tmp_path):
    office = Settings(raw=tmp_path / "raw", marts=tmp_path / "marts")
    write_national_sample(office.raw, units=34, weeks=2)
    progress = office.raw / "progress"
    files = sorted(progress.iterdir())
    assert build(office, LineReporter()).is_published
    lines = files[0].read_text(encoding="utf-8").splitlines()
    changed = next(line.split(",") for line in lines[1:] if line.split(",")[5])
    changed[5] = str(int(changed[5]) + 1)
    clash = "\n".join([lines[0], ",".join(changed)]) + "\n"
    (progress / "zz-trung.csv").write_text(clash, encoding="utf-8")

    report = build(office, LineReporter())
    assert report.is_published, report.transform
    assert report.growth is None
    assert read_parts(office)[1] == 1
    assert list_findings(office) == ["two_answers"]


@pytest.mark.parametrize(
    "change", ["content", "removed", "unit list", "received", "code", "nothing"]
)
def test_anything_else_than_more_progress_is_built_anew(office, change):
    def write(name, value, folder="2025-03-10"):
        path = office.raw / "progress" / folder / name
        path.parent.mkdir(exist_ok=True)
        row = "VN34-14;TTHC_ON_TIME_SHARE;01/03/2025;05/03/2025;{};%;chính thức\n"
        path.write_text(HEADER + row.format(value), encoding="utf-8")
        return path

    def parse():
        return [read_cached(raw, office.cache) for raw in list_raw_files(office.raw)]

    first = write("a.csv", 90)
    before = parse()
    folder = office.builds / "b1"
    folder.mkdir(parents=True)
    manifest = Manifest("b1", "", 1, "", [c.summary for c in before], code="v1")
    write_manifest(folder, manifest)
    (folder / READY).touch()
    office.current.symlink_to(folder)
    write("b.csv", 91)
    if change == "content":
        write("a.csv", 92)
    elif change == "removed":
        first.unlink()
    elif change == "received":
        first.rename(write("a.csv", 0, "2025-04-01"))
    elif change == "unit list":
        units = "Mã đơn vị;Tên đơn vị;Loại\nX1;Xã Một;xã\n"
        (office.raw / "units" / "u.csv").write_text(units, encoding="utf-8")
    parsed = parse()
    code = "v2" if change == "code" else "v1"
    growth = find_growth(office, parsed, choose_files(parsed), code)
    if change == "nothing":
        assert growth is not None
        assert [c.raw.path.name for c in growth.added] == ["b.csv"]
    else:
        assert growth is None
