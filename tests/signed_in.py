"""A users file, the window behind it, and browsers without a browser that sign in there."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.config import Config
from assistant.people.attempts import Attempts
from assistant.people.passwords import Cost, hash_password
from assistant.people.roles import Person, Role
from assistant.people.users_file import change_users
from assistant.window.door import Door, open_door
from evals.window.desk import EvaluationDesk
from evals.window.runner import Runner
from tests.evaluation_runs import text_of, write_stored_run
from tests.fakes import FakeAssistant
from tests.scripted_run import write_set

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.testclient import TestClient

PASSWORD = "correct horse battery"
CHEAP = Cost(2**10, 8, 1)
"""Milliseconds instead of a quarter of a second; the work that a real hash takes is tested by itself."""
USERS: Mapping[str, tuple[Role, ...]] = {"小李": ("reader",), "王芳": ("reader", "evaluator"), "editor": ("editor",)}


def person(name: str, *roles: Role, password: str = PASSWORD) -> Person:
    """Return somebody with a password that is quick to check."""
    return Person(name, roles or ("reader",), hash_password(password, CHEAP), "2026-01-01T00:00:00+00:00")


def write_users(file: Path) -> Path:
    """Write the users that tests sign in as."""
    change_users(file, lambda _: [person(name, *roles) for name, roles in USERS.items()])
    return file


def door_of(folder: Path, *, questions_per_minute: int = 1000) -> Door:
    """Return a door with the users of the tests."""
    return open_door(Config(users_file=write_users(folder / "users.jsonl"), questions_per_minute=questions_per_minute))


def guarded_app(folder: Path, door: Door) -> "FastAPI":
    """Return the window over the scripted assistant with a stored run, behind the door."""
    import ui

    write_stored_run(folder / "runs" / "one")
    (folder / "sets").mkdir()
    write_set(folder / "sets" / "short.jsonl", cases=3)
    desk = EvaluationDesk(Runner(folder / "runs", folder, folder / "index"), folder / "sets", text_of)
    return ui.create_app(FakeAssistant(), evaluations=desk, door=door)


class Untiring(Attempts):
    """Counts nothing."""

    def begin(self, name: str, address: str) -> float:
        """Let everybody try at once."""
        return 0.0


def patient_app(folder: Path) -> "FastAPI":
    """Return the window behind a door that never tires of wrong passwords, for tests that are about something else."""
    door = door_of(folder)
    return guarded_app(folder, Door(door.people, door.sign_ins, door.pace, Untiring()))


def browser(app: "FastAPI", *, scheme: str = "http", **headers: str) -> "TestClient":
    """Return a client that follows no redirects and asks for pages, in Chinese."""
    from starlette.testclient import TestClient

    own = {name.replace("_", "-"): value for name, value in headers.items()}
    usual = {"accept": "text/html", "accept-language": "zh-CN", **own}
    return TestClient(app, base_url=f"{scheme}://127.0.0.1", headers=usual, follow_redirects=False)


def sign_in(client: "TestClient", name: str = "小李", password: str = PASSWORD) -> int:
    """Post the form of the login page and return the status."""
    return client.post("/login", data={"username": name, "password": password}).status_code
