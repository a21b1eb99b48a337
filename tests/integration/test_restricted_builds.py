"""What somebody with few units can reach at all: nothing that others reported unpublished."""

from __future__ import annotations

import duckdb
import pytest

from pipeline.asking.questions.library import bind_parameters, load_library
from pipeline.asking.sandbox import ask
from pipeline.publish.builds import DATABASE
from pipeline.publish.manifest import read_manifest
from pipeline.publish.restricted import KEPT, OPEN_TO_ALL, list_covered_units, restrict_build
from pipeline.support.settings import Settings

pytestmark = pytest.mark.slow
OWN = "VN34-14"  # Sơn La, whose office has a plan; Long An's plans are others'.
REPORTED = "data_kind not in ('published', 'derived')"


@pytest.fixture(scope="module")
def office(committed_build, tmp_path_factory):
    """Settings of the committed build with a place of its own for restricted ones."""
    marts = tmp_path_factory.mktemp("restricted")
    (marts / "builds").symlink_to(committed_build.parent)
    return Settings(raw=marts / "raw", marts=marts)


@pytest.fixture(scope="module")
def restricted(office, committed_build):
    return restrict_build(office, committed_build, (OWN,))


def count(build, query):
    with duckdb.connect(build / DATABASE, read_only=True) as connection:
        return connection.execute(query).fetchall()[0][0]


def tables_with(build, column):
    with duckdb.connect(build / DATABASE, read_only=True) as connection:
        rows = connection.execute(
            "select table_name from duckdb_columns() where column_name = ?", [column]
        ).fetchall()
    return {table for (table,) in rows}


def test_every_public_table_is_open_to_all_or_has_a_rule(committed_build):
    with duckdb.connect(committed_build / DATABASE, read_only=True) as connection:
        tables = {
            t for (t,) in connection.execute("select table_name from duckdb_tables()").fetchall()
        }
    assert tables == OPEN_TO_ALL | KEPT.keys()
    assert not OPEN_TO_ALL & KEPT.keys()


def test_what_others_reported_is_not_in_it(committed_build, restricted):
    own = ", ".join(f"'{unit}'" for unit in list_covered_units(committed_build, (OWN,)))
    reported = f"select count(*) from fct_progress where {REPORTED}"  # noqa: S608
    assert count(committed_build, f"{reported} and unit_code not in ({own})") > 1000
    assert count(restricted, f"{reported} and unit_code not in ({own})") == 0
    assert count(restricted, reported) > 100
    others = f"(from dim_plan select plan_code where coalesce(unit_code, '') not in ({own}))"
    for table in sorted(tables_with(restricted, "plan_code") & KEPT.keys()):
        # A verdict on what somebody published is published with it.
        rests = "attainment_key not in (select attainment_key from mart_attainment)"
        published = {
            "mart_attainment": "data_kind <> 'published'",
            "mart_target_observation": "data_kind <> 'published'",
            "mart_attainment_shown": rests,
        }.get(table, "true")
        stray = f"select count(*) from {table} where plan_code in {others} and {published}"  # noqa: S608
        assert count(restricted, stray) == 0, table


def test_a_key_by_content_tells_the_plan(committed_build):
    for table in ("fct_target", "fct_task"):
        other = f"select count(*) from {table} where split_part(record_key, '#', 1) <> plan_code"  # noqa: S608
        assert count(committed_build, other) == 0


def test_what_was_published_is_all_there(committed_build, restricted):
    for table in sorted(OPEN_TO_ALL):
        query = f"select count(*) from {table}"  # noqa: S608
        assert count(restricted, query) == count(committed_build, query), table
    published = "select count(*) from fct_progress where data_kind = 'published'"
    assert count(restricted, published) == count(committed_build, published) > 5000


def test_nothing_else_lies_beside_it(restricted):
    assert sorted(path.name for path in restricted.iterdir()) == [DATABASE, "manifest.json"]
    names = {file["file_path"] for file in read_manifest(restricted).files}
    assert any(name.startswith("plans/") for name in names)
    assert read_manifest(restricted).checksums == {}


def test_every_named_question_is_answered_without_others_figures(committed_build, restricted):
    """Each question of ours, on both: what it adds for who sees all is what others reported."""
    smaller = 0
    for question in load_library().values():
        bound = bind_parameters(question, {})
        all_rows = ask(committed_build, question.sql, bound).frame
        own_rows = ask(restricted, question.sql, bound).frame
        assert own_rows.columns == all_rows.columns, question.code
        smaller += own_rows.height < all_rows.height
    assert smaller > 3


def test_without_units_only_what_was_published_is_left(office, committed_build):
    bare = restrict_build(office, committed_build, ())
    assert count(bare, f"select count(*) from fct_progress where {REPORTED}") == 0  # noqa: S608
    assert count(bare, "select count(*) from mart_task_status") == 0
    assert count(bare, "select count(*) from fct_target") > 100


def test_a_province_has_its_offices_and_what_became_of_it(committed_build):
    units = list_covered_units(committed_build, ("VN34-80",))
    assert {"VN34-80", "VN63-80", "VN63-72", "VN63-80-SNV"} <= units
    assert "VN34-14" not in units
    assert list_covered_units(committed_build, ("VN63-80-SNV",)) == {"VN63-80-SNV"}


def test_it_is_made_once_for_a_build_and_its_units(office, committed_build, restricted):
    made = (restricted / DATABASE).stat().st_mtime_ns
    again = restrict_build(office, committed_build, (OWN, OWN))
    assert again == restricted
    assert (again / DATABASE).stat().st_mtime_ns == made
