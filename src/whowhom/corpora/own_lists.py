"""The closed lists of our own labels: what a type, mode, kind, role or stance may be.

Types and modes and ACLED's sub-events come from the codebook, everything that a coding
knows from its records; only what a coding has no word for is listed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from whowhom.codebook import Codebook, load_codebook
from whowhom.records.actors import ActorKindName, Effect, ObjectKind, Role
from whowhom.records.events import CountOutcome, EventLinkKind, Stance, TieKind, TollOutcome
from whowhom.records.values import Certainty, PlaceRole, Polarity, Stage, VoiceRole

ACTOR_KINDS: tuple[str, ...] = get_args(ActorKindName)
PARTICIPANT_ROLES: tuple[str, ...] = get_args(Role)
PLACE_ROLES: tuple[str, ...] = get_args(PlaceRole)
OBJECT_KINDS: tuple[str, ...] = get_args(ObjectKind)
OBJECT_ROLES = ("target", "used")
# An effect that is not told is null in the labels; that a thing was used is its role.
EFFECTS: tuple[str, ...] = tuple(effect for effect in get_args(Effect) if effect not in ("used", "unknown"))
TOLLS: tuple[str, ...] = get_args(TollOutcome)
COUNTS: tuple[str, ...] = get_args(CountOutcome)
POLARITIES: tuple[str, ...] = get_args(Polarity)
CERTAINTIES: tuple[str, ...] = get_args(Certainty)
STAGES: tuple[str, ...] = get_args(Stage)
CLARITIES = ("single", "aggregate")
STANCES: tuple[str, ...] = get_args(Stance)
VOICE_ROLES: tuple[str, ...] = get_args(VoiceRole)
EVENT_LINKS: tuple[str, ...] = get_args(EventLinkKind)
# "led" is an office that the text says is over; a coding gives such a tie no kind of its own.
TIES: tuple[str, ...] = (*get_args(TieKind), "led")
MEASURES = ("strength", "attacks", "territory", "displaced", "deaths", "other")
STATEMENT_STANCES = ("positive", "negative")
BOUNDS = ("exact", "at least", "more than", "up to", "about", "vague")
GENRES = (
    "wire",
    "broadcast",
    "military press release",
    "NGO",
    "UN",
    "local paper",
    "incident diary",
    "analysis",
    "machine-translated",
    "live-blog",
    "snippet",
)
PRONOUNS = frozenset(
    "he him his she her hers it its they them their theirs we us our i me my you your who whom whose which that "
    "this these himself herself itself themselves one".split()
)


@dataclass(frozen=True, slots=True)
class Scheme:
    """What the codebook allows.

    Attributes:
        modes: Modes by event type, in the codebook's order; empty for a type without modes.
        acled: ACLED's sub-events.
    """

    modes: Mapping[str, tuple[str, ...]]
    acled: tuple[str, ...]


def load_scheme(codebook: Codebook | None = None) -> Scheme:
    """Take the closed lists out of a codebook; None: the one that ships."""
    book = codebook or load_codebook()
    return Scheme(
        {kind.name: tuple(mode.name for mode in kind.modes) for kind in book.types},
        tuple(book.crosswalks["acled"].classes),
    )
