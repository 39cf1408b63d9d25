"""Tellings of one event within a report, joined: one event with several anchors.

In: events in text order. Out: fewer events; the fullest telling gives the
values, the others add what it lacks. Two tellings are joined only when nothing
they say conflicts and something they say agrees.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from whowhom.pipeline.events import explain
from whowhom.pipeline.wholes import with_wholes
from whowhom.records import DateRange, Document, Event, Layers, Participant, Place, Toll

# A noun with "the" that retells an event stands within this many sentences of it.
ANAPHORA_SENTENCES = 3
# "The attack by rebels": so far from its noun may its actor stand.
OWN_ACTOR_CHARACTERS = 8
_DEFINITE = frozenset(["the", "this", "that", "these", "those", "such"])
_ANEW = frozenset("again anew another second third fourth fifth new further more other also too later".split())


@dataclass(frozen=True)
class Telling:
    """An event with what joining needs to know about where it stands.

    Attributes:
        lemma: Lemma of its trigger.
        sentence: Index of its sentence.
        headline: It stands in the headline, whose events the body tells again.
        definite: Its trigger is a noun with "the", "this" or "that", or a participle before such a
            noun ("the murdered mayor").
        anew: It is told as one more: "again", "another", "a second", "also", "a new".
    """

    event: Event
    lemma: str
    sentence: int
    headline: bool
    definite: bool
    anew: bool = False

    @cached_property
    def sides(self) -> dict[str, frozenset[str | None]]:
        """Ids of the actors and objects on each side, "a" and "b"."""
        parts = self.event.participants
        return {side: frozenset(p.actor or p.object for p in parts if p.side == side) for side in ("a", "b")}

    @cached_property
    def figures(self) -> frozenset[tuple[object, ...]]:
        """Outcome and bounds of all its figures."""
        tolls = (*self.event.tolls, *self.event.counts)
        return frozenset((toll.outcome, toll.low, toll.best, toll.high) for toll in tolls)


class _Groups:
    """Groups of tellings, and which of them a telling may belong to.

    Two tellings agree in something: a headline stands for what the body tells, "the" takes up
    what was told just before, or they have an actor or a thing on the same side. Each is an
    index here, so that a long report is not compared with all that it told before.
    """

    def __init__(self) -> None:
        self.groups: list[list[Telling]] = []
        self._by_key: dict[tuple[object, ...], list[int]] = {}

    def add(self, telling: Telling, home: int | None) -> None:
        """Put a telling into a group, or into a new one."""
        if home is None:
            home = len(self.groups)
            self.groups.append([])
        self.groups[home].append(telling)
        for key in self._keys(telling):
            numbers = self._by_key.setdefault(key, [])
            if home not in numbers[-1:]:
                numbers.append(home)

    def near(self, telling: Telling) -> list[int]:
        """List the groups that a telling may belong to, the newest first."""
        keys = [("headline",), *self._shared(telling)]
        if telling.headline or (telling.definite and telling.event.responsibility):
            keys = [("any",)]
        elif telling.definite:
            reach = range(telling.sentence - ANAPHORA_SENTENCES, telling.sentence + 1)
            keys += [("sentence", sentence) for sentence in reach]
        kind = (telling.event.type, telling.event.factuality.polarity)
        found = {number for key in keys for number in self._by_key.get((*kind, *key), ())}
        if telling.definite:
            # "Raided the mosque ... the raid" is one act, whatever types it is read with.
            reach = range(telling.sentence - ANAPHORA_SENTENCES, telling.sentence + 1)
            found.update(n for s in reach for n in self._by_key.get((kind[1], "lemma", telling.lemma, s), ()))
        return sorted((number for number in found if self.groups[number]), reverse=True)

    def absorb(self, number: int, home: int) -> None:
        """Put all of a group into another one."""
        tellings, self.groups[number] = self.groups[number], []
        for telling in tellings:
            self.add(telling, home)

    def _keys(self, telling: Telling) -> Iterator[tuple[object, ...]]:
        kind = (telling.event.type, telling.event.factuality.polarity)
        yield (kind[1], "lemma", telling.lemma, telling.sentence)
        keys = [("any",), ("sentence", telling.sentence), *self._shared(telling)]
        yield from ((*kind, *key) for key in (*keys, *([("headline",)] if telling.headline else [])))

    def _shared(self, telling: Telling) -> list[tuple[object, ...]]:
        return [(side, party) for side, parties in telling.sides.items() for party in parties]


def merge_tellings(
    tellings: Sequence[Telling],
    document: Document,
    places: Sequence[Place],
    apart: frozenset[tuple[str, str]] = frozenset(),
) -> tuple[Event, ...]:
    """Join the tellings of one event.

    Args:
        apart: Ids of tellings that a link parts, both ways round: what was done in retaliation
            for an attack is not the attack.

    Returns:
        Events in the order of their first anchor in the text.
    """
    table = {place.id: place for place in places}
    found = _Groups()
    whole = (replace(telling, event=with_wholes(telling.event, document.text)) for telling in tellings)
    for telling in whole:
        fitting = [
            number
            for number in found.near(telling)
            if _belongs(telling, found.groups[number], table) and not _is_parted(telling, found.groups[number], apart)
        ]
        if not fitting:
            found.add(telling, None)
            continue
        home, *others = fitting
        found.add(telling, home)
        # The headline's event was told before all others, and may be met only by a later word of the body.
        for number in others:
            told = found.groups[number]
            if all(one.headline and not _is_parted(one, found.groups[home], apart) for one in told):
                found.absorb(number, home)
    events = [_joined(group, document) for group in found.groups if group]
    return tuple(sorted(events, key=lambda event: min(anchor.start for anchor in event.anchors)))


def _is_parted(telling: Telling, group: Sequence[Telling], apart: frozenset[tuple[str, str]]) -> bool:
    return bool(apart) and any((telling.event.id, other.event.id) in apart for other in group)


def _belongs(telling: Telling, group: Sequence[Telling], places: Mapping[str, Place]) -> bool:
    """Say whether a telling agrees with all of a group; with the headline only where nothing else is there.

    Of a headline's words for one event ("shelling kills 12") any is enough, for none has it whole.
    """
    fuller = [other for other in group if not other.headline]
    if not fuller:
        return any(_is_same(other, telling, places) for other in group)
    return all(_is_same(other, telling, places) for other in fuller)


def _is_same(left: Telling, right: Telling, places: Mapping[str, Place]) -> bool:
    a, b = left.event, right.event
    close = 0 <= right.sentence - left.sentence <= ANAPHORA_SENTENCES
    retold = right.definite and close and left.lemma == right.lemma
    if (a.type != b.type and not retold) or a.factuality.polarity != b.factuality.polarity:
        return False
    if (left.headline or right.headline) and left.figures & right.figures:
        # Both give one and the same figure for an outcome ("kills at least 14").
        return _dates(a, b) is not False
    if a.modes and b.modes and a.modes != b.modes:
        return False
    if left.sentence == right.sentence and not (left.headline or right.definite):
        # Two words of one sentence that were not folded tell two events ("killed two and abducted three"), unless
        # one counts alone what the other has as part of a whole: "shelling killed 12, among them five children".
        conflicts = (_dates(a, b), _side(left, right, "a"), _side(left, right, "b"), _places(a, b, places))
        return a.clarity == b.clarity == "single" and _share_a_part(a, b) and False not in conflicts
    if (left.headline or right.headline) and left.lemma == right.lemma:
        # A headline calls the same people "militants" whom the body names.
        return _dates(a, b) is not False and _places(a, b, places) is not False
    dates, who, whom = _dates(a, b), _side(left, right, "a"), _side(left, right, "b")
    if who is False and right.definite and close and not _has_own_actor(b):
        # "The army opened an inquiry into the shooting": the army is the inquiry's, wherever it was read.
        who = None
    if False in (dates, who, whom):
        return False
    where = _places(a, b, places)
    if where is False or not _tolls_agree(a, b):
        return False
    if left.headline or right.headline:
        return bool(who or whom or where)
    if b.responsibility and right.definite:
        return True
    if (right.definite and close) or _is_one_act(left, right, who, whom):
        return True
    return bool((dates and (who or whom)) or (whom and who and where))


def _is_one_act(left: Telling, right: Telling, who: bool | None, whom: bool | None) -> bool:
    """Say whether two single acts are one by their people: both sides the same, or one side and the word or mode.

    "Again" and "another" tell a second one.
    """
    a, b = left.event, right.event
    if right.anew or a.clarity != "single" or b.clarity != "single":
        return False
    same_word, same_mode = left.lemma == right.lemma, bool(a.modes) and a.modes == b.modes
    return bool((who and whom) or (same_word and (who or whom)) or (same_mode and whom))


def _share_a_part(a: Event, b: Event) -> bool:
    """Say whether one event counts alone, by the same words, what the other has as part of a whole."""
    return _lacks_whole(a, b) or _lacks_whole(b, a)


def _lacks_whole(event: Event, other: Event) -> bool:
    alone = {(toll.outcome, toll.start, toll.end) for toll in event.tolls if toll.part_of is None}
    return any(toll.part_of is not None and (toll.outcome, toll.start, toll.end) in alone for toll in other.tolls)


def _has_own_actor(event: Event) -> bool:
    """Say whether an actor stands right before or behind the words of an event: "the rebel attack", "by rebels"."""
    anchor = event.anchors[0]
    actors = [part for part in event.participants if part.side == "a"]
    return any(
        0 <= anchor.start - part.end <= OWN_ACTOR_CHARACTERS or 0 <= part.start - anchor.end <= OWN_ACTOR_CHARACTERS
        for part in actors
    )


def _dates(a: Event, b: Event) -> bool | None:
    """Say whether dates agree (True), conflict (False) or one is untold (None)."""
    if not a.dates or not b.dates:
        return None
    return any(_overlap(x, y) for x in a.dates for y in b.dates)


def _overlap(x: DateRange, y: DateRange) -> bool:
    late, early = max(x.from_ or "", y.from_ or ""), min(x.to or "9999", y.to or "9999")
    return late <= early


def _side(left: Telling, right: Telling, side: str) -> bool | None:
    first, second = left.sides[side], right.sides[side]
    if not first or not second:
        return None
    return bool(first & second)


def _places(a: Event, b: Event, places: Mapping[str, Place]) -> bool | None:
    """Compare places: the same, or one within the other's country or first-level area."""
    if not a.places or not b.places:
        return None
    first, second = [places[p.place] for p in a.places], [places[p.place] for p in b.places]
    if {p.id for p in first} & {p.id for p in second}:
        return True
    return any(_holds(x, y) or _holds(y, x) for x in first for y in second)


