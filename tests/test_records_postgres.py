"""The tests of the records once more, on a PostgreSQL, with ``REQUIRE_POSTGRES=1``: starting one takes a while."""

import json
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy.engine import URL

from assistant.config import Config
from assistant.records.check import examine_records
from assistant.records.database import newest_revision, read_address
from assistant.records.store import Records
from assistant.records.values import Feedback, RecordsUnavailableError
from tests.postgres_server import PASSWORD, PostgresServer, find_programs, postgres_server
from tests.test_records import (  # noqa: F401 - collected here too, with the fixtures of this file
    Clock,
    answered,
    clock,
    keep,
    test_a_later_rating_takes_the_place_of_the_earlier_and_outlives_the_conversation,
    test_a_question_that_is_asked_again_takes_its_own_place,
    test_a_search_shows_the_turn_that_it_found,
    test_a_title_is_one_line_and_never_empty,
    test_a_turn_comes_back_with_everything_that_is_needed_to_replay_it,
    test_a_turn_is_kept_once_and_a_conversation_may_bring_its_id,
    test_a_turn_of_another_conversation_cannot_be_replaced,
    test_any_text_can_be_kept_and_looked_for,
    test_conversations_go_on_and_are_listed_newest_first,
    test_nobody_reads_or_changes_what_is_anothers_not_even_with_its_id,
    test_questions_and_answers_are_found_in_any_script,
    test_signs_of_patterns_mean_themselves,
    test_the_newest_conversation_is_closed_until_it_goes_on,
    test_what_is_deleted_can_be_brought_back_for_a_while,
)
from tests.test_records_database import (  # noqa: F401
    test_a_database_of_a_newer_program_is_left_alone,
    test_an_empty_database_gets_the_tables_that_the_program_describes,
    test_nothing_is_lost_or_mixed_up_when_processes_start_together_on_an_empty_database,
    test_nothing_is_lost_when_threads_write_into_one_conversation,
    test_the_previous_version_is_brought_up_to_date_and_keeps_its_rows,
)
from tests.test_several_windows import share
from tests.window_process import Window, window_process

pytestmark = pytest.mark.skipif(
    os.environ.get("REQUIRE_POSTGRES") != "1", reason="REQUIRE_POSTGRES=1 runs these tests on a PostgreSQL"
)
AT_ONCE = 8


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    programs = find_programs()
    if programs is None:
        pytest.fail("No PostgreSQL is installed. Install Debian's package postgresql, or unset REQUIRE_POSTGRES.")
    with postgres_server(programs) as running:
        yield running


@pytest.fixture
def address(server: PostgresServer) -> URL:
    return read_address(server.new_database())


@pytest.fixture
def records(address: URL, clock: Clock) -> Records:  # noqa: F811
    return Records(address, versions={"assistant": "1"}, now=clock)


def at_once(work: Callable[[int], object]) -> list[object]:
    """Do the same in several threads that begin together."""
    barrier = Barrier(AT_ONCE)

    def one(number: int) -> object:
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_two_windows_that_keep_the_same_turn_keep_it_once(address: URL) -> None:
    windows = [Records(address) for _ in range(AT_ONCE)]

    def kept(number: int) -> str:
        return keep(windows[number], "li", f"conversation-{turn}", turn=turn)

    for turn in ("turn-1", "turn-2", "turn-3"):
        assert set(at_once(kept)) == {f"conversation-{turn}"}
        found = windows[0].conversation("li", f"conversation-{turn}")
        assert found is not None and len(found.turns) == 1


def test_two_windows_that_rate_the_same_answer_leave_one_rating(address: URL) -> None:
    windows = [Records(address) for _ in range(AT_ONCE)]

    def rate(number: int) -> None:
        windows[number].rate("li", Feedback(turn, "q", answered(), "up", note=str(number)))

    rated = []
    for turn in ("turn-1", "turn-2", "turn-3"):
        at_once(rate)
        rated.append(turn)
        assert len(windows[0].feedback()) == len(rated)


def test_a_server_that_was_down_is_used_as_soon_as_it_is_back(address: URL, server: PostgresServer) -> None:
    records = Records(address)
    made = keep(records)
    server.stop()
    try:
        with pytest.raises(RecordsUnavailableError) as failed:
            records.conversations("li")
        assert PASSWORD not in str(failed.value) and "127.0.0.1" not in str(failed.value)
    finally:
        server.start()
    assert [listed.id for listed in records.conversations("li")] == [made]


def test_a_row_that_another_program_holds_is_not_waited_for_for_ever(
    address: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    import psycopg

    monkeypatch.setattr("assistant.records.database.BUSY_SECONDS", 1)
    records = Records(address)
    made = keep(records)
    url = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as other:
        other.execute("SELECT * FROM conversations FOR UPDATE")
        with pytest.raises(RecordsUnavailableError):
            records.rename("li", made, "another")
    assert records.rename("li", made, "another")


def test_doctor_names_the_version_and_hides_the_password(address: URL) -> None:
    url = address.render_as_string(hide_password=False)
    assert "schema version none" in examine_records(url)
    Records(address).ping()
    told = examine_records(url)
    assert told.endswith(f"schema version {newest_revision()}") and "***" in told and "word" not in told


def test_a_plain_address_takes_the_driver_that_is_installed(address: URL) -> None:
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    Records(read_address(plain)).ping()


def until(window: Window, status: int) -> str:
    """Return what ``/readyz`` says once it has this status; findings are kept for a moment."""
    deadline = time.monotonic() + 30
    while (found := window.get("/readyz"))[0] != status:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return found[1]


def test_a_window_says_that_its_database_is_gone_and_answers_all_the_same(
    small: Config, address: URL, server: PostgresServer, tmp_path: Path
) -> None:
    settings = {"ASSISTANT_DATABASE_URL": address.render_as_string(hide_password=False)}
    with window_process(small, tmp_path, settings) as window:
        assert window.get("/readyz")[0] == 200
        server.stop()
        try:
            found = until(window, 503)
            assert json.loads(found)["not_ready"] == ["database"]
            assert "event: complete" in window.ask("秦创原是什么？")
        finally:
            server.start()
        until(window, 200)
        assert "word" not in json.dumps(window.log())


def test_two_windows_on_one_index_and_one_server_are_one(small: Config, address: URL, tmp_path: Path) -> None:
    pytest.importorskip("aiohttp")
    share(small, tmp_path, {"ASSISTANT_DATABASE_URL": address.render_as_string(hide_password=False)})
