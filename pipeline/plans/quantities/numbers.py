"""Numbers that can be a measure: shares, durations, points, counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon.rules import find_rule, load_rules
from pipeline.plans.quantities.number_words import (
    GOES_ON,
    is_cut_off,
    list_number_words,
    number_words_pattern,
)

# A number may begin here: behind no digit, mark or code, though behind the dash of "15-20".
_BEGIN = r"(?<![\w/.,:])(?<![a-z]-)(?<![/.]\d-)(?<![/.]\d\d-)"
# Scans read 0 as o and 1 as l; a share is sure enough to be one that this can be mended.
_SHARE = re.compile(
    rf"{_BEGIN.replace(':', '')}(?P<digits>[\dol|]{{1,4}}(?:[.,]\d{{1,3}})?)"
    r"\s?(?:%|phan tram\b|°/[o0]|[o0]/[o0](?=\s))"
)
_UNITS = (
    ("ngày", r"ngay lam viec|ngay"),
    ("giờ", r"gio lam viec|gio"),
    ("phút", r"phut"),
    ("tháng", r"thang(?!\s*\d)"),
    ("năm", r"nam(?!\s*20)"),
    ("%", r"diem phan tram|diem %"),
    ("điểm", r"diem(?! (?:cau|tiep nhan|den|truy cap|ban|buu dien|phuc vu|dung))"),
    ("Mbps", r"mbps"),
    ("giây", r"giay"),
    ("sao", r"sao"),
    ("bậc", r"bac(?! si)|hang|thu hang"),
    ("triệu đồng", r"trieu dong|trieu(?=\s*(?:$|[.,;:)/]|tro len|moi\b|mot\b|hang\b))"),
    ("tỷ đồng", r"ty dong"),
)
_UNIT_GROUPS = "|".join(f"(?P<u{n}>(?:{pattern})\\b)" for n, (_, pattern) in enumerate(_UNITS))
_COUNT = re.compile(
    rf"{_BEGIN}(?P<digits>\d{{1,3}}(?:\.\d{{3}})+(?:,\d{{1,3}})?|\d{{1,5}}(?:,\d{{1,3}})?)"
    rf"\s*(?:\(\w[^)]{{0,20}}\)\s*)?(?:{_UNIT_GROUPS}|(?P<noun>[a-z][a-z-]+))"
)
# "90/100 điểm": reached out of what can be reached.
_OUT_OF = re.compile(
    r"(?<![\w/.,:-])(?P<digits>\d{1,4}(?:,\d{1,2})?)\s*/\s*\d{1,4}(?:,\d{1,2})?"
    r"\s*(?P<unit>diem|sao)\b"
)
_BARE_LIST = re.compile(r"(?<![\w/.,:-])(?P<digits>\d{1,3}(?:,\d{1,2})?)(?=\s*(?:,|;|va\b|-|/))")
_LIST_BEFORE = re.compile(r"(?:\d{1,3}(?:,\d{1,2})?\s*(?:;|,\s|/|\bva)\s*)+$")
# Numbers that name something instead of measuring it.
_NAMING = re.compile(
    r"(?:muc do|muc|dieu|khoan|chuong|phu luc|mau|bieu|so|quyet|lenh|nghi dinh|thong tu|luat"
    # "mỗi quý 01 lần" counts, "quý 01" names.
    r"|ke hoach|cong van|de an|giai doan|(?<!moi )(?<!hang )(?:quy|nam|thang)|ngay|khoa"
    r"|lan thu|thu|dau|iso|stt|nhom|cap|hang|loai|phien ban|to)\s*(?:so\s*)?$"
)
# "9 trên 10 xã": a share where the whole is a round number.
_RATIO = re.compile(
    r"(?<![\w/.,:-])(?P<part>\d{1,3})\s*(?:/|tren(?: tong so)?|trong(?: tong)? so)"
    r"\s*(?P<whole>5|10|100)"
    r"\s+(?!diem|sao)(?=[a-z])"
)
# "Cứ 10 hồ sơ thì ít nhất 9 hồ sơ": a share, and no number of its own.
_PER = re.compile(
    r"\bcu\s+(?P<whole>\d{1,3})\s+[a-z][a-z ]{1,40}?\s+(?:thi|co)\s+(?:co\s+)?"
    r"(?:(?:toi thieu|it nhat|tren|hon)\s+)?(?P<part>\d{1,3})\b"
)
_PART_OF = re.compile(
    r"(?<![\w/.,:-])(?P<part>\d{1,4})/(?P<whole>\d{1,4})\s+"
    r"(?=(?:xa|phuong|ap|thon|khu pho|to dan pho|don vi|so|co quan|truong|thu tuc|tthc|bo phan"
    r"|phong)\b)"
)
# "Cả 12/12 sở": whatever is counted, all of it.
_ALL_OF = re.compile(
    r"\b(?:ca|toan bo|du|tat ca)\s+(?P<part>\d{1,4})/(?P<whole>\d{1,4})\s+(?=[a-z])"
)
_WORDED = (
    (re.compile(r"\b(?:mot nua|phan nua)\b(?! thang| nam| ngay)"), 50.0),
    (re.compile(r"\bmot phan tu\b"), 25.0),
    (re.compile(r"\bba phan tu\b"), 75.0),
    (re.compile(r"\bmot phan ba\b"), 33.3),
    (re.compile(r"\bhai phan ba\b"), 66.7),
)
# The lower end of "20 - 25 lớp", whose unit stands behind the upper one.
_RANGE_BEGIN = re.compile(
    r"(?<![\w/.,:-])(?P<digits>\d{1,4}(?:[.,]\d{1,3})?)\s*(?:[-–]|den|toi)\s*$"
)
_RANGE_BEFORE = re.compile(r"\d+(?:[.,]\d+)*\s*[-–]\s*$")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_BOUND = re.compile(r"(?:khong (?:de )?qua|toi da|khong vuot qua)\s*$")


@dataclass(frozen=True)
class Number:
    """A number with its unit.

    Attributes:
        start: place of its first letter in the sentence.
        end: place behind its unit.
        value: as a number.
        unit: ``%``, ``count``, or the unit as Vietnamese writes it.
        was_repaired: a letter was read as a digit.
        is_rank: a place among others; a lower one is better.
        in_words: a share said in words or as a ratio.
        is_of_all: so many out of how many there are: "12/12 ấp".
    """

    start: int
    end: int
    value: float
    unit: str
    was_repaired: bool = False
    is_rank: bool = False
    in_words: bool = False
    is_of_all: bool = False


def read_value(digits: str) -> float | None:
    """``92,5`` and ``92.5`` are 92.5; ``1.200`` is 1200; ``1oo`` is 100."""
    mended = digits.replace("o", "0").replace("l", "1").replace("|", "1")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", mended):
        return float(mended.replace(".", "").replace(",", "."))
    mended = mended.replace(",", ".")
    return float(mended) if re.fullmatch(r"\d+(?:\.\d+)?", mended) else None


def _find_shares(folded: str) -> list[Number]:
    found = []
    for match in _SHARE.finditer(folded):
        digits = match["digits"]
        value = read_value(digits)
        if value is None or not any(c.isdigit() for c in digits):
            continue
        repaired = not re.fullmatch(r"[\d.,]+", digits)
        if repaired and value > 100:
            continue
        found.append(Number(match.start(), match.end(), value, "%", repaired))
    return _add_bare_members(folded, found)


def _add_bare_members(folded: str, shares: list[Number]) -> list[Number]:
    """``30, 20 và 15%``: the members of the list before the one with the sign."""
    members = []
    for share in shares:
        reach = _LIST_BEFORE.search(folded[: share.start])
        if reach and not _NAMING.search(folded[: reach.start()]):
            for match in _BARE_LIST.finditer(folded, reach.start(), share.start):
                value = read_value(match["digits"])
                if value is not None and value <= 100:
                    members.append(Number(match.start(), match.end(), value, "%"))
    return sorted([*shares, *members], key=lambda n: n.start)


def _names_something(before: str) -> bool:
    """Whether the text before a number, or before the span that it ends, makes it a name."""
    return _NAMING.search(_RANGE_BEFORE.sub("", before)) is not None


def _name_unit(match: re.Match[str]) -> str:
    for position, (name, _) in enumerate(_UNITS):
        if match[f"u{position}"]:
            return name
    return "count"


def _find_counts(folded: str, taken: list[Number]) -> list[Number]:
    found = [
        Number(m.start(), m.end(), value, "sao" if m["unit"] == "sao" else "điểm")
        for m in _OUT_OF.finditer(folded)
        if (value := read_value(m["digits"])) is not None
        and not _NAMING.search(folded[: m.start()])
    ]
    wholes = {m.start("whole") for m in _PER.finditer(folded)}
    taken = [*taken, *found]
    for match in _COUNT.finditer(folded):
        is_taken = any(n.start <= match.start() < n.end for n in taken)
        if is_taken or match.start() in wholes:
            continue
        if _names_something(folded[: match.start()]):
            continue
        unit = _name_unit(match)
        value = read_value(match["digits"])
        if value is None or (unit == "count" and not _can_be_counted(folded, match)):
            continue
        end = match.end() if unit != "count" else match.end("digits")
        found.append(Number(match.start(), end, value, unit))
    return found


def _can_be_counted(folded: str, match: re.Match[str]) -> bool:
    is_year = re.fullmatch(r"(?:19|20)\d\d", match["digits"]) is not None
    rule = find_rule("counted", folded[match.start("noun") : match.start("noun") + 20])
    if is_year or (rule and rule.says["kind"] != "contents"):
        return False
    # "không quá 02 văn bản" is a bound; "gồm 02 văn bản" only tells what there is.
    return rule is None or bool(_BOUND.search(folded[: match.start()]))


def find_numbers(folded: str) -> list[Number]:
    """Every number of a sentence that has a unit, in order.

    Args:
        folded: text without marks in lower case.

    Returns:
        Shares, and other quantities that still need a qualifier to be a measure; dates,
        numbers of documents, years and levels of service are not among them.
    """
    ranks = _find_ranks(folded)
    shares = [*ranks, *_find_ratios(folded), *_find_shares(folded)]
    found = [*shares, *_find_counts(folded, shares)]
    return sorted([*found, *_find_range_begins(folded, found)], key=lambda n: n.start)


def _find_ranks(folded: str) -> list[Number]:
    found: dict[int, Number] = {}
    for rule in load_rules("ranks"):
        for match in rule.pattern.finditer(folded):
            start, said = match.start("digits"), match["digits"]
            place = float(said) if said.isdigit() else list_number_words()[said]
            found.setdefault(start, Number(start, match.end("digits"), place, "bậc", is_rank=True))
    return list(found.values())


def _find_ratios(folded: str) -> list[Number]:
    """Shares in words ("một nửa") and ratios ("9 trên 10 xã")."""
    ratios = [
        Number(m.start(), m.end(), 100 * int(m["part"]) / int(m["whole"]), "%", in_words=True)
        for m in _RATIO.finditer(folded)
        if int(m["part"]) <= int(m["whole"])
    ]
    words = [
        Number(m.start(), m.end(), value, "%", in_words=True)
        for pattern, value in _WORDED
        for m in pattern.finditer(folded)
    ]
    per = [
        Number(m.start("part"), m.end("part"), 100 * int(m["part"]) / int(m["whole"]), "%",
               in_words=True)
        for m in _PER.finditer(folded)
        if 0 < int(m["part"]) <= int(m["whole"])
    ]  # fmt: skip
    return [*ratios, *words, *per, *_find_said(folded), *_find_parts_of(folded, ratios)]


# No things that are counted: more of the number, a time, a fraction, or another word altogether.
_NO_NOUN = (
    r"(?:nam|thang|ngay|tuan|gio|phut|phan|muoi|tram|nghin|ngan|trieu|ty|phay|linh|le|lan|la|ben|so"
    r"|cua|khi|nay|dau|truoc|sau|con|mat|loat)\b"
)


@cache
def _said_patterns() -> tuple[re.Pattern[str], ...]:
    word = number_words_pattern()
    return (
        re.compile(rf"(?P<part>{word})\s+phan tram\b"),
        re.compile(
            rf"(?P<part>{word})\s+tren(?: tong so)?\s+(?P<whole>muoi|mot tram)\b(?!\s+{GOES_ON})"
        ),
        # Without its marks a word alone may be another one ("sau khi", "năm nay").
        re.compile(
            r"\b(?:toi thieu|it nhat|khong duoi|toi da|khong qua)\s+(?!(?:sau|nam)\s)"
            rf"(?P<part>{word})(?=\s+(?!{_NO_NOUN})[a-z])"
        ),
        # At the beginning of a sentence a number of two words or more can be nothing else.
        re.compile(
            rf"(?:^|[;.:]\s)\W*(?=\w+ muoi|muoi \w)(?P<part>{word})(?=\s+(?!{_NO_NOUN})[a-z])"
        ),
    )


def _find_said(folded: str) -> list[Number]:
    """``chín mươi lăm phần trăm``, ``chín trên mười``, ``ít nhất hai mô hình``."""
    share, ratio, *counts = _said_patterns()
    values = list_number_words()
    found = [
        Number(m.start(), m.end(), values[m["part"]], "%", in_words=True)
        for m in share.finditer(folded)
    ]
    found += [
        Number(m.start(), m.end(), 100 * values[m["part"]] / values[m["whole"]], "%", in_words=True)
        for m in ratio.finditer(folded)
        if values[m["part"]] <= values[m["whole"]]
    ]
    found += [
        Number(m.start("part"), m.end("part"), values[m["part"]], "count")
        for count in counts
        for m in count.finditer(folded)
    ]
    return [n for n in found if not is_cut_off(folded[: n.start])]


def _find_parts_of(folded: str, ratios: list[Number]) -> list[Number]:
    """``45/50 xã``: the count out of all there are."""
    found = {
        m.start("part"): Number(
            m.start("part"), m.end("whole"), float(m["part"]), "count", is_of_all=True
        )
        for m in (*_PART_OF.finditer(folded), *_ALL_OF.finditer(folded))
        if int(m["part"]) <= int(m["whole"])
    }
    return [n for n in found.values() if not any(r.start == n.start for r in ratios)]


def _find_range_begins(folded: str, found: list[Number]) -> list[Number]:
    begins = []
    for number in found:
        match = _RANGE_BEGIN.search(folded[: number.start])
        value = read_value(match["digits"]) if match else None
        if match is None or value is None or value >= number.value or number.is_rank:
            continue
        is_known = any(n.start <= match.start() < n.end for n in found)
        is_year = _FIRST_YEAR < value < _LAST_YEAR
        if not is_known and not is_year and not _NAMING.search(folded[: match.start()]):
            begins.append(Number(match.start(), match.end("digits"), value, number.unit))
    return begins
