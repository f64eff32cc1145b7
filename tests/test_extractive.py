from dataclasses import replace

import pytest

from assistant.answering.concepts import Concept
from assistant.answering.evidence import Candidate
from assistant.answering.extractive import MIN_CONFIDENCE, answer_from_sentences, choose, declined, refusal
from assistant.answering.understand import Understanding, understand
from assistant.language.glossary import build_glossary
from assistant.ledger.indicators import Programme
from assistant.schema import Passage, Reason, Source
from tests.ledger_values import REPORT

CONTEST = Concept(("大赛",), ("contest",), 6.0, "term")
PRIZES = Concept(("获奖",), ("prize",), 6.0, "word")
CONCEPTS = (CONTEST, PRIZES)
NO_PROGRAMME = Programme("工程", "programme", (), "2023", (), (), ())
ASKED = replace(
    understand("大赛获奖项目", glossary=build_glossary([]), programme=NO_PROGRAMME),
    aspects=frozenset(),
    wanted=frozenset(),
)
IN_ENGLISH = replace(ASKED, language="en")
ENGLISH_SOURCE = Source("prn", "Release", "PRN", "2022-01-01", None, "news", "en")


def candidate(
    text: str,
    *,
    score: float = 0.8,
    matched: tuple[float, ...] = (1.0, 1.0),
    fits: bool = True,
    dated_otherwise: bool = False,
    start: int = 0,
    note: bool = False,
    rendering: str | None = None,
    source: Source = REPORT,
) -> Candidate:
    passage = Passage("p", source.id, 3, 0, 500, text, note=note)
    return Candidate(
        passage,
        source,
        start,
        start + len(text),
        text,
        rendering,
        score,
        matched,
        fits,
        frozenset(),
        dated_otherwise,
        False,
    )


def test_the_best_sentence_is_enough_when_it_covers_the_question() -> None:
    chosen = choose([candidate("大赛获奖65项。"), candidate("大赛很热闹，天气也好。", score=0.7)], CONCEPTS, ASKED)
    assert [c.text for c in chosen.candidates] == ["大赛获奖65项。"]
    assert chosen.coverage == 1.0


def test_a_sentence_that_adds_a_missing_concept_is_taken_too() -> None:
    first = candidate("大赛开幕。", matched=(1.0, 0.0))
    second = candidate("六十五个项目获奖。", matched=(0.0, 1.0), score=0.7, start=100)
    assert len(choose([first, second], CONCEPTS, ASKED).candidates) == 2


def test_a_far_worse_sentence_belongs_to_another_subject() -> None:
    first = candidate("大赛开幕。", matched=(1.0, 0.0))
    second = candidate("六十五个项目获奖。", matched=(0.0, 1.0), score=0.3, start=100)
    assert choose([first, second], CONCEPTS, ASKED).candidates == (first,)


def test_the_same_is_not_said_twice() -> None:
    asked = replace(ASKED, wanted=frozenset({"list"}))
    twice = [candidate("大赛获奖项目共65项。"), candidate("大赛获奖项目，共65项。", score=0.79, start=100)]
    assert len(choose(twice, CONCEPTS, asked).candidates) == 1


def test_a_list_may_have_more_sentences_than_a_fact() -> None:
    texts = [
        "一等奖给了航空队。",
        "二等奖归机械学院。",
        "三等奖由汽车厂拿走。",
        "优胜奖发给电子所。",
        "鼓励奖留待明年。",
    ]
    candidates = [candidate(text, start=100 * i) for i, text in enumerate(texts)]
    asked = replace(ASKED, wanted=frozenset({"list"}))
    assert [len(choose(candidates, CONCEPTS, one).candidates) for one in (ASKED, asked)] == [1, 4]


def test_only_what_fits_is_used() -> None:
    fitting = candidate("大赛11月25日开幕。", score=0.5)
    assert choose([candidate("大赛开幕。", fits=False), fitting], CONCEPTS, ASKED).candidates == (fitting,)
    assert choose([candidate("大赛开幕。", fits=False)], CONCEPTS, ASKED).candidates == ()


