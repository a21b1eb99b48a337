"""What reaches the browser of each role, whatever an address asks for and a button gives away."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import struct
import zipfile

import duckdb
import pdfplumber
import pytest
from streamlit.elements.widgets import button
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext

from dashboards.access import session
from dashboards.access.people import Person
from dashboards.address_text import FREE_QUESTION, pack_text
from dashboards.components.address import KNOWN_KEYS
from pipeline.building.build import build
from pipeline.explanations.append import FOLDER, Step, append_step
from pipeline.publish.builds import DATABASE, find_current_build
from pipeline.support.console import LineReporter
from pipeline.support.settings import PROJECT, Settings
from tests.app.test_pages import PAGES, open_page
from tests.report_books import STATUS_HEADS, observation, write_csv

pytestmark = pytest.mark.slow
OWN, OTHER, OTHER_PLAN = "VN34-14", "VN63-80", "long-an-2022"
PAYMENT = "TTHC_ONLINE_PAYMENT_OFFERED_SHARE"
# What Long An reported: a value, as Arrow and as a reader see it, a file and words of its own.
VALUE, FILE, WORDS = 61.234567, "cua-rieng-long-an", "Loi-rieng-cua-Long-An"
MARKS = (struct.pack("<d", VALUE), b"61,2345", b"61.2345", FILE.encode(), WORDS.encode())
PEOPLE = {
    "viewer": Person("Lãnh đạo", "viewer", (OWN,), is_signed_in=True),
    "officer": Person("Chuyên viên", "officer", (OWN,), is_signed_in=True),
    "admin": Person("Quản trị", "admin", None, is_signed_in=True),
}


def find_key(settings, kind, column="record_key"):
    """Key of the first task, or number, of Long An's plan."""
    database = find_current_build(settings) / DATABASE
    code = f"and indicator_code = '{PAYMENT}'" if kind == "target" else "and task_ref = '1.1'"
    with duckdb.connect(database, read_only=True) as connection:
        (key,) = connection.execute(
            f"select {column} from fct_{kind} where plan_code = ? {code} limit 1",  # noqa: S608
            [OTHER_PLAN],
        ).fetchone()
    return key


def _write_reports(raw) -> None:
    rows = [observation(VALUE, unit_code=OTHER, indicator=PAYMENT, day="30/09/2022"),
            observation(VALUE, unit_code=OTHER, indicator=PAYMENT, day="30/11/2022")]  # fmt: skip
    made = write_csv(raw, rows)
    made.rename(made.with_name(f"{FILE}.csv"))
    tasks = (
        (*STATUS_HEADS, "Ghi chú"),
        (OTHER_PLAN, "1.1", "01/06/2022", "đang thực hiện", "", WORDS),
    )
    text = "\n".join(";".join(row) for row in tasks) + "\n"
    made.with_name(f"{FILE}-nv.csv").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Settings of an office whose neighbour has reported, and been asked, too."""
    folder = tmp_path_factory.mktemp("roles")
    settings = Settings(raw=folder / "raw", marts=folder / "marts")
    shutil.copytree(PROJECT / "data" / "raw", settings.raw)
    _write_reports(settings.raw)
    assert build(settings, LineReporter()).is_published
    task = find_key(settings, "task")
    append_step(
        settings.raw / FOLDER,
        Step(task, "request", "Hoa", WORDS, dt.date(2022, 6, 9), note=WORDS),
        dt.datetime(2022, 6, 2, 8, 0),  # noqa: DTZ001 (steps are written in local time)
    )
    assert build(settings, LineReporter()).is_published
    return settings


# What others have, asked for under every name of an address: name -> page and value.
ASKED = {
    "agency": ("tasks", WORDS[:9]), "ask": ("sql", "viec-tre"),
    "aview": ("attainment", "multiples"),
    "cascade": ("comparison", OTHER), "change": ("trends", "raised"),
    "course": ("trends", "index"), "day": ("attainment", "2022-12-14"),
    "embed": ("attainment", "true"), "embed_options": ("attainment", "show_toolbar"),
    "field": ("attainment", "TTHC"), "figure": ("weekly", "{record}"),
    "file": ("quality", f"{FILE}.csv"), "finding": ("quality", "other"),
    "fplan": ("handin", OTHER_PLAN), "frame": ("trends", "all"), "index": ("comparison", PAYMENT),
    "iplace": ("trends", OTHER), "kind": ("search", "task"), "known": ("weekly", "2030-01-01"),
    "lang": ("attainment", "en"), "level": ("trends", "province"),
    "map": ("comparison", "attainment"), "nest": ("comparison", OTHER_PLAN),
    "nview": ("sources", "list"), "office": ("weekly", OTHER), "pair": ("trends", "{target}"),
    "pday": ("comparison", "2022-12-14"), "place": ("trends", OTHER), "plan": ("plans", OTHER_PLAN),
    "present": ("weekly", "1"), "q": ("plans", WORDS[:9]), "qview": ("quality", "reports"),
    "region": ("comparison", "all"), "report": ("report", OTHER_PLAN),
    "rperiod": ("report", "year"), "ryear": ("report", "2022"), "s": ("sql", "{statement}"),
    "scope": ("weekly", OTHER_PLAN), "severity": ("quality", "info"), "sim": ("weekly", "0"),
    "since": ("weekly", "2022-01-01"), "state": ("tasks", "late"),
    "status": ("attainment", "missed"), "target": ("plans", "{target}"),
    "task": ("tasks", "{task}"), "tday": ("tasks", "2022-12-14"), "tview": ("tasks", "timeline"),
    "unit": ("units", OTHER), "view": ("comparison", "map"), "what": ("review", "all"),
    "words": ("search", WORDS[:9]), "xview": ("trends", "course"), "years": ("comparison", "all"),
}  # fmt: skip
# The view of a page that most of these need beside them.
BESIDE = {"plan": OTHER_PLAN, "scope": OTHER_PLAN, "unit": OTHER, "place": OTHER}
STATEMENTS = (
    "select * from fct_progress where unit_code = 'VN63-80' order by value",
    "select * from mart_explanation",
)


def fill(settings, value: str) -> str:
    """The value of a name in an address, with the keys of this build."""
    if value == "{statement}":
        return pack_text(STATEMENTS[0])
    keys = {"{task}": ("task", "task_key"), "{target}": ("target", "target_key"),
            "{record}": ("target", "record_key")}  # fmt: skip
    return find_key(settings, *keys[value]) if value in keys else value


class Browser:
    """What the server sends to one: messages and files."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def take_file(self, data) -> None:
        content = data() if callable(data) else data
        content = content.encode() if isinstance(content, str) else bytes(content)
        self.sent.append(content)
        if content[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(content)) as parts:
                self.sent += [parts.read(name) for name in parts.namelist()]
        elif content[:4] == b"%PDF":
            with pdfplumber.open(io.BytesIO(content)) as pdf:
                self.sent += [(page.extract_text() or "").encode() for page in pdf.pages]

    @property
    def marks(self) -> set[bytes]:
        """What of others' is in it."""
        return {mark for mark in MARKS if any(mark in part for part in self.sent)}


