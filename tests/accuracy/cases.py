"""Plans of our own making, with what a careful reader finds in them.

Every sentence here was written for this purpose; no office ever issued these plans. Each case
says its text in pieces that a renderer sets as Word, PDF, spreadsheet or picture, and beside
each piece the measures that it demands, so that text and label cannot drift apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Form = Literal["docx", "pdf", "scan", "xlsx", "txt"]


@dataclass(frozen=True)
class M:
    """A measure as a reader labels it."""

    comparator: str
    value: float
    unit: str = "%"
    level: str | None = None
    due: int | None = None
    nested: bool = False
    base: str | None = None


@dataclass(frozen=True)
class Heading:
    text: str
    field: int | None = None


@dataclass(frozen=True)
class Item:
    """A bullet or a paragraph; ``target`` where it states one."""

    text: str
    measures: tuple[M, ...] = ()
    target: bool = False
    bullet: bool = True


@dataclass(frozen=True)
class TargetRow:
    ref: str
    text: str
    measures: tuple[M, ...] = ()
    lead: str = ""
    coord: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class TaskRow:
    ref: str
    text: str
    products: tuple[str, ...]
    lead: str
    coord: str
    time: str
    dues: tuple[tuple[str, str | None], ...]
    budget: str = ""
    amount: float | None = None
    evidence: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Section:
    """Title row inside a table."""

    label: str
    title: str
    field: int


@dataclass(frozen=True)
class TableOf:
    caption: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Section | TargetRow | TaskRow, ...]
    kind: Literal["targets", "tasks"]


@dataclass(frozen=True)
class Case:
    """One plan.

    Attributes:
        name: stem of the file.
        forms: the kinds of file it is set in.
        head: letterhead and title, line by line.
        facts: what the reader must find out about the plan.
        body: headings and items in order.
        tables: appendices.
        tail: lines behind the tables.
    """

    name: str
    forms: tuple[Form, ...]
    head: tuple[str, ...]
    facts: dict[str, object]
    body: tuple[Heading | Item, ...] = ()
    tables: tuple[TableOf, ...] = ()
    tail: tuple[str, ...] = ()
    year: int = 2026
    notes: dict[str, str] = field(default_factory=dict)


def T(text: str, *measures: M, bullet: bool = True) -> Item:  # noqa: N802 (reads as a label)
    """A target."""
    return Item(text, measures, target=True, bullet=bullet)


def P(text: str, bullet: bool = True) -> Item:  # noqa: N802
    """Text that states no target."""
    return Item(text, bullet=bullet)


_DEPARTMENT = Case(
    name="so-xay-dung-phu-tho-2026",
    forms=("docx", "pdf", "txt"),
    head=(
        "UBND TỈNH PHÚ THỌ",
        "SỞ XÂY DỰNG",
        "Số: 118/KH-SXD",
        "Phú Thọ, ngày 12 tháng 01 năm 2026",
        "KẾ HOẠCH",
        "Cải cách hành chính năm 2026 của Sở Xây dựng tỉnh Phú Thọ",
    ),
    facts={
        "doc_no": "118/KH-SXD", "issued_on": "2026-01-12", "issuer_level": "department",
        "issuer_name": "Sở Xây dựng tỉnh Phú Thọ", "province_name": "Phú Thọ",
        "year_from": 2026, "year_to": 2026, "replaces_doc_no": "97/KH-SXD",
        "declared_tasks": 8,
    },
    body=(
        P("Thực hiện Quyết định số 3021/QĐ-UBND ngày 30/12/2025 của UBND tỉnh, Sở Xây dựng "
          "ban hành Kế hoạch cải cách hành chính năm 2026 như sau:", bullet=False),
        Heading("I. MỤC ĐÍCH, YÊU CẦU"),
        P("Giữ vững kết quả của 04 năm qua, phấn đấu tăng 05 bậc trong bảng xếp hạng các sở."),
        P("Kế hoạch phải rõ việc, rõ người, rõ thời hạn và gắn với 06 lĩnh vực."),
        Heading("II. NỘI DUNG"),
        Heading("1. Cải cách thể chế", 1),
        Heading("a) Mục tiêu", 1),
        T("100% dự thảo văn bản quy phạm pháp luật của ngành được lấy ý kiến đúng quy trình; "
          "tối thiểu 95% văn bản được trình đúng hạn.", M("eq", 100), M("gte", 95)),
        T("Toàn bộ văn bản hết hiệu lực được công bố công khai trong quý I.", M("eq", 100)),
        Heading("b) Nhiệm vụ", 1),
        P("Rà soát 120 văn bản còn hiệu lực theo Nghị định số 34/2016/NĐ-CP ngày 14/5/2016."),
        Heading("2. Cải cách thủ tục hành chính", 2),
        Heading("a) Mục tiêu", 2),
        T("Không dưới 99% hồ sơ được trả trước hoặc đúng hạn, trong đó hồ sơ cấp phép xây dựng "
          "đạt từ 97% trở lên.", M("gte", 99), M("gte", 97, nested=True)),
        T("Tỷ lệ hồ sơ trễ hạn không quá 0,5%; thời gian chờ tại quầy dưới 15 phút.",
          M("lte", 0.5), M("lte", 15, "phút")),
        T("Rút ngắn tối thiểu 30% thời gian giải quyết so với quy định; 10% đối với nhóm thủ tục "
          "liên thông.", M("decrease_gte", 30), M("decrease_gte", 10)),
        T("Phấn đấu đạt 92,5% người dân hài lòng; riêng lĩnh vực nhà ở trên 90%.",
          M("eq", 92.5), M("gte", 90)),
        T("Ít nhất 70% hồ sơ nộp trực tuyến, 60% hồ sơ thanh toán trực tuyến và 50% kết quả được "
          "số hóa.", M("gte", 70), M("gte", 60), M("gte", 50)),
        T("Cung cấp trực tuyến mức độ 3, 4 các thủ tục đủ điều kiện theo danh mục số 15/DM-SXD."),
        Heading("3. Cải cách tổ chức bộ máy", 3),
        Heading("a) Mục tiêu", 3),
        T("Đến năm 2028 giảm 5% biên chế sự nghiệp so với năm 2025.",
          M("decrease_eq", 5, due=2028, base="2025")),
        T("Tinh giản ít nhất 02 đầu mối bên trong khi có hướng dẫn của Bộ Nội vụ.",
          M("decrease_gte", 2, "count")),
        Heading("4. Xây dựng chính quyền điện tử, chính quyền số", 6),
        Heading("a) Mục tiêu", 6),
        T("Hồ sơ công việc xử lý trên môi trường mạng: cấp tỉnh đạt 100%, cấp xã đạt 85%.",
          M("eq", 100, level="province"), M("eq", 85, level="commune")),
        T("Tỷ lệ văn bản ký số của cấp tỉnh, cấp xã tối thiểu tương ứng 98%, 80%.",
          M("gte", 98, level="province"), M("gte", 80, level="commune")),
        T("Mỗi năm tăng tối thiểu 15% lượt truy cập cổng dữ liệu mở.",
          M("increase_gte", 15, base="năm trước")),
        T("Có 75% cuộc họp dùng tài liệu số (trong đó họp giao ban 100%).",
          M("eq", 75), M("eq", 100, nested=True)),
        Heading("III. TỔ CHỨC THỰC HIỆN"),
        P("Kế hoạch này thay thế Kế hoạch số 97/KH-SXD ngày 15/12/2025 của Sở Xây dựng.",
          bullet=False),
    ),
    tables=(
        TableOf(
            ("PHỤ LỤC", "DANH MỤC NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH NĂM 2026"),
            ("STT", "Nhiệm vụ", "Sản phẩm", "Đơn vị chủ trì", "Đơn vị phối hợp",
             "Thời gian hoàn thành", "Kinh phí (triệu đồng)"),
            (
                Section("I", "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH", 0),
                TaskRow("I-1", "Lập kế hoạch kiểm tra công vụ của Sở",
                        ("Kế hoạch kiểm tra", "Báo cáo kết quả"), "Văn phòng Sở",
                        "Các phòng, đơn vị thuộc Sở", "Quý I/2026", (("quarter", "2026-Q1"),),
                        "40", 40.0),
                TaskRow("I-2", "Tự chấm điểm chỉ số cải cách hành chính", ("Báo cáo tự chấm điểm",),
                        "Văn phòng Sở", "Các phòng, đơn vị thuộc Sở", "Trước ngày 15/12/2026",
                        (("date", "2026-12-15"),), "0", 0.0),
                TaskRow("I-3", "Tuyên truyền trên trang thông tin của Sở", ("Tin, bài",),
                        "Văn phòng Sở", "Trung tâm Quy hoạch", "Thường xuyên",
                        (("ongoing", None),), "25,5", 25.5),
                Section("II", "CẢI CÁCH THỦ TỤC HÀNH CHÍNH", 2),
                TaskRow("II-1", "Cắt giảm thành phần hồ sơ cấp phép xây dựng",
                        ("Tờ trình", "Quyết định công bố"), "Phòng Quản lý xây dựng",
                        "Văn phòng Sở", "Quý II, III/2026",
                        (("quarter", "2026-Q2"), ("quarter", "2026-Q3")), "1.200", 1200.0),
                TaskRow("II-2", "Khảo sát ý kiến người nộp hồ sơ", ("Báo cáo khảo sát",),
                        "Văn phòng Sở", "Phòng Quản lý nhà", "Hàng quý",
                        (("periodic", "quarter"),), "60", 60.0),
                Section("III", "XÂY DỰNG CHÍNH QUYỀN SỐ", 6),
                TaskRow("III-1", "Nâng cấp cơ sở dữ liệu quy hoạch",
                        ("Hệ thống được nghiệm thu",), "Trung tâm Quy hoạch", "Văn phòng Sở",
                        "Tháng 10 năm 2026", (("month", "2026-10"),), "Nguồn sự nghiệp"),
                TaskRow("III-2", "Kết nối dữ liệu với kho dùng chung của tỉnh",
                        ("Biên bản kết nối",), "Trung tâm Quy hoạch",
                        "Sở Khoa học và Công nghệ", "Khi có hướng dẫn của tỉnh",
                        (("conditional", "Khi có hướng dẫn của tỉnh"),)),
                TaskRow("III-3", "Ban hành quy chế an toàn thông tin", ("Quy chế",),
                        "Văn phòng Sở", "Các phòng, đơn vị thuộc Sở",
                        "Đã ban hành Quyết định số 12/QĐ-SXD ngày 08/01/2026", (),
                        evidence=(("12/QĐ-SXD", "2026-01-08"),)),
            ),
            "tasks",
        ),
    ),
    tail=("Tổng cộng: 03 lĩnh vực, 08 nhiệm vụ./.",),
)  # fmt: skip

_COMMUNE = Case(
    name="xa-dong-phu-2026",
    forms=("pdf", "docx", "scan"),
    head=(
        "ỦY BAN NHÂN DÂN",
        "XÃ ĐỒNG PHÚ",
        "Số: 07/KH-UBND",
        "Đồng Phú, ngày 20 tháng 01 năm 2026",
        "KẾ HOẠCH",
        "Cải cách hành chính nhà nước năm 2026 trên địa bàn xã Đồng Phú",
        "Căn cứ Kế hoạch số 02/KH-UBND ngày 05/01/2026 của UBND tỉnh Đồng Nai;",
    ),
    facts={
        "doc_no": "07/KH-UBND", "issued_on": "2026-01-20", "issuer_level": "commune",
        "issuer_name": "Ủy ban nhân dân xã Đồng Phú", "province_name": "Đồng Nai",
        "year_from": 2026, "year_to": 2026, "declared_targets": 7,
    },
    body=(
        Heading("I. MỤC TIÊU"),
        P("Xây dựng bộ máy gần dân, phục vụ tốt hơn, trong đó chú trọng 03 khâu đột phá.",
          bullet=False),
        Heading("II. TỔ CHỨC THỰC HIỆN"),
        P("Trung tâm Phục vụ hành chính công xã theo dõi và báo cáo hằng quý.", bullet=False),
    ),
    tables=(
        TableOf(
            ("PHỤ LỤC 1", "CÁC CHỈ TIÊU CẢI CÁCH HÀNH CHÍNH NĂM 2026"),
            ("STT", "Nội dung chỉ tiêu", "Cơ quan chủ trì", "Cơ quan phối hợp", "Ghi chú"),
            (
                Section("I", "Cải cách thủ tục hành chính", 2),
                TargetRow("1", "Từ 98% hồ sơ trở lên được giải quyết đúng hạn.",
                          (M("gte", 98),), "Trung tâm PVHCC", "Các phòng chuyên môn"),
                TargetRow("2", "Tối thiểu 80% thủ tục có phí được mở thanh toán trực tuyến; trong "
                               "số đó ít nhất 45% giao dịch được trả trực tuyến.",
                          (M("gte", 80), M("gte", 45, nested=True)), "Trung tâm PVHCC",
                          "Phòng Kinh tế"),
                TargetRow("3", "Mức độ hài lòng của người dân đạt trên 93%.", (M("gte", 93),),
                          "Phòng Văn hóa - Xã hội", "Trung tâm PVHCC"),
                Section("II", "Cải cách chế độ công vụ", 4),
                TargetRow("4", "100% công chức được bồi dưỡng kỹ năng số, tối đa 2% vi phạm giờ "
                               "giấc.", (M("eq", 100), M("lte", 2)), "Văn phòng HĐND và UBND",
                          "Các phòng chuyên môn"),
                TargetRow("5", "Bố trí cán bộ đúng vị trí việc làm đã phê duyệt.", (),
                          "Phòng Văn hóa - Xã hội", "Văn phòng HĐND và UBND"),
                Section("III", "Cải cách tài chính công", 5),
                TargetRow("6", "Giải ngân đạt tối thiểu 95% vốn đầu tư công; tiết kiệm 10% chi "
                               "thường xuyên.", (M("gte", 95), M("eq", 10)),
                          "Phòng Kinh tế", "Văn phòng HĐND và UBND"),
                Section("IV", "Xây dựng chính quyền số", 6),
                TargetRow("7", "Ít nhất 90% văn bản đi được ký số, phấn đấu đến năm 2027 đạt 100%.",
                          (M("gte", 90), M("eq", 100, due=2027)), "Văn phòng HĐND và UBND",
                          "Các phòng chuyên môn"),
            ),
            "targets",
        ),
        TableOf(
            ("PHỤ LỤC 2", "PHÂN CÔNG NHIỆM VỤ NĂM 2026"),
            ("TT", "Lĩnh vực", "Nội dung công việc", "Kết quả, sản phẩm", "Chủ trì", "Phối hợp",
             "Thời hạn"),
            (
                TaskRow("1.1", "1.1. Ban hành kế hoạch tuyên truyền", ("Kế hoạch",),
                        "Phòng Văn hóa - Xã hội", "Các ấp", "Tháng 02/2026",
                        (("month", "2026-02"),)),
                TaskRow("1.2", "1.2. Kiểm tra các bộ phận chuyên môn",
                        ("Quyết định kiểm tra", "Thông báo kết luận"), "Văn phòng HĐND và UBND",
                        "Các phòng chuyên môn", "Quý III/2026", (("quarter", "2026-Q3"),)),
                TaskRow("2.1", "2.1. Rà soát văn bản do xã ban hành", ("Báo cáo rà soát",),
                        "Văn phòng HĐND và UBND", "Phòng Kinh tế", "Trong năm",
                        (("year", "2026"),)),
                TaskRow("2.2", "2.2. Tập huấn pháp luật cho cán bộ ấp", ("Lớp tập huấn",),
                        "Phòng Văn hóa - Xã hội", "Các ấp", "Quý II/2026",
                        (("quarter", "2026-Q2"),)),
                TaskRow("3.1", "3.1. Niêm yết thủ tục hành chính tại trụ sở", ("Bảng niêm yết",),
                        "Trung tâm PVHCC", "Các phòng chuyên môn", "Thường xuyên",
                        (("ongoing", None),)),
                TaskRow("3.2", "3.2. Đặt quầy hỗ trợ nộp hồ sơ trực tuyến",
                        ("Quầy hỗ trợ", "Sổ theo dõi"), "Trung tâm PVHCC", "Đoàn Thanh niên",
                        "Sau khi tỉnh bàn giao thiết bị",
                        (("conditional", "Sau khi tỉnh bàn giao thiết bị"),)),
            ),
            "tasks",
            ),
    ),
    tail=("Tổng cộng: 04 nội dung, 07 chỉ tiêu.",),
    notes={"groups": "1=Công tác chỉ đạo, điều hành|2=Cải cách thể chế|3=Cải cách TTHC"},
)  # fmt: skip

_SHEET = Case(
    name="tinh-lam-dong-2026",
    forms=("xlsx",),
    head=(
        "ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG",
        "KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM 2026 CỦA TỈNH LÂM ĐỒNG",
        "(Ban hành kèm theo Quyết định số 55/QĐ-UBND ngày 09/01/2026)",
    ),
    facts={
        "issuer_level": "province", "issuer_name": "Ủy ban nhân dân tỉnh Lâm Đồng",
        "province_name": "Lâm Đồng", "year_from": 2026, "year_to": 2026,
    },
    tables=(
        TableOf(
            ("BIỂU 1. CHỈ TIÊU",),
            ("STT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện năm 2025", "Kế hoạch năm 2026",
             "Cơ quan chủ trì"),
            (
                Section("I", "Cải cách thủ tục hành chính", 2),
                TargetRow("1", "Tỷ lệ hồ sơ giải quyết đúng hạn", (M("gte", 98.5),),
                          "Văn phòng UBND tỉnh", cells=("%", "97,2", "≥ 98,5")),
                TargetRow("2", "Tỷ lệ hồ sơ trực tuyến toàn trình", (M("eq", 65),),
                          "Văn phòng UBND tỉnh", cells=("%", "58", "65")),
                TargetRow("3", "Thời gian chờ bình quân của người dân", (M("lte", 20, "phút"),),
                          "Văn phòng UBND tỉnh", cells=("phút", "25", "không quá 20")),
                Section("II", "Cải cách chế độ công vụ", 4),
                TargetRow("4", "Tỷ lệ công chức được bồi dưỡng hằng năm", (M("gte", 85),),
                          "Sở Nội vụ", cells=("%", "80", "tối thiểu 85")),
                Section("III", "Cải cách tài chính công", 5),
                TargetRow("5", "Tỷ lệ đơn vị sự nghiệp tự bảo đảm chi thường xuyên",
                          (M("eq", 22),), "Sở Tài chính", cells=("%", "18", "22")),
            ),
            "targets",
        ),
        TableOf(
            ("BIỂU 2. NHIỆM VỤ",),
            ("TT", "Nhiệm vụ", "Sản phẩm", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn",
             "Dự toán (triệu đồng)"),
            (
                Section("I", "CẢI CÁCH THỂ CHẾ", 1),
                TaskRow("I-1", "Xây dựng quy định phân cấp quản lý đất đai",
                        ("Nghị quyết của HĐND tỉnh",), "Sở Nông nghiệp và Môi trường",
                        "Sở Tư pháp", "Quý II/2026", (("quarter", "2026-Q2"),), "150", 150.0),
                TaskRow("I-2", "Theo dõi tình hình thi hành pháp luật", ("Kế hoạch", "Báo cáo"),
                        "Sở Tư pháp", "Các sở, ngành", "Quý I, IV/2026",
                        (("quarter", "2026-Q1"), ("quarter", "2026-Q4")), "80", 80.0),
                Section("II", "CẢI CÁCH TỔ CHỨC BỘ MÁY", 3),
                TaskRow("II-1", "Sắp xếp các ban quản lý dự án", ("Đề án sắp xếp",), "Sở Nội vụ",
                        "Các sở, ngành", "6 tháng đầu năm 2026", (("range", "2026-01/2026-06"),)),
            ),
            "tasks",
        ),
    ),
)  # fmt: skip

CASES = (_DEPARTMENT, _COMMUNE, _SHEET)
