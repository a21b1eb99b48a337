"""How the screens are served: what is imported before the first visitor, what may be uploaded."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib

import pytest

from pipeline.support.guards import MAX_FILE_BYTES
from pipeline.support.settings import PROJECT

pytestmark = pytest.mark.slow

_VISIT = """
import sys
from streamlit.web import cli
import streamlit.web.bootstrap
from dashboards.serve import preload
preload()
from streamlit.testing.v1 import AppTest
AppTest.from_string("import streamlit as st; st.title('a')").run()
before = set(sys.modules)
for page in sys.argv[2:]:
    app = AppTest.from_file(sys.argv[1], default_timeout=60).run()
    if page != "weekly":
        app.switch_page(f"app_pages/{page}.py").run()
    assert not app.exception
print("\\n".join(sorted(set(sys.modules) - before)))
"""


def test_a_visit_imports_nothing_that_serving_has_not(committed_build):
    environment = {**os.environ, "CCHC_MARTS": str(committed_build.parent.parent),
                   "CCHC_DEBUG": "1"}  # fmt: skip
    pages = ("weekly", "trends", "attainment", "tasks", "plans", "sql", "quality")
    app = str(PROJECT / "dashboards" / "app.py")
    done = subprocess.run(
        [sys.executable, "-c", _VISIT, app, *pages],
        cwd=PROJECT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    # rich draws the log of AppTest itself; the editor must be imported by a running server.
    own = ("rich", "pygments", "streamlit_ace")
    late = [name for name in done.stdout.split() if not name.startswith(own)]
    assert late == []


def test_a_file_may_be_uploaded_that_the_pipeline_reads():
    config = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["server"]["maxUploadSize"] << 20 == MAX_FILE_BYTES
