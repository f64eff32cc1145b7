"""The command `python -m evals benchmark faults`: the shipped corpus and planted faulty replies in, a table out."""

import json
from typing import Annotated

import typer

from assistant.answering.derived import derive_with
from assistant.answering.ownership import misplaced_by
from assistant.answering.support import Languages
from assistant.command import says_what_is_wrong
from assistant.config import Config
from assistant.ingestion.split import split_document
from assistant.language.dictionary import BUNDLED_DICTIONARY, Dictionary
from assistant.language.glossary import load_glossary
from assistant.language.translations import TranslationMemory
from assistant.ledger.indicators import load_programme
from assistant.schema import Language
from evals.benchmark.checks import checks_table, watched
from evals.benchmark.faults import LanguagesOf, Split, faults_payload, faults_table, judge_replies, times_ms
from evals.benchmark.shelf import Shelf, open_shelf


@says_what_is_wrong
def faults_command(
    as_json: Annotated[bool, typer.Option("--json", help="Print counts, shares and misses as JSON.")] = False,
    checks: Annotated[bool, typer.Option("--checks", help="Print what each check marks instead.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="List every miss below the table.")] = False,
) -> None:
    """Plant one fault each in right replies of a language model and count those that verification lets through."""
    shelf, split, languages = judged_with()
    if checks:
        with watched() as fired:
            typer.echo(checks_table(judge_replies(shelf, split, languages, fired.take)))
        return
    payload = faults_payload(judge_replies(shelf, split, languages), times_ms(shelf, split, languages))
    typer.echo(json.dumps(payload, ensure_ascii=False) if as_json else faults_table(payload))
    if verbose and not as_json:
        typer.echo("\n".join(payload["misses"]))


def judged_with() -> tuple[Shelf, Split, LanguagesOf]:
    """Return the shipped corpus, its passages by document, and what claims in either language are judged with."""
    config = Config()
    shelf = open_shelf(config.corpus)
    glossary = load_glossary(config.corpus / "glossary.yaml")
    memory = TranslationMemory(config.corpus / "translations")
    programme = load_programme(config.corpus / "indicators.yaml")
    dictionary = Dictionary(BUNDLED_DICTIONARY)
    misplaced, derive = misplaced_by(programme, memory), derive_with(programme)
    passages = {
        name: split_document(document, max_chars=config.passage_chars, overlap=0)
        for name, document in shelf.documents.items()
    }

    def languages(claim: Language) -> Languages:
        return Languages(
            claim,
            lambda name, text: memory.rendering(name, text, language=claim),
            glossary,
            misplaced,
            derive,
            dictionary.meanings,
        )

    return shelf, passages.__getitem__, languages
