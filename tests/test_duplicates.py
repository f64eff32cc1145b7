"""Copies are one document, revised texts replace older ones, and different reports stay apart, in whatever order."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.config import ROOT
from assistant.index import build as build_module
from assistant.index.duplicates import settle_duplicates
from assistant.index.folders import current_build
from assistant.index.store import Store
from assistant.ingestion.load import list_corpus, read_documents
from assistant.language.fold import to_traditional
from assistant.schema import Document, Page, Remark, Source
from tests.fake_index import Corpus, split

ARTICLE = (
    "省科协上周在西安召开园区科协建设推进会，十一个开发区的负责人到会交流。会议介绍，全省新建园区科协6家，"
    "覆盖企业412家，会员单位比上年增加三成。\n"
    "与会者参观了航空基地的会员之家，听取了企业一线工程师培训的情况：全年办班18期，结业1503人，其中女学员420人。\n"
    "下一步，各园区将把学会专家请进车间，围绕热处理、精密装配和工业软件三类难题组织对接，每季度公布一次进展。"
)
BOILERPLATE = (
    "各有关单位：根据工作安排，经单位申报、专家评审、会议研究并在网站公示无异议，现将名单予以公布。"
    "请入选单位按照管理办法的要求加强组织领导，落实工作经费，按季度报送进展，接受年度考核。"
)


def document(name: str, text: str = ARTICLE, *, title: str = "园区科协建设推进会召开", **fields: Any) -> Document:
    source = Source(name, title, "光明网", "2022-04-08", f"http://{name}.example.cn/1", "news", "zh", path=f"{name}.md")
    return Document(replace(source, **fields), "0", text, (Page(1, 0, len(text)),))


def settled(*documents: Document) -> dict[str, Source]:
    return {source.id: source for source in settle_duplicates(documents)}


def test_a_copy_in_other_characters_and_with_other_punctuation_is_the_same_document() -> None:
    copy = to_traditional(ARTICLE).replace("，", ",").replace("。", ".")
    found = settled(document("a"), document("b", copy, published="2022-05-01"))
    assert [mirror.id for mirror in found["a"].mirrors] == ["b"]
    assert (found["b"].mirror_of, found["a"].set_aside, found["b"].set_aside) == ("a", False, True)
    assert found["a"].addresses == ("http://a.example.cn/1", "http://b.example.cn/1")


@pytest.mark.parametrize(
    "worse",
    [
        {"low_reliability": True, "published": "2021-01-01"},
        {"publisher": None},
        {"published": None},
        {"url": None},
        {"remarks": (Remark("text", "有缺字", "damaged"),)},
        {"published": "2022-04-09"},
        {"path": "added/0.md"},
    ],
)
def test_the_copy_that_tells_more_and_is_relied_on_more_stands_for_both(worse: dict[str, Any]) -> None:
    assert settled(document("a", **worse), document("b"))["a"].mirror_of == "b"


def test_a_copy_that_was_cut_off_belongs_to_the_whole_text_even_when_it_is_newer() -> None:
    found = settled(document("a"), document("b", ARTICLE[:110], published="2023-01-01"))
    assert (found["b"].mirror_of, found["a"].superseded_by) == ("a", "")


def test_an_article_with_one_other_figure_is_not_a_copy() -> None:
    found = settled(document("a"), document("b", ARTICLE.replace("6家", "8家")))
    assert not any(source.set_aside for source in found.values())


def test_lists_of_two_batches_in_one_form_stay_apart() -> None:
    first = document("a", f"{BOILERPLATE}\n第一批工作站：甲公司、乙公司。", title="关于公布第一批工作站的通知")
    second = document("b", f"{BOILERPLATE}\n第二批工作站：甲公司、乙公司。", title="关于公布第二批工作站的通知")
    assert not any(source.set_aside for source in settled(first, second).values())


def test_a_later_text_of_the_same_title_and_publisher_replaces_the_older() -> None:
    newer = document("b", ARTICLE.replace("6家", "8家") + "\n补充：新增两家园区科协。", published="2022-10-01")
    newest = document("c", ARTICLE.replace("6家", "9家"), published="2023-01", title="园区科协建设推进会召开（修订版）")
    found = settled(newest, document("a"), newer)
    assert [found[name].superseded_by for name in "abc"] == ["c", "c", ""]


def test_neither_another_publisher_nor_an_unreliable_page_replaces_a_document() -> None:
    changed = ARTICLE.replace("6家", "8家")
    other = document("b", changed, published="2022-10-01", publisher="内容站")
    assert not settled(document("a"), other)["a"].set_aside
    farm = document("b", changed, published="2022-10-01", low_reliability=True)
    assert not settled(document("a"), farm)["a"].set_aside


def test_another_text_at_the_same_address_is_a_version_whatever_its_title() -> None:
    newer = document(
        "b", ARTICLE.replace("6家", "8家"), title="推进会（更新）", published="2022-10", url="http://a.example.cn/1"
    )
    assert settled(document("a"), newer)["a"].superseded_by == "b"


def test_none_of_the_shipped_digests_stands_for_another() -> None:
    corpus = ROOT / "corpus"
    documents = [one for one in read_documents(list_corpus(corpus), corpus=corpus) if isinstance(one, Document)]
    assert len(documents) >= 94
    assert [source.id for source in settle_duplicates(documents) if source.set_aside or source.mirrors] == []


VARIANTS = [
    document("x", text, **fields)
    for text, fields in (
        (ARTICLE, {}),
        (ARTICLE, {"publisher": None}),
        (to_traditional(ARTICLE), {"published": "2022-06-01"}),
        (ARTICLE[:110], {}),
        (ARTICLE.replace("6家", "8家"), {"published": "2022-10-01"}),
        (ARTICLE.replace("6家", "9家"), {"published": "2023"}),
        (BOILERPLATE + ARTICLE[:60], {}),
    )
]


@given(st.lists(st.sampled_from(VARIANTS), max_size=7), st.randoms(use_true_random=False))
def test_the_order_of_documents_changes_nothing_and_settling_twice_neither(
    chosen: list[Document], random: object
) -> None:
    named = [replace(one, source=replace(one.source, id=f"d{n}", path=f"d{n}.md")) for n, one in enumerate(chosen)]
    once = {source.id: source for source in settle_duplicates(named)}
    shuffled = named.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert {source.id: source for source in settle_duplicates(shuffled)} == once
    again = settle_duplicates([replace(one, source=once[one.id]) for one in named])
    assert {source.id: source for source in again} == once
    for source in once.values():
        assert not source.mirror_of or not once[source.mirror_of].mirror_of


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with patch.object(build_module, "check_build"):
        yield Corpus(tmp_path)


def opened(corpus: Corpus) -> Store:
    build = current_build(corpus.index)
    assert build is not None
    return Store(build)


def test_a_copy_is_stored_but_cannot_be_found(corpus: Corpus) -> None:
    corpus.write("a.md", ARTICLE)
    corpus.write("b.md", ARTICLE)
    corpus.build()
    store = opened(corpus)
    assert {passage.document_id for passage in store.passages()} == {"a"}
    assert store.count == store.vectors.shape[0] == 3
    assert store.document("b").text == ARTICLE
    entry = store.entry("b.md")
    assert (list(entry.passages), entry.vectors.shape) == (split(entry.document), (3, 16))


def test_removing_one_copy_brings_the_other_back_without_reading_it_again(corpus: Corpus) -> None:
    corpus.write("a.md", ARTICLE)
    corpus.write("b.md", ARTICLE)
    corpus.build()
    assert corpus.build().up_to_date
    (corpus.folder / "a.md").unlink()
    assert corpus.build().removed == ("a",)
    assert corpus.read == []
    assert [passage.document_id for passage in opened(corpus).passages()] == ["b"] * 3


EDIT = st.tuples(
    st.sampled_from(["a.md", "b.md", "c.md"]),
    st.sampled_from([ARTICLE, f"{ARTICLE}。", ARTICLE.replace("6家", "8家"), ARTICLE[:110], "别的一篇", None]),
)


def everything(index: Path) -> list[object]:
    build = current_build(index)
    assert build is not None
    store = Store(build)
    entries = [store.entry(source.path) for source in store.sources()]
    found = [(entry.document, entry.passages, entry.english, entry.vectors.tobytes()) for entry in entries]
    try:
        return [*found, store.passages(), store.vectors.tobytes()]
    finally:
        store.close()


@settings(max_examples=12, deadline=None)
@given(st.lists(st.lists(EDIT, min_size=1, max_size=3), min_size=1, max_size=4))
def test_any_edits_of_copies_build_the_same_index_as_building_from_nothing(
    rounds: list[list[tuple[str, str | None]]],
) -> None:
    with TemporaryDirectory() as folder, patch.object(build_module, "check_build"):
        corpus = Corpus(Path(folder))
        for edits in rounds:
            corpus.edit(edits)
            corpus.build()
        with TemporaryDirectory() as fresh:
            corpus.build(index=Path(fresh))
            assert everything(corpus.index) == everything(Path(fresh))
