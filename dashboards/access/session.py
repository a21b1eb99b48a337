"""The person behind a session."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboards.access.log import note_access
from dashboards.access.people import ALONE, Person
from dashboards.access.rules import find_access, find_person, is_sign_in_on

if TYPE_CHECKING:
    from collections.abc import Mapping

_PAGE = "access-page"
# Sign-ins (subject and moment) that ended: a tab that stays open would know nothing of it.
_ENDED: set[tuple[str, float]] = set()


def _name_sign_in(claims: Mapping[str, Any]) -> tuple[str, float]:
    return str(claims.get("sub") or ""), float(claims.get("iat") or 0)


def end_sign_in() -> None:
    """Nothing is shown for this sign-in any more, in whatever tab."""
    _ENDED.add(_name_sign_in(st.user.to_dict()))


def _is_vouched(claims: Mapping[str, Any]) -> bool:
    return bool(claims.get("is_logged_in")) and _name_sign_in(claims) not in _ENDED


def _is_old(claims: Mapping[str, Any]) -> bool:
    began = claims.get("iat")
    if not isinstance(began, int | float):
        return True
    age = dt.datetime.now(dt.UTC) - dt.datetime.fromtimestamp(began, dt.UTC)
    return age > dt.timedelta(hours=find_access().session_hours)


def has_account() -> bool:
    """Whether the provider vouches for somebody, whoever that is to us."""
    return _is_vouched(st.user.to_dict())


def is_expired() -> bool:
    """Whether the sign-in of this session is too old; one of unknown age is.

    Raises:
        BadAccessFileError: the rules of the office cannot be read.
    """
    return _is_old(st.user.to_dict())


def judge_claims(claims: Mapping[str, Any]) -> Person | None:
    """The person of what the provider signed, None where nobody may look.

    Args:
        claims: of the provider, and is_logged_in.

    Raises:
        BadAccessFileError: the rules of the office cannot be read.
    """
    if not is_sign_in_on():
        return ALONE
    if not _is_vouched(claims) or _is_old(claims):
        return None
    return find_person(claims, find_access())


def find_who() -> Person | None:
    """The person of this session, None where nobody may look.

    It is found anew in every run from what the provider signed: nothing that a browser or a
    session keeps can change it.

    Raises:
        BadAccessFileError: the rules of the office cannot be read.
    """
    return judge_claims(st.user.to_dict())


def is_signed_in() -> bool:
    """Whether the organisation vouches for the name of who looks."""
    person = find_who()
    return person is not None and person.is_signed_in


def note_question(statement: str) -> None:
    """Log what somebody asks the database."""
    person = find_who()
    if person is not None and person.is_signed_in:
        note_access(person.name, "sql", statement=statement[:1000])


def note_page(person: Person, page: str) -> None:
    """Log that somebody looks at a page, once as long as they stay on it."""
    if person.is_signed_in and st.session_state.get(_PAGE) != page:
        st.session_state[_PAGE] = page
        note_access(person.name, "page", page=page)
