"""Text that remembers its places: quotes are stretches of the document, word for word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.model import Line, Paragraph, Row
from pipeline.documents.plain_text import read_text
from pipeline.support.trace import find_pieces, join, trace


def test_tags_and_wraps_are_gone_and_places_stay():
    document = "đầu\n<ul> <li>- Kế hoạch\nnăm</li> <li>- Báo cáo</li></ul>"
    traced = trace(document, 4, len(document))
    assert traced.text == "- Kế hoạch năm\n- Báo cáo"
    assert all(
        document[o] == c for c, o in zip(traced.text, traced.offsets, strict=True) if c.isalpha()
    )


@given(st.text(alphabet="aăđ Ế<b>\n\t*-", max_size=60))
def test_every_letter_stands_where_it_says(document):
    traced = trace(document, 0, len(document))
    assert len(traced.text) == len(traced.offsets) == len(traced.folded)
    assert all(
        document[o] == c
        for c, o in zip(traced.text, traced.offsets, strict=True)
        if c != " " and c != "\n"
    )


def test_a_quote_never_jumps_over_foreign_words():
    document = "một hai\nĐẦU TRANG\nba bốn"
    text = join((trace(document, 0, 7), trace(document, 18, len(document))))
    assert find_pieces(document, text.offsets) == [(0, 7), (18, len(document))]


def test_wrapped_lines_are_one_paragraph_with_its_lines():
    document = read_text(
        "I. NỘI DUNG\n\n- Tối thiểu 80% hồ sơ được nộp qua mạng trong cả năm, tính theo từng\n"
        "quý và từng đơn vị.\n- Ý thứ hai."
    )
    paragraphs = [b for b in document.blocks if isinstance(b, Paragraph)]
    assert [p.text.text[:12] for p in paragraphs] == ["I. NỘI DUNG", "- Tối thiểu ", "- Ý thứ hai."]
    second = paragraphs[1].text
    assert document.locate(second.start, second.end) == "dòng 3-4"


def test_tabs_make_rows_and_a_lost_ruling_makes_lines():
    table = read_text("STT\tNhiệm vụ\tChủ trì\n1\tLập kế hoạch\tVăn phòng\n")
    assert [len(b.cells) for b in table.blocks if isinstance(b, Row)] == [3, 3]
    flow = read_text("STT Nhiệm vụ Cơ quan chủ trì Cơ quan phối hợp\n1 Lập kế hoạch Văn phòng Sở\n")
    assert all(isinstance(b, Line) for b in flow.blocks)
