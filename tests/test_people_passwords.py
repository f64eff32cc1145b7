import hashlib
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import UsageError
from assistant.people import passwords
from assistant.people.passwords import (
    USUAL_COST,
    Cost,
    checked_password,
    hash_password,
    impossible_hash,
    matches,
    parse_hash,
)
from tests.signed_in import CHEAP, PASSWORD


def test_two_users_with_one_password_have_different_hashes_and_salts() -> None:
    one, two = hash_password(PASSWORD, CHEAP), hash_password(PASSWORD, CHEAP)
    assert parse_hash(one)[1] != parse_hash(two)[1]
    assert parse_hash(one)[2] != parse_hash(two)[2]
    assert matches(PASSWORD, one) and matches(PASSWORD, two)


def test_the_usual_hash_is_scrypt_of_the_strength_that_owasp_asks_for() -> None:
    cost, salt, digest = parse_hash(hash_password(PASSWORD))
    assert cost == USUAL_COST
    assert 128 * cost.n * cost.r * cost.p >= 128 * 2**15 * 8 * 3
    assert digest == hashlib.scrypt(
        PASSWORD.encode(), salt=salt, n=cost.n, r=cost.r, p=cost.p, maxmem=2**26, dklen=len(digest)
    )


@settings(max_examples=30, deadline=None)
@given(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=40))
def test_a_hash_fits_its_own_password_alone(right: str, other: str) -> None:
    stored = hash_password(right, Cost(2, 1, 1))
    assert matches(right, stored)
    same = unicodedata.normalize("NFKC", right) == unicodedata.normalize("NFKC", other)
    assert matches(other, stored) == same


def test_a_password_is_the_same_in_full_width_and_however_letters_are_composed() -> None:
    assert matches("ｐａｓｓ１２３４５6é", hash_password("pass123456e\u0301", CHEAP))


def test_digests_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []

    def compare(one: bytes, two: bytes) -> bool:
        compared.append((one, two))
        return False

    monkeypatch.setattr(passwords, "compare_digest", compare)
    assert not matches(PASSWORD, hash_password(PASSWORD, CHEAP))
    assert len(compared) == 1 and compared[0][0] == compared[0][1]


def test_nobody_has_the_password_of_nobody() -> None:
    assert not matches("", impossible_hash(CHEAP))
    assert parse_hash(impossible_hash())[0] == USUAL_COST


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "10 to 256"),
        ("a1b2c3d4e", "10 to 256"),
        ("ab1-" * 65, "10 to 256"),
        ("aaaaabbbbbccc", "four different"),
        ("WangFang2026", "does not hold the name"),
    ],
)
def test_weak_passwords_are_refused(password: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        checked_password(password, name="wangfang")


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "plain password",
        "md5$1,1,1$c2FsdHNhbHRzYWx0c2FsdA==$" + "A" * 43 + "=",
        "scrypt$32768,8,3$$" + "A" * 43 + "=",  # no salt
        "scrypt$32768,8,3$c2FsdA==$" + "A" * 43 + "=",  # too short a salt
        "scrypt$32768,8,3$c2FsdHNhbHRzYWx0c2FsdA==$",
        "scrypt$32767,8,3$c2FsdHNhbHRzYWx0c2FsdA==$" + "A" * 43 + "=",
        "scrypt$1073741824,8,1$c2FsdHNhbHRzYWx0c2FsdA==$" + "A" * 43 + "=",  # a terabyte
        "scrypt$32768,8$c2FsdHNhbHRzYWx0c2FsdA==$" + "A" * 43 + "=",
    ],
)
def test_text_that_is_no_usable_hash_is_refused(stored: str) -> None:
    with pytest.raises(ValueError, match=r"^it is not|^its scrypt"):
        parse_hash(stored)
