"""Countries that a report speaks of, and how well an entry fits them.

The text goes in; weights per country come out, from names and demonyms found by a
light scan. They rank the entries of one name against each other.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence

from whowhom.gazetteer import Entry, Gazetteer
from whowhom.gazetteer.names import spaced
from whowhom.records.spans import Span
from whowhom.records.values import FeatureClass

EARTH_RADIUS_KM = 6371.0
LONGEST_NAME_WORDS = 5
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
    words = list(_WORD.finditer(text))
    names, demonyms = gazetteer.country_names, gazetteer.demonyms
    at = 0
    while at < len(words):
        step = 1
        if _may_begin(words[at].group(), gazetteer):
            for length in range(min(LONGEST_NAME_WORDS, len(words) - at), 0, -1):
                stretch = Span(words[at].start(), words[at + length - 1].end())
                code = _code(text[stretch.start : stretch.end], names, demonyms, gazetteer, stretch, masked)
                if code:
                    weights[code] = weights.get(code, 0.0) + (COMMENTATOR_WEIGHT if code in COMMENTATORS else 1.0)
                    step = length
                    break
        at += step
    return weights


def _may_begin(word: str, gazetteer: Gazetteer) -> bool:
    if not word[0].isupper():
        return False
    first = spaced(re.sub(r"['’]s?$", "", word)).partition(" ")[0]
    return first in gazetteer.country_first_words or word.rstrip("'’s.").isupper()


def _code(
    words: str,
    names: Mapping[str, str],
    demonyms: Mapping[str, str],
    gazetteer: Gazetteer,
    stretch: Span,
    masked: Sequence[Span],
) -> str | None:
    if "\n" in words:
        return None
    bare = re.sub(r"['’]s?$", "", words).rstrip(".-")
    if bare.isupper() and len(bare) <= 6:
        return gazetteer.country_by_name(bare)
    key = spaced(bare)
    code = names.get(key) if key not in SHARED_COUNTRY_NAMES else None
    if code and not any(span.overlaps(stretch) for span in masked):
        return code
    return demonyms.get(key) or (demonyms.get(key.split(" ")[0]) if "-" in bare and " " in key else None)


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


def fit(entry: Entry, weights: Mapping[str, float], anchors: Iterable[Entry]) -> float:
    """Say how well an entry fits the countries and the other places of a report."""
    points = 0.0
    weight = weights.get(entry.country or "", 0.0)
    if weight:
        points += COUNTRY_POINTS * weight / sum(weights.values()) + MENTIONED_POINTS * min(1.0, weight)
    here = (entry.latitude, entry.longitude)
    distances = [distance_km(here, (a.latitude, a.longitude)) for a in anchors if a.id != entry.id]
    if distances and entry.feature != "country":
        points += NEAR_POINTS * math.exp(-min(distances) / NEAR_KM)
    return points
