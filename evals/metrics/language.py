"""Language: is the answer written in the language and the script of the question, its quotes aside?

Whoever asks in traditional characters is answered in them, everybody else in simplified ones; only a quotation keeps
the script of its source.
"""

import re

from assistant.language.fold import Script, first_script, only_script
from evals.metrics.payload import NOT_APPLICABLE, Measured, Observation, Payload, all_citations, answer_text
from evals.sets import Case

MOSTLY = 0.7
"""Share of the words that must be in the asked language: an English answer names 秦创原 and a Chinese one "U30"."""

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]{2,}")
_GLOSS = re.compile(r"[(（][\d.,]*[\u3400-\u9fff·、]+[)）]")
"""How something is written in Chinese, beside its English name: Chen Xuedong (陈学东)."""
_QUOTATION = re.compile(r"“[^”]*”|「[^」]*」|『[^』]*』|《[^》]*》|\"[^\"]*\"|https?://\S+")


def language_match(case: Case, seen: Observation) -> Measured:
    """1 when the answer is mostly Han text in the script of a Chinese question, mostly Latin for an English one.

    A question in both languages may be answered in either; what is Chinese then still has to keep to its script.
    """
    wanted = case.answer_lang or case.lang
    payload = seen.payload or {}
    if wanted == "mixed":
        if not _HAN.search(answer_text(payload)):
            return NOT_APPLICABLE
        return _in_script(payload, _script_asked_in(case))
    text = _own_words(payload, english=wanted == "en")
    han, latin = len(_HAN.findall(text)), len(_LATIN_WORD.findall(text))
    if not han + latin:
        return Measured(0.0, "the answer has no words")
    # A Han character is about two thirds of a word; counting it as one is strict with English answers only.
    share = (latin if wanted == "en" else han) / (han + latin)
    if share < MOSTLY:
        return Measured(0.0, f"{share:.0%} of the words are {wanted}")
    if wanted == "en":
        return Measured(1.0)
    return _in_script(payload, _script_asked_in(case) if wanted == "zh" else wanted)


def _in_script(payload: Payload, script: Script) -> Measured:
    foreign = foreign_characters(_QUOTATION.sub(" ", answer_text(payload)), script)
    return Measured(0.0, f"not {script}: {foreign}") if foreign else Measured(1.0)


def _script_asked_in(case: Case) -> Script:
    return first_script([case.question, *(turn.content for turn in reversed(case.history) if turn.role == "user")])


def foreign_characters(text: str, script: Script) -> str:
    """Return the characters of ``text`` that only the other script has, each once.

    >>> foreign_characters("園區科協里有一位皇后", "zh-Hans"), foreign_characters("园區科協里有一位皇后", "zh-Hant")
    ('園區協', '园')
    """
    return "".join(dict.fromkeys(character for character in text if only_script(character) not in (None, script)))


def _own_words(payload: Payload, *, english: bool) -> str:
    """Return the answer without quoted Chinese evidence, which stays in the language of its source."""
    text = answer_text(payload)
    if not english:
        return text
    for citation in all_citations(payload):
        for words in (citation.get("quote"), citation.get("title"), citation.get("publisher")):
            # The quotation of an English source may be the whole answer.
            text = text.replace(str(words), " ") if words and _is_chinese(str(words)) else text
    return _QUOTATION.sub(" ", _GLOSS.sub(" ", text))


def _is_chinese(text: str) -> bool:
    return len(_HAN.findall(text)) > len(_LATIN_WORD.findall(text))
