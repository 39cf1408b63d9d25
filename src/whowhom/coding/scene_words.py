"""Words that move the scene of a report, keep it, or leave it for the past: lists behind :mod:`scenes`."""

from __future__ import annotations

import re

# "Elsewhere", "In a separate incident", "Meanwhile in X", "In another attack": what follows is not where the last was.
_INCIDENTS = (
    "incidents?|attacks?|cases?|operations?|raids?|clash(?:es)?|strikes?|blasts?|explosions?|developments?|ambush(?:es)?|"
    "shootings?|bombings?|protests?|events?|episodes?|killings?|towns?|villages?|cit(?:y|ies)|provinces?|districts?|areas?|"
    "states?|regions?|parts?|places?|fronts?"
)
MOVES = re.compile(
    r"\b(?:elsewhere|separately|meanwhile|simultaneously"
    rf"|(?:separate|unrelated|another|other|different|similar|further|earlier|previous)\s+(?:[\w-]+\s+){{0,2}}(?:{_INCIDENTS})"
    r"|(?:across|throughout|around)\s+(?:the\s+)?(?:country|region|world|province|state|nation))\b",
    re.IGNORECASE,
)
# Words of the past that no date of the news has.
LOOKS_BACK = re.compile(
    r"\b(?:(?:in|since|until|before|between|by|from|during)\s+(?:(?:early|late|mid|the|january|february|march|april|may|june|july|"
    r"august|september|october|november|december)[\s-]+)?(?:1[89]|20)\d\ds?"
    r"|(?:years?|months?|decades?|weeks?)\s+(?:ago|earlier|before)|last\s+(?:year|month|summer|winter|spring|autumn)"
    r"|(?:past|last|previous|recent)\s+(?:\w+\s+)?(?:years?|months?|decades?|weeks?)|previously|in\s+the\s+past|formerly|historically"
    r"|this\s+year|so\s+far|in\s+recent|over\s+the\s+years|wartime|colonial)\b",
    re.IGNORECASE,
)
PRONOUNS = frozenset("he she it they we who both some others all none".split())
DEFINITE = frozenset("the this that these those its their his her".split())
# Nouns that take up an act: "killed in the attack", "wounded in the shelling".
ACTS = frozenset(
    "attack ambush raid assault blast bombing explosion shooting shelling strike airstrike clash fighting battle "
    "firefight operation incident massacre killing protest demonstration march riot violence crackdown siege offensive "
    "exchange gunfire detonation crash fire stampede abduction kidnapping robbery looting search sweep".split()
)
# Where somebody speaks, came from or went is not where it was.
OF_PEOPLE = frozenset(
    "speak talk brief address arrive return travel flee come go live bear visit head born base meet study grow raise "
    "hold serve educate fly leave move".split()
)
