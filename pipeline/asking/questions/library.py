"""Named questions: read from the library, checked, their parameters bound."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.asking.questions.faults import ParameterError

if TYPE_CHECKING:
    from collections.abc import Mapping

_LIBRARY = Path(__file__).parent / "library.toml"
OFFICE_QUESTIONS = "questions"
Kind = Literal["plan", "place", "indicator", "index", "year", "number", "day", "text"]


class _ParameterEntry(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    kind: Kind
    default: str | int | float


class _QuestionEntry(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title_vi: str
    title_en: str = ""
    parameters: list[_ParameterEntry] = []
    sql: str


@dataclass(frozen=True)
class Parameter:
    """One blank of a question.

    Attributes:
        name: as it stands in the SQL after ``$``.
        kind: how it is entered and what it holds.
        default: as a text.
    """

    name: str
    kind: Kind
    default: str


@dataclass(frozen=True)
class NamedQuestion:
    """One question of the library.

    Attributes:
        code: its name on the command line and in addresses.
        title_vi: the question in Vietnamese.
        title_en: the same in English.
        parameters: its blanks, in the order they are asked for.
        sql: statement with ``$name`` parameters.
    """

    code: str
    title_vi: str
    title_en: str
    parameters: tuple[Parameter, ...]
    sql: str


def _read_entries(path: Path) -> dict[str, NamedQuestion]:
    questions = {}
    for code, raw in tomllib.loads(path.read_text(encoding="utf-8")).items():
        entry = _QuestionEntry.model_validate(raw)
        parameters = tuple(Parameter(p.name, p.kind, str(p.default)) for p in entry.parameters)
        questions[code] = NamedQuestion(
            code, entry.title_vi, entry.title_en or entry.title_vi, parameters, entry.sql.strip()
        )
    return questions


@cache
def load_library() -> dict[str, NamedQuestion]:
    """Our questions by their code, in the order of the file.

    Raises:
        pydantic.ValidationError: the library is broken; a fault of ours.
    """
    return _read_entries(_LIBRARY)


def load_questions(raw: Path) -> tuple[dict[str, NamedQuestion], list[str]]:
    """Our questions, and beside them those that an office saved.

    Args:
        raw: raw folder; each ``questions/*.toml`` in it holds questions as our library does.

    Returns:
        Questions by their code; and in Vietnamese what is wrong with files that are left out. A
        code of ours stays ours: the office's question of that name is left out, and named.
    """
    questions, faults = dict(load_library()), []
    folder = raw / OFFICE_QUESTIONS
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        try:
            found = _read_entries(path)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            faults.append(f"{OFFICE_QUESTIONS}/{path.name}: {error}")
            continue
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            faults.append(f"{OFFICE_QUESTIONS}/{path.name}, {place}: {first['msg']}")
            continue
        for code, question in found.items():
            if code in questions:
                faults.append(f"{OFFICE_QUESTIONS}/{path.name}: tên «{code}» đã có")
            else:
                questions[code] = question
    return questions, faults


def _read_value(parameter: Parameter, text: str) -> Any:  # noqa: ANN401 (what the kind says)
    try:
        if parameter.kind == "year":
            return int(text)
        if parameter.kind == "number":
            return float(text.replace(",", "."))
        if parameter.kind == "day":
            return _read_day(text)
    except ValueError as error:
        raise ParameterError(f"not_a_{parameter.kind}", name=parameter.name, text=text) from error
    return text


def _read_day(text: str) -> dt.date:
    if "/" in text:
        day, month, year = (int(part) for part in text.split("/"))
        return dt.date(year, month, day)
    return dt.date.fromisoformat(text)


def bind_parameters(question: NamedQuestion, given: Mapping[str, str]) -> dict[str, Any]:
    """Values for every parameter of a question, its defaults where nothing is given.

    Args:
        question: of the library.
        given: name -> text as it was typed.

    Raises:
        ParameterError: a name that the question does not have, or a value that does not fit.
    """
    names = [p.name for p in question.parameters]
    for name in given:
        if name not in names:
            known = ", ".join(names) or "–"
            raise ParameterError(
                "no_such_parameter", question=question.code, name=name, known=known
            )
    return {p.name: _read_value(p, given.get(p.name, p.default)) for p in question.parameters}
