from assistant.schema import Turn
from assistant.window.conversation import (
    HISTORY_EXCHANGES,
    KEPT_EXCHANGES,
    Exchange,
    cited,
    history,
    messages,
    next_number,
    remember,
)
from tests.fakes import FIVE_PARKS, GOALS, PARKS, scripted_answer
from tests.window_page import assert_inert

PARK_ANSWER = scripted_answer("园区科协有几家？")


def test_citations_are_numbered_once_in_reading_order_and_conflicts_come_last() -> None:
    assert cited(PARK_ANSWER) == (PARKS, GOALS, FIVE_PARKS)


def test_history_holds_answered_exchanges_as_plain_turns() -> None:
    exchanges = (Exchange(1, "园区科协有几家？", PARK_ANSWER), Exchange(2, "坏了", notice="请稍后"))
    assert history(exchanges) == (Turn("user", "园区科协有几家？"), Turn("assistant", PARK_ANSWER.text))


def test_history_keeps_only_what_was_just_said() -> None:
    exchanges = [Exchange(number, f"问{number}", PARK_ANSWER) for number in range(1, 20)]
    turns = history(exchanges)
    assert len(turns) == 2 * HISTORY_EXCHANGES
    assert turns[-2].content == "问19"


def test_numbers_are_not_reused_when_the_oldest_exchange_is_forgotten() -> None:
    exchanges: tuple[Exchange, ...] = ()
    for _ in range(KEPT_EXCHANGES + 3):
        exchanges = remember(exchanges, Exchange(next_number(exchanges), "问"))
    assert len(exchanges) == KEPT_EXCHANGES
    assert [exchanges[0].number, exchanges[-1].number] == [4, KEPT_EXCHANGES + 3]


def test_the_question_and_the_notice_are_shown_as_text() -> None:
    hostile = '<img src="http://evil.test/x.png" onerror=alert(1)>\n![x](http://evil.test/y.png)'
    shown = messages([Exchange(1, hostile, notice=hostile)], write=lambda answer, number: "")
    assert [message["role"] for message in shown] == ["user", "assistant"]
    for message in shown:
        assert_inert(message["content"])
        assert "&lt;img" in message["content"]


def test_an_answer_is_written_with_the_number_of_its_exchange() -> None:
    shown = messages([Exchange(7, "问", PARK_ANSWER)], write=lambda answer, number: f"{number}:{answer.text}")
    assert shown[1]["content"] == f"7:{PARK_ANSWER.text}"
