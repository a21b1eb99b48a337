"""Rules of access of an office: who has which role, from claims of the provider or a file."""

from __future__ import annotations

import os
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import pydantic

from dashboards.access.people import ROLE_NAMES, Person, Role

if TYPE_CHECKING:
    from collections.abc import Mapping

ACCESS = "CCHC_ACCESS"
_EVERY_UNIT = "*"


class BadAccessFileError(Exception):
    """The file of access cannot be used; says where and why."""


def _read_role(value: object) -> Role:
    role = ROLE_NAMES.get(str(value).strip().lower())
    if role is None:
        raise ValueError(f"vai trò «{value}» không có; dùng: xem, chuyên viên, quản trị")
    return role


class Listed(pydantic.BaseModel):
    """One person of the file."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)
    who: Annotated[str, pydantic.StringConstraints(strip_whitespace=True, min_length=1)]
    role: str
    units: tuple[str, ...] = ()

    @pydantic.field_validator("role")
    @classmethod
    def _check_role(cls, value: str) -> str:
        return _read_role(value)


class Access(pydantic.BaseModel):
    """The file of access.

    Attributes:
        session_hours: how long a sign-in lasts.
        role_claim: claim that names the role, where the file does not list the person.
        units_claim: claim that lists the codes of units; ``*`` for every unit.
        people: whoever the file lists, by address or subject; goes before claims.
    """

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)
    session_hours: float = pydantic.Field(8, gt=0, le=24 * 30)
    role_claim: str = "cchc_role"
    units_claim: str = "cchc_units"
    people: tuple[Listed, ...] = ()


def is_sign_in_on() -> bool:
    """Whether an office has set up who may look."""
    return bool(os.environ.get(ACCESS))


def load_access(path: Path) -> Access:
    """The rules of an office.

    Args:
        path: of the TOML file.

    Raises:
        BadAccessFileError: it is none; the message names place and cause.
    """
    try:
        return Access.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadAccessFileError(f"{path}: {error}") from error
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadAccessFileError(f"{path}, {place or 'cả tệp'}: {first['msg']}") from error


@lru_cache(maxsize=4)
def _load_once(path: Path, _changed: tuple[int, int]) -> Access:
    return load_access(path)


def find_access() -> Access:
    """The rules that the environment names; read anew when the file has changed.

    Raises:
        BadAccessFileError: the file is no list of rules.
    """
    path = Path(os.environ[ACCESS])
    try:
        state = path.stat()
    except OSError as error:
        raise BadAccessFileError(f"{path}: {error}") from error
    return _load_once(path, (state.st_mtime_ns, state.st_size))


def _read_units(value: object) -> tuple[str, ...]:
    """A list of codes, or one text with commas or blanks between them."""
    if isinstance(value, str):
        return tuple(value.replace(",", " ").split())
    return tuple(str(code) for code in value) if isinstance(value, list | tuple) else ()


def find_person(claims: Mapping[str, Any], access: Access) -> Person | None:
    """Who a signed-in account is.

    Args:
        claims: of the provider.
        access: rules of the office.

    Returns:
        The person; None for an account that nobody gave a role to.
    """
    # An address counts only where the provider has not said that it is unproved; some say it in
    # words, and whatever they say that is no yes is a no.
    said = claims.get("email_verified")
    proved = said is None or str(said).strip().lower() in ("true", "1")
    address = str(claims.get("email") or "").strip().lower() if proved else ""
    subject = str(claims.get("sub") or "")
    # Two people may have one name, and some may choose theirs: the account stands beside it.
    account, called = address or subject, str(claims.get("name") or "").strip()
    name = f"{called} ({account})" if called and called != account else account
    # An account without an address or subject is nobody of the list.
    for listed in access.people:
        if (address and listed.who.lower() == address) or (subject and listed.who == subject):
            return _make_person(name, _read_role(listed.role), listed.units)
    if access.role_claim not in claims:
        return None
    try:
        role = _read_role(claims[access.role_claim])
    except ValueError:
        return None
    return _make_person(name, role, _read_units(claims.get(access.units_claim)))


def _make_person(name: str, role: Role, units: tuple[str, ...]) -> Person:
    every = role == "admin" or _EVERY_UNIT in units
    return Person(name, role, None if every else tuple(sorted(set(units))), is_signed_in=True)
