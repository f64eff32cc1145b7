from collections.abc import Sequence

import numpy as np
import pytest

from assistant.answering.concepts import Concept, concepts_of
from assistant.answering.evidence import Candidate, Judge
from assistant.answering.knowledge import Knowledge
from assistant.answering.matching import concept_in, unknown_concepts
from assistant.answering.understand import understand
from assistant.language.words import split_words
from assistant.schema import Hit, Passage, Source
from tests.ledger_values import LATER, REPORT


def stems(text: str) -> frozenset[str]:
    return frozenset(word.stem for word in split_words(text))


def judge(question: str, knowledge: Knowledge, *, renderings: dict[str, str] | None = None) -> Judge:
    asked = understand(question, glossary=knowledge.glossary, programme=knowledge.programme)
    concepts = concepts_of(
        asked,
        glossary=knowledge.glossary,
        segment=knowledge.segment,
        stem=lambda word: next((found.stem for found in split_words(word)), word),
    )
    return Judge(
        asked,
        concepts,
        knowledge.glossary,
        knowledge.encode,
        lambda _, text: (renderings or {}).get(text),
        stems,
        knowledge.programme.parts,
    )


def hit(text: str, source: Source = REPORT, *, score: float = 1.0, note: bool = False, heading: str = "") -> Hit:
    return Hit(Passage(f"{source.id}#{text[:4]}", source.id, 1, 10, 10 + len(text), text, heading, note), score)


def judged(question: str, hits: Sequence[Hit], knowledge: Knowledge) -> list[Candidate]:
    return judge(question, knowledge).candidates(hits, {REPORT.id: REPORT, LATER.id: LATER})


def test_the_sentence_that_names_what_is_asked_comes_first(knowledge: Knowledge) -> None:
    text = "会议讨论了年度工作。智惠三秦行动请来200多位院士专家。天气很好。"
    best = judged("智惠三秦行动请来多少位院士专家？", [hit(text)], knowledge)[0]
    assert best.text == "智惠三秦行动请来200多位院士专家。"


def test_offsets_are_those_of_the_document(knowledge: Knowledge) -> None:
    text = "会议讨论了年度工作。大赛评出65项。"
    for candidate in judged("大赛评出多少项？", [hit(text)], knowledge):
        assert text[candidate.start - 10 : candidate.end - 10] == candidate.text


def test_no_hits_give_no_candidates(knowledge: Knowledge) -> None:
    assert judged("大赛评出多少项？", [], knowledge) == []


@pytest.mark.parametrize(
    ("question", "fitting", "other"),
    [
        ("大赛什么时候开幕？", "大赛2021年11月25日开幕。", "大赛在西安开幕，很热闹。"),
        ("大赛花了多少钱？", "大赛投入300万元。", "大赛有300个项目。"),
        ("年会在哪里举行？", "年会在沣东新城举行。", "年会请了许多专家。"),
        ("大赛由谁主办？", "大赛由省科协主办。", "大赛有很多项目。"),
        ("大赛评出多少项？", "大赛评出65项。", "大赛评奖很严格。"),
        ("研发投入增速是多少？", "研发投入增长12%。", "研发投入3亿元。"),
    ],
)
def test_only_a_sentence_with_the_kind_of_thing_asked_for_fits(
    question: str, fitting: str, other: str, knowledge: Knowledge
) -> None:
    found = {c.text: c.fits for c in judged(question, [hit(fitting), hit(other)], knowledge)}
    assert found == {fitting: True, other: False}


def test_another_year_is_marked_and_ranked_lower(knowledge: Knowledge) -> None:
    hits = [hit("2021年综合排名第一。"), hit("2022年综合排名第五。")]
    best, second = judged("2022年综合排名第几？", hits, knowledge)
    assert (best.text, best.dated_otherwise) == ("2022年综合排名第五。", False)
    assert second.dated_otherwise


def test_another_batch_is_ranked_lower(knowledge: Knowledge) -> None:
    hits = [hit("第二批工作站20家授牌。"), hit("第三批工作站20家授牌。")]
    assert judged("第三批工作站有几家？", hits, knowledge)[0].text.startswith("第三批")


def test_a_note_of_the_editors_comes_after_what_is_reported(knowledge: Knowledge) -> None:
    hits = [hit("大赛评出项目65项整。", note=True), hit("大赛评出项目65项。")]
    best, second = judged("大赛评出多少项项目？", hits, knowledge)
    assert (best.passage.note, second.passage.note) == (False, True)
    assert best.score - second.score > 0.05


def test_a_name_in_the_heading_counts_for_the_sentences_below(knowledge: Knowledge) -> None:
    bare = judged("智惠三秦有多少专家？", [hit("请来200多位专家。")], knowledge)[0]
    below = judged("智惠三秦有多少专家？", [hit("请来200多位专家。", heading="智惠三秦")], knowledge)[0]
    assert below.score > bare.score


def test_a_rendering_counts_for_an_english_question(knowledge: Knowledge) -> None:
    text = "大赛评出65项。"
    one = judge("How many winners did the jury choose?", knowledge, renderings={text: "The jury chose 65 winners."})
    (candidate,) = one.candidates([hit(text)], {REPORT.id: REPORT})
    assert candidate.rendering == "The jury chose 65 winners."
    assert max(candidate.matched) == 1.0


def test_the_share_of_named_pieces_lies_between_none_and_all() -> None:
    concept = Concept(("院士专家工作站",), ("workstation",), 9.0, "measure")
    empty: frozenset[str] = frozenset()
    whole = concept_in(concept, "建成院士专家工作站", empty)
    part = concept_in(concept, "专家来了", empty)
    assert (whole, concept_in(concept, "天气", empty)) == (1.0, 0.0)
    assert 0 < part < 0.5
    assert concept_in(concept, "the workstation", frozenset({"workstation"})) == 1.0


def test_a_figure_is_no_piece_of_a_longer_number() -> None:
    concept = Concept(("20",), (), 5.0, "figure")
    assert [concept_in(concept, text, frozenset()) for text in ("有20家", "有200家", "有1.20家")] == [1.0, 0.0, 0.0]


def test_telling_words_that_no_text_names_are_unknown() -> None:
    mars, year = Concept(("火星",), (), 12.0, "word"), Concept(("2099",), (), 12.0, "year")
    light = Concept(("不知",), (), 1.0, "word")
    known = Concept(("园区",), (), 12.0, "word")
    assert unknown_concepts([mars, year, light, known], ["园区里的事"], stems) == (mars,)


def test_vectors_need_not_be_meaningful(knowledge: Knowledge) -> None:
    one = judge("大赛评出多少项？", knowledge)
    blind = Judge(
        one.asked,
        one.concepts,
        one.glossary,
        lambda texts: np.zeros((len(texts), 4), dtype=np.float32),
        one.render,
        stems,
        one.parts,
    )
    hits = [hit("天气很好。"), hit("大赛评出65项。")]
    assert blind.candidates(hits, {REPORT.id: REPORT})[0].text == "大赛评出65项。"
