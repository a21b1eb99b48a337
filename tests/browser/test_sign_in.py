"""Signing in with a real provider, and what each role sees and may do, in a real browser."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from dashboards.address_text import FREE_QUESTION, pack_text
from pipeline.explanations.append import FOLDER, Step, append_step
from pipeline.handins.state import HandInState, find_start, find_state, write_state
from pipeline.support.settings import Settings
from tests.browser.screens import Visit
from tests.browser.test_every_page import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OWN, OWN_PLAN, OTHER_PLAN = "VN34-14", "van-phong-ubnd-son-la-2025", "long-an-2022"
OFFICER = "Chuyên viên (chuyen-vien@vi-du.test)"
BOSS = "Quản trị (quan-tri@vi-du.test)"
ACCESS = f"""
session_hours = 1
[[people]]
who = "chuyen-vien@vi-du.test"
role = "chuyên viên"
units = ["{OWN}"]
[[people]]
who = "cung-ten@vi-du.test"
role = "chuyên viên"
units = ["{OWN}"]
[[people]]
who = "quan-tri@vi-du.test"
role = "quản trị"
"""
# Who the provider knows; the last has no role anywhere.
PEOPLE = [
    {"sub": "lanh-dao", "name": "Lãnh đạo", "cchc_role": "xem", "cchc_units": [OWN]},
    {"sub": "cv", "name": "Chuyên viên", "email": "chuyen-vien@vi-du.test"},
    {"sub": "cv-2", "name": "Chuyên viên", "email": "cung-ten@vi-du.test"},
    {"sub": "qt", "name": "Quản trị", "email": "quan-tri@vi-du.test"},
    {"sub": "khach", "name": "Khách"},
]


def find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url: str) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2):  # noqa: S310
            return
        time.sleep(0.2)
    raise TimeoutError(url)


@pytest.fixture(scope="module")
def office(committed_build, tmp_path_factory):
    """Address, raw folder and marts of an office server, beside its provider."""
    folder = tmp_path_factory.mktemp("office")
    marts, raw, provider, port = folder / "marts", folder / "raw", find_port(), find_port()
    marts.mkdir()
    raw.mkdir()
    (marts / "builds").symlink_to(committed_build.parent)
    (marts / "current").symlink_to(committed_build)
    (folder / "access.toml").write_text(ACCESS, encoding="utf-8")
    claims = [word for person in PEOPLE for word in ("--user-claims", json.dumps(person))]
    address = f"http://localhost:{port}"
    environment = os.environ | {
        "CCHC_OIDC_REDIRECT_URI": f"{address}/oauth2callback",
        "CCHC_COOKIE_SECRET": "khong-phai-bi-mat-that-0123456789",
        "CCHC_OIDC_CLIENT_ID": "cchc", "CCHC_OIDC_CLIENT_SECRET": "bi-mat-8731",
        "CCHC_OIDC_METADATA_URL": f"http://localhost:{provider}/.well-known/openid-configuration",
    }  # fmt: skip
    log = (folder / "server.log").open("w")
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "oidc_provider_mock", "--port", str(provider), *claims],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ),
        subprocess.Popen(
            [sys.executable, "-m", "pipeline", "dashboard", "--raw", str(raw), "--marts",
             str(marts), "--port", str(port), "--no-browser", "--access",
             str(folder / "access.toml")],
            env=environment, stdout=log, stderr=log,
        ),
    ]  # fmt: skip
    try:
        wait_for(f"http://localhost:{provider}/.well-known/openid-configuration")
        wait_for(f"{address}/_stcore/health")
        yield address, raw, marts
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
            process.wait(10)
        log.close()
    assert "bi-mat-8731" not in (folder / "server.log").read_text(encoding="utf-8")


def sign_in(visit, address: str, sub: str, path: str = "") -> Visit:
    visitor = visit()
    page = visitor.open(f"{address}/{path}")
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(re.compile("/oauth2/authorize"))
    page.locator("input[name=sub]").fill(sub)
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(re.compile(address))
    page.wait_for_selector("h1", timeout=40_000)
    visitor.settle()
    return visitor


def read_log(marts) -> list[dict]:
    text = (marts / "access.log").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_a_stranger_sees_the_sign_in_and_nothing_else(visit, office):
    address, _, _ = office
    visitor = visit()
    for path in (*SCREENS, "?present=1&embed=true", "sql?ask=viec-tre", f"?office={OWN}"):
        text = visitor.open(f"{address}/{path}").inner_text("body")
        assert "Đăng nhập bằng tài khoản của cơ quan" in text, path
        for words in ("Long An", "Sơn La", "Kế hoạch", "Tuần này"):
            assert words not in text, path


def test_an_account_without_a_role_is_told_so(visit, office):
    address, _, _ = office
    text = sign_in(visit, address, "khach").page.inner_text("body")
    assert "chưa được cấp quyền" in text
    assert "Long An" not in text


@pytest.mark.parametrize("sub", ["lanh-dao", "cv", "qt"])
def test_every_page_as_each_role(visit, office, sub):
    address, _, _ = office
    visitor = sign_in(visit, address, sub)
    for path in SCREENS:
        page = visitor.open(f"{address}/{path}")
        assert visitor.faults == [], path
        assert page.locator("[data-testid=stException]").count() == 0, path
        assert page.get_by_text("Trang này gặp lỗi").count() == 0, path
    # Numbers that Long An reported, asked for by their address.
    page = visitor.open(f"{address}/hoan-thanh?plan={OTHER_PLAN}")
    reported = "SO-LIEU-MO-PHONG" in page.inner_text("[data-testid=stMain]")
    assert reported == (sub == "qt")


def test_a_question_reaches_no_figure_of_others(visit, office):
    address, _, _ = office
    query = (
        "select count(*) as so from fct_progress where unit_code like 'VN63-80%' "
        "and data_kind = 'simulated'"
    )
    counts = {}
    for sub in ("cv", "qt"):
        visitor = sign_in(visit, address, sub)
        page = visitor.open(f"{address}/sql?ask={FREE_QUESTION}&s={pack_text(query)}")
        page.get_by_role("button", name="Chạy").click()
        page.get_by_text(re.compile("1 dòng trong")).first.wait_for()
        with page.expect_download() as event:
            page.get_by_role("button", name="Tải CSV").first.click()
        # The file has an address of its own, which is nobody's without the sign-in.
        assert page.request.get(event.value.url).status == 200
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(event.value.url)  # noqa: S310
        counts[sub] = int(event.value.path().read_text(encoding="utf-8-sig").split()[-1])
    assert counts["cv"] == 0
    assert counts["qt"] > 500


def test_who_may_only_look_is_offered_nothing_to_hand_in(visit, office):
    address, _, _ = office
    page = sign_in(visit, address, "lanh-dao").open(f"{address}/dua-so-lieu")
    assert "Vai trò của bạn chỉ xem" in page.inner_text("body")
    assert page.locator("[data-testid=stFileUploader]").count() == 0


def test_what_is_done_bears_the_name_that_the_provider_vouches_for(visit, office):
    address, raw, marts = office
    visitor = sign_in(visit, address, "qt")
    page = visitor.open(f"{address}/?scope={OTHER_PLAN}")
    page.locator("[data-testid=stMain]").get_by_role("button", name="Giải trình").first.click()
    dialog = page.get_by_role("dialog")
    box = dialog.get_by_role("textbox", name="Người quyết định")
    expect(box).to_have_value(BOSS, timeout=20_000)
    expect(box).to_be_disabled()
    dialog.get_by_role("textbox", name="Nội dung yêu cầu").fill("Vì sao?")
    visitor.settle()
    dialog.get_by_role("button", name="Ghi yêu cầu").click()
    visitor.settle()
    written = "".join(p.read_text(encoding="utf-8") for p in (raw / FOLDER).glob("*.csv"))
    assert "Quản trị" in written
    actions = [(line["who"], line["action"]) for line in read_log(marts)]
    assert (BOSS, "sign_in") in actions
    assert (BOSS, "explanation_request") in actions
    assert (BOSS, "page") in actions


def test_an_officer_writes_about_their_own_unit_and_sees_only_that(visit, office):
    address, raw, _ = office
    moment = dt.datetime(2026, 1, 2, 8, 0)  # noqa: DTZ001 (steps are written in local time)
    step = Step(f"{OTHER_PLAN}#0000000000", "request", "Hoa", "Phòng A", dt.date(2026, 1, 9))
    append_step(raw / FOLDER, step, moment)
    visitor = sign_in(visit, address, "cv")
    page = visitor.open(f"{address}/?scope={OWN_PLAN}")
    page.locator("[data-testid=stMain]").get_by_role("button", name="Giải trình").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Nội dung yêu cầu").fill("Của đơn vị mình")
    visitor.settle()
    dialog.get_by_role("button", name="Ghi yêu cầu").click()
    visitor.settle()
    written = "".join(p.read_text(encoding="utf-8") for p in (raw / FOLDER).glob("*.csv"))
    assert "Của đơn vị mình" in written
    assert "Chuyên viên" in written
    assert "1 việc đang chờ trả lời giải trình" in page.inner_text("body"), "not those of others"


def test_who_lost_the_right_while_a_form_was_open_can_write_nothing(visit, office):
    """What was offered before is written by nobody who lost the right."""
    address, raw, marts = office
    rules = marts.parent / "access.toml"
    visitor = sign_in(visit, address, "cv")
    page = visitor.open(f"{address}/?scope={OWN_PLAN}")
    page.locator("[data-testid=stMain]").get_by_role("button", name="Giải trình").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Nội dung yêu cầu").fill("Không được ghi")
    visitor.settle()
    rules.write_text(ACCESS.replace('role = "chuyên viên"', 'role = "xem"'), "utf-8")
    try:
        dialog.get_by_role("button", name="Ghi yêu cầu").click()
        page.get_by_text(
            re.compile("Bạn chỉ xem được mục này|không cho làm việc này")
        ).first.wait_for()
    finally:
        rules.write_text(ACCESS, "utf-8")
    written = "".join(p.read_text(encoding="utf-8") for p in (raw / FOLDER).glob("*.csv"))
    assert "Không được ghi" not in written


@pytest.mark.parametrize(("sub", "plan"), [("lanh-dao", OWN_PLAN), ("cv", OTHER_PLAN)])
def test_who_may_only_look_is_offered_nothing_to_write(visit, office, sub, plan):
    address, _, _ = office
    visitor = sign_in(visit, address, sub)
    for path in (f"ke-hoach?plan={plan}", f"ra-soat?plan={plan}", f"nhiem-vu?plan={plan}"):
        page = visitor.open(f"{address}/{path}")
        main = page.locator("[data-testid=stMain]")
        assert main.inner_text()
        for name in ("Người quyết định", "Lý do"):
            assert main.get_by_role("textbox", name=name).count() == 0, path
    page = visitor.open(f"{address}/?scope={OWN_PLAN}")
    page.locator("[data-testid=stMain]").get_by_role("button", name="Giải trình").first.click()
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    visitor.settle()
    asked = dialog.get_by_role("textbox", name="Nội dung yêu cầu").count()
    assert asked == (1 if sub == "cv" else 0)


def test_two_people_of_one_name_are_two(visit, office):
    """What one of them is at work on is not the other's to stop or see."""
    address, _, marts = office
    boss = Settings(raw=marts.parent / "raw", marts=marts)
    state = HandInState(
        "20260102T080000000000-1", "running", "add", OFFICER, "2026-01-02", ["cua-an.csv"],
        pid=os.getpid(), started=find_start(os.getpid()),
    )  # fmt: skip
    write_state(boss, state)
    try:
        for sub, is_theirs in (("cv", True), ("cv-2", False)):
            visitor = sign_in(visit, address, sub)
            page = visitor.open(f"{address}/dua-so-lieu")
            page.get_by_text("Chuyên viên").first.wait_for()
            assert ("cua-an.csv" in page.inner_text("body")) == is_theirs, sub
    finally:
        find_state(boss, state.hand_in_id).unlink()


