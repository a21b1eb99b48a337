"""Published builds: read-only, on the disk before they are shown, checked, and taken back."""

from __future__ import annotations

import json
import os
import stat

import pytest
from click.testing import CliRunner

from pipeline.building.build import build
from pipeline.cli import main
from pipeline.publish.builds import (
    DATABASE,
    find_current_build,
    hold_build_lock,
    list_builds,
    prune_builds,
    switch_current,
)
from pipeline.publish.manifest import compare_files
from pipeline.support.console import LineReporter
from tests.plan_books import write_plan

pytestmark = pytest.mark.slow


def run(office, *words):
    return CliRunner().invoke(main, [*words, "--marts", str(office.marts)])


@pytest.fixture
def two_builds(office):
    """Folders of two builds, the older first."""
    for number in (80, 85):
        write_plan(office.raw / "plans" / "a.xlsx", targets=[{"value": number}])
        assert build(office, LineReporter()).is_published
    first, second = list_builds(office)
    assert find_current_build(office) == second
    return first, second


def test_no_published_file_or_folder_can_be_written(two_builds):
    writable = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
    for folder in two_builds:
        for path in (folder, *folder.rglob("*")):
            assert not path.stat().st_mode & writable, path


def test_a_file_that_changed_is_named(office, two_builds):
    assert run(office, "status", "--verify").exit_code == 0
    _, current = two_builds
    parquet = current / "dim_plan.parquet"
    for path in (current, parquet, current / "fct_task.parquet"):
        path.chmod(stat.S_IRWXU)
    parquet.write_bytes(parquet.read_bytes()[:-1] + b"x")
    (current / "fct_task.parquet").unlink()
    (current / "la.txt").write_text("?", encoding="utf-8")
    assert compare_files(current) == {
        "dim_plan.parquet": "changed", "fct_task.parquet": "missing", "la.txt": "unknown",
    }  # fmt: skip
    done = run(office, "status", "--verify")
    assert done.exit_code == 1
    for words in ("dim_plan.parquet: đã bị sửa", "fct_task.parquet: đã mất", "cchc rollback"):
        assert words in done.output


def test_the_build_before_can_be_shown_again(office, two_builds):
    first, second = two_builds
    done = run(office, "rollback")
    assert done.exit_code == 0, done.output
    assert find_current_build(office) == first
    assert run(office, "rollback").exit_code == 1, "there is none before"
    assert run(office, "rollback", "--to", second.name).exit_code == 0
    assert find_current_build(office) == second
    listed = run(office, "rollback", "--list").output
    assert f"→ {second.name}" in listed
    assert first.name in listed
    # What lies in the raw folder is built again, whatever is shown.
    run(office, "rollback")
    assert build(office, LineReporter()).is_published


def test_a_build_that_is_not_whole_is_not_shown(office, two_builds):
    first, second = two_builds
    database = first / DATABASE
    database.chmod(stat.S_IRWXU)
    with database.open("ab") as file:
        file.write(b"x")
    done = run(office, "rollback")
    assert done.exit_code == 1
    assert DATABASE in done.output
    assert find_current_build(office) == second


def change_manifest(build_folder, **said):
    path = build_folder / "manifest.json"
    path.chmod(stat.S_IRWXU)
    known = json.loads(path.read_text(encoding="utf-8")) | said
    path.write_text(json.dumps(known), encoding="utf-8")


def test_a_build_of_another_version_is_shown_or_it_is_said_why_not(office, two_builds):
    first, second = two_builds
    change_manifest(first, checksums={})
    done = run(office, "rollback")
    assert done.exit_code == 1
    assert "chưa ghi mã kiểm" in done.output
    assert find_current_build(office) == second
    change_manifest(second, told_by_a_later_version=1)
    assert run(office, "status").exit_code == 0
    assert run(office, "rollback", "--to", second.name).exit_code == 0


def test_nothing_is_rolled_back_while_somebody_builds(office, two_builds):
    _, second = two_builds
    with hold_build_lock(office):
        done = run(office, "rollback")
    assert done.exit_code == 1
    assert "Đang có một lần dựng khác" in done.output
    assert find_current_build(office) == second
    with pytest.raises(FileNotFoundError):
        switch_current(office, office.builds / "20200101T000000Z-00000000")
    assert find_current_build(office) == second


def test_what_is_shown_was_written_to_the_disk_before(office, monkeypatch):
    """A loss of power keeps what was synced: so all of a build, then its folder, then the link."""
    write_plan(office.raw / "plans" / "a.xlsx")
    synced, shown = set(), []
    sync = os.fsync

    def note(handle: int) -> None:
        synced.add(os.path.realpath(f"/proc/self/fd/{handle}"))
        sync(handle)

    switch = type(office.current).replace

    def look(path, target):
        if target == office.current:
            shown.append((os.path.realpath(path), set(synced)))
        return switch(path, target)

    monkeypatch.setattr(os, "fsync", note)
    monkeypatch.setattr(type(office.current), "replace", look)
    assert build(office, LineReporter()).is_published
    ((folder, before),) = shown
    work = str(office.marts / "work")
    names = {path.relative_to(folder).as_posix() for path in find_current_build(office).rglob("*")}
    assert {f"{work}/{name}" for name in names} | {work} <= before
    assert str(office.builds) in before
    assert str(office.marts) in synced


def test_old_builds_go_and_the_current_one_stays(office, two_builds):
    first, second = two_builds
    run(office, "rollback")
    office_of_one = type(office)(raw=office.raw, marts=office.marts, keep_builds=1)
    assert prune_builds(office_of_one) == []
    run(office, "rollback", "--to", second.name)
    assert prune_builds(office_of_one) == [first.name]
    assert not first.exists()
