"""The text of a target -> the numbers that it demands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from pipeline.lexicon.levels import Level, find_levels
from pipeline.lexicon.rules import has_words
from pipeline.plans.quantities.clauses import cut_clauses
from pipeline.plans.quantities.demands import names_count, names_counted, names_training
from pipeline.plans.quantities.numbers import Number, find_numbers
from pipeline.plans.quantities.qualifiers import Comparator, Qualifier, read_qualifier
from pipeline.plans.quantities.spans import (
    Span,
    find_as_of,
    find_baseline,
    find_due_year,
    find_nested,
    split_sentences,
)
from pipeline.support.text import strip_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.lexicon.levels import LevelGroup

_LIST_GAP = re.compile(r"^\s*(?:,|/|va|hoac|-)?\s*(?:va\s+)?$")
_OWN_START = re.compile(r"^\s*(?:[,;]|va\b)")
_WHOLE = re.compile(
    r"(?:^|\b(?:bao dam|dam bao|phan dau|thuc hien|doi voi"
    r"|cho)\s+)(?P<word>toan bo)\s+(?!he thong\b)"
)
_AND_BOUND = re.compile(r"\bva\s+(?:toi thieu|it nhat|khong duoi)\s*$")
_DASH = re.compile(r"^\s*[-–]\s*$")
_UP_TO = re.compile(r"^\s*(?:-|–|den|toi)\s*$")
_PAST_TO_NEW = re.compile(
    r"^\s*(?:hien (?:nay |tai ))?(?:(?:cua |trong )?nam 20\d\d )?(?:tang |giam )?"
    r"(?:len|xuong|con)\b"
)
_WHOLE_BESIDE = re.compile(
    r"(?:^|[;,]\s*|\b(?:cho|bao dam|dam bao|doi voi)\s+)(?P<word>toan bo)\s+(?!he thong\b)"
)
# "120 bộ dữ liệu, trong đó 40 bộ về y tế".
_PART_END = re.compile(r"\btrong (?:so )?do(?:,? (?:co|gom))?\s*$")
# "xã, phường" and "bộ, ngành" are one noun.
_PAIRED = re.compile(
    r"(?:,| va)\s*(?:phuong|thi tran|dac khu|thanh pho|ban|nganh|cong chuc|vien chuc|don vi|to chuc"
    r"|doanh nghiep|dia phuong|hop tac xa|khu pho|ap)\b"
)
_COMMUNES = re.compile(
    r"\s*(?:so |cac |ubnd )*"
    r"(?:xa(?:,? (?:va )?phuong)?(?:,? (?:va )?(?:thi tran|dac khu))?"
    r"|phuong,? (?:va )?xa)\b"
    r"(?! hoi)"
)
_LIST_END = re.compile(r"(?:,|;|\bva)\s*$")
# Behind these a count says which things are meant, not how many are wanted.
_DESCRIBED = re.compile(r"\b(?:theo|tai|thuoc|doi voi|cua|trong|tu|den)\s*$")
# "hỗ trợ cho 20 xã": but those who are trained are counted.
_FOR = re.compile(r"\bcho\s*$")
_LABEL_WORDS = 12
_NOUN_LENGTH = 15
_LABEL_NOISE = re.compile(
    r"^(?:[\s,;:.()–-]|/\s*\d+\b|(?:(?<=[–-])|(?<=[–-] ))\d+(?:[.,]\d+)?\s*%?"
    r"|\b(?:va|trong do|trong so do|dam bao|bao dam|phan dau|dat|ty le|hoan thanh"
    r"|toi thieu|it nhat|tren|cac|tong so|la|duoc|thuc hien)\b)+"
)
_NO_LABEL = re.compile(r"\s*(?:\(|tro (?:len|xuong)|so voi|de |doi voi|vao |trong nam|nam )")
_LABEL_TAIL = re.compile(
    r"(?:[\s,;:.()–-]|\b(?:dat|la|toi thieu|it nhat|tren|tu|ty le|phan dau|khong duoi|duoi|va"
    r"|khong qua|toi da|dam bao|bao dam|tuong ung|lan luot|giam|tang|binh quan|moi nam)\b)+$"
)


@dataclass(frozen=True)
class Measure:
    """One number that a target demands.

    Attributes:
        value: the number.
        unit: ``%``, ``count`` or a unit in Vietnamese.
        comparator: how an actual is compared with it.
        level: administrative level, None where none is named.
        baseline: what a change is measured against.
        due_year: year stated in the text, None where none is.
        is_nested: a part of another measure.
        label: what is measured, a few words of the text.
        clause: the words around the number that belong to it, see ``cut_clauses``.
        start: place of the number in the text.
        end: place behind it.
        doubts: why the reading may be wrong, as codes.
    """

    value: float
    unit: str
    comparator: Comparator
    level: Level | None = None
    baseline: str | None = None
    due_year: int | None = None
    is_nested: bool = False
    label: str = ""
    clause: str = ""
    start: int = 0
    end: int = 0
    doubts: tuple[str, ...] = field(default=())

    def to_columns(self, level: Level | None, due_year: int | None) -> dict[str, Any]:
        """Columns of ``raw.targets`` that hold what the number says.

        Args:
            level: of the heading above, for a number that names none.
            due_year: for a number that says none itself.
        """
        return {
            "measure_label": self.label or None,
            "measure_clause": self.clause or None,
            "comparator": self.comparator,
            "value": self.value,
            "unit": self.unit,
            "scope_level": self.level or level,
            "baseline": self.baseline,
            "due_year": self.due_year or due_year,
            "is_nested": self.is_nested,
        }


@dataclass(frozen=True)
class _Said:
    """A number in its surroundings.

    Attributes:
        lead: folded text before it, from the number before or the start of the sentence.
        trail: folded text behind it, to the next number or the end of the sentence.
    """

    number: Number
    lead: str
    trail: str
    qualifier: Qualifier
    levels: tuple[Level, ...] = ()
    doubts: tuple[str, ...] = ()


def _fold(text: str) -> str:
    folded = strip_marks(text).lower()
    if len(folded) == len(text):
        return folded
    return "".join(f if len(f := strip_marks(c).lower()) == 1 else c for c in text)


def _surround(sentence: str, numbers: Sequence[Number]) -> list[_Said]:
    said = []
    for position, number in enumerate(numbers):
        begin = numbers[position - 1].end if position else 0
        end = numbers[position + 1].start if position + 1 < len(numbers) else len(sentence)
        lead, trail = sentence[begin : number.start], sentence[number.end : end]
        qualifier = Qualifier("lte") if number.is_rank else read_qualifier(lead, trail)
        said.append(_Said(number, lead, trail, qualifier))
    return said


def _find_measures(said: Sequence[_Said]) -> list[_Said]:
    """Those of the numbers that are demanded; a list goes on with what its first number is."""
    wanted: list[_Said] = []
    for position, item in enumerate(said):
        previous = said[position - 1] if position else None
        if previous and item.number.unit == "count" and _describes(previous, item):
            continue
        lists_on = (
            previous is not None
            and wanted[-1:] == [previous]
            and previous.number.unit == item.number.unit == "count"
            and bool(_LIST_END.search(item.lead) or _PART_END.search(item.lead))
        )
        if lists_on or _is_measure(item):
            wanted.append(item)
    return wanted


def _describes(previous: _Said, item: _Said) -> bool:
    """``80% hộ có từ 01 thành viên``: the count only says which households are meant."""
    is_share = previous.number.unit == "%"
    return is_share and not re.search(r"[,;:.(]|\bva\b", _PAIRED.sub(" ", item.lead))


def _is_counted(said: _Said) -> bool:
    """A bare count behind a verb that says what is to be made: "tổ chức 12 lớp"."""
    clause = re.split(r"[,;:.(]", said.lead)[-1]
    if _FOR.search(clause):
        return names_training(clause)
    if not clause.strip(" -+*•"):
        # "15 thủ tục được bãi bỏ", at the beginning.
        return names_counted(said.trail)
    return names_count(clause) and not _DESCRIBED.search(clause)


def _is_reached(said: _Said) -> bool:
    """``mới đạt 61,7%``: demanded by nobody, though its year and its level are its own."""
    return has_words("reached", re.split(r"[(;]", said.lead)[-1])


def _is_measure(said: _Said) -> bool:
    """A share always is; another quantity only where a word compares it or asks to make it."""
    qualifier = said.qualifier
    if said.number.unit == "%" or said.number.is_rank or said.number.is_of_all:
        return True
    if said.number.unit == "count":
        return qualifier.bound is not None or _is_counted(said)
    if said.number.unit in ("năm", "tháng"):
        return qualifier.bound == "lte" and "thoi gian" in said.lead
    return (
        qualifier.bound is not None or qualifier.change is not None or said.number.unit == "điểm"
    ) and not re.search(r"so \d*$", said.lead)


def _carry_over(said: list[_Said]) -> list[_Said]:
    """In a list the qualifier of the first number holds for those that say nothing."""
    carried: list[_Said] = []
    for item in said:
        previous = carried[-1] if carried else None
        if (
            previous
            and (previous.qualifier.bound or previous.qualifier.change)
            and item.qualifier.is_silent
            and _goes_on(previous, item)
            and not (previous.qualifier.change and item.number.value >= _ALL_OF_IT)
        ):
            qualifier = replace(previous.qualifier, reaches=False)
            is_far = ";" in item.lead
            doubts = (*item.doubts, "carried_over") if is_far else item.doubts
            carried.append(replace(item, qualifier=qualifier, doubts=doubts))
        elif previous and previous.qualifier.change and _shares_verb(item):
            # "Giảm ít nhất 35% thời gian và tối thiểu 25% chi phí": one verb for both.
            qualifier = replace(item.qualifier, change=previous.qualifier.change)
            carried.append(replace(item, qualifier=qualifier))
        else:
            carried.append(item)
    return carried


def _shares_verb(item: _Said) -> bool:
    qualifier = item.qualifier
    stands_alone = bool(_AND_BOUND.search(item.lead)) and not re.search("[;:(]", item.lead)
    return qualifier.bound == "gte" and not qualifier.change and stands_alone


# "Giảm 20% thời gian, 100% hồ sơ đúng hạn": nothing falls by all of it.
_ALL_OF_IT = 100
_SINCE = re.compile(r"\bso voi\b[^,;]*")


def _goes_on(previous: _Said, item: _Said) -> bool:
    """Whether a number belongs to the list that the previous one is in."""
    if "(" in item.lead or ":" in item.lead or find_nested(item.lead):
        return False
    joint = re.search(r"(?:,|;|\bva|/)\s*$", item.lead)
    if not joint:
        return False
    if ";" in item.lead or re.search(r"\.\s*$", item.lead):
        both_levels = bool(previous.levels) and bool(item.levels)
        # "giảm 20% so với năm 2025; 100% thủ tục ...": what falls was named before the number.
        names_behind = bool(_SINCE.sub("", item.lead.rpartition(";")[0]).strip(" ,.;"))
        return both_levels or (previous.qualifier.change is not None and names_behind)
    return True


_PARTS = re.compile(r"\btrong (?:so )?do\b")


def _name_levels(said: list[_Said], sentence: str) -> list[_Said]:
    """Give each number the levels it is stated for."""
    said = [_name_counted(s) for s in said]
    parts = _PARTS.search(sentence)
    edge = parts.start() if parts else len(sentence)
    # "98%, trong đó: cấp tỉnh 99%, cấp xã 97%": the whole is of no level that its parts name.
    named: list[_Said] = []
    for start, end in ((0, edge), (edge, len(sentence))):
        numbers = [s for s in said if start <= s.number.start < end]
        groups = [g for g in find_levels(sentence) if start <= g.start < end]
        if groups and numbers:
            placed = _distribute(numbers, sentence, groups)
            numbers = placed or _take_nearest(numbers, groups, sentence)
        named += numbers
    return named


def _name_counted(said: _Said) -> _Said:
    """``100% các xã, phường`` and ``22 xã, phường``: what is counted is the level."""
    if said.number.unit in ("%", "count") and _COMMUNES.match(said.trail):
        return replace(said, levels=("commune",))
    return said


def counts_communes(folded: str) -> bool:
    """Whether a phrase begins with the communes: "xã, phường công khai ngân sách"."""
    return _COMMUNES.match(folded) is not None


def _bare_runs(said: list[_Said], sentence: str) -> list[list[int]]:
    """Runs of numbers with nothing but commas between: ``30%, 20%, 15%``."""
    runs: list[list[int]] = [[0]] if said else []
    for position in range(1, len(said)):
        between = sentence[said[position - 1].number.end : said[position].number.start]
        if _LIST_GAP.match(between):
            runs[-1].append(position)
        else:
            runs.append([position])
    return [r for r in runs if len(r) > 1 and not _begins_anew(said, r)]


def _begins_anew(said: list[_Said], run: list[int]) -> bool:
    """``... đạt tối thiểu 98%, 100% hồ sơ ...``: the second has a noun of its own behind it."""
    has_noun_before = len(said[run[0]].lead) > _NOUN_LENGTH
    return (
        has_noun_before
        and bool(re.match(r"\s*[a-z]", said[run[-1]].trail))
        and not re.match(
            r"\s*(?:cap|doi voi|tuong ung|theo|o|tai|trong|so voi|vao|va|tro)\b",
            said[run[-1]].trail,
        )
    )


def _distribute(
    said: list[_Said], sentence: str, groups: Sequence[LevelGroup]
) -> list[_Said] | None:
    """``cấp tỉnh, cấp huyện, cấp xã tương ứng 30%, 20%, 15%``: in the order of the levels."""
    result: list[_Said] | None = None
    for run in _bare_runs(said, sentence):
        first, last = said[run[0]].number, said[run[-1]].number
        before = [g for g in groups if g.end <= first.start]
        after = [g for g in groups if g.start >= last.end]
        levels: tuple[Level, ...] = tuple(
            dict.fromkeys(x for g in (before or after) for x in g.levels)
        )
        if len(levels) == len(run):
            result = result or _take_nearest(said, groups, sentence)
            for position, level in zip(run, levels, strict=True):
                result[position] = replace(result[position], levels=(level,))
    return result


def _take_nearest(said: list[_Said], groups: Sequence[LevelGroup], sentence: str) -> list[_Said]:
    """Levels stand behind their numbers, or before them all along the sentence."""
    first, last = said[0].number, said[-1].number
    has_before = any(g.end <= first.start for g in groups)
    has_after = any(g.start >= last.end for g in groups)
    level_first = has_before and not has_after
    result = []
    for position, item in enumerate(said):
        begin, end = _reach(said, position, sentence, level_first=level_first)
        near = [g for g in groups if begin <= g.start and g.end <= end]
        levels = tuple(dict.fromkeys(x for g in near for x in g.levels))
        doubts = item.doubts if len(near) < 2 else (*item.doubts, "several_levels")
        levels = () if item.number.is_rank else levels or item.levels
        result.append(replace(item, levels=levels, doubts=doubts))
    return result


def _reach(
    said: list[_Said], position: int, sentence: str, *, level_first: bool
) -> tuple[int, int]:
    """Where the levels of a number may stand: its own clause, on the side they stand on."""
    number = said[position].number
    begin = said[position - 1].number.end if position else 0
    end = said[position + 1].number.start if position + 1 < len(said) else len(sentence)
    if level_first:
        cut = max(sentence.rfind(";", begin, number.start), begin)
        return cut, number.start
    stop = sentence.find(";", number.end, end)
    return number.end, stop if stop >= 0 else end


def _label(text: str, said: _Said, offset: int) -> str:
    """A few words on what is measured: behind the number, else before it."""
    number = said.number
    after = text[offset + number.end : offset + number.end + len(said.trail)]
    before = text[offset + number.start - len(said.lead) : offset + number.start]
    clause = re.split(r"[;.\n]", after)[0]
    folded = _fold(clause)
    if len(folded.split()) < 3 or _OWN_START.match(folded) or _NO_LABEL.match(folded):
        clause = re.split(r"[;\n]|\.\s", before)[-1]
        tail = _LABEL_TAIL.search(_fold(clause))
        clause = clause[: tail.start()] if tail else clause
    noise = _LABEL_NOISE.match(_fold(clause))
    words = (clause[noise.end() :] if noise else clause).split()
    if words[:1] in (["Có"], ["có"]):
        words = words[1:]
    return " ".join(words[:_LABEL_WORDS]).strip(" ,;:.()")


def _doubts(said: _Said) -> tuple[str, ...]:
    doubts = said.doubts
    if said.number.was_repaired:
        doubts = (*doubts, "digit_repaired")
    if said.number.unit == "count":
        doubts = (*doubts, "counted_thing")
    if said.number.in_words:
        doubts = (*doubts, "share_in_words")
    if said.number.unit == "%" and said.number.value > 100 and said.qualifier.change is None:
        doubts = (*doubts, "share_above_100")
    return doubts


def _read_sentence(text: str, span: Span, whole: str) -> list[Measure]:
    sentence = whole[span.start : span.end]
    said = _surround(sentence, find_numbers(sentence))
    said = _settle_ranges(said, sentence)
    wanted = _find_measures(said)
    if len(wanted) < len(said):
        bounds = {s.number.start: s.qualifier for s in said}
        said = [
            replace(s, qualifier=bounds[s.number.start]) if s.qualifier.bound is None else s
            for s in _surround(sentence, [s.number for s in wanted])
        ]
    if not said:
        return []
    said = _carry_over(_name_levels(_carry_bare(said, sentence), sentence))
    baseline = find_baseline(sentence)
    measures: list[Measure] = []
    starts = [item.number.start for item in said[1:]]
    clauses = cut_clauses(text[span.start : span.end], sentence, [s.number for s in said])
    for item, clause, following in zip(said, clauses, [*starts, None], strict=True):
        if _is_reached(item):
            continue
        number, comparator = item.number, item.qualifier.comparator
        changes = comparator in ("decrease_gte", "decrease_eq", "increase_gte")
        base = Measure(
            value=number.value,
            unit=number.unit,
            comparator=comparator,
            baseline=baseline if changes else None,
            due_year=find_due_year(sentence, number.start, following)
            or (None if changes else find_as_of(sentence, number.start)),
            label=_label(text, item, span.start) or (measures[-1].label if measures else ""),
            clause=clause,
            start=span.start + number.start,
            end=span.start + number.end,
            doubts=_doubts(item),
        )
        measures += [replace(base, level=level) for level in item.levels or (None,)]
    return measures


def _settle_ranges(said: list[_Said], sentence: str) -> list[_Said]:
    """Of "từ A đến B" the lower end is demanded; of "từ A lên B" only where it leads to."""
    kept: list[Number] = []
    bounds: dict[int, Literal["gte", "lte"]] = {}
    for item in said:
        number, previous = item.number, kept[-1] if kept else None
        if previous and previous.unit == number.unit and number.value != previous.value:
            between = sentence[previous.end : number.start]
            begins_range = bool(re.search(r"\btu(?: muc)?\s*$", sentence[: previous.start]))
            is_dashed = bool(_DASH.match(between)) and number.value > previous.value
            if is_dashed or (begins_range and _UP_TO.match(between)):
                bounds[previous.start] = "gte"
                continue
            if begins_range and _PAST_TO_NEW.match(between):
                kept.pop()
                if re.search(r"\b(?:xuong|con)\b", between):
                    bounds[number.start] = "lte"
        kept.append(number)
    if not bounds and len(kept) == len(said):
        return said
    return [
        replace(s, qualifier=Qualifier(bounds[s.number.start], s.qualifier.change))
        if s.number.start in bounds
        else s
        for s in _surround(sentence, kept)
    ]


def _carry_bare(said: list[_Said], sentence: str) -> list[_Said]:
    """``tối thiểu 30%, 20%, 15%``: one qualifier for a bare list."""
    result = list(said)
    for run in _bare_runs(said, sentence):
        for position in run[1:]:
            if result[position].qualifier.is_silent:
                result[position] = replace(result[position], qualifier=result[run[0]].qualifier)
    return result


def _read_whole(folded: str, text: str) -> list[Measure]:
    """``toàn bộ`` demands all of something, where no number is said."""
    match = _WHOLE.search(folded)
    if not match:
        return []
    whole = _all_of(match.start("word"), match.end("word"), text[match.end() :])
    return [replace(whole, due_year=find_due_year(folded, match.start()))]


def _read_wholes_beside(folded: str, text: str, measures: Sequence[Measure]) -> list[Measure]:
    """``toàn bộ`` in a clause without a number, beside clauses that have one."""
    found = []
    for match in _WHOLE_BESIDE.finditer(folded):
        begin = max(folded.rfind(mark, 0, match.start("word")) for mark in (";", ". ", ":"))
        if match[0].startswith(","):
            begin = match.start()
        stop = re.search(r"[;,]|\.(?:\s|$)", folded[match.end() :])
        end = match.end() + stop.start() if stop else len(folded)
        if any(begin < m.start < end for m in measures):
            continue
        whole = _all_of(match.start("word"), match.end("word"), text[match.end() : end])
        found.append(replace(whole, due_year=find_due_year(folded, whole.start)))
    return found


def _all_of(start: int, end: int, clause: str) -> Measure:
    clause = clause.strip(" ,;:.()")
    return Measure(
        value=100,
        unit="%",
        comparator="eq",
        label=" ".join(clause.split()[:_LABEL_WORDS]).strip(" ,;:.()"),
        clause=clause,
        start=start,
        end=end,
        doubts=("whole_as_100",),
    )


def read_measures(text: str) -> list[Measure]:
    """Every number that the text of a target demands.

    Args:
        text: tidy text of one target; marks may be missing and letters damaged.

    Returns:
        Measures in the order of the text; empty for a target without a number. Dates, numbers
        of documents, levels of service and counts of contents are no measures.
    """
    folded = _fold(text)
    measures = [m for s in split_sentences(text, folded) for m in _read_sentence(text, s, folded)]
    if not measures:
        return _read_whole(folded, text)
    measures += _read_wholes_beside(folded, text, measures)
    measures.sort(key=lambda m: m.start)
    nested = find_nested(folded)
    first = measures[0].start
    return [
        replace(m, is_nested=any(s.start > first and s.start <= m.start < s.end for s in nested))
        for m in measures
    ]
