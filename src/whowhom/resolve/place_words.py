"""The words around a place mention: class, relation, container, facility.

A text and the span of a mention go in, :class:`PlaceWords` come out: which words
to look up, which class they ask for, how far from the place the report speaks.
Mentions may be a bit long ("the streets of Kabul", "Kabul on August 16") or short
("Nangarhar" before "province"): what stands inside and outside is read alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from whowhom.gazetteer.names import class_of
from whowhom.records.spans import Span
from whowhom.records.values import FeatureClass

WINDOW = 90  # Code points read to either side of a mention; the longest relation met has some 60.
KM_PER_MILE = 1.609
KM_PER_NAUTICAL_MILE = 1.852
BEARINGS = {
    "north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225, "west": 270,
    "northwest": 315,
}  # fmt: skip
_MONTHS = (
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec"
)
CALENDAR = frozenset(_MONTHS.split())

# One way only to read a word: a second one doubles the time with every word of a text in capitals.
_CAPITAL = r"[Ā-Ž‘ʼ'’`]?[A-ZÀ-ÖØ-Þ][\w'’‘ʻ`.&-]*"
_PARTICLED = r"(?:(?:al|el|as|an|ar|ash|at|ad|az|ez|es|ed|et)-[\w'’-]+|[dl]['’][A-Z][\w-]+)"
_CAP = rf"(?:{_CAPITAL}|{_PARTICLED})"
_JOIN = r"(?:of|of the|the|de|de la|del|des|du|da|do|dos|la|el|al|ez|es|i|e|wa|and)"
_HYPHENED = rf"(?:{_CAPITAL}|{_PARTICLED}(?:-{_PARTICLED})*(?:-{_CAPITAL})?)"
NAME = rf"{_HYPHENED}(?:\s+{_HYPHENED}|\s+{_JOIN}\s+{_HYPHENED})*"
_CHUNK = re.compile(rf"{_CAP}(?:(?<!['’]s)(?<!s['’])\s+{_CAP})*")
_POSSESSIVE = re.compile(r"['’]s?$")
# "In" and "At" are left: names begin with them ("In Salah").
_LEADING = re.compile(
    r"(?:the|a|an|near|outside|inside|around|across|along|between|towards?|from)(?:\s+|$)", re.IGNORECASE
)
_CLASSES = (
    r"provinces?|governorates?|oblasts?|states?|regions?|prefectures?|departments?|divisions?|emirates?|cantons?|"
    r"wilayas?|wilayats?|krais?|districts?|count(?:y|ies)|raions?|municipalit(?:y|ies)|territor(?:y|ies)|townships?|"
    r"communes?|sub-?districts?|woredas?|tehsils?|cercles?|cit(?:y|ies)|towns?|villages?|hamlets?|settlements?|"
    r"localit(?:y|ies)|kibbutz|capital(?: city)?"
)
FACILITIES = (
    r"international airport|military airport|airport|airfield|airstrip|air ?base|airbase|naval base|military base|"
    r"army base|base|garrison|barracks|military camp|refugee camp|displacement camp|camp|central prison|prison|jail|"
    r"detention cent(?:re|er)|university|hospital|seaport|port|harbou?r|border crossing|border post|border gate|"
    r"crossing|gate|checkpoint|dam|bridge|oil refinery|refinery|oil ?field|oil facility|gas plant|"
    r"nuclear power plant|nuclear plant|power plant|power station|steelworks|plant|mosque|church|cathedral|school|"
    r"market|bazaar|stadium|embassy|consulate|hotel|palace|parliament|headquarters|compound|mine|stadium|station|"
    r"tunnel|terminal|mall|courthouse|court"
)
# Words right after a mention that may be taken for its facility although the mention leaves them out. Schools, markets
# and the like are left out: "in Kabul schools reopened".
_OUTSIDE_FACILITY = (
    r"international airport|military airport|airport|airfield|air ?base|airbase|naval base|refugee camp|"
    r"displacement camp|camp|central prison|prison|jail|border crossing|border post|border gate|crossing|gate|dam|"
    r"oil refinery|refinery|oil ?field|nuclear power plant|nuclear plant|power plant|garrison|checkpoint"
)
_PEOPLE = r"(?:officials?|staff|workers?|guards?|sources?|officers?|director|authorities|spokes\w+|chief|residents)"
_DIR = r"(?:north|south|east|west)(?:[- ]?(?:east|west))?"
_NUMBER = r"(?:\d+(?:[.,]\d+)?|a few|several|some|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty)"
_SPELLED = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
    "fifteen": 15, "twenty": 20,
}  # fmt: skip

_DISTANCE = re.compile(
    rf"\b(?P<all>(?P<number>{_NUMBER})[\s-]*(?P<unit>kms?|kilomet(?:re|er)s?|(?:nautical\s+)?miles?|mi)\s+(?:to\s+the\s+)?"
    rf"(?:(?P<dir>{_DIR})\s+(?:of|from)|(?:away\s+)?from|outside(?:\s+of)?|off(?:\s+the\s+coast\s+of)?))\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_NEAR = re.compile(
    r"\b(?:just\s+|right\s+)?(?P<all>outside(?:\s+of)?|near(?:\s+to)?|close\s+to|not\s+far\s+from|around|"
    r"in\s+the\s+vicinity\s+of|(?:on|in|at)\s+the\s+(?:\w+\s+)?(?:outskirts|edges?|suburbs|countryside)\s+of|"
    r"outskirts\s+of|next\s+to|adjacent\s+to|off(?:\s+the\s+coast\s+of)?|overlooking)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_SIDE = re.compile(rf"\b(?P<the>the\s+)?(?P<all>(?P<dir>{_DIR})\s+of)\s+(?:the\s+)?$", re.IGNORECASE)
_BORDER = re.compile(
    rf"\b(?P<all>(?:(?:near|along|on|at|across)\s+)?(?:the\s+|its\s+|their\s+)?(?:\w+\s+)?borders?\s+(?:with|between|of))\s+"
    rf"(?:(?:the\s+)?{NAME}(?:,|\s+and)\s+)?(?:the\s+)?$"
)
_BORDER_AFTER = re.compile(
    r"^(?:['’]s)?\s+(?:\w+\s+)?(?P<all>border)\b(?!\s+(?:crossing|post|gate|town|village|city|guard))"
)
_PART = re.compile(
    rf"\b(?P<part>(?:{_DIR})ern|central|upper|lower|{_DIR})\s+(?P<of>(?:parts?|half|regions?|areas?|provinces?|districts?|states?)\s+of\s+)?"
    r"(?:the\s+)?$",
    re.IGNORECASE,
)
_CLASS_BEFORE = re.compile(
    rf"\b(?P<word>{_CLASSES})\s+of\s+(?:the\s+)?(?P<list>(?:{NAME}(?:,\s+(?:and\s+)?|\s+(?:and|or)\s+))*)$"
)
_CLASS_AFTER = re.compile(rf"^\s+(?P<word>{_CLASSES})\b(?!-)", re.IGNORECASE)
_LIST_AFTER = re.compile(rf"^(?:,\s+{NAME})*,?\s+(?:and|or)\s+{NAME}")
_SOME_OF_MANY = re.compile(r"\b(?:\d+|two|three|four|five|six|several|some|many|most|other|all)\s+(?:[a-z-]+\s+)?$")
_ONE_OF_MANY = re.compile(r"\b(?:a|an|another|one|each|every|any|this|that)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_CLASS_OF_LIST = re.compile(
    rf"^(?:(?:,|\s+and|\s+or|,\s+and)\s+{NAME})+\s+(?P<word>provinces|governorates|oblasts|states|regions|districts|"
    r"counties|departments|prefectures|cities|towns|villages)\b"
)
_APPOSED = re.compile(rf"^,\s+(?:a|an|the|its|their)\s+(?:[\w'’-]+\s+){{0,3}}?(?P<word>{_CLASSES})\b(?!\s+of\b)")
_AFTER_COMMA = re.compile(
    rf"^,\s+(?:in\s+)?(?:(?:northern|southern|eastern|western|central)\s+)?(?P<name>{NAME})(?P<more>,?\s+and\s)?"
)
_BEFORE_COMMA = re.compile(rf"(?P<name>{NAME}),\s+$")
_AFTER_IN = re.compile(
    rf"^(?:\s+[a-z]+){{0,3}}?\s+(?:of|in)\s+(?:(?:the|northern|southern|eastern|western|central)\s+)?(?P<name>{NAME})"
)
_OWNER = re.compile(rf"(?P<name>{NAME})['’]s?\s+(?:[a-z]+\s+){{0,2}}$")
_ADJECTIVE = re.compile(rf"\b(?P<name>{_CAP}(?:\s+{_CAP})?)\s+(?P<gap>(?:[a-z]+\s+){{0,2}})$")
_FACILITY_AFTER = re.compile(rf"^\s+(?P<word>{_OUTSIDE_FACILITY})\b(?!\s+{_PEOPLE})", re.IGNORECASE)
_FACILITY_OF = re.compile(rf"\b(?P<word>{FACILITIES})\s+(?:of|in|at|near)\s+(?:the\s+)?$", re.IGNORECASE)
_FACILITY_TAIL = re.compile(rf"^(?P<core>.+?)['’]?s?\s+(?P<word>{FACILITIES})$", re.IGNORECASE)
_FACILITY_ALONE = re.compile(FACILITIES, re.IGNORECASE)
_CUT = re.compile(r"[.!?;:]\s|\n")


@dataclass(frozen=True, slots=True)
class Relation:
    """How a report places something relative to a named place.

    Attributes:
        text: The relation in the report's words, such as "15 km south of".
        kind: ``near`` the place, a ``part`` of it, on its ``border``, or ``side``:
            a direction with or without a distance.
        km: Distance, if told.
        bearing: Degrees clockwise from north, if told.
    """

    text: str
    kind: str
    km: float | None = None
    bearing: float | None = None


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """What the words in and around a mention say about a place.

    Attributes:
        core: The stretch that is the name.
        name: Its words.
        wanted: Class that a class word asks for.
        facility: Facility word, if the mention is a facility of the named place.
        containers: Names after a comma or in a possessive; they should hold the place.
        hints: Weaker ones: names after "in" and adjectives before.
        content: A name before it with a comma between, which this one should hold.
    """

    core: Span
    name: str
    wanted: FeatureClass | None = None
    facility: str | None = None
    relation: Relation | None = None
    containers: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    content: str | None = None


def chunks(text: str, span: Span) -> list[Span]:
    """Find the capitalised stretches of a mention, in order.

    Months, weekdays and what follows them are left out; a possessive s is no
    part of a name, nor is "Near" at the start of a sentence or of a text in capitals.
    """
    found = []
    for match in _CHUNK.finditer(text, span.start, span.end):
        words = match.group().rstrip(".,'’")
        words = _POSSESSIVE.sub("", words)
        end = match.start() + len(words)
        while words and (led := _LEADING.match(words)):
            words = words[led.end() :]
        head, _, _ = words.partition(" ")
        if words and head.lower() not in CALENDAR:
            found.append(Span(end - len(words), end))
    return found


def read_words(text: str, core: Span) -> PlaceWords:
    """Read what stands before and after a name.

    Args:
        text: The report.
        core: The stretch taken for the name itself.
    """
    before, after = _left(text, core.start), _right(text, core.end)
    name = text[core.start : core.end]
    wanted, before, after = _wanted(name, before, after)
    facility = None
    if match := _FACILITY_AFTER.match(after):
        facility = match["word"]
    return PlaceWords(
        core=core,
        name=name,
        wanted=wanted,
        facility=facility,
        relation=_relation(before, after),
        containers=_containers(before, after),
        hints=_hints(before, after, of_class=_CLASS_BEFORE.search(_left(text, core.start)) is not None),
        content=match["name"] if (match := _BEFORE_COMMA.search(before)) else None,
    )


def border_of_peoples(text: str, chunk: Span) -> tuple[str, ...]:
    """Read "the Ugandan border" and "the Afghan-Pakistan border".

    Returns:
        The names before "border", one or two; empty when it is no border.
    """
    if not re.match(r"(?:['’]s)?\s+border\b(?!\s+(?:guard|police|force|official))", text[chunk.end : chunk.end + 20]):
        return ()
    return tuple(re.split(r"[-–]", text[chunk.start : chunk.end]))[:2]


def facility_tail(name: str) -> tuple[str, str] | None:
    """Split "Kabul airport" into the name and the facility word; None when it has none."""
    match = _FACILITY_TAIL.match(name)
    return (match["core"], match["word"]) if match else None


def is_facility_of(text: str, chunk: Span) -> bool:
    """Say whether a stretch is only the facility word of a name that follows: "Port" in "Port of Hodeidah"."""
    return _FACILITY_ALONE.fullmatch(text, chunk.start, chunk.end) is not None and text.startswith(" of ", chunk.end)


def facility_before(text: str, mention: Span, core: Span) -> str | None:
    """Return the facility words of "the port of Hodeidah" when they stand inside the mention."""
    match = _FACILITY_OF.search(text, mention.start, core.start)
    return text[mention.start : core.end] if match else None


def _left(text: str, end: int) -> str:
    stretch = text[max(0, end - WINDOW) : end]
    cuts = list(_CUT.finditer(stretch))
    # A full stop after one capital or a title is no end of a sentence, but little is lost by taking it for one.
    return stretch[cuts[-1].end() :] if cuts else stretch


def _right(text: str, start: int) -> str:
    stretch = text[start : start + WINDOW]
    cut = _CUT.search(stretch)
    return stretch[: cut.start()] if cut else stretch


def _wanted(name: str, before: str, after: str) -> tuple[FeatureClass | None, str, str]:
    if match := _CLASS_AFTER.match(after):
        return class_of(match["word"]), before, after[match.end() :]
    if (match := _CLASS_BEFORE.search(before)) and _names_its_class(match, before, after):
        rest = before[: match.start()]
        # "The eastern province of Khost" is all of it; "the northern region of Mali" is a part.
        kept = before if match["word"].lower() == "region" else re.sub(rf"\b(?:{_DIR})(?:ern)?\s+$", "", rest)
        return class_of(match["word"]), kept, after
    if match := _CLASS_OF_LIST.match(after):
        return class_of(match["word"]), before, after
    if match := _APPOSED.match(after):
        return class_of(match["word"]), before, after
    return None, before, after


def _names_its_class(match: re.Match[str], before: str, after: str) -> bool:
    """Tell "the province of X" and "the provinces of X and Y" from "two districts of X" and "Achin district of X"."""
    word = match["word"].lower()
    if word.endswith("s"):
        if _SOME_OF_MANY.search(before[: match.start()]):
            return False
        return bool(match["list"]) or _LIST_AFTER.match(after) is not None
    owner = before[: match.start()]
    if class_of(word) == "admin2" and re.search(r"[A-Z][\w'’-]*\s+$", owner):
        return False
    return _ONE_OF_MANY.search(owner) is None


def _relation(before: str, after: str) -> Relation | None:
    if match := _DISTANCE.search(before):
        return Relation(_clean(match["all"]), "side", _km(match["number"], match["unit"]), _bearing(match["dir"]))
    if match := _BORDER.search(before):
        return Relation(
            _clean(re.sub(r"^(?:along|on|at|across)\s+|^(?:the|its|their)\s+", "", _plain(match["all"]))), "border"
        )
    if match := _NEAR.search(before):
        return Relation(_clean(match["all"]), "near")
    if match := _SIDE.search(before):
        if match["the"]:
            return Relation(_part_text(match["dir"] + "ern"), "part")
        return Relation(_clean(match["all"]), "side", None, _bearing(match["dir"]))
    if match := _PART.search(before):
        return Relation(_part_text(match["part"]), "part")
    if match := _BORDER_AFTER.match(after):
        return Relation("border of", "border")
    return None


def _plain(words: str) -> str:
    return re.sub(r"^(along|on|at|across)\s+", "", words)


def _part_text(word: str) -> str:
    lowered = word.lower().replace(" ", "-")
    return (
        f"{lowered if lowered.endswith('ern') or lowered in ('central', 'upper', 'lower') else lowered + 'ern'} part of"
    )


def _clean(words: str) -> str:
    return " ".join(words.lower().split())


def _km(number: str, unit: str) -> float | None:
    lowered = number.lower()
    if lowered in ("a few", "several", "some"):
        return None
    value = float(_SPELLED.get(lowered, 0) or lowered.replace(",", "."))
    if unit.lower().startswith("naut"):
        return value * KM_PER_NAUTICAL_MILE
    return value * KM_PER_MILE if unit.lower().startswith("mi") else value


def _bearing(words: str | None) -> float | None:
    return BEARINGS.get(re.sub(r"[\s-]", "", words.lower())) if words else None


def _containers(before: str, after: str) -> tuple[str, ...]:
    found = []
    if match := _OWNER.search(before):
        found.append(match["name"])
    rest = after
    for _ in range(2):
        match = _AFTER_COMMA.match(rest)
        if match is None or match["more"]:
            break
        found.append(match["name"])
        rest = re.sub(rf"^\s+(?:{_CLASSES})\b", "", rest[match.end("name") :])
    return tuple(found)


def _hints(before: str, after: str, *, of_class: bool) -> tuple[str, ...]:
    found = []
    if match := _AFTER_IN.match(after):
        found.append(match["name"])
    # "The Malian town of Kidal", "Afghan Nangarhar", but not "Nigerian troops crossed into Niger".
    if (match := _ADJECTIVE.search(before)) and (of_class or match["gap"] == ""):
        found.append(match["name"])
    return tuple(found)
