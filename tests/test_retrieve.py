from pathlib import Path

from assistant.answering.retrieve import TERM_WEIGHT, as_langchain_retriever, build_query, retrieve
from assistant.index.search import Query
from assistant.index.synonym_sets import SynonymSet
from assistant.language.dictionary import Dictionary
from assistant.language.glossary import Glossary, Term, build_glossary
from assistant.schema import Hit, Passage

HIT = Hit(Passage("d#0", "d", 1, 0, 4, "园区科协"), 0.9)
GLOSSARY = build_glossary([Term("园区科协", "science-park association", "measure", zh_synonyms=("园区科学技术协会",))])


class OneHit:
    """Returns the same hit and remembers what was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Query, int]] = []

    def search(self, query: Query, *, limit: int) -> list[Hit]:
        self.asked.append((query, limit))
        return [HIT]


def test_a_chinese_question_is_expanded_by_other_names() -> None:
    query = build_query("園區科協有幾家？", language="zh", glossary=GLOSSARY)
    assert query.text.startswith("园区科协")
    assert "园区科学技术协会" in query.expansion
    assert query.english == ""


def test_an_english_question_brings_its_chinese_names_and_its_own_words() -> None:
    query = build_query("How many Science-Park Associations?", language="en", glossary=GLOSSARY)
    assert "园区科协" in query.expansion
    assert query.english == "how many science-park associations?"


def dictionary(folder: Path) -> Dictionary:
    path = folder / "small.tsv"
    path.write_text("associ\t协会 联合\nscienc\t科学\n", encoding="utf-8")
    return Dictionary(path)


def test_the_words_of_an_english_question_come_with_their_translations_and_its_terms(tmp_path: Path) -> None:
    query = build_query(
        "How many science-park associations in Weinan?",
        language="en",
        glossary=GLOSSARY,
        dictionary=dictionary(tmp_path),
    )
    assert query.synonyms == (
        SynonymSet(("科学",), "science"),
        SynonymSet((), "park"),
        SynonymSet(("协会", "联合"), "associations"),
        SynonymSet((), "weinan"),
        SynonymSet(("园区科协", "园区科学技术协会"), weight=TERM_WEIGHT),
    )


def test_a_chinese_question_is_not_translated(tmp_path: Path) -> None:
    query = build_query("园区科协 science 有几家？", language="zh", glossary=GLOSSARY, dictionary=dictionary(tmp_path))
    assert query.synonyms == ()


def test_what_an_english_question_names_in_chinese_is_searched_for_as_it_stands(tmp_path: Path) -> None:
    query = build_query(
        "news of 园区科协 in 渭南市 please", language="en", glossary=GLOSSARY, dictionary=dictionary(tmp_path)
    )
    assert SynonymSet(("园区科协", "园区科学技术协会")) in query.synonyms
    assert {SynonymSet((pair,), weight=0.5) for pair in ("渭南", "南市")} <= set(query.synonyms)


def test_a_definition_is_searched_for_too() -> None:
    query = build_query("这是什么？", language="zh", glossary=GLOSSARY, definition="設在園區")
    assert "设在园区" in query.expansion


def test_the_limit_and_the_query_reach_the_index(glossary: Glossary) -> None:
    index = OneHit()
    assert retrieve("院士之家", index, language="zh", glossary=glossary, limit=7) == [HIT]
    assert [(query.text, limit) for query, limit in index.asked] == [("院士之家", 7)]


def test_a_langchain_retriever_keeps_the_hit_in_the_metadata() -> None:
    (document,) = as_langchain_retriever(lambda _: [HIT]).invoke("园区")
    assert (document.page_content, document.id, document.metadata["hit"]) == ("园区科协", "d#0", HIT)
