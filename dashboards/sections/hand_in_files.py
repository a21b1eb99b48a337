"""Files to be handed in: what each is, and what only a person can say of it."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

import streamlit as st

from dashboards.components.filters import say_years
from dashboards.components.hand_in_job import keep_upload
from dashboards.components.quote import escape
from dashboards.data import ask, find_build
from dashboards.queries.plans import list_plans
from dashboards.queries.review import list_units
from dashboards.sections.hand_in_form import (
    draw_known_form,
    draw_own_form,
    guess_is_report,
    may_be_own_form,
)
from pipeline.handins.identify import AMBIGUOUS, DOCUMENT, Identity, identify_file, name_layout
from pipeline.handins.sidecar_text import write_plan_sidecar
from pipeline.handins.store import MOST_FILES, HandedFile
from pipeline.progress.own_form import LAYOUT as OWN_FORM
from pipeline.support.problems import say_problem
from pipeline.support.settings import resolve_settings

if TYPE_CHECKING:
    from pathlib import Path

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from dashboards.components.state import Shared

_FOLDERS = ("plans", "progress", "units", "reviews", "explanations")
_OWN = "own_form"
_PROBLEMS_SHOWN = 4
_ICONS = {
    "sure": ":material/check_circle:",
    "likely": ":material/help:",
    "unknown": ":material/error:",
}


@st.cache_resource(max_entries=50, show_spinner=False)
def _identify(path: str, key: str) -> Identity:  # noqa: ARG001 (the key tells uploads apart)
    from pathlib import Path

    return identify_file(Path(path), resolve_settings())


def _say_what(identity: Identity, shared: Shared) -> str:
    """One sentence: what it is, what is in it, how sure that is."""
    texts = shared.texts
    name = name_layout(identity.layout) or texts("handin.nothing_known")
    if identity.layout == DOCUMENT and identity.plan:
        name = texts("handin.plan_named", title=escape(identity.plan["plan_title"]))
    counts = [
        texts(f"handin.count_{table}", count=count)
        for table, count in identity.rows.items()
        if count and texts.find(f"handin.count_{table}")
    ]
    sure = texts(f"handin.{identity.certainty}")
    return f"**{name}** · {', '.join(counts)} · {sure}" if counts else f"**{name}** · {sure}"


def _draw_problems(identity: Identity, shared: Shared) -> None:
    told = [p for p in identity.problems if p["severity"] in ("file", "row")]
    for problem in told[:_PROBLEMS_SHOWN]:
        place = problem["place"] or (
            shared.texts("handin.row", row=problem["row_no"]) if problem["row_no"] else ""
        )
        where = f"{escape(place)}: " if place else ""
        message, remedy = map(escape, say_problem(problem, shared.texts.language))
        st.markdown(f"- {where}{message} → {remedy}" if remedy else f"- {where}{message}")
    if len(told) > _PROBLEMS_SHOWN:
        st.caption(shared.texts("handin.more_problems", count=len(told) - _PROBLEMS_SHOWN))


def _choose_unit(key: str, shared: Shared) -> str:
    """Whose plan it is; empty where that is left to the review."""
    texts = shared.texts
    rows = ask(list_units).to_dicts() if find_build() is not None else []
    names = {"": texts("handin.unit_later")} | {
        r["unit_code"]: " · ".join(filter(None, (r["unit_name"], r["province_name"]))) for r in rows
    }
    return st.selectbox(
        texts("handin.unit"), list(names), format_func=names.__getitem__, key=f"unit-{key}"
    )


def _choose_plan(key: str, shared: Shared) -> str:
    """The plan that a document is of; empty for one that is not there yet."""
    texts = shared.texts
    rows = ask(list_plans).to_dicts() if find_build() is not None else []
    names = {"": texts("handin.plan_new")} | {
        r["plan_code"]: f"{say_years(r)} · {r['issuer_name']}" for r in rows
    }
    return st.selectbox(
        texts("handin.plan"), list(names), format_func=names.__getitem__, key=f"plan-{key}"
    )


def _ask_of_plan(identity: Identity, key: str, shared: Shared) -> str:
    """Text of the sidecar: what the document does not say of itself."""
    plan = _choose_plan(key, shared) if identity.layout == DOCUMENT else ""
    # The workbook of a plan says whose it is; its document need not.
    unit = _choose_unit(key, shared) if "unit" in identity.asks and not plan else ""
    return write_plan_sidecar(unit, plan)


def _choose_kind(identity: Identity, options: tuple[str, ...], key: str, shared: Shared) -> str:
    """What the file is, as found out or as somebody says."""
    own_first = options[0] == _OWN
    guess = _OWN if own_first else identity.folder
    return st.selectbox(
        shared.texts("handin.kind"),
        options,
        index=options.index(guess) if guess in options else 0,
        format_func=lambda f: shared.texts(f"handin.folder_{f}"),
        key=f"folder-{key}",
    )


def _list_kinds(identity: Identity, path: Path, key: str) -> tuple[str, ...]:
    """What a file may be handed in as, the likeliest first where it is a form of the office."""
    if _is_known_form(identity):
        return (_OWN, *_FOLDERS)
    if identity.certainty == "sure" or not may_be_own_form(path):
        return _FOLDERS if identity.folder else ()
    if guess_is_report(path, key):
        return (_OWN, *_FOLDERS)
    return (*_FOLDERS, _OWN) if identity.folder else (_OWN,)


def _is_known_form(identity: Identity) -> bool:
    return identity.layout == OWN_FORM or any(p["rule"] == AMBIGUOUS for p in identity.problems)


def _ask_of_form(
    identity: Identity, path: Path, name: str, key: str, shared: Shared
) -> tuple[str, list[HandedFile]] | None:
    """Sidecar of a report in an own form, and its mapping where that is new; None for not yet."""
    if _is_known_form(identity):
        sidecar = draw_known_form(path, key, shared)
        if sidecar is not None:
            return (sidecar, []) if sidecar else None
    form = draw_own_form(path, name, key, shared)
    return (form.sidecar, [form.mapping]) if form else None


def _name_upload(file: UploadedFile) -> str:
    """The same for the same file, also where the browser had to connect again."""
    known = st.session_state.setdefault("upload-keys", {})
    if file.file_id not in known:
        digest = hashlib.sha256(file.name.encode() + b"\0" + file.getvalue())
        known[file.file_id] = digest.hexdigest()[:16]
    return known[file.file_id]


def _draw_file(file: UploadedFile, shared: Shared) -> list[HandedFile]:
    """One file, with the mapping of its form where it needs one; empty where it cannot go in."""
    texts, key = shared.texts, _name_upload(file)
    path = keep_upload(key, file.name, file.getvalue())
    with st.container(border=True):
        with st.spinner(texts("handin.reading", name=file.name)):
            identity = _identify(str(path), key)
        st.markdown(f"{_ICONS[identity.certainty]} {escape(file.name)}")
        kinds = _list_kinds(identity, path, key)
        # Any table with a number reads as a plan of some kind; a report is told by its head.
        if kinds and kinds[0] == _OWN and not _is_known_form(identity):
            st.markdown(texts("handin.own_guess"))
        else:
            st.markdown(_say_what(identity, shared))
            _draw_problems(identity, shared)
        if not kinds:
            st.caption(texts("handin.unknown_hint"))
            return []
        more: list[HandedFile] = []
        received, sidecar = None, ""
        left, right = st.columns(2)
        with left:
            kind = _choose_kind(identity, kinds, key, shared)
        folder = "progress" if kind == _OWN else kind
        with right:
            if folder == "progress":
                today = dt.datetime.now(dt.UTC).astimezone().date()
                received = st.date_input(
                    texts("handin.received_on"), today, format="DD/MM/YYYY", max_value=today,
                    key=f"received-{key}",
                )  # fmt: skip
            elif folder == "plans":
                sidecar = _ask_of_plan(identity, key, shared)
        if kind == _OWN:
            said = _ask_of_form(identity, path, file.name, key, shared)
            if said is None:
                return []
            sidecar, more = said
    return [*more, HandedFile(path, file.name, folder, received, sidecar)]


def draw_files(shared: Shared) -> list[HandedFile]:
    """The uploader and what was uploaded.

    Returns:
        Files that can be handed in.
    """
    texts = shared.texts
    files = st.file_uploader(
        texts("handin.upload"),
        type=["xlsx", "csv", "parquet", "docx", "pdf", "txt", "md"],
        accept_multiple_files=True,
        help=texts("handin.upload_help"),
        # Another key empties it once its files were handed in.
        key=f"uploads-{len(st.session_state.get('hand-ins', []))}",
    )
    # The same file chosen twice is one.
    different = {_name_upload(file): file for file in files}
    if len(different) > MOST_FILES:
        st.error(texts("handin.too_many", most=MOST_FILES, count=len(different)))
        return []
    return [handed for file in different.values() for handed in _draw_file(file, shared)]
