"""What somebody says of his own part in an act: claims it, admits it, denies it, has nothing to do with it.

In: a word in its tree. Out: :class:`~whowhom.coding.responsibility_parts.Holding` records.

What one would get wrong: "took part in" claims nothing, "claimed responsibility" is no passive with its object
behind it, and "admitted that it had met the envoy" holds nobody for an act.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from whowhom.coding import responsibility_words as lists
from whowhom.coding.factuality_clauses import has_modal, is_perfect, negations
from whowhom.coding.responsibility_parts import (
    NEAR_WORDS,
    VIOLENT,
    Holding,
    act_of,
    act_words,
    agent_of,
    conjuncts,
    deeds,
    each,
    modifiers,
    obliques,
    speaker_over,
    subject_of,
    without_echoes,
)
from whowhom.coding.tree import SUBJECTS, Tree
from whowhom.records.events import Stance


def claims_at(tree: Tree, word: int) -> Iterator[Holding]:
    """Yield what a word claims or denies for its own subject."""
    lemma = tree.lemma(word)
    if tree.layers.upos[word] == "VERB":
        if lemma in lists.CLAIMS or lemma in lists.DENIALS:
            yield from _claim(tree, word, lemma)
        if lemma in lists.BOASTS:
            yield from _simple(tree, word, "claimed", "of")
        if lemma == "distance":
            yield from _simple(tree, word, "disclaimed", "from")
        if lemma in lists.SAYING:
            yield from _own_act(tree, word)
        yield from _own_denial(tree, word)
    if lemma == "have":
        yield from _no_part(tree, word)
    if tree.case_of(word) == "behind" and tree.child(word, "cop") is not None:
        yield from _behind(tree, word, frozenset((word,)))
    elif lemma == "responsible" and tree.child(word, "cop") is not None:
        themes = frozenset((*obliques(tree, word, "for"), *modifiers(tree, word, "for")))
        yield from _behind(tree, word, without_echoes(tree, themes))


def _claim(tree: Tree, verb: int, lemma: str) -> Iterator[Holding]:
    """Read "claimed responsibility for the raid", "admitted the killing", "denied any role in the murder"."""
    stance: Stance = lists.DENIALS.get(lemma, "claimed")
    thing = tree.child(verb, "obj", "nsubj:pass")
    share = thing if thing is not None and tree.lemma(thing) in lists.SHARES else _near_share(tree, verb)
    if share is not None and lemma == "take" and tree.lemma(share) not in lists.TAKEN_SHARES:
        return
    # With its object behind it, "claimed responsibility" is no passive, whatever the tree makes of it.
    passive = tree.is_passive(verb) and (share is None or share < verb)
    actor = agent_of(tree, verb) if passive else subject_of(tree, verb)
    if actor is None and share is not None and not passive:
        actor = tree.actor_before(verb)
    if actor is None:
        return
    if share is not None:
        themes = {
            *modifiers(tree, share, "for", "of", "over"),
            *obliques(tree, verb, "for"),
            *_behind_share(tree, share),
        }
        # "Denied involvement in a letter" tells where, "in the raid" what.
        themes |= {*modifiers(tree, share, "in"), *obliques(tree, verb, "in")} & tree.once(act_words)
        if tree.relation(verb) == "acl:relcl" and not themes - {tree.antecedent(word) for word in themes}:
            # "The raid, for which it claimed responsibility".
            themes |= act_of(tree, verb, None)
        themes = {tree.antecedent(word) for word in themes}
        told = without_echoes(tree, frozenset(themes))
        yield from each(tree, actor, stance, verb, told, nominal=True, void=is_unclaimed(tree, verb))
    elif stance == "claimed" and (thing is not None or passive) and lemma in lists.CLAIMS_OF_ACTS:
        if lemma == "acknowledge" and tree.lemma(actor) in lists.RECORDERS:
            return  # "The police acknowledged the attack": they know of it
        themes = set(act_of(tree, verb, thing))
        if themes or (thing is not None and tree.lemma(thing) in lists.ACTS):
            void = is_unclaimed(tree, verb)
            yield from each(tree, actor, stance, verb, frozenset(themes), nominal=True, void=void)
    elif lemma == "deny" and not any(True for _ in negations(tree, verb)):
        yield from _denied_act(tree, verb, actor)
    elif lemma in ("claim", "admit", "acknowledge"):
        act = tree.child(verb, "xcomp")
        if act is not None and tree.layers.upos[act] == "VERB":
            yield from each(tree, actor, "claimed", verb, deeds(tree, act), nominal=False)


def is_unclaimed(tree: Tree, verb: int) -> bool:
    """Say whether a verb of claiming or denying is itself negated: "has not claimed", "did not deny"."""
    return any(verdict.polarity == "did not happen" for verdict in negations(tree, verb))


def _denied_act(tree: Tree, verb: int, actor: int) -> Iterator[Holding]:
    """Read "denied that it had shelled the camp", "denied having killed the priest"."""
    for act in tree.children[verb]:
        if tree.relation(act) not in ("ccomp", "xcomp", "advcl") or tree.layers.upos[act] != "VERB" or act < verb:
            continue
        own = tree.child(act, *SUBJECTS)
        held = own if own is not None else actor
        yield Holding(held, "denied", actor, verb, deeds(tree, act), False)


def _simple(tree: Tree, verb: int, stance: Stance, case: str) -> Iterator[Holding]:
    actor, themes = subject_of(tree, verb), frozenset(obliques(tree, verb, case))
    if actor is not None and themes:
        # "Boasted of it" is of what was told before.
        named = frozenset(word for word in themes if tree.layers.upos[word] != "PRON")
        yield from each(tree, actor, stance, verb, named, nominal=True)


def _own_act(tree: Tree, verb: int) -> Iterator[Holding]:
    """Read "the brigade said it had (not) carried out the raid": who speaks and who acted are one."""
    speaker = subject_of(tree, verb)
    if speaker is None or tree.is_passive(verb) or any(True for _ in negations(tree, verb)):
        return
    for act in tree.children[verb]:
        subject = tree.child(act, "nsubj")
        own = subject is not None and tree.layers.word(subject).lower() in lists.OWN_WORD
        own = own and _agrees(tree, cast(int, subject), speaker)
        told = tree.relation(act) == "ccomp" and tree.layers.upos[act] == "VERB" and tree.child(act, "aux") is not None
        if not (own and told) or has_modal(tree, act):
            continue
        if any(verdict.polarity == "did not happen" for verdict in negations(tree, act)):
            if _is_deed(tree, act):
                yield from each(tree, speaker, "denied", verb, deeds(tree, act), nominal=False)
        elif is_perfect(tree, act):
            yield from each(tree, speaker, "claimed", verb, deeds(tree, act), nominal=False)


def _agrees(tree: Tree, pronoun: int, speaker: int) -> bool:
    """Say whether a pronoun can stand for a speaker: of "friends say that he", "he" is another."""
    many = tree.layers.xpos[speaker] in ("NNS", "NNPS") and tree.layers.upos[speaker] != "PROPN"
    return not (many and tree.layers.word(pronoun).lower() in ("he", "she", "it", "i"))


def _own_denial(tree: Tree, verb: int) -> Iterator[Holding]:
    """Read "we did not order the attack" in somebody's mouth."""
    subject = tree.child(verb, "nsubj")
    if subject is None or tree.layers.word(subject).lower() not in ("we", "i") or has_modal(tree, verb):
        return
    if tree.relation(verb) == "ccomp" and tree.lemma(tree.layers.heads[verb]) in lists.SAYING:
        return  # see _own_act
    past = any(tree.layers.word(c).lower() in ("did", "have", "had") for c in tree.children[verb] if c < verb)
    denies = past and any(verdict.polarity == "did not happen" for verdict in negations(tree, verb))
    if denies and _is_deed(tree, verb) and speaker_over(tree, verb) is not None:
        yield from each(tree, subject, "denied", verb, deeds(tree, verb), nominal=False)


