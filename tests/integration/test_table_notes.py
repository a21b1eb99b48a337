"""Every public table and column is explained in English as well."""

from __future__ import annotations

import pytest

from dashboards.i18n.table_notes import load_english_notes, translate_note
from pipeline.asking.dictionary import describe_tables

pytestmark = pytest.mark.slow


def test_every_table_and_column_has_an_english_note(committed_build):
    notes, english = describe_tables(committed_build), load_english_notes()
    assert {note.name for note in notes} == english["table"].keys()
    columns = {(note.name, c.name) for note in notes for c in note.columns}
    words = english["column"].keys()
    missing = {f"{t}.{c}" for t, c in columns if not words & {c, f"{t}.{c}"}}
    assert missing == set()
    known = {c for _, c in columns} | {f"{t}.{c}" for t, c in columns}
    assert words - known == set(), "notes on columns that are gone"


def test_a_column_that_means_two_things_is_told_apart(committed_build):
    notes = {n.name: translate_note(n, "en") for n in describe_tables(committed_build)}

    def meaning(table, column):
        return next(c.meaning for c in notes[table].columns if c.name == column)

    assert meaning("fct_target", "value") != meaning("fct_progress", "value")
    assert meaning("fct_task", "task_key").startswith("Key")


def test_vietnamese_stays_as_the_models_say(committed_build):
    for note in describe_tables(committed_build):
        assert translate_note(note, "vi") is note
