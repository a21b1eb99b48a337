"""A plan that another one replaces or amends: said, compared, never judged by twice."""

from __future__ import annotations

import datetime as dt

import duckdb
import pytest

from dashboards.queries.plans import compare_versions, list_plans, list_versions_of
from dashboards.queries.reports import read_report_numbers
from dashboards.queries.weekly import list_scopes
from pipeline.building.build import build
from pipeline.publish.builds import DATABASE, find_current_build
from pipeline.support.console import LineReporter
from tests.plan_books import write_plan

pytestmark = pytest.mark.slow
UNIT = {"unit_code": "VN34-14-VPUB", "issuer_name": "Văn phòng UBND tỉnh Sơn La",
        "issuer_level": "office"}  # fmt: skip
LATER_DAY = dt.date(2025, 8, 1)


@pytest.fixture
def versions(office):
    """Plans "cu" and "moi" of one unit, the later naming the earlier in another spelling."""
    write_plan(
        office.raw / "plans" / "cu.xlsx",
        targets=[{}, {"target_ref": "2", "target_text": "Giữ", "indicator_code": None, "value": 70},
                 {"target_ref": "3", "target_text": "Bỏ", "indicator_code": None, "value": 60}],
        facts={**UNIT, "plan_code": "cu", "doc_no": "52/KH-VPUB"},
    )  # fmt: skip
    write_plan(
        office.raw / "plans" / "moi.xlsx",
        targets=[{"target_ref": "I.1", "target_text": "Lời khác", "value": 90},
                 {"target_ref": "I.2", "target_text": "Giữ", "indicator_code": None, "value": 70},
                 {"target_ref": "I.3", "target_text": "Thêm", "indicator_code": None, "value": 50}],
        facts={**UNIT, "plan_code": "moi", "doc_no": "80/KH-VPUB", "issued_on": LATER_DAY,
               "replaces_doc_no": "52 / kh-vpub"},
    )  # fmt: skip
    # Another unit's plan of that number is another plan.
    write_plan(
        office.raw / "plans" / "khac.xlsx",
        facts={"plan_code": "khac", "doc_no": "52/KH-VPUB", "unit_code": "VN34-75-MINHDUC"},
    )
    assert build(office, LineReporter()).is_published
    with duckdb.connect(find_current_build(office) / DATABASE, read_only=True) as connection:
        yield connection


def test_a_replaced_plan_says_by_which_and_since_when(versions):
    rows = versions.execute(
        "select plan_code, replaced_by, replaced_on from dim_plan order by plan_code"
    ).fetchall()
    assert rows == [("cu", "moi", LATER_DAY), ("khac", None, None), ("moi", None, None)]
    assert list_plans(versions)["plan_code"].to_list()[-1] == "cu"
    replaced = {r["plan_code"]: r["replaced_by"] for r in list_scopes(versions, True).to_dicts()}
    assert replaced == {"cu": "moi", "khac": None, "moi": None}


def test_what_the_later_version_demands_otherwise_is_told_record_by_record(versions):
    rows = compare_versions(versions, from_plan="cu", to_plan="moi").to_dicts()
    said = {(r["subject"], r["change_class"], r["from_ref"], r["to_ref"]) for r in rows}
    assert said == {
        # Of one indicator, though its words and number are others.
        ("target", "changed", "1", "I.1"),
        ("target", "kept", "2", "I.2"),
        ("target", "gone", "3", None),
        ("target", "added", None, "I.3"),
        ("task", "kept", "1", "1"),
    }
    (changed,) = [r for r in rows if r["change_class"] == "changed"]
    assert (changed["from_value"], changed["to_value"]) == (80, 90)
    assert "dòng" in changed["from_place"]
    assert "dòng" in changed["to_place"]


