"""Words as scans damage them."""

from __future__ import annotations

import re

# What a recogniser of another language makes of a letter, seen on real scans.
_CONFUSIONS = {
    "a": "[a4]",
    "b": "[b6]",
    "c": "[c¢]",
    "d": "[dp]",
    "e": "[ec€]",
    "g": "[gq9]",
    "h": "[hb]",
    "i": "[il1!j|]",
    "l": "[l1i|]",
    "n": "[nm]",
    "o": "[o06d¢e]",
    "s": "[s5]",
    "t": "[tl]",
    "u": "[uyvn]",
    "y": "[yv]",
}


def damaged(words: str) -> str:
    """A pattern for the words and for what scans make of them.

    Only for words long enough that nothing else looks like their damage.

    >>> bool(re.fullmatch(damaged("toi thieu"), "t6i thicu"))
    True
    """
    letters = (_CONFUSIONS.get(c, r"\s*" if c == " " else re.escape(c)) for c in words)
    return "".join(letters)
