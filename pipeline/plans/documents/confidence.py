"""How sure a reading is, and why not surer."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from pipeline.support.reference import read_threshold

if TYPE_CHECKING:
    from collections.abc import Iterable

# Below this a record is loaded but marked, and stands in the review list.
THRESHOLD = read_threshold("review_confidence")
# Code of a doubt -> how much of the confidence it leaves, and what it says.
DOUBTS: dict[str, tuple[float, str]] = {
    "carried_over": (0.9, "mức so sánh lấy từ con số đứng trước trong chuỗi"),
    "several_levels": (0.7, "có nhiều cấp quanh con số"),
    "digit_repaired": (0.5, "chữ được đọc thành chữ số"),
    "whole_as_100": (0.7, "«toàn bộ» được đọc là 100%"),
    "counted_thing": (0.8, "con số đếm, không phải tỷ lệ"),
    "share_in_words": (0.7, "tỷ lệ nói bằng lời, được đọc thành %"),
    "number_unread": (0.5, "có con số mà không đọc được là phải đạt bao nhiêu"),
    "share_above_100": (0.3, "tỷ lệ trên 100%"),
    "field_guessed": (0.85, "lĩnh vực đoán theo lời của chỉ tiêu"),
    "field_differs": (0.9, "lĩnh vực của mục khác lĩnh vực của chỉ số"),
    "field_from_order": (0.95, "lĩnh vực suy từ thứ tự nhóm"),
    "stage_inferred": (0.9, "năm hoàn thành suy từ các mốc của lộ trình"),
    "column_shifted": (0.7, "các ô bị lệch cột"),
    "text_from_next_column": (0.7, "nội dung lấy từ cột bên cạnh"),
    "last_of_marks": (0.7, "số của năm lấy từ cột cuối trong các cột mốc"),
    "place_unusual": (0.7, "không đứng dưới mục nào nói về chỉ tiêu"),
    "cells_told_from_text": (0.8, "ranh giới ô suy từ lời, không có kẻ bảng"),
    "columns_told": (0.7, "tiêu đề cột dùng lời lạ, vai trò của cột suy từ các ô"),
    "cell_unattributed": (0.7, "có ô không biết thuộc hàng nào nên để trống"),
    "row_order_lost": (0.7, "các ô của bảng bị xáo thứ tự"),
    "text_damaged": (0.7, "chữ nhận dạng không có dấu hoặc bị hỏng"),
    "from_scan": (0.6, "đọc từ ảnh quét, con số phải có người xác nhận"),
    "evidence_unread": (0.8, "số hoặc ngày của văn bản đã ban hành không đọc được"),
}


def score(doubts: Iterable[str]) -> float:
    """Confidence between 0 and 1: what every doubt leaves, multiplied."""
    return round(prod((DOUBTS[d][0] for d in set(doubts)), start=1.0), 3)


def explain(doubts: Iterable[str]) -> list[str]:
    """The doubts in Vietnamese, the gravest first."""
    return [DOUBTS[d][1] for d in sorted(set(doubts), key=lambda d: (DOUBTS[d][0], d))]
