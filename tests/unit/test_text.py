from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.support.text import fold, strip_marks, tidy

VIETNAMESE = (
    "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ "
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Cơ quan CHỦ TRÌ:", "co quan chu tri"),
        ("Đà Nẵng, đường số 9", "da nang duong so 9"),
        ("  ≥ 80%  ", "80%"),
    ],
)
def test_fold_drops_marks_case_and_punctuation(text, folded):
    assert fold(text) == folded


def test_decomposed_text_folds_like_composed_text():
    assert fold(unicodedata.normalize("NFD", "Tây Ninh")) == fold("Tây Ninh")


@given(st.text(alphabet=VIETNAMESE + VIETNAMESE.upper()))
def test_strip_marks_keeps_length_and_leaves_ascii(text):
    stripped = strip_marks(text)
    assert len(stripped) == len(text)
    assert stripped.isascii()


@given(st.text())
def test_tidy_is_stable(text):
    assert tidy(tidy(text)) == tidy(text)
