"""Label lines ("Đơn vị chủ trì: ...; Thời gian: ...") below or behind what they are about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.lexicon.rules import find_rule, has_words
from pipeline.support.trace import join

if TYPE_CHECKING:
    from pipeline.lexicon.roles import Role
    from pipeline.support.trace import Traced

# Behind these a label can begin in the middle of a paragraph.
_BREAK = re.compile(r"[.;,)]\s+(?=\S)|\s(?=\()|\n")
_LONGEST_LABEL = 60
_ENDS = " .;,()"
_PART = re.compile(r"[^;]+")


def _match_label(folded: str) -> tuple[Role, int] | None:
    """Role of the label that a text begins with, and where its value begins."""
    rule = find_rule("labels", folded[:_LONGEST_LABEL])
    match = rule.pattern.match(folded) if rule else None
    return (rule.says["role"], match.end()) if rule and match else None


def _strip(text: Traced) -> Traced:
    start, end = 0, len(text.text)
    while end > start and text.text[end - 1] in _ENDS:
        end -= 1
    while start < end and text.text[start] in _ENDS:
        start += 1
    return text.cut(start, end)


def _part_times(values: dict[Role, Traced]) -> None:
    """Part a time from who leads or helps: "Phụ trách: Văn phòng; hoàn thành trước 31/3"."""
    for role in ("lead", "coord"):
        value = values.get(role)
        if value is None or "time" in values:
            continue
        parts = [value.cut(m.start(), m.end()) for m in _PART.finditer(value.text)]
        times = [p for p in parts[1:] if _is_time(p.folded)]
        if times:
            values[role] = join([p for p in parts if p not in times], "; ")
            values["time"] = join([_strip(p) for p in times], "; ")


def _is_time(folded: str) -> bool:
    return has_words("times", folded) and not has_words("agencies", folded)


def split_labels(text: Traced) -> tuple[Traced, dict[Role, Traced]]:
    """What a paragraph says before its labels, and the value of each label.

    Args:
        text: a paragraph; only labels and their values behind the first one count.

    Returns:
        The rest is empty where the paragraph is a label line from its beginning.
    """
    starts = [0, *(m.end() for m in _BREAK.finditer(text.text))]
    labels = [(s, found) for s in starts if (found := _match_label(text.folded[s:]))]
    if not labels:
        return text, {}
    values: dict[Role, Traced] = {}
    ends = [s for s, _ in labels[1:]] + [len(text.text)]
    for (start, (role, length)), end in zip(labels, ends, strict=True):
        value = _strip(text.cut(start + length, end))
        if value:
            # Said twice in one paragraph, both are meant: none may get lost.
            values[role] = join((values[role], value), "; ") if role in values else value
    _part_times(values)
    return text.cut(0, labels[0][0]), values