@pytest.fixture
def amended(office):
    """Plan "goc" and two amendments of it; the second adds a number and changes another."""
    other = {"target_ref": "2", "target_text": "Giữ", "indicator_code": "TTHC_ON_TIME_SHARE",
             "value": 95}  # fmt: skip
    write_plan(
        office.raw / "plans" / "goc.xlsx", targets=[{}, other],
        facts={**UNIT, "plan_code": "goc", "doc_no": "52/KH-VPUB"},
    )  # fmt: skip
    added = {"target_ref": "2", "target_text": "Thêm", "indicator_code": None, "value": 5}
    for code, day, number in (("sua-1", LATER_DAY, 85), ("sua-2", dt.date(2025, 9, 1), 90)):
        write_plan(
            office.raw / "plans" / f"{code}.xlsx", targets=[{"value": number}, added], tasks=[],
            facts={**UNIT, "plan_code": code, "doc_no": f"{code}/KH", "issued_on": day,
                   "amends_doc_no": "52/KH-VPUB"},
        )  # fmt: skip
    folder = office.raw / "progress" / "2025-07-01"
    folder.mkdir(parents=True)
    (folder / "quy-2.csv").write_text(
        "Mã đơn vị;Mã chỉ số;Ngày số liệu;Giá trị;Đơn vị tính\n"
        "VN34-14-VPUB;TTHC_ONLINE_PAYMENT_OFFERED_SHARE;30/06/2025;82;%\n"
        "VN34-14-VPUB;TTHC_ON_TIME_SHARE;30/06/2025;96;%\n",
        encoding="utf-8",
    )
    assert build(office, LineReporter()).is_published
    with duckdb.connect(find_current_build(office) / DATABASE, read_only=True) as connection:
        yield connection


def test_an_amendment_takes_the_place_of_what_it_names_and_of_nothing_else(amended):
    rows = amended.execute(
        "select plan_code, amends_plan, amended_by, amended_on, is_partial from dim_plan order by 1"
    ).fetchall()
    assert rows == [
        ("goc", None, "sua-1, sua-2", LATER_DAY, False),
        ("sua-1", "goc", "sua-2", dt.date(2025, 9, 1), True),
        ("sua-2", "goc", None, None, True),
    ]
    said = amended.execute(
        "select change_class, from_ref, to_ref, from_value, to_value from mart_version_change "
        "where to_plan = 'sua-1' order by all"
    ).fetchall()
    assert said == [("added", None, "2", None, 5), ("changed", "1", "1", 80, 85)]


def test_a_number_is_judged_by_its_version_until_the_day_of_the_next(amended):
    asked = (
        "select target_key, status, status_reason, known_because "
        "from attainment_on(?) where plan_code = 'goc' order by target_key"
    )
    eve = LATER_DAY - dt.timedelta(days=1)
    before = amended.execute(asked, [eve]).fetchall()
    assert [row[1] for row in before] == ["met", "met"]
    of_all = amended.execute("select distinct plan_code from attainment_on(?)", [eve]).fetchall()
    assert of_all == [("goc",)], "what is not issued yet demands nothing"
    after = amended.execute(asked, [LATER_DAY]).fetchall()
    assert [row[1:] for row in after] == [
        ("unknown", "superseded", "superseded"),
        ("met", "compared_with_target", "received"),
    ]
    now = amended.execute(
        "select plan_code, status_reason from attainment_on(?) where target_key like 'sua-%/1/%'"
        " order by 1",
        [dt.date(2025, 9, 2)],
    ).fetchall()
    assert now == [("sua-1", "superseded"), ("sua-2", "too_old")]


def test_each_number_says_what_took_its_place_and_what_it_took_the_place_of(amended):
    ((key,),) = amended.execute(
        "select target_key from fct_target where plan_code = 'goc' and target_ref = '1'"
    ).fetchall()
    rows = list_versions_of(amended, record_key=key).to_dicts()
    assert [(r["to_doc_no"], r["to_value"]) for r in rows] == [("sua-1/KH", 85), ("sua-2/KH", 90)]


def make(office, code, targets, tasks=(), **facts):
    """A plan of the office, or of the unit that the facts name."""
    write_plan(
        office.raw / "plans" / f"{code}.xlsx", targets=list(targets), tasks=list(tasks),
        facts={**UNIT, "plan_code": code, **facts},
    )  # fmt: skip


def ask(office, query, *parameters):
    assert build(office, LineReporter()).is_published
    with duckdb.connect(find_current_build(office) / DATABASE, read_only=True) as connection:
        return connection.execute(query, list(parameters)).fetchall()


FOLLOWED = "select from_plan, to_plan, relation from mart_version_change group by all order by all"


