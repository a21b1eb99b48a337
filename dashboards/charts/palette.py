"""Colours and marks: safe for the colour-blind, and never the only sign of a state.

The hues are those of Okabe and Ito (2008).
"""

from __future__ import annotations

from pipeline.support.reference import read_seed

BLUE, ORANGE, GREEN, PURPLE = "#0072B2", "#E69F00", "#009E73", "#AA4499"
VERMILLION, SKY, GREY, PALE = "#D55E00", "#56B4E9", "#7F7F7F", "#B8BDC4"

# What the nation demands of the same thing.
NATIONAL = "#C2185B"

# Words on a light and on a dark screen; the text colours of .streamlit/config.toml.
INK, DARK_INK = "#0B1118", "#E8EDF3"

CHANGE_COLOURS = {
    "raised": BLUE,
    "kept": GREY,
    "lowered": VERMILLION,
    "new": GREEN,
    "replaced": SKY,
    "made_measurable": "#66C2A5",
    "not_restated": PURPLE,
    "met_and_ended": "#2E8B57",
    "outside_remit": "#8C8C8C",
    "level_ended": "#A6761D",
    "unclear": ORANGE,
    "not_comparable": PALE,
}
CHANGE_ICONS = {
    "raised": "▲",
    "kept": "●",
    "lowered": "▼",
    "new": "✚",
    "replaced": "⇄",
    "made_measurable": "◆",
    "not_restated": "○",
    "met_and_ended": "✔",
    "outside_remit": "◇",
    "level_ended": "⊘",
    "unclear": "?",
    "not_comparable": "≠",
}
# Statuses of numbers and states of tasks, in order: seeds/statuses.csv alone says what there is.
_STATUSES = sorted(read_seed("statuses"), key=lambda row: int(row["sort_order"]))


def _take(subject: str, column: str) -> dict[str, str]:
    return {r["status_code"]: r[column] for r in _STATUSES if r["subject"] == subject}


def _list_flagged(subject: str, column: str) -> tuple[str, ...]:
    return tuple(code for code, flag in _take(subject, column).items() if flag == "true")


STATUS_COLOURS, STATUS_ICONS = _take("target", "colour"), _take("target", "icon")
STATE_COLOURS, STATE_ICONS = _take("task", "colour"), _take("task", "icon")
BAD_STATUSES = _list_flagged("target", "is_bad")
ASSESSED_STATUSES = _list_flagged("target", "is_assessed")
ASSESSED_STATES = _list_flagged("task", "is_assessed")
# Statuses as a director counts them, in the order of the weekly headline.
GROUP_STATUSES: dict[str, tuple[str, ...]] = {
    group: tuple(code for code, other in _take("target", "group_code").items() if other == group)
    for group in dict.fromkeys(_take("target", "group_code").values())
}
BAD_GROUPS = tuple(g for g, codes in GROUP_STATUSES.items() if set(codes) & set(BAD_STATUSES))
# Neither open nor done: given up, or judged in a later version of the plan.
NOT_LIVE_STATES = tuple(
    code for code, group in _take("task", "group_code").items() if group == "cancelled"
)
DONE_STATES = tuple(code for code, group in _take("task", "group_code").items() if group == "done")
CASCADE_COLOURS = {
    "missing": PURPLE,
    "softer": VERMILLION,
    "later": ORANGE,
    "step": SKY,
    "present": GREY,
    "stricter": BLUE,
}
CASCADE_ICONS = {
    "missing": "✖",
    "softer": "▼",
    "later": "◔",
    "step": "◐",
    "present": "●",
    "stricter": "▲",
}
REPORT_COLOURS = {
    "received": "#66C2A5",
    "late": ORANGE,
    "partial": SKY,
    "missing": "#F08A5D",
    "awaited": "#D9C97A",
    "not_due": PALE,
}
REPORT_ICONS = {
    "received": "✔",
    "late": "◔",
    "partial": "◐",
    "missing": "✖",
    "awaited": "…",
    "not_due": "○",
}
ARROWS = {"down": "↓", "flat": "→", "up_right": "↗", "up": "↑", "kept": "✓"}
# "?" and "–" are ordinary letters of every font.
ICONS = sorted(
    {
        icon
        for icons in (CHANGE_ICONS, STATUS_ICONS, STATE_ICONS, CASCADE_ICONS, REPORT_ICONS)
        for icon in icons.values()
        if icon not in "?–"
    }
)
