"""Colours and marks: safe for the colour-blind, and never the only sign of a state.

The hues are those of Okabe and Ito (2008).
"""

from __future__ import annotations

BLUE, ORANGE, GREEN, PURPLE = "#0072B2", "#E69F00", "#009E73", "#AA4499"
VERMILLION, SKY, GREY, PALE = "#D55E00", "#56B4E9", "#7F7F7F", "#B8BDC4"

# Words on a light and on a dark screen; the text colours of .streamlit/config.toml.
INK, DARK_INK = "#0B1118", "#E8EDF3"

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
# Statuses as a director counts them, in the order of the weekly headline.
GROUP_STATUSES = {
    "met": ("met",),
    "on_track": ("on_track",),
    "behind": ("behind",),
    "at_risk": ("at_risk", "worsening"),
    "not_met": ("not_met", "missed"),
    "unknown": ("unknown",),
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
REPORT_COLOURS = {
    "received": "#66C2A5",
    "late": ORANGE,
    "partial": SKY,
    "missing": "#F08A5D",
    "not_due": PALE,
}
REPORT_ICONS = {"received": "✔", "late": "◔", "partial": "◐", "missing": "✖", "not_due": "○"}
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
