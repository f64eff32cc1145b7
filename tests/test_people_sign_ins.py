from pathlib import Path

import pytest

from assistant.people.attempts import FREE_BY_ADDRESS, FREE_BY_NAME, LONGEST_WAIT_SECONDS, Attempts
from assistant.people.people import People
from assistant.people.roles import Person
from assistant.people.sign_ins import MOST_OF_ONE, SignIns
from assistant.people.users_file import change_users
from tests.signed_in import person, write_users
from tests.test_people import Clock


class World:
    """Users, who is signed in, and the time."""

    def __init__(self, folder: Path) -> None:
        self.file = write_users(folder / "users.jsonl")
        self.people = People(self.file)
        self.clock = Clock()
        self.sign_ins = SignIns(self.people.find, idle_seconds=100, longest_seconds=1000, clock=self.clock)

    def found(self, name: str) -> Person:
        one = self.people.find(name)
        assert one is not None
        return one

    def begin(self, name: str = "小李") -> str:
        return self.sign_ins.begin(self.found(name))


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_an_id_leads_to_its_person_and_no_two_are_alike(world: World) -> None:
    ids = {world.begin() for _ in range(5)} | {world.begin("王芳")}
    assert len(ids) == 6 and all(len(one) >= 43 for one in ids)
    found = [world.sign_ins.person(one) for one in ids]
    assert sorted(one.name for one in found if one) == ["小李"] * 5 + ["王芳"]
    assert world.sign_ins.person("") is None
    assert world.sign_ins.person(next(iter(ids))[:-1]) is None


def test_ids_are_not_kept_as_they_are(world: World) -> None:
    secret = world.begin()
    assert secret not in repr(vars(world.sign_ins))


def test_whoever_stays_away_has_to_sign_in_again(world: World) -> None:
    secret = world.begin()
    for _ in range(3):
        world.clock.now += 100
        assert world.sign_ins.person(secret) is not None
    world.clock.now += 100.5
    assert world.sign_ins.person(secret) is None
    world.clock.now -= 100
    assert world.sign_ins.person(secret) is None  # ended for good


def test_however_busy_a_sign_in_ends_at_last(world: World) -> None:
    secret = world.begin()
    for _ in range(20):
        world.clock.now += 50
        assert world.sign_ins.person(secret) is not None
    world.clock.now += 1
    assert world.sign_ins.person(secret) is None


def test_signing_out_ends_one_id_alone(world: World) -> None:
    one, other = world.begin(), world.begin()
    world.sign_ins.end(one)
    world.sign_ins.end("unknown")
    assert world.sign_ins.person(one) is None and world.sign_ins.person(other) is not None


@pytest.mark.parametrize("change", ["removed", "role", "password"])
def test_a_change_of_a_user_signs_that_user_out_everywhere_and_nobody_else(world: World, change: str) -> None:
    own, other = [world.begin(), world.begin()], world.begin("王芳")
    changed = {
        "removed": [],
        "role": [Person("小李", ("reader", "editor"), world.found("小李").password, world.found("小李").created)],
        "password": [person("小李")],  # the same password anew: another salt
    }[change]
    change_users(world.file, lambda people: [*changed, *people[1:]])
    assert [world.sign_ins.person(one) for one in own] == [None, None]
    assert world.sign_ins.person(other) is not None


def test_one_person_cannot_fill_the_memory(world: World) -> None:
    ids = [world.begin() for _ in range(MOST_OF_ONE + 5)]
    alive = [one for one in ids if world.sign_ins.person(one)]
    assert alive == ids[5:]


def test_what_has_ended_is_forgotten(world: World) -> None:
    for _ in range(10):
        world.begin()
    world.clock.now += 101
    world.begin("王芳")
    assert len(world.sign_ins._kept) == 1


def tried(attempts: Attempts, name: str, address: str, times: int) -> list[float]:
    return [attempts.begin(name, address) for _ in range(times)]


def test_a_name_that_is_guessed_at_waits_twice_as_long_each_time() -> None:
    clock = Clock()
    attempts = Attempts(clock)
    assert tried(attempts, "小李", "10.0.0.1", FREE_BY_NAME) == [0.0] * FREE_BY_NAME
    waits = []
    for number in range(14):
        waits.append(attempts.begin("小李", f"10.0.1.{number}"))  # from wherever
        clock.now += waits[-1]
        assert attempts.begin("小李", f"10.0.2.{number}") == 0
    assert waits[:4] == [1, 2, 4, 8]
    assert waits[-1] == LONGEST_WAIT_SECONDS == max(waits)
    assert attempts.begin("王芳", "10.0.3.1") == 0


def test_an_address_that_guesses_at_many_names_has_to_wait() -> None:
    attempts = Attempts(Clock())
    waits = [attempts.begin(f"user{number}", "10.0.0.1") for number in range(FREE_BY_ADDRESS + 1)]
    assert waits == [0.0] * FREE_BY_ADDRESS + [1.0]
    assert attempts.begin("someone", "10.0.0.2") == 0


def test_a_network_of_addresses_counts_as_one() -> None:
    attempts = Attempts(Clock())
    for number in range(FREE_BY_ADDRESS):
        assert attempts.begin(f"user{number}", f"2001:db8:1:2::{number:x}") == 0
    assert attempts.begin("another", "2001:db8:1:2:ffff::1") == 1
    assert attempts.begin("another", "2001:db8:1:3::1") == 0


def test_signing_in_excuses_the_name_but_not_the_address() -> None:
    attempts = Attempts(Clock())
    tried(attempts, "小李", "10.0.0.1", FREE_BY_NAME - 1)
    assert attempts.begin("小李", "10.0.0.1") == 0
    attempts.succeeded("小李", "10.0.0.1")
    assert tried(attempts, "小李", "10.0.0.1", FREE_BY_NAME) == [0.0] * FREE_BY_NAME
    # Whoever has an account could else sign in between guesses at the others.
    tries = 2 * FREE_BY_NAME - 1
    for number in range(FREE_BY_ADDRESS - tries):
        assert attempts.begin(f"user{number}", "10.0.0.1") == 0
    assert attempts.begin("one-more", "10.0.0.1") > 0


def test_wrong_tries_are_forgotten_after_a_day() -> None:
    clock = Clock()
    attempts = Attempts(clock)
    tried(attempts, "小李", "10.0.0.1", FREE_BY_NAME)
    clock.now += 24 * 3600 + 1
    assert tried(attempts, "小李", "10.0.0.1", FREE_BY_NAME) == [0.0] * FREE_BY_NAME
