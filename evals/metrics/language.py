"""Language: is the answer written in the language of the question, its quotes aside?"""

import re

from evals.metrics.payload import NOT_APPLICABLE, Measured, Observation, Payload, all_citations, answer_text
from evals.sets import Case

MOSTLY = 0.7
"""Share of the words that must be in the asked language: an English answer names 秦创原 and a Chinese one "U30"."""

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]{2,}")
_QUOTATION = re.compile(r"“[^”]*”|「[^」]*」|『[^』]*』|《[^》]*》|\"[^\"]*\"|https?://\S+")


def language_match(case: Case, seen: Observation) -> Measured:
    """1 when the answer is mostly Han text for a Chinese question, mostly Latin for an English one."""
    wanted = case.answer_lang or case.lang
    if wanted == "mixed":
        return NOT_APPLICABLE
    text = _own_words(seen.payload or {}, english=wanted == "en")
    han, latin = len(_HAN.findall(text)), len(_LATIN_WORD.findall(text))
    if not han + latin:
        return Measured(0.0, "the answer has no words")
    # A Han character is about two thirds of a word; counting it as one is strict with English answers only.
    share = (latin if wanted == "en" else han) / (han + latin)
    return Measured(1.0) if share >= MOSTLY else Measured(0.0, f"{share:.0%} of the words are {wanted}")


def _own_words(payload: Payload, *, english: bool) -> str:
    """Return the answer without quoted evidence, which stays in the language of its source."""
    text = answer_text(payload)
    if not english:
        return text
    for citation in all_citations(payload):
        for words in (citation.get("quote"), citation.get("title"), citation.get("publisher")):
            text = text.replace(str(words), " ") if words else text
    return _QUOTATION.sub(" ", text)
