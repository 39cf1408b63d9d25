"""A report of our own, its coding by hand, and a reader that knows only that report.

Every offset is found by searching the text, so the words and the numbers cannot
drift apart. ``FakePipeline`` stands in where a test is about the command line and
not about reading; the tests of reading use the real one.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import MutableMapping, Sequence
from pathlib import Path
from types import ModuleType

import whowhom
from whowhom.records import (
    FORMAT,
    Acled,
    Actor,
    ActorKind,
    Cameo,
    Coder,
    Coding,
    DateRange,
    Document,
    Event,
    EventPlace,
    Evidence,
    Factuality,
    Forecast,
    Ged,
    Missing,
    Object,
    Participant,
    Place,
    Publication,
    Quote,
    Region,
    Responsibility,
    Skipped,
    Statement,
    Tie,
    Toll,
    Voice,
    text_id,
)

HEADLINE = "Militia shells market in Bria"
BODY = (
    "BRIA, Central African Republic, 3 March 2022 - Fighters of the Kotto Front shelled the main market in Bria on "
    "Wednesday, killing at least 12 civilians, Mayor Odile Ngaba said. The Kotto Front, which split from the Haute "
    "Union in 2019, denied that it had executed two prisoners. “We will be back,” its spokesman said."
)
FURNITURE = "Leave a comment"
TEXT = f"{HEADLINE}\n\n{BODY}\n\n{FURNITURE}\n"
QUIET_TEXT = "The weather over the Vakaga plain stays dry until Sunday, the bureau said.\n"


def words(text: str, wanted: str, *, after: int = 0) -> Quote:
    """Find words in a text and give them with their offsets."""
    start = text.index(wanted, after)
    return Quote(start, start + len(wanted), wanted)


def make_coding(document: Document | None = None) -> Coding:
    """Code the report of this module by hand, with every kind of record in it."""
    document = document or make_document()
    return Coding(
        format=FORMAT,
        coder=Coder("by hand", "1", None, "sha256:0000", None, None),
        document=document,
        actors=_actors(document.text),
        objects=_objects(document.text),
        places=_places(document.text),
        events=(_shelling(document.text), _execution(document.text)),
        ties=(_split(document.text),),
        statements=(_statement(document.text),),
        forecasts=(_forecast(document.text),),
        skipped=(Skipped(*_span(words(document.text, FURNITURE)), "furniture"),),
    )


def make_document(text: str = TEXT, *, path: str | None = "reports/bria.txt", language: str = "en") -> Document:
    """Make the document of a text: regions for the report, one body for any other text."""
    if text == TEXT:
        kinds = ((HEADLINE, "headline"), (BODY, "body"), (FURNITURE, "furniture"))
        regions = tuple(Region(*_span(words(text, stretch)), kind) for stretch, kind in kinds)
    else:
        regions = (Region(0, len(text.rstrip()), "body"),)
    nulls = ["url", "byline", "publisher", "relayed_from", "retrieved", "digest", "extractor"]
    nulls += [] if path else ["path"]
    publication = Publication(
        path=path,
        title=HEADLINE,
        published="2022-03-03",
        published_basis="given",
        media_type="text/plain",
        missing=tuple(Missing(name, "not stated") for name in nulls),
    )
    return Document(text_id(text), text, language, publication, regions)


def make_quiet_coding(document: Document | None = None) -> Coding:
    """Code a report without any event."""
    document = document or make_document(QUIET_TEXT, path="reports/weather.txt")
    coder = make_coding().coder
    return Coding(format=FORMAT, coder=coder, document=document)


class FakePipeline:
    """A reader that finds the coding by hand in our report and nothing in any other."""

    loaded: dict[str, object]

    @classmethod
    def load(
        cls,
        *,
        codebook: Path | None = None,
        registry: Sequence[Path] = (),
        gazetteer: Path | None = None,
        min_score: float = 0.5,
    ) -> FakePipeline:
        """Remember what it was loaded with, as the real pipeline's ``load`` takes it."""
        pipeline = cls()
        pipeline.loaded = {"codebook": codebook, "registry": tuple(registry), "min_score": min_score}
        return pipeline

    def code(self, document: Document) -> Coding:
        """Code one document; a text with the word CRASH raises, as a bug would."""
        if "CRASH" in document.text:
            raise RuntimeError(f"could not read {document.text!r}")
        if "INTERRUPT" in document.text:
            raise KeyboardInterrupt
        if document.text.strip() == TEXT.strip():
            return make_coding(document)
        return dataclasses.replace(make_quiet_coding(), document=document)


