"""A build that only adds progress files starts from a copy of the current one.

The heavy facts are then appended to instead of made anew; what depends on progress is built as
always; what does not is left as it is. A grown build has the same rows as a whole one, see
tests/integration/test_growing.py.
"""

from __future__ import annotations

import dataclasses
import shutil
from typing import TYPE_CHECKING

import duckdb

from pipeline.building.load import list_counted
from pipeline.publish.builds import WHOLE_DATABASE, find_current_build
from pipeline.publish.manifest import DUCKDB, read_manifest
from pipeline.support.raw_tables import RAW_TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.building.load import LoadPlan
    from pipeline.inputs.cache import CachedFile
    from pipeline.support.settings import Settings

# Other in a build that grows: it has more files, and whatever files of progress can hold. All of
# them are taken to be other, so that there is one way to grow and not one for each kind of file.
CHANGED_TABLES = (
    "added_files", "files", "observation_facts", "observations", "rejects", "task_statuses",
    "unit_aliases",
)  # fmt: skip
# Facts that are one and the same agree in these, and in a period and a level besides.
_FACT = ("unit_code", "indicator_code", "as_of_date", "received_on", "data_kind")


@dataclasses.dataclass(frozen=True)
class Growth:
    """What a build can start from.

    Attributes:
        build: folder of the current build.
        added: files that it does not know yet.
    """

    build: Path
    added: list[CachedFile]


def _is_plain_progress(cached: CachedFile) -> bool:
    """A file that adds observations and nothing that older ones depend on."""
    others = (table for table in RAW_TABLES if table not in CHANGED_TABLES)
    return cached.raw.folder == "progress" and not any(map(cached.find_parquet, others))


def find_growth(
    settings: Settings, parsed: Sequence[CachedFile], plan: LoadPlan, code: str
) -> Growth | None:
    """Whether everything of the current build still holds, and only progress came in.

    Args:
        settings: folders.
        parsed: every file of the raw folder.
        plan: which of them count.
        code: version of code and seeds; another one makes everything anew.
    """
    current = find_current_build(settings)
    if current is None:
        return None
    manifest = read_manifest(current)
    # What another engine made has types and hashes of its own (pipeline/building/elsewhere.py).
    if manifest.code != code or manifest.engine != DUCKDB:
        return None
    known = {f["file_path"]: f for f in manifest.files}
    names = {c.raw.name for c in parsed}
    if not known.keys() <= names:
        return None
    added = []
    for cached in parsed:
        before = known.get(cached.raw.name)
        if before is None:
            added.append(cached)
        elif _was_other(before, cached, plan):
            return None
    grows = added and all(_is_plain_progress(c) for c in added)
    return Growth(current, added) if grows else None


def _was_other(before: dict, cached: CachedFile, plan: LoadPlan) -> bool:
    """The file's content, its reading or its standing among the others changed."""
    is_loaded = cached.summary["is_loaded"] and cached.raw.name not in plan.set_aside
    return (
        # Covers the content, the name and the sidecar that says how the file is to be taken.
        before.get("cache_key") != cached.raw.cache_key
        or before["parser_version"] != cached.summary["parser_version"]
        or before["is_loaded"] != is_loaded
    )


def restates_facts(growth: Growth, plan: LoadPlan) -> bool:
    """Whether what came in may speak of a fact that the current build holds already.

    Which of the two rows stands is decided among all rows, so it takes a whole build. The check is
    coarse, at no period and no level: at worst a build is made anew that could have grown.

    Args:
        growth: what could be built on.
        plan: which files count.
    """
    added = [c.find_parquet("observations") for c in list_counted(growth.added, plan)]
    paths = [str(path) for path in added if path]
    if not paths:
        return False
    # A unit that is named and not coded may be any unit.
    keys = ((_FACT, "true"), (_FACT[1:], "unit_code not in (select unit_code from main.dim_unit)"))
    with duckdb.connect(growth.build / WHOLE_DATABASE, read_only=True) as connection:
        return any(
            connection.execute(
                f"""
                    with added as (
                        select * from read_parquet(?)
                    ),
                    -- A rank beside a result is an observation of its own.
                    facts as (
                        select * from added
                        union all by name
                        select added.* exclude (indicator_code), ranked.indicator_code
                        from added
                        inner join main.dim_indicator as ranked
                            on added.indicator_code = ranked.rank_of
                        where added.rank is not null
                    )
                    select 1 from main.fct_progress
                    semi join (
                        select distinct {", ".join(same)} from facts where {condition}
                    )
                    using ({", ".join(same)})
                    limit 1
                """,  # noqa: S608
                [paths],
            ).fetchone()
            for same, condition in keys
        )


def start_from(growth: Growth, database: Path) -> None:
    """Copy the database of the current build, without what was loaded into it.

    What reports called the units stays: the observations that said so are not looked at again.
    """
    shutil.copyfile(growth.build / WHOLE_DATABASE, database)
    with duckdb.connect(database) as connection:
        connection.execute("create temp table kept as from raw.unit_aliases")
        connection.execute("drop schema raw cascade")
        connection.execute("create schema raw")
        connection.execute("create table raw.unit_aliases as from kept")
