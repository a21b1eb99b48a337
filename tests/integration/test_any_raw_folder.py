"""Whatever a raw folder holds, a build publishes what is good and accounts for all of it.

Folders are generated whole: plans as exports and as documents, lists of units, results, reports on
tasks and decisions, each of cells that repeat, contradict, point at each other in circles, point
at nothing, or lie at the far end of what a cell can hold; and files that are none.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipeline.building.build import build
from pipeline.publish.builds import WHOLE_DATABASE, find_current_build
from pipeline.support.console import LineReporter
from pipeline.support.settings import Settings
from tests.plan_books import write_plan
from tests.sentences_said import list_missaid

pytestmark = pytest.mark.slow

# What a cell holds now and then, whatever its column.
ODD = (
    "", "/", "|", "1|2", "x#y@z", "[/x]", "=1+1", "'--", "\u0660\u0669", "Ð", "\u202e80", "9" * 40,
)  # fmt: skip
ODD_DAYS = ("29/02/2025", "01/01/0001", "31/12/9999", "45992", "30/6", "Q2")
ODD_NUMBERS = (
    "100%", "1e400", "-1", "9223372036854775808", "80/100", "nan", "không có số liệu", "2147483648",
)  # fmt: skip
NO_UNITS = ("", "none", "tỉnh Không Có")
PERIODS = ("2025", "2025-Q2", "2025-H1", "2025-W12")
ODD_PERIODS = ("abcd-W12", "2025|Q2", "quý II/2025")
DAYS = ("31/12/2025", "2025-06-30", "30/06/2025")
NUMBERS = ("80", "80,5", "0,8", "63", "90", "1.250")
UNITS = ("VN34-80", "VN63-80", "X", "Y", "Z", "tỉnh Tây Ninh", "UBND TP. Huế")
INDICATORS = ("TTHC_ONLINE_DOSSIER_SHARE", "TTHC_RESULT_DIGITIZED_SHARE")
PLANS = ("tay-ninh-2025", "so-2025", "van-ban")
REFS = ("1", "2", "1/0", "I-1", "I.1", "1 (2)", "20250001", "1|2")


def mix(usual: tuple[str, ...], *odd: tuple[str, ...]) -> st.SearchStrategy[str]:
    """A cell as its column wants it; one in fifteen is not."""
    strange = st.sampled_from([cell for pool in (*odd, ODD) for cell in pool])
    return st.integers(0, 14).flatmap(lambda luck: strange if luck == 7 else st.sampled_from(usual))


def tables(**columns: st.SearchStrategy[str]) -> st.SearchStrategy[list[tuple[str, ...]]]:
    """Rows of a file, headers first; two of them come twice."""
    rows = st.lists(st.tuples(*columns.values()), min_size=12, max_size=40)
    return rows.map(lambda r: [tuple(columns), *r, *r[:2]])


RESULTS = tables(**{
    "Mã đơn vị": mix(UNITS, NO_UNITS), "Mã chỉ số": mix(INDICATORS),
    "Kỳ báo cáo": mix(PERIODS, ODD_PERIODS), "Ngày số liệu": mix(DAYS, ODD_DAYS),
    "Ngày nhận": mix(("05/01/2026", "06/01/2026"), DAYS, ODD_DAYS),
    "Giá trị": mix(NUMBERS, ODD_NUMBERS), "Đơn vị tính": mix(("%",), ("hồ sơ",)),
    "Loại số liệu": mix(("chính thức", "mô phỏng")),
})  # fmt: skip
COUNTS = tables(**{
    "Mã đơn vị": mix(UNITS, NO_UNITS), "Mã chỉ số": mix(INDICATORS),
    "Ngày số liệu": mix(DAYS, ODD_DAYS), "Ngày nhận": mix(("05/01/2026",), ODD_DAYS),
    "Tử số": mix(NUMBERS, ODD_NUMBERS), "Mẫu số": mix(NUMBERS, ODD_NUMBERS),
})  # fmt: skip
STATUSES = tables(**{
    "Mã kế hoạch": mix(PLANS), "Số nhiệm vụ": mix(REFS), "Ngày số liệu": mix(DAYS, ODD_DAYS),
    "Trạng thái": mix(("đang thực hiện", "đã hoàn thành")), "Ngày hoàn thành": mix(DAYS, ODD_DAYS),
})  # fmt: skip
LISTED = tables(**{
    "Mã đơn vị": mix(UNITS), "Tên đơn vị": mix(UNITS), "Loại đơn vị": mix(("xã", "sở", "tỉnh")),
    "Địa giới": mix(("63", "34")), "Mã tỉnh": mix(("80", "72"), ("99",)),
    "Đơn vị cấp trên": mix(UNITS, NO_UNITS), "Đến ngày": mix(DAYS, ODD_DAYS),
    "Đơn vị kế tục": mix(UNITS, NO_UNITS),
})  # fmt: skip
DECISIONS = tables(**{
    "Khóa bản ghi": mix(tuple(f"{p}#plan" for p in PLANS), PLANS),
    "Nội dung": mix(("liên kết", "đọc", "giá trị", "đơn vị của kế hoạch", "thời hạn")),
    "Quyết định": mix(("chấp nhận", "từ chối", "sửa", "hoàn tác")),
    "Giá trị cũ": mix(NUMBERS, ODD_NUMBERS), "Giá trị mới": mix((*UNITS, *INDICATORS), NUMBERS),
    "Người quyết định": mix(("Phòng CCHC",)), "Thời điểm": mix(("2026-11-22 09:30",), DAYS),
})  # fmt: skip
TARGETS = st.lists(
    st.fixed_dictionaries({
        "target_ref": mix(REFS),
        "value": st.one_of(st.none(), mix(NUMBERS, ODD_NUMBERS)),
        "unit": mix(("%",), ("thủ tục",)),
        "indicator_code": mix(INDICATORS),
        "due_year": mix(("2025",), ("2099", "9" * 12)),
    }),
    min_size=3, max_size=8,
)  # fmt: skip
TASKS = st.lists(
    st.fixed_dictionaries({
        "task_ref": mix(REFS), "due_text": mix(("Quý II/2025", *DAYS), ODD_DAYS),
        "lead_agency": mix(("Văn phòng Sở", ".")),
    }),
    min_size=3, max_size=6,
)  # fmt: skip
FACTS = st.fixed_dictionaries({
    "plan_code": mix(PLANS), "unit_code": mix(UNITS, NO_UNITS),
    "issuer_name": mix(("UBND tỉnh Tây Ninh", "Sở Nội vụ")),
    "issuer_level": mix(("tỉnh", "sở")), "province_name": mix(("Tây Ninh", "Long An")),
    "year_from": mix(("2025",), ("-9000000",)), "year_to": mix(("2025",), ("10000000",)),
})  # fmt: skip
LINES = st.lists(
    st.tuples(mix(REFS), mix(("80%", "75%"), ODD_NUMBERS)).map(
        lambda x: f"{x[0]}. Tối thiểu {x[1]} hồ sơ được giải quyết trực tuyến"
    ),
    max_size=12,
)
JUNK = st.lists(st.binary(max_size=40), max_size=4)


def write_rows(path: Path, rows: list[tuple[str, ...]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(";".join(row) for row in rows) + "\n", encoding="utf-8")


def write_folder(raw: Path, data: st.DataObject) -> int:
    """Fill a raw folder; returns how many entries it holds."""
    progress = raw / "progress" / "2026-01-05"
    for name, rows in (("a", RESULTS), ("b", RESULTS), ("c", COUNTS)):
        write_rows(progress / f"{name}.csv", data.draw(rows))
    write_rows(raw / "progress" / "2026-01-06" / "viec.csv", data.draw(STATUSES))
    write_rows(raw / "units" / "don-vi.csv", data.draw(LISTED))
    write_rows(raw / "reviews" / "quyet-dinh.csv", data.draw(DECISIONS))
    plans = raw / "plans"
    plans.mkdir()
    for name in ("ke-hoach-1.xlsx", "ke-hoach-2.xlsx"):
        write_plan(
            plans / name,
            targets=data.draw(TARGETS),
            tasks=data.draw(TASKS),
            facts=data.draw(FACTS),
        )
    text = ["KẾ HOẠCH", "Cải cách hành chính năm 2025", "I. MỤC TIÊU", *data.draw(LINES)]
    (plans / "van-ban.txt").write_text("\n".join(text), encoding="utf-8")
    endings = ("xlsx", "docx", "pdf", "parquet")
    for number, content in enumerate(data.draw(JUNK)):
        (plans / f"hong-{number}.{endings[number]}").write_bytes(content)
    (plans / "gay.xlsx").symlink_to(plans / "khong-co.xlsx")
    return sum(not path.is_dir() for path in raw.rglob("*"))


# The build tests its keys in files that it thinks can repeat a fact; here every one is looked at.
DOUBLED = "select progress_key from fct_progress group by progress_key having count(*) > 1"


# A build takes seconds, so that a folder that fails is shown as it is, not made smaller; every run
# has the same folders.
@settings(
    max_examples=4,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_a_build_publishes_and_balances_whatever_it_finds(data):
    root = Path(tempfile.mkdtemp())
    office = Settings(raw=root / "raw", marts=root / "marts")
    try:
        entries = write_folder(office.raw, data)
        report = build(office, LineReporter())
        assert report.is_published, report.transform
        with duckdb.connect(
            find_current_build(office) / WHOLE_DATABASE, read_only=True
        ) as connection:
            files = connection.sql(
                "select file_path, rows_read, rows_loaded, rows_rejected, rows_ignored,"
                " is_loaded from mart_load_history"
            ).fetchall()
            assert list_missaid(connection) == []
            assert connection.sql(DOUBLED).fetchall() == []
            blamed = connection.sql("select distinct file_path from raw.rejects").fetchall()
        assert len(files) == entries
        for path, read, loaded, rejected, ignored, is_loaded in files:
            assert read == loaded + rejected + ignored, path
            assert is_loaded or (path,) in blamed, path
    finally:
        shutil.rmtree(root)
