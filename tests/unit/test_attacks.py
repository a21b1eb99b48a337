"""Every way for a question to read, write, list or fetch what it may not, or to learn of us."""

from __future__ import annotations

import contextlib
import os
import socketserver
import sys
import threading
from pathlib import Path

import duckdb
import pytest

from pipeline.asking import sandbox_process
from pipeline.asking.questions.faults import QuestionError
from pipeline.asking.refused_names import find_refused, list_refused
from pipeline.asking.sandbox import Limits, Question, ask
from pipeline.asking.sandbox_process import LOG, GuardedQuestion
from pipeline.publish.builds import DATABASE

pytestmark = pytest.mark.slow
SENTINEL = "LINH-CANH-8731"


@pytest.fixture
def build(tmp_path, monkeypatch):
    """A build in a folder whose name nobody may learn, beside a secret."""
    folder = tmp_path / SENTINEL / "builds" / "b"
    folder.mkdir(parents=True)
    with duckdb.connect(folder / DATABASE) as connection:
        connection.execute("create table fct_target as select range as n from range(1000)")
    (folder / "secret.csv").write_text(f"a\n{SENTINEL}\n", encoding="utf-8")
    monkeypatch.setenv("CCHC_SECRET", SENTINEL)
    return folder


@pytest.fixture
def listener():
    """An address that counts who calls; a refused connection is no proof that nobody did."""
    called: list[str] = []

    class Server(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            called.append("called")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], called
        server.shutdown()


READ = [
    "select * from read_csv('{folder}/secret.csv')",
    "select * from read_text('{folder}/secret.csv')",
    "select * from read_blob('{folder}/cchc.duckdb')",
    "select * from read_duckdb('{folder}/cchc.duckdb')",
    "select * from '{folder}/secret.csv'",
    "from '{folder}/secret.csv'",
    'select * from "{folder}/secret.csv"',
    "select * from glob('{folder}/*')",
    "select * from sniff_csv('{folder}/secret.csv')",
    "select * from parquet_metadata('{folder}/x.parquet')",
    "select * from query('select * from read_text(''{folder}/secret.csv'')')",
    "select * from query_table('{folder}/secret.csv')",
    "from json_execute_serialized_sql(json_serialize_sql('from duckdb_settings()'))",
    "select * from \"READ_CSV\"('{folder}/secret.csv')",
    "select * from main.read_csv('{folder}/secret.csv')",
    "with x as (from read_csv('{folder}/secret.csv')) select * from x",
    "select (select content from read_text('{folder}/secret.csv'))",
    "describe select * from read_csv('{folder}/secret.csv')",
    "summarize from read_csv('{folder}/secret.csv')",
    "explain analyze select * from read_csv('{folder}/secret.csv')",
    "select * from pandas_scan(1)",
    "select * from arrow_scan(1, 2, 3)",
    "select * from which_secret('{folder}', 's3')",
]
WRITE = [
    "copy fct_target to '{folder}/x.csv'", "copy (select 1) to '{folder}/x.parquet'",
    "export database '{folder}/x'", "create table t as select 1", "create view v as select 1",
    "create macro f(a) as a", "create secret s (type s3)", "insert into fct_target values (1)",
    "update fct_target set n = 1", "delete from fct_target", "truncate fct_target",
    "drop table fct_target", "alter table fct_target add column m int", "vacuum", "checkpoint",
    "import database '{folder}'", "create temp table t as select 1", "begin", "commit",
    "select write_log('x')",
]  # fmt: skip
CHANGE = [
    "attach '{folder}/cchc.duckdb' as x", "attach ':memory:' as x", "detach cchc", "use memory",
    "load httpfs", "install httpfs", "install httpfs from 'http://127.0.0.1:{port}'",
    "force install httpfs", "update extensions", "set memory_limit = '9GB'",
    "set enable_external_access = true", "set lock_configuration = false", "set threads = 64",
    "set variable x = 1", "reset memory_limit", "pragma database_list", "pragma version",
    "pragma enable_profiling", "pragma memory_limit = '9GB'", "call pragma_version()",
    "call enable_logging()", "call force_checkpoint()", "select * from force_checkpoint()",
    "select * from enable_profiling()", "prepare p as select 1", "execute p", "deallocate p",
    "select 1; select 2", "select 1; drop table fct_target", "",
]  # fmt: skip
LEARN = [
    "select current_setting('secret_directory')", "select getenv('CCHC_SECRET')",
    "select * from duckdb_settings()", "select * from duckdb_databases()",
    "select path from duckdb_databases", "select * from pg_settings",
    "select * from pragma_database_list", "select * from duckdb_secrets()",
    "select * from duckdb_extensions()", "select * from duckdb_temporary_files()",
    "select * from duckdb_logs", "select getvariable('x')", "select * from pragma_user_agent()",
]  # fmt: skip
FETCH = [
    "select * from 'http://127.0.0.1:{port}/x.parquet'",
    "select * from read_parquet('http://127.0.0.1:{port}/x.parquet')",
    "select * from read_csv('https://127.0.0.1:{port}/x.csv')",
    "select * from 's3://127.0.0.1:{port}/x.parquet'",
    "select * from 'hf://datasets/x/y.csv'",
    "attach 'http://127.0.0.1:{port}/x.duckdb' as y",
]


