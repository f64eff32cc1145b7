"""`python -m assistant backup` and `restore`: an installation to one archive, and back; settings for all commands."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.command import says_what_is_wrong
from assistant.config import Config
from assistant.errors import UsageError
from assistant.operations.pending import finish_pending_restore

File = Annotated[Path, typer.Argument(metavar="FILE")]
WithoutDatabase = Annotated[bool, typer.Option("--without-database", help="Leave conversations and ratings alone.")]


def config_of(context: typer.Context) -> Config:
    """Return the settings of the environment and of the options before the command; UsageError names a wrong one.

    What they name is whole then: a restore that was killed is finished first.
    """
    from pydantic import ValidationError

    try:
        config = Config(**context.obj)
    except ValidationError as error:
        first = error.errors()[0]
        name = "ASSISTANT_" + "_".join(map(str, first["loc"])).upper()
        raise UsageError(f"{name} is wrong: {first['msg']}.") from error
    if finish_pending_restore(config):
        typer.echo("Finished a restore that had been interrupted.", err=True)
    return config


@says_what_is_wrong
def backup(
    context: typer.Context,
    file: File,
    no_index: Annotated[bool, typer.Option("--no-index", help="Leave the index out; it can be made again.")] = False,
    without_database: WithoutDatabase = False,
) -> None:
    """Write corpus, index, database and users into one archive, and check it; a window that runs goes on."""
    from assistant.operations.backup import backup as write
    from assistant.operations.backup import summary

    manifest = write(config_of(context), file, with_index=not no_index, with_database=not without_database)
    typer.echo(
        f"Wrote {file} ({file.stat().st_size / 1e6:.1f} MB): {summary(manifest)}. Keep it where no one else reads."
    )


@says_what_is_wrong
def restore(
    context: typer.Context,
    file: File,
    into: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Put everything into a new folder instead of its present places.")
    ] = None,
    without_database: WithoutDatabase = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask, also on a terminal.")] = False,
) -> None:
    """Put back what `backup` wrote, whole or not at all; what was there is kept aside."""
    from assistant.operations.backup import CORPUS, DATABASE, INDEX, USERS, summary
    from assistant.operations.restore import restore as put_back
    from assistant.operations.restore import restore_into

    config = config_of(context)

    def say(line: str) -> None:
        typer.echo(line, err=True)

    if into is not None:
        done = restore_into(config, file, into, report=say)
        typer.echo(f"Restored the backup of {done.manifest.made}: {summary(done.manifest)}. To use it:")
        settings = {
            CORPUS: "CORPUS={}",
            INDEX: "INDEX={}",
            DATABASE: "DATABASE_URL=sqlite:///{}",
            USERS: "USERS_FILE={}",
        }
        for part, place in done.places.items():
            typer.echo(f"export ASSISTANT_{settings[part].format(place)}")
        return
    question = f"Put {file} in the place of {config.corpus}, its index, database and users?"
    if sys.stdin.isatty() and not yes and not typer.confirm(question, default=False, err=True):
        typer.echo("Nothing was changed.")
        return
    done = put_back(config, file, with_database=not without_database, report=say)
    typer.echo(f"Restored the backup of {done.manifest.made}: {summary(done.manifest)}.")
    for path in done.aside:
        typer.echo(f"What was there before is in {path}.")
