"""Full-text search: words, phrases and prefixes, without case and accents.

In: a query as a person types it: ``market "shelled the" jalal* -denied``. Out: reports that
hold all of it, the newest first, with the passages that show it.

What one would get wrong: both databases are given words that this module has parted and
folded, so that they find the same. Their own parsers differ over hyphens, numbers and names.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from whowhom.errors import UsageError

MAX_PASSAGES = 4096
"""Row numbers of passages are the text's number times this plus the passage's."""

PASSAGE_WORDS = 2_000
MAX_PHRASE_WORDS = 50
"""PostgreSQL keeps positions up to 16,383 and 256 of one word, so a long text is indexed in
passages. They overlap by a phrase, so that no phrase is cut in two."""

MAX_POSITIONS = 250
SNIPPET_CHARS = 60  # To each side of the words found.
MAX_SNIPPETS = 3

# Letters that Unicode decomposition leaves alone.
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ə": "a"}
)
_WORD = re.compile(r"[^\W_]+")
_INNER = re.compile(r"(?<=\w)['’‘ʼʻ`](?=\w)")
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_TERM = re.compile(r'(-?)(?:"([^"]*)"(\*?)|(\S+))')


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for.

    Attributes:
        words: Folded; several are a phrase.
        is_prefix: The last word may go on.
        is_excluded: Reports that hold it are left out.
    """

    words: tuple[str, ...]
    is_prefix: bool
    is_excluded: bool


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: its folded form and where it stands, in code points."""

    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of a text around words found; ``start`` and ``end`` are those of the words found."""

    before: str
    found: str
    after: str
    start: int
    end: int


def fold_word(word: str) -> str:
    """Fold one word: lower case, no accents, letters such as "ø" as their nearest."""
    if word.isascii():
        return word.lower()
    lowered = unicodedata.normalize("NFKD", word).casefold().translate(_LETTERS)
    return "".join(char for char in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(char))


def words_of(body: str) -> Iterator[Word]:
    """Part a text into its words; "N'Djamena" is one, "south-east" two, and "Bria's" is "Bria"."""
    # Marks that stand apart from their letter would part a word; blanks keep the offsets.
    joined = _INNER.sub("\u00b7", body)
    start: int | None = None
    for index, char in enumerate(joined):
        inside = char.isalnum() or (start is not None and (char == "\u00b7" or unicodedata.combining(char) > 0))
        if inside and start is None:
            start = index
        elif not inside and start is not None:
            yield from _word(body, start, index)
            start = None
    if start is not None:
        yield from _word(body, start, len(body))


def _word(body: str, start: int, end: int) -> Iterator[Word]:
    folded = "".join(_WORD.findall(fold_word(_POSSESSIVE.sub("", body[start:end]))))
    if folded:
        yield Word(folded, start, end)


def read_query(query: str) -> tuple[Term, ...]:
    """Read a query.

    Raises:
        UsageError: it holds no word to look for, or a phrase of more than 50 words.
    """
    terms = []
    for match in _TERM.finditer(query):
        minus, phrase, star, word = match.groups()
        raw = phrase if phrase is not None else word
        is_prefix = bool(star) or (phrase is None and raw.endswith("*"))
        words = tuple(item.folded for item in words_of(raw.strip('*"')))
        if len(words) > MAX_PHRASE_WORDS:
            raise UsageError(f"a phrase of the query has {len(words)} words; expected at most {MAX_PHRASE_WORDS}.")
        if words:
            terms.append(Term(words, is_prefix, bool(minus)))
    if not any(not term.is_excluded for term in terms):
        raise UsageError('the query holds no word to look for. Give words, "a phrase", a prefix* or -without.')
    return tuple(terms)


def index_text(connection: Connection, text_no: int, body: str) -> None:
    """Put a text into the index; it must not be in it."""
    rows = [
        {"no": text_no * MAX_PASSAGES + number, "words": passage}
        for number, passage in enumerate(_passages([word.folded for word in words_of(body)]))
    ]
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        filled = [{"no": row["no"], "words": " ".join(row["words"])} for row in rows]
        connection.execute(text("INSERT INTO passage (rowid, words) VALUES (:no, :words)"), filled)
    else:
        filled = [{"no": row["no"], "words": _vector(row["words"])} for row in rows]
        connection.execute(text("INSERT INTO passage (no, words) VALUES (:no, CAST(:words AS tsvector))"), filled)


