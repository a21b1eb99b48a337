"""What can be wrong with a raw file, said so that an analyst can mend it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from pipeline.support.sentences import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Severity = Literal["file", "row", "warning", "ignored"]

SCHEMA = {
    "file_path": pl.String,
    "sheet": pl.String,
    "row_no": pl.Int64,
    "column_name": pl.String,
    "place": pl.String,
    "severity": pl.String,
    "rule": pl.String,
    "value": pl.String,
    "sentence_code": pl.String,
    "parameters": pl.String,
    "raw_row": pl.String,
}


@dataclass(frozen=True)
class Problem:
    """One broken rule at one place of one file.

    Attributes:
        sentence_code: what is wrong and what to do about it, in seeds/sentences.csv: the code of
            the rule, and behind a point a variant of its sentence (``corrupt_file.pdf``).
        severity: ``file`` (nothing of the file is loaded), ``row`` (this row is not loaded),
            ``warning`` (look at it) or ``ignored`` (no record: a total, a note, a signature).
        parameters: what fills the blanks of the sentence.
        value: the offending text, shortened.
        raw_row: the whole row as it stood, so that nothing is lost.
        place: where in a document (``trang 2, dòng 5``), which has no rows and columns.
        ignored_rows: how many rows this problem says are no records and were left out.
    """

    sentence_code: str
    severity: Severity = "row"
    parameters: Mapping[str, object] = field(default_factory=dict)
    sheet: str | None = None
    row_no: int | None = None
    column_name: str | None = None
    value: str | None = None
    raw_row: dict[str, str | None] = field(default_factory=dict)
    ignored_rows: int = 0
    place: str | None = None

    @property
    def rule(self) -> str:
        """Stable code, for counting and tests."""
        return self.sentence_code.partition(".")[0]

    @property
    def message(self) -> str:
        """What is wrong, in Vietnamese."""
        return say(self.sentence_code, self.parameters)

    @property
    def remedy(self) -> str:
        """What to do about it, in Vietnamese."""
        return say(self.sentence_code, self.parameters, part="remedy")

    def describe(self, file_name: str) -> str:
        """One line: file, place, what is wrong, what to do."""
        place = [file_name]
        if self.place:
            place.append(self.place)
        if self.sheet:
            place.append(f"trang «{self.sheet}»")
        if self.row_no:
            place.append(f"dòng {self.row_no}")
        if self.column_name:
            place.append(f"cột «{self.column_name}»")
        said = f"{', '.join(place)}: {self.message}"
        return f"{said} → {self.remedy}" if self.remedy else said


class UnreadableFileError(Exception):
    """A whole file cannot be used; carries the problems to report.

    Args:
        problems: what is wrong; the first of severity ``file``, others may say more of it.
    """

    def __init__(self, *problems: Problem) -> None:
        super().__init__(problems[0].message)
        self.problems = problems


def reject_file(
    sentence_code: str,
    parameters: Mapping[str, object] | None = None,
    sheet: str | None = None,
    column_name: str | None = None,
) -> UnreadableFileError:
    """Build the error that sends a whole file to the rejects."""
    return UnreadableFileError(
        Problem(sentence_code, "file", parameters or {}, sheet=sheet, column_name=column_name)
    )


def say_problem(row: Mapping[str, Any], language: str = "vi") -> tuple[str, str]:
    """Message and remedy of a row of ``raw.rejects``."""
    parameters = json.loads(row["parameters"])
    return (
        say(row["sentence_code"], parameters, language),
        say(row["sentence_code"], parameters, language, "remedy"),
    )


def _plain(parameters: Mapping[str, object]) -> dict[str, object]:
    """Parameters as JSON can hold them: it knows no infinite number."""
    return {
        name: str(value) if isinstance(value, float) and not isfinite(value) else value
        for name, value in parameters.items()
    }


def tabulate_problems(problems: Iterable[Problem], file_path: str) -> pl.DataFrame:
    """Problems as rows of ``raw.rejects``.

    Args:
        problems: any number of them.
        file_path: path below the raw folder, with forward slashes.

    Returns:
        Frame with the columns of ``SCHEMA``, one row per problem.
    """
    rows = [
        {
            "file_path": file_path,
            "sheet": p.sheet,
            "row_no": p.row_no,
            "column_name": p.column_name,
            "place": p.place,
            "severity": p.severity,
            "rule": p.rule,
            "value": p.value[:200] if p.value else p.value,
            "sentence_code": p.sentence_code,
            "parameters": json.dumps(_plain(p.parameters), ensure_ascii=False, default=str),
            "raw_row": json.dumps(p.raw_row, ensure_ascii=False) if p.raw_row else None,
        }
        for p in problems
    ]
    return pl.DataFrame(rows, schema=SCHEMA)
