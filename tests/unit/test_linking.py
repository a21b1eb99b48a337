"""Links between numbers and indicators: what is certain, what waits, and why."""

from __future__ import annotations

import polars as pl
import pytest

from pipeline.linking.candidates import Wording, find_candidates
from pipeline.linking.catalogue import load_indicators
from pipeline.linking.comparability import judge_comparability
from pipeline.linking.decide import decide
from pipeline.linking.link_targets import link_targets
from pipeline.linking.wording import find_cue, normalise
from pipeline.plans.documents.confidence import sort_doubts
from pipeline.plans.quantities.measures import read_measures
from pipeline.support.raw_tables import shape_frame
from pipeline.support.reference import read_seed
from tests.accuracy.links import score_links


def link(text, field_code=2, doubts=(), **extra):
    """Status and code per number of a target."""
    rows = [
        {
            "plan_code": "p", "target_ref": "1", "measure_no": n, "field_code": field_code,
            "target_text": text, "measure_clause": m.clause, "comparator": m.comparator,
            "value": m.value, "unit": m.unit, "scope_level": m.level, "is_nested": m.is_nested,
            "reading_doubts": sort_doubts(doubts), **extra,
        }
        for n, m in enumerate(read_measures(text))
    ]  # fmt: skip
    frame = shape_frame("targets", pl.DataFrame(rows, infer_schema_length=None))
    targets, _ = link_targets(frame, "province")
    return [(r["link_status"], r["linked_code"]) for r in targets.iter_rows(named=True)]


def test_two_numbers_of_one_sentence_are_two_indicators():
    found = link(
        "Mở thanh toán trực tuyến cho 80% TTHC có thu phí, lệ phí; trong đó 30% số giao dịch "
        "được nộp trực tuyến"
    )
    assert found == [
        ("auto", "TTHC_ONLINE_PAYMENT_OFFERED_SHARE"),
        ("auto", "TTHC_ONLINE_PAYMENT_TRANSACTION_SHARE"),
    ]


def test_levels_share_the_words_of_their_sentence():
    found = link("Hồ sơ TTHC được giải quyết đúng hạn: cấp tỉnh tối thiểu 98%, cấp xã 97%")
    assert found == [("auto", "TTHC_ON_TIME_SHARE")] * 2


def test_a_verb_said_once_counts_for_the_whole_list():
    found = link(
        "70% hồ sơ công việc ở cấp tỉnh; 60% hồ sơ công việc ở cấp xã làm hết trên môi trường mạng",
        6,
    )
    assert found == [("auto", "EGOV_WORK_FILE_ONLINE_SHARE")] * 2


@pytest.mark.parametrize(
    ("text", "objection"),
    [
        ("85% người dân hài lòng về giải quyết TTHC lĩnh vực đất đai", "narrow.land"),
        ("100% công chức được tập huấn số hóa kết quả giải quyết TTHC", "narrow.briefing"),
        ("Không quá 2% hồ sơ TTHC giải quyết đúng hạn", "is_ceiling"),
        ("Giảm 10% hồ sơ TTHC giải quyết đúng hạn", "other_demand"),
        ("Ít nhất 20 hồ sơ TTHC giải quyết đúng hạn", "other_unit"),
        ("100% phần mềm theo dõi hồ sơ TTHC giải quyết đúng hạn", "counts_words:«phan mem»"),
    ],
)
def test_what_is_near_but_not_the_same_waits(text, objection):
    (measure,) = read_measures(text)
    wording = Wording(measure.clause, text, 2, measure.unit, measure.comparator)
    candidates = find_candidates(wording)
    assert decide(candidates, is_damaged=False).status != "auto"
    assert any(objection == reason for c in candidates[:3] for reason in c.reasons)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Chỉ số cải cách hành chính (PAR INDEX) nằm trong nhóm 15 tỉnh dẫn đầu", "PAR_INDEX_RANK"),
        ("Duy trì thứ hạng PAR INDEX trong 10 tỉnh đứng đầu", "PAR_INDEX_RANK"),
        ("Chỉ số PAR INDEX của tỉnh đạt từ 90% trở lên", "PAR_INDEX"),
        ("Chỉ số SIPAS của tỉnh đạt tối thiểu 87%", "SIPAS"),
        ("Chỉ số SIPAS xếp hạng trong nhóm 20 tỉnh có kết quả cao nhất", "SIPAS_RANK"),
        ("Chỉ số PAPI thuộc nhóm 16 địa phương đạt điểm cao nhất cả nước", "PAPI_RANK"),
        ("Chỉ số PAPI đạt từ 45 điểm trở lên", "PAPI"),
        # Somebody else's index, or several at once: a person says which.
        ("Chỉ số CCHC của các sở, ban, ngành đạt từ 85% trở lên", None),
        ("Sở, ngành có Chỉ số CCHC đạt từ 85% trở lên", None),
        ("Chỉ số SIPAS của các đơn vị trực thuộc đạt 90%", None),
        ("Thứ bậc PAPI của tỉnh nằm trong 5 tỉnh cao nhất", "PAPI_RANK"),
        ("Thứ hạng các chỉ số CCHC trong nhóm 10", None),
        ("Xếp hạng Chỉ số PAR INDEX cấp huyện trong nhóm 3", None),
        ("Các chỉ số PAR INDEX, SIPAS, PAPI của tỉnh thuộc nhóm 20 tỉnh dẫn đầu", None),
    ],
)
def test_a_published_index_and_its_rank_are_two_indicators(text, code):
    ((_, found),) = link(text, 7)
    assert found == code


