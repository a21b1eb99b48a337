"""A build of another version of the program: the page that cannot read it says what to do."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys

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
    (build / DATABASE).chmod(stat.S_IRUSR | stat.S_IWUSR)
    with duckdb.connect(build / DATABASE) as connection:
        connection.execute("alter table dim_plan rename column plan_title to other_title")
    code = read_manifest(build).code
    manifest = build / "manifest.json"
    manifest.chmod(stat.S_IRUSR | stat.S_IWUSR)
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


def test_a_store_that_somebody_writes_to_is_said_to_be_so(committed_build, tmp_path, monkeypatch):
    build = tmp_path / "builds" / committed_build.name
    shutil.copytree(committed_build, build)
    (tmp_path / "current").symlink_to(build)
    (build / DATABASE).chmod(stat.S_IRUSR | stat.S_IWUSR)
    monkeypatch.setenv("CCHC_MARTS", str(tmp_path))
    monkeypatch.delenv("CCHC_DEBUG", raising=False)
    monkeypatch.chdir(PROJECT)
    hold = (
        f"import duckdb, time; c = duckdb.connect({str(build / DATABASE)!r}); print(1, flush=True)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", f"{hold}; time.sleep(90)"], stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        app = AppTest.from_file(str(PROJECT / "dashboards" / "app.py"), default_timeout=60).run()
        writer.kill()
    said = " ".join(e.value for e in app.error)
    assert "đang mở kho số liệu để ghi" in said
