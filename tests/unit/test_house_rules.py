"""Rules of the house that no other tool checks."""

from __future__ import annotations

import re
import subprocess

import pytest
import yaml

from pipeline.settings import PROJECT

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
    binary = (".xlsx", ".png", ".parquet", ".docx", ".pdf")
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
    whole = [next(iter(t)) for t in note.get("data_tests", []) if isinstance(t, dict)]
    unique = [c["name"] for c in note["columns"] if "unique" in c.get("data_tests", [])]
    assert unique or {"unique_combination", "unique_hash"} & set(whole)


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.stem)
def test_layers_read_only_what_lies_below(model):
    """Marts named mart_ stand on facts, dimensions and intermediate models only."""
    text = model.read_text(encoding="utf-8")
    reads = REFERENCES.findall(text)
    if "staging" in model.parts:
        assert not [name for name in reads if name.startswith(("stg_", "int_", "fct_", "mart_"))]
        return
    assert "source(" not in text
    if model.stem.startswith("mart_"):
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
    for name in ("requirements.lock", "requirements-dev.lock"):
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
    """A test that fails stops publication, so it may check only what the code guarantees."""
    lines = path.read_text(encoding="utf-8").splitlines()
    test = r"- (type: \w+|unique|not_null|relationships:|accepted_values:|holds:|unique_\w+:)$"
    declared = rf"\s+({test}|(constraints|data_tests): \[.+)"
    bare = [
        f"{number + 1}: {line.strip()}"
        for number, line in enumerate(lines)
        if re.match(declared, line) and not lines[number - 1].strip().startswith("# ")
    ]
    assert bare == []
