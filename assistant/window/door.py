"""Settings to everything that decides who comes in, and that put in front of the window."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.config import Config
from assistant.people.attempts import Attempts
from assistant.people.pace import Pace
from assistant.people.people import People
from assistant.people.sign_ins import SignIns
from assistant.window.gate import Gate
from assistant.window.own_sessions import OwnSessions
from assistant.window.sign_in import SignInDesk, add_sign_in

if TYPE_CHECKING:
    from fastapi import FastAPI


@dataclass(frozen=True, slots=True)
class Door:
    """Who may come in, who is in, who tried, and how fast each may ask."""

    people: People
    sign_ins: SignIns
    pace: Pace
    attempts: Attempts = field(default_factory=Attempts)


def open_door(config: Config | None = None) -> Door:
    """Return the door that the settings ask for; without a users file it stands open to this machine."""
    config = config or Config.model_construct()
    people = People(config.users_file)
    sign_ins = SignIns(
        people.find, idle_seconds=60 * config.sign_in_idle_minutes, longest_seconds=3600 * config.sign_in_hours
    )
    return Door(people, sign_ins, Pace(config.questions_per_minute))


def put_in_front(app: "FastAPI", door: Door) -> None:
    """Let every request to the application pass the door; to be called before anything is mounted at ``/``."""
    if door.people.required:
        add_sign_in(app, SignInDesk(door.people, door.sign_ins, door.attempts))
    app.add_middleware(OwnSessions)  # behind the gate, which says who asks
    app.add_middleware(Gate, people=door.people, sign_ins=door.sign_ins)
