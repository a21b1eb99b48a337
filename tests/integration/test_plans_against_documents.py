"""The committed plan workbooks against the documents they were read from, where those are at hand.

Every number must stand at the line that its row names: this is the check that a figure on the
screen leads back to the document.
"""

from __future__ import annotations

import re

import polars as pl
import pytest

from pipeline.inputs.reading import read_file
from pipeline.support.settings import PROJECT
from tests.conftest import SHARED_PLANS

# The programmes of the nation are known from what others write of them; no document is at hand.
PLANS = [
    path
    for path in sorted((PROJECT / "data" / "raw" / "plans").glob("*.xlsx"))
    if not SHARED_PLANS.is_dir() or (SHARED_PLANS / f"{path.stem}.txt").is_file()
]
pytestmark = pytest.mark.skipif(
    not SHARED_PLANS.is_dir(), reason=f"các văn bản gốc không có ở {SHARED_PLANS}"
)


def read_lines(plan: pl.DataFrame) -> list[str]:
    path = SHARED_PLANS / plan["source_document"][0]
    return path.read_text(encoding="utf-8").split("\n")


def text_at(lines: list[str], place: str) -> str:
    """Text of the lines that ``...; dòng 12-14, 20`` names."""
    spans = re.findall(r"(\d+)(?:-(\d+))?", place.rsplit("dòng", 1)[1])
    return " ".join(" ".join(lines[int(a) - 1 : int(b or a)]) for a, b in spans)


@pytest.mark.parametrize("path", PLANS, ids=[p.stem for p in PLANS])
def test_every_number_stands_at_its_line(path):
    frames = read_file(path, "plans").frames
    lines = read_lines(frames["plans"])
    measures = frames["targets"].filter(pl.col("value").is_not_null())
    assert measures.height > 10
    for row in measures.iter_rows(named=True):
        number = f"{row['value']:g}"
        found = re.search(rf"(?<!\d){number}\s*%", text_at(lines, row["document_place"]))
        assert found, (row["target_ref"], number, row["document_place"])


@pytest.mark.parametrize("path", PLANS, ids=[p.stem for p in PLANS])
def test_every_place_of_a_task_exists(path):
    frames = read_file(path, "plans").frames
    lines = read_lines(frames["plans"])
    for row in frames["tasks"].iter_rows(named=True):
        assert text_at(lines, row["document_place"]).strip(), row["task_ref"]


@pytest.mark.parametrize("path", PLANS, ids=[p.stem for p in PLANS])
def test_no_sentence_of_the_document_was_copied(path):
    """Labels are ours: none repeats fourteen syllables in a row of its document."""
    from pipeline.support.text import fold

    frames = read_file(path, "plans").frames
    words = fold(" ".join(read_lines(frames["plans"]))).split()
    runs = {tuple(words[i : i + 14]) for i in range(len(words) - 13)}
    labels = [*frames["targets"]["target_text"], *frames["tasks"]["task_text"]]
    for label in labels:
        mine = fold(label).split()
        assert not any(tuple(mine[i : i + 14]) in runs for i in range(len(mine) - 13)), label
