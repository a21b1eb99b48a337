"""Labelled plans of many offices and forms, and what acceptance of their reading means."""

from __future__ import annotations

import shutil

import pytest

from tests.accuracy.labelled import OWN, REAL, PlanScore, Tally, list_documents, score_plan

OWN_PLANS = list_documents(OWN)
REAL_PLANS = list_documents(REAL)


@pytest.fixture(scope="module")
def scores():
    scans = shutil.which("tesseract") is not None
    return {p.name: score_plan(p) for p in OWN_PLANS if scans or "scan" not in p.name}


@pytest.fixture(scope="module")
def real_scores():
    if not REAL_PLANS:
        pytest.skip(f"không có {REAL}")
    return {p.name: score_plan(p) for p in REAL_PLANS}


def total(scores: dict[str, PlanScore], what: str) -> Tally:
    tally = Tally()
    for score in scores.values():
        tally.add(getattr(score, what))
    return tally


def test_there_are_plans_of_every_kind_of_office():
    assert len(OWN_PLANS) >= 6


def test_none_is_refused_and_no_labelled_row_is_lost_without_a_word(scores):
    assert {n: s.refused for n, s in scores.items() if s.refused} == {}
    assert {n: s.silent for n, s in scores.items() if s.silent} == {}


def test_numbers_and_tasks_are_found(scores):
    assert total(scores, "measures").f1 >= 0.95
    assert total(scores, "measures").exactness >= 0.90
    assert total(scores, "tasks").f1 >= 0.90


def test_a_confidence_above_the_threshold_means_something(scores):
    sure = [s.sure for s in scores.values()]
    assert sum(right for _, right in sure) >= 0.95 * sum(count for count, _ in sure)


def test_real_plans_of_other_provinces(real_scores):
    assert total(real_scores, "measures").f1 >= 0.98
    assert total(real_scores, "measures").exactness >= 0.95
    assert total(real_scores, "tasks").f1 >= 0.95


def test_the_same_paper_reads_alike_as_word_and_as_text(real_scores):
    for name in {n.rsplit(".", 1)[0] for n in real_scores}:
        word, text = real_scores[f"{name}.docx"], real_scores[f"{name}.txt"]
        assert (word.measures, word.tasks) == (text.measures, text.tasks)
