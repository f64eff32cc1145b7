"""Backup and restore of whole installations: in use, to the wrong place, damaged, and killed at every step."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
import time
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner, Result

from assistant.__main__ import app
from assistant.config import ROOT, Config
from assistant.errors import AssistantError, IndexBusyError, UsageError
from assistant.index.folders import writing
from assistant.operations import restore as restoring
from assistant.operations.archive import BadArchiveError, ChangedMeanwhileError, read_archive, write_archive
from assistant.operations.backup import backup
from assistant.operations.pending import finish_pending_restore, promise_of
from assistant.operations.restore import restore, restore_into
from assistant.operations.swap import Swap
from assistant.records.database import known_revisions, migrate, newest_revision, open_engine, read_address
from tests.installations import State, install, keep, left_behind, state_of
from tests.killed_swap import killed_at
from tests.processes import finish, start
from tests.window_process import answer_of, window_process

_SECONDS = 60
QUESTION = "杨凌农科园区科协是哪一年成立的？"


@pytest.fixture(scope="module")
def archived(first_index: tuple[Config, Result], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, State]:
    """An archive of an installation with one more document, and what was in it."""
    folder = tmp_path_factory.mktemp("archived")
    config = install(folder, first_index[0], name="new", added=True)
    file = folder / "backup.tar.gz"
    backup(config, file)
    return file, state_of(config)


@pytest.fixture
def office(small: Config, tmp_path: Path) -> Config:
    """An installation that an archive can be restored to."""
    return install(tmp_path / "office", small, name="old", added=False)


def run(config: Config, *arguments: str) -> Result:
    own = {
        "ASSISTANT_DATABASE_URL": config.database_url.get_secret_value(),
        "ASSISTANT_USERS_FILE": str(config.users_file or ""),
    }
    places = ["--corpus", str(config.corpus), "--index", str(config.index)]
    return CliRunner().invoke(app, [*places, *arguments], env=own)


def test_an_installation_comes_back_and_what_was_there_is_kept_aside(
    office: Config, archived: tuple[Path, State]
) -> None:
    old = state_of(office)
    assert old != archived[1]
    result = run(office, "restore", str(archived[0]), "--yes")
    assert result.exit_code == 0, result.output
    assert state_of(office) == archived[1]
    assert left_behind(office.corpus.parent) == []
    aside = {path.name.partition(".before-restore-")[0]: path for path in office.corpus.parent.glob("*.before-*")}
    assert set(aside) == {"corpus", "records.sqlite", "users.jsonl"} and str(aside["corpus"]) in result.output
    before = office.model_copy(
        update={
            "corpus": aside["corpus"],
            "database_url": SecretStr(f"sqlite:///{aside['records.sqlite']}"),
            "users_file": aside["users.jsonl"],
        }
    )
    assert state_of(before).titles == old.titles and state_of(before).users == old.users
    answer = run(office, "ask", QUESTION)
    assert answer.exit_code == 0 and "2023年5月" in answer.output


def test_a_new_folder_gets_everything_and_the_settings_are_told(
    office: Config, archived: tuple[Path, State], tmp_path: Path
) -> None:
    old, into = state_of(office), tmp_path / "elsewhere"
    result = run(office, "restore", str(archived[0]), "--into", str(into))
    assert result.exit_code == 0, result.output
    assert state_of(office) == old
    settings = dict(line.removeprefix("export ").split("=", 1) for line in result.output.splitlines() if "=" in line)
    config = Config(
        corpus=Path(settings["ASSISTANT_CORPUS"]),
        index=Path(settings["ASSISTANT_INDEX"]),
        database_url=SecretStr(settings["ASSISTANT_DATABASE_URL"]),
        users_file=Path(settings["ASSISTANT_USERS_FILE"]),
    )
    assert state_of(config) == archived[1]
    with pytest.raises(UsageError, match="not empty"):
        restore_into(office, archived[0], into)


def test_without_the_index_it_is_made_again(office: Config, archived: tuple[Path, State], tmp_path: Path) -> None:
    source, file = tmp_path / "source", tmp_path / "small.tar.gz"
    restored = restore_into(office, archived[0], source)
    config = office.model_copy(
        update={"corpus": restored.places["corpus"], "index": source / "index", "users_file": None}
    )
    assert run(config, "backup", str(file), "--no-index", "--without-database").exit_code == 0
    assert {name.partition("/")[0] for name in read_archive(file).members} == {"corpus"}
    old = state_of(office)
    restore(office, file)
    now = state_of(office)
    assert (now.files, now.documents) == (archived[1].files, archived[1].documents)
    assert (now.titles, now.users) == (old.titles, old.users)  # the archive says nothing of them


def test_a_backup_taken_while_the_database_is_written_to_is_of_one_moment(office: Config, tmp_path: Path) -> None:
    url = office.database_url.get_secret_value()
    other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE conversations SET title = 'half done'")
    backup(office, tmp_path / "backup.tar.gz")
    other.execute("ROLLBACK")
    other.close()
    restored = restore_into(office, tmp_path / "backup.tar.gz", tmp_path / "into")
    copied = office.model_copy(update={"database_url": SecretStr(f"sqlite:///{restored.places['records.sqlite']}")})
    assert state_of(copied).titles == ("old",)


def test_a_corpus_that_changes_meanwhile_is_read_again(
    office: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.operations import backup as backing

    written: list[str] = []

    def editing(*arguments: Any, **options: Any) -> Any:
        if len(written) < editors:
            (office.corpus / f"{len(written)}.md").write_text("新增", "utf-8")
        written.append("")
        return write_archive(*arguments, **options)

    monkeypatch.setattr(backing, "write_archive", editing)
    editors = 1
    manifest = backup(office, tmp_path / "a.tar.gz")
    assert len(written) == 2 and "corpus/0.md" in manifest.members
    editors = 9
    with pytest.raises(ChangedMeanwhileError, match="changes all the time"):
        backup(office, tmp_path / "b.tar.gz")
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_other_databases_are_left_to_their_own_tool(office: Config, tmp_path: Path) -> None:
    config = office.model_copy(update={"database_url": SecretStr("postgresql+psycopg://me:geheim@db/x")})
    result = run(config, "backup", str(tmp_path / "a.tar.gz"))
    assert result.exit_code == 2 and "pg_dump" in result.output and "geheim" not in result.output
    assert run(config, "backup", str(tmp_path / "a.tar.gz"), "--without-database").exit_code == 0


def with_database(file: Path, folder: Path, database: bytes) -> Path:
    """Return an archive that differs from another in its database alone."""
    read_archive(file, into=folder / "unpacked")
    (folder / "unpacked" / "records.sqlite").write_bytes(database)
    found = {path.relative_to(folder / "unpacked").as_posix(): path for path in (folder / "unpacked").rglob("*")}
    sources = {name: path for name, path in found.items() if path.is_file()}
    write_archive(folder / "changed.tar.gz", sources, made="", about={})
    return folder / "changed.tar.gz"


def database_of(folder: Path, revision: str, *, called: str = "") -> bytes:
    engine = open_engine(read_address(f"sqlite:///{folder}/made.sqlite"))
    migrate(engine, revision)
    engine.dispose()
    with sqlite3.connect(folder / "made.sqlite") as made:
        if called:
            made.execute("UPDATE alembic_version SET version_num = ?", (called,))
    made.execute("PRAGMA journal_mode = DELETE")
    made.close()
    return (folder / "made.sqlite").read_bytes()


@pytest.mark.parametrize("kind", ["truncated", "flipped", "foreign", "newer database", "broken database", "no corpus"])
def test_what_cannot_be_restored_changes_nothing(
    kind: str, office: Config, archived: tuple[Path, State], tmp_path: Path
) -> None:
    file = tmp_path / "bad.tar.gz"
    content = bytearray(archived[0].read_bytes())
    if kind == "truncated":
        file.write_bytes(content[: len(content) // 2])
    elif kind == "flipped":
        content[len(content) // 2] ^= 0xFF
        file.write_bytes(content)
    elif kind == "foreign":
        with tarfile.open(file, "w:gz") as tar:
            tar.add(ROOT / "pyproject.toml", "pyproject.toml")
    elif kind == "newer database":
        file = with_database(archived[0], tmp_path, database_of(tmp_path, "head", called="9999"))
    elif kind == "broken database":
        file = with_database(archived[0], tmp_path, b"SQLite format 3\0" + b"x" * 5000)
    else:
        assert office.users_file is not None
        write_archive(file, {"users.jsonl": office.users_file}, made="", about={})
    old = state_of(office)
    with pytest.raises(BadArchiveError, match="Nothing was changed"):
        restore(office, file)
    assert state_of(office) == old
    assert left_behind(office.corpus.parent) == []
    assert list(office.corpus.parent.glob("*before-restore*")) == []


def test_an_older_database_is_brought_up_to_date_before_it_is_put_in_place(
    office: Config, archived: tuple[Path, State], tmp_path: Path
) -> None:
    file = with_database(archived[0], tmp_path, database_of(tmp_path, known_revisions()[1]))
    restore(office, file)
    with sqlite3.connect(office.database_url.get_secret_value().removeprefix("sqlite:///")) as now:
        assert now.execute("SELECT version_num FROM alembic_version").fetchall() == [(newest_revision(),)]


def test_users_need_a_place(office: Config, archived: tuple[Path, State]) -> None:
    old = state_of(office)
    with pytest.raises(UsageError, match="ASSISTANT_USERS_FILE"):
        restore(office.model_copy(update={"users_file": None}), archived[0])
    assert state_of(office) == old


def test_nothing_is_restored_while_somebody_builds(office: Config, archived: tuple[Path, State]) -> None:
    old = state_of(office)
    with writing(office.index), pytest.raises(IndexBusyError):
        restore(office, archived[0])
    assert state_of(office) == old


def test_a_window_that_runs_answers_from_what_was_restored(
    office: Config, archived: tuple[Path, State], tmp_path: Path
) -> None:
    settings = {"ASSISTANT_DATABASE_URL": office.database_url.get_secret_value()}
    with window_process(office, tmp_path, settings) as window:
        assert "2023年5月" not in answer_of(window.ask(QUESTION))
        restore(office, archived[0])
        assert "2023年5月" in answer_of(window.ask(QUESTION))
        assert window.get("/readyz")[0] == 200
        assert "assistant_index_documents 2.0" in window.get("/metrics")[1]
        window.process.send_signal(signal.SIGTERM)
        assert window.process.wait(_SECONDS) == 0
    keep(office, "later")
    assert state_of(office).titles == ("later", "new")


@pytest.fixture
def staged(office: Config, archived: tuple[Path, State], monkeypatch: pytest.MonkeyPatch) -> Swap:
    """What is left to be done once everything is unpacked, checked and indexed."""
    caught: list[Swap] = []
    with monkeypatch.context() as patch:
        patch.setattr(restoring, "commit", lambda swap, index: caught.append(swap))
        restore(office, archived[0])
    return caught[0]


def test_killed_at_any_step_of_the_swap_it_is_the_old_or_the_new(
    office: Config, archived: tuple[Path, State], staged: Swap, tmp_path: Path
) -> None:
    folder, pristine = office.corpus.parent, tmp_path / "pristine"
    old = state_of(office)
    shutil.copytree(folder, pristine)
    found = set()
    for step in range(1, 200):
        shutil.rmtree(folder)
        shutil.copytree(pristine, folder)
        code = finish(start(killed_at, step, staged, office.index), seconds=_SECONDS)
        promised = promise_of(office.index).exists()
        assert finish_pending_restore(office) is promised
        now = state_of(office)
        assert now in (old, archived[1])
        assert now == archived[1] or not promised
        found.add((now == old, promised))
        if now == archived[1] and not promised:
            break
        assert code == -signal.SIGKILL
    # Killed before the promise, after it, and when nothing was left to be done.
    assert found == {(True, False), (False, True), (False, False)}
    assert step > 10


def test_killed_while_it_unpacks_nothing_has_happened_and_the_next_one_succeeds(
    office: Config, archived: tuple[Path, State]
) -> None:
    old = state_of(office)
    own = {
        "ASSISTANT_DATABASE_URL": office.database_url.get_secret_value(),
        "ASSISTANT_USERS_FILE": str(office.users_file),
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "assistant", "--corpus", str(office.corpus), "--index", str(office.index)]
    command += ["restore", str(archived[0]), "--yes"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **own}, **quiet) as process:  # type: ignore[call-overload]
        deadline = time.monotonic() + _SECONDS
        while not left_behind(office.corpus.parent):
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.01)
        process.kill()
    assert not promise_of(office.index).exists()
    assert state_of(office) == old
    restore(office, archived[0])
    assert state_of(office) == archived[1]
    assert left_behind(office.corpus.parent) == []


def test_a_command_finishes_what_was_left_undone(office: Config, archived: tuple[Path, State], staged: Swap) -> None:
    for step in range(1, 200):
        finish(start(killed_at, step, staged, office.index), seconds=_SECONDS)
        if promise_of(office.index).exists():
            break
    result = run(office, "sources", "--json")
    assert result.exit_code == 0 and "Finished a restore" in result.output
    assert state_of(office) == archived[1]


def test_errors_are_said_in_one_line(office: Config, tmp_path: Path) -> None:
    for command, file in (("restore", tmp_path / "none.tar.gz"), ("backup", tmp_path / "no folder" / "a.tar.gz")):
        result = run(office, command, str(file))
        *_, told = result.output.splitlines()
        assert result.exit_code in (1, 2) and str(file.parent) in told and "Traceback" not in result.output
    with pytest.raises(AssistantError, match="no corpus folder"):
        backup(office.model_copy(update={"corpus": tmp_path / "none"}), tmp_path / "a.tar.gz")
