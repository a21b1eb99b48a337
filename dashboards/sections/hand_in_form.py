"""A report in the office's own form: its columns and rows beside ours, kept for the next one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboards.components.filters import say_years
from dashboards.components.hand_in_job import keep_upload
from dashboards.components.quote import escape
from dashboards.data import ask, find_build, short_hash
from dashboards.queries.plans import list_demands, list_plans
from pipeline.handins.sidecar_text import write_form_sidecar
from pipeline.handins.store import HandedFile, tidy_name
from pipeline.progress.own_form import (
    MAPPINGS,
    Demand,
    RowTarget,
    describe_columns,
    find_as_of,
    find_forms,
    fold_head,
    guess_field,
    list_rows,
    load_mappings,
    load_rules,
    match_rows,
    propose_header,
    write_mapping,
)
from pipeline.support.problems import UnreadableFileError
from pipeline.support.settings import resolve_settings
from pipeline.tables.read import READERS, read_tables

if TYPE_CHECKING:
    from dashboards.components.state import Shared
    from pipeline.tables.header import Header
    from pipeline.tables.model import RawTable

# Columns to be set; the first two are needed.
_FIELDS = ("words", "value", "numerator", "denominator", "unit", "planned", "note")
_ROWS_SHOWN = 300


@dataclass(frozen=True)
class OwnForm:
    """What was said of a form.

    Attributes:
        mapping: the file that keeps it, to be handed in beside the report.
        sidecar: what holds for this report alone.
    """

    mapping: HandedFile
    sidecar: str


def may_be_own_form(path: Path) -> bool:
    """Whether a file is a table at all."""
    return path.suffix.lower() in READERS


@st.cache_resource(max_entries=20, show_spinner=False)
def _read_sheets(path: str, key: str) -> list[RawTable]:  # noqa: ARG001 (tells uploads apart)
    try:
        return [t for t in read_tables(Path(path)) if not t.is_hidden and t.columnar is None]
    except UnreadableFileError:
        return []


def guess_is_report(path: Path, key: str) -> bool:
    """Whether a table has a column of results: a report rather than a plan."""
    return any(
        guess_field(label) == "value"
        for table in _read_sheets(str(path), key)
        if (header := propose_header(table)) is not None
        for label in header.labels
    )


def _choose_columns(header: Header, key: str, shared: Shared) -> dict[str, int]:
    """Field -> position, as the heads say or as somebody sets it."""
    texts, labels = shared.texts, describe_columns(header)
    options: list[int | None] = [None, *labels]
    chosen = {}
    with st.container(horizontal=True):
        for field in _FIELDS:
            at = header.positions.get(field)
            position = st.selectbox(
                texts(f"handin_field.{field}"),
                options,
                index=options.index(at) if at in options else 0,
                format_func=lambda p: texts("handin.no_column") if p is None else labels[p],
                key=f"{field}-{key}",
                width=230,
            )
            if position is not None:
                chosen[field] = position
    return chosen


def _name_demand(row: dict[str, Any], shared: Shared) -> str:
    texts = shared.texts
    sign = texts("comparator." + row["comparator"]) if row["comparator"] else ""
    level = f", {texts('scope.' + row['scope_level'])}" if row["scope_level"] else ""
    said = texts.share(row["value"], row["unit"]) if row["value"] is not None else ""
    return f"{row['target_ref']} · {row['label']}{level} ({sign} {said})"


def _tell_apart(names: list[str]) -> list[str]:
    """Names with a number behind those that stand there before."""
    counts: dict[str, int] = {}
    told = []
    for name in names:
        counts[name] = counts.get(name, 0) + 1
        told.append(f"{name} [{counts[name]}]" if counts[name] > 1 else name)
    return told


def _choose_rows(
    rows: list[tuple[int, str]],
    planned: list[str | None],
    demands: list[dict[str, Any]],
    key: str,
    shared: Shared,
) -> dict[str, RowTarget | None]:
    """Words of a row -> its target; likely ones are set beforehand."""
    texts = shared.texts
    names = _tell_apart([_name_demand(row, shared) for row in demands])
    targets = [RowTarget(row["indicator_code"], row["scope_level"]) for row in demands]
    known = [
        Demand(target, f"{row['label']} {row['target_text']}", row["value"])
        for target, row in zip(targets, demands, strict=True)
    ]
    found = match_rows([words for _, words in rows], known, planned)
    none, likely = texts("handin.no_target"), load_rules()["likely"]
    table = pl.DataFrame(
        [
            {
                "row": row_no,
                "words": words,
                "score": round(score * 100),
                "target": names[position] if position is not None and score >= likely else none,
            }
            for (row_no, words), (position, score) in zip(rows, found, strict=True)
        ],
        schema={"row": pl.Int64, "words": pl.String, "score": pl.Int64, "target": pl.String},
    )
    st.markdown(texts("handin.rows_hint"))
    edited = st.data_editor(
        table,
        column_config={
            "row": st.column_config.NumberColumn(texts("handin.row_no"), width="small"),
            "words": st.column_config.TextColumn(texts("handin.row_words"), width="large"),
            "score": st.column_config.ProgressColumn(
                texts("handin.row_score"), min_value=0, max_value=100, format="%d"
            ),
            "target": st.column_config.SelectboxColumn(
                texts("handin.row_target"), options=[none, *names], required=True, width="large"
            ),
        },
        disabled=["row", "words", "score"],
        hide_index=True,
        key=f"rows-{key}",
    )
    by_name = dict(zip(names, targets, strict=True))
    return {row["words"]: by_name.get(row["target"]) for row in edited.to_dicts()}


def _choose_plan(key: str, shared: Shared) -> str | None:
    plans = {r["plan_code"]: r for r in ask(list_plans).to_dicts()} if find_build() else {}
    return st.selectbox(
        shared.texts("handin.form_plan"),
        list(plans),
        index=None,
        format_func=lambda code: f"{say_years(plans[code])} · {plans[code]['issuer_name']}",
        key=f"form-plan-{key}",
    )


def _choose_sheet(
    sheets: list[RawTable], key: str, shared: Shared
) -> tuple[RawTable, Header] | None:
    found = {t.sheet: (t, h) for t in sheets if (h := propose_header(t)) is not None}
    if not found:
        st.info(shared.texts("handin.no_head"), icon=":material/table_rows:")
        return None
    names = list(found)
    if len(names) == 1:
        return found[names[0]]
    return found[st.selectbox(shared.texts("handin.sheet"), names, key=f"sheet-{key}")]


def _find_conflict(columns: dict[str, int], labels: dict[int, str], shared: Shared) -> str | None:
    """Why these columns cannot be kept, None where they can."""
    heads = [fold_head(label) for label in labels.values()]
    if "words" not in columns or not {"value", "numerator"} & set(columns):
        return shared.texts("handin.columns_needed")
    if len(set(columns.values())) < len(columns):
        return shared.texts("handin.column_twice")
    if any(heads.count(fold_head(labels[p])) > 1 for p in columns.values()):
        return shared.texts("handin.label_twice")
    return None


def _ask_day(found: dt.date | None, key: str, shared: Shared) -> dt.date:
    today = dt.datetime.now(dt.UTC).astimezone().date()
    shown = min(found or today, today)
    return st.date_input(
        shared.texts("handin.as_of"), shown, format="DD/MM/YYYY", max_value=today,
        key=f"as-of-{key}",
    )  # fmt: skip


def draw_own_form(path: Path, name: str, key: str, shared: Shared) -> OwnForm | None:
    """Columns and rows of a form, to be set.

    Args:
        path: the file.
        name: as the reader calls it.
        key: of the upload.
        shared: language.

    Returns:
        What was said; None while something is missing.
    """
    texts = shared.texts
    chosen = _choose_sheet(_read_sheets(str(path), key), key, shared)
    if chosen is None:
        return None
    table, header = chosen
    plan = _choose_plan(key, shared)
    if plan is None:
        st.caption(texts("handin.form_plan_first"))
        return None
    demands = ask(list_demands, plan_code=plan).to_dicts()
    if not demands:
        st.warning(texts("handin.no_demands"), icon=":material/link_off:")
        return None
    st.markdown(texts("handin.columns_hint"))
    columns, labels = _choose_columns(header, key, shared), describe_columns(header)
    if conflict := _find_conflict(columns, labels, shared):
        st.warning(conflict, icon=":material/warning:")
        return None
    rows = list_rows(table, header, columns["words"])[:_ROWS_SHOWN]
    at = columns.get("planned")
    planned = [None if at is None else table.get_spread(row - 1, at) for row, _ in rows]
    targets = _choose_rows(rows, planned, demands, f"{key}-{plan}", shared)
    left, right = st.columns(2)
    with left:
        found = find_as_of(table, header, columns.get("value", columns.get("numerator")))
        day = _ask_day(found, key, shared)
    with right:
        title = st.text_input(
            texts("handin.form_name"), name.rpartition(".")[0], key=f"form-name-{key}"
        ).strip()
    count = sum(target is not None for target in targets.values())
    st.caption(texts("handin.form_matched", count=count, total=len(targets)))
    if not count or not title:
        return None
    text = write_mapping(
        title,
        list(labels.values()),
        {field: labels[p] for field, p in columns.items()},
        plan,
        demands[0]["unit_code"],
        targets,
    )
    # Two offices may call their forms alike; one head of one unit is one form.
    mark = short_hash(f"{demands[0]['unit_code']}{sorted(map(fold_head, labels.values()))}")
    file_name = tidy_name(f"{title.replace('/', '-')} {mark[:6]}.toml")
    kept = keep_upload(f"{key}-{short_hash(text)}", file_name, text.encode())
    st.caption(texts("handin.form_kept", name=escape(title)))
    return OwnForm(HandedFile(kept, file_name, MAPPINGS), write_form_sidecar(day, title))


def draw_known_form(path: Path, key: str, shared: Shared) -> str | None:
    """Which known form a report is in, and of which day; the text of its sidecar.

    None where somebody says that it is in none of them.
    """
    texts = shared.texts
    mappings = load_mappings(resolve_settings().raw / MAPPINGS)
    forms = {m.name: (t, h, m) for t, h, m in find_forms(_read_sheets(str(path), key), mappings)}
    plans = {r["plan_code"]: r for r in ask(list_plans).to_dicts()} if find_build() else {}

    def show(name: str) -> str:
        if not name:
            return texts("handin.other_form")
        plan = plans.get(forms[name][2].plan_code)
        whose = f"{say_years(plan)} · {plan['issuer_name']}" if plan else forms[name][2].plan_code
        return texts("handin.known_form", name=name, plan=whose)

    # Of several nobody is taken for said.
    first = 0 if len(forms) == 1 else None
    name = st.selectbox(
        texts("handin.which_form"), [*forms, ""], index=first, format_func=show,
        key=f"known-form-{key}",
    )  # fmt: skip
    if not name:
        return None if name == "" else ""
    table, header, _ = forms[name]
    at = header.positions.get("value", header.positions.get("numerator"))
    return write_form_sidecar(_ask_day(find_as_of(table, header, at), key, shared), name)