def _holds(outer: Place, inner: Place) -> bool:
    if outer.country is None or outer.country != inner.country:
        return False
    return outer.feature == "country" or (outer.feature == "admin1" and outer.admin1 == inner.admin1)


def _tolls_agree(a: Event, b: Event) -> bool:
    """Two exact figures for one outcome that differ tell two events (or two claims: kept apart)."""
    for x in (*a.tolls, *a.counts):
        for y in (*b.tolls, *b.counts):
            whole = x.part_of is None and y.part_of is None
            if whole and x.outcome == y.outcome and x.bound == y.bound == "exact" and x.best != y.best:
                return False
    return True


def _fullness(telling: Telling) -> tuple[int, int, int]:
    event = telling.event
    values = len(event.participants) + len(event.dates) + len(event.places) + len(event.tolls) + len(event.counts)
    return (values, -int(telling.headline), -event.anchors[0].start)


def _joined(group: Sequence[Telling], document: Document) -> Event:
    if len(group) == 1:
        return group[0].event
    ordered = sorted(group, key=_fullness, reverse=True)
    main = ordered[0].event
    others = [telling.event for telling in ordered[1:]]
    event = replace(
        main,
        anchors=tuple(anchor for telling in ordered for anchor in telling.event.anchors),
        modes=main.modes or next((e.modes for e in others if e.modes), ()),
        dates=main.dates or next((e.dates for e in others if e.dates), ()),
        places=main.places or next((e.places for e in others if e.places), ()),
        participants=_participants(main, others),
        tolls=_tolls(main, others),
        responsibility=tuple(dict.fromkeys(r for e in (main, *others) for r in e.responsibility)),
        counts=main.counts or next((e.counts for e in others if e.counts), ()),
        attribution=main.attribution or next((e.attribution for e in others if e.attribution), ()),
        background=all(telling.event.background for telling in group),
        score=max(telling.event.score for telling in group),
        acled=main.acled or next((e.acled for e in others if e.acled), None),
        ged=main.ged or next((e.ged for e in others if e.ged), None),
        cameo=main.cameo or next((e.cameo for e in others if e.cameo), None),
    )
    return explain(event, document)


