"""What stands in a periodic report, in order and in words; page, Word and PDF say the same."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboards.brief.content import Table
from dashboards.charts.palette import DONE_STATES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboards.i18n.texts import Texts
    from pipeline.reports.outline import Chapter, Outline
    from pipeline.reports.periods import Period

_LISTED_STATES = ("late", "due_soon")
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Figures:
    """Rows that a report is filled with; of the build, or of a closed version.

    Attributes:
        numbers: of ``read_report_numbers``, days as ISO text.
        tasks: of ``read_report_tasks``, days as ISO text.
    """

    numbers: Rows
    tasks: Rows


@dataclass(frozen=True)
class ReportChapter:
    """One chapter in words.

    Attributes:
        title: numbered heading.
        counts: what its numbers and tasks add up to; empty for a chapter without fields.
        text: what people wrote, a paragraph a line.
        tables: numbers, and tasks that are late or come due.
        chart: PNG of all fields, None where it shows none.
    """

    title: str
    counts: tuple[str, ...]
    text: tuple[str, ...]
    tables: tuple[Table, ...]
    chart: bytes | None = None


@dataclass(frozen=True)
class Report:
    """A periodic report.

    Attributes:
        language: ``vi`` or ``en``.
        unit: whose it is.
        title: first line.
        subtitle: days of its data and of sending.
        notes: what a reader must know: outline suggested, simulated data, version.
        chapters: in order.
        sources_title: heading of the sources.
        sources: files that the figures rest on.
        page_word: what "page" is called in the footer.
        footer: build and program.
    """

    language: str
    unit: str
    title: str
    subtitle: str
    notes: tuple[str, ...]
    chapters: tuple[ReportChapter, ...]
    sources_title: str
    sources: tuple[str, ...]
    page_word: str
    footer: str


def make_plain(rows: Sequence[Mapping[str, Any]]) -> Rows:
    """Rows that JSON holds and gives back as they were: days become ISO text."""
    return [
        {name: value.isoformat() if hasattr(value, "isoformat") else value
         for name, value in row.items()}
        for row in rows
    ]  # fmt: skip


def _of(rows: Rows, fields: Sequence[int]) -> Rows:
    return [row for row in rows if row["field_code"] in fields]


def _say_day(text: str | None, texts: Texts) -> str:
    return texts.date(dt.date.fromisoformat(text)) if text else texts("app.none")


def count_chapter(figures: Figures, fields: Sequence[int], texts: Texts) -> tuple[str, ...]:
    """Two sentences: how many numbers and tasks of some fields stand where."""
    numbers, tasks = _of(figures.numbers, fields), _of(figures.tasks, fields)
    heard = [row for row in numbers if row["status"]]
    lines = []
    if numbers:
        lines.append(
            texts(
                "report.count_numbers", total=len(numbers), heard=len(heard),
                met=sum(row["status"] == "met" for row in heard),
                missing=len(numbers) - len(heard),
            )
        )  # fmt: skip
    if tasks:
        states = [row["state"] for row in tasks]
        lines.append(
            texts(
                "report.count_tasks", total=len(tasks),
                done=sum(state in DONE_STATES for state in states),
                late=states.count("late"), unknown=states.count("unknown"),
            )
        )  # fmt: skip
    return tuple(lines)


def tabulate_numbers(rows: Rows, texts: Texts) -> Table:
    """Numbers with what is demanded, what was reached in the period, and where both stand."""
    heading = tuple(
        texts(key)
        for key in ("column.ref", "column.indicator", "report.demanded", "report.reached",
                    "column.status")
    )  # fmt: skip
    mark = f" [{texts('data_kind.simulated')}]"
    body = []
    for row in rows:
        scope = f" ({texts('scope.' + row['scope_level'])})" if row["scope_level"] else ""
        sign = texts("comparator." + row["comparator"])
        reached = texts("report.no_figure")
        if row["status"]:
            reached = (
                f"{texts.share(row['actual'], row['unit'])}, {_say_day(row['as_of_date'], texts)}"
            )
            reached += mark if row["is_simulated"] else ""
        body.append(
            (
                row["target_ref"],
                (row[texts.name_column] or "") + scope,
                f"{sign} {texts.share(row['target_value'], row['unit'])}",
                reached,
                texts("status." + (row["status"] or "unknown")),
            )
        )
    return Table(texts("report.numbers"), heading, tuple(body))


def tabulate_tasks(rows: Rows, texts: Texts) -> Table:
    """Tasks that are late or come due."""
    heading = tuple(
        texts(key)
        for key in ("column.ref", "column.text", "column.lead_agency", "column.due_on",
                    "column.state")
    )  # fmt: skip
    mark = f" [{texts('data_kind.simulated')}]"
    body = [
        (
            row["task_ref"],
            row["task_text"],
            row["lead_agency"] or texts("app.none"),
            _say_day(row["due_on"], texts),
            texts("state." + row["state"]) + (mark if row["is_simulated"] else ""),
        )
        for row in rows
        if row["state"] in _LISTED_STATES
    ]
    return Table(texts("report.tasks"), heading, tuple(body))


def name_chapter(number: int, chapter: Chapter, texts: Texts) -> str:
    """A numbered heading."""
    title = chapter.title_en if texts.language == "en" and chapter.title_en else chapter.title_vi
    return f"{number}. {title}"


def compose_chapter(
    number: int, chapter: Chapter, figures: Figures, text: str, chart: bytes | None, texts: Texts
) -> ReportChapter:
    """One chapter of a report.

    Args:
        number: from 1.
        chapter: of the outline.
        figures: of the whole report.
        text: what people wrote.
        chart: PNG of all fields.
        texts: language.
    """
    tables = []
    if numbers := _of(figures.numbers, chapter.fields):
        tables.append(tabulate_numbers(numbers, texts))
    listed = tabulate_tasks(_of(figures.tasks, chapter.fields), texts)
    tables += [listed] if listed.rows else []
    return ReportChapter(
        name_chapter(number, chapter, texts),
        count_chapter(figures, chapter.fields, texts),
        tuple(line.strip() for line in text.splitlines() if line.strip()),
        tuple(tables),
        chart if chapter.with_chart else None,
    )


def find_left_out(outline: Outline, figures: Figures) -> set[int]:
    """Fields of reform that have numbers or tasks and no chapter."""
    shown = {field for chapter in outline.chapter for field in chapter.fields}
    return {row["field_code"] for row in (*figures.numbers, *figures.tasks)} - shown


def list_sources(figures: Figures) -> tuple[str, ...]:
    """Files that the figures rest on, in order of name."""
    columns = ("target_file", "task_file", "source_file")
    rows = (*figures.numbers, *figures.tasks)
    return tuple(sorted({row[c] for row in rows for c in columns if row.get(c)}))


def say_period(period: Period, texts: Texts) -> str:
    """From when to when, and by when it is sent."""
    days: dict[str, dt.date] = {
        "first": period.data_from, "last": period.data_to, "send": period.send_by
    }  # fmt: skip
    return texts("report.days", rule=period.doc_no, **{k: texts.date(d) for k, d in days.items()})


def compose_report(
    unit: str,
    period: Period,
    outline: Outline,
    figures: Figures,
    written: Mapping[str, str],
    state: str,
    chart: bytes | None,
    build_id: str,
    texts: Texts,
) -> Report:
    """Put a report together.

    Args:
        unit: name of the unit.
        period: which.
        outline: chapters.
        figures: of the build or of a closed version.
        written: code of a chapter -> what people wrote.
        state: draft or closed version, in words.
        chart: PNG of all fields.
        build_id: of the figures.
        texts: language.
    """
    notes = [state]
    if outline.is_suggestion:
        notes.append(texts("report.suggested"))
    simulated = sum(row["is_simulated"] for row in (*figures.numbers, *figures.tasks))
    if simulated:
        notes.append(texts("weekly.brief_simulated", count=simulated))
    return Report(
        language=texts.language,
        unit=unit,
        title=texts("report.title", period=period.name_in(texts.language), year=period.year),
        subtitle=say_period(period, texts),
        notes=tuple(notes),
        chapters=tuple(
            compose_chapter(n, chapter, figures, written.get(chapter.code, ""), chart, texts)
            for n, chapter in enumerate(outline.chapter, start=1)
        ),
        sources_title=texts("weekly.sources"),
        sources=list_sources(figures),
        page_word=texts("weekly.page"),
        footer=texts("app.source_build", build=build_id),
    )
