"""The page that asks strangers to sign in, and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboards.access.log import note_access
from dashboards.access.rules import BadAccessFileError
from dashboards.access.session import end_sign_in, find_who, has_account, is_expired
from dashboards.components.quote import escape

if TYPE_CHECKING:
    from dashboards.access.people import Person
    from dashboards.i18n.texts import Texts

_NOTED = "access-noted"


def _stop_stranger(texts: Texts) -> None:
    """The sign-in, with the reason, and nothing else."""
    key = "no_role"
    if not has_account():
        key = "sign_in_first"
    elif is_expired():
        key = "expired"
    with st.container(border=True, width=520):
        st.title(texts("access.title"))
        st.markdown(texts(f"access.{key}"))
        st.button(
            texts("access.sign_in"), on_click=st.login, type="primary", icon=":material/login:"
        )
        if has_account():
            st.button(texts("access.sign_out"), on_click=st.logout, icon=":material/logout:")
    st.stop()


def find_reader(texts: Texts) -> Person:
    """The person of this session; for whoever is none the script ends at the sign-in."""
    try:
        person = find_who()
    except BadAccessFileError:
        st.error(texts("access.bad_file"), icon=":material/error:")
        st.stop()
    if person is None:
        _stop_stranger(texts)
    assert person is not None  # noqa: S101 (the script of a stranger has ended)
    if person.is_signed_in and st.session_state.get(_NOTED) != person.name:
        st.session_state[_NOTED] = person.name
        note_access(person.name, "sign_in", role=person.role)
    return person


def _sign_out(person: Person) -> None:
    note_access(person.name, "sign_out")
    end_sign_in()
    st.logout()


def draw_person(person: Person, texts: Texts) -> None:
    """Name, role and the way out, in the side bar; nothing where nobody signs in."""
    if not person.is_signed_in:
        return
    with st.sidebar:
        role = texts(f"role.{person.role}")
        st.caption(texts("access.who", name=escape(person.name), role=role))
        st.button(
            texts("access.sign_out"), on_click=_sign_out, args=(person,),
            icon=":material/logout:", key="sign-out",
        )  # fmt: skip
