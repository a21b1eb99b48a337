"""Serve the screens: everything is imported before the first visitor comes.

Streamlit runs each visitor's page in a thread of its own and imports some of its parts only when
a page first needs them; visitors who come together right after the start would wait for each
other inside Python's import locks, and the first of them pay seconds.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys

# What Streamlit and its friends import late, found by comparing sys.modules before and after a
# visit to every page (tests/app/test_serve.py does it again).
_LATE = (
    "google.protobuf.descriptor_pb2", "google.protobuf.runtime_version", "PIL.ImageFile",
    "_strptime", "colorsys", "dateutil.parser", "pandas", "polars._utils.udfs",
    "pyarrow", "pyarrow.compute", "pyarrow.pandas_compat", "pyarrow.vendored.version",
    "streamlit.components.v1.component_arrow", "streamlit.components.v1.components",
    "streamlit.components.v2.manifest_scanner",
    "streamlit.dataframe.lazy_df_adapters",
    "streamlit.emojis", "streamlit.material_icon_names", "structlog", "tarfile",
    "zoneinfo._zoneinfo",
)  # fmt: skip
_PACKAGES = (
    "dashboards.access",
    "dashboards.brief",
    "dashboards.charts",
    "dashboards.components",
    "dashboards.i18n",
    "dashboards.queries",
    "dashboards.sections",
    "pipeline.asking.questions",
    "pipeline.handins",
)


def preload() -> None:
    """Import what the pages need."""
    for package in _PACKAGES:
        parent = importlib.import_module(package)
        for module in pkgutil.iter_modules(parent.__path__):
            importlib.import_module(f"{package}.{module.name}")
    for name in _LATE:
        importlib.import_module(name)
    import altair as alt
    import polars as pl

    # Writing a specification imports what stands between Altair and polars.
    chart = alt.Chart(pl.DataFrame({"a": [1]}), mark="bar")
    chart.to_dict()


def main() -> None:
    """Hand over to ``streamlit run`` with the arguments given."""
    from streamlit.web import cli

    preload()
    sys.argv = ["streamlit", "run", *sys.argv[1:]]
    cli.main()


if __name__ == "__main__":
    main()
