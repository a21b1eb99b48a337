"""What the engine says in English, as codes with values: what was meant, and what comes near."""

from __future__ import annotations

import re

from pipeline.asking.questions.faults import QuestionError

# Code of a fault -> how DuckDB 2.0 says it; what it names are groups.
_SAYINGS = (
    ("unknown_column", r'Referenced column "(?P<name>[^"]+)" (?:not found|was not found)'),
    ("unknown_column", r'does not have a column named "(?P<name>[^"]+)"'),
    ("unknown_table", r"Table with name (?P<name>\S+) does not exist"),
    ("unknown_function", r"Function with name (?P<name>\S+) does not exist"),
    ("not_grouped", r'column "(?P<name>[^"]+)" must appear in the GROUP BY'),
    ("two_columns", r'Ambiguous reference to column name "(?P<name>[^"]+)"'),
    ("bad_value", r"Could not convert string '(?P<name>[^']*)' to (?P<kind>\w+)"),
    ("bad_value", r'(?P<kind>date|timestamp|time) field value out of range: "(?P<name>[^"]*)"'),
    ("bad_arguments", r"No function matches the given name and argument types '(?P<name>[^']+)'"),
    ("syntax_at", r'syntax error at or near "(?P<name>[^"]*)"'),
    ("syntax_end", r"syntax error at end of input"),
)
_NEAR = re.compile(r"^\s*(?:Did you mean|Candidate bindings:?:?)\s*(?P<names>.+)$", re.MULTILINE)
_USE = re.compile(r"\(use: (?P<names>[^)]+)\)")
_NAME = re.compile(r"[\"'](?P<name>[^\"']+)[\"']")
_MOST_NEAR = 5


def _list_near(said: str) -> str:
    if use := _USE.search(said):
        return re.sub("[\"']", "", use["names"]).replace(" or ", ", ")
    found = _NEAR.search(said)
    names = [m["name"] for m in _NAME.finditer(found["names"])] if found else []
    return ", ".join(names[:_MOST_NEAR])


def read_engine_fault(said: str, code: str) -> QuestionError:
    """The engine's words as a fault that can be worded in any language.

    Args:
        said: message of a DuckDB error, all lines.
        code: of the fault where the message is none that we know; it then carries its first line.

    Returns:
        A fault of ``MESSAGES``; names that come near are in ``near``, empty where there are none.
    """
    for known, pattern in _SAYINGS:
        found = re.search(pattern, said)
        if found:
            values = {"name": "", "kind": ""} | found.groupdict()
            near = _list_near(said)
            # A word of its own for each, so that no sentence ends in an empty list.
            suffix = "_near" if near and known in _WITH_NEAR else ""
            return QuestionError(known + suffix, near=near, **values)
    return QuestionError(code, detail=said.strip().splitlines()[0])


_WITH_NEAR = ("unknown_column", "unknown_table", "unknown_function", "two_columns")
