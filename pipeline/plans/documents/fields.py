"""Which field of reform a heading or the words of a target name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.lexicon.rules import find_rule, load_rules

if TYPE_CHECKING:
    from collections.abc import Collection

OTHER_FIELD = 7


def find_field(folded: str) -> int | None:
    """Code of the field that a heading names, None where it names none."""
    rule = find_rule("fields", folded)
    return rule.says["code"] if rule else None


def guess_field(folded: str, among: Collection[int] = ()) -> int:
    """Code of the field that the words of a target point to; 7 where nothing does.

    Args:
        folded: text of the target.
        among: fields that it can be; any where empty.
    """
    scores = {
        rule.says["code"]: len(rule.pattern.findall(folded))
        for rule in load_rules("field_hints")
        if not among or rule.says["code"] in among
    }
    if not scores:
        return min(among, default=OTHER_FIELD)
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] else OTHER_FIELD


def find_topic(folded_title: str) -> int | None:
    """The one field of a plan that is not about administrative reform.

    Args:
        folded_title: of the plan.

    Returns:
        None where its records have fields of their own, or where the plan has no title.
    """
    if not folded_title:
        return None
    rule = find_rule("topics", folded_title)
    return rule.says.get("code") if rule else OTHER_FIELD