@pytest.mark.parametrize("issued", [None, dt.date(2025, 2, 12)])
@pytest.mark.parametrize("relation", ["amends", "replaces"])
def test_a_number_that_is_used_again_next_year_is_another_document(office, relation, issued):
    make(office, "cu", [{}], doc_no="52/KH", year_from=2025, year_to=2025, issued_on=issued)
    make(office, "sua", [{"value": 85}], doc_no="80/KH", issued_on=LATER_DAY,
         **{f"{relation}_doc_no": "52/KH"})  # fmt: skip
    make(office, "nam-sau", [{"due_year": 2026, "value": 95}], doc_no="52/KH", year_from=2026,
         year_to=2026, issued_on=issued and dt.date(2026, 2, 3))  # fmt: skip
    make(office, "nam-truoc", [{"due_year": 2024, "value": 70}], doc_no="52/KH", year_from=2024,
         year_to=2024, issued_on=issued and dt.date(2024, 2, 3))  # fmt: skip
    assert ask(office, FOLLOWED) == [("cu", "sua", relation)]


def test_each_year_of_an_indicator_is_a_number_of_its_own(office):
    years = [{"target_ref": "1", "value": 80, "due_year": 2025},
             {"target_ref": "2", "value": 90, "due_year": 2030}]  # fmt: skip
    make(office, "goc", years, doc_no="52/KH", year_to=2030)
    make(office, "sua", [{"value": 95, "due_year": 2030}], issued_on=LATER_DAY, year_to=2030,
         amends_doc_no="52/KH")  # fmt: skip
    rows = ask(
        office,
        "select from_value, from_due_year, to_value, to_due_year, change_class "
        "from mart_version_change where subject = 'target'",
    )
    assert rows == [(90, 2030, 95, 2030, "changed")]


def test_of_several_alike_none_is_taken_for_another(office):
    alike = [{"target_ref": str(n), "value": 70 + n, "measure_label": f"Nhãn {n}"} for n in (1, 2)]
    make(office, "goc", alike, doc_no="52/KH")
    make(office, "sua", [{"value": 95, "measure_label": "Nhãn khác"},
                         {"target_ref": "9", "value": 75, "measure_label": "Nhãn 2"}],
         issued_on=LATER_DAY, amends_doc_no="52/KH")  # fmt: skip
    rows = ask(
        office,
        "select from_value, to_value, change_class from mart_version_change order by all",
    )
    assert rows == [(72, 75, "changed"), (None, 95, "added")]


def test_an_amendment_of_an_amendment_reaches_the_plan(office):
    other = {"target_ref": "2", "indicator_code": "TTHC_ON_TIME_SHARE", "value": 50}
    make(office, "goc", [{}, other], doc_no="52/KH")
    make(office, "sua-1", [{"value": 85}], doc_no="80/KH", issued_on=LATER_DAY,
         amends_doc_no="52/KH")  # fmt: skip
    make(office, "sua-2", [other | {"value": 60}], doc_no="91/KH",
         issued_on=LATER_DAY + dt.timedelta(days=30), amends_doc_no="80/KH")  # fmt: skip
    rows = ask(
        office,
        "select from_plan, to_plan, from_value, to_value from mart_version_change "
        "where change_class = 'changed' order by all",
    )
    assert rows == [("goc", "sua-1", 80, 85), ("goc", "sua-2", 50, 60)]


def test_two_plans_that_amend_each_other_come_to_an_end(office):
    make(office, "a", [{}], doc_no="1/KH", amends_doc_no="2/KH")
    make(office, "b", [{}], doc_no="2/KH", amends_doc_no="1/KH")
    assert ask(office, FOLLOWED) == [("a", "b", "amends"), ("b", "a", "amends")]


def test_the_periodic_report_counts_each_number_once(amended):
    rows = read_report_numbers(
        amended, unit_code=UNIT["unit_code"], report_year=2025,
        data_from=dt.date(2024, 12, 15), data_to=dt.date(2025, 8, 20), with_simulated=False,
    )  # fmt: skip
    said = sorted(
        f"{row['target_key'].split('/')[0]} {row['target_value']:g}" for row in rows.to_dicts()
    )
    assert said == ["goc 95", "sua-1 5", "sua-1 85"]
    before = read_report_numbers(
        amended, unit_code=UNIT["unit_code"], report_year=2025,
        data_from=dt.date(2024, 12, 15), data_to=LATER_DAY - dt.timedelta(days=1),
        with_simulated=False,
    )  # fmt: skip
    assert sorted(before["target_value"].to_list()) == [80, 95]


