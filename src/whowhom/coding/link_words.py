"""Words that link two events of a report, by what they say of the two.

Connectives are words as written, in lower case and in order; verbs and nouns are lemmas. Lists only; ``links`` decides.
"""

from __future__ import annotations

from whowhom.records.events import EventLinkKind

CONNECTIVES: dict[str, EventLinkKind] = {
    **dict.fromkeys(
        (
            "in retaliation for",
            "in retaliation to",
            "as retaliation for",
            "in revenge for",
            "as revenge for",
            "in reprisal for",
            "in vengeance for",
            "to avenge",
            "avenging",
            "to retaliate for",
            "retaliating for",
            "retaliation for",
            "revenge for",
            "a reprisal for",
        ),
        "in retaliation for",
    ),
    **dict.fromkeys(
        (
            "in response to",
            "in answer to",
            "in reaction to",
            "in reply to",
            "a response to",
            "a reaction to",
            "responding to",
            "reacting to",
            "in protest at",
            "in protest against",
            "in protest over",
            "in protest of",
            "in protest to",
            "to protest",
            "to protest against",
            "to protest at",
        ),
        "in response to",
    ),
    **dict.fromkeys(
        (
            "because of",
            "as a result of",
            "as the result of",
            "as a consequence of",
            "in consequence of",
            "owing to",
            "due to",
            "sparked by",
            "triggered by",
            "caused by",
            "prompted by",
            "provoked by",
            "set off by",
            "unleashed by",
        ),
        "caused by",
    ),
    **dict.fromkeys(
        ("as part of", "part of", "in the course of", "during", "in the middle of", "in the midst of"), "part of"
    ),
}
"""What stands behind them is the other event."""
BACKWARD: dict[str, EventLinkKind] = {
    **dict.fromkeys(("in retaliation", "in revenge", "in reprisal"), "in retaliation for"),
    **dict.fromkeys(("in response", "in reaction", "in answer"), "in response to"),
}
"""With nothing behind them they point to the act told before."""
CAUSING = frozenset("spark trigger prompt provoke cause unleash ignite".split())
CAUSING_WITH = {"lead": "to", "result": "in", "set": "off", "touch": "off"}
"""Verbs that cause with a preposition or a particle."""
AVENGING = frozenset(["avenge", "revenge"])
RETALIATING = frozenset(["retaliate"])
INQUIRIES = frozenset("investigate investigation inquiry enquiry probe inquest examine".split())
TRIALS = frozenset("sentence convict acquit try jail imprison condemn indict clear".split())
COURTS = frozenset(["trial", "verdict", "retrial"])
AGAINST = frozenset("against over at about to".split())
"""Prepositions behind a protest, before what it protests."""
CONDEMNING = frozenset("condemn denounce deplore decry criticise criticize mourn welcome praise".split())
CARRIERS = frozenset("open launch conduct hold stage go begin start carry order lead".split())
"""Verbs that only say that their noun takes place: "opened an inquiry"."""
TAKING = frozenset("seize take capture occupy overrun storm".split())
ACTS = frozenset(
    "attack raid bombing shelling killing murder massacre shooting ambush assault blast explosion strike abduction "
    "kidnapping incident violence clash fighting crime arrest looting riot march protest operation".split()
)
"""Nouns that, with "the", take up an act told before."""
EMPTY_TAKING_UP = frozenset(["incident", "crime", "violence"])
ENDINGS = frozenset("release free liberate return".split())
"""They end what holds somebody."""