def test_signing_out_ends_it_in_every_tab(visit, office):
    address, _, marts = office
    visitor = sign_in(visit, address, "qt")
    stays = Visit(visitor.page.context.new_page())
    stays.open(f"{address}/ke-hoach")
    visitor.page.get_by_role("button", name="Đăng xuất").click()
    # The provider asks whether its own session shall end too; ours has ended by then.
    visitor.page.wait_for_url(re.compile("end_session|oauth2callback"))
    # A tab that was open all along meets it at the next click.
    stays.page.get_by_role("link", name="Đơn vị").click()
    stays.page.get_by_text("Đăng nhập bằng tài khoản của cơ quan").wait_for()
    tab = Visit(visitor.page.context.new_page())
    assert "Đăng nhập bằng tài khoản của cơ quan" in tab.open(f"{address}/ke-hoach").inner_text(
        "body"
    )
    assert (BOSS, "sign_out") in [(x["who"], x["action"]) for x in read_log(marts)]


def test_a_sign_in_that_is_too_old_is_asked_for_again(visit, office):
    """An hour after: the rules of the office are read anew in every run."""
    address, _, marts = office
    rules = marts.parent / "access.toml"
    visitor = sign_in(visit, address, "qt")
    assert "Đăng xuất" in visitor.page.inner_text("body")
    rules.write_text(ACCESS.replace("session_hours = 1", "session_hours = 0.0001"), "utf-8")
    try:
        time.sleep(1)
        text = visitor.open(f"{address}/ke-hoach").inner_text("body")
        assert "Phiên đăng nhập đã hết hạn" in text
        assert "Long An" not in text
    finally:
        rules.write_text(ACCESS, "utf-8")
