"""What people may write: asked where it is written, whatever a page offers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import streamlit as st

from dashboards.access.log import note_access
from dashboards.access.session import find_who
from pipeline.plans.content_keys import find_plan
from pipeline.publish.builds import DATABASE, find_current_build
from pipeline.publish.restricted import list_covered_units
from pipeline.support.settings import resolve_settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dashboards.access.people import Person


class NotAllowedError(Exception):
    """Somebody asked for what they may not do."""


def _covers(person: Person, units: Iterable[str | None]) -> bool:
    """Whether all units are theirs; a unit that nobody knows is nobody's but an administrator's."""
    if person.sees_all:
        return True
    build = find_current_build(resolve_settings())
    if build is None or person.units is None:
        return False
    own = list_covered_units(build, person.units)
    return all(unit in own for unit in units)


def require_right(action: str, units: Iterable[str | None] = ()) -> Person:
    """The person of this session, if they may do something.

    Args:
        action: what, for the log.
        units: whose data it concerns.

    Raises:
        NotAllowedError: they may not; the log says so.
    """
    person, units = find_who(), list(units)
    if person is None or person.role == "viewer" or not _covers(person, units):
        name = person.name if person else "?"
        note_access(name, "denied", asked=action, units=", ".join(str(u) for u in units))
        raise NotAllowedError(action)
    if person.is_signed_in:
        note_access(person.name, action, units=", ".join(str(u) for u in units))
    return person


@st.cache_data(max_entries=64, show_spinner=False)
def _list_plans(build: str, units: tuple[str, ...]) -> dict[str, str | None]:
    """Plans of a build and whose they are, those of other units left out where units are named."""
    own = list_covered_units(Path(build), units)
    with duckdb.connect(Path(build) / DATABASE, read_only=True) as connection:
        rows = connection.execute("select plan_code, unit_code from dim_plan").fetchall()
    return {plan: unit for plan, unit in rows if unit in own}


def find_own_plans() -> frozenset[str] | None:
    """Plans whose open data the person may see; None where they may see those of all."""
    person, build = find_who(), find_current_build(resolve_settings())
    if person is not None and person.sees_all:
        return None
    if person is None or build is None:
        return frozenset()
    return frozenset(_list_plans(str(build), person.units or ()))


def require_right_to_records(action: str, record_keys: Iterable[str]) -> Person:
    """As ``require_right``, for records of plans named by their keys by content."""
    plans, own = {find_plan(key) for key in record_keys}, find_own_plans()
    if own is None or plans <= own:
        return require_right(action)
    return require_right(action, [None])


def keep_own_changes(told: dict[str, Any]) -> dict[str, Any]:
    """A preview without what would change for plans that the person has no right to.

    Files of others that no build took up yet would show in it; and of a file that speaks of a unit
    of others nothing is told, since what is found in it may quote what others reported.

    Args:
        told: of ``pipeline.handins.foretell``.
    """
    own = find_own_plans()
    if own is None:
        return told
    files = [
        file if may_hand_in(told["units"].get(file["file"], (None,)))
        else file | {"findings": [], "counts": {}, "targets": []}
        for file in told["files"]
    ]  # fmt: skip
    changes = [c for c in told["changes"] if str(c["key"]).partition("/")[0] in own]
    counted: dict[str, int] = {}
    for change in changes:
        counted[change["what"]] = counted.get(change["what"], 0) + 1
    return told | {"files": files, "changes": changes, "change_count": counted}


def may_hand_in(units: Iterable[str | None]) -> bool:
    """Whether all units that a file speaks of are the person's."""
    person = find_who()
    return person is not None and person.role != "viewer" and _covers(person, units)


def covers_unit(unit_code: str) -> bool:
    """Whether the person may see what a unit writes before it is published."""
    person = find_who()
    return person is not None and _covers(person, [unit_code])


def is_own(by: str) -> bool:
    """Whether the person did something themselves, or may see what everybody does."""
    person = find_who()
    return person is not None and (person.sees_all or person.name == by)


def may_write() -> bool:
    """Whether a page should offer anything to write at all."""
    person = find_who()
    return person is not None and person.role != "viewer"


def may_write_about(record_key: str) -> bool:
    """Whether a page should offer to write about a record, named by its key by content."""
    own = find_own_plans()
    return may_write() and (own is None or find_plan(record_key) in own)