def _tolls(main: Event, others: Sequence[Event]) -> tuple[Toll, ...]:
    """Take the fullest telling's figures, or those of a telling that has the whole of which it has only a part."""
    whole = next((other.tolls for other in others if _lacks_whole(main, other)), None)
    if whole is not None:
        return whole
    return main.tolls or next((event.tolls for event in others if event.tolls), ())


def _participants(main: Event, others: Sequence[Event]) -> tuple[Participant, ...]:
    """Take the fullest telling's sides; a side it lacks comes from the first that has it."""
    found = list(main.participants)
    for other in others:
        sides = {p.side for p in found}
        found.extend(p for p in other.participants if p.side not in sides)
    return tuple(found)


def tell(event: Event, lemma: str, sentence: int, layers: Layers) -> Telling:
    """Note where an event is told."""
    anchor = event.anchors[0]
    words = range(bisect_left(layers.starts, anchor.start), bisect_left(layers.starts, anchor.end))
    regions = layers.document.regions
    at = bisect_right(regions, anchor.start, key=lambda region: region.start) - 1
    headline = at >= 0 and regions[at].kind == "headline" and anchor.start < regions[at].end
    definite = False
    if words and layers.upos[words[-1]] in ("NOUN", "PROPN"):
        determiners = (layers.word(i).lower() for i in _determiners(layers, words))
        definite = any(word in _DEFINITE for word in determiners)
    elif words and layers.deprels[words[-1]] == "amod" and layers.xpos[words[-1]] in ("VBN", "VBD"):
        noun = layers.heads[words[-1]]
        definite = any(layers.word(i).lower() in _DEFINITE for i in _determiners(layers, range(noun, noun + 1)))
    anew = any(layers.word(i).lower() in _ANEW for i in _below(layers, words, "det", "amod", "advmod"))
    return Telling(event, lemma, sentence, headline, definite, anew)


def _determiners(layers: Layers, words: range) -> Iterator[int]:
    """Yield what stands as a determiner of some words, in the sentences that they stand in."""
    return _below(layers, words, "det", "nmod:poss")


def _below(layers: Layers, words: range, *relations: str) -> Iterator[int]:
    """Yield what hangs on some words by one of the relations."""
    if not words:
        return
    first = layers.sentences[bisect_right(layers.sentences, words[0], key=lambda sentence: sentence[0]) - 1][0]
    last = layers.sentences[bisect_right(layers.sentences, words[-1], key=lambda sentence: sentence[0]) - 1][1]
    for word in range(first, last):
        if layers.heads[word] in words and layers.deprels[word] in relations:
            yield word
