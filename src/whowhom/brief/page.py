"""The page of a brief, from the coding to HTML.

In: a :class:`~whowhom.records.Coding`. Out: one HTML document as a string, which loads
nothing and runs nothing. What one would get wrong: the report is hostile input. Strings
reach the page only through the template, which makes every one safe to show and escapes it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from whowhom.brief import phrases, tables
from whowhom.brief.cards import Card, make_card, missing_lines
from whowhom.brief.clean import count_replaced, one_line
from whowhom.brief.marks import collect_marks, weave
from whowhom.brief.tables import Table, stretch_id
from whowhom.brief.timeline import Timeline, draw_timeline
from whowhom.records import READ_KINDS, Coding, Document, Region

TEMPLATES = Path(__file__).parent / "templates"
NONE_TOLD = {
    "ties": "No tie between two actors is told.",
    "statements": "Nobody is praised or blamed in words.",
    "forecasts": "Nothing is foreseen.",
    "estimates": "No figure beside the events is told.",
}
"""Said where a table is empty: what was looked for and not found."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A region of the text, its words marked."""

    id: str
    kind: str
    coded: bool
    html: Markup


@dataclass(frozen=True, slots=True)
class Page:
    """All that the template shows."""

    title: str
    language: str
    facts: tuple[tuple[str, str], ...]
    summary: tuple[str, ...]
    timeline: Timeline
    cards: tuple[Card, ...]
    ties: Table
    statements: Table
    forecasts: Table
    estimates: Table
    actors: Table
    places: Table
    things: Table
    skipped: Table
    missing: tuple[str, ...]
    stretches: tuple[Stretch, ...]
    replaced: int
    made_by: tuple[tuple[str, str], ...]


def write_brief(coding: Coding) -> str:
    """Write one self-contained HTML page on one report.

    Args:
        coding: A coding that keeps the promises of the layout.

    Returns:
        The page, the same for the same coding. It has no script and loads
        nothing; control and direction characters of the report show as U+FFFD.

    Raises:
        ValidationError: a span of the coding reaches past its text.
        KeyError: an id of the coding leads nowhere.
    """
    return (
        environment().get_template("brief.html").render(page=_page(coding), shapes=phrases.SHAPES, none_told=NONE_TOLD)
    )


@cache
def environment() -> Environment:
    """Give the environment of the room's templates: what they show is made safe and escaped."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_safe,
        keep_trailing_newline=True,
    )


def _safe(value: object) -> object:
    """Clean every plain string on its way into the page; what is HTML already was cleaned before."""
    return _line(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _line(text: str) -> str:
    """Make a string safe for a line without losing a blank at either end."""
    core = one_line(text)
    if not core:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{core}{' ' if text[-1].isspace() else ''}"


def _page(coding: Coding) -> Page:
    document = coding.document
    return Page(
        title=_title(document),
        language=document.language or "und",
        facts=_facts(document),
        summary=_summary(coding),
        timeline=draw_timeline(coding),
        cards=tuple(make_card(number, event, coding) for number, event in enumerate(coding.events, 1)),
        ties=tables.ties(coding),
        statements=tables.statements(coding),
        forecasts=tables.forecasts(coding),
        estimates=tables.estimates(coding),
        actors=tables.actors(coding),
        places=tables.places(coding),
        things=tables.things(coding),
        skipped=tables.skipped(coding),
        missing=_missing(coding),
        stretches=_stretches(coding),
        replaced=count_replaced(document.text),
        made_by=_made_by(coding),
    )


def _title(document: Document) -> str:
    headline = next((row for row in document.regions if row.kind == "headline"), None)
    if document.publication.title:
        return document.publication.title
    return document.text[headline.start : headline.end] if headline else "Report without a headline"


def _facts(document: Document) -> tuple[tuple[str, str], ...]:
    meta = document.publication
    published = meta.published and f"{phrases.day(meta.published)} ({meta.published_basis})"
    given = (
        ("Published", published),
        ("Publisher", meta.publisher),
        ("Byline", meta.byline),
        ("Relayed from", meta.relayed_from),
        ("Address", meta.url),
        # A folder may tell who keeps the report; the page is made to be passed on.
        ("File", meta.path and meta.path.replace("\\", "/").rsplit("/", 1)[-1]),
        ("Language", document.language),
        ("Length", f"{len(document.text.split()):,} words"),
    )
    return tuple((name, value) for name, value in given if value)


def _summary(coding: Coding) -> tuple[str, ...]:
    if not coding.events:
        return ()
    kinds = Counter(phrases.shape(event.factuality) for event in coding.events)
    total = len(coding.events)
    parts = [f"{kinds[kind]} {meaning}" for kind, meaning in phrases.SHAPES.items() if kinds[kind]]
    background = sum(event.background for event in coding.events)
    lines = [f"{total} {'event' if total == 1 else 'events'}: {'; '.join(parts)}."]
    if background:
        lines.append(
            f"{background} of them {'is' if background == 1 else 'are'} background, not the news of this report."
        )
    return tuple(lines)


def _missing(coding: Coding) -> tuple[str, ...]:
    lines = [f"Publication: {line}" for line in missing_lines(coding.document.publication.missing)]
    lines += [f"Document: {line}" for line in missing_lines(coding.document.missing)]
    for number, event in enumerate(coding.events, 1):
        lines += [f"Event {number}: {line}" for line in missing_lines(event.missing)]
    named = [(row.name, row.missing) for table in (coding.actors, coding.objects, coding.places) for row in table]
    for name, missing in named:
        lines += [f"{name}: {line}" for line in missing_lines(missing)]
    return tuple(lines)


def _stretches(coding: Coding) -> tuple[Stretch, ...]:
    document, marks = coding.document, collect_marks(coding)
    done: set[str] = set()
    return tuple(
        Stretch(
            stretch_id(row),
            row.kind,
            row.kind in READ_KINDS,
            weave(document.text, marks, row.start, row.end, done=done),
        )
        for row in _cover(document)
    )


def _cover(document: Document) -> list[Region]:
    """Give the regions, and what lies between them as body if it is more than white space."""
    rows, at = [], 0
    for row in (*document.regions, None):
        end = row.start if row else len(document.text)
        if document.text[at:end].strip():
            rows.append(Region(at, end, "body"))
        if row:
            rows.append(row)
            at = row.end
    return rows


def _made_by(coding: Coding) -> tuple[tuple[str, str], ...]:
    coder = coding.coder
    given = (
        ("Coder", f"{coder.name} {coder.version}"),
        ("Weights", coder.weights),
        ("Codebook", coder.codebook),
        ("Gazetteer", coder.gazetteer),
        ("Registry", coder.registry),
        ("Layout", coding.format),
        ("Text, sha-256", coding.document.id),
    )
    return tuple((name, value or "none") for name, value in given)
