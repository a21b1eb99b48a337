"""A small plan of our own, with a sentence that becomes no target by itself."""

from __future__ import annotations

CODE = "xa-suoi-trong-2026"
PLAN = """ỦY BAN NHÂN DÂN
XÃ SUỐI TRONG

Số: 7/KH-UBND

Suối Trong, ngày 05 tháng 01 năm 2026

KẾ HOẠCH
Cải cách hành chính năm 2026

I. MỤC TIÊU
1. Cải cách thủ tục hành chính
- Tối thiểu 80% hồ sơ được nộp trực tuyến; ít nhất 95% hồ sơ được giải quyết đúng hạn.
- Nâng số lượt thanh toán qua mạng.
- Tỷ lệ này đạt từ 60% trở lên.
II. NHIỆM VỤ
- Rà soát hồ sơ tồn đọng và niêm yết thủ tục tại nhà văn hóa.
Đơn vị chủ trì: Văn phòng; Thời gian thực hiện: Quý II/2026
III. TỔ CHỨC THỰC HIỆN
Văn phòng theo dõi, bảo đảm mỗi quý có trên 70% kiến nghị được
trả lời trong 05 ngày.
Nơi nhận: các ấp.
"""
MARKED = "bảo đảm mỗi quý có trên 70% kiến nghị được trả lời trong 05 ngày."
