"""Passages are whole sentences of one page and one section, and together they hold the document."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from assistant.ingestion.split import split_document
from assistant.language.sentences import sentence_spans
from assistant.schema import Document, Page, Source

SOURCE = Source("d", "题", None, None, None, "news", "zh")


def document(*pages: str) -> Document:
    """Return a document of these pages."""
    ranges, start = [], 0
    for number, page in enumerate(pages, start=1):
        ranges.append(Page(number, start, start + len(page)))
        start += len(page) + 1
    return Document(SOURCE, "0" * 64, "\n".join(pages), tuple(ranges))


sentences = st.builds(
    lambda text, end: text + end, st.text("科协成立园区，、；12", min_size=1, max_size=60), st.sampled_from("。！？")
)
lines = st.one_of(
    st.lists(sentences, min_size=1, max_size=6).map("".join), st.sampled_from(["## 目标", "### 编者注", "## 一、部署"])
)
documents = st.lists(st.lists(lines, max_size=8).map("\n".join), min_size=1, max_size=4).map(lambda p: document(*p))


@given(documents, st.integers(20, 200), st.integers(0, 80))
def test_every_sentence_is_in_a_passage_and_every_passage_can_be_found_again(
    made: Document, max_chars: int, overlap: int
) -> None:
    passages = split_document(made, max_chars=max_chars, overlap=overlap)
    covered = {position for passage in passages for position in range(passage.start, passage.end)}
    for passage in passages:
        page = made.pages[passage.page - 1]
        assert made.text[passage.start : passage.end] == passage.text != ""
        assert page.start <= passage.start < passage.end <= page.end
        assert len(passage.text) <= max_chars
        assert not any(line.startswith("#") for line in passage.text.split("\n"))
    for start, end in sentence_spans(made.text):
        if not made.text.startswith("#", start):
            assert all(made.text[at].isspace() or at in covered for at in range(start, end))
    assert len({passage.id for passage in passages}) == len(passages)
    assert all(a.start < b.start and a.end < b.end for a, b in pairwise(passages))


def test_a_passage_knows_its_heading_and_does_not_contain_it() -> None:
    first, second, third = split_document(
        document("引言。\n## 目标\n一家。\n两家。", "三家。"), max_chars=100, overlap=0
    )
    assert (first.heading, first.text) == ("", "引言。")
    assert (second.heading, second.text, second.page) == ("目标", "一家。\n两家。", 1)
    assert (third.heading, third.text, third.page, third.id) == ("目标", "三家。", 2, "d#3")


def test_passages_overlap_by_whole_sentences_of_the_same_section() -> None:
    made = document("甲甲甲甲。乙乙乙乙。丙丙丙丙。丁丁丁丁。\n## 新\n戊戊戊戊。")
    texts = [passage.text for passage in split_document(made, max_chars=15, overlap=5)]
    assert texts == ["甲甲甲甲。乙乙乙乙。丙丙丙丙。", "丙丙丙丙。丁丁丁丁。", "戊戊戊戊。"]


def test_a_sentence_longer_than_a_passage_is_cut_at_a_clause() -> None:
    made = document("推动建立院士之家，成立园区科协，形成建议。")
    assert [p.text for p in split_document(made, max_chars=12, overlap=0)] == [
        "推动建立院士之家，",
        "成立园区科协，形成建议。",
    ]


def test_notes_are_marked_under_their_heading_and_on_their_line() -> None:
    made = document(
        "正文。\n編者註：此处有误。仍是注。\n又是正文。\n编者注：有误。\n## 二、口径说明\n口径。\n## 附\n附文。"
    )
    notes = {passage.text: passage.note for passage in split_document(made, max_chars=50, overlap=20)}
    assert [text for text, note in notes.items() if note][-2:] == ["编者注：有误。", "口径。"]
    assert not notes["附文。"]
