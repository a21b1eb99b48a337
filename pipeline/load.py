"""Parsed files -> ``raw.*`` of a new DuckDB file."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Literal

import duckdb
import polars as pl

from pipeline.linking.decided_links import judge_decided_links
from pipeline.problems import Problem, tabulate_problems
from pipeline.raw_tables import PAIRED_TABLES, RAW_TABLES, empty_frame, shape_frame
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pipeline.cache import CachedFile


# As in profiles.yml: what does not fit goes to disk.
MEMORY_LIMIT = "3GB"
_MADE_HERE = ("files", "rejects", "decided_links")
# Millions of rows, which the models write down once, as facts: until then a look at the Parquet.
_LOOKED_AT = "indicator_results"
_LOOKS = ("int_results_valued", "stg_progress__indicator_results", _LOOKED_AT)


@dataclasses.dataclass(frozen=True)
class LoadPlan:
    """Which parsed files count, and what is wrong between files.

    Attributes:
        files: files whose rows are loaded.
        set_aside: file name -> problem, for files that are not loaded because of another file.
        paired: documents of plans that an export states too, with the export's plan code.
    """

    files: list[CachedFile]
    set_aside: dict[str, Problem]
    paired: list[tuple[CachedFile, str]] = dataclasses.field(default_factory=list)


def _duplicate(first: str) -> Problem:
    return Problem(
        "duplicate_file",
        f"nội dung giống hệt tệp {first}",
        "xóa một trong hai tệp; số liệu chỉ tính một lần",
        severity="warning",
    )


def _plan_taken(code: str, first: str) -> Problem:
    return Problem(
        "duplicate_plan",
        f"kế hoạch «{code}» đã có trong tệp {first}",
        "giữ một tệp cho mỗi kế hoạch, hoặc đổi mã kế hoạch",
        severity="file",
    )


def _plan_row(cached: CachedFile) -> dict | None:
    parquet = cached.find_parquet("plans")
    return pl.read_parquet(parquet).row(0, named=True) if parquet else None


def _same_plan(known: dict, document: dict, file_name: str) -> bool:
    """Whether a document is of a plan known already: one names its file, or is that very plan."""
    if known["source_document"] == file_name or known["plan_code"] == document["plan_code"]:
        return True
    numbered = known["doc_no"] is not None and known["doc_no"] == document["doc_no"]
    same_issuer = fold(known["issuer_name"]) == fold(document["issuer_name"])
    return numbered and same_issuer and known["year_from"] == document["year_from"]


def choose_files(parsed: Sequence[CachedFile]) -> LoadPlan:
    """Decide between files that clash: the first in order of name is loaded.

    Args:
        parsed: every file, in the order of ``list_raw_files``.
    """
    by_content: dict[str, str] = {}
    by_plan: dict[str, str] = {}
    exports: list[dict] = []
    documents: list[tuple[dict, str]] = []
    plan = LoadPlan([], {})
    # Exports first: a document is held against them, never the other way round.
    for cached, row in sorted(
        ((c, _plan_row(c)) for c in parsed), key=lambda x: _is_document(x[1])
    ):
        name, sha = cached.raw.name, cached.raw.sha256
        code = row["plan_code"] if row else None
        if sha in by_content:
            plan.set_aside[name] = _duplicate(by_content[sha])
            continue
        by_content[sha] = name
        stem = name.rpartition("/")[2]
        export = next((e for e in exports if row and _same_plan(e, row, stem)), None)
        twin = next((n for d, n in documents if row and _same_plan(d, row, stem)), None)
        if row and code and twin:
            # The same plan as Word and as PDF, say: its targets count once.
            plan.set_aside[name] = _plan_taken(code, twin)
            continue
        if row and _is_document(row):
            documents.append((row, name))
        if row and _is_document(row) and export:
            plan.paired.append((cached, export["plan_code"]))
        elif code in by_plan:
            plan.set_aside[name] = _plan_taken(code, by_plan[code])
        else:
            plan.files.append(cached)
            if code and row:
                by_plan[code] = name
                exports += [] if _is_document(row) else [row]
    plan.files.sort(key=lambda c: c.raw.name)
    return plan


def _is_document(row: dict | None) -> bool:
    return row is not None and row["source_kind"] == "document"


def _file_rows(
    parsed: Sequence[CachedFile], plan: LoadPlan, first_builds: Mapping[str, str]
) -> pl.DataFrame:
    rows = [c.summary | {"first_build_id": first_builds.get(c.raw.name)} for c in parsed]
    for row in rows:
        if row["file_path"] in plan.set_aside:
            row |= {"rows_loaded": 0, "is_loaded": False}
    frame = pl.DataFrame(rows, infer_schema_length=None) if rows else empty_frame("files")
    dated = frame.with_columns(pl.col("received_on").cast(pl.String).str.to_date())
    return shape_frame("files", dated)


def _rejects(parsed: Sequence[CachedFile], plan: LoadPlan) -> pl.DataFrame:
    own = [pl.read_parquet(p) for c in parsed if (p := c.find_parquet("rejects"))]
    between = [tabulate_problems([p], name) for name, p in plan.set_aside.items()]
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
        added: in a build that grows from another one, the files whose readings are new.
        first_builds: name of a file -> the build that first held it as it is now.
    """
    with duckdb.connect(database, config={"memory_limit": MEMORY_LIMIT}) as connection:
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
            is_look = table == _LOOKED_AT
            files = list_counted(added, plan) if is_look and added is not None else plan.files
            parquets = [c.find_parquet(table) for c in files]
            _load_table(connection, table, parquets, "view" if is_look else "table")
        for table in PAIRED_TABLES:
            _store_frame(connection, f"document_{table}", _paired_rows(table, plan))
        documents = [*plan.files, *(cached for cached, _ in plan.paired)]
        _load_table(connection, "document_texts", [_find_text(c) for c in documents])
        _store_frame(connection, "decided_links", judge_decided_links(connection))
        _store_frame(connection, "files", _file_rows(parsed, plan, first_builds or {}))
        _store_frame(connection, "rejects", _rejects(parsed, plan))


def _find_text(cached: CachedFile) -> Path | None:
    return cached.find_parquet("document_texts")


def list_counted(files: Sequence[CachedFile], plan: LoadPlan) -> list[CachedFile]:
    """Those of some files that are not set aside because of another."""
    return [c for c in files if c.raw.name not in plan.set_aside]


def drop_looks(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop the views that would look for Parquet of the cache in a published build."""
    views = connection.execute(
        "select table_schema, table_name from information_schema.tables "
        "where table_type = 'VIEW' and list_contains(?, table_name)",
        [list(_LOOKS)],
    ).fetchall()
    for schema, view in views:
        connection.execute(f'drop view "{schema}"."{view}"')


def _paired_rows(table: str, plan: LoadPlan) -> pl.DataFrame:
    """Rows of documents under the code of the export that they belong to."""
    frames = [
        pl.read_parquet(parquet).with_columns(pl.lit(code).alias("plan_code"))
        for cached, code in plan.paired
        if (parquet := cached.find_parquet(table))
    ]
    return pl.concat([empty_frame(table), *frames])


def _store_frame(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    connection.register("incoming", frame)
    connection.execute(f"create table raw.{table} as select * from incoming")  # noqa: S608
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
    quoted = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
    connection.execute(
        f"create {kind} raw.{table} as select * from read_parquet([{quoted}])"  # noqa: S608
    )
