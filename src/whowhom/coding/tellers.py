"""Who tells what the reader sees as a judgement, an outlook or a figure: the subject of the verb over it.

In: the head word of what is told and the voices found over it. Out: the voices, with one more where a verb
that no list of saying has ("dreads", "credits them with") has the words as its object or clause and somebody
as its subject.

What one would get wrong: who does what is told is no voice of it ("the rebels hold a third"), so verbs of
having and doing name none, and neither does a verb inside the words told.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from whowhom.coding.mentions import mention_of
from whowhom.coding.tie_relation import is_actor
from whowhom.coding.tree import Tree
from whowhom.coding.voice_roles import voice_role
from whowhom.records import Tagged, VoiceDraft

# Relations by which words hang on the verb that tells them.
_TOLD = frozenset(("obj", "ccomp", "xcomp", "obl", "parataxis", "conj", "appos", "nmod", "acl", "advcl", "dep"))
MAX_CLIMB = 4


def with_teller(
    tree: Tree, head: int, inside: range, voices: Sequence[VoiceDraft], verbs: Collection[str], rule: str
) -> tuple[VoiceDraft, ...]:
    """Add the subject of the verb over some words to their voices, innermost, where they have none.

    Args:
        head: Head word of what is told.
        inside: The words told: no voice is looked for among them.
        verbs: Lemmas of verbs that tell such a thing.
    """
    if voices:
        return tuple(voices)
    found = _teller(tree, head, inside, verbs)
    if found is None:
        return ()
    speaker, verb = found
    mention = mention_of(tree, speaker)
    tag = Tagged(*tree.phrase(speaker), "source", 1.0)
    cue = tree.layers.span(verb, verb + 1)
    return (VoiceDraft(mention.span, mention, voice_role(tree, tag, mention), cue, rule),)


def _teller(tree: Tree, head: int, inside: range, verbs: Collection[str]) -> tuple[int, int] | None:
    """Return the speaker and the verb: the verb over the words, or the last one before them with nothing between."""
    below, above = head, tree.layers.heads[head]
    for _ in range(MAX_CLIMB):
        if above < 0 or tree.relation(below).partition(":")[0] not in _TOLD:
            break
        if above not in inside and tree.lemma(above) in verbs and tree.layers.upos[above] == "VERB":
            return _with_subject(tree, above, inside)
        below, above = above, tree.layers.heads[above]
    first = tree.layers.sentences[tree.sentence_of[head]][0]
    for word in range(inside.start - 1, first - 1, -1):
        # The tree is broken more often over what is rare: the words still stand in their order.
        if tree.layers.upos[word] in ("VERB", "AUX"):
            is_telling = tree.lemma(word) in verbs and tree.layers.upos[word] == "VERB"
            return _with_subject(tree, word, inside) if is_telling else None
    return None


def _with_subject(tree: Tree, verb: int, inside: range) -> tuple[int, int] | None:
    if tree.is_passive(verb):
        agents = (c for c in tree.children[verb] if tree.case_of(c) == "by" and is_actor(tree, c))
        agent = next(agents, None)
        return (agent, verb) if agent is not None and agent not in inside else None
    for subject in (tree.subject(verb), tree.actor_before(verb)):
        if subject is not None and subject not in inside and (is_actor(tree, subject) or _is_pronoun(tree, subject)):
            return subject, verb
    return None


def _is_pronoun(tree: Tree, word: int) -> bool:
    return tree.layers.xpos[word] == "PRP"
