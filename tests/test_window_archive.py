"""What a page keeps and finds again, for one visitor at a time, also while the database is down."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.records.database import read_address
from assistant.records.store import Records
from assistant.schema import Turn
from assistant.window.archive import Archive, Talk, owner_of
from assistant.window.conversation import KEPT_EXCHANGES, Exchange
from tests.fakes import scripted_answer

PARKS, TRAINED = "园区科协有几家？", "一线工程师培训了多少名？"
FIRST = Exchange(1, TRAINED, scripted_answer(TRAINED), key="first")
SECOND = Exchange(2, PARKS, scripted_answer(PARKS), key="second")


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records(read_address(f"sqlite:///{tmp_path}/records.sqlite"))


@pytest.fixture
def archive(records: Records) -> Archive:
    return Archive(records)


@pytest.fixture
def down(tmp_path: Path) -> Archive:
    (tmp_path / "down.sqlite").write_text("no database " * 100)
    return Archive(Records(read_address(f"sqlite:///{tmp_path}/down.sqlite")))


def kept(archive: Archive, owner: str = "li") -> Talk:
    talk, _ = archive.keep(owner, Talk(), FIRST, (), "zh")
    talk, remark = archive.keep(owner, talk, SECOND, (FIRST,), "zh")
    assert remark == ""
    return talk


def test_a_page_that_is_opened_again_goes_on_where_its_visitor_was(archive: Archive) -> None:
    talk = kept(archive)
    opened = archive.latest("li", "zh")
    assert (opened.talk, opened.exchanges) == (talk, (FIRST, SECOND))
    assert archive.latest("wang", "zh").exchanges == ()


def test_a_conversation_that_was_left_is_opened_only_from_the_list(archive: Archive) -> None:
    talk = kept(archive)
    archive.leave("li", talk)
    assert archive.latest("li", "zh").exchanges == ()
    assert archive.open("li", talk.id, "zh").exchanges == (FIRST, SECOND)


def test_the_id_of_anothers_conversation_opens_changes_and_keeps_nothing(archive: Archive) -> None:
    talk = kept(archive, "wang")
    assert archive.open("li", talk.id, "zh").remark == "这个对话已经不在了。"
    assert archive.find("li", talk.id) is None
    for told in (
        archive.rename("li", talk.id, "mine", "zh"),
        archive.delete("li", talk.id, "zh"),
        archive.restore("li", talk.id, "zh"),
    ):
        assert told == "这个对话已经不在了。"
    archive.leave("li", talk)
    mine, _ = archive.keep("li", talk, replace(FIRST, key="third"), (), "zh")
    assert mine != talk
    assert archive.latest("wang", "zh").exchanges == (FIRST, SECOND)


def test_what_is_asked_again_takes_the_place_of_what_was_kept(archive: Archive) -> None:
    talk = kept(archive)
    again = replace(SECOND, key="third", replaces="second")
    archive.keep("li", talk, again, (FIRST,), "zh")
    assert [exchange.key for exchange in archive.latest("li", "zh").exchanges] == ["first", "third"]


def test_a_failed_or_stopped_question_is_not_kept(archive: Archive) -> None:
    assert archive.keep("li", Talk(), Exchange(1, PARKS, notice="已停止"), (), "zh") == (Talk(), "")
    assert archive.listed("li", "", 9, "zh") == ([], "")


def test_a_rating_holds_what_was_said_before_and_shows_when_the_page_is_opened_again(
    archive: Archive, records: Records
) -> None:
    kept(archive)
    told = archive.rate("li", (FIRST, SECOND), 2, "down", "zh", reason="outdated", note="旧的")
    assert told == "谢谢，已记下。"
    (found,) = records.feedback()
    assert found.history == (Turn("user", TRAINED), Turn("assistant", scripted_answer(TRAINED).text))
    assert (found.reason, found.note, found.question) == ("outdated", "旧的", PARKS)
    assert [exchange.rating for exchange in archive.latest("li", "zh").exchanges] == ["", "down"]


@pytest.mark.parametrize("number", [0, 3, -1])
def test_an_answer_that_the_page_does_not_show_cannot_be_rated(archive: Archive, records: Records, number: int) -> None:
    assert archive.rate("li", (FIRST, SECOND), number, "up", "en") == "This conversation is no longer there."
    assert records.feedback() == []


def test_a_reason_that_is_none_of_ours_is_not_kept(archive: Archive, records: Records) -> None:
    archive.rate("li", (FIRST,), 1, "down", "zh", reason="<script>")
    assert records.feedback()[0].reason == ""


def test_a_database_that_is_down_is_one_calm_line_each_time(down: Archive, caplog: pytest.LogCaptureFixture) -> None:
    assert down.keep("li", Talk("x"), FIRST, (), "zh")[0] == Talk("x")
    for told in (
        down.keep("li", Talk(), FIRST, (), "en")[1],
        down.rate("li", (FIRST,), 1, "up", "en"),
        down.rename("li", "x", "title", "en"),
        down.delete("li", "x", "en"),
        down.restore("li", "x", "en"),
    ):
        assert told.startswith("This is not being kept")
    for told in (
        down.latest("li", "zh").remark,
        down.open("li", "x", "zh").remark,
        down.listed("li", "", 9, "zh")[1],
    ):
        assert told.startswith("以前的对话现在读不出来")
    down.leave("li", Talk("x"))
    assert "not a database" in caplog.text and TRAINED not in caplog.text


def test_only_what_a_page_can_hold_is_opened_and_numbers_go_on(archive: Archive) -> None:
    talk = Talk()
    for number in range(KEPT_EXCHANGES + 2):
        talk, _ = archive.keep("li", talk, replace(FIRST, key=f"key-{number}"), (), "zh")
    exchanges = archive.latest("li", "zh").exchanges
    assert len(exchanges) == KEPT_EXCHANGES
    assert (exchanges[0].number, exchanges[-1].number) == (3, KEPT_EXCHANGES + 2)


def test_without_records_nothing_is_kept_and_nothing_is_said() -> None:
    archive = Archive()
    assert archive.keep("li", Talk(), FIRST, (), "zh") == (Talk(), "")
    assert (archive.latest("li", "zh").remark, archive.listed("li", "", 9, "zh")) == ("", ([], ""))
    assert not archive.keeps


def test_without_sign_in_everybody_is_the_local_user() -> None:
    assert (owner_of(None), owner_of("li")) == ("local", "li")
