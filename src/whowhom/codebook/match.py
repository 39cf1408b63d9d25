"""Finding the codebook's triggers in the words of a sentence.

In: lemmas, parts of speech and words as written. Out: matches, each a trigger
with the indices of its words. Longest phrases win over their parts. What stands
around a trigger (``requires``, ``forbids``) is the caller's to ask, for it needs
the tree: see :meth:`whowhom.codebook.model.Trigger.allows`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from whowhom.codebook.model import GAP, Codebook, Trigger

# Between the parts of "set ... on fire" stands an object, rarely more than six words long.
MAX_GAP_WORDS = 6
_HYPHENS = frozenset("-–‐‑")
_POS = {
    "VERB": frozenset({"VERB", "AUX"}),
    "NOUN": frozenset({"NOUN", "PROPN"}),
    "ADJ": frozenset({"ADJ", "VERB"}),
}


@dataclass(frozen=True, slots=True)
class TriggerMatch:
    """A trigger found in a sentence.

    Attributes:
        words: Indices of its words in the sentence, in order, without hyphens.
        head: Index of its head word.
    """

    trigger: Trigger
    words: tuple[int, ...]
    head: int


def find_triggers(
    codebook: Codebook, lemmas: Sequence[str], upos: Sequence[str], words: Sequence[str] = ()
) -> tuple[TriggerMatch, ...]:
    """Find the triggers of one sentence.

    Args:
        lemmas: One per word, any case.
        upos: Universal part of speech per word; that of the head word must fit.
        words: The words as written. Where given, a word also matches as written
            ("killing" the noun, though its lemma may be read as "kill").

    Returns:
        Matches by first word, then longest first. Several triggers with the same
        words (other types, modes or conditions) are all given; a match whose words
        lie within those of a longer match is not.
    """
    forms = [_forms(lemma, words[index] if words else lemma) for index, lemma in enumerate(lemmas)]
    present = {spelling for spellings in forms for spelling in spellings}
    found: list[TriggerMatch] = []
    for first, spellings in enumerate(forms):
        for spelling in spellings:
            for trigger in codebook.starting_with(spelling):
                last = trigger.words[-1]
                if last not in present and last != GAP:  # as of most phrases that begin here
                    continue
                indices = (first,) if len(trigger.words) == 1 else _match(trigger.words, forms, first)
                if indices and _fits_pos(trigger, upos[indices[_head(trigger)]]):
                    found.append(TriggerMatch(trigger, indices, indices[_head(trigger)]))
    return tuple(_longest(found))


def _forms(lemma: str, word: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((lemma.lower(), word.lower())))


def _head(trigger: Trigger) -> int:
    """Index of the head among the words without gaps."""
    return sum(word != GAP for word in trigger.words[: trigger.head])


def _fits_pos(trigger: Trigger, tag: str) -> bool:
    return trigger.pos == "any" or tag in _POS[trigger.pos]


def _match(phrase: Sequence[str], forms: Sequence[tuple[str, ...]], first: int) -> tuple[int, ...]:
    """Return the indices of a phrase's words that begin at ``first``, or nothing."""
    indices: list[int] = []
    at, gap = first, 0
    for word in phrase:
        if word == GAP:
            gap = MAX_GAP_WORDS
            continue
        while at < len(forms) and indices and not gap and forms[at][0] in _HYPHENS:
            at += 1
        while at < len(forms) and gap and word not in forms[at]:
            at, gap = at + 1, gap - 1
        if at >= len(forms) or word not in forms[at]:
            return ()
        indices.append(at)
        at, gap = at + 1, 0
    return tuple(indices)


def _longest(found: Sequence[TriggerMatch]) -> list[TriggerMatch]:
    covers = sorted({match.words for match in found}, key=len, reverse=True)
    kept = [
        match
        for match in found
        if not any(len(other) > len(match.words) and set(match.words) <= set(other) for other in covers)
    ]
    unique = dict.fromkeys((match.words, match.trigger.type, match.trigger.mode, id(match.trigger)) for match in kept)
    by_key = {(match.words, match.trigger.type, match.trigger.mode, id(match.trigger)): match for match in kept}
    return sorted((by_key[key] for key in unique), key=lambda match: (match.words[0], -len(match.words)))
