"""Everything that takes in what strangers write, as targets with good inputs to start from."""

from pathlib import Path

from assistant.answering.conflicts import load_conflicts
from assistant.editing.uploads import clean_name, contradiction
from assistant.errors import AssistantError
from assistant.ingestion.corrections import correction_file, read_corrections
from assistant.language.glossary import load_glossary
from assistant.language.translations import TranslationMemory
from assistant.ledger.indicators import load_programme
from assistant.ledger.override_file import read_overrides
from assistant.network.address import find_place
from assistant.people.users_file import read_users
from assistant.turns import read_as_of, read_history
from evals.fuzz import asking, language, readers, samples, seeds, words
from evals.fuzz.campaign import Run, Target
from evals.fuzz.readers import as_file, as_setting
from evals.sets import load_sets


def small_things(_: Path) -> Run:
    """Read a date, an address and a file name, as users type them."""

    def nobody(_host: str, _port: int) -> tuple[str, ...]:
        return ("192.0.2.1",)

    def run(data: bytes) -> None:
        text = language.text_of(data)
        assert clean_name(text)
        for suffix in (".pdf", ".txt", ".docx"):
            contradiction(suffix, data)
        for reading in (lambda: read_as_of(text), lambda: find_place(text, resolve=nobody)):
            try:
                reading()
            except AssistantError:
                continue

    return run


def _translations(path: Path) -> object:
    return TranslationMemory(path.parent).all_english(path.stem)


def _corrections(path: Path) -> object:
    document = path.with_name("a.md")
    assert correction_file(document) == path
    return read_corrections(document)


def _table() -> tuple[bytes, ...]:
    return ("\n".join(map(",".join, seeds.TABLE)).encode(),)


def _parts(package: bytes) -> tuple[bytes, ...]:
    return seeds.parts_of(package)


WORD_PART = readers.as_part_of("a.docx", seeds.word_file)
SHEET_PART = readers.as_part_of("a.xlsx", seeds.workbook_file)

TARGETS: tuple[Target, ...] = (
    Target("figures", 0.3, language.figures, samples.texts, words.LANGUAGE),
    Target("dates", 0.2, language.dates, samples.texts, words.LANGUAGE),
    Target("numerals", 0.2, language.numerals, samples.texts, words.LANGUAGE),
    Target("reply", 0.1, language.reply, samples.replies, words.LANGUAGE),
    Target("streamed", 0.01, language.streamed, samples.replies, words.LANGUAGE),
    Target("verdict", 0.01, language.verdict, samples.texts, words.LANGUAGE),
    Target("small", 0.12, small_things, samples.small_things),
    Target("text", 0.008, as_file("a.txt"), lambda: (seeds.TEXT.encode(), seeds.TEXT.encode("gb18030"))),
    Target("markdown", 0.006, as_file("a.md"), lambda: (seeds.MARKDOWN.encode(),), words.MARKS),
    Target("csv", 0.01, as_file("a.csv"), _table, words.DELIMITED),
    Target("html", 0.002, as_file("a.html"), lambda: (seeds.PAGE.encode(),), words.HTML),
    Target("docx", 0.004, as_file("a.docx"), lambda: (seeds.word_file(),)),
    Target("docx-xml", 0.0008, WORD_PART, lambda: _parts(seeds.word_file()), words.XML),
    Target("xlsx", 0.004, as_file("a.xlsx"), lambda: (seeds.workbook_file(),)),
    Target("xlsx-xml", 0.0015, SHEET_PART, lambda: _parts(seeds.workbook_file()), words.XML),
    Target("pdf", 0.0006, readers.as_paper, lambda: (seeds.paper(),), words.PDF),
    Target("corrections", 0.003, as_setting(_corrections, "_a.md.yaml"), lambda: (b"title: a\n",), words.MARKS),
    Target("overrides", 0.004, as_setting(read_overrides, "ledger.csv"), samples.overrides, words.DELIMITED),
    Target(
        "glossary", 0.001, as_setting(load_glossary, "a.yaml"), lambda: samples.entries_of("glossary.yaml"), words.MARKS
    ),
    Target(
        "indicators", 0.0003, as_setting(load_programme, "a.yaml"), lambda: samples.whole("indicators.yaml"),
        words.MARKS,
    ),
    Target(
        "conflicts", 0.0008, as_setting(load_conflicts, "a.yaml"), lambda: samples.entries_of("conflicts.yaml"),
        words.MARKS,
    ),
    Target(
        "translations", 0.001, as_setting(_translations, "a.yaml"),
        lambda: samples.entries_of("translations/86917-xixian.yaml"), words.MARKS,
    ),
    Target("users", 0.004, as_setting(read_users, "a.jsonl"), samples.users, words.JSON),
    Target("history", 0.004, as_setting(read_history, "a.json"), samples.turns, words.JSON),
    Target("cases", 0.004, as_setting(lambda path: load_sets([path]), "a.jsonl"), samples.cases, words.JSON),
    Target("question", 0.0006, asking.question, samples.questions, words.LANGUAGE),
    Target("request", 0.001, asking.request, samples.requests, words.JSON),
    Target("model", 0.0005, asking.model_reply, samples.replies, words.LANGUAGE),
    Target("address", 0.0006, asking.address, samples.addresses),
    Target("archive", 0.002, readers.as_archive, samples.archives, words.JSON),
    Target("index", 0.001, asking.damaged_index, samples.flips),
)  # fmt: skip
"""The shares add up to about one; every target gets at least one execution."""
