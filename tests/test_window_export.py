"""Conversations as files: every piece of evidence is in them, and nothing unverified looks like a fact."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.records.values import Conversation, KeptTurn
from assistant.schema import Answer, Claim, Language, Turn, Verdict
from assistant.window.export.markdown import plain, to_markdown
from assistant.window.export.pdf import to_pdf
from assistant.window.export.transcript import Transcript, transcript_of
from assistant.window.export.word import to_word
from tests.fakes import FIVE_PARKS, GOALS, PARKS, SERVED, TRAINED, scripted_answer

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
QUESTIONS = ("一线工程师培训了多少名？", "园区科协有几家？", "火星上有水吗")
HOSTILE = (
    "<script>alert(1)</script> ![x](http://evil.test/a.png) [a](javascript:alert(1)) *b* `c` | # d\n# e\n- f\n1. g"
)


def turn(question: str, answer: Answer | None) -> KeptTurn:
    return KeptTurn(question, question, answer.text if answer else "旧的回答6家", AT, answer)


def transcript(language: Language = "zh", *more: KeptTurn) -> Transcript:
    turns = [turn(question, scripted_answer(question)) for question in QUESTIONS]
    follow_up = scripted_answer("那企业呢", [Turn("user", QUESTIONS[0])])
    turns.append(turn("那企业呢", follow_up))
    return transcript_of(Conversation("id", "季度报告", AT, (*turns, *more)), language, now=AT)


def word_text(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)


def pdf_text(content: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


WRITTEN = {
    "md": lambda told: "".join(
        token.content for token in MarkdownIt().parse(to_markdown(told)) if token.type == "inline"
    ),
    "docx": lambda told: word_text(to_word(told)),
    "pdf": lambda told: pdf_text(to_pdf(told)),
}


@pytest.mark.parametrize("form", WRITTEN)
def test_every_question_answer_and_piece_of_evidence_is_in_the_file(form: str) -> None:
    text = "".join(WRITTEN[form](transcript()).replace("\\", "").split())
    answers = [scripted_answer(question) for question in QUESTIONS]
    for expected in (
        "季度报告",
        *QUESTIONS,
        *(claim.text for answer in answers for claim in answer.claims),
        *(citation.quote for citation in (TRAINED, SERVED, GOALS, PARKS, FIVE_PARKS)),
        "本地日报；2022年4月8日",
        "https://example.org/plan?a=1&b=2",
        "第1页",
        "可靠性低",
        "来源不一致：园区科协的数量，一处写6家，一处写5家。[1][3]",
        "资料里没有找到这个问题的依据。",
        "理解为：12621工程到2022年4月服务了多少家企业？",
    ):
        assert "".join(expected.split()) in text, expected
    assert "javascript:" not in text


@pytest.mark.parametrize("form", WRITTEN)
@pytest.mark.parametrize(
    ("language", "mark"), [("zh", "【未核实，请勿当作事实】"), ("en", "[unverified, not to be used as a fact]")]
)
def test_what_is_unverified_is_marked_before_it_is_said(form: str, language: Language, mark: str) -> None:
    text = WRITTEN[form](transcript(language)).replace("\\", "").replace("\n", "")
    for doubtful in text.split("服务面还会继续扩大")[:-1]:
        assert doubtful.rstrip("* ").endswith(mark.strip())
    assert text.count(mark) == 2


@pytest.mark.parametrize("form", WRITTEN)
def test_evidence_of_what_is_left_out_is_left_out(form: str) -> None:
    answer = scripted_answer(QUESTIONS[0])
    other = replace(PARKS, start=PARKS.start + 1, quote="只为没有核实的话而引")
    failed = Claim("今年还要再建九家。", (other,), Verdict.UNVERIFIED)
    told = Conversation("id", "t", AT, (turn(QUESTIONS[0], replace(answer, unverified=(failed,))),))
    without = Conversation("id", "t", AT, (turn(QUESTIONS[0], answer),))
    text = WRITTEN[form](transcript_of(told, "zh", now=AT))
    assert text == WRITTEN[form](transcript_of(without, "zh", now=AT))
    assert TRAINED.quote in text.replace("\n", "") and other.quote not in text


@pytest.mark.parametrize("form", WRITTEN)
def test_an_answer_that_cannot_be_read_any_more_is_no_fact(form: str) -> None:
    text = WRITTEN[form](transcript("en", turn("旧", None))).replace("\\", "").replace("\n", "")
    assert "without evidence: 旧的回答6家" in text
    assert text.count("[unverified, not to be used as a fact]") == 3


def test_nothing_in_markdown_becomes_markup() -> None:
    answer = scripted_answer("园区科协有几家？")
    source = replace(PARKS.source, title=HOSTILE, publisher=HOSTILE, url="http://e.test/a> <b onclick=x>")
    cited = replace(PARKS, source=source, quote=HOSTILE)
    claim = replace(answer.claims[0], text=HOSTILE, citations=(cited,))
    told = Conversation("id", HOSTILE, AT, (turn(HOSTILE, replace(answer, question=HOSTILE, claims=(claim,))),))
    html = MarkdownIt().enable("table").render(to_markdown(transcript_of(told, "zh", now=AT)))
    for foreign in ("<script", "<img", "<code", "<b ", "<table", 'href="javascript', 'evil.test/a.png"'):
        assert foreign not in html
    assert html.count("<h1>") == html.count("<h2>") == 1


@given(st.text(max_size=60))
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    line = " ".join(text.replace("\0", "").split())
    shown = "".join(
        child.content
        for token in MarkdownIt().parse(f"x {plain(line)}")
        for child in token.children or ()
        if child.type in ("text", "text_special")
    )
    assert shown == f"x {line}".strip()


@pytest.mark.parametrize("write", [to_word, to_pdf])
@pytest.mark.parametrize("text", ["\x0b\x00\x1f", "\ud800", "😀 陜西 ﬁ ①", "a" * 3_000, "<b>&amp;</b>", "字" * 3_000])
def test_any_text_can_be_written(write: object, text: str) -> None:
    answer = replace(scripted_answer("园区科协有几家？"), question=text, lead=text, closing=text)
    told = transcript_of(Conversation("id", text, AT, (turn(text, answer),)), "zh", now=AT)
    assert callable(write) and write(told)


def test_word_is_told_that_chinese_is_chinese() -> None:
    from docx.oxml.ns import qn

    styles = docx.Document(io.BytesIO(to_word(transcript()))).styles.element
    assert {spoken.get(qn("w:eastAsia")) for spoken in styles.iter(qn("w:lang"))} == {"zh-CN"}


def test_the_same_conversation_is_the_same_file() -> None:
    assert to_pdf(transcript()) == to_pdf(transcript())
    assert to_markdown(transcript()) == to_markdown(transcript())
