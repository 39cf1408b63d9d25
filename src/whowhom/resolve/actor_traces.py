"""What was mentioned before, found without a look at the whole report.

In: mentions as they are settled, one after the other. Out: the sentences, newest first,
that hold what somebody asks for; the mentions that end before a place; the names of
persons that a name may be short for.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence

from whowhom.records import MentionDraft, Span
from whowhom.resolve.actor_persons import given_sound, same_person

Mark = tuple[str, str]
"""What a key is found by: "noun", "last word", "role", "kind" or "state", and the word."""


class Traces:
    """The mentions settled so far by sentence, by end and by what marks their keys."""

    def __init__(self) -> None:
        """Begin with none."""
        self._sentences: list[int] = []
        self._in_sentence: dict[int, list[int]] = {}
        self._of_key: dict[str, list[int]] = {}
        self._marks_of: dict[str, set[Mark]] = {}
        self._marked: dict[Mark, list[int]] = {}
        self._ends: list[tuple[int, int, int]] = []

    def add(self, index: int, key: str, mention: MentionDraft, marks: Iterable[Mark]) -> None:
        """Take in a settled mention; its key has these marks from now on, beside those that it had."""
        _put(self._sentences, mention.sentence)
        self._in_sentence.setdefault(mention.sentence, []).append(index)
        of_key, known = self._of_key.setdefault(key, []), self._marks_of.setdefault(key, set())
        for mark in known:
            _put(self._marked[mark], mention.sentence)
        _put(of_key, mention.sentence)
        for mark in marks:
            if mark not in known:
                known.add(mark)
                for sentence in of_key:
                    _put(self._marked.setdefault(mark, []), sentence)
        insort(self._ends, (mention.span.end, -len(self._ends), index))

    def in_sentence(self, sentence: int) -> Sequence[int]:
        """Return the mentions of a sentence in the order in which they were settled."""
        return self._in_sentence.get(sentence, ())

    def sentences(self, *, first: int | None = None, among: Sequence[Mark] | None = None) -> Iterator[int]:
        """Yield sentences with mentions, the newest first.

        Args:
            first: The oldest to look at; None for all.
            among: Only those with a key of one of these marks; None for all.
        """
        lists = [self._sentences] if among is None else [self._marked.get(mark, []) for mark in among]
        before: int | None = None
        for sentence in heapq.merge(*map(reversed, lists), reverse=True):
            if first is not None and sentence < first:
                return
            if sentence != before:
                yield sentence
            before = sentence

    def ending_before(self, position: int) -> Iterator[int]:
        """Yield the mentions that end at a position or before, the nearest first."""
        for at in range(bisect_right(self._ends, position, key=lambda row: row[0]) - 1, -1, -1):
            yield self._ends[at][2]


def _put(numbers: list[int], number: int) -> None:
    """Put a number into a sorted list that lacks it; mostly it belongs at the end."""
    at = bisect_left(numbers, number) if numbers and number <= numbers[-1] else len(numbers)
    if at == len(numbers) or numbers[at] != number:
        numbers.insert(at, number)


class Starts:
    """Mentions by their first letter."""

    def __init__(self, rows: Iterable[tuple[int, int]]) -> None:
        """Index rows of a position and the index of a mention."""
        self._rows = sorted(rows)

    def between(self, first: int, last: int) -> list[int]:
        """List the indexes of the mentions that begin in ``[first, last)``, the lowest first."""
        found = self._rows[bisect_left(self._rows, (first,)) : bisect_left(self._rows, (last,))]
        return sorted(index for _, index in found)


class FullNames:
    """The names of persons that a report has, folded, with their places."""

    def __init__(self, rows: Iterable[tuple[str, Span]]) -> None:
        """Index rows of a folded name and one of its places."""
        self._spans: dict[str, list[Span]] = {}
        for name, span in rows:
            self._spans.setdefault(name, []).append(span)
        self._like: dict[str, list[str]] = {}
        self._given: dict[str, list[str]] = {}
        for name, spans in self._spans.items():
            spans.sort()
            for sound in _sounds(name):
                self._like.setdefault(sound, []).append(name)
            self._given.setdefault(name.split(" ", 1)[0], []).append(name)

    def __contains__(self, name: str) -> bool:
        return name in self._spans

    def like(self, name: str) -> Iterator[str]:
        """Yield the names that may be a fuller form or another spelling of a name."""
        near = {full: None for sound in _sounds(name) for full in self._like.get(sound, ())}
        yield from (full for full in near if same_person(name, full))

    def by_given(self, name: str) -> str | None:
        """Return the one full name that begins with a given name; None where several do."""
        longer = [full for full in self._given.get(name, ()) if full != name]
        return longer[0] if len(longer) == 1 else None

    def first(self, name: str) -> Span:
        """Return the first place of a name."""
        return self._spans[name][0]

    def closeness(self, name: str, span: Span) -> tuple[bool, int]:
        """Rank a name by its nearest place before a span, else by its first behind it."""
        spans = self._spans[name]
        before = bisect_right(spans, span.start, key=lambda other: other.start)
        return (True, spans[before - 1].start) if before else (False, -spans[0].start)


def _sounds(name: str) -> tuple[str, ...]:
    """Give what two forms of one name share: the last word, or the sound of the only one."""
    words = name.split()
    if not words:
        return ()
    return (words[-1], f"sound {given_sound(words[0])}") if len(words) == 1 else (words[-1],)