@pytest.fixture
def look(office, monkeypatch):
    """A function that opens a page as somebody, and gives what reached the browser."""

    def open_as(who: str, page: str, **address: str) -> Browser:
        browser = Browser()
        enqueue, marshall = ScriptRunContext.enqueue, button.marshall_file
        with monkeypatch.context() as patch:
            patch.setenv("CCHC_RAW", str(office.raw))
            patch.setattr(session, "judge_claims", lambda _claims: PEOPLE[who])

            def note(context, message) -> None:
                browser.sent.append(message.SerializeToString())
                enqueue(context, message)

            def note_file(coordinates, data, *rest, **named) -> None:
                browser.take_file(data)
                marshall(coordinates, data, *rest, **named)

            patch.setattr(ScriptRunContext, "enqueue", note)
            patch.setattr(button, "marshall_file", note_file)
            app = open_page(page, office.marts, patch, **address)
            if "sql-job" in app.session_state and app.session_state["sql-job"].wait(60):
                app.run()
            assert not app.exception, (page, address)
        return browser

    return open_as


# These choose a view, or leave no room for others: asked one at a time. The rest of a page go
# together.
ALONE = frozenset((
    "ask", "aview", "cascade", "course", "figure", "index", "iplace", "map", "nest", "nview",
    "pday", "present", "qview", "report", "s", "target", "task", "tview", "view", "xview",
))  # fmt: skip
ADDRESSES = [
    *((ASKED[name][0], (name,)) for name in sorted(ALONE)),
    *(
        (page, tuple(n for n, (asked, _) in ASKED.items() if asked == page and n not in ALONE))
        for page in sorted({page for page, _ in ASKED.values()})
    ),
]


def test_every_name_of_an_address_is_tried():
    assert set(ASKED) == set(KNOWN_KEYS) == {name for _, names in ADDRESSES for name in names}


@pytest.mark.parametrize(("page", "names"), [a for a in ADDRESSES if a[1]])
def test_no_address_leads_to_what_others_reported(look, office, page, names):
    address = BESIDE | {name: fill(office, ASKED[name][1]) for name in names}
    assert look("officer", page, **address).marks == set()


@pytest.mark.parametrize("page", [*PAGES, "handin"])
def test_no_page_and_no_download_holds_what_others_reported(look, page):
    for who in ("viewer", "officer"):
        assert look(who, page, **BESIDE).marks == set(), who


def test_whoever_sees_all_is_sent_it(look):
    """What the tests above look for is there to be found."""
    found = {page: look("admin", page, **BESIDE).marks for page in [*PAGES, "handin"]}
    assert sum(bool(marks) for marks in found.values()) > 5, found
    asked = [
        look("admin", "sql", ask=FREE_QUESTION, s=pack_text(text)).marks for text in STATEMENTS
    ]
    assert MARKS[0] in asked[0]
    assert WORDS.encode() in asked[1]
    english = look("admin", "attainment", lang="en", **BESIDE).marks
    assert set().union(*found.values(), *asked, english) == set(MARKS)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_no_question_of_ones_own_reaches_it(look, statement):
    assert look("officer", "sql", ask=FREE_QUESTION, s=pack_text(statement)).marks == set()
