"""What a person says of a plan that its document does not, as the text of its sidecar."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


def write_form_sidecar(as_of: dt.date, mapping: str) -> str:
    r"""Text of ``<file>.meta.toml`` of a report in an office's own form.

    >>> import datetime
    >>> write_form_sidecar(datetime.date(2025, 9, 30), "Tuần")
    'as_of_date = 2025-09-30\nmapping = "Tuần"\n'
    """
    return f"as_of_date = {as_of:%Y-%m-%d}\nmapping = {json.dumps(mapping, ensure_ascii=False)}\n"


def write_plan_sidecar(unit_code: str = "", plan_code: str = "") -> str:
    r"""Text of ``<file>.meta.toml``; empty where nothing is said.

    Args:
        unit_code: whose plan it is.
        plan_code: the plan that it is the document of.

    >>> write_plan_sidecar("VN34-14")
    '[plan]\nunit_code = "VN34-14"\n'
    """
    said = {"unit_code": unit_code, "plan_code": plan_code}
    # A string of JSON is one of TOML.
    lines = [f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in said.items() if v]
    return "\n".join(["[plan]", *lines, ""]) if lines else ""
