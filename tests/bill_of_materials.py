"""``make sbom``: what the program is made of, as CycloneDX, and under which licences."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from pipeline.support.settings import PROJECT

_OTHER_NAMES = {"apache license 2.0": "Apache-2.0", "mit license": "MIT", "bsd license": "BSD"}


def list_locked(lock: Path) -> dict[str, str]:
    """Packages of a lock file: name -> version."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    pins = [line.split(" ")[0].split(";")[0] for line in lines if line[:1].isalnum()]
    return dict(pin.split("==") for pin in pins)


def name_licences(component: dict[str, Any]) -> str:
    """Licences of a component in one text; "?" where it states none."""
    names = []
    for choice in component.get("licenses", []):
        licence = choice.get("license", {})
        name = choice.get("expression") or licence.get("id") or licence.get("name") or ""
        name = name.replace("License :: OSI Approved :: ", "").splitlines()[0][:60] if name else ""
        names.append(_OTHER_NAMES.get(name.lower(), name))
    return " AND ".join(dict.fromkeys(name for name in names if name)) or "?"


def write_bill(folder: Path) -> list[tuple[str, str, str]]:
    """Write ``sbom.cdx.json`` and ``licences.csv``; only of what runs, not of the tests' tools.

    Returns:
        Name, version and licences of each component, sorted.
    """
    with tempfile.TemporaryDirectory() as name:
        raw = Path(name) / "all.json"
        subprocess.run(
            [sys.executable, "-m", "cyclonedx_py", "environment", "--output-format", "JSON",
             "--output-reproducible", "--output-file", str(raw), sys.prefix],
            check=True, capture_output=True,
        )  # fmt: skip
        bill = json.loads(raw.read_text(encoding="utf-8"))
    wanted = {name.lower().replace("_", "-") for name in list_locked(PROJECT / "requirements.lock")}
    kept = [
        component for component in bill["components"]
        if component["name"].lower().replace("_", "-") in wanted
    ]  # fmt: skip
    references = {component["bom-ref"] for component in kept}
    bill["components"] = kept
    bill["dependencies"] = [d for d in bill.get("dependencies", []) if d["ref"] in references]
    # No path of the machine that wrote it.
    for component in kept:
        component.pop("externalReferences", None)
        component.pop("properties", None)
    bill["metadata"].pop("component", None)
    text = json.dumps(bill, ensure_ascii=False, indent=1)
    (folder / "sbom.cdx.json").write_text(text + "\n", encoding="utf-8")
    rows = sorted((c["name"], c["version"], name_licences(c)) for c in kept)
    lines = ["ten,phien_ban,giay_phep", *(",".join(f'"{cell}"' for cell in row) for row in rows)]
    (folder / "licences.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return rows


def main() -> None:
    """Write both files into the folder given and say how many of each licence there are."""
    folder = Path(sys.argv[1])
    rows = write_bill(folder)
    print(f"{len(rows)} thành phần: {folder}/sbom.cdx.json, {folder}/licences.csv")
    for licence, count in Counter(row[2] for row in rows).most_common():
        print(f"{count:>4}  {licence}")


if __name__ == "__main__":
    main()
