"""Responsibility: who is held to have done it, by whom and how: claimed, accused, suspected, denied, disclaimed.

In: one trigger in its tree. Out: drafts, found where words claim or assign the act ("claimed responsibility for
the bombing", "blamed the rebels for the attack", "said it was behind the raid"), in the trigger's own sentence
or, where they name no act of their own, in one of the next two ("No group claimed responsibility").

What one would get wrong: that somebody claims an act is a fact about the claim, neither about who acted nor
about whether it happened; that "no group" claims it holds nobody responsible; and the words of a draft are the
actor's, the verb that says so is the cue of its voice.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from whowhom.coding import responsibility_words as lists
from whowhom.coding.factuality_clauses import negations
from whowhom.coding.mentions import mention_of
from whowhom.coding.tree import SUBJECTS, Tree
from whowhom.coding.triggers import TriggerUse
from whowhom.coding.voice_roles import voice_role
from whowhom.records import ResponsibilityDraft, Tagged, VoiceDraft
from whowhom.records.events import Stance

# A claim without an act of its own is of an act told in one of this many sentences before.
REACH_SENTENCES = 2
# Between "responsibility" and its act stand "for", an article, an adjective or two.
SHARE_WORDS = 6
_VIOLENT = frozenset(("ASSAULT", "COERCE", "PROTEST"))


@dataclass(frozen=True, slots=True)
class Holding:
    """One claim of responsibility.

    Attributes:
        actor: The word of who is held.
        voice: The word of who says so; None where the report names nobody.
        cue: The word that says so.
        themes: Words of the act; empty where the act was told before.
        nominal: The act is told by a noun that only the claim is about.
    """

    actor: int
    stance: Stance
    voice: int | None
    cue: int
    themes: frozenset[int]
    nominal: bool


def draft_responsibility(tree: Tree, use: TriggerUse) -> tuple[ResponsibilityDraft, ...]:
    """Find who claims the event, denies it or is held responsible for it, in text order."""
    drafts = {(held.stance, held.actor): held for held in _of_event(tree, use)}
    made = [_draft(tree, held) for _, held in sorted(drafts.items(), key=lambda row: (row[1].actor, row[0]))]
    return tuple(draft for draft in made if draft.mention.form != "pronoun" or draft.stance in ("denied", "claimed"))


def is_told_aside(tree: Tree, use: TriggerUse) -> bool:
    """Say whether a claim only names the act, which it takes as known: "nobody claimed the bombing"."""
    return tree.layers.upos[use.head] == "NOUN" and any(held.nominal for held in _named(tree, use))


def _named(tree: Tree, use: TriggerUse) -> Iterator[Holding]:
    """Yield the claims of the trigger's sentence whose act it is, also those of nobody."""
    own = {use.head, *use.words, *([use.light] if use.light is not None else [])}
    for held in tree.once(_holdings).get(tree.sentence_of[use.head], ()):
        if held.themes & own:
            yield held


def _of_event(tree: Tree, use: TriggerUse) -> Iterator[Holding]:
    number = tree.sentence_of[use.head]
    table = tree.once(_holdings)
    yield from (held for held in _named(tree, use) if not _is_nobody(tree, held.actor))
    yield from _suspects(tree, use)
    if use.reading.label not in _VIOLENT or use.reading.facet("polarity") == "did not happen":
        return
    for later in range(number, min(number + REACH_SENTENCES + 1, len(tree.layers.sentences))):
        for held in table.get(later, ()):
            behind = later > number or held.cue > use.head
            if held.themes or not behind or _is_nobody(tree, held.actor):
                continue
            if _last_act(tree, held.cue) == use.head:
                yield held


def _last_act(tree: Tree, cue: int) -> int | None:
    """Return the head of the last trigger of an attack before a word."""
    acts = tree.once(_acts)
    at = bisect_left(acts, cue)
    return acts[at - 1] if at else None


def _acts(tree: Tree) -> tuple[int, ...]:
    readings = (reading for reading in tree.layers.triggers if reading.label == "ASSAULT")
    return tuple(sorted(tree.head_of(reading.first, reading.last) for reading in readings))


