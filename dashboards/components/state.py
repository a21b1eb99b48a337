"""What all pages share: language, the simulated switch, and the state of the build."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlencode

import streamlit as st

from dashboards.components.address import choose_segment, choose_switch, recall
from dashboards.components.office import Office, choose_office, recall_office
from dashboards.data import ask, find_build, load_manifest
from dashboards.i18n.texts import LANGUAGES, Texts
from dashboards.queries.sources import find_simulated

if TYPE_CHECKING:
    from pipeline.publish.manifest import Manifest


@dataclass(frozen=True)
class Shared:
    """Set by the entry file, read by every page.

    Attributes:
        texts: chosen language.
        with_simulated: whether simulated data may be shown.
        manifest: of the build shown, None where there is none.
        presents: the weekly screen hangs on a wall, without side bar and controls.
        office: whose office it is; no unit where nobody said.
    """

    texts: Texts
    with_simulated: bool
    manifest: Manifest | None
    presents: bool = False
    office: Office = field(default_factory=Office)

    @property
    def build_id(self) -> str:
        """Name of the build, a dash where there is none."""
        return self.manifest.build_id if self.manifest else "–"

    def show_address(self, theme: Literal["light", "dark"]) -> str:
        """The same view for a wall: Streamlit's own embedding leaves out bars and sets a theme."""
        wall = {_PRESENT: "1", "embed": "true", "embed_options": f"{theme}_theme"}
        return f"./?{urlencode({**st.query_params.to_dict(), **wall})}"

    def leave_address(self) -> str:
        """The same view back on a desk."""
        kept = {k: v for k, v in st.query_params.to_dict().items() if k != _PRESENT}
        return f"./?{urlencode(kept)}"


_PRESENT = "present"


def read_wall_state() -> Shared:
    """Language and switch as the address says, without controls to change them."""
    build = find_build()
    texts = Texts(recall("lang") or "")
    shared = Shared(
        texts,
        recall("sim") != "0",
        load_manifest(str(build)) if build else None,
        presents=True,
        office=recall_office(texts),
    )
    st.session_state["shared"] = shared
    return shared


def is_presenting() -> bool:
    """Whether the address asks for the wall."""
    return st.query_params.get(_PRESENT) == "1"


def draw_shared_controls() -> Shared:
    """Language and the simulated switch in the side bar, both kept in the address."""
    build = find_build()
    manifest = load_manifest(str(build)) if build else None
    with st.sidebar:
        language = choose_segment(
            "Ngôn ngữ / Language", "lang", list(LANGUAGES), lambda code: LANGUAGES[code]
        )
        texts = Texts(language)
        # Nothing to leave out, nothing to choose.
        with_simulated = not (build and ask(find_simulated)["has_simulated"].item()) or (
            choose_switch(texts("app.simulated_switch"), "sim", texts("app.simulated_help"))
        )
    shared = Shared(texts, with_simulated, manifest, office=choose_office(texts))
    st.session_state["shared"] = shared
    return shared


def read_shared() -> Shared:
    """What ``draw_shared_controls`` set in this rerun."""
    return st.session_state["shared"]
