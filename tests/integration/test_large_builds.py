"""A build whose tables came from an engine for large sets: its facts stay in Parquet beside it.

What the engine does is tried in tests/spark; here DuckDB makes the tables and writes them as
Parquet in its place, so that everything around it is tried without one.
"""

from __future__ import annotations

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from pipeline.asking.dictionary import describe_tables
from pipeline.asking.questions.faults import QuestionError
from pipeline.asking.sandbox import Question, ask
from pipeline.building import build as building
from pipeline.building import elsewhere
from pipeline.building import file_units as file_units_module
from pipeline.building.file_units import list_file_units
from pipeline.building.transform import transform
from pipeline.engines.address import LOCAL, Engine
from pipeline.engines.models import Made
from pipeline.publish.builds import DATABASE, find_current_build
from pipeline.publish.manifest import compare_files, read_manifest
from pipeline.publish.public_database import open_public_database
from pipeline.publish.restricted import restrict_build
from pipeline.sample.demo import write_demo
from pipeline.support.console import LineReporter
from pipeline.support.settings import PROJECT, Settings
from tests.app.test_pages import PAGES, open_page
from tests.plan_books import write_plan
from tests.report_books import observation, write_csv

pytestmark = pytest.mark.slow
FACTS = "select * from fct_progress order by progress_key"


ENGINE = Engine(LOCAL, Path(sys.executable))


def make_tables(_engine, database, exchange, _prefix, on_node):
    """What an engine would have made of a copy; hashes are its own, as those of Spark are."""
    copy = exchange / "copy.duckdb"
    shutil.copy2(database, copy)
    made = transform(copy, exchange / "dbt", on_node)
    assert made.is_good, made.failures
    rows = {}
    with duckdb.connect(copy) as connection:
        for schema, table in connection.execute(
            "select schema_name, table_name from duckdb_tables() "
            "where schema_name in ('intermediate', 'main')"
        ).fetchall():
            folder = exchange / "tables" / table
            folder.mkdir(parents=True)
            name = f"{schema}.{table}"
            own = connection.execute(
                "select count(*) from duckdb_columns() "
                "where table_name = ? and column_name = 'fact_hash'", [table],
            ).fetchone()[0]  # fmt: skip
            changed = " replace ((fact_hash >> 1)::bigint as fact_hash)" if own else ""
            rows[table] = connection.execute(f"select count(*) from {name}").fetchone()[0]  # noqa: S608
            if rows[table]:
                connection.execute(
                    f"copy (select *{changed} from {name}) "  # noqa: S608
                    f"to '{folder}/a.parquet' (format parquet)"
                )
    return Made([], rows)


def build_large(settings):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(elsewhere, "build_models", make_tables)
        report = building.build(settings, LineReporter(), engine=ENGINE)
    assert report.is_published, report.transform
    return find_current_build(settings)


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """Settings of a large build of the demonstration."""
    folder = tmp_path_factory.mktemp("large")
    settings = Settings(raw=folder / "raw", marts=folder / "marts")
    write_demo(PROJECT / "data" / "raw", settings.raw)
    build_large(settings)
    return settings


@pytest.fixture(scope="module")
def folder(large):
    return find_current_build(large)


def test_facts_stand_in_folders_by_year_and_province(folder):
    files = sorted((folder / "fct_progress").rglob("*.parquet"))
    assert len(files) > 40
    assert all(f.parent.parent.name.startswith("part_year=") for f in files)
    with open_public_database(folder) as connection:
        kinds = dict(connection.execute(
            "select table_name, table_type from information_schema.tables "
            "where table_schema = 'main'"
        ).fetchall())  # fmt: skip
    assert read_manifest(folder).engine == "spark"
    assert kinds["fct_progress"] == "VIEW"
    assert set(kinds.values()) == {"VIEW", "BASE TABLE"}


def test_they_are_those_of_any_build(folder, large, tmp_path):
    office = Settings(raw=large.raw, marts=tmp_path / "marts", cache_folder=large.cache)
    assert building.build(office, LineReporter(), keeps_cache=True).is_published
    with (
        open_public_database(folder) as one,
        open_public_database(find_current_build(office)) as other,
    ):
        assert one.sql(FACTS).pl().equals(other.sql(FACTS).pl())
    notes = {n.name: n for n in describe_tables(folder)}["fct_progress"]
    assert notes.grain
    assert all(column.meaning for column in notes.columns)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens(page, large, monkeypatch):
    app = open_page(page, large.marts, monkeypatch)
    assert not app.exception


def test_a_question_reads_the_facts_and_nothing_beside_them(folder):
    counted = "select year(as_of_date) as y, count(*) as n from fct_progress group by y"
    assert sum(ask(folder, counted).frame["n"]) > 5000
    macro = "select count(*) from attainment_on(date '2025-06-30')"
    assert ask(folder, macro).frame.item() > 0
    for place in ("/etc/hosts", str(folder / "manifest.json"), "fct_progress/../manifest.json"):
        with pytest.raises(QuestionError):
            ask(folder, f"select * from read_text('{place}')")  # noqa: S608
        # The engine itself would not, whatever the guard of words lets through.
        with open_public_database(folder) as connection, pytest.raises(duckdb.Error):
            connection.execute(f"select * from read_csv('{place}')").fetchall()  # noqa: S608


