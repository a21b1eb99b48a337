"""What the committed plans and progress say once built: the figures that the first screen shows."""

from __future__ import annotations

import duckdb
import pytest

from pipeline.building.load import choose_files, load_raw
from pipeline.building.transform import run_dbt
from pipeline.inputs.cache import read_cached
from pipeline.inputs.entries import list_raw_files
from pipeline.publish.builds import WHOLE_DATABASE
from pipeline.support.settings import PROJECT

pytestmark = pytest.mark.slow

COUNTS = {
    "long-an-2022": (27, 37, 45),
    "so-noi-vu-long-an-2025": (14, 15, 24),
    "so-tu-phap-tay-ninh-2021-2030": (39, 29, 70),
    "van-phong-ubnd-son-la-2025": (25, 25, 44),
    "minh-duc-2025": (35, 31, 86),
}
LONG_AN = {
    "TTHC_ONLINE_PAYMENT_OFFERED_SHARE": (60, 80, "raised"),
    "TTHC_ONLINE_PAYMENT_TRANSACTION_SHARE": (10, 30, "raised"),
    "TTHC_ELECTRONIC_ROUTING_SHARE": (80, 100, "raised"),
    "TTHC_INTERNAL_PUBLISHED_SHARE": (90, 90, "kept"),
    "TTHC_NO_RESUBMISSION_SHARE": (60, 80, "raised"),
    "ADMIN_SATISFACTION_SHARE": (85, 90, "raised"),
    "FIN_SELF_FINANCED_UNIT_SHARE": (10, 20, "raised"),
    "FIN_UNIT_CONVERTED_SHARE": (70, 100, "raised"),
    "EGOV_DIGITAL_INSPECTION_SHARE": (20, 50, "raised"),
}
PAIR = """
    boundary_frame = '63' and from_plan = 'long-an-2022' and to_plan = 'so-noi-vu-long-an-2025'
"""


@pytest.mark.parametrize("plan", COUNTS)
def test_targets_measures_and_tasks_of_each_plan(committed, plan):
    (found,) = committed.sql(
        "select count(distinct target_ref), count(measure_no), (select count(*) from fct_task "
        "where plan_code = $plan) from fct_target where plan_code = $plan",
        params={"plan": plan},
    ).fetchall()
    assert found == COUNTS[plan]


@pytest.mark.parametrize("indicator", LONG_AN)
def test_long_an_2022_against_its_department_2025(committed, indicator):
    rows = committed.sql(
        "select from_value, to_value, change_class, comparability from mart_target_trend "  # noqa: S608
        f"where {PAIR} and indicator_code = $code",
        params={"code": indicator},
    ).fetchall()
    assert rows == [(*LONG_AN[indicator], "level")]


def test_work_files_are_compared_at_the_level_of_the_province(committed):
    rows = committed.sql(
        "select scope_level, from_value, to_value, change_class from mart_target_trend "  # noqa: S608
        f"where {PAIR} and indicator_code = 'EGOV_WORK_FILE_ONLINE_SHARE' order by from_value desc"
    ).fetchall()
    assert rows == [
        ("province", 83, 90, "raised"),
        ("district", 65, None, "level_ended"),
        # What communes have to reach is not for a department of the province to restate.
        ("commune", 60, None, "outside_remit"),
    ]


def test_every_number_that_is_gone_has_the_kind_that_is_true(committed):
    rows = committed.sql(
        "select change_class, indicator_code is null, count(*) "  # noqa: S608
        f"from mart_target_trend where {PAIR} group by all"
    ).fetchall()
    found = {(kind, in_words): count for kind, in_words, count in rows}
    assert found == {
        ("raised", False): 10, ("kept", False): 3, ("made_measurable", False): 2,
        ("not_restated", False): 5, ("level_ended", False): 4, ("outside_remit", False): 7,
        ("unclear", False): 4,
        ("kept", True): 3, ("outside_remit", True): 5, ("not_restated", True): 1,
    }  # fmt: skip
    (led_by_others,) = committed.sql(
        f"""
        select count(*) from mart_target_trend as trend  -- noqa
        inner join fct_target as target on trend.from_target_key = target.target_key
        where {PAIR} and change_class = 'outside_remit'
            and trend.scope_level is distinct from 'commune'
            and lead_agency ilike '%nội vụ%'
        """  # noqa: S608
    ).fetchall()[0]
    assert led_by_others == 0


