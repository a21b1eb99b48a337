"""Kinds of documents in which targets and tasks come, each with its right values.

Words and figures are ours; the kinds are those of ../shared/cases/documents.md.
"""

from __future__ import annotations

import pytest

from pipeline.building.build import build
from pipeline.inputs.reading import read_file
from pipeline.support.console import LineReporter
from pipeline.support.settings import Settings
from pipeline.support.text import strip_marks

HEAD = """ỦY BAN NHÂN DÂN
TỈNH LÂM ĐỒNG
Số: 31/KH-UBND
Lâm Đồng, ngày 09 tháng 02 năm 2026
KẾ HOẠCH
Mở rộng dịch vụ số tỉnh Lâm Đồng giai đoạn 2026 - 2030
"""


def read(tmp_path, body, head=HEAD):
    path = tmp_path / "ke-hoach.txt"
    path.write_text(head + body, encoding="utf-8")
    return read_file(path, "plans")


def measures(parsed):
    rows = parsed.frames["targets"].iter_rows(named=True)
    return [
        (r["value"], r["unit"], r["comparator"], r["scope_level"], r["due_year"])
        for r in rows
        if r["value"] is not None
    ]


def tasks(parsed):
    dues = {}
    for due in parsed.frames["task_dues"].iter_rows(named=True):
        dues.setdefault(due["task_ref"], []).append((due["due_kind"], due["due_value"]))
    return [
        (r["task_text"], r["lead_agency"], r["coord_agency"], dues.get(r["task_ref"], []))
        for r in parsed.frames["tasks"].iter_rows(named=True)
    ]


def test_numbers_in_a_column_of_results_with_their_unit_beside(tmp_path):
    parsed = read(
        tmp_path,
        """PHỤ LỤC
| TT | Chỉ tiêu | Đơn vị | Kết quả | Cơ quan chủ trì theo dõi |
|---|---|---|---|---|
| **I** | **Đến năm 2028** | | | |
| 1 | Tỷ lệ phản ánh được trả lời đúng hẹn | % | ≥ 72 | Thanh tra tỉnh |
| **II** | **Đến năm 2030** | | | |
| 2 | Tỷ lệ phản ánh được trả lời đúng hẹn | % | 93 | Thanh tra tỉnh |
| 3 | Thời gian xếp hàng trung bình | Phút | ≤ 12 | Sở Nội vụ |
| 4 | Chi cho kho dữ liệu | % tổng chi | 1 - 2 | Sở Tài chính |
""",
    )
    assert measures(parsed) == [
        (72, "%", "gte", None, 2028),
        (93, "%", "eq", None, 2030),
        (12, "phút", "lte", None, 2030),
        (1, "%", "gte", None, 2030),
    ]
    assert parsed.frames["targets"]["lead_agency"].to_list()[0] == "Thanh tra tỉnh"
    assert parsed.frames["tasks"].is_empty()


