"""Rows as printed -> rows as meant: headers, sections, broken, shifted and merged ones."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.documents.model import Cell, Row
from pipeline.lexicon.roles import Columns, Role, find_role, is_past, read_columns
from pipeline.lexicon.rules import find_rule, has_words
from pipeline.plans.deadlines import read_deadlines
from pipeline.plans.documents.fields import find_field
from pipeline.plans.quantities.demands import names_state
from pipeline.plans.quantities.measures import read_measures
from pipeline.plans.quantities.spans import find_stage
from pipeline.support.trace import NOTHING, Traced, join

if TYPE_CHECKING:
    from collections.abc import Sequence

_ITEM = re.compile(r"^\s*(\d{1,2}(?:\.\d{1,2}){1,2})\.?\s+(?=\S)|^\s*(\d{1,2}\.\d{1,2})\.(?=\S)")
_SECTION_LABEL = re.compile(r"^\s*([IVXl1|]{1,5}|[A-H])\s*[.)]?\s+(?=\S)|^\s*([IVX]{1,5})\s*[.)]")
_BARE_LABEL = re.compile(r"^\s*(?:[IVX]{1,5}|[A-H])\s*[.)]?\s*$")
_NUMBER = re.compile(r"^\s*(\d{1,3}(?:\.\d{1,2})*|I|l)\s*[.)]?\s*$")
_ENDED = re.compile(r"[.;!?]\s*$")
_LONGEST_HEADER = 40
_LONGEST_TITLE = 100
_TOTAL = re.compile(r"^(?:tong cong|tong so|tong kinh phi|cong)\W*$")
_NAMES_COLUMN = re.compile(r"[^\W\d_]|^\s*20\d\d")
_TICK = re.compile(r"^\s*(?:[xX×✓✔√•●*]|v)\s*$")
_FOOTNOTE = re.compile(r"^[(*\s]*(?:ghi chu|nguon)\s*:")
# A row that names a stage and perhaps what it is for, no field.
_STAGE = re.compile(
    r"^\W*(?:(?:muc tieu|chi tieu|dinh huong|phan dau|tam nhin)\s+)?(?:den |trong )?"
    r"(?:het |cuoi )?(?:nam|giai doan)\s*:?\s*20\d\d"
)


@dataclass
class LogicalRow:
    """One row as meant.

    Attributes:
        cells: role -> text; a role whose cell is empty is left out.
        values: texts of the value columns, in the order of ``Columns.values``.
        past: texts of the columns of what was reached earlier.
        inherited: roles whose text comes from a merged cell above.
        section: label of the section, such as ``II`` or ``3``.
        section_title: its heading.
        section_lead: agency that its heading says leads all of it, empty where none does.
        field_code: field of the section, None where none is named.
        stage_year: year of a heading such as "Đến năm 2030".
        number: what stands in the number column.
        is_shifted: its cells had to be moved to fit the header.
        order: place among the rows of its table.
        near_fields: fields of its section and of the one before.
        is_laid: what belongs to its cells was told from their words.
        unsure: roles that cannot be told.
    """

    cells: dict[Role, Traced] = field(default_factory=dict)
    values: list[Traced] = field(default_factory=list)
    past: list[Traced] = field(default_factory=list)
    inherited: set[Role] = field(default_factory=set)
    section: str = ""
    section_title: str = ""
    section_lead: Traced = NOTHING
    field_code: int | None = None
    stage_year: int | None = None
    number: str = ""
    is_shifted: bool = False
    order: int = 0
    near_fields: tuple[int, ...] = ()
    is_laid: bool = False
    unsure: set[Role] = field(default_factory=set)

    def text(self, role: Role) -> Traced:
        """Text of a role, empty where the row has none."""
        return self.cells.get(role, NOTHING)


@dataclass
class LogicalTable:
    """Rows that follow one header, over page breaks.

    Attributes:
        columns: roles.
        rows: as meant, in order.
        caption: folded text of the headings above.
        is_itemised: tasks carry numbers like 1.2.
        groups: field of a group of items, by its number.
        heads: texts of its head, wherever that is repeated.
        titles: texts of its section rows, and of remarks and sums below its rows.
    """

    columns: Columns
    caption: str = ""
    rows: list[LogicalRow] = field(default_factory=list)
    is_itemised: bool = False
    groups: dict[str, int] = field(default_factory=dict)
    heads: list[Traced] = field(default_factory=list)
    titles: list[Traced] = field(default_factory=list)


def _texts(row: Row) -> list[str]:
    return [c.text.text for c in row.cells]


def find_item(text: str) -> re.Match[str] | None:
    """The leading number of an itemised task (``1.2. ``)."""
    return _ITEM.match(text)


def _align(row: Row, columns: Columns, *, itemised: bool) -> tuple[list[Cell], bool]:
    """Cells under the header's columns; exports drop empty cells at the front."""
    cells = list(row.cells)
    if itemised:
        at = next((i for i, c in enumerate(cells) if find_item(c.text.text)), None)
        if at is not None and at < columns.content:
            cells = cells[:at] + [Cell()] * (columns.content - at) + cells[at:]
        elif at is None and len(cells) < columns.width:
            cells = [Cell()] * (columns.width - len(cells)) + cells
    is_shifted = len([c for c in cells if c.text]) > columns.width or (
        len(cells) > columns.width and any(c.text for c in cells[columns.width :])
    )
    cells += [Cell()] * (columns.width - len(cells))
    return cells, is_shifted


