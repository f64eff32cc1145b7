"""Completeness: how much of what the gold answer names is in the answer, its figures, dates and names together?"""

from collections.abc import Iterator

from assistant.language.fold import to_simplified
from evals.metrics.dates import date_stands_in, read_dates
from evals.metrics.figures import figure_stands_in, written_date
from evals.metrics.numbers import tidy
from evals.metrics.payload import NOT_APPLICABLE, Measured, Observation, answer_text
from evals.sets import Case

LONGEST_NAME = 40
"""Characters; what is quoted at more length is a sentence, which an answer may put otherwise."""


def completeness(case: Case, seen: Observation) -> Measured:
    """Share of the gold figures, and of the dates and names of the gold answer, that stand in the answer.

    Dates and names count only where a gold source has them too and the question does not give them away; names only
    where question and gold answer are Chinese, as nobody wrote down what they are called in another language.
    """
    if case.should_decline:
        return NOT_APPLICABLE
    answer = answer_text(seen.payload or {})
    source = "\n".join(seen.texts[name] for name in case.source_ids if name in seen.texts)
    judged = [(gold, figure_stands_in(gold, answer)) for gold in case.gold_figures]
    judged += [*_dates(case, source, answer), *_names(case, source, answer)]
    if not judged:
        return NOT_APPLICABLE
    missing = [gold for gold, found in judged if not found]
    why = f"missing: {', '.join(missing)}" if missing else ""
    return Measured((len(judged) - len(missing)) / len(judged), why)


def _dates(case: Case, source: str, answer: str) -> Iterator[tuple[str, bool]]:
    asked, told, said = (read_dates(tidy(text)) for text in (case.question, source, answer))
    for date in dict.fromkeys(read_dates(tidy(case.gold_answer))):
        written = written_date(date)
        # A date that an editor listed among the figures is looked for already.
        if date_stands_in(date, told) and not date_stands_in(date, asked) and written not in case.gold_figures:
            yield written, date_stands_in(date, said)


def _names(case: Case, source: str, answer: str) -> Iterator[tuple[str, bool]]:
    # Imported here: it loads the tokenizer, which reading a stored run never needs.
    from assistant.answering.named import unknown_names, unknown_quotations

    def lacking(evidence: str) -> list[str]:
        return [*unknown_names(gold, evidence), *unknown_quotations(gold, evidence)]

    if not (case.answer_lang or case.lang).startswith("zh"):
        return
    gold, asked, told, said = map(to_simplified, (case.gold_answer, case.question, source, answer))
    foreign, missing = set(lacking(told)), set(lacking(said))
    for name in dict.fromkeys(lacking(asked)):
        if name not in foreign and len(name) <= LONGEST_NAME:
            yield name, name not in missing
