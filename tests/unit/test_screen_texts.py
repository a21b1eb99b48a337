"""The two files of texts say the same things, and the code asks for nothing they lack."""

from __future__ import annotations

import re
import string

import pytest

from dashboards.charts.palette import CASCADE_COLOURS, CHANGE_COLOURS, STATE_COLOURS, STATUS_COLOURS
from dashboards.i18n.texts import Texts, load_texts
from pipeline.support.settings import PROJECT

VI, EN = load_texts("vi"), load_texts("en")
SOURCES = [p.read_text(encoding="utf-8") for p in (PROJECT / "dashboards").rglob("*.py")]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_keys():
    assert VI.keys() == EN.keys()


def test_both_languages_fill_in_the_same_values():
    other = {k: (VI[k], EN[k]) for k in VI if placeholders(VI[k]) != placeholders(EN[k])}
    assert not other, f"Tiếng Việt và tiếng Anh điền khác chỗ: {other}"


@pytest.mark.parametrize("texts", [VI, EN], ids=["vi", "en"])
def test_no_two_columns_share_a_heading(texts):
    # A table names its columns by their headings: two of one name break the page.
    keys = {}
    for key in texts:
        if key.startswith("column."):
            keys.setdefault(texts[key], []).append(key)
    assert {heading: k for heading, k in keys.items() if len(k) > 1} == {}


def test_every_text_asked_for_by_name_exists():
    asked = {k for s in SOURCES for k in re.findall(r'texts\(\s*"([a-z_]+\.[a-z_]+)"', s)}
    asked |= {k for s in SOURCES for k in re.findall(r'"(column\.[a-z_]+)"', s)}
    assert len(asked) > 60
    assert asked <= VI.keys()


@pytest.mark.parametrize(
    ("prefix", "codes"),
    [
        ("change", CHANGE_COLOURS),
        ("status", STATUS_COLOURS),
        ("state", STATE_COLOURS),
        ("cascade", CASCADE_COLOURS),
    ],
)
def test_every_code_has_a_word(prefix, codes):
    assert {f"{prefix}.{c}" for c in codes} <= VI.keys()


def test_every_finding_the_models_make_has_a_word():
    models = (PROJECT / "models" / "intermediate").glob("int_findings_of_*.sql")
    text = "\n".join(p.read_text(encoding="utf-8") for p in models)
    kinds = set(re.findall(r"'([a-z_]+)' as finding_kind", text))
    assert len(kinds) > 10
    assert {f"finding.{k}" for k in kinds} <= VI.keys()


def test_every_text_is_used():
    code = "\n".join(SOURCES)
    computed = tuple(
        f"{prefix}."
        for prefix in [
            "change",
            "agency_change",
            "decided",
            "decided_what",
            "handin_change",
            "handin_action",
            "place_state",
            "status",
            "state",
            "reason",
            "known_because",
            "status_meaning",
            "state_meaning",
            "baseline",
            "data_kind",
            "source_group",
            "source_confidence",
            "scope",
            "comparability",
            "comparator",
            "severity",
            "finding",
            "page",
            "cascade",
            "review_what",
            "review_kind",
            "review_why",
            "report_state",
            "quality_view",
            "weekly_group",
            "weekly_group_help",
            "weekly_change",
            "weekly_changed",
            "sql_parameter",
            "sql_fault",
            "unit",
            "unused_reason",
            "proposal",
            "version_change",
        ]
    )
    # Keys that code puts together from a code and a fixed beginning; introductions of pages.
    computed += tuple(re.findall(r'f"([a-z]+\.[a-z]+_)\{', code))
    computed += tuple(f"{prefix}." for prefix in re.findall(r'f"([a-z_]+)\.\{', code))
    opened = set(re.findall(r'open_page\("([a-z]+)"\)', code))
    opened |= set(re.findall(r'open_page\("([a-z]+)", needs_plans', code))
    unused = [
        k for k in VI
        if k not in code and not k.startswith(computed)
        and not (k.endswith(".intro") and k.removesuffix(".intro") in opened)
    ]  # fmt: skip
    assert unused == []


@pytest.mark.parametrize(
    ("language", "value", "shown"),
    [
        ("vi", 92.5, "92,5"), ("vi", 1234.0, "1.234"), ("vi", 60.0, "60"), ("vi", None, "–"),
        ("vi", -3.25, "−3,2"), ("en", 1234.5, "1,234.5"), ("vi", 0.0, "0"), ("vi", 100.0, "100"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_the_language_does(language, value, shown):
    assert Texts(language).number(value) == shown


def test_units_stand_where_they_belong():
    texts = Texts("vi")
    assert texts.share(80.0) == "80%"
    assert texts.share(42.28, "điểm", 2) == "42,28 điểm"
    assert texts.share(0.7163, "điểm", 2) == "0,7163 điểm"
    assert texts.share(0.35) == "0,35%"
    assert texts.share(None) == "–"


def test_an_unknown_text_is_a_fault():
    with pytest.raises(KeyError):
        Texts("vi")("no.such_text")


def test_units_of_the_catalogue_have_a_word():
    from pipeline.support.reference import load_reference

    units = set(load_reference().indicators.values())
    assert {f"unit.{unit}" for unit in units} <= VI.keys()
    assert Texts("en").share(42.28, "điểm", 2) == "42.28 points"
    assert Texts("vi").share(42.28, "điểm", 2) == "42,28 điểm"
    assert Texts("en").share(3, "hồ sơ") == "3 hồ sơ", "a unit nobody translated stays"
