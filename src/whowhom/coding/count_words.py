"""Words around a number that tell a count from a date, an age, a measure or a name.

Lists only, each with the pattern it is used in; the decisions are in ``figures``.
"""

from __future__ import annotations

import re

_PERSONS = """
adolescent activist adult aide ambassador assailant assassin assistant athlete attacker baby bandit bishop blogger
bodyguard bomber boy brother bystander cadet captain captive captor casualty child citizen civilian cleric clerk
colonel colleague combatant commander commando commuter conscript constable contractor corporal councillor councilor
cousin daughter defender demonstrator deputy deserter detainee diplomat doctor driver elder employee engineer envoy
executive expert extremist farmer father fighter firefighter fisherman foreigner friend gangster general girl governor
grandmother grandfather guard guerrilla guerilla guest gunman herder hostage husband imam infant informer informant
inmate insurgent intellectual interpreter jihadi jihadist journalist judge kidnapper labourer laborer lawmaker lawyer
leader lieutenant looter magistrate major man mayor mediator medic member mercenary merchant migrant militant
militiaman miner minister missionary monk mother nun nurse observer occupant officer official operative paramedic
paramilitary paratrooper passenger pastor passer-by patient peacekeeper peasant pedestrian pensioner person photographer
pilgrim pilot policeman policewoman politician porter preacher president priest prisoner professor prosecutor protester
protestor ranger rebel refugee relative reporter rescuer resident rider rioter sailor schoolboy schoolgirl scout senator
separatist sergeant servant serviceman settler sheikh shepherd shooter shopkeeper sister smuggler sniper soldier son
spokesman spokesperson spokeswoman spy student suicide-bomber supporter survivor suspect sympathiser sympathizer teacher
technician teenager terrorist
facilitator trafficker supplier planner associate financier courier recruiter emir
individual companion ringleader sub-leader servicemember sepoy logistician infiltrator bomb-maker
tourist trader traitor translator traveller traveler tribesman trooper vendor victim
villager visitor volunteer warden warlord wife witness woman worker worshipper worshiper youngster youth
"""
_ODD_PLURALS = {
    "baby": "babies",
    "casualty": "casualties",
    "child": "children",
    "deputy": "deputies",
    "envoy": "envoys",
    "mercenary": "mercenaries",
    "missionary": "missionaries",
    "paramilitary": "paramilitaries",
    "passer-by": "passers-by",
    "person": "people",
    "spy": "spies",
    "wife": "wives",
    "witness": "witnesses",
}


def _plural(noun: str) -> str:
    if noun in _ODD_PLURALS:
        return _ODD_PLURALS[noun]
    return noun[:-3] + "men" if noun.endswith("man") else noun + "s"


PERSONS = frozenset(_PERSONS.split())
"""Singular nouns for a person: what "a" and "one" may count."""

# Nouns that "no" turns into a count of zero, and that make a count of "2000" or "1989".
_TOLLS = """
casualties deaths death fatalities fatality injuries injury injured dead wounded killed losses victims arrests survivors
persons troops police men women children families households soldiers passers-by
"""
_THINGS = """
attacks bodies bombs bullets buildings cars cases cattle districts dwellings explosions farms homes hospitals houses
huts incidents killings mines missiles mosques murders mortars positions posts protests raids refugees rockets rounds
schools shells shops shots strikes structures tanks tents towns trucks vehicles villages weapons
"""
NONE_OF = PERSONS | {_plural(noun) for noun in PERSONS} | set(_TOLLS.split())
COUNTED = NONE_OF | set(_THINGS.split())

# A person noun before one of these is a modifier: "a student union", "a soldier training camp".
_GROUPS = """
association base camp committee convoy council group home house march movement organisation organization party
    patrol post protest rally school station training union vehicle wing
"""
NOT_HEAD_BEFORE = frozenset(_GROUPS.split())
_FUNCTION_WORDS = """
a an and are as at be been but by could did for from had has have he her his in into is it its may might near nor
    not of on or said say says she so than that the their then they this to under was were when where which while who
    whom will with would
"""
STOPS = frozenset(_FUNCTION_WORDS.split())

