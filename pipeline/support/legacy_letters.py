"""Vietnamese in the alphabets before Unicode: TCVN3 (.VnTime) and VNI, recognised by its letters.

Such a text is full of signs that no Vietnamese sentence has between its letters: "KÕ ho¹ch" is
"Kế hoạch" in TCVN3, "Keá hoaïch" is the same in VNI. It is named, never read as it stands.
"""

from __future__ import annotations

import re

from pipeline.support.problems import reject_file

# Letters that these alphabets use all the time and Unicode Vietnamese never inside a word.
_TCVN3 = re.compile(
    r"(?<=[A-Za-zÀ-ÿ])[¸µ¶·¹¨©ª«¬­®»¾¼½Æ¡¢£¤¥¦§°±²³](?=[A-Za-z\s,.;:])|(?<=\s)®(?=[A-Za-zÀ-ÿ])"
)
# VNI writes the mark as a letter of its own behind the vowel.
_VNI = re.compile(r"[aAeEoOuUöÖôÔ][áàåãäéèûõïñâêÁÀÅÃÄÉÈÛÕÏÑÂÊùøüÙØÜ]|ñ(?=[aeiouöô])")
# Letters that only Unicode has; a text with them is none of these alphabets.
_UNICODE = re.compile(r"[\u1ea0-\u1ef9ăđĩũơưĂĐĨŨƠƯ]")
_LETTERS = re.compile(r"[^\W\d_]")
# A share of letters; a good text of ours has fewer than one in a thousand.
_SHARE = 0.03
_FEWEST = 3
_FONTS = (("TCVN3", re.compile(r"^\.vn", re.IGNORECASE)), ("VNI", re.compile(r"^vni[- ]", re.I)))


def guess_legacy(text: str) -> str | None:
    """Name of the alphabet that a text is written in, None for Unicode.

    Args:
        text: any stretch; bytes of a file may be given as Latin-1.
    """
    letters = len(_LETTERS.findall(text)) or 1
    if len(_UNICODE.findall(text)) / letters >= _SHARE:
        return None
    for name, pattern in (("TCVN3", _TCVN3), ("VNI", _VNI)):
        met = len(pattern.findall(text))
        if met >= _FEWEST and met / letters >= _SHARE:
            return name
    return None


def name_font(font: str | None) -> str | None:
    """Name of the alphabet that a font belongs to, None for one of Unicode."""
    return next((name for name, pattern in _FONTS if font and pattern.match(font)), None)


def refuse_legacy(text: str, known: str | None = None) -> None:
    """Refuse a text that is not in Unicode, by the name of its alphabet.

    Args:
        text: of the whole document.
        known: alphabet that the fonts of the document name.

    Raises:
        UnreadableFileError: the letters are those of TCVN3 or VNI.
    """
    name = known or guess_legacy(text)
    if name is None:
        return
    fonts = {"TCVN3": "TCVN3 (.VnTime, .VnArial...)", "VNI": "VNI (VNI-Times...)"}[name]
    raise reject_file("legacy_letters", {"fonts": fonts})
