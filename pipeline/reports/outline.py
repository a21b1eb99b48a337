"""Chapters of the periodic report: ours, or those of the office."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pydantic

OUTLINE = "de-cuong.toml"
_OURS = Path(__file__).parent / "outline.toml"


class BadOutlineError(Exception):
    """The outline of the office cannot be used; says where and why."""


class Chapter(pydantic.BaseModel):
    """One chapter.

    Attributes:
        code: names its text; stays when the title changes.
        title_vi: heading.
        title_en: the same on English screens; the Vietnamese where it is empty.
        fields: fields of reform whose numbers and tasks it shows.
        with_chart: whether it shows the chart of all fields.
    """

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)
    code: str = pydantic.Field(pattern=r"^[a-z0-9-]+$")
    title_vi: str = pydantic.Field(min_length=1)
    title_en: str = ""
    fields: tuple[int, ...] = ()
    with_chart: bool = False


class Outline(pydantic.BaseModel):
    """All chapters in their order.

    Attributes:
        is_suggestion: no authority prescribed it; the page and the document say so.
        report_kind: whose rules of sending hold, as in dim_reporting_rule; ours where an office
            names none.
        chapter: at least one; codes differ.
    """

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)
    is_suggestion: bool = False
    report_kind: str = ""
    chapter: tuple[Chapter, ...] = pydantic.Field(min_length=1)

    @pydantic.model_validator(mode="after")
    def _codes_differ(self) -> Outline:
        codes = [chapter.code for chapter in self.chapter]
        if len(codes) != len(set(codes)):
            raise ValueError("hai chương cùng mã (code)")
        return self


def load_outline(reports: Path) -> Outline:
    """The outline of an office, or ours where it has none.

    Args:
        reports: folder ``reports`` of the raw folder.

    Raises:
        BadOutlineError: the office's file is no outline; the message names file and place.
    """
    own = reports / OUTLINE
    path = own if own.exists() else _OURS
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
        ours = tomllib.loads(_OURS.read_text(encoding="utf-8"))
        return Outline.model_validate({"report_kind": ours["report_kind"]} | written)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise BadOutlineError(f"{path.name}: {error}") from error
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadOutlineError(f"{path.name}, {place or 'cả tệp'}: {first['msg']}") from error
