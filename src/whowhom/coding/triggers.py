"""Triggers: which entry of the codebook a trigger's words are, if any."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from whowhom.codebook import Codebook, Trigger, find_triggers
from whowhom.coding.items import within_item
from whowhom.coding.tree import Tree
from whowhom.records import Tagged, TriggerReading

# The score of an event is the share of events read like it that labels have too: a logistic regression over the
# features of score_features, fitted by tools/fit_scores.py on the triggers of the held-out labelled documents
# (-0.92, 0.53, 0.85, -0.14), and steeper by a tenth: chosen by hand, for the scores of the events that triggers are
# joined to (docs/experiments.md).
FITTED = (-0.90, 0.60, 0.94, -0.10)
# The reader's score is rounded to thousandths, so nothing is quite sure.
SUREST = 0.995
# A type read with less than this gives way to words of at least that weight.
SURE_TYPE = 0.8
CLEAR_WORDS = 0.6
_TELLING = frozenset(("NOUN", "PROPN", "VERB", "ADJ", "ADV", "X"))


@dataclass(frozen=True, slots=True)
class TriggerUse:
    """A trigger as read, with its entry in the codebook.

    Attributes:
        head: The word that its arguments hang on.
        entry: The longest fitting entry of the reading's type; None without one.
        light: The light verb that carries it ("launched an attack"), or None.
        rivals: Head words of the other triggers in the sentences that it and its roles stand in.
    """

    reading: TriggerReading
    head: int
    entry: Trigger | None
    light: int | None
    rivals: frozenset[int]

    @property
    def score(self) -> float:
        """How often what is so read, with such words, is an event; 0-1."""
        evidence = sum(fitted * feature for fitted, feature in zip(FITTED, score_features(self), strict=True))
        return round(1.0 / (1.0 + math.exp(-evidence)), 3)

    @property
    def words(self) -> range:
        """The trigger's words."""
        return range(self.reading.first, self.reading.last)


def score_features(use: TriggerUse) -> tuple[float, float, float, float]:
    """Give what a score is reckoned from: 1, the reader's log-odds, the codebook's weight, 1 if no entry fits."""
    read = min(max(use.reading.score, 1.0 - SUREST), SUREST)
    weight = use.entry.weight if use.entry is not None else 0.0
    return 1.0, math.log(read / (1.0 - read)), weight, float(use.entry is None)


def use_triggers(
    tree: Tree, codebook: Codebook, *, min_score: float
) -> tuple[tuple[TriggerUse, ...], tuple[TriggerUse, ...]]:
    """Look up every trigger of a document in the codebook.

    Returns:
        The triggers that reach the score, each with those of the others that do
        as its rivals; and the triggers that do not.
    """
    readings = [within_item(tree, reading) for reading in tree.layers.triggers if _tells(tree, reading)]
    heads = [tree.head_of(reading.first, reading.last) for reading in readings]
    entries = _entries(tree, codebook)
    uses: list[TriggerUse] = []
    for read, head in zip(readings, heads, strict=True):
        near = _sharing(entries, read)
        reading = _retyped(near, read)
        uses.append(TriggerUse(reading, head, _best(near, reading), _light_verb(tree, codebook, head), frozenset()))
    good: list[TriggerUse] = []
    below: list[TriggerUse] = []
    for use in uses:
        (good if use.score >= min_score else below).append(use)
    return _with_rivals(tree, good), tuple(below)


def _with_rivals(tree: Tree, uses: Sequence[TriggerUse]) -> tuple[TriggerUse, ...]:
    """Tell each use the others that it may take a word from."""
    heads: dict[int, set[int]] = {}
    for use in uses:
        heads.setdefault(tree.sentence_of[use.head], set()).add(use.head)
    kept = []
    for use in uses:
        near = {tree.sentence_of[use.head]}
        for role in use.reading.roles:
            near.update(tree.sentence_of[role.first : role.last])
        rivals = {head for sentence in near for head in heads.get(sentence, ())}
        kept.append(replace(use, rivals=frozenset(rivals - {use.head})))
    return tuple(kept)


