"""Who and what a claim of responsibility is about: its subject, object, agent and the words of its act.

In: a verb or noun in its tree. Out: word indices, and :class:`Holding`, one claim as it was read.

What one would get wrong: the tree often has the wrong subject where a name, a dateline or a relative clause stands
before a verb, so who is no actor for the reader gives way to the actor right before the verb, or to those whom the
reader sees accuse and accused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from whowhom.coding import responsibility_words as lists
from whowhom.coding.tree import SUBJECTS, Tree
from whowhom.coding.voice_tree import attributions_over
from whowhom.records import TriggerReading
from whowhom.records.events import Stance

# Between a verb of blaming and whom it blames.
NEAR_WORDS = 6
# Between a preposition and the actor behind it: an article, a quotation mark.
GAP_WORDS = 3
# A claim without an act of its own is of an act told in one of this many sentences before.
REACH_SENTENCES = 3
# Acts that somebody is held for.
VIOLENT = frozenset(("ASSAULT", "COERCE", "PROTEST"))
# What the reader takes for an event with less than this is seldom coded as one.
MIN_ACT_SCORE = 0.75
_PRONOUNS = ("PRP", "PRP$")
_RELATIVE = ("WDT", "WP", "WP$")


@dataclass(frozen=True, slots=True)
class Holding:
    """One claim of responsibility.

    Attributes:
        actor: The word of who is held.
        voice: The word of who says so; None where the report names nobody.
        cue: The word that says so.
        themes: Words of the act; empty where the act was told before.
        nominal: The act is told by a noun that only the claim is about.
        void: It is not claimed or denied ("has not claimed responsibility"): the act is known, and nobody is held.
    """

    actor: int
    stance: Stance
    voice: int | None
    cue: int
    themes: frozenset[int]
    nominal: bool
    void: bool = False


def each(
    tree: Tree, actor: int, stance: Stance, cue: int, themes: frozenset[int], *, nominal: bool, void: bool = False
) -> Iterator[Holding]:
    """Yield one holding for each of those who claim or deny together; each is its own voice."""
    for held in conjuncts(tree, actor):
        yield Holding(held, stance, held, cue, themes, nominal, void)


def conjuncts(tree: Tree, actor: int) -> list[int]:
    """List an actor and those joined to it; what only a comma joins is an apposition, whatever the tree makes of it."""
    named = tree.entities.at(actor, "ORG")
    own = range(named.first, named.last) if named is not None else range(0)
    # "The Support Group for Islam and Muslims" is one.
    joined = (child for child in tree.children[actor] if tree.relation(child) == "conj" and child not in own)
    return [actor, *(child for child in joined if tree.child(child, "cc") is not None or _is_listed(tree, child))]


def _is_listed(tree: Tree, word: int) -> bool:
    """Say whether a conjunct is followed by one with an "and"."""
    above = tree.layers.heads[word]
    return any(other > word and tree.child(other, "cc") is not None for other in tree.children[above])


def is_somebody(tree: Tree, word: int) -> bool:
    """Say whether the reader takes a word for an actor or a pronoun for one."""
    if tree.layers.xpos[word] in _PRONOUNS:
        return True
    return next(iter(tree.actors.holding(word)), None) is not None


def object_of(tree: Tree, verb: int) -> int | None:
    """Return the object of a verb; where the tree hangs it elsewhere, the noun right behind the verb."""
    thing = tree.child(verb, "obj")
    if thing is not None:
        return thing
    below = next((child for child in tree.children[verb] if tree.relation(child) == "ccomp"), None)
    if below is not None and tree.child(below, "nsubj") is not None:
        # "Accused the rebels of burning", read as "that the rebels burned".
        return tree.child(below, "nsubj")
    last = min(tree.layers.sentences[tree.sentence_of[verb]][1], verb + NEAR_WORDS)
    behind = (word for word in range(verb + 1, last) if tree.relation(word) == "obj" and tree.layers.heads[word] < verb)
    found = next(behind, None)
    return found if found is not None else actor_behind(tree, verb + 1)


def actor_behind(tree: Tree, start: int) -> int | None:
    """Return the actor that begins at a word or right behind it, whatever the tree hangs it on."""
    named = tree.actors.within(start, _end_behind(tree, start))
    near = bool(named) and named[0].first - start < GAP_WORDS
    return tree.head_of(named[0].first, named[0].last) if near else None


def subject_of(tree: Tree, verb: int) -> int | None:
    """Return the subject of a verb; where the tree has none or nobody, the actor right before it."""
    found = _subject(tree, verb)
    if found is None or is_somebody(tree, found) or tree.lemma(found) in lists.NOBODY:
        return found
    if tree.layers.word(found).lower() in lists.NOBODY_WORDS or is_no(tree, found):
        return found
    near = tree.actor_before(verb)
    accuser = accusation(tree, verb)[0]
    return near if near is not None else accuser if accuser is not None else found


def _subject(tree: Tree, verb: int) -> int | None:
    above = tree.layers.heads[verb]
    own = tree.child(verb, *SUBJECTS)
    if own is None and 0 <= above < verb:
        # The tree may hang the subject of a second clause on the first ("...; the rebels denied").
        between = [c for c in tree.children[above] if above < c < verb and tree.relation(c) in SUBJECTS]
        if between:
            return between[-1]
    if own is not None and tree.layers.xpos[own] in _RELATIVE:
        # "For which the Front has claimed responsibility": the tree may take "which" for who claims.
        within = [word for word in range(own + 1, verb) if tree.layers.upos[word] in ("NOUN", "PROPN")]
        if within:
            return within[-1]
        before = noun_before(tree, own)
        if before is not None and is_somebody(tree, before):
            return before
    subject = tree.subject(verb)
    if subject is not None and tree.layers.xpos[subject] in _RELATIVE:
        # "For which the Front has claimed responsibility", read as "which has claimed".
        between = [word for word in range(subject + 1, verb) if tree.layers.upos[word] in ("NOUN", "PROPN")]
        subject = between[-1] if between else noun_before(tree, subject)
    if subject is not None:
        return _author(tree, subject)
    if above >= 0 and tree.lemma(above) in ("quote", "cite") and tree.relation(verb) in ("advcl", "xcomp", "ccomp"):
        return tree.child(above, "obj")
    first = tree.layers.sentences[tree.sentence_of[verb]][0]
    actors = tree.actors.within(first, verb)
    return tree.head_of(actors[-1].first, actors[-1].last) if actors and tree.relation(verb) == "root" else None


def _author(tree: Tree, noun: int) -> int:
    """Return whose leaflet or statement claims it: "the Front distributed leaflets claiming responsibility"."""
    if tree.lemma(noun) not in lists.PAPERS:
        return noun
    owner = tree.child(noun, "nmod:poss") or next(iter(modifiers(tree, noun, "by", "from")), None)
    if owner is not None:
        return owner
    above = tree.layers.heads[noun]
    giver = tree.child(above, "nsubj") if above >= 0 and tree.relation(noun) == "obj" else None
    return giver if giver is not None else noun


def accusation(tree: Tree, verb: int) -> tuple[int | None, int | None]:
    """Return whom the reader sees accuse and accused at a verb, each None where it sees nobody."""
    reading = tree.once(_accusing).get(verb)
    found: dict[str, int] = {}
    for role in reading.roles if reading is not None else ():
        if role.label in ("actor", "target") and tree.sentence_of[role.first] == tree.sentence_of[verb]:
            found.setdefault(role.label, tree.head_of(role.first, role.last))
    return found.get("actor"), found.get("target")


def _accusing(tree: Tree) -> dict[int, TriggerReading]:
    """The triggers of accusations by each of their words."""
    readings = [reading for reading in tree.layers.triggers if reading.label == "ACCUSE"]
    return {word: reading for reading in readings for word in range(reading.first, reading.last)}


def agent_of(tree: Tree, verb: int) -> int | None:
    """Return who stands behind "by" with a passive verb."""
    agent = next(iter(obliques(tree, verb, "by")), None)
    behind = verb + 1 < len(tree.layers.starts) and tree.layers.word(verb + 1).lower() == "by"
    return actor_behind(tree, verb + 2) if agent is None and behind else agent


def obliques(tree: Tree, word: int, *cases: str) -> list[int]:
    """List the nouns behind one of some prepositions that hang on a word as its adjuncts."""
    relations = ("obl", "obl:agent", "obj", "nmod")
    return [c for c in tree.children[word] if tree.relation(c) in relations and c > word and tree.case_of(c) in cases]


def modifiers(tree: Tree, noun: int, *cases: str) -> list[int]:
    """List the nouns that hang on a noun behind "for", "in", "of"."""
    wanted = cases or ("for", "in", "of", "over")
    return [c for c in tree.children[noun] if tree.relation(c) == "nmod" and tree.case_of(c) in wanted]


def deeds(tree: Tree, verb: int) -> frozenset[int]:
    """Return a verb and what it acts on: of "ordering the massacre" the massacre is the act."""
    things = {child for child in tree.children[verb] if tree.relation(child) in ("obj", "conj", "nsubj:pass")}
    if tree.lemma(verb) in lists.TAKING_PART or tree.child(verb, "cop") is not None:
        # "Of being involved in the murder", "of being behind the raid".
        things |= set(obliques(tree, verb, "in", "behind", "with"))
    # "Planted the mine that killed nine".
    done = {c for thing in things for c in tree.children[thing] if tree.relation(c) == "acl:relcl"}
    return frozenset((verb, *things, *done))


def noun_before(tree: Tree, relative: int) -> int | None:
    """Return the noun that "which" takes up by its place: the one before the comma and the preposition."""
    first = tree.layers.sentences[tree.sentence_of[relative]][0]
    word = relative - 1
    while word >= first and tree.layers.upos[word] in ("ADP", "PUNCT"):
        word -= 1
    return word if word >= first and tree.layers.upos[word] in ("NOUN", "PROPN", "VERB") else None


def _end_behind(tree: Tree, start: int) -> int:
    """Return the end of the sentence of the word before one; the word itself where that closes its sentence.

    A headline ends without a full stop: what stands behind it is another sentence, or nothing.
    """
    return tree.layers.sentences[tree.sentence_of[start - 1]][1]


def act_behind(tree: Tree, start: int, *cases: str) -> list[int]:
    """Return the trigger behind "for" or "over" a few words on, whatever the tree hangs it on."""
    last = min(_end_behind(tree, start), start + 2 * NEAR_WORDS)
    opened = False
    for word in range(start, last):
        if tree.layers.word(word) in (",", ";", ":") or (not opened and tree.layers.upos[word] == "VERB"):
            return []
        if opened and word in tree.trigger_words and tree.layers.upos[word] not in ("DET", "ADP", "ADJ"):
            return [word]
        opened = opened or tree.layers.word(word).lower() in cases
    return []


def act_of(tree: Tree, verb: int, thing: int | None) -> frozenset[int]:
    """Return the words of the act that a verb has as its thing, taking up a relative clause's noun."""
    relative = tree.relation(verb).startswith("acl")
    if thing is None and relative:
        thing = tree.layers.heads[verb]
    elif thing is not None and tree.layers.xpos[thing] in _RELATIVE:
        above = tree.antecedent(thing)
        thing = tree.layers.heads[verb] if above == thing and relative else above
    if thing is not None and tree.layers.xpos[thing] in _RELATIVE:
        thing = noun_before(tree, thing)
    if thing is None:
        return frozenset()
    words = {thing}
    above = tree.layers.heads[thing]
    inner = tree.relation(thing) in ("nmod", "obj", "obl") and tree.layers.upos[thing] != "VERB"
    if thing not in tree.trigger_words and inner and above in tree.trigger_words:
        # "The burning of the tractor, which it attributed to": what burned stands nearer.
        words.add(above)
    return without_echoes(tree, frozenset(words))


