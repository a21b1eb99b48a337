"""Documentation of the public tables in the language of the screen."""

from __future__ import annotations

import dataclasses
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.asking.dictionary import TableNote


@cache
def load_english_notes() -> dict[str, dict[str, str]]:
    """``table`` and ``column`` -> name -> English; a column may be named with its table."""
    path = Path(__file__).parent / "tables.en.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def translate_note(note: TableNote, language: str) -> TableNote:
    """A note in a language; what nobody translated stays Vietnamese, as dbt has it.

    Args:
        note: of a public table, in Vietnamese.
        language: ``vi`` or ``en``.
    """
    if language != "en":
        return note
    english = load_english_notes()
    words = english["column"]
    columns = tuple(
        dataclasses.replace(
            c, meaning=words.get(f"{note.name}.{c.name}") or words.get(c.name) or c.meaning
        )
        for c in note.columns
    )
    grain = english["table"].get(note.name) or note.grain
    return dataclasses.replace(note, grain=grain, columns=columns)