def find_offset(cells: Sequence[Cell], columns: Columns) -> int:
    """How far the cells of a row stand from their columns, told by agencies and times.

    An export that splits a cell in two, or loses an empty one, moves all cells behind it.
    """
    positions = columns.positions
    if not {"lead", "coord", "time", "product"} <= set(positions):
        return 0
    order = [positions[r] for r in ("product", "lead", "coord", "time")]
    if order != list(range(order[0], order[0] + 4)):
        return 0

    def fits(offset: int) -> bool:
        def at(role: Role) -> str:
            place = positions[role] + offset
            return cells[place].text.folded if 0 <= place < len(cells) else ""

        return bool(
            has_words("agencies", at("lead"))
            and has_words("agencies", at("coord"))
            and has_words("times", at("time"))
            and not has_words("agencies", at("product"))
        )

    if fits(0):
        return 0
    return next((offset for offset in (1, -1) if fits(offset)), 0)


def _section_of(cells: Sequence[Cell], columns: Columns) -> tuple[str, Traced, bool] | None:
    """Label and title of a section row, and whether it also carries a task."""
    filled = [(i, c) for i, c in enumerate(cells) if c.text and not c.is_spanned]
    if not filled:
        return None
    first, cell = filled[0]
    second = filled[1][1].text if len(filled) > 1 else NOTHING
    same = {c.text.folded for _, c in filled}
    if len(same) == 1:
        match = _SECTION_LABEL.match(cell.text.text)
        title = cell.text.cut(match.end()) if match else cell.text
        if match or _is_title(cell.text) or _is_merged_title(cells):
            label = (match[1] or match[2] or "") if match else ""
            return _roman(label), title, False
        return None
    if _is_spread_title(cells) and first == 0 and len(cell.text.text) <= 5:
        # One cell over the whole row is a title, whatever the scan made of its label.
        return _guess_roman(cell.text.text), second, False
    if _is_merged_title(cells[1:]) and first == 0 and _BARE_LABEL.match(cell.text.text):
        return _roman(cell.text.text.strip(" .)")), second, False
    return _section_of_some(filled, columns)


