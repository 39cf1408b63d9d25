"""The coding of one report: what every command and every other program reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from whowhom.records.actors import Actor, Object
from whowhom.records.documents import Document
from whowhom.records.events import Estimate, Event, Forecast, Statement, Tie
from whowhom.records.spans import Quote, Skipped, Span
from whowhom.records.values import Place, Voice
from whowhom.records.voices import named_words

T = TypeVar("T", Actor, Place, Object)
FORMAT = "whowhom-coding/1"


@dataclass(frozen=True, slots=True)
class Coder:
    """Who or what coded: names, versions and the digests of its data."""

    name: str
    version: str
    weights: str | None
    codebook: str
    gazetteer: str | None
    registry: str | None


@dataclass(frozen=True, slots=True)
class Coding:
    """All that one coder found in one report.

    Events are in the order of their first anchor; the tables of actors,
    objects and places in the order of their first mention.
    """

    format: str
    coder: Coder
    document: Document
    actors: tuple[Actor, ...] = ()
    objects: tuple[Object, ...] = ()
    places: tuple[Place, ...] = ()
    events: tuple[Event, ...] = ()
    ties: tuple[Tie, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    statements: tuple[Statement, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    def quote(self, span: Span | Quote) -> str:
        """Return the words of a span of this report.

        Args:
            span: Anything with ``start`` and ``end`` in code points.

        Raises:
            IndexError: the span reaches past the end of the text.
        """
        if span.end > len(self.document.text):
            size = len(self.document.text)
            raise IndexError(f"span [{span.start}, {span.end}) reaches past the text of {size} code points")
        return self.document.text[span.start : span.end]

    def actor(self, actor_id: str) -> Actor:
        """Return the actor with that id; KeyError when there is none."""
        return _find(self.actors, actor_id)

    def voice_words(self, voice: Voice) -> str | None:
        """Return the words of a voice, or the name of its actor where they are a pronoun; None for hearsay."""
        name = next((actor.name for actor in self.actors if actor.id == voice.actor), None)
        return named_words(voice.voice, name)

    def place(self, place_id: str) -> Place:
        """Return the place with that id; KeyError when there is none."""
        return _find(self.places, place_id)

    def object(self, object_id: str) -> Object:
        """Return the object with that id; KeyError when there is none."""
        return _find(self.objects, object_id)


def _find(table: tuple[T, ...], wanted: str) -> T:
    for row in table:
        if row.id == wanted:
            return row
    raise KeyError(f"no record with id {wanted!r} in this coding")