def _draft(tree: Tree, held: Holding) -> ResponsibilityDraft:
    cue = tree.layers.span(held.cue, held.cue + 1)
    voice = None
    if held.voice is not None:
        mention = mention_of(tree, held.voice)
        role = voice_role(tree, Tagged(*tree.phrase(held.voice), "source", 1.0), mention)
        voice = VoiceDraft(mention.span, mention, role, cue, "responsibility")
    return ResponsibilityDraft(mention_of(tree, held.actor), held.stance, cue, voice, held.nominal)


def _suspects(tree: Tree, use: TriggerUse) -> Iterator[Holding]:
    """Read "suspected rebels killed two farmers" off those who act."""
    for role in use.reading.roles:
        if role.label != "actor" or tree.sentence_of[role.first] != tree.sentence_of[use.head]:
            continue
        head = tree.head_of(role.first, role.last)
        for word in (*tree.children[head], *range(role.first, head)):
            stance = lists.SUSPECTED.get(tree.layers.word(word).lower())
            if stance is not None and word < head:
                yield Holding(head, stance, None, word, frozenset((use.head,)), False)


def _holdings(tree: Tree) -> dict[int, tuple[Holding, ...]]:
    """Find every claim of a document, by sentence."""
    found: dict[int, tuple[Holding, ...]] = {}
    for number, (first, last) in enumerate(tree.layers.sentences):
        rows = [held for word in range(first, last) for held in _at(tree, word)]
        if rows:
            found[number] = tuple(rows)
    return found


def _at(tree: Tree, word: int) -> Iterator[Holding]:
    lemma = tree.lemma(word)
    if tree.layers.upos[word] == "VERB":
        if lemma in lists.CLAIMS or lemma in lists.DENIALS:
            yield from _claim(tree, word, lemma)
        if lemma in lists.BOASTS:
            yield from _simple(tree, word, "claimed", "of")
        if lemma == "distance":
            yield from _simple(tree, word, "disclaimed", "from")
        if lemma in lists.BLAMES:
            yield from _blame(tree, word, lists.BLAMES[lemma])
        if lemma in lists.ATTRIBUTIONS:
            yield from _attribution(tree, word)
        if lemma == "point" and _object_lemma(tree, word) == "finger":
            yield from _pointing(tree, word)
        if lemma == "hold":
            yield from _held_responsible(tree, word)
        if lemma in lists.SAYING:
            yield from _own_act(tree, word)
    if lemma == "have":
        yield from _no_part(tree, word)
    if tree.case_of(word) == "behind" and tree.child(word, "cop") is not None:
        yield from _behind(tree, word, frozenset((word,)))
    elif lemma == "responsible" and tree.child(word, "cop") is not None:
        yield from _behind(tree, word, frozenset(_obliques(tree, word, "for")))


def _claim(tree: Tree, verb: int, lemma: str) -> Iterator[Holding]:
    """Read "claimed responsibility for the raid", "admitted the killing", "denied any role in the murder"."""
    stance: Stance = lists.DENIALS.get(lemma, "claimed")
    thing = tree.child(verb, "obj", "nsubj:pass")
    share = thing if thing is not None and tree.lemma(thing) in lists.SHARES else _near_share(tree, verb)
    # With its object behind it, "claimed responsibility" is no passive, whatever the tree makes of it.
    passive = tree.is_passive(verb) and (share is None or share < verb)
    actor = _agent(tree, verb) if passive else _subject(tree, verb)
    if actor is None and share is not None and not passive:
        actor = tree.actor_before(verb)
    if actor is None:
        return
    if share is not None:
        themes = frozenset((*_modifiers(tree, share), *_obliques(tree, verb, "for", "in"), *_behind_share(tree, share)))
        yield from _each(tree, actor, stance, verb, _without_echoes(tree, themes), nominal=True)
    elif stance == "claimed" and thing is not None and lemma in lists.CLAIMS_OF_ACTS:
        yield from _each(tree, actor, stance, verb, frozenset((thing,)), nominal=True)
    elif lemma == "deny" and not any(True for _ in negations(tree, verb)):
        yield from _denied_act(tree, verb, actor)
    elif lemma in ("claim", "admit", "acknowledge"):
        act = tree.child(verb, "xcomp")
        if act is not None and tree.layers.upos[act] == "VERB":
            yield from _each(tree, actor, "claimed", verb, _deeds(tree, act), nominal=False)