def test_both_frames_follow_the_merger(committed):
    places = dict(
        committed.sql(
            "select boundary_frame, list(distinct place_name order by place_name) "
            "from mart_peer_comparison group by 1"
        ).fetchall()
    )
    # Of plans known in part only those numbers count that are linked to an indicator.
    others = {"Bắc Ninh", "Hà Nội", "Hồ Chí Minh", "Nghệ An"}
    assert set(places["34"]) == {"Sơn La", "Tây Ninh", "Đồng Nai", *others}
    assert set(places["63"]) == {
        "Long An", "Sơn La", "Tây Ninh (cũ)", "Đồng Nai (mới)", "Bắc Ninh (mới)", "Hà Nội",
        "Hồ Chí Minh (cũ)", "Hồ Chí Minh (mới)", "Nghệ An",
    }  # fmt: skip
    # A department of the former Tây Ninh does not answer for what Long An promised.
    pairs = committed.sql(
        "select distinct from_plan, to_plan from mart_target_trend "
        "where from_plan is not null and boundary_frame = '34' order by all"
    ).fetchall()
    assert pairs == [
        ("ho-chi-minh-khong-ro-so-2024", "ho-chi-minh-60-2026"),
        ("long-an-2022", "so-noi-vu-long-an-2025"),
        ("minh-duc-2025", "dong-nai-10-2026"),
        ("so-tu-phap-tay-ninh-2021-2030", "so-tu-phap-tay-ninh-2021-2030"),
    ]
    crossing = committed.sql(
        "select distinct boundary_frame, from_plan, to_plan from mart_target_trend "
        "where crosses_boundary"
    ).fetchall()
    assert crossing == [("34", "ho-chi-minh-khong-ro-so-2024", "ho-chi-minh-60-2026")]


def test_declared_counts_are_set_against_found_ones(committed):
    rows = committed.sql(
        "select finding_kind, message from mart_data_quality where severity = 'warning' "
        "order by 1, 2"
    ).fetchall()
    assert rows == [
        (
            "declared_targets_differ",
            "Văn bản công bố 16 chỉ tiêu, đọc được 14 chỉ tiêu đánh số",
        ),
        ("target_number_missing", "Không có chỉ tiêu số 10 trong dãy đánh số"),
        ("target_number_missing", "Không có chỉ tiêu số 9 trong dãy đánh số"),
        (
            "two_answers",
            "PAR_INDEX của VN63-31: Cùng đơn vị, chỉ số, kỳ và lần nhận mà có 2 giá trị khác nhau "
            "(91,81; 91,87), nên không dùng giá trị nào",
        ),
    ]


def test_real_and_simulated_never_mix(committed):
    kinds = committed.sql(
        "select is_simulated, list(distinct data_kind) from fct_progress group by 1 order by 1"
    ).fetchall()
    real = {"derived", "official", "published"}
    assert [(said, set(kind)) for said, kind in kinds] == [(False, real), (True, {"simulated"})]
    assert not committed.sql(
        "select 1 from mart_attainment where not is_simulated and actual is not null "
        "and data_kind = 'simulated'"
    ).fetchall()


def test_without_real_readings_a_measure_is_unknown_and_says_why(committed):
    rows = committed.sql(
        "select distinct status, status_reason from mart_attainment "
        "where not is_simulated and indicator_code is not null and actual is null"
    ).fetchall()
    # "Khi có hướng dẫn": nobody has recorded yet that the condition is met.
    assert sorted(rows) == [("unknown", "condition_open"), ("unknown", "not_reported")]


def test_parquet_and_database_hold_the_same_rows(committed, committed_build):
    tables = [p.stem for p in committed_build.glob("*.parquet")]
    assert len(tables) > 15
    with duckdb.connect() as other:
        for table in tables:
            path = committed_build / f"{table}.parquet"
            (in_file,) = other.sql(f"select count(*) from '{path}'").fetchall()[0]  # noqa: S608
            (in_base,) = committed.sql(f"select count(*) from {table}").fetchall()[0]  # noqa: S608
            assert in_file == in_base, table


def test_every_public_column_is_documented_in_the_database(committed):
    bare = committed.sql(
        "select table_name, column_name from duckdb_columns() "
        "where database_name = current_database() and schema_name = 'main' and comment is null"
    ).fetchall()
    assert bare == []


