"""Random plans and observations, the same for one seed, written as files of an office."""

from __future__ import annotations

import csv
import datetime as dt
import random
from typing import TYPE_CHECKING

from pipeline.support.reference import read_seed
from tests.formulas.reference import Demand, Observation
from tests.plan_books import write_plan

if TYPE_CHECKING:
    from pathlib import Path

Key = tuple[str, str]
YEAR = 2025
INDICATORS = {r["indicator_code"]: r for r in read_seed("indicators") if r["family"] == "plan"}
_MISSING = {
    "chưa báo cáo": "not_reported", "chưa đến kỳ": "not_due", "không áp dụng": "not_applicable",
    "không đọc được": "unreadable",
}  # fmt: skip


def _make_demand(code: str, dice: random.Random) -> Demand:
    row = INDICATORS[code]
    counted = row["reported_as"] == "level_or_share"
    comparator = {
        "cut": dice.choice(["decrease_gte", "decrease_eq"]), "gain": "increase_gte",
    }.get(row["demand"], dice.choice(["gte", "eq", "gte", "lte"]))  # fmt: skip
    stated = "2021" if comparator.startswith("decrease") and dice.random() < 0.8 else None
    value = dice.choice([5, 10, 20]) if row["demand"] != "level" else dice.randint(0, 20) * 5
    return Demand(comparator, float(value), row["path"], YEAR, "%", stated, counted)


def _make_observations(demand: Demand, dice: random.Random) -> list[Observation]:
    in_heads = demand.level_or_share and dice.random() < 0.6
    unit = "người" if in_heads else dice.choice(["%"] * 9 + ["điểm"])
    level = dice.uniform(20, 90)
    days = sorted(
        dt.date(2024, 6, 1) + dt.timedelta(days=dice.randrange(0, 620))
        for _ in range(dice.randrange(0, 9))
    )
    if in_heads and dice.random() < 0.8:
        days.insert(0, dt.date(2021, 6, 30))
    observations = []
    for day in dict.fromkeys(days):
        level = min(100.0, max(0.0, level + dice.uniform(-8, 12)))
        received = day + dt.timedelta(days=dice.choice([0, 3, 20]))
        if dice.random() < 0.12:
            reason = dice.choice(list(_MISSING.values()))
            observations.append(Observation(day, received, None, unit, reason))
            continue
        observations.append(Observation(day, received, round(level, 2), unit))
        if dice.random() < 0.15:
            later = received + dt.timedelta(days=dice.randint(1, 40))
            observations.append(Observation(day, later, round(min(100, level + 1), 2), unit))
        elif dice.random() < 0.06:
            # The same fact twice in one receipt, with two answers.
            observations.append(Observation(day, received, round(max(0, level - 7), 2), unit))
    return observations


def make_cases(plans: int, seed: int) -> dict[Key, tuple[Demand, list[Observation]]]:
    """Unit and indicator -> what is demanded and what was reported."""
    dice = random.Random(seed)  # noqa: S311
    cases = {}
    for number in range(plans):
        for code in dice.sample(sorted(INDICATORS), 40):
            demand = _make_demand(code, dice)
            cases[f"thu-{number:02}", code] = (demand, _make_observations(demand, dice))
    return cases


def write_cases(
    raw: Path, cases: dict[Key, tuple[Demand, list[Observation]]], shuffle: int
) -> None:
    """Plans as workbooks, observations as one csv whose rows stand in a random order."""
    plans: dict[str, list[dict]] = {}
    rows = []
    words = {v: k for k, v in _MISSING.items()}
    for (plan, code), (demand, observations) in cases.items():
        ref = str(len(plans.setdefault(plan, [])) + 1)
        plans[plan].append(
            {
                "target_ref": ref, "target_text": f"Chỉ tiêu {ref}", "measure_label": code,
                "comparator": demand.comparator, "value": demand.value, "unit": "%",
                "baseline": demand.stated_baseline, "due_year": demand.year,
                "indicator_code": code, "document_place": f"dòng {ref}",
            }
        )  # fmt: skip
        rows += [
            [
                plan, code, r.as_of.isoformat(), r.received.isoformat(),
                "" if r.value is None else str(r.value).replace(".", ","), r.unit,
                words.get(r.missing or "", ""), "chính thức",
            ]
            for r in observations
        ]  # fmt: skip
    for plan, targets in plans.items():
        facts = {"plan_code": plan, "issuer_name": f"Xã {plan}"}
        facts |= {"unit_code": plan, "year_from": YEAR, "year_to": YEAR}
        write_plan(raw / "plans" / f"{plan}.xlsx", targets, [], facts)
    random.Random(shuffle).shuffle(rows)  # noqa: S311
    header = ["Mã đơn vị", "Mã chỉ số", "Ngày số liệu", "Ngày nhận", "Giá trị", "Đơn vị tính",
              "Lý do thiếu", "Loại số liệu"]  # fmt: skip
    with (raw / "progress" / "ket-qua.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([header, *rows])
