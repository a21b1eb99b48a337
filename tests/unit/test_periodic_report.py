"""Báo cáo định kỳ: its days, its outline, what is kept of it, and what it says."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io

import pdfplumber
import pytest
from docx import Document

from dashboards.brief.letterhead import BadTemplateError, find_template_fault, write_template
from dashboards.brief.pdf import write_report_pdf
from dashboards.brief.report import Figures, compose_report, find_left_out, make_plain
from dashboards.brief.report_word import write_report_word
from dashboards.i18n.texts import Texts
from pipeline.reports.outline import BadOutlineError, load_outline
from pipeline.reports.periods import list_periods, read_day
from pipeline.reports.store import (
    BadReportFileError,
    ChangedMeanwhileError,
    Draft,
    Version,
    close_report,
    compare_rows,
    is_closed,
    list_versions,
    read_draft,
    save_draft,
)

VI = Texts("vi")
NUMBER = {
    "target_key": "p/1/0", "field_code": 2, "target_ref": "1", "name_vi": "Thanh toán trực tuyến",
    "name_en": "Online payment", "scope_level": None, "comparator": "gte", "target_value": 80.0,
    "unit": "%", "actual": 75.5, "as_of_date": dt.date(2025, 9, 10), "status": "behind",
    "is_simulated": False, "target_file": "plans/a.xlsx", "source_file": "progress/b.csv",
}  # fmt: skip
TASK = {
    "task_key": "p/1.2", "field_code": 1, "task_ref": "1.2", "task_text": "Rà soát văn bản",
    "lead_agency": None, "state": "late", "due_on": dt.date(2025, 8, 31), "is_simulated": True,
    "task_file": "plans/a.xlsx", "source_file": None,
}  # fmt: skip
FIGURES = Figures(make_plain([NUMBER, NUMBER | {"target_key": "p/2/0", "status": None,
                                                "actual": None, "as_of_date": None}]),
                  make_plain([TASK]))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("14/3", "2025-03-14"),
        ("15/12 năm trước", "2024-12-15"),
        ("trước 30/01 năm sau", "2026-01-29"),
        ("trước 11/9", "2025-09-10"),
        ("10/9/2025", "2025-09-10"),
        ("15/12/2024", "2024-12-15"),
        ("10/9/2022", None),
        ("31/2", None),
        ("hằng quý", None),
        (None, None),
    ],
)
def test_a_day_of_a_rule_is_read_in_its_year(text, day):
    assert read_day(text, 2025) == (dt.date.fromisoformat(day) if day else None)


def rule(code: str, first: str | None, last: str | None, send: str | None) -> dict:
    return {"rule_code": code, "period_vi": code, "period_en": code,
            "data_from": first, "data_to": last, "send_by": send,
            "is_cumulative": True, "doc_no": "1/BNV"}  # fmt: skip


def test_periods_come_by_the_day_of_sending_and_rules_without_days_give_none():
    rules = [
        rule("NAM", "15/12 năm trước", "14/12", "20/12"),
        rule("Q3", "15/6", "14/9", "20/9"),
        rule("X", None, None, None),
        rule("Y", "14/6/2025", "10/9/2025", "trước 11/9"),
    ]
    assert [p.code for p in list_periods(rules, 2025)] == ["Y-2025", "Q3-2025", "NAM-2025"]
    assert [p.code for p in list_periods(rules, 2026)] == ["Q3-2026", "NAM-2026"]
    assert list_periods(rules, 2025)[2].data_from == dt.date(2024, 12, 15)


def test_an_office_may_bring_its_own_outline_and_a_bad_one_is_named(tmp_path):
    assert load_outline(tmp_path).is_suggestion
    assert find_left_out(load_outline(tmp_path), FIGURES) == set()
    own = tmp_path / "de-cuong.toml"
    own.write_text('[[chapter]]\ncode = "mot"\ntitle_vi = "Một"\nfields = [2]\n', "utf-8")
    outline = load_outline(tmp_path)
    assert [c.code for c in outline.chapter] == ["mot"]
    assert not outline.is_suggestion
    assert find_left_out(outline, FIGURES) == {1}
    for text, place in (
        ("[[chapter]]\ncode = 'A b'\ntitle_vi = 'x'\n", "chapter.0.code"),
        ("[[chapter]]\ncode = 'a'\ntitle_vi = 'x'\n" * 2, "cả tệp"),
        ("chapter = [", "de-cuong.toml"),
        ("", "chapter"),
    ):
        own.write_text(text, "utf-8")
        with pytest.raises(BadOutlineError, match=place):
            load_outline(tmp_path)


def close(folder, seen: Draft, texts: dict[str, str]) -> Version:
    version = Version(0, texts, FIGURES.numbers, FIGURES.tasks, "Hoa", "2025-09-20T08:00:00", "b1")
    return close_report(folder, seen, version)


def test_a_report_is_drafted_closed_opened_and_closed_again(tmp_path):
    folder = tmp_path / "u" / "Q3-2025"
    assert read_draft(folder) == Draft({})
    assert not is_closed(folder)
    draft = save_draft(folder, Draft({}), {"a": "Đã làm"}, "Hoa", "2025-09-19T08:00:00")
    assert read_draft(folder) == draft
    assert close(folder, draft, {"a": "Đã làm"}).number == 1
    assert is_closed(folder)
    # The words of a closed version are what the next one goes on from.
    again = read_draft(folder)
    assert (again.texts, again.based_on) == ({"a": "Đã làm"}, 1)
    opened = save_draft(folder, again, {"a": "Đã làm thêm"}, "Lan", "2025-10-01T08:00:00")
    assert not is_closed(folder)
    assert close(folder, opened, opened.texts).number == 2
    assert [v.texts["a"] for v in list_versions(folder)] == ["Đã làm", "Đã làm thêm"]


def test_two_people_at_one_report_lose_nothing(tmp_path):
    seen = read_draft(tmp_path)
    save_draft(tmp_path, seen, {"a": "của Hoa"}, "Hoa", "2025-09-19T08:00:00")
    with pytest.raises(ChangedMeanwhileError, match="Hoa"):
        save_draft(tmp_path, seen, {"a": "của Lan"}, "Lan", "2025-09-19T08:01:00")
    with pytest.raises(ChangedMeanwhileError, match="Hoa"):
        close(tmp_path, seen, {})
    assert read_draft(tmp_path).texts == {"a": "của Hoa"}


def test_a_version_is_never_written_over_whatever_became_of_the_others(tmp_path):
    close(tmp_path, close_and_open(tmp_path), {"a": "hai"})
    (tmp_path / "phien-ban-1.json").unlink()
    again = save_draft(tmp_path, read_draft(tmp_path), {"a": "ba"}, "Hoa", "2025-10-02T08:00:00")
    assert close(tmp_path, again, {"a": "ba"}).number == 3
    assert [(v.number, v.texts["a"]) for v in list_versions(tmp_path)] == [(2, "hai"), (3, "ba")]


def close_and_open(folder) -> Draft:
    close(folder, read_draft(folder), {"a": "một"})
    return save_draft(folder, read_draft(folder), {"a": "hai"}, "Hoa", "2025-10-01T08:00:00")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("soan-thao.json", ""),
        ("soan-thao.json", '{"written_by": "Hoa"}'),
        ("phien-ban-1.json", "[]"),
        ("phien-ban-1.json", '{"number": 1, "texts": {}, "numbers": [{"x": 1}], "tasks": [], '
         '"closed_by": "Hoa", "closed_at": "", "build_id": ""}'),
    ],
)  # fmt: skip
def test_a_damaged_file_is_named_and_not_replaced(tmp_path, name, content):
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(BadReportFileError, match=tmp_path.name):
        read_draft(tmp_path)
    with pytest.raises(BadReportFileError):
        save_draft(tmp_path, Draft({}), {"a": "mới"}, "Lan", "2025-10-01T08:00:00")
    assert (tmp_path / name).read_text(encoding="utf-8") == content


def test_what_differs_from_a_closed_version_is_told_row_by_row():
    before = FIGURES.numbers
    after = [before[0] | {"actual": 81.0, "status": "met"}, NUMBER | {"target_key": "p/3/0"}]
    pairs = compare_rows(before, after, "target_key", ("actual", "status"))
    assert [(a and a["target_key"], b and b["target_key"]) for a, b in pairs] == [
        ("p/1/0", "p/1/0"), ("p/2/0", None), (None, "p/3/0")
    ]  # fmt: skip
    assert compare_rows(before, before, "target_key", ("actual", "status")) == []


def make_report(tmp_path):
    (period,) = list_periods([rule("Q3", "15/6", "14/9", "20/9")], 2025)
    written = {"thu-tuc": "Dòng một.\n\nDòng hai."}
    return compose_report(
        "Sở Ví Dụ", period, load_outline(tmp_path), FIGURES, written, "Bản thảo", None, "b1", VI
    )


def test_a_report_says_what_it_rests_on_and_what_it_lacks(tmp_path):
    report = make_report(tmp_path)
    assert "15/06/2025 đến 14/09/2025, gửi chậm nhất 20/09/2025 (1/BNV)" in report.subtitle
    assert any("gợi ý" in note for note in report.notes)
    assert any("1 mục dựa trên SỐ LIỆU MÔ PHỎNG" in note for note in report.notes)
    chapter = report.chapters[2]
    assert chapter.counts == (
        "2 con số có mức phải đạt: 1 có số trong kỳ, trong đó 0 đạt; 1 chưa có số trong kỳ.",
    )
    assert chapter.text == ("Dòng một.", "Dòng hai.")
    assert chapter.tables[0].rows[0][2:] == ("≥ 80%", "75,5%, 10/09/2025", "Chậm")
    assert chapter.tables[0].rows[1][3] == "không có số trong kỳ"
    assert report.sources == ("plans/a.xlsx", "progress/b.csv")


def test_word_stands_within_the_letterhead_of_the_office(tmp_path):
    report, today = make_report(tmp_path), dt.date(2025, 9, 19)
    made = Document(io.BytesIO(write_report_word(report, tmp_path, today)))
    text = [p.text for p in made.paragraphs]
    assert "Dòng hai." in text
    assert not [line for line in text if "NOI_DUNG" in line]
    # Recipients and signature come behind the text.
    inside = ["".join(e.itertext()) for e in made.element.body]
    assert "SỞ VÍ DỤ" in inside[0]
    assert "ngày 19 tháng 09 năm 2025" in inside[0]
    assert "THỦ TRƯỞNG ĐƠN VỊ" in [t for t in inside if t][-1]
    (tmp_path / "templates").mkdir()
    own = tmp_path / "templates" / "tieu-de.docx"
    document = Document(io.BytesIO(write_template()))
    document.paragraphs[0].insert_paragraph_before("Tỉnh Thử: {{ title }} {{ unit }}")
    document.save(own)
    made = Document(io.BytesIO(write_report_word(report, tmp_path, today)))
    assert f"Tỉnh Thử: {report.title} Sở Ví Dụ" in [p.text for p in made.paragraphs]


@pytest.mark.parametrize("fault", ["no_word", "no_place", "bad_words", "reaches_out"])
def test_a_letterhead_that_cannot_be_used_says_so(tmp_path, fault):
    report = make_report(tmp_path)
    (tmp_path / "templates").mkdir()
    own = tmp_path / "templates" / "tieu-de.docx"
    own.write_bytes(b"no word file")
    words = {
        "no_place": "Không có chỗ",
        "bad_words": "[[NOI_DUNG]] {{ unit",
        "reaches_out": "[[NOI_DUNG]] {{ ''.__class__.__mro__[1].__subclasses__() }}",
    }
    if fault in words:
        document = Document()
        document.add_paragraph(words[fault])
        document.save(own)
    with pytest.raises(BadTemplateError, match=r"tieu-de\.docx"):
        write_report_word(report, tmp_path, dt.date(2025, 9, 19))


def test_pdf_says_the_same(tmp_path):
    with pdfplumber.open(io.BytesIO(write_report_pdf(make_report(tmp_path)))) as pdf:
        text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    for said in ("SỞ VÍ DỤ", "Dòng hai.", "75,5%, 10/09/2025", "progress/b.csv", "Trang 1/"):
        assert said in text


def test_a_letterhead_without_our_styles_and_odd_letters_do_no_harm(tmp_path):
    report = make_report(tmp_path)
    document = Document()
    document.add_paragraph("[[NOI_DUNG]]")
    for name in ("Heading 1", "Heading 2", "Heading 3", "Table Grid", "List Bullet"):
        style = document.styles[name]
        style.element.getparent().remove(style.element)
    (tmp_path / "templates").mkdir()
    document.save(tmp_path / "templates" / "tieu-de.docx")
    assert find_template_fault(tmp_path) is None
    odd = dataclasses.replace(report, unit="Sở\x08 Ví Dụ", title="Báo cáo\x0b quý")
    made = Document(io.BytesIO(write_report_word(odd, tmp_path, dt.date(2025, 9, 19))))
    assert [p.text for p in made.paragraphs if p.style.name == "Heading 1"] == ["Báo cáo  quý"]
    (tmp_path / "templates" / "tieu-de.docx").write_bytes(b"x")
    assert "tieu-de.docx" in (find_template_fault(tmp_path) or "")
    assert find_template_fault(tmp_path / "khong-co") is None
