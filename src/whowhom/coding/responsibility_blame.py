"""What others say of somebody's part in an act: they blame, accuse, suspect, arrest, call it his work.

In: a word in its tree, or an event's trigger. Out: :class:`~whowhom.coding.responsibility_parts.Holding` records.

What one would get wrong: the voice of an accusation is no actor, "blamed the weather" accuses nobody of an act,
and a voice that tells plainly what somebody did accuses nobody: only "alleged" and "charged" do.
"""

from __future__ import annotations

from collections.abc import Iterator

from whowhom.coding import factuality_words as certainty
from whowhom.coding import responsibility_words as lists
from whowhom.coding.factuality_clauses import has_modal, is_perfect, negations
from whowhom.coding.responsibility_parts import (
    Holding,
    accusation,
    act_behind,
    act_of,
    act_words,
    actor_behind,
    agent_of,
    conjuncts,
    deeds,
    is_somebody,
    modifiers,
    object_of,
    obliques,
    speaker_over,
    subject_of,
    without_echoes,
)
from whowhom.coding.tree import SUBJECTS, Tree
from whowhom.coding.triggers import TriggerUse
from whowhom.coding.voice_tree import attributions_over
from whowhom.records.events import Stance

_THINGS = ("obj", "nsubj:pass")
# "Blamed the murder of two missionaries on": so far behind the verb stands who is held.
ATTRIBUTED_WORDS = 14


def blame_at(tree: Tree, word: int) -> Iterator[Holding]:
    """Yield whom a word holds for an act."""
    lemma, upos = tree.lemma(word), tree.layers.upos[word]
    if upos == "VERB":
        if lemma in lists.BLAMES:
            yield from _blame(tree, word, lists.BLAMES[lemma])
        if lemma in lists.ATTRIBUTIONS:
            yield from _attribution(tree, word)
        if lemma == "point" and _object_lemma(tree, word) == "finger":
            yield from _pointing(tree, word)
        if lemma == "hold":
            yield from _held_responsible(tree, word)
        if lemma in lists.ARRESTS:
            yield from _arrest(tree, word)
    elif upos == "ADJ" and tree.relation(word) == "acl" and tree.layers.word(word).lower() == "suspected":
        yield from _blame(tree, word, "suspected")
    elif upos in ("NOUN", "PROPN"):
        if lemma in lists.WORKS and tree.child(word, "cop") is not None:
            yield from _work(tree, word)
        yield from _those_responsible(tree, word)


def _blame(tree: Tree, verb: int, stance: Stance) -> Iterator[Holding]:
    """Read "blamed the rebels for the attack", "is accused of killing", "suspect the gang of the raid"."""
    if any(True for _ in negations(tree, verb)):
        return
    passive = _is_passive(tree, verb)
    to_blame = tree.lemma(verb) == "blame" and _has_to(tree, verb) and _is_said_to_be(tree, verb)
    actor = _held(tree, verb, passive=passive or to_blame)
    voice = agent_of(tree, verb) if passive else speaker_over(tree, verb) if to_blame else subject_of(tree, verb)
    if not passive and not to_blame and (actor is None or actor == voice):
        accuser, accused = accusation(tree, verb)
        actor, voice = accused, accuser if accuser is not None else voice
    if actor is None or _has_case(tree, verb, actor, "on") or tree.lemma(actor) in lists.SHARES:
        return
    acts = tree.once(act_words)
    # "Fighters of the Province", "in 2017", "in a letter" are no acts; "for the delay" is one, if no violent one.
    themes: set[int] = {*obliques(tree, verb, "for", "of")}
    themes |= {*obliques(tree, verb, "with", "in", "over"), *modifiers(tree, actor)} & acts
    for act in tree.children[verb]:
        clause = tree.relation(act) in ("advcl", "xcomp", "ccomp", "acl")
        if clause and act > verb and tree.child(act, "mark", "case") is not None and tree.layers.upos[act] != "NOUN":
            themes |= deeds(tree, act)
    themes |= set(() if themes else act_behind(tree, max(verb, actor) + 1, "for", "of", "over"))
    if not (themes or _holds_alone(tree, verb, actor)):
        return
    if not (is_held(tree, actor) or (passive and themes & acts)):
        return
    nominal = all(tree.layers.upos[word] != "VERB" for word in themes)
    for held in conjuncts(tree, actor):
        yield Holding(held, stance, voice, verb, without_echoes(tree, frozenset(themes)), nominal)


