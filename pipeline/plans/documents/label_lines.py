"""Label lines ("Đơn vị chủ trì: ...; Thời gian: ...") below or behind what they are about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.lexicon.rules import find_rule
from pipeline.support.trace import join

if TYPE_CHECKING:
    from pipeline.lexicon.roles import Role
    from pipeline.support.trace import Traced

# Behind these a label can begin in the middle of a paragraph.
_BREAK = re.compile(r"[.;,)]\s+(?=\S)|\s(?=\()|\n")
_LONGEST_LABEL = 60
_ENDS = " .;,()"


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
    return text.cut(0, labels[0][0]), values
