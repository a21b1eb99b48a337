"""A table whose cells are not given -> printed rows: its lines, cut to pieces, laid in columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.documents.model import Cell, Row
from pipeline.lexicon.roles import Columns, make_flow_columns, read_flow_head
from pipeline.lexicon.rules import has_words, load_rules
from pipeline.plans.documents.alignment import lay, lay_row
from pipeline.plans.documents.barred_rows import is_barred, read_barred_rows
from pipeline.plans.documents.fields import find_field
from pipeline.plans.documents.pieces import (
    ITEM,
    Heading,
    Piece,
    cut_line,
    find_order,
    goes_on,
    read_heading,
)
from pipeline.plans.quantities.demands import names_state
from pipeline.plans.quantities.measures import read_measures
from pipeline.plans.quantities.spans import find_stage
from pipeline.support.trace import Traced, join

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.lexicon.roles import Role

_HEAD_LINES = 24
_MIN_ROLES = 3
_MIN_ITEMS = 3
_LONGEST_TITLE = 100
# Kinds that a sentence may have.
_PLAIN = frozenset({"work", "value"})
_NEAR = 24
_LABEL = re.compile(r"[IVX]{1,5}[.)]?")
_LABELLED = re.compile(r"[IVX]{1,5}\b")
_PAGE = re.compile(r"\d{1,3}")
# Columns that are left empty where their words may belong to another.
_DOUBTED = ("product", "lead", "coord", "time")


@dataclass
class LostTable:
    """Rows told from words.

    Attributes:
        columns: as the head names them.
        rows: printed rows, and titles between them.
        groups: field of each group of items, by its number.
        heads: lines of the head, wherever a page repeats it.
        labels: lines of the labels of groups.
    """

    columns: Columns
    rows: list[Row | Traced]
    groups: dict[str, int]
    heads: list[Traced]
    labels: list[Traced]


def _head_of(lines: Sequence[Traced]) -> tuple[Columns, list[Role], int]:
    """Columns of a head that begins with the first line, and how many lines it takes."""
    near = lines[:_HEAD_LINES]
    roles, words, end = read_flow_head(" ".join(line.folded for line in near))
    place = 0
    for number, line in enumerate(near):
        place += len(line.folded) + 1
        if place >= end:
            return make_flow_columns(roles, words), roles, number + 1
    return make_flow_columns(roles, words), roles, len(near)


def _split_pages(
    lines: Sequence[Traced], roles: Sequence[Role]
) -> tuple[list[Traced], list[Traced]]:
    """Lines of the body, and those of a head that a page repeats."""
    body: list[Traced] = []
    heads: list[Traced] = []
    skip = 0
    for number, line in enumerate(lines):
        if skip:
            skip -= 1
            heads.append(line)
            continue
        if has_words("columns", line.folded.split(" ")[0]):
            _, again, taken = _head_of(lines[number : number + _HEAD_LINES])
            if len(again) >= max(_MIN_ROLES, len(roles) - 2):
                skip = taken - 1
                heads.append(line)
                continue
        body.append(line)
    return body, heads


# -- labels of groups -----------------------------------------------------------------


def _take_groups(lines: Sequence[Traced]) -> tuple[list[Traced], dict[str, int]]:
    """Lines without the labels of groups, and the field of each group.

    Only where the rows carry numbers such as 1.2: there the group is told by the first of them,
    and its label is printed in the middle of its rows.
    """
    kept: list[Traced] = []
    groups: dict[str, int] = {}
    label: list[Traced] = []
    for position, line in enumerate(lines):
        if label:
            label, line = _grow_label(label, line, groups)  # noqa: PLW2901
            if line is None:
                continue
        if (rest := _strip_count_end(line)) is not line:
            line = rest  # noqa: PLW2901
        glued = re.search(r"(?<=[).])\s*\d$", line.text)
        if glued and _begins_label(line.cut(glued.start()), lines[position + 1 : position + 12]):
            label = [line.cut(glued.start())]
            line = line.cut(0, glued.start())  # noqa: PLW2901
        elif _begins_label(line, lines[position + 1 : position + 12]):
            label = [line]
            continue
        if line:
            kept.append(line)
    return kept, groups


def _begins_label(line: Traced, following: Sequence[Traced]) -> bool:
    if not re.match(r"^\d(?:\s+[A-ZĐ]|\s*$)", line.text) or ITEM.search(line.text):
        return False
    near = [line, *following]
    counted = any(has_words("groups", x.folded) for x in near)
    return counted and find_field(" ".join(x.folded for x in near)) is not None


def _grow_label(
    label: list[Traced], line: Traced, groups: dict[str, int]
) -> tuple[list[Traced], Traced | None]:
    """The label with a line more; where it ends, no label and what is left of the line."""
    counted = any(r.pattern.search(line.folded) for r in load_rules("groups"))
    item = ITEM.search(line.text)
    said = " ".join(x.folded for x in (*label, line))
    if not counted and item is None:
        return [*label, line], None
    number = re.match(r"\d", label[0].text)
    code = find_field(said)
    if number and code is not None:
        groups.setdefault(number[0], code)
    end = re.search(r"vụ\s*\)\s*", line.text)
    rest = line.cut(end.end()) if end else (line.cut(item.start()) if item else None)
    return [], rest or None


def _strip_count_end(line: Traced) -> Traced:
    match = re.match(r"^vụ\s*\)\s*", line.text)
    return line.cut(match.end()) if match else line


# -- all together -------------------------------------------------------------------------


def _lay_stretch(
    pieces: Sequence[Piece], roles: Sequence[Role], table_no: int, *, is_numbered: bool
) -> Iterator[Row]:
    for laid in lay(pieces, roles, is_numbered=is_numbered):
        doubted = frozenset(c for c in laid.unsure if roles[c] in _DOUBTED)
        cells = [Cell() if c in doubted else Cell(laid.text(c)) for c in range(len(roles))]
        if any(cell.text for cell in cells):
            yield Row(tuple(cells), table_no, is_laid=True, unsure=doubted)


def _take_aims(
    pieces: Sequence[Piece], roles: Sequence[Role], table_no: int
) -> Iterator[Row | list[Piece]]:
    """Of a roadmap the aims that state a number, each a row of its own, and what lies between.

    Such aims stand in merged cells, which a converter prints wherever it likes: what is demanded
    is read, the work beside it is laid without it.
    """
    rest: list[Piece] = []
    position = 0
    while position < len(pieces):
        run = _read_run(pieces, position)
        text = join((p.text for p in run), " ")
        if (
            names_state(text.folded)
            and not run[0].lowers
            and run[0].begins_line
            and read_measures(text.text)
        ):
            if rest:
                yield rest
            rest = []
            times = [p for p in pieces[position + len(run) :][:_NEAR] if "time" in p.kinds][:1]
            texts = {"target": text, "time": times[0].text if times else join(())}
            cells = tuple(Cell(texts.get(r, join(()))) for r in roles)
            yield Row(cells, table_no, is_laid=True)
        else:
            rest += run
        position += len(run)
    if rest:
        yield rest


def _read_run(pieces: Sequence[Piece], begin: int) -> list[Piece]:
    """Pieces that go on each other without a break."""
    run = [pieces[begin]]
    if not run[0].kinds <= _PLAIN:
        return run
    for piece in pieces[begin + 1 :]:
        is_plain = piece.kinds <= _PLAIN or (piece.lowers and piece.begins_line)
        if not is_plain or not goes_on(run, piece):
            break
        run.append(piece)
    return run


def _find_group_numbers(lines: Sequence[Traced]) -> dict[int, int]:
    """Lines that hold the number of a group whose first item follows: "2", then "2.1. ..."."""
    found = {}
    for position, line in enumerate(lines):
        if re.fullmatch(r"\d", line.text):
            near = " ".join(x.text for x in lines[position + 1 : position + 6])
            item = ITEM.search(near)
            if item and item[1].split(".")[0] == line.text:
                found[position] = len(line.text)
    return found


def align_row(row: Row, columns: Columns) -> Row:
    """A row whose pieces are not as many as the columns: each goes where its words belong.

    A cell that was empty is missing, or a sign that parts cells also stood inside one.
    """
    roles: list[Role] = ["note"] * columns.width
    for role, at in columns.positions.items():
        roles[at] = role
    for value in columns.values:
        roles[value.position] = "value"
    pieces = [
        replace(cut_line(c.text, n, roles, None)[0], text=c.text)
        if not _PAGE.fullmatch(c.text.text)
        else Piece(c.text, n, frozenset({"order" if n == 0 else "value"}))
        for n, c in enumerate(row.cells)
        if c.text
    ]
    if len(pieces) < _MIN_ROLES:
        return row
    laid = lay_row(pieces, roles)
    doubted = frozenset(c for c in laid.unsure if roles[c] in _DOUBTED)
    cells = [Cell() if c in doubted else Cell(laid.text(c)) for c in range(columns.width)]
    return Row(tuple(cells), row.table_no, is_laid=True, unsure=doubted)


class _Stretches:
    """Lays the pieces between two titles, one stretch after another."""

    def __init__(self, roles: Sequence[Role], table_no: int, *, is_numbered: bool) -> None:
        self.roles = roles
        self.table_no = table_no
        self.is_numbered = is_numbered
        self.pieces: list[Piece] = []
        self.rows: list[Row | Traced] = []

    def close(self) -> None:
        """Lay what has been gathered."""
        is_roadmap = "target" in self.roles and "activity" in self.roles
        parts = _take_aims(self.pieces, self.roles, self.table_no) if is_roadmap else [self.pieces]
        for part in parts:
            if isinstance(part, Row):
                self.rows.append(part)
            else:
                self.rows += _lay_stretch(
                    part, self.roles, self.table_no, is_numbered=self.is_numbered
                )
        self.pieces = []


def read_lost_table(lines: Sequence[Traced], table_no: int) -> LostTable | None:
    """Rows of a table that nothing parts, from its head on.

    Args:
        lines: the head and all below it, in reading order.
        table_no: of the document.

    Returns:
        None where no head is read.
    """
    columns, roles, taken = _head_of(lines)
    if len(roles) < _MIN_ROLES:
        return None
    whole, repeated = _split_pages(lines[taken:], roles)
    heads = [*lines[:taken], *repeated]
    if is_barred(whole):
        rows = list(read_barred_rows(whole, roles, table_no))
        return LostTable(columns, rows, {}, heads, [])
    body = whole
    has_items = len([x for x in body if ITEM.search(x.text)]) >= _MIN_ITEMS
    body, groups = _take_groups(body) if has_items else (body, {})
    orders = _find_group_numbers(body) if has_items else find_order(body)
    stretches = _Stretches(roles, table_no, is_numbered=has_items or len(orders) > 1)
    _take_lines(stretches, body, orders)
    kept = {offset for line in body for offset in line.offsets}
    labels = [line for line in whole if not kept.issuperset(line.offsets)]
    return LostTable(columns, _join_titles(stretches.rows), groups, heads, labels)


def _is_plain_title(
    stretches: _Stretches, body: Sequence[Traced], orders: dict[int, int], number: int
) -> bool:
    """Behind the label of a section, and before its first row: the title, in small letters."""
    last = stretches.rows[-1] if stretches.rows else None
    is_labelled = isinstance(last, Traced) and bool(_LABEL.fullmatch(last.text))
    follows = is_labelled and not stretches.pieces and number not in orders
    return follows and number + 1 in orders and len(body[number].text) < _LONGEST_TITLE


def _take_lines(stretches: _Stretches, body: Sequence[Traced], orders: dict[int, int]) -> None:
    holds_numbers = bool({"value", "past", "budget"} & set(stretches.roles))
    for number, line in enumerate(body):
        heading = None if number in orders else read_heading(line)
        if heading is None and _is_plain_title(stretches, body, orders, number):
            heading = Heading(line)
        if isinstance(heading, Heading):
            stretches.close()
            stretches.rows.append(heading.text)
        elif holds_numbers or number in orders or not _PAGE.fullmatch(line.text):
            following = body[number + 1].folded if number + 1 < len(body) else ""
            stretches.pieces += cut_line(
                line, number, stretches.roles, orders.get(number), following
            )
    stretches.close()


def _join_titles(rows: Sequence[Row | Traced]) -> list[Row | Traced]:
    """A title that was printed apart from its number goes back to it."""
    joined: list[Row | Traced] = []
    waiting: list[int] = []
    for row in rows:
        if isinstance(row, Row):
            joined.append(row)
        elif re.fullmatch(r"[A-D]", row.text):
            # The label of a stage, whose words are printed elsewhere.
            continue
        elif _LABEL.fullmatch(row.text):
            waiting.append(len(joined))
            joined.append(row)
        elif waiting and not _LABELLED.match(row.text) and find_stage(row.folded) is None:
            at = waiting.pop(0)
            label = joined[at]
            joined[at] = join((label, row), " ") if isinstance(label, Traced) else row
        else:
            joined.append(row)
    return joined
