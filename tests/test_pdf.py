"""PDF papers are read by page, without furniture and line breaks; each broken one gets its own message."""

from contextlib import suppress
from pathlib import Path
from time import sleep

import pytest

from assistant.errors import UnreadableDocumentError
from assistant.ingestion import pdf, pdf_worker
from assistant.ingestion.load import read_document, read_documents
from assistant.ingestion.pdf_layout import paragraphs_by_page
from assistant.ingestion.printed_lines import PrintedLine
from assistant.ingestion.reading import Reading
from assistant.schema import Document
from tests.sample_files import PROGRESS, TARGETS, column_paper, huge_paper, paper, picture_paper, rewritten, write

STORY = [
    ("heading", "助力创新驱动平台建设实施方案"),
    ("heading", "一、目标"),
    ("text", TARGETS),
    ("text", PROGRESS),
    ("page", ""),
    ("heading", "编者注"),
    ("text", "以上数字均为累计数。"),
    ("table", "指标|目标|年份\n院士之家|1个|2023"),
]


def test_a_paper_is_read_by_page_without_furniture_and_line_breaks(tmp_path: Path) -> None:
    path = write(tmp_path / "policy" / "plan.pdf", paper(STORY, head="陕西省科协 实施方案"))
    document = read_document(path, corpus=tmp_path)
    first, second = (document.text[page.start : page.end].split("\n") for page in document.pages)
    assert first == ["## 一、目标", TARGETS, PROGRESS]
    assert second == ["## 编者注", "以上数字均为累计数。", "指标 | 目标 | 年份", "院士之家 | 1个 | 2023"]
    assert (document.source.title, document.source.kind) == ("助力创新驱动平台建设实施方案", "policy")


def test_the_information_dictionary_gives_the_source(tmp_path: Path) -> None:
    info = {
        "/Title": "实施方案",
        "/Publisher": "陕西省科协",
        "/Published": "2021-03",
        "/SourceURL": "https://example.cn/a",
        "/Kind": "policy",
        "/Reliability": "low – repost",
        "/Id": "plan-2021",
        "/Lang": "zh-CN",
    }
    source = read_document(write(tmp_path / "a.pdf", paper(STORY, info=info)), corpus=tmp_path).source
    assert (source.id, source.title, source.publisher, source.published) == (
        "plan-2021",
        "实施方案",
        "陕西省科协",
        "2021-03",
    )
    assert (source.url, source.kind, source.language) == ("https://example.cn/a", "policy", "zh")
    assert source.low_reliability