@pytest.mark.parametrize("query", [*READ, *WRITE, *CHANGE, *LEARN, *FETCH])
def test_it_is_refused_and_nobody_calls(build, listener, query):
    port, called = listener
    before = sorted(path.name for path in build.rglob("*"))
    with pytest.raises(QuestionError):
        ask(build, query.format(folder=build, port=port))
    assert called == []
    assert sorted(path.name for path in build.rglob("*")) == before


@pytest.mark.parametrize(
    "query",
    [
        "copy fct_target to '{folder}/x.csv'", "from read_csv('{folder}/secret.csv')",
        "from read_text('{folder}/secret.csv')", "from glob('{folder}/*')",
        "from 'http://127.0.0.1:{port}/x.parquet'", "attach '{folder}/y.duckdb' as y",
        "install httpfs from 'http://127.0.0.1:{port}'", "load httpfs",
        "set enable_external_access = true", "set threads = 64", "create table t as select 1",
        "delete from fct_target", "export database '{folder}/x'",
    ],
)  # fmt: skip
def test_the_connection_itself_cannot_do_it(build, listener, query):
    """Whatever gets past the reader of statements meets an engine that is closed."""
    port, called = listener
    with Question(build) as question, pytest.raises(duckdb.Error):
        question._connection.execute(query.format(folder=build, port=port)).fetchall()
    assert called == []


def test_no_answer_of_the_catalogue_tells_where_we_are(build):
    """Every view and function of the engine without arguments, as far as it may be asked."""
    with duckdb.connect() as engine:
        views = engine.execute("select schema_name || '.' || view_name from duckdb_views()")
        names = [f"from {name}" for (name,) in views.fetchall()]
        functions = engine.execute(
            "select distinct function_name, function_type from duckdb_functions() "
            "where function_type in ('table', 'scalar', 'macro', 'table_macro')"
        ).fetchall()
    names += [
        f'from "{name}"()' if kind.startswith("table") else f'select "{name}"()'
        for name, kind in functions
    ]
    home, asked = str(Path.home()), 0
    with Question(build, Limits(rows=5000)) as question:
        for statement in names:
            try:
                said = str(question.ask(statement).frame.rows())
            except QuestionError as error:
                said = str(error)
            else:
                asked += 1
            assert SENTINEL not in said, statement
            assert f"{home}/." not in said, statement
    assert asked > 30, "most of the catalogue may be asked"


def test_what_reads_files_is_refused_by_name():
    with duckdb.connect() as engine:
        rows = engine.execute(
            "select distinct function_name from duckdb_functions() where function_type = 'table' "
            "and regexp_matches(function_name, '^(read_|parquet_)|_scan$|^glob$|^query')"
        ).fetchall()
    assert len(rows) > 20
    assert {name for (name,) in rows} <= list_refused()


def test_words_in_quotes_and_remarks_are_no_names():
    assert find_refused("select 'read_csv', 1 -- read_csv\n") is None
    assert find_refused("select read_value from fct_target") is None
    assert find_refused('select * from "Glob"(1)') == "glob"
    assert find_refused("select * from glob -- that\n /* and that */ ('x')") == "glob"


