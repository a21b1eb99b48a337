"""The weekly review in sentences and on paper."""

from __future__ import annotations

import datetime as dt
import io

import pdfplumber
import polars as pl
import pytest
from docx import Document

from dashboards.address_text import unpack_text
from dashboards.brief.content import compose_brief
from dashboards.brief.matters import list_matters
from dashboards.brief.pdf import write_pdf
from dashboards.brief.review import Review, count_group, name_agency, rank_troubles
from dashboards.brief.sentences import write_sentences
from dashboards.brief.word import write_word
from dashboards.charts.fields import draw_fields, prepare_fields
from dashboards.charts.image import write_png
from dashboards.i18n.texts import Texts
from dashboards.sections.weekly_show import choose_slide
from pipeline.explanations.steps import Explanation, list_explanations
from pipeline.publish.manifest import Manifest
from pipeline.support.raw_tables import shape_frame

VI = Texts("vi")
DAY, SINCE = dt.date(2025, 12, 8), dt.date(2025, 12, 1)
NUMBER = {
    "target_key": "p/5/0", "plan_code": "p", "field_code": 2, "status": "at_risk", "unit": "%",
    "name_vi": "Thanh toán trực tuyến", "name_en": "Online payment", "scope_level": None,
    "lead_agency": None, "issuer_name": "Sở Nội vụ", "actual": 22.5, "target_value": 50.0,
    "comparator": "gte", "path": "ramp", "expected_now": 40.0, "needed_points_per_week": 1.25,
    "due_on": dt.date(2025, 12, 14), "target_file": "plans/a.xlsx",
    "target_locator": "trang Chỉ tiêu, dòng 3", "is_simulated": True,
    "record_key": "p#5", "bad_since": dt.date(2025, 10, 6), "document_place": "dòng 12",
    "target_text": "Thanh toán trực tuyến đạt 50%",
}  # fmt: skip
TASK = {
    "task_key": "p/1.2", "plan_code": "p", "field_code": 1, "state": "late",
    "task_text": "Rà soát văn bản", "lead_agency": "Sở Tư pháp.", "issuer_name": "UBND",
    "due_on": dt.date(2025, 11, 30), "task_file": "plans/a.xlsx",
    "task_locator": "trang Nhiệm vụ, dòng 9", "is_simulated": False,
    "record_key": "p#1.2", "document_place": None,
}  # fmt: skip
FIELD = {"field_code": 2, "field_short_vi": "TTHC", "field_short_en": "Procedures"}
NOTHING = pl.DataFrame(schema={"source_file": str, "target_file": str, "task_file": str})


def make_review(numbers=(NUMBER,), tasks=(TASK,), missing=(), plans=("p", "q")) -> Review:
    def frame(rows, like):
        return pl.DataFrame(list(rows) or [like], infer_schema_length=None).head(len(rows))

    targets = pl.DataFrame(
        [
            FIELD | {"status": status, "measures": measures, "simulated": simulated,
                     "source_files": ["progress/tuan.csv"]}
            for status, measures, simulated in (
                ("met", 3, 3), ("at_risk", 1, 1), ("worsening", 1, 0), ("unknown", 5, 0)
            )
        ]
    )  # fmt: skip
    counted = pl.DataFrame(
        {
            "field_code": [1],
            "state": ["late"],
            "tasks": [len(tasks)],
            "simulated": [0],
            "source_files": [None],
        },
        schema_overrides={"source_files": pl.List(pl.String)},
    )
    troubles, due_soon = rank_troubles(frame(numbers, NUMBER), frame(tasks, TASK), DAY, VI)
    return Review(
        scope="Các kế hoạch 2025", day=DAY, newest=DAY, since=SINCE, targets=targets,
        targets_before=targets, tasks=counted, tasks_before=counted,
        late_agencies=pl.DataFrame(
            {"plan_code": ["p"], "issuer_name": ["UBND"], "agency": ["Sở Tư pháp"], "tasks": [1]}
        ), troubles=troubles,
        due_soon=due_soon,
        missing=pl.DataFrame(list(missing), schema=["issuer_name"], orient="row"),
        changed={"better": 2, "worse": 1, "new": 30}, changes=NOTHING, plans=plans,
        last_report=None,
        target_statement="select 1", change_statement="select 2",
    )  # fmt: skip


