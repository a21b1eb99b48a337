"""People and their roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["viewer", "officer", "admin"]
# What a person may do, each thing more than the one before: look, hand in and decide for their
# own units, everything.
ROLE_NAMES: dict[str, Role] = {
    "xem": "viewer", "viewer": "viewer",
    "chuyên viên": "officer", "officer": "officer",
    "quản trị": "admin", "admin": "admin",
}  # fmt: skip


@dataclass(frozen=True)
class Person:
    """Who looks at the screens.

    Attributes:
        name: as it is written beside what they do; empty where nobody signs in and no name was
            given yet.
        role: what they may do.
        units: whose open data they may see and hand in, with all below; None for every unit.
        is_signed_in: the organisation vouches for the name.
    """

    name: str
    role: Role
    units: tuple[str, ...] | None
    is_signed_in: bool = False

    @property
    def sees_all(self) -> bool:
        """Whether nothing is left out for them."""
        return self.role == "admin" or self.units is None


# Alone on one machine, without sign-in, everybody may do everything.
ALONE = Person("", "admin", None)