def test_a_task_is_owed_in_the_version_in_force(office):
    open_task = {"task_ref": "1", "task_text": "Việc", "due_text": "Tháng 6/2025"}
    done_task = {"task_ref": "2", "task_text": "Việc xong", "due_text": "Tháng 6/2025"}
    make(office, "goc", [{}], [open_task, done_task], doc_no="52/KH")
    make(office, "sua", [{"value": 85}], [open_task | {"due_text": "Tháng 11/2025"}, done_task],
         issued_on=LATER_DAY, amends_doc_no="52/KH")  # fmt: skip
    folder = office.raw / "progress" / "2025-07-10"
    folder.mkdir(parents=True)
    (folder / "nv.csv").write_text(
        "Mã kế hoạch;Số nhiệm vụ;Ngày số liệu;Trạng thái;Ngày hoàn thành\n"
        "goc;1;09/07/2025;đang thực hiện;\n"
        "goc;2;09/07/2025;đã hoàn thành;01/06/2025\n",
        encoding="utf-8",
    )
    asked = "select task_key, state, known_because from task_state_on(?) order by 1"
    assert build(office, LineReporter()).is_published
    with duckdb.connect(find_current_build(office) / DATABASE, read_only=True) as connection:
        eve = connection.execute(asked, [LATER_DAY - dt.timedelta(days=1)]).fetchall()
        now = connection.execute(asked, [LATER_DAY]).fetchall()
    assert eve == [("goc/1", "late", "received"), ("goc/2", "done_on_time", "received")]
    # What was said of a task is said of the one in its place: each counts once.
    assert now == [
        ("goc/1", "superseded", "superseded"), ("goc/2", "superseded", "superseded"),
        ("sua/1", "not_due", "plan_began"), ("sua/2", "done_on_time", "plan_began"),
    ]  # fmt: skip


def report(office, *rows, received="2025-07-01"):
    """Figures of ONLINE_PAYMENT and states of tasks, received on a day."""
    folder = office.raw / "progress" / received
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"{UNIT['unit_code']};TTHC_ONLINE_PAYMENT_OFFERED_SHARE;{day};{value};%;tự báo cáo"
             for day, value in rows]  # fmt: skip
    head = "Mã đơn vị;Mã chỉ số;Ngày số liệu;Giá trị;Đơn vị tính;Loại số liệu"
    (folder / "so.csv").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")


def test_a_task_that_was_done_after_it_was_replaced_is_done_in_its_new_place(office):
    moved = {"task_ref": "1", "task_text": "Việc", "due_text": "Tháng 6/2025"}
    make(office, "goc", [{}], [moved], doc_no="52/KH")
    make(office, "sua", [{"value": 85}], [moved | {"due_text": "Tháng 11/2025"}],
         issued_on=dt.date(2025, 5, 2), amends_doc_no="52/KH")  # fmt: skip
    folder = office.raw / "progress" / "2025-08-10"
    folder.mkdir(parents=True)
    (folder / "nv.csv").write_text(
        "Mã kế hoạch;Số nhiệm vụ;Ngày số liệu;Trạng thái;Ngày hoàn thành\n"
        "goc;1;10/08/2025;đã hoàn thành;01/08/2025\n",
        encoding="utf-8",
    )
    rows = ask(
        office, "select task_key, state from task_state_on(date '2025-09-01') order by task_key"
    )
    assert rows == [("goc/1", "superseded"), ("sua/1", "done_on_time")]


def test_each_deadline_of_a_task_is_a_task_of_its_own(office):
    twice = [{"task_ref": str(n), "task_text": "Báo cáo quý", "due_text": due}
             for n, due in ((1, "Quý II/2025"), (2, "Quý IV/2025"))]  # fmt: skip
    make(office, "goc", [{}], twice, doc_no="52/KH")
    make(office, "sua", [{"value": 85}], [twice[1]], issued_on=LATER_DAY, amends_doc_no="52/KH")
    rows = ask(office, "select from_key, to_key from mart_version_change where subject = 'task'")
    assert rows == [("goc/2", "sua/2")]


