"""Records of a plan and the rules each must satisfy (pydantic)."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 (pydantic needs the types at run time)
from typing import TYPE_CHECKING, Literal, LiteralString, NamedTuple

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from pipeline.support.reference import load_reference
from pipeline.support.text import fold

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from pipeline.support.reference import Reference

Level = Literal["province", "district", "commune"]
IssuerLevel = Literal[
    "government", "ministry", "province", "department", "office", "district", "commune"
]
Comparator = Literal["eq", "gte", "lte", "decrease_gte", "decrease_eq", "increase_gte"]


def broken(code: LiteralString, column: str, /, **parameters: object) -> PydanticCustomError:
    """A broken rule that names its column and fills its sentence of seeds/sentences.csv."""
    return PydanticCustomError(code, code, {"column": column, "parameters": parameters})


def _reference(info: ValidationInfo) -> Reference:
    return (info.context or {})["reference"]


def _check_indicator(code: str | None, info: ValidationInfo) -> str | None:
    reference = _reference(info)
    if code is None or code in reference.indicators:
        return code
    near = reference.suggest_indicators(code) or ["seeds/indicators.csv"]
    raise broken("unknown_indicator", "indicator_code", code=code, near=near)


class PlanRecord(BaseModel):
    """One plan, as its export or document states it; what it does not state is null."""

    model_config = ConfigDict(extra="ignore")

    plan_code: str
    plan_title: str
    doc_no: str | None = None
    issued_on: dt.date | None = None
    issuer_name: str | None = None
    issuer_level: IssuerLevel | None = None
    province_name: str | None = None
    unit_code: str | None = None
    year_from: int | None = Field(None, ge=2000, le=2100)
    year_to: int | None = Field(None, ge=2000, le=2100)
    replaces_doc_no: str | None = None
    amends_doc_no: str | None = None
    declared_fields: int | None = Field(None, ge=0, le=10_000)
    declared_targets: int | None = Field(None, ge=0, le=10_000)
    declared_tasks: int | None = Field(None, ge=0, le=10_000)
    is_partial: bool = False
    source_document: str | None = None
    note: str | None = None
    places: dict[str, str] = {}

    @field_validator("plan_code")
    @classmethod
    def _check_code(cls, code: str) -> str:
        if not code.replace("-", "").isalnum() or code != code.lower() or not code.isascii():
            raise broken("bad_plan_code", "plan_code", code=code)
        return code

    @field_validator("province_name")
    @classmethod
    def _check_province(cls, name: str | None, info: ValidationInfo) -> str | None:
        if name is not None and fold(name) not in _reference(info).provinces:
            raise broken("unknown_province", "province_name", name=name)
        return name

    @model_validator(mode="after")
    def _check_years(self) -> PlanRecord:
        years = self.year_from, self.year_to
        if years[0] is not None and years[1] is not None and years[1] < years[0]:
            raise broken("years_reversed", "year_to", first=years[0], last=years[1])
        return self


# Facts that comparisons need.
WANTED_FACTS = ("issuer_name", "issuer_level", "province_name", "year_from", "year_to")
# Levels whose papers hold for the whole country.
CENTRAL_LEVELS = ("government", "ministry")


def list_unknown_facts(plan: PlanRecord) -> list[str]:
    """Names of the facts that a comparison needs and the plan does not have."""
    is_central = plan.issuer_level in CENTRAL_LEVELS
    return [
        name
        for name in WANTED_FACTS
        if getattr(plan, name) is None and not (is_central and name == "province_name")
    ]


def keep_sound_facts(
    facts: dict[str, object],
) -> tuple[PlanRecord, list[BrokenRule]]:
    """A plan of the facts that hold; those that break a rule are left out and named.

    Args:
        facts: column of raw.plans -> value.

    Returns:
        The plan, and the rule that each fact left out breaks. Where the code or title of a plan
        breaks one, what stands in it is no fact, and the reader refuses the file.
    """
    kept, broken_rules = dict(facts), []
    context = {"reference": load_reference()}
    while True:
        try:
            return PlanRecord.model_validate(kept, context=context), broken_rules
        except ValidationError as error:
            for found in error.errors():
                rule = find_context(found)
                broken_rules.append(rule)
                if rule.column in ("plan_code", "plan_title"):
                    kept[rule.column] = "khong-ro"
                else:
                    kept.pop(rule.column, None)
                if rule.code == "years_reversed":
                    kept.pop("year_from", None)


class TargetRecord(BaseModel):
    """One number that a plan demands, or one qualitative target."""

    model_config = ConfigDict(extra="ignore")

    target_ref: str
    field_code: int
    target_text: str
    measure_label: str | None = None
    comparator: Comparator | None = None
    value: float | None = None
    unit: str | None = None
    scope_level: Level | None = None
    baseline: str | None = None
    due_year: int | None = None
    indicator_code: str | None = None

    @field_validator("indicator_code")
    @classmethod
    def _check_code(cls, code: str | None, info: ValidationInfo) -> str | None:
        return _check_indicator(code, info)

    @model_validator(mode="after")
    def _check_measure(self) -> TargetRecord:
        if self.value is None:
            self._check_qualitative()
        else:
            self._check_quantitative()
        return self

    def _check_qualitative(self) -> None:
        if self.comparator or self.unit or self.measure_label:
            raise broken("value_missing", "value")

    def _check_quantitative(self) -> None:
        if self.comparator is None or self.unit is None:
            raise broken("measure_incomplete", "value")
        top = 1000 if self.comparator == "increase_gte" else 100
        if self.unit == "%" and self.value is not None and not 0 <= self.value <= top:
            raise broken("bad_percentage.target", "value", value=self.value, top=top)


class TaskRecord(BaseModel):
    """One task of a plan."""

    model_config = ConfigDict(extra="ignore")

    task_ref: str
    field_code: int
    task_text: str


class BrokenRule(NamedTuple):
    """A rule that a record breaks: code in seeds/sentences.csv, its column, what fills it."""

    code: str
    column: str
    parameters: dict[str, object]


def find_context(error: ErrorDetails) -> BrokenRule:
    """The broken rule of one pydantic error; for errors of pydantic itself a general one.

    Args:
        error: item of ``ValidationError.errors()``.
    """
    context = error.get("ctx", {})
    column = context.get("column") or (str(error["loc"][0]) if error["loc"] else "")
    if "parameters" in context:
        return BrokenRule(error["type"], column, context["parameters"])
    return BrokenRule("bad_value", column, {"kind": error["type"]})
