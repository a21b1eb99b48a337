"""``make accuracy``: precision and recall of the document reading, per file and per field."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from pipeline.inputs.reading import read_file
from tests.accuracy.cases import CASES
from tests.accuracy.links import score_links
from tests.accuracy.measure import count_targets, score_facts, score_measures, score_tasks
from tests.accuracy.render import render

_LINK_FILES = {"links_first.csv": "bộ câu thứ nhất", "links_second.csv": "bộ câu thứ hai"}


def print_links(verbose: bool) -> None:
    print(
        f"\n{'gắn chỉ số':34} {'có mã':>5} {'tự gắn':>7} {'đúng':>5}  chính xác  độ phủ  trong ba"
    )
    for name, meaning in _LINK_FILES.items():
        score = score_links(name)
        print(
            f"{meaning:34} {score.labelled:>5} {score.auto:>7} {score.right:>5}"
            f"  {score.precision:9.2f}  {score.recall:6.2f}  {score.within_three:8.2f}"
        )
        for line in (*score.wrong, *score.missed) if verbose else ():
            print(f"{'':36}{line}")


def main(verbose: bool) -> None:
    print(f"{'tệp':34} {'phần':12} {'cần':>5} {'đọc':>5} {'đúng':>5}  chính xác  độ phủ")
    with tempfile.TemporaryDirectory() as folder:
        for case in CASES:
            for form in case.forms:
                path = render(case, form, Path(folder))
                parsed = read_file(path, "plans")
                if "plans" not in parsed.frames:
                    print(f"{path.name:34} không đọc được: {parsed.problems[0].message}")
                    continue
                targets = parsed.frames["targets"]["target_ref"].n_unique()
                scores = {
                    "kế hoạch": score_facts(case, parsed.frames["plans"].row(0, named=True)),
                    "con số": score_measures(case, parsed.frames),
                    **score_tasks(case, parsed.frames),
                }
                print(f"{path.name:34} {'chỉ tiêu':12} {count_targets(case):>5} {targets:>5}")
                for name, score in scores.items():
                    print(
                        f"{'':34} {name:12} {score.wanted:>5} {score.found:>5} {score.right:>5}"
                        f"  {score.precision:9.2f}  {score.recall:6.2f}"
                    )
                    for line in score.wrong if verbose else ():
                        print(f"{'':36}{line}")


if __name__ == "__main__":
    main("-v" in sys.argv)
    print_links("-v" in sys.argv)
