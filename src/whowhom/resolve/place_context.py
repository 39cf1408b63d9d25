"""Countries that a report speaks of, and how well an entry fits them.

The text goes in; weights per country come out, from names and demonyms found by a
light scan. They rank the entries of one name against each other.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from weakref import WeakKeyDictionary

from whowhom.gazetteer import Entry, Gazetteer
from whowhom.gazetteer.names import spaced
from whowhom.records.spans import Span
from whowhom.records.values import FeatureClass
from whowhom.resolve.span_sets import SpanSet

EARTH_RADIUS_KM = 6371.0
ROUNDING_KM = 1e-3
LONGEST_NAME_WORDS = 5
# "UNITA" and shorter, with their stops.
LONGEST_ACRONYM = 6
# Governments that speak about wars elsewhere; their name says less about where a report plays.
COMMENTATORS = frozenset({"US", "GB", "FR", "RU", "CN"})
COMMENTATOR_WEIGHT = 0.4
# Names of a country that are as often another place's: they are no evidence of the country, only its demonym is.
SHARED_COUNTRY_NAMES = frozenset({"georgia"})
HINT_WEIGHT = 1.0
# Points are in powers of ten of inhabitants: a country that a report is all about outweighs four of them.
COUNTRY_POINTS = 3.0
MENTIONED_POINTS = 1.0
NEAR_POINTS = 1.5
NEAR_KM = 200.0
PRIMARY_POINTS = 0.8
CAPITAL_POINTS = 1.0
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_POSSESSIVE = re.compile(r"['’]s?$")


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance between two points given as (latitude, longitude)."""
    a, b = math.radians(one[0]), math.radians(other[0])
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(other[1] - one[1]) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


def moved(latitude: float, longitude: float, *, km: float, bearing: float) -> tuple[float, float]:
    """Go some kilometres from a point in a direction (degrees clockwise from north)."""
    angle, turn, start = km / EARTH_RADIUS_KM, math.radians(bearing), math.radians(latitude)
    end = math.asin(math.sin(start) * math.cos(angle) + math.cos(start) * math.sin(angle) * math.cos(turn))
    shift = math.atan2(
        math.sin(turn) * math.sin(angle) * math.cos(start), math.cos(angle) - math.sin(start) * math.sin(end)
    )
    return math.degrees(end), (longitude + math.degrees(shift) + 540) % 360 - 180


def country_weights(
    text: str, *, gazetteer: Gazetteer, masked: Sequence[Span] = (), hint: str | None = None
) -> dict[str, float]:
    """Weigh the countries that a text names or whose people it names.

    Args:
        masked: Names of groups and persons; a country's name in them does not
            count, a demonym does ("the Afghan Taliban").
        hint: A country known from elsewhere (ISO alpha-2).

    Returns:
        Weights by code; empty when no country is named.
    """
    weights: dict[str, float] = {hint: HINT_WEIGHT} if hint else {}
    for code, _ in country_mentions(text, gazetteer=gazetteer, masked=masked):
        weights[code] = weights.get(code, 0.0) + weight_of_mention(code)
    return weights


def weight_of_mention(code: str) -> float:
    """Say how much one mention of a country counts."""
    return COMMENTATOR_WEIGHT if code in COMMENTATORS else 1.0


def country_mentions(text: str, *, gazetteer: Gazetteer, masked: Sequence[Span] = ()) -> Iterator[tuple[str, Span]]:
    """Yield the countries that a text names or whose people it names, with the words.

    Args:
        masked: Names of groups and persons; a country's name in them does not
            count, a demonym does ("the Afghan Taliban").
    """
    hidden = SpanSet(masked)
    after = 0
    for at, stretches in _stretches(text, gazetteer):
        if at < after:
            continue
        for length, stretch, named, otherwise in stretches:
            code = named if named and not hidden.overlaps(stretch) else otherwise
            if code:
                yield code, stretch
                after = at + length
                break


# Words that may name a country: how many, where, the country that they name, and the one whose people they name.
_Stretch = tuple[int, Span, str | None, str | None]
_Stretches = list[tuple[int, list[_Stretch]]]
# The places of a report are resolved twice and its country is sought once, so each text is scanned for all three.
_last_scan: WeakKeyDictionary[Gazetteer, tuple[str, _Stretches]] = WeakKeyDictionary()


def _stretches(text: str, gazetteer: Gazetteer) -> _Stretches:
    """List what may name a country by the number of its first word, the longest first."""
    scanned, found = _last_scan.get(gazetteer, ("", []))
    if scanned != text:
        found = list(_scan(text, gazetteer))
        _last_scan[gazetteer] = (text, found)
    return found


