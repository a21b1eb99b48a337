"""Whose plan a plan is, and which unit a report names: by code, by name, by old or new province.

A unit is found or it is asked for; two that fit are as good as none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
from rapidfuzz import fuzz

from pipeline.plans.records import CENTRAL_LEVELS
from pipeline.support.raw_tables import empty_frame, shape_frame
from pipeline.support.reference import read_seed
from pipeline.support.text import fold, repair_letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import duckdb

BOUNDARY_CHANGE = dt.date(2025, 7, 1)
# "UBND tỉnh Tây Ninh", "tỉnh Tây Ninh", "TP. Huế": what stands before a name and says its kind.
_COUNCIL = re.compile(r"^(?:ubnd|uy ban nhan dan|uy ban)\s+")
_PLACE = r"(?:tinh|thanh pho truc thuoc trung uong|thanh pho|tp)"
_PROVINCE_WORD = re.compile(rf"^{_PLACE}\s+")
_OFFICES = re.compile(
    r"^van phong\s+(?:ubnd|uy ban nhan dan|hdnd (?:va )?ubnd|doan dai bieu quoc hoi va hdnd)"
)
_PLACE_WORDS = re.compile(rf"\b{_PLACE}\b")
_SUGGESTED = 5
_LEAST_LIKE = 55
# What a report leaves out before the name of a commune.
_COMMUNES = ("xa", "phuong", "dac khu")
_KINDS = {
    "province": ("province",),
    "department": ("department", "office"),
    "office": ("office", "department"),
    "district": ("district",),
    "commune": ("commune",),
    "government": ("country",),
    "ministry": ("ministry",),
}


@dataclass(frozen=True)
class Unit:
    """A unit that can own a plan or be reported on.

    Attributes:
        code: of the seeds or of data/raw/units.
        names: folded names without council, kind and province, its aliases among them.
        full_names: the same with the province, which no other unit bears.
        kind: of dim_unit.
        version: boundary version, empty where it has none.
        province: code of its province in that version.
        today: code of the province of today.
        label: its name as written.
        is_listed: whether the office itself lists it, in data/raw/units.
    """

    code: str
    names: frozenset[str]
    full_names: frozenset[str]
    kind: str
    version: str
    province: str
    today: str
    label: str
    is_listed: bool = False


def bare_name(text: str, province: str | None = None) -> str:
    """A unit's name without council, kind and province, folded.

    >>> bare_name("UBND tỉnh Tây Ninh"), bare_name("Sở Nội vụ tỉnh Long An", "Long An")
    ('tay ninh', 'so noi vu')
    """
    name = fold(repair_letters(text))
    office = _OFFICES.match(name)
    if office:
        name = "van phong ubnd" + name[office.end() :]
    name = _COUNCIL.sub("", name)
    if province:
        tail = re.compile(rf"\s*(?:{_PLACE}\s+)?{re.escape(fold(province))}$")
        cut = tail.sub("", name)
        name = cut or name
    return _PROVINCE_WORD.sub("", name) or name


def full_name(text: str) -> str:
    """A unit's name without council and words for places, its province kept, folded.

    >>> full_name("Sở Nội vụ tỉnh Long An") == full_name("Sở Nội vụ Long An")
    True
    """
    return " ".join(_PLACE_WORDS.sub(" ", bare_name(text)).split())


def _list_provinces() -> list[dict[str, str]]:
    lineage = {r["old_province_code"]: r for r in read_seed("province_lineage")}
    rows = []
    for row in read_seed("provinces"):
        old = row["boundary_version"] == "63"
        followed = lineage.get(row["province_code"]) if old else None
        today = followed["current_province_code"] if followed else row["province_code"]
        rows.append({**row, "today": today})
    return rows


class Units:
    """Every unit known to a build, found by code or by name."""

    def __init__(
        self,
        seeded: Iterable[Mapping[str, str | None]],
        listed: Iterable[Mapping[str, str | None]] = (),
    ) -> None:
        """Units of the seeds, and those that the office lists, which go before."""
        provinces = _list_provinces()
        self._today = {(p["boundary_version"], p["province_code"]): p["today"] for p in provinces}
        self._named = {
            (p["boundary_version"], p["province_code"]): p["province_name"] for p in provinces
        }
        self._by_name_of_province = defaultdict(list)
        self.units: dict[str, Unit] = {}
        for province in provinces:
            self._add_province(province)
        for row in seeded:
            self._add(row)
        for row in listed:
            self._add(row, is_listed=True)
        self._by_code = {fold(code).replace(" ", ""): unit for code, unit in self.units.items()}
        self._by_name: dict[str, list[Unit]] = defaultdict(list)
        self._by_full_name: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.units.values():
            for name in unit.names:
                self._by_name[name].append(unit)
            for name in unit.full_names:
                self._by_full_name[name].append(unit)

    def _add_province(self, row: dict[str, str]) -> None:
        version, code = row["boundary_version"], row["province_code"]
        unit = Unit(
            f"VN{version}-{code}",
            frozenset({bare_name(row["province_name"])}),
            frozenset(),
            "province",
            version,
            code,
            row["today"],
            f"{row['province_type']} {row['province_name']}",
        )
        self.units[unit.code] = unit
        self._by_name_of_province[fold(row["province_name"])].append(unit)

    def _add(self, row: Mapping[str, str | None], *, is_listed: bool = False) -> None:
        code, label = row["unit_code"] or "", row["unit_name"] or ""
        version, province = row["boundary_version"] or "", row["province_code"] or ""
        place = self._named.get((version, province))
        called = [n for n in (label, *(row.get("aliases") or "").split(";")) if n]
        self.units[code] = Unit(
            code,
            frozenset(bare_name(n, place) for n in called),
            # Without its province a name like "Sở Nội vụ" is that of many.
            frozenset(
                full_name(n if fold(place) in fold(n) else f"{n} {place}") for n in called if place
            ),
            row["unit_kind"] or "",
            version,
            province,
            self._today.get((version, province), province),
            label,
            is_listed,
        )

    def find_code(self, text: str) -> Unit | None:
        """A unit by its code, case and marks between aside."""
        return self._by_code.get(fold(text).replace(" ", ""))

    def find_provinces(self, name: str | None, version: str | None) -> list[Unit]:
        """Provinces of a name; of two that share it, the one of the boundary version."""
        found = self._by_name_of_province.get(_PROVINCE_WORD.sub("", fold(name or "")), [])
        return [u for u in found if version is None or u.version == version] or found

    def find_name(
        self, text: str, kinds: Sequence[str], places: Sequence[Unit], version: str | None
    ) -> list[Unit]:
        """Units that bear a name.

        Args:
            text: the name as written.
            kinds: of which kinds; none allows all.
            places: the provinces that it may lie in. Without any only a province, or a name that
                holds its province, is found: there are dozens of "Sở Nội vụ".
            version: boundary version that goes before the other, None where nothing is known.
        """
        todays = {p.today for p in places}
        wanted = {bare_name(text)}
        wanted |= {bare_name(text, self._named[p.version, p.province]) for p in places}
        found = {
            u.code: u
            for name in (*wanted, *(f"{kind} {w}" for kind in _COMMUNES for w in wanted))
            for u in self._by_name.get(name, ())
            if u.today in todays or u.kind == "province"
        }
        found |= {u.code: u for u in self._by_full_name.get(full_name(text), ())}
        fitting = [
            u
            for u in found.values()
            if (not kinds or u.kind in kinds) and (not todays or u.today in todays)
        ]
        return [u for u in fitting if version is not None and u.version == version] or fitting

    def find_listed(self, text: str, version: str | None) -> list[Unit]:
        """Units of the office's own list that bear a name: nobody else's "Sở Y tế" is meant there.

        Args:
            text: the name as written, without a province.
            version: boundary version that goes before the other, None where nothing is known.
        """
        wanted = bare_name(text)
        found = {
            u.code: u
            for name in (wanted, *(f"{kind} {wanted}" for kind in _COMMUNES))
            for u in self._by_name.get(name, ())
            if u.is_listed
        }
        return [u for u in found.values() if u.version == version] or [*found.values()]

    def suggest(
        self, text: str, kinds: Sequence[str] = (), places: Sequence[Unit] = ()
    ) -> list[str]:
        """Codes of the units that a name is most like, the likeliest first."""
        name = bare_name(text)
        scored = [
            (max(fuzz.token_set_ratio(name, n) for n in unit.names), unit.code)
            for unit in self.units.values()
            if unit.names
            and (not kinds or unit.kind in kinds)
            and (not places or unit.today in {p.today for p in places})
        ]
        best = sorted((s for s in scored if s[0] >= _LEAST_LIKE), key=lambda s: (-s[0], s[1]))
        return [code for _, code in best[:_SUGGESTED]]


def _find_version(plan: dict) -> str | None:
    """The boundary version that a plan's day or years settle, None where they do not."""
    if plan["issued_on"]:
        return "63" if plan["issued_on"] < BOUNDARY_CHANGE else "34"
    year = plan["year_from"]
    if year is None or year == BOUNDARY_CHANGE.year:
        return None
    return "63" if year < BOUNDARY_CHANGE.year else "34"


