"""Content hashes remembered between builds: never at the price of an overlooked change."""

from __future__ import annotations

import os
import time

import pytest

from pipeline.inputs import entries, file_states
from pipeline.inputs.cache import read_cached
from pipeline.inputs.entries import has_changed, list_raw_files
from pipeline.inputs.file_states import recall_hashes, remember_hashes

HEADER = "Mã đơn vị;Mã chỉ số;Ngày số liệu;Ngày nhận;Giá trị;Đơn vị tính;Loại số liệu\n"
ROW = "VN34-14;TTHC_ON_TIME_SHARE;01/03/2025;05/03/2025;{};%;chính thức\n"


@pytest.fixture
def exported(tmp_path):
    path = tmp_path / "raw" / "progress" / "a.csv"
    path.parent.mkdir(parents=True)
    path.write_text(HEADER + ROW.format(90), encoding="utf-8")
    return path


@pytest.fixture
def later(monkeypatch):
    """The clock of the machine, ten seconds on: whatever was written before is left alone."""
    now = time.time_ns
    monkeypatch.setattr(file_states.time, "time_ns", lambda: now() + 10_000_000_000)


def look(tmp_path):
    """List the one file as a build does, with what the look before remembers."""
    (raw,) = list_raw_files(tmp_path / "raw", recall_hashes(tmp_path))
    remember_hashes(tmp_path, {(raw.name, raw.file_state): raw.sha256} if raw.file_state else {})
    return raw


def count_reads(monkeypatch):
    read, real = [], entries.hash_file
    monkeypatch.setattr(entries, "hash_file", lambda path: (read.append(path), real(path))[1])
    return read


@pytest.mark.usefixtures("exported", "later")
def test_a_file_left_alone_is_not_read_again(tmp_path, monkeypatch):
    first = look(tmp_path)
    read = count_reads(monkeypatch)
    assert look(tmp_path) == first
    assert read == []


@pytest.mark.usefixtures("later")
def test_the_same_size_and_the_old_date_do_not_hide_a_change(exported, tmp_path):
    before, first = exported.stat(), look(tmp_path)
    # Longer than a tick of any file system's clock.
    time.sleep(0.05)
    exported.write_text(HEADER + ROW.format(19), encoding="utf-8")
    os.utime(exported, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = exported.stat()
    assert (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert look(tmp_path).sha256 != first.sha256


def test_a_file_written_just_now_is_read_every_time(exported, tmp_path, monkeypatch):
    assert look(tmp_path).file_state is None
    read = count_reads(monkeypatch)
    look(tmp_path)
    assert read == [exported]


@pytest.mark.usefixtures("later")
def test_a_settled_file_that_changes_while_it_is_read_is_noticed(exported, tmp_path):
    raw = look(tmp_path)
    assert raw.file_state is not None
    assert not has_changed(raw)
    exported.write_text(HEADER + ROW.format(91), encoding="utf-8")
    assert has_changed(raw)
    assert read_cached(raw, tmp_path / "cache").summary["is_loaded"] is False


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("touch", ["date", "mode", "link"])
def test_a_settled_file_that_is_only_touched_while_it_is_read_is_loaded(exported, tmp_path, touch):
    raw = look(tmp_path)
    time.sleep(0.05)
    if touch == "date":
        os.utime(exported)
    elif touch == "mode":
        exported.chmod(0o600)
    else:
        os.link(exported, tmp_path / "backup.csv")
    assert file_states.take_state(exported) != raw.file_state
    assert not has_changed(raw)
    assert read_cached(raw, tmp_path / "cache").summary["is_loaded"] is True


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("memory", ["", "[", "{}", '[["a"]]', '[["a", [1], "b"]]', None])
def test_a_spoilt_memory_is_no_memory(exported, tmp_path, memory):
    if memory is not None:
        (tmp_path / "hashes.json").write_text(memory, encoding="utf-8")
    assert recall_hashes(tmp_path) == {}
    assert look(tmp_path).sha256 == entries.hash_file(exported)