def without_echoes(tree: Tree, themes: frozenset[int]) -> frozenset[int]:
    """Drop "the attack" where no trigger reads it as an event of its own: it was told before."""
    triggers = tree.once(act_words)
    return frozenset(word for word in themes if word in triggers or tree.lemma(word) not in lists.ACTS)


def act_words(tree: Tree) -> frozenset[int]:
    """Return the words of the triggers that the reader is sure enough of."""
    sure = (reading for reading in tree.layers.triggers if reading.score >= MIN_ACT_SCORE)
    return frozenset(word for reading in sure for word in range(reading.first, reading.last))


def is_echo(tree: Tree, noun: int) -> bool:
    """Say whether a noun only takes up an act told before: "the murder", "these actions"."""
    if tree.lemma(noun) not in lists.ACTS or tree.layers.upos[noun] != "NOUN":
        return False
    below = [child for child in tree.children[noun] if child > noun and tree.layers.upos[child] != "PUNCT"]
    article = tree.child(noun, "det")
    return not below and article is not None and tree.layers.word(article).lower() in ("the", "this", "that", "these")


def speaker_over(tree: Tree, word: int) -> int | None:
    """Return who says what a word stands in, the nearest voice; None where the report says it itself."""
    over = [
        found
        for found in attributions_over(tree, word)
        if found.speaker is not None and found.asserted and found.kind in ("saying", "act")
    ]
    return min(over, key=lambda found: len(found.words)).speaker if over else None


def is_nobody(tree: Tree, actor: int) -> bool:
    """Say whether nobody is meant: "no group", "nobody", "any of them"."""
    return is_no(tree, actor) or tree.layers.word(actor).lower() in lists.NOBODY


def is_no(tree: Tree, actor: int) -> bool:
    """Say whether "no" or "any" stands on a noun."""
    words = (actor, *tree.children[actor])
    return any(tree.layers.word(word).lower() in lists.NOBODY or tree.lemma(word) == "any" for word in words)
