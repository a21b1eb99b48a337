"""Which public tables each screen asks, read from its code.

``python -m tests.exposures`` writes it to models/exposures.yml, where dbt takes it up: a model
knows the screens that a change of it reaches. tests/unit/test_exposures.py holds the file to it.
"""

from __future__ import annotations

import ast
import re
import sys
from functools import cache
from pathlib import Path

from dashboards.i18n.texts import load_texts
from pipeline.support.settings import PROJECT

OUT = PROJECT / "models" / "exposures.yml"
_PAGES = PROJECT / "dashboards" / "app_pages"
_TABLE = re.compile(r"\b(?:from|join)\s+((?:mart|dim|fct)_[a-z_]+)\b")
# Table macros of macros/ that stand for a table.
_MACRO = re.compile(
    r"\b(attainment_on|attainment_shown_on|task_state_on|task_shown_on)\s*\("
)  # fmt: skip
_MACRO_TABLES = {
    "attainment_on": {"mart_attainment"},
    "attainment_shown_on": {"mart_attainment", "mart_attainment_shown"},
    "task_state_on": {"mart_task_status"},
    "task_shown_on": {"mart_task_status", "mart_task_shown"},
}


@cache
def _read(module: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Source of each name of a module, and what it imports from the dashboard."""
    text = (PROJECT / Path(*module.split("."))).with_suffix(".py").read_text(encoding="utf-8")
    sources: dict[str, str] = {}
    taken = []
    for node in ast.parse(text).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("dashboards."):
            taken += [(node.module or "", alias.name) for alias in node.names]
        names = [node.name] if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
        if isinstance(node, ast.Assign):
            names = [t.id for t in node.targets if isinstance(t, ast.Name)]
        for name in names:
            sources[name] = ast.get_source_segment(text, node) or ""
    return sources, taken


def _tables_of(module: str, name: str) -> set[str]:
    """Tables that one function of ``dashboards.queries`` asks, with what it uses of its module."""
    sources, taken = _read(module)
    seen, wanted, found = set(), [name], set()
    while wanted:
        text = sources.get(current := wanted.pop(), "")
        seen.add(current)
        found |= set(_TABLE.findall(text))
        for macro in _MACRO.findall(text):
            found |= _MACRO_TABLES[macro]
        wanted += [n for n in sources if n not in seen and re.search(rf"\b{n}\b", text)]
        for other, imported in taken:
            if other.startswith("dashboards.queries.") and re.search(rf"\b{imported}\b", text):
                found |= _tables_of(other, imported)
    return found


def tables_of_page(page: str) -> list[str]:
    """Public tables that a page asks, by name."""
    seen, wanted, found = set(), [f"dashboards.app_pages.{page}"], set()
    while wanted:
        module = wanted.pop()
        if module in seen:
            continue
        seen.add(module)
        for other, name in _read(module)[1]:
            if other.startswith("dashboards.queries."):
                found |= _tables_of(other, name)
            else:
                wanted.append(other)
    return sorted(found)


def write_exposures() -> str:
    """Text of models/exposures.yml."""
    titles = load_texts("vi")
    lines = [
        "# Written by tests/exposures.py from the code of the screens.",
        "version: 2",
        "",
        "exposures:",
    ]
    for page in sorted(p.stem for p in _PAGES.glob("*.py") if p.stem != "__init__"):
        lines += [
            f"  - name: screen_{page}",
            f"    label: {titles[f'page.{page}']}",
            "    type: dashboard",
            "    owner: {name: CCHC}",
            f"    description: dashboards/app_pages/{page}.py",
            "    depends_on:",
            *(f"      - ref('{table}')" for table in tables_of_page(page)),
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    OUT.write_text(write_exposures(), encoding="utf-8")
    sys.stdout.write(f"{OUT.relative_to(PROJECT)}\n")
