"""Words that may stand: names to keep out, words of the codebook, characters that mislead.

In: strings. Out: strings, or None where they may not leave.

What one would get wrong: a list of forbidden names finds only those that were coded. What
leaves for the public is therefore chosen by what is known to be harmless, and the list of
names is a second net.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

from whowhom.codebook import Codebook
from whowhom.reading.lemmas import lemmatize

VAGUE_WORDS = ("tens", "dozens", "scores", "hundreds", "thousands")
"""Plural number words that ACLED and others have a rule for; the whole list."""

# Words that stand in anchors and figures and name nobody.
PLAIN_WORDS = frozenset(
    """a about all almost among an and another any are as at be been being between both but by child children
    civilian civilians combatant combatants dead detainees died dozen dozens each eight eighteen eighty elderly eleven
    estimated exactly fewer fifteen fifty fighters five for forty four fourteen from girl girls had half has have
    hostages hundred hundreds in injured injuries into is it its killed least less lives low many members men militants
    migrants million more most nearly nine nineteen ninety no not of off on one only or other others out over
    passengers people person persons police prisoners protesters rebels refugees residents scores seven seventeen
    seventy several six sixteen sixty soldiers some students ten tens than that the their them there these thirteen
    thirty this those thousand thousands three to troops twelve twenty two under up villagers was were who whom with
    woman women workers wounded young""".split()
)
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
MIN_NAME_PART = 3  # Shorter parts of names ("ag", "al") are words of others too.


def clean(text: str) -> str:
    """Put text on one line, without controls and marks that turn the direction of the words around them."""
    kept = "".join(
        " " if char.isspace() else "" if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn") else char
        for char in text
    )
    return " ".join(kept.split())


def vague_word(text: str) -> str | None:
    """Find the number word of a vague figure; None where there is none."""
    found = _TOKEN.findall(text.lower())
    return next((word for word in VAGUE_WORDS if word in found), None)


def fold(text: str) -> str:
    """Fold case and accents, so that one spelling of a name finds the others."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(char for char in apart if not unicodedata.combining(char)).casefold()


class Names:
    """Names that must not leave, and whether a text holds one or a part of one."""

    def __init__(self, persons: Iterable[str], described: Iterable[str] = (), public: Iterable[str] = ()) -> None:
        """Collect names.

        Args:
            persons: Private persons, by name or description: every word counts.
            described: Other people who are private: their words with a capital count.
            public: Names that stay; their parts are no reason to remove anything.
        """
        persons, public = list(persons), list(public)
        allowed = {part for name in public for part in _parts(name)}
        found = {part for name in persons for part in _parts(name)}
        self._wholes = {whole for name in persons if len((whole := bare(name)).split()) > 1}
        found |= {part for name in described for part in _parts(name, capitals=True)}
        self._parts = found - allowed

    def holds(self, text: str | None) -> bool:
        """Say whether a part of such a name stands in a text, in any case and with or without accents."""
        # A slug may hold letters as %C3%A9.
        return text is not None and not self._parts.isdisjoint(bare(text).split())

    def holds_more_than(self, text: str) -> bool:
        """Say whether a person's whole name stands in a longer text, as in "followers of Amina Yusuf"."""
        words = bare(text)
        return any(whole in words and words != whole for whole in self._wholes)


def bare(text: str) -> str:
    """Fold a text to its words with a blank around each, so that a phrase stands in it only at borders of words."""
    return f" {' '.join(_TOKEN.findall(fold(unquote(text))))} "


def _parts(name: str, *, capitals: bool = False) -> set[str]:
    words = [word for word in _TOKEN.findall(name) if not capitals or word != word.lower()]
    return {fold(word) for word in words if len(word) >= MIN_NAME_PART and fold(word) not in PLAIN_WORDS}


def is_plain(text: str, codebook: Codebook) -> bool:
    """Say whether words are nothing but triggers of the codebook, numbers and plain words.

    A word with a capital is never plain, for it may be a name.
    """
    return all(_is_plain_word(word, codebook) for word in re.split(r"[\s\-–—,.]+", text) if word)


def _is_plain_word(word: str, codebook: Codebook) -> bool:
    if _NUMBER.fullmatch(word):
        return True
    if word != word.lower() or not word.isalpha():
        return False
    return word in PLAIN_WORDS or word in _vocabulary(codebook) or lemmatize(word) in _vocabulary(codebook)


def _vocabulary(codebook: Codebook) -> frozenset[str]:
    known = _VOCABULARIES.get(codebook.digest)
    if known is None:
        words = (part for trigger in codebook.triggers for word in trigger.words for part in word.split())
        known = _VOCABULARIES[codebook.digest] = frozenset(words)
    return known


_VOCABULARIES: dict[str, frozenset[str]] = {}
