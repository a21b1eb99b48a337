"""Targets and tasks that stand in the running text: bullets, paragraphs and numbered sentences."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.lexicon.rules import find_rule
from pipeline.plans.documents.assignments import (
    read_led_work,
    read_own_work,
    split_assignments,
)
from pipeline.plans.documents.fields import guess_field
from pipeline.plans.documents.label_lines import split_labels
from pipeline.plans.documents.logical_rows import find_section_lead
from pipeline.plans.documents.outline import walk
from pipeline.plans.documents.statements import Statement
from pipeline.plans.documents.tasks import TaskReading, read_budget, split_products
from pipeline.plans.quantities.demands import names_state
from pipeline.plans.quantities.measures import read_measures
from pipeline.support.trace import NOTHING, join

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.documents.model import Block
    from pipeline.lexicon.roles import Role
    from pipeline.plans.documents.outline import Item, Placed, Position
    from pipeline.support.trace import Traced

_CLOSINGS = ("trong qua trinh thuc hien", "noi nhan", "tren day la", "(kem theo", "can cu ")
_RUNNING_LENGTH = 12


@dataclass
class BodyReading:
    """What the running text gave.

    Attributes:
        targets: in order.
        tasks: those that label lines name an agency or a time for.
        headings: every heading.
        labels: the label lines themselves.
        prose: paragraphs below a heading that opens no record, with the rule that says so.
    """

    targets: list[Statement] = field(default_factory=list)
    tasks: list[TaskReading] = field(default_factory=list)
    headings: list[Traced] = field(default_factory=list)
    labels: list[Traced] = field(default_factory=list)
    prose: list[tuple[Traced, str]] = field(default_factory=list)


def _demands_number(text: Traced) -> bool:
    """A share, a rank, or a quantity that a word bounds; what is known as no demand is none."""
    if all(m.unit == "count" and m.comparator == "eq" for m in read_measures(text.text)):
        return False
    rule = find_rule("noise", text.folded)
    return rule is None or rule.says["kind"] == "demand"


def _judge(placed: Placed) -> tuple[bool, tuple[str, ...]]:
    """Whether a paragraph is a target, and what is doubtful in that because of where it stands."""
    position, text = placed.position, placed.item.text
    if text.folded.startswith(_CLOSINGS):
        return False, ()
    opens, in_field = position.opens, position.field_code is not None
    if opens == "targets":
        if in_field or position.is_specific:
            return True, ()
        # Under a heading that names targets but no field, only what demands a number counts.
        return bool(read_measures(text.text)), ()
    if opens in ("prose", "tail") or position.is_annex:
        return False, ()
    stated = names_state(text.folded) and _demands_number(text)
    if opens == "work" and stated:
        return True, ()
    return stated, ("place_unusual",)


class _Reader:
    """Counts the items of each section; knows whose sub-items follow and what labels serve."""

    def __init__(self) -> None:
        self.reading = BodyReading()
        self.path = ""
        self.counter = 0
        self.open_head: Statement | None = None
        self.head_item: Item | None = None
        # What the next label lines are about: statements or None, with text and position.
        self.waiting: list[tuple[Statement | None, Traced, Position]] = []
        # Headings that may be tasks themselves: the last one, and those right above it that are
        # items of the same list.
        self.heads: list[Placed] = []
        self.labels: dict[Role, Traced] = {}
        self.task_counts: dict[str, int] = {}
        # The agency that a heading says leads all below it, and the path of that heading.
        self.section_lead: tuple[str, Traced] | None = None
        # A task below such a heading, which label lines may still say more of.
        self.led: tuple[Traced, Position, dict[Role, Traced]] | None = None

    def take(self, placed: Placed) -> None:
        """One paragraph."""
        text, labels = _read_labels(placed)
        assigned = [] if _is_outside(placed) else split_assignments(text)
        # Alone it goes on the paragraph before it, which the end of a line cut off; an item of a
        # list is of its own.
        is_cut_off = bool(self.waiting) and placed.item.kind == "none"
        if assigned and (assigned[0][0] or is_cut_off):
            text, values = assigned[-1]
            assigned[-1] = (text, values | labels)
        elif labels:
            assigned = [(text, labels)]
        elif placed.position.opens in ("work", "tasks") and (led := read_led_work(text)):
            assigned = [(text, led)]
        else:
            assigned = []
        for told, given in assigned:
            self._take_labels(placed, told, given)
        if assigned:
            return
        self._close_labels()
        if placed.is_heading:
            self._take_heading(placed)
            return
        if placed.position.path != self.path:
            self._enter(placed.position.path)
        self._take_text(placed)
        del self.heads[:-1]

    def finish(self) -> BodyReading:
        """Everything read."""
        self._close_labels()
        self._take_led()
        return self.reading

    def _enter(self, path: str) -> None:
        self.path, self.counter, self.open_head = path, 0, None

    def _take_led(self) -> None:
        """No label line said more of the task that the heading gave to somebody."""
        if self.led:
            text, position, values = self.led
            self.reading.tasks.append(self._make_task(text, position, values))
            self.led = None

    def _take_heading(self, placed: Placed) -> None:
        self._take_led()
        self._enter(placed.position.path)
        self.reading.headings.append(placed.item.text)
        lead = find_section_lead(placed.item.text)
        if lead:
            self.section_lead = (placed.position.path, lead)
        elif self.section_lead and not self.path.startswith(f"{self.section_lead[0]}."):
            self.section_lead = None
        self.waiting = []
        if not (self.heads and _is_next_item(self.heads[-1], placed)):
            self.heads = []
        self.heads.append(placed)

    def _take_labels(self, placed: Placed, rest: Traced, labels: dict[Role, Traced]) -> None:
        if rest:
            self._close_labels()
            # Said in its own paragraph, it is of that paragraph alone.
            self.waiting = []
            cut = type(placed.item)(placed.item.kind, placed.item.label, rest, placed.item.sign)
            self._take_text(type(placed)(cut, placed.position, is_heading=False))
        if any(role in self.labels for role in labels):
            self._close_labels(keep_waiting=True)
        self.labels |= labels
        self.reading.labels.append(placed.item.text)

    def _close_labels(self, *, keep_waiting: bool = False) -> None:
        """Label lines have ended: they serve all that waits for them."""
        if not self.labels:
            return
        labels, self.labels = self.labels, {}
        waiting = self.waiting
        if self.led:
            text, position, values = self.led
            labels, self.led = values | labels, None
            waiting = [(None, text, position)]
        if not waiting:
            waiting = [(None, head.item.text, head.position) for head in self.heads]
        for statement, text, position in waiting:
            if statement is not None and position.opens in ("targets", "aims"):
                statement.lead = statement.lead or labels.get("lead")
                statement.coord = statement.coord or labels.get("coord")
                statement.context += tuple(labels.values())
            else:
                self.reading.tasks.append(self._make_task(text, position, labels))
        if not keep_waiting:
            self.waiting, self.heads = [], []

    def _make_task(
        self, text: Traced, position: Position, labels: dict[Role, Traced]
    ) -> TaskReading:
        path = position.path
        self.task_counts[path] = self.task_counts.get(path, 0) + 1
        code, doubts = position.field_code, ()
        if code is None:
            code, doubts = guess_field(text.folded), ("field_guessed",)
        inherited: set[str] = set()
        if "lead" not in labels and self.section_lead:
            labels = labels | {"lead": self.section_lead[1]}
            inherited = {"lead"}
        budget = labels.get("budget")
        amount, note = read_budget(budget.text) if budget else (None, None)
        return TaskReading(
            ref=f"{path}-{self.task_counts[path]}" if path else str(self.task_counts[path]),
            field_code=code,
            text=text,
            products=split_products(labels.get("product", NOTHING)),
            lead=labels.get("lead"),
            coord=labels.get("coord"),
            time=labels.get("time"),
            budget_million_vnd=amount,
            budget_note=note,
            inherited=inherited,
            context=tuple(labels.values()),
            doubts=doubts,
        )

    def _take_text(self, placed: Placed) -> None:
        text = placed.item.text
        # A paragraph that only introduces the list below is no item of it.
        if placed.item.kind == "none" and text.text.endswith(":"):
            self.reading.headings.append(text)
            return
        is_target, doubts = _judge(placed)
        if not is_target and self._is_led(placed):
            return
        head = self.open_head
        if head and self.head_item and is_target and _is_sub_item(placed.item, self.head_item):
            # "… gồm:" and its sub-items are one target.
            head.text = join((head.text, text), " ")
            return
        self.counter += 1
        statement = self._read(placed, doubts, is_target=is_target)
        if statement:
            self.reading.targets.append(statement)
            self.open_head = statement if text.text.endswith(":") else None
            self.head_item = placed.item
        self._wait(placed, statement)

    def _is_led(self, placed: Placed) -> bool:
        """Work below a heading that names who leads is a task of theirs."""
        self._take_led()
        position = placed.position
        if not self.section_lead or position.opens not in ("work", "tasks"):
            return False
        values = read_own_work(placed.item.text)
        if values is None:
            return False
        self.counter += 1
        self.led = (placed.item.text, position, values)
        self.waiting = []
        return True

    def _wait(self, placed: Placed, statement: Statement | None) -> None:
        """Keep a paragraph for the label lines that may follow."""
        text, opens = placed.item.text, placed.position.opens
        if opens in ("tail", "prose"):
            if statement is None:
                self.reading.prose.append((text, placed.position.opening_rule))
        elif placed.item.kind != "none" or len(text.text) > _RUNNING_LENGTH:
            self.waiting.append((statement, text, placed.position))

    def _read(
        self, placed: Placed, doubts: tuple[str, ...], *, is_target: bool
    ) -> Statement | None:
        text = placed.item.text
        if placed.lead_in is not None and placed.position.field_code is not None:
            rest = text.cut(placed.lead_in)
            return self._make(placed, rest, ()) if rest else None
        lists_targets = placed.key_sentence is not None and bool(read_measures(text.text))
        if lists_targets:
            return self._make(placed, text, ())
        return self._make(placed, text, doubts) if is_target else None

    def _make(self, placed: Placed, text: Traced, doubts: tuple[str, ...]) -> Statement:
        position = placed.position
        sign = "b" if placed.item.kind in ("bullet", "number", "letter") else "p"
        code = position.field_code
        if code is None:
            code, doubts = guess_field(text.folded), (*doubts, "field_guessed")
        heading = position.due_heading
        return Statement(
            f"{position.path}-{sign}{self.counter}",
            code,
            text,
            due_year=heading.due_year if heading else None,
            level=position.level,
            context=(heading.text,) if heading else (),
            doubts=doubts,
        )


def _is_outside(placed: Placed) -> bool:
    """Below a heading on why the plan is made, or on how it is carried out."""
    return placed.position.opens in ("tail", "prose")


def _read_labels(placed: Placed) -> tuple[Traced, dict[Role, Traced]]:
    """A paragraph without its labels, and what they say."""
    text, labels = split_labels(placed.item.text)
    if _is_outside(placed) and labels.keys() <= {"budget"}:
        # "Kinh phí: ..." among what is said of carrying the plan out is of no task.
        return placed.item.text, {}
    return text, labels


def _is_next_item(head: Placed, following: Placed) -> bool:
    """``b)`` with nothing below it before ``c)``: label lines below the second serve both."""
    kinds = (head.item.kind, following.item.kind)
    levels = [placed.position.headings[-1].rank for placed in (head, following)]
    # "3. CÁC ĐẦU VIỆC" and the first of them, "(1) ...", are no two items of one list.
    begins_anew = following.item.label in ("1", "a")
    return (
        kinds in (("letter", "letter"), ("number", "number"))
        and levels[0] == levels[1]
        and not begins_anew
    )


def _is_sub_item(item: Item, head: Item) -> bool:
    """Below "- ... gồm:" stand items with another sign; the same sign begins the next target."""
    if item.kind not in ("bullet", "letter"):
        return False
    return (item.kind, item.sign) != (head.kind, head.sign) or item.text.text[:1].islower()


def read_body(blocks: Iterable[Block]) -> BodyReading:
    """Targets and tasks of the running text, in order.

    A target is a bullet, a paragraph or a numbered sentence: each one below a heading that opens
    the targets of a field, and elsewhere each one that demands a number; where no heading opens
    targets, the record is doubted. A sentence that lists the key targets is one wherever it
    stands. A task of the running text is what label lines name an agency or a time for.

    Args:
        blocks: of the whole document.
    """
    reader = _Reader()
    for placed in walk(list(blocks)):
        reader.take(placed)
    return reader.finish()
