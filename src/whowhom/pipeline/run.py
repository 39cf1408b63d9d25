"""The coding of one report, from reading to the finished record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from whowhom.codebook import Codebook, load_codebook
from whowhom.coding.drafts import draft_events
from whowhom.coding.items import item_at
from whowhom.coding.links import draft_links
from whowhom.coding.mentions import draft_context
from whowhom.coding.scenes import draft_scenes
from whowhom.coding.tree import Tree, build_tree
from whowhom.gazetteer import Gazetteer
from whowhom.pipeline.beside import Beside, Told, assemble_beside, draft_beside
from whowhom.pipeline.crosswalks import surroundings
from whowhom.pipeline.events import Assembly, DatedSpan
from whowhom.pipeline.figures_once import count_once
from whowhom.pipeline.interests import roles_of_speakers
from whowhom.pipeline.links import link_events, parted
from whowhom.pipeline.merge import merge_tellings
from whowhom.pipeline.parts import weigh_parts
from whowhom.pipeline.settings_context import Surrounded, take_settings
from whowhom.pipeline.tables import Tables, build_tables
from whowhom.pipeline.tellings import Telling, tell
from whowhom.pipeline.told import Resolution, expressions_under
from whowhom.pipeline.version import CODER_NAME, VERSION
from whowhom.reading.lemmas import lemmatize
from whowhom.reading.network import load_network
from whowhom.reading.reader import Reader
from whowhom.records import (
    FORMAT,
    READ_KINDS,
    Coder,
    Coding,
    DateRange,
    Document,
    Event,
    EventDraft,
    Layers,
    Place,
    Skipped,
    Span,
)
from whowhom.registry import Registry
from whowhom.resolve.dates import DateExpression, day_first_at, find_dates, resolve_date, years_in

# Chosen on the held-out labelled documents: where precision and recall of
# events meet.
MIN_SCORE = 0.5


@dataclass(frozen=True)
class _Tellings:
    """A document before the tellings of one event are joined.

    Attributes:
        below: Triggers under the score.
        expressions: The document's date expressions.
        events: One for each draft.
    """

    tree: Tree
    drafts: tuple[EventDraft, ...]
    below: tuple[Skipped, ...]
    beside: Beside
    tables: Tables
    assembly: Assembly
    expressions: tuple[DateExpression, ...]
    events: tuple[Event, ...]
    tellings: tuple[Telling, ...]


@dataclass(frozen=True)
class Pipeline:
    """All that coding needs, loaded once; codes any number of documents.

    Attributes:
        min_score: Events read with less are listed as skipped, not coded.
    """

    reader: Reader
    codebook: Codebook
    gazetteer: Gazetteer
    registry: Registry
    min_score: float = MIN_SCORE

    @classmethod
    def load(
        cls,
        *,
        codebook: Path | None = None,
        registry: Sequence[Path] = (),
        gazetteer: Path | None = None,
        min_score: float = MIN_SCORE,
        threads: int = 2,
    ) -> Pipeline:
        """Load the shipped reader, gazetteer, registry and codebook.

        Args:
            codebook: A codebook of one's own in place of the shipped one.
            registry: Files of actors of one's own, which win.
            gazetteer: A gazetteer of one's own in place of the shipped one.
            threads: Threads of the reader; the result does not depend on it.

        Raises:
            CodebookError: the codebook has a fault.
            DataError: shipped data are missing or damaged.
        """
        return cls(
            reader=Reader(load_network(threads=threads), lemmatize),
            codebook=load_codebook(codebook),
            gazetteer=Gazetteer.open(gazetteer),
            registry=Registry.load(user=registry),
            min_score=min_score,
        )

    def code(self, document: Document) -> Coding:
        """Code one document; the same document gives the same coding, whatever was coded before."""
        return self.code_layers(self.reader.read(document))

    def code_layers(self, layers: Layers) -> Coding:
        """Code a document that was read already."""
        document, told = layers.document, self._tell(layers)
        tree, drafts, tables = told.tree, told.drafts, told.tables
        links = draft_links(tree, drafts)
        merged = merge_tellings(told.tellings, document, tables.places, parted(told.events, links))
        merged = count_once(merged, layers)
        merged = link_events(merged, drafts, links, document)
        beside = assemble_beside(told.beside, merged, Resolution(told.assembly, told.expressions))
        around = Surrounded(document, tree, drafts, draft_scenes(tree, drafts), tables, self.gazetteer)
        # Last of all: nothing else may rest on what was only taken over.
        merged, places = take_settings(merged, around)
        return _coding(self, replace(tables, places=places), merged, beside, (*layers.skipped, *told.below), document)

    def tell(self, layers: Layers) -> tuple[tuple[Telling, ...], tuple[Place, ...]]:
        """Code each trigger of a document for itself, before those of one event are joined; with the places told."""
        told = self._tell(layers)
        return told.tellings, told.tables.places

    def _tell(self, layers: Layers) -> _Tellings:
        document = layers.document
        expressions = _dates_of(document)
        known = [Span(found.start, found.end) for found in expressions]
        tree = build_tree(layers)
        drafts, below = draft_events(tree, self.codebook, dates=known, min_score=self.min_score, registry=self.registry)
        beside = draft_beside(tree, self.codebook, drafts, known)
        tables = build_tables(
            document,
            drafts,
            beside.mentions,
            draft_context(tree),
            registry=self.registry,
            gazetteer=self.gazetteer,
            places=beside.places,
        )
        voices = (*(voice for draft in drafts for voice in draft.voices), *beside.voices)
        assembly = Assembly(document, self.codebook, tables, roles_of_speakers(voices, tables))
        dated = _date_drafts(document, drafts, expressions)
        events = tuple(
            weigh_parts(assembly.event(draft, values, surroundings(drafts, draft, layers)), tree)
            for draft, values in zip(drafts, dated, strict=True)
        )
        tellings = tuple(
            tell(event, draft.lemma, draft.sentence, layers, _item_of(tree, draft))
            for event, draft in zip(events, drafts, strict=True)
        )
        return _Tellings(tree, drafts, below, beside, tables, assembly, expressions, events, tellings)


def _item_of(tree: Tree, draft: EventDraft) -> int | None:
    """Return where the item of a list begins that a trigger stands in."""
    item = item_at(tree, tree.words_in(draft.trigger).start)
    return item.span.start if item is not None else None


def _coding(
    pipeline: Pipeline,
    tables: Tables,
    events: tuple[Event, ...],
    told: Told,
    skipped: tuple[Skipped, ...],
    document: Document,
) -> Coding:
    coder = Coder(
        name=CODER_NAME,
        version=VERSION,
        weights=pipeline.reader.network.digest,
        codebook=pipeline.codebook.digest,
        gazetteer=pipeline.gazetteer.digest,
        registry=pipeline.registry.digest,
    )
    return Coding(
        format=FORMAT,
        coder=coder,
        document=document,
        actors=tables.actors,
        objects=tables.objects,
        places=tables.places,
        events=events,
        ties=told.ties,
        estimates=told.estimates,
        statements=told.statements,
        forecasts=told.forecasts,
        skipped=tuple(sorted(skipped)),
    )


def _dates_of(document: Document) -> tuple[DateExpression, ...]:
    """Find the date expressions of the regions that are read."""
    found: list[DateExpression] = []
    for region in document.regions:
        if region.kind in READ_KINDS:
            found.extend(find_dates(document.text, region.start, region.end))
    return tuple(found)


def _date_drafts(
    document: Document, drafts: Sequence[EventDraft], expressions: Sequence[DateExpression]
) -> list[list[DatedSpan]]:
    """Resolve the dates of all drafts in text order: "two days later" counts from the one before."""
    years = years_in(document.text)
    day_first = day_first_at(document.publication.url)
    previous: DateRange | None = None
    result: list[list[DatedSpan]] = []
    for draft in drafts:
        values: list[DatedSpan] = []
        for expression in expressions_under(draft.dates, expressions):
            value = resolve_date(
                expression,
                published=document.publication.published,
                text_years=years,
                previous=previous,
                day_first=day_first,
                durative=draft.clarity == "aggregate" or draft.factuality.stage == "under way",
                # "Closed until Monday" looks ahead, whenever the closing was.
                future=True if expression.kind == "until" else _is_future(draft),
            )
            span = Span(expression.start, expression.end)
            if isinstance(value, DateRange):
                values.append(DatedSpan(span, value, None))
                previous = value
            else:
                values.append(DatedSpan(span, None, value))
        if draft.dates and not values:
            values.append(DatedSpan(draft.dates[0], None, "stated but unresolved"))
        result.append(values)
    return result


def _is_future(draft: EventDraft) -> bool | None:
    """Say which way a date without a year lies: ahead for plans, back for what happened."""
    if draft.factuality.stage in ("planned", "predicted", "threatened", "conditional"):
        return True
    return False if draft.factuality.polarity == "happened" else None