def _is_deed(tree: Tree, verb: int) -> bool:
    """Say whether a verb tells an act of force: who "did not see the attack" does not deny that he attacked."""
    return tree.lemma(verb) in lists.DOING or verb in tree.once(_forced)


def _forced(tree: Tree) -> frozenset[int]:
    readings = [reading for reading in tree.layers.triggers if reading.label in VIOLENT]
    return frozenset(word for reading in readings for word in range(reading.first, reading.last))


def _behind(tree: Tree, predicate: int, themes: frozenset[int]) -> Iterator[Holding]:
    """Read "said it was behind the raid", "is believed to be behind", "was not responsible for"."""
    verb = tree.layers.heads[predicate]
    subject = tree.child(predicate, *SUBJECTS)
    negated = any(True for _ in negations(tree, predicate))
    subject = tree.antecedent(subject) if subject is not None else _actor_before(tree, predicate)
    lemma = tree.lemma(verb) if verb >= 0 and tree.layers.upos[verb] == "VERB" else ""
    if lemma not in lists.BELIEFS | lists.DENIALS.keys() | lists.SAYING:
        voice = _according(tree, predicate)
        if subject is not None and voice is not None and voice != subject:
            for held in conjuncts(tree, subject):
                yield Holding(held, "denied" if negated else "accused", voice, predicate, themes, True)
        return
    speaker = subject_of(tree, verb)
    own = subject is not None and tree.layers.word(subject).lower() in lists.OWN_WORD
    actor = speaker if own or subject is None else subject
    if actor is None:
        return
    if lemma in lists.BELIEFS and tree.is_passive(verb):
        yield Holding(actor, "suspected", agent_of(tree, verb), verb, themes, True)
    elif lemma in lists.DENIALS:
        yield Holding(actor, "denied", speaker, verb, themes, True)
    elif lemma in lists.BELIEFS:
        yield Holding(actor, "suspected", speaker, verb, themes, True)
    else:
        stance: Stance = "denied" if negated else "claimed" if own else "accused"
        yield Holding(actor, stance, speaker, verb, themes, True)


