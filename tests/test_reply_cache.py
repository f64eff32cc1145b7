"""The same prompt is asked once; another one, or one long ago, anew."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage, SystemMessage

from assistant.answering.reply_cache import ReplyCache
from assistant.answering.reply_folder import ReplyFolder
from assistant.config import ROOT, Config
from assistant.wiring import open_assistant
from tests.chat_server import CUT, chat_server

RULES = SystemMessage("Rules")


def test_a_reply_is_known_for_its_whole_prompt() -> None:
    cache = ReplyCache()
    cache.put([RULES, HumanMessage("几家？")], "6家。[1]")
    assert cache.get([RULES, HumanMessage("几家？")]) == "6家。[1]"
    assert cache.get([SystemMessage("Other rules"), HumanMessage("几家？")]) is None
    assert cache.get([RULES, HumanMessage("几名？")]) is None


def test_what_was_not_asked_for_longest_is_forgotten() -> None:
    cache = ReplyCache(kept=2)
    for question in "ab":
        cache.put([HumanMessage(question)], question)
    cache.get([HumanMessage("a")])
    cache.put([HumanMessage("c")], "c")
    assert [cache.get([HumanMessage(question)]) for question in "abc"] == ["a", None, "c"]


def test_a_question_that_is_asked_again_costs_nothing(config: Config) -> None:
    question = "秦创原总窗口设在哪里？"
    quote = open_assistant(config).ask(question).claims[0].citations[0].quote
    with chat_server("".join(f"{quote}[{number}]" for number in range(1, 11))) as server:
        settings = {"chat_model": "openai:m", "chat_base_url": server.url}
        assistant = open_assistant(config.model_copy(update=settings))
        first, second = assistant.ask(question), assistant.ask(question)
    assert len(server.requests) == 1
    assert first.mode == second.mode == "model"
    assert first.claims == second.claims


def test_a_failure_is_not_kept(config: Config) -> None:
    with chat_server("") as server:
        settings = {"chat_model": "openai:m", "chat_base_url": server.url}
        assistant = open_assistant(config.model_copy(update=settings))
        for _ in range(2):
            assert "没有给出内容" in assistant.ask("秦创原总窗口设在哪里？").closing
    assert len(server.requests) == 2


PROMPT = [RULES, HumanMessage("几家？")]


def _kept(folder: Path, *, of: str = "openai:m", max_bytes: int = 1_000_000) -> ReplyCache:
    """Return a cache as another process would open it: with nothing in memory."""
    return ReplyCache(of=of, folder=ReplyFolder(folder, max_bytes=max_bytes))


def test_a_folder_keeps_replies_for_the_next_start_of_the_same_model(tmp_path: Path) -> None:
    folder = tmp_path / "replies"
    _kept(folder).put(PROMPT, "6家。[1]")
    assert _kept(folder).get(PROMPT) == "6家。[1]"
    assert _kept(folder, of="openai:other").get(PROMPT) is None
    assert _kept(folder).get([*PROMPT, HumanMessage("more")]) is None


def test_a_folder_is_for_this_user_alone_and_names_no_question(tmp_path: Path) -> None:
    folder = tmp_path / "replies"
    _kept(folder).put(PROMPT, "6家。[1]")
    (file,) = folder.iterdir()
    assert (folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)
    assert "几家" not in file.read_text("utf-8")


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"\xff\xfe", b"null", b"[" * 100_000])
def test_a_damaged_entry_is_a_reply_that_is_not_known_and_is_mended(tmp_path: Path, damage: bytes) -> None:
    _kept(tmp_path).put(PROMPT, "6家。[1]")
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage)
    assert _kept(tmp_path).get(PROMPT) is None
    _kept(tmp_path).put(PROMPT, "6家。[1]")
    assert _kept(tmp_path).get(PROMPT) == "6家。[1]"


def test_an_entry_with_other_words_or_under_another_name_is_not_believed(tmp_path: Path) -> None:
    _kept(tmp_path).put(PROMPT, "6家。[1]")
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole.replace("6家".encode(), "9家".encode()))
    assert _kept(tmp_path).get(PROMPT) is None
    file.unlink()
    _kept(tmp_path).put([HumanMessage("other")], "9家。[1]")
    (other,) = tmp_path.iterdir()
    other.rename(file)
    assert _kept(tmp_path).get(PROMPT) is None


def test_what_was_cut_off_at_any_byte_is_not_believed(tmp_path: Path) -> None:
    _kept(tmp_path).put(PROMPT, "6家。[1]")
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert _kept(tmp_path).get(PROMPT) is None


def test_a_folder_stays_within_its_size_and_forgets_what_was_not_used_for_longest(tmp_path: Path) -> None:
    cache = _kept(tmp_path, max_bytes=20_000)
    prompts = [[HumanMessage(str(number))] for number in range(200)]
    for age, prompt in enumerate(prompts):
        cache.put(prompt, "字" * 100)
        for path in tmp_path.iterdir():
            if path.stat().st_mtime > 1_000_000_000:
                os.utime(path, (age, age))
    size = sum(path.stat().st_size for path in tmp_path.iterdir())
    assert size < 20_000 + 32 * 600
    fresh = _kept(tmp_path)
    assert fresh.get(prompts[-1]) and fresh.get(prompts[0]) is None


def test_other_files_of_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x" * 1_000)
    _kept(tmp_path, max_bytes=10).put(PROMPT, "6家。[1]")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_folder_that_cannot_be_used_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = _kept(tmp_path / "file")
    cache.put(PROMPT, "6家。[1]")
    assert cache.get(PROMPT) == "6家。[1]"  # from memory
    assert _kept(tmp_path / "file").get(PROMPT) is None


WRITER = """
import sys
from pathlib import Path
from assistant.answering.reply_folder import ReplyFolder
folder = ReplyFolder(Path(sys.argv[1]), max_bytes=30_000)
for turn in range(150):
    for key in "abcdefgh":
        folder.put(key, sys.argv[2] * 400)
        assert folder.get(key) in (None, "x" * 400, "y" * 400, "z" * 400), "a mixed reply"
print("done")
"""


def test_several_processes_never_read_a_mixed_reply(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    writers = [
        subprocess.Popen([*command, sign], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for sign in "xyz"
    ]
    assert [writer.communicate() for writer in writers] == [("done\n", "")] * 3
    assert not [path for path in tmp_path.iterdir() if path.suffix == ".unfinished"]


def test_an_answer_survives_a_restart_without_another_request(config: Config, tmp_path: Path) -> None:
    question = "秦创原总窗口设在哪里？"
    quote = open_assistant(config).ask(question).claims[0].citations[0].quote
    with chat_server("".join(f"{quote}[{number}]" for number in range(1, 11))) as server:
        settings = {"chat_model": "openai:m", "chat_base_url": server.url, "chat_cache": tmp_path / "replies"}
        first, second = (open_assistant(config.model_copy(update=settings)).ask(question) for _ in range(2))
    assert len(server.requests) == 1
    assert first.claims == second.claims
    assert second.usage is not None and (second.usage.requests, second.usage.cached) == (0, 1)


def test_half_a_reply_is_not_kept(config: Config, tmp_path: Path) -> None:
    with chat_server(f"秦创原总窗口设在西咸新区。[1]{CUT}") as server:
        settings = {"chat_model": "openai:m", "chat_base_url": server.url, "chat_cache": tmp_path / "replies"}
        open_assistant(config.model_copy(update=settings)).ask("秦创原总窗口设在哪里？")
    assert not (tmp_path / "replies").exists()
