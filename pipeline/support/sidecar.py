"""``<file>.meta.toml``: what a file does not say of itself, checked like any other input."""

from __future__ import annotations

import datetime as dt
import os
import tomllib
from typing import TYPE_CHECKING, Any

from pipeline.support.problems import UnreadableFileError, reject_file
from pipeline.support.sentences import word

if TYPE_CHECKING:
    from pathlib import Path

SIDECAR_SUFFIX = ".meta.toml"
DATA_KINDS = ("official", "self_reported", "published", "derived", "simulated")
# A sidecar is some lines long; anything larger is another file under its name.
_MAX_BYTES = 1 << 16
_YEARS = (2000, 2100)
_KINDS: dict[str, tuple[type, ...]] = {
    "received_on": (dt.date,),
    "as_of_date": (dt.date,),
    # Name of the office's form, where several have one head.
    "mapping": (str,),
    "data_kind": (str,),
    "citation": (str,),
    "unit_code": (str,),
    "plan": (dict,),
    # Written by people who keep notes beside a file; not read.
    "note": (str,),
}
_PLAN_KINDS: dict[str, tuple[type, ...]] = {
    "plan_code": (str,),
    "plan_title": (str,),
    "doc_no": (str,),
    "issued_on": (dt.date,),
    "issuer_name": (str,),
    "issuer_level": (str,),
    "province_name": (str,),
    "unit_code": (str,),
    "year_from": (int,),
    "year_to": (int,),
    "replaces_doc_no": (str,),
    "amends_doc_no": (str,),
}
_SAID: dict[type, str] = {
    dt.date: word("toml.date"),
    str: word("toml.text"),
    int: word("toml.number"),
    dict: word("toml.table"),
}


def find_sidecar(path: Path) -> Path:
    """``<file>.meta.toml`` beside a raw file (it need not exist)."""
    return path.with_name(path.name + SIDECAR_SUFFIX)


def _reject(sidecar: Path, what: str, **parameters: object) -> UnreadableFileError:
    return reject_file(f"bad_sidecar.{what}", {"file": sidecar.name, **parameters})


def _parse(sidecar: Path) -> dict[str, Any]:
    if not sidecar.is_file():
        raise _reject(sidecar, "no_file")
    try:
        if sidecar.stat().st_size > _MAX_BYTES:
            raise _reject(sidecar, "too_large")
        return tomllib.loads(sidecar.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _reject(sidecar, "no_toml") from error
    except OSError as error:
        raise _reject(sidecar, "unreadable") from error


def _check_kinds(sidecar: Path, said: dict[str, Any], kinds: dict[str, tuple[type, ...]]) -> None:
    for key, value in said.items():
        if key not in kinds:
            raise _reject(sidecar, "unknown_key", key=key, keys=list(kinds))
        # A bool is an int, a moment is a date: neither is meant.
        is_other = isinstance(value, bool | dt.datetime) or not isinstance(value, kinds[key])
        if not is_other and isinstance(value, int) and not _YEARS[0] <= value <= _YEARS[1]:
            first, last = _YEARS
            raise _reject(sidecar, "bad_year", key=key, value=value, first=first, last=last)
        if is_other:
            raise _reject(sidecar, "wrong_type", key=key, kind=_SAID[kinds[key][0]])


def check_sidecar(path: Path) -> dict[str, Any]:
    """What the sidecar of a file says, nothing where there is none.

    Args:
        path: the file itself.

    Returns:
        Known keys with values of the right type.

    Raises:
        UnreadableFileError: no file, too large, no TOML, an unknown key or a wrong value.
    """
    sidecar = find_sidecar(path)
    if not os.path.lexists(sidecar):
        return {}
    said = _parse(sidecar)
    _check_kinds(sidecar, said, _KINDS)
    _check_kinds(sidecar, said.get("plan", {}), _PLAN_KINDS)
    if said.get("data_kind", DATA_KINDS[0]) not in DATA_KINDS:
        kinds = list(DATA_KINDS)
        raise _reject(sidecar, "unknown_data_kind", kind=said["data_kind"], kinds=kinds)
    return said
