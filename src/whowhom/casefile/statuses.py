"""The status of an event: a written rule over who tells it and who disputes it.

In: the mentions of one event. Out: the status and the id of the rule that gave it. The
first rule that fits wins:

===============  ==============================  ===================================================
``denied``       ``status.all-deny``             everyone who tells it says that it did not happen
``not happened`` ``status.none-accomplished``    it is only planned, threatened or foreseen
``contested``    ``status.some-deny``            some say that it happened, some that it did not
``contested``    ``status.accused-deny``         one who is held responsible denies it
``contested``    ``status.rival-actors``         witnesses hold different actors responsible
``confirmed``    ``status.own-side-and-witness`` those who did it say so, and another witness tells it
``fair``         ``status.two-witnesses``        two witnesses, or more, tell it as a fact
``weak``         ``status.one-witness``          one witness tells it, or none as a fact
===============  ==============================  ===================================================

What one would get wrong: near-copies are one witness, however many outlets print them; and a
toll that differs or rises makes no event contested.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from whowhom.casefile.mentions import Mention

HAPPENED_STAGES = ("accomplished", "under way", "attempted")
SURE = ("certain", "probable")
DENIALS = ("denied", "disclaimed")
HELD = ("stated as fact", "claimed", "accused")


def judge(mentions: Sequence[Mention]) -> tuple[str, str]:
    """Give the status of an event and the id of its rule."""
    told = [mention for mention in mentions if mention.values["polarity"] != "did not happen"]
    if not told:
        return "denied", "status.all-deny"
    if not any(mention.values["stage"] in HAPPENED_STAGES for mention in told):
        return "not happened", "status.none-accomplished"
    if len(told) < len(mentions):
        return "contested", "status.some-deny"
    if _held(told, HELD) & _held(told, DENIALS):
        return "contested", "status.accused-deny"
    if _are_rivals(told):
        return "contested", "status.rival-actors"
    witnesses = {mention.witness_no for mention in told if mention.values["certainty"] in SURE}
    if len(witnesses) > 1:
        if any(_speaks_for_doer(mention) for mention in told):
            return "confirmed", "status.own-side-and-witness"
        return "fair", "status.two-witnesses"
    return "weak", "status.one-witness"


def _held(mentions: Iterable[Mention], stances: Sequence[str]) -> frozenset[str]:
    """Give the named actors on whom somebody takes such a stance."""
    found: set[str] = set()
    for mention in mentions:
        named = {
            row["mention_no"]: str(row["actor_no"] or row["key"])
            for row in mention.actors
            if row["role"] == "responsible" and (row["is_named"] or row["actor_no"] is not None)
        }
        for claim in mention.claims:
            if claim["field"] == "responsibility" and claim["value"] in stances and claim["mention_no"] in named:
                found.add(named[claim["mention_no"]])
    return frozenset(found)


def _are_rivals(mentions: Sequence[Mention]) -> bool:
    """Say whether two witnesses each hold somebody responsible whom the other does not."""
    by_witness: dict[int, frozenset[str]] = {}
    for mention in mentions:
        held = _held([mention], HELD)
        if held:
            by_witness[mention.witness_no] = by_witness.get(mention.witness_no, frozenset()) | held
    return any(not one & other for one, other in combinations(by_witness.values(), 2))


def _speaks_for_doer(mention: Mention) -> bool:
    """Say whether those who did it are among the voices: they claim it, or tell it of their own side."""
    claims = any(
        claim["field"] == "responsibility" and claim["value"] == "claimed" and claim["voice_interest"] == "own side"
        for claim in mention.claims
    )
    return claims or any(voice["interest"] == "own side" for voice in mention.voices)
