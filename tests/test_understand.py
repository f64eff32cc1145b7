import pytest

from assistant.answering.understand import Understanding, detect_language, understand
from assistant.language.glossary import Glossary
from assistant.ledger.indicators import Programme


def read(question: str, glossary: Glossary, programme: Programme) -> Understanding:
    return understand(question, glossary=glossary, programme=programme)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("园区科协成立了几家？", "zh"),
        ("園區科協成立了幾家？", "zh"),
        ("12621 target 里有多少个 expert team？", "zh"),
        ("12621？", "zh"),
        ("What is 秦创原?", "en"),
        ("How many 园区科协 have been founded so far?", "en"),
        ("What are the targets?", "en"),
    ],
)
def test_the_language_is_that_of_the_grammar(question: str, language: str) -> None:
    assert detect_language(question) == language


@pytest.mark.parametrize(
    ("question", "indicators"),
    [
        ("园区科协成立了几家？", ("park-associations",)),
        ("園區科協成立了幾家？", ("park-associations",)),
        ("园区科协和企业一线工程师的目标", ("park-associations", "engineers-trained")),
        ("培训企业一线工程师多少名，园区科协几家", ("engineers-trained", "park-associations")),
        ("How many science-park associations have been founded?", ("park-associations",)),
        ("How many front-line engineers were trained?", ("engineers-trained",)),
        ("Has the Academicians’ Home been set up?", ("academicians-home",)),
        ("How many enterprises have been served?", ("enterprises-served",)),
        ("企业科协有几家？", ("park-associations",)),
        ("秦创原是什么？", ()),
    ],
)
def test_indicators_are_named_in_the_order_of_the_question(
    question: str, indicators: tuple[str, ...], glossary: Glossary, programme: Programme
) -> None:
    assert read(question, glossary, programme).indicators == indicators


@pytest.mark.parametrize(
    ("question", "aspects"),
    [
        ("园区科协的目标是多少个？", {"target", "count"}),
        ("园区科协的完成率是多少？", {"ratio"}),
        ("还差几家园区科协？", {"difference", "count"}),
        ("园区科协完成目标了吗？", {"status"}),
        ("听说园区科协有20家，对吗？", {"doubt"}),
        ("院士工作站和院士专家工作站是一回事吗？", {"comparable"}),
        ("12621工程有哪些目标？", {"all_targets"}),
        ("哪些目标还没有完成？", {"overview"}),
        ("12621这个数字代表什么？", {"code"}),
        ("What is the target for workstations?", {"target"}),
        ("How many more associations are missing?", {"difference", "count"}),
        ("Has the target been met?", {"status"}),
        ("Is it true that 20 were founded?", {"doubt"}),
        ("Why is it called 12621?", {"code"}),
    ],
)
def test_the_aspects_asked_for_are_found(
    question: str, aspects: set[str], glossary: Glossary, programme: Programme
) -> None:
    assert aspects <= read(question, glossary, programme).aspects


def test_asking_until_when_is_not_asking_for_progress(glossary: Glossary, programme: Programme) -> None:
    aspects = read("目标什么时候完成？", glossary, programme).aspects
    assert "when_done" in aspects and "progress" not in aspects


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("谁是省科协主席？", "who"),
        ("年会在哪里举行？", "where"),
        ("大赛什么时候开幕？", "when"),
        ("12621工程花了多少钱？", "money"),
        ("省科协的电话是多少？", "contact"),
        ("秦创原是什么？", "definition"),
        ("九大措施是哪些？", "list"),
        ("Who presided?", "who"),
        ("How much did it cost?", "money"),
    ],
)
def test_the_kind_of_thing_wanted_is_found(
    question: str, wanted: str, glossary: Glossary, programme: Programme
) -> None:
    assert wanted in read(question, glossary, programme).wanted


def test_figures_dates_batch_and_places_are_read(glossary: Glossary, programme: Programme) -> None:
    asked = read("2023年安康的第三批院士专家工作站有20家吗？", glossary, programme)
    assert [int(figure.value) for figure in asked.figures] == [20]
    assert asked.dates == ("2023",)
    assert asked.batch == "第三批"
    assert "安康" in asked.places


def test_the_programme_and_full_names_make_a_question_precise(glossary: Glossary, programme: Programme) -> None:
    full = read("园区科协有几家？", glossary, programme)
    loose = read("院士站有几家？", glossary, programme)
    with_programme = read("12621工程的院士站有几家？", glossary, programme)
    assert [asked.precise for asked in (full, loose, with_programme)] == [True, False, True]
    assert [asked.programme for asked in (full, loose, with_programme)] == [False, False, True]


def test_the_search_form_is_as_long_as_the_question(glossary: Glossary, programme: Programme) -> None:
    question = "園區科協成立了幾家？What about ＡＢＣ"
    assert len(read(question, glossary, programme).folded) == len(question)


def test_a_wanted_language_overrules_the_detected_one(glossary: Glossary, programme: Programme) -> None:
    assert understand("目标？", glossary=glossary, programme=programme, language="en").language == "en"


@pytest.mark.parametrize(
    ("question", "batch"),
    [
        ("第3批有多少家？", "第三批"),
        ("首批有多少家？", "第一批"),
        ("How large was the third batch?", "第三批"),
        ("How large was the 12th batch?", "第十二批"),
        ("How large was each batch?", None),
    ],
)
def test_a_batch_is_named_as_documents_name_it(
    question: str, batch: str | None, glossary: Glossary, programme: Programme
) -> None:
    assert read(question, glossary, programme).batch == batch


def test_words_typed_as_they_sound_among_characters_are_chinese() -> None:
    assert detect_language("xian xinchengqu 生态科创岛 zhan di duo shao") == "zh"
    assert detect_language("How big is 生态科创岛") == "en"
