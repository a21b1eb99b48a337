"""Vietnamese text: one normal form for storing, one folded form for comparing."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Capital letters of Vietnamese, for a character class; no range of code points holds just them.
UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^a-z0-9%]+")


def tidy(text: str) -> str:
    """NFC, single spaces, no spaces at the ends. Letters are never changed."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def strip_marks(text: str) -> str:
    """Remove every Vietnamese mark, the stroke of đ included; case stays.

    >>> strip_marks("Đà Nẵng, đường số 9")
    'Da Nang, duong so 9'
    """
    decomposed = unicodedata.normalize("NFD", text)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return plain.replace("đ", "d").replace("Đ", "D")


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Compare form: lower case, no marks, only letters, digits and %, single spaces.

    >>> fold("  Cơ quan CHỦ TRÌ: ")
    'co quan chu tri'
    """
    return _NOT_WORD.sub(" ", strip_marks(text).lower()).strip()
