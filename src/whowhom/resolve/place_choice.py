"""The choice of a gazetteer entry for a place mention, or of none.

A mention becomes a :class:`Reading` (the name to look up, the entries of that name,
the words around it) or a refusal; a reading becomes a :class:`Choice`. Nothing is
chosen by default: entries that tie, or that the report gives no reason to think of,
leave the choice empty with a reason.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from whowhom.gazetteer import Entry, Gazetteer, fold, split_class
from whowhom.gazetteer.names import keys_of, spaced
from whowhom.records.spans import Reason, Span
from whowhom.records.values import FeatureClass
from whowhom.resolve.place_context import Anchors, distance_km, fit, prior
from whowhom.resolve.place_words import (
    PlaceWords,
    Relation,
    border_of_peoples,
    chunks,
    facility_before,
    facility_tail,
    is_facility_of,
    read_words,
)
from whowhom.resolve.span_sets import SpanSet

MARGIN_POINTS = 0.5  # Less than half a power of ten between two places far apart is a tie.
SAME_SPOT_KM = 50.0
HINTED_POINTS = 2.0
SAID_BEFORE_POINTS = 1.5
AREA_POINTS = 1.5
# A place that nothing in the report points to is taken only when it is large.
UNSUPPORTED_ALIAS_PEOPLE = 100_000
UNSUPPORTED_PEOPLE = 1_000_000
SUPPORTING_ANCHOR_KM = 300.0
TOWN_OF_AREA_PEOPLE = 20_000
MAX_ALTERNATIVES = 4
ALTERNATIVE_POINTS = 3.0  # What is a thousand times less likely is no alternative worth showing.

NO_NAME = "no proper name in it"
PEOPLE = "a people or an adjective, not a place"
CALENDAR_WORD = "a month or a day, not a place"
MASKED = "inside the name of a group or a person"

_ORDER: dict[FeatureClass, tuple[FeatureClass, ...]] = {
    "settlement": ("settlement",),
    "admin1": ("admin1", "admin2", "region", "country"),
    "admin2": ("admin2", "admin1", "settlement"),
    "region": ("admin1", "region", "country", "admin2", "natural", "settlement"),
}
_JOINING = re.compile(
    r"^\s+(City|Strip|Valley|Heights|Islands?|Peninsula|Sea|River|Mountains?|Desert|Corridor|Forest|Gap|Delta|Basin)\b"
)
_JOINED_BEFORE = re.compile(
    r"\b(north|south|east|west|northern|southern|eastern|western|central|upper|lower|middle|greater|lake|mount|gulf of|"
    r"strait of|new|bab|deir|tel|tell|kafr|khan|umm|wadi|jebel|jabal|port|fort|camp)\s+$",
    re.IGNORECASE,
)
_SIDE_WORD = re.compile(r"(?i)(?:north|south|east|west)(?:-?(?:east|west))?(?:ern)?|central|the|former")
_OWNED = re.compile(r"^['’]s?\s")


@dataclass(frozen=True, slots=True)
class Reading:
    """A mention with the name in it and the entries of that name."""

    mention: Span
    words: PlaceWords
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The entry a reading means, with the runners-up; or none, with the reason."""

    entry: Entry | None
    runners_up: tuple[Entry, ...]
    reason: Reason | None
    sure: bool = False
    container: Entry | None = None

    @property
    def country(self) -> str | None:
        """The country that all candidates share, where none of them was taken."""
        candidates = {entry.country for entry in self.runners_up} | ({self.entry.country} if self.entry else set())
        return candidates.pop() if len(candidates) == 1 and self.reason == "ambiguous" else None


@dataclass(frozen=True, slots=True)
class Scene:
    """What a report says about where it plays.

    Attributes:
        weights: Weights of countries.
        capitals: Spaced names of capitals by country.
        anchors: Entries already chosen for other mentions.
        said: Country chosen for a folded name at an earlier mention.
        areas: First-level areas that the report names, as (country, name); their towns are likelier.
    """

    weights: Mapping[str, float]
    capitals: Mapping[str, str]
    anchors: Anchors
    said: Mapping[str, str]
    areas: frozenset[tuple[str | None, str]] = frozenset()


