"""Who may hand in what: asked of each file and of what it would take the place of."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
from types import SimpleNamespace

import duckdb
import pytest

from dashboards.access import guard
from dashboards.access.guard import NotAllowedError
from dashboards.access.people import Person
from dashboards.components import explanation_file, hand_in_job, review_file
from pipeline.building.build import build
from pipeline.explanations.append import FOLDER, Step, append_step
from pipeline.handins.foretell import foretell
from pipeline.handins.journal import find_last
from pipeline.handins.run import hand_in, undo_last
from pipeline.handins.store import HandedFile, hash_place
from pipeline.progress.own_form import MAPPINGS, RowTarget, write_mapping
from pipeline.publish.builds import DATABASE, find_current_build
from pipeline.reviews.append import Decision, append_decisions
from pipeline.support.console import LineReporter
from tests.plan_books import write_plan

pytestmark = pytest.mark.slow
DAY = dt.date(2025, 10, 2)
NOON = dt.datetime.fromisoformat("2025-10-02T12:00:00")
OWN = {"unit_code": "VN34-14-VPUB", "issuer_name": "Văn phòng UBND tỉnh Sơn La",
       "issuer_level": "office"}  # fmt: skip
OTHER = {"unit_code": "VN34-75-MINHDUC", "province_name": "Đồng Nai"}
OFFICER = Person("An (an@vi-du.test)", "officer", ("VN34-14",), is_signed_in=True)


@pytest.fixture
def two_units(office):
    """A plan of the officer's province and one of another, built; nobody knows who brought them."""
    write_plan(office.raw / "plans" / "cua-minh.xlsx", facts={**OWN, "plan_code": "cua-minh"})
    write_plan(office.raw / "plans" / "cua-ho.xlsx", facts={**OTHER, "plan_code": "cua-ho"})
    assert build(office, LineReporter()).is_published
    return office


@pytest.fixture
def signed_in(two_units, monkeypatch):
    """The officer looks at the pages; processes that they would start are listed."""
    started = []

    def start(command: list[str], **_: object) -> SimpleNamespace:
        started.append(command)
        return SimpleNamespace(poll=lambda: 0)

    monkeypatch.setattr(guard, "find_who", lambda: OFFICER)
    monkeypatch.setattr(guard, "note_access", lambda *_, **__: None)
    for module in (guard, hand_in_job):
        monkeypatch.setattr(module, "resolve_settings", lambda: two_units)
    monkeypatch.setattr(hand_in_job, "subprocess", SimpleNamespace(Popen=start, DEVNULL=None))
    (two_units.marts / "hand-ins").mkdir(exist_ok=True)
    return started


@pytest.fixture
def may(signed_in):
    """Ask whether the officer may hand files in."""

    def ask(told: dict, *files: HandedFile) -> bool:
        before = len(signed_in)
        try:
            hand_in_job.start_hand_in("add", files, "ai đó", told["units"])
        except NotAllowedError:
            assert len(signed_in) == before
            return False
        assert len(signed_in) == before + 1
        return True

    return ask


def find_record(settings, plan: str) -> str:
    with duckdb.connect(find_current_build(settings) / DATABASE, read_only=True) as connection:
        return connection.execute(
            "select record_key from fct_task where plan_code = ?", [plan]
        ).fetchall()[0][0]


def results(tmp_path, unit: str) -> HandedFile:
    path = tmp_path / f"{unit}.csv"
    path.write_text(
        "Mã đơn vị;Mã chỉ số;Ngày số liệu;Giá trị;Đơn vị tính;Loại số liệu\n"
        f"{unit};TTHC_ONLINE_PAYMENT_OFFERED_SHARE;30/06/2025;77;%;tự báo cáo\n",
        encoding="utf-8",
    )
    return HandedFile(path, path.name, "progress", DAY)


def task_report(tmp_path, plan: str) -> HandedFile:
    path = tmp_path / f"nv-{plan}.csv"
    path.write_text(
        "Mã kế hoạch;Số nhiệm vụ;Ngày số liệu;Trạng thái;Ngày hoàn thành\n"
        f"{plan};1;01/10/2025;đang thực hiện;\n",
        encoding="utf-8",
    )
    return HandedFile(path, path.name, "progress", DAY)


def decisions(tmp_path, record: str, name: str) -> HandedFile:
    made = append_decisions(
        tmp_path / name, [Decision(record, "reading", "accept", "", "", "Lan")], NOON
    )
    return HandedFile(made, f"{name}.csv", "reviews")


def explanations(tmp_path, record: str, name: str) -> HandedFile:
    step = Step(record, "request", "Hoa", "Phòng A", DAY)
    return HandedFile(append_step(tmp_path / name, step, NOON), f"{name}.csv", "explanations")


def plan(tmp_path, name: str, **facts: str) -> HandedFile:
    return HandedFile(write_plan(tmp_path / name, [{"value": 99}], facts=facts), name, "plans")


