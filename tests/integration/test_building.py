"""Building: only what changed is read, nothing published is ever lost."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys

import duckdb
import pytest
from click.testing import CliRunner

from pipeline.building.build import build
from pipeline.cli import main
from pipeline.publish import builds
from pipeline.publish.builds import (
    DATABASE,
    WHOLE_DATABASE,
    BuildRunningError,
    find_current_build,
    hold_build_lock,
    publish_work,
    start_work,
)
from pipeline.publish.manifest import read_manifest
from pipeline.support.console import LineReporter
from pipeline.support.settings import PROJECT
from tests.plan_books import write_plan

pytestmark = pytest.mark.slow


def run(settings, *arguments):
    folders = ["--raw", str(settings.raw), "--marts", str(settings.marts)]
    return CliRunner().invoke(main, ["build", *folders, *arguments])


def ask(settings, query):
    database = WHOLE_DATABASE if "raw." in query else DATABASE
    with duckdb.connect(find_current_build(settings) / database, read_only=True) as connection:
        return connection.sql(query).fetchall()


def test_a_build_from_nothing_is_empty_but_whole(office):
    done = run(office)
    assert done.exit_code == 0, done.output
    assert ask(office, "select count(*) from dim_plan") == [(0,)]
    assert ask(office, "select count(*) from dim_unit where boundary_version = '34'") != [(0,)]


def test_unchanged_then_changed_then_removed(office):
    first = write_plan(office.raw / "plans" / "a.xlsx")
    write_plan(office.raw / "plans" / "b.xlsx", facts={"plan_code": "xa-hai-2025"})
    report = build(office, LineReporter())
    assert [f.was_fresh for f in report.files] == [True, True]

    again = build(office, LineReporter())
    assert again.is_unchanged
    assert again.manifest == report.manifest

    write_plan(first, targets=[{"value": 85}])
    changed = build(office, LineReporter())
    assert [f.was_fresh for f in changed.files] == [True, False]
    assert ask(office, "select value from fct_target order by 1") == [(80,), (85,)]

    first.unlink()
    build(office, LineReporter())
    assert ask(office, "select plan_code from dim_plan") == [("xa-hai-2025",)]


def test_deleting_the_simulation_removes_every_trace(office_with_plans):
    settings = office_with_plans
    simulation = settings.raw / "progress" / "mo-phong.xlsx"
    arguments = ["sample", "--from-plans", "--raw", str(settings.raw), "--out", str(simulation)]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    build(settings, LineReporter())
    query = "select count(*) from mart_attainment where is_simulated"
    assert ask(settings, query)[0][0] > 1000

    simulation.unlink()
    build(settings, LineReporter())
    build_folder = find_current_build(settings)
    with duckdb.connect(build_folder / WHOLE_DATABASE, read_only=True) as connection:
        tables = connection.sql(
            "select table_schema, table_name from information_schema.columns "
            "where column_name = 'is_simulated'"
        ).fetchall()
        for schema, table in tables:
            # Baselines of cumulative measures exist for both kinds whether read or not.
            if table != "int_baselines_chosen":
                left = f"select count(*) from {schema}.{table} where is_simulated"  # noqa: S608
                assert connection.sql(left).fetchall() == [(0,)], table
    assert "mo-phong" not in (build_folder / "manifest.json").read_text(encoding="utf-8")


def test_bad_rows_and_files_wait_in_the_rejects_and_the_rest_is_loaded(office):
    write_plan(office.raw / "plans" / "tot.xlsx")
    write_plan(
        office.raw / "plans" / "xau.xlsx",
        targets=[{"value": 800}, {"target_ref": "2", "value": 70}],
        facts={"plan_code": "xa-xau-2025"},
    )
    (office.raw / "plans" / "hong.xlsx").write_bytes(b"PK\x03\x04")
    done = run(office)
    assert done.exit_code == 0, done.output
    assert "800%" in done.output
    assert "tệp hỏng" in done.output
    assert "Traceback" not in done.output
    rejects = ask(office, "select file_path, rule, row_no from raw.rejects order by 1")
    assert rejects == [
        ("plans/hong.xlsx", "corrupt_file", None),
        ("plans/xau.xlsx", "bad_percentage", 2),
    ]
    assert ask(office, "select count(*) from fct_target") == [(2,)]
    findings = ask(office, "select finding_kind from mart_data_quality where severity = 'error'")
    assert findings == [("bad_percentage",), ("corrupt_file",)]


def test_two_files_of_one_plan_and_one_file_under_two_names(office):
    first = write_plan(office.raw / "plans" / "a.xlsx")
    (office.raw / "plans" / "b.xlsx").write_bytes(first.read_bytes())
    write_plan(office.raw / "plans" / "c.xlsx", targets=[{"value": 85}])
    done = run(office)
    assert done.exit_code == 0, done.output
    assert ask(office, "select value from fct_target") == [(80,)]
    rules = ask(office, "select file_path, rule from raw.rejects order by 1")
    assert rules == [("plans/b.xlsx", "duplicate_file"), ("plans/c.xlsx", "duplicate_plan")]


def test_reports_on_unknown_units_and_tasks_are_findings(office_with_plans):
    folder = office_with_plans.raw / "progress" / "2025-07-03"
    folder.mkdir()
    (folder / "ket-qua.csv").write_text(
        "Mã đơn vị;Mã chỉ số;Ngày số liệu;Giá trị\nLA_LUNG;TTHC_ON_TIME_SHARE;30/06/2025;98\n",
        encoding="utf-8",
    )
    (folder / "tien-do.csv").write_text(
        "Mã kế hoạch;Số nhiệm vụ;Ngày số liệu;Trạng thái\nlong-an-2022;99.9;30/06/2025;đang làm\n",
        encoding="utf-8",
    )
    assert run(office_with_plans).exit_code == 0
    rows = ask(
        office_with_plans,
        "select finding_kind from mart_data_quality where severity = 'error' order by 1",
    )
    assert rows == [("task_unknown",), ("unit_unknown",)]
    assert ask(office_with_plans, "select count(*) from fct_progress") == [(0,)]


def test_an_official_reading_beats_nothing_and_is_judged(office_with_plans):
    folder = office_with_plans.raw / "progress" / "2025-07-03"
    folder.mkdir()
    (folder / "ket-qua.csv").write_text(
        "Mã đơn vị;Mã chỉ số;Ngày số liệu;Tử số;Mẫu số;Loại số liệu\n"
        "VN63-80-SNV;TTHC_ELECTRONIC_ROUTING_SHARE;14/12/2024;60;100;chính thức\n"
        "VN63-80-SNV;TTHC_ELECTRONIC_ROUTING_SHARE;30/06/2025;85;100;chính thức\n",
        encoding="utf-8",
    )
    assert run(office_with_plans).exit_code == 0
    rows = ask(
        office_with_plans,
        "select actual, baseline_value, baseline_source, status from mart_attainment "
        "where actual is not null and known_because = 'received'",
    )
    assert rows == [(85.0, 60.0, "previous_reading", "on_track")]


def test_a_failed_test_of_the_data_publishes_nothing(office, monkeypatch):
    write_plan(office.raw / "plans" / "a.xlsx")
    before = build(office, LineReporter()).manifest
    write_plan(office.raw / "plans" / "a.xlsx", targets=[{"value": 85}])
    load = __import__("pipeline.building.load", fromlist=["load_raw"]).load_raw

    def load_twice(database, *arguments):
        load(database, *arguments)
        with duckdb.connect(database) as connection:
            connection.execute("insert into raw.targets select * from raw.targets")

    monkeypatch.setattr("pipeline.building.build.load_raw", load_twice)
    done = run(office)
    assert done.exit_code == 1
    assert "Bản dựng cũ vẫn giữ nguyên" in done.output
    said = " ".join(done.output.split())
    assert "(unique: target_key): 1 dòng, như {" in said, "the check that failed, with its row"
    assert read_manifest(find_current_build(office)) == before


def test_a_killed_builder_leaves_the_last_good_build(office):
    write_plan(office.raw / "plans" / "a.xlsx")
    before = build(office, LineReporter()).manifest
    folders = ["--raw", str(office.raw), "--marts", str(office.marts)]
    for number, stage in enumerate(("Đọc tệp", "Nạp vào DuckDB", "Dựng bảng và kiểm thử")):
        write_plan(office.raw / "plans" / "a.xlsx", targets=[{"value": 60 + number}])
        process = subprocess.Popen(
            [sys.executable, "-m", "pipeline", "build", *folders],
            stderr=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        assert process.stderr is not None
        assert any(stage in line for line in process.stderr), stage
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert read_manifest(find_current_build(office)) == before
    assert run(office).exit_code == 0
    assert ask(office, "select value from fct_target") == [(62,)]


def test_one_builder_at_a_time(office):
    with hold_build_lock(office):
        done = run(office)
    assert done.exit_code == 1
    assert "lần dựng khác" in done.output
    with hold_build_lock(office), pytest.raises(BuildRunningError), hold_build_lock(office):
        pass


def test_a_reader_keeps_its_build_while_new_ones_are_published(office):
    for number in range(8):
        work = start_work(office)
        with duckdb.connect(work / DATABASE) as connection:
            connection.execute(f"create table t as select {number} as n")
        publish_work(office, work, f"2025010{number}T000000Z-x")
        if number == 0:
            first = duckdb.connect(find_current_build(office) / DATABASE, read_only=True)
    assert first.sql("select n from t").fetchall() == [(0,)]
    removed = builds.prune_builds(office)
    assert len(removed) == 3
    assert first.sql("select n from t").fetchall() == [(0,)]
    assert ask(office, "select n from t") == [(7,)]


def test_usage_errors_exit_with_two(tmp_path):
    assert CliRunner().invoke(main, ["build", "--raw", str(tmp_path / "khong-co")]).exit_code == 2
    assert CliRunner().invoke(main, ["khong-co-lenh"]).exit_code == 2


def test_a_fault_of_ours_is_one_sentence(office, monkeypatch):
    monkeypatch.delenv("CCHC_DEBUG", raising=False)

    def fail(*_: object, **__: object):
        raise RuntimeError("hỏng")

    monkeypatch.setattr("pipeline.commands.build.build", fail)
    done = run(office)
    assert done.exit_code == 1
    assert "Lỗi ngoài dự kiến: hỏng" in done.output
    assert "Traceback" not in done.output


def test_a_summary_that_cannot_be_told_is_no_failed_build(office, monkeypatch):
    def fail(*_: object, **__: object):
        raise UnicodeEncodeError("ascii", "Đ", 0, 1, "no such letter")

    monkeypatch.setattr("pipeline.commands.build.count_unanswered", fail)
    done = run(office)
    assert done.exit_code == 0
    assert "Đã xuất bản" in done.output
    assert find_current_build(office) is not None


def can_leave_the_network() -> bool:
    return (
        shutil.which("unshare") is not None
        and not subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode
    )


@pytest.mark.skipif(not can_leave_the_network(), reason="máy này không cho lập vùng mạng riêng")
def test_build_needs_no_network(office):
    """Run in a network namespace of its own, where there is no way out."""
    write_plan(office.raw / "plans" / "a.xlsx")
    command = ["unshare", "-rn", sys.executable, "-m", "pipeline", "build"]
    folders = ["--raw", str(office.raw), "--marts", str(office.marts)]
    done = subprocess.run([*command, *folders], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_one_broken_plan_does_not_stop_the_others(office_with_plans):
    """Progress of a plan that could not be read is set apart by name; the rest is published."""
    settings = office_with_plans
    shutil.copytree(PROJECT / "data/raw/progress", settings.raw / "progress", dirs_exist_ok=True)
    (settings.raw / "progress" / "nhiem-vu.csv").write_text(
        "Mã kế hoạch;Số nhiệm vụ;Ngày số liệu;Ngày nhận;Trạng thái;Ngày hoàn thành\n"
        "long-an-2022;1;30/06/2022;05/07/2022;hoàn thành;20/06/2022\n",
        encoding="utf-8",
    )
    plans = sorted((settings.raw / "plans").glob("*.xlsx"))
    broken = next((p for p in plans if "long-an-2022" in p.name), plans[0])
    broken.write_bytes(broken.read_bytes()[:2000])
    done = run(settings)
    assert done.exit_code == 0, done.output
    assert "tệp hỏng" in done.output
    unknown = ask(
        settings,
        "select message, remedy from mart_data_quality where finding_kind = 'plan_unknown'",
    )
    assert any("long-an-2022" in message for message, _ in unknown)
    assert all(remedy for _, remedy in unknown)


def test_of_two_files_of_one_content_the_one_that_can_be_read_counts(office):
    plans = office.raw / "plans"
    good = write_plan(plans / "tot.xlsx", facts={"plan_code": "xa-2025"})
    # Before the good one in order of name, and under an ending that it is not.
    (plans / "sai-duoi.pdf").write_bytes(good.read_bytes())
    assert build(office, LineReporter()).is_published
    assert ask(office, "select plan_code, source_file from dim_plan") == [
        ("xa-2025", "plans/tot.xlsx")
    ]
    (state,) = ask(
        office, "select is_loaded from mart_load_history where file_path = 'plans/sai-duoi.pdf'"
    )
    assert state == (False,)
    assert ask(
        office, "select count(*) from raw.rejects where file_path = 'plans/sai-duoi.pdf'"
    ) >= [(1,)]
