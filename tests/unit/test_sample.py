"""Simulated data: labelled, believable, the same every time."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from pipeline.reading import read_file
from pipeline.sample.national import write_national_sample
from pipeline.sample.series import draw_course
from pipeline.settings import PROJECT

COMMITTED = PROJECT / "data/raw/progress/mo-phong/SO-LIEU-MO-PHONG-tien-do-tuan.xlsx"


@given(st.integers(), st.floats(1, 100), st.sampled_from(["level", "ramp", "cumulative"]))
def test_courses_stay_within_a_percentage(seed, target, path):
    course = draw_course(random.Random(seed), target, path)  # noqa: S311
    assert 0 <= course.start <= 100
    assert all(0 <= course.value_at(t / 10, w) <= 100 for t in range(11) for w in (-3, 0, 3))


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        counts = write_national_sample(tmp_path / name, units=36, weeks=3)
    assert counts["units"] == 36
    for file in sorted((tmp_path / "a").rglob("*.csv")):
        twin = tmp_path / "b" / file.relative_to(tmp_path / "a")
        assert file.read_bytes() == twin.read_bytes()


def test_a_national_sample_reads_without_a_problem(tmp_path):
    counts = write_national_sample(tmp_path, units=36, weeks=3)
    parsed = read_file(tmp_path / "progress" / "MO-PHONG-2022.csv", "progress")
    assert parsed.problems == []
    frame = parsed.frames["indicator_results"]
    assert frame.height == counts["rows"]
    assert frame["data_kind"].unique().to_list() == ["simulated"]


def test_the_committed_simulation_says_so_in_every_row():
    parsed = read_file(COMMITTED, "progress")
    assert parsed.problems == []
    for frame in parsed.frames.values():
        assert frame["data_kind"].unique().to_list() == ["simulated"]
        assert frame["note"].str.contains("mô phỏng").all()


def test_the_committed_simulation_has_the_shapes_a_reviewer_looks_for():
    frames = read_file(COMMITTED, "progress").frames
    results, statuses = frames["indicator_results"], frames["task_statuses"]
    assert set(results["as_of_date"].dt.year().unique()) >= {2022, 2025}
    last = dict(
        results.group_by("unit_code").agg(__import__("polars").col("as_of_date").max()).rows()
    )
    assert last["VN63-72-STP"] < last["VN34-14-VPUB"], "one unit stops reporting"
    late = (results["received_on"] - results["as_of_date"]).dt.total_days() > 7
    assert late.any(), "some reports come late"
    assert results["missing_reason"].is_not_null().any(), "some weeks are not reported"
    assert (statuses["status"] == "done").any()
