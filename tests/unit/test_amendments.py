"""What a document amends is read from its title, its head or its first article, nowhere else."""

from __future__ import annotations

import pytest

from pipeline.documents.plain_text import read_text
from pipeline.plans.documents.facts import read_facts

LETTERHEAD = """UBND TỈNH SƠN LA
VĂN PHÒNG
Số: 80/KH-VPUB
Sơn La, ngày 01 tháng 8 năm 2025
"""
BODY = """I. MỤC TIÊU
1. Ít nhất 90% thủ tục hành chính có phí được thanh toán trực tuyến.
II. NHIỆM VỤ
1. Rà soát, sửa đổi, bổ sung Quyết định số 9/QĐ-UBND về phân công, hoàn thành quý III.
"""


def read(text):
    return read_facts(read_text(text), "ke-hoach")


@pytest.mark.parametrize(
    "head",
    [
        "KẾ HOẠCH\nSửa đổi, bổ sung Kế hoạch số 52/KH-VPUB ngày 12/02/2025 về cải cách hành "
        "chính năm 2025\n",
        "KẾ HOẠCH\nĐiều chỉnh một số chỉ tiêu của Kế hoạch cải cách hành chính năm 2025\n"
        "Điều 1. Sửa đổi khoản 2 Mục I Kế hoạch số 52 /KH-VPUB như sau:\n",
        "KẾ HOẠCH\nCải cách hành chính năm 2025\n(Bổ sung Kế hoạch số 52/KH-VPUB)\n",
        "QUYẾT ĐỊNH\nVề việc điều chỉnh, bổ sung Kế hoạch cải cách hành chính năm 2025 ban hành "
        "kèm theo Quyết định số 52/KH-VPUB\n",
    ],
)
def test_an_amendment_names_what_it_amends(head):
    facts = read(LETTERHEAD + head + BODY)
    assert facts.values["amends_doc_no"] == "52/KH-VPUB"
    assert facts.places["amends_doc_no"]


@pytest.mark.parametrize(
    "head",
    [
        "KẾ HOẠCH\nCải cách hành chính năm 2025\n",
        "KẾ HOẠCH\nCải cách hành chính năm 2025\n"
        "Điều 1. Sửa đổi, bổ sung Quyết định số 7/QĐ-UBND\n",
        "KẾ HOẠCH\nRà soát, sửa đổi, bổ sung văn bản số 7/QĐ-UBND năm 2025\n",
    ],
)
def test_a_plan_that_sets_out_to_amend_something_is_no_amendment(head):
    facts = read(LETTERHEAD + head + BODY)
    assert "amends_doc_no" not in facts.values
    assert "amends_unnamed" not in facts.doubts


def test_an_amendment_that_names_no_number_is_told():
    head = "KẾ HOẠCH\nĐiều chỉnh Kế hoạch cải cách hành chính năm 2025\n"
    facts = read(LETTERHEAD + head + BODY)
    assert "amends_doc_no" not in facts.values
    assert "amends_unnamed" in facts.doubts
