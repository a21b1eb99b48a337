"""Every rule of the lexicon finds its examples and nothing of what it must not find."""

from __future__ import annotations

import pytest

from pipeline.lexicon.rules import (
    check_office_file,
    find_rule,
    list_topics,
    load_rules,
    use_office_lexicon,
)
from pipeline.support.problems import UnreadableFileError
from pipeline.support.text import strip_marks

RULES = [rule for topic in list_topics() for rule in load_rules(topic)]


def fold(text: str) -> str:
    return strip_marks(text).lower()


@pytest.mark.parametrize("rule", RULES, ids=lambda r: f"{r.topic}-{r.name}")
def test_a_rule_finds_its_examples_and_not_the_others(rule):
    assert rule.examples
    assert [e for e in rule.examples if not rule.pattern.search(fold(e))] == []
    assert [o for o in rule.others if rule.pattern.search(fold(o))] == []


@pytest.mark.parametrize("topic", list_topics())
def test_names_of_rules_are_distinct(topic):
    names = [rule.name for rule in load_rules(topic)]
    assert len(names) == len(set(names))


# Topics whose rules are tried in order: an example belongs to its own rule, not to an earlier one.
@pytest.mark.parametrize("topic", ["columns", "headings", "labels", "issuers", "symbols", "fields"])
def test_an_example_belongs_to_its_own_rule(topic):
    for rule in load_rules(topic):
        for example in rule.examples:
            if "besides" not in rule.says:
                found = next(
                    r for r in load_rules(topic)
                    if r.pattern.search(fold(example)) and "besides" not in r.says
                )  # fmt: skip
                assert found.name == rule.name, example


def test_words_of_an_office_count_before_ours(tmp_path):
    (tmp_path / "agencies.toml").write_text(
        '[[rule]]\nname = "own"\npattern = "^tram so hoa"\nexamples = ["Trạm số hóa"]\n',
        encoding="utf-8",
    )
    assert find_rule("agencies", "tram so hoa xa") is None
    with use_office_lexicon(tmp_path):
        assert find_rule("agencies", "tram so hoa xa").name == "own"
    assert find_rule("agencies", "tram so hoa xa") is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("agencies.toml", "[[rule]]\nname = 'x'\npattern = '('\nexamples = []\n"),
        ("agencies.toml", "[[rule]]\nname = 'x'\n"),
        ("agencies.toml", "rule = ["),
        ("words.toml", ""),
    ],
)
def test_a_broken_file_of_words_is_named(tmp_path, name, content):
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableFileError) as error:
        check_office_file(tmp_path / name)
    assert name in error.value.problems[0].message
    with use_office_lexicon(tmp_path):
        assert find_rule("agencies", "so noi vu").name == "office"