def test_what_is_about_their_own_units_is_let_in(may, two_units, tmp_path):
    record = find_record(two_units, "cua-minh")
    files = [
        results(tmp_path, "VN34-14-VPUB"),
        task_report(tmp_path, "cua-minh"),
        decisions(tmp_path, record, "qd"),
        explanations(tmp_path, record, "gt"),
        plan(tmp_path, "moi.xlsx", **OWN, plan_code="moi"),
    ]
    told = foretell(two_units, files)
    for file in files:
        assert may(told, file), file.name
    assert may(told, *files)
    assert not may({"units": {}}, files[0]), "what was not foretold is not let in"


def test_what_is_about_others_is_not_let_in_beside_what_is_their_own(may, two_units, tmp_path):
    record = find_record(two_units, "cua-ho")
    own = results(tmp_path, "VN34-14-VPUB")
    listed = tmp_path / "don-vi.csv"
    listed.write_text("Mã đơn vị;Tên đơn vị;Loại đơn vị\nVN34-14-MOI;Sở Mới;sở\n", "utf-8")
    nothing = tmp_path / "thu.txt"
    nothing.write_text("Kính mời họp.", encoding="utf-8")
    files = [
        results(tmp_path, OTHER["unit_code"]),
        task_report(tmp_path, "cua-ho"),
        decisions(tmp_path, record, "qd"),
        explanations(tmp_path, record, "gt"),
        plan(tmp_path, "cua-ho-moi.xlsx", **OTHER, plan_code="ho-moi"),
        HandedFile(listed, listed.name, "units"),
        HandedFile(nothing, nothing.name, "plans"),
        # Of nobody that the journal knows, whatever it is about.
        plan(tmp_path, "cua-minh.xlsx", **OWN, plan_code="cua-minh"),
    ]
    told = foretell(two_units, [own, *files])
    for file in files:
        assert not may(told, own, file), file.name
    assert may(told, own)
    # Their own unit, and the code of somebody else's plan: one of the two would be set aside.
    taken = plan(tmp_path, "chiem.xlsx", **OWN, plan_code="cua-ho")
    assert not may(foretell(two_units, [taken]), taken)


def test_a_place_that_somebody_took_meanwhile_is_not_taken_over(two_units, tmp_path):
    """Both asked about an empty place; the second one's turn comes later."""
    file = results(tmp_path, "VN34-14-VPUB")
    asked = dataclasses.replace(file, takes_place_of=hash_place(two_units, file))
    other = tmp_path / "khac" / file.name
    other.parent.mkdir()
    shutil.copy(results(tmp_path, "VN34-75-MINHDUC").path, other)
    assert hand_in(two_units, [HandedFile(other, file.name, "progress", DAY)], "Hoa").step == (
        "published"
    )
    late = hand_in(two_units, [asked], "An")
    assert late.step == "failed"
    assert "cùng tên" in late.message


def make_form(tmp_path, name: str, words: str) -> HandedFile:
    path = tmp_path / name
    path.write_text(f"STT;Nội dung;Kết quả đến 30/9/2025\n1;{words};91%\n", encoding="utf-8")
    return HandedFile(path, name, "progress", DAY)


def make_mapping(
    tmp_path, name: str, words: str, plan: str = "cua-minh", unit: str = "VN34-14-VPUB"
) -> HandedFile:
    text = write_mapping(
        name, ["STT", "Nội dung", "Kết quả đến 30/9/2025"],
        {"words": "Nội dung", "value": "Kết quả đến 30/9/2025"}, plan, unit,
        {words: RowTarget("TTHC_ONLINE_PAYMENT_OFFERED_SHARE")},
    )  # fmt: skip
    path = tmp_path / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return HandedFile(path, path.name, MAPPINGS)


def test_a_mapping_is_let_in_unless_it_changes_what_other_files_give(may, two_units, tmp_path):
    own = [make_mapping(tmp_path, "Tuần", "Mở thanh toán"),
           make_form(tmp_path, "tuan-1.csv", "Mở thanh toán")]  # fmt: skip
    assert may(foretell(two_units, own), *own)
    theirs = [
        make_mapping(tmp_path, "Của họ", "Mở thanh toán", "cua-ho", OTHER["unit_code"]),
        make_form(tmp_path, "cua-ho.csv", "Mở thanh toán"),
    ]
    assert not may(foretell(two_units, theirs), *theirs)
    assert hand_in(two_units, theirs, "Hoa").step == "published"
    # A second one for the same columns: nobody knows any more which their file follows.
    second = [make_mapping(tmp_path, "Tuần khác", "Mở thanh toán"),
              results(tmp_path, "VN34-14-VPUB")]  # fmt: skip
    assert not may(foretell(two_units, second), *second)


