"""Progress workbooks and csv files made for tests, in the forms that offices use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from pipeline.inputs.reading import ParsedFile, read_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

DAY = "2025-12-20"
ONLINE = "TTHC_ONLINE_DOSSIER_SHARE"
DIGIT = "TTHC_RESULT_DIGITIZED_SHARE"
HEADS = (
    "Mã đơn vị", "Mã chỉ số", "Ngày số liệu", "Tử số", "Mẫu số", "Giá trị", "Đơn vị tính",
)  # fmt: skip
STATUS_HEADS = ("Mã kế hoạch", "Số nhiệm vụ", "Ngày số liệu", "Trạng thái", "Ngày hoàn thành")
Row = tuple[Any, ...]


def observation(value: Any = None, num: Any = None, den: Any = None, **other: Any) -> Row:
    """A row of indicator results; ``unit_code``, ``indicator``, ``day`` and ``unit`` as wanted."""
    return (
        other.get("unit_code", "VN34-80"),
        other.get("indicator", ONLINE),
        other.get("day", "10/12/2025"),
        num,
        den,
        value,
        other.get("unit", "%"),
    )


def write_csv(folder: Path, rows: Sequence[Row], heads: Row = HEADS, sep: str = ";") -> Path:
    """A csv file in the folder of its day of receipt."""
    path = folder / "progress" / DAY / "bao-cao.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [sep.join("" if c is None else str(c) for c in row) for row in (heads, *rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_book(
    folder: Path,
    rows: Sequence[Row],
    heads: Row = HEADS,
    sheet: str = "Kết quả chỉ số",
    change: Callable[[Worksheet], None] | None = None,
    *,
    counts_from_1904: bool = False,
) -> Path:
    """A workbook in the folder of its day of receipt; ``change`` makes it what offices make it."""
    path = folder / "progress" / DAY / "bao-cao.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    book = Workbook()
    if counts_from_1904:
        book.epoch = CALENDAR_MAC_1904
    page = book.worksheets[0]
    page.title = sheet
    for row in (heads, *rows):
        page.append(row)
    if change:
        change(page)
    book.save(path)
    return path


def read_rows(path: Path, table: str = "observations") -> list[dict[str, Any]]:
    """Rows that a progress file gives."""
    frames = read_file(path, "progress").frames
    return frames[table].to_dicts() if table in frames else []


def read_values(path: Path) -> list[float | None]:
    """Values as the file is read, whatever is doubted of them."""
    return [row["value"] for row in read_rows(path)]


def list_rules(parsed: ParsedFile) -> list[tuple[str, int | None]]:
    """Rule and row of every problem."""
    return [(p.rule, p.row_no) for p in parsed.problems]
