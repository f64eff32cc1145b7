from dataclasses import replace

import pytest

from assistant.answering.draft import Draft
from assistant.answering.extractive import claim_of, declined
from assistant.answering.trust import asks_for_trust, weighed
from assistant.answering.understand import understand
from assistant.language.glossary import build_glossary
from assistant.schema import Reason, Source
from tests.test_extractive import ASKED, IN_ENGLISH, NO_PROGRAMME, candidate

FARM = Source("farm", "答案", "查小号", "2025-06-28", None, "news", "zh")
DOUBTED = replace(FARM, reliability="low – 内容农场 | content farm", low_reliability=True)
OFFICIAL = replace(FARM, id="office", publisher="省政府", reliability="官方网站 | official site")


@pytest.mark.parametrize("question", ["935家能信吗？", "这个网站可靠吗", "How far can I trust that figure?"])
def test_questions_about_trust_are_known(question: str) -> None:
    assert asks_for_trust(understand(question, glossary=build_glossary(()), programme=NO_PROGRAMME))


def test_a_doubtful_source_is_called_so_before_it_is_quoted_and_its_note_follows() -> None:
    said, note = candidate("成果10.6万项。", source=DOUBTED), candidate("来源不明。", source=DOUBTED, note=True)
    draft = weighed(Draft((claim_of(said, ASKED),), "extractive"), ASKED, [said, note])
    assert draft.lead == "要谨慎，不宜单独引用。查小号（2025年6月28日，可靠性低）：内容农场。"
    assert [claim.text for claim in draft.claims] == ["成果10.6万项。", "编者注：来源不明。"]


def test_a_reliable_source_is_described_in_the_language_of_the_question() -> None:
    said = candidate("成果1项。", source=OFFICIAL)
    draft = weighed(Draft((claim_of(said, IN_ENGLISH),), "extractive"), IN_ENGLISH, [said])
    assert draft.lead == "It comes from 省政府 (28 June 2025): official site."


def test_what_is_not_answered_is_not_weighed() -> None:
    refused = declined(Reason.NOT_IN_CORPUS, "zh")
    assert weighed(refused, ASKED, []) == refused


def test_the_sentence_that_states_the_doubted_year_is_weighed_whatever_ranks_before_it() -> None:
    asked = understand("有文章说2019年就提出了，靠谱吗？", glossary=build_glossary(()), programme=NO_PROGRAMME)
    other = candidate("大赛在2021年开幕。", source=OFFICIAL)
    stated = candidate("该页说大赛2019年提出。", source=DOUBTED, score=0.5)
    draft = weighed(Draft((claim_of(other, asked),), "extractive"), asked, [other, stated])
    assert [claim.text for claim in draft.claims] == ["该页说大赛2019年提出。"]