def test_groups_count_every_number_once():
    review = make_review()
    groups = ("met", "on_track", "behind", "at_risk", "not_met", "unknown")
    assert sum(count_group(review.targets, g) for g in groups) == review.target_count == 10
    assert count_group(review.targets, "at_risk") == 2
    assert review.trouble_count == 3, "two numbers and one late task"
    assert (review.count_troubles({2}), review.count_troubles({1})) == (2, 1)


def test_late_tasks_and_numbers_take_turns():
    troubles = make_review(numbers=[NUMBER] * 3, tasks=[TASK] * 2).troubles
    assert [t.subject for t in troubles] == ["task", "target", "task", "target", "target"]


def test_an_agency_that_the_plan_does_not_name_is_its_issuer():
    task, number = make_review().troubles
    assert task.agency == "Sở Tư pháp, UBND"
    assert number.agency == "Sở Nội vụ"
    assert number.reason == (
        "đạt 22,5%, phải ≥ 50% năm 2025; lẽ ra 40%; còn cần 1,25 điểm/tuần"
    )  # fmt: skip
    assert task.reason == "hạn 30/11/2025, quá 8 ngày"


def test_five_sentences_with_their_figures():
    sentences = write_sentences(make_review(missing=["Sở Y tế"]), VI)
    assert len(sentences) == 5
    said = [s.text for s in sentences]
    assert "3 trên 5 con số đánh giá được đã đạt (60%)" in said[0]
    assert "2 lần chuyển tốt lên, 1 lần xấu đi" in said[1]
    assert "1 nhiệm vụ trễ hạn, nhiều nhất ở Sở Tư pháp, UBND (1 việc)" in said[2]
    # The reader's own filters on that page must not hide the evidence.
    expected = {"plan": "p", "figure": "p/5/0", "field": "", "status": "", "day": ""}
    assert sentences[3].address == expected
    assert "Sở Y tế" in said[4]
    assert sentences[4].page == "quality"


def test_what_counts_several_plans_leads_to_all_its_rows():
    several, one = (write_sentences(make_review(plans=p), VI)[0] for p in (("p", "q"), ("p",)))
    assert (several.page, unpack_text(several.address["s"])) == ("sql", "select 1")
    assert (one.page, one.address["plan"]) == ("attainment", "p")


def test_without_troubles_the_sentences_say_so():
    review = make_review(numbers=[], tasks=[])
    said = " ".join(s.text for s in write_sentences(review, Texts("en")))
    assert "No figure is behind" in said
    assert "Nothing falls due" in said


@pytest.fixture(scope="module")
def brief():
    review = make_review(numbers=[NUMBER] * 20)
    spec = draw_fields(prepare_fields(review.targets, VI), 14, VI).to_dict()
    manifest = Manifest("20251208T000000Z-abc", "2025-12-08T00:00:00+00:00", 1.0, "abc", files=[
        {"file_path": "plans/a.xlsx", "file_sha256": "f" * 64, "received_on": "2025-01-02"},
        {"file_path": "progress/tuan.csv", "file_sha256": "a" * 64, "received_on": None},
        {"file_path": "plans/khac.xlsx", "file_sha256": "e" * 64, "received_on": None},
    ])  # fmt: skip
    headline = [("Đạt", "3", 1), ("Báo cáo thiếu", "0", None)]
    return compose_brief(review, headline, write_png(spec, 600), manifest, VI)


def test_the_brief_names_the_files_it_rests_on(brief):
    assert len(brief.sources) == 2
    assert brief.sources[1].startswith("progress/tuan.csv"), "the figures rest on it too"
    assert brief.sources[0].startswith("plans/a.xlsx (sha256 ffffffffffff…")
    assert "MÔ PHỎNG" in brief.warning
    assert brief.headline[0] == ("Đạt", "3", "+1")


def test_word_holds_everything_and_numbers_its_pages(brief, tmp_path):
    document = Document(io.BytesIO(write_word(brief, tmp_path, "Sở Nội vụ", DAY)))
    text = "\n".join(p.text for p in document.paragraphs)
    cells = "\n".join(c.text for t in document.tables for row in t.rows for c in row.cells)
    for sentence in brief.sentences:
        assert sentence in text
    assert brief.warning in text
    assert "Thanh toán trực tuyến" in cells
    assert len(document.inline_shapes) == 1
    footer = document.sections[0].footer._element.xml
    assert "PAGE" in footer
    assert "NUMPAGES" in footer
    assert document.sections[0].page_width.cm == pytest.approx(21, abs=0.01)


