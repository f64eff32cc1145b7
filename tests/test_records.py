"""Conversations in a database: kept, found, changed, and nobody's but their owner's."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from assistant.errors import UsageError
from assistant.records.database import open_engine, read_address
from assistant.records.store import FORGET_DELETED_AFTER, Records
from assistant.records.values import Feedback, RecordsUnavailableError, new_id
from assistant.schema import Answer, Turn
from tests.fakes import scripted_answer

TRAINED = "一线工程师培训了多少名？"
PARKS = "园区科协有几家？"


class Clock:
    """Ticks a second with each look."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def records(tmp_path: Path, clock: Clock) -> Records:
    return Records(read_address(f"sqlite:///{tmp_path}/data/records.sqlite"), versions={"assistant": "1"}, now=clock)


def answered(question: str = PARKS) -> Answer:
    return replace(scripted_answer(question), build_id="20261124-abc")


def keep(
    records: Records,
    owner: str = "li",
    conversation: str = "",
    question: str = PARKS,
    *,
    turn: str = "",
    replaces: str = "",
    history: tuple[Turn, ...] = (),
) -> str:
    return records.keep(
        owner,
        conversation,
        turn=turn or new_id(),
        answer=answered(question),
        question=question,
        replaces=replaces,
        history=history,
    )


def test_a_turn_comes_back_with_everything_that_is_needed_to_replay_it(records: Records) -> None:
    history = (Turn("user", TRAINED), Turn("assistant", "1500名。"))
    made = keep(records, question="那园区科协呢", history=history)
    found = records.conversation("li", made)
    assert found is not None and found.title == "那园区科协呢"
    (turn,) = found.turns
    assert turn.answer == answered("那园区科协呢")
    assert (turn.history, turn.build_id, turn.versions) == (history, "20261124-abc", {"assistant": "1"})
    assert (turn.question, turn.text, turn.rating) == ("那园区科协呢", answered("那园区科协呢").text, None)


def test_conversations_go_on_and_are_listed_newest_first(records: Records) -> None:
    first = keep(records)
    second = keep(records, question=TRAINED)
    assert keep(records, conversation=first, question="那企业呢") == first
    assert [(listed.id, listed.turns) for listed in records.conversations("li")] == [(first, 2), (second, 1)]
    latest = records.latest("li")
    assert latest is not None and [turn.question for turn in latest.turns] == [PARKS, "那企业呢"]
    assert [listed.id for listed in records.conversations("li", limit=1)] == [first]


def test_nobody_reads_or_changes_what_is_anothers_not_even_with_its_id(records: Records) -> None:
    hers, his = keep(records, "li"), keep(records, "wang", question=TRAINED)
    records.rate("wang", Feedback("turn", TRAINED, answered(TRAINED), "up"))
    assert [listed.id for listed in records.conversations("li", wanted="一线")] == []
    assert [listed.id for listed in records.conversations("li")] == [hers]
    assert records.conversation("li", his) is None
    assert not records.rename("li", his, "mine")
    assert not records.delete("li", his)
    assert not records.close("li", his)
    assert records.delete("wang", his)
    assert not records.restore("li", his)
    assert records.restore("wang", his)
    elsewhere = keep(records, "li", conversation=his)
    assert elsewhere != his
    found = records.conversation("wang", his)
    assert found is not None and (found.title, found.closed, len(found.turns)) == (TRAINED, False, 1)
    latest = records.latest("li")
    assert latest is not None and latest.id == elsewhere
    assert records.latest("zhao") is None


def test_a_turn_is_kept_once_and_a_conversation_may_bring_its_id(records: Records) -> None:
    assert keep(records, conversation="chosen-before", turn="turn") == "chosen-before"
    assert keep(records, conversation="chosen-before", turn="turn") == "chosen-before"
    assert [listed.turns for listed in records.conversations("li")] == [1]


def test_a_turn_of_another_conversation_cannot_be_replaced(records: Records) -> None:
    his = keep(records, "wang", turn="known-turn")
    keep(records, "li", replaces="known-turn")
    found = records.conversation("wang", his)
    assert found is not None and [turn.id for turn in found.turns] == ["known-turn"]


def test_a_question_that_is_asked_again_takes_its_own_place(records: Records) -> None:
    made = keep(records, turn="one")
    keep(records, conversation=made, question="那企业呢", turn="two")
    keep(records, conversation=made, question=TRAINED, turn="three", replaces="two")
    found = records.conversation("li", made)
    assert found is not None and [(turn.id, turn.question) for turn in found.turns] == [
        ("one", PARKS),
        ("three", TRAINED),
    ]


@pytest.mark.parametrize(("name", "title"), [("", TRAINED), ("给李处长的数", "给李处长的数")])
def test_a_conversation_is_named_after_its_edited_first_question_unless_it_was_renamed(
    records: Records, name: str, title: str
) -> None:
    made = keep(records, turn="one")
    records.rename("li", made, name)
    keep(records, conversation=made, question=TRAINED, turn="two", replaces="one")
    (listed,) = records.conversations("li", wanted=title)
    assert listed.title == title


