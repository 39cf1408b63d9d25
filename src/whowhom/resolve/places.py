"""Resolution of places: which point on earth, how exactly, and why not.

The text and the spans of its place mentions go in; :class:`~whowhom.records.Place`
records come out, each place once with all its mentions. A relative place ("outside
Kabul airport") is a place of its own whose anchor is the place it is told from, so
the anchor is in the result too. A name that is unknown or tied keeps null
coordinates and the reason; nothing falls back to a capital or a country.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from whowhom.errors import ResolutionError
from whowhom.gazetteer import Entry, Gazetteer, fold
from whowhom.records import Document, Missing, Place, PlaceAlternative, Quote, Span, quote, text_id
from whowhom.records.values import FeatureClass
from whowhom.resolve.place_choice import Choice, Reading, Scene, choose, read_mention
from whowhom.resolve.place_context import Anchors, country_weights, moved
from whowhom.resolve.place_words import PlaceWords, Relation
from whowhom.resolve.span_sets import SpanSet

# UCDP calls up to 25 km "near"; a direction without a distance is taken to stay within that.
NEAR_TOWN_KM = 15.0
NEAR_FACILITY_KM = 5.0
SIDE_KM = 25.0
FACILITY_KM = 10.0
FARTHEST_NEAR_KM = 50.0
AREA_PRECISION = {"admin2": 3, "region": 2}
AROUND = "around"
SHARE_OF_DISTANCE = 0.3  # Told distances are round; bearings come in eighths of the compass.
SHARE_OF_PART = 0.6
# What an area and a town say of the country that a text is about, where a country named counts 1.
AREA_WEIGHT = 1.0
PLACE_WEIGHT = 0.5
_ID_DIGITS = 12
_UNKNOWN = ("country", "admin1", "admin2", "latitude", "longitude", "radius_km", "geoprecision", "gazetteer_id")


@dataclass(frozen=True, slots=True)
class PlaceResolution:
    """What became of the place mentions of a report.

    Attributes:
        places: In the order of their first mention; an anchor that has no mention
            of its own follows the place told from it.
        of_mention: Id of the place of each mention given, in the order given;
            None for a mention that is no place.
        reasons: For each mention given, why ``of_mention`` is None; None where it is not.
    """

    places: tuple[Place, ...]
    of_mention: tuple[str | None, ...]
    reasons: tuple[str | None, ...]


@dataclass(slots=True)
class _Table:
    """The places found so far and the quotes of each."""

    text: str
    places: dict[str, Place] = field(default_factory=dict)
    quotes: dict[str, list[Quote]] = field(default_factory=dict)

    def add(self, place: Place, mention: Span, *, own: bool) -> str:
        """Put a place in, or another mention of it; an anchor's borrowed mention gives way to its own."""
        found = self.places.setdefault(place.id, place)
        words = quote(self.text, mention)
        mentions = self.quotes.setdefault(found.id, [])
        if words not in mentions and (own or not mentions):
            mentions.append(words)
        return found.id


def resolve_places(
    text: str,
    mentions: Sequence[Span],
    *,
    gazetteer: Gazetteer,
    masked: Sequence[Span] = (),
    country_hint: str | None = None,
) -> PlaceResolution:
    """Resolve the place mentions of a report.

    Args:
        text: The canonical text.
        mentions: Spans of place mentions in any order; a bit long or short is fine.
        gazetteer: An open gazetteer.
        masked: Names of groups and persons: what lies inside is no place.
        country_hint: A country that the report is known to be about (ISO alpha-2).

    Returns:
        The places and, per mention, which one it means or why none.

    Raises:
        ResolutionError: a mention reaches past the end of the text.
    """
    check_spans(text, mentions)
    hidden = SpanSet(masked)
    readings = [read_mention(text, mention, gazetteer=gazetteer, masked=hidden) for mention in mentions]
    weights = country_weights(text, gazetteer=gazetteer, masked=masked, hint=country_hint)
    choices = choose_all(readings, weights, gazetteer)
    return _assemble(text, readings, choices)


def country_place(document: Document, code: str, words: Span, *, gazetteer: Gazetteer) -> Place | None:
    """Make the place of a whole country out of words that name it or its people; None where it has no record."""
    entry = gazetteer.country_entry(code)
    if entry is None:
        return None
    place = _plain(document.id, entry, Choice(entry, (), None))
    return replace(place, mentions=(quote(document.text, words),))


def around_place(document: str, place: Place) -> Place:
    """Make the place of what is only known to be in or around another one; of an area it is the area itself."""
    if place.latitude is None or place.feature not in ("settlement", "facility") or place.relation is not None:
        return place
    return replace(
        place,
        id=_id(document, place.id, AROUND),
        relation=AROUND,
        anchor=place.id,
        geoprecision=max(2, place.geoprecision or 2),
        radius_km=round((place.radius_km or 0.0) + SIDE_KM, 1),
        alternatives=(),
    )


