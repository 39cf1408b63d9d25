"""Sayings that the reader sees where no rule finds one: "the Treasury puts the cost at nine million".

In: a tree, whose reader has tagged words of saying, speakers and contents, and the sayings found so far. Out: a saying
for each tagged cue that none of them has, with the content and the speaker nearest to it in its sentence; where none
is tagged, what the tree hangs on the cue.

What one would get wrong: of contents inside each other the reader tags the outer, so the content of a voice inside
another's words is read off the tree alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from whowhom.coding.tree import SUBJECTS, Tree
from whowhom.coding.voice_frames import Saying, SayingKind, is_unsaid, lemma_of, speaker_of
from whowhom.coding.voice_words import ACTS, BELIEVING, SAYING, WISHING
from whowhom.records import Tagged

RULE = "read"
# Surer than this the reader must be of a cue. F1 of our held-out notes is 85.6 with 0.5 and 84.5 with this, of GUM's
# news 69.5 and 73.5.
LEAST_CUE = 0.75
# Between a cue and what it opens: "told reporters in the capital on Sunday that".
MAX_GAP = 9
_NAMING = ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET")
_CLAUSES = ("ccomp", "xcomp", "csubj", "advcl")
_THINGS = ("obj", "obl", "nmod", "acl", "parataxis")


def read_sayings(tree: Tree, told: Sequence[Saying]) -> Iterator[Saying]:
    """Yield a saying for each tagged cue of which no saying is known."""
    taken = {word for saying in told for word in (saying.head, *(range(*saying.cue) if saying.cue else ()))}
    for cue in tree.layers.cues:
        if cue.score < LEAST_CUE or not taken.isdisjoint(range(cue.first, cue.last)):
            continue
        head = tree.head_of(cue.first, cue.last)
        if tree.layers.upos[head] == "PUNCT":
            continue
        speaker = _speaker(tree, cue, head)
        content = _content(tree, cue, head, speaker)
        if speaker is not None and content:
            yield Saying(
                (cue.first, cue.last), head, speaker, content, _kind(tree, head), not is_unsaid(tree, head), RULE
            )


def _speaker(tree: Tree, cue: Tagged, head: int) -> int | None:
    """Return the head of the tagged speaker that the cue's subject stands in, or else of the nearest one.

    None where the cue has a subject of its own that is not tagged: who is near may say something else.
    """
    first, last = tree.layers.sentences[tree.sentence_of[head]]
    tags = [tag for tag in tree.speakers.within(first, last) if tag.last <= cue.first or cue.last <= tag.first]
    subject = speaker_of(tree, head) if tree.layers.upos[head] in ("VERB", "AUX") else tree.child(head, *SUBJECTS)
    if subject is not None and tree.layers.upos[subject] in _NAMING:
        return subject if any(tag.first <= subject < tag.last for tag in tags) else None
    near = [tag for tag in tags if _gap(tag, cue) <= MAX_GAP]
    nearest = min(near, key=lambda tag: (_gap(tag, cue), tag.first), default=None)
    named = tree.head_of(nearest.first, nearest.last) if nearest is not None else None
    return named if named is not None and tree.layers.upos[named] in _NAMING else None


def _content(tree: Tree, cue: Tagged, head: int, speaker: int | None) -> tuple[int, ...]:
    """Return the words of the tagged content that is nearest to the cue, or else of what hangs on it."""
    first, last = tree.layers.sentences[tree.sentence_of[head]]
    tags = [tag for tag in tree.contents.within(first, last) if tag.last <= cue.first or cue.last <= tag.first]
    near = [tag for tag in tags if _gap(tag, cue) <= MAX_GAP]
    outside = {*range(cue.first, cue.last)} | ({*range(*tree.phrase(speaker))} if speaker is not None else set())
    if near:
        nearest = min(near, key=lambda tag: (_gap(tag, cue), -tag.first))
        return tuple(word for word in range(nearest.first, nearest.last) if word not in outside)
    words: set[int] = set()
    for relations in (_CLAUSES, _THINGS):
        for child in tree.children[head]:
            if not words and child > head and tree.relation(child).split(":")[0] in relations:
                words.update(tree.subtree(child))
    return tuple(sorted(words - outside))


def _gap(tag: Tagged, cue: Tagged) -> int:
    """Count the words between two stretches."""
    return max(tag.first - cue.last, cue.first - tag.last)


def _kind(tree: Tree, head: int) -> SayingKind:
    lemma = lemma_of(tree, head)
    if lemma in SAYING:
        return "saying"
    if lemma in ACTS:
        return "act"
    if lemma in BELIEVING:
        return "belief"
    return "wish" if lemma in WISHING else "saying"
