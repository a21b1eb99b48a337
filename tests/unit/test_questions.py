"""The library of named questions, and ``cchc sql`` that asks them."""

from __future__ import annotations

import datetime as dt

import pytest
from click.testing import CliRunner

from pipeline.asking.questions.faults import ParameterError
from pipeline.asking.questions.library import bind_parameters, load_library, load_questions
from pipeline.asking.sandbox import ask
from pipeline.cli import main

LIBRARY = load_library()


@pytest.mark.parametrize("code", LIBRARY)
def test_every_blank_of_a_question_is_declared_and_used(code):
    question = LIBRARY[code]
    for parameter in question.parameters:
        assert f"${parameter.name}" in question.sql
    assert question.sql.count("$") >= len(question.parameters)
    assert question.title_vi != question.title_en


def test_there_are_enough_questions():
    assert len(LIBRARY) >= 15


@pytest.mark.slow
@pytest.mark.parametrize("code", LIBRARY)
def test_every_question_is_answered_by_the_committed_build(code, committed_build):
    question = LIBRARY[code]
    answer = ask(committed_build, question.sql, bind_parameters(question, {}))
    assert answer.frame.width >= 3
    # Nothing in data/raw was met by lowering, came late or was published twice.
    if code not in ("dat-nho-ha", "bao-cao-tre"):
        assert answer.frame.height > 0


def test_values_are_read_as_their_kind_says():
    question = LIBRARY["den-han"]
    bound = bind_parameters(question, {"day": "10/09/2025", "days": "14,5"})
    assert bound == {"day": dt.date(2025, 9, 10), "days": 14.5}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"day": "hôm qua"}, "phải là một ngày"),
        ({"days": "nhiều"}, "phải là một số"),
        ({"ngay": "2025-01-01"}, "không có tham số «ngay»"),
    ],
)
def test_a_value_that_does_not_fit_is_explained(given, said):
    with pytest.raises(ParameterError, match=said):
        bind_parameters(LIBRARY["den-han"], given)


def run_sql(*arguments: str):
    return CliRunner().invoke(main, ["sql", *arguments])


def test_the_command_lists_its_questions():
    result = run_sql("--list")
    assert result.exit_code == 0
    assert "viec-tre" in result.output
    assert "--set day=2025-12-01" in result.output


@pytest.mark.parametrize(
    "arguments",
    [[], ["select 1", "--question", "viec-tre"], ["--question", "khong-co"],
     ["select 1", "--set", "a=1"], ["--question", "den-han", "--set", "days=x"]],
)  # fmt: skip
def test_a_call_that_cannot_be_meant_is_a_usage_error(arguments):
    result = run_sql(*arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


@pytest.mark.slow
def test_the_command_answers_a_named_question(committed_build):
    marts = str(committed_build.parent.parent)
    result = run_sql("--marts", marts, "--question", "muc-hoan-thanh", "--set",
                     "plan=long-an-2022", "--format", "csv")  # fmt: skip
    assert result.exit_code == 0
    measures = "select count(distinct target_key) from mart_attainment where plan_code = $plan"
    expected = ask(committed_build, measures, {"plan": "long-an-2022"}).frame.item()
    assert result.output.count("\n") == expected + 1


def test_an_office_saves_questions_beside_ours_and_a_bad_file_is_named(tmp_path):
    folder = tmp_path / "questions"
    folder.mkdir()
    (folder / "a.toml").write_text(
        '[viec-cua-toi]\ntitle_vi = "Việc của tôi"\nsql = "select 1"\n'
        '[chi-tieu-nang-ha]\ntitle_vi = "x"\nsql = "select 2"\n',
        encoding="utf-8",
    )
    (folder / "b.toml").write_text("[hong]\ntitle_vi = 5\n", encoding="utf-8")
    (folder / "c.toml").write_text("[hong\n", encoding="utf-8")
    questions, faults = load_questions(tmp_path)
    ours = load_library()
    assert set(questions) - set(ours) == {"viec-cua-toi"}
    assert questions["viec-cua-toi"].title_en == "Việc của tôi"
    assert questions["chi-tieu-nang-ha"] == ours["chi-tieu-nang-ha"]
    assert [f.split(":")[0].split(",")[0] for f in faults] == [
        "questions/a.toml", "questions/b.toml", "questions/c.toml"
    ]  # fmt: skip
    assert load_questions(tmp_path / "khong-co") == (ours, [])
