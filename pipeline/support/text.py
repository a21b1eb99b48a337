"""Vietnamese text: one normal form for storing, one folded form for comparing."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Capital letters of Vietnamese, for a character class; no range of code points holds just them.
UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_SPACES = re.compile(r"\s+")
# The Icelandic letter stands for ours in old converters.
_STROKES = str.maketrans("đĐðÐ", "dDdD")
_NOT_WORD = re.compile(r"[^a-z0-9%]+")


def tidy(text: str) -> str:
    """NFC, single spaces, no spaces at the ends. Letters are never changed."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


# Letters of other alphabets that look like ours and come from old converters and keyboards. The
# Icelandic and the African letter are never ours; the others only where they stand among ours.
_ALWAYS = str.maketrans("ÐðƉɖ", "ĐđĐđ")
_LOOK_ALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеорсуіхѕјΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABESIJKMHOPCTYXaeopcyixsjABEZHIKMNOPTYXo"
)
_OTHER_WORD = re.compile(r"[\w-]*[\u0370-\u03ff\u0400-\u04ff][\w-]*")
_OURS = re.compile(r"[A-Za-zÀ-ỹ0-9]")
# Line breaks that only Unicode knows; csv and Excel take them for letters of a cell.
_SEPARATORS = str.maketrans(dict.fromkeys("\u2028\u2029\u0085\v\f", "\n"))
# Full-width letters and digits of East Asian keyboards: "９１％" is "91%".
_FULL_WIDTH = str.maketrans({chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)})
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\x00-\x08\x0e-\x1f]")


def repair_letters(text: str) -> str:
    """Letters of other alphabets that stand for ours, as ours; letter for letter.

    >>> repair_letters("Ðơn vị, Ðã hoàn thành")
    'Đơn vị, Đã hoàn thành'
    """
    text = text.translate(_ALWAYS)
    if text.isascii():
        return text
    return _OTHER_WORD.sub(
        lambda m: m[0].translate(_LOOK_ALIKES) if _OURS.search(m[0]) else m[0], text
    )


def clean_cell(text: str) -> str | None:
    """A cell of a table: tidy lines, none of them empty; None where nothing is left.

    Line breaks inside a cell part the items of a list, so they are kept.
    """
    if text.isascii() and text.isprintable():
        return _SPACES.sub(" ", text).strip() or None
    visible = _INVISIBLE.sub("", repair_letters(text).translate(_SEPARATORS).translate(_FULL_WIDTH))
    lines = [tidy(line) for line in visible.replace("\r", "\n").split("\n")]
    return "\n".join(line for line in lines if line) or None


def strip_marks(text: str) -> str:
    """Remove every Vietnamese mark, the stroke of đ included; case stays.

    >>> strip_marks("Đà Nẵng, đường số 9")
    'Da Nang, duong so 9'
    """
    decomposed = unicodedata.normalize("NFD", text)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return plain.translate(_STROKES)


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Compare form: lower case, no marks, only letters, digits and %, single spaces.

    >>> fold("  Cơ quan CHỦ TRÌ: ")
    'co quan chu tri'
    """
    return _NOT_WORD.sub(" ", strip_marks(text).lower()).strip()