def test_a_later_amendment_of_another_year_ends_nothing(office):
    years = [{"target_ref": "1", "value": 80, "due_year": 2025},
             {"target_ref": "2", "value": 90, "due_year": 2030}]  # fmt: skip
    make(office, "goc", years, doc_no="52/KH", year_to=2030)
    make(office, "sua1", [{"value": 95, "due_year": 2030}], issued_on=LATER_DAY, year_to=2030,
         doc_no="80/KH", amends_doc_no="52/KH")  # fmt: skip
    make(office, "sua2", [{"value": 85, "due_year": 2025}], year_to=2030, doc_no="91/KH",
         issued_on=LATER_DAY + dt.timedelta(days=30), amends_doc_no="52/KH")  # fmt: skip
    rows = ask(
        office,
        "select from_key, to_key from mart_version_change where from_key is not null order by all",
    )
    assert rows == [("goc/1/0", "sua2/1/0"), ("goc/2/0", "sua1/1/0")]


def test_a_number_that_is_stated_twice_ends_in_both_places(office):
    twice = [{"target_ref": str(n), "measure_label": f"Nhãn {n}"} for n in (1, 2)]
    make(office, "goc", twice, doc_no="52/KH")
    make(office, "sua", [{"measure_label": "Nhãn mới", "value": 85}], issued_on=LATER_DAY,
         amends_doc_no="52/KH")  # fmt: skip
    rows = ask(
        office,
        "select target_key, status_reason from attainment_on(date '2025-09-01') order by 1",
    )
    assert rows == [
        ("goc/1/0", "superseded"), ("goc/2/0", "superseded"), ("sua/1/0", "not_reported"),
    ]  # fmt: skip


def test_of_several_that_replace_one_plan_the_last_is_in_force(office):
    make(office, "v1", [{}], doc_no="1/KH")
    make(office, "v2", [{"value": 85}], doc_no="2/KH", replaces_doc_no="1/KH",
         issued_on=dt.date(2025, 6, 1))  # fmt: skip
    make(office, "v3", [{"value": 90}], doc_no="3/KH", replaces_doc_no="1/KH",
         issued_on=dt.date(2025, 8, 1))  # fmt: skip
    asked = "select target_key, status_reason from attainment_on(?) order by target_key"
    assert build(office, LineReporter()).is_published
    with duckdb.connect(find_current_build(office) / DATABASE, read_only=True) as connection:
        early, later, last = (
            dict(connection.execute(asked, [dt.date(2025, month, 15)]).fetchall())
            for month in (2, 7, 9)
        )
    assert early == {"v1/1/0": "not_reported"}
    assert later == {"v1/1/0": "superseded", "v2/1/0": "not_reported"}
    assert last == {
        "v1/1/0": "superseded", "v2/1/0": "superseded", "v3/1/0": "not_reported",
    }  # fmt: skip


@pytest.mark.parametrize("issued", [None, dt.date(2025, 12, 20)])
def test_one_version_is_judged_also_without_a_day_or_after_the_deadline(office, issued):
    make(office, "goc", [{}], doc_no="52/KH", issued_on=dt.date(2025, 1, 5))
    make(office, "sua", [{"value": 95}], issued_on=issued, amends_doc_no="52/KH")
    report(office, ("30/11/2025", 90), received="2025-12-05")
    rows = ask(office, "select target_key, status from attainment_on(date '2025-12-25') order by 1")
    assert rows == [("goc/1/0", "unknown"), ("sua/1/0", "missed")]


def test_a_number_without_an_indicator_is_followed_by_its_words(office):
    said = {"indicator_code": None, "measure_label": "hồ sơ nộp qua mạng"}
    make(office, "goc", [said | {"target_text": "Ít nhất 80% hồ sơ"}], doc_no="52/KH")
    make(office, "sua", [said | {"target_text": "Ít nhất 85% hồ sơ", "value": 85}],
         issued_on=LATER_DAY, amends_doc_no="52/KH")  # fmt: skip
    rows = ask(
        office, "select change_class, from_value, to_value from mart_version_change "
        "where subject = 'target'",
    )  # fmt: skip
    assert rows == [("changed", 80, 85)]