def _denied_act(tree: Tree, verb: int, actor: int) -> Iterator[Holding]:
    """Read "denied that it had shelled the camp", "denied having killed the priest"."""
    for act in tree.children[verb]:
        if tree.relation(act) not in ("ccomp", "xcomp", "advcl") or tree.layers.upos[act] != "VERB" or act < verb:
            continue
        own = tree.child(act, *SUBJECTS)
        held = own if own is not None else actor
        yield Holding(held, "denied", actor, verb, _deeds(tree, act), False)


def _simple(tree: Tree, verb: int, stance: Stance, case: str) -> Iterator[Holding]:
    actor, themes = _subject(tree, verb), frozenset(_obliques(tree, verb, case))
    if actor is not None and themes:
        yield from _each(tree, actor, stance, verb, themes, nominal=True)


def _blame(tree: Tree, verb: int, stance: Stance) -> Iterator[Holding]:
    """Read "blamed the rebels for the attack", "is accused of killing", "suspect the gang of the raid"."""
    if any(True for _ in negations(tree, verb)):
        return
    passive = tree.is_passive(verb)
    actor = _subject(tree, verb) if passive else _object(tree, verb)
    if actor is None or _has_case(tree, verb, actor, "on") or tree.lemma(actor) in lists.SHARES:
        return
    voice = _agent(tree, verb) if passive else _subject(tree, verb)
    themes: set[int] = {*_obliques(tree, verb, "for", "of", "with", "in", "over"), *_modifiers(tree, actor)}
    for act in tree.children[verb]:
        if tree.relation(act) in ("advcl", "xcomp", "ccomp") and act > actor and tree.layers.upos[act] == "VERB":
            themes |= _deeds(tree, act)
    if not themes and tree.lemma(verb) not in ("blame", "suspect"):
        return
    nominal = all(tree.layers.upos[word] != "VERB" for word in themes)
    for held in _conjuncts(tree, actor):
        yield Holding(held, stance, voice, verb, frozenset(themes), nominal)


def _has_case(tree: Tree, verb: int, thing: int, case: str) -> bool:
    """Say whether who is held stands behind a preposition: "blamed the killing on the militia"."""
    return bool([*_obliques(tree, verb, case), *_modifiers(tree, thing, case)])


def _attribution(tree: Tree, verb: int) -> Iterator[Holding]:
    """Read "attributed the bombing to the Front", "was blamed on soldiers"."""
    thing = tree.child(verb, "obj", "nsubj:pass")
    cases = ("on",) if tree.lemma(verb) in ("pin", "blame") else ("to",)
    if thing is None:
        return
    voice = _agent(tree, verb) if tree.is_passive(verb) else _subject(tree, verb)
    for actor in (*_obliques(tree, verb, *cases), *_modifiers(tree, thing, *cases)):
        for held in _conjuncts(tree, actor):
            yield Holding(held, "accused", voice, verb, frozenset((thing,)), True)


def _pointing(tree: Tree, verb: int) -> Iterator[Holding]:
    themes = frozenset(_obliques(tree, verb, "after", "for", "over"))
    for actor in _obliques(tree, verb, "at"):
        yield Holding(actor, "accused", _subject(tree, verb), verb, themes, True)


def _held_responsible(tree: Tree, verb: int) -> Iterator[Holding]:
    """Read "holds the company responsible for the shooting"."""
    for child in tree.children[verb]:
        if tree.lemma(child) not in ("responsible", "accountable"):
            continue
        actor = tree.child(verb, "obj", "nsubj:pass") or tree.child(child, "nsubj")
        if actor is not None:
            voice = _agent(tree, verb) if tree.is_passive(verb) else _subject(tree, verb)
            themes = frozenset((*_obliques(tree, child, "for"), *_obliques(tree, verb, "for")))
            yield Holding(actor, "accused", voice, child, themes, True)


def _own_act(tree: Tree, verb: int) -> Iterator[Holding]:
    """Read "the brigade said it had carried out the raid": who speaks and who acted are one."""
    speaker = _subject(tree, verb)
    if speaker is None or tree.is_passive(verb) or any(True for _ in negations(tree, verb)):
        return
    for act in tree.children[verb]:
        subject = tree.child(act, "nsubj")
        own = subject is not None and tree.layers.word(subject).lower() in lists.OWN_WORD
        told = tree.relation(act) == "ccomp" and tree.layers.upos[act] == "VERB" and tree.child(act, "aux") is not None
        if own and told and not any(True for _ in negations(tree, act)) and _is_perfect(tree, act):
            yield from _each(tree, speaker, "claimed", verb, _deeds(tree, act), nominal=False)


