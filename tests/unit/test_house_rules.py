"""Rules of the house that no other tool checks."""

from __future__ import annotations

import ast
import re
import subprocess
from typing import TYPE_CHECKING

import pytest
import yaml

from pipeline.support.settings import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

MODELS = sorted((PROJECT / "models").rglob("*.sql"))
DOCUMENTS = [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))]
REFERENCES = re.compile(r"ref\('(\w+)'\)")


def read_note(model) -> dict:
    text = model.with_suffix(".yml").read_text(encoding="utf-8")
    (note,) = [m for m in yaml.safe_load(text)["models"] if m["name"] == model.stem]
    return note


def list_tracked_texts() -> list[str]:
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("không phải bản sao git")
    binary = (".gz", ".xlsx", ".png", ".parquet", ".docx", ".pdf")
    return [name for name in done.stdout.split("\0") if name and not name.endswith(binary)]


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.stem)
def test_every_model_states_its_grain(model):
    assert re.match(r"(One row per|One row:|Một dòng mỗi)", read_note(model)["description"])


@pytest.mark.parametrize("model", [m for m in MODELS if "marts" in m.parts], ids=lambda m: m.stem)
def test_every_public_table_tests_its_key(model):
    note = read_note(model)
    assert not [c["name"] for c in note["columns"] if not c.get("description")]
    text = model.read_text(encoding="utf-8")
    if "materialized='view'" in text:
        # It shows the rows of one table, so that table's key is its own.
        (table,) = REFERENCES.findall(text)
        note = read_note(next(m for m in MODELS if m.stem == table))
    tests = {name: test for one in note["data_tests"] for name, test in one.items()}
    assert "unique_hash" in tests or tests["checks"]["arguments"]["unique"]


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.stem)
def test_layers_read_only_what_lies_below(model):
    """Marts named mart_ stand on facts, dimensions and intermediate models only.

    A raw table that staging would only rename is read by the model that needs it.
    """
    text = model.read_text(encoding="utf-8")
    reads = REFERENCES.findall(text)
    if "staging" in model.parts:
        assert not [name for name in reads if name.startswith(("stg_", "int_", "fct_", "mart_"))]
        return
    if model.stem.startswith("mart_") and model.stem != "mart_load_history":
        assert "source(" not in text
        assert not [name for name in reads if name.startswith("stg_")]


def list_unit_test_examples() -> set[str]:
    """Examples that the dbt unit tests name, each a row of their input."""
    found: set[str] = set()
    for path in (PROJECT / "models").rglob("*.yml"):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")).get("unit_tests", []):
            words = {
                str(v) for given in case["given"] for row in given["rows"] for v in row.values()
            }
            single = re.match(r"Example ([A-Z]):", case["description"])
            several = re.match(r"Examples ([A-Z])1 to \1(\d+)", case["description"])
            assert single or several, case["name"]
            letter = (single or several)[1]
            names = {f"{letter}{n}" for n in range(1, int(several[2]) + 1)} if several else {letter}
            assert single or names <= words, f"{case['name']}: an example without a row"
            found |= names
    return found


def test_worked_examples_and_unit_tests_name_each_other():
    page = (PROJECT / "docs/method.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| ([A-Z]\d*) \|", page, re.MULTILINE))
    assert explained == list_unit_test_examples()


def test_no_address_of_a_registry_or_a_machine_is_committed():
    registry = re.compile(
        r"(index-url|extra-index|https?://(?!127\.0\.0\.1|localhost)[^\s\"')]*simple|/(?:home/\w+|root)/)"
    )
    this_file = "tests/unit/test_house_rules.py"
    guilty = []
    for name in list_tracked_texts():
        text = (PROJECT / name).read_text(encoding="utf-8")
        guilty += [name] if name != this_file and registry.search(text) else []
    assert guilty == []


def test_locks_hold_hashes_and_no_addresses():
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-spark.lock"):
        text = (PROJECT / name).read_text(encoding="utf-8")
        assert not re.search(r"https?://|index-url", text)
        packages = re.findall(r"^[a-z0-9][\w.-]*(?:\[[\w,]+\])?==[\w.]+", text, re.MULTILINE)
        assert len(packages) == len(set(packages))
        assert text.count("--hash=sha256:") >= len(packages) > 50


def test_readme_opens_with_the_two_commands_and_ci_runs_the_second():
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^make .*$", readme, re.MULTILINE)
    assert [c.split("#")[0].strip() for c in commands[:2]] == ["make run", "make test"]
    assert re.search(r"^(exec )?make test$", (PROJECT / ".ci/run").read_text(), re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.name)
def test_links_and_commands_of_the_documents_exist(document):
    text = document.read_text(encoding="utf-8")
    for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert (document.parent / link).exists(), link
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    from pipeline.cli import _VERBS

    for verb in re.findall(r"(?:^|`)cchc ([a-z]+)", text, re.MULTILINE):
        assert verb in _VERBS, verb


