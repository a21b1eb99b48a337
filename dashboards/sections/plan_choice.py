"""What is chosen on the page of a plan: a record, or words that became none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

Subject = Literal["target", "task", "passage"]
View = Literal["target", "task", "finding"]
_STATE = "plan-choice"


@dataclass
class Choice:
    """What is chosen.

    Attributes:
        plan_code: the plan that it is of.
        subject: what kind of thing.
        key: target_key or task_key; the words of a passage.
        view: which list is open beside the document.
        round_no: how often something was chosen elsewhere than in the list.
        page: of the document that is shown, None for all of it.
        address: what the address asked for when it was last looked at.
    """

    plan_code: str
    subject: Subject = "target"
    key: str = ""
    view: View = "target"
    round_no: int = 0
    page: int | None = None
    address: str = ""

    def choose(self, subject: Subject, key: str) -> None:
        """Choose something in the document, or by its words."""
        self.subject, self.key = subject, key
        self.round_no += 1
        if subject != "passage":
            self.view = subject

    def close_passage(self) -> None:
        """Back to the records."""
        if self.subject == "passage":
            self.choose("task" if self.view == "task" else "target", "")


def read_choice(plan_code: str) -> Choice:
    """The choice of this session on a plan; a link that points at a record is followed once."""
    choice: Any = st.session_state.get(_STATE)
    if choice is None or choice.plan_code != plan_code:
        choice = Choice(plan_code)
        st.session_state[_STATE] = choice
    asked = {s: st.query_params[s] for s in ("target", "task") if s in st.query_params}
    address = repr(asked)
    if address != choice.address:
        choice.address = address
        for subject, key in asked.items():
            choice.choose("task" if subject == "task" else "target", key)
    return choice
