"""What the coder says in MUC-4's terms: entities by role, templates, tolls, confidence.

In: layers and coding of one article. Out: :class:`Muc4Reading`. Two sources meet:
the reader's incident layers, learnt from the training keys, and the coded events.
Which candidates count is decided in ``muc4_decide``; here they are put together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from whowhom.evaluate.muc4_decide import best_mention, features, probability, read_context
from whowhom.evaluate.muc4_gold import ROLES, Confidence, Entities, RoleTemplate, TargetToll
from whowhom.evaluate.muc4_mentions import Candidate, Mention, find_candidates, incident_type
from whowhom.evaluate.muc4_tolls import incident_tolls
from whowhom.evaluate.muc4_weights import MIN_PROBABILITY, WEIGHTS
from whowhom.records import Coding, Event, Layers

# A type has a template of its own when the evidence for it is this share of
# that for the article's strongest; below, on the tuning articles, it was noise.
OWN_TEMPLATE = 0.3
# Perpetrators and weapons count in each template for which this much of their evidence speaks.
SHARED = 0.3


@dataclass(frozen=True, slots=True)
class Filler:
    """An accepted candidate: the one mention given for it, how sure, and its incident types."""

    role: str
    mention: Mention
    probability: float
    types: Mapping[str, float]


@dataclass(frozen=True)
class Muc4Reading:
    """One article as MUC-4's benchmarks score it."""

    entities: Entities
    templates: tuple[RoleTemplate, ...]
    tolls: tuple[TargetToll, ...]
    confidences: tuple[Confidence, ...]


def read_incidents(layers: Layers, coding: Coding, *, weights: Mapping[str, float] = WEIGHTS) -> Muc4Reading:
    """Turn what was read and coded into entities, templates, tolls and confidences.

    Args:
        weights: Of the decision, by name of feature; the fitted ones unless a test gives others.
    """
    fillers = accept(layers, coding, weights)
    entities = {role: tuple((filler.mention.words,) for filler in fillers if filler.role == role) for role in ROLES}
    templates = build_templates(fillers)
    incidents = [event for event in coding.events if incident_type(event, coding) is not None]
    return Muc4Reading(
        entities,
        templates,
        incident_tolls(incidents, coding) if templates else (),
        tuple(_confidence(filler, incidents, coding) for filler in fillers if filler.role == "PerpOrg"),
    )


def accept(layers: Layers, coding: Coding, weights: Mapping[str, float]) -> tuple[Filler, ...]:
    """Return the candidates that are more likely in the key than ``MIN_PROBABILITY``, in text order."""
    candidates = find_candidates(layers, coding)
    context = read_context(layers, coding, candidates)
    found = []
    for candidate in candidates:
        chance = probability(features(candidate, context, candidates), weights)
        if chance >= MIN_PROBABILITY[candidate.role]:
            found.append(Filler(candidate.role, best_mention(candidate), chance, types_of(candidate)))
    return tuple(found)


def types_of(candidate: Candidate) -> dict[str, float]:
    """Weigh the incident types that the mentions of a candidate speak for: a mean over mentions, surer ones more."""
    found: dict[str, float] = {}
    whole = 0.0
    for mention in candidate.mentions:
        weight = max(mention.score, mention.coded / 2)
        whole += weight
        for name, chance in mention.types:
            found[name] = found.get(name, 0.0) + chance * weight
    return {name: value / whole for name, value in sorted(found.items())} if whole else {}


def build_templates(fillers: Sequence[Filler]) -> tuple[RoleTemplate, ...]:
    """Build one template for each incident type that the fillers of an article speak for.

    Incidents of one type are not told apart. What was hit belongs to one incident;
    who did it and with what may belong to several.
    """
    evidence: dict[str, float] = {}
    if not fillers:
        return ()
    for filler in fillers:
        for name, share in filler.types.items():
            evidence[name] = evidence.get(name, 0.0) + share * filler.probability
    if not evidence:
        # Nothing tells the type: three of four incidents of the training keys are attacks.
        evidence = {"attack": 1.0}
    strongest = max(evidence.values())
    kept = [name for name in evidence if evidence[name] >= OWN_TEMPLATE * strongest]
    kept.sort(key=lambda name: (-evidence[name], name))
    made = []
    for name in kept:
        entities = {role: _fillers_of(name, role, fillers, kept) for role in ROLES}
        if any(entities.values()):
            made.append(RoleTemplate(name, entities))
    return tuple(made)


def _fillers_of(name: str, role: str, fillers: Sequence[Filler], kept: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    found = []
    for filler in fillers:
        if filler.role == role:
            best = max(kept, key=lambda kind, types=filler.types: types.get(kind, 0.0))  # type: ignore[misc]
            is_shared = role in ("PerpInd", "PerpOrg", "Weapon") and filler.types.get(name, 0.0) >= SHARED
            if name == best or is_shared:
                found.append((filler.mention.words,))
    return tuple(found)


_STANCES = {
    "stated as fact": "REPORTED AS FACT",
    "claimed": "CLAIMED OR ADMITTED",
    "accused": "SUSPECTED OR ACCUSED",
    "suspected": "SUSPECTED OR ACCUSED",
    "denied": "POSSIBLE",
    "disclaimed": "POSSIBLE",
}


def _confidence(filler: Filler, incidents: Sequence[Event], coding: Coding) -> Confidence:
    """Say how the article stands to an organisation's part: by what is said of it, else by the event's certainty."""
    accepted = "REPORTED AS FACT"
    actors = {
        actor.id
        for actor in coding.actors
        for mention in actor.mentions
        if mention.start < filler.mention.end and filler.mention.start < mention.end
    }
    for event in incidents:
        for claim in event.responsibility:
            if claim.actor in actors:
                accepted = _STANCES[claim.stance]
                if accepted == "SUSPECTED OR ACCUSED" and claim.voice is not None and claim.voice.role == "official":
                    accepted = "SUSPECTED OR ACCUSED BY AUTHORITIES"
    return Confidence(frozenset([filler.mention.words]), frozenset([accepted]))