def test_no_view_tells_where_the_build_lies(folder):
    with Question(folder) as question:
        for name in ("duckdb_views()", "information_schema.views", "pg_views", "sqlite_master"):
            try:
                said = str(question.ask(f"select * from {name}").frame.rows())  # noqa: S608
            except QuestionError:
                continue
            assert str(folder.parent) not in said, name


def test_it_can_be_moved_verified_and_restricted(folder, large, tmp_path):
    moved = tmp_path / "elsewhere" / folder.name
    shutil.copytree(folder, moved)
    assert compare_files(moved) == {}
    with open_public_database(moved) as connection:
        (rows,) = connection.execute("select count(*) from fct_progress").fetchone()
    assert rows > 5000
    office = Settings(raw=large.raw, marts=tmp_path / "marts", cache_folder=large.cache)
    (office.marts / "builds").mkdir(parents=True)
    shutil.copytree(folder, office.marts / "builds" / folder.name)
    (office.marts / "current").symlink_to(Path("builds") / folder.name)
    bare = restrict_build(office, office.marts / "builds" / folder.name, ())
    with duckdb.connect(bare / DATABASE, read_only=True) as connection:
        kinds = dict(connection.execute(
            "select data_kind in ('published', 'derived'), count(*) from fct_progress group by all"
        ).fetchall())  # fmt: skip
    assert kinds.keys() == {True}
    assert kinds[True] > 5000


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Settings of a large build of one plan and a few figures, one of them of nobody."""
    folder = tmp_path_factory.mktemp("small")
    office = Settings(raw=folder / "raw", marts=folder / "marts")
    (office.raw / "plans").mkdir(parents=True)
    write_plan(office.raw / "plans" / "a.xlsx", facts={"unit_code": "VN34-14"})
    write_csv(office.raw, [observation(70, unit_code="VN34-14"),
                           observation(70, unit_code="không có")])  # fmt: skip
    build_large(office)
    return office


def test_what_a_mapping_changes_is_found_over_a_large_build(small, monkeypatch, tmp_path):
    """Wherever the program was started."""
    monkeypatch.chdir(tmp_path)
    folder = find_current_build(small)
    units = list_file_units(small.raw, folder, folder, ["plans/a.xlsx"])
    assert units["plans/a.xlsx"] == ["VN34-14"]
    read = file_units_module._list_told_otherwise
    assert read(folder, folder, []) == set()


def test_the_next_build_of_an_office_is_made_anew(small):
    """Hashes of another engine cannot be grown from, and nobody has to know."""
    more = small.raw / "progress" / "2026-01-05"
    more.mkdir(parents=True)
    made = next((small.raw / "progress").rglob("bao-cao.csv"))
    (more / "nua.csv").write_text(made.read_text("utf-8").replace(";70;", ";72;"), "utf-8")
    report = building.build(small, LineReporter())
    assert report.is_published, report.transform
    assert report.growth is None
    folder = find_current_build(small)
    assert read_manifest(folder).engine == "duckdb"
    with duckdb.connect(folder / DATABASE, read_only=True) as connection:
        assert connection.execute("select count(*) from fct_progress").fetchone()[0] == 2


def test_a_large_build_without_figures_is_published(office):
    (office.raw / "plans").mkdir(parents=True, exist_ok=True)
    write_plan(office.raw / "plans" / "a.xlsx")
    with open_public_database(build_large(office)) as connection:
        assert connection.execute("select count(*) from fct_progress").fetchone()[0] == 0


def test_many_open_it_at_once(folder):
    def count(_number):
        with open_public_database(folder) as connection:
            return connection.execute("select count(*) from fct_progress").fetchone()[0]

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(count, range(120)))) == 1


def test_what_a_cast_would_round_stops_the_build(office, monkeypatch):
    (office.raw / "plans").mkdir(parents=True, exist_ok=True)
    write_plan(office.raw / "plans" / "a.xlsx")

    def spoil(engine, database, exchange, *rest):
        made = make_tables(engine, database, exchange, *rest)
        folder = exchange / "tables" / "dim_plan"
        halves = f"select * replace (year_from + 0.5e0 as year_from) from '{folder}/a.parquet'"  # noqa: S608
        with duckdb.connect() as connection:
            connection.execute(f"copy ({halves}) to '{folder}/b.parquet' (format parquet)")
        (folder / "a.parquet").unlink()
        return made

    monkeypatch.setattr(elsewhere, "build_models", spoil)
    report = building.build(office, LineReporter(), engine=ENGINE)
    assert not report.is_published
    assert "dim_plan.year_from" in str(report.transform.failures)