def _is_passive(tree: Tree, verb: int) -> bool:
    """Say whether a verb of blaming is passive, also where the tree takes its subject for an object."""
    if tree.is_passive(verb) or tree.relation(verb) == "acl":
        return tree.layers.xpos[verb] not in ("VBG", "VB")
    things = [child for child in tree.children[verb] if tree.relation(child) == "obj"]
    return (
        _is_said_to_be(tree, verb) and tree.layers.word(verb).lower().endswith("ed") and all(t < verb for t in things)
    )


def _is_said_to_be(tree: Tree, verb: int) -> bool:
    """Say whether a form of "be" stands with a word or over it."""
    helpers = [c for c in tree.children[verb] if c < verb and tree.relation(c) in ("aux", "aux:pass", "cop")]
    above = tree.layers.heads[verb]
    return any(tree.lemma(word) == "be" for word in (*helpers, *([above] if above >= 0 else [])))


def _held(tree: Tree, verb: int, *, passive: bool) -> int | None:
    """Return who is held by a verb of blaming."""
    if not passive:
        return object_of(tree, verb)
    own = tree.child(verb, *SUBJECTS)
    if own is None and tree.relation(verb) == "acl":
        # "Two brothers suspected of the attack".
        return tree.layers.heads[verb]
    if own is None:
        before = tree.child(verb, "obj")
        return before if before is not None and before < verb else subject_of(tree, verb)
    return tree.antecedent(own)


def _holds_alone(tree: Tree, verb: int, actor: int) -> bool:
    """Say whether a verb holds somebody without naming the act: "The army blamed the rebels."."""
    if tree.lemma(verb) not in lists.BLAMES_ALONE:
        return False
    # "Accused the ministry of delay" has an act, if no violent one.
    named = any(tree.relation(c) in ("advcl", "xcomp", "ccomp", "obl") and c > verb for c in tree.children[verb])
    return is_somebody(tree, actor) and (tree.lemma(verb) != "accuse" or not named)


def is_held(tree: Tree, actor: int) -> bool:
    """Say whether somebody can be held: the reader's actors, names and plurals, not the weather."""
    return is_somebody(tree, actor) or tree.layers.upos[actor] == "PROPN" or tree.layers.xpos[actor] == "NNS"


def _has_to(tree: Tree, verb: int) -> bool:
    marker = tree.child(verb, "mark")
    return marker is not None and tree.layers.word(marker).lower() == "to"


def _has_case(tree: Tree, verb: int, thing: int, case: str) -> bool:
    """Say whether who is held stands behind a preposition: "blamed the killing on the militia"."""
    return bool([*obliques(tree, verb, case), *modifiers(tree, thing, case)])


def _attribution(tree: Tree, verb: int) -> Iterator[Holding]:
    """Read "attributed the bombing to the Front", "was blamed on soldiers", "an attack they blame on"."""
    thing = tree.child(verb, *_THINGS)
    cases = ("on",) if tree.lemma(verb) in ("pin", "blame") else ("to",)
    passive = tree.is_passive(verb)
    voice = agent_of(tree, verb) if passive else subject_of(tree, verb)
    # With a "by" between, the tree may hang "on the Front" on who blames.
    below = [*obliques(tree, verb, *cases), *(modifiers(tree, thing, *cases) if thing is not None else ())]
    below += modifiers(tree, voice, *cases) if voice is not None and passive else []
    below = [word for word in below if tree.layers.upos[word] != "DET"]
    themes = act_of(tree, verb, thing)
    if not below:
        below, themes = _behind(tree, verb, *cases), themes or _act_before(tree, verb)
    if thing is None and not themes:
        return
    for actor in below:
        for held in conjuncts(tree, actor):
            yield Holding(held, "accused", voice, verb, themes, True)


