"""Running text that says itself who does a task and by when."""

from __future__ import annotations

import pytest

from pipeline.plans.documents.assignments import read_led_work, split_assignments
from pipeline.support.trace import trace


def split(text: str) -> list[tuple[str, dict[str, str]]]:
    found = split_assignments(trace(text, 0, len(text)))
    return [(told.text, {r: v.text for r, v in values.items()}) for told, values in found]


WHOLE = (
    "Lập sổ theo dõi trực tuyến.",
    {"lead": "Sở Nội vụ", "coord": "các xã", "time": "trước ngày 15/9/2026"},
)


@pytest.mark.parametrize(
    "said",
    [
        "Giao Sở Nội vụ chủ trì, phối hợp với các xã; hoàn thành trước ngày 15/9/2026.",
        "Giao Sở Nội vụ chủ trì phối hợp với các xã, hoàn thành trước ngày 15/9/2026.",
        "Sở Nội vụ chủ trì, các xã phối hợp, xong trước ngày 15/9/2026.",
        "Phân công Sở Nội vụ làm đầu mối, phối hợp chặt chẽ cùng các xã, trước ngày 15/9/2026.",
        "Giao Sở Nội vụ chủ trì, phối hợp với các xã. Thời hạn hoàn thành trước ngày 15/9/2026.",
        "Sở Nội vụ là đơn vị chủ trì; phối hợp với các xã; thực hiện trước ngày 15/9/2026.",
    ],
)
def test_one_assignment_in_many_wordings(said):
    assert split(f"Lập sổ theo dõi trực tuyến. {said}") == [WHOLE]


def test_a_list_of_agencies_keeps_its_commas():
    said = (
        "Kẻ vạch sân. Giao Phòng Y tế chủ trì, phối hợp với Công an xã, Phòng Kinh tế; Quý II/2026."
    )
    values = {"lead": "Phòng Y tế", "coord": "Công an xã, Phòng Kinh tế", "time": "Quý II/2026"}
    assert split(said) == [("Kẻ vạch sân.", values)]


def test_two_tasks_of_one_paragraph():
    said = (
        "Kẻ vạch sân. Giao Phòng Y tế chủ trì; hoàn thành trong Quý II/2026. "
        "Sơn cổng bệnh viện hạng II. Giao Phòng Kinh tế chủ trì; thực hiện hằng quý."
    )
    assert split(said) == [
        ("Kẻ vạch sân.", {"lead": "Phòng Y tế", "time": "Quý II/2026"}),
        ("Sơn cổng bệnh viện hạng II.", {"lead": "Phòng Kinh tế", "time": "hằng quý"}),
    ]


def test_an_assignment_alone_is_for_the_paragraph_before():
    assert split("Giao Phòng Y tế chủ trì; hoàn thành trong Quý II/2026.") == [
        ("", {"lead": "Phòng Y tế", "time": "Quý II/2026"})
    ]


@pytest.mark.parametrize(
    "said",
    [
        "Giao Sở Nội vụ chủ trì xây dựng đề án, trình Ủy ban nhân dân tỉnh.",
        "100% cơ quan, đơn vị được phân công chủ trì xây dựng văn bản gửi đúng hạn.",
        "Các nhiệm vụ, phân công và thời gian thực hiện nêu tại Phụ lục.",
        "Phối hợp với Sở Tư pháp rà soát văn bản trước ngày 15/9/2026.",
        "Dự thảo do Sở Tư pháp chủ trì soạn thảo được lấy ý kiến.",
    ],
)
def test_what_assigns_nothing(said):
    assert split(said) == []


def test_agencies_over_commas_that_help():
    said = "Rà soát quy chế, do Sở Tài chính chủ trì, các sở, ngành phối hợp, xong trước 30/6/2026."
    values = {"lead": "Sở Tài chính", "coord": "các sở, ngành", "time": "trước 30/6/2026"}
    assert split(said) == [("Rà soát quy chế", values)]


@pytest.mark.parametrize(
    "said",
    [
        "Sở Y tế chủ trì, phối hợp với Bảo hiểm xã hội triển khai bệnh án, xong trước 30/9/2026.",
        "Các đề tài, do Trường Đại học Y chủ trì, được nghiệm thu hằng năm.",
        "Hội nghị đánh giá; Chủ tịch UBND tỉnh chủ trì, mời các chuyên gia tham dự.",
        "Vá đường. Giao Sở A chủ trì. Xong trước 30/6/2026. Giao Sở B chủ trì, xong ngày 1/9.",
    ],
)
def test_what_is_not_wholly_understood_is_not_taken(said):
    assert split(said) == []


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (
            "Giao Sở Nội vụ chủ trì, phối hợp với các sở, ngành lập bộ chỉ số; xong Quý II/2026.",
            {"lead": "Sở Nội vụ", "coord": "các sở, ngành", "time": "Quý II/2026"},
        ),
        ("Sở Xây dựng chủ trì rà soát quy hoạch.", {"lead": "Sở Xây dựng"}),
        ("Chủ trì, phối hợp với các sở rà soát quy hoạch.", {}),
        ("100% cơ quan, đơn vị được phân công chủ trì xây dựng văn bản gửi đúng hạn.", {}),
        ("Sở Xây dựng chủ trì.", {}),
    ],
)
def test_work_named_behind_who_leads_it(said, wanted):
    found = read_led_work(trace(said, 0, len(said)))
    assert {role: value.text for role, value in found.items()} == wanted
