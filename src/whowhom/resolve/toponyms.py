"""Every place name of a text on the map, also where the words leave a choice.

In: a text and the spans of its place names. Out: one :class:`Toponym` for each. The places
of events abstain where names tie or are unknown (``places``); here, with ``guess``, the best
candidate is taken, and an unknown name is put where its neighbours in the text are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from whowhom.gazetteer import Entry, Gazetteer, split_class
from whowhom.records import Span
from whowhom.resolve.place_choice import PEOPLE, Choice, Reading, read_mention
from whowhom.resolve.place_context import country_weights, distance_km
from whowhom.resolve.place_words import read_words
from whowhom.resolve.places import check_spans, choose_all
from whowhom.resolve.span_sets import SpanSet

UNKNOWN = "not in the gazetteer"
ESTIMATED = "not in the gazetteer; placed with its neighbours"
GUESSED = "the likeliest of several"
# Neighbours of an unknown name, on either side of it, among which the most central one gives the point.
NEIGHBOURS = 3
_WIDE = ("country", "region", "natural")


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name and where it lies.

    Attributes:
        span: The stretch of the text that was given.
        entry: The gazetteer's entry; None where the name is unknown or was not chosen.
        latitude: WGS 84 degrees; None where there is no point.
        longitude: WGS 84 degrees; None where there is no point.
        candidates: Entries of that name, the chosen one among them; empty for unknown names.
        reason: Why there is no entry, or that it is a guess; None for a sure one.
    """

    span: Span
    entry: Entry | None
    latitude: float | None
    longitude: float | None
    candidates: tuple[Entry, ...]
    reason: str | None


def resolve_toponyms(
    text: str,
    spans: Sequence[Span],
    *,
    gazetteer: Gazetteer,
    masked: Sequence[Span] = (),
    country_hint: str | None = None,
    guess: bool = True,
) -> tuple[Toponym, ...]:
    """Resolve place names, each to one entry.

    Args:
        text: The canonical text.
        spans: Place names in any order; they are taken to be places, peoples ("Afghan") too.
        masked: Names of groups and persons, whose countries count less.
        country_hint: A country that the text is known to be about (ISO alpha-2).
        guess: Take the likeliest entry where names tie, and estimate unknown ones; False
            leaves them without a point, as events do.

    Returns:
        One for each span, in the order given.

    Raises:
        ResolutionError: a span reaches past the end of the text.
    """
    check_spans(text, spans)
    readings = [_read(text, span, gazetteer) for span in spans]
    weights = country_weights(text, gazetteer=gazetteer, masked=masked, hint=country_hint)
    choices = choose_all(readings, weights, gazetteer, spreads=True)
    found = [_toponym(span, readings[at], choices.get(at), guess=guess) for at, span in enumerate(spans)]
    return tuple(_with_estimate(found, at) if guess else toponym for at, toponym in enumerate(found))


def _read(text: str, span: Span, gazetteer: Gazetteer) -> Reading | str:
    """Read a name that is known to be one: what the rules for events refuse is looked up as it stands."""
    reading = read_mention(text, span, gazetteer=gazetteer, masked=SpanSet())
    if isinstance(reading, Reading) and reading.entries:
        return reading
    words = text[span.start : span.end]
    if reading == PEOPLE and (code := gazetteer.country_of_demonym(words.split("-")[0])):
        land = gazetteer.country_entry(code)
        return Reading(span, read_words(text, span), (land,)) if land else reading
    entries = next((known for name in _forms(words) if (known := gazetteer.lookup(name))), ())
    return Reading(span, read_words(text, span), entries) if entries else reading


def _forms(words: str) -> list[str]:
    """Give other forms under which a name may be known: without class, side and pointing words."""
    bare = split_class(words)[0]
    parts = bare.split()
    shorter = [" ".join(parts[at:]) for at in range(1, len(parts)) if parts[at - 1].lower() in _FRONTS]
    return [words, bare, words.title() if words.isupper() or words.islower() else bare, *shorter]


_FRONTS = frozenset(
    ("greater", "north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "downtown",
     "upper", "lower", "inner", "outer", "old", "metro", "metropolitan", "suburban", "rural", "the", "mainland", "port",
     "northeast", "northwest", "southeast", "southwest", "northeastern", "northwestern", "southeastern",
     "southwestern", "mid", "modern", "modern-day", "former")
)  # fmt: skip


def _toponym(span: Span, reading: Reading | str, choice: Choice | None, *, guess: bool) -> Toponym:
    if isinstance(reading, str) or choice is None:
        return Toponym(span, None, None, None, (), reading if isinstance(reading, str) else UNKNOWN)
    if choice.entry is not None:
        return _at(span, choice.entry, reading.entries, None)
    likeliest = next(iter(choice.runners_up or reading.entries), None)
    if guess and likeliest is not None:
        return _at(span, likeliest, reading.entries, GUESSED)
    return Toponym(span, None, None, None, reading.entries, str(choice.reason) if reading.entries else UNKNOWN)


def _at(span: Span, entry: Entry, candidates: tuple[Entry, ...], reason: str | None) -> Toponym:
    return Toponym(span, entry, entry.latitude, entry.longitude, candidates, reason)


def _with_estimate(found: Sequence[Toponym], at: int) -> Toponym:
    """Put an unknown name where the most central of its neighbours lies."""
    toponym = found[at]
    if toponym.entry is not None:
        return toponym
    neighbours = sorted(
        (other for other in found if other.entry is not None),
        key=lambda other: (
            other.entry is not None and other.entry.feature in _WIDE,
            abs(other.span.start - toponym.span.start),
        ),
    )[: 2 * NEIGHBOURS]
    points = [(other.entry.latitude, other.entry.longitude) for other in neighbours if other.entry is not None]
    if not points:
        return toponym
    latitude, longitude = min(points, key=lambda point: sum(distance_km(point, other) for other in points))
    return replace(toponym, latitude=latitude, longitude=longitude, reason=ESTIMATED)
