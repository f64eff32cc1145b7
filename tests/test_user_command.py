import json
import stat
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from assistant import user_command
from assistant.__main__ import app
from assistant.errors import UsageError
from assistant.people.passwords import matches
from assistant.people.users_file import read_users

PASSWORD = "correct horse battery"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "data" / "users.jsonl"
    monkeypatch.setenv("ASSISTANT_USERS_FILE", str(path))
    return path


def user(*arguments: str, typed: str = f"{PASSWORD}\n") -> Result:
    return CliRunner().invoke(app, ["user", *arguments], input=typed)


def test_users_are_added_listed_changed_and_removed(file: Path) -> None:
    assert user("add", "小李").exit_code == 0
    told = user("add", "王芳", "--role", "evaluator", "--role", "reader")
    assert told.stdout == f"Added 王芳 (reader, evaluator) to {file}.\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.roles for one in read_users(file)] == [("reader",), ("reader", "evaluator")]
    assert all(matches(PASSWORD, one.password) for one in read_users(file))

    assert user("role", "小李", "editor", "reader").exit_code == 0
    assert user("password", "小李", typed="another good one\r\n").exit_code == 0
    one = read_users(file)[0]
    assert (one.name, one.roles) == ("小李", ("reader", "editor")) and matches("another good one", one.password)

    rows: list[dict[str, Any]] = json.loads(user("list", "--json").stdout)
    assert [set(row) for row in rows] == [{"name", "roles", "created"}] * 2
    assert "scrypt" not in user("list").stdout and "小李\treader, editor" in user("list").stdout
    assert user("remove", "小李").stdout == "Removed 小李. 1 left.\n"
    assert "Nobody is left" in user("remove", "王芳").stdout
    assert read_users(file) == []


def test_no_password_is_ever_shown(file: Path) -> None:
    results = [user("add", "小李"), user("password", "小李"), user("list"), user("add", "x", typed="short1\n")]
    assert all(PASSWORD not in one.output and "short1" not in one.output for one in results)


@pytest.mark.parametrize(
    ("arguments", "typed", "why"),
    [
        (("add", "小李"), "", "already"),
        (("add", "new"), "", "10 to 256"),
        (("add", "new"), "password\n", "10 to 256"),
        (("add", "a b"), PASSWORD, "cannot be a user"),
        (("add", "new", "--role", "boss"), PASSWORD, "roles are reader, editor, evaluator"),
        (("remove", "nobody"), "", "user list"),
        (("password", "nobody"), PASSWORD, "user list"),
        (("role", "nobody", "reader"), "", "user list"),
        (("role", "小李", "admin"), "", "There is no role 'admin'"),
    ],
)
def test_what_cannot_be_done_changes_nothing_and_names_the_fix(
    file: Path, arguments: tuple[str, ...], typed: str, why: str
) -> None:
    user("add", "小李")
    before = file.read_bytes()
    told = user(*arguments, typed=typed)
    assert (told.exit_code, why in told.stderr, told.stdout) == (2, True, "")
    assert file.read_bytes() == before


def test_a_broken_file_is_named_with_its_line_and_left_alone(file: Path) -> None:
    user("add", "小李")
    file.write_text(file.read_text(encoding="utf-8") + "{\n", encoding="utf-8")
    for arguments in (("list",), ("add", "new"), ("remove", "小李"), ("role", "小李", "editor")):
        told = user(*arguments)
        assert told.exit_code == 2 and f"{file}, line 2" in told.stderr
    assert file.read_text(encoding="utf-8").endswith("{\n")


def test_without_a_setting_the_fix_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ASSISTANT_USERS_FILE", raising=False)
    told = user("list")
    assert told.exit_code == 2 and "Set ASSISTANT_USERS_FILE" in told.stderr


class Terminal:
    """Somebody at a terminal who types what they are asked for."""

    def __init__(self, *typed: str) -> None:
        self.typed = list(typed)
        self.asked: list[str] = []

    def isatty(self) -> bool:
        return True

    def getpass(self, prompt: str) -> str:
        self.asked.append(prompt)
        return self.typed.pop(0)


def typed_at(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("sys.stdin", terminal)
    monkeypatch.setattr("getpass.getpass", terminal.getpass)
    return user_command._typed_password("小李")


def test_on_a_terminal_the_password_is_asked_for_twice_without_echo(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(PASSWORD, PASSWORD)
    assert typed_at(terminal, monkeypatch) == PASSWORD
    assert terminal.asked == ["Password for 小李: ", "Once more: "]


def test_two_passwords_that_differ_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="differ"):
        typed_at(Terminal(PASSWORD, "something else"), monkeypatch)
