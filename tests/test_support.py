"""A claim holds when its words, names, counts and its yes or no stand in the sentences that it cites."""

import pytest

from assistant.answering.held import doubts_of
from assistant.answering.support import Languages, content_words, evidence_for
from assistant.language.glossary import Glossary, Term, build_glossary
from assistant.schema import Citation, Source
from tests.fake_index import make_document
from tests.test_prompt import shelf

GLOSSARY = build_glossary(
    [
        Term("园区科协", "park association", "organisation"),
        Term("院士之家", "Academicians’ Home", "organisation"),
        Term("企业科协", "company association", "organisation"),
        Term("省科协", "provincial association", "organisation"),
    ]
)
TEXT = (
    "一年进展\n省科协围绕秦创原开展工作。截至2022年4月，院士之家建成1个，园区科协成立6家。培训工程师1500名。天气很好。"
)
RENDERINGS = {"天气很好。": "The weather is fine today in town."}


def languages(claim: str = "zh", glossary: Glossary = GLOSSARY) -> Languages:
    """Return the comparison with one known rendering."""
    return Languages("en" if claim == "en" else "zh", lambda _, text: RENDERINGS.get(text), glossary)


def cite(text: str, claim: str = "zh") -> tuple[tuple[Citation, ...], dict[str, Source]]:
    """Return the evidence for a claim in the only passage that speaks of anything."""
    hits, sources = shelf(TEXT)
    return evidence_for(text, [hits[1].passage], sources, languages(claim)), sources


def is_held(text: str, claim: str = "zh") -> bool:
    """Tell whether a claim holds against its best evidence."""
    return not doubts_of(text, cite(text, claim)[0], "", languages(claim))


def test_the_sentence_with_the_figures_is_cited_exactly() -> None:
    (citation,) = cite("园区科协已经成立6家。")[0]
    assert citation.quote == "截至2022年4月，院士之家建成1个，园区科协成立6家。"
    document = make_document("doc0", TEXT)
    assert document.text[citation.start : citation.end] == citation.quote


def test_a_second_sentence_is_cited_when_it_holds_another_figure() -> None:
    quotes = [citation.quote for citation in cite("园区科协成立6家，培训工程师1500名。")[0]]
    assert quotes == ["截至2022年4月，院士之家建成1个，园区科协成立6家。", "培训工程师1500名。"]


def test_a_passage_named_in_vain_is_not_cited() -> None:
    hits, sources = shelf(TEXT, "银行公告\n贷款利率下调。")
    passages = [hit.passage for hit in hits if hit.passage.start]
    quotes = [c.quote for c in evidence_for("培训工程师1500名。", passages, sources, languages())]
    assert quotes == ["培训工程师1500名。"]


def test_a_passage_is_cited_for_the_short_part_of_a_long_claim_that_it_alone_holds() -> None:
    hits, sources = shelf(TEXT, "申报须知\n申报书盖章后寄出。")
    passages = [hit.passage for hit in hits if hit.passage.start]
    claim = "截至2022年4月，省科协围绕秦创原开展工作，院士之家建成1个，园区科协成立6家，申报书盖章。"
    quotes = [c.quote for c in evidence_for(claim, passages, sources, languages())]
    assert "申报书盖章后寄出。" in quotes


def test_without_a_passage_there_is_no_evidence_and_nothing_holds() -> None:
    assert evidence_for("园区科协成立6家。", [], {}, languages()) == ()
    assert doubts_of("园区科协成立6家。", (), "", languages())


@pytest.mark.parametrize(
    "claim",
    ["园区科协成立6家。", "园区科协已经成立了6家。", "截至2022年4月，培训工程师1500名。", "省科协围绕秦创原开展工作。"],
)
def test_the_same_in_other_words_holds(claim: str) -> None:
    assert is_held(claim)


@pytest.mark.parametrize(
    "claim",
    [
        "企业科协成立6家。",  # another organisation
        "院士之家建成6个，园区科协成立1家。",  # the right figures, exchanged
        "园区科协没有成立。",  # the opposite
        "省科协围绕秦创原的工作已经停止。",
        "教育部门公布了高校毕业生就业率。",  # nothing of it is there
    ],
)
def test_another_statement_does_not_hold(claim: str) -> None:
    assert not is_held(claim)


def test_a_heading_may_name_the_subject_but_no_figure_or_opposite() -> None:
    citations = cite("培训工程师1500名。")[0]
    assert not doubts_of("园区科协培训工程师1500名。", citations, "园区科协的进展", languages())
    assert doubts_of("园区科协培训工程师1500名。", citations, "", languages())


def test_a_claim_in_english_is_compared_with_the_rendering() -> None:
    assert is_held("The weather is fine in town.", "en")
    assert not is_held("The town elected its mayor.", "en")


def test_a_number_sign_denies_nothing() -> None:
    source = Source("a", "Title", None, None, None, "news", "en", "")
    quote = "The park association ranks second in the country."
    citations = (Citation(source, 1, 0, len(quote), quote),)
    assert not doubts_of("The park association ranks No. 2 in the country.", citations, "", languages("en"))
    assert doubts_of("The park association ranks second in no country.", citations, "", languages("en"))


def test_without_a_rendering_the_names_must_agree() -> None:
    assert is_held("There are 6 park associations.", "en")
    assert not is_held("There are 6 company associations.", "en")
    assert not is_held("There are 6 such bodies.", "en")


def test_the_end_of_a_known_name_begins_another_one() -> None:
    citations = cite("园区科协成立6家。")[0]
    assert not doubts_of("省科协园区科协成立6家。", citations, "陕西省科学技术协会园区科协", languages())


@pytest.mark.parametrize(("term", "rendered"), [("one hub, two belts", True), ("one lake, two rivers", False)])
def test_a_quoted_term_may_be_rendered_word_by_word(term: str, rendered: bool) -> None:
    meanings = {"hub": ("中枢",), "belts": ("带子", "带"), "belt": ("带",), "lake": ("湖",), "river": ("河",)}
    meant = Languages("en", lambda *_: None, GLOSSARY, meanings=lambda word: meanings.get(word, ()))
    source = Source("a", "题", None, None, None, "news", "zh", "")
    quote = "园区科协提出“一总两带”。"
    doubts = doubts_of(f"The park association has “{term}”.", (Citation(source, 1, 0, len(quote), quote),), "", meant)
    assert ("quotation" not in [doubt.kind for doubt in doubts]) is rendered


def test_words_are_compared_without_numbers_and_particles() -> None:
    assert content_words("培训了1500名工程师") == content_words("培训 2000 名工程师")
    assert content_words("The parks were trained") == content_words("park training")