def _section_of_some(
    filled: Sequence[tuple[int, Cell]], columns: Columns
) -> tuple[str, Traced, bool] | None:
    """The same of a row whose title stands in one column."""
    first, cell = filled[0]
    second = filled[1][1].text if len(filled) > 1 else NOTHING
    is_alone = len(filled) == 2 and len(second.text) < _LONGEST_TITLE
    if _BARE_LABEL.match(cell.text.text) and first == 0 and (_is_title(second) or is_alone):
        rest = [c for _, c in filled[2:] if c.text.folded != second.folded]
        if not rest or _is_upper(second):
            return _roman(cell.text.text.strip(" .)")), second, bool(rest)
    if (
        columns.positions.get("number") == first
        and _NUMBER.match(cell.text.text)
        and len(filled) == 2
        and _is_upper(second)
    ):
        return cell.text.text.strip(" .)"), second, False
    return None


def _is_spread_title(cells: Sequence[Cell]) -> bool:
    """All cells but the first are one, and it is in capitals or names a field."""
    rest = [c.text for c in cells[1:]]
    return (
        len(rest) > 2
        and bool(rest[0])
        and len({t.folded for t in rest}) == 1
        and (_is_upper(rest[0]) or find_field(rest[0].folded) is not None)
    )


def _is_merged_title(cells: Sequence[Cell]) -> bool:
    """One merged cell stands in place of all columns, and says neither how much nor by when."""
    text = cells[0].text if cells else NOTHING
    return (
        len(cells) > 2
        and bool(text)
        and len(text.text) < _LONGEST_TITLE
        and all(c.text and c.text.start == text.start for c in cells)
        and not read_measures(text.text)
        and not any(due.due_to for due in read_deadlines(text.text, None, None))
        and not names_state(text.folded)
    )


def _guess_roman(label: str) -> str:
    """The Roman numeral of a section, empty where a scan left none that can be read."""
    kept = _roman(re.sub(r"[^A-Za-z0-9|]", "", label)).upper()
    return kept if kept in _ROMANS else ""


def _is_footnote(row: Row) -> bool:
    """A remark below the rows, or their sum."""
    filled = {c.text.folded for c in row.cells if c.text and not c.is_spanned}
    if any(_TOTAL.match(text) for text in filled):
        return True
    return len(filled) == 1 and all(_FOOTNOTE.match(text) or _is_sum(text) for text in filled)


def _is_sum(folded: str) -> bool:
    """How many rows there are: "Tổng số: 7 chỉ tiêu"."""
    rule = find_rule("table_ends", folded)
    return rule is not None and rule.name == "total"


def _is_upper(text: Traced) -> bool:
    letters = [c for c in text.text if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) > 0.7 * len(letters)


def _is_title(text: Traced) -> bool:
    short = len(text.text) < 130
    return short and (
        _is_upper(text)
        or find_field(text.folded) is not None
        or bool(_STAGE.match(text.folded))
        or bool(find_section_lead(text))
    )


def find_section_lead(title: Traced) -> Traced:
    """The agency that leads all tasks below a title: "SỞ NỘI VỤ CHỦ TRÌ".

    Returns:
        The agency as it stands, empty where the title names none.
    """
    rule = find_rule("section_leads", title.folded)
    match = rule.pattern.search(title.folded) if rule else None
    lead = title.cut(*match.span("lead")) if match else NOTHING
    return lead if has_words("agencies", lead.folded) else NOTHING


_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def _next_roman(label: str) -> str:
    known = label in _ROMANS[:-1]
    return _ROMANS[_ROMANS.index(label) + 1] if known else f"{label}b"


def _roman(label: str) -> str:
    return re.sub("[l1|]", "I", label).strip(" .)")


def _rank(label: str) -> str:
    """What kind of label a section carries: sections of one kind stand beside each other."""
    if label.isdigit():
        return "digit"
    return "roman" if label in _ROMANS else ("letter" if label else "none")


