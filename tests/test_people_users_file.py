import json
import os
import stat
import threading
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.people.roles import Person
from assistant.people.users_file import change_users, checked_name, checked_roles, read_users, readable_by_others
from tests.signed_in import person, write_users


def lines(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_people_come_back_as_they_were_written(tmp_path: Path) -> None:
    people = [person("王芳", "reader", "evaluator"), person("li.si@kexie", "editor")]
    change_users(tmp_path / "new" / "users.jsonl", lambda _: people)
    assert read_users(tmp_path / "new" / "users.jsonl") == people


def test_only_the_owner_can_read_the_file_whatever_the_mask_and_the_mode_before(tmp_path: Path) -> None:
    file = write_users(tmp_path / "users.jsonl")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(0o644)
    assert readable_by_others(file)
    before = os.umask(0)
    try:
        change_users(file, lambda people: people)
    finally:
        os.umask(before)
    assert not readable_by_others(file)


def test_a_change_that_fails_leaves_the_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_users(tmp_path / "users.jsonl")
    before = file.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        change_users(file, lambda people: people[:1])
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["users.jsonl"]


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    real = write_users(tmp_path / "real.jsonl")
    (tmp_path / "link.jsonl").symlink_to(real)
    change_users(tmp_path / "link.jsonl", lambda people: people[:1])
    assert (tmp_path / "link.jsonl").is_symlink() and len(read_users(real)) == 1


def test_changes_at_the_same_time_are_all_kept(tmp_path: Path) -> None:
    file = tmp_path / "users.jsonl"
    names = [f"user{number}" for number in range(12)]

    def add(name: str) -> None:
        change_users(file, lambda people: [*people, person(name)])

    threads = [threading.Thread(target=add, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.name for one in read_users(file)) == sorted(names)


def broken(file: Path, number: int, **changed: object) -> None:
    rows = lines(file)
    rows[number] |= changed
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"name": "小李"}, "小李 stands in an earlier line too"),
        ({"name": "<b>"}, "cannot be a user"),
        ({"name": " 王芳"}, "not written as it is stored"),
        ({"name": 5}, "are texts"),
        ({"roles": []}, "at least one role"),
        ({"roles": ["admin"]}, "no role 'admin'"),
        ({"roles": "reader"}, "list of texts"),
        ({"password": "123456"}, "password of 王芳 cannot be used"),
        ({"extra": 1}, "a line has exactly"),
    ],
)
def test_a_broken_line_is_named_with_file_and_line(tmp_path: Path, changed: dict[str, object], why: str) -> None:
    file = write_users(tmp_path / "users.jsonl")
    broken(file, 1, **changed)
    with pytest.raises(UsageError, match=rf"users\.jsonl, line 2: .*{why}"):
        read_users(file)


@pytest.mark.parametrize("line", ["{", "[]", "null", '{"name": "x"}'])
def test_a_line_that_is_no_user_is_named_with_file_and_line(tmp_path: Path, line: str) -> None:
    file = write_users(tmp_path / "users.jsonl")
    file.write_text(file.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"users\.jsonl, line 5: "):
        read_users(file)


def test_a_missing_file_and_one_in_another_encoding_are_named_with_the_fix(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no users file .*none\.jsonl.* user add NAME"):
        read_users(tmp_path / "none.jsonl")
    (tmp_path / "gbk.jsonl").write_bytes("王芳".encode("gb18030"))
    with pytest.raises(UsageError, match=r"gbk\.jsonl cannot be read"):
        read_users(tmp_path / "gbk.jsonl")


@pytest.mark.parametrize("name", ["", "a b", "-a", "<script>", "a\nb", "a" * 65, "a/b", '"', "\u202eabc"])
def test_names_that_could_mislead_are_refused(name: str) -> None:
    with pytest.raises(UsageError, match="cannot be a user"):
        checked_name(name)


def test_roles_come_in_one_order_and_each_once() -> None:
    assert checked_roles(["evaluator", "reader", "evaluator"]) == ("reader", "evaluator")


def test_a_fingerprint_changes_with_all_that_makes_a_sign_in_valid() -> None:
    base = Person("a", ("reader",), "hash", "2026")
    others = [
        Person("b", ("reader",), "hash", "2026"),
        Person("a", ("reader", "editor"), "hash", "2026"),
        Person("a", ("reader",), "other", "2026"),
        Person("a", ("reader",), "hash", "2027"),
    ]
    assert len({one.fingerprint for one in (base, *others)}) == 5