def remove_text(connection: Connection, text_no: int) -> None:
    """Take a text out of the index; on SQLite its words stay in free pages until the file is vacuumed."""
    key = "rowid" if connection.dialect.name == "sqlite" else "no"
    bounds = {"low": text_no * MAX_PASSAGES, "high": (text_no + 1) * MAX_PASSAGES}
    connection.execute(text(f"DELETE FROM passage WHERE {key} >= :low AND {key} < :high"), bounds)
    if connection.dialect.name == "sqlite":
        # Deleted words stand in old segments until these are merged.
        connection.execute(text("INSERT INTO passage (passage) VALUES ('optimize')"))


def find_texts(connection: Connection, terms: Sequence[Term]) -> list[int]:
    """Give the numbers of the texts that hold all terms and none of those excluded, in order."""
    is_sqlite = connection.dialect.name == "sqlite"
    number = f"{'rowid' if is_sqlite else 'no'} / {MAX_PASSAGES}"
    condition = "passage MATCH :{0}" if is_sqlite else "words @@ CAST(:{0} AS tsquery)"
    parts, values = [], {}
    for index, term in enumerate(sorted(terms, key=lambda term: term.is_excluded)):
        name = f"term{index}"
        values[name] = _match(term) if is_sqlite else _tsquery(term)
        joint = "" if not index else "EXCEPT " if term.is_excluded else "INTERSECT "
        parts.append(f"{joint}SELECT {number} AS text_no FROM passage WHERE {condition.format(name)}")
    found = connection.execute(text(" ".join(parts)), values).scalars()
    return sorted({int(no) for no in found})


def find_snippets(body: str, terms: Sequence[Term]) -> tuple[Snippet, ...]:
    """Show where terms stand in a text: the first place of each, in the order of the text."""
    words = list(words_of(body))
    spans = {span for term in terms if not term.is_excluded for span in _first_span(words, term)}
    return tuple(_snippet(body, start, end) for start, end in sorted(spans)[:MAX_SNIPPETS])


def _first_span(words: Sequence[Word], term: Term) -> Iterator[tuple[int, int]]:
    size = len(term.words)
    for index in range(len(words) - size + 1):
        row = words[index : index + size]
        if all(word.folded == wanted for word, wanted in zip(row[:-1], term.words[:-1], strict=True)) and (
            row[-1].folded.startswith(term.words[-1]) if term.is_prefix else row[-1].folded == term.words[-1]
        ):
            yield row[0].start, row[-1].end
            return


def _snippet(body: str, start: int, end: int) -> Snippet:
    before = body[max(0, start - SNIPPET_CHARS) : start]
    after = body[end : end + SNIPPET_CHARS]
    return Snippet(before, body[start:end], after, start, end)


def _passages(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut words into passages that overlap by a phrase, none with a word too often."""
    start = 0
    while start < len(words):
        end = _passage_end(words, start)
        yield words[start:end]
        if end >= len(words):
            return
        start = max(start + 1, end - MAX_PHRASE_WORDS + 1)


def _passage_end(words: Sequence[str], start: int) -> int:
    counts: Counter[str] = Counter()
    last = min(start + PASSAGE_WORDS, len(words))
    for index in range(start, last):
        counts[words[index]] += 1
        if counts[words[index]] > MAX_POSITIONS:
            return index
    return last


def _match(term: Term) -> str:
    return f'"{" ".join(term.words)}"{"*" if term.is_prefix else ""}'


def _tsquery(term: Term) -> str:
    quoted = [f"'{word}'" for word in term.words]
    return " <-> ".join(quoted) + (":*" if term.is_prefix else "")


def _vector(words: Sequence[str]) -> str:
    return " ".join(f"'{word}':{position}" for position, word in enumerate(words, start=1))
