"""Folded names: the keys under which places are found.

A name as written goes in, a key or a name without its class word comes out. The
key drops case, accents, hyphens, apostrophes **and spaces**, so that "Lashkargah"
and "Lashkar Gah" are one; it is for look-ups only and never shown.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from whowhom.records.values import FeatureClass

CLASS_WORDS: dict[str, FeatureClass] = {
    **dict.fromkeys(
        (
            "province", "governorate", "oblast", "state", "prefecture", "department", "division",
            "emirate", "canton", "muhafazah", "wilayat", "wilaya", "krai", "voivodeship", "republic",
        ),
        "admin1",
    ),
    "region": "region",
    **dict.fromkeys(
        ("district", "county", "raion", "rayon", "municipality", "territory", "township", "commune", "subdistrict",
         "sub-district", "woreda", "tehsil", "cercle", "sub-county", "canton"),
        "admin2",
    ),
    **dict.fromkeys(
        ("city", "town", "village", "hamlet", "settlement", "port city", "capital", "capital city", "locality",
         "kibbutz"),
        "settlement",
    ),
}  # fmt: skip
"""Class words in the singular and the class they ask for first."""

# Letters that Unicode decomposition leaves alone.
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ə": "a"}
)
_ARTICLE = re.compile(r"^(?:al|el|ad|ar|as|ash|at|az|an|ul|the) ")
_FILLED = re.compile(r"[^0-9a-z ]+")
_DASHES = re.compile(r"[-‐‑‒–—/.,_]")
_MARKS = re.compile(r"['’‘ʼʻ`´\"“”]")
_PLURALS = {word + "s": word for word in CLASS_WORDS} | {
    "counties": "county", "cities": "city", "municipalities": "municipality", "territories": "territory",
    "localities": "locality",
}  # fmt: skip
_WORDS = "|".join(sorted(map(re.escape, [*CLASS_WORDS, *_PLURALS]), key=len, reverse=True))
_CLASS_AFTER = re.compile(rf"^(?P<core>.+?)[ -](?P<word>{_WORDS})$", re.IGNORECASE)
_CLASS_BEFORE = re.compile(rf"^(?:the )?(?P<word>{_WORDS}) of (?P<core>.+)$", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def spaced(name: str) -> str:
    """Fold a name but keep one space between its words."""
    plain = _MARKS.sub("", _DASHES.sub(" ", name)).lower()
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain.translate(_LETTERS))
        plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(_FILLED.sub("", plain.replace("&", " and ")).split())


def fold(name: str) -> str:
    """Fold a name to its key: ASCII letters and digits only, no spaces.

    Returns:
        The key; an empty string when the name has no Latin letter or digit.
    """
    return spaced(name).replace(" ", "")


@lru_cache(maxsize=20_000)
def keys_of(name: str) -> tuple[str, ...]:
    """Give the keys under which a name is stored and looked up, best first.

    Returns:
        The folded name, then the one without a leading article ("al-Hasakah"
        is found as "Hasakah"); names of a single letter have no key.
    """
    words = spaced(name)
    bare = _ARTICLE.sub("", words)
    found = [key for key in (words.replace(" ", ""), bare.replace(" ", "")) if len(key) > 1]
    return tuple(dict.fromkeys(found))


def class_of(word: str) -> FeatureClass | None:
    """Say which class a word such as "provinces" or "city" asks for."""
    lowered = word.lower()
    return CLASS_WORDS.get(_PLURALS.get(lowered, lowered))


def split_class(name: str) -> tuple[str, FeatureClass | None]:
    """Take a class word off a name: "city of Kandahar", "Nangarhar province".

    Returns:
        The name without it and the class it asks for, or the name as it was
        and None.
    """
    for pattern in (_CLASS_BEFORE, _CLASS_AFTER):
        match = pattern.match(name.strip())
        if match and match["core"].strip().lower() not in ("the", "a", "an", "this", "that"):
            return match["core"].strip(), class_of(match["word"])
    return name.strip(), None
