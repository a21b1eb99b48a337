"""A chart with what belongs to it: its picture to take away, and the question behind it."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import polars as pl
import pyarrow as pa
import streamlit as st

from dashboards.address_text import FREE_QUESTION, pack_text
from dashboards.charts.image import join_specs, write_png, write_svg
from dashboards.charts.palette import DARK_INK, INK
from dashboards.data import short_hash
from dashboards.i18n.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import altair as alt

    from dashboards.components.state import Shared
    from dashboards.data import Answered


# Of a small multiple: the chart, its axes and the gap beside it; and how many in a row of
# the picture.
_CELL_WIDTH, _CELL_COLUMNS = 350, 4


# A resource: nobody changes a specification, and unpickling one at every rerun cost more than
# everything else about it.
@st.cache_resource(max_entries=500, show_spinner=False)
def _build_spec(
    name: str,  # noqa: ARG001 (tells the builders apart in the cache)
    _draw: Callable[..., alt.Chart],
    frame: pl.DataFrame,
    extra: tuple[Any, ...],
    language: str,
    ink: str,
) -> dict[str, Any]:
    chart = _draw(frame, *extra, Texts(language))
    # Streamlit's theme leaves words written as marks black, and the others too pale to read.
    words = {"labelColor": ink, "titleColor": ink}
    chart = chart.configure_text(color=ink).configure_axis(**words).configure_legend(**words)
    spec = chart.configure_title(color=ink, subtitleColor=ink).to_dict()
    # Vega-Lite leaves this part to whoever writes the specification.
    spec["usermeta"] = {"hash": short_hash(json.dumps(spec))}
    return spec


def build_spec(
    draw: Callable[..., alt.Chart], frame: pl.DataFrame, shared: Shared, *extra: object
) -> dict[str, Any]:
    """Finished specification of a chart, cached: building one costs more than all else on a page.

    Args:
        draw: chart builder; takes the frame, ``extra`` and the texts.
        frame: what the builder draws.
        shared: language.
        extra: hashable values between frame and texts.
    """
    name = f"{draw.__module__}.{getattr(draw, '__qualname__', repr(draw))}"
    ink = DARK_INK if st.context.theme.type == "dark" else INK
    return _build_spec(name, draw, frame, extra, shared.texts.language, ink)


@st.cache_resource(max_entries=500, show_spinner=False)
def _pack_rows(chart_hash: str, _spec: dict[str, Any]) -> dict[str, bytes]:  # noqa: ARG001
    return {name: _write_arrow(rows) for name, rows in _spec["datasets"].items()}


def _write_arrow(rows: list[dict[str, Any]]) -> bytes:
    table = pl.DataFrame(rows, infer_schema_length=None).to_arrow()
    target = io.BytesIO()
    with pa.ipc.new_stream(target, table.schema) as stream:
        stream.write_table(table)
    return target.getvalue()


def ready_spec(spec: dict[str, Any]) -> dict[str, Any]:
    """A specification as the browser wants it: Streamlit would pack its rows at every redraw.

    Args:
        spec: of ``build_spec``.
    """
    return {**spec, "datasets": _pack_rows(spec["usermeta"]["hash"], spec)}


def draw_chart(
    spec: dict[str, Any],
    shared: Shared,
    key: str,
    title: str,
    asked: Answered | None = None,
    select: str | None = None,
) -> list[dict[str, Any]]:
    """Show a chart, and beneath it PNG, SVG and the query.

    Args:
        spec: of ``build_spec``.
        shared: language and build.
        key: unique on the page; names the files.
        title: what the chart shows, read out by screen readers.
        asked: the answer that the chart draws.
        select: name of the selection parameter that a click sets.

    Returns:
        The points clicked, each with the fields of the selection; empty without ``select``.
    """
    options: dict[str, Any] = {"on_select": "rerun", "selection_mode": select} if select else {}
    # A selection must not outlive the marks it was made in.
    shown = f"{key}-{spec['usermeta']['hash']}" if select else key
    event = st.vega_lite_chart(ready_spec(spec), key=shown, alt=title, **options)
    with st.container(horizontal=True, gap="small"):
        draw_pictures(spec, shared, key)
        if asked is not None:
            draw_query(asked, shared)
    return event["selection"].get(select, []) if select else []


def draw_small_multiples(
    cells: Iterable[tuple[str, str, dict[str, Any]]], shared: Shared, key: str, asked: Answered
) -> None:
    """Small charts side by side; their picture as a whole and the query beneath.

    Args:
        cells: key, name for screen readers and specification of each.
        shared: language and build.
        key: names the files.
        asked: the answer that they draw.
    """
    specs = []
    with st.container(horizontal=True, gap="small"):
        for cell, name, spec in cells:
            st.vega_lite_chart(ready_spec(spec), key=cell, alt=name, width=_CELL_WIDTH)
            specs.append(spec)
    with st.container(horizontal=True, gap="small"):
        draw_pictures(join_specs(specs, _CELL_COLUMNS), shared, key)
        draw_query(asked, shared)


def take_click(points: list[dict[str, Any]], field: str, key: str) -> None:
    """Let a click choose in a list further down.

    A selection stays while the page is drawn again; only a new one may overrule what was
    chosen in the list since.

    Args:
        points: of ``draw_chart``.
        field: of the selection.
        key: of the list.
    """
    clicked = points[0].get(field) if points else None
    if clicked is not None and clicked != st.session_state.get(f"{key}-clicked"):
        st.session_state[key] = clicked
    st.session_state[f"{key}-clicked"] = clicked


def draw_pictures(spec: dict[str, Any], shared: Shared, key: str) -> None:
    """PNG and SVG of a specification, drawn when asked for."""
    kinds = {"png": (write_png, "image/png"), "svg": (write_svg, "image/svg+xml")}
    for kind, (write, mime) in kinds.items():
        st.download_button(
            shared.texts(f"chart.{kind}"),
            data=lambda write=write: write(spec),
            file_name=f"cchc-{key}-{shared.build_id}.{kind}",
            mime=mime,
            key=f"{key}-{kind}",
            icon=":material/image:",
            type="tertiary",
            on_click="ignore",
        )


def draw_query(asked: Answered, shared: Shared) -> None:
    """The statement behind an answer, and the way to the page that runs it."""
    texts = shared.texts
    with st.popover(texts("chart.query"), icon=":material/code:", type="tertiary"):
        st.page_link(
            "app_pages/sql.py",
            label=texts("chart.open_query"),
            icon=":material/terminal:",
            query_params={"ask": FREE_QUESTION, "s": pack_text(asked.statement)},
        )
        st.code(asked.statement, language="sql")
