from __future__ import annotations

import datetime as dt

import pytest

from pipeline.plans.evidence import IssuedDocument, read_issued_document


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("09/KH-VPUB ngày 15/01/2025", IssuedDocument("09/KH-VPUB", dt.date(2025, 1, 15))),
        (
            "18/2025/QĐ-UBND ngày 28/02/2025",
            IssuedDocument("18/2025/QĐ-UBND", dt.date(2025, 2, 28)),
        ),
        ("942/VPUB-TCHCQT ngày 07/5/2025", IssuedDocument("942/VPUB-TCHCQT", dt.date(2025, 5, 7))),
        ("(không rõ số) ngày 16/01/2025", IssuedDocument(None, dt.date(2025, 1, 16))),
        ("33/KH-VPUB", IssuedDocument("33/KH-VPUB", None)),
        ("33/KH-VPUB ngày 31/02/2025", IssuedDocument("33/KH-VPUB", None)),
    ],
)
def test_number_and_date(text, document):
    assert read_issued_document(text) == document


def test_a_text_without_either_is_no_document():
    assert read_issued_document("Đang thực hiện") is None
