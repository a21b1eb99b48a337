"""What `cchc check` says of a file is what the build then makes of it."""

from __future__ import annotations

import datetime as dt
import shutil

import duckdb
import pytest
from click.testing import CliRunner

from pipeline.building.build import build
from pipeline.building.preview import preview
from pipeline.cli import main
from pipeline.publish.builds import WHOLE_DATABASE, find_current_build
from pipeline.support.console import LineReporter
from pipeline.support.settings import PROJECT, Settings
from tests.accuracy.cases import CASES
from tests.accuracy.render import render
from tests.plan_books import write_plan
from tests.report_books import ONLINE, observation, write_book, write_csv

pytestmark = pytest.mark.slow
TODAY = dt.date(2025, 12, 20)
OF_FILE = {
    "plans": "select * from dim_plan where source_file = ?",
    "links": "select target_key, indicator_code from fct_target where source_file = ?",
    "findings": "select * exclude (finding_no) from mart_data_quality where source_file = ?",
    "rejects": "select * from raw.rejects where file_path = ?",
    "counts": "select rows_read, rows_loaded, rows_rejected, rows_ignored from mart_load_history"
    " where file_path = ?",
}


def list_fixtures(folder):
    """Files of every kind that the project has examples of, and the folder each belongs in."""
    files = dict.fromkeys((PROJECT / "data" / "raw" / "plans").glob("*.xlsx"), "plans")
    files |= dict.fromkeys((PROJECT / "data" / "raw" / "progress").rglob("*.csv"), "progress")
    documents = folder / "documents"
    documents.mkdir(parents=True)
    for case in CASES:
        files[render(case, next(f for f in case.forms if f != "txt"), documents)] = "plans"
    for name, content in (
        ("hong.docx", b"PK\x03\x04 no document"), ("hong.pdf", b"%PDF-1.7"), ("trong.txt", b""),
        ("thu-moi.txt", "Kính mời họp lúc 8 giờ.".encode()),
    ):  # fmt: skip
        (folder / name).write_bytes(content)
        files[folder / name] = "plans"
    rows = [
        observation(83),
        observation(83),
        observation("0,8"),
        observation("1.250", unit="hồ sơ"),
        observation("x"),
        observation(50, unit_code="không có"),
        observation(None, 63, 90),
        ("Tổng cộng",),
        ("Ghi chú: mẫu",),
    ]
    files[write_csv(folder / "csv", rows)] = "progress"

    def hide(page):
        page.row_dimensions[3].hidden = True
        page.insert_rows(1, 3)
        page["A1"] = "BÁO CÁO QUÝ IV"

    files[write_book(folder / "book", rows, change=hide)] = "progress"
    plan = [{"indicator_code": ONLINE}, {"value": "nhiều"}, {"target_ref": "2", "value": 70}]
    files[write_plan(folder / "ke-hoach.xlsx", targets=plan)] = "plans"
    return files


def look(connection, name):
    return {key: sorted(map(repr, connection.execute(query, [name]).fetchall()))
            for key, query in OF_FILE.items()}  # fmt: skip


@pytest.fixture
def published(tmp_path):
    """An installation that has published one plan."""
    settings = Settings(raw=tmp_path / "raw", marts=tmp_path / "marts")
    for folder in ("plans", "progress"):
        (settings.raw / folder).mkdir(parents=True)
    write_plan(settings.raw / "plans" / "xa.xlsx", facts={"plan_code": "xa-2025"})
    assert build(settings, LineReporter()).is_published
    return settings


def test_check_and_build_agree_on_every_fixture(published, tmp_path):
    files = list_fixtures(tmp_path / "given")
    before = find_current_build(published)
    outcome = preview(published, LineReporter(), files, TODAY)
    assert find_current_build(published) == before
    assert {path.name for path in published.raw.rglob("*.*")} == {"xa.xlsx"}

    for path, name in outcome.names.items():
        target = published.raw / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)
        sidecar = path.with_name(f"{path.name}.meta.toml")
        if sidecar.exists():
            shutil.copy2(sidecar, target.parent)
    assert build(published, LineReporter()).is_published
    database = find_current_build(published) / WHOLE_DATABASE
    with duckdb.connect(database, read_only=True) as connection:
        built = {name: look(connection, name) for name in outcome.names.values()}
    for name, seen in built.items():
        said = {
            "plans": [p for p in outcome.plans if p["source_file"] == name],
            "findings": [f for f in outcome.findings if f["source_file"] == name],
        }
        assert len(said["plans"]) == len(seen["plans"]), name
        assert len(said["findings"]) == len(seen["findings"]), name
        for finding in said["findings"]:
            assert any(repr(finding["message"]) in row for row in seen["findings"]), name
        for row in seen["links"]:
            key, code = eval(row)  # noqa: S307 (our own repr of two texts)
            assert outcome.links[key] == code
        (file,) = [f for f in outcome.report.list_files() if f["file_path"] == name]
        counts = ("rows_read", "rows_loaded", "rows_rejected", "rows_ignored")
        (loaded,) = seen["counts"]
        assert repr(tuple(file[c] for c in counts)) == loaded, name
    # Every row and file that counts nothing is spoken of, before as after.
    assert sum(bool(seen["rejects"]) for seen in built.values()) >= 6
    # Having become the published build, the same files change nothing more.
    again = preview(published, LineReporter(), files, TODAY)
    assert again.changes == []


def test_the_preview_says_what_would_be_other_than_published(published, tmp_path):
    other = write_plan(
        tmp_path / "xa.xlsx",
        targets=[{"value": 90}],
        facts={"plan_code": "xa-2025"},
    )
    outcome = preview(published, LineReporter(), {other: "plans"}, TODAY)
    (change,) = [c for c in outcome.changes if c.what == "target"]
    assert change.key.startswith("xa-2025/1")
    assert "80" in change.before
    assert "90" in change.after


def test_a_sidecar_outside_never_overwrites_the_one_of_the_raw_folder(published, tmp_path):
    side = published.raw / "plans" / "xa.xlsx.meta.toml"
    side.write_text('[source]\ncitation = "bản trong kho"\n', encoding="utf-8")
    other = write_plan(tmp_path / "xa.xlsx", facts={"plan_code": "xa-2025"})
    other.with_name("xa.xlsx.meta.toml").write_text('[source]\ncitation = "bản gửi"\n', "utf-8")
    preview(published, LineReporter(), {other: "plans"}, TODAY)
    assert "trong kho" in side.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "khong-co.xlsx"], "khong-co.xlsx"),
        (["template", "mau-la", "a.xlsx"], "mau-la"),
        (["sql"], "Cần một câu SQL"),
        (["la"], "la"),
    ],
)
def test_usage_errors_are_vietnamese(arguments, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 2
    assert words in done.output
    for english in ("does not exist", "Invalid value", "No such", "Missing argument", "Error:"):
        assert english not in done.output
