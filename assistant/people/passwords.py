"""A password to a salted scrypt hash that carries its parameters, and back to a verdict."""

import hashlib
import secrets
import unicodedata
from base64 import b64decode, b64encode
from binascii import Error as NoBase64Error
from dataclasses import dataclass
from hmac import compare_digest

from assistant.errors import UsageError

FEWEST_CHARACTERS = 10
MOST_CHARACTERS = 256
_SALT_BYTES, _DIGEST_BYTES = 16, 32
_MOST_MEMORY = 256 * 2**20
"""Parameters of a file that would need more are refused: a check of a password must not fill the machine."""


@dataclass(frozen=True, slots=True)
class Cost:
    """How much work a guess takes: scrypt's N, r and p."""

    n: int
    r: int
    p: int

    @property
    def memory(self) -> int:
        """Return the bytes that scrypt needs, with the room that OpenSSL asks for beside them."""
        return 128 * self.r * (self.n + self.p + 2)


USUAL_COST = Cost(2**15, 8, 3)
"""One of the equivalents that OWASP's password storage cheat sheet names: 32 MB and a quarter of a second a guess."""


def checked_password(password: str, *, name: str) -> str:
    """Return a password that may be used; UsageError says what is wrong with it."""
    if not FEWEST_CHARACTERS <= len(password) <= MOST_CHARACTERS:
        raise UsageError(f"A password has {FEWEST_CHARACTERS} to {MOST_CHARACTERS} characters. Choose another one.")
    if len(set(password)) < 4 or name.casefold() in password.casefold():
        raise UsageError(
            "A password has at least four different characters and does not hold the name. Choose another one."
        )
    return password


def hash_password(password: str, cost: Cost = USUAL_COST) -> str:
    """Return ``scrypt$n,r,p$salt$digest`` with a fresh random salt."""
    salt = secrets.token_bytes(_SALT_BYTES)
    return _written(cost, salt, _digest(password, salt, cost))


def impossible_hash(cost: Cost = USUAL_COST) -> str:
    """Return a hash that no known password has, to spend the usual time on where there is nobody."""
    return _written(cost, secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_DIGEST_BYTES))


def matches(password: str, stored: str) -> bool:
    """Return whether ``stored`` is a hash of ``password``; ValueError for text that is no hash."""
    cost, salt, digest = parse_hash(stored)
    return compare_digest(_digest(password[:MOST_CHARACTERS], salt, cost), digest)


def parse_hash(stored: str) -> tuple[Cost, bytes, bytes]:
    """Return parameters, salt and digest; ValueError says what is wrong."""
    try:
        scheme, numbers, salt_text, digest_text = stored.split("$")
        cost = Cost(*map(int, numbers.split(",")))
        salt, digest = b64decode(salt_text, validate=True), b64decode(digest_text, validate=True)
    except (ValueError, TypeError, NoBase64Error) as error:
        raise ValueError("it is not scrypt$n,r,p$salt$digest") from error
    if scheme != "scrypt" or len(salt) < _SALT_BYTES or len(digest) < _DIGEST_BYTES:
        raise ValueError("it is not a salted scrypt hash")
    power_of_two = cost.n > 1 and cost.n & (cost.n - 1) == 0
    if not power_of_two or min(cost.r, cost.p) < 1 or cost.p > 64 or cost.memory > _MOST_MEMORY:
        raise ValueError("its scrypt parameters cannot be used")
    return cost, salt, digest


def _digest(password: str, salt: bytes, cost: Cost) -> bytes:
    # Input methods differ in how they compose a letter and in the width of a digit; the password is the same one.
    folded = unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
    return hashlib.scrypt(
        folded, salt=salt, n=cost.n, r=cost.r, p=cost.p, maxmem=cost.memory + 2**20, dklen=_DIGEST_BYTES
    )


def _written(cost: Cost, salt: bytes, digest: bytes) -> str:
    return f"scrypt${cost.n},{cost.r},{cost.p}${b64encode(salt).decode()}${b64encode(digest).decode()}"
