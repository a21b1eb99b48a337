"""Write the example documents of the demonstration: plans of a commune that does not exist.

``python -m tests.example_documents`` sets the three plans below as Word, PDF and scan in
``pipeline/sample/documents/``. Every sentence was written for this purpose.
"""

from __future__ import annotations

import sys

from pipeline.sample.demo import EXAMPLES
from tests.accuracy.cases import Case, Heading, M, Section, T, TableOf, TaskRow
from tests.accuracy.render import render

_COLUMNS = ("STT", "Nhiệm vụ", "Sản phẩm", "Chủ trì", "Phối hợp", "Thời gian hoàn thành")


def _head(number: str, day: str, year: int) -> tuple[str, ...]:
    return (
        "ỦY BAN NHÂN DÂN",
        "XÃ VÍ DỤ",
        f"Số: {number}",
        f"Ví Dụ, ngày {day}",
        "KẾ HOẠCH",
        f"Cải cách hành chính năm {year} của xã Ví Dụ",
        "(Văn bản ví dụ, do nhóm làm phần mềm viết; không có xã nào tên như vậy)",
    )


def _tasks(year: int, *rows: TaskRow) -> TableOf:
    caption = ("PHỤ LỤC", f"DANH MỤC NHIỆM VỤ NĂM {year}")
    return TableOf(caption, _COLUMNS, (Section("I", "THỦ TỤC HÀNH CHÍNH", 2), *rows), "tasks")


_SCAN = Case(
    name="VI-DU-xa-vi-du-2021",
    forms=("scan",),
    head=_head("05/KH-UBND", "18 tháng 01 năm 2021", 2021),
    facts={},
    body=(
        Heading("I. MỤC TIÊU"),
        T("Ít nhất 85% hồ sơ thủ tục hành chính được giải quyết đúng hạn.", M("gte", 85)),
        T("Mức độ hài lòng của người dân về giải quyết thủ tục hành chính đạt trên 80%.",
          M("gte", 80)),
        Heading("II. NHIỆM VỤ"),
    ),
    tables=(
        _tasks(
            2021,
            TaskRow("1", "Niêm yết thủ tục hành chính tại trụ sở", ("Bảng niêm yết",),
                    "Văn phòng - Thống kê", "", "Quý I/2021", ()),
        ),
    ),
    year=2021,
)  # fmt: skip

_PDF = Case(
    name="VI-DU-xa-vi-du-2022",
    forms=("pdf",),
    head=_head("07/KH-UBND", "20 tháng 01 năm 2022", 2022),
    facts={},
    body=(
        Heading("I. MỤC TIÊU"),
        T("Ít nhất 90% hồ sơ thủ tục hành chính được giải quyết đúng hạn.", M("gte", 90)),
        T("Tối thiểu 20% hồ sơ thủ tục hành chính được nộp trực tuyến.", M("gte", 20)),
        T("Mức độ hài lòng của người dân về giải quyết thủ tục hành chính đạt trên 85%.",
          M("gte", 85)),
        Heading("II. NHIỆM VỤ"),
    ),
    tables=(
        _tasks(
            2022,
            TaskRow("1", "Mở điểm hỗ trợ người dân nộp hồ sơ trực tuyến", ("Thông báo",),
                    "Văn phòng - Thống kê", "Đoàn Thanh niên", "Trước ngày 31/3/2022", ()),
            TaskRow("2", "Lấy ý kiến người dân về Bộ phận Một cửa", ("Báo cáo",),
                    "Văn phòng - Thống kê", "Mặt trận Tổ quốc", "Quý IV/2022", ()),
        ),
    ),
    year=2022,
)  # fmt: skip

_WORD = Case(
    name="VI-DU-xa-vi-du-2023",
    forms=("docx",),
    head=_head("04/KH-UBND", "16 tháng 01 năm 2023", 2023),
    facts={},
    body=(
        Heading("I. MỤC TIÊU"),
        T("Ít nhất 95% hồ sơ thủ tục hành chính được giải quyết đúng hạn.", M("gte", 95)),
        T("Tối thiểu 40% hồ sơ thủ tục hành chính được tiếp nhận trực tuyến, trong đó 20% được "
          "thanh toán trực tuyến.",
          M("gte", 40), M("eq", 20, nested=True)),
        T("Phấn đấu 9 trên 10 người dân được hỏi hài lòng về Bộ phận Một cửa.", M("eq", 90)),
        Heading("II. NHIỆM VỤ"),
    ),
    tables=(
        _tasks(
            2023,
            TaskRow("1", "Số hóa kết quả giải quyết thủ tục hành chính còn hiệu lực",
                    ("Kho dữ liệu",), "Tư pháp - Hộ tịch", "Văn phòng - Thống kê",
                    "Trước ngày 30/6/2023", ()),
            TaskRow("2", "Tập huấn kỹ năng số cho công chức Một cửa", ("Lớp tập huấn",),
                    "Văn phòng - Thống kê", "", "Khi có hướng dẫn của cấp trên", ()),
            TaskRow("3", "Lấy ý kiến người dân về Bộ phận Một cửa", ("Báo cáo",),
                    "Văn phòng - Thống kê", "Mặt trận Tổ quốc", "Quý IV/2023", ()),
        ),
    ),
    year=2023,
)  # fmt: skip


def main() -> int:
    """Write the files; what is written is what ``make demo`` loads."""
    folder = EXAMPLES / "plans"
    folder.mkdir(parents=True, exist_ok=True)
    for case in (_SCAN, _PDF, _WORD):
        for form in case.forms:
            sys.stdout.write(f"{render(case, form, folder).name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
