"""Simulated data: labelled, believable, the same every time."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli import main
from pipeline.inputs.entries import DEMO_MARK, list_raw_files
from pipeline.inputs.reading import read_file
from pipeline.sample.demo import EXAMPLES, SIMULATED, write_demo, write_progress_of_plans
from pipeline.sample.national import (
    list_reporting_units,
    list_sample_units,
    write_national_sample,
)
from pipeline.sample.series import draw_course
from pipeline.support.settings import PROJECT

pytestmark = pytest.mark.slow


@given(st.integers(), st.floats(1, 100), st.sampled_from(["level", "ramp", "cumulative"]))
def test_courses_stay_within_a_percentage(seed, target, path):
    course = draw_course(random.Random(seed), target, path)  # noqa: S311
    assert 0 <= course.start <= 100
    assert all(0 <= course.value_at(t / 10, w) <= 100 for t in range(11) for w in (-3, 0, 3))


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_the_same_seed_gives_the_same_bytes(tmp_path, form):
    for name in ("a", "b"):
        counts = write_national_sample(tmp_path / name, units=36, weeks=3, form=form)
    assert counts["units"] == 36
    files = [p for p in sorted((tmp_path / "a").rglob("*")) if p.is_file()]
    assert len(files) == 1 + counts["files"] + 34
    for file in files:
        twin = tmp_path / "b" / file.relative_to(tmp_path / "a")
        assert file.read_bytes() == twin.read_bytes(), file.name


def read_sample(folder):
    parsed = [read_file(p, "progress") for p in sorted((folder / "progress").iterdir())]
    assert [p.problems for p in parsed] == [[]] * len(parsed)
    return pl.concat([p.frames["observations"] for p in parsed])


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_national_sample_reads_without_a_problem(tmp_path, form):
    counts = write_national_sample(tmp_path, units=40, weeks=6, form=form)
    frame = read_sample(tmp_path)
    assert frame.height == counts["rows"]
    assert frame["data_kind"].unique().to_list() == ["simulated"]
    assert frame["missing_reason"].drop_nulls().unique().to_list() == ["not_reported"]
    late = (frame["received_on"] - frame["as_of_date"]).dt.total_days()
    assert set(late.unique()) == {3, 24, 31}, "in time, late, corrected"
    keys = ["unit_code", "indicator_code", "as_of_date"]
    corrected = frame.filter(pl.col("note") == "đính chính")
    assert corrected.join(frame.filter(pl.col("note").is_null()), on=keys).height > 0


def test_units_have_plans_that_read_without_a_problem(tmp_path):
    counts = write_national_sample(tmp_path, 70, 2, plan_units=65)
    plans = sorted((tmp_path / "plans").glob("*.xlsx"))
    assert counts["plans"] == len(plans) == 65
    read = [read_file(path, "plans") for path in plans if "-C" in path.name or "63-01" in path.name]
    assert len(read) == 3
    assert all(not parsed.problems for parsed in read)
    sizes = {p.frames["plans"]["issuer_level"][0]: p.frames["targets"].height for p in read}
    assert sizes["commune"] == 12 < sizes["province"]


def test_provinces_change_at_the_merger():
    units = list_sample_units(40)
    before = list_reporting_units(units, 40, dt.date(2025, 6, 27))
    after = list_reporting_units(units, 40, dt.date(2025, 7, 4))
    assert before.str.starts_with("VN63-").sum() == 40
    assert after.str.contains(r"^VN34-\d\d$").sum() == 34
    assert before.str.ends_with("-CU").sum() == after.str.contains("-C0001$").sum() == 6
    assert set(units["successor_unit_code"].drop_nulls()) <= set(units["unit_code"])


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "raw"
    write_demo(PROJECT / "data" / "raw", folder)
    return folder


def test_the_simulation_of_plans_says_so_in_every_row(demo):
    parsed = read_file(demo / SIMULATED, "progress")
    assert parsed.problems == []
    for table in ("observations", "task_statuses"):
        frame = parsed.frames[table]
        assert frame["data_kind"].unique().to_list() == ["simulated"]
        assert frame["note"].str.contains("mô phỏng").all()


def test_a_demonstration_is_the_raw_folder_and_the_simulation(demo, tmp_path):
    raw = PROJECT / "data" / "raw"
    ours = {p.relative_to(raw) for p in raw.rglob("*") if p.is_file()}
    examples = {p.relative_to(EXAMPLES) for p in EXAMPLES.rglob("*") if p.is_file()}
    assert {p.relative_to(demo) for p in demo.rglob("*") if p.is_file()} == {
        *ours,
        *examples,
        Path(SIMULATED),
        Path(DEMO_MARK),
    }
    unread = [found.name for found in list_raw_files(demo) if not found.is_readable]
    assert unread == [], "nothing of the demonstration itself is set aside"
    again = tmp_path / "again.xlsx"
    write_progress_of_plans(raw, again)
    assert again.read_bytes() == (demo / SIMULATED).read_bytes(), "the same seed, the same bytes"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("VI-DU-xa-vi-du-2022.pdf", [90, 20, 85]),
        ("VI-DU-xa-vi-du-2023.docx", [95, 40, 20, 90]),
    ],
)
def test_an_example_document_says_that_it_is_one_and_is_read(name, values):
    parsed = read_file(EXAMPLES / "plans" / name, "plans")
    assert parsed.frames["targets"]["value"].to_list() == values
    (plan,) = parsed.frames["plans"].to_dicts()
    assert plan["plan_title"].startswith("VÍ DỤ, không có thật")
    assert "không có thật" in plan["issuer_name"]
    assert plan["province_name"] is None, "no place that exists is compared with it"


def test_a_folder_of_somebody_is_never_made_a_demonstration(tmp_path):
    mine = tmp_path / "của-tôi"
    mine.mkdir()
    (mine / "thư.txt").write_text("giữ lại", encoding="utf-8")
    # As an office has it that kept the simulation beside its own files.
    (mine / SIMULATED).parent.mkdir(parents=True)
    (mine / SIMULATED).touch()
    raw = PROJECT / "data" / "raw"
    for out in (mine, mine / "thư.txt", raw, raw.parent, raw / "progress" / "demo"):
        done = CliRunner().invoke(main, ["sample", "--demo", "--out", str(out)])
        assert done.exit_code == 2, done.output
    assert (mine / "thư.txt").read_text(encoding="utf-8") == "giữ lại"
    assert (raw / "plans").is_dir()
    assert not (raw / "progress" / "demo").exists()
    # A demonstration of before is made anew.
    for _ in range(2):
        out = tmp_path / "demo"
        done = CliRunner().invoke(main, ["sample", "--demo", "--out", str(out)])
        assert done.exit_code == 0, done.output


def test_the_simulation_of_plans_has_the_shapes_a_reviewer_looks_for(demo):
    frames = read_file(demo / SIMULATED, "progress").frames
    results, statuses = frames["observations"], frames["task_statuses"]
    assert set(results["as_of_date"].dt.year().unique()) >= {2022, 2025}
    last = dict(results.group_by("unit_code").agg(pl.col("as_of_date").max()).rows())
    assert last["VN63-72-STP"] < last["VN34-14-VPUB"], "one unit stops reporting"
    late = (results["received_on"] - results["as_of_date"]).dt.total_days() > 7
    assert late.any(), "some reports come late"
    assert results["missing_reason"].is_not_null().any(), "some weeks are not reported"
    assert (statuses["status"] == "done").any()
