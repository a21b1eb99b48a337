"""The grammar of quantities: its examples, and what holds for all sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.plans.quantities.measures import read_measures
from pipeline.plans.quantities.numbers import find_numbers, read_value
from pipeline.support.text import strip_marks
from tests.method_page import list_examples
from tests.quantity_text import show_measures


def test_the_page_has_examples():
    assert len(list_examples(15)) >= 20


@pytest.mark.parametrize(("sentence", "expected"), list_examples(15))
def test_examples_of_the_method_page(sentence, expected):
    assert show_measures(read_measures(sentence)) == expected


SINGLE = {
    "Tối thiểu {n}% {noun}": "gte",
    "Ít nhất {n}% {noun}": "gte",
    "Không dưới {n}% {noun}": "gte",
    "Trên {n}% {noun}": "gte",
    "Từ {n}% {noun} trở lên": "gte",
    "Tỷ lệ {noun} đạt từ {n}% trở lên": "gte",
    "Tỷ lệ {noun} đạt tối thiểu {n}%": "gte",
    "Phấn đấu đạt {n}% {noun}": "eq",
    "Có {n}% {noun}": "eq",
    "Tỷ lệ {noun} là {n}%": "eq",
    "{n}% {noun}": "eq",
    "Không quá {n}% {noun}": "lte",
    "Tối đa {n}% {noun}": "lte",
    "Dưới {n}% {noun}": "lte",
    "Giảm tối thiểu {n}% {noun} so với năm 2021": "decrease_gte",
    "Cắt giảm ít nhất {n}% {noun}": "decrease_gte",
    "Giảm {n}% {noun} so với năm 2021": "decrease_eq",
    "Mỗi năm tăng tối thiểu {n}% {noun}": "increase_gte",
}
NOUNS = st.sampled_from(
    ["hồ sơ đúng hạn", "thủ tục được công khai", "văn bản trình kịp thời", "người dân hài lòng",
     "cơ sở dữ liệu kết nối", "đơn vị tự chủ"]
)  # fmt: skip
NUMBERS = st.one_of(st.integers(1, 100), st.integers(10, 999).map(lambda n: n / 10)).filter(
    lambda n: n <= 100
)


def write(number: float) -> str:
    return f"{number:g}".replace(".", ",")


@given(st.sampled_from(sorted(SINGLE)), NUMBERS, NOUNS, st.booleans())
def test_a_number_said_in_any_form_comes_back(form, number, noun, is_marked):
    sentence = form.format(n=write(number), noun=noun)
    measures = read_measures(sentence if is_marked else strip_marks(sentence))
    assert [(m.value, m.unit, m.comparator) for m in measures] == [(number, "%", SINGLE[form])]
    start, end = measures[0].start, measures[0].end
    assert sentence[start:end].startswith(write(number))


@given(st.lists(NUMBERS, min_size=2, max_size=3, unique=True))
def test_levels_are_dealt_out_in_order(numbers):
    levels = ["province", "district", "commune"][: len(numbers)]
    named = ", ".join(["cấp tỉnh", "cấp huyện", "cấp xã"][: len(numbers)])
    listed = ", ".join(f"{write(n)}%" for n in numbers)
    measures = read_measures(f"Số hóa hồ sơ của {named} đạt tối thiểu tương ứng {listed}.")
    assert [(m.value, m.level, m.comparator) for m in measures] == [
        (n, level, "gte") for n, level in zip(numbers, levels, strict=True)
    ]


@given(NUMBERS, NUMBERS, NOUNS, NOUNS)
def test_what_stands_in_brackets_is_nested(whole, part, first, second):
    measures = read_measures(
        f"Trên {write(whole)}% {first} (trong đó, {second} đạt {write(part)}%)."
    )
    assert [(m.value, m.is_nested) for m in measures] == [(whole, False), (part, True)]


DISTRACTORS = st.sampled_from(
    ["Nghị định số 61/2018/NĐ-CP ngày 23/4/2018", "mức độ 3, 4", "06 nội dung", "năm 2025",
     "giai đoạn 2021-2030", "Quyết định số 8917/QĐ-UBND", "Điều 10", "Phụ lục 2", "ISO 9001:2015",
     "quý IV/2025", "tháng 12", "26 chỉ tiêu", "ngày 15 tháng 7 năm 2021", "cấp 4"]
)  # fmt: skip


@given(st.lists(st.one_of(DISTRACTORS, NOUNS), min_size=1, max_size=6))
def test_text_without_a_measure_gives_none(pieces):
    assert read_measures("Thực hiện " + ", ".join(pieces) + ".") == []


@given(st.text(alphabet="Tối thiểu giảm 0123456789%,.;:()/-–cấptỉnhxãđạnmới\n ", max_size=120))
def test_no_text_breaks_the_grammar(text):
    for measure in read_measures(text):
        assert 0 <= measure.start < measure.end <= len(text)
        assert measure.value >= 0


@pytest.mark.parametrize(
    ("digits", "value"),
    [("92,5", 92.5), ("92.5", 92.5), ("1.200", 1200), ("1oo", 100), ("l5", 15), ("9,", None)],
)
def test_digits(digits, value):
    assert read_value(digits) == value


def test_a_repaired_digit_is_said():
    assert [m.doubts for m in read_measures("Tối thiểu 6O% thủ tục")] == [("digit_repaired",)]
    assert not find_numbers("toi thieu 60% thu tuc")[0].was_repaired


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Đạt từ 85% trở lên (cuối năm trước mới đạt 61,7%).", [(85.0, "gte")]),
        ("Nâng tỷ lệ từ mức 60% hiện tại lên trên 80%.", [(80.0, "gte")]),
        ("Tối thiểu 12 doanh nghiệp trên 1 triệu dân.", [(12.0, "gte")]),
        (
            "Thời gian giảm ít nhất 20% so với năm 2025; 100% thủ tục được giải quyết.",
            [(20.0, "decrease_gte"), (100.0, "eq")],
        ),
        ("Mỗi phòng có tối đa 02 cấp phó.", [(2.0, "lte")]),
    ],
)
def test_numbers_that_seem_to_be_something_else(text, wanted):
    assert [(m.value, m.comparator) for m in read_measures(text)] == wanted


def test_levels_of_parts_are_not_those_of_the_whole():
    text = "Đúng hạn đạt từ 98%, trong đó: Hồ sơ tại cấp tỉnh đạt 99%. Hồ sơ tại cấp xã đạt 97%."
    found = [(m.value, m.level, m.is_nested) for m in read_measures(text)]
    assert found == [(98.0, None, False), (99.0, "province", True), (97.0, "commune", True)]


@pytest.mark.parametrize(
    "text",
    [
        "Một trăm linh năm phần trăm hồ sơ",
        "Chín mươi chín phẩy năm phần trăm hồ sơ",
        "Một trăm hai mươi phần trăm kế hoạch",
        "Chín trên mười hai xã đạt chuẩn",
        "Tối thiểu hai trăm xã",
        "Không quá hai tỷ đồng",
        "Ít nhất năm trăm lớp",
        "Tối đa sau khi thẩm định",
        "Không dưới mười năm kinh nghiệm",
        "Tối thiểu một số mô hình",
        "Ít nhất một cửa",
        "Ít nhất năm nay một hội nghị",
        "Mười năm thực hiện đề án được tổng kết",
    ],
)
def test_no_number_is_cut_out_of_a_longer_one_or_of_another_word(text):
    assert read_measures(text) == []
