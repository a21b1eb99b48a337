"""One question in a process of its own, read from stdin.

Started as ``python -m pipeline.asking.sandbox_worker``.

The engine's own limits do not reach everything: a list built inside one function, or one long
string operation, asks neither the memory limit nor the timer. A process can be limited by the
system and killed.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from pathlib import Path
from typing import Any

from pipeline.asking.questions.faults import QuestionError
from pipeline.asking.sandbox import Limits, ask, limit_process


def read_value(value: Any) -> Any:  # noqa: ANN401 (JSON knows no dates)
    """A parameter as ``write_value`` wrote it."""
    return dt.date.fromisoformat(value["date"]) if isinstance(value, dict) else value


def write_value(value: Any) -> Any:  # noqa: ANN401 (a parameter)
    """A parameter as JSON can hold it."""
    return {"date": value.isoformat()} if isinstance(value, dt.date) else value


def main() -> None:
    """Answer on stdout: a line of JSON, then the rows as Arrow IPC."""
    task = json.loads(sys.stdin.buffer.read())
    limits = Limits(**task["limits"])
    limit_process(limits)
    # Whoever looks at a page goes before whoever asks a heavy question.
    os.nice(10)
    parameters = {name: read_value(value) for name, value in task["parameters"].items()}
    out = sys.stdout.buffer
    try:
        answer = ask(Path(task["build"]), task["query"], parameters, limits)
    except QuestionError as error:
        fault = {"fault": error.code, "values": error.values}
        out.write(json.dumps(fault).encode() + b"\n")
        return
    head = {"is_cut": answer.is_cut, "seconds": answer.seconds}
    out.write(json.dumps(head).encode() + b"\n")
    answer.frame.write_ipc(out)


if __name__ == "__main__":
    main()
