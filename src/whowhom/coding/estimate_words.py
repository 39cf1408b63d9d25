"""Words that tell what a figure measures where it is no single event's.

Lemmas in lower case, except where a list says words or is a pattern. Lists only;
``estimates`` decides.
"""

from __future__ import annotations

import re

ATTACKS = frozenset(
    "attack strike airstrike raid bombing incident violation clash assault ambush explosion kidnapping abduction "
    "killing murder massacre shelling sortie operation battle bomb blast assassination execution offensive "
    "skirmish violence engagement airstrikes detonation robbery protest demonstration riot case".split()
)
CASES = frozenset(["case", "incident", "act", "instance", "episode", "report"])
"""Nouns that count only with what they are cases of: "30 cases of murder"."""
TIMES = frozenset(["time", "occasion"])
"""With a verb of attacking: "shelled it 45 times"."""
ATTACKING = frozenset(
    "attack strike bomb shell raid ambush launch fire hit use shoot kill abduct kidnap blow sabotage assault "
    "violate".split()
)
FIGHTERS = frozenset(
    "fighter man soldier troop troops guerrilla rebel militant insurgent combatant member policeman officer agent "
    "recruit militiaman jihadist mercenary paramilitary gunman personnel peacekeeper volunteer reservist marine "
    "adviser cadre operative conscript warrior".split()
)
HAVING = frozenset(
    "have number muster field keep maintain command count deploy station base post dispose boast comprise total "
    "include employ need equal estimate believe think say garrison host".split()
)
"""Verbs by which a body has its people, or people are somewhere."""
FORCES = frozenset("force strength rank army contingent garrison column number total unit group".split())
"""Nouns that a number of people makes up: "a force of 3,000"."""
PEOPLE = frozenset(
    "people person family household resident villager civilian inhabitant refugee migrant child woman man "
    "migrants evacuee idp citizen rohingya".split()
)
DISPLACED = frozenset("refugee idp evacuee".split())
DISPLACING = frozenset("displace flee uproot shelter evacuate resettle escape leave".split())
DYING = frozenset("kill die dead death murder slay massacre life fatality victim execute".split())
PRISONERS = frozenset("prisoner detainee hostage captive casualty missing worker arrest disappearance".split())
LANDS = frozenset("territory land country city town province district governorate region village area capital".split())
HOLDING = frozenset(
    "control hold seize capture retake recapture lose liberate occupy rule take clear recover administer govern "
    "own".split()
)
RECORDING = frozenset("document record verify register count log list confirm track report tally monitor note".split())
"""Verbs whose subject counts, and is the voice of the figure."""
COSTS = frozenset(
    "damage loss cost aid assistance budget value fund grant reward ransom revenue worth price income spend pay "
    "contribute donate invest estimate bounty sanction oil trade smuggle generate raise earn pledge provide "
    "provided".split()
)
PUTTING = frozenset(["put", "estimate", "place"])
NUMBERS = frozenset("number figure total strength".split())
"""What is put at a figure: "put the number of displaced people at 3,000"."""
TELLING = frozenset("estimate believe think say claim put reckon judge assess".split())
"""Verbs whose subject gives a figure of others."""
CUMULATIVE = frozenset("since already far overall altogether war conflict decade uprising record insurgency".split())
"""Words beside a figure of dead that make it more than one event's."""
PLACE_CASES = frozenset("in across around throughout near at inside within along over".split())

PERIOD = re.compile(
    r"\b(?:since|between|from|past|throughout|during|years?|months?|weeks|days|decades?|summer|winter|spring|quarter)\b"
    r"|^(?:in\s|the\s)?(?:(?:early|late|mid)[\s-])?(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December)?\s?(?:19|20)\d\d$",
    re.IGNORECASE,
)
"""A date expression that names a stretch of time, and no day."""

MONEY = re.compile(
    r"(?P<symbol>[$€£])\s?(?P<first>\d[\d,.]*)(?:\s?(?P<scale1>thousand|million|billion|trillion|m|bn))?(?!\w)"
    r"|(?P<second>\d[\d,.]*)\s(?:(?P<scale2>thousand|million|billion|trillion)\s)?"
    r"(?P<currency>(?:[A-Za-z]+\s)?(?:dollars|euros|pounds|pesos|quetzals|rupees|dinars|francs|naira|shillings|rials|riyals))"
    r"(?!\w)",
    re.IGNORECASE,
)
SHARE = re.compile(
    r"(?P<number>\d{1,3})\s?(?:%|per\s?cent|percent)\s+of\s+(?:the\s+|its\s+|their\s+|all\s+)?(?P<noun>[\w’' -]{2,40})",
    re.IGNORECASE,
)
BARE = re.compile(
    r"(?<=\sat\s)(?:(?:about|around|some|nearly|roughly|more\s+than|at\s+least|up\s+to)\s+)?"
    r"(?P<number>\d(?:[\d,.]*\d)?)(?:\s(?P<scale1>thousand|million))?(?=[\s.,;)]|$)"
)
"""A figure behind "at" with nothing that it counts behind it: "put the number at 300"."""
AREA = re.compile(r"(?P<number>\d[\d,.]*)\s(?P<unit>(?:square|sq\.?)\s(?:kilomet(?:er|re)s|km|miles))", re.IGNORECASE)
BOUND_BEFORE = re.compile(
    r"(?P<more>more\s+than|over|above|in\s+excess\s+of|exceeding)\s+$|(?P<least>at\s+least|no\s+less\s+than)\s+$"
    r"|(?P<most>up\s+to|as\s+much\s+as|at\s+most|no\s+more\s+than)\s+$"
    r"|(?P<about>about|around|some|nearly|almost|close\s+to|roughly|approximately|an?\s+estimated)\s+$",
    re.IGNORECASE,
)
SCALES = {"thousand": 10**3, "million": 10**6, "m": 10**6, "billion": 10**9, "bn": 10**9, "trillion": 10**12}
CURRENCIES = {"$": "dollars", "€": "euros", "£": "pounds"}
COUNTING = RECORDING | frozenset(
    "believe claim credit estimate gauge give guess judge mention name number put reckon say speak suppose "
    "think".split()
)
"""Verbs whose subject gives a figure that stands under them."""