def nearest(tree: Tree, use: TriggerUse, roles: Sequence[Tagged]) -> list[Tagged]:
    """Keep the words of the trigger's own sentence where it has some: its neighbours have their own."""
    own = [role for role in roles if tree.sentence_of[role.first] == tree.sentence_of[use.head]]
    return own or list(roles)


def _tells(tree: Tree, reading: TriggerReading) -> bool:
    """Say whether a trigger holds a word that can tell an event; "the" cannot."""
    return any(tree.layers.upos[word] in _TELLING for word in range(reading.first, reading.last))


_Entries = list[tuple[range, Trigger]]


def _entries(tree: Tree, codebook: Codebook) -> dict[int, _Entries]:
    """Find all entries of the codebook in the sentences that hold a trigger, under each of their words."""
    layers = tree.layers
    found: dict[int, _Entries] = {}
    for number in sorted({tree.sentence_of[reading.first] for reading in layers.triggers}):
        first, last = layers.sentences[number]
        words = [layers.word(index) for index in range(first, last)]
        for match in find_triggers(codebook, layers.lemmas[first:last], layers.upos[first:last], words):
            if tree.trigger_words.isdisjoint(range(first + match.words[0], first + match.words[-1] + 1)):
                continue  # it is asked for by the words of triggers only
            if not match.trigger.is_bound or match.trigger.allows(_around(tree, codebook, first + match.head)):
                span = range(first + match.words[0], first + match.words[-1] + 1)
                for word in span:
                    found.setdefault(word, []).append((span, match.trigger))
    return found


def _sharing(entries: dict[int, _Entries], reading: TriggerReading) -> _Entries:
    """List the entries that share a word with a reading."""
    return [entry for word in range(reading.first, reading.last) for entry in entries.get(word, ())]


def _retyped(entries: _Entries, reading: TriggerReading) -> TriggerReading:
    """Take the codebook's type where its words are clear and the reader is not ("founded")."""
    if reading.facet("type", at_least=SURE_TYPE) is not None:
        return reading
    rows = [(entry.weight, entry.type) for _, entry in entries]
    if not rows or any(kind == reading.label for _, kind in rows):
        return reading
    weight, kind = max(rows)
    return replace(reading, label=kind) if weight >= CLEAR_WORDS else reading


def _best(entries: _Entries, reading: TriggerReading) -> Trigger | None:
    """Choose the entry of the reading's type that shares words with it: the longest, then the surest."""
    fitting = [
        (len(entry.words), entry.weight, -span.start, entry) for span, entry in entries if entry.type == reading.label
    ]
    return max(fitting, key=lambda row: row[:3])[3] if fitting else None


def _around(tree: Tree, codebook: Codebook, head: int) -> set[str]:
    """Gather what conditions ask for: lemmas near the trigger, kinds of actors and objects, "@place"."""
    near = set(_near(tree, head))
    found = {tree.lemma(word) for word in near}
    for word in near:
        tag = tree.actors.at(word)
        if tag is not None:
            found.add("@" + tag.label)
        if tree.lemma(word) in codebook.objects:
            found.add("@" + codebook.objects[tree.lemma(word)])
        if tree.entities.at(word, "LOC") is not None:
            found.add("@place")
    return found


def _near(tree: Tree, head: int) -> Iterator[int]:
    above = tree.layers.heads[head]
    for word in (head, *((above,) if above >= 0 else ())):
        yield from tree.children[word]
    if above >= 0:
        yield above
    for child in tree.children[head]:
        yield from tree.children[child]


def _light_verb(tree: Tree, codebook: Codebook, head: int) -> int | None:
    """Return the verb whose object the trigger is and that only says that it is done."""
    above = tree.layers.heads[head]
    if tree.layers.upos[head] != "NOUN" or above < 0 or tree.relation(head) not in ("obj", "nsubj:pass", "obl"):
        return None
    particle = tree.child(above, "compound:prt")
    phrase = tree.lemma(above) + (" " + tree.lemma(particle) if particle is not None else "")
    return above if {tree.lemma(above), phrase} & codebook.light_verbs else None
