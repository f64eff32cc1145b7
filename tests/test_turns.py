from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.schema import Turn
from assistant.turns import parse_history, read_as_of, read_history


def test_no_file_is_no_history() -> None:
    assert read_history(None) == ()


def test_turns_are_read_in_order_and_further_keys_are_ignored(tmp_path: Path) -> None:
    path = tmp_path / "history.json"
    path.write_text(
        '[{"role": "user", "content": "园区科协？", "id": 1}, {"role": "assistant", "content": "6家。"}]', "utf-8"
    )
    assert read_history(path) == (Turn("user", "园区科协？"), Turn("assistant", "6家。"))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.json"):
        read_history(tmp_path / "nowhere.json")


@pytest.mark.parametrize("content", [b"", b"{", b"[1,", b"\xff\xfe\x00"])
def test_a_file_that_is_not_json_is_named(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "history.json"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=r"history\.json"):
        read_history(path)


def test_a_folder_is_no_history(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        read_history(tmp_path)


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ({"role": "user"}, "list"),
        ("园区科协", "list"),
        (["园区科协"], "turn 1"),
        ([{"role": "user", "content": "a"}, {"role": "system", "content": "b"}], "turn 2"),
        ([{"role": "user", "content": None}], "turn 1"),
        ([{"content": "a"}], "turn 1"),
    ],
)
def test_the_wrong_turn_is_named(entries: object, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        parse_history(entries)


@pytest.mark.parametrize("date", [None, "2022", "2022-04", "2022-04-08", "1999-12-31"])
def test_a_date_may_stop_at_the_year_or_the_month(date: str | None) -> None:
    assert read_as_of(date) == date


@pytest.mark.parametrize(
    "date", ["", "22-04-08", "2022-13", "2022-00", "2022-4", "2022-04-32", "2022/04/08", "yesterday"]
)
def test_anything_else_is_no_date(date: str) -> None:
    with pytest.raises(UsageError, match="2022-04-08"):
        read_as_of(date)
