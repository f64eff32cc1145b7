"""Errors that the user can put right, as one line on stderr, for every command line."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import typer

from assistant.errors import AssistantError

P = ParamSpec("P")


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