SPLIT = [
    ("Lập quy chế trực tổng đài", "Sở Nội vụ", "Văn phòng UBND tỉnh", [("quarter", "2026-Q3")]),
    ("Dọn kho hồ sơ; dán mã vạch", "UBND cấp xã", "Sở Khoa học và Công nghệ",
     [("quarter", "2026-Q4")]),
]  # fmt: skip
TABLES = {
    "lone bars": "|\nTT\n|\nNhiệm vụ\n|\nSản phẩm\n|\nChủ trì\n|\nPhối hợp\n|\nThời gian\n|\n"
    "|\n1\n|\nLập quy chế trực\ntổng đài\n|\nQuy chế\n|\nSở Nội vụ\n|\nVăn phòng UBND tỉnh\n|\n"
    "Quý III/2026\n|\n|\n2\n|\nDọn kho hồ sơ; dán mã vạch\n|\nKho hồ sơ\n|\nUBND cấp xã\n|\n"
    "Sở Khoa học và Công nghệ\n|\nQuý IV/2026\n|\n",
    "bars": "TT | Nhiệm vụ | Sản phẩm | Chủ trì | Phối hợp | Thời gian\n"
    "1 | Lập quy chế trực tổng đài | Quy chế | Sở Nội vụ | Văn phòng UBND tỉnh | Quý III/2026\n"
    "2 | Dọn kho hồ sơ; dán mã vạch | Kho hồ sơ | UBND cấp xã | Sở Khoa học và Công nghệ | "
    "Quý IV/2026\n",
    "semicolons": "TT;Nhiệm vụ;Sản phẩm;Chủ trì;Phối hợp;Thời gian\n"
    "1;Lập quy chế trực tổng đài;Quy chế;Sở Nội vụ;Văn phòng UBND tỉnh;Quý III/2026\n"
    '2;"Dọn kho hồ sơ; dán mã vạch";Kho hồ sơ;UBND cấp xã;Sở Khoa học và Công nghệ;Quý IV/2026\n',
    "blanks": "TT   Nhiệm vụ                   "
    "Sản phẩm    Chủ trì       Phối hợp          Thời gian\n\n"
    "1    Lập quy chế trực tổng      Quy chế     Sở Nội vụ     Văn phòng UBND    Quý III/2026\n"
    "     đài                                                  tỉnh\n"
    "2    Dọn kho hồ sơ; dán         Kho hồ sơ   UBND cấp xã   Sở Khoa học và    Quý IV/2026\n"
    "     mã vạch                                              Công nghệ\n",
    "nothing": "TT Nhiệm vụ Sản phẩm Chủ trì Phối hợp Thời gian\n1\nLập quy chế trực tổng đài\n"
    "Quy chế\nSở Nội vụ\nVăn phòng UBND tỉnh\nQuý III/2026\n2\nDọn kho hồ sơ; dán mã vạch\n"
    "Kết quả dọn kho\nUBND cấp xã\nSở Khoa học và Công nghệ\nQuý IV/2026\n",
}


@pytest.mark.parametrize("parting", TABLES)
def test_one_table_however_its_cells_are_parted(tmp_path, parting):
    assert tasks(read(tmp_path, f"PHỤ LỤC\n{TABLES[parting]}")) == SPLIT


def test_the_same_without_marks(tmp_path):
    plain = strip_marks(f"PHỤ LỤC\n{TABLES['nothing']}")
    wanted = [
        (strip_marks(text), strip_marks(lead), strip_marks(coord), due)
        for text, lead, coord, due in SPLIT
    ]
    assert tasks(read(tmp_path, plain)) == wanted


def test_two_tables_without_ruling_do_not_stop_a_build(tmp_path):
    table = (
        "STT Mục tiêu Nhiệm vụ Hoạt động Sản phẩm Chủ trì Phối hợp Thời gian\n"
        "I CẢI CÁCH THỂ CHẾ\n{}\nBáo cáo\nVăn phòng HĐND-UBND\n"
        "Các đơn vị có liên quan\nQuý {}/2026\n"
    )
    body = table.format("Rà soát quy ước của các thôn", "II") + "\nPhụ lục 2\n\n"
    body += table.format("Lắp thêm bảng chỉ dẫn tại quầy", "IV")
    folder = tmp_path / "raw" / "plans"
    folder.mkdir(parents=True)
    (folder / "xa.txt").write_text(HEAD + body, encoding="utf-8")
    report = build(Settings(raw=tmp_path / "raw", marts=tmp_path / "marts"), LineReporter())
    assert report.manifest is not None
    read_tasks = read_file(folder / "xa.txt", "plans")
    assert [(t[0], t[3]) for t in tasks(read_tasks)] == [
        ("Rà soát quy ước của các thôn", [("quarter", "2026-Q2")]),
        ("Lắp thêm bảng chỉ dẫn tại quầy", [("quarter", "2026-Q4")]),
    ]
    refs = read_tasks.frames["tasks"]["task_ref"]
    assert refs.n_unique() == 2


