"""Keys by content: a decision about a record finds it again after the document is read anew."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

import polars as pl

from pipeline.support.text import fold

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

_LENGTH = 10


def find_plan(record_key: str) -> str:
    """Code of the plan that a key by content belongs to; of a decision on a whole plan the key."""
    return record_key.partition("#")[0]


def _hash(identity: Hashable, repeat: int) -> str:
    return hashlib.sha256(repr((identity, repeat)).encode()).hexdigest()[:_LENGTH]


def _number_repeats(identities: Sequence[Hashable]) -> list[str]:
    """A key per identity; no two of a plan are the same, be it by repetition or by chance."""
    seen: Counter[Hashable] = Counter()
    keys: dict[str, None] = {}
    for identity in identities:
        while (key := _hash(identity, seen[identity])) in keys:
            seen[identity] += 1
        seen[identity] += 1
        keys[key] = None
    return list(keys)


def key_targets(targets: pl.DataFrame) -> pl.DataFrame:
    """Fill ``content_key`` of rows of ``raw.targets``: text, number, unit and level."""
    identities = [
        (fold(row["target_text"]), row["value"], row["unit"], row["scope_level"])
        for row in targets.iter_rows(named=True)
    ]
    keys = pl.Series("content_key", _number_repeats(identities), dtype=pl.String)
    return targets.with_columns(keys)


def key_tasks(tasks: pl.DataFrame) -> pl.DataFrame:
    """Fill ``content_key`` of rows of ``raw.tasks``: the text of the task."""
    identities = [fold(text or "") for text in tasks["task_text"]]
    keys = pl.Series("content_key", _number_repeats(identities), dtype=pl.String)
    return tasks.with_columns(keys)
