"""What a page remembers of its questions: statements that run as shown, links that hold them."""

from __future__ import annotations

import datetime as dt
import html

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.address_text import pack_text, unpack_text
from dashboards.components.quote import escape
from dashboards.components.sql_job import Job
from dashboards.queries.run import Recorder, fill_in, select
from pipeline.asking.sandbox import Limits
from pipeline.publish.builds import DATABASE

pytestmark = pytest.mark.slow

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**31), 2**31),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)),
    st.lists(st.text("abc'$ %", max_size=4), min_size=1, max_size=3),
)


@given(VALUES)
def test_a_filled_in_statement_gives_what_the_parameters_gave(value):
    statement = "select $value as given"
    recorder = Recorder(duckdb.connect().cursor())
    asked = select(recorder, statement, value=value)
    again = duckdb.connect().sql(recorder.statements[0]).pl()
    assert again.rows() == asked.rows()


def test_only_known_parameters_are_filled_in():
    assert fill_in("select '$5', $a, $b", {"a": 1}) == "select '$5', 1, $b"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_text_survives_its_way_through_an_address(text):
    packed = pack_text(text)
    assert unpack_text(packed) == text
    assert packed.isascii()


@pytest.mark.parametrize("packed", ["", "abc", "%%%", "eNqrVkrLz1eyUkpKLFKqBQA1", "ú"])
def test_a_broken_address_is_no_text(packed):
    assert unpack_text(packed) is None


@pytest.fixture
def small_build(tmp_path):
    with duckdb.connect(tmp_path / DATABASE) as connection:
        connection.execute("create table fct_target as select range as n from range(10)")
    return tmp_path


ENDLESS = "select count(*) from range(10000000000) a, range(100000) b"


def test_a_job_ends_with_its_answer(small_build):
    job = Job("select count(*) as n from fct_target where n > $n", {"n": 3}).start(small_build)
    assert job.wait(10)
    assert job.answer is not None
    assert job.answer.frame.rows() == [(6,)]


def test_a_running_job_can_be_stopped(small_build):
    job = Job(ENDLESS, {}).start(small_build)
    assert not job.wait(0.3)
    job.cancel()
    assert job.wait(10)
    assert str(job.fault) == "Câu hỏi đã bị dừng."


def test_a_job_stops_by_itself(small_build):
    job = Job(ENDLESS, {}).start(small_build, Limits(seconds=0.3))
    assert job.wait(10)
    assert "quá 0.3 giây" in str(job.fault)


def test_a_wrong_question_is_explained(small_build):
    job = Job("select x from fct_target", {}).start(small_build)
    job.wait(10)
    assert str(job.fault).startswith("Không có cột «x»; gần giống:")


def test_limits_of_a_question_are_not_those_of_the_dashboard(small_build):
    dashboard = duckdb.connect(small_build / DATABASE, read_only=True)
    setting = "select current_setting('memory_limit')"
    before = dashboard.sql(setting).fetchall()
    for _ in range(2):
        job = Job("select 1", {}).start(small_build, Limits(memory="100MB"))
        assert job.wait(10)
        assert job.fault is None
    assert dashboard.sql(setting).fetchall() == before


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_escaped_words_read_as_they_were(text):
    """What Markdown could take for a sign of its own is an entity, once."""
    shown = escape(text)
    assert html.unescape(shown).replace("\u2060", "") == text.replace("\u2060", "")
    assert not set(shown.replace("&#", "").replace(";", "")) & set("*_`[]{}<>|$~")


@pytest.mark.parametrize(
    "query",
    ["select list_sum(range(50000000))", "select * from range(30000000) order by hash(range) desc"],
)
def test_memory_is_held_to_whatever_the_engine_thinks(small_build, query):
    """A list inside one function, and a sort that could only be answered by filling the disk."""
    job = Job(query, {}).start(small_build, Limits(memory="60MB", rows=30_000_000))
    assert job.wait(40)
    assert "bộ nhớ" in str(job.fault)


def test_one_long_operation_is_killed(small_build):
    job = Job("select levenshtein(repeat('a', 300000), repeat('b', 300000))", {})
    job.start(small_build, Limits(seconds=0.5))
    assert job.wait(12)
    assert job.fault is not None