def test_headings_of_targets_may_name_any_topic_and_say_by_when(tmp_path):
    parsed = read(
        tmp_path,
        """II. MỤC TIÊU
1. Phát triển chợ số đến năm 2027
- Tỷ lệ sạp hàng nhận chuyển khoản đạt 64%.
- Có tối thiểu 9 chợ đầu mối dùng hóa đơn số.
2. Phát triển kỹ năng số đến năm 2029 với các mục tiêu
- Tỷ lệ nông dân biết đặt lịch trực tuyến đạt trên 38%.
III. NHIỆM VỤ
1. Hạ tầng
- Kéo cáp tới 100% nhà sinh hoạt cộng đồng.
""",
    )
    assert measures(parsed) == [
        (64, "%", "eq", None, 2027),
        (9, "count", "gte", None, 2027),
        (38, "%", "gte", None, 2029),
    ]
    assert any("nhà sinh hoạt" in p.message for p in parsed.problems)


def test_numbered_sentences_are_targets(tmp_path):
    parsed = read(
        tmp_path,
        """II. MỤC TIÊU CHỦ YẾU
1. 100% kế toán xã có chứng chỉ nghề.
2. Ít nhất 18% kế toán trưởng được luân chuyển.
3. 100% các xã, phường có hòm thư góp ý điện tử.
III. NHIỆM VỤ, GIẢI PHÁP
""",
    )
    assert measures(parsed) == [
        (100, "%", "eq", None, 2030),
        (18, "%", "gte", None, 2030),
        (100, "%", "eq", "commune", 2030),
    ]


def test_stages_pass_down_and_a_title_says_how_long(tmp_path):
    head = HEAD.replace("Mở rộng dịch vụ số tỉnh Lâm Đồng giai đoạn 2026 - 2030",
                        "Thay máy móc cũ đến năm 2034 trên địa bàn tỉnh Lâm Đồng")  # fmt: skip
    parsed = read(
        tmp_path,
        """II. MỤC TIÊU
2. Mục tiêu cụ thể
2.1. Đến năm 2029
- Ít nhất 35% trại nuôi ghi sổ điện tử.
2.2. Định hướng đến năm 2034
- Tối thiểu 70% trại nuôi ghi sổ điện tử.
3. Mục tiêu theo giai đoạn
- Giai đoạn 2026-2028
+ 55% bể chứa có cảm biến.
- Giai đoạn 2029-2031
+ 85% bể chứa có cảm biến.
""",
        head,
    )
    assert [(m[0], m[4]) for m in measures(parsed)] == [
        (35, 2029), (70, 2034), (55, 2028), (85, 2031),
    ]  # fmt: skip
    plan = parsed.frames["plans"].row(0, named=True)
    assert (plan["year_from"], plan["year_to"]) == (2026, 2034)


@pytest.mark.parametrize(
    ("letterhead", "level", "issuer"),
    [
        ("THỦ TƯỚNG CHÍNH PHỦ\nSố: 812/QĐ-TTg\n", "government", "Thủ tướng Chính phủ"),
        ("CHÍNH PHỦ\nSố: 88/NQ-CP\n", "government", "Chính phủ"),
        ("BỘ NỘI VỤ\nSố: 640/QĐ-BNV\n", "ministry", "Bộ Nội vụ"),
    ],
)
def test_a_paper_of_the_nation_is_of_no_province(tmp_path, letterhead, level, issuer):
    parsed = read(
        tmp_path,
        """Hà Nội, ngày 05 tháng 03 năm 2026
QUYẾT ĐỊNH
VỀ VIỆC PHÊ DUYỆT CHƯƠNG TRÌNH SỔ TAY SỐ
II. MỤC TIÊU ĐẾN NĂM 2030
2. Mục tiêu cụ thể
- 78% bộ, ngành, địa phương cập nhật sổ tay hằng tháng.
PHỤ LỤC
Danh sách thí điểm: tỉnh Nghệ An, tỉnh Cà Mau.
""",
        letterhead,
    )
    plan = parsed.frames["plans"].row(0, named=True)
    assert (plan["issuer_level"], plan["issuer_name"]) == (level, issuer)
    assert plan["province_name"] is None
    assert measures(parsed) == [(78, "%", "eq", None, 2030)]


