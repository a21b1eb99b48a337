"""The models hold nothing that two engines read differently without a word."""

from __future__ import annotations

import re

import duckdb
import pytest

from pipeline.support.settings import PROJECT

ENGINE = "engine.sql"
FILES = sorted(
    path
    for folder in ("models", "macros")
    for path in (PROJECT / folder).rglob("*.sql")
    # These are asked of one engine: what is different stands there, or is for DuckDB alone.
    if path.name not in (ENGINE, "days.sql", "elsewhere.sql", "letters.sql")
)
COMMENT = re.compile(r"{#.*?#}|--[^\n]*", re.DOTALL)
# What goes wrong -> how it looks.
SILENT = {
    "a decimal, where a double is meant: write 7e0": re.compile(r"(?<![\w.'\[])\d+\.\d+(?!e)\b"),
    # Jinja makes letters of \\n and \\u before any engine sees them.
    "an escape, in one of them": re.compile(r"\\(?!n|ue00)"),
    "its braces printed as they are": re.compile(r"\bformat\s*\("),
    "columns by their place": re.compile(r"\bunion\s+(all\s+)?by\s+name\b|\bexclude\s*\("),
    "not known everywhere": re.compile(r"\bqualify\b|\bgroup by all\b|\border by all\b"),
    "nulls passed over in one of them": re.compile(
        r"\b(arg_max|arg_min|max_by|min_by|any_value|collect_set|list|first|last)\s*\("
    ),
    "places passed over in one of them": re.compile(r"\b(hash|xxhash64)\s*\("),
    "null in one of them": re.compile(r"\b(concat|to_json|json_object)\s*\("),
    "another letter above 255": re.compile(r"\bchr\s*\("),
    "one of Spark's marks": re.compile(r"\bregexp_matches\s*\(|\bstrftime\s*\("),
}
# Written for one engine, in a macro of that name.
OF_ONE = re.compile(r"{% macro (duckdb|spark)__.*?{%-? endmacro", re.DOTALL)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_nothing_is_read_differently_without_a_word(path):
    text = OF_ONE.sub("", COMMENT.sub("", path.read_text(encoding="utf-8")))
    assert {why: found[0] for why, form in SILENT.items() if (found := form.search(text))} == {}


@pytest.mark.parametrize(
    "text",
    ["1 / 7.0", r"'\d+'", "format('{}', x)", "union all by name", "qualify n = 1",
     "arg_max(a, b)", "hash(a)", "concat(a, b)", "select * exclude (a)"],
)  # fmt: skip
def test_what_would_be_read_differently_is_seen(text):
    assert any(form.search(text) for form in SILENT.values())


def test_letters_lose_their_marks_as_in_duckdb():
    """The list that stands for strip_accents where there is none."""
    text = (PROJECT / "macros" / "letters.sql").read_text(encoding="utf-8")
    parts = re.split(r"',\n", COMMENT.sub("", text))
    marked, plain = ("".join(re.findall(r"'([^'\n]+)'?", f"{part}'")) for part in parts)
    marked = re.sub(
        r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), marked
    )  # fmt: skip
    pairs = dict(zip(marked, plain, strict=False))
    alone = set(marked[len(plain) :])
    with duckdb.connect() as connection:
        for code in (*range(0xC0, 0x250), *range(0x300, 0x370), *range(0x1E00, 0x1F00)):
            letter = chr(code)
            asked = "select translate(strip_accents(?), 'đĐ', 'dD')"
            (said,) = connection.execute(asked, [letter]).fetchone()
            mine = "" if letter in alone else pairs.get(letter, letter)
            assert mine == said, hex(code)