def find_owner(plan: dict, units: Units) -> tuple[str | None, str, list[str]]:
    """The unit whose plan a plan is.

    Args:
        plan: row of raw.plans.
        units: known to the build.

    Returns:
        Code of the unit or None; how it was found (``code``, ``stated``, ``name``, ``national``
        for plans above the provinces, which are no unit's, ``none``); and the likeliest units
        where it was not.
    """
    if plan["unit_code"]:
        unit = units.find_code(plan["unit_code"])
        return (unit.code, "code", []) if unit else (plan["unit_code"], "stated", [])
    version = _find_version(plan)
    places = units.find_provinces(plan["province_name"], version)
    level, issuer = plan["issuer_level"], plan["issuer_name"] or ""
    kinds = _KINDS.get(level or "", ())
    found = units.find_name(issuer, kinds, places, version) if issuer else []
    if level == "province" and not found:
        # Without a day the name of a province of both versions may be either.
        found = places
    if len(found) == 1:
        return found[0].code, "name", []
    if level in CENTRAL_LEVELS:
        return None, "national", []
    suggested = units.suggest(issuer, kinds, places) if issuer else []
    return None, "none", [u.code for u in found] or suggested


def _decided_owners(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Plan code -> unit that an analyst named last and nobody took back."""
    rows = connection.execute(
        """
        select record_key, decision, new_value, decided_by
        from raw.review_decisions
        where what = 'owner'
        order by decided_at, file_path, source_row
        """
    ).fetchall()
    standing: dict[str, list[tuple[str, str | None, str]]] = defaultdict(list)
    for key, decision, value, person in rows:
        plan = key.partition("#")[0]
        if decision == "undo":
            standing[plan] = [s for s in standing[plan] if s[2] != person]
        else:
            standing[plan].append((decision, value, person))
    return {
        plan: said[-1][1]
        for plan, said in standing.items()
        if said and said[-1][0] == "accept" and said[-1][1]
    }


def load_units(connection: duckdb.DuckDBPyConnection) -> Units:
    """Units of the seeds and of raw.units; what an office lists goes before the seed."""
    columns = ("unit_code", "unit_name", "unit_kind", "boundary_version", "province_code")
    listed = connection.execute(
        f"select {', '.join(columns)} from raw.units "  # noqa: S608 (names of ours)
        "order by unit_code, unit_name desc"
    ).fetchall()
    return Units(read_seed("units"), [dict(zip(columns, r, strict=True)) for r in listed])


def find_owners(connection: duckdb.DuckDBPyConnection, units: Units) -> pl.DataFrame:
    """Rows of raw.plan_owners, one per plan.

    Args:
        connection: a database with ``raw.plans`` and ``raw.review_decisions``.
        units: known to the build.
    """
    decided = _decided_owners(connection)
    plans = connection.execute(
        "select plan_code, unit_code, issuer_name, issuer_level, province_name, issued_on, "
        "year_from from raw.plans"
    )
    names = [d[0] for d in plans.description or ()]
    rows = []
    for values in plans.fetchall():
        plan = dict(zip(names, values, strict=True))
        code, kind, candidates = find_owner(plan, units)
        answer = decided.get(plan["plan_code"])
        if answer and units.find_code(answer):
            code, kind, candidates = units.find_code(answer).code, "decided", []  # ty: ignore
        known = units.units.get(code or "")
        rows.append(
            {
                "plan_code": plan["plan_code"],
                "unit_code": code,
                "match_kind": kind,
                "candidates": candidates,
                "unit_level": known.kind if known else None,
                "unit_version": known.version or None if known else None,
                "unit_province_code": known.province or None if known else None,
                "unit_name": known.label if known else None,
            }
        )
    return shape_frame("plan_owners", pl.DataFrame(rows, infer_schema_length=None))


def find_aliases(connection: duckdb.DuckDBPyConnection, units: Units) -> pl.DataFrame:
    """Rows of raw.unit_aliases: what reports call a unit where it is not the unit's code.

    Args:
        connection: a database with ``raw.observation_facts``.
        units: known to the build.
    """
    said = connection.execute(
        "select distinct unit_code from raw.observation_facts order by 1"
    ).fetchall()
    rows = []
    for (text,) in said:
        if text is None or text in units.units:
            continue
        row = {"stated_unit": text, "candidates": []}
        unit = units.find_code(text)
        for column, version in (("unit_before", "63"), ("unit_after", "34")):
            found = [unit] if unit else units.find_name(text, (), (), version)
            found = found or units.find_listed(text, version)
            row[column] = found[0].code if len(found) == 1 else None
        if row["unit_before"] is None and row["unit_after"] is None:
            row["candidates"] = units.suggest(text)
        rows.append(row)
    if not rows:
        return empty_frame("unit_aliases")
    return shape_frame("unit_aliases", pl.DataFrame(rows, infer_schema_length=None))