def test_tasks_in_running_text_with_who_and_when_below(tmp_path):
    parsed = read(
        tmp_path,
        """III. NHIỆM VỤ, GIẢI PHÁP
1. Củng cố đội ngũ
- Đếm lại số người trực tổng đài.
Đơn vị chủ trì thực hiện: Sở Nội vụ.
Đơn vị phối hợp: Sở Tài chính; các sở, ngành.
Thời gian thực hiện: Tháng 7/2026.
- Luyện kỹ năng nghe cho người trực.
- Soạn sổ tay trả lời.
Đơn vị thực hiện: Sở Tư pháp.
Thời gian thực hiện: Hằng năm.
""",
    )
    assert tasks(parsed) == [
        ("Đếm lại số người trực tổng đài.", "Sở Nội vụ", "Sở Tài chính; các sở, ngành",
         [("month", "2026-07")]),
        ("Luyện kỹ năng nghe cho người trực.", "Sở Tư pháp", None, [("periodic", "year")]),
        ("Soạn sổ tay trả lời.", "Sở Tư pháp", None, [("periodic", "year")]),
    ]  # fmt: skip


def test_bold_marks_and_a_heading_on_two_lines(tmp_path):
    parsed = read(
        tmp_path,
        "**II. MỤC TIÊU\nCHỦ YẾU**\n\n**1. **100% ấp có loa thông minh.\n\n"
        "**2**. Tối thiểu 45% trưởng ấp được tập huấn\ntrong năm 2027.\n\n**III. NHIỆM VỤ**\n",
    )
    assert [(m[0], m[2], m[4]) for m in measures(parsed)] == [
        (100, "eq", 2030), (45, "gte", 2027),
    ]  # fmt: skip


def test_months_without_the_word(tmp_path):
    rows = ["4/2026", "02/2027", "11/2026", "Tháng 9/2026"]
    table = "TT | Nhiệm vụ | Chủ trì | Thời gian\n" + "".join(
        f"{n} | Lập danh sách số {n} của tổ | Sở Nội vụ | {time}\n"
        for n, time in enumerate(rows, start=1)
    )
    assert [t[3] for t in tasks(read(tmp_path, f"PHỤ LỤC\n{table}"))] == [
        [("month", "2026-04")], [("month", "2027-02")], [("month", "2026-11")],
        [("month", "2026-09")],
    ]  # fmt: skip


def test_ranks(tmp_path):
    parsed = read(
        tmp_path,
        """II. MỤC TIÊU CỤ THỂ
- Thuộc nhóm 12 tỉnh dẫn đầu cả nước về hạ tầng số vào năm 2027 và nhóm 8 tỉnh dẫn đầu vào năm 2029.
- Chỉ số phục vụ nằm trong top 20 toàn quốc.
""",
    )
    assert measures(parsed) == [
        (12, "bậc", "lte", None, 2027),
        (8, "bậc", "lte", None, 2029),
        (20, "bậc", "lte", None, 2030),
    ]


def test_tasks_that_sentences_assign_serve_their_own_paragraph_alone(tmp_path):
    parsed = read(
        tmp_path,
        """II. NHIỆM VỤ
1. Cải cách thể chế
- Tiếp tục tuyên truyền về việc lấy số từ xa.
- Giao Sở Nội vụ chủ trì, phối hợp với các sở, ngành lập thước đo; xong trước 30/9/2026.
- Sửa biển chỉ đường tại quầy, giao Sở Tư pháp chủ trì, hoàn thành trước 31/10/2026.
- Gỡ bỏ mẫu đơn cũ. Theo quy chế chung, Sở Y tế chủ trì, hoàn thành năm 2026 với các đơn vị.
III. TỔ CHỨC THỰC HIỆN
- Sở Nội vụ chủ trì, phối hợp với các đơn vị theo dõi việc thực hiện Kế hoạch.
""",
    )
    led = "Giao Sở Nội vụ chủ trì, phối hợp với các sở, ngành lập thước đo; xong trước 30/9/2026."
    assert tasks(parsed) == [
        (led, "Sở Nội vụ", "các sở, ngành", [("date", "2026-09-30")]),
        ("Sửa biển chỉ đường tại quầy", "Sở Tư pháp", None, [("date", "2026-10-31")]),
    ]
    # What is not wholly understood is asked about; what gives nobody anything to do is not.
    asked = [p.value for p in parsed.problems if p.rule.endswith("_unclaimed")]
    assert len(asked) == 1
    assert "Sở Y tế chủ trì" in asked[0]


