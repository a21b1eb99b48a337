"""The statements that dbt ran, kept so that builds can run them without dbt.

dbt is the only definition of the tables. Of a build of some thousand rows it takes nine tenths for
itself: importing, parsing, looking up what the last run looked up. None of this depends on the
data, so what it sent to the database is taken down once for each version of the code, and sent
again by later builds in one transaction. Where anything goes another way than it did then, the
transaction is undone and dbt runs.
"""

from __future__ import annotations

import dataclasses
import functools
import graphlib
import gzip
import hashlib
import importlib.metadata
import json
import os
import re
import zlib
from typing import TYPE_CHECKING, Any, Literal

import duckdb
import yaml

from pipeline.inputs.cache import hash_sources
from pipeline.support.settings import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

Kind = Literal["whole", "grown"]
# Committed like a lock file, by `make statements`; a folder of builds keeps what it saw itself.
LOCKED = PROJECT / "pipeline" / "building" / "lock"
# What the statements depend on. They do not ask for the columns of `raw`, but the contracts did
# that dbt compared the models with.
_SOURCES = (
    "models", "macros", "seeds", "tests/dbt", "dbt_project.yml", "profiles.yml",
    "pipeline/support/raw_tables.py", "pipeline/building/grow.py",
    "pipeline/building/statements.py", "pipeline/building/transform.py",
)  # fmt: skip
_PACKAGES = ("dbt-core", "dbt-adapters", "dbt-common", "dbt-duckdb", "duckdb", "jinja2")
# dbt puts a comment before each statement that names the tool and the node.
_COMMENT = re.compile(r"\A\s*(?:/\*.*?\*/\s*|--[^\n]*\n\s*)*", re.DOTALL)
# A table of the run alone, which dbt names by the clock.
_TIMED_NAME = re.compile(r"(?<=__dbt_tmp)\d{14,}")
_BLANK_LINES = re.compile(r"[ \t]*\n(?:[ \t]*\n)*")
_CHANGES = ("alter", "comment", "copy", "create", "delete", "drop", "insert", "update")
# dbt cuts a statement short in its log where it may hold the rows of a seed, and always says so.
_CUT = "..."
_CUT_AT = 512
# What the question of a test answers, beside the number of failures.
_VERDICT = "should_error"
_HERE = "{project}"
_ENDING = ".sql.gz"
# How the file is divided; no statement has lines that begin like this.
_VERSION, _NODE, _NEXT = "--! version ", "--! node ", "--! and"


@dataclasses.dataclass(frozen=True)
class Node:
    """What dbt ran for one node of its graph.

    Attributes:
        name: of the node.
        kind: ``schemas``, ``seed``, ``model``, ``test`` or ``operation``.
        severity: of a test, ``error`` or ``warn``; empty for others.
        statements: what changed the database, or the question of a test; ``{project}`` stands for
            the folder of the project.
    """

    name: str
    kind: str
    severity: str
    statements: list[str]


class ReplayFaultError(Exception):
    """The statements did not do what they did when they were taken down."""


@functools.cache
def find_statement_version() -> str:
    """Changes whenever code, seeds or a package change that the statements depend on."""
    versions = [f"{name} {importlib.metadata.version(name)}" for name in _PACKAGES]
    return hashlib.sha256("\n".join([hash_sources(*_SOURCES), *versions]).encode()).hexdigest()[:16]


def _first_word(statement: str) -> str:
    return statement.split(None, 1)[0].lower() if statement else ""


class Recorder:
    """Takes down what dbt sends to the database, from its events.

    Attributes:
        is_whole: nothing was seen that could not be run again as it is.
    """

    def __init__(self) -> None:
        self.is_whole = True
        self._statements: dict[str, list[str]] = {}

    def listen(self, event: Any) -> None:  # noqa: ANN401 (dbt's events are untyped)
        """Take down an event of dbt."""
        if event.info.name != "SQLQuery":
            return
        said = event.data.sql
        if said.endswith(_CUT) and len(said) == _CUT_AT + len(_CUT):
            self.is_whole = False
        bare = _COMMENT.sub("", said.removesuffix(_CUT), count=1).strip().rstrip(";")
        timeless = _TIMED_NAME.sub("", _BLANK_LINES.sub("\n", bare))
        statement = timeless.replace(str(PROJECT), _HERE)
        self._statements.setdefault(event.data.node_info.unique_id, []).append(statement)

    def _list_changes(self, node: str) -> list[str]:
        return [s for s in self._statements.get(node, []) if _first_word(s) in _CHANGES]

    def _take_node(self, node: Any) -> Node:  # noqa: ANN401
        kind = str(node.resource_type)
        if kind == "test":
            asked = [s for s in self._statements.get(node.unique_id, []) if _VERDICT in s]
            self.is_whole = self.is_whole and len(asked) == 1
            return Node(node.name, kind, str(node.config.severity).lower(), asked)
        changes = self._list_changes(node.unique_id)
        self.is_whole = self.is_whole and bool(changes)
        return Node(node.name, kind, "", changes)

    def list_nodes(self, results: Iterable[Any]) -> list[Node]:
        """Every node of a run, each after those that it reads.

        Args:
            results: results of dbt's run.
        """
        nodes = {result.node.unique_id: result.node for result in results}
        # What was run before any node, in no order: the schemas.
        taken = [Node("schemas", "schemas", "", sorted(self._list_changes("")))]
        last = [key for key, node in nodes.items() if str(node.resource_type) == "operation"]
        graph = {
            key: [other for other in sorted(node.depends_on_nodes) if other in nodes]
            for key, node in sorted(nodes.items())
            if key not in last
        }
        order = [*graphlib.TopologicalSorter(graph).static_order(), *last]
        return [*taken, *(self._take_node(nodes[key]) for key in order)]


