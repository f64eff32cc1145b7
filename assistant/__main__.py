"""The command line: questions, targets and documents in; text or JSON out. Errors go to stderr with the fix."""

import json
import os
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from assistant.command import says_what_is_wrong
from assistant.config import Config
from assistant.errors import AssistantError, UsageError
from assistant.operations.command import backup, restore
from assistant.operations.command import config_of as _config
from assistant.schema import Language, TargetTable
from assistant.user_command import users

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain usage errors: two lines instead of a box
    help="Ask about the 12621 programme of the Shaanxi Association for Science and Technology; answers cite sources.",
)
app.add_typer(users, name="user")
app.command()(backup)
app.command()(restore)
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
AllowNetwork = Annotated[bool, typer.Option("--allow-network", help="Fetch pages from the public internet.")]
AsOf = Annotated[str | None, typer.Option(metavar="DATE", help="Use only what was published until then (2022-04-30).")]


@app.callback()
def main(
    context: typer.Context,
    corpus: Annotated[Path | None, typer.Option(help="Another corpus folder.")] = None,
    index: Annotated[Path | None, typer.Option(help="Another index folder.")] = None,
) -> None:
    """Keep the options that stand before the subcommand."""
    chosen: dict[str, Any] = {name: path for name, path in (("corpus", corpus), ("index", index)) if path is not None}
    context.obj = chosen


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


@app.command("index")
@says_what_is_wrong
def index_command(
    context: typer.Context,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Make everything anew.")] = False,
) -> None:
    """Bring the index up to date with the corpus folder."""
    from assistant.progress import shown_progress
    from assistant.wiring import build

    config = _config(context)
    with shown_progress() as (say, progress):
        report = build(config, rebuild=rebuild, report=say, progress=progress)
    if report.up_to_date:
        typer.echo(f"The index is up to date: {len(report.unchanged)} documents, {report.passages} passages.")
    else:
        typer.echo(
            f"Indexed {len(report.added)} new, {len(report.changed)} changed, {len(report.unchanged)} unchanged and "
            f"removed {len(report.removed)} documents: {report.passages} passages in {report.seconds:.1f} s."
        )
    for path, why in report.failures:
        typer.echo(f"Not indexed: {path}: {why}", err=True)
    _warn_of_overrides(config)
    if report.failures:
        raise typer.Exit(UsageError.exit_code)


def _warn_of_overrides(config: Config) -> None:
    """Say which lines of ledger.csv fit nothing; nothing is opened when it has none."""
    from assistant.ledger.overrides import read_overrides
    from assistant.wiring import open_assistant

    if read_overrides(config.corpus / "ledger.csv"):
        for problem in open_assistant(config).override_problems()[1]:
            typer.echo(f"Warning: {problem}", err=True)


@app.command()
@says_what_is_wrong
def ask(
    context: typer.Context,
    question: str,
    history: Annotated[
        Path | None, typer.Option(help='JSON list of earlier turns: [{"role": "user", "content": "…"}, …].')
    ] = None,
    lang: Annotated[Literal["zh", "en", "auto"], typer.Option(help="Language of the answer.")] = "auto",
    as_of: AsOf = None,
    as_json: AsJson = False,
    stream: Annotated[bool, typer.Option("--stream", help="Print claim by claim as JSON lines, or as text.")] = False,
) -> None:
    """Answer one question with citations."""
    from datetime import date

    from assistant.answering.render import answer_payload, terminal_text
    from assistant.streamed import json_objects, text_pieces
    from assistant.turns import read_as_of, read_history
    from assistant.wiring import open_assistant

    turns, until = read_history(history), read_as_of(as_of)
    assistant = open_assistant(_config(context))
    if stream:
        events = assistant.stream(question, history=turns, language=lang, as_of=until)
        lines = (json.dumps(told, ensure_ascii=False) + "\n" for told in json_objects(events))
        for piece in lines if as_json else text_pieces(events, today=date.today()):
            sys.stdout.write(piece)
            sys.stdout.flush()
        return
    answer = assistant.ask(question, history=turns, language=lang, as_of=until)
    if as_json:
        _print_json(answer_payload(answer))
    else:
        typer.echo(terminal_text(answer, today=date.today()))


@app.command()
@says_what_is_wrong
def targets(
    context: typer.Context,
    as_json: AsJson = False,
    as_of: AsOf = None,
    csv_file: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write every figure with its citation as CSV.")
    ] = None,
    xlsx_file: Annotated[Path | None, typer.Option("--xlsx", metavar="FILE", help="The same as XLSX.")] = None,
    lang: Annotated[Literal["zh", "en"], typer.Option(help="Language of the files.")] = "zh",
) -> None:
    """Show the twelve targets with the newest comparable progress."""
    from assistant.ledger.table import table_payload
    from assistant.turns import read_as_of
    from assistant.wiring import open_assistant

    until = read_as_of(as_of)
    assistant = open_assistant(_config(context))
    table = assistant.targets(as_of=until)
    if csv_file or xlsx_file:
        _export(table, csv_file, xlsx_file, lang)
        return
    payload = table_payload(table)
    if as_json:
        _print_json(payload)
        return
    from assistant.terminal import targets_table

    targets_table(payload)


def _export(table: TargetTable, csv_file: Path | None, xlsx_file: Path | None, language: Language) -> None:
    from assistant.ledger.export import csv_bytes, export_rows, xlsx_bytes

    rows = export_rows(table, language)
    for path, write in ((csv_file, csv_bytes), (xlsx_file, xlsx_bytes)):
        if path is not None:
            try:
                path.write_bytes(write(rows))
            except OSError as error:
                raise UsageError(f"{path} cannot be written ({error.strerror}). Name another file.") from error
            typer.echo(f"Wrote {len(rows) - 1} figures to {path}.")