def test_of_two_amendments_of_one_day_one_is_in_force(office):
    make(office, "goc", [{}], doc_no="52/KH", issued_on=LATER_DAY)
    for number, value in (("1", 85), ("2", 90)):
        make(office, f"sua{number}", [{"value": value}], doc_no=f"8{number}/KH",
             issued_on=LATER_DAY, amends_doc_no="52/KH")  # fmt: skip
    rows = ask(
        office,
        "select target_key from attainment_on(date '2025-09-01') "
        "where status_reason <> 'superseded'",
    )
    assert rows == [("sua2/1/0",)]


def test_an_amendment_of_a_long_plan_is_none_of_the_annual_one_of_its_number(office):
    make(office, "nam-nam", [{"due_year": 2025, "value": 90}], doc_no="52/KH", year_from=2021,
         year_to=2025, issued_on=dt.date(2021, 1, 5))  # fmt: skip
    make(office, "nam", [{"due_year": 2024}], doc_no="52/KH", year_from=2024, year_to=2024,
         issued_on=dt.date(2024, 1, 5))  # fmt: skip
    make(office, "sua", [{"due_year": 2025, "value": 95}], year_from=2021, year_to=2025,
         issued_on=LATER_DAY, amends_doc_no="52/KH")  # fmt: skip
    assert ask(office, FOLLOWED) == [("nam-nam", "sua", "amends")]


def test_the_periodic_report_takes_a_figure_that_came_before_the_version(office):
    make(office, "goc", [{}], doc_no="52/KH")
    make(office, "sua", [{"value": 85}], issued_on=LATER_DAY, amends_doc_no="52/KH")
    report(office, ("30/06/2025", 90))
    assert build(office, LineReporter()).is_published
    with duckdb.connect(find_current_build(office) / DATABASE, read_only=True) as connection:
        rows = read_report_numbers(
            connection, unit_code=UNIT["unit_code"], report_year=2025,
            data_from=dt.date(2024, 12, 15), data_to=dt.date(2025, 8, 20), with_simulated=False,
        ).to_dicts()  # fmt: skip
        changes = connection.execute(
            "select change_kind, target_key from mart_weekly_change "
            "where not includes_simulated order by all"
        ).fetchall()
        scores = connection.execute(
            "select plan_code, measure_count from mart_field_score "
            "where field_code is null and not includes_simulated and known_until is null "
            "order by 1"
        ).fetchall()
    assert [(r["target_key"], r["actual"], r["status"]) for r in rows] == [("sua/1/0", 90, "met")]
    assert [key for kind, key in changes if kind == "new"] == ["goc/1/0"]
    assert dict(scores) == {"goc": 0, "sua": 1}


def test_each_place_stands_once_among_its_peers(office):
    province = {"unit_code": "VN34-14", "issuer_name": "UBND tỉnh Sơn La",
                "issuer_level": "province"}  # fmt: skip
    other = {"target_ref": "2", "indicator_code": "TTHC_ON_TIME_SHARE", "value": 95}
    make(office, "goc", [{}, other], doc_no="52/KH", **province)
    make(office, "sua", [{"value": 95}], issued_on=LATER_DAY, amends_doc_no="52/KH", **province)
    make(office, "n26", [{"value": 90, "due_year": 2026}, other | {"due_year": 2026}],
         doc_no="9/KH", year_from=2026, year_to=2026, **province)  # fmt: skip
    trends = ask(
        office,
        "select from_plan, from_value, to_value, change_class from mart_target_trend "
        "where boundary_frame = '34' order by all",
    )
    assert trends == [("goc", 95, 90, "lowered"), ("goc", 95, 95, "kept")]
    with duckdb.connect(find_current_build(office) / DATABASE, read_only=True) as connection:
        peers = connection.execute(
            "select target_key, peer_count from mart_peer_comparison "
            "where boundary_frame = '34' and stage_year = 2025 order by all"
        ).fetchall()
    assert peers == [("goc/2/0", 1), ("sua/1/0", 1)]