def join_places(table: Sequence[Place], added: Sequence[Place]) -> tuple[Place, ...]:
    """Put places into a table, each once with all its mentions, in the order of the first."""
    joined = {place.id: place for place in table}
    for place in added:
        old = joined.get(place.id)
        mentions = place.mentions if old is None else (*old.mentions, *place.mentions)
        joined[place.id] = replace(old or place, mentions=tuple(sorted(set(mentions))))
    return tuple(sorted(joined.values(), key=lambda place: place.mentions[0].start))


def check_spans(text: str, mentions: Sequence[Span]) -> None:
    """Refuse spans that are not of the text.

    Raises:
        ResolutionError: a span reaches past the end of the text.
    """
    late = next((span for span in mentions if span.end > len(text)), None)
    if late is not None:
        raise ResolutionError(
            f"place mention [{late.start}, {late.end}) reaches past the text of {len(text)} code points; "
            "expected spans of the canonical text. Take offsets from the text that is handed over."
        )


def choose_all(
    readings: Sequence[Reading | str], weights: dict[str, float], gazetteer: Gazetteer, *, spreads: bool = False
) -> dict[int, Choice]:
    """Choose twice: the sure ones first, then all with the sure ones as neighbours.

    Args:
        spreads: What was chosen first speaks for its country, and an area for its towns: a text that names
            Ohio and Cleveland is one about the United States, without naming them.
    """
    scene = Scene(weights, gazetteer.capitals, Anchors(), {})
    known = {at: reading for at, reading in enumerate(readings) if isinstance(reading, Reading)}
    first = {at: choose(reading, at, scene, gazetteer=gazetteer) for at, reading in known.items()}
    anchors: dict[int, Entry] = {}
    said: dict[str, str] = {}
    for at, reading in known.items():
        choice = first[at]
        if choice.entry and choice.sure and choice.entry.feature not in ("country", "region", "natural"):
            anchors[at] = choice.entry
        if choice.entry and choice.entry.country and reading.words.containers:
            said.setdefault(fold(reading.words.name), choice.entry.country)
    scene = replace(scene, anchors=Anchors(anchors), said=said)
    if spreads:
        scene = replace(scene, weights=_spread(weights, first), areas=_areas_named(first))
    return {at: choose(reading, at, scene, gazetteer=gazetteer) for at, reading in known.items()}


def _spread(weights: dict[str, float], first: dict[int, Choice]) -> dict[str, float]:
    """Add what the places chosen first say of the countries; each place counts once."""
    chosen = {choice.entry.id: choice.entry for choice in first.values() if choice.entry}
    spread = dict(weights)
    for entry in chosen.values():
        if entry.country and entry.feature != "country":
            share = AREA_WEIGHT if entry.feature == "admin1" else PLACE_WEIGHT
            spread[entry.country] = spread.get(entry.country, 0.0) + share
    return spread


def _areas_named(first: dict[int, Choice]) -> frozenset[tuple[str | None, str]]:
    entries = [choice.entry for choice in first.values() if choice.entry] + [
        choice.container for choice in first.values() if choice.container
    ]
    return frozenset((entry.country, entry.name) for entry in entries if entry.feature == "admin1")


def _assemble(text: str, readings: Sequence[Reading | str], choices: dict[int, Choice]) -> PlaceResolution:
    table, document = _Table(text), text_id(text)
    ids: list[str | None] = [None] * len(readings)
    reasons: list[str | None] = [reading if isinstance(reading, str) else None for reading in readings]
    order = sorted(choices, key=lambda at: (_reading(readings, at).mention, at))
    for at in order:
        reading, choice = _reading(readings, at), choices[at]
        if choice.entry is None or _is_elsewhere(reading.words, choice.entry):
            ids[at] = table.add(_unresolved(document, reading.words, choice), reading.mention, own=True)
            continue
        plain = _plain(document, choice.entry, choice)
        place = _told(document, reading.words, choice.entry, plain)
        ids[at] = table.add(place, reading.mention, own=True)
        if place.anchor:
            table.add(plain, reading.mention, own=False)
    places = tuple(replace(place, mentions=tuple(sorted(table.quotes[key]))) for key, place in table.places.items())
    return PlaceResolution(places, tuple(ids), tuple(reasons))


def _reading(readings: Sequence[Reading | str], at: int) -> Reading:
    reading = readings[at]
    assert isinstance(reading, Reading)
    return reading


def _is_elsewhere(words: PlaceWords, entry: Entry) -> bool:
    """Say whether the words point away from a country ("outside Syria"), which leaves no point."""
    return entry.feature == "country" and words.relation is not None and words.relation.text.startswith("outside")


def _id(document: str, *parts: str) -> str:
    """Name a place within its report; the same parts give the same id whatever else is found."""
    return "p-" + hashlib.sha256("|".join((document, *parts)).encode()).hexdigest()[:_ID_DIGITS]


def _plain(document: str, entry: Entry, choice: Choice) -> Place:
    admin1 = entry.name if entry.feature == "admin1" else entry.admin1
    admin2 = entry.name if entry.feature == "admin2" else entry.admin2
    return Place(
        id=_id(document, entry.id),
        name=entry.name,
        feature=entry.feature,
        country=entry.country,
        admin1=admin1,
        admin2=admin2,
        latitude=entry.latitude,
        longitude=entry.longitude,
        radius_km=entry.radius_km,
        geoprecision=entry.geoprecision,
        gazetteer_id=entry.id,
        alternatives=tuple(_alternative(e) for e in choice.runners_up),
        notes=entry.notes,
        missing=_missing_of(entry.feature, entry.country, admin1, admin2),
    )


