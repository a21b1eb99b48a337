"""What a build says of its findings, against the same sentences filled in Python."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from pipeline.support.sentences import load_sentences, say

if TYPE_CHECKING:
    import duckdb

_BLANK = re.compile(r"\{[a-z_]+\}")
_SAID = """
    select sentence_code, parameters, message, message_en, coalesce(remedy, ''),
        coalesce(remedy_en, '')
    from mart_data_quality
"""


def list_missaid(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, ...]]:
    """Findings whose sentence is unknown, has a blank left, or is another than Python says.

    Args:
        connection: to a build.

    Returns:
        Code, what the build says, and what it should, one row for each of them.
    """
    found = []
    for code, parameters, *said in connection.cursor().execute(_SAID).fetchall():
        blanks = json.loads(parameters) if parameters else {}
        meant = [
            say(code, blanks, language, part)
            for part in ("message", "remedy")
            for language in ("vi", "en")
        ]
        for is_said, is_meant in zip(said, meant, strict=True):
            if is_said != is_meant or code not in load_sentences() or _BLANK.search(is_said):
                found.append((code, is_said, is_meant))
    return found
