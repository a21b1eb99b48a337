"""What docs/deploy and docs/runbook.md say, tried as far as a machine without root services can."""

from __future__ import annotations

import datetime as dt
import os
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
import time

import pytest
from click.testing import CliRunner

from pipeline.building.build import build
from pipeline.cli import main
from pipeline.handins.inbox import list_waiting, take_inbox
from pipeline.publish.builds import find_current_build
from pipeline.reviews.append import Decision, append_decisions
from pipeline.support.console import LineReporter
from pipeline.support.settings import PROJECT, Settings
from tests.bill_of_materials import list_locked, write_bill
from tests.plan_books import write_plan
from tests.report_books import observation, write_csv
from tests.whole_tables import read_all

pytestmark = pytest.mark.slow
DEPLOY = PROJECT / "docs" / "deploy"
UNITS = sorted(path.name for path in DEPLOY.glob("*.service"))
ANALYZE = shutil.which("systemd-analyze")
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


@pytest.mark.skipif(ANALYZE is None, reason="không có systemd-analyze")
@pytest.mark.parametrize("unit", UNITS)
def test_a_service_may_write_to_its_folders_only(unit):
    done = subprocess.run(
        [str(ANALYZE), "security", "--offline=yes", str(DEPLOY / unit)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    exposure = re.search(r"Overall exposure level for .*: ([\d.]+)", done.stdout)
    assert exposure, done.stdout
    assert float(exposure[1]) < 2.5
    text = (DEPLOY / unit).read_text(encoding="utf-8")
    for line in ("NoNewPrivileges=true", "ProtectSystem=strict", "ReadWritePaths=/srv/cchc"):
        assert line in text


@pytest.mark.skipif(ANALYZE is None, reason="không có systemd-analyze")
def test_units_are_well_formed(tmp_path):
    for path in DEPLOY.glob("cchc*.*"):
        if path.suffix in (".service", ".timer"):
            # The program is not installed where this runs.
            text = path.read_text(encoding="utf-8")
            text = text.replace("/opt/cchc/.venv/bin/cchc", sys.executable)
            (tmp_path / path.name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [str(ANALYZE), "verify", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    ours = [line for line in done.stderr.splitlines() if "cchc" in line]
    assert ours == []


@pytest.mark.skipif(NGINX is None, reason="không có nginx: sudo apt install nginx-light")
def test_nginx_takes_the_configuration(tmp_path):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj",
         "/CN=x", "-keyout", str(tmp_path / "cchc.key"), "-out", str(tmp_path / "cchc.crt")],
        check=True, capture_output=True,
    )  # fmt: skip
    site = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    site = site.replace("/etc/cchc/tls", str(tmp_path))
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid;\nerror_log {tmp_path}/error.log;\nevents {{}}\nhttp {{\n{site}\n}}\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [str(NGINX), "-t", "-c", str(tmp_path / "nginx.conf"), "-p", str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def list_runbook_commands():
    text = (PROJECT / "docs" / "runbook.md").read_text(encoding="utf-8")
    return sorted({line.strip() for line in text.splitlines() if line.startswith("    cchc ")})


def test_every_command_of_the_runbook_is_one():
    commands = list_runbook_commands()
    assert len(commands) > 6
    for line in commands:
        _, verb, *words = shlex.split(line)
        command = main.get_command(None, verb)
        assert command is not None, line
        known = {name for p in command.params for name in (*p.opts, *p.secondary_opts)}
        assert {word for word in words if word.startswith("--")} <= known, line


def test_the_container_holds_all_that_a_build_needs(tmp_path):
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    copied = [line.split()[1:-1] for line in text.splitlines() if re.match(r"COPY [^-]", line)]
    root = tmp_path / "opt"
    root.mkdir()
    for name in (name for names in copied for name in names):
        source, target = PROJECT / name, root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, target)
    write_plan_folder = tmp_path / "raw" / "plans"
    write_plan_folder.mkdir(parents=True)
    write_plan(write_plan_folder / "a.xlsx")
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "build", "--raw", str(tmp_path / "raw"), "--marts",
         str(tmp_path / "marts")],
        cwd=root, env=os.environ | {"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "USER 10001" in text
    assert "--open" not in text


def test_a_backup_of_the_raw_folder_gives_the_same_tables(tmp_path):
    office = Settings(raw=tmp_path / "srv" / "raw", marts=tmp_path / "srv" / "marts")
    (office.raw / "plans").mkdir(parents=True)
    write_plan(office.raw / "plans" / "a.xlsx")
    assert build(office, LineReporter()).is_published
    with tarfile.open(tmp_path / "b.tar.gz", "w:gz") as archive:
        archive.add(office.raw, "raw")
    restored = Settings(raw=tmp_path / "new" / "raw", marts=tmp_path / "new" / "marts")
    with tarfile.open(tmp_path / "b.tar.gz") as archive:
        archive.extractall(tmp_path / "new", filter="data")
    assert build(restored, LineReporter()).is_published
    assert read_all(restored) == read_all(office)


def test_files_dropped_into_a_folder_are_handed_in_or_refused_with_a_reason(office, tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    write_plan(inbox / "ke-hoach.xlsx")
    (inbox / "hong.xlsx").write_bytes(b"PK\x03\x04 nothing")
    (inbox / "=cmd.txt").write_text("Kính mời họp.", encoding="utf-8")
    (inbox / "dang-chep.xlsx.part").write_bytes(b"x")
    (inbox / ".an.xlsx").write_bytes(b"x")
    (inbox / "lien-ket.xlsx").symlink_to(inbox / "ke-hoach.xlsx")
    assert list_waiting(inbox) == [], "they may still be on their way"
    waiting = [path.name for path in list_waiting(inbox, time.time() + 60)]
    assert waiting == ["=cmd.txt", "hong.xlsx", "ke-hoach.xlsx"]
    for path in inbox.iterdir():
        if not path.is_symlink():
            os.utime(path, (time.time() - 60, time.time() - 60))
    done = {taken.name: taken for taken in take_inbox(office, inbox, "hộp thư")}
    assert done["ke-hoach.xlsx"].reason == ""
    assert (office.raw / "plans" / "ke-hoach.xlsx").exists()
    assert find_current_build(office) is not None
    assert done["hong.xlsx"].reason
    assert done["hong.xlsx"].moved_to.exists()
    reason = done["hong.xlsx"].moved_to.with_name("hong.xlsx.ly-do.txt")
    assert done["hong.xlsx"].reason in reason.read_text(encoding="utf-8")
    left = sorted(path.name for path in inbox.iterdir() if path.is_file())
    assert left == [".an.xlsx", "dang-chep.xlsx.part"]
    again = CliRunner().invoke(
        main, ["inbox", str(inbox), "--raw", str(office.raw), "--marts", str(office.marts)]
    )
    assert again.exit_code == 0, again.output


def drop(path):
    """At rest for a minute."""
    os.utime(path, (time.time() - 60, time.time() - 60))
    return path


def test_two_files_of_one_name_both_come_in(office, tmp_path):
    write_plan(office.raw / "plans" / "a.xlsx")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for value in (71, 72):
        written = write_csv(tmp_path, [observation(value, unit_code="VN34-14")])
        drop(written.rename(inbox / "kết quả.csv"))
        (taken,) = take_inbox(office, inbox, "hộp thư")
        assert taken.reason == ""
    (day,) = (office.raw / "progress").iterdir()
    assert {path.name for path in day.iterdir()} == {"kết quả.csv", "kết quả_2.csv"}
    # A newer version of a plan waits for a person: nothing of it is used beside the older one.
    for name in ("a.xlsx", "0.xlsx"):
        drop(write_plan(inbox / name, [{"value": 99}]))
        (refused,) = take_inbox(office, inbox, "hộp thư")
        assert refused.reason, name
        assert "hoàn tác" not in refused.reason
    assert sorted(path.name for path in (office.raw / "plans").iterdir()) == ["a.xlsx"]


def test_decisions_and_lists_come_in_by_people(office, tmp_path):
    write_plan(office.raw / "plans" / "a.xlsx")
    inbox = tmp_path / "inbox"
    decision = Decision("xa-thu-2025#0", "reading", "accept", "", "", "Lan")
    drop(append_decisions(inbox, [decision], dt.datetime.fromisoformat("2026-01-02T08:00:00")))
    (refused,) = take_inbox(office, inbox, "hộp thư")
    assert "không nhận loại tệp này" in refused.reason
    assert not (office.raw / "reviews").exists()
    drop(refused.moved_to.rename(inbox / "quyet-dinh.csv"))
    (taken,) = take_inbox(office, inbox, "hộp thư", ["reviews"])
    assert taken.reason == ""


@pytest.mark.parametrize(
    ("fault", "said"),
    [(PermissionError(13, "Permission denied"), "Permission denied"),
     (KeyError("x"), "Lỗi không ngờ (KeyError)")],
)  # fmt: skip
def test_a_file_that_cannot_be_taken_holds_up_no_other(office, tmp_path, monkeypatch, fault, said):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    drop(write_plan(inbox / "a.xlsx"))
    drop(write_plan(inbox / "b.xlsx", facts={"plan_code": "b"}))
    move = shutil.move

    def fail(path, target):
        if path.name == "a.xlsx":
            raise fault
        return move(path, target)

    monkeypatch.setattr("pipeline.handins.inbox.shutil.move", fail)
    first, second = take_inbox(office, inbox, "hộp thư")
    assert said in first.reason
    assert first.moved_to == inbox / "a.xlsx"
    assert second.reason == ""


def test_the_bill_of_materials_is_of_all_that_runs(tmp_path):
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    rows = write_bill(tmp_path)
    locked = {name.lower().replace("_", "-") for name in list_locked(PROJECT / "requirements.lock")}
    named = {name.lower().replace("_", "-") for name, _, _ in rows}
    assert named <= locked
    assert {"duckdb", "polars", "streamlit", "dbt-duckdb", "altair", "authlib"} <= named
    assert "pytest" not in named
    text = (tmp_path / "sbom.cdx.json").read_text(encoding="utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    assert str(PROJECT) not in text
