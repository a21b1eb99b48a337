"""Five sentences for a director, each with the way to its evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dashboards.address_text import FREE_QUESTION, pack_text
from dashboards.brief.review import DUE_SOON_DAYS, count_group, count_state, name_agency

if TYPE_CHECKING:
    from dashboards.brief.review import Review
    from dashboards.i18n.texts import Texts


@dataclass(frozen=True)
class Sentence:
    """One sentence.

    Attributes:
        text: in the chosen language.
        page: file name of the page that shows the evidence.
        address: filters of that page.
    """

    text: str
    page: str
    address: dict[str, str] = field(default_factory=dict)


_UNITS_NAMED = 3
# What a reader chose on the evidence's page before must not hide the evidence.
_FILTERS = {"attainment": ("field", "status", "day"), "tasks": ("field", "state", "agency", "tday")}


def open_evidence(page: str, **address: str) -> dict[str, str]:
    """Address of a page with these filters and none of its others."""
    return dict.fromkeys(_FILTERS[page], "") | address


def _list_evidence(text: str, statement: str, review: Review) -> Sentence:
    """A sentence that counts: the page of its plan, or the rows themselves where plans are many."""
    if len(review.plans) == 1:
        return Sentence(text, "attainment", open_evidence("attainment", plan=review.plans[0]))
    return Sentence(text, "sql", {"ask": FREE_QUESTION, "s": pack_text(statement)})


def _say_standing(review: Review, texts: Texts) -> Sentence:
    counts = {g: count_group(review.targets, g) for g in ("met", "on_track", "unknown")}
    assessed = review.target_count - counts["unknown"]
    share = texts.share(100 * counts["met"] / assessed) if assessed else texts("app.none")
    text = texts(
        "weekly.say_standing",
        day=texts.date(review.day),
        met=counts["met"],
        assessed=assessed,
        share=share,
        on_track=counts["on_track"],
        unknown=counts["unknown"],
    )
    return _list_evidence(text, review.target_statement, review)


def _say_change(review: Review, texts: Texts) -> Sentence:
    changed = review.changed
    text = texts(
        "weekly.say_change",
        since=texts.date(review.since),
        better=changed.get("better", 0),
        worse=changed.get("worse", 0),
        new=changed.get("new", 0),
        corrected=changed.get("corrected", 0),
    )
    return Sentence(text, "sql", {"ask": FREE_QUESTION, "s": pack_text(review.change_statement)})


def _say_tasks(review: Review, texts: Texts) -> Sentence:
    late = count_state(review.tasks, "late")
    if not late:
        unknown = count_state(review.tasks, "unknown")
        key = "weekly.say_none_known_late" if unknown else "weekly.say_no_late"
        text = texts(key, unknown=unknown, done=review.changed.get("done", 0))
        return Sentence(text, "tasks")
    top = review.late_agencies.row(0, named=True)
    agency = name_agency(top["agency"], top["issuer_name"])
    text = texts(
        "weekly.say_late",
        late=late,
        agency=agency,
        count=top["tasks"],
        done=review.changed.get("done", 0),
    )
    return Sentence(text, "tasks", open_evidence("tasks", plan=top["plan_code"], state="late"))


def _say_next(review: Review, texts: Texts) -> Sentence:
    soon = count_state(review.tasks, "due_soon")
    if not soon:
        return Sentence(texts("weekly.say_nothing_due", days=DUE_SOON_DAYS), "tasks")
    first = review.due_soon[0]
    text = texts("weekly.say_due", soon=soon, title=first.title, agency=first.agency,
                 reason=first.reason, days=DUE_SOON_DAYS)  # fmt: skip
    return Sentence(text, "tasks", open_evidence("tasks", plan=first.plan_code, task=first.key))


def _say_worst(review: Review, texts: Texts) -> Sentence:
    worst = next((t for t in review.troubles if t.subject == "target"), None)
    if worst is None:
        return Sentence(texts("weekly.say_no_worst"), "attainment")
    text = texts("weekly.say_worst", title=worst.title, agency=worst.agency, reason=worst.reason)
    return Sentence(
        text, "attainment", open_evidence("attainment", plan=worst.plan_code, figure=worst.key)
    )


def _say_reports(review: Review, texts: Texts) -> Sentence:
    if review.missing.is_empty():
        return Sentence(texts("weekly.say_all_reported"), "quality", {"qview": "reports"})
    units = review.missing["issuer_name"].unique(maintain_order=True).to_list()
    named = ", ".join(units[:_UNITS_NAMED])
    if len(units) > _UNITS_NAMED:
        named = texts("app.and_more", shown=named, more=len(units) - _UNITS_NAMED)
    text = texts("weekly.say_missing", count=review.missing.height, units=named)
    return Sentence(text, "quality", {"qview": "reports"})


def write_sentences(review: Review, texts: Texts) -> list[Sentence]:
    """Where things stand, what changed, what is late, what is worst, what comes next or lacks.

    Returns:
        Five sentences. Missing reports take the place of what comes next where there are any:
        without them every other figure is doubtful.
    """
    last = _say_reports(review, texts) if review.missing.height else _say_next(review, texts)
    return [
        _say_standing(review, texts),
        _say_change(review, texts),
        _say_tasks(review, texts),
        _say_worst(review, texts),
        last,
    ]
