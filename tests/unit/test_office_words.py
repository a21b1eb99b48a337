"""Words that an office adds below data/raw/lexicon reach its documents; broken ones are named."""

from __future__ import annotations

from pipeline.inputs.entries import list_raw_files
from pipeline.inputs.reading import read_file

PLAN = """ỦY BAN NHÂN DÂN
TỈNH LONG AN
Số: 7/KH-UBND
Long An, ngày 12 tháng 01 năm 2026
KẾ HOẠCH
Việc số hóa năm 2026 tỉnh Long An
II. ĐÍCH ĐẾN
- Kho tư liệu của 12 trạm được chuyển sang bản số.
III. NHIỆM VỤ
"""
WORDS = """[[rule]]
name = "aims"
opens = "targets"
specific = true
pattern = '^dich den'
examples = ["Đích đến"]
"""


def write(tmp_path, words=None, name="headings.toml"):
    (tmp_path / "plans").mkdir(exist_ok=True)
    plan = tmp_path / "plans" / "an.txt"
    plan.write_text(PLAN, encoding="utf-8")
    if words is not None:
        (tmp_path / "lexicon").mkdir(exist_ok=True)
        (tmp_path / "lexicon" / name).write_text(words, encoding="utf-8")
    return plan


def test_a_heading_that_only_this_office_uses_opens_its_targets(tmp_path):
    assert "targets" not in read_file(write(tmp_path), "plans").frames
    targets = read_file(write(tmp_path, WORDS), "plans").frames["targets"]
    assert targets.height == 1


def test_new_words_make_a_document_be_read_again(tmp_path):
    write(tmp_path)
    (before,) = list_raw_files(tmp_path)
    known = before.cache_key
    write(tmp_path, WORDS)
    (after,) = list_raw_files(tmp_path)
    assert before.sha256 == after.sha256
    assert after.cache_key != known


def test_a_broken_file_of_words_is_named_and_the_plan_is_read_without_it(tmp_path):
    plan = write(tmp_path, "[[rule]]\nname = 'x'\npattern = '('\nexamples = []\n")
    states = {f.name: f.state for f in list_raw_files(tmp_path)}
    assert states == {"plans/an.txt": "readable", "lexicon/headings.toml": "bad_lexicon"}
    assert read_file(plan, "plans").problems[0].rule != "bad_lexicon"
