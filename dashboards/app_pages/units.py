"""Đơn vị: one unit whole."""

from __future__ import annotations

from dashboards.components.address import choose_one
from dashboards.components.office import name_unit
from dashboards.components.page import open_page
from dashboards.data import ask
from dashboards.queries.units import list_known_units
from dashboards.sections.unit_views import (
    draw_identity,
    draw_plans,
    draw_reports,
    draw_results,
    draw_tasks,
)


def main() -> None:
    """Draw the page."""
    shared = open_page("units", needs_plans=False)
    texts = shared.texts
    units = {row["unit_code"]: row for row in ask(list_known_units).to_dicts()}

    own = shared.office.code
    units = dict(sorted(units.items(), key=lambda unit: unit[0] != own))
    gone = texts("units.gone")
    code = choose_one(
        texts("units.unit"), "unit", list(units), lambda c: name_unit(units[c], texts), gone=gone
    )
    unit = units[code]
    draw_identity(unit, shared)
    draw_plans(unit, shared)
    draw_tasks(unit, shared)
    draw_reports(unit, shared)
    draw_results(unit, shared)


main()