def install_fakes(modules: MutableMapping[str, ModuleType] = sys.modules) -> None:
    """Put the reader of this module, and a brief of one line, where the command line looks for them."""
    pipeline, brief = ModuleType("whowhom.pipeline"), ModuleType("whowhom.brief")
    pipeline.Pipeline = FakePipeline  # type: ignore[attr-defined]
    pipeline.__path__ = [str(Path(whowhom.__file__).parent / "pipeline")]  # Its version is the real one.
    brief.write_brief = lambda coding: f"<!doctype html><p>{len(coding.events)} events</p>\n"  # type: ignore[attr-defined]
    modules["whowhom.pipeline"], modules["whowhom.brief"] = pipeline, brief


def _span(quote: Quote) -> tuple[int, int]:
    return quote.start, quote.end


def _reasons(reason: str, *names: str) -> tuple[Missing, ...]:
    return tuple(Missing(name, reason) for name in names)  # type: ignore[arg-type]


def _actors(text: str) -> tuple[Actor, ...]:
    front = words(text, "the Kotto Front")
    mayor = words(text, "Mayor Odile Ngaba")
    return (
        Actor(
            "a-front",
            "Kotto Front",
            (),
            (ActorKind("rebel group", from_="2019-01-01"),),
            "CF",
            None,
            None,
            False,
            (front, words(text, "The Kotto Front")),
            _reasons("not stated", "part_of") + _reasons("no rule matched", "registry"),
        ),
        _plain_actor("a-civilians", "civilians", "civilians", None, words(text, "civilians")),
        _plain_actor("a-mayor", "Odile Ngaba", "government", False, mayor),
        _plain_actor("a-union", "Haute Union", "rebel group", False, words(text, "the Haute Union")),
        _plain_actor("a-prisoners", "prisoners", "civilians", None, words(text, "prisoners")),
    )


def _plain_actor(actor_id: str, name: str, kind: str, private: bool | None, mention: Quote) -> Actor:
    missing = _reasons("not stated", "country", "part_of", "registry")
    missing += _reasons("not stated", "private") if private is None else ()
    return Actor(actor_id, name, (), (ActorKind(kind),), None, None, None, private, (mention,), missing)  # type: ignore[arg-type]


def _objects(text: str) -> tuple[Object, ...]:
    market = words(text, "the main market")
    return (
        Object(
            "o-market",
            "market",
            "main market",
            None,
            None,
            "unknown",
            (market,),
            _reasons("not stated", "owner", "number"),
        ),
    )


def _places(text: str) -> tuple[Place, ...]:
    body = text.index(BODY[:4])
    bria = Place(
        "p-bria",
        "Bria",
        "settlement",
        "CF",
        "Haute-Kotto",
        None,
        6.5422,
        21.9863,
        5.0,
        1,
        "gn:2388036",
        mentions=(words(text, "Bria", after=body),),
        missing=_reasons("not stated", "admin2"),
    )
    return (bria,)


def _mayor_said(text: str) -> Voice:
    voice = words(text, "Mayor Odile Ngaba")
    return Voice(
        voice.text, "official", "third", "a-mayor", voice.start, voice.end, words(text, "said", after=voice.end)
    )


