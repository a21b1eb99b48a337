"""How a clause demands: it says what is to be reached, or what is to be done."""

from __future__ import annotations

from pipeline.lexicon.rules import load_rules


def _names(folded: str, kind: str) -> bool:
    return any(r.pattern.search(folded) for r in load_rules("demands") if r.says["kind"] == kind)


def names_state(folded: str) -> bool:
    """It says what is to be reached: "Tỷ lệ hồ sơ đúng hạn đạt 90%"."""
    return _names(folded, "state")


def names_work(folded: str) -> bool:
    """It says what is to be done: "Rà soát văn bản"."""
    return _names(folded, "work")


def names_count(folded: str) -> bool:
    """It ends with a verb that a bare number behind it counts: "tổ chức"."""
    return _names(folded, "count")


def names_training(folded: str) -> bool:
    """It ends with those who are trained: "bồi dưỡng kỹ năng số cho"."""
    return _names(folded, "trained")


def names_counted(folded: str) -> bool:
    """It goes on with things and what shall be true of them: "thủ tục được bãi bỏ"."""
    return _names(folded, "counted")
