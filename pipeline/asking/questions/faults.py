"""Why a question has no answer: a code with its values, worded where it is shown."""

from __future__ import annotations

from typing import Any

# In Vietnamese, as the command line says them; the screens word the same codes in their language.
MESSAGES = {
    "syntax": "Câu lệnh sai cú pháp: {detail}",
    "not_one": "Chỉ nhận đúng một câu lệnh, đang có {count}.",
    "not_reading": "Chỉ nhận câu hỏi đọc dữ liệu (SELECT, WITH, DESCRIBE, SUMMARIZE).",
    "forbidden": "Không được đọc ghi tệp, mạng hay đổi cấu hình: {detail}",
    "refused_name": "Câu hỏi không được dùng «{name}»: tên ấy đọc tệp, máy chủ hay chạy câu khác.",
    "unknown_type": "Câu trả lời có một cột thuộc kiểu không hiện được; đổi nó sang chữ, như "
    "cast(cột as varchar). ({detail})",
    "locked": "Một chương trình khác đang mở kho để ghi nên chưa đọc được: {detail}",
    "killed": "Hệ điều hành đã dừng câu hỏi giữa chừng, thường vì máy hết bộ nhớ; thử lại, hoặc "
    "thêm điều kiện lọc.",
    "worker_died": "Tiến trình trả lời câu hỏi đã hỏng ({detail}); chi tiết ở {log}.",
    "memory": "Câu hỏi cần quá {memory} bộ nhớ; thêm điều kiện lọc hay gộp nhóm.",
    "time": "Câu hỏi chạy quá {seconds} giây nên đã dừng; thêm điều kiện lọc.",
    "cancelled": "Câu hỏi đã bị dừng.",
    "failed": "Không chạy được: {detail}",
    "unknown_column": "Không có cột «{name}» ở các bảng của câu hỏi.",
    "unknown_column_near": "Không có cột «{name}»; gần giống: {near}.",
    "unknown_table": "Không có bảng «{name}»; danh sách bảng ở bên cạnh, hoặc chạy cchc tables.",
    "unknown_table_near": "Không có bảng «{name}»; gần giống: {near}.",
    "unknown_function": "Không có hàm «{name}».",
    "unknown_function_near": "Không có hàm «{name}»; gần giống: {near}.",
    "not_grouped": "Cột «{name}» phải nằm trong group by, hoặc trong một hàm gộp "
    "như any_value({name}).",
    "two_columns": "Cột «{name}» có ở nhiều bảng; ghi tên bảng trước nó.",
    "two_columns_near": "Cột «{name}» có ở nhiều bảng; ghi một trong: {near}.",
    "bad_value": "«{name}» không đổi được sang kiểu {kind}.",
    "bad_arguments": "Hàm không nhận kiểu của tham số: {name}.",
    "syntax_at": "Câu lệnh sai cú pháp ở gần «{name}».",
    "syntax_end": "Câu lệnh chưa viết hết.",
    "not_a_year": "Tham số «{name}» phải là một năm, như 2025; đang ghi «{text}».",
    "not_a_number": "Tham số «{name}» phải là một số, như 30; đang ghi «{text}».",
    "not_a_day": "Tham số «{name}» phải là một ngày, như 2025-09-10 hoặc 10/09/2025; "
    "đang ghi «{text}».",
    "no_such_parameter": "Câu hỏi «{question}» không có tham số «{name}»; có: {known}.",
}


class QuestionError(Exception):
    """A question that cannot be answered.

    Attributes:
        code: key of ``MESSAGES``.
        values: what its message names.
    """

    def __init__(self, code: str, **values: Any) -> None:  # noqa: ANN401 (texts and numbers)
        super().__init__(MESSAGES[code].format(**values))
        self.code = code
        self.values = values


class ParameterError(QuestionError):
    """A value that does not fit its parameter, or a parameter that the question does not have."""