def write_statements(folder: Path, kind: Kind, nodes: Sequence[Node]) -> None:
    """Write down what a run did, in place of what an earlier version of the code did.

    Args:
        folder: where the statements are kept.
        kind: whether the run made everything, or grew what was there.
        nodes: in the order in which they are to be run.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lines = [_VERSION + find_statement_version()]
    for node in nodes:
        lines.append(_NODE + json.dumps([node.name, node.kind, node.severity]))
        lines.append(f"\n{_NEXT}\n".join(node.statements))
    part = folder / f"{kind}.{os.getpid()}.part"
    # Packed, so that nobody finds a model twice or changes it in the wrong place.
    part.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0))
    part.replace(folder / f"{kind}{_ENDING}")


def read_statements(folder: Path, kind: Kind) -> str:
    """Text of what is kept.

    Raises:
        OSError: nothing is kept there, or not as we keep it.
    """
    return gzip.decompress((folder / f"{kind}{_ENDING}").read_bytes()).decode()


def _parse(text: str) -> list[Node]:
    """Nodes of a file, none where it is of another version of the code."""
    version, *parts = text.removesuffix("\n").split(f"\n{_NODE}")
    if version != _VERSION + find_statement_version():
        return []
    nodes = []
    for part in parts:
        head, _, body = part.partition("\n")
        name, kind, severity = json.loads(head)
        nodes.append(Node(name, kind, severity, body.split(f"\n{_NEXT}\n")))
    return nodes


def recall_statements(folders: Iterable[Path], kind: Kind) -> list[Node]:
    """What a run did with the code as it is; empty where none of the folders knows.

    Args:
        folders: where to look, the first that knows is taken.
        kind: as for ``write_statements``.
    """
    for folder in folders:
        try:
            nodes = _parse(read_statements(folder, kind))
        except (OSError, EOFError, ValueError, zlib.error):
            continue
        if nodes:
            return nodes
    return []


def _run_node(connection: duckdb.DuckDBPyConnection, node: Node) -> str:
    """Run a node again; what came of it: ``success``, ``pass`` or ``warn``."""
    if node.kind != "test":
        for statement in node.statements:
            connection.execute(statement.replace(_HERE, str(PROJECT)))
        return "success"
    answer = connection.execute(node.statements[0]).fetchone()
    if answer is None:
        raise ReplayFaultError(node.name)
    _failures, should_warn, should_error = answer
    if node.severity == "error" and should_error:
        raise ReplayFaultError(node.name)
    return "warn" if should_warn else "pass"


def replay_statements(
    database: Path, nodes: Sequence[Node], on_node: Callable[[str], None]
) -> list[str]:
    """Run every node again, all in one transaction.

    Args:
        database: DuckDB file that holds ``raw.*``.
        nodes: in the order in which they are to be run.
        on_node: called with the name of each finished node.

    Returns:
        What came of each node.

    Raises:
        ReplayFaultError: a test failed; the database is as it was.
        duckdb.Error: a statement failed; the database is as it was.
    """
    outputs = yaml.safe_load((PROJECT / "profiles.yml").read_text(encoding="utf-8"))
    settings = outputs["cchc"]["outputs"]["build"]["settings"]
    statuses = []
    with duckdb.connect(database, config=settings) as connection:
        connection.begin()
        try:
            for node in nodes:
                statuses.append(_run_node(connection, node))
                on_node(node.name)
        except BaseException:
            connection.rollback()
            raise
        connection.commit()
    return statuses
