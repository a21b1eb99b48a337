"""Colours and marks: safe for the colour-blind, and never the only sign of a state.

The hues are those of Okabe and Ito (2008).
"""

from __future__ import annotations

BLUE, ORANGE, GREEN, PURPLE = "#0072B2", "#E69F00", "#009E73", "#AA4499"
VERMILLION, SKY, GREY, PALE = "#D55E00", "#56B4E9", "#7F7F7F", "#B8BDC4"

CHANGE_COLOURS = {
    "raised": BLUE,
    "kept": GREY,
    "lowered": VERMILLION,
    "new": GREEN,
    "dropped": PURPLE,
    "not_comparable": PALE,
}
CHANGE_ICONS = {
    "raised": "▲",
    "kept": "●",
    "lowered": "▼",
    "new": "✚",
    "dropped": "✖",
    "not_comparable": "≠",
}
STATUS_COLOURS = {
    "met": GREEN,
    "on_track": BLUE,
    "behind": ORANGE,
    "at_risk": VERMILLION,
    "worsening": PURPLE,
    "not_met": VERMILLION,
    "missed": PURPLE,
    "unknown": PALE,
}
STATUS_ICONS = {
    "met": "✔",
    "on_track": "▶",
    "behind": "◔",
    "at_risk": "⚠",
    "worsening": "▼",
    "not_met": "✖",
    "missed": "✖",
    "unknown": "?",
}
STATE_COLOURS = {
    "late": VERMILLION,
    "due_soon": ORANGE,
    "unknown": PALE,
    "not_due": SKY,
    "done_late": PURPLE,
    "done_on_time": GREEN,
    "done_undated": "#66C2A5",
    "no_deadline": GREY,
    "cancelled": "#555555",
}
STATE_ICONS = {
    "late": "⚠",
    "due_soon": "◔",
    "unknown": "?",
    "not_due": "○",
    "done_late": "✔",
    "done_on_time": "✔",
    "done_undated": "✔",
    "no_deadline": "–",
    "cancelled": "✖",
}
CASCADE_COLOURS = {
    "missing": PURPLE,
    "softer": VERMILLION,
    "later": ORANGE,
    "present": GREY,
    "stricter": BLUE,
}
CASCADE_ICONS = {
    "missing": "✖",
    "softer": "▼",
    "later": "◔",
    "present": "●",
    "stricter": "▲",
}
ARROWS = {"down": "↓", "flat": "→", "up_right": "↗", "up": "↑", "kept": "✓"}