def _is_perfect(tree: Tree, verb: int) -> bool:
    return any(tree.lemma(child) == "have" and tree.relation(child) == "aux" for child in tree.children[verb])


def _behind(tree: Tree, predicate: int, themes: frozenset[int]) -> Iterator[Holding]:
    """Read "said it was behind the raid", "is believed to be behind", "was not responsible for"."""
    verb = tree.layers.heads[predicate]
    subject = tree.child(predicate, *SUBJECTS)
    negated = any(True for _ in negations(tree, predicate))
    according = next((c for c in tree.children[predicate] if tree.case_of(c) == "according"), None)
    if subject is not None and according is not None:
        for held in _conjuncts(tree, subject):
            yield Holding(held, "denied" if negated else "accused", according, predicate, themes, True)
        return
    if verb < 0 or tree.layers.upos[verb] != "VERB":
        return
    lemma, speaker = tree.lemma(verb), _subject(tree, verb)
    own = subject is not None and tree.layers.word(subject).lower() in lists.OWN_WORD
    actor = speaker if own or subject is None else subject
    if actor is None:
        return
    if lemma in lists.BELIEFS and tree.is_passive(verb):
        yield Holding(actor, "suspected", _agent(tree, verb), verb, themes, True)
    elif lemma in lists.DENIALS:
        yield Holding(actor, "denied", speaker, verb, themes, True)
    elif lemma in lists.BELIEFS:
        yield Holding(actor, "suspected", speaker, verb, themes, True)
    elif lemma in lists.SAYING:
        stance: Stance = "denied" if negated else "claimed" if own else "accused"
        yield Holding(actor, stance, speaker, verb, themes, True)


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
    themes = {noun for word in below for noun in (*_modifiers(tree, word), *_obliques(tree, word, "with", "in"))}
    themes |= {child for child in tree.children[verb] if tree.relation(child) == "obj" and child != thing}
    themes |= {noun for noun in tree.children[thing] if tree.relation(noun) in ("obj", "obl", "nmod")}
    subject, speaker = tree.child(verb, "nsubj"), _subject(tree, above)
    own = subject is None or tree.layers.word(subject).lower() in lists.OWN_WORD
    actor = speaker if own else subject
    if actor is not None:
        yield Holding(actor, "disclaimed", speaker, verb, frozenset(themes), True)


def _each(
    tree: Tree, actor: int, stance: Stance, cue: int, themes: frozenset[int], *, nominal: bool
) -> Iterator[Holding]:
    """Yield one holding for each of those who claim or deny together; each is its own voice."""
    for held in _conjuncts(tree, actor):
        yield Holding(held, stance, held, cue, themes, nominal)


def _conjuncts(tree: Tree, actor: int) -> list[int]:
    """List an actor and those joined to it; what only a comma joins is an apposition, whatever the tree makes of it."""
    joined = (child for child in tree.children[actor] if tree.relation(child) == "conj")
    return [actor, *(child for child in joined if tree.child(child, "cc") is not None or _is_listed(tree, child))]


def _is_listed(tree: Tree, word: int) -> bool:
    """Say whether a conjunct is followed by one with an "and"."""
    above = tree.layers.heads[word]
    return any(other > word and tree.child(other, "cc") is not None for other in tree.children[above])


def _object(tree: Tree, verb: int) -> int | None:
    """Return the object of a verb; where the tree hangs it elsewhere, the noun right behind the verb."""
    thing = tree.child(verb, "obj")
    if thing is not None:
        return thing
    below = next((child for child in tree.children[verb] if tree.relation(child) == "ccomp"), None)
    if below is not None and tree.child(below, "nsubj") is not None:
        # "Accused the rebels of burning", read as "that the rebels burned".
        return tree.child(below, "nsubj")
    last = min(tree.layers.sentences[tree.sentence_of[verb]][1], verb + SHARE_WORDS)
    behind = (word for word in range(verb + 1, last) if tree.relation(word) == "obj" and tree.layers.heads[word] < verb)
    return next(behind, None)