def read_mention(text: str, mention: Span, *, gazetteer: Gazetteer, masked: SpanSet) -> Reading | str:
    """Find the name in a mention, or say why the mention is no place.

    Returns:
        The reading, with no entries when the name is unknown; or the reason.
    """
    if masked.covers(mention):
        return MASKED
    named = chunks(text, mention)
    if not named and (own := _common_name(text, mention, gazetteer)):
        return own
    if not named:
        return CALENDAR_WORD if re.search(r"[A-Z]", text[mention.start : mention.end]) else NO_NAME
    free = [chunk for chunk in named if not masked.overlaps(chunk)]
    if not free:
        return MASKED
    if border := _border(text, mention, free, gazetteer):
        return border
    places = [chunk for chunk in free if not _is_people(text[chunk.start : chunk.end], gazetteer)]
    if not places:
        return PEOPLE
    # "University of Khartoum" is no town called University.
    places = [chunk for chunk in places if not is_facility_of(text, chunk)] or places
    cores = _cores(text, mention, places, gazetteer)
    readings: dict[Span, Reading] = {}
    for core in dict.fromkeys(cores):  # most mentions have one name, which is every core
        readings[core] = _reading(text, mention, core, gazetteer)
        if readings[core].entries:
            return readings[core]
    return readings[cores[-1]]


def _common_name(text: str, mention: Span, gazetteer: Gazetteer) -> Reading | None:
    """Read the few places of our own list that are written small: "the tri-border area"."""
    words = re.sub(r"^(?:the|a|an)\s+", "", text[mention.start : mention.end])
    own = tuple(e for e in gazetteer.lookup(words) if e.id.startswith("whowhom:") and " " in words)
    core = Span(mention.end - len(words), mention.end) if words else mention
    return Reading(mention, read_words(text, core), own) if own else None


def _border(text: str, mention: Span, free: list[Span], gazetteer: Gazetteer) -> Reading | None:
    """Read a border that is named after one or two peoples or countries."""
    for chunk in free:
        names = border_of_peoples(text, chunk)
        codes = [gazetteer.country_of_demonym(n) or gazetteer.country_by_name(n) for n in names]
        lands = [gazetteer.country_entry(code) for code in codes if code]
        if not names or len(lands) != len(names) or lands[0] is None:
            continue
        text_of = f"border with {lands[1].name}" if len(lands) == 2 and lands[1] else "border of"
        words = replace(read_words(text, chunk), relation=Relation(text_of, "border"), wanted=None)
        return Reading(mention, words, (lands[0],))
    return None


def _is_people(words: str, gazetteer: Gazetteer) -> bool:
    return gazetteer.country_of_demonym(words) is not None and gazetteer.country_by_name(words) is None


def _cores(text: str, mention: Span, places: list[Span], gazetteer: Gazetteer) -> list[Span]:
    """Give the stretches to try as the name, best first; the last one names the place if all are unknown."""
    whole = Span(places[0].start, places[-1].end)
    between = [text[a.end : b.start] for a, b in itertools.pairwise(places)]
    joined = all(
        re.fullmatch(r"\s+(?:of|de|la|del|el|al|and|the|i|e|wa)(?:\s+the|\s+la)?\s+|[\s-]+", gap) for gap in between
    )
    cores = [whole] if joined else []
    if "," not in text[mention.start : mention.end] and gazetteer.lookup(text[places[0].start : mention.end]):
        cores.insert(0, Span(places[0].start, mention.end))
    owned = len(places) > 1 and _OWNED.match(text[places[0].end : places[1].start])
    ordered = [*places[1:], places[0]] if owned else list(places)
    cores += ordered
    for chunk in ordered:  # "Eastern Afghanistan", "Afghan Nangarhar", but not "Danube Delta".
        for match in re.finditer(r"(?<=\s)\S", text[chunk.start : chunk.end]):
            front = text[chunk.start : chunk.start + match.start()].split()
            if all(_SIDE_WORD.fullmatch(word) or gazetteer.country_of_demonym(word) for word in front):
                cores.append(Span(chunk.start + match.start(), chunk.end))
    cores.append(cores[0])
    return cores


def _reading(text: str, mention: Span, core: Span, gazetteer: Gazetteer) -> Reading:
    words = read_words(text, core)
    for stretch in _wider(text, core, words):
        entries = gazetteer.lookup(text[stretch.start : stretch.end])
        named = tuple(e for e in entries if e.primary and (e.feature != "settlement" or stretch.start == core.start))
        if text[stretch.start].islower():  # "Southern Red Sea" is an area of Eritrea, "the southern Red Sea" is not.
            named = tuple(e for e in named if e.id.startswith("whowhom:"))
        if named:
            return Reading(mention, replace(read_words(text, stretch), facility=None), named)
    if of_town := facility_before(text, mention, core):
        found = gazetteer.lookup(of_town)
        if found:
            return Reading(mention, replace(words, name=of_town, facility=None), found)
        words = replace(words, name=of_town, facility="facility", relation=None)
        return Reading(mention, words, gazetteer.lookup(text[core.start : core.end]))
    if words.facility:
        name = f"{words.name} {words.facility}"
        return Reading(mention, replace(words, name=name), gazetteer.lookup(words.name))
    return _own_class(mention, words, gazetteer)


