"""Errors that the user can put right, as one line on stderr, for every command line."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import typer

from assistant.config import Config
from assistant.errors import AssistantError, UsageError

P = ParamSpec("P")


def config_of(context: typer.Context) -> Config:
    """Return the settings of the environment and of the options before the command; UsageError names a wrong one."""
    from pydantic import ValidationError

    try:
        return Config(**context.obj)
    except ValidationError as error:
        first = error.errors()[0]
        name = "ASSISTANT_" + "_".join(map(str, first["loc"])).upper()
        raise UsageError(f"{name} is wrong: {first['msg']}.") from error


def says_what_is_wrong(command: Callable[P, None]) -> Callable[P, None]:
    """Turn an error of the assistant or of the file system into its message on stderr and its exit code."""

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except AssistantError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(error.exit_code) from error
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            typer.echo(f"{where}{error.strerror or error}. Check that it exists and that you may use it.", err=True)
            raise typer.Exit(1) from error

    return guarded
