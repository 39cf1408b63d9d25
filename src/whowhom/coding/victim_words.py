"""Words that tell what became of people: verbs, nouns and set phrases, by outcome.

In: lemmas. Out: the outcome of a toll or count. What one would get wrong: a lemma is
here only where the people come right before or behind it; "the release of a report"
is kept out by asking for people there, not by the list.
"""

from __future__ import annotations

ACTS = {
    **dict.fromkeys(
        (
            "kill execute murder assassinate slay massacre slaughter behead lynch neutralize neutralise eliminate "
            "martyr killing"
        ).split(),
        "killed",
    ),
    **dict.fromkeys("injure wound hurt maim injuring wounding".split(), "injured"),
    **dict.fromkeys(
        "arrest detain apprehend nab imprison jail arresting detaining apprehending round_up".split(), "arrested"
    ),
    **dict.fromkeys("capture capturing".split(), "captured"),
    **dict.fromkeys("abduct kidnap abducting kidnapping".split(), "abducted"),
    **dict.fromkeys("displace displacing uproot evict deport".split(), "displaced"),
    **dict.fromkeys("release free liberate rescue pardon freeing releasing".split(), "released"),
}
"""Verbs whose object is what it happens to. A participle may be its own lemma."""

FATES = {
    **dict.fromkeys("die perish dying succumb".split(), "killed"),
    **dict.fromkeys("surrender surrendering".split(), "surrendered"),
    **dict.fromkeys("defect defecting".split(), "defected"),
    **dict.fromkeys("escape escaping".split(), "escaped"),
}
"""Verbs whose subject it happens to."""

STATES = {
    "dead": "killed",
    "killed": "killed",
    "wounded": "injured",
    "injured": "injured",
    "missing": "missing",
    # Of incident logs: killed, wounded, missing in action.
    "kia": "killed",
    "wia": "injured",
    "mia": "missing",
}
"""Words that close a count of people: "leaving 12 dead"."""

FATE_NOUNS = {
    **dict.fromkeys("death killing murder assassination execution".split(), "killed"),
    **dict.fromkeys("arrest detention apprehension".split(), "arrested"),
    "capture": "captured",
    **dict.fromkeys("abduction kidnapping kidnap".split(), "abducted"),
    **dict.fromkeys("release liberation".split(), "released"),
    "surrender": "surrendered",
    "life": "killed",
}
"""Nouns that "of" joins to the people; "lives" only where they were lost."""

COUNTED_FATES = {
    **dict.fromkeys("death fatality".split(), ("killed",)),
    "injury": ("injured",),
    # By the corpus' own rule "no casualties" says that none died and none was hurt.
    "casualty": ("killed", "injured"),
}
"""Nouns that a number counts as if they were people: "at least 40 deaths", "no casualties"."""

LOSING = frozenset("lose cost claim take".split())
"""Verbs whose object "lives" are lives lost."""

TAKEN = {
    ("into", "custody"): "arrested",
    ("prisoner",): "captured",
    ("captive",): "captured",
    ("alive",): "captured",
    ("hostage",): "abducted",
    ("hostages",): "abducted",
}
"""What stands behind "taken", and behind "took" and its people."""

REPELLING = frozenset("repel repulse foil thwart fend rebuff".split())
"""Verbs whose object is an attack that was beaten back."""

PASSIVE = frozenset("be is are was were been being get got gets".split())
QUANTIFIERS = frozenset(
    "several many some few dozens scores hundreds thousands tens none both all most more others another one".split()
)
"""Words that stand for people where no noun follows."""
HEDGES = frozenset(
    "more than at least up to about nearly almost around over as many few fewer less no not an estimated some "
    "approximately".split()
)
"""Words that open or bound a count."""
MODALS = frozenset("to will would may might could can should must not never n't n’t cannot".split())
"""Before an infinitive or its "be": what is told has not happened."""
PART_WORDS = frozenset(("including", "among"))
