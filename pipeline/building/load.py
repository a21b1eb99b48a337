"""Parsed files -> ``raw.*`` of a new DuckDB file."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Literal

import duckdb
import polars as pl
from rapidfuzz import fuzz

from pipeline.explanations.steps import mark_steps
from pipeline.linking.decided_links import judge_decided_links
from pipeline.linking.owners import find_aliases, find_owners, load_units
from pipeline.reviews.apply import apply_structural
from pipeline.support.problems import Problem, tabulate_problems
from pipeline.support.raw_tables import PAIRED_TABLES, RAW_TABLES, empty_frame, shape_frame
from pipeline.support.settings import MEMORY_LIMIT, STORAGE_VERSION
from pipeline.support.sql import quote
from pipeline.support.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pipeline.inputs.cache import CachedFile


# Two spellings of one issuer, a bad scan among them, are at least this much alike.
_SAME_NAME = 75
_MADE_HERE = (
    "files", "rejects", "decided_links", "plan_owners", "unit_aliases", "restructured_records",
)  # fmt: skip
# Millions of rows, which the models write down once, as facts: until then a view of the Parquet.
_VIEWED = "observations"


@dataclasses.dataclass(frozen=True)
class LoadPlan:
    """Which parsed files count, and what is wrong between files.

    Attributes:
        files: files whose rows are loaded.
        set_aside: file name -> problem, for files that are not loaded because of another file.
        paired: documents of plans that an export states too, with the export's plan code.
        recoded: documents whose code another plan has, with the code they get instead.
        notes: file name -> what else there is to say between files; those files are loaded.
    """

    files: list[CachedFile]
    set_aside: dict[str, Problem]
    paired: list[tuple[CachedFile, str]] = dataclasses.field(default_factory=list)
    recoded: list[tuple[CachedFile, str]] = dataclasses.field(default_factory=list)
    notes: list[tuple[str, Problem]] = dataclasses.field(default_factory=list)


def _duplicate(first: str) -> Problem:
    return Problem("duplicate_file", "warning", {"first": first})


def _plan_taken(code: str, first: str) -> Problem:
    return Problem("duplicate_plan", "file", {"code": code, "first": first})


def _recoded(code: str, new_code: str, first: str) -> Problem:
    return Problem("plan_recoded", "warning", {"code": code, "first": first, "new_code": new_code})


def _plan_row(cached: CachedFile) -> dict | None:
    parquet = cached.find_parquet("plans")
    return pl.read_parquet(parquet).row(0, named=True) if parquet else None


def _differ(one: str | None, other: str | None) -> bool:
    """Both are said, and they are not the same even for a bad scan."""
    if not one or not other:
        return False
    return fuzz.ratio(fold(one), fold(other)) < _SAME_NAME


def _contradict(known: dict, document: dict) -> bool:
    """Whether two plans that share a code are two plans all the same."""
    numbers = {known["doc_no"], document["doc_no"]} - {None}
    years = {known["year_from"], document["year_from"]} - {None}
    places = {fold(p["province_name"]) for p in (known, document) if p["province_name"]}
    return max(len(numbers), len(years), len(places)) > 1 or _differ(
        known["issuer_name"], document["issuer_name"]
    )


def _same_plan(known: dict, document: dict, file_name: str) -> bool:
    """Whether a document is of a plan known already: one names its file, or is that very plan."""
    if known["source_document"] == file_name and not _is_document(known):
        return True
    if known["plan_code"] == document["plan_code"]:
        return not _contradict(known, document)
    numbered = known["doc_no"] is not None and known["doc_no"] == document["doc_no"]
    issuers = (known["issuer_name"], document["issuer_name"])
    same_issuer = None not in issuers and fold(issuers[0]) == fold(issuers[1])
    return numbered and same_issuer and known["year_from"] == document["year_from"]


class _Chooser:
    """Takes one parsed file after another; exports of plans first."""

    def __init__(self) -> None:
        self.plan = LoadPlan([], {})
        self._by_content: dict[str, str] = {}
        self._by_plan: dict[str, str] = {}
        self._exports: list[dict] = []
        self._paired_with: dict[str, str] = {}
        self._documents: list[tuple[dict, str]] = []

    def take(self, cached: CachedFile, row: dict | None) -> None:
        """Place one file that can be read."""
        name, sha = cached.raw.name, cached.raw.sha256
        if sha in self._by_content:
            self.plan.set_aside[name] = _duplicate(self._by_content[sha])
            return
        self._by_content[sha] = name
        if row is None:
            self.plan.files.append(cached)
        elif _is_document(row):
            self._take_document(cached, row)
        else:
            self._take_export(cached, row)

    def _take_export(self, cached: CachedFile, row: dict) -> None:
        code = row["plan_code"]
        if code in self._by_plan:
            self.plan.set_aside[cached.raw.name] = _plan_taken(code, self._by_plan[code])
            return
        self._by_plan[code] = cached.raw.name
        self._exports.append(row)
        self.plan.files.append(cached)

    def _take_document(self, cached: CachedFile, row: dict) -> None:
        name, code = cached.raw.name, row["plan_code"]
        stem = name.rpartition("/")[2]
        twin = next((n for d, n in self._documents if _same_plan(d, row, stem)), None)
        if twin:
            # The same plan as Word and as PDF, say: its targets count once.
            self.plan.set_aside[name] = _plan_taken(code, twin)
            return
        self._documents.append((row, name))
        export = next((e for e in self._exports if _same_plan(e, row, stem)), None)
        if export and export["plan_code"] in self._paired_with:
            first = self._paired_with[export["plan_code"]]
            self.plan.set_aside[name] = _plan_taken(export["plan_code"], first)
        elif export:
            self._paired_with[export["plan_code"]] = name
            self.plan.paired.append((cached, export["plan_code"]))
        elif code in self._by_plan:
            self._recode(cached, code)
        else:
            self._by_plan[code] = name
            self.plan.files.append(cached)

    def _recode(self, cached: CachedFile, code: str) -> None:
        """Two offices call their file "ke-hoach-2025": both plans are kept."""
        number = 2
        while f"{code}-{number}" in self._by_plan:
            number += 1
        new_code, name = f"{code}-{number}", cached.raw.name
        self.plan.notes.append((name, _recoded(code, new_code, self._by_plan[code])))
        self._by_plan[new_code] = name
        self.plan.recoded.append((cached, new_code))


def choose_files(parsed: Sequence[CachedFile]) -> LoadPlan:
    """Decide between files that clash: the first in order of name is loaded.

    Args:
        parsed: every file, in the order of ``list_raw_files``. What could not be read takes the
            place of nothing.
    """
    chooser = _Chooser()
    loaded = [(c, _plan_row(c)) for c in parsed if c.summary["is_loaded"]]
    # Exports first: a document is held against them, never the other way round.
    for cached, row in sorted(loaded, key=lambda x: _is_document(x[1])):
        chooser.take(cached, row)
    chooser.plan.files.sort(key=lambda c: c.raw.name)
    return chooser.plan


def _is_document(row: dict | None) -> bool:
    return row is not None and row["source_kind"] == "document"


def _file_rows(
    parsed: Sequence[CachedFile], plan: LoadPlan, first_builds: Mapping[str, str]
) -> pl.DataFrame:
    rows: list[dict] = [
        c.summary | {"first_build_id": first_builds.get(c.raw.name)} for c in parsed
    ]
    for row in rows:
        if row["file_path"] in plan.set_aside:
            row |= {"rows_loaded": 0, "rows_ignored": row["rows_read"] - row["rows_rejected"]}
            row |= {"is_loaded": False}
    frame = pl.DataFrame(rows, infer_schema_length=None) if rows else empty_frame("files")
    dated = frame.with_columns(pl.col("received_on").cast(pl.String).str.to_date())
    return shape_frame("files", dated)


def _rejects(parsed: Sequence[CachedFile], plan: LoadPlan) -> pl.DataFrame:
    own = [pl.read_parquet(p) for c in parsed if (p := c.find_parquet("rejects"))]
    said = [*plan.set_aside.items(), *plan.notes]
    between = [tabulate_problems([p], name) for name, p in said]
    return pl.concat([empty_frame("rejects"), *own, *between])


def load_raw(
    database: Path,
    parsed: Sequence[CachedFile],
    plan: LoadPlan,
    added: Sequence[CachedFile] | None = None,
    first_builds: Mapping[str, str] | None = None,
) -> None:
    """Fill ``raw.*``.

    Args:
        database: file to create; or one that holds the facts of all files but ``added``.
        parsed: every raw file in its parsed form.
        plan: which of them count.
        added: in a build that grows from another one, the files whose observations are new.
        first_builds: name of a file -> the build that first held it as it is now.
    """
    with duckdb.connect(
        database,
        config={"memory_limit": MEMORY_LIMIT, "storage_compatibility_version": STORAGE_VERSION},
    ) as connection:
        connection.execute("set preserve_insertion_order = false")
        connection.execute("create schema if not exists raw")
        names = pl.DataFrame(
            {"file_path": [c.raw.name for c in (parsed if added is None else added)]},
            schema={"file_path": pl.String},
        )
        _store_frame(connection, "added_files", names)
        for table in RAW_TABLES:
            if table in _MADE_HERE or table.startswith("document_"):
                continue
            is_view = table == _VIEWED
            files = list_counted(added, plan) if is_view and added is not None else plan.files
            parquets = [c.find_parquet(table) for c in files]
            _load_table(connection, table, parquets, "view" if is_view else "table")
            if "plan_code" in RAW_TABLES[table] and plan.recoded:
                _append_frame(connection, table, _under_codes(table, plan.recoded))
        for table in PAIRED_TABLES:
            _store_frame(connection, f"document_{table}", _under_codes(table, plan.paired))
        documents = [*plan.files, *(c for c, _ in (*plan.recoded, *plan.paired))]
        _load_table(connection, "document_texts", [_find_text(c) for c in documents])
        _append_frame(connection, "unread_passages", _under_codes("unread_passages", plan.paired))
        apply_structural(connection)
        _mark_explanations(connection)
        _store_frame(connection, "decided_links", judge_decided_links(connection))
        units = load_units(connection)
        _store_frame(connection, "plan_owners", find_owners(connection, units))
        _add_aliases(connection, find_aliases(connection, units))
        _store_frame(connection, "files", _file_rows(parsed, plan, first_builds or {}))
        _store_frame(connection, "rejects", _rejects(parsed, plan))


def _mark_explanations(connection: duckdb.DuckDBPyConnection) -> None:
    """Which step belongs to which request is known when all files are."""
    marked = mark_steps(connection.sql("from raw.explanations").pl())
    connection.execute("drop table raw.explanations")
    _store_frame(connection, "explanations", marked)


def _find_text(cached: CachedFile) -> Path | None:
    return cached.find_parquet("document_texts")


def list_counted(files: Sequence[CachedFile], plan: LoadPlan) -> list[CachedFile]:
    """Those of some files that are not set aside because of another."""
    return [c for c in files if c.raw.name not in plan.set_aside]


def _under_codes(table: str, files: Sequence[tuple[CachedFile, str]]) -> pl.DataFrame:
    """Rows of documents under another plan code than they were read with."""
    frames = [
        pl.read_parquet(parquet).with_columns(pl.lit(code).alias("plan_code"))
        for cached, code in files
        if (parquet := cached.find_parquet(table))
    ]
    return pl.concat([empty_frame(table), *frames])


def _append_frame(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    connection.register("incoming", frame)
    connection.execute(f"insert into raw.{table} by name select * from incoming")  # noqa: S608
    connection.unregister("incoming")


def _store_frame(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    connection.register("incoming", frame)
    connection.execute(f"create table raw.{table} as select * from incoming")  # noqa: S608
    connection.unregister("incoming")


def _add_aliases(connection: duckdb.DuckDBPyConnection, frame: pl.DataFrame) -> None:
    """Store what units are called, beside what the build that is grown from knew."""
    connection.register("incoming", frame)
    connection.execute("create table if not exists raw.unit_aliases as from incoming limit 0")
    connection.execute(
        "insert into raw.unit_aliases by name "
        "from incoming anti join raw.unit_aliases as known using (stated_unit)"
    )
    connection.unregister("incoming")


def _load_table(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    parquets: Sequence[Path | None],
    kind: Literal["table", "view"] = "table",
) -> None:
    paths = [str(p) for p in parquets if p]
    if not paths:
        _store_frame(connection, table, empty_frame(table))
        return
    # Written out, because a view takes no parameters.
    quoted = ", ".join(map(quote, paths))
    connection.execute(
        f"create {kind} raw.{table} as select * from read_parquet([{quoted}])"  # noqa: S608
    )