class _Gatherer:
    """Goes through the rows of one table and keeps what is open."""

    def __init__(self, columns: Columns, caption: str) -> None:
        self.table = LogicalTable(columns, caption)
        self.section = self.title = ""
        self.lead, self.lead_label = NOTHING, ""
        self.field_code: int | None = None
        self.field_rank = ""
        # Kinds of labels in the order in which they came: those that came later stand below.
        self.ranks: list[str] = []
        self.stage_year: int | None = None
        self.pending: tuple[str, Traced] | None = None
        self.after_header = False
        self.sections_seen = 0
        self.fields: list[int] = []

    def enter_heading(self, text: Traced) -> None:
        """A heading between two rows of the table."""
        self.table.titles.append(text)
        if _BARE_LABEL.match(text.text):
            self._open(text.text.strip(" .)"), NOTHING)
            return
        match = _SECTION_LABEL.match(text.text)
        title = text.cut(match.end()) if match else text
        label = _roman((match[1] or match[2] or "") if match else "")
        is_stage = bool(_STAGE.match(title.folded))
        if not label and not is_stage and self.sections_seen < len(_ROMANS):
            label = _ROMANS[self.sections_seen]
        self._open(label, title)

    def _open(self, label: str, title: Traced) -> None:
        stage = find_stage(title.folded)
        if stage and _STAGE.match(title.folded):
            self.stage_year = stage
            return
        self._enter_lead(label, title)
        if label.isdigit():
            # "3 THỰC HIỆN CƠ CHẾ MỘT CỬA": a group of rows inside the section.
            return
        if label and label == self.section and title.text != self.title:
            # Two sections printed under one label are two sections.
            label = _next_roman(label)
        self.sections_seen += 1
        self.section = label or str(self.sections_seen)
        self.title, self.stage_year = title.text, None
        self._enter_field(find_field(title.folded), _rank(label))

    def _enter_field(self, code: int | None, rank: str) -> None:
        """A field holds until another is named, or a title not below its own names none."""
        if rank not in self.ranks:
            self.ranks.append(rank)
        if code is not None:
            self.field_code, self.field_rank = code, rank
            self.fields.append(code)
        elif self.field_rank and (
            rank == "none" or self.ranks.index(rank) <= self.ranks.index(self.field_rank)
        ):
            self.field_code = None

    def _enter_lead(self, label: str, title: Traced) -> None:
        """Who leads holds until a title of the same rank, or until another names who does."""
        lead, rank = find_section_lead(title), _rank(label)
        if lead or rank == self.lead_label:
            self.lead, self.lead_label = lead, rank

    def take(self, row: Row) -> None:
        columns = self.table.columns
        if _is_footnote(row):
            self.table.titles += [c.text for c in row.cells if c.text]
            return
        cells, shifted = _align(row, columns, itemised=self.table.is_itemised)
        # Titles between laid rows were told apart before.
        section = None if row.is_laid else _section_of(cells, columns)
        if section:
            label, title, has_task = section
            self.table.titles += [title, *([] if has_task else [c.text for c in cells])]
            if not has_task:
                self._open(label, title)
                return
            # The row of the section's title also holds the end of the section before it.
            self.pending = (label, title)
            number_at, title_at = (
                columns.positions.get("number", 0),
                columns.positions.get("target", 1),
            )
            cells = [Cell() if i in (number_at, title_at) else c for i, c in enumerate(cells)]
        if not any(c.text for c in cells):
            return
        self._place(cells, shifted=shifted, is_laid=row.is_laid)
        self.table.rows[-1].is_laid |= row.is_laid
        self.table.rows[-1].unsure |= {r for r, at in columns.positions.items() if at in row.unsure}
        self.after_header = False

    def _place(self, cells: Sequence[Cell], *, shifted: bool, is_laid: bool) -> None:
        columns, table = self.table.columns, self.table
        number_at = columns.positions.get("number")
        number = cells[number_at].text.text if number_at is not None else ""
        if self.pending and _NUMBER.match(number):
            self._open(*self.pending)
            self.pending = None
        content = cells[columns.content].text
        may_go_on = not is_laid or table.is_itemised
        if table.rows and may_go_on and self._continues(cells, number, content):
            self._append(table.rows[-1], cells)
            return
        cells = self._give_back_product(cells)
        row = LogicalRow(
            section=self.section,
            section_title=self.title,
            section_lead=self.lead,
            field_code=self.field_code,
            stage_year=self.stage_year,
            number=_clean_number(number),
            near_fields=tuple(self.fields[-2:]),
            is_shifted=shifted,
            order=len(table.rows),
        )
        self._fill(row, cells)
        table.rows.append(row)

    def _give_back_product(self, cells: Sequence[Cell]) -> Sequence[Cell]:
        """Behind a page break a product in lower case is the end of the one before."""
        at = self.table.columns.positions.get("product")
        if at is None or not self.after_header or not self.table.rows:
            return cells
        previous, text = self.table.rows[-1], cells[at].text
        open_product = previous.text("product")
        if not text or not text.text[:1].islower() or not open_product:
            return cells
        previous.cells["product"] = join((open_product, text), " ")
        return [Cell() if i == at else c for i, c in enumerate(cells)]

    def _continues(self, cells: Sequence[Cell], number: str, content: Traced) -> bool:
        """Whether a printed row is the rest of the row above it."""
        table, previous = self.table, self.table.rows[-1]
        if table.is_itemised:
            return not find_item(content.text)
        if cells[table.columns.content].is_spanned:
            return not any(c.text and not c.is_spanned for c in cells) or not self._has_new_cells(
                cells
            )
        if _NUMBER.match(number) and "activity" not in table.columns:
            return False
        open_text = previous.text(self._content_role())
        unfinished = bool(open_text) and not _ENDED.search(open_text.text)
        if content:
            lowers = content.text[:1].islower()
            if "activity" in table.columns:
                return lowers and unfinished and self.after_header
            if lowers and unfinished:
                return True
            return not number.strip() and number_required(table) and lowers
        if "activity" in table.columns:
            return not self._states_work(cells)
        return not number.strip()

    def _content_role(self) -> Role:
        for role in ("activity", "task", "target"):
            if role in self.table.columns:
                return role
        return "task"

    def _has_new_cells(self, cells: Sequence[Cell]) -> bool:
        """A merged content cell over rows that differ in product or time is several rows."""
        positions = self.table.columns.positions
        own = [positions[r] for r in ("product", "time", "lead") if r in positions]
        return any(cells[i].text and not cells[i].is_spanned for i in own)

    def _states_work(self, cells: Sequence[Cell]) -> bool:
        """A row without an activity still is one where it names a product and who delivers it."""
        positions = self.table.columns.positions
        return all(r in positions and cells[positions[r]].text for r in ("product", "lead"))

    def _fill(self, row: LogicalRow, cells: Sequence[Cell]) -> None:
        columns = self.table.columns
        offset = find_offset(cells, columns)
        row.is_shifted = row.is_shifted or offset != 0
        first_moved = min(columns.positions.get(r, 99) for r in ("activity", "task"))
        for role, position in columns.positions.items():
            moved = position + offset if position >= first_moved else position
            cell = cells[moved] if 0 <= moved < len(cells) else Cell()
            if cell.text:
                row.cells[role] = cell.text
                if cell.is_spanned:
                    row.inherited.add(role)
        row.values = [cells[column.position].text for column in columns.values]
        row.past = [cells[position].text for position in columns.past]
        ticked = [
            Traced(tick.period, (cells[tick.position].text.start,) * len(tick.period))
            for tick in columns.ticks
            if _TICK.match(cells[tick.position].text.text)
        ]
        if ticked:
            row.cells["time"] = join(ticked, ", ")

    def _append(self, row: LogicalRow, cells: Sequence[Cell]) -> None:
        columns = self.table.columns
        for role, position in columns.positions.items():
            cell = cells[position]
            if cell.text and not cell.is_spanned:
                row.cells[role] = join((row.text(role), cell.text), " ")