def test_pdf_holds_everything_on_a4_and_numbers_its_pages(brief):
    with pdfplumber.open(io.BytesIO(write_pdf(brief))) as pdf:
        pages = [page.extract_text() for page in pdf.pages]
        width, height = pdf.pages[0].width, pdf.pages[0].height
        assert pdf.pages[0].images
    assert (round(width), round(height)) == (595, 842)
    text = " ".join(" ".join(pages).split())
    for sentence in brief.sentences:
        assert sentence[:40] in text
    assert brief.warning in text
    assert "sha256 ffffffffffff" in text
    for number, page in enumerate(pages, start=1):
        assert f"Trang {number}/{len(pages)}" in page


def test_slides_turn_by_time_and_by_hand():
    assert [choose_slide(3, now, 0) for now in (0, 19, 20, 45, 60)] == [0, 0, 1, 2, 0]
    assert choose_slide(3, 0, -1) == 2


@pytest.mark.parametrize(
    ("agency", "name"),
    [
        ("Văn phòng Sở", "Văn phòng Sở, Sở Tư pháp"),
        ("Sở Tư pháp", "Sở Tư pháp"),
        (" .", "Sở Tư pháp"),
        (None, "Sở Tư pháp"),
    ],
)
def test_an_office_inside_a_plan_is_named_with_whose_it_is(agency, name):
    assert name_agency(agency, "Sở Tư pháp") == name


DUE = dt.date(2025, 12, 5)


def ask_about(key: str, *steps: tuple[str, str]) -> dict[str, list[Explanation]]:
    """Requests of one record: a request and steps after it, with the new deadline they name."""
    rows = [("request", ""), *steps]
    frame = shape_frame("explanations", pl.DataFrame(
        [
            {"record_key": key, "step": step, "agency": "Phòng A", "note": "x",
             "answer_due_on": DUE, "new_due_on": dt.date.fromisoformat(day) if day else None,
             "written_by": "Hoa", "source_row": number, "file_path": "a.csv",
             "written_at": dt.datetime.fromisoformat(f"2025-12-01T08:{number:02}:00")}
            for number, (step, day) in enumerate(rows)
        ], infer_schema_length=None,
    ))  # fmt: skip
    return {key: list_explanations(frame)}


@pytest.mark.parametrize(
    ("steps", "day", "place", "proposal"),
    [
        ([], DUE, "asked", "explain"),
        ([], DUE + dt.timedelta(days=1), "waiting", "remind"),
        ([("answer", "2026-01-31")], DUE, "waiting", "decide"),
        ([("answer", "2026-01-31"), ("accept", "")], DUE, "extended", "explain"),
        ([("answer", "2026-01-31"), ("accept", "")], dt.date(2026, 2, 1), "waiting", "explain"),
        ([("answer", ""), ("accept", "")], DUE, "waiting", "adjust_due"),
        ([("answer", ""), ("refuse", "")], DUE, "waiting", "explain"),
    ],
)
def test_what_is_proposed_follows_from_what_was_asked_and_answered(steps, day, place, proposal):
    task, _ = make_review().troubles
    matters = list_matters([task], ask_about(task.record_key, *steps), day)
    found = {name: [m.proposal for m in getattr(matters, name)]
             for name in ("waiting", "asked", "extended")}  # fmt: skip
    assert found == {"waiting": [], "asked": [], "extended": [], place: [proposal]}


def test_an_answer_that_waits_comes_first_and_the_rest_by_gravity():
    task, number = make_review().troubles
    matters = list_matters([task, number], ask_about(number.record_key, ("answer", "")), DUE)
    assert [m.trouble.subject for m in matters.waiting] == ["target", "task"]
    assert [m.proposal for m in list_matters([task, number], {}, DUE).waiting] == [
        "explain", "explain"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "needed", "proposal"),
    [("at_risk", 1.25, "explain"), ("at_risk", 5.0, "adjust_target"), ("behind", 1.25, "remind"),
     ("behind", 5.0, "adjust_target"), ("not_met", None, "explain")],
)  # fmt: skip
def test_what_is_proposed_for_a_number_follows_from_how_far_it_is(status, needed, proposal):
    number = NUMBER | {"status": status, "needed_points_per_week": needed}
    (trouble,) = make_review(numbers=[number], tasks=[]).troubles
    assert [m.proposal for m in list_matters([trouble], {}, DUE).waiting] == [proposal]
