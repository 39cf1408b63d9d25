"""An event that a person marks in a text, as a coding of its own.

In: a document and :class:`Marked`: a type and stretches of words. Out: a coding with that one
event, resolved by the same steps as the built-in coder's drafts: days counted from the
publication, places looked up, actors by the registry, crosswalks by their rules.

What one would get wrong: a person says which words tell what, never what they resolve to. What
cannot be resolved is missing with its reason, as for any other coder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import cast, get_args

from whowhom.casefile.codings import BY_HAND
from whowhom.codebook import Codebook, load_codebook
from whowhom.coding.figures import parse_figure
from whowhom.errors import UsageError
from whowhom.gazetteer import Gazetteer
from whowhom.link.tellings import sentence_around
from whowhom.pipeline.crosswalks import Surroundings
from whowhom.pipeline.events import Assembly, DatedSpan
from whowhom.pipeline.tables import build_tables, make_id
from whowhom.records import (
    FORMAT,
    Coder,
    Coding,
    DateRange,
    Document,
    EventDraft,
    Factuality,
    Figure,
    MentionDraft,
    ParticipantDraft,
    PlaceDraft,
    Span,
    TollDraft,
    VoiceDraft,
)
from whowhom.records.actors import Role
from whowhom.records.events import CountOutcome, TollOutcome
from whowhom.records.values import VoiceRole
from whowhom.registry import Registry
from whowhom.resolve.dates import find_dates, resolve_date, years_in

TOLL_OUTCOMES: tuple[str, ...] = get_args(TollOutcome)
COUNT_OUTCOMES: tuple[str, ...] = get_args(CountOutcome)
RULE = "by hand"
PLAINLY_TOLD = Factuality()
_WORD = re.compile(r"\w[\w'’-]*")


@dataclass(frozen=True, slots=True)
class Marked:
    """An event as a person marks it.

    Attributes:
        anchor: The words that tell it.
        who: Words of those who did it; ``parties`` takes their place where the text gives no direction.
        figures: Outcome ("killed", "arrested") and the words of the figure.
        voice: Words of who says so; None: the report itself.
    """

    type: str
    anchor: Span
    mode: str | None = None
    who: tuple[Span, ...] = ()
    whom: tuple[Span, ...] = ()
    parties: tuple[Span, ...] = ()
    days: tuple[Span, ...] = ()
    places: tuple[Span, ...] = ()
    figures: tuple[tuple[str, Span], ...] = ()
    voice: Span | None = None
    voice_role: VoiceRole = "unnamed"
    factuality: Factuality = PLAINLY_TOLD
    is_background: bool = False


def hand_coder(who: str) -> Coder:
    """Name a person as the coder of what they add, with the data that resolve their words."""
    return Coder(who, BY_HAND, None, load_codebook().digest, _gazetteer().digest, _registry().digest)


def code_marked(document: Document, coder: Coder, marked: Marked) -> Coding:
    """Code one event as a person marked it.

    Raises:
        UsageError: the type or mode is none of the codebook's, words reach past the text, or the
            words of a figure hold no number.
    """
    codebook = load_codebook()
    _check(document, codebook, marked)
    draft = _draft(document, marked)
    tables = build_tables(document, [draft], [], [], registry=_registry(), gazetteer=_gazetteer())
    event = Assembly(document, codebook, tables).event(draft, list(_dated(document, marked)), _around(document, marked))
    # The same words told by two coders are two assertions; the trace must tell them apart.
    own = make_id("e", document, "event", marked.anchor.start, marked.anchor.end, marked.type, coder.name)
    tolls = tuple(replace(toll, id=make_id("t", document, own, toll.id)) for toll in event.tolls)
    counts = tuple(replace(count, id=make_id("t", document, own, count.id)) for count in event.counts)
    event = replace(event, id=own, tolls=tolls, counts=counts)
    return Coding(FORMAT, coder, document, tables.actors, tables.objects, tables.places, (event,))


def read_figure_words(document: Document, words: Span) -> Figure:
    """Read the figure in some words.

    Raises:
        UsageError: there is none.
    """
    found = parse_figure(document.text, words.start, words.end, articles=True)
    if found is None:
        told = document.text[words.start : words.end]
        raise UsageError(f"{told!r} holds no figure. Select the number with the people it counts.")
    return found


def read_day_words(document: Document, words: Span, *, is_future: bool | None = None) -> DateRange | None:
    """Read the first date in some words, counted from the publication; None where there is none."""
    for expression in find_dates(document.text, words.start, words.end):
        value = resolve_date(
            expression,
            published=document.publication.published,
            text_years=years_in(document.text),
            future=is_future,
        )
        if isinstance(value, DateRange):
            return value
    return None


@cache
def _registry() -> Registry:
    return Registry.load()


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer.open()


def _check(document: Document, codebook: Codebook, marked: Marked) -> None:
    kind = codebook.type(marked.type)
    if kind is None:
        raise UsageError(f"type is {marked.type!r}; expected one of {', '.join(one.name for one in codebook.types)}.")
    if marked.mode is not None and kind.mode(marked.mode) is None:
        known = ", ".join(mode.name for mode in kind.modes) or "none"
        raise UsageError(f"mode is {marked.mode!r}; {kind.name} has: {known}.")
    spans = [marked.anchor, *marked.who, *marked.whom, *marked.parties, *marked.days, *marked.places]
    spans += [span for _, span in marked.figures] + ([marked.voice] if marked.voice else [])
    size = len(document.text)
    late = next((span for span in spans if span.end > size), None)
    if late is not None:
        raise UsageError(f"words at [{late.start}, {late.end}) reach past the text of {size} code points.")


def _draft(document: Document, marked: Marked) -> EventDraft:
    sides: tuple[tuple[Role, tuple[Span, ...]], ...] = (
        ("actor", marked.who),
        ("target", marked.whom),
        ("party", marked.parties),
    )
    anchor = document.text[marked.anchor.start : marked.anchor.end]
    return EventDraft(
        trigger=marked.anchor,
        retold=(),
        sentence=0,
        lemma=anchor.lower(),
        type=marked.type,
        mode=marked.mode,
        score=1.0,
        background=marked.is_background,
        clarity="single",
        participants=tuple(
            ParticipantDraft(_mention(document, span), role, 1.0, RULE) for role, spans in sides for span in spans
        ),
        objects=(),
        tolls=tuple(_figures(document, marked, TOLL_OUTCOMES)),
        counts=tuple(_figures(document, marked, COUNT_OUTCOMES)),
        dates=marked.days,
        places=tuple(PlaceDraft(span, "at") for span in marked.places),
        voices=_voices(document, marked),
        factuality=marked.factuality,
        instrument=None,
        reason=None,
        responsibility=(),
    )


def _mention(document: Document, span: Span) -> MentionDraft:
    words = list(_WORD.finditer(document.text, span.start, span.end))
    head = Span(*words[-1].span()) if words else span
    # Scripts without capitals are taken for names: a description of people is told by its words.
    is_name = any(char.isalpha() and char == char.upper() for char in document.text[span.start : span.end])
    number = parse_figure(document.text, span.start, span.end)
    return MentionDraft(span, head, "name" if is_name and number is None else "nominal", None, 0.0, number, 0, False)


def _figures(document: Document, marked: Marked, outcomes: tuple[str, ...]) -> Iterator[TollDraft]:
    for outcome, span in marked.figures:
        if outcome in outcomes:
            figure = read_figure_words(document, span)
            named = cast("TollOutcome | CountOutcome", outcome)
            yield TollDraft(named, span, figure, "unknown", _mention(document, span), None)


def _voices(document: Document, marked: Marked) -> tuple[VoiceDraft, ...]:
    if marked.voice is None:
        return ()
    return (VoiceDraft(marked.voice, _mention(document, marked.voice), marked.voice_role, None, RULE),)


def _around(document: Document, marked: Marked) -> Surroundings:
    """Give the crosswalks the sentence and the words of who acted; of other events a person told nothing here."""
    actors = " ".join(document.text[span.start : span.end] for span in (*marked.who, *marked.parties))
    return Surroundings(sentence_around(document.text, marked.anchor.start, marked.anchor.end), actors, ())


def _dated(document: Document, marked: Marked) -> Iterator[DatedSpan]:
    is_ahead = marked.factuality.stage in ("planned", "predicted", "threatened", "conditional")
    for span in marked.days:
        value = read_day_words(document, span, is_future=is_ahead)
        yield DatedSpan(span, value, None if value else "stated but unresolved")