def _missing_of(
    feature: FeatureClass, country: str | None, admin1: str | None, admin2: str | None
) -> tuple[Missing, ...]:
    """Explain the areas that a resolved place does not have."""
    wide = feature in ("country", "region", "natural")
    missing = []
    if country is None:
        missing.append(Missing("country", "no rule matched"))
    if admin1 is None:
        missing.append(Missing("admin1", "not stated" if wide else "no rule matched"))
    if admin2 is None:
        missing.append(Missing("admin2", "not stated" if wide or feature == "admin1" else "no rule matched"))
    return tuple(missing)


def _told(document: str, words: PlaceWords, entry: Entry, plain: Place) -> Place:
    """Turn the plain place into the one the words tell: a facility in it, a part of it, near it."""
    place = plain
    if words.facility and entry.feature != "facility":
        place = _within(document, words, entry, plain, relation="in")
    elif words.wanted in AREA_PRECISION and entry.feature == "settlement":
        place = _within(document, words, entry, plain, relation="area of")
    if words.relation is None or _says_nothing(words.relation, entry):
        return place
    return _related(document, words.relation, entry, place)


def _within(document: str, words: PlaceWords, entry: Entry, plain: Place, *, relation: str) -> Place:
    """Make a place that is known only by its town: a facility in it, the district or region around it."""
    is_area = relation == "area of"
    feature: FeatureClass = words.wanted if is_area and words.wanted else "facility"
    return replace(
        plain,
        id=_id(document, entry.id, feature, fold(words.name)),
        name=words.name,
        feature=feature,
        geoprecision=max(AREA_PRECISION.get(feature, 2), entry.geoprecision),
        radius_km=max(SIDE_KM if is_area else FACILITY_KM, entry.radius_km),
        relation=relation,
        anchor=plain.id,
        alternatives=(),
    )


def _says_nothing(relation: Relation, entry: Entry) -> bool:
    """Say whether a relation is none for this kind of place: "around Afghanistan", "the border of Kabul"."""
    wide = entry.feature in ("country", "admin1", "region")
    return (relation.kind == "border" and not wide) or (relation.text == "around" and wide)


def _related(document: str, relation: Relation, entry: Entry, place: Place) -> Place:
    radius, precision = place.radius_km or 0.0, place.geoprecision or 1
    point = (entry.latitude, entry.longitude)
    if relation.kind == "border":
        precision = 5
    elif relation.kind == "part":
        precision = 5 if entry.feature == "country" else precision
        radius = radius if entry.feature == "settlement" else round(radius * SHARE_OF_PART, 1)
    elif relation.km is not None:
        precision = max(precision, 2 if relation.km <= FARTHEST_NEAR_KM else 5)
        radius = round(max(NEAR_FACILITY_KM, radius, SHARE_OF_DISTANCE * relation.km), 1)
        if relation.bearing is None:
            radius = round(radius + relation.km, 1)
        else:
            point = moved(*point, km=relation.km, bearing=relation.bearing)
    elif relation.kind == "side":
        precision, radius = max(2, precision), round(radius + SIDE_KM, 1)
    else:
        wider = NEAR_FACILITY_KM if entry.feature == "facility" else NEAR_TOWN_KM
        precision, radius = max(2, precision), round(radius + wider, 1)
    return replace(
        place,
        id=_id(document, entry.id, place.feature, fold(place.name) if place.anchor else "", relation.text),
        latitude=round(point[0], 4),
        longitude=round(point[1], 4),
        radius_km=radius,
        geoprecision=precision,
        relation=relation.text,
        anchor=_id(document, entry.id),
    )


def _unresolved(document: str, words: PlaceWords, choice: Choice) -> Place:
    """Keep a name without a point, with what its container says and the reason."""
    reason = choice.reason or "stated but unresolved"
    container = choice.container
    area = container if container and container.feature == "admin1" else None
    relation = words.relation.text if words.relation else None
    candidates = (choice.entry, *choice.runners_up) if choice.entry else choice.runners_up
    place = Place(
        id=_id(document, fold(words.name) or words.name, relation or ""),
        name=words.name,
        feature="facility" if words.facility else words.wanted or "unknown",
        country=container.country if container else choice.country,
        admin1=area.name if area else None,
        admin2=None,
        latitude=None,
        longitude=None,
        radius_km=None,
        geoprecision=None,
        gazetteer_id=None,
        relation=relation,
        alternatives=tuple(_alternative(entry) for entry in candidates),
    )
    return replace(place, missing=tuple(Missing(f, reason) for f in _UNKNOWN if getattr(place, f) is None))


def _alternative(entry: Entry) -> PlaceAlternative:
    return PlaceAlternative(entry.name, entry.id, entry.country, entry.latitude, entry.longitude)