def test_a_fact_of_another_year_is_no_answer() -> None:
    other = candidate("2021年大赛11月25日开幕。", dated_otherwise=True)
    asked_when = replace(ASKED, wanted=frozenset({"when"}))
    assert choose([other], CONCEPTS, asked_when).candidates == ()
    assert choose([other], CONCEPTS, ASKED).candidates == (other,)


def test_each_sentence_becomes_a_claim_with_its_exact_place() -> None:
    chosen = choose([candidate("大赛获奖65项。", start=40)], CONCEPTS, ASKED)
    (claim,) = answer_from_sentences(chosen, ASKED).claims
    (citation,) = claim.citations
    assert (citation.quote, citation.start, citation.end, citation.page) == ("大赛获奖65项。", 40, 48, 3)


@pytest.mark.parametrize(("coverage", "unknown"), [((0.4, 0.4), 0.0), ((1.0, 1.0), 0.5)])
def test_too_little_covered_or_too_much_unknown_is_declined(coverage: tuple[float, ...], unknown: float) -> None:
    chosen = choose([candidate("大赛获奖65项。", matched=coverage)], CONCEPTS, ASKED)
    draft = answer_from_sentences(chosen, ASKED, unknown_share=unknown)
    assert (draft.declined, draft.reason, draft.claims) == (True, Reason.NOT_IN_CORPUS, ())


def test_a_search_that_is_all_but_hopeless_gives_no_answer() -> None:
    chosen = choose([candidate("园区科协6家。")], CONCEPTS, ASKED)
    assert not answer_from_sentences(chosen, ASKED, confidence=2 * MIN_CONFIDENCE).declined
    assert answer_from_sentences(chosen, ASKED, confidence=MIN_CONFIDENCE / 2).declined


def test_nothing_chosen_is_declined() -> None:
    assert answer_from_sentences(choose([], CONCEPTS, ASKED), ASKED).declined


def wording(one: Candidate, asked: Understanding) -> str:
    return answer_from_sentences(choose([one], CONCEPTS, asked), asked).claims[0].text


def test_an_english_answer_gives_the_rendering_or_says_that_the_source_is_chinese() -> None:
    rendered = candidate("大赛获奖65项。", rendering="The contest had 65 prizes.")
    assert wording(rendered, IN_ENGLISH) == "The contest had 65 prizes."
    assert wording(replace(rendered, rendering=None), IN_ENGLISH) == "The source says, in Chinese: “大赛获奖65项。”"


def test_a_chinese_answer_from_an_english_source_says_so() -> None:
    english = candidate("The contest had 65 prizes.", source=ENGLISH_SOURCE)
    assert wording(english, ASKED) == "原文（英文）：The contest had 65 prizes."
    assert wording(replace(english, rendering="大赛获奖65项。"), ASKED) == "大赛获奖65项。"
    assert wording(english, IN_ENGLISH) == "The contest had 65 prizes."


def test_a_note_is_marked_as_such_in_both_languages() -> None:
    note = candidate("两个数口径不同。", note=True, rendering="The two differ.")
    assert wording(replace(note, rendering=None), ASKED) == "编者注：两个数口径不同。"
    assert wording(note, IN_ENGLISH) == "Editor’s note: The two differ."


def test_the_answer_is_in_the_script_of_the_question() -> None:
    one = candidate("大赛获奖65项。")
    assert wording(one, replace(ASKED, script="zh-Hant")) == "大賽獲獎65項。"


@pytest.mark.parametrize("reason", list(Reason))
def test_every_refusal_has_a_sentence_in_both_languages(reason: Reason) -> None:
    assert refusal(reason, "zh") != refusal(reason, "en")
    assert declined(reason, "en").lead == refusal(reason, "en")
    assert refusal(reason, "en").isascii()
