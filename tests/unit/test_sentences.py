"""Sentences: every code has one in both languages, and each blank is filled by who uses it."""

from __future__ import annotations

import ast
import re

import pytest

from pipeline.inputs.entries import FOLDERS
from pipeline.layouts.model import load_layouts
from pipeline.linking.catalogue import load_narrowing_cues
from pipeline.plans.documents.confidence import DOUBTS
from pipeline.support.problems import Problem
from pipeline.support.reference import read_seed
from pipeline.support.sentences import load_sentences, remark, say, say_remark, word
from pipeline.support.settings import PROJECT

ROWS = load_sentences()
BLANK = re.compile(r"\{([a-z_]+)\}")
SOURCES = {p: p.read_text(encoding="utf-8") for p in sorted((PROJECT / "pipeline").rglob("*.py"))}
MODELS = {p: p.read_text(encoding="utf-8") for p in sorted((PROJECT / "models").rglob("*.sql"))}
# Calls whose first argument is the code of a sentence.
MAKERS = ("Problem", "reject_file", "Rule", "broken")
# Codes that are put together where they are used.
FAMILIES = (
    "role.", "fact.", "column.", "record.", "toml.", "narrow.", "comparability.", "plan_note.",
    "ignored_", "bad_sidecar.", "export_and_document_differ.",
)  # fmt: skip
VIETNAMESE = re.compile(r"[À-ỹ]")


def list_calls():
    for path, text in SOURCES.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                code = node.args[0]
                if node.func.id in MAKERS and isinstance(code, ast.Constant):
                    yield path, node, code.value


def list_said_codes() -> set[str]:
    """Codes that the code and the models name, in so many words."""
    words = {
        node.value
        for text in SOURCES.values()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    words |= {w for text in MODELS.values() for w in re.findall(r"'([a-z_.]+)'", text)}
    return words


def list_built_codes() -> set[str]:
    """Codes that are put together of a beginning and of what can follow it."""
    types = {c.type for layout in load_layouts() for s in layout.sheets for c in s.columns}
    reviews = MODELS[PROJECT / "models/intermediate/int_findings_of_reviews.sql"]
    restructure = SOURCES[PROJECT / "pipeline/reviews/restructure.py"]
    outcomes = set(re.findall(r'"([a-z_]+)"', restructure)) | set(
        re.findall(r"'([a-z_]+)'", reviews)
    )
    return (
        {f"bad_{name}" for name in types}
        | {f"decision_{name}" for name in outcomes}
        | {f"record_{name}" for name in ("addition", "split", "merge")}
    )


def find_blanks(code: str) -> set[str]:
    row = ROWS[code]
    return {b for part in ("message_vi", "remedy_vi") for b in BLANK.findall(row[part])}


@pytest.mark.parametrize("part", ["message", "remedy"])
def test_both_languages_say_the_same_with_the_same_blanks(part):
    for code, row in ROWS.items():
        vietnamese, english = row[f"{part}_vi"], row[f"{part}_en"]
        assert bool(vietnamese) == bool(english), code
        assert sorted(BLANK.findall(vietnamese)) == sorted(BLANK.findall(english)), code
    assert all(row["message_vi"] for row in ROWS.values())


def test_codes_are_unique():
    assert len(ROWS) == len(read_seed("sentences"))


def test_every_problem_has_a_sentence_and_fills_its_blanks():
    seen = 0
    for path, node, code in list_calls():
        assert code in ROWS, (path.name, node.lineno, code)
        seen += 1
        dicts = [
            a for a in (*node.args, *(k.value for k in node.keywords)) if isinstance(a, ast.Dict)
        ]
        keys = [k.value for d in dicts for k in d.keys if isinstance(k, ast.Constant)]
        if node.func.id in ("Problem", "reject_file") and (keys or not dicts):
            given = set(keys)
            is_passed_on = any(k.arg == "parameters" or k.arg is None for k in node.keywords)
            named = any(isinstance(a, ast.Name | ast.Attribute) for a in node.args[1:])
            assert find_blanks(code) <= given or is_passed_on or named, (path.name, node.lineno)
    assert seen > 90


def test_every_sentence_is_of_use():
    said, built = list_said_codes(), list_built_codes()
    unused = [
        code
        for code in ROWS
        if code not in said | built
        and not code.startswith(FAMILIES)
        and code.removesuffix(".left_empty").removesuffix(".rest") not in said
    ]
    assert unused == []


def test_reasons_doubts_and_notes_have_sentences():
    codes = {reason for _, reason in load_narrowing_cues()}
    codes |= {row["note_code"] for row in read_seed("comparability_rules")}
    assert codes | DOUBTS.keys() <= ROWS.keys()


def test_models_word_nothing_that_people_read():
    """Prose of findings stands in the seed alone; names in a column ``*_vi`` and places remain."""
    prose = [
        (path.stem, text)
        for path, sql in MODELS.items()
        if path.stem.startswith(("int_findings", "mart_data_quality", "int_trends"))
        for text in re.findall(r"'([^'\n]*)'", re.sub(r"--.*", "", sql))
        if VIETNAMESE.search(text) and not re.fullmatch(r"(trang|dòng|cột|cả tệp|STT) ?", text)
    ]
    assert prose == []


@pytest.mark.parametrize(
    ("parameters", "vietnamese", "english"),
    [
        (
            {"cells": [word("role.lead"), "ghi chú"]},
            "Cơ quan chủ trì; ghi chú",
            "Lead agency; ghi chú",
        ),
        ({"cells": None}, "không có", "none"),
        ({"cells": 92.5}, "92,5", "92.5"),
        ({"cells": [80.0, 7]}, "80; 7", "80; 7"),
        ({"cells": word("no.code")}, "no.code", "no.code"),
        ({"cells": "@role.lead {cells}"}, "@role.lead {cells}", "@role.lead {cells}"),
        ({"cells": True}, "có", "yes"),
        (
            {"cells": [1e16, 1e-7, None]},
            "10000000000000000; 0,0000001; không có",
            "10000000000000000; 0.0000001; none",
        ),
    ],
)
def test_each_language_writes_parameters_its_own_way(parameters, vietnamese, english):
    assert say("cell_unsure", parameters).endswith(vietnamese)
    assert say("cell_unsure", parameters, "en").endswith(english)


def test_a_remark_quotes_and_words_of_a_person_stand():
    assert say_remark(remark("has_words", ["ho so", "a: b"]), "en") == "has «ho so», «a: b»"
    assert say_remark("Theo công văn: chờ", "en") == "Theo công văn: chờ"


def test_the_rule_of_a_variant_is_its_code():
    problem = Problem("unknown_folder", "file", {"folders": list(FOLDERS)})
    assert problem.message
    assert "plans" in problem.remedy
    assert Problem("corrupt_file.pdf").rule == "corrupt_file"
