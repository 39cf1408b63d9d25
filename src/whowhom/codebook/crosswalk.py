"""Crosswalks: from the facts of an event to ACLED, UCDP and CAMEO.

In: a codebook and the facts. Out: the class with the id of the rule that gave
it, or None. Rules are tried in order and the first that fits wins. The class is
that of the event as told: whether it happened is factuality's matter, and
exports filter by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from whowhom.codebook.model import READ, READ_LEVELS, Codebook, Rule
from whowhom.records.events import Acled, Cameo, Ged


@dataclass(frozen=True, slots=True)
class CrosswalkFacts:
    """What the rules may ask about one event.

    Attributes:
        trigger_lemmas: Lemmas or phrases of the triggers ("suicide bombing"). A rule's word also meets a phrase that
            holds it: "sign" and "peace agreement" meet "sign a peace agreement".
        actor_kinds: Kinds of those on the first side on the event's day; a person
            who belongs to a group counts with both kinds ("person", "rebel group").
        target_kinds: Kinds of those on the other side.
        parties: True where the text gives no direction; the two sides then stand
            in ``actor_kinds`` and ``target_kinds``, or all in the first.
        instrument: Words of the instrument, as written.
        actor_countries: ISO codes of the actors' homes; unknown ones are left out.
        event_country: ISO code of where it happened; None if unknown.
        killed_low: Lowest number of people killed; None if no figure is told, 0
            only where the text says that nobody was.
        means: Classes of instrument that other words around it tell ("a suicide car bomb exploded", "jets bombed").
        beside: Other events told in the same breath, each as type and as type with mode ("PROTEST", "COERCE:arrest").
        beside_actor: Kinds of those who act in them.
        read_as: The class that the reader itself gives; None where it gives no view.
        read_score: The probability of that class, 0-1.
    """

    type: str
    mode: str | None = None
    trigger_lemmas: tuple[str, ...] = ()
    actor_kinds: tuple[str, ...] = ()
    target_kinds: tuple[str, ...] = ()
    parties: bool = False
    object_kinds: tuple[str, ...] = ()
    object_effects: tuple[str, ...] = ()
    instrument: str | None = None
    actor_countries: tuple[str, ...] = ()
    target_countries: tuple[str, ...] = ()
    event_country: str | None = None
    killed_low: int | None = None
    polarity: str = "happened"
    stage: str = "accomplished"
    means: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    beside_actor: tuple[str, ...] = ()
    read_as: str | None = None
    read_score: float = 0.0


_FILLERS = frozenset({"...", "a", "an", "the"})
_PARTICLES = frozenset(
    "up down out off on over in into to of at by for from with away back through under against and".split()
)


def to_acled(codebook: Codebook, facts: CrosswalkFacts) -> Acled | None:
    """Give ACLED's disorder type, event type and sub-event type, or None for no class."""
    found = match_rule(codebook, "acled", facts)
    if found is None or found.give is None:
        return None
    name = facts.read_as or "" if found.give == READ else found.give
    entry = codebook.crosswalks["acled"].classes[name]
    return Acled(str(entry["disorder_type"]), str(entry["event_type"]), name, found.id)


def to_ged(codebook: Codebook, facts: CrosswalkFacts) -> Ged | None:
    """Give UCDP's type of violence, or None where it is no organised lethal violence."""
    found = match_rule(codebook, "ged", facts)
    return None if found is None or found.give is None else Ged(int(found.give), found.id)


def to_cameo(codebook: Codebook, facts: CrosswalkFacts) -> Cameo | None:
    """Give CAMEO's root code and GDELT's quad class, or None for no class."""
    found = match_rule(codebook, "cameo", facts)
    if found is None or found.give is None:
        return None
    quad = codebook.crosswalks["cameo"].classes[found.give]["quad_class"]
    return Cameo(found.give, int(quad), found.id)


def match_rule(codebook: Codebook, crosswalk: str, facts: CrosswalkFacts) -> Rule | None:
    """Return the first rule of a crosswalk that fits the facts, or None.

    One that gives the reader's class fits only where the reader has one that the crosswalk knows.
    """
    view = _view(facts, instrument_classes(codebook, facts.instrument or ""))
    walk = codebook.crosswalks[crosswalk]
    rules = (rule for rule in walk.rules_for(facts.type) if rule.give != READ or facts.read_as in walk.classes)
    return next((rule for rule in rules if _fits(rule, view)), None)


