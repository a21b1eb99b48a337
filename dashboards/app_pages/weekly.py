"""Tuần này: what a director reads in two minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboards.brief.content import compose_brief
from dashboards.brief.letterhead import find_template_fault
from dashboards.brief.pdf import write_pdf
from dashboards.brief.word import write_word
from dashboards.charts.fields import draw_fields, prepare_fields
from dashboards.charts.image import write_png
from dashboards.components.chart import build_spec, draw_chart
from dashboards.components.left_out import draw_left_out
from dashboards.components.office import ask_whose_office, say_no_data
from dashboards.components.page import open_page
from dashboards.components.quote import escape
from dashboards.components.refresh import find_today
from dashboards.components.source_note import draw_source_note
from dashboards.components.state import read_shared
from dashboards.components.tables import Column, draw_table
from dashboards.sections.weekly_board import (
    draw_changes,
    draw_due,
    draw_signs,
    draw_state,
    list_headline,
)
from dashboards.sections.weekly_decide import draw_matters, read_matters
from dashboards.sections.weekly_review import choose_review, explode_sources, read_review
from dashboards.sections.weekly_show import draw_show
from pipeline.support.settings import resolve_settings

if TYPE_CHECKING:
    from typing import Any

    import polars as pl

    from dashboards.brief.content import Brief
    from dashboards.brief.review import Review
    from dashboards.components.state import Shared
    from dashboards.data import Answered

_FONT_SIZE = 14
_FIELD_COLUMNS = [
    Column("field", "column.field"),
    Column("group", "column.status", kind="code", codes="weekly_group"),
    Column("measures", "weekly.numbers", kind="number"),
    Column("share", heading="%", kind="number"),
]


def _compose(review: Review, spec: dict[str, Any], shared: Shared) -> Brief:
    headline = [(m.label, m.value, m.change) for m in list_headline(review, shared)]
    assert shared.manifest is not None  # noqa: S101 (open_page stops without a build)
    return compose_brief(review, headline, write_png(spec, 900), shared.manifest, shared.texts)


def _draw_actions(
    review: Review, fields: pl.DataFrame, spec: dict[str, Any], shared: Shared
) -> None:
    """The brief to take away, the same for a wall, and the chart as a table."""
    texts, name = shared.texts, f"cchc-tuan-{review.day.isoformat()}"

    def write_office_word(brief: Brief) -> bytes:
        unit = shared.office.name or review.scope
        return write_word(brief, resolve_settings().raw, unit, find_today())

    if fault := find_template_fault(resolve_settings().raw):
        st.error(texts("report.bad_template", fault=escape(fault)))
    with st.container(horizontal=True, gap="small"):
        for label, ending, write, mime in (
            ("weekly.word", "docx", write_office_word,
             "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            ("weekly.pdf", "pdf", write_pdf, "application/pdf"),
        ):  # fmt: skip
            st.download_button(
                texts(label),
                data=lambda write=write: write(_compose(review, spec, shared)),
                file_name=f"{name}.{ending}",
                mime=mime,
                icon=":material/print:",
                type="tertiary",
                on_click="ignore",
            )
        for theme in ("light", "dark"):
            st.link_button(
                texts(f"weekly.show_{theme}"),
                shared.show_address(theme),
                icon=":material/slideshow:",
                type="tertiary",
            )
        with st.popover(texts("app.table_twin"), icon=":material/table:", type="tertiary"):
            draw_table(fields, _FIELD_COLUMNS, shared, "linh-vuc-tuan")
        draw_source_note(explode_sources(review), shared)


def _choose(shared: Shared) -> tuple[Review, Answered]:
    """Title and filters share one row: everything has to fit on one screen."""
    left, right = st.columns([1, 4], vertical_alignment="bottom")
    with left:
        open_page("weekly", intro=False)
    with right:
        scope, days = choose_review(shared)
        if shared.presents:
            known = {"day": days.day, "since": days.since}
            dates = {name: shared.texts.date(d) for name, d in known.items()}
            said = shared.texts("weekly.brief_scope", scope=scope["name"], **dates)
            st.markdown(f"### {escape(said)}")
    return read_review(scope, days, shared)


def main() -> None:
    """Draw the page."""
    shared = read_shared()
    texts = shared.texts
    review, asked = _choose(shared)
    fields = prepare_fields(asked.frame, texts)
    draw_signs(review, shared)
    if shared.presents:
        draw_show(review, fields, shared)
        return
    ask_whose_office(shared)
    say_no_data(shared)
    spec = build_spec(draw_fields, fields, shared, _FONT_SIZE)
    draw_state(review, shared)
    # On a phone columns come below each other: what is to be decided, then what changed.
    left, right = st.columns([13, 8], gap="medium")
    with right:
        draw_changes(review, shared)
        draw_due(review, shared)
        title = texts("weekly.fields_title")
        st.markdown(f"**{title}**")
        clicked = draw_chart(spec, shared, "fields-chart", title, asked, select="field")
    with left:
        fields_clicked = {point["field_code"] for point in clicked}
        draw_matters(review, read_matters(review), fields_clicked, shared)
        _draw_actions(review, fields, spec, shared)
    draw_left_out(shared, needs_place=False)


main()
