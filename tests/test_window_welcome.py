from dataclasses import replace
from datetime import date

from assistant.window.welcome import chips_html, newest_date, notice_html, welcome_html
from tests.fakes import PLAN, REPORT, RUMOUR
from tests.window_page import assert_inert, tags, visible

TODAY = date(2026, 11, 23)


def test_the_greeting_says_what_it_knows_until_when_and_what_it_will_not_do() -> None:
    text = visible(welcome_html([PLAN, REPORT, RUMOUR], "zh", today=TODAY))
    for expected in ("3 份资料：1 份政策文件，2 篇新闻报道", "2022年4月8日（4年7个月前）", "不猜测"):
        assert expected in text


def test_the_greeting_speaks_english_too() -> None:
    assert "published on 8 Apr 2022 (4 years" in visible(welcome_html([REPORT], "en", today=TODAY))


def test_what_is_no_date_does_not_count_as_the_newest() -> None:
    hostile = replace(REPORT, published="9![x](http://evil.test/x.png)")
    assert newest_date([hostile, PLAN, RUMOUR]) == "2021-06-01"
    assert newest_date([hostile, RUMOUR]) is None
    assert "没有注明日期" in welcome_html([hostile], "zh", today=TODAY)


def test_a_notice_is_text_and_no_notice_is_nothing() -> None:
    assert notice_html("") == ""
    assert_inert(notice_html("<b>${x}</b>"))


def test_questions_are_buttons_whose_text_stays_text() -> None:
    html = chips_html(('<img src=x>"${y}', "园区科协有几家？"))
    assert len([one for one in tags(html) if one[0] == "button"]) == 2
    assert "<img" not in html and "${" not in html
    assert chips_html(()) == ""
