"""``<file>.meta.toml``: what a file does not say of itself, checked like any other input."""

from __future__ import annotations

import datetime as dt
import os
import tomllib
from typing import TYPE_CHECKING, Any

from pipeline.support.problems import UnreadableFileError, reject_file

if TYPE_CHECKING:
    from pathlib import Path

SIDECAR_SUFFIX = ".meta.toml"
DATA_KINDS = ("official", "self_reported", "published", "derived", "simulated")
# A sidecar is some lines long; anything larger is another file under its name.
_MAX_BYTES = 1 << 16
_YEARS = (2000, 2100)
_EXAMPLE = 'ghi từng dòng như: received_on = 2025-10-16, data_kind = "official"'
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
}
_SAID: dict[type, str] = {
    dt.date: "ngày, ví dụ 2025-10-16",
    str: "chữ trong ngoặc kép",
    int: "số",
    dict: "bảng",
}


def find_sidecar(path: Path) -> Path:
    """``<file>.meta.toml`` beside a raw file (it need not exist)."""
    return path.with_name(path.name + SIDECAR_SUFFIX)


def _reject(sidecar: Path, message: str, remedy: str = _EXAMPLE) -> UnreadableFileError:
    return reject_file("bad_sidecar", f"tệp kèm {sidecar.name} {message}", remedy)


def _parse(sidecar: Path) -> dict[str, Any]:
    if not sidecar.is_file():
        raise _reject(sidecar, "không phải tệp thường", "xóa đi, hoặc thay bằng tệp chữ dạng TOML")
    try:
        if sidecar.stat().st_size > _MAX_BYTES:
            raise _reject(sidecar, "quá lớn so với một tệp kèm")
        return tomllib.loads(sidecar.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _reject(sidecar, "không đúng dạng TOML") from error
    except OSError as error:
        raise _reject(sidecar, "không mở được", "kiểm tra quyền đọc của tệp kèm") from error


def _check_kinds(sidecar: Path, said: dict[str, Any], kinds: dict[str, tuple[type, ...]]) -> None:
    for key, value in said.items():
        if key not in kinds:
            raise _reject(sidecar, f"có mục lạ «{key}»", f"chỉ dùng: {', '.join(kinds)}")
        # A bool is an int, a moment is a date: neither is meant.
        is_other = isinstance(value, bool | dt.datetime) or not isinstance(value, kinds[key])
        if not is_other and isinstance(value, int) and not _YEARS[0] <= value <= _YEARS[1]:
            raise _reject(
                sidecar, f"ghi «{key}» = {value}", f"năm nằm trong {_YEARS[0]} đến {_YEARS[1]}"
            )
        if is_other:
            raise _reject(
                sidecar, f"ghi «{key}» sai kiểu", f"«{key}» phải là {_SAID[kinds[key][0]]}"
            )


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
        raise _reject(
            sidecar,
            f"ghi data_kind «{said['data_kind']}» không có",
            f"dùng một trong: {', '.join(DATA_KINDS)}",
        )
    return said