def test_editing_a_later_question_leaves_the_name(records: Records) -> None:
    made = keep(records, turn="one")
    keep(records, conversation=made, turn="two")
    keep(records, conversation=made, question=TRAINED, turn="three", replaces="two")
    (listed,) = records.conversations("li")
    assert listed.title == PARKS


@pytest.mark.parametrize("wanted", ["园区科协", "園區科協", "园区 6家", "", "  "])
def test_questions_and_answers_are_found_in_any_script(records: Records, wanted: str) -> None:
    made = keep(records)
    assert [listed.id for listed in records.conversations("li", wanted=wanted)] == [made]


@pytest.mark.parametrize("wanted", ["%", "_", "园%协", "火星", "\\", "园区 火星", "'; DROP TABLE turns; --"])
def test_signs_of_patterns_mean_themselves(records: Records, wanted: str) -> None:
    keep(records)
    assert records.conversations("li", wanted=wanted) == []
    assert len(records.conversations("li")) == 1


def test_a_search_shows_the_turn_that_it_found(records: Records) -> None:
    made = keep(records)
    keep(records, conversation=made, question=TRAINED)
    (listed,) = records.conversations("li", wanted="工程师")
    assert (listed.title, listed.question, listed.text) == (PARKS, TRAINED, answered(TRAINED).text)


def test_a_title_is_one_line_and_never_empty(records: Records) -> None:
    made = keep(records)
    assert records.rename("li", made, "  季度\n报告 ")
    assert not records.rename("li", made, " \n ")
    assert [listed.title for listed in records.conversations("li", wanted="季度")] == ["季度 报告"]


def test_what_is_deleted_can_be_brought_back_for_a_while(records: Records, clock: Clock) -> None:
    made = keep(records)
    assert records.delete("li", made)
    assert records.conversations("li") == [] and records.conversation("li", made) is None
    assert records.restore("li", made)
    assert [listed.id for listed in records.conversations("li")] == [made]
    assert records.delete("li", made)
    clock.now += FORGET_DELETED_AFTER
    records.delete("li", "anything")
    assert not records.restore("li", made)


def test_the_newest_conversation_is_closed_until_it_goes_on(records: Records) -> None:
    made = keep(records)
    assert records.close("li", made)
    latest = records.latest("li")
    assert latest is not None and latest.closed
    keep(records, conversation=made)
    latest = records.latest("li")
    assert latest is not None and not latest.closed


def test_a_later_rating_takes_the_place_of_the_earlier_and_outlives_the_conversation(records: Records) -> None:
    made = keep(records, turn="turn")
    history = (Turn("user", TRAINED),)
    records.rate("li", Feedback("turn", PARKS, answered(), "up"))
    records.rate("li", Feedback("turn", PARKS, answered(), "down", "wrong_figure", " 报道写的是6家 ", history))
    found = records.conversation("li", made)
    assert found is not None and found.turns[0].rating == "down"
    records.delete("li", made)
    (kept,) = records.feedback()
    assert (kept.owner, kept.rating, kept.reason, kept.note) == ("li", "down", "wrong_figure", "报道写的是6家")
    assert (kept.history, kept.build_id, kept.versions) == (history, "20261124-abc", {"assistant": "1"})
    assert kept.payload["answer"] == answered().text


def test_an_answer_of_a_version_that_cannot_be_read_keeps_its_text(records: Records, tmp_path: Path) -> None:
    made = keep(records)
    with open_engine(read_address(f"sqlite:///{tmp_path}/data/records.sqlite")).begin() as connection:
        connection.execute(text("""UPDATE turns SET answer = '{"question": 7}'"""))
    found = records.conversation("li", made)
    assert found is not None and found.turns[0].answer is None
    assert found.turns[0].text == answered().text


@pytest.mark.parametrize("hostile", ["a\0b", "\ud800 half", "😀" * 400, "'; DROP TABLE turns; --", "\u202eright"])
def test_any_text_can_be_kept_and_looked_for(records: Records, hostile: str) -> None:
    made = keep(records, question=hostile)
    assert records.rename("li", made, hostile)
    records.rate("li", Feedback("turn", hostile, answered(hostile), "down", "other", hostile))
    assert [listed.id for listed in records.conversations("li", wanted=hostile)] == [made]


def test_a_database_that_is_no_database_is_said_without_its_content(tmp_path: Path) -> None:
    (tmp_path / "records.sqlite").write_text("no database " * 100)
    with pytest.raises(RecordsUnavailableError, match="not a database"):
        Records(read_address(f"sqlite:///{tmp_path}/records.sqlite")).conversations("li")


def test_a_database_that_comes_back_is_used(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    records = Records(read_address(f"sqlite:///{tmp_path}/data/records.sqlite"))
    with pytest.raises(RecordsUnavailableError):
        keep(records)
    (tmp_path / "data").unlink()
    assert keep(records)


@pytest.mark.parametrize("url", ["nonsense", "sqlite://", "sqlite:///:memory:", "nosuch://user:secret@host/db"])
def test_an_address_that_is_none_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(UsageError) as refused:
        Records(read_address(url))
    assert "ASSISTANT_DATABASE_URL" in str(refused.value) and "secret" not in str(refused.value)
