"""The sandbox of ad-hoc questions: one reading statement, no files, no network, limits."""

from __future__ import annotations

import threading
import time

import duckdb
import pytest

from pipeline.asking.questions.faults import QuestionError
from pipeline.asking.sandbox import Limits, Question, ask
from pipeline.publish.builds import DATABASE


@pytest.fixture
def small_build(tmp_path):
    with duckdb.connect(tmp_path / DATABASE) as connection:
        connection.execute("create table fct_target as select range as n from range(1000)")
        connection.execute("comment on table fct_target is 'Chỉ tiêu'")
        connection.execute("comment on column fct_target.n is 'Số'")
    (tmp_path / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    return tmp_path


def test_a_question_is_answered(small_build):
    answer = ask(small_build, "select count(*) as n from fct_target where n < $top", {"top": 10})
    assert answer.frame.rows() == [(10,)]
    assert not answer.is_cut


@pytest.mark.parametrize(
    "query",
    [
        "create table t as select 1", "drop table fct_target", "delete from fct_target",
        "copy fct_target to 'x.csv'", "attach 'x.db'", "set memory_limit = '9GB'",
        "install httpfs", "export database 'x'", "pragma enable_profiling", "select 1; select 2",
        "selec 1", "", "call pragma_version()",
    ],
)  # fmt: skip
def test_only_one_reading_statement(small_build, query):
    with pytest.raises(QuestionError):
        ask(small_build, query)


@pytest.mark.parametrize(
    "query",
    [
        "select * from read_csv('{folder}/secret.csv')",
        "select * from '{folder}/secret.csv'",
        "select * from read_text('{folder}/secret.csv')",
        "select * from glob('{folder}/*')",
        "select * from read_parquet('http://127.0.0.1:9/x.parquet')",
    ],
)
def test_no_file_and_no_network(small_build, query):
    with pytest.raises(QuestionError):
        ask(small_build, query.format(folder=small_build))


def test_too_many_rows_are_cut_with_a_notice(small_build):
    answer = ask(small_build, "select * from fct_target", limits=Limits(rows=100))
    assert answer.frame.height == 100
    assert answer.is_cut


ENDLESS = "select count(*) from range(10000000000) a, range(100000) b"


def test_a_question_that_takes_too_long_is_stopped(small_build):
    started = time.perf_counter()
    with pytest.raises(QuestionError, match=r"quá 0\.5 giây"):
        ask(small_build, ENDLESS, limits=Limits(seconds=0.5))
    assert time.perf_counter() - started < 10


def test_a_question_can_be_cancelled(small_build):
    with Question(small_build) as question:
        timer = threading.Timer(0.3, question.cancel)
        timer.start()
        with pytest.raises(QuestionError, match="đã bị dừng"):
            question.ask(ENDLESS)


def test_too_much_memory_is_refused(small_build):
    query = "select list(n * m) from fct_target, (select range as m from range(100000))"
    with pytest.raises(QuestionError):
        ask(small_build, query, limits=Limits(memory="50MB"))
