"""One raw folder, built with DuckDB and with Sail."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
import sys
from pathlib import Path

import duckdb
import pytest

from pipeline.building import elsewhere
from pipeline.building.build import build
from pipeline.engines.address import LOCAL, Engine
from pipeline.explanations.append import Step, append_step
from pipeline.publish.builds import WHOLE_DATABASE, find_current_build
from pipeline.reviews.append import Decision, append_decisions
from pipeline.reviews.passages import key_passage
from pipeline.sample.demo import write_demo
from pipeline.support.console import LineReporter
from pipeline.support.settings import PROJECT, Settings
from tests.formulas.cases import make_cases, write_cases
from tests.marked_plan import CODE, MARKED, PLAN
from tests.plan_books import write_plan
from tests.report_books import observation, write_csv

NOON = dt.datetime.fromisoformat("2026-11-27T12:00:00")
OFFICE = {"unit_code": "VN34-14-VPUB", "issuer_name": "Văn phòng UBND tỉnh Sơn La",
          "issuer_level": "office"}  # fmt: skip
LATER = dt.date(2025, 8, 1)
ANSWERED = dt.date(2026, 12, 20)
DOCUMENT = "ke-hoach-77.txt"


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


def _write_documents(raw: Path) -> None:
    """A plan that is a document with a sentence left over, and one that an export states too."""
    (raw / "plans" / f"{CODE}.txt").write_text(PLAN, encoding="utf-8")
    again = PLAN.replace("SUỐI TRONG", "NƯỚC MÁT").replace("7/KH", "77/KH").replace("80%", "81%")
    (raw / "plans" / DOCUMENT).write_text(again, encoding="utf-8")
    facts = {"plan_code": "xa-nuoc-mat-2026", "source_document": DOCUMENT, "doc_no": "77/KH-UBND"}
    stated = {"target_ref": "I.1-b1", "value": 80}
    write_plan(raw / "plans" / "nuoc-mat.xlsx", [stated], facts=facts)


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
            Decision(key_passage(CODE, MARKED), "addition", "accept", "", MARKED, "Lan", "bỏ sót"),
        ],
        NOON,
    )
    for minute, step in enumerate((
        Step(tasks[1], "request", "Hoa", "Phòng A", ANSWERED, note="Vì sao?"),
        Step(tasks[1], "answer", "An", "Phòng A", new_due_on=ANSWERED, note="Chờ văn bản"),
        Step(tasks[1], "accept", "Hoa"),
        Step("khong-co#1", "request", "Hoa", "Phòng A", ANSWERED),
    )):  # fmt: skip
        append_step(settings.raw / "explanations", step, NOON + dt.timedelta(minutes=minute))


@dataclasses.dataclass(frozen=True)
class Both:
    """Two builds of one raw folder.

    Attributes:
        duckdb: folder of the build whose tables DuckDB made.
        sail: folder of the build whose tables Sail made.
        made: what Sail wrote, a folder of Parquet a model.
        settings: of the second.
    """

    duckdb: Path
    sail: Path
    made: Path
    settings: Settings


@pytest.fixture(scope="session")
def both(tmp_path_factory):
    """The models built by both engines, and what the second one wrote kept."""
    pytest.importorskip("pysail", reason="chưa có .venv-spark; chạy: make setup-spark")
    folder = tmp_path_factory.mktemp("spark")
    settings = Settings(raw=folder / "raw", marts=folder / "marts")
    write_demo(PROJECT / "data" / "raw", settings.raw)
    _write_versions(settings.raw)
    _write_documents(settings.raw)
    _write_reports(settings.raw)
    # What the formulas are tried with: demands and observations by chance.
    write_cases(settings.raw, make_cases(30, 766), 1)
    assert build(settings, LineReporter()).is_published
    _write_decisions(settings)
    assert build(settings, LineReporter()).is_published
    other = dataclasses.replace(settings, marts=folder / "sail", cache_folder=settings.cache)
    made, build_models = folder / "made", elsewhere.build_models

    def keep(engine: Engine, database: Path, exchange: Path, *rest: object) -> object:
        outcome = build_models(engine, database, exchange, *rest)
        shutil.copytree(exchange / "tables", made)
        return outcome

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(elsewhere, "build_models", keep)
        report = build(other, LineReporter(), engine=Engine(LOCAL, Path(sys.executable)))
    assert report.is_published, report.transform
    first, second = find_current_build(settings), find_current_build(other)
    assert first
    assert second
    yield Both(first, second, made, other)
    shutil.rmtree(made)
