"""Passwords: what is taken as one, and its hash (argon2id).

What one would get wrong: an unknown name must cost as much time as a known one, so that
nobody learns who has an account; see :func:`matches` with ``stored=None``.
"""

from __future__ import annotations

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from whowhom.errors import UsageError
from whowhom.workbench.tokens import new_token

MIN_CHARS = 12
MAX_CHARS = 256
MIN_DIFFERENT_CHARS = 5
MIN_NAME_CHARS = 3  # A name of one letter stands in most passwords.
HASHES_AT_ONCE = 4  # Each takes 64 MB; a flood of logins must not take all memory.

_hasher = PasswordHasher()
_turns = threading.BoundedSemaphore(HASHES_AT_ONCE)


def hash_password(password: str, *, name: str = "") -> str:
    """Hash a password for storing.

    Raises:
        UsageError: it is too short, too long, or easy to guess.
    """
    if not MIN_CHARS <= len(password) <= MAX_CHARS:
        raise UsageError(f"the password has {len(password)} characters; expected {MIN_CHARS} to {MAX_CHARS}.")
    holds_name = len(name) >= MIN_NAME_CHARS and name.casefold() in password.casefold()
    if len(set(password)) < MIN_DIFFERENT_CHARS or holds_name:
        raise UsageError("the password is easy to guess: it repeats a few characters or holds the name. Give another.")
    with _turns:
        return _hasher.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Say whether a password fits a stored hash; None costs the same time and never fits."""
    with _turns:
        try:
            _hasher.verify(stored if stored is not None else _nobodys(), password[: MAX_CHARS + 1])
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def is_dated(stored: str) -> bool:
    """Say whether a hash was made at a lower cost than today's."""
    return _hasher.check_needs_rehash(stored)


@cache
def _nobodys() -> str:
    return _hasher.hash(new_token())
