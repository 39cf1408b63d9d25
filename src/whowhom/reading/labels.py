"""Label sets of the reader's heads, in the order of their outputs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from whowhom.records.actors import ActorKindName
from whowhom.records.events import TIE_LABELS
from whowhom.records.values import Certainty, Polarity, Stage

EVENT_TYPES = (
    "ASSAULT",
    "ACCUSE",
    "COERCE",
    "REQUEST",
    "CONSULT",
    "AID",
    "MOBILIZE",
    "SUPPORT",
    "RETREAT",
    "AGREE",
    "REJECT",
    "THREATEN",
    "COOPERATE",
    "SANCTION",
    "CONCEDE",
    "PROTEST",
)
ACTOR_KINDS: tuple[str, ...] = get_args(ActorKindName)
NAMED = ("PER", "ORG", "LOC")
ENTITIES = (
    "Person",
    "Organisation",
    "Location",
    "Nationality",
    "Temporal",
    "Quantity",
    "Weapon",
    "MilitaryPlatform",
    "Vehicle",
    "DocumentReference",
    "Money",
    "Frequency",
    "CommsIdentifier",
    "Coordinate",
)
# Roles and incident types of MUC-4's answer keys, read over a whole article:
# who is said to have done a terrorist act, with what, to whom and to what.
INCIDENT_ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
INCIDENT_TYPES = ("attack", "bombing", "kidnapping", "arson", "robbery", "forced work stoppage")
# What a report says beside its events: words that judge an actor, what may come and
# on what condition, and figures that are no single event's.
STANCES = ("positive", "negative")
OUTLOOKS = ("condition", "outcome")
MEASURES = ("strength", "attacks", "territory", "displaced", "deaths", "other")
# Who is held for an act, and how; a reader tags those whom a report itself says did it as actors.
HELD = ("accused", "suspected", "claimed", "denied", "disclaimed")
# Who says, thinks or asks what, wherever it stands; of contents inside each other the outer.
SPEECH = {"cues": ("cue",), "speakers": ("source",), "contents": ("content",)}
UPOS = tuple("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split())
# Roles of a trigger, in layers: spans of one layer never overlap, those of two
# may ("four farmers" is both target and toll).
ROLE_LAYERS: dict[str, tuple[str, ...]] = {
    "participants": ("actor", "target", "party", "assisting", "object", "used"),
    "tolls": (
        "killed",
        "injured",
        "missing",
        "captured",
        "arrested",
        "abducted",
        "displaced",
        "escaped",
        "surrendered",
        "defected",
        "released",
        "present",
    ),
    "settings": ("at", "from", "to", "along", "target place", "launched from", "date", "instrument", "reason"),
    "voices": ("source", "cue"),
}
POLARITIES: tuple[str, ...] = get_args(Polarity)
CERTAINTIES: tuple[str, ...] = get_args(Certainty)
STAGES: tuple[str, ...] = get_args(Stage)
MODES = tuple(
    "none targeted explosives aerial allege disapprove change troops assist arrest abduct destroy visit "
    "restrict investigate firearms violence multilateral seize yield heavy-weapons withdraw police "
    "unconventional ceasefire deport resign release militia weapons discontinue meet disarm third-party "
    "convict curfew torture censor misinformation strike suicide-attack demo access expel relations "
    "martial-law vandalize phone sexual obstruct beat riot hunger boycott territory withhold cyber "
    "primitive drone crowd-control".split()
)
# ACLED's sub-event types, as codebook/data/acled.toml orders them; "none" is of events that ACLED does not count.
SUB_EVENTS = (
    "none",
    "Government regains territory",
    "Non-state actor overtakes territory",
    "Armed clash",
    "Excessive force against protesters",
    "Protest with intervention",
    "Peaceful protest",
    "Violent demonstration",
    "Mob violence",
    "Chemical weapon",
    "Air/drone strike",
    "Suicide bomb",
    "Shelling/artillery/missile attack",
    "Remote explosive/landmine/IED",
    "Grenade",
    "Sexual violence",
    "Attack",
    "Abduction/forced disappearance",
    "Agreement",
    "Arrests",
    "Change to group/activity",
    "Disrupted weapons use",
    "Headquarters or base established",
    "Looting/property destruction",
    "Non-violent transfer of territory",
    "Other",
)
# What one actor lastingly is to another.
TIES = TIE_LABELS
FACETS: dict[str, tuple[str, ...]] = {
    "type": ("none", *EVENT_TYPES),
    "mode": MODES,
    "polarity": POLARITIES,
    "certainty": CERTAINTIES,
    "stage": STAGES,
    "background": ("no", "yes"),
    "clarity": ("single", "aggregate"),
    "sub_event": SUB_EVENTS,
}


def bio(labels: Sequence[str]) -> tuple[str, ...]:
    """Spell out the begin-inside-outside tags of span labels; "O" comes first."""
    return ("O", *(f"{position}-{label}" for label in labels for position in ("B", "I")))
