from assistant.answering.concepts import Concept, concepts_of
from assistant.answering.knowledge import Knowledge
from assistant.answering.understand import understand


def concepts(question: str, knowledge: Knowledge) -> tuple[Concept, ...]:
    asked = understand(question, glossary=knowledge.glossary, programme=knowledge.programme)
    return concepts_of(
        asked,
        glossary=knowledge.glossary,
        segment=knowledge.segment,
        stem=lambda word: word.removesuffix("s"),
    )


def named(question: str, name: str, knowledge: Knowledge) -> Concept:
    return next(concept for concept in concepts(question, knowledge) if name in concept.names)


def test_a_term_carries_its_names_in_both_languages(knowledge: Knowledge) -> None:
    concept = named("12621计划由谁负责？", "12621工程", knowledge)
    assert {"12621", "12621计划"} <= set(concept.names)
    assert "12621 programme" in concept.english


def test_an_english_term_is_found_by_its_chinese_name(knowledge: Knowledge) -> None:
    assert named("What is Qinchuangyuan?", "秦创原", knowledge).weight > 0


def test_what_stands_everywhere_weighs_less_than_a_rare_name(knowledge: Knowledge) -> None:
    question = "陕西的佰美基因是什么企业？"
    found = concepts(question, knowledge)
    weights = {name: concept.weight for concept in found for name in concept.names}
    assert weights["陕西"] < max(weights.values()) / 2


def test_what_stands_everywhere_counts_when_it_is_all_that_is_asked(knowledge: Knowledge) -> None:
    alone = named("秦创原是什么？", "秦创原", knowledge)
    beside = named("秦创原的佰美基因入选了哪个榜单？", "秦创原", knowledge)
    assert alone.weight > beside.weight


def test_words_of_the_question_form_are_no_concepts(knowledge: Knowledge) -> None:
    names = {name for concept in concepts("请问院士之家有多少个呢？", knowledge) for name in concept.names}
    assert "院士之家" in names
    assert names.isdisjoint({"请问", "多少", "呢", "有", "个"})


def test_years_and_figures_are_concepts_of_their_own(knowledge: Knowledge) -> None:
    found = concepts("2023年院士专家工作站有20家吗？", knowledge)
    kinds = {concept.kind: concept.names for concept in found}
    assert (kinds["year"], kinds["figure"]) == (("2023",), ("20",))


def test_a_batch_is_something_that_evidence_must_name(knowledge: Knowledge) -> None:
    assert named("第三批院士专家工作站有多少家？", "第三批", knowledge).weight > 0


def test_small_numbers_count_words_not_things(knowledge: Knowledge) -> None:
    assert all(concept.kind != "figure" for concept in concepts("这两种说法哪个对？", knowledge))


def test_no_concept_stands_twice(knowledge: Knowledge) -> None:
    names = [concept.names for concept in concepts("秦创原和秦创原平台，2022年和2022年4月", knowledge)]
    assert len(names) == len(set(names))


def test_every_concept_has_a_name_and_a_weight(knowledge: Knowledge) -> None:
    for question in ("What rank did Xixian New Area reach in 2021?", "三新三小竞赛有多少获奖项目？"):
        assert all(concept.names and concept.weight > 0 for concept in concepts(question, knowledge))