def _wider(text: str, core: Span, words: PlaceWords) -> list[Span]:
    """Give stretches that reach beyond the mention: "eastern {Ghouta}", "{Torkham} crossing", "{Gaza} Strip"."""
    found = []
    if words.facility:
        end = text.index(words.facility, core.end) + len(words.facility)
        found.append(Span(core.start, end))
    if match := _JOINING.match(text[core.end : core.end + 20]):
        found.append(Span(core.start, core.end + match.end()))
    left = max(0, core.start - 12)
    if match := _JOINED_BEFORE.search(text[left : core.start]):
        found.append(Span(left + match.start(), core.end))
    return found


def _own_class(mention: Span, words: PlaceWords, gazetteer: Gazetteer) -> Reading:
    """Look the name up as it stands, then without its class word, then as the facility of a town."""
    bare, wanted = split_class(words.name)
    entries = gazetteer.lookup(words.name)
    if wanted == "admin1" and any(entry.feature == "country" for entry in entries):
        return Reading(mention, words, entries)  # "Republic of Congo" is a name of its own
    if wanted is not None:
        # "Kuwait City" is a name of its own; "Kyiv City" and "Kandahar City" ask for the town.
        own = () if wanted == "settlement" and any(e.feature == "admin1" for e in entries) else entries
        asked = gazetteer.lookup(bare)
        merged = tuple({e.id: e for e in (*own, *asked)}.values())
        entries, words = merged, replace(words, wanted=wanted if asked else words.wanted)
    if not entries and (split := facility_tail(words.name)):
        core = split[0]
        for known in (core, *_tails(core)):
            entries = gazetteer.lookup(split_class(known)[0])
            if entries:
                return Reading(mention, replace(words, facility=split[1]), entries)
    return Reading(mention, words, entries)


def _tails(name: str) -> list[str]:
    parts = name.split()
    return [" ".join(parts[:at]) for at in range(len(parts) - 1, 0, -1)]


def choose(reading: Reading, at: int, scene: Scene, *, gazetteer: Gazetteer) -> Choice:
    """Choose the entry that a reading means.

    Args:
        at: Number of the mention; its own anchor is left out.
        scene: Countries and other places of the report.
    """
    words = reading.words
    entries = _of_class(reading.entries, words, gazetteer)
    containers, hinted = _areas(words.containers, gazetteer), _areas(words.hints, gazetteer)
    container = _container(words.containers, gazetteer) or next(iter(hinted), None)
    if not entries:
        return Choice(None, (), "stated but unresolved", container=container)
    if any(entry.feature == "country" for entry in entries):  # "China, Japan, South Korea" is a list.
        containers = [area for area in containers if area.feature != "country"]
    held = [e for e in entries if any(_lies_in(e, c) for c in containers)]
    entries = held or [e for e in entries if _holds(e, words.content, gazetteer)] or entries
    scored = _scored(entries, words, hinted, at, scene)
    known = bool(held)
    near = [
        (points, e)
        for points, e in scored
        if known
        or any(_lies_in(e, c) for c in hinted)
        or _is_supported(e, scene, at, gazetteer, is_facility=words.facility is not None)
    ]
    if not near:
        strangers = tuple(entry for _, entry in scored[:MAX_ALTERNATIVES])
        return Choice(None, strangers, "stated but unresolved", container=container)
    best, runners_up = _settle(near, wanted=words.wanted)
    if best is None:
        return Choice(None, runners_up, "ambiguous", container=container)
    return Choice(best, runners_up, None, sure=len(near) == 1 or near[0][0] - near[1][0] >= 3 * MARGIN_POINTS)


def _scored(
    entries: Sequence[Entry], words: PlaceWords, hinted: Sequence[Entry], at: int, scene: Scene
) -> list[tuple[float, Entry]]:
    """Rank entries by size, by the countries and places of the report and by the words nearby."""
    scored = []
    for entry in entries:
        points = prior(entry, scene.capitals) + fit(entry, scene.weights, scene.anchors.nearest_km(entry, at))
        points += HINTED_POINTS * any(_lies_in(entry, area) for area in hinted)
        points += SAID_BEFORE_POINTS * (scene.said.get(fold(words.name)) == entry.country is not None)
        points += AREA_POINTS * ((entry.country, entry.admin1) in scene.areas)
        scored.append((points, entry))
    return sorted(scored, key=lambda pair: (-round(pair[0], 6), pair[1].id))


def _of_class(entries: Sequence[Entry], words: PlaceWords, gazetteer: Gazetteer) -> list[Entry]:
    if words.facility:
        return [e for e in entries if e.feature in ("settlement", "admin1", "admin2", "facility", "region", "country")]
    if words.wanted is None:
        return list(entries)
    for feature in _ORDER[words.wanted]:
        found = [e for e in entries if e.feature == feature]
        if found:
            return found
    if words.wanted != "admin1":
        return list(entries)
    # A spelling that is only known for the town that the area is named after.
    towns = [e for e in entries if e.feature == "settlement" and e.admin1 and _shares_name(e.name, e.admin1)]
    return [
        a for t in towns for a in gazetteer.lookup(t.admin1 or "") if a.feature == "admin1" and a.country == t.country
    ]


