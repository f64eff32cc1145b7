from assistant.answering.clauses import Part, asking_clauses, completed, parts_of
from assistant.answering.concepts import Concept
from assistant.answering.understand import understand
from assistant.language.glossary import build_glossary
from tests.test_extractive import ASKED, NO_PROGRAMME, candidate

FORUM = Concept(("论坛",), ("forum",), 9.0, "event")
OPENED = Concept(("致辞",), ("address",), 6.0, "term")
SPOKE = Concept(("主旨演讲",), ("keynote",), 8.0, "term")
CONCEPTS = (FORUM, OPENED, SPOKE)
NOTHING = build_glossary(())
EACH = tuple(Part(ASKED, (place,)) for place in (1, 2))


def test_clauses_that_each_ask_for_something_are_found_in_both_languages_and_scripts() -> None:
    assert asking_clauses("那場論壇，誰致辭、誰作主旨演講？") == ["誰致辭", "誰作主旨演講"]
    assert asking_clauses("How much was paid, and for how many projects?") == ["How much was paid", "how many projects"]


def test_a_clause_that_only_sets_the_scene_or_asks_yes_or_no_is_no_part() -> None:
    assert asking_clauses("大赛连办四年，一共有多少企业参加？") == []
    assert asking_clauses("出了几份报告，能说明做了多少吗？") == []


def test_parts_know_what_only_they_name() -> None:
    asked = understand("论坛上谁致辞、谁作主旨演讲？", glossary=NOTHING, programme=NO_PROGRAMME)
    parts = parts_of(asked, CONCEPTS, NO_PROGRAMME)
    assert [part.own for part in parts] == [(0, 1), (2,)]
    assert all(part.asked.wanted == {"who"} for part in parts)


def test_a_part_that_no_chosen_sentence_answers_gets_one() -> None:
    spoke = candidate("徐冠华作主旨演讲。", matched=(1.0, 0.4, 1.0))
    opened = candidate("叶牛平致辞。", matched=(1.0, 1.0, 0.4), score=0.7, start=40)
    assert completed([spoke], [spoke, opened], CONCEPTS, EACH, glossary=NOTHING) == [spoke, opened]


def test_nothing_is_added_where_one_sentence_answers_all_parts() -> None:
    both = candidate("叶牛平致辞，徐冠华作主旨演讲。", matched=(1.0, 1.0, 1.0))
    other = candidate("叶牛平致辞。", matched=(1.0, 1.0, 0.0), score=0.7, start=40)
    assert completed([both], [both, other], CONCEPTS, EACH, glossary=NOTHING) == [both]


def test_a_sentence_far_worse_than_the_best_is_no_answer_to_a_part() -> None:
    spoke = candidate("徐冠华作主旨演讲。", matched=(1.0, 0.0, 1.0))
    far = candidate("别处有人致辞。", matched=(0.0, 1.0, 0.0), score=0.3, start=40)
    assert completed([spoke], [spoke, far], CONCEPTS, EACH, glossary=NOTHING) == [spoke]
