"""Who somebody is and what they may do, by the rules of an office."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from dashboards.access import log
from dashboards.access.people import ALONE
from dashboards.access.rules import Access, BadAccessFileError, find_person, load_access
from pipeline.cli import main

LISTED = Access.model_validate(
    {"people": [{"who": "An@vi-du.test", "role": "chuyên viên", "units": ["VN34-14"]},
                {"who": "s-7", "role": "quản trị"}]}
)  # fmt: skip


def test_a_listed_person_has_the_role_of_the_list():
    person = find_person(
        {"sub": "1", "email": "an@vi-du.test", "name": "An", "cchc_role": "quản trị"}, LISTED
    )
    assert person is not None
    assert (person.name, person.role) == ("An (an@vi-du.test)", "officer")
    assert person.units == ("VN34-14",)
    assert not person.sees_all
    boss = find_person({"sub": "s-7"}, LISTED)
    assert boss is not None
    assert boss.sees_all


@pytest.mark.parametrize(
    ("claims", "role", "units"),
    [
        ({"cchc_role": "xem", "cchc_units": ["*"]}, "viewer", None),
        ({"cchc_role": "XEM "}, "viewer", ()),
        ({"cchc_role": "officer", "cchc_units": "VN34-14, VN34-15"}, "officer",
         ("VN34-14", "VN34-15")),
        ({"cchc_role": "quản trị", "cchc_units": ["VN34-14"]}, "admin", None),
    ],
)  # fmt: skip
def test_others_have_the_role_of_their_claims(claims, role, units):
    person = find_person({"sub": "2", "email": "b@vi-du.test"} | claims, LISTED)
    assert person is not None
    assert (person.role, person.units) == (role, units)
    assert person.name == "b@vi-du.test"


@pytest.mark.parametrize(
    "claims",
    [
        {}, {"cchc_role": ""}, {"cchc_role": "root"}, {"cchc_role": ["admin"]},
        {"email": "an@vi-du.test", "email_verified": False},
        {"email": "an@vi-du.test", "email_verified": "false"},
        {"email": "an@vi-du.test", "email_verified": " False "},
        {"email": "an@vi-du.test", "email_verified": 0},
        {"email": "an@vi-du.test", "email_verified": "0"},
        {"email": "an@vi-du.test", "email_verified": ""},
        {"email": "an@vi-du.test", "email_verified": "không"},
    ],
)  # fmt: skip
def test_an_account_without_a_role_may_not_look(claims):
    assert find_person({"sub": "3"} | claims, LISTED) is None


@pytest.mark.parametrize("said", [True, "true", "True", 1, "1", None])
def test_an_address_counts_where_the_provider_proved_it_or_says_nothing(said):
    person = find_person({"sub": "3", "email": "an@vi-du.test", "email_verified": said}, LISTED)
    assert person is not None


def test_an_account_without_address_or_subject_is_nobody_of_the_list():
    assert find_person({}, LISTED) is None
    assert find_person({"email": " ", "sub": ""}, LISTED) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[people]]\nwho = ''\nrole = 'xem'\n", "people.0.who"),
        ("[[people]]\nwho = '  '\nrole = 'quản trị'\n", "people.0.who"),
        ("[[people]]\nwho = 'a'\nrole = 'vua'\n", "vai trò «vua» không có"),
        ("session_hours = 0\n", "session_hours"),
        ("nguoi = 1\n", "nguoi"),
        ("[[people]\n", "access.toml"),
    ],
)
def test_a_faulty_file_of_access_is_named(tmp_path, text, said):
    path = tmp_path / "access.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadAccessFileError, match=said):
        load_access(path)
    done = CliRunner().invoke(main, ["dashboard", "--access", str(path)])
    assert done.exit_code == 1
    assert "Tệp phân quyền không dùng được" in done.output


def test_sign_in_without_secrets_does_not_start(tmp_path, monkeypatch):
    path = tmp_path / "access.toml"
    path.write_text("", encoding="utf-8")
    for name in ("CCHC_OIDC_CLIENT_ID", "CCHC_COOKIE_SECRET"):
        monkeypatch.delenv(name, raising=False)
    done = CliRunner().invoke(main, ["dashboard", "--access", str(path)])
    assert done.exit_code == 1
    assert "CCHC_OIDC_CLIENT_ID" in done.output


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.9", "::", "may-chu"])  # noqa: S104
def test_other_machines_are_let_in_only_with_sign_in_or_when_said_twice(host, monkeypatch):
    monkeypatch.delenv("CCHC_ACCESS", raising=False)
    started = []
    monkeypatch.setattr("os.execv", lambda *_: started.append(1))
    monkeypatch.setattr("os.chdir", lambda _: None)
    done = CliRunner().invoke(main, ["dashboard", "--host", host])
    assert done.exit_code == 1
    assert "--open" in done.output
    assert started == []
    assert CliRunner().invoke(main, ["dashboard", "--host", host, "--open"]).exit_code == 0
    assert CliRunner().invoke(main, ["dashboard", "--host", "127.0.0.1"]).exit_code == 0
    assert len(started) == 2


def test_alone_on_a_machine_everybody_may_do_everything():
    assert ALONE.sees_all
    assert not ALONE.is_signed_in


def test_the_log_takes_turns_and_is_one_line_each(tmp_path, monkeypatch):
    monkeypatch.setenv("CCHC_MARTS", str(tmp_path))
    monkeypatch.setattr(log, "_BYTES", 2000)
    log._open.cache_clear()
    for number in range(200):
        log.note_access("An\n{}", "page", page=f"trang {number}")
    files = sorted(tmp_path.glob("access.log*"))
    assert 2 < len(files) <= 11
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            assert json.loads(line)["who"] == "An\n{}"
    log._open.cache_clear()
