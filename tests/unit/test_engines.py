"""Which engine is meant, and that one which fails leaves what is published."""

from __future__ import annotations

import dataclasses
import stat
import sys
from pathlib import Path

import pytest

from pipeline.building.build import build
from pipeline.engines import address as addresses
from pipeline.engines.address import Engine, EngineError, resolve_engine
from pipeline.publish.builds import find_current_build
from pipeline.support.console import LineReporter
from tests.plan_books import write_plan

HERE = Path(sys.executable)


@pytest.fixture
def with_python(monkeypatch):
    monkeypatch.setenv("CCHC_SPARK_PYTHON", sys.executable)
    for name in ("SPARK_REMOTE", "CCHC_SPARK_FOLDER", "CCHC_SPARK_SECONDS", "CCHC_SPARK_MEMORY"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


@pytest.mark.usefixtures("with_python")
def test_the_profile_names_a_server_on_this_machine():
    assert resolve_engine() == Engine("local", HERE)


def test_the_environment_goes_before_the_profile(with_python, tmp_path):
    with_python.setenv("SPARK_REMOTE", "sc://may-chu:15002/;token=x")
    with_python.setenv("CCHC_SPARK_FOLDER", str(tmp_path))
    with_python.setenv("CCHC_SPARK_SECONDS", "90")
    with_python.setenv("CCHC_SPARK_MEMORY", "800MB")
    engine = resolve_engine()
    assert engine == Engine("sc://may-chu:15002/;token=x", HERE, tmp_path, 90, 800 << 20)


@pytest.mark.parametrize(
    "rest", ["/;token=QmlNYXQ=", "/;use_ssl=true;token=QmlNYXQ=", "/?token=QmlNYXQ=",
             "/;token=Qml%4eYXQ%3d;user_id=lan", "/;token=phanDau/QmlNYXQ=/Qml%4e?khuc&QmlNYXQ"],
)  # fmt: skip
def test_a_token_is_told_to_nobody(rest):
    engine = Engine(f"sc://may-chu:15002{rest}", HERE)
    assert engine.shown == "may-chu:15002"
    quoted = f"Parameter 'token=QmlNYXQ=' of {engine.address}, QmlNYXQ=, true: may-chu:15002"
    said = engine.hide(quoted)
    assert "QmlNYXQ" not in said
    assert "Qml%4e" not in said
    assert said.endswith("true: may-chu:15002")


@pytest.mark.parametrize("name", ["lan", "may-chu:15002", "may-chu"])
def test_a_name_before_the_host_is_told_to_nobody(name):
    engine = Engine(f"sc://{name}:mat-khau@may-chu:15002", HERE)
    assert engine.shown == "may-chu:15002"
    for said in (engine.address, f"{name}:mat-khau", "'mat-khau'"):
        assert "mat-khau" not in engine.hide(f"Invalid {said}")


@pytest.mark.parametrize("address", ["sc://may:1/;token=abcde", "sc://lan:pw1@may:1"])
def test_a_short_secret_is_told_to_nobody(address):
    secret = "abcde" if "token" in address else "pw1"
    assert secret not in Engine(address, HERE).hide(f"Invalid {address}: '{secret}'")
    assert "%2B" not in Engine("sc://may:1/;token=Qml+YX", HERE).hide("said Qml%2BYX")


def test_an_address_without_more_hides_nothing():
    assert Engine("local", HERE).hide("local: hết bộ nhớ") == "local: hết bộ nhớ"
    assert Engine("sc://may-chu:1", HERE).hide("sc://may-chu:1") == "sc://may-chu:1"


@pytest.mark.parametrize("name", ["a, b", "a'b", "a[1]", "a#1", "a{b}"])
def test_a_folder_that_an_engine_misreads_is_refused_before_any_work(office, tmp_path, name):
    marts = dataclasses.replace(office, marts=tmp_path / name)
    with pytest.raises(EngineError, match="một trong các dấu"):
        build(marts, LineReporter(), engine=Engine("local", HERE))
    assert not marts.marts.exists()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("SPARK_REMOTE", "may-chu", "sc://tên-máy:15002"), ("SPARK_REMOTE", "sc://;token=x", "sc://"),
     ("SPARK_REMOTE", "http://x", "sc://"),
     ("CCHC_SPARK_MEMORY", "nhiều", "4GB"), ("CCHC_SPARK_SECONDS", "2h", "số giây"),
     ("CCHC_SPARK_PYTHON", "/khong/co", "setup-spark")],
)  # fmt: skip
def test_what_cannot_be_used_is_said(with_python, name, value, said):
    with_python.setenv(name, value)
    with pytest.raises(EngineError, match=said):
        resolve_engine()


def test_the_profile_may_name_a_cluster(with_python):
    with_python.setattr(addresses, "_read_profile", lambda: "sc://cum:15002")
    assert resolve_engine().address == "sc://cum:15002"


def _make_program(folder: Path, text: str) -> Path:
    """A program that stands for the Python of another environment."""
    program = folder / "python"
    program.write_text(f"#!{sys.executable}\n{text}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "seconds", "said"),
    [
        ("import time; print('{\"node\": \"dim_plan\"}', flush=True); time.sleep(60)", 1,
         "không xong trong 1 giây"),
        # Lines of others among its own, none of which says how it ended.
        ("print('5'); print('null'); print('\"node\"'); raise SystemExit('mất kết nối')",
         60, "mất kết nối"),
        # It says that all is well and has made nothing.
        ("print('{\"failures\": []}')", 60, "máy tính toán đếm được không rõ"),
        ("print('{\"failures\": [[\"dim_plan\", \"<RPC: StatusCode.UNAVAILABLE>\"]]}')", 60,
         "127.0.0.1:1 không trả lời"),
    ],
    ids=["hangs", "dies", "lies", "is gone"],
)  # fmt: skip
def test_an_engine_that_fails_leaves_the_last_build(office, tmp_path, text, seconds, said):
    write_plan(office.raw / "plans" / "a.xlsx")
    assert build(office, LineReporter()).is_published
    before = find_current_build(office)
    write_plan(office.raw / "plans" / "b.xlsx", facts={"plan_code": "b"})
    engine = Engine("sc://127.0.0.1:1", _make_program(tmp_path, text), seconds=seconds)
    report = build(office, LineReporter(), engine=engine)
    assert not report.is_published
    assert report.transform
    assert any(said in words for _, words in report.transform.failures), report.transform
    assert find_current_build(office) == before
    assert not (office.marts / "engine").exists()


def test_this_environment_is_taken_where_it_has_what_is_needed(with_python):
    with_python.delenv("CCHC_SPARK_PYTHON")
    with_python.setattr(addresses.importlib.util, "find_spec", lambda _name: object())
    assert resolve_engine().python == HERE