def _shares_name(one: str, other: str) -> bool:
    return bool(set(keys_of(one)) & set(keys_of(split_class(other)[0])))


def _areas(names: Sequence[str], gazetteer: Gazetteer) -> list[Entry]:
    found: list[Entry] = []
    for name in names:
        code = gazetteer.country_of_demonym(name)
        if code and (land := gazetteer.country_entry(code)):
            found.append(land)
            continue
        entries = gazetteer.lookup(split_class(name)[0])
        found += [e for e in entries if e.feature in ("country", "admin1", "admin2")]
    return found


def _container(names: Sequence[str], gazetteer: Gazetteer) -> Entry | None:
    """Choose the area that holds a place by the names behind its commas.

    The widest decides what the others can be: the San Fernando of "Kawayan, San Fernando, Bukidnon" lies in the
    Philippines, as no area of that name does.
    """
    areas = [_areas([name], gazetteer) for name in names]
    widest = next((found for found in reversed(areas) if found), [])
    for found in areas:
        inside = [area for area in found if any(_lies_in(area, wide) for wide in widest)]
        if inside:
            return inside[0]
    return next(iter(widest), None)


def _lies_in(entry: Entry, area: Entry) -> bool:
    if entry.country != area.country or entry.id == area.id:
        return False
    if area.feature == "country":
        return True
    return area.name in (entry.admin1, entry.admin2)


def _holds(entry: Entry, content: str | None, gazetteer: Gazetteer) -> bool:
    if content is None or entry.feature not in ("country", "admin1"):
        return False
    return any(_lies_in(e, entry) and (e.population or 0) >= TOWN_OF_AREA_PEOPLE for e in gazetteer.lookup(content))


def _settle(
    scored: list[tuple[float, Entry]], *, wanted: FeatureClass | None
) -> tuple[Entry | None, tuple[Entry, ...]]:
    """Take the best entry unless another one far away comes close; a town wins over the area around it."""
    points, best = scored[0]
    if wanted is None and best.feature in ("admin1", "admin2"):
        for _, entry in scored[1:]:
            if entry.feature == "settlement" and _is_town_of(entry, best):
                best = entry
                break
    others = [(p, e) for p, e in scored if e.id != best.id]
    rivals = [e for p, e in others if points - p < MARGIN_POINTS and not _is_same_spot(best, e)]
    runners_up = tuple(e for p, e in others if points - p < ALTERNATIVE_POINTS)[:MAX_ALTERNATIVES]
    if rivals:
        return None, (best, *rivals)[:MAX_ALTERNATIVES]
    return best, runners_up


def _is_town_of(town: Entry, area: Entry) -> bool:
    if town.country != area.country or (area.name not in (town.admin1, town.admin2) and not _is_same_spot(town, area)):
        return False
    people = town.population or 0
    return people >= TOWN_OF_AREA_PEOPLE or people * 10 >= (area.population or 0)


def _is_same_spot(one: Entry, other: Entry) -> bool:
    if one.country == other.country and (
        other.name in (one.admin1, one.admin2) or one.name in (other.admin1, other.admin2)
    ):
        return True
    apart = distance_km((one.latitude, one.longitude), (other.latitude, other.longitude))
    return apart <= max(SAME_SPOT_KM, min(one.radius_km, other.radius_km))


def _is_supported(entry: Entry, scene: Scene, at: int, gazetteer: Gazetteer, *, is_facility: bool = False) -> bool:
    """Say whether the report gives a reason to think of an entry.

    Args:
        is_facility: It is to hold a prison, a camp or the like, which takes more than an area's size.
    """
    if (
        entry.country is None
        or entry.feature == "country"
        or (entry.id.startswith("whowhom:") and entry.feature != "settlement")
    ):
        return True
    land = gazetteer.country(entry.country)
    near = {entry.country, *(land.neighbours if land else ())}
    if near & set(scene.weights) and (entry.country in scene.weights or entry.primary):
        return True
    nearest = scene.anchors.nearest_km(entry, at)
    if nearest is not None and nearest <= SUPPORTING_ANCHOR_KM:
        return True
    people = entry.population or 0
    if not entry.primary and people < UNSUPPORTED_ALIAS_PEOPLE:
        return False
    if scene.capitals.get(entry.country) == spaced(entry.name) and people > UNSUPPORTED_ALIAS_PEOPLE:
        return True
    small = entry.feature in ("settlement", "admin2") or entry.id.startswith("airport:") or is_facility
    return not (small and people < UNSUPPORTED_PEOPLE and sum(scene.weights.values()) >= 1.0)
