"""How commands print."""

from __future__ import annotations

from rich.console import Console

# Wide enough for the tables when nobody's terminal sets the width.
_PIPE_WIDTH = 160


def open_console() -> Console:
    """Standard output; sentences are never broken where a program may read them.

    What is printed comes from files of others: it is never read as markup.
    """
    console = Console(highlight=False, soft_wrap=True, markup=False)
    if not console.is_terminal:
        console.width = _PIPE_WIDTH
    return console


def show_number(value: float | None) -> str:
    """Vietnamese decimal comma, no trailing zeros; a dash for nothing."""
    return "–" if value is None else f"{value:g}".replace(".", ",")
