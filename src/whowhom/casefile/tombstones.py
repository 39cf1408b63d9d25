"""Tombstones: digests of what was erased, so that it is not let in again.

In: a document. Out: whether its text, its address or a person it names was erased.

What one would get wrong: a tombstone holds no name and no text. A name is found by digests of
the text's rows of one to five words, so the check costs only where a person was erased.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, insert, select

from whowhom.casefile import schema
from whowhom.casefile.outlets import address_of
from whowhom.casefile.search import words_of
from whowhom.records import Document

MAX_NAME_WORDS = 5


def digest_of(words: str) -> str:
    """Name words by their sha-256."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def name_digest(name: str) -> str:
    """Name a person by the sha-256 of the folded words of the name."""
    return digest_of(" ".join(word.folded for word in words_of(name)))


def is_erased(connection: Connection, document: Document) -> bool:
    """Say whether a document must not come in: its text, its address or a person it names was erased."""
    tombstone = schema.tombstone.c
    digests = {document.id, digest_of(address_of(document))}
    if connection.execute(select(tombstone.no).where(tombstone.digest.in_(digests)).limit(1)).first():
        return True
    persons = set(connection.scalars(select(tombstone.digest).where(tombstone.kind == "person")))
    return bool(persons) and any(digest in persons for digest in _rows_of_words(document.text))


def put_tombstones(
    connection: Connection, kind: str, digests: Iterable[str], *, who: str, why: str, at: str, releases: list[str]
) -> None:
    """Note what was erased: one row for each digest.

    Args:
        kind: "report" or "person".
        releases: Names of the releases that held it.
    """
    row = {"at": at, "who": who, "why": why, "kind": kind, "releases": releases}
    connection.execute(insert(schema.tombstone), [{**row, "digest": digest} for digest in sorted(set(digests))])


def _rows_of_words(text: str) -> Iterator[str]:
    words = [word.folded for word in words_of(text)]
    for start in range(len(words)):
        for end in range(start + 1, min(start + MAX_NAME_WORDS, len(words)) + 1):
            yield digest_of(" ".join(words[start:end]))
