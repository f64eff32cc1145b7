"""Question sets and stored texts to every fault that an editor must mend, each named by file and line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import UsageError
from evals.metrics.dates import date_stands_in, read_dates
from evals.metrics.figures import figure_stands_in, written_date
from evals.metrics.numbers import tidy
from evals.run import TextOf
from evals.sets import Case, numbered_lines, parse_line, set_files

_OF_THE_REPORT = re.compile(r"[（(][^（()）]*(?:报道|\breport)[^（()）]*[)）]")
"""“（2022年4月的报道）” is when something was told, which no sentence of the report need say."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in some sets; ``faults`` is empty when they are sound."""

    files: int
    cases: tuple[Case, ...]
    faults: tuple[str, ...]

    def __str__(self) -> str:
        quoted = sum(bool(case.gold_quotes) for case in self.cases)
        quotes = sum(len(case.gold_quotes) for case in self.cases)
        return f"{len(self.cases)} cases in {self.files} files, {quoted} with {quotes} gold quotes: no faults."


def check_sets(paths: Sequence[Path], text_of: TextOf) -> Checked:
    """Read every line of the sets to the end and return its cases with all faults, in the order of the lines."""
    files = set_files(paths)
    cases: list[Case] = []
    faults: list[str] = []
    places: dict[str, str] = {}
    for path in files:
        for number, line in numbered_lines(path):
            where = f"{path}, line {number}"
            try:
                case = parse_line(path, number, line)
            except UsageError as error:
                faults.append(str(error))
                continue
            if case.id in places:
                faults.append(f"{where}: id {case.id!r} is already used in {places[case.id]}. Give it another id.")
            places.setdefault(case.id, where)
            faults += [f"{where}: {fault}" for fault in case_faults(case, text_of)]
            cases.append(case)
    if not cases and not faults:
        faults.append(f"No cases in {', '.join(map(str, paths))}. Name a .jsonl file or a folder of them.")
    return Checked(len(files), tuple(cases), tuple(faults))


def case_faults(case: Case, text_of: TextOf) -> Iterator[str]:
    """Yield what is wrong with the gold of a case, held against the stored texts."""
    named = dict.fromkeys([*case.source_ids, *(gold.source_id for gold in case.gold_quotes)])
    texts = {name: text_of(name) for name in named}
    for name, text in texts.items():
        if text is None:
            yield f"source {name!r} is no document of the index. Mend the id, or add the document and index it."
    for gold in case.gold_quotes:
        text = texts[gold.source_id]
        if text is not None and gold.quote not in text:
            yield f"{gold.source_id} does not hold the quote {gold.quote!r}. Copy it from the stored text."
        if gold.source_id not in case.source_ids:
            yield f"a quote is of {gold.source_id!r}, which is not among its source_ids. Add it there."
    for figure in case.gold_figures if case.gold_quotes else ():
        if not any(figure_stands_in(figure, gold.quote) for gold in case.gold_quotes):
            yield f"no gold quote holds the gold figure {figure!r}. Add the quote that does."
    for date in _dates_without_quote(case, texts) if case.gold_quotes else ():
        yield f"no gold quote holds {date} of the gold answer, which its sources have. Add the quote that does."


def _dates_without_quote(case: Case, texts: Mapping[str, str | None]) -> Iterator[str]:
    """Yield the dates of the gold answer that the question does not give away and a source has outside the quotes."""
    quoted = "\n".join(gold.quote for gold in case.gold_quotes)
    sources = "\n".join(text for text in texts.values() if text)
    asked, held, told = (read_dates(tidy(text)) for text in (case.question, quoted, sources))
    for date in dict.fromkeys(read_dates(tidy(_OF_THE_REPORT.sub("", case.gold_answer)))):
        if date_stands_in(date, told) and not (date_stands_in(date, held) or date_stands_in(date, asked)):
            yield written_date(date)
