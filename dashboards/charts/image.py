"""Charts as pictures, for slides, mails and the printed brief."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any

import font_roboto
import vl_convert

from dashboards.charts.palette import ICONS, INK

if TYPE_CHECKING:
    from collections.abc import Sequence

# Screens give a chart their own width; a picture needs one.
_WIDTH = 1080
_SCALE = 2
_FONT = "Roboto"


@cache
def _register_fonts() -> None:
    """A font with every Vietnamese letter, whatever the machine has installed."""
    vl_convert.register_font_directory(font_roboto.font_directory)


def prepare_picture(spec: dict[str, Any], width: int = _WIDTH) -> str:
    """A specification that draws the same outside of the screen.

    Args:
        spec: Vega-Lite specification.
        width: pixels, where the chart takes the width of its container.

    Returns:
        JSON; signs before the words of a state are left out, since a font without one of them
        would draw the whole label in another font.
    """
    picture = deepcopy(spec)
    if picture.get("width") == "container":
        picture["width"] = width
    picture.setdefault("background", "#FFFFFF")
    picture.setdefault("padding", 12)
    # On paper, whatever the theme of the screen it was taken from.
    words = {"labelColor": INK, "titleColor": INK}
    ink = {
        "text": {"color": INK},
        "axis": words,
        "legend": words,
        "title": {"color": INK, "subtitleColor": INK},
        "font": _FONT,
    }
    picture["config"] = {**picture.get("config", {}), **ink}
    text = json.dumps(picture, ensure_ascii=False)
    for icon in ICONS:
        text = text.replace(f"{icon} ", "")
    return text


def join_specs(specs: Sequence[dict[str, Any]], columns: int) -> dict[str, Any]:
    """Several finished specifications as one picture, row by row.

    Args:
        specs: of small charts, all with the same configuration; at least one.
        columns: charts side by side.
    """
    whole = ("$schema", "config", "datasets", "usermeta")
    return {
        "$schema": specs[0]["$schema"],
        "config": specs[0]["config"],
        "columns": columns,
        "concat": [{k: v for k, v in spec.items() if k not in whole} for spec in specs],
        "datasets": {name: rows for spec in specs for name, rows in spec["datasets"].items()},
    }


def write_png(spec: dict[str, Any], width: int = _WIDTH) -> bytes:
    """PNG of a chart, twice the resolution of the screen."""
    _register_fonts()
    return vl_convert.vegalite_to_png(prepare_picture(spec, width), scale=_SCALE)


def write_svg(spec: dict[str, Any], width: int = _WIDTH) -> bytes:
    """SVG of a chart."""
    _register_fonts()
    return vl_convert.vegalite_to_svg(prepare_picture(spec, width)).encode()