@pytest.mark.parametrize(
    "text",
    [
        "100% sở, ngành có Chỉ số CCHC từ 85% trở lên",
        "Phấn đấu 90% xã, phường có chỉ số cải cách hành chính đạt từ 80% trở lên",
    ],
)
def test_an_index_that_a_province_gives_its_own_offices_is_not_the_published_one(text):
    assert {code for _, code in link(text, 7)} == {None}


def test_an_office_does_not_stand_beside_provinces_by_its_own_index():
    grade, notes = judge_comparability("PAR_INDEX", "commune", "chỉ số CCHC")
    assert grade == "definition"
    assert "comparability.own_index" in notes


def test_what_the_catalogue_does_not_know_has_no_link():
    assert link("Trồng mới 500 ha rừng, đạt 42% độ che phủ", 7) == [("none", None)]


def test_a_scan_without_marks_is_still_recognised():
    (found,) = link(
        "95% TTHC nôi bo cua so phai cong b6 va cong khaj trong thang",
        doubts=["text_damaged"],
    )
    assert found == ("auto", "TTHC_INTERNAL_PUBLISHED_SHARE")


def test_two_numbers_cannot_both_be_the_same_indicator():
    found = link("95% hồ sơ TTHC giải quyết đúng hạn; 98% hồ sơ TTHC giải quyết đúng hạn")
    assert found == [("suggested", None)] * 2


def test_a_part_leaves_the_indicator_to_the_whole():
    found = link("95% hồ sơ TTHC giải quyết đúng hạn, trong đó 60% hồ sơ TTHC giải quyết trước hạn")
    assert found == [("auto", "TTHC_ON_TIME_SHARE"), ("suggested", None)]


def test_a_code_that_a_person_gave_is_left_alone():
    (found,) = link("95% hồ sơ TTHC giải quyết đúng hạn", indicator_code="PAR_INDEX")
    assert found == ("auto", "TTHC_ON_TIME_SHARE")


def test_comparability_takes_the_gravest_rule_and_every_note():
    clause = "hồ sơ, văn bản được xử lý trên môi trường mạng"
    grade, notes = judge_comparability("EGOV_WORK_FILE_ONLINE_SHARE", "department", clause)
    assert grade == "definition"
    assert notes == ["comparability.work_file_and_document", "comparability.own_department"]
    assert judge_comparability("TTHC_ON_TIME_SHARE", "province", clause) == ("same", [])


def test_cues_are_whole_words():
    assert find_cue("so hoa", "ho so hoan thanh") == 0
    assert find_cue("so hoa", "so hoa ket qua") == 1
    assert find_cue("ho so truc tuyen toan trinh", "ho so truc tuyen") == 0
    assert normalise("TTHC, văn bản QPPL") == "thu tuc hanh chinh van ban quy pham phap luat"


@pytest.mark.parametrize("indicator", load_indicators(), ids=lambda i: i.code)
def test_every_indicator_can_be_recognised_by_its_own_words(indicator):
    """A new indicator needs cues that its own name or an alias of it answers to."""
    (row,) = [r for r in read_seed("indicators") if r["indicator_code"] == indicator.code]
    names = [row["name_vi"], *row["aliases"].split(";"), row["definition_vi"]]
    comparator = {"cut": "decrease_gte", "gain": "increase_gte"}.get(indicator.demand, "gte")
    ranks = []
    for name in names:
        wording = Wording(name, name, indicator.field_code, indicator.unit, comparator)
        ranks.append([c.code for c in find_candidates(wording)].index(indicator.code))
    assert min(ranks) == 0, f"{indicator.code}: dấu hiệu không khớp tên hay cách gọi nào"
    assert indicator.required, f"{indicator.code} thiếu required_cues"
    assert row["demand"] in ("level", "cut", "gain")


@pytest.mark.parametrize("file_name", ["links_first.csv", "links_second.csv"])
def test_no_automatic_link_is_wrong(file_name):
    score = score_links(file_name)
    assert score.labelled >= 90
    assert score.wrong == []
    assert score.within_three >= 0.9, score.missed