def test_the_changelog_speaks_of_this_version():
    import tomllib

    version = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["version"]
    assert f"## {version}" in (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path", sorted((PROJECT / "models").rglob("*.yml")), ids=lambda path: path.stem
)
def test_every_data_test_says_why_no_input_breaks_it(path):
    """A test that fails stops publication, so it may check only what the code guarantees.

    The first check of a kind says it; those below it that say nothing share its reason.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    kinds = r"(unique|filled|one_of|found|holds):"
    declared = rf"\s+(- (type: \w+|unique_hash:)$|constraints: \[.+|{kinds} \[.+)"
    bare = []
    for number, line in enumerate(lines):
        has_list = re.fullmatch(rf"\s+{kinds}", line)
        if not has_list and not re.match(declared, line):
            continue
        # The reason of a list stands in it, that of a line above it or above its neighbour.
        reason = lines[number + 1 if has_list else number - 1]
        if not re.match(rf"\s+(# |{kinds} \[)", reason):
            bare.append(f"{number + 1}: {line.strip()}")
    assert bare == []


READING = [
    path
    for folder in ("lexicon", "plans", "documents")
    for path in sorted((PROJECT / "pipeline" / folder).rglob("*.py"))
]


def list_code_strings(path: Path) -> list[str]:
    """Texts in code; what explains it (docstrings) is none."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef)
    explained = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, holders) and node.body and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        and id(node) not in explained
    ]  # fmt: skip


def test_no_office_province_or_plan_stands_by_name_in_the_reading():
    from pipeline.lexicon.rules import list_topics, load_rules
    from pipeline.plans.documents.letterhead import list_provinces
    from pipeline.support.text import strip_marks

    names = {strip_marks(name).lower() for _, name in list_provinces()} | {
        "tchcqt",
        "ksttHC".lower(),
    }
    plans = {p.stem for p in (PROJECT / "data/raw/plans").glob("*.xlsx")}
    texts = {str(p): " ".join(list_code_strings(p)) for p in READING}
    texts |= {
        f"{r.topic} {r.name}": r.pattern.pattern for t in list_topics() for r in load_rules(t)
    }
    guilty = [
        (place, name)
        for place, text in texts.items()
        for name in (*names, *plans)
        if re.search(rf"\b{re.escape(name)}\b", strip_marks(text).lower())
    ]
    assert guilty == []


@pytest.mark.parametrize("path", READING, ids=lambda p: p.stem)
def test_no_function_of_the_reading_is_longer_than_a_screen(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef))
    assert [f.name for f in functions if f.end_lineno - f.lineno >= 60] == []


def find_imports(path: Path, *, types_too: bool = False) -> set[str]:
    """Modules of ours that a module needs to run, wherever in it they are imported."""
    found = set()

    class Visitor(ast.NodeVisitor):
        def visit_If(self, node):
            if types_too or getattr(node.test, "id", "") != "TYPE_CHECKING":
                self.generic_visit(node)

        def visit_ImportFrom(self, node):
            if (node.module or "").startswith("pipeline."):
                found.add(node.module)

    Visitor().visit(ast.parse(path.read_text(encoding="utf-8")))
    return found


# The rooms of pipeline/ from the ground up; docs/architecture.md draws them.
ROOMS = (
    "support", "layouts", "tables", "lexicon", "documents", "plans", "progress", "linking",
    "reviews", "explanations", "reports", "inputs", "publish", "engines", "building", "handins",
    "sample",
    "asking", "commands", "cli", "__main__",
)  # fmt: skip
MODULES = {
    ".".join(p.relative_to(PROJECT).with_suffix("").parts): p
    for p in sorted((PROJECT / "pipeline").rglob("*.py"))
}


def test_every_room_imports_only_from_those_below():
    def find_room(module: str) -> int:
        return ROOMS.index(module.split(".")[1])

    upwards = [
        f"{module} -> {other}"
        for module, path in MODULES.items()
        if module != "pipeline.__init__"
        for other in find_imports(path, types_too=True)
        if find_room(other) > find_room(module)
    ]
    assert upwards == []


def test_no_two_modules_need_each_other():
    graph = {name: find_imports(path) for name, path in MODULES.items()}

    def reach(name: str, seen: tuple[str, ...]) -> list[tuple[str, ...]]:
        if name in seen:
            return [seen[seen.index(name) :]]
        return [c for n in graph.get(name, ()) for c in reach(n, (*seen, name))]

    assert [circle for name in graph for circle in reach(name, ())] == []


def test_every_name_in_an_address_is_listed_once():
    """An address that asks for something else is told so (dashboards/components/address.py)."""
    from dashboards.components.address import KNOWN_KEYS

    places = {"choose_one": 1, "choose_many": 1, "choose_segment": 1, "choose_switch": 1,
              "enter_text": 1, "recall_one": 0, "recall": 0, "remember": 0, "stop_where_gone": 0,
              "choose_plan": 1, "choose_day": 3, "choose_fields": 2}  # fmt: skip
    used = set()
    for path in (PROJECT / "dashboards").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            place = places.get(getattr(node.func, "id", ""), 99)
            key = node.args[place] if len(node.args) > place else None
            used |= {key.value} if isinstance(key, ast.Constant) else set()
    assert len(used) > 40
    assert used - {"shared"} <= KNOWN_KEYS
    # Of those left over, each is read from the address by hand, a default or Streamlit's own.
    by_hand = {"embed", "embed_options", "field", "office", "present", "s", "target", "task"}
    assert KNOWN_KEYS - used - by_hand == {"plan"} - used