_MONEY = (
    "dollars?|euros?|pounds?|rupees?|cents?|dinars?|pesos?|r[iy]yals?|rials?|naira|shillings?|francs?|lira|roubles?"
    "|rubles?|yuan|yen|baht|afghanis?|cedis?|birr|usd|eur|gbp|bucks"
    "|bol[ií]vares|quetzales|colones|cruzados|australes|intis|soles|sucres|c[oó]rdobas|reais|kyats?|taka|dirhams?|som"
)
_TIME = (
    "years?|yrs?|months?|weeks?|weekends?|days?|nights?|hours?|hrs?|minutes?|mins?|seconds?|decades?|century|centuries"
)
_MEASURE = (
    "kms?|kilomet(?:er|re)s?|miles?|mi|met(?:er|re)s?|m|feet|foot|ft|inch(?:es)?|cm|centimet(?:er|re)s?|mm|millimet(?:er|re)s?"
    "|yards?|hectares?|acres?|square|sq|degrees?|kgs?|kilos?|kilogram(?:me)?s?|tons?|tonnes?|gram(?:me)?s?|lit(?:er|re)s?"
    "|gallons?|barrels?|knots?|mph|km/h|kph|megawatts?|mw|volts?|pct|percent|per\\s+cent|percentage|times|calib(?:er|re)"
    "|magnitude|thirds?|quarters?|fifths?|halves|half|o['’]clock|a\\.?m|p\\.?m|gmt|utc|local\\s+time|years?-olds?"
)
_PAD = "(?:(?:more|further|additional|consecutive|straight|full|long|other|whole|successive|light|nautical)\\s+)?"
MEASURED = re.compile(
    rf"\s?[%°º]|[\s-]{{1,3}}{_PAD}(?:{_TIME}|{_MEASURE})(?!\w)|[\s-]{{1,3}}(?:\w{{1,20}}\s)?(?:{_MONEY})(?!\w)",
    re.IGNORECASE,
)
"""What follows a number that measures time, size or money."""

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    "|dec(?:ember)?"
)
_HARD_MONTHS = "May|MAY|Mar|MAR|March|MARCH"
MONTH_AFTER = re.compile(
    rf"(?:\s{{0,8}}(?:,|and|or|to|[-–])\s{{0,8}}\d{{1,2}})?"
    rf"(?:\s+(?:of\s+)?|-)(?:(?i:{_MONTHS})|(?:{_HARD_MONTHS})(?!\s+(?i:have|be|also|not)\b))(?!\w)"
)
# "In August 16 people died": a month, and a count.
IN_MONTH_BEFORE = re.compile(rf"(?<!\w)in\s+(?:(?i:{_MONTHS})|{_HARD_MONTHS})\s+$", re.IGNORECASE)
WORD_AFTER = re.compile(r"\s[a-z]{2}")
MONTH_BEFORE = re.compile(
    rf"(?<!\w)(?:(?i:{_MONTHS})|{_HARD_MONTHS})\.?\s+(?P<days>(?:\d{{1,2}}(?:,|,?\s+(?:and|or)|\s+to|\s*[-–])\s*){{0,4}})$"
)
YEARISH_BEFORE = re.compile(
    r"(?<!\w)(?:in|since|until|till|during|by|from|throughout|early|late|mid|before|after|year|the|a|its|his|their|this|that"
    r"|[\w’]{1,20}['’]s)[\s-]+$",
    re.IGNORECASE,
)
"""Before "2013": a year, whatever follows."""

UNIT_NAMES = re.compile(
    r"(?<!\w)(?:(?:Battalion|Brigade|Regiment|Division|Unit|Group|Camp|Area|Zone|Block|Sector|District|Gate|Point|Station"
    r"|Line|Law|Decree|Order|Act|Case|Item|Bus|Terminal|Pier|Ward|Precinct|Cell|Checkpoint|Type|Mark|Hill|KM|PK|Operation"
    r"|Task Force)"
    r"|(?i:number|no\.|nos\.|numbers|highway|route|road|page|pages|chapter|article|section|paragraph|magnitude|verse|resolution"
    r"|kilomet(?:re|er)|km|room|channel|category|grade|phase|level|flight|version|tier|class|day|psalm|#))\s{1,2}$"
)
"""Before a number that names a thing instead of counting any. Title case, or always."""

