"""The reading of whole documents against labels: our own plans, and the five real ones."""

from __future__ import annotations

import shutil
from collections import Counter
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from pipeline.documents.read import read_document
from pipeline.inputs.reading import read_file
from pipeline.support.settings import PROJECT
from pipeline.support.text import tidy
from tests.accuracy.cases import CASES
from tests.accuracy.measure import count_targets, score_facts, score_measures, score_tasks
from tests.accuracy.render import render

REAL = PROJECT.parent / "shared" / "plans"
SETTINGS = [(c, f) for c in CASES for f in c.forms if f != "scan"]
SCANS = [(c, f) for c in CASES for f in c.forms if f == "scan"]


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    known = {}

    def once(case, form):
        if (case.name, form) not in known:
            path = render(case, form, tmp_path_factory.mktemp(form))
            known[case.name, form] = path, read_file(path, "plans")
        return known[case.name, form]

    return once


def name(value):
    return value if isinstance(value, str) else value.name


@pytest.mark.parametrize(("case", "form"), SETTINGS, ids=name)
def test_a_clean_document_gives_every_measure_and_no_other(read, case, form):
    _, parsed = read(case, form)
    score = score_measures(case, parsed.frames)
    assert score.wrong == []
    assert parsed.frames["targets"]["target_ref"].n_unique() == count_targets(case)


@pytest.mark.parametrize(("case", "form"), SETTINGS, ids=name)
def test_a_clean_document_gives_its_facts_and_tasks(read, case, form):
    _, parsed = read(case, form)
    assert score_facts(case, parsed.frames["plans"].row(0, named=True)).wrong == []
    for score in score_tasks(case, parsed.frames).values():
        assert score.wrong == []


@pytest.mark.parametrize(("case", "form"), SETTINGS, ids=name)
def test_quotes_are_in_the_document(read, case, form):
    path, parsed = read(case, form)
    whole = tidy(read_document(path).text)
    for table in ("targets", "tasks"):
        for quote in parsed.frames[table]["source_quote"]:
            assert tidy(quote) in whole


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="không có tesseract")
@pytest.mark.slow
@pytest.mark.parametrize(("case", "form"), SCANS, ids=name)
def test_a_scan_is_read_and_every_figure_waits_for_a_person(read, case, form):
    _, parsed = read(case, form)
    score = score_measures(case, parsed.frames)
    assert score.recall >= 0.9
    assert score.precision >= 0.9
    assert parsed.frames["targets"]["reading_confidence"].max() < 0.75


# -- the five real documents, where they are at hand ----------------------------------

needs_documents = pytest.mark.skipif(not REAL.is_dir(), reason=f"các văn bản gốc không có ở {REAL}")
PLANS = [
    "long-an-2022", "minh-duc-2025", "so-noi-vu-long-an-2025", "van-phong-ubnd-son-la-2025",
    "so-tu-phap-tay-ninh-2021-2030",
]  # fmt: skip
COLUMNS = (
    "field_code", "comparator", "value", "unit", "scope_level", "baseline", "due_year",
    "is_nested",
)  # fmt: skip


def measures(frames) -> Counter:
    return Counter(
        tuple(row[c] for c in COLUMNS)
        for row in frames["targets"].iter_rows(named=True)
        if row["value"] is not None
    )


@cache
def read_real(plan: str):
    return read_file(REAL / f"{plan}.txt", "plans").frames


def read_export(plan: str):
    return read_file(PROJECT / "data/raw/plans" / f"{plan}.xlsx", "plans").frames


@needs_documents
@pytest.mark.parametrize("plan", PLANS[:4])
def test_measures_of_the_real_documents(plan):
    assert measures(read_real(plan)) == measures(read_export(plan))


@needs_documents
def test_measures_of_the_scrambled_roadmap():
    """Its merged cells are printed out of order; what is read wrongly there must be marked."""
    read, wanted = measures(read_real(PLANS[4])), measures(read_export(PLANS[4]))
    assert (read & wanted).total() >= 26
    targets = read_real(PLANS[4])["targets"]
    assert targets["reading_confidence"].max() < 1


@needs_documents
@pytest.mark.parametrize(
    ("plan", "share"),
    [("long-an-2022", 1), ("minh-duc-2025", 1), ("so-noi-vu-long-an-2025", 1),
     ("van-phong-ubnd-son-la-2025", 0.95), ("so-tu-phap-tay-ninh-2021-2030", 0.9)],
)  # fmt: skip
def test_tasks_of_the_real_documents(plan, share):
    read, wanted = read_real(plan)["tasks"], read_export(plan)["tasks"]
    found = set(read["task_ref"]) & set(wanted["task_ref"])
    assert len(found) >= share * wanted.height


@needs_documents
@pytest.mark.parametrize("plan", PLANS)
def test_quotes_stand_in_the_real_documents(plan):
    whole = tidy(Path(REAL / f"{plan}.txt").read_text(encoding="utf-8"))
    frames = read_real(plan)
    for table in ("targets", "tasks"):
        assert all(tidy(quote) in whole for quote in frames[table]["source_quote"])


def link_words(frame):
    """(value, code) per measure; a document's own links, an export's reviewed codes."""
    measured = frame.filter(pl.col("value").is_not_null()).sort("target_ref", "measure_no")
    rows = measured.iter_rows(named=True)
    return [(r["value"], r["indicator_code"] or r["linked_code"]) for r in rows]


@needs_documents
@pytest.mark.parametrize("plan", PLANS[:4])
def test_links_of_the_real_documents_are_those_of_their_reviewed_exports(plan):
    pairs = list(zip(link_words(read_real(plan)["targets"]),
                     link_words(read_export(plan)["targets"]), strict=True))  # fmt: skip
    assert [value for (value, _), _ in pairs] == [value for _, (value, _) in pairs]
    linked = [(found, wanted) for (_, found), (_, wanted) in pairs if found]
    assert [pair for pair in linked if pair[0] != pair[1]] == []
    assert len(linked) >= 0.9 * len(pairs)


@needs_documents
def test_the_right_indicator_is_linked_or_among_the_first_three():
    for plan in PLANS[:4]:
        frames, wanted = read_real(plan), link_words(read_export(plan)["targets"])
        keys = ["target_ref", "measure_no"]
        measures_read = frames["targets"].filter(pl.col("value").is_not_null()).sort(keys)
        best = frames["link_candidates"].filter(pl.col("candidate_no") <= 3)
        for row, (_, code) in zip(measures_read.to_dicts(), wanted, strict=True):
            own = best.filter(*(pl.col(k) == row[k] for k in keys))["indicator_code"]
            assert code in own.to_list(), f"{plan} {row['target_ref']}: {code}"
