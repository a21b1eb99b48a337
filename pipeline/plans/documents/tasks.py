"""Rows of task tables -> tasks with products, agencies, deadlines, budget and evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from pipeline.lexicon.rules import find_rule, has_words
from pipeline.plans.documents.fields import find_field, guess_field
from pipeline.plans.documents.label_lines import split_labels
from pipeline.plans.documents.logical_rows import find_item
from pipeline.plans.documents.plan_tables import classify, states_target
from pipeline.support.text import UPPER, fold
from pipeline.support.trace import NOTHING, Traced, join

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from pipeline.lexicon.roles import Role
    from pipeline.plans.documents.logical_rows import LogicalRow, LogicalTable
    from pipeline.plans.evidence import IssuedDocument

_BULLETS = re.compile(rf"(?:^|(?<=\s))[-–+•]\s+(?=[{UPPER}])|\n")
_LEADING = re.compile(r"^[-–+•]\s+")
_AMOUNT = re.compile(
    r"^\s*(\d{1,3}(?:[.\s]\d{3})+(?:,\d+)?|\d+(?:,\d+)?)\s*(trieu dong|trieu|tr\.?d?|nghin dong"
    r"|dong|vnd|d|ty dong|ty)?\s*\.?\s*$"
)
_LONG_TEXT = 40
_SURELY_DONG = 1_000_000
_SHORTEST_AGENCY = 2
_SHORTEST_NOTE = 3
_SHARED_ROLES: tuple[Role, ...] = ("product", "lead", "coord", "time")
# A merged budget cell speaks for its section; these are texts, not amounts.
Unsure = Literal["product", "lead", "coord", "time", "task"]


@dataclass
class TaskReading:
    """One task as read.

    Attributes:
        ref: ``1.2``, or section and running number such as ``II-5``.
        field_code: 0 to 7.
        text: what is to be done.
        products: what comes out of it, in order.
        lead: lead agency as it stands, None where there is none or it cannot be told.
        coord: coordinating agencies as they stand.
        time: time cell as it stands.
        budget_million_vnd: amount in million đồng.
        budget_note: what else the budget cell says.
        budget: the cell.
        issued: documents that the row says are issued, where its cells cannot be read whole.
        inherited: roles taken from a merged cell.
        context: label lines below it that say who, when and what.
        unsure: roles that cannot be told.
        doubts: codes of what is doubtful.
    """

    ref: str
    field_code: int
    text: Traced
    products: list[Traced] = field(default_factory=list)
    lead: Traced | None = None
    coord: Traced | None = None
    time: Traced | None = None
    budget_million_vnd: float | None = None
    budget_note: str | None = None
    budget: Traced | None = None
    issued: list[IssuedDocument] = field(default_factory=list)
    inherited: set[str] = field(default_factory=set)
    context: tuple[Traced, ...] = ()
    unsure: set[str] = field(default_factory=set)
    doubts: tuple[str, ...] = ()


def split_products(text: Traced) -> list[Traced]:
    """Products part at bullets, line breaks and semicolons, never at commas."""
    if not text:
        return []
    return [p for part in text.split(r";\s*") for p in _split_lines(part)]


def _split_lines(text: Traced) -> list[Traced]:
    merged: list[Traced] = []
    for part in text.split(_BULLETS.pattern):
        match = _LEADING.match(part.text)
        kept = part.cut(match.end()) if match else part
        if not kept.text.strip(" .-–;"):
            continue
        # A line break inside a phrase is a wrap, not a new product.
        if merged and kept.text[:1].islower():
            merged[-1] = join((merged[-1], kept), " ")
        else:
            merged.append(kept)
    return merged


def read_budget(text: str, column_unit: str = "") -> tuple[float | None, str | None]:
    """Amount in million đồng, or the words of the cell.

    Args:
        text: the cell.
        column_unit: folded unit that the header names, for a cell that names none.

    >>> read_budget("1.500 triệu đồng")
    (1500.0, None)
    >>> read_budget("45.000.000", "dong")
    (45.0, None)
    """
    from pipeline.support.text import strip_marks

    match = _AMOUNT.match(strip_marks(text).lower())
    if not match:
        return None, text or None
    amount = float(re.sub(r"[.\s]", "", match[1]).replace(",", "."))
    unit = match[2] or column_unit
    # No task costs a million million đồng: a bare number of that size is in đồng.
    if unit in ("dong", "d", "vnd") or (not unit and amount >= _SURELY_DONG):
        amount /= 1_000_000
    elif unit.startswith("nghin"):
        amount /= 1000
    elif unit.startswith("ty"):
        amount *= 1000
    return amount, None


def _budget_unit(table: LogicalTable) -> str:
    """Unit of money that the header of the budget column names, folded."""
    position = table.columns.positions.get("budget")
    if position is None or position >= len(table.columns.headers):
        return ""
    match = re.search(
        r"\b(trieu dong|nghin dong|ty dong|dong|vnd)$", table.columns.headers[position]
    )
    return match[1] if match else ""


def _flat(text: Traced) -> Traced | None:
    """One line; the places stay."""
    if not text:
        return None
    return Traced(text.text.replace("\n", " "), text.offsets)


def _parts(text: Traced) -> list[Traced]:
    return [p for p in text.split(r"\n") if p]


def _split_row(row: LogicalRow) -> list[dict[Role, Traced]]:
    """A cell that holds several activities is several tasks.

    The other cells are dealt out one to each where they hold as many parts, and shared where
    they hold one.
    """
    activities = _parts(row.text("activity"))
    if len(activities) < 2 or not all(a.text[:1].isupper() for a in activities):
        return [dict(row.cells)]
    split: list[dict[Role, Traced]] = [dict(row.cells) | {"activity": a} for a in activities]
    for role in _SHARED_ROLES:
        parts = _parts(row.text(role))
        for position, cells in enumerate(split):
            if len(parts) >= len(activities):
                cells[role] = parts[position]
            elif len(parts) > 1:
                cells.pop(role, None)
    return split


def _content(cells: dict[Role, Traced]) -> Traced:
    return cells.get("activity") or cells.get("task") or cells.get("target") or NOTHING


def _item_ref(text: Traced) -> tuple[str, Traced]:
    match = find_item(text.text)
    if not match:
        return "", text
    return (match[1] or match[2]), text.cut(match.end())


class _Numbering:
    """References of tasks without a number of their own: section and running number."""

    def __init__(self) -> None:
        self.section = ""
        self.running = 0
        self.seen: set[str] = set()

    def next_ref(self, row: LogicalRow) -> str:
        if row.section != self.section:
            self.section, self.running = row.section, 0
        self.running += 1
        stem = f"{row.section}-" if row.section else ""
        ref = f"{stem}{self.running}"
        while ref in self.seen:
            self.running += 1
            ref = f"{stem}{self.running}"
        self.seen.add(ref)
        return ref


def _own_number(row: LogicalRow, numbering: _Numbering, *, several: bool) -> str | None:
    """The number column counts where each row has one."""
    if several or not re.fullmatch(r"\d{1,3}", row.number):
        return None
    stem = f"{row.section}-" if row.section else ""
    ref = f"{stem}{row.number}"
    if ref in numbering.seen:
        return None
    numbering.seen.add(ref)
    numbering.section, numbering.running = row.section, int(row.number)
    return ref


class _Fields:
    """Field of a task: its section's, its group cell's, else the order of the groups."""

    def __init__(self, by_group: dict[str, int]) -> None:
        self.by_group = dict(by_group)

    def find(self, row: LogicalRow, group: str, text: Traced) -> tuple[int, tuple[str, ...]]:
        named = find_field(row.text("field").folded) if row.text("field") else None
        if group:
            if named is not None and group not in self.by_group:
                self.by_group[group] = named
            if group in self.by_group:
                return self.by_group[group], ()
            follows = all(code == int(g) - 1 for g, code in self.by_group.items())
            if follows and self.by_group and int(group) <= 7:
                return int(group) - 1, ("field_from_order",)
        if row.field_code is not None:
            return row.field_code, ()
        if named is not None:
            return named, ()
        return guess_field(text.folded), ("field_guessed",)


def _part_cells(cells: dict[Role, Traced]) -> dict[Role, Traced]:
    """One cell may hold several, each behind its label ("Chủ trì: ... Phối hợp: ...")."""
    parted = dict(cells)
    for role in ("lead", "coord", "time"):
        rest, labels = split_labels(cells.get(role, NOTHING))
        if labels and not rest:
            del parted[role]
            parted |= {r: v for r, v in labels.items() if not parted.get(r)}
    return parted


def _make_task(
    ref: str, row: LogicalRow, cells: dict[Role, Traced], text: Traced, table: LogicalTable
) -> TaskReading:
    cells = _part_cells(cells)
    budget = cells.get("budget")
    amount, note = read_budget(budget.text, _budget_unit(table)) if budget else (None, None)
    task = TaskReading(
        ref=ref,
        field_code=0,
        text=_flat(text) or NOTHING,
        products=split_products(cells.get("product", NOTHING)),
        lead=_flat(cells.get("lead", NOTHING)),
        coord=_flat(cells.get("coord", NOTHING)),
        time=_flat(cells.get("time", NOTHING)),
        budget_million_vnd=amount,
        budget_note=note,
        budget=budget,
        inherited=set(row.inherited),
    )
    if row.is_shifted:
        task.doubts = ("column_shifted",)
    if table.columns.is_told:
        task.doubts += ("columns_told",)
    if row.is_laid:
        task.doubts += ("cells_told_from_text",)
        task.unsure |= {r for r in row.unsure if r in _SHARED_ROLES}
    _drop_misplaced(task)
    if not task.lead and "lead" not in task.unsure and row.section_lead:
        task.lead = _flat(row.section_lead)
        task.inherited.add("lead")
        task.context += (row.section_lead,)
    for role in _SHARED_ROLES:
        if role in table.columns and role not in cells and row.cells.get(role):
            task.unsure.add(role)
    return task


def _drop_misplaced(task: TaskReading) -> None:
    """A cell that holds what belongs in another column is not what its column says."""
    for role in ("lead", "coord"):
        cell = getattr(task, role)
        if cell and len(cell.text.strip(" .-")) < _SHORTEST_AGENCY:
            setattr(task, role, None)
            task.unsure.add(role)
    if task.time and has_words("agencies", task.time.folded):
        task.time = None
        task.unsure.add("time")
    if (
        len(task.products) == 1
        and task.lead
        and (
            task.products[0].folded == task.lead.folded and has_words("agencies", task.lead.folded)
        )
    ):
        task.products = []
        task.unsure.add("product")


def _inherit_notes(tasks: list[TaskReading], sections: list[str], *, is_ruled: bool) -> None:
    """A budget note stands once for the rows of its section that state nothing.

    Only in exports that keep no ruling: there a merged cell and empty cells look the same.
    """
    if is_ruled:
        return
    note, section = None, None
    for task, own in zip(tasks, sections, strict=True):
        if own != section:
            note, section = None, own
        if task.budget_note and note and task.budget_note[0].islower():
            note = _complete_note(tasks, task, note)
        elif task.budget_note and len(task.budget_note) > _SHORTEST_NOTE:
            note = task.budget_note
        elif task.budget_note or task.budget_million_vnd is not None:
            note = None
        elif note:
            task.budget_note = note
            task.inherited.add("budget")


def _complete_note(tasks: list[TaskReading], task: TaskReading, note: str) -> str:
    """A merged cell that was printed in pieces beside its rows."""
    whole = f"{note} {task.budget_note}"
    for other in tasks:
        if other.budget_note == note:
            other.budget_note = whole
    task.budget_note = whole
    task.inherited.add("budget")
    return whole


def _find_content(cells: dict[Role, Traced], row: LogicalRow, known: Collection[Role]) -> Traced:
    """What is to be done; empty where the row states no work."""
    if "activity" in known and not cells.get("activity"):
        names_work = cells.get("product") and cells.get("lead")
        return (cells.get("task") or cells.get("target") or NOTHING) if names_work else NOTHING
    content = _content(cells)
    if not content and row.is_laid:
        # What is to be done reads like what comes out of it.
        content = cells.pop("product", NOTHING)
    return content


def _read_table(table: LogicalTable) -> Iterator[tuple[TaskReading, str]]:
    numbering, fields = _Numbering(), _Fields(table.groups)
    known = set(table.columns.positions)
    for row in table.rows:
        if classify(table) == "tasks" and states_target(row, table):
            continue
        split = _split_row(row)
        for cells in split:
            content = _find_content(cells, row, known)
            # Who signs often stands in a table without rules, right below the last row.
            if not content or _is_signature(content):
                continue
            item, text = _item_ref(content)
            ref = item or _own_number(row, numbering, several=len(split) > 1)
            task = _make_task(ref or numbering.next_ref(row), row, cells, text, table)
            group = item.split(".")[0] if item else ""
            task.field_code, doubts = fields.find(row, group, text)
            task.doubts += doubts
            if "activity" in known and not cells.get("activity"):
                task.doubts += ("text_from_next_column",)
            yield task, (group or row.section)


def _is_signature(text: Traced) -> bool:
    rule = find_rule("said", text.folded)
    return rule is not None and rule.name == "signature"


def _drop_reprints(
    pairs: list[tuple[TaskReading, str]],
) -> list[tuple[TaskReading, str]]:
    """Rows of a page printed twice count once.

    A long text in the same section is the same task; a short one only where its neighbours
    are repeated too.
    """
    kept: list[tuple[TaskReading, str]] = []
    seen: set[tuple[str, ...]] = set()
    was_repeat = False
    for task, section in pairs:
        is_repeat = _is_reprint(task, section, seen, was_repeat=was_repeat)
        was_repeat = is_repeat
        if not is_repeat:
            seen |= set(_print_keys(task, section))
            kept.append((task, section))
    return kept


def _print_keys(task: TaskReading, section: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    text, lead = fold(task.text.text), fold(task.lead.text) if task.lead else ""
    product = fold(" ".join(p.text for p in task.products))
    return (section, text), ("anywhere", text, product, lead)


def _is_reprint(
    task: TaskReading, section: str, seen: set[tuple[str, ...]], *, was_repeat: bool
) -> bool:
    near, anywhere = _print_keys(task, section)
    text = near[1]
    if len(text) <= _LONG_TEXT:
        return near in seen and was_repeat
    # The second print may have joined a row to the one before it.
    joined = any(k[0] == section and len(k[1]) > _LONG_TEXT and text.startswith(k[1]) for k in seen)
    return near in seen or anywhere in seen or joined


def find_tasks(
    tables: Sequence[LogicalTable], *, is_ruled: bool
) -> tuple[list[TaskReading], list[TaskReading]]:
    """Tasks of every task table and roadmap.

    Args:
        tables: of the document.
        is_ruled: the format says which cells are merged.

    Returns:
        The tasks, and rows of a page that was printed twice.
    """
    pairs: list[tuple[TaskReading, str]] = []
    for table in tables:
        if classify(table) in ("tasks", "roadmap"):
            pairs += list(_read_table(table))
    read = [task for task, _ in pairs]
    pairs = _drop_reprints(pairs)
    tasks = [task for task, _ in pairs]
    _inherit_notes(tasks, [section for _, section in pairs], is_ruled=is_ruled)
    kept = {id(task) for task in tasks}
    return tasks, [task for task in read if id(task) not in kept]