def test_formulas_pass_their_worked_examples(committed_build, tmp_path):
    """dbt unit tests: each case is an example of docs/method.md."""
    cache = committed_build.parents[1] / "cache"
    parsed = [read_cached(raw, cache) for raw in list_raw_files(PROJECT / "data" / "raw")]
    database = tmp_path / "cchc.duckdb"
    first = dict.fromkeys((c.raw.name for c in parsed), "b1")
    load_raw(database, parsed, choose_files(parsed), first_builds=first)
    nodes: list[str] = []
    result = run_dbt(database, tmp_path / "dbt", nodes.append, unit_tests=True)
    assert result.failures == []
    assert "verdicts_follow_the_cut_offs" in nodes


def test_the_long_an_sentence_of_the_body_keeps_its_own_rows(committed):
    rows = committed.sql(
        "select target_ref, count(*) from fct_target where plan_code = 'long-an-2022' "
        "and indicator_code = 'EGOV_WORK_FILE_ONLINE_SHARE' group by 1 order by 1"
    ).fetchall()
    assert rows == [("24", 3), ("II.6-b7", 3)]


def test_the_seven_codes_mean_what_their_version_says(committed):
    rows = committed.sql(
        "select old_province_code from dim_province_lineage as old "
        "inner join (select distinct current_province_code, current_province_name "
        "from dim_province_lineage) as new on old.old_province_code = new.current_province_code "
        "where old.old_province_name <> new.current_province_name order by 1"
    ).fetchall()
    assert [code for (code,) in rows] == ["15", "24", "44", "52", "80", "82", "91"]
    (plan,) = committed.sql(
        "select boundary_version, province_code, current_province_name from dim_plan "
        "where plan_code = 'long-an-2022'"
    ).fetchall()
    assert plan == ("63", "80", "Tây Ninh")


def test_the_default_build_holds_real_figures_only(default_build):
    with duckdb.connect(default_build / WHOLE_DATABASE, read_only=True) as connection:
        tables = connection.sql(
            "select table_schema || '.' || table_name from information_schema.columns "
            "where column_name = 'data_kind'"
        ).fetchall()
        assert len(tables) > 5
        for (table,) in tables:
            simulated = f"select count(*) from {table} where data_kind = 'simulated'"  # noqa: S608
            assert connection.sql(simulated).fetchall() == [(0,)], table


def test_the_data_dictionary_is_the_one_of_this_build(committed_build):
    from pipeline.asking.dictionary import describe_tables, format_markdown

    page = (PROJECT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert page == format_markdown(describe_tables(committed_build)), "chạy: make docs"


def test_the_seven_codes_that_changed_their_meaning_are_never_mixed_up(committed):
    """80 was Long An and is Tây Ninh: a code means nothing without its boundary version."""
    rows = committed.sql("""
        select old.province_code, old.unit_name, new.unit_name, lineage.current_province_code
        from dim_unit as old
        inner join dim_unit as new
            on old.province_code = new.province_code
            and old.unit_kind = 'province' and new.unit_kind = 'province'
            and old.boundary_version = '63' and new.boundary_version = '34'
        inner join dim_province_lineage as lineage
            on lineage.old_province_code = old.province_code
        where replace(replace(old.unit_name, 'tỉnh ', ''), 'thành phố ', '')
            <> replace(replace(new.unit_name, 'tỉnh ', ''), 'thành phố ', '')
        order by all
    """).fetchall()
    assert [row[0] for row in rows] == ["15", "24", "44", "52", "80", "82", "91"]
    # Each old province lives on in the new one that took over its code, under another unit code.
    assert all(code == current for code, _, _, current in rows)
    shared = committed.sql("""
        select count(*) from dim_unit as a inner join dim_unit as b using (unit_code)
        where a.boundary_version <> b.boundary_version
    """).fetchall()
    assert shared == [(0,)]
    # The plans of Long An (63-80) and what is Tây Ninh today meet only in the frame of today.
    frames = committed.sql("""
        select boundary_frame, place_code, bool_or(crosses_boundary) from mart_peer_comparison
        where plan_code = 'long-an-2022' group by all order by all
    """).fetchall()
    assert frames == [("34", "VN34-80", True), ("63", "VN63-80", False)]
