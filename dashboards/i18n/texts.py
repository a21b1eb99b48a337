"""Texts of the screens in the chosen language."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.support.reference import read_seed
from pipeline.support.sentences import say_remark

if TYPE_CHECKING:
    from collections.abc import Sequence

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
DEFAULT_LANGUAGE = "vi"


def _flatten(tree: dict[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in tree.items():
        if isinstance(value, dict):
            flat |= _flatten(value, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = value
    return flat


@cache
def load_texts(language: str) -> dict[str, str]:
    """Every text of a language: dotted key -> text.

    Args:
        language: ``vi`` or ``en``.
    """
    path = Path(__file__).parent / f"{language}.toml"
    return _flatten(tomllib.loads(path.read_text(encoding="utf-8"))) | _name_statuses(language)


def _name_statuses(language: str) -> dict[str, str]:
    """Names and meanings of statuses, as seeds/statuses.csv has them."""
    named: dict[str, str] = {}
    for row in read_seed("statuses"):
        word = "status" if row["subject"] == "target" else "state"
        named[f"{word}.{row['status_code']}"] = row[f"name_{language}"]
        named[f"{word}_meaning.{row['status_code']}"] = row[f"meaning_{language}"]
    return named


class Texts:
    """Texts of one language; also knows which column of a table carries that language."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else DEFAULT_LANGUAGE
        self._texts = load_texts(self.language)

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key, its ``{names}`` filled in.

        Raises:
            KeyError: there is no such text; a missing text is a fault of ours, not of the data.
        """
        text = self._texts[key]
        return text.format(**values) if values else text

    def find(self, key: str) -> str | None:
        """The text of a key, or None; for keys that come from data."""
        return self._texts.get(key)

    def said_column(self, name: str) -> str:
        """The column of a sentence in this language: ``message`` or ``message_en``."""
        return name if self.language == DEFAULT_LANGUAGE else f"{name}_{self.language}"

    def remarks(self, remarks: Sequence[str] | None) -> list[str]:
        """Remarks of a list in the tables as sentences."""
        return [say_remark(remark, self.language) for remark in remarks or ()]

    @property
    def name_column(self) -> str:
        """``name_vi`` or ``name_en``."""
        return f"name_{self.language}"

    def number(self, value: float | None, digits: int = 1) -> str:
        """A number as this language writes it; a dash for nothing.

        >>> Texts("vi").number(92.5)
        '92,5'
        """
        if value is None:
            return "–"
        text = f"{value:,.{digits}f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        if self.language == "vi":
            text = text.translate(str.maketrans(",.", ".,"))
        return text.replace("-", "−")

    def signed(self, value: float) -> str:
        """A change with its sign: ``+5`` or ``−2,5``."""
        return f"+{self.number(value)}" if value > 0 else self.number(value)

    def share(self, value: float | None, unit: str | None = "%", digits: int = 1) -> str:
        """A number with its unit: ``92,5%`` or ``42,28 điểm``.

        Below one two more digits are written: an index from 0 to 1 says as much with four as one
        from 0 to 100 with two.
        """
        if value is None:
            return "–"
        shown = self.number(value, digits + 2 if abs(value) < 1 else digits)
        if unit == "%":
            return f"{shown}%"
        if unit == "count":
            # What is counted stands behind it.
            return shown
        return f"{shown} {self.find(f'unit.{unit}') or unit or ''}".strip()

    def date(self, value: Any) -> str:  # noqa: ANN401 (date or None)
        """Day/month/year; a dash for nothing."""
        return "–" if value is None else f"{value:%d/%m/%Y}"
