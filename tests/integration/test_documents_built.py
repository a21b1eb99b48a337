"""Documents in the raw folder: alone, beside their export, in a crowd with bad ones."""

from __future__ import annotations

import shutil

import duckdb
import pytest

from pipeline.building.build import build
from pipeline.inputs.reading import read_file
from pipeline.publish.builds import WHOLE_DATABASE, find_current_build
from pipeline.sample.demo import EXAMPLES
from pipeline.support.console import LineReporter
from tests.accuracy.cases import CASES
from tests.accuracy.measure import count_targets
from tests.accuracy.render import render
from tests.plan_books import write_plan

pytestmark = pytest.mark.slow

# Own sentences: no office issued this plan.
DOCUMENT = """ỦY BAN NHÂN DÂN
TỈNH SƠN LA

Số: 77/KH-UBND\tSơn La, ngày 06 tháng 01 năm 2025

KẾ HOẠCH
Cải cách hành chính năm 2025 của tỉnh Sơn La

II. MỤC TIÊU
1. Cải cách thủ tục hành chính
- Tối thiểu 75% thủ tục hành chính cho phép nộp phí trên mạng; trong đó ít nhất 25% lượt nộp được trả trên mạng.
- Mức độ hài lòng của người dân đạt từ 91% trở lên.

III. NHIỆM VỤ
Nhiệm vụ\tSản phẩm\tCơ quan chủ trì\tThời gian
1. Mở nộp phí trên mạng cho mọi thủ tục\tQuyết định\tSở Tài chính\tQuý II/2025
2. Hỏi ý kiến người dân\tBáo cáo\tSở Nội vụ\tTháng 11/2025
"""  # noqa: E501
EXPORT_FACTS = {
    "plan_code": "son-la-2025", "doc_no": "77/KH-UBND", "issuer_level": "province",
    "issuer_name": "Ủy ban nhân dân tỉnh Sơn La", "province_name": "Sơn La",
}  # fmt: skip


def ask(settings, query):
    database = find_current_build(settings) / WHOLE_DATABASE
    with duckdb.connect(database, read_only=True) as connection:
        return connection.sql(query).fetchall()


def put(settings, name="son-la.txt", text=DOCUMENT):
    path = settings.raw / "plans" / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_document_alone_fills_the_tables_and_every_row_quotes_it(office):
    put(office)
    build(office, LineReporter())
    assert ask(office, "select plan_code, doc_no, issued_on::varchar, year_from from dim_plan") == [
        ("son-la", "77/KH-UBND", "2025-01-06", 2025)
    ]
    assert ask(
        office,
        "select comparator, value, is_nested from fct_target order by target_no, measure_no",
    ) == [("gte", 75.0, False), ("gte", 25.0, True), ("gte", 91.0, False)]
    assert ask(office, "select lead_agency, products from fct_task order by task_no") == [
        ("Sở Tài chính", ["Quyết định"]), ("Sở Nội vụ", ["Báo cáo"]),
    ]  # fmt: skip
    quotes = ask(
        office,
        "select source_quote, quote_file from fct_target "
        "union all select source_quote, quote_file from fct_task",
    )
    for quote, file in quotes:
        assert file == "plans/son-la.txt"
        assert all(piece in DOCUMENT for piece in quote.split("\n"))


def test_beside_its_export_the_document_gives_quotes_and_shows_differences(office):
    document = put(office)
    # The export numbers its targets as the reader does; what is tested is where they disagree.
    found = read_file(document, "plans").frames["targets"]
    first, second = found["target_ref"].unique(maintain_order=True)
    base = {"indicator_code": None, "measure_label": "một tỷ lệ"}
    write_plan(
        office.raw / "plans" / "bang-nhap.xlsx",
        targets=[
            base | {"target_ref": first, "value": 75},
            base | {"target_ref": first, "value": 30, "is_nested": True},
            base | {"target_ref": second, "value": 91},
        ],
        tasks=[{"task_ref": "1", "lead_agency": "Sở Tư pháp"}],
        facts=EXPORT_FACTS,
    )
    assert build(office, LineReporter()).is_published
    assert ask(office, "select plan_code, source_file from dim_plan") == [
        ("son-la-2025", "plans/bang-nhap.xlsx")
    ]
    rows = ask(
        office,
        "select value, source_file, quote_file, source_quote from fct_target "
        "order by target_no, measure_no",
    )
    assert [r[0] for r in rows] == [75.0, 30.0, 91.0]
    assert {r[1] for r in rows} == {"plans/bang-nhap.xlsx"}
    assert {r[2] for r in rows} == {"plans/son-la.txt"}
    assert all(r[3] in DOCUMENT for r in rows)
    differences = ask(
        office,
        "select message from mart_data_quality "
        "where finding_kind = 'export_and_document_differ' order by 1",
    )
    text = "\n".join(m for (m,) in differences)
    assert "bảng nhập 30" in text
    assert "văn bản 25" in text
    assert "Sở Tư pháp" in text
    assert "Sở Tài chính" in text


