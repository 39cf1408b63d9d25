"""Human targets with number and effect, in the notation of MUC-4's keys, from coded tolls.

In: the incidents of one coding. Out: :class:`~whowhom.evaluate.muc4_gold.TargetToll`,
each target and effect once. The keys hold specific incidents with civilian targets:
sums over many events and combatants killed in clashes are none of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from whowhom.evaluate.muc4_gold import TargetToll
from whowhom.evaluate.muc4_score import same_target
from whowhom.records import Coding, Event, Toll

_EFFECTS = {"killed": "DEATH", "injured": "INJURY", "released": "REGAINED FREEDOM"}
_TAKEN = frozenset(("abducted", "captured", "missing"))
PLURAL = "PLURAL"


def incident_tolls(incidents: Sequence[Event], coding: Coding) -> tuple[TargetToll, ...]:
    """Collect the people hit in the incidents of an article.

    Of two tolls with one effect whose words may mean the same people ("the
    Jesuits", "the six Jesuits") the one with a number and more words is kept.
    """
    found = [toll for event in incidents if event.clarity == "single" for toll in _tolls(event, coding)]
    kept: list[TargetToll] = []
    for toll in sorted(found, key=lambda t: (PLURAL in t.numbers, -max(map(len, t.mentions)))):
        if not any(same_target(toll, other) and (toll.effects == other.effects or not toll.effects) for other in kept):
            kept.append(toll)
    return tuple(kept)


def _tolls(event: Event, coding: Coding) -> Iterator[TargetToll]:
    for toll in (*event.tolls, *event.counts):
        if toll.status != "combatant" and (toll.outcome in _EFFECTS or toll.outcome in _TAKEN):
            number, effect = muc_number(toll), _EFFECTS.get(toll.outcome)
            yield TargetToll(
                frozenset(_people(toll, coding)),
                frozenset([number] if number else []),
                frozenset([effect] if effect else []),
            )


def _people(toll: Toll, coding: Coding) -> Iterator[str]:
    """Yield the words of a toll and of the actor's mention that they hold."""
    yield toll.text
    if toll.of is not None:
        for mention in coding.actor(toll.of).mentions:
            if mention.start < toll.end and toll.start < mention.end:
                yield mention.text


def muc_number(toll: Toll) -> str | None:
    """Write a figure as the keys do: "12", "6-8", "6-", "-26", "~100", "PLURAL"; None: no figure."""
    if toll.bound == "vague" or (toll.bound == "none stated" and toll.low is not None and toll.low > 1):
        return PLURAL
    if toll.bound == "about" and toll.best is not None:
        return f"~{toll.best}"
    if toll.best is not None and toll.bound in ("exact", "none stated"):
        return str(toll.best)
    low, high = ("" if value is None else str(value) for value in (toll.low, toll.high))
    if toll.bound == "more than" and toll.low is not None:
        # The keys write "more than 20" as "20-".
        low = str(toll.low - 1)
    return f"{low}-{high}" if low or high else None