@pytest.mark.parametrize("title", ["draft3.docx", "about:blank", "Untitled"])
def test_titles_that_programs_write_by_themselves_are_passed_over(title: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.pdf", paper(STORY, info={"/Title": title, "/Author": "anonymous"}))
    source = read_document(path, corpus=tmp_path).source
    assert (source.title, source.publisher) == ("助力创新驱动平台建设实施方案", None)


def test_each_unreadable_paper_gets_a_message_that_names_the_fix(tmp_path: Path) -> None:
    good = paper(STORY)
    files = {
        "locked": (rewritten(good, password="secret"), "password"),
        "cut": (good[: len(good) // 3], "damaged"),
        "locked with AES": (rewritten(good, password="secret", algorithm="AES-256"), "password"),
        "picture": (picture_paper(), "OCR"),
        "huge": (huge_paper(), "takes too much memory; split it"),
        "other": (b"this is no PDF at all", "damaged"),
        "empty": (b"", "empty"),
    }
    for name, (data, word) in files.items():
        path = write(tmp_path / f"{name}.pdf", data)
        with pytest.raises(UnreadableDocumentError, match=word) as caught:
            read_document(path, corpus=tmp_path)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_paper_locked_against_changes_opens(tmp_path: Path, algorithm: str) -> None:
    path = write(tmp_path / "a.pdf", rewritten(paper(STORY), password="", algorithm=algorithm))
    assert PROGRESS in read_document(path, corpus=tmp_path).text


@pytest.mark.parametrize("by_rows", [False, True])
def test_two_columns_are_read_one_after_the_other_however_they_were_printed(tmp_path: Path, by_rows: bool) -> None:
    left, right = TARGETS * 4 + "左栏到此为止。", PROGRESS * 4 + "右栏到此为止。"
    data = column_paper("两栏排版的科技报告", [left, right], by_rows=by_rows)
    document = read_document(write(tmp_path / "a.pdf", data), corpus=tmp_path)
    assert document.source.title == "两栏排版的科技报告"
    assert document.text.split("\n") == [left, right]


def test_english_words_broken_at_a_line_end_are_whole_again(tmp_path: Path) -> None:
    lines = "Last year the associations promoted innova-", "tion driven services for small companies on", "campuses."
    data = column_paper("A report", ["".join(lines)], by_rows=False, chars=len(lines[0]))
    assert read_document(write(tmp_path / "a.pdf", data), corpus=tmp_path).text == (
        "Last year the associations promoted innovation driven services for small companies on campuses."
    )


def test_one_bad_paper_leaves_the_others_readable(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    good = paper(STORY)
    paths = [
        write(tmp_path / "a.pdf", good),
        write(tmp_path / "b.pdf", good[:500] + b"\x00" * 200 + good[700:900]),
        write(tmp_path / "c.pdf", good),
    ]
    results = pdf.read_pdfs(paths)
    assert [isinstance(results[path], Reading) for path in paths] == [True, False, True]
    assert capfd.readouterr() == ("", "")


def test_a_paper_over_its_time_is_named_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_SECONDS_PER_FILE", 2.0)
    endless = huge_paper(b"BT /F1 9 Tf (a) Tj ET " * 900_000)
    paths = [write(tmp_path / f"{name}.pdf", paper([("text", TARGETS)])) for name in "abde"]
    paths.insert(2, write(tmp_path / "c.pdf", endless))
    results = list(read_documents(paths, corpus=tmp_path))
    assert [isinstance(result, Document) for result in results] == [True, True, False, True, True]
    assert (
        str(results[2]) == f"{tmp_path / 'c.pdf'}: reading the PDF takes too long; split it, or save its text as .txt."
    )


def test_a_parser_that_catches_everything_is_stopped_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(_path: Path) -> dict[str, object]:
        while True:
            with suppress(Exception):
                sleep(0.01)

    monkeypatch.setattr(pdf_worker, "_read", endless)
    assert pdf_worker.guarded(Path("a.pdf"), 0.1) == {"error": "too slow"}


def test_a_worker_that_dies_names_the_paper_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [write(tmp_path / f"{name}.pdf", b"") for name in "abc"]
    answer = {"info": {}, "pictures": [], "pages": [[["成立一家。", 72, 700, 11]]]}
    batches = iter([[answer], [answer]])
    monkeypatch.setattr(pdf, "_run_worker", lambda _batch: next(batches))
    results = pdf.read_pdfs(paths)
    assert [isinstance(results[path], Reading) for path in paths] == [True, False, True]


@pytest.mark.parametrize(("limit", "value"), [("_MEMORY_BYTES", 1 << 20), ("_SECONDS_PER_FILE", 0.0001)])
def test_a_paper_over_a_limit_gives_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: float
) -> None:
    monkeypatch.setattr(pdf, limit, value)
    monkeypatch.setattr(pdf, "_SECONDS_PER_FILE", value if limit == "_SECONDS_PER_FILE" else 20.0)
    path = write(tmp_path / "a.pdf", paper(STORY))
    assert isinstance(pdf.read_pdfs([path])[path], UnreadableDocumentError)


def column(*texts: str, x: float = 72, top: float = 700, size: float = 10) -> list[PrintedLine]:
    """Return lines printed under each other."""
    return [PrintedLine(text, x, top - number * 1.6 * size, size) for number, text in enumerate(texts)]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = column("科" * 20, "协" * 20, "左栏末。")
    right = column("园" * 20, "区" * 20, "右栏末。", x=300)
    assert paragraphs_by_page([[*left, *right]]) == [
        ["科" * 20 + "协" * 20 + "左栏末。", "园" * 20 + "区" * 20 + "右栏末。"]
    ]


def test_a_number_broken_by_a_line_end_is_whole_again() -> None:
    assert paragraphs_by_page([column("科" * 19 + "10", "00名工程师。", "科" * 20, "协。")]) == [
        ["科" * 19 + "1000名工程师。", "科" * 20 + "协。"]
    ]


def test_who_published_a_paper_and_when_is_no_part_of_the_headline_above() -> None:
    headline, told = "陕西省科协关于园区科协建设的通报", "发布时间：2026年2月10日"
    page = column(headline, told, "截至二〇二六年一月，园区科协又成立了十家", "，任务完成。")
    assert paragraphs_by_page([page])[0][:2] == [headline, told]
    # A date that a line break cuts off its sentence stays with it.
    assert paragraphs_by_page([column("科" * 15 + "，自", "2026年2月10日")]) == [["科" * 15 + "，自2026年2月10日"]]


def test_a_sentence_over_a_page_end_stays_on_the_page_where_it_begins() -> None:
    first = column("开头。", "科" * 20, "协" * 20)
    second = column("成立三家。另有两家。", "完。", "末。")
    assert paragraphs_by_page([first, second])[:1] == [["开头。", "科" * 20 + "协" * 20 + "成立三家。"]]
    assert paragraphs_by_page([first, second])[1][0] == "另有两家。"


def test_running_heads_and_page_numbers_go_from_all_pages() -> None:
    pages = [
        [
            *column("陕西省科协", top=800, size=8),
            *column(f"第{n}段" + "文" * n + "。", "又一段。"),
            *column(f"- {n} -", top=30),
        ]
        for n in (1, 2, 3)
    ]
    assert paragraphs_by_page(pages)[1] == ["第2段文文。", "又一段。"]