def _behind(tree: Tree, verb: int, *cases: str) -> list[int]:
    """Return the actor behind the first "to" or "on" that has one, whatever the tree hangs it on."""
    last = tree.layers.sentences[tree.sentence_of[verb]][1]
    for word in range(verb + 1, min(last, verb + 1 + ATTRIBUTED_WORDS)):
        if tree.layers.upos[word] == "VERB" or tree.layers.word(word) == ";":
            return []
        actor = actor_behind(tree, word + 1) if tree.layers.word(word).lower() in cases and word + 1 < last else None
        if actor is not None:
            return [actor]
    return []


def _act_before(tree: Tree, verb: int) -> frozenset[int]:
    """Return the last trigger of an attack before a verb in its sentence."""
    acts = [act for first, act in tree.once(_attacks).get(tree.sentence_of[verb], ()) if first < verb]
    return frozenset(acts[-1:])


def _attacks(tree: Tree) -> dict[int, list[tuple[int, int]]]:
    """Return first word and head word of each trigger of an attack, by sentence, in order."""
    found: dict[int, list[tuple[int, int]]] = {}
    for reading in tree.layers.triggers:
        if reading.label == "ASSAULT":
            act = tree.head_of(reading.first, reading.last)
            found.setdefault(tree.sentence_of[reading.first], []).append((reading.first, act))
    return found


def _pointing(tree: Tree, verb: int) -> Iterator[Holding]:
    themes = frozenset(obliques(tree, verb, "after", "for", "over"))
    for actor in obliques(tree, verb, "at"):
        yield Holding(actor, "accused", subject_of(tree, verb), verb, without_echoes(tree, themes), True)


def _held_responsible(tree: Tree, verb: int) -> Iterator[Holding]:
    """Read "holds the company responsible for the shooting"."""
    for child in tree.children[verb]:
        if tree.lemma(child) not in ("responsible", "accountable"):
            continue
        actor = tree.child(verb, *_THINGS) or tree.child(child, "nsubj")
        if actor is None or not is_somebody(tree, actor):
            continue
        voice = agent_of(tree, verb) if tree.is_passive(verb) else subject_of(tree, verb)
        themes = frozenset((*obliques(tree, child, "for"), *obliques(tree, verb, "for")))
        for held in conjuncts(tree, actor):
            yield Holding(held, "accused", voice, child, without_echoes(tree, themes), True)


def _arrest(tree: Tree, verb: int) -> Iterator[Holding]:
    """Read "was arrested over the killing", "are wanted for the raid", "detained in connection with the bombing"."""
    if any(True for _ in negations(tree, verb)):
        return
    passive = tree.is_passive(verb)
    actor = _held(tree, verb, passive=passive)
    themes = set(obliques(tree, verb, "for", "over"))
    for noun in obliques(tree, verb, "in", "on", "under"):
        if tree.lemma(noun) in lists.CONNECTIONS:
            themes |= {*modifiers(tree, noun, "with", "to", "of"), *obliques(tree, verb, "with")}
    themes &= tree.trigger_words
    if actor is not None and themes and is_somebody(tree, actor):
        for held in conjuncts(tree, actor):
            yield Holding(held, "suspected", None, verb, frozenset(themes), False)


def _work(tree: Tree, noun: int) -> Iterator[Holding]:
    """Read "said that the attack was the work of the Front"."""
    subject, voice = tree.child(noun, *SUBJECTS), speaker_over(tree, noun)
    if subject is None or voice is None or any(True for _ in negations(tree, noun)):
        return
    for actor in modifiers(tree, noun, "of"):
        for held in conjuncts(tree, actor):
            yield Holding(held, "accused", voice, noun, without_echoes(tree, frozenset((subject,))), True)


