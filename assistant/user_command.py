"""`python -m assistant user …`: who may open the window, and as what."""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from assistant.command import says_what_is_wrong
from assistant.errors import UsageError
from assistant.people.passwords import checked_password, hash_password
from assistant.people.roles import ROLES, Person
from assistant.people.users_file import change_users, checked_name, checked_roles, read_users

users = typer.Typer(no_args_is_help=True, help="Who may open the window; kept in the file ASSISTANT_USERS_FILE.")
Name = Annotated[str, typer.Argument(metavar="NAME")]


def _file() -> Path:
    from assistant.config import Config

    file = Config().users_file
    if file is None:
        raise UsageError("Set ASSISTANT_USERS_FILE to the file that shall hold the users, such as data/users.jsonl.")
    return file


def _typed_password(name: str) -> str:
    """Ask twice without echo, or take the first line of what is piped in."""
    if not sys.stdin.isatty():
        return checked_password(sys.stdin.readline().rstrip("\r\n"), name=name)
    from getpass import getpass

    password = checked_password(getpass(f"Password for {name}: "), name=name)
    if getpass("Once more: ") != password:
        raise UsageError("The two passwords differ. Nothing was changed; try again.")
    return password


def _changed(file: Path, name: str, change: Callable[[Person], Person | None]) -> None:
    """Change one person, or take it out when ``change`` returns None."""

    def changed(people: list[Person]) -> list[Person]:
        if all(person.name != name for person in people):
            raise UsageError(f"There is no user {name}. `python -m assistant user list` names them.")
        told = (change(person) if person.name == name else person for person in people)
        return [person for person in told if person is not None]

    change_users(file, changed)


@users.command()
@says_what_is_wrong
def add(
    name: Name,
    role: Annotated[list[str] | None, typer.Option(help=f"{', '.join(ROLES)}; may be given several times.")] = None,
) -> None:
    """Add a user; the password is asked for, or read from a pipe."""
    file, name, roles = _file(), checked_name(name), checked_roles(role or ["reader"])

    def free(people: list[Person]) -> list[Person]:
        if any(person.name == name for person in people):
            raise UsageError(f"There is a user {name} already. Use `user password` or `user role`, or another name.")
        return people

    free(read_users(file) if file.exists() else [])  # said before a password is asked for
    password = hash_password(_typed_password(name))
    created = datetime.now().astimezone().isoformat(timespec="seconds")
    change_users(file, lambda people: [*free(people), Person(name, roles, password, created)])
    typer.echo(f"Added {name} ({', '.join(roles)}) to {file}.")


@users.command()
@says_what_is_wrong
def remove(name: Name) -> None:
    """Take a user out; whoever is signed in under this name is signed out."""
    file, name = _file(), checked_name(name)
    _changed(file, name, lambda _: None)
    left = len(read_users(file))
    typer.echo(f"Removed {name}. {left} left." if left else f"Removed {name}. Nobody is left who could sign in.")


@users.command("list")
@says_what_is_wrong
def list_users(as_json: Annotated[bool, typer.Option("--json", help="Print one JSON list.")] = False) -> None:
    """List the users with their roles, without their passwords."""
    people = read_users(_file())
    if as_json:
        rows = [{"name": one.name, "roles": list(one.roles), "created": one.created} for one in people]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for one in people:
        typer.echo(f"{one.name}\t{', '.join(one.roles)}\tsince {one.created[:10]}")


@users.command()
@says_what_is_wrong
def password(name: Name) -> None:
    """Set a new password; whoever is signed in under this name is signed out."""
    file, name = _file(), checked_name(name)
    if all(person.name != name for person in read_users(file)):
        raise UsageError(f"There is no user {name}. `python -m assistant user list` names them.")
    new = hash_password(_typed_password(name))
    _changed(file, name, lambda person: replace(person, password=new))
    typer.echo(f"The password of {name} was changed.")


@users.command()
@says_what_is_wrong
def role(name: Name, roles: Annotated[list[str], typer.Argument(metavar="ROLE…", help=", ".join(ROLES))]) -> None:
    """Set the roles of a user, in place of the present ones; who is signed in under this name has to sign in again."""
    file, name, wanted = _file(), checked_name(name), checked_roles(roles)
    _changed(file, name, lambda person: replace(person, roles=wanted))
    typer.echo(f"{name} is now {', '.join(wanted)}.")
