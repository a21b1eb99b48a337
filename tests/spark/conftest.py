"""A build with DuckDB, and the same models built by Sail from the same raw tables."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
from typing import TYPE_CHECKING

import duckdb
import pytest

from pipeline.building import build as building
from pipeline.engines.spark import build_models, serve_sail
from pipeline.explanations.append import Step, append_step
from pipeline.publish.builds import WHOLE_DATABASE, find_current_build
from pipeline.reviews.append import Decision, append_decisions
from pipeline.sample.demo import write_demo
from pipeline.support.console import LineReporter
from pipeline.support.settings import PROJECT, Settings
from tests.plan_books import write_plan
from tests.report_books import observation, write_csv

if TYPE_CHECKING:
    from pathlib import Path

NOON = dt.datetime.fromisoformat("2026-11-27T12:00:00")
OFFICE = {"unit_code": "VN34-14-VPUB", "issuer_name": "Văn phòng UBND tỉnh Sơn La",
          "issuer_level": "office"}  # fmt: skip
LATER = dt.date(2025, 8, 1)


def _write_versions(raw: Path) -> None:
    """A plan that is amended twice and replaced, with a task that moves."""
    other = {"target_ref": "2", "indicator_code": "TTHC_ON_TIME_SHARE", "value": 95}
    for code, targets, facts in (
        ("goc", [{}, other], {"doc_no": "52/KH"}),
        ("sua-1", [{"value": 85}], {"amends_doc_no": "52/KH", "issued_on": LATER}),
        ("sua-2", [{"value": 90}],
         {"amends_doc_no": "52/KH", "issued_on": LATER + dt.timedelta(days=9)}),
        ("thay", [{"value": 91}, other],
         {"replaces_doc_no": "52/KH", "issued_on": LATER + dt.timedelta(days=60)}),
    ):  # fmt: skip
        write_plan(raw / "plans" / f"{code}.xlsx", targets,
                   facts=OFFICE | {"plan_code": code} | facts)  # fmt: skip


def _write_reports(raw: Path) -> None:
    """Figures that are doubled, corrected, doubted, impossible, missing, of nobody."""
    payment = "TTHC_ONLINE_PAYMENT_OFFERED_SHARE"
    unit = OFFICE["unit_code"]
    rows = [
        observation(70, unit_code=unit, indicator=payment, day="30/06/2025"),
        observation(70, unit_code=unit, indicator=payment, day="30/06/2025"),
        observation(71, unit_code=unit, indicator=payment, day="31/07/2025"),
        observation(72, unit_code=unit, indicator=payment, day="31/07/2025"),
        observation("0,8", unit_code=unit, indicator=payment, day="31/08/2025"),
        observation(None, 9, 8, unit_code=unit, indicator=payment, day="30/09/2025"),
        observation(None, 0, 0, unit_code=unit, indicator=payment, day="31/10/2025"),
        observation("x", unit_code=unit, indicator=payment, day="30/11/2025"),
        observation(50, unit_code="không có", indicator=payment),
        observation(95, unit_code="Văn phòng UBND tỉnh Sơn La", indicator=payment),
    ]
    made = write_csv(raw, rows)
    for day, name in (("2025-12-15", "bao-cao.csv"), ("2025-12-20", "chua.csv")):
        folder = raw / "progress" / day
        folder.mkdir(exist_ok=True)
        if name == "chua.csv":
            text = made.read_text(encoding="utf-8").replace(";70;", ";69;")
            (folder / name).write_text(text, encoding="utf-8")
    (raw / "progress" / "2025-12-20" / "nv.csv").write_text(
        "Mã kế hoạch;Số nhiệm vụ;Ngày số liệu;Trạng thái;Ngày hoàn thành\n"
        "goc;1;20/12/2025;đã hoàn thành;01/06/2025\n"
        "goc;9;20/12/2025;đang thực hiện;\n"
        "khong-co;1;20/12/2025;đang thực hiện;\n",
        encoding="utf-8",
    )


def _write_decisions(settings: Settings) -> None:
    """What people decide and explain about records that the first build found."""
    with duckdb.connect(find_current_build(settings) / WHOLE_DATABASE, read_only=True) as reader:
        targets = [k for (k,) in reader.execute(
            "select record_key from fct_target where kind = 'quantitative' order by target_key"
        ).fetchall()]  # fmt: skip
        tasks = [k for (k,) in reader.execute(
            "select record_key from fct_task order by task_key"
        ).fetchall()]  # fmt: skip
    append_decisions(
        settings.raw / "reviews",
        [
            Decision(targets[0], "value", "correct", "", "77", "Lan", "đọc nhầm"),
            Decision(targets[1], "reading", "reject", "", "", "Lan"),
            Decision(targets[2], "link", "accept", "", "SIPAS", "Hoa"),
            Decision(tasks[0], "reading", "accept", "", "", "Lan"),
            Decision("khong-co#1", "reading", "accept", "", "", "Lan"),
        ],
        NOON,
    )
    for minute, step in enumerate((
        Step(tasks[1], "request", "Hoa", "Phòng A", LATER, note="Vì sao?"),
        Step(tasks[1], "answer", "An", "Phòng A", new_due_on=LATER),
        Step(tasks[1], "accept", "Hoa"),
        Step("khong-co#1", "request", "Hoa", "Phòng A", LATER),
    )):  # fmt: skip
        append_step(settings.raw / "explanations", step, NOON + dt.timedelta(minutes=minute))


def _keep_raw(database: Path, copy: Path) -> None:
    """The raw tables as they stand before the models, a view among them."""
    copy.unlink(missing_ok=True)
    with duckdb.connect(copy) as connection:
        connection.execute(f"attach '{database}' as loaded (read_only)")
        connection.execute("create schema raw")
        views = dict(connection.execute(
            "select view_name, sql from duckdb_views() where database_name = 'loaded'"
        ).fetchall())  # fmt: skip
        for (table,) in connection.execute(
            "select table_name from information_schema.tables "
            "where table_catalog = 'loaded' and table_schema = 'raw'"
        ).fetchall():
            rows = (
                views[table].split(" AS ", 1)[1] if table in views else f"from loaded.raw.{table}"
            )
            connection.execute(f"create table raw.{table} as {rows}")


@dataclasses.dataclass(frozen=True)
class Both:
    """Path of the whole DuckDB database, and tables of Sail by "schema.table"."""

    database: Path
    tables: dict


@pytest.fixture(scope="session")
def both(tmp_path_factory):
    """The models built by both engines."""
    pytest.importorskip("pysail", reason="chưa có .venv-spark; chạy: make setup-spark")
    folder = tmp_path_factory.mktemp("spark")
    settings = Settings(raw=folder / "raw", marts=folder / "marts")
    write_demo(PROJECT / "data" / "raw", settings.raw)
    _write_versions(settings.raw)
    _write_reports(settings.raw)
    assert building.build(settings, LineReporter()).is_published
    _write_decisions(settings)
    source, transform = folder / "source.duckdb", building.transform

    def keep(database: Path, *given: object, **said: object) -> object:
        _keep_raw(database, source)
        return transform(database, *given, **said)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "transform", keep)
        assert building.build(settings, LineReporter(), force=True).is_published
    whole = find_current_build(settings) / WHOLE_DATABASE
    with duckdb.connect(source) as connection:
        connection.execute(f"attach '{whole}' as built (read_only)")
        connection.execute("create schema reference")
        for (table,) in connection.execute(
            "select table_name from information_schema.tables "
            "where table_catalog = 'built' and table_schema = 'reference'"
        ).fetchall():
            connection.execute(f"create table reference.{table} as from built.reference.{table}")
    parquet = folder / "parquet"
    parquet.mkdir()
    with serve_sail() as address:
        tables = build_models(address, source, parquet, folder / "dbt")
    yield Both(whole, tables)
    shutil.rmtree(parquet)
