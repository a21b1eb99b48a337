"""Báo cáo định kỳ: the report that every office owes, filled from the build."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboards.access.guard import covers_unit
from dashboards.brief.report import Figures, Report, compose_report, list_sources, say_period
from dashboards.charts.fields import draw_fields
from dashboards.charts.image import write_png
from dashboards.components.address import choose_one
from dashboards.components.chart import build_spec, draw_chart
from dashboards.components.page import open_page
from dashboards.components.quote import escape
from dashboards.components.refresh import find_today
from dashboards.data import ask
from dashboards.queries.reports import list_report_rules, list_report_years
from dashboards.queries.units import list_known_units
from dashboards.sections.report_actions import (
    OPENED,
    draw_closed_actions,
    draw_documents,
    draw_open_actions,
)
from dashboards.sections.report_figures import (
    draw_chapters,
    draw_difference,
    frame_fields,
    read_figures,
)
from pipeline.reports.outline import BadOutlineError, Outline, load_outline
from pipeline.reports.periods import Period, list_periods
from pipeline.reports.store import (
    FOLDER,
    BadReportFileError,
    Draft,
    Version,
    find_report_folder,
    is_closed,
    list_versions,
    read_draft,
)
from pipeline.support.settings import resolve_settings

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from dashboards.components.state import Shared

_FONT_SIZE = 13


def _choose_unit(shared: Shared) -> dict[str, Any]:
    """A unit that has plans; the reader's office first."""
    units = {u["unit_code"]: u for u in ask(list_known_units).to_dicts() if u["plan_count"]}
    own = shared.office.code
    order = sorted(units, key=lambda code: code != own)
    return units[
        choose_one(
            shared.texts("units.unit"), "unit", order, lambda c: units[c]["unit_name"],
            gone=shared.texts("units.gone"),
        )
    ]  # fmt: skip


def _choose_period(unit: str, outline: Outline, shared: Shared) -> Period | None:
    """Year and period; those that are due by now first. None where no rule names days."""
    texts, today = shared.texts, find_today()
    years = [str(y) for y in ask(list_report_years, unit_code=unit)["report_year"].to_list()]
    # The newest year that has begun; years ahead can be chosen too.
    years.sort(key=lambda y: (int(y) > today.year, -int(y)))
    if not years:
        return None
    left, right = st.columns(2)
    with left:
        year = int(choose_one(texts("report.year"), "ryear", years))
    rules = ask(list_report_rules, unit_code=unit, report_kind=outline.report_kind).to_dicts()
    periods = {p.code: p for p in list_periods(rules, year)}
    if not periods:
        return None
    # What the unit's own plan demands comes before the ministry's rule.
    own = {p.code for p in list_periods([r for r in rules if r["is_own"]], year)} or set(periods)
    ended = [code for code, p in periods.items() if code in own and p.data_to <= today]
    newest = ended[-1] if ended else next(code for code in periods if code in own)
    codes = sorted(periods, key=lambda code: code != newest)

    def show(code: str) -> str:
        return texts(
            "report.option",
            name=periods[code].name_in(texts.language),
            send=texts.date(periods[code].send_by),
        )

    with right:
        return periods[choose_one(texts("report.period"), "rperiod", codes, show)]


def _say_state(period: Period, versions: list[Version], closed: bool, shared: Shared) -> str:
    texts = shared.texts
    if not versions:
        days = (period.send_by - find_today()).days
        return texts("report.state_left" if days >= 0 else "report.state_over", days=abs(days))
    last = versions[-1]
    key = "report.state_closed" if closed else "report.state_reopened"
    return texts(key, number=last.number, who=last.closed_by, when=last.closed_at.replace("T", " "))


def _load_outline(shared: Shared) -> Outline:
    try:
        return load_outline(resolve_settings().raw / FOLDER)
    except BadOutlineError as error:
        st.error(shared.texts("report.bad_outline", fault=escape(str(error))))
        st.stop()