def test_an_undoing_undoes_what_was_meant(two_units, tmp_path, signed_in):
    first = hand_in(two_units, [results(tmp_path, "VN34-14-VPUB")], OFFICER.name)
    hand_in_job.start_hand_in("undo", [], "ai đó", undoes=first.hand_in_id)
    assert hand_in(two_units, [task_report(tmp_path, "cua-minh")], "Hoa").step == "published"
    with pytest.raises(NotAllowedError):
        hand_in_job.start_hand_in("undo", [], "ai đó", undoes=first.hand_in_id)
    assert len(signed_in) == 1
    # The one that was started before had to wait for its turn.
    late = undo_last(two_units, OFFICER.name, first.hand_in_id)
    assert late.step == "failed"
    assert "không còn là lần mới nhất" in late.message
    assert len(find_last(two_units.raw)) == 1


def test_what_is_written_is_refused_where_it_is_written(two_units, monkeypatch, signed_in):
    """Whatever a page offers: the functions that write ask themselves."""
    denied = []
    monkeypatch.setattr(guard, "note_access", lambda who, action, **_: denied.append((who, action)))
    folder = {FOLDER: two_units.raw / FOLDER, "reviews": two_units.raw / "reviews"}
    for module in (explanation_file, review_file):
        monkeypatch.setattr(module, "find_raw_folder", folder.__getitem__)
        monkeypatch.setattr(module, "read_shared", lambda: SimpleNamespace(texts=str))
    own, other = find_record(two_units, "cua-minh"), find_record(two_units, "cua-ho")

    def write(record: str) -> list[str | None]:
        step = Step(record, "request", "ai đó", "Phòng A", DAY)
        made = Decision(record, "reading", "accept", "", "", "ai đó")
        return [explanation_file.write_step(step), review_file.write_decisions([made])]

    assert write(other) == ["access.not_allowed"] * 2
    assert denied == [(OFFICER.name, "denied")] * 2
    assert not any(place.exists() for place in folder.values())
    assert write(own) == [None, None]
    for place in folder.values():
        (file,) = place.glob("*.csv")
        assert OFFICER.name in file.read_text(encoding="utf-8")
    looks = dataclasses.replace(OFFICER, role="viewer")
    monkeypatch.setattr(guard, "find_who", lambda: looks)
    assert write(own) == ["access.not_allowed"] * 2
    assert signed_in == []


def test_a_mapping_speaks_of_the_unit_that_it_names(may, two_units, tmp_path):
    """A mapping of their own, pointed at another unit after a file was read by it."""
    first = [make_mapping(tmp_path, "Tuần", "Mở thanh toán"),
             make_form(tmp_path, "tuan-1.csv", "Mở thanh toán")]  # fmt: skip
    assert hand_in(two_units, first, OFFICER.name).step == "published"
    text = first[0].path.read_text(encoding="utf-8")
    turned = tmp_path / "khac.toml"
    turned.write_text(
        text.replace("VN34-14-VPUB", OTHER["unit_code"]).replace("cua-minh", "cua-ho"), "utf-8"
    )
    again = HandedFile(turned, first[0].name, MAPPINGS)
    told = foretell(two_units, [again])
    assert OTHER["unit_code"] in told["units"][f"{MAPPINGS}/Tuần.toml"]
    assert not may(told, again)


def test_a_figure_of_others_is_neither_doubted_nor_told(may, two_units, tmp_path):
    """A second answer to what another unit reported, in a file beside a row of their own."""
    theirs = results(tmp_path, OTHER["unit_code"])
    placed = dataclasses.replace(theirs, name="z.csv")
    assert hand_in(two_units, [placed], "Hoa").step == "published"
    mixed = tmp_path / "a.csv"
    own = results(tmp_path, "VN34-14-VPUB").path.read_text(encoding="utf-8")
    other = theirs.path.read_text(encoding="utf-8").splitlines()[1].replace(";77;", ";12;")
    mixed.write_text(f"{own}{other}\n", encoding="utf-8")
    file = HandedFile(mixed, "a.csv", "progress", DAY)
    told = foretell(two_units, [file])
    assert OTHER["unit_code"] in told["units"]["progress/2025-10-02/a.csv"]
    assert "77" in str(told["files"][0]["findings"])
    assert not may(told, file)
    seen = guard.keep_own_changes(told)
    assert seen["files"][0]["findings"] == []
    assert "77" not in str(seen["files"])


def test_a_plan_is_not_given_to_another_unit(two_units, signed_in, monkeypatch):
    monkeypatch.setattr(review_file, "find_raw_folder", lambda name: two_units.raw / name)
    monkeypatch.setattr(review_file, "read_shared", lambda: SimpleNamespace(texts=str))
    made = Decision("cua-minh#plan", "owner", "accept", "", OTHER["unit_code"], "An")
    assert review_file.write_decisions([made]) == "access.not_allowed"
    own = dataclasses.replace(made, new_value="VN34-14")
    assert review_file.write_decisions([own]) is None
    assert signed_in == []