def _actor_before(tree: Tree, predicate: int) -> int | None:
    """Return the actor before "is responsible", whatever the tree hangs it on."""
    copula = tree.child(predicate, "cop")
    return tree.actor_before(copula) if copula is not None else None


def _according(tree: Tree, predicate: int) -> int | None:
    """Return who says so where no verb of saying governs: "according to police", a tag, a quotation."""
    according = next((c for c in tree.children[predicate] if tree.case_of(c) == "according"), None)
    return according if according is not None else speaker_over(tree, predicate)


def _no_part(tree: Tree, verb: int) -> Iterator[Holding]:
    """Read "said it had nothing to do with the attack", "had no part in the raid"."""
    thing = tree.child(verb, "obj")
    above = tree.layers.heads[verb]
    if thing is None or tree.lemma(thing) not in lists.NO_PART or above < 0 or tree.lemma(above) not in lists.SAYING:
        return
    words = {tree.layers.word(thing).lower(), *(tree.layers.word(child).lower() for child in tree.children[thing])}
    if not words & {"nothing", "no"}:
        return
    below = [thing, verb, *(child for child in tree.children[thing] if tree.relation(child) == "acl")]
    themes = {noun for word in below for noun in (*modifiers(tree, word), *obliques(tree, word, "with", "in"))}
    themes |= {child for child in tree.children[verb] if tree.relation(child) == "obj" and child != thing}
    themes |= {noun for noun in tree.children[thing] if tree.relation(noun) in ("obj", "obl", "nmod")}
    subject, speaker = tree.child(verb, "nsubj"), subject_of(tree, above)
    own = subject is None or tree.layers.word(subject).lower() in lists.OWN_WORD
    actor = speaker if own else subject
    if actor is not None:
        yield Holding(actor, "disclaimed", speaker, verb, frozenset(themes), True)


def _near_share(tree: Tree, verb: int) -> int | None:
    """Return "responsibility" right behind its verb, whatever the tree makes of it."""
    last = min(tree.layers.sentences[tree.sentence_of[verb]][1], verb + NEAR_WORDS)
    words = range(verb + 1, last)
    share = next((word for word in words if tree.lemma(word) in lists.SHARES), None)
    return None if share is None or any(tree.layers.upos[w] == "VERB" for w in range(verb + 1, share)) else share


def _behind_share(tree: Tree, share: int) -> list[int]:
    """Return the trigger behind "responsibility for", whatever the tree makes of it."""
    last = min(tree.layers.sentences[tree.sentence_of[share]][1], share + NEAR_WORDS)
    for word in range(share + 1, last):
        if tree.layers.upos[word] == "VERB" or tree.layers.word(word) in (",", ";", ":"):
            return []
        if word in tree.trigger_words and tree.layers.upos[word] not in ("DET", "ADP"):
            return [word]
    return []
