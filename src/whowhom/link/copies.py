"""Texts that copy each other with small edits: one witness, however many outlets print it.

In: the read part of a text. Out: its shingles, the MinHash bands under which likely copies
meet, and the verdict on a pair.

What one would get wrong: bands only bring candidates together. The verdict is exact, from
the shingles themselves, so it does not depend on the hashing. The hashing is fixed for ever,
because bands are kept in case files; it needs numpy alone.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from datetime import date

import numpy as np
from numpy.typing import NDArray

from whowhom.records import READ_KINDS, Document

SHINGLE_WORDS = 4
"""Four words in a row are rarely written twice by chance; longer rows break at every edit."""

BANDS, ROWS = 32, 4
"""A pair with half its shingles in common shares a band with probability 0.87, with 0.6 of
them 0.99; a pair with a tenth in common 0.003."""

MIN_SHARED = 0.6
"""Share of all shingles of both texts. An edit of one word breaks four shingles, so a report of
300 words may differ in 15 places and still pass."""

MIN_CONTAINED = 0.8
"""Share of the shorter text's shingles, for copies cut from the end, as wire copy is."""

MIN_SHINGLES = 30
"""Below that, some 33 words, a text is a headline with a sentence; many are alike by form."""

MAX_GAP_DAYS = 7
"""Copies appear within days. A daily bulletin repeats its form for months, with other figures."""

_WORD = re.compile(r"\w+")
_PRIME = np.uint64((1 << 31) - 1)
_SEED = 20_261_126


def read_part(document: Document) -> str:
    """Give the headline and body of a report: what is compared."""
    return "\n".join(document.text[r.start : r.end] for r in document.regions if r.kind in READ_KINDS)


def shingles(text: str) -> frozenset[int]:
    """Give the hashes of all rows of four words, without case and punctuation.

    Returns:
        32-bit numbers; empty for a text of fewer than four words.
    """
    words = _WORD.findall(text.casefold())
    rows = (" ".join(words[i : i + SHINGLE_WORDS]) for i in range(len(words) - SHINGLE_WORDS + 1))
    return frozenset(zlib.crc32(row.encode("utf-8", "surrogatepass")) for row in rows)


def bands(found: frozenset[int]) -> tuple[int, ...]:
    """Give the MinHash bands of a set of shingles: 63-bit numbers, one for each band; none for too short a text."""
    if len(found) < MIN_SHINGLES:
        return ()
    values = np.fromiter(sorted(found), dtype=np.uint64, count=len(found)) % _PRIME
    least = ((values[:, None] * _FACTORS + _SHIFTS) % _PRIME).min(axis=0).astype("<u4")
    return tuple(
        int.from_bytes(hashlib.blake2b(bytes([number]) + row.tobytes(), digest_size=8).digest(), "big") >> 1
        for number, row in enumerate(least.reshape(BANDS, ROWS))
    )


def is_copy(one: frozenset[int], other: frozenset[int]) -> bool:
    """Say whether two texts are one telling with small edits or cuts."""
    if min(len(one), len(other)) < MIN_SHINGLES:
        return False
    shared = len(one & other)
    return shared >= MIN_SHARED * len(one | other) or shared >= MIN_CONTAINED * min(len(one), len(other))


def is_near_in_time(one: str | None, other: str | None) -> bool:
    """Say whether two days of publication (ISO) allow a copy; an unknown day does."""
    if one is None or other is None:
        return True
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= MAX_GAP_DAYS


def _constants() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    # Below 2**31 each, so that product and sum stay below 2**63 and never wrap.
    drawn = hashlib.shake_256(str(_SEED).encode()).digest(BANDS * ROWS * 8)
    numbers = np.frombuffer(drawn, dtype="<u4").astype(np.uint64).reshape(2, BANDS * ROWS)
    return numbers[0] % (_PRIME - np.uint64(1)) + np.uint64(1), numbers[1] % _PRIME


_FACTORS, _SHIFTS = _constants()
