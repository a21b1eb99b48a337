"""A build of another version of the program: the page that cannot read it says what to do."""

from __future__ import annotations

import shutil

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from pipeline.publish.builds import DATABASE
from pipeline.publish.manifest import read_manifest
from pipeline.support.settings import PROJECT

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("is_other", [True, False])
def test_a_page_that_cannot_read_an_older_build_asks_for_a_new_one(
    committed_build, tmp_path, monkeypatch, is_other
):
    build = tmp_path / "builds" / committed_build.name
    shutil.copytree(committed_build, build)
    (tmp_path / "current").symlink_to(build)
    with duckdb.connect(build / DATABASE) as connection:
        connection.execute("alter table dim_plan rename column plan_title to other_title")
    code = read_manifest(build).code
    manifest = build / "manifest.json"
    if is_other:
        text = manifest.read_text(encoding="utf-8")
        assert code in text
        manifest.write_text(text.replace(code, "0" * len(code)), encoding="utf-8")
    monkeypatch.setenv("CCHC_MARTS", str(tmp_path))
    monkeypatch.delenv("CCHC_DEBUG", raising=False)
    monkeypatch.chdir(PROJECT)
    app = AppTest.from_file(str(PROJECT / "dashboards" / "app.py"), default_timeout=60).run()
    said = " ".join(e.value for e in app.error)
    assert ("cchc build" in said) == is_other
    assert said
