"""Reads the lexicon: rules of a topic, those of the office behind ours."""

from __future__ import annotations

import re
import tomllib
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.support.problems import UnreadableFileError, reject_file

if TYPE_CHECKING:
    from collections.abc import Generator

OURS = Path(__file__).parent
# Folder below data/raw for the words of an office.
OFFICE_FOLDER = "lexicon"
_NAMED_GROUP = r"\(\?P<\w+>"
_OWN_KEYS = ("name", "pattern", "examples", "others")
# Files of words that an office added, by path with their content: what they say may change.
_Files = tuple[tuple[str, str], ...]
_OFFICE: ContextVar[_Files] = ContextVar("office_lexicon", default=())
# Rules by topic and name that do not count, for measuring what hangs on them.
_Names = frozenset[tuple[str, str]]
_LEFT_OUT: ContextVar[_Names] = ContextVar("rules_left_out", default=frozenset())


@dataclass(frozen=True)
class Rule:
    """Words that mean one thing.

    Attributes:
        topic: file that it stands in.
        name: stable code.
        pattern: searched in text without marks, in lower case.
        examples: texts of our own that it must find, with marks.
        others: texts that it must not find.
        says: what the topic knows of it besides, such as the role of a column.
    """

    topic: str
    name: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    others: tuple[str, ...] = ()
    says: dict[str, Any] = field(default_factory=dict, hash=False)


def _read(name: str, content: str) -> tuple[Rule, ...]:
    try:
        raw = tomllib.loads(content)
        return tuple(_make_rule(Path(name).stem, entry) for entry in raw.get("rule", []))
    except (tomllib.TOMLDecodeError, re.error, KeyError, TypeError) as error:
        raise reject_file("bad_lexicon", {"file": Path(name).name, "error": error}) from error


def _make_rule(topic: str, entry: dict[str, Any]) -> Rule:
    patterns = entry["pattern"]
    joined = patterns if isinstance(patterns, str) else "|".join(f"(?:{p})" for p in patterns)
    return Rule(
        topic,
        entry["name"],
        re.compile(joined),
        tuple(entry["examples"]),
        tuple(entry.get("others", ())),
        {k: v for k, v in entry.items() if k not in _OWN_KEYS},
    )


def list_topics() -> list[str]:
    """Names of our files."""
    return sorted(path.stem for path in OURS.glob("*.toml"))


@cache
def _load(topic: str, office: _Files, left_out: _Names) -> tuple[Rule, ...]:
    path = OURS / f"{topic}.toml"
    own = _read(path.name, path.read_text(encoding="utf-8"))
    added = [
        r for name, content in office if Path(name).stem == topic for r in _read(name, content)
    ]
    # An office names its exceptions, so its words are looked at first.
    return tuple(r for r in (*added, *own) if (topic, r.name) not in left_out)


def load_rules(topic: str) -> tuple[Rule, ...]:
    """Rules of a topic in the order in which they are tried."""
    return _load(topic, _OFFICE.get(), _LEFT_OUT.get())


@cache
def _load_union(topic: str, office: _Files, left_out: _Names) -> re.Pattern[str]:
    # Rules may name the same group, which one pattern may not.
    patterns = [
        f"(?:{re.sub(_NAMED_GROUP, '(', r.pattern.pattern)})"
        for r in _load(topic, office, left_out)
    ]
    return re.compile("|".join(patterns) or r"(?!)")


def find_rule(topic: str, folded: str) -> Rule | None:
    """The first rule that finds its words.

    Args:
        topic: name of the file.
        folded: text without marks, in lower case.
    """
    if not _load_union(topic, _OFFICE.get(), _LEFT_OUT.get()).search(folded):
        return None
    return next((r for r in load_rules(topic) if r.pattern.search(folded)), None)


def has_words(topic: str, folded: str) -> bool:
    """Whether any rule of a topic finds its words."""
    return _load_union(topic, _OFFICE.get(), _LEFT_OUT.get()).search(folded) is not None


def check_office_file(path: Path) -> None:
    """Whether a file of words that an office added can be used.

    Raises:
        UnreadableFileError: it is of no topic, or a rule in it is broken.
    """
    topics = list_topics()
    if path.suffix != ".toml" or path.stem not in topics:
        raise reject_file("bad_lexicon.topic", {"file": path.name, "topics": ", ".join(topics)})
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise reject_file("bad_lexicon.unreadable", {"file": path.name}) from error
    _read(path.name, content)


def list_office_files(folder: Path) -> list[Path]:
    """Files of words of an office that can be used; the others are named by the build."""
    sound = []
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else []:
        try:
            check_office_file(path)
        except UnreadableFileError:
            continue
        sound.append(path)
    return sound


@contextmanager
def use_office_lexicon(folder: Path) -> Generator[None]:
    """Words that an office added count inside.

    Args:
        folder: its ``lexicon``; need not exist.
    """
    files = list_office_files(folder)
    token = _OFFICE.set(tuple((f.name, f.read_text(encoding="utf-8")) for f in files))
    try:
        yield
    finally:
        _OFFICE.reset(token)


@contextmanager
def leave_out(rules: _Names) -> Generator[None]:
    """Rules that do not count inside, by topic and name: what hangs on them can be measured."""
    token = _LEFT_OUT.set(rules)
    try:
        yield
    finally:
        _LEFT_OUT.reset(token)