AGE_BEFORE = re.compile(
    r"(?<!\w)(?:aged?|ages|turned|under-|over-)\s+(?:(?:of|between|from|about|around|only|just|over|under)\s+){0,3}"
    r"(?:\d{1,3}(?:,|,?\s+(?:and|or|to))\s+){0,3}$",
    re.IGNORECASE,
)
MONEY_BEFORE = re.compile(r"(?:[$€£¥₹]|(?<!\w)(?:USD|EUR|GBP|PKR|INR|Rs\.?|CHF))\s?$")
FRACTION_BEFORE = re.compile(r"(?<!\w)(?:one\s+in|out\s+of|one\s+in\s+every|magnitude)\s+$", re.IGNORECASE)
# "4 SEPT 89": the year of a wire dateline.
DAY_MONTH_BEFORE = re.compile(rf"(?<!\w)\d{{1,2}}\s+(?:(?i:{_MONTHS})|{_HARD_MONTHS})\.?,?\s+$")
YEAR_CLOSED_AFTER = re.compile(r"\s*(?:[\[(—–.,;)-]|$)")
AT_BEFORE = re.compile(r"(?<!\w)at\s+(?:(?:around|about)\s+)?$", re.IGNORECASE)
FRACTION_AFTER = re.compile(r"\s+(?:out\s+of\s+(?:every\s+)?\w|in\s+every\s+\w)", re.IGNORECASE)
NAME_COMMA_BEFORE = re.compile(r"[A-Z][\w'’-]{0,40}(?:,\s|\s\()$")
# "In Kabul, 34, mostly women, were killed": a place has no age.
PLACE_COMMA_BEFORE = re.compile(r"\b(?:[Ii]n|[Aa]t|[Nn]ear)\s(?:[A-Z][\w'’-]{0,40}\s)?[A-Z][\w'’-]{0,40}(?:,\s|\s\()$")
SAME_IN_DIGITS = re.compile(r"\s\((?P<digits>\d[\d,]*)\)")
"""Behind a number in words: "eleven (11)"."""
SHARE = re.compile(
    r"(?:(?:(?P<parts>an?|one|two|three)[\s-])?(?P<unit>half|thirds?|quarters?|fifths?|tenths?)"
    r"|(?P<percent>\d{1,2}(?:\.\d)?)\s?(?:per\s?cent|%))\s+of\s+(?:(?:the|its|their|his|her|these|those|some)\s+)?(?=[\w])",
    re.IGNORECASE,
)
"""A part of a number that follows: "two-thirds of the 300"."""
SHARES = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
PUT_BEFORE = re.compile(
    r"(?<!\w)(?:(?:puts?|stood|stands?|estimated|toll|number\w*|rema\w+|given)"
    r"|puts?\s+(?:the|its)\s+(?:\w+\s+)?(?:number|figure|total)\b[^.;,\n]{0,40})\s+at\s+$",
    re.IGNORECASE,
)
"""Before a number that is none of the clock: "put at 30", "put the number of dead at 30"."""
AGE_CLOSED_AFTER = re.compile(r"[,);.]|$")
AGE_GOES_ON = re.compile(r"\s+(?:was|is|who|and\s+(?:an?|the|his|her|their|another)\s)", re.IGNORECASE)
"""Behind "a student, 19": what the number cannot count."""
CHANGE_BEFORE = re.compile(
    r"(?<!\w)(?:r[io]se|risen|rising|increas\w{1,4}|grown|grew|grow\w{0,3}|climb\w{0,3}|jump\w{0,3}|f[ae]ll\w{0,3}|drop\w{0,4}|revised"
    r"|up|down|went|chang\w{1,3})(?:\s+\w{1,12}){0,1}\s+$",
    re.IGNORECASE,
)
"""Before "from 10 to 12": two figures, the old and the new, and no range."""

NO_BOUND_BEFORE = re.compile(
    r"(?<!\w)(?:t[ao]ke?n?|taking|took|takes|hand(?:ed|ing|s)?|turn(?:ed|ing|s)?|flew|flies|flying|fly|fired|ran|run|w[io]n|g[ai]ven?"
    r"|sp(?:eak|oke)\w{0,3}|talk\w{0,3}|ask\w{0,3}|know\w{0,2}|concerns?|concerned|statements?|information|reports?|questions?)\s+$",
    re.IGNORECASE,
)
"""Before "over 12" or "about 12": "took over 12 posts" bounds nothing."""

MASKED = re.compile(
    r"https?://\S+|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)(?:T[\d:.]{0,15})?|(?<!\d)\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(?!\d)"
    r"|(?<!\d)\d{1,4}/\d{1,4}(?!\d)|(?<!\d)\d{1,2}:\d\d(?!\d)|(?<!\d)\d{1,2}\.\d\d(?=\s?(?:[ap]\.?m|hrs|gmt))"
    r"|\+\d{1,3}(?:[ -]\(?\d{1,4}\)?){2,6}"
    r"|(?<!\d)\d{3}[-.]\d{4}(?!\d)|(?<!\d)0\d{1,11}(?!\d)|(?<!\d)-?\d{1,3}\.\d{1,8}°?[NSEW]?,\s?-?\d{1,3}\.\d{1,8}"
)
"""Addresses, dates and times in digits, phone numbers, coordinates, leading zeros."""
