"""Words of claiming, accusing, suspecting and denying, by how they tie an actor to an act.

Lemmas in lower case. Lists only; ``responsibility`` decides.
"""

from __future__ import annotations

from whowhom.records.events import Stance

SHARES = frozenset("responsibility involvement role part hand credit blame authorship participation complicity".split())
"""What is claimed or denied where the act itself is not: "claimed responsibility for"."""
TAKEN_SHARES = frozenset("responsibility credit blame".split())
"""Of these one takes some; "took part in" tells no claim."""
CLAIMS = frozenset("claim take accept admit acknowledge assume".split())
CLAIMS_OF_ACTS = frozenset("claim admit acknowledge own".split())
"""These take the act itself as their object: "claimed the bombing"."""
RECORDERS = frozenset("police ministry government official hospital authority council mayor governor".split())
"""What these acknowledge is mostly another's act."""
BOASTS = frozenset(["boast", "brag"])
DENIALS: dict[str, Stance] = {
    **dict.fromkeys(("deny", "reject", "refute", "dispute"), "denied"),
    **dict.fromkeys(("disclaim", "disavow", "disown"), "disclaimed"),
}
BLAMES: dict[str, Stance] = {
    **dict.fromkeys(("blame", "accuse", "charge", "implicate", "indict", "denounce"), "accused"),
    "suspect": "suspected",
}
"""Of whom somebody says that he did it."""
BLAMES_ALONE = frozenset("blame suspect accuse".split())
"""These need no act of their own: "The army blamed the rebels."."""
ARRESTS = frozenset("arrest detain want seek question hold".split())
CONNECTIONS = frozenset("connection suspicion relation".split())
"""Arrested "in connection with", "on suspicion of"."""
TAKING_PART = frozenset("involve involved participate take help assist".split())
SHARING = frozenset("responsible guilty complicit culpable".split())
DOING = frozenset(
    "carry conduct commit order launch plan organise organize stage mount perpetrate plant lay fire target do start "
    "provoke instigate participate use involve direct authorise authorize".split()
)
"""What who denies an act says that he did not do."""
WORKS = frozenset("work doing handiwork".split())
ALLEGING = frozenset("allege charge claim".split())
"""Verbs by which a voice holds another for what it tells."""
CHARGES = frozenset("accusation charge allegation claim report it this that which".split())
"""What is denied where the act is not: "the Front denied the accusation"."""
LIES = frozenset("lie slander fabrication invention".split())
GUESSING = frozenset("apparently possibly probably presumably perhaps likely".split())
ATTRIBUTIONS = frozenset("attribute ascribe pin impute blame".split())
"""The act is their object, who is held stands behind "to" or "on"."""
BELIEFS = frozenset("believe think thought suspect presume understand assume".split())
SAYING = frozenset("say claim state declare announce insist admit acknowledge maintain assert tell report add".split())
SUSPECTED: dict[str, Stance] = {
    **dict.fromkeys(("suspected", "presumed", "alleged"), "suspected"),
    "accused": "accused",
}
"""Words as written, before the actor."""
NOBODY = frozenset("no nobody none neither".split())
NOBODY_WORDS = NOBODY | frozenset(["who", "whoever"])
NO_PART = frozenset("nothing part role hand involvement".split())
"""What somebody "had no ... in": "had nothing to do with", "had no part in"."""
OWN_WORD = frozenset("it they he she we i".split())
"""Subjects that stand for who speaks: "said that it had done it"."""
PAPERS = frozenset("leaflet statement communique message video letter claim note post recording".split())
"""What carries a claim is no claimant."""
ACTS = frozenset(
    "attack raid act action incident operation crime event strike violence murder killing blast explosion bombing "
    "assassination massacre fire assault death kidnapping it this".split()
)
"""Nouns that take up an act told before; "it" and "this" too."""
HINTS = (
    SHARES
    | WORKS
    | BLAMES.keys()
    | DENIALS.keys()
    | ATTRIBUTIONS
    | BELIEFS
    | frozenset(
        "suspicion point finger hand hallmark handwriting signature fingerprint stamp trace culprit perpetrator "
        "responsible deed knowledge charge accusation allegation slip leaflet behind".split()
    )
)
"""One of these stands in a sentence that holds somebody for an act told before: "calls the army a gang" does not."""
