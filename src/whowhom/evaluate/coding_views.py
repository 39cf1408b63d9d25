"""Codings and labels as what is scored: one view for both.

In: a :class:`~whowhom.records.Coding` of any coder, or a labelled document of our
own corpus. Out: a :class:`View` with spans and labels, without ids.

What one would get wrong: an event of a coding may hold values that another telling
of it brought, so a participant is also known by the other mentions of its actor.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from whowhom.corpora.own_records import LabelledActor, LabelledDocument, LabelledEvent, LabelledFigure, Spanned
from whowhom.records import Coding, Estimate, Event, Participant, Span, Tie, Toll

Figures: TypeAlias = tuple[int | None, int | None, int | None]
"""Low, best and high; None for an open end."""

VALUES = ("type", "mode", "acled", "polarity", "certainty", "stage", "background", "clarity")
"""Fields of an event with one value, or none."""
ITEMS = (
    "participants",
    "objects",
    "instrument",
    "places",
    "dates",
    "tolls",
    "counts",
    "sources",
    "cues",
    "responsibility",
    "reason",
)
"""Fields of an event with any number of stretches of the text."""
TIES = {"led": "leads"}
"""Ties of the labels that a coding tells apart by their period: an office that is over."""


@dataclass(frozen=True, slots=True)
class Item:
    """A stretch of the text in some part.

    Attributes:
        label: Role, outcome or stance; "" for fields without one.
        mentions: Other stretches that name the same actor.
        figures: Of tolls and counts.
    """

    span: Span
    label: str = ""
    mentions: tuple[Span, ...] = ()
    figures: Figures | None = None


@dataclass(frozen=True, slots=True)
class EventView:
    """One event.

    Attributes:
        triggers: All words that tell it.
        values: By the names of :data:`VALUES`; None where nothing is given.
        items: By the names of :data:`ITEMS`; every name is there.
        score: Probability the coder gave it, 0-1; None for labels.
    """

    triggers: tuple[Span, ...]
    values: Mapping[str, str | None]
    items: Mapping[str, tuple[Item, ...]]
    score: float | None = None


@dataclass(frozen=True, slots=True)
class TieView:
    """A tie by all mentions of both its actors."""

    kind: str
    subject: tuple[Span, ...]
    object: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class View:
    """One document as one coder sees it.

    Attributes:
        digest: sha-256 of the text: the same text has the same.
        name: For messages.
        start: First code point that was coded; ``end`` is one past the last.
        actors: Each by all its mentions, pronouns among them.
        aside: Whether nothing was said of events: their absence is no label.
    """

    digest: str
    name: str
    start: int
    end: int
    events: tuple[EventView, ...]
    ties: tuple[TieView, ...]
    statements: tuple[Item, ...]
    forecasts: tuple[Item, ...]
    actors: tuple[tuple[Span, ...], ...] = ()
    estimates: tuple[Item, ...] = ()
    aside: bool = False


def clip(view: View, start: int, end: int) -> View:
    """Leave out what lies outside a range: events by their first trigger, the rest by its words."""

    def inside(spans: Iterable[Span]) -> bool:
        return any(start <= span.start and span.end <= end for span in spans)

    return View(
        view.digest,
        view.name,
        max(start, view.start),
        min(end, view.end),
        tuple(event for event in view.events if inside(event.triggers[:1])),
        tuple(tie for tie in view.ties if inside(tie.subject) and inside(tie.object)),
        tuple(item for item in view.statements if inside((item.span,))),
        tuple(item for item in view.forecasts if inside((item.span,))),
        tuple(
            tuple(span for span in actor if inside((span,)))
            for actor in view.actors
            if any(inside((s,)) for s in actor)
        ),
        tuple(item for item in view.estimates if inside((item.span,))),
        view.aside,
    )


def view_coding(coding: Coding) -> View:
    """See a coding as what is scored."""
    mentions = {actor.id: tuple(quote.span for quote in actor.mentions) for actor in coding.actors}
    publication = coding.document.publication
    return View(
        digest=coding.document.id,
        name=publication.path or publication.url or coding.document.id[:12],
        start=0,
        end=len(coding.document.text),
        events=tuple(_coded_event(event, mentions) for event in coding.events if event.anchors),
        ties=tuple(_coded_tie(tie, mentions) for tie in coding.ties if _is_stated(tie)),
        statements=tuple(Item(Span(said.start, said.end), said.stance) for said in coding.statements),
        forecasts=tuple(Item(forecast.outcome.span) for forecast in coding.forecasts),
        actors=tuple(filter(None, mentions.values())),
        estimates=tuple(_coded_estimate(row) for row in coding.estimates if row.evidence),
    )


def view_labels(document: LabelledDocument) -> View:
    """See a labelled document as what is scored."""
    mentions = {actor["id"]: _mentions(actor) for actor in document["actors"]}
    return View(
        digest=document["sha256"],
        name=document["doc"],
        start=document["read_from"],
        end=document["read_to"],
        events=tuple(_labelled_event(event, mentions) for event in document["events"]),
        ties=tuple(
            TieView(TIES.get(tie["tie"], tie["tie"]), mentions.get(tie["subject"], ()), mentions.get(tie["object"], ()))
            for tie in document["ties"]
        ),
        statements=tuple(Item(Span(*said["span"]), said["stance"]) for said in document["statements"]),
        forecasts=tuple(Item(Span(*forecast["outcome"]["span"])) for forecast in document["forecasts"]),
        actors=tuple(filter(None, mentions.values())),
        estimates=tuple(
            Item(Span(*row["span"]), row["measure"], figures=(row["low"], row["best"], row["high"]))
            for row in document["estimates"]
        ),
        aside=document.get("aside", False),
    )


def _coded_event(event: Event, mentions: Mapping[str, tuple[Span, ...]]) -> EventView:
    values = {
        "type": event.type,
        "mode": event.modes[0] if event.modes else None,
        "acled": event.acled.sub_event_type if event.acled else None,
        "polarity": event.factuality.polarity,
        "certainty": event.factuality.certainty,
        "stage": event.factuality.stage,
        "background": str(event.background),
        "clarity": event.clarity,
    }
    triggers = tuple(quote.span for quote in event.anchors)
    return EventView(triggers, values, _coded_items(event, mentions), event.score)


def _coded_items(event: Event, mentions: Mapping[str, tuple[Span, ...]]) -> dict[str, tuple[Item, ...]]:
    voices = event.attribution
    return {
        "participants": tuple(
            Item(Span(row.start, row.end), row.role, mentions.get(row.actor, ()))
            for row in event.participants
            if row.actor is not None
        ),
        "objects": tuple(
            Item(Span(row.start, row.end), _object_role(row)) for row in event.participants if row.object is not None
        ),
        "instrument": (Item(event.instrument.span),) if event.instrument else (),
        # The labels hold places told nearby, and never that a report is about a country.
        "places": tuple(Item(Span(row.start, row.end), row.role) for row in event.places if row.basis != "report"),
        "dates": _distinct(Span(row.start, row.end) for row in event.dates),
        "tolls": tuple(_coded_figure(toll) for toll in event.tolls),
        "counts": tuple(_coded_figure(toll) for toll in event.counts),
        "sources": tuple(Item(Span(row.start, row.end)) for row in voices if row.start is not None and row.end),
        "cues": tuple(Item(row.cue.span) for row in voices if row.cue is not None),
        "responsibility": tuple(Item(Span(row.start, row.end), row.stance) for row in event.responsibility),
        "reason": (Item(event.reason.span),) if event.reason else (),
    }


def _object_role(row: Participant) -> str:
    # A coding says of a thing used that it assists; the labels have a role for it.
    return "target" if row.role == "target" else "used"


def _coded_figure(toll: Toll) -> Item:
    return Item(Span(toll.start, toll.end), toll.outcome, figures=(toll.low, toll.best, toll.high))


def _is_stated(tie: Tie) -> bool:
    """Say whether a tie is one that the labels hold: stated, not derived from events, not denied nor only ahead."""
    told = tie.factuality
    return tie.rule is None and told.polarity != "did not happen" and told.stage in ("accomplished", "under way")


def _coded_estimate(row: Estimate) -> Item:
    words = row.evidence[0]
    return Item(Span(words.start, words.end), row.measure, figures=(row.low, row.best, row.high))


def _coded_tie(tie: Tie, mentions: Mapping[str, tuple[Span, ...]]) -> TieView:
    return TieView(tie.tie, mentions.get(tie.subject, ()), mentions.get(tie.object, ()))


def _labelled_event(event: LabelledEvent, mentions: Mapping[str, tuple[Span, ...]]) -> EventView:
    values = {
        "type": event["type"],
        "mode": event["mode"],
        "acled": event["acled"],
        "polarity": event["polarity"],
        "certainty": event["certainty"],
        "stage": event["stage"],
        "background": str(event["background"]),
        "clarity": event["clarity"],
    }
    triggers = (Span(*event["trigger"]), *(Span(*row["span"]) for row in event["retold"]))
    return EventView(triggers, values, _labelled_items(event, mentions))


def _labelled_items(event: LabelledEvent, mentions: Mapping[str, tuple[Span, ...]]) -> dict[str, tuple[Item, ...]]:
    voices = event["attribution"]
    return {
        "participants": tuple(
            Item(Span(*row["span"]), row["role"], mentions.get(row["actor"] or "", ())) for row in event["participants"]
        ),
        "objects": tuple(Item(Span(*row["span"]), row["role"]) for row in event["objects"]),
        "instrument": _optional([event["instrument"]]),
        "places": tuple(Item(Span(*row["span"]), row["role"]) for row in event["places"]),
        "dates": _distinct(Span(*row["span"]) for row in event["dates"]),
        "tolls": _labelled_figures(event["tolls"]),
        "counts": _labelled_figures(event["counts"]),
        "sources": _optional([row["source"] for row in voices]),
        "cues": _optional([row["cue"] for row in voices]),
        "responsibility": tuple(Item(Span(*row["span"]), row["stance"]) for row in event["responsibility"]),
        "reason": _optional([event["reason"]]),
    }


def _labelled_figures(figures: Sequence[LabelledFigure]) -> tuple[Item, ...]:
    return tuple(
        Item(Span(*row["span"]), row["outcome"], figures=(row["low"], row["best"], row["high"])) for row in figures
    )


def _mentions(actor: LabelledActor) -> tuple[Span, ...]:
    return tuple(Span(*mention["span"]) for mention in actor["mentions"])


def _optional(rows: Iterable[Spanned | None]) -> tuple[Item, ...]:
    return tuple(Item(Span(*row["span"])) for row in rows if row is not None)


def _distinct(spans: Iterable[Span]) -> tuple[Item, ...]:
    return tuple(Item(span) for span in dict.fromkeys(spans))
