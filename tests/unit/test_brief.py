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
from dashboards.brief.pdf import write_pdf
from dashboards.brief.review import Review, count_group, name_agency, rank_troubles
from dashboards.brief.sentences import write_sentences
from dashboards.brief.word import write_word
from dashboards.charts.fields import draw_fields, prepare_fields
from dashboards.charts.image import write_png
from dashboards.i18n.texts import Texts
from dashboards.sections.weekly_show import choose_slide
from pipeline.publish.manifest import Manifest

VI = Texts("vi")
DAY, SINCE = dt.date(2025, 12, 8), dt.date(2025, 12, 1)
NUMBER = {
    "target_key": "p/5/0", "plan_code": "p", "field_code": 2, "status": "at_risk", "unit": "%",
    "name_vi": "Thanh toán trực tuyến", "name_en": "Online payment", "scope_level": None,
    "lead_agency": None, "issuer_name": "Sở Nội vụ", "actual": 22.5, "target_value": 50.0,
    "comparator": "gte", "path": "ramp", "expected_now": 40.0, "needed_points_per_week": 1.25,
    "due_on": dt.date(2025, 12, 14), "target_file": "plans/a.xlsx",
    "target_locator": "trang Chỉ tiêu, dòng 3", "is_simulated": True,
}  # fmt: skip
TASK = {
    "task_key": "p/1.2", "plan_code": "p", "field_code": 1, "state": "late",
    "task_text": "Rà soát văn bản", "lead_agency": "Sở Tư pháp.", "issuer_name": "UBND",
    "due_on": dt.date(2025, 11, 30), "task_file": "plans/a.xlsx",
    "task_locator": "trang Nhiệm vụ, dòng 9", "is_simulated": False,
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
    troubles, due_soon = rank_troubles(
        frame(numbers, NUMBER), frame(tasks, TASK), DAY, VI, with_issuer=False
    )
    return Review(
        scope="Các kế hoạch 2025", day=DAY, newest=DAY, since=SINCE, targets=targets,
        targets_before=targets, tasks=counted, tasks_before=counted,
        late_agencies=pl.DataFrame(
            {"plan_code": ["p"], "issuer_name": ["UBND"], "agency": ["Sở Tư pháp"], "tasks": [1]}
        ), troubles=troubles,
        due_soon=due_soon,
        missing=pl.DataFrame(list(missing), schema=["issuer_name"], orient="row"),
        changed={"better": 2, "worse": 1, "new": 30}, changes=NOTHING, plans=plans,
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
    assert task.agency == "Sở Tư pháp"
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


def test_word_holds_everything_and_numbers_its_pages(brief):
    document = Document(io.BytesIO(write_word(brief)))
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
    ("agency", "with_issuer", "name"),
    [
        ("Văn phòng Sở", True, "Văn phòng Sở, Sở Tư pháp"),
        ("Văn phòng Sở", False, "Văn phòng Sở"),
        ("Sở Tư pháp", True, "Sở Tư pháp"),
        (" .", True, "Sở Tư pháp"),
        (None, False, "Sở Tư pháp"),
    ],
)
def test_an_office_inside_a_plan_is_named_with_whose_it_is(agency, with_issuer, name):
    assert name_agency(agency, "Sở Tư pháp", with_issuer=with_issuer) == name
