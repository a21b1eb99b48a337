"""How much of the reading of a plan hangs on words that only this plan uses.

A rule of the lexicon that finds its words in one document and in no other was perhaps written for
it. Each document is read once more without such rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.documents.model import Row
from pipeline.documents.read import read_document
from pipeline.lexicon.rules import list_topics, load_rules

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def find_used(path: Path) -> frozenset[tuple[str, str]]:
    """Topic and name of every rule that finds its words in a document."""
    texts = set()
    for block in read_document(path).blocks:
        if isinstance(block, Row):
            texts |= {c.text.folded for c in block.cells if c.text}
        else:
            texts.add(block.text.folded)
    return frozenset(
        (rule.topic, rule.name)
        for topic in list_topics()
        for rule in load_rules(topic)
        if any(rule.pattern.search(text) for text in texts)
    )


def find_own_rules(paths: Iterable[Path]) -> dict[Path, frozenset[tuple[str, str]]]:
    """Rules that only one of the documents uses, by document."""
    used = {path: find_used(path) for path in paths}
    return {
        path: own - frozenset().union(*(u for p, u in used.items() if p != path))
        for path, own in used.items()
    }