def test_a_target_whose_share_is_not_read_is_doubted(tmp_path):
    parsed = read(
        tmp_path,
        """I. MỤC TIÊU
1. Cải cách thủ tục hành chính
- Năm 2025 tỷ lệ hẹn giờ mới đạt 45%.
- Tỷ lệ hẹn giờ mới đạt 45% trong năm 2025; năm 2026 phải đạt tối thiểu 60%.
""",
    )
    assert measures(parsed) == [(60, "%", "gte", None, 2026)]
    first = parsed.frames["targets"].row(0, named=True)
    assert first["reading_confidence"] <= 0.5
    assert "number_unread" in first["reading_doubts"]


STRANGE = (
    "1\tSửa bộ thủ tục ngành điện\tPhòng Quản lý năng lượng\tVăn phòng Sở\t30/4/2026\tDanh mục\n"
    "2\tMở quầy hỗ trợ cụm công nghiệp\tTrung tâm Khuyến công\tUBND các xã\tQuý III/2026\tQuầy\n"
    "3\tGặp gỡ doanh nghiệp ở cụm\tVăn phòng Sở\t\ttháng 6/2026\tThông báo\n"
)


def test_a_head_in_strange_words_is_told_from_its_cells_and_doubted(tmp_path):
    parsed = read(tmp_path, f"II. VIỆC PHẢI LÀM\nSTT\tÝ\tTay cầm\tTay giúp\tXong\tRa gì\n{STRANGE}")
    assert tasks(parsed) == [
        (
            "Sửa bộ thủ tục ngành điện", "Phòng Quản lý năng lượng", "Văn phòng Sở",
            [("date", "2026-04-30")],
        ),
        (
            "Mở quầy hỗ trợ cụm công nghiệp", "Trung tâm Khuyến công", "UBND các xã",
            [("quarter", "2026-Q3")],
        ),
        ("Gặp gỡ doanh nghiệp ở cụm", "Văn phòng Sở", None, [("month", "2026-06")]),
    ]  # fmt: skip
    rows = parsed.frames["tasks"].iter_rows(named=True)
    assert all(r["reading_confidence"] <= 0.7 for r in rows)


@pytest.mark.parametrize(
    "table",
    [
        # What was reached, who sits in a group, what was cited: nobody has to do anything.
        "STT\tNơi\tĐã nhận\tĐúng hẹn\n1\tSở Nội vụ\t120\t97%\n2\tSở Y tế\t340\t98%\n"
        "3\tSở Tư pháp\t77\t99%\n",
        "STT\tAi\tGhế\tNơi\n1\tGiám đốc Sở\tTrưởng tổ\tSở Nội vụ\n2\tPhó Giám đốc\tTổ phó\t"
        "Sở Y tế\n3\tChánh Văn phòng\tTổ viên\tVăn phòng Sở\n",
        "STT\tTên giấy\tNơi ra\tKhi nào\n1\tQuyết định số 15/QĐ-UBND về quy chế một cửa\t"
        "UBND tỉnh\t15/3/2025\n2\tKế hoạch số 16/KH-UBND về kho số\tUBND tỉnh\t16/3/2025\n",
    ],
)
def test_tables_that_only_tell_give_no_task(tmp_path, table):
    target = "I. MỤC TIÊU\n- Tối thiểu 90% đơn được trả lời đúng hẹn.\n"
    parsed = read(tmp_path, f"{target}II. VIỆC PHẢI LÀM\n{table}")
    assert tasks(parsed) == []
    assert len(measures(parsed)) == 1
