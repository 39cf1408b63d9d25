"""Responsibility: who is held to have done it, and how: claimed, accused, denied.

In: one trigger in its tree. Out: drafts, found where the trigger hangs on words
that claim or assign it ("claimed responsibility for the bombing", "blamed the
rebels for the attack", "denied involvement in the raid"). That somebody claims
an act is a fact about the claim, not about who acted.
"""

from __future__ import annotations

from collections.abc import Iterator

from whowhom.coding.mentions import mention_of
from whowhom.coding.tree import Tree
from whowhom.coding.triggers import TriggerUse
from whowhom.records import ResponsibilityDraft
from whowhom.records.events import Stance

# Between "responsibility" and the event stand "for", an article, an adjective or two.
ORDER_WORDS = 5
_SHARES = frozenset("responsibility involvement role part hand credit".split())
_CLAIMS: dict[str, Stance] = {"claim": "claimed", "take": "claimed", "accept": "claimed", "admit": "claimed"}
_DENIALS: dict[str, Stance] = {"deny": "denied", "reject": "denied", "disclaim": "disclaimed"}
_BLAMES: dict[str, Stance] = {"blame": "accused", "accuse": "accused", "suspect": "suspected", "charge": "accused"}


def draft_responsibility(tree: Tree, use: TriggerUse) -> tuple[ResponsibilityDraft, ...]:
    """Find who claims the event, denies it or is held responsible for it, in text order."""
    drafts = {(draft.stance, draft.span): draft for draft in _found(tree, use)}
    return tuple(sorted(drafts.values(), key=lambda draft: draft.span))


def _found(tree: Tree, use: TriggerUse) -> Iterator[ResponsibilityDraft]:
    yield from _by_order(tree, use)
    above = tree.layers.heads[use.head]
    if above < 0:
        return
    shared = tree.lemma(above) in _SHARES
    verb = tree.layers.heads[above] if shared else above
    if verb < 0:
        return
    # "For the bombing" may hang on the noun or on its verb.
    thing = tree.child(verb, "obj", "nsubj:pass")
    shared = shared or (thing is not None and tree.lemma(thing) in _SHARES and thing != use.head)
    lemma = tree.lemma(verb)
    claims_it = tree.relation(use.head) == "obj" and lemma == "claim"
    if (shared and lemma in _CLAIMS) or claims_it:
        yield from _draft(tree, tree.subject(verb), _CLAIMS.get(lemma, "claimed"), verb)
    elif shared and lemma in _DENIALS:
        yield from _draft(tree, tree.subject(verb), _DENIALS[lemma], verb)
    elif lemma in _BLAMES:
        blamed = tree.subject(verb) if tree.is_passive(verb) else tree.child(verb, "obj")
        yield from _draft(tree, blamed if blamed != use.head else tree.child(verb, "obl"), _BLAMES[lemma], verb)


def _by_order(tree: Tree, use: TriggerUse) -> Iterator[ResponsibilityDraft]:
    """Read "claimed responsibility for the bombing" by the order of its words, whatever the tree makes of it."""
    layers = tree.layers
    start = layers.sentences[tree.sentence_of[use.head]][0]
    before = range(max(start, use.reading.first - ORDER_WORDS), use.reading.first)
    share = next((word for word in before if tree.lemma(word) in _SHARES), None)
    if share is None or share == start or any(layers.upos[word] == "VERB" for word in range(share, use.reading.first)):
        return
    verb = next((word for word in range(share - 1, start, -1) if layers.upos[word] == "VERB"), None)
    if verb is None or tree.lemma(verb) not in (*_CLAIMS, *_DENIALS):
        return
    subject = tree.subject(verb)
    if subject is None:
        actors = tree.actors.within(start, verb)
        subject = tree.head_of(actors[0].first, actors[0].last) if actors else None
    yield from _draft(tree, subject, (_CLAIMS | _DENIALS)[tree.lemma(verb)], verb)


def _draft(tree: Tree, actor: int | None, stance: Stance, verb: int) -> Iterator[ResponsibilityDraft]:
    if actor is not None and not any(tree.lemma(child) in ("no", "nobody") for child in (actor, *tree.children[actor])):
        yield ResponsibilityDraft(mention_of(tree, actor), stance, tree.layers.span(verb, verb + 1))
