"""How a chain of voices is written for people: names in the stead of pronouns, "and" between those who speak together.

In: the words of voices and the names of their actors. Out: plain text.

What one would get wrong: the span of a voice stays the pronoun, since those are the words it came from; only what is
printed takes the name. A chain is told from outside in, so "citing" leads to whoever is quoted, and never joins two
who say the same thing side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from whowhom.records.values import Voice

_PRONOUNS = frozenset("he she it they we i you him her them us me who himself herself itself themselves".split())


def is_pronoun(words: str) -> bool:
    """Say whether words are nothing but a personal pronoun."""
    return words.strip().lower() in _PRONOUNS


def named_words(words: str | None, name: str | None) -> str | None:
    """Give the words of a voice, or the name of its actor where they are but a pronoun."""
    if words is None or name is None or not is_pronoun(words) or is_pronoun(name):
        return words
    return name


def join_chain(parts: Iterable[tuple[str, bool]]) -> str:
    """Write a chain, outermost first.

    Args:
        parts: The words of each voice, and whether it speaks together with the one before it.
    """
    written = ""
    for words, joint in parts:
        written += f"{' and ' if joint else ' citing '}{words}" if written else words
    return written


def innermost(voices: Sequence[Voice]) -> Voice | None:
    """Return the voice that knows, those further out pass it on; of several who speak together the first."""
    return next((voice for voice in reversed(voices) if not voice.joint), None)
