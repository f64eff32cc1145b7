"""The schema from every earlier version, several writers at once, and files that cannot be written."""

import multiprocessing
import os
import sqlite3
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.engine import URL

from assistant.operations.backup import copy_database
from assistant.records.check import examine_records
from assistant.records.database import (
    current_revision,
    known_revisions,
    migrate,
    newest_revision,
    open_engine,
    read_address,
)
from assistant.records.store import Records
from assistant.records.tables import Base
from assistant.records.values import RecordsUnavailableError, new_id
from tests.fakes import scripted_answer

QUESTION = "园区科协有几家？"
WRITERS, TURNS = 4, 15


@pytest.fixture
def address(tmp_path: Path) -> URL:
    return read_address(f"sqlite:///{tmp_path}/records.sqlite")


def keep(records: Records, owner: str, conversation: str = "") -> str:
    return records.keep(owner, conversation, turn=new_id(), answer=scripted_answer(QUESTION), question=QUESTION)


def test_an_empty_database_gets_the_tables_that_the_program_describes(address: URL) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    engine = open_engine(address)
    migrate(engine)
    assert current_revision(engine) == newest_revision()
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_whoever_else_has_an_account_reads_no_conversation(address: URL, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        records = Records(address)
        keep(records, "li")
        copied = copy_database(tmp_path / "records.sqlite", tmp_path / "copy.sqlite")
    finally:
        os.umask(before)
    files = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.glob("*.sqlite*")}
    assert {"records.sqlite", "records.sqlite-wal", copied.name} <= set(files) and set(files.values()) == {0o600}
    assert len(Records(read_address(f"sqlite:///{copied}")).conversations("li")) == 1


def test_the_previous_version_is_brought_up_to_date_and_keeps_its_rows(address: URL) -> None:
    newest, previous, *_ = known_revisions()
    engine = open_engine(address)
    migrate(engine, previous)
    assert "feedback" not in inspect(engine).get_table_names()
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO conversations VALUES ('c', 'li', '标题', '标题', '2026-11-24 09:00:00', "
                "'2026-11-24 09:00:00', NULL, FALSE)"
            )
        )
    records = Records(address)
    assert [listed.title for listed in records.conversations("li")] == ["标题"]
    assert current_revision(engine) == newest
    assert records.feedback() == []


def test_a_database_of_a_newer_program_is_left_alone(address: URL) -> None:
    engine = open_engine(address)
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(RecordsUnavailableError, match="newer version"):
        Records(address).conversations("li")
    with pytest.raises(RecordsUnavailableError, match="9999"):
        examine_records(address.render_as_string(hide_password=False))
    assert current_revision(engine) == "9999"


def test_a_migration_that_fails_leaves_nothing_half_done(address: URL) -> None:
    with sqlite3.connect(address.database or "") as before:
        before.execute("CREATE TABLE turns (id TEXT)")  # in the way of the second table of the first version
    with pytest.raises(RecordsUnavailableError):
        Records(address).conversations("li")
    assert inspect(open_engine(address)).get_table_names() == ["turns"]


def test_doctor_names_the_version_and_hides_the_password(address: URL, tmp_path: Path) -> None:
    url = address.render_as_string()
    assert "does not exist yet" in examine_records(url)
    assert not (tmp_path / "records.sqlite").exists()
    migrate(open_engine(address), known_revisions()[1])
    assert f"version {known_revisions()[1]}; it is brought to {newest_revision()}" in examine_records(url)
    migrate(open_engine(address))
    assert examine_records(url).endswith(f"schema version {newest_revision()}")


def test_a_transaction_waits_for_another_and_sees_what_it_wrote(address: URL) -> None:
    records = Records(address)
    made = keep(records, "li")
    other = sqlite3.connect(address.database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = threading.Thread(target=keep, args=(records, "li", made))
    waiting.start()
    other.execute("UPDATE conversations SET title = 'renamed meanwhile'")
    other.execute("COMMIT")
    waiting.join()
    (listed,) = records.conversations("li")
    assert (listed.title, listed.turns) == ("renamed meanwhile", 2)


def test_a_locked_database_is_said_after_a_while(address: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.records.database.BUSY_SECONDS", 0.1)
    records = Records(address)
    made = keep(records, "li")
    other = sqlite3.connect(address.database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(RecordsUnavailableError, match="locked"):
        keep(records, "li", made)
    assert len(records.conversations("li")) == 1  # reading does not wait for a writer
    other.execute("ROLLBACK")
    assert keep(records, "li", made) == made


def test_a_database_that_cannot_be_written_can_still_be_read(address: URL) -> None:
    made = keep(Records(address), "li")
    frozen = Records(read_address(f"sqlite:///file:{address.database}?mode=ro&uri=true"))
    with pytest.raises(RecordsUnavailableError, match="readonly"):
        keep(frozen, "li", made)
    assert [listed.id for listed in frozen.conversations("li")] == [made]


def test_nothing_is_lost_when_threads_write_into_one_conversation(address: URL) -> None:
    records = Records(address)
    made = keep(records, "li")
    with ThreadPoolExecutor(WRITERS) as pool:
        found = set(pool.map(lambda _: keep(records, "li", made), range(WRITERS * TURNS)))
    assert found == {made}
    conversation = records.conversation("li", made)
    assert conversation is not None and len(conversation.turns) == 1 + WRITERS * TURNS


def write_many(url: str, owner: str) -> None:
    records = Records(read_address(url))  # each process finds an empty database and migrates, or waits for that
    made = ""
    for _ in range(TURNS):
        made = keep(records, owner, made)


def test_nothing_is_lost_or_mixed_up_when_processes_start_together_on_an_empty_database(address: URL) -> None:
    context = multiprocessing.get_context("spawn")
    url = address.render_as_string(hide_password=False)
    writers = [context.Process(target=write_many, args=(url, f"user-{number}")) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    records = Records(address)
    for number in range(WRITERS):
        (listed,) = records.conversations(f"user-{number}")
        assert listed.turns == TURNS
