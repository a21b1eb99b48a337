"""Pieces of a table -> its rows: the most coherent way to lay them into the columns of the head.

One model for every table whose cells are not given: each piece is scored for each column by what
it says (a deadline, an agency, an order number and a product each know themselves), by whether it
goes on the piece before it, and by what a row would lack if it ended there. The best laying is
found over all pieces together (Viterbi 1967); how much worse the next best is for one piece says
how sure its cell is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.support.trace import join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.lexicon.roles import Role
    from pipeline.plans.documents.pieces import Piece
    from pipeline.support.trace import Traced

_NEVER = -1e9
# What a row loses where a column holds nothing.
_LACKS: dict[Role, float] = {
    "number": 0.2, "field": 0.1, "target": 0.4, "task": 1.0, "activity": 3.0, "product": 0.8,
    "lead": 1.2, "coord": 0.8, "time": 1.2, "budget": 0.1, "note": 0.0, "unit": 0.6, "value": 1.5,
    "past": 0.3, "start": 0.3,
}  # fmt: skip
_CONTENT: tuple[Role, ...] = ("activity", "task", "target")
# Longer than the names of agencies and than times.
_LONG = 60
# A line shorter than this is no full line of a column.
_FULL = 24
# Lines of one column differ by less than this share of their length.
_EVEN = 0.15
_NO_SENTENCE = -7.0
# A piece whose column is less sure than this is left out, and its column named.
SURE = 0.75


@dataclass
class Laid:
    """A row as laid.

    Attributes:
        cells: column -> pieces in order.
        unsure: columns whose pieces could as well lie in another.
    """

    cells: dict[int, list[Piece]] = field(default_factory=dict)
    unsure: set[int] = field(default_factory=set)

    def text(self, column: int) -> Traced:
        """Words of a column on one line, bullets on lines of their own."""
        pieces = self.cells.get(column, [])
        if not pieces:
            return join(())
        text = pieces[0].text
        for piece in pieces[1:]:
            text = join((text, piece.text), "\n" if "bullet" in piece.kinds else " ")
        return text


_STARTS: dict[Role, dict[str, float]] = {
    "number": {"order": 6, "item": -2, "": -8},
    "lead": {"agency": 4, "time": -6, "product": -3, "order": -9, "item": -6, "": -3},
    "coord": {"agency": 4, "time": -6, "product": -3, "order": -9, "item": -6, "": -3},
    "time": {"time": 5, "agency": -5, "order": -9, "item": -6, "product": -4, "": -4},
    "start": {"time": 5, "agency": -5, "order": -9, "item": -6, "product": -4, "": -4},
    "product": {
        "product": 3, "bullet": 2.5, "agency": -3, "time": -5, "order": -9, "item": -7, "": -1,
    },
    "budget": {"budget": 4, "value": 3, "order": -4, "agency": -6, "time": -4, "item": -7, "": -3},
    "unit": {"unit": 4, "order": -6, "": -4},
    "value": {"value": 4, "order": -1, "unit": -3, "": -4},
    "past": {"value": 3, "order": -1, "": -4},
    "note": {"order": -8, "agency": -3, "time": -3, "item": -7, "": -2.5},
    "field": {"field": 3, "order": -8, "item": -8, "agency": -6, "time": -6, "": -2},
    "target": {"item": 1, "order": -9, "agency": -4, "time": -5, "": 0.5},
    "task": {"item": 5, "work": 2, "order": -9, "agency": -4, "time": -5, "product": -0.5, "": 1},
    "activity": {
        "item": 4, "work": 2, "order": -9, "agency": -4, "time": -5, "product": -0.5, "": 1,
    },
}  # fmt: skip


def _score_start(piece: Piece, role: Role) -> float:
    """How well a piece begins a cell of a column."""
    wanted = _STARTS[role]
    said = [wanted[k] for k in piece.kinds if k in wanted]
    score = (max(said) if max(said) > 0 else min(said)) if said else wanted[""]
    # "phút" and "không quá 20" are whole cells in lower case.
    return score - 3 * (piece.lowers and not {"unit", "value"} & piece.kinds)


def _score_on(previous: Piece, piece: Piece, role: Role) -> float:
    """How well a piece goes on the cell of the piece before it."""
    if "order" in piece.kinds or "item" in piece.kinds or "order" in previous.kinds:
        return _NO_SENTENCE
    if "value" in piece.kinds and role in ("value", "past", "budget", "unit"):
        return _NO_SENTENCE
    return _score_wording(previous, piece) + _score_kinds(previous, piece, role)


def _score_wording(previous: Piece, piece: Piece) -> float:
    """Whether two pieces read as one sentence."""
    barred = -3.0 * piece.is_barred
    if piece.lowers:
        return 2.5 + barred
    if previous.waits or (piece.is_acronym and previous.width > _FULL):
        return 2.0 + barred
    if previous.is_ended:
        return -0.5 + barred
    if not piece.begins_line:
        return -3.0 + barred
    is_even = abs(previous.width - piece.width) < _EVEN * previous.width
    return (0.8 if previous.width > _FULL and is_even else -0.5) + barred


def _score_kinds(previous: Piece, piece: Piece, role: Role) -> float:
    """Whether what a piece says of itself fits the cell that it would go on."""
    score = 0.0
    if role in ("lead", "coord", "time"):
        is_fragment = role == "time" and piece.is_time_fragment
        is_sentence = "work" in piece.kinds or len(piece.text.text) > _LONG
        goes_on = piece.lowers or previous.waits or is_fragment
        score += 2.0 * is_fragment - 3.0 * is_sentence - 2.5 * (not goes_on)
    if "bullet" in piece.kinds:
        score += 1.0 if role in ("product", "time") else -1.0
    if "agency" in piece.kinds and not previous.waits:
        score -= 2.5
    if "time" in piece.kinds and not piece.lowers and role != "time":
        score -= 2.5
    return score


class _Model:
    """Scores of one table."""

    def __init__(
        self, roles: Sequence[Role], *, is_numbered: bool = True, is_one_row: bool = False
    ) -> None:
        self.roles = roles
        self.is_one_row = is_one_row
        self.is_numbered = is_numbered
        self.content = next((roles.index(r) for r in _CONTENT if r in roles), 0)
        self.lacks = [_LACKS[r] for r in roles]

    def step(self, before: int, after: int) -> float:
        """Cost of the columns between two cells of a row."""
        return -sum(self.lacks[before + 1 : after])

    def begin(self, piece: Piece, column: int) -> float:
        """A row begins with this piece in this column."""
        if column > self.content + 1:
            return _NEVER
        score = _score_start(piece, self.roles[column]) - sum(self.lacks[:column])
        if {"order", "item"} & piece.kinds:
            return score + 2.0
        return score - (3.0 if self.is_numbered else 0.5)

    def end(self, column: int) -> float:
        """A row ends behind this column."""
        return -sum(self.lacks[column + 1 :])

    def moves(self, previous: Piece, piece: Piece, before: int, after: int) -> tuple[float, bool]:
        """Best score of going from one cell to another, and whether a row begins."""
        new_row = _NEVER if self.is_one_row else self.end(before) + self.begin(piece, after)
        if after < before:
            return new_row, True
        if after == before:
            same = _score_on(previous, piece, self.roles[after])
        else:
            same = _score_start(piece, self.roles[after]) + self.step(before, after)
        return (new_row, True) if new_row > same else (same, False)


def lay_row(pieces: Sequence[Piece], roles: Sequence[Role]) -> Laid:
    """One row of pieces in order, more or fewer than its columns."""
    (row,) = _lay(pieces, _Model(roles, is_one_row=True))
    return row


def lay(pieces: Sequence[Piece], roles: Sequence[Role], *, is_numbered: bool) -> list[Laid]:
    """Rows of a stretch between two titles.

    Args:
        pieces: in reading order.
        roles: of the columns, in order.
        is_numbered: each row begins with an order number or an item number.
    """
    return _lay(pieces, _Model(roles, is_numbered=is_numbered)) if pieces else []


def _lay(pieces: Sequence[Piece], model: _Model) -> list[Laid]:
    width = len(model.roles)
    forward = [[model.begin(pieces[0], c) for c in range(width)]]
    came: list[list[tuple[int, bool]]] = [[(-1, True)] * width]
    for n in range(1, len(pieces)):
        scores, origins = [], []
        for after in range(width):
            best, origin, starts = _NEVER * 2, 0, True
            for before in range(width):
                move, is_new = model.moves(pieces[n - 1], pieces[n], before, after)
                total = forward[-1][before] + move
                if total > best:
                    best, origin, starts = total, before, is_new
            scores.append(best)
            origins.append((origin, starts))
        forward.append(scores)
        came.append(origins)
    backward = _look_back(model, pieces)
    last = max(range(width), key=lambda c: forward[-1][c] + model.end(c))
    return _collect(pieces, came, forward, backward, last)


def _look_back(model: _Model, pieces: Sequence[Piece]) -> list[list[float]]:
    """Best score of all that follows, for each piece in each column."""
    width = len(model.roles)
    backward = [[model.end(c) for c in range(width)]]
    for n in range(len(pieces) - 1, 0, -1):
        following = backward[0]
        backward.insert(
            0,
            [
                max(
                    model.moves(pieces[n - 1], pieces[n], before, after)[0] + following[after]
                    for after in range(width)
                )
                for before in range(width)
            ],
        )
    return backward


def _collect(
    pieces: Sequence[Piece],
    came: list[list[tuple[int, bool]]],
    forward: list[list[float]],
    backward: list[list[float]],
    last: int,
) -> list[Laid]:
    path: list[tuple[int, bool]] = []
    column = last
    for n in range(len(pieces) - 1, -1, -1):
        origin, starts = came[n][column]
        path.append((column, starts))
        column = origin
    rows: list[Laid] = []
    for n, (column, starts) in enumerate(reversed(path)):
        if starts or not rows:
            rows.append(Laid())
        rows[-1].cells.setdefault(column, []).append(pieces[n])
        totals = [f + b for f, b in zip(forward[n], backward[n], strict=True)]
        others = max((t for c, t in enumerate(totals) if c != column), default=_NEVER)
        if totals[column] - others < SURE:
            rows[-1].unsure.add(column)
    return rows
