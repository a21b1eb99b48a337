"""``make accuracy``: how well documents are read, by plan, by carrier and by kind of error.

Fails where a plan in other clothes loses a row without a word, or gives other answers than the
same plan in its own; ``-v`` names every error.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

from pipeline.inputs.reading import read_file
from pipeline.lexicon.rules import leave_out
from tests.accuracy.cases import CASES, Case
from tests.accuracy.clothes import PARTINGS, write_text
from tests.accuracy.labelled import OWN, REAL, PlanScore, Tally, list_documents, score_plan
from tests.accuracy.leave_out import find_own_rules
from tests.accuracy.links import score_links
from tests.accuracy.measure import Score, score_facts, score_measures, score_tasks
from tests.accuracy.render import render
from tests.accuracy.reviewed import PLANS, REVIEWED, score_reviewed

_LINK_FILES = {"links_first.csv": "bộ câu thứ nhất", "links_second.csv": "bộ câu thứ hai"}
_SHOWN_SILENT = 60


def print_links(*, verbose: bool) -> None:
    """Links between measures and the catalogue."""
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


def _print_head(title: str) -> None:
    print(
        f"\n{title:44} {'cần':>5} {'đọc':>5} {'F1':>6} {'đúng hẳn':>9}   "
        f"{'việc':>5} {'đọc':>5} {'F1':>6} {'đúng hẳn':>9} {'hỏi':>4} {'mất':>4}"
    )


def _print_plan(name: str, measures: Tally, tasks: Tally, asked: int, silent: int) -> None:
    print(
        f"{name:44} {measures.wanted:>5} {measures.found:>5} {measures.f1:>6.3f} "
        f"{measures.exactness:>9.3f}   {tasks.wanted:>5} {tasks.found:>5} {tasks.f1:>6.3f} "
        f"{tasks.exactness:>9.3f} {asked:>4} {silent:>4}"
    )


def _print_group(title: str, scores: list[PlanScore], *, verbose: bool) -> None:
    measures, tasks, errors = Tally(), Tally(), Counter()
    asked = silent = sure = sure_right = 0
    _print_head(title)
    for score in scores:
        if score.refused:
            print(f"{score.name:44} bị từ chối: {score.refused}")
        else:
            _print_plan(score.name, score.measures, score.tasks, score.asked, len(score.silent))
        measures.add(score.measures)
        tasks.add(score.tasks)
        errors += score.errors
        asked += score.asked
        silent += len(score.silent)
        sure, sure_right = sure + score.sure[0], sure_right + score.sure[1]
        for text in score.silent if verbose else ():
            print(f"{'':6}mất: {text[:_SHOWN_SILENT]}")
    _print_plan("tất cả", measures, tasks, asked, silent)
    if sure:
        print(f"trên ngưỡng phải xem lại: {sure} con số, đúng hẳn {sure_right / sure:.3f}")
    for kind, count in errors.most_common():
        print(f"{'':6}{kind:30} {count:>4}")


def _same_as_own(own: dict[str, Score], other: dict[str, Score]) -> bool:
    return all(
        (a.right, a.found) == (other[name].right, other[name].found) for name, a in own.items()
    )


def _score_case(case: Case, path: Path) -> dict[str, Score] | None:
    frames = read_file(path, "plans").frames
    if "plans" not in frames:
        return None
    return {
        "kế hoạch": score_facts(case, frames["plans"].row(0, named=True)),
        "con số": score_measures(case, frames),
        **score_tasks(case, frames),
    }


def _print_case(name: str, scores: dict[str, Score] | None, note: str, *, verbose: bool) -> None:
    if scores is None:
        print(f"{name:44} bị từ chối {note}")
        return
    numbers, tasks = scores["con số"], scores["task"]
    cells = [s for key, s in scores.items() if key not in ("kế hoạch", "con số", "task")]
    right, wanted = sum(s.right for s in cells), sum(s.wanted for s in cells)
    print(
        f"{name:44} {numbers.right:>3}/{numbers.wanted:<3} {tasks.right:>3}/{tasks.wanted:<3}"
        f" {right:>4}/{wanted:<4} {note}"
    )
    for score in scores.values() if verbose else ():
        for line in score.wrong:
            print(f"{'':8}{line}")


def print_twins(folder: Path, *, verbose: bool) -> int:
    """Each case in every carrier; counts the carriers that give other answers than the first."""
    differing = 0
    print(f"\n{'cùng một văn bản, khác cách trình bày':44} số      việc    ô")
    for case in CASES:
        own: dict[str, Score] | None = None
        for form in case.forms:
            scores = _score_case(case, render(case, form, folder))
            own = own or scores
            _print_case(f"{case.name} {form}", scores, "", verbose=verbose)
        for parting in PARTINGS:
            for marked in (True, False):
                path = folder / f"{case.name}.txt"
                path.write_text(
                    write_text(case, parting, wrapped=True, marked=marked), encoding="utf-8"
                )
                scores = _score_case(case, path)
                # Without marks names and documents read otherwise, numbers must not.
                kept = ("con số", "task", "text", "lead", "coord") if not marked else None
                same = scores is not None and own is not None and _same_as_own(
                    {k: s for k, s in own.items() if not kept or k in kept}, scores
                )  # fmt: skip
                differing += not same
                shown = f"{case.name} {parting}{'' if marked else ' không dấu'}"
                _print_case(shown, scores, "" if same else "KHÁC", verbose=verbose)
    return differing


def print_left_out(paths: list[Path]) -> None:
    """Each of the reviewed plans without the words that only it uses."""
    own = find_own_rules(paths)
    scores = []
    for path, rules in own.items():
        with leave_out(rules):
            score = score_reviewed(path)
        score.name = f"{path.name} bỏ {len(rules)} quy tắc"
        scores.append(score)
    _print_group("năm kế hoạch, bỏ quy tắc chỉ nó dùng", scores, verbose=False)


def main(*, verbose: bool) -> int:
    """Print everything; the exit code says whether a twin differs or loses a row."""
    groups = [("kế hoạch tự viết, có nhãn", [score_plan(p) for p in list_documents(OWN)])]
    if REAL.is_dir():
        groups.append(("kế hoạch thật, có nhãn", [score_plan(p) for p in list_documents(REAL)]))
    else:
        print(f"không có {REAL}: bỏ qua các kế hoạch thật")
    known = [p for p in PLANS if p.is_file()]
    if known:
        groups.append(("năm kế hoạch đã rà soát", [score_reviewed(p) for p in known]))
    else:
        print(f"không có {REVIEWED}: bỏ qua năm kế hoạch đã rà soát")
    for title, scores in groups:
        _print_group(title, scores, verbose=verbose)
    if known:
        print_left_out(known)
    with tempfile.TemporaryDirectory() as folder:
        differing = print_twins(Path(folder), verbose=verbose)
    print_links(verbose=verbose)
    lost = sum(len(s.silent) for _, scores in groups for s in scores)
    print(f"\nkhác nhau giữa các cách trình bày: {differing}; hàng mất không lời nào: {lost}")
    return int(bool(differing or lost))


if __name__ == "__main__":
    sys.exit(main(verbose="-v" in sys.argv))
