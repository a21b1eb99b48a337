"""What people read: a code and its parameters, said in a language by seeds/sentences.csv."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from typing import TYPE_CHECKING, Literal

from pipeline.support.reference import read_seed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Part = Literal["message", "remedy"]
# A parameter that begins so is itself the code of a sentence. No document holds this letter: it is
# of those that Unicode leaves to programs.
WORD = "\ue000"
# Between the code of a remark and the words that it quotes: "has_words:ho so".
QUOTES = ":"
_NOTHING: dict[str, str] = {"vi": "không có", "en": "none"}
_YES_NO: dict[str, tuple[str, str]] = {"vi": ("không", "có"), "en": ("no", "yes")}
_BLANK = re.compile(r"\{([a-z_]+)\}")
# What a DECIMAL(38, 12) holds; larger numbers are written with an exponent.
_LARGEST = 1e26
_TWELFTH, _WIDE = Decimal("1e-12"), Context(prec=50)


@cache
def load_sentences() -> dict[str, dict[str, str]]:
    """Code -> the columns of seeds/sentences.csv."""
    return {row["sentence_code"]: row for row in read_seed("sentences")}


def word(code: str) -> str:
    """A parameter that is said by another sentence."""
    return WORD + code


def _say_number(value: float, language: str) -> str:
    """Plain digits, at most twelve behind the point: as macros/engine.sql writes a number."""
    if abs(value) < _LARGEST:
        rounded = Decimal(repr(value)).quantize(_TWELFTH, ROUND_HALF_UP, _WIDE)
        text = f"{rounded:f}".rstrip("0").rstrip(".") if rounded else "0"
    else:
        # 1e+30 is 1e30 in SQL.
        text = repr(value).replace("e+", "e")
    return text.replace(".", ",") if language == "vi" else text


def _say_parameter(value: object, language: str) -> str:
    if value is None:
        return _NOTHING[language]
    if isinstance(value, list | tuple):
        return "; ".join(_say_parameter(v, language) for v in value)
    if isinstance(value, bool):
        return _YES_NO[language][value]
    if isinstance(value, float):
        return _say_number(value, language)
    text = str(value)
    return say(text[1:], language=language) if text.startswith(WORD) else text


def say(
    code: str,
    parameters: Mapping[str, object] | None = None,
    language: str = "vi",
    part: Part = "message",
) -> str:
    """One sentence with its blanks filled; ``mart_data_quality`` fills them alike.

    Args:
        code: of seeds/sentences.csv; one that is not there is said as it stands.
        parameters: name of a blank -> a text, a number, ``word(code)`` of another sentence, a
            list of those, or None for "không có".
        language: of the sentence.
        part: what is the matter, or what to do about it.
    """
    row = load_sentences().get(code)
    if row is None:
        return code if part == "message" else ""
    blanks = parameters or {}

    def fill(found: re.Match[str]) -> str:
        name = found[1]
        return _say_parameter(blanks[name], language) if name in blanks else found[0]

    return _BLANK.sub(fill, row[f"{part}_{language}"]).strip()


def remark(code: str, words: Sequence[str]) -> str:
    """A remark that quotes words, as lists in the tables hold it: ``has_words:«ho so»``."""
    return f"{code}{QUOTES}{', '.join(f'«{w}»' for w in words)}"


def say_remark(remark: str, language: str = "vi") -> str:
    """A remark of a list in the tables: a code, or a code and the words that it quotes."""
    code, _, words = remark.partition(QUOTES)
    # What a person wrote in a workbook stands as it is.
    return say(code, {"words": words}, language) if code in load_sentences() else remark