def _draw_notes(outline: Outline, figures: Figures, shared: Shared) -> None:
    texts = shared.texts
    if outline.is_suggestion:
        st.caption(texts("report.suggested"))
    simulated = sum(row["is_simulated"] for row in (*figures.numbers, *figures.tasks))
    if simulated:
        st.warning(texts("app.simulated_banner", count=simulated), icon=":material/science:")


def _open_draft(folder: Path, outline: Outline, fresh: Draft) -> Draft:
    """The draft that the boxes go on from; they are filled when a report is opened.

    What somebody typed stays in the boxes whatever others save meanwhile; Streamlit forgets boxes
    when another page is looked at, and they are filled again then.
    """
    state, keys = st.session_state, [f"text-{c.code}" for c in outline.chapter]
    opened: tuple[str, Draft] | None = state.get(OPENED)
    if opened is not None and opened[0] == str(folder) and all(key in state for key in keys):
        return opened[1]
    for chapter, key in zip(outline.chapter, keys, strict=True):
        state[key] = fresh.texts.get(chapter.code, "")
    state[OPENED] = (str(folder), fresh)
    return fresh


def _read_report(folder: Path, shared: Shared) -> tuple[list[Version], Draft, bool]:
    """Versions, draft and whether it is closed; says which file cannot be read, and stops.

    What a unit writes before it sends its report is for its own people.
    """
    if not covers_unit(folder.parent.name):
        st.info(shared.texts("access.other_unit"), icon=":material/lock:")
        st.stop()
    try:
        return list_versions(folder), read_draft(folder), is_closed(folder)
    except BadReportFileError as error:
        st.error(shared.texts("report.bad_file", fault=escape(str(error))))
        st.stop()


def _draw_report(unit: dict[str, Any], period: Period, outline: Outline, shared: Shared) -> None:
    texts = shared.texts
    folder = find_report_folder(resolve_settings().raw, unit["unit_code"], period.code)
    versions, fresh, closed = _read_report(folder, shared)
    draft = _open_draft(folder, outline, fresh)
    is_other = (fresh.written_at, fresh.based_on) != (draft.written_at, draft.based_on)
    now = read_figures(unit["unit_code"], period, shared)
    figures = Figures(versions[-1].numbers, versions[-1].tasks) if closed else now
    build_id = versions[-1].build_id if closed else shared.build_id
    said = _say_state(period, versions, closed, shared)
    st.markdown(f"**{escape(say_period(period, texts))}** {escape(said)}")
    _draw_notes(outline, figures, shared)
    if versions:
        draw_difference(versions[-1], now, shared)
    fields = frame_fields(figures, shared)
    spec = None if fields.is_empty() else build_spec(draw_fields, fields, shared, _FONT_SIZE)
    if spec is not None:
        draw_chart(spec, shared, "report-fields", texts("weekly.fields_title"))
    if is_other:
        who = fresh.written_by or versions[-1].closed_by
        st.error(texts("report.changed_meanwhile", who=escape(who)), icon=":material/group:")
    written = draw_chapters(outline, figures, is_other or not closed, shared)

    def compose() -> Report:
        chart = write_png(spec, 900) if spec is not None else None
        words = versions[-1].texts if closed else written
        return compose_report(
            unit["unit_name"], period, outline, figures, words, said, chart, build_id, texts
        )

    if closed and not is_other:
        draw_closed_actions(folder, draft, shared)
    else:
        draw_open_actions(folder, draft, written, figures, shared)
    draw_documents(compose, f"bao-cao-{unit['unit_code']}-{period.code}".lower(), shared)
    files = ", ".join(list_sources(figures)) or texts("app.none")
    st.caption(escape(texts("report.sources", files=files, build=build_id)))


def main() -> None:
    """Draw the page."""
    shared = open_page("report")
    unit = _choose_unit(shared)
    outline = _load_outline(shared)
    period = _choose_period(unit["unit_code"], outline, shared)
    if period is None:
        st.info(shared.texts("report.no_period"))
        return
    _draw_report(unit, period, outline, shared)


main()