def _clean_number(cell: str) -> str:
    """What stands in the number column, without the noise that a scan adds to it."""
    said = cell.strip(" .)")
    if re.fullmatch(r"[\w./-]{0,8}", said):
        return said
    digits = re.match(r"\d{1,3}(?:\.\d{1,2})*", said)
    return digits[0] if digits else ""


def number_required(table: LogicalTable) -> bool:
    """Rows of the table begin with a number."""
    return "number" in table.columns and any(r.number for r in table.rows)


def _looks_itemised(rows: Sequence[Row]) -> bool:
    items = sum(any(find_item(t) for t in _texts(r)) for r in rows)
    return items >= 3 and items >= 0.3 * len(rows)


def _is_repeated_header(row: Row, columns: Columns) -> bool:
    from pipeline.lexicon.roles import fold_header

    own = tuple(fold_header(t) for t in _texts(row))
    same = sum(1 for a, b in zip(own, columns.headers, strict=False) if a and a == b)
    return same >= max(2, len([h for h in columns.headers if h]) - 2)


def _join_headers(above: Row, below: Row) -> list[str]:
    pairs = zip(_texts(above), _texts(below), strict=True)
    return [a if a == b or not b else f"{a} {b}" for a, b in pairs]


def _join_parted(above: Row, below: Row) -> list[str]:
    """Heads below a head that spans them: what one says by itself is what it is.

    "Phân công | Cơ quan phối hợp", "Kế hoạch giai đoạn 2026-2030 | 2027". Below one of what was
    reached earlier every column is of that.
    """
    upper = _texts(above)
    joined = _join_headers(above, below)
    return [
        own if upper.count(head) > 1 and find_role(own) and not is_past(whole) else whole
        for head, own, whole in zip(upper, _texts(below), joined, strict=True)
    ]


