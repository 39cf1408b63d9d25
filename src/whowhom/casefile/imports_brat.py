"""Brat stand-off as codings: events with their roles, negation and speculation.

In: a ``.txt`` file with its ``.ann``. Out: a coding, and how many lines were left aside.

What one would get wrong: brat counts characters of the file as it stands, with ``\\r\\n`` as
two; the text here has one line end, so offsets are shifted. Types must be the codebook's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from whowhom.casefile.rowtexts import make_id, missing
from whowhom.codebook import load_codebook
from whowhom.coding.figures import parse_figure
from whowhom.errors import RecordError
from whowhom.ingest import PublicationHints, document_from_text
from whowhom.records import (
    FORMAT,
    Actor,
    Coder,
    Coding,
    Document,
    Event,
    EventPlace,
    Evidence,
    Factuality,
    Missing,
    Participant,
    Place,
    Quote,
    Toll,
)

ACTOR_ROLES = {"actor", "agent", "attacker", "perpetrator", "instigator", "assailant"}
TARGET_ROLES = {"target", "victim", "patient", "recipient", "theme"}
PLACE_ROLES = {"place", "location", "at", "loc"}
TOLL_ROLES = {"killed": "killed", "dead": "killed", "deaths": "killed", "toll": "killed", "injured": "injured"}
TOLL_ROLES |= {"wounded": "injured"}
_SPAN = re.compile(r"(\S+) (\d+) (\d+)(?:;\d+ \d+)*$")


@dataclass
class _Standoff:
    """Lines of one ``.ann`` file, by id."""

    spans: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    events: dict[str, tuple[str, str, list[tuple[str, str]]]] = field(default_factory=dict)
    marks: dict[str, set[str]] = field(default_factory=dict)
    ignored: int = 0


def read_brat(path: Path, coder: Coder) -> tuple[Coding, int]:
    """Read one ``.ann`` file with the ``.txt`` beside it.

    Returns:
        The coding, and the number of lines that have no place in it (relations, notes,
        normalisations and roles that are not known).

    Raises:
        RecordError: a line, an offset or a type is faulty; the message names it.
    """
    try:
        raw = path.with_suffix(".txt").read_bytes().decode("utf-8")
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        cause = error.strerror if isinstance(error, OSError) else str(error)
        raise RecordError(f"{path}: cannot be read: {cause}. Expected the .ann file and its .txt in UTF-8.") from None
    document = document_from_text(raw, meta=PublicationHints(path=str(path.with_suffix(".txt"))), check_language=False)
    standoff = _read_lines(lines, path)
    if document.text != raw.replace("\r\n", "\n"):
        raise RecordError(f"{path}: the text has line ends or a mark at its start that cannot be mapped.")
    shift = [match.start() for match in re.finditer("\r\n", raw)]
    spans = {
        name: (kind, *_mapped(start, end, shift, document.text, f"{path}: {name}"))
        for name, (kind, start, end) in standoff.spans.items()
    }
    return _Maker(document, standoff, spans, path).coding(coder)


def _read_lines(lines: Sequence[str], path: Path) -> _Standoff:
    found = _Standoff()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        name, _, rest = line.partition("\t")
        where = f"{path}:{number}"
        if name.startswith("T"):
            match = _SPAN.match(rest.partition("\t")[0])
            if match is None:
                raise RecordError(f"{where}: expected 'T1<tab>Type start end<tab>text'.")
            found.spans[name] = (match[1], int(match[2]), int(match[3]))
        elif name.startswith("E"):
            head, *parts = [part.partition(":") for part in rest.split()]
            found.events[name] = (head[0], head[2], [(part[0].rstrip("0123456789"), part[2]) for part in parts])
        elif name.startswith(("A", "M")) and len(rest.split()) > 1:
            mark, target, *_ = rest.split()
            found.marks.setdefault(target, set()).add(mark.lower())
        else:
            found.ignored += 1
    return found


def _mapped(start: int, end: int, shift: Sequence[int], text: str, where: str) -> tuple[int, int]:
    first, last = (place - sum(1 for at in shift if at < place) for place in (start, end))
    if not 0 <= first < last <= len(text):
        raise RecordError(f"{where}: [{start}, {end}) does not lie in the text of {len(text)} characters.")
    return first, last


class _Maker:
    """Builds the coding of one file."""

    def __init__(
        self, document: Document, standoff: _Standoff, spans: Mapping[str, tuple[str, int, int]], path: Path
    ) -> None:
        self.document, self.standoff, self.spans, self.path = document, standoff, spans, path
        self.actors: dict[tuple[int, int], Actor] = {}
        self.places: dict[tuple[int, int], Place] = {}
        self.ignored = standoff.ignored

    def coding(self, coder: Coder) -> tuple[Coding, int]:
        """Make the coding; ids of its records come from the text and their spans."""
        made = {event.id: event for event in (self._event(name) for name in self.standoff.events)}
        events = tuple(sorted(made.values(), key=lambda event: event.anchors[0].start))
        actors = tuple(self.actors[span] for span in sorted(self.actors))
        places = tuple(self.places[span] for span in sorted(self.places))
        return Coding(FORMAT, coder, self.document, actors=actors, places=places, events=events), self.ignored

    def _event(self, name: str) -> Event:
        kind, trigger, roles = self.standoff.events[name]
        known = {one.name for one in load_codebook().types}
        type_, _, mode = kind.upper().partition("-")
        if type_ not in known:
            raise RecordError(f"{self.path}: {name} is of type {kind!r}; expected one of {', '.join(sorted(known))}.")
        anchor = self._quote(trigger, name)
        parts = list(self._participants(roles, name))
        places = tuple(self._places(roles, name))
        tolls = tuple(self._tolls(roles, name))
        values: dict[str, Any] = {"dates": (), "places": places, "instrument": None, "reason": None}
        values |= {"acled": None, "ged": None, "cameo": None}
        filled = {part.role for part in parts}
        open_sides = tuple(
            Missing(f"participants.{side}", "not stated") for side in ("actor", "target") if side not in filled
        )
        open_tolls = tuple(Missing(f"tolls[{number}].of", "not stated") for number in range(len(tolls)))
        return Event(
            id=make_id("e", self.document, "event", anchor.start, anchor.end),
            type=type_,
            modes=(mode.lower(),) if mode else (),
            anchors=(anchor,),
            background=False,
            clarity="single",
            event_count=None,
            participants=tuple(parts),
            tolls=tolls,
            counts=(),
            responsibility=(),
            attribution=(),
            factuality=_factuality(self.standoff.marks.get(name, set())),
            links=(),
            score=1.0,
            evidence=(Evidence("type", anchor.start, anchor.end, anchor.text),),
            missing=(*missing(values, values), *open_sides, *open_tolls),
            **values,
        )

    def _quote(self, name: str, owner: str) -> Quote:
        if name not in self.spans:
            raise RecordError(f"{self.path}: {owner} names {name!r}; expected the id of a text span (T...).")
        _, start, end = self.spans[name]
        return Quote(start, end, self.document.text[start:end])

    def _participants(self, roles: Sequence[tuple[str, str]], owner: str) -> Iterator[Participant]:
        for role, target in roles:
            kind = role.lower()
            if kind in ACTOR_ROLES or kind in TARGET_ROLES:
                quote = self._quote(target, owner)
                side = ("actor", "a") if kind in ACTOR_ROLES else ("target", "b")
                actor = self._actor(quote)
                yield Participant(actor.id, None, *side, None, None, "certain", quote.start, quote.end)  # type: ignore[arg-type]
            elif kind not in PLACE_ROLES and kind not in TOLL_ROLES:
                self.ignored += 1

    def _actor(self, quote: Quote) -> Actor:
        values = {"country": None, "part_of": None, "registry": None, "private": None}
        name = make_id("a", self.document, "actor", quote.start, quote.end)
        made = Actor(name, quote.text, (), (), None, None, None, None, (quote,), missing(values, values))
        return self.actors.setdefault((quote.start, quote.end), made)

    def _places(self, roles: Sequence[tuple[str, str]], owner: str) -> Iterator[EventPlace]:
        fields = ("country", "admin1", "admin2", "latitude", "longitude", "radius_km", "geoprecision", "gazetteer_id")
        values = dict.fromkeys(fields)
        for role, target in roles:
            if role.lower() in PLACE_ROLES:
                quote = self._quote(target, owner)
                name = make_id("p", self.document, "place", quote.start, quote.end)
                reasons = missing(values, fields, "stated but unresolved")
                made = Place(name, quote.text, "unknown", **values, mentions=(quote,), missing=reasons)  # type: ignore[arg-type]
                place = self.places.setdefault((quote.start, quote.end), made)
                yield EventPlace(place.id, "at", quote.start, quote.end)

    def _tolls(self, roles: Sequence[tuple[str, str]], owner: str) -> Iterator[Toll]:
        for role, target in roles:
            if role.lower() not in TOLL_ROLES:
                continue
            quote = self._quote(target, owner)
            figure = parse_figure(quote.text)
            low, best, high, bound = (
                (None, None, None, "none stated")
                if figure is None
                else (figure.low, figure.best, figure.high, figure.bound)
            )
            name = make_id("t", self.document, role.lower(), quote.start, quote.end)
            words = (quote.text, quote.start, quote.end)
            outcome = TOLL_ROLES[role.lower()]
            yield Toll(name, outcome, None, "unknown", low, best, high, bound, *words)  # type: ignore[arg-type]


def _factuality(marks: set[str]) -> Factuality:
    polarity = "did not happen" if "negation" in marks else "happened"
    return Factuality(polarity, "possible" if "speculation" in marks else "certain")  # type: ignore[arg-type]
