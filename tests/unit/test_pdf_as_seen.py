"""PDF pages that lie on their side or upside down, and small raised marks behind a figure."""

from __future__ import annotations

import pytest

from pipeline.inputs.reading import read_file

# Own sentences: no office issued this plan.
SOURCE = """
#set page(paper: "a4", margin: 2cm)
#set text(size: 11pt)
ỦY BAN NHÂN DÂN TỈNH SƠN LA

KẾ HOẠCH

Cải cách hành chính năm 2025 của tỉnh Sơn La

II. MỤC TIÊU

1. Cải cách thủ tục hành chính

- Tối thiểu 83% hồ sơ được giải quyết trực tuyến trên tổng số hồ sơ.
#pagebreak()
#rotate({turn}deg, reflow: true)[
  #block(width: 22cm)[
  PHỤ LỤC. CHỈ TIÊU NĂM 2025

  #table(columns: (1.2cm, 11cm, 2.5cm, 3cm, 4cm),
    [STT], [Chỉ tiêu], [Đơn vị tính], [Kế hoạch năm 2025], [Cơ quan chủ trì],
    [1], [Tỷ lệ kết quả giải quyết thủ tục hành chính được số hóa], [%], [72{mark}], [Sở Nội vụ],
    [2], [Tỷ lệ văn bản trao đổi điện tử được ký số], [%], [98,5], [Sở Nội vụ],
  )]
]
"""
MARK = "#super(typographic: false)[{}]"


def read_values(folder, turn, mark=""):
    import typst

    path = folder / "son-la-2025.pdf"
    path.write_bytes(typst.compile(SOURCE.format(turn=turn, mark=mark).encode()))
    parsed = read_file(path, "plans")
    values = [v for v in parsed.frames["targets"]["value"].to_list() if v is not None]
    return sorted(values), [p.rule for p in parsed.problems]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_is_read_whichever_way_it_lies(tmp_path, turn):
    values, _ = read_values(tmp_path, turn)
    assert values == [72, 83, 98.5]


@pytest.mark.parametrize("mark", ["1", "2", "3", "\\*"])
@pytest.mark.parametrize("turn", [0, 90])
def test_a_raised_mark_is_no_digit(tmp_path, turn, mark):
    values, _ = read_values(tmp_path, turn, MARK.format(mark))
    assert values == [72, 83, 98.5]
