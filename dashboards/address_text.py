"""Long texts as an address can hold them; knows no Streamlit."""

from __future__ import annotations

import base64
import binascii
import zlib

# What the SQL page calls a statement that is no named question.
FREE_QUESTION = "tu-viet"


def pack_text(text: str) -> str:
    """A long text as an address can hold it."""
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def unpack_text(packed: str) -> str | None:
    """The text of ``pack_text``; None where an address was cut or made up."""
    try:
        padded = packed + "=" * (-len(packed) % 4)
        return zlib.decompress(base64.urlsafe_b64decode(padded)).decode()
    except (binascii.Error, zlib.error, ValueError):
        return None
