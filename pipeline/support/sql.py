"""Words in SQL that we write ourselves."""

from __future__ import annotations


def quote(text: object) -> str:
    """A text as SQL writes it; our paths hold no backslash, which Spark would read as more.

    >>> quote("it's")
    "'it''s'"
    """
    return "'" + str(text).replace("'", "''") + "'"
