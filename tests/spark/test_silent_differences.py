"""What two engines do differently without a word, each with the form that would go wrong.

Each case asks both engines by the macro and finds them equal, and asks by the naive form and finds
them different: a macro that were replaced by its naive form would fail here.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import duckdb
import pytest

from pipeline.engines.sail import serve_sail
from pipeline.support.settings import PROJECT

if TYPE_CHECKING:
    from pathlib import Path


def write_sql(target: str, texts: list[str], folder: Path) -> dict[str, str]:
    """Texts with macros as dbt writes them for an engine: text -> SQL."""
    from dbt.cli.main import dbtRunner

    mark = "-- next"
    done = dbtRunner().invoke(
        ["--quiet", "--no-version-check", "--log-level", "none", "--log-level-file", "none",
         "compile", "--no-introspect", "--no-populate-cache", "--target", target, "--inline",
         f"\n{mark}\n".join(texts), "--project-dir", str(PROJECT), "--profiles-dir",
         str(PROJECT), "--target-path", str(folder / target)]
    )  # fmt: skip
    assert done.success, done.exception
    written = done.result.results[-1].node.compiled_code
    return dict(zip(texts, written.split(mark), strict=True))


@pytest.fixture(scope="module")
def engines(tmp_path_factory):
    """Functions that ask DuckDB and Sail: a text of ``list_texts`` -> its first value."""
    pytest.importorskip("pysail", reason="chưa có .venv-spark; chạy: make setup-spark")
    from pyspark.sql import SparkSession

    folder = tmp_path_factory.mktemp("silent")
    with (
        serve_sail() as address,
        duckdb.connect() as duck,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("SPARK_REMOTE", address)
        patch.setenv("CCHC_WORK_DB", str(folder / "x.duckdb"))
        session = SparkSession.builder.remote(address).getOrCreate()
        # A session that stays open keeps the process from ending.
        running = ExitStack()
        running.callback(session.stop)
        targets = {"duckdb": "build", "spark": "spark"}
        with running:
            known = {e: write_sql(t, list_texts(), folder) for e, t in targets.items()}

            def ask_duckdb(text: str):
                return duck.execute(known["duckdb"].get(text, text)).fetchone()[0]

            def ask_spark(text: str):
                return session.sql(known["spark"].get(text, text)).toArrow().column(0)[0].as_py()

            yield {"duckdb": ask_duckdb, "spark": ask_spark}


NULL = "cast(null as string)"
LAST_IS_NULL = f"(values (1, 'a'), (2, {NULL})) as t(n, v)"
FIRST_IS_NULL = f"(values (1, {NULL}), (2, 'b')) as t(n, v)"
ALL_NULL = f"(values (1, {NULL})) as t(n, v)"
# Name -> what is asked by macros, what would be asked without them, and of which engine.
CASES = {
    "latest value": ("{{ latest_by('v', 'n') }}", "max_by(v, n)", "spark", LAST_IS_NULL),
    "first value": ("{{ first_by('v', 'n') }}", "min_by(v, n)", "spark", FIRST_IS_NULL),
    "any value": ("{{ any_of('v') }}", "any_value(v)", "spark", FIRST_IS_NULL),
    "list without nulls": (
        "{{ sorted_list('v') }}", "list_sort(list(distinct v))", "duckdb", LAST_IS_NULL,
    ),
    "no list of nothing": (
        "{{ sorted_list('v') }}", "sort_array(collect_set(v))", "spark", ALL_NULL,
    ),
    "hash by place": (
        "{{ row_hash(['n', 'v']) }} = {{ row_hash(['v', 'n']) }}",
        "xxhash64(n, v) = xxhash64(v, n)", "spark",
        "(values (1, cast(null as integer))) as t(n, v)",
    ),
    "text with a null": (
        "{{ text_of(['v', \"'-'\", \"'c'\"]) }}", "concat(v, '-', 'c')", "spark", ALL_NULL,
    ),
    "double, no decimal": ("1 / 7e0", "1 / 7.0", "spark", ALL_NULL),
    "pattern of digits": (
        "{{ matches(\"'a1'\", \"'[0-9]'\") }}", "regexp_like('a1', '\\d')", "spark", ALL_NULL,
    ),
    "days between": (
        "{{ days_between(\"date '2025-01-01'\", \"date '2025-01-31'\") }}",
        "datediff(date '2025-01-01', date '2025-01-31')", "spark", ALL_NULL,
    ),
}  # fmt: skip


NUMBERS = (
    0, 1, 80, 92.5, 0.1, 0.25, 0.0001, 0.00005, 1234567.5, 12345678.5, 15000000, 123456789012,
    1e15, -3.75, 98765432.1, 9200000.37, 123456789012.34, 33.333333333333336,
)  # fmt: skip
SAYINGS = [
    f"select {{{{ {macro}('v') }}}} as x from (values (cast({number} as double))) as t(v)"
    for macro in ("say_number", "count_places", "rounding_of")
    for number in NUMBERS
]
LETTERS = "".join(
    chr(code) for code in (*range(0xC0, 0x250), *range(0x300, 0x370), *range(0x1E00, 0x1F00))
)
FOLDED = f"select {{{{ without_marks('v') }}}} as x from (values ('{LETTERS}')) as t(v)"
ORDERS = [
    f"select {{{{ {what}('v', in_order({order})) }}}} as x from "
    "(values (cast(null as integer), 1, 'x'), (1, 1, 'y'), (1, cast(null as integer), 'z')) "
    "as t(a, b, v)"
    for what in ("latest_by", "first_by")
    for order in (["a", "b"], ["b", "a"])
]
# An end that comes before the beginning, and none.
BOUNDS = "(values (2, 1), (1, 1), (1, 3), (1, cast(null as integer))) as t(a, b)"
COUNTED = (
    "select count(*) as x from "
    f"(select {{{{ whole_numbers('a', 'b') }}}} as n from {BOUNDS}) as counted"
)


def ask_of(name: str) -> str:
    asked, _, _, rows = CASES[name]
    return f"select {asked} as x from {rows}"


def list_texts() -> list[str]:
    """All that is asked by macros."""
    return [*map(ask_of, CASES), *SAYINGS, FOLDED, *ORDERS, COUNTED]


@pytest.mark.parametrize("name", CASES)
def test_the_macro_gives_the_same_and_the_naive_form_does_not(engines, name):
    right = {engine: ask(ask_of(name)) for engine, ask in engines.items()}
    assert right["duckdb"] == right["spark"], right
    _, naive, engine, rows = CASES[name]
    wrong = engines[engine](f"select {naive} as x from {rows}")
    assert wrong != right["duckdb"], "the naive form would do: the macro is of no use"


@pytest.mark.parametrize("text", [*SAYINGS, FOLDED, *ORDERS, COUNTED])
def test_both_say_the_same(engines, text):
    right = {engine: ask(text) for engine, ask in engines.items()}
    assert right["duckdb"] == right["spark"]


def test_a_null_in_the_order_is_not_alike_by_itself(engines):
    rows = "(values (cast(null as integer), 1, 'x'), (1, 1, 'y')) as t(a, b, v)"
    assert engines["duckdb"](f"select arg_max(v, row(a, b)) from {rows}") == "x"
    assert engines["spark"](f"select max_by(v, struct(a, b)) from {rows}") == "y"


def test_a_sequence_counts_down_by_itself(engines):
    naive = f"select count(*) as x from (select explode(sequence(a, b)) as n from {BOUNDS}) as c"
    assert engines["duckdb"](COUNTED) == 4
    assert engines["spark"](naive) == 6