def instrument_classes(codebook: Codebook, words: str) -> tuple[str, ...]:
    """Name the classes of instrument in some words, in the codebook's order.

    A longer name wins over one inside it: "a rocket-propelled grenade" is no grenade.
    """
    parts = [_singular(word) for word in words.lower().replace("-", " ").split()]
    places = sorted({at for part in parts for at in codebook.instruments_from.get(part, ())})
    if not places:
        return ()
    text = " " + " ".join(parts) + " "
    found: dict[str, None] = {}
    for word, name in (codebook.instrument_words[at] for at in places):
        if f" {word} " in text:
            found[name] = None
            text = text.replace(f" {word} ", " | ")
    return tuple(entry.name for entry in codebook.instruments if found.pop(entry.name, True) is None)


def instrument_mode(codebook: Codebook, words: str) -> str | None:
    """Return the mode that an instrument's words tell, or None."""
    classes = instrument_classes(codebook, words)
    return next((entry.mode for entry in codebook.instruments if entry.name in classes and entry.mode), None)


def _singular(word: str) -> str:
    word = word.strip(".,;:()\"'’“”")
    return (
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "gas", "selves")) else word
    )


@lru_cache(maxsize=4)  # the crosswalks ask for the same event one after the other
def _view(facts: CrosswalkFacts, instruments: tuple[str, ...]) -> Mapping[str, frozenset[str]]:
    killed = "unknown" if facts.killed_low is None else "some" if facts.killed_low else "zero"
    return {
        "type": frozenset({facts.type}),
        "mode": frozenset({facts.mode} if facts.mode else ()),
        "trigger": frozenset(part for lemma in facts.trigger_lemmas for part in _with_hyphens(lemma)),
        "actor": frozenset(facts.actor_kinds),
        "target": frozenset(facts.target_kinds),
        "sides": frozenset((*facts.actor_kinds, *facts.target_kinds)),
        "parties": frozenset({"yes" if facts.parties else "no"}),
        "object": frozenset(facts.object_kinds),
        "effect": frozenset(facts.object_effects),
        "instrument": frozenset((*facts.means, *instruments)),
        "actor_country": _whence(facts),
        "killed": frozenset({killed}),
        "polarity": frozenset({facts.polarity}),
        "stage": frozenset({facts.stage}),
        "beside": frozenset(facts.beside),
        "beside_actor": frozenset(facts.beside_actor),
        "read": frozenset({_level(facts.read_score)} if facts.read_as else ()),
        "read_as": frozenset({facts.read_as} if facts.read_as else ()),
    }


def _level(score: float) -> str:
    return next(name for name, least in READ_LEVELS.items() if score >= least)


def phrase_parts(phrase: str) -> frozenset[str]:
    """Give a phrase and the phrases in it that a rule may name: "set up ... base" holds "set up" and "base".

    A particle alone says nothing: "gun down" is no "down".
    """
    words = [word for word in phrase.split() if word not in _FILLERS]
    runs = {" ".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, len(words) + 1)}
    return frozenset({phrase, *(run for run in runs if run not in _PARTICLES)})


def _with_hyphens(phrase: str) -> frozenset[str]:
    """Give the parts of a phrase, hyphens parting words too: rules write "shoot out"."""
    parts = phrase_parts(phrase)
    return parts | phrase_parts(phrase.replace("-", " ")) if "-" in phrase else parts


def _whence(facts: CrosswalkFacts) -> frozenset[str]:
    """Say whether the actors are at home where it happened: ACLED's external forces are not."""
    if facts.event_country is None or not facts.actor_countries:
        return frozenset({"unknown"})
    return frozenset("home" if country == facts.event_country else "external" for country in facts.actor_countries)


def _fits(rule: Rule, view: Mapping[str, frozenset[str]]) -> bool:
    for fact, test, values in rule.conditions:
        met = view[fact]
        if test == "any":
            fits = not met.isdisjoint(values) or (not met and "none" in values)
        elif test == "not":
            fits = met.isdisjoint(values) and not (not met and "none" in values)
        else:
            fits = bool(met) and met <= values
        if not fits:
            return False
    return True
