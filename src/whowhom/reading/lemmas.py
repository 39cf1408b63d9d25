"""Lemmas of English words, for triggers and heads of phrases."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=65536)
def lemmatize(word: str) -> str:
    """Return the lemma of a word in lower case ("struck" is "strike")."""
    import simplemma

    return str(simplemma.lemmatize(word.lower(), lang="en")).lower()
