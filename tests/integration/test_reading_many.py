"""Many files are read by several processes, with the same result as one after another."""

from __future__ import annotations

import polars as pl
import pytest

from pipeline.inputs import supervise
from pipeline.inputs.cache import find_cached
from pipeline.inputs.entries import list_raw_files
from pipeline.inputs.supervise import read_files
from pipeline.support.settings import ReadLimits

pytestmark = pytest.mark.slow
HEADER = "Mã đơn vị;Mã chỉ số;Ngày số liệu;Ngày nhận;Giá trị;Đơn vị tính\n"


@pytest.fixture
def raw_files(office):
    for number in range(15):
        row = f"VN34-14;TTHC_ON_TIME_SHARE;{number + 1:02}/03/2025;20/03/2025;{number + 80};%\n"
        (office.raw / "progress" / f"{number:02}.csv").write_text(HEADER + row, encoding="utf-8")
    (office.raw / "progress" / "hong.xlsx").write_bytes(b"PK\x03\x04")
    return list_raw_files(office.raw)


def read_values(files):
    frames = [pl.read_parquet(p) for c in files if (p := c.find_parquet("observations"))]
    return pl.concat(frames)["value"].to_list()


def test_the_order_and_the_rows_are_those_of_one_after_another(raw_files, office, monkeypatch):
    apart = list(read_files(raw_files, office.cache, ReadLimits()))
    assert [c.raw.name for c in apart] == [r.name for r in raw_files]
    assert all(find_cached(raw, office.cache) for raw in raw_files)
    monkeypatch.setattr(supervise, "_MANY", 1000)
    alone = list(read_files(raw_files, office.cache.with_name("other"), ReadLimits()))
    assert read_values(apart) == read_values(alone) == [80.0 + n for n in range(15)]
    assert [c.summary for c in apart] == [c.summary for c in alone]
    assert sum(not c.summary["is_loaded"] for c in apart) == 1