def _scan(text: str, gazetteer: Gazetteer) -> Iterator[tuple[int, list[_Stretch]]]:
    words = list(_WORD.finditer(text))
    for at, word in enumerate(words):
        known = text[word.start()].isupper() and _begins_name(word.group(), gazetteer)
        if not known and not _may_be_acronym(word.group()):
            continue
        found: list[_Stretch] = []
        for length in range(min(LONGEST_NAME_WORDS, len(words) - at), 0, -1):
            stretch = Span(word.start(), words[at + length - 1].end())
            # A report in capitals is no row of acronyms.
            if not known and stretch.end - stretch.start > LONGEST_ACRONYM + len("'S."):
                continue
            named, otherwise = _codes(text[stretch.start : stretch.end], gazetteer)
            if named or otherwise:
                found.append((length, stretch, named, otherwise))
        if found:
            yield at, found


def _begins_name(word: str, gazetteer: Gazetteer) -> bool:
    return spaced(_POSSESSIVE.sub("", word)).partition(" ")[0] in gazetteer.country_first_words


def _may_be_acronym(word: str) -> bool:
    return len(word) <= LONGEST_ACRONYM + len("'S.") and word.rstrip("'’s.").isupper()


def _codes(words: str, gazetteer: Gazetteer) -> tuple[str | None, str | None]:
    """Give the country that words name, and the one that they tell even within the name of a group."""
    if "\n" in words:
        return None, None
    bare = _POSSESSIVE.sub("", words).rstrip(".-")
    if bare.isupper() and len(bare) <= LONGEST_ACRONYM:
        return None, gazetteer.country_by_name(bare)
    key, demonyms = spaced(bare), gazetteer.demonyms
    named = gazetteer.country_names.get(key) if key not in SHARED_COUNTRY_NAMES else None
    of_people = demonyms.get(key) or (demonyms.get(key.split(" ")[0]) if "-" in bare and " " in key else None)
    return named, of_people


def prior(entry: Entry, capitals: Mapping[str, str]) -> float:
    """Say how likely an entry is before the report is read, in powers of ten of inhabitants.

    Args:
        capitals: Spaced names of capitals by country.
    """
    people = math.log10(max(entry.population or 0, 1))
    by_feature: dict[FeatureClass, float] = {
        "country": (6.0 if spaced(entry.name) in SHARED_COUNTRY_NAMES else 9.0) + people / 10,
        "admin1": 4.8 + people / 5,
        "admin2": 3.0 + people / 10,
        "settlement": max(people, 2.7),
        "facility": 6.3 if entry.id.startswith("whowhom:") else 4.5,
        "natural": 8.5 if entry.country is None else 6.8,
        "region": 8.5 if entry.country is None else 6.8,
    }
    points = by_feature.get(entry.feature, 2.0) + (PRIMARY_POINTS if entry.primary else 0.0)
    if entry.feature == "settlement" and capitals.get(entry.country or "") == spaced(entry.name) and people > 4:
        points += CAPITAL_POINTS
    return points


class Anchors:
    """The places that a report is sure of, by mention: where else it plays."""

    def __init__(self, of_mention: Mapping[int, Entry] | None = None) -> None:
        """Take the entry chosen for each mention, by the mention's number."""
        self._of_mention = of_mention or {}
        self._times = Counter(entry.id for entry in self._of_mention.values())
        unique = {entry.id: entry for entry in self._of_mention.values()}
        self._by_latitude = sorted(unique.values(), key=lambda entry: (entry.latitude, entry.id))
        self._nearest: dict[tuple[str, str | None], float | None] = {}

    def nearest_km(self, entry: Entry, at: int) -> float | None:
        """Return how far the nearest other place is.

        Args:
            at: The mention that asks: what was chosen for it alone does not count.

        Returns:
            Kilometres; None where there is no other place.
        """
        own = self._of_mention.get(at)
        without = own.id if own is not None and self._times[own.id] == 1 else None
        memo = (entry.id, without)
        if memo not in self._nearest:
            self._nearest[memo] = self._search(entry, without)
        return self._nearest[memo]

    def _search(self, entry: Entry, without: str | None) -> float | None:
        """Look north and south from the entry until the latitudes alone are too far apart."""
        here = (entry.latitude, entry.longitude)
        middle = bisect_left(self._by_latitude, entry.latitude, key=lambda other: other.latitude)
        nearest: float | None = None
        for side in (range(middle, len(self._by_latitude)), range(middle - 1, -1, -1)):
            for number in side:
                other = self._by_latitude[number]
                north = EARTH_RADIUS_KM * math.radians(abs(other.latitude - entry.latitude))
                if nearest is not None and north > nearest + ROUNDING_KM:
                    break
                if other.id not in (entry.id, without):
                    away = distance_km(here, (other.latitude, other.longitude))
                    nearest = away if nearest is None else min(nearest, away)
        return nearest


def fit(entry: Entry, weights: Mapping[str, float], nearest_km: float | None) -> float:
    """Say how well an entry fits the countries and the other places of a report.

    Args:
        nearest_km: How far the nearest other place of the report is; None without one.
    """
    points = 0.0
    weight = weights.get(entry.country or "", 0.0)
    if weight:
        points += COUNTRY_POINTS * weight / sum(weights.values()) + MENTIONED_POINTS * min(1.0, weight)
    if nearest_km is not None and entry.feature != "country":
        points += NEAR_POINTS * math.exp(-nearest_km / NEAR_KM)
    return points