@app.command()
@says_what_is_wrong
def sources(context: typer.Context, as_json: AsJson = False) -> None:
    """List the documents of the index, each with its copies, newer version and doubtful fields."""
    from assistant.terminal import source_payload, sources_table
    from assistant.wiring import open_assistant

    assistant = open_assistant(_config(context))
    # A copy is listed with the document that stands for it.
    own = (source for source in assistant.sources() if not source.mirror_of)
    rows = [source_payload(assistant.document(source.id)) for source in own]
    if as_json:
        _print_json(rows)
    else:
        sources_table(rows)


@app.command()
@says_what_is_wrong
def show(context: typer.Context, document_id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Print the stored text of a document, the one that citations count their offsets in."""
    from assistant.wiring import open_assistant

    try:
        typer.echo(open_assistant(_config(context)).document(document_id).text)
    except KeyError as error:
        raise UsageError(
            f"There is no document {document_id!r}. `python -m assistant sources` lists the ids."
        ) from error


def _indexed(config: Config) -> dict[str, str]:
    """Return the paths of the indexed documents by id, nothing without an index."""
    from assistant.wiring import open_assistant

    try:
        return {source.id: source.path for source in open_assistant(config).sources()}
    except AssistantError:
        return {}


@app.command()
@says_what_is_wrong
def add(
    context: typer.Context,
    sources: Annotated[list[str], typer.Argument(metavar="PATH|URL…")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask, also on a terminal.")] = False,
    allow_network: AllowNetwork = False,
) -> None:
    """Show what was read of files or web pages, then copy them into the corpus and index them."""
    from tempfile import TemporaryDirectory

    from assistant.corpus import keep, plan_additions
    from assistant.wiring import look_at

    config = _config(context)
    with TemporaryDirectory() as waiting:
        additions = plan_additions(
            config.corpus, sources, _indexed(config), waiting=Path(waiting), allow_network=allow_network
        )
        for one in additions:
            renewed = " (fetched before; it will be replaced)" if one.replaces else ""
            typer.echo(f"{one.document.id} → {one.target.relative_to(config.corpus).as_posix()}{renewed}")
            for line in look_at(config, one.document, one.removed):
                typer.echo(line)
        if sys.stdin.isatty() and not yes and not typer.confirm("Add and index?", default=True, err=True):
            typer.echo("Nothing was added.")
            return
        for one in additions:
            typer.echo(keep(one))
    index_command(context, rebuild=False)


@app.command()
@says_what_is_wrong
def fetch(
    context: typer.Context,
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID…]", help="Some sources; all without any.")] = None,
    allow_network: AllowNetwork = False,
) -> None:
    """Fetch the originals that the digests were made of into corpus/_originals/, to read and compare."""
    from assistant.originals import choose, fetch_originals, read_sources

    config = _config(context)
    chosen = choose(read_sources(config.corpus / "sources.yaml"), ids or [])
    if not allow_network:
        raise UsageError("The originals are on the web. Add --allow-network to let this command use the network.")
    failed = 0
    for one in fetch_originals(config.corpus, chosen):
        failed += not one.ok
        typer.echo(f"{'ok ' if one.ok else 'BAD'} {one.id}: {one.detail}")
    typer.echo(f"{len(chosen) - failed} of {len(chosen)} sources; {failed} could not be fetched.")
    if failed:
        raise typer.Exit(1)


@app.command()
@says_what_is_wrong
def remove(context: typer.Context, document_id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Take a document out of the corpus (into corpus/_removed/) and out of the index."""
    from assistant.corpus import remove_document
    from assistant.wiring import open_assistant

    config = _config(context)
    known = {source.id: source.path for source in open_assistant(config).sources()}
    typer.echo(remove_document(config.corpus, document_id, known))
    index_command(context, rebuild=False)


@app.command()
@says_what_is_wrong
def doctor(context: typer.Context, as_json: AsJson = False) -> None:
    """Show the settings without secrets, and check the installation, the corpus, the embedding and the index."""
    from assistant.doctor import examine
    from assistant.operations.settings import shown_settings, unknown_settings

    config = _config(context)
    settings, unknown = shown_settings(config, os.environ), unknown_settings(os.environ)
    checks = examine(config)
    if as_json:
        _print_json(
            {
                "ok": all(check.ok for check in checks),
                "checks": [{"name": check.name, "ok": check.ok, "detail": check.detail} for check in checks],
                "settings": [{"name": one.name, "value": one.value, "origin": one.origin} for one in settings],
                "unknown_settings": unknown,
            }
        )
    else:
        for setting in settings:
            typer.echo(f"{setting.name}={setting.value}{'' if setting.origin == 'set' else '  (default)'}")
        for name in unknown:
            typer.echo(f"{name} is no setting and has no effect; assistant/config.py names those that are")
        for check in checks:
            typer.echo(f"{'ok ' if check.ok else 'BAD'} {check.name}: {check.detail}")
    worst = next((check.exit_code for check in checks if not check.ok), 0)
    if worst:
        raise typer.Exit(worst)


@app.command()
@says_what_is_wrong
def serve(context: typer.Context) -> None:
    """Serve the window, as `python ui.py` does."""
    import importlib

    # The package does not know the window; it is found by name only when it is to be served.
    window = importlib.import_module("ui")
    raise typer.Exit(window.main(_config(context)))


if __name__ == "__main__":
    app()