def test_one_plan_in_two_kinds_of_file_counts_once(office):
    put(office)
    put(office, "son-la-ban-khac.md", DOCUMENT + "\n")
    report = build(office, LineReporter())
    assert report.is_published
    assert ask(office, "select count(*), count(distinct plan_code) from fct_target") == [(3, 1)]
    # The first name is loaded.
    assert ask(office, "select file_path, rule from raw.rejects") == [
        ("plans/son-la.txt", "duplicate_plan")
    ]


def test_every_kind_of_file_among_bad_ones(office):
    plans = office.raw / "plans"
    rendered = {}
    for case in CASES:
        form = next(f for f in case.forms if f != "txt")
        rendered[render(case, form, plans).stem] = case
    put(office)
    (plans / "hong.docx").write_bytes(b"PK\x03\x04 not a document")
    (plans / "hong.pdf").write_bytes(b"%PDF-1.7 broken")
    (plans / "trong.txt").write_text("", encoding="utf-8")
    (plans / "thu-moi.txt").write_text("Kính mời các đồng chí dự họp lúc 8 giờ.", encoding="utf-8")
    report = build(office, LineReporter())
    assert report.is_published
    bad = {
        r[0] for r in ask(office, "select file_path from raw.rejects where severity <> 'warning'")
    }
    assert bad == {f"plans/{n}" for n in ("hong.docx", "hong.pdf", "trong.txt", "thu-moi.txt")}
    counts = dict(
        ask(office, "select plan_code, count(distinct target_ref) from fct_target group by 1")
    )
    for stem, case in rendered.items():
        assert counts[stem] == count_targets(case)

    put(office, text=DOCUMENT.replace("75%", "76%"))
    again = build(office, LineReporter())
    assert sorted(f.raw.name for f in again.files if f.was_fresh) == ["plans/son-la.txt"]
    assert (76.0,) in ask(office, "select value from fct_target where plan_code = 'son-la'")


def test_the_sidecar_states_what_the_document_leaves_open(office):
    put(office, text=DOCUMENT.replace("Số: 77/KH-UBND", "Số:     /KH-UBND"))
    side = office.raw / "plans" / "son-la.txt.meta.toml"
    side.write_text('[plan]\ndoc_no = "80/KH-UBND"\n', encoding="utf-8")
    build(office, LineReporter())
    assert ask(office, "select doc_no from dim_plan") == [("80/KH-UBND",)]


def test_the_example_documents_of_the_demonstration_have_quotes_and_a_review(office):
    shutil.copytree(EXAMPLES, office.raw, dirs_exist_ok=True)
    report = build(office, LineReporter())
    assert report.is_published
    rows = ask(
        office,
        "select plan_code, value, indicator_code, needs_review, source_quote is not null "
        "from fct_target where plan_code <> 'vi-du-2021' order by plan_code, target_no, measure_no",
    )
    assert [row[:3] for row in rows if row[0] == "vi-du-2023"] == [
        ("vi-du-2023", 95.0, "TTHC_ON_TIME_SHARE"),
        ("vi-du-2023", 40.0, "TTHC_ONLINE_DOSSIER_SHARE"),
        ("vi-du-2023", 20.0, None),
        ("vi-du-2023", 90.0, "TTHC_SATISFACTION_SHARE"),
    ], "two links were decided in the review"
    assert not any(row[3] for row in rows), "what was in doubt was accepted in the review"
    assert all(row[4] for row in rows)
    titles = ask(office, "select plan_title, issuer_name, province_code from dim_plan")
    assert all("không có thật" in title and "ví dụ" in issuer for title, issuer, _ in titles)
    assert {place for _, _, place in titles} == {None}
    # With a recogniser the scan is read and waits for people; without one it says what it lacks.
    scanned = ask(office, "select needs_review from fct_target where plan_code = 'vi-du-2021'")
    if shutil.which("tesseract"):
        assert scanned == [(True,), (True,)]
    else:
        assert scanned == []
        (message,) = ask(office, "select message from mart_data_quality where severity = 'error'")
        assert "tesseract" in message[0].lower()
