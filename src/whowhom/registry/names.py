"""Names as the registry compares them: folding, acronyms, edits.

In: a name as some text writes it. Out: a key under which two spellings meet.
What one would get wrong: "IS" and "is", "US" and "us" fold alike, so acronyms
have keys of their own and are looked up only when the query is in capitals.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MAX_EDITS = 2
"""Two edits take "Terheek-e-Taliban Pakistan" to its usual spelling; three would
join "Brigade 48" with other brigades."""

MIN_LETTERS_ONE_EDIT = 9
MIN_LETTERS_TWO_EDITS = 14
"""Shorter names have neighbours that are other names ("Malian", "Malawian")."""

_APART = re.compile(r"[^\w]+")
_APOSTROPHES = re.compile(r"['’‘ʼʻ`´]")
_ACRONYM = re.compile(r"[A-Za-z0-9][A-Za-z0-9.&/’'\-–‑]*")
_NOT_ALNUM = re.compile(r"[^A-Za-z0-9]+")


@lru_cache(maxsize=16384)
def fold(name: str) -> str:
    """Fold a name: lower case, no accents, no punctuation, no leading "the".

    Returns:
        Words parted by single spaces; "" when nothing is left of the name.
    """
    text = name
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text))
        text = "".join(char for char in decomposed if not unicodedata.combining(char))
    text = _APART.sub(" ", text.replace("'", "").replace("_", " ").casefold()).strip()
    return text.removeprefix("the ")


def without_article(name: str) -> str:
    """Drop "the" from the front of a name."""
    return name[4:] if name[:4].casefold() == "the " else name


@lru_cache(maxsize=16384)
def is_acronym(name: str) -> bool:
    """Say whether a name is written as an acronym: "IS-K", "U.S.", "M23", "FAMa"."""
    if len(name) > 12 or not _ACRONYM.fullmatch(name):
        return False
    capitals = sum(char.isupper() for char in name)
    small = sum(char.islower() for char in name)
    return (capitals >= 2 and capitals > small) or (capitals >= 1 and small == 0 and any(c.isdigit() for c in name))


def acronym_key(name: str) -> str:
    """Return an acronym's letters and digits alone: "I.S.-K." and "ISK" meet."""
    return _NOT_ALNUM.sub("", name).upper()


def allowed_edits(folded: str) -> int:
    """Say how many edits a folded name of that length may differ by."""
    letters = len(folded)
    return MAX_EDITS if letters >= MIN_LETTERS_TWO_EDITS else int(letters >= MIN_LETTERS_ONE_EDIT)


def edits(left: str, right: str, *, limit: int) -> int:
    """Count insertions, deletions, substitutions and swaps of neighbours.

    Returns:
        The number of edits, or ``limit + 1`` as soon as it is above the limit.
    """
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    previous = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        current = [i]
        for j, b in enumerate(right, start=1):
            cost = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, previous = previous, current
    return min(previous[-1], limit + 1)


def near(query: str, name: str) -> int | None:
    """Compare two folded names for a slip of spelling.

    Words must agree in number and in their first letter, and numbers must be
    the same, so that "Brigade 48" or "Western" never meet a neighbour.

    Returns:
        The number of edits, or None when the names are too far apart.
    """
    limit = allowed_edits(query)
    left, right = query.split(), name.split()
    if not limit or len(left) != len(right):
        return None
    for a, b in zip(left, right, strict=True):
        if a != b and (a[0] != b[0] or a.isdigit() or len(a) < 4 or a[:4] in _OPPOSED or b[:4] in _OPPOSED):
            return None
    distance = edits(query, name, limit=limit)
    return distance if distance <= limit else None


# Beginnings of words whose neighbours mean something else ("north", "northern").
_OPPOSED = frozenset({"nort", "sout", "east", "west", "firs", "thir", "four", "fift"})
