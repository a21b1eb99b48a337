"""Tables whose ruling was lost: cells told from the flow of their text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.documents.model import Line
    from pipeline.plans.documents.body_targets import Statement
    from pipeline.plans.documents.tasks import TaskReading


@dataclass
class FlowReading:
    """What such tables gave."""

    targets: list[Statement] = field(default_factory=list)
    tasks: list[TaskReading] = field(default_factory=list)


def read_flow_tables(lines: Sequence[Line]) -> FlowReading:
    """Targets and tasks of tables without ruling."""
    return FlowReading()