def test_a_word_that_is_no_call_is_no_name():
    for statement in (
        "select * from dim_plan where plan_code glob 'long-an-*'",
        "with query as (select 1 as checkpoint) select query.checkpoint from query",
    ):
        assert find_refused(statement) is None, statement
    # Views tell without being called.
    assert find_refused("from pg_settings") == "pg_settings"
    assert find_refused('select * from "duckdb_databases"') == "duckdb_databases"


def test_no_column_or_table_of_ours_has_a_refused_name(committed_build):
    with duckdb.connect(committed_build / DATABASE, read_only=True) as connection:
        names = connection.execute(
            "select column_name from duckdb_columns() where not internal "
            "union select table_name from duckdb_tables()"
        ).fetchall()
    assert not {name for (name,) in names} & list_refused()


EXPLOSIONS = [
    "select list_sum(range(500000000))",
    "select repeat('x', 3000000000)",
    "select string_agg(repeat('x', 100000), '') from range(100000)",
    "select list(range) from range(300000000)",
    "select * from range(40000000) order by hash(range) desc",
    "select count(*) from range(1000000) a, range(1000000) b, range(1000000) c",
    "with recursive r as (select 1 as n union all select n + 1 from r) select count(*) from r",
    "select regexp_matches(repeat('a', 100000), '(a+)+b')",
    "select levenshtein(repeat('a', 300000), repeat('b', 300000))",
    "select count(distinct hash(a.range, b.range)) from range(30000) a, range(30000) b",
    "select histogram(range) from range(100000000)",
    "select * from range(100000000) a asof join range(100000000) b on a.range >= b.range",
]


@pytest.mark.parametrize("query", EXPLOSIONS)
def test_an_explosion_is_bounded_and_leaves_nothing(build, query, tmp_path):
    """In time, memory and files; how large the answer is does not count here."""
    limits = Limits(seconds=4, memory="300MB", rows=1000)
    with GuardedQuestion(build, limits) as question:
        ended = ""
        try:
            ended = f"{question.ask(query).frame.height} rows"
        except QuestionError as error:
            ended = error.code
    assert ended in ("memory", "time", "failed", "killed", "1 rows", "1000 rows")
    assert sorted(path.name for path in tmp_path.rglob("*.tmp")) == []


def end_as(script, monkeypatch):
    monkeypatch.setattr(
        sandbox_process, "COMMAND", [sys.executable, "-c", f"import os, sys\n{script}"]
    )


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("os.kill(os.getpid(), 9)", "killed"),
        ("raise MemoryError", "memory"),
        ("sys.stderr.write('IO Error: Could not set lock on file: PID 7\\n'); sys.exit(1)",
         "locked"),
        ("sys.stderr.write('ImportError: no such thing\\n'); sys.exit(3)", "worker_died"),
        ("os.abort()", "worker_died"),
    ],
)  # fmt: skip
def test_it_is_said_truly_why_a_question_ended(build, monkeypatch, script, code):
    end_as(script, monkeypatch)
    with GuardedQuestion(build) as question, pytest.raises(QuestionError) as ended:
        question.ask("select 1")
    assert ended.value.code == code
    log = build.parent.parent / LOG
    assert log.exists() == (code in ("killed", "worker_died"))
    if code == "worker_died" and "ImportError" in script:
        assert "no such thing" in log.read_text(encoding="utf-8")
        assert "no such thing" in str(ended.value)


def ask_in_vain(question):
    with contextlib.suppress(QuestionError):
        question.ask("select count(*) from range(1000000) a, range(1000000) b")


def test_the_worker_has_no_socket_and_is_the_last_to_run(build):
    """A question runs below the pages, and the process holds no open address."""
    with GuardedQuestion(build, Limits(seconds=3)) as question:
        thread = threading.Thread(target=ask_in_vain, args=[question])
        thread.start()
        while question._process is None:
            pass
        pid, niceness = question._process.pid, 0
        for _ in range(200):
            niceness = os.getpriority(os.PRIO_PROCESS, pid)
            if niceness:
                break
            thread.join(0.02)
        links = [str(path.readlink()) for path in Path(f"/proc/{pid}/fd").iterdir()]
        thread.join()
    assert niceness == 10
    assert not [link for link in links if link.startswith("socket:")]
