"""The periodic report, driven without a browser: two people at once, another page and back."""

from __future__ import annotations

import pytest

from tests.app.test_pages import open_page

pytestmark = pytest.mark.slow


@pytest.fixture
def marts(committed_build):
    return committed_build.parent.parent


def test_two_people_at_one_report_lose_no_words(marts, monkeypatch, tmp_path):
    monkeypatch.setenv("CCHC_RAW", str(tmp_path))
    address = {"unit": "VN34-14-VPUB", "ryear": "2025", "rperiod": "BNV-Q3-2025"}
    hoa, lan = (open_page("report", marts, monkeypatch, **address) for _ in range(2))

    def save(app, who: str, words: str | None) -> None:
        if words is not None:
            app.text_area(key="text-thu-tuc").input(words)
        app.text_input(key="who-report").input(who)
        next(b for b in app.button if b.label == "Lưu bản thảo").click()
        app.run()
        assert not app.exception

    lan.text_area(key="text-thu-tuc").input("của Lan").run()
    save(hoa, "Hoa", "của Hoa")
    save(lan, "Lan", None)
    assert any("Người khác đã lưu" in e.value for e in lan.error)
    assert lan.text_area(key="text-thu-tuc").value == "của Lan", "what she typed is still there"
    again = open_page("report", marts, monkeypatch, **address)
    assert again.text_area(key="text-thu-tuc").value == "của Hoa"
    # Another page and back: the boxes are filled again, so that nothing empty is saved.
    again.switch_page("app_pages/plans.py").run()
    again.switch_page("app_pages/report.py").run()
    assert again.text_area(key="text-thu-tuc").value == "của Hoa"
