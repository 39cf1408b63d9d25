"""Attribution: who says so, with the words that mark it, outermost voice first.

Two readings are weighed. The rules over the tree (:mod:`whowhom.coding.voice_tree`) find who
says what in the whole text; an event's chain is made of the voices whose content holds its
trigger. The reader gives the source and cue that it sees around a trigger. Where both name
the same voice, the chain of the rules stands, since it has the voices inside voices and the
whole cue; where they differ, the reader's does if each of its voices has a cue of its own.
Hearsay passives ("are said to have") are the rules' alone: the reader tends to give a near
voice to what "is said". Measured in docs/attribution.md.
"""

from __future__ import annotations

from whowhom.coding.mentions import draft_mention, mention_of
from whowhom.coding.tree import SUBJECTS, Tree
from whowhom.coding.triggers import TriggerUse, nearest
from whowhom.coding.voice_joint import with_joint
from whowhom.coding.voice_lines import parting_behind
from whowhom.coding.voice_roles import voice_role
from whowhom.coding.voice_tree import voices_over
from whowhom.coding.voice_words import HEARSAY, REPORTEDLY
from whowhom.records import Tagged, VoiceDraft

# Heads of phrases that can be a voice: the reader's ranges are at times nothing but a preposition.
_NAMING = frozenset("NOUN PROPN PRON NUM ADJ VERB X SYM DET".split())


def draft_voices(tree: Tree, use: TriggerUse) -> tuple[VoiceDraft, ...]:
    """Find the voices of one event; empty when the report tells it itself."""
    ruled = voices_over(tree, use.reading.first, use.reading.last)
    if any(voice.rule == "hearsay passive" for voice in ruled):
        return ruled
    read = _by_reader(tree, use)
    if not ruled or not read:
        return ruled or read
    if any(_same(one, other) for one in read for other in ruled) or _is_anothers(tree, read, ruled):
        return ruled
    return read if all(voice.cue is not None for voice in read) else ruled


def _same(one: VoiceDraft, other: VoiceDraft) -> bool:
    return one.span is not None and other.span is not None and one.span.overlaps(other.span)


def _is_anothers(tree: Tree, read: tuple[VoiceDraft, ...], ruled: tuple[VoiceDraft, ...]) -> bool:
    """Say whether the reader gives a cue of the rules to the subject of a relative clause.

    "The rebels, whom the president fights, say that": the president says nothing.
    """
    cues = {voice.cue for voice in ruled if voice.cue is not None}
    for voice in read:
        if voice.cue not in cues or voice.mention is None:
            continue
        head = next(iter(tree.words_in(voice.mention.head)), -1)
        verb = tree.layers.heads[head] if head >= 0 and tree.relation(head) in SUBJECTS else -1
        if verb >= 0 and tree.relation(verb) == "acl:relcl" and verb not in tree.words_in(voice.cue):
            return True
    return False


def _by_reader(tree: Tree, use: TriggerUse) -> tuple[VoiceDraft, ...]:
    sources = nearest(tree, use, [role for role in use.reading.roles if role.label == "source"])
    cues = nearest(tree, use, [role for role in use.reading.roles if role.label == "cue"])
    voices: list[VoiceDraft] = []
    for source in sources:
        mention = draft_mention(tree, source.first, source.last)
        head = tree.head_of(source.first, source.last)
        if tree.layers.upos[head] not in _NAMING:
            continue
        if tree.layers.xpos[head] == "PRP$" and tree.layers.heads[head] >= 0:
            # "Its spokesman": the voice is the spokesman's.
            mention = mention_of(tree, tree.layers.heads[head])
        cue = min(cues, key=lambda c: abs(c.first - source.first), default=None)
        if cue is not None:
            cues.remove(cue)
        elif tree.sentence_of[source.first] != tree.sentence_of[use.head]:
            continue  # somebody named nearby, with nothing that says so
        span = mention.span
        if cue is not None and (_is_parted(tree, cue, use) or _is_asked(tree, cue)):
            continue
        cue_span = tree.layers.span(cue.first, cue.last) if cue else None
        voice = VoiceDraft(span, mention, voice_role(tree, source, mention), cue_span, "reader")
        voices.extend(with_joint(tree, voice, head))
    if any(voice.cue is not None for voice in voices):
        # "The governor appointed by the movement said": who has no cue says nothing.
        voices = [voice for voice in voices if voice.cue is not None]
    if not sources and cues and not voices and _is_hearsay(tree, cues[0]):
        voices.append(VoiceDraft(None, None, "unnamed", tree.layers.span(cues[0].first, cues[0].last), "reader"))
    return tuple(voices)


def _is_parted(tree: Tree, cue: Tagged, use: TriggerUse) -> bool:
    """Say whether the report speaks again between a word of saying and a trigger: "he said so; the army denied it"."""
    if tree.sentence_of[cue.first] != tree.sentence_of[use.head]:
        return False
    at = parting_behind(tree, cue.first)
    return at is not None and at < use.head


def _is_asked(tree: Tree, cue: Tagged) -> bool:
    """Say whether a cue tells what somebody was asked: "Asked whether it had attacked, the official declined"."""
    word = cue.last - 1
    bare = tree.layers.xpos[word] in ("VBN", "VBD") and tree.child(word, "aux", *SUBJECTS) is None
    bare = bare and tree.relation(word) == "advcl"
    return bare and tree.lemma(word) in ("ask", "question", "press")


def _is_hearsay(tree: Tree, cue: Tagged) -> bool:
    words = range(cue.first, cue.last)
    return any(tree.lemma(w) in REPORTEDLY or (tree.lemma(w) in HEARSAY and tree.is_passive(w)) for w in words)
