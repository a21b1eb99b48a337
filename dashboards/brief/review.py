"""What a weekly review says, put together from the answers of ``dashboards.queries.weekly``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from dashboards.charts.palette import BAD_GROUPS, GROUP_STATUSES, STATE_ICONS, STATUS_ICONS
from pipeline.support.reference import read_threshold

if TYPE_CHECKING:
    import datetime as dt

    from dashboards.i18n.texts import Texts

_TITLE_LENGTH = 110
# No report can change these.
FINAL_STATUSES = ("missed", "not_met")
DUE_SOON_DAYS = int(read_threshold("due_soon_days"))


@dataclass(frozen=True)
class Trouble:
    """One thing that is not as it should be.

    Attributes:
        subject: ``target`` or ``task``.
        key: target_key or task_key.
        record_key: by content, as decisions and explanations name it.
        plan_code: its plan.
        field_code: field of reform, 0 to 7.
        state: status of the number or state of the task, as a code.
        word: the state with its sign, in the chosen language.
        title: what it is about.
        agency: who leads and of which unit; the issuer of the plan where it names nobody.
        lead: who leads, as the plan writes it; the issuer where it names nobody.
        reason: why it stands here, with figures.
        since: the day from which it has been so; None where nobody knows.
        needed: points a week that are still needed, of a number.
        due_on: the deadline.
        quote: its words in the plan.
        document_place: where they stand in the document.
        file: of the plan.
        locator: place of the line in that file.
        is_simulated: rests on simulated data.
    """

    subject: str
    key: str
    record_key: str
    plan_code: str
    field_code: int
    state: str
    word: str
    title: str
    agency: str
    lead: str
    reason: str
    since: dt.date | None
    needed: float | None
    due_on: dt.date | None
    quote: str
    document_place: str | None
    file: str
    locator: str
    is_simulated: bool


@dataclass(frozen=True)
class Review:
    """Everything that the screen and the brief show.

    Attributes:
        scope: name of the plan or of the year.
        day: day of knowledge.
        newest: the newest day on which anything of the scope was received.
        since: the earlier day that changes are counted from.
        targets: answer of ``count_targets`` on the day.
        targets_before: the same on the earlier day.
        tasks: answer of ``count_tasks``.
        tasks_before: the same on the earlier day.
        late_agencies: answer of ``count_late_by_agency``.
        troubles: numbers and tasks, the gravest first; cut off where there are very many.
        due_soon: tasks due soon.
        missing: answer of ``list_missing_reports``.
        changed: kind of change -> how many.
        changes: answer of ``list_changes``.
        plans: plans of the scope.
        last_report: issuer_name, source_file, received_on of the newest report there is, whatever
            the day; None without any.
        target_statement: SQL that lists every number of the scope with its state.
        change_statement: SQL behind ``changes``.
    """

    scope: str
    day: dt.date
    newest: dt.date
    since: dt.date
    targets: pl.DataFrame
    targets_before: pl.DataFrame
    tasks: pl.DataFrame
    tasks_before: pl.DataFrame
    late_agencies: pl.DataFrame
    troubles: list[Trouble]
    due_soon: list[Trouble]
    missing: pl.DataFrame
    changed: dict[str, int]
    changes: pl.DataFrame
    plans: tuple[str, ...]
    last_report: dict[str, Any] | None
    target_statement: str
    change_statement: str

    @property
    def target_count(self) -> int:
        """Numbers in the scope."""
        return int(self.targets["measures"].sum())

    @property
    def trouble_count(self) -> int:
        """Numbers and tasks that are not as they should be, those cut off included."""
        return self.count_troubles(set())

    def count_troubles(self, fields: set[int]) -> int:
        """The same for some fields of reform; for all where none is named."""
        targets, tasks = self.targets, self.tasks
        if fields:
            targets = targets.filter(pl.col("field_code").is_in(list(fields)))
            tasks = tasks.filter(pl.col("field_code").is_in(list(fields)))
        numbers = sum(count_group(targets, g) for g in BAD_GROUPS)
        return numbers + count_state(tasks, "late")

    @property
    def change_count(self) -> int:
        """Changes worth a word, those cut off included; new observations are only counted."""
        return sum(count for kind, count in self.changed.items() if kind != "new")

    @property
    def simulated_count(self) -> int:
        """Numbers and tasks whose state rests on simulated data."""
        return sum(self.targets["simulated"].to_list()) + sum(self.tasks["simulated"].to_list())


def count_group(targets: pl.DataFrame, group: str, field_code: int | None = None) -> int:
    """Numbers of a group of statuses.

    Args:
        targets: answer of ``count_targets``.
        group: key of ``GROUP_STATUSES``.
        field_code: of one field, None for all.
    """
    rows = targets.filter(pl.col("status").is_in(GROUP_STATUSES[group]))
    if field_code is not None:
        rows = rows.filter(pl.col("field_code") == field_code)
    return int(rows["measures"].sum())


def count_state(tasks: pl.DataFrame, *states: str) -> int:
    """Tasks in any of some states."""
    return int(tasks.filter(pl.col("state").is_in(states))["tasks"].sum())


def _shorten(text: str | None) -> str:
    plain = " ".join((text or "").split()).strip(" .;-")
    return plain if len(plain) <= _TITLE_LENGTH else plain[: _TITLE_LENGTH - 1].rstrip() + "…"


def name_agency(agency: str | None, issuer: str) -> str:
    """Who leads and of which unit: an office of one name is there in many units.

    Args:
        agency: as the plan writes it.
        issuer: of the plan, who leads where it names nobody.
    """
    name = _shorten(agency)
    return issuer if not name or name == issuer else f"{name}, {issuer}"


def _explain_target(row: dict[str, Any], texts: Texts) -> str:
    unit = row["unit"]
    sign = texts("comparator." + row["comparator"])
    parts = [
        texts(
            "weekly.actual_of_target",
            actual=texts.share(row["actual"], unit),
            target=f"{sign} {texts.share(row['target_value'], unit)}",
            year=row["due_on"].year,
        )
    ]
    if row["status"] in FINAL_STATUSES:
        # Where the verdict is final, how fast it ought to have been says nothing any more.
        return parts[0]
    if row["path"] != "level" and row["expected_now"] is not None:
        parts.append(texts("weekly.should_be", expected=texts.share(row["expected_now"], unit)))
    if row["needed_points_per_week"]:
        points = texts.number(row["needed_points_per_week"], 2)
        parts.append(texts("weekly.needed", points=points))
    return "; ".join(parts)


def describe_target(row: dict[str, Any], texts: Texts) -> Trouble:
    """A row of ``list_target_exceptions`` in words."""
    scope = f" ({texts('scope.' + row['scope_level'])})" if row["scope_level"] else ""
    status = row["status"]
    return Trouble(
        subject="target",
        key=row["target_key"],
        record_key=row["record_key"],
        plan_code=row["plan_code"],
        field_code=row["field_code"],
        state=status,
        word=f"{STATUS_ICONS[status]} {texts('status.' + status)}",
        title=_shorten(row[texts.name_column]) + scope,
        agency=name_agency(row["lead_agency"], row["issuer_name"]),
        lead=_shorten(row["lead_agency"]) or row["issuer_name"],
        reason=_explain_target(row, texts),
        since=row["bad_since"],
        needed=None if status in FINAL_STATUSES else row["needed_points_per_week"],
        due_on=row["due_on"],
        quote=row["target_text"] or "",
        document_place=row["document_place"],
        file=row["target_file"],
        locator=row["target_locator"],
        is_simulated=row["is_simulated"],
    )


def describe_task(row: dict[str, Any], day: dt.date, texts: Texts) -> Trouble:
    """A row of ``list_task_exceptions`` in words."""
    left = (row["due_on"] - day).days
    due = texts.date(row["due_on"])
    reason = (
        texts("weekly.overdue", due=due, days=-left)
        if left < 0
        else texts("weekly.due_in", due=due, days=left)
    )
    state = row["state"]
    return Trouble(
        subject="task",
        key=row["task_key"],
        record_key=row["record_key"],
        plan_code=row["plan_code"],
        field_code=row["field_code"],
        state=state,
        word=f"{STATE_ICONS[state]} {texts('state.' + state)}",
        title=_shorten(row["task_text"]),
        agency=name_agency(row["lead_agency"], row["issuer_name"]),
        lead=_shorten(row["lead_agency"]) or row["issuer_name"],
        reason=reason,
        since=row["due_on"] if left < 0 else None,
        needed=None,
        due_on=row["due_on"],
        quote=row["task_text"] or "",
        document_place=row["document_place"],
        file=row["task_file"],
        locator=row["task_locator"],
        is_simulated=row["is_simulated"],
    )


@dataclass(frozen=True)
class Change:
    """One thing that became known.

    Attributes:
        kind: what happened, in words.
        title: to what.
        step: from what to what.
    """

    kind: str
    title: str
    step: str


def describe_change(row: dict[str, Any], texts: Texts) -> Change:
    """A row of ``list_changes`` in words."""
    if row["change_kind"] == "corrected":
        sides = [texts.share(row[f"{side}_value"], row["unit"]) for side in ("before", "after")]
    else:
        words = "status" if row["subject"] == "target" else "state"
        codes = (row["before_status"], row["after_status"])
        sides = [texts(f"{words}.{code}") for code in codes if code]
    title = row[texts.name_column] or row["task_text"] or row["record_ref"]
    kind = texts("weekly_change." + row["change_kind"])
    return Change(kind, _shorten(title), " → ".join(sides))


def rank_troubles(
    targets: pl.DataFrame, tasks: pl.DataFrame, day: dt.date, texts: Texts
) -> tuple[list[Trouble], list[Trouble]]:
    """What comes first, and what is due soon.

    Late tasks and numbers take turns, each the gravest first, so that neither hides the other.

    Args:
        targets: answer of ``list_target_exceptions``.
        tasks: answer of ``list_task_exceptions``.
        day: as of which.
        texts: the language.

    Returns:
        Troubles, and tasks due soon.
    """
    described = [describe_task(row, day, texts) for row in tasks.iter_rows(named=True)]
    late = [t for t in described if t.state == "late"]
    numbers = [describe_target(row, texts) for row in targets.iter_rows(named=True)]
    turns: list[Trouble] = []
    for i in range(max(len(late), len(numbers))):
        turns += [*late[i : i + 1], *numbers[i : i + 1]]
    return turns, [t for t in described if t.state == "due_soon"]
