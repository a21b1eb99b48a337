"""The weekly review on a wall: large, one field after another, by itself."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from dashboards.brief.review import Review, count_group, count_state
from dashboards.brief.sentences import write_sentences
from dashboards.charts.fields import GROUP_COLOURS, draw_fields
from dashboards.charts.headline import draw_headline_figures
from dashboards.charts.palette import (
    BLUE,
    GREEN,
    GREY,
    GROUP_STATUSES,
    ORANGE,
    PURPLE,
    STATE_COLOURS,
    VERMILLION,
)
from dashboards.components.chart import build_spec, ready_spec
from dashboards.components.metrics import Metric
from dashboards.components.quote import escape
from dashboards.sections.weekly_board import list_headline, name_task_state, write_change
from dashboards.sections.weekly_decide import (
    count_waiting,
    describe_matter,
    draw_nothing_to_decide,
    find_explained_day,
    read_matters,
)

if TYPE_CHECKING:
    from dashboards.components.state import Shared

_SECONDS = 20
_FONT_SIZE = 24
_TROUBLES_SHOWN = 5
_CHANGES_SHOWN = 8
_CHANGE_COLOURS = {
    "better": GREEN,
    "worse": VERMILLION,
    "became_late": ORANGE,
    "done": BLUE,
    "corrected": PURPLE,
    "new": GREY,
}


def _list_slides(review: Review) -> list[int | str]:
    """The whole, what is to be decided, each field that has numbers or tasks, what changed."""
    codes = {*review.targets["field_code"].to_list(), *review.tasks["field_code"].to_list()}
    return ["all", "decide", *sorted(codes), "changes"]


def _name_field(review: Review, code: int, shared: Shared) -> str:
    column = f"field_short_{shared.texts.language}"
    for counted in (review.targets, review.tasks):
        names = counted.filter(pl.col("field_code") == code)[column].to_list()
        if names:
            return names[0]
    return str(code)


def choose_slide(count: int, now: float, offset: int) -> int:
    """Which slide is up: time turns the pages, the arrows move on or back.

    Args:
        count: slides.
        now: seconds since any fixed moment.
        offset: slides moved by hand.
    """
    return (int(now // _SECONDS) + offset) % count


def _draw_figures(metrics: list[Metric], colours: list[str], key: str, shared: Shared) -> None:
    """Headline figures as a chart: the size of a metric cannot be chosen."""
    frame = pl.DataFrame(
        {
            "order": range(len(metrics)),
            "label": [m.label for m in metrics],
            "value": [m.value for m in metrics],
            "change": [shared.texts.signed(m.change) if m.change else "" for m in metrics],
            "colour": colours,
        }
    )
    spec = build_spec(draw_headline_figures, frame, shared)
    said = "; ".join(f"{m.label} {m.value}" for m in metrics)
    st.vega_lite_chart(ready_spec(spec), key=key, alt=said)


def _draw_all(review: Review, fields: pl.DataFrame, shared: Shared) -> None:
    states = [STATE_COLOURS[s] for s in ("late", "due_soon", "unknown")]
    colours = [*GROUP_COLOURS.values(), *states, GREY]
    _draw_figures(list_headline(review, shared), colours, "show-headline", shared)
    left, right = st.columns([3, 2], gap="large")
    with left:
        for number, sentence in enumerate(write_sentences(review, shared.texts), start=1):
            st.markdown(f"### {number}. {escape(sentence.text)}")
    with right:
        spec = build_spec(draw_fields, fields, shared, _FONT_SIZE)
        st.vega_lite_chart(
            ready_spec(spec), key="show-fields", alt=shared.texts("weekly.fields_title")
        )


def _draw_field(review: Review, code: int, shared: Shared) -> None:
    texts = shared.texts
    name = _name_field(review, code, shared)
    st.header(f"{code}. {name}" if code else name)
    counts = [
        Metric(texts("weekly_group." + group), str(count_group(review.targets, group, code)))
        for group in GROUP_STATUSES
    ]
    tasks = review.tasks.filter(pl.col("field_code") == code)
    counts += [
        Metric(name_task_state(state, texts), str(count_state(tasks, state)))
        for state in ("late", "due_soon")
    ]
    colours = [*GROUP_COLOURS.values(), STATE_COLOURS["late"], STATE_COLOURS["due_soon"]]
    _draw_figures(counts, colours, f"show-field-{code}", shared)
    troubles = [t for t in review.troubles if t.field_code == code]
    if not troubles:
        st.success(f"### {texts('weekly.no_troubles')}", icon=":material/task_alt:")
    for trouble in troubles[:_TROUBLES_SHOWN]:
        mark = f" · {texts('data_kind.simulated')}" if trouble.is_simulated else ""
        st.markdown(
            f"### {trouble.word} · {escape(trouble.title)}\n"
            f"#### {escape(trouble.agency)} · {escape(trouble.reason)}{mark}"
        )


def _draw_decide(review: Review, shared: Shared) -> None:
    """What is to be decided, large enough for the back of the room."""
    texts, day = shared.texts, find_explained_day(review)
    matters = read_matters(review)
    shown = matters.waiting[:_TROUBLES_SHOWN]
    count = count_waiting(review, matters, set())
    st.header(texts("weekly.decide", shown=len(shown), count=count))
    if not shown:
        draw_nothing_to_decide(review, matters, set(), shared)
    for matter in shown:
        trouble = matter.trouble
        st.markdown(
            f"### {trouble.word} · {escape(trouble.title)}\n"
            f"#### {describe_matter(matter, day, shared)}"
        )


def _draw_changes(review: Review, shared: Shared) -> None:
    texts = shared.texts
    st.header(texts("weekly.changes", since=texts.date(review.since)))
    counts = [
        Metric(texts("weekly_changed." + kind), str(review.changed.get(kind, 0)))
        for kind in _CHANGE_COLOURS
    ]
    _draw_figures(counts, list(_CHANGE_COLOURS.values()), "show-changes", shared)
    for row in review.changes.head(_CHANGES_SHOWN).to_dicts():
        st.markdown(f"#### {write_change(row, shared)}")


def _move(slides: int) -> None:
    st.session_state["slide-offset"] = st.session_state.get("slide-offset", 0) + slides


def _draw_controls(position: int, count: int, shared: Shared) -> None:
    texts = shared.texts
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, step, key in (("back", -1, "k"), ("next", 1, "j")):
            way = "left" if step < 0 else "right"
            st.button(
                texts(f"weekly.slide_{label}"), icon=f":material/chevron_{way}:", shortcut=key,
                on_click=_move, args=(step,),
            )  # fmt: skip
        st.toggle(texts("weekly.slide_hold"), key="slide-hold")
        st.caption(texts("weekly.slide", number=position + 1, count=count))
        st.link_button(
            texts("weekly.leave_show"), shared.leave_address(), icon=":material/close:",
            type="tertiary",
        )  # fmt: skip


@st.fragment(run_every=_SECONDS / 4)
def draw_show(review: Review, fields: pl.DataFrame, shared: Shared) -> None:
    """One slide at a time; the next comes by itself unless it is held.

    Args:
        review: of ``read_review``.
        fields: rows of ``prepare_fields``.
        shared: language.
    """
    slides = _list_slides(review)
    state = st.session_state
    # While a slide is held the clock stands still for this screen.
    now = (
        state["slide-clock"] if state.get("slide-hold") and "slide-clock" in state else time.time()
    )
    state["slide-clock"] = now
    position = choose_slide(len(slides), now - state.setdefault("slide-start", now),
                            state.get("slide-offset", 0))  # fmt: skip
    slide = slides[position]
    if slide == "all":
        _draw_all(review, fields, shared)
    elif slide == "decide":
        _draw_decide(review, shared)
    elif slide == "changes":
        _draw_changes(review, shared)
    else:
        _draw_field(review, int(slide), shared)
    _draw_controls(position, len(slides), shared)
