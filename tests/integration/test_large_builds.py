"""A build whose tables came from an engine for large sets: its facts stay in Parquet beside it.

What the engine does is tried in tests/spark; here DuckDB stands in for it, so that everything
around it is tried without one.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import duckdb
import pytest

from pipeline.asking.dictionary import describe_tables
from pipeline.asking.questions.faults import QuestionError
from pipeline.asking.sandbox import Question, ask
from pipeline.building import build as building
from pipeline.building.transform import transform
from pipeline.engines.address import LOCAL, Engine
from pipeline.publish.builds import DATABASE, find_current_build
from pipeline.publish.manifest import compare_files, read_manifest
from pipeline.publish.public_database import open_public_database
from pipeline.publish.restricted import restrict_build
from pipeline.sample.demo import write_demo
from pipeline.support.console import LineReporter
from pipeline.support.settings import PROJECT, Settings
from tests.app.test_pages import PAGES, open_page

pytestmark = pytest.mark.slow
FACTS = "select * from fct_progress order by progress_key"


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """Settings of a large build of the demonstration."""
    folder = tmp_path_factory.mktemp("large")
    settings = Settings(raw=folder / "raw", marts=folder / "marts")
    write_demo(PROJECT / "data" / "raw", settings.raw)

    def stand_in(database, settings, _engine, _build_id, on_node):
        return transform(database, settings.dbt, on_node)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "transform_elsewhere", stand_in)
        engine = Engine(LOCAL, Path(sys.executable))
        report = building.build(settings, LineReporter(), engine=engine)
    assert report.is_published, report.transform
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
        (kept,) = connection.execute(
            "select count(*) from fct_progress where data_kind not in ('published', 'derived')"
        ).fetchone()
    assert kept == 0
