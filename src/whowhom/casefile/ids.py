"""Public ids: a letter for the kind and the start of a digest.

In: what a record is made from. Out: the same id on every machine and in every order of
adding, so that two people who add the same reports speak of the same events.
"""

from __future__ import annotations

import hashlib

HEX_DIGITS = 12  # One in 280 million that two of a million records meet; a unique key catches it.


def public_id(letter: str, *parts: object) -> str:
    """Make an id such as ``E-3f2a91bc04de`` of the parts that name a record."""
    key = "|".join(str(part) for part in parts)
    return f"{letter}-{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:HEX_DIGITS]}"