def _those_responsible(tree: Tree, noun: int) -> Iterator[Holding]:
    """Read "those responsible for the killing are rightist gangs, the president said"."""
    subject = tree.child(noun, *SUBJECTS)
    if subject is None or tree.child(noun, "cop") is None:
        return
    responsible = [child for child in tree.children[subject] if tree.lemma(child) == "responsible"]
    voice = speaker_over(tree, noun) if responsible else None
    if voice is None:
        return
    for child in responsible:
        themes = frozenset((*obliques(tree, child, "for"), *modifiers(tree, child, "for")))
        yield Holding(noun, "accused", voice, child, without_echoes(tree, themes), True)


def held_by_event(tree: Tree, use: TriggerUse) -> Iterator[Holding]:
    """Yield whom the telling of an event itself suspects or accuses among those who act in it."""
    for role in use.reading.roles:
        if role.label != "actor" or tree.sentence_of[role.first] != tree.sentence_of[use.head]:
            continue
        actor = tree.head_of(role.first, role.last)
        suspected = _suspected(tree, actor, role.first)
        if suspected is not None:
            yield Holding(
                actor, lists.SUSPECTED[tree.layers.word(suspected).lower()], None, suspected, _own(use), False
            )
        elif tree.layers.upos[actor] in ("NOUN", "PROPN") and tree.child(actor, "nmod:poss") is None:
            yield from _thought(tree, use, actor)
            yield from _alleged(tree, use, actor)


def _own(use: TriggerUse) -> frozenset[int]:
    return frozenset((use.head,))


def _suspected(tree: Tree, actor: int, first: int) -> int | None:
    """Return "suspected" or "alleged" before an actor: "suspected rebels killed two farmers"."""
    words = (*tree.children[actor], *range(first, actor))
    return next((w for w in words if w < actor and tree.layers.word(w).lower() in lists.SUSPECTED), None)


def _thought(tree: Tree, use: TriggerUse, actor: int) -> Iterator[Holding]:
    """Read "apparently kidnapped by rebels", "may have killed", "are thought to have", "it is believed that"."""
    if tree.layers.upos[use.head] != "VERB" or any(True for _ in negations(tree, use.head)):
        return
    hedge = _hedge(tree, use.head)
    if hedge is not None:
        yield Holding(actor, "suspected", speaker_over(tree, use.head), hedge, _own(use), False)


def _is_if(tree: Tree, verb: int) -> bool:
    mark = tree.child(verb, "mark")
    return mark is not None and tree.layers.word(mark).lower() == "if"


def _hedge(tree: Tree, verb: int) -> int | None:
    """Return the word that makes who did it a guess.

    There is none of what is still to come ("will probably"), nor behind "if" ("had they known, they could have").
    """
    depends = any(tree.relation(child) == "advcl" and _is_if(tree, child) for child in tree.children[verb])
    if has_modal(tree, verb) and (depends or not is_perfect(tree, verb)):
        return None
    for child in tree.children[verb]:
        word = tree.layers.word(child).lower()
        if tree.relation(child) == "advmod" and word in lists.GUESSING:
            return child
        if tree.relation(child) == "aux" and word in certainty.MAY and word != "can" and is_perfect(tree, verb):
            return child
    above = tree.layers.heads[verb]
    if above < 0 or tree.relation(verb) not in ("ccomp", "xcomp", "csubj", "parataxis"):
        return None
    expected = tree.is_passive(above) or tree.child(above, "expl") is not None
    return above if tree.lemma(above) in lists.BELIEFS and expected else None


def _alleged(tree: Tree, use: TriggerUse, actor: int) -> Iterator[Holding]:
    """Read "charged that the air force bombed", "a patrol boat rammed it, his family alleges"."""
    for found in attributions_over(tree, use.head):
        if found.speaker in (None, actor) or found.cue is None or not found.asserted:
            continue
        cue = tree.words_in(found.cue)[-1]
        if tree.lemma(cue) in lists.ALLEGING and tree.layers.upos[cue] == "VERB":
            yield Holding(actor, "accused", found.speaker, cue, _own(use), False)
            return


def _object_lemma(tree: Tree, verb: int) -> str:
    thing = tree.child(verb, "obj")
    return tree.lemma(thing) if thing is not None else ""
