"""Who may use the window and for what: a person with roles."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, get_args

Role = Literal["reader", "editor", "evaluator"]
ROLES: tuple[Role, ...] = get_args(Role)
"""A reader asks and reads, an editor adds documents, an evaluator runs question sets; the last two read as well."""


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the users file; ``password`` is a salted hash with its parameters."""

    name: str
    roles: tuple[Role, ...]
    password: str
    created: str

    @property
    def fingerprint(self) -> str:
        """Return what changes with roles and password: whoever signed in under another one has to sign in again."""
        parts = (self.name, *self.roles, self.password, self.created)
        return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
