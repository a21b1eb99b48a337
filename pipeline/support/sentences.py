"""What people read: a code and its parameters, said in a language by seeds/sentences.csv."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from pipeline.support.reference import read_seed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Part = Literal["message", "remedy"]
# A parameter that begins so is itself the code of a sentence: "@role.lead".
WORD = "@"
# Between the code of a remark and the words that it quotes: "has_words:ho so".
QUOTES = ":"
_NOTHING: dict[str, str] = {"vi": "không có", "en": "none"}


@cache
def load_sentences() -> dict[str, dict[str, str]]:
    """Code -> the columns of seeds/sentences.csv."""
    return {row["sentence_code"]: row for row in read_seed("sentences")}


def _say_parameter(value: object, language: str) -> str:
    if value is None:
        return _NOTHING[language]
    if isinstance(value, list | tuple):
        return "; ".join(_say_parameter(v, language) for v in value if v is not None)
    text = str(value)
    if isinstance(value, float):
        text = text.removesuffix(".0")
        return text.replace(".", ",") if language == "vi" else text
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
        parameters: name of a blank -> a text, a number, ``@code`` of another sentence, a list of
            those, or None for "không có".
        language: of the sentence.
        part: what is the matter, or what to do about it.
    """
    row = load_sentences().get(code)
    if row is None:
        return code if part == "message" else ""
    text = row[f"{part}_{language}"]
    for name, value in (parameters or {}).items():
        text = text.replace(f"{{{name}}}", _say_parameter(value, language))
    return text


def remark(code: str, words: Sequence[str]) -> str:
    """A remark that quotes words, as lists in the tables hold it: ``has_words:«ho so»``."""
    return f"{code}{QUOTES}{', '.join(f'«{w}»' for w in words)}"


def say_remark(remark: str, language: str = "vi") -> str:
    """A remark of a list in the tables: a code, or a code and the words that it quotes."""
    code, _, words = remark.partition(QUOTES)
    # What a person wrote in a workbook stands as it is.
    return say(code, {"words": words}, language) if code in load_sentences() else remark
