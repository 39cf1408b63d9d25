"""Random tokens, their digests, and the arithmetic of instants.

What one would get wrong: only digests are stored, so that who reads a copy of the case cannot
act as its users. A digest without salt is enough, because the tokens are random.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

TOKEN_BYTES = 32
_FORM = "%Y-%m-%dT%H:%M:%SZ"


def new_token() -> str:
    """Make a token nobody can guess."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    """Give the digest that is stored in a token's stead."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def csrf_of(secret: bytes, words: str) -> str:
    """Derive the token of a form from a secret of the running server."""
    return hmac.new(secret, words.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def is_same(one: str, other: str) -> bool:
    """Compare in a time that tells nothing of where they differ."""
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))


def instant_plus(at: str, **parts: float) -> str:
    """Give the instant so much later than another; parts as of :class:`~datetime.timedelta`."""
    return (datetime.strptime(at, _FORM) + timedelta(**parts)).strftime(_FORM)


def instant_minus(at: str, **parts: float) -> str:
    """Give the instant so much earlier than another."""
    return (datetime.strptime(at, _FORM) - timedelta(**parts)).strftime(_FORM)
