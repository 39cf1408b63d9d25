"""Who says something together: "a nurse and two residents said", "the mayor and the police chief told".

In: a tree, the head of a speaker and the word that marks the speech. Out: the heads of those who say it beside
the speaker, in the order of the text.

What one would get wrong: "the president and commander" is one person with two titles, and "the Ministry of Health and
Population" is one name; only who has an article, a number, a plural or a name of their own is another voice. Who is
joined by "or" is no second witness.
"""

from __future__ import annotations

from collections.abc import Iterator

from whowhom.coding.mentions import mention_of
from whowhom.coding.tree import SUBJECTS, Tree
from whowhom.coding.voice_frames import can_speak
from whowhom.coding.voice_roles import voice_role
from whowhom.records import Tagged, VoiceDraft

_NAMING = ("NOUN", "PROPN", "PRON")
_JOINING = frozenset(["and", "&"])
# What makes a noun somebody of their own.
_OWN = ("det", "nummod", "nmod:poss")
# Between "and" and the head of who is joined: "and three senior local officials".
MAX_PHRASE_WORDS = 6


def joint_speakers(tree: Tree, speaker: int, head: int | None = None) -> list[int]:
    """List the heads of those who speak together with a speaker.

    Args:
        head: The verb of saying, of whom the tree may make each speaker a subject.
    """
    listed = [child for child in tree.children[speaker] if tree.relation(child) == "conj" and child > speaker]
    if head is not None:
        beside = (child for child in tree.children[head] if tree.relation(child) in SUBJECTS)
        listed += [child for child in beside if speaker < child < head and _follows_and(tree, speaker, child)]
    if not any(_joins(tree, child) for child in listed):
        # What only a comma joins is an apposition, whatever the tree makes of it.
        return []
    return [child for child in sorted(set(listed)) if _is_another(tree, speaker, child)]


def with_joint(tree: Tree, voice: VoiceDraft, speaker: int, head: int | None = None) -> Iterator[VoiceDraft]:
    """Yield a voice and, marked as joint, the voices of those who say it together with its speaker."""
    yield voice
    for other in joint_speakers(tree, speaker, head):
        mention = mention_of(tree, other)
        if voice.span is not None and mention.span.overlaps(voice.span):
            continue
        tag = Tagged(*tree.phrase(other), "source", 1.0)
        yield VoiceDraft(mention.span, mention, voice_role(tree, tag, mention), voice.cue, voice.rule, joint=True)


def _joins(tree: Tree, word: int) -> bool:
    """Say whether "and" stands before a phrase, and no "or" in its stead."""
    joiner = tree.child(word, "cc")
    if joiner is not None:
        return tree.layers.word(joiner).lower() in _JOINING
    return _and_before(tree, word) is not None


def _follows_and(tree: Tree, speaker: int, word: int) -> bool:
    at = _and_before(tree, word)
    return at is not None and at == tree.phrase(speaker)[1]


def _and_before(tree: Tree, word: int) -> int | None:
    """Return the "and" right before the phrase of a word."""
    first = tree.phrase(word)[0]
    at = first - 1
    near = at >= 0 and word - at <= MAX_PHRASE_WORDS + 1
    return at if near and tree.layers.word(at).lower() in _JOINING else None


def _is_another(tree: Tree, speaker: int, word: int) -> bool:
    """Say whether a joined noun is somebody else than the speaker."""
    layers = tree.layers
    if layers.upos[word] not in _NAMING or layers.xpos[word] in ("WP", "WDT") or not can_speak(tree, word):
        return False
    joiner = tree.child(word, "cc")
    if joiner is not None and layers.word(joiner).lower() not in _JOINING:
        return False
    names = tree.entities.holding(word)
    is_named_apart = any(tag.label in ("ORG", "PER") and tag.first > speaker for tag in names)
    if not is_named_apart and any(tag.first <= speaker < tag.last for tag in names):
        return False  # "and" inside a name
    if tree.child(word, *_OWN) is not None or layers.upos[word] in ("PROPN", "PRON"):
        return True
    return layers.xpos[word] in ("NNS", "NNPS") or layers.word(word).lower() == f"{tree.lemma(word)}s"