def _shelling(text: str) -> Event:
    anchor = words(text, "shelled")
    front, market = words(text, "Fighters of the Kotto Front"), words(text, "the main market")
    civilians, bria = words(text, "civilians"), words(text, "Bria", after=anchor.end)
    day, toll = words(text, "on Wednesday"), words(text, "at least 12 civilians")
    return Event(
        id="e-shelling",
        type="ASSAULT",
        modes=("shelling",),
        anchors=(anchor, words(text, "shells")),
        background=False,
        clarity="single",
        event_count=None,
        participants=(
            Participant("a-front", None, "actor", "a", None, None, "certain", *_span(front)),
            Participant(None, "o-market", "target", "b", None, None, "certain", *_span(market)),
            Participant("a-civilians", None, "target", "b", None, None, "certain", *_span(civilians)),
        ),
        dates=(
            DateRange(
                "2022-03-02",
                "2022-03-02",
                "within",
                1,
                "2022-03-02",
                "relative",
                "2022-03-03",
                (),
                day.text,
                *_span(day),
            ),
        ),
        places=(EventPlace("p-bria", "at", *_span(bria)),),
        tolls=(Toll("t-1", "killed", "a-civilians", "civilian", 12, None, None, "at least", toll.text, *_span(toll)),),
        counts=(),
        instrument=None,
        reason=None,
        responsibility=(Responsibility("a-front", "stated as fact", _mayor_said(text), *_span(front)),),
        attribution=(_mayor_said(text),),
        factuality=Factuality(),
        acled=Acled(
            "Political violence", "Explosions/Remote violence", "Shelling/artillery/missile attack", "acled-07"
        ),
        ged=Ged(3, "ged-03"),
        cameo=Cameo("19", 4, "cameo-19"),
        links=(),
        score=0.912,
        evidence=(Evidence("type", *_span(anchor), anchor.text),),
        missing=_reasons("not stated", "instrument", "reason"),
    )


def _execution(text: str) -> Event:
    anchor = words(text, "executed")
    denied, prisoners = words(text, "denied"), words(text, "two prisoners")
    front = words(text, "The Kotto Front")
    voice = Voice(front.text, "belligerent", "own side", "a-front", front.start, front.end, denied)
    return Event(
        id="e-execution",
        type="ASSAULT",
        modes=(),
        anchors=(anchor,),
        background=True,
        clarity="single",
        event_count=None,
        participants=(
            Participant(
                "a-front", None, "actor", "a", None, None, "uncommitted", *_span(words(text, "it", after=denied.end))
            ),
            Participant("a-prisoners", None, "target", "b", None, None, "uncommitted", *_span(prisoners)),
        ),
        dates=(),
        places=(),
        tolls=(Toll("t-2", "killed", "a-prisoners", "unknown", 2, 2, 2, "exact", prisoners.text, *_span(prisoners)),),
        counts=(),
        instrument=None,
        reason=None,
        responsibility=(),
        attribution=(voice,),
        factuality=Factuality("did not happen", "certain", "accomplished", (denied,)),
        acled=None,
        ged=None,
        cameo=None,
        links=(),
        score=0.64,
        evidence=(Evidence("type", *_span(anchor), anchor.text),),
        missing=_reasons("not stated", "dates", "places", "instrument", "reason")
        + _reasons("no rule matched", "acled", "ged", "cameo"),
    )


def _split(text: str) -> Tie:
    told = words(text, "split from the Haute Union in 2019")
    when = words(text, "in 2019")
    period = DateRange("2019-01-01", "2019-12-31", "within", 5, "2019", "stated", None, (), when.text, *_span(when))
    evidence = (Evidence("tie", *_span(told), told.text),)
    return Tie("r-1", "a-front", "split from", "a-union", -1, period, (), Factuality(), 0.8, evidence)


def _statement(text: str) -> Statement:
    said = words(text, "We will be back,")
    return Statement("s-1", None, "a-front", "positive", said.text, *_span(said), (), _reasons("not read", "speaker"))


def _forecast(text: str) -> Forecast:
    outcome = words(text, "We will be back")
    missing = _reasons("not stated", "condition", "horizon") + _reasons("not read", "made_on")
    return Forecast(
        "f-1", None, outcome, (), None, None, (Evidence("outcome", *_span(outcome), outcome.text),), missing
    )