def _subject(tree: Tree, verb: int) -> int | None:
    """Return the subject of a verb; where the tree has none, the actor right before it."""
    above = tree.layers.heads[verb]
    if tree.child(verb, *SUBJECTS) is None and 0 <= above < verb:
        # The tree may hang the subject of a second clause on the first ("...; the rebels denied").
        between = [c for c in tree.children[above] if above < c < verb and tree.relation(c) in SUBJECTS]
        if between:
            return between[-1]
    subject = tree.subject(verb)
    if subject is not None:
        return _author(tree, subject)
    if above >= 0 and tree.lemma(above) in ("quote", "cite") and tree.relation(verb) in ("advcl", "xcomp"):
        return tree.child(above, "obj")
    first = tree.layers.sentences[tree.sentence_of[verb]][0]
    actors = tree.actors.within(first, verb)
    return tree.head_of(actors[-1].first, actors[-1].last) if actors and tree.relation(verb) == "root" else None


def _author(tree: Tree, noun: int) -> int:
    """Return whose leaflet or statement claims it: "the Front distributed leaflets claiming responsibility"."""
    if tree.lemma(noun) not in lists.PAPERS:
        return noun
    owner = tree.child(noun, "nmod:poss") or next(iter(_modifiers(tree, noun, "by", "from")), None)
    if owner is not None:
        return owner
    above = tree.layers.heads[noun]
    giver = tree.child(above, "nsubj") if above >= 0 and tree.relation(noun) == "obj" else None
    return giver if giver is not None else noun


def _agent(tree: Tree, verb: int) -> int | None:
    return next(iter(_obliques(tree, verb, "by")), None)


def _obliques(tree: Tree, word: int, *cases: str) -> list[int]:
    """List the nouns behind one of some prepositions that hang on a word as its adjuncts."""
    relations = ("obl", "obl:agent", "obj", "nmod")
    return [c for c in tree.children[word] if tree.relation(c) in relations and c > word and tree.case_of(c) in cases]


def _modifiers(tree: Tree, noun: int, *cases: str) -> list[int]:
    """List the nouns that hang on a noun behind "for", "in", "of"."""
    wanted = cases or ("for", "in", "of", "over")
    return [c for c in tree.children[noun] if tree.relation(c) == "nmod" and tree.case_of(c) in wanted]


def _near_share(tree: Tree, verb: int) -> int | None:
    """Return "responsibility" right behind its verb, whatever the tree makes of it."""
    last = min(tree.layers.sentences[tree.sentence_of[verb]][1], verb + SHARE_WORDS)
    words = range(verb + 1, last)
    share = next((word for word in words if tree.lemma(word) in lists.SHARES), None)
    return None if share is None or any(tree.layers.upos[w] == "VERB" for w in range(verb + 1, share)) else share


def _behind_share(tree: Tree, share: int) -> list[int]:
    """Return the trigger behind "responsibility for", whatever the tree makes of it."""
    last = min(tree.layers.sentences[tree.sentence_of[share]][1], share + SHARE_WORDS)
    for word in range(share + 1, last):
        if tree.layers.upos[word] == "VERB" or tree.layers.word(word) in (",", ";", ":"):
            return []
        if word in tree.trigger_words and tree.layers.upos[word] not in ("DET", "ADP"):
            return [word]
    return []


def _deeds(tree: Tree, verb: int) -> frozenset[int]:
    """Return a verb and what it acts on: of "ordering the massacre" the massacre is the act."""
    things = (child for child in tree.children[verb] if tree.relation(child) in ("obj", "conj", "nsubj:pass"))
    return frozenset((verb, *things))


def _without_echoes(tree: Tree, themes: frozenset[int]) -> frozenset[int]:
    """Drop "the attack" where no trigger reads it as an event of its own: it was told before."""
    triggers = tree.trigger_words
    return frozenset(word for word in themes if word in triggers or tree.lemma(word) not in lists.ACTS)


def _object_lemma(tree: Tree, verb: int) -> str:
    thing = tree.child(verb, "obj")
    return tree.lemma(thing) if thing is not None else ""


def _is_nobody(tree: Tree, actor: int) -> bool:
    words = (actor, *tree.children[actor])
    return any(tree.layers.word(word).lower() in lists.NOBODY or tree.lemma(word) == "any" for word in words)
