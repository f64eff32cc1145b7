import hashlib
import logging
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import UsageError
from assistant.people.openness import is_this_machine, refuse_open_house
from assistant.people.pace import Pace
from assistant.people.people import LOCAL, People, name_of
from assistant.people.roles import ROLES
from assistant.people.users_file import change_users
from tests.signed_in import PASSWORD, person, write_users


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def people(tmp_path: Path) -> People:
    return People(write_users(tmp_path / "users.jsonl"))


def test_without_users_the_one_local_user_may_do_everything() -> None:
    house = People()
    assert not house.required
    assert all(house.may(None, role) for role in ROLES)
    assert name_of(None) == LOCAL and name_of("王芳") == "王芳"


def test_roles_are_those_of_the_file_and_everybody_in_it_reads(people: People) -> None:
    granted = {(name, role) for name in ("小李", "王芳", "editor") for role in ROLES if people.may(name, role)}
    assert granted == {
        ("小李", "reader"),
        ("王芳", "reader"),
        ("王芳", "evaluator"),
        ("editor", "reader"),
        ("editor", "editor"),
    }


@pytest.mark.parametrize("username", [None, "", "local", "nobody", "王芳 "])
def test_with_users_whoever_is_none_of_them_may_nothing(people: People, username: str | None) -> None:
    assert not any(people.may(username, role) for role in ROLES)


def test_a_password_is_checked_for_its_own_user_alone(people: People) -> None:
    found = people.check(" 小李 ", PASSWORD)
    assert found is not None and found.name == "小李"
    assert people.check("小李", "another password") is None
    assert people.check("nobody", PASSWORD) is None
    assert people.check("", "") is None


def test_an_unknown_name_takes_the_work_of_a_known_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.people.passwords import hash_password
    from assistant.people.roles import Person

    file = tmp_path / "users.jsonl"
    change_users(file, lambda _: [Person("known", ("reader",), hash_password(PASSWORD), "2026")])
    people = People(file)
    work: list[dict[str, Any]] = []
    real = hashlib.scrypt

    def counted(password: bytes, **parameters: Any) -> bytes:
        work.append({name: value for name, value in parameters.items() if name != "salt"})
        return real(password, **parameters)

    monkeypatch.setattr(hashlib, "scrypt", counted)
    people.check("known", "wrong password")
    people.check("unknown", "wrong password")
    assert len(work) == 2 and work[0] == work[1]


def test_a_change_of_the_file_is_seen_at_once(people: People) -> None:
    assert people.file is not None
    assert not people.may("小李", "editor")
    change_users(people.file, lambda known: [person("小李", "editor"), *known[1:]])
    assert people.may("小李", "editor")
    change_users(people.file, lambda known: known[1:])
    assert not people.may("小李", "reader")


def test_a_file_that_breaks_or_goes_lets_nobody_in_and_says_so_once(
    people: People, caplog: pytest.LogCaptureFixture
) -> None:
    assert people.file is not None
    whole = people.file.read_text(encoding="utf-8")
    people.file.write_text(whole + "{\n", encoding="utf-8")
    with caplog.at_level(logging.ERROR):
        assert not people.may("王芳", "reader") and not people.may("王芳", "reader")
    assert len(caplog.records) == 1 and "line 4" in caplog.text
    people.file.write_text(whole, encoding="utf-8")
    assert people.may("王芳", "reader")
    people.file.unlink()
    assert not people.may("王芳", "reader")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost"])
def test_the_window_is_open_without_users_to_this_machine(host: str) -> None:
    assert is_this_machine(host)
    refuse_open_house(host, People())


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "192.168.1.5", "example.org", "localhost.evil.test", "127.0.0.1.nip.io"]
)
def test_anything_else_is_refused_without_users_and_names_the_fix(host: str, people: People) -> None:
    with pytest.raises(UsageError, match=r"user add NAME.*ASSISTANT_USERS_FILE.*127\.0\.0\.1"):
        refuse_open_house(host, People())
    refuse_open_house(host, people)


def test_a_users_file_with_nobody_in_it_is_refused(people: People) -> None:
    assert people.file is not None
    change_users(people.file, lambda _: [])
    with pytest.raises(UsageError, match="names nobody"):
        refuse_open_house("127.0.0.1", people)


def test_nobody_asks_more_than_so_many_questions_in_any_minute() -> None:
    clock = Clock()
    pace = Pace(3, clock)
    for second in (0, 10, 20):
        clock.now = 1000.0 + second
        assert pace.wait("小李") == 0
    clock.now = 1030.0
    assert pace.wait("小李") == 30
    assert pace.wait("王芳") == 0  # the others are not slowed down
    clock.now = 1059.5
    assert pace.wait("小李") == 0.5
    clock.now = 1060.0
    assert pace.wait("小李") == 0
    assert pace.wait("小李") == 10  # what was refused did not count
