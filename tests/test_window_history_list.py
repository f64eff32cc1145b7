from datetime import UTC, date, datetime

from assistant.records.values import Listed
from assistant.window.history_list import history_html, undo_html
from tests.window_page import assert_inert, tags, visible

TODAY = date(2026, 11, 24)
HOSTILE = '<img src=x onerror="alert(1)">${alert(1)}'


def listed(title: str = "园区科协有几家？", question: str = "", text: str = "") -> Listed:
    return Listed("aB-_1", title, datetime(2026, 11, 20, 9, tzinfo=UTC), 2, question, text)


def test_each_conversation_can_be_opened_renamed_deleted_and_taken_away() -> None:
    html = history_html([listed()], "zh", wanted="", today=TODAY)
    found = tags(html)
    assert [given["data-act"] for tag, given in found if tag == "button"] == ["open", "rename", "delete"]
    links = [given["href"] for tag, given in found if tag == "a"]
    assert links == [f"conversations/aB-_1.{form}?lang=zh" for form in ("md", "docx", "pdf")]
    assert "2026年11月20日 · 2 个问题" in visible(html)
    assert "打开：园区科协有几家？" in visible(html)  # what a screen reader says


def test_the_word_that_was_looked_for_is_marked_in_its_own_script() -> None:
    html = history_html([listed("标题", "園區科協有幾家？", "六家。")], "zh", wanted="园区", today=TODAY)
    assert "<mark>園區</mark>科協有幾家？ — 六家。" in html


def test_titles_and_texts_stay_text() -> None:
    html = history_html([listed(HOSTILE, HOSTILE, HOSTILE)], "en", wanted="img", today=TODAY)
    assert_inert(html)
    assert_inert(undo_html(HOSTILE, "en", conversation='"><script>'))


def test_an_empty_list_says_why() -> None:
    assert "还没有对话" in history_html([], "zh", wanted=" ", today=TODAY)
    assert "No conversation matches" in history_html([], "en", wanted="x", today=TODAY)
