"""What stands in the printed brief, in order and in words; Word and PDF set the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.brief.review import DUE_SOON_DAYS, count_state, describe_change
from dashboards.brief.sentences import write_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.brief.review import Review, Trouble
    from dashboards.i18n.texts import Texts
    from pipeline.publish.manifest import Manifest

_ROWS = 12
_HASH_LENGTH = 12


@dataclass(frozen=True)
class Table:
    """A titled table of texts; every row as long as the heading."""

    title: str
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Brief:
    """A weekly brief on A4.

    Attributes:
        language: ``vi`` or ``en``.
        title: first line.
        subtitle: scope and days.
        warning: that data are simulated; empty where none are.
        headline: label, figure and change of each headline number.
        sentences: five, in words.
        chart_title: what the picture shows.
        chart: PNG.
        tables: exceptions, what is due, what changed.
        sources_title: heading of the sources.
        sources: one line per file that the figures rest on.
        page_word: what "page" is called in the footer.
        footer: build and program.
    """

    language: str
    title: str
    subtitle: str
    warning: str
    headline: tuple[tuple[str, str, str], ...]
    sentences: tuple[str, ...]
    chart_title: str
    chart: bytes
    tables: tuple[Table, ...]
    sources_title: str
    sources: tuple[str, ...]
    page_word: str
    footer: str


def _list_troubles(title: str, troubles: Sequence[Trouble], texts: Texts) -> Table:
    heading = (
        texts("column.state"),
        texts("column.text"),
        texts("column.lead_agency"),
        texts("weekly.why"),
        texts("column.source"),
    )
    mark = f" [{texts('data_kind.simulated')}]"
    rows = tuple(
        (
            t.word.split(" ", 1)[-1],
            t.title,
            t.agency,
            t.reason + (mark if t.is_simulated else ""),
            f"{t.file.rsplit('/', 1)[-1]}, {t.locator}",
        )
        for t in troubles[:_ROWS]
    )
    return Table(title, heading, rows)


def _count(title: str, shown: int, count: int, texts: Texts) -> str:
    """A title that says when not everything is listed."""
    cut = texts("weekly.cut", shown=min(_ROWS, shown), count=count)
    return f"{title} ({cut})" if count > min(_ROWS, shown) else title


def _list_changes(review: Review, texts: Texts) -> Table:
    heading = (
        texts("column.change"),
        texts("column.text"),
        texts("weekly.from_to"),
        texts("column.issuer"),
        texts("weekly.known_on"),
    )
    rows = []
    for row in review.changes.head(_ROWS).iter_rows(named=True):
        change = describe_change(row, texts)
        known = texts.date(row["known_on"])
        rows.append((change.kind, change.title, change.step, row["issuer_name"], known))
    title = texts("weekly.changes", since=texts.date(review.since))
    return Table(_count(title, len(rows), review.change_count, texts), heading, tuple(rows))


def _list_sources(review: Review, manifest: Manifest, texts: Texts) -> tuple[str, ...]:
    """Files that the shown rows come from, with the beginning of their hash."""
    named = {t.file for t in (*review.troubles, *review.due_soon)}
    for counted in (review.targets, review.tasks):
        named |= {file for files in counted["source_files"].to_list() for file in files or ()}
    for column in ("source_file", "target_file", "task_file"):
        named |= set(review.changes[column].drop_nulls().to_list())
    lines = []
    for file in manifest.files:
        if file["file_path"] in named:
            received = texts("weekly.received", day=file["received_on"] or texts("app.none"))
            lines.append(
                f"{file['file_path']} (sha256 {file['file_sha256'][:_HASH_LENGTH]}…, {received})"
            )
    return tuple(lines)


def compose_brief(
    review: Review,
    headline: Sequence[tuple[str, str, int | None]],
    chart: bytes,
    manifest: Manifest,
    texts: Texts,
) -> Brief:
    """Put the brief together.

    Args:
        review: what the screen shows.
        headline: label, figure, change of each headline number, as on the screen.
        chart: PNG of the chart on the screen.
        manifest: of the build.
        texts: language.
    """
    simulated = review.simulated_count
    troubles = texts(
        "weekly.troubles", shown=min(_ROWS, len(review.troubles)), count=review.trouble_count
    )
    soon = count_state(review.tasks, "due_soon")
    due_title = _count(
        texts("weekly.due_title", days=DUE_SOON_DAYS), len(review.due_soon), soon, texts
    )
    return Brief(
        language=texts.language,
        title=texts("weekly.brief_title"),
        subtitle=texts(
            "weekly.brief_scope",
            scope=review.scope,
            day=texts.date(review.day),
            since=texts.date(review.since),
        ),
        warning=texts("weekly.brief_simulated", count=simulated) if simulated else "",
        headline=tuple(
            (label, value, texts.signed(change) if change else "")
            for label, value, change in headline
        ),
        sentences=tuple(s.text for s in write_sentences(review, texts)),
        chart_title=texts("weekly.fields_title"),
        chart=chart,
        tables=(
            _list_troubles(troubles, review.troubles, texts),
            _list_troubles(due_title, review.due_soon, texts),
            _list_changes(review, texts),
        ),
        sources_title=texts("weekly.sources"),
        sources=_list_sources(review, manifest, texts),
        page_word=texts("weekly.page"),
        footer=texts("app.source_build", build=manifest.build_id),
    )
