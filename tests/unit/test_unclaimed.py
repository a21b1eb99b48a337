"""Which sentences that became no record are asked about; the lexicon and its examples."""

from __future__ import annotations

import pytest

from pipeline.inputs.reading import read_file
from pipeline.plans.documents.unclaimed import judge_sentence
from pipeline.plans.lexicon.rules import load_rules
from pipeline.text import strip_marks

NOISE = [r for r in load_rules("noise") if r.says["kind"] == "noise"]


@pytest.mark.parametrize("noise", NOISE, ids=lambda n: n.name)
def test_the_example_of_a_noise_rule_is_no_demand(noise):
    for example in noise.examples:
        assert judge_sentence(strip_marks(example).lower()) in (noise.name, None)


@pytest.mark.parametrize(
    ("sentence", "judged"),
    [
        ("Các xã hoàn thành 70% hồ sơ số hóa", "demand"),
        ("Phấn đấu vào nhóm 15 tỉnh dẫn đầu cả nước", "demand"),
        ("Có ít nhất 20 tập dữ liệu mở", "demand"),
        ("Một nửa số cán bộ được tập huấn", "demand"),
        ("Hằng quý, 06 tháng tổng hợp kết quả", None),
        ("Kế hoạch số 12/KH-UBND ngày 03/02/2025", None),
        ("Nâng cao chất lượng phục vụ", None),
    ],
)
def test_demands_are_told_from_dates_and_numbers_of_documents(sentence, judged):
    assert judge_sentence(strip_marks(sentence).lower()) == judged


def test_figures_of_a_table_that_gave_nothing_are_named(tmp_path):
    document = tmp_path / "so-tuoi-2025.txt"
    document.write_text(
        "KẾ HOẠCH\nCải cách hành chính năm 2025\n\nII. MỤC TIÊU\n"
        "1. Cải cách thủ tục hành chính\n- Tối thiểu 83% hồ sơ được giải quyết trực tuyến.\n\n"
        "| Nội dung lạ | Cột lạ | Cột khác |\n|---|---|---|\n"
        "| Phần việc của tổ một | % | 72 |\n| Phần việc của tổ hai | % | 98,5 |\n",
        encoding="utf-8",
    )
    parsed = read_file(document, "plans")
    assert [v for v in parsed.frames["targets"]["value"] if v is not None] == [83]
    (named,) = [p for p in parsed.problems if p.rule == "row_unclaimed"]
    assert named.message.startswith("2 hàng")
    assert "tổ một" in named.message


def test_a_plan_in_unknown_words_is_refused_with_its_demands(tmp_path):
    document = tmp_path / "phuong-2026.txt"
    document.write_text(
        "KẾ HOẠCH\nViệc năm 2026\nPhần thứ nhất\nCác tổ bảo đảm 85% hồ sơ đúng hạn.\n"
        "Các tổ họp vào thứ Hai.\n",
        encoding="utf-8",
    )
    refused, named = read_file(document, "plans").problems
    assert (refused.rule, refused.severity) == ("no_plan_found", "file")
    assert (named.rule, named.severity) == ("number_unclaimed", "warning")
    assert "85%" in named.message