def _is_parted(above: Row, below: Row) -> bool:
    """A header cell that spans several columns is parted by the row below it.

    Elsewhere that row repeats the header, or is empty.
    """
    upper, lower = _texts(above), _texts(below)
    if len(upper) != len(lower):
        return False
    spans = {a for a, b in pairwise(upper) if a and a == b}
    under = [b for a, b in zip(upper, lower, strict=True) if a in spans]
    beside = [(a, b) for a, b in zip(upper, lower, strict=True) if a not in spans]
    return (
        len(set(under)) > 1
        and all(0 < len(b) < _LONGEST_HEADER and _NAMES_COLUMN.search(b) for b in under)
        and all(not b or a == b for a, b in beside)
    )


def find_header(rows: Sequence[Row]) -> tuple[int, Columns] | None:
    """Header among the first rows of a table, two printed rows joined where needed."""
    for position, row in enumerate(rows[:8]):
        columns = read_columns(_texts(row))
        if columns and position + 1 < len(rows) and _is_parted(row, rows[position + 1]):
            parted = read_columns(_join_parted(row, rows[position + 1]))
            return (position + 1, parted) if parted else (position, columns)
        if columns is None and position + 1 < len(rows):
            following = _texts(rows[position + 1])
            if len(row.cells) == len(following):
                columns = read_columns(_join_headers(row, rows[position + 1]))
                if columns and not find_item(" ".join(following)):
                    return position + 1, columns
                columns = None
        if columns:
            return position, columns
    return None


def gather_rows(rows: Sequence[Row | Traced], columns: Columns, caption: str) -> LogicalTable:
    """Rows as meant below one header.

    Args:
        rows: printed rows, and headings that stand between them.
        columns: roles of the header.
        caption: folded headings above the table.
    """
    gatherer = _Gatherer(columns, caption)
    gatherer.table.is_itemised = _looks_itemised([r for r in rows if isinstance(r, Row)])
    for row in rows:
        if isinstance(row, Traced):
            gatherer.enter_heading(row)
        elif _is_repeated_header(row, columns):
            gatherer.after_header = True
            gatherer.table.heads += [c.text for c in row.cells]
        else:
            gatherer.take(row)
    return gatherer.table
