"""The tables of a brief: ties, statements, forecasts, estimates, actors, places, things, what was skipped.

In: a coding. Out: :class:`Table`, whose cells are lines with links to the words. What one would
get wrong: an empty table is not an error; the page says whether nothing was found or not looked for.
"""

from __future__ import annotations

from dataclasses import dataclass

from whowhom.brief import phrases
from whowhom.brief.cards import Line, Link, link, missing_lines, voice_lines
from whowhom.brief.clean import one_line
from whowhom.records import READ_KINDS, Actor, Coding, Place, Region, Tie, Voice


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under headings; a cell is a tuple of lines."""

    headings: tuple[str, ...]
    rows: tuple[tuple[tuple[Line, ...], ...], ...]


def ties(coding: Coding) -> Table:
    """Write the table of ties."""
    return Table(
        ("Who", "Tie", "To whom", "When", "Says who", "Words"), tuple(_tie(tie, coding) for tie in coding.ties)
    )


def _tie(tie: Tie, coding: Coding) -> tuple[tuple[Line, ...], ...]:
    told = phrases.tie_certainty(tie.factuality)
    notes = f"{told}; derived from events (rule {tie.rule})" if tie.rule else told
    over = next((row for row in tie.evidence if row.field == "period"), None)
    if tie.period is not None:
        period = Line(phrases.date(tie.period))
    elif over is not None:
        period = Line(f"“{one_line(over.text)}”", "; ".join(missing_lines(tie.missing)))
    else:
        period = Line("", "not told")
    shown = [row for row in tie.evidence if row.field in ("subject", "tie", "object")]
    return (
        (Line(coding.actor(tie.subject).name),),
        (Line(tie.tie, notes),),
        (Line(coding.actor(tie.object).name),),
        (period,),
        _says(tie.attribution, coding),
        (Line("", words=tuple(link(coding, row.start, row.end) for row in shown)),),
    )


def _says(voices: tuple[Voice, ...], coding: Coding) -> tuple[Line, ...]:
    return voice_lines(voices, coding) or (Line("the report itself"),)


def statements(coding: Coding) -> Table:
    """Write the table of statements."""

    def name(actor: str | None, otherwise: str) -> tuple[Line, ...]:
        return (Line(coding.actor(actor).name),) if actor else (Line("", otherwise),)

    rows = (
        (
            name(row.speaker, "the report itself"),
            name(row.about, "not known"),
            (Line(row.stance),),
            (Line("", words=(link(coding, row.start, row.end),)),),
            _says(row.attribution, coding),
        )
        for row in coding.statements
    )
    return Table(("Speaker", "About", "Stance", "Words", "Says who"), tuple(rows))


def forecasts(coding: Coding) -> Table:
    """Write the table of forecasts."""
    rows = []
    for row in coding.forecasts:
        outcome = (Line("", words=(link(coding, row.outcome.start, row.outcome.end),)),)
        told = (link(coding, row.condition.start, row.condition.end),) if row.condition else ()
        condition = (Line("", "" if told else "none told", told),)
        days = (("made", row.made_on), ("by", row.horizon))
        when = tuple(Line(_day(day), name) if day else Line("", f"{name}: not told") for name, day in days)
        rows.append((outcome, condition, _says(row.attribution, coding), when))
    return Table(("Outcome", "Condition", "Says who", "When"), tuple(rows))


def _day(day: str) -> str:
    """Write a day as a day; what another coder gave in other words stays as it is."""
    parts = day.split("-")
    return phrases.short_day(day) if len(parts) == 3 and all(part.isdigit() for part in parts) else day


def estimates(coding: Coding) -> Table:
    """Write the table of estimates."""
    rows = []
    for row in coding.estimates:
        of = coding.actor(row.of).name if row.of else row.measure
        shown = [piece for piece in row.evidence if not piece.field.startswith("attribution")] or row.evidence
        words = tuple(link(coding, piece.start, piece.end) for piece in shown)
        period = (Line(phrases.date(row.period)),) if row.period else (Line("", "not told"),)
        place = (Line(phrases.place(coding.place(row.place))),) if row.place else (Line("", "not told"),)
        rows.append(
            (
                (Line(of, row.measure if row.of else ""),),
                (Line(f"{phrases.number(row)} {row.unit}", phrases.bounds(row)),),
                period,
                place,
                _says(row.attribution, coding),
                (Line("", words=words),),
            )
        )
    return Table(("Of", "Figure", "When", "Where", "Says who", "Words"), tuple(rows))


def actors(coding: Coding) -> Table:
    """Write the table of actors."""
    return Table(("Name", "Kind", "Country", "Registry", "Words"), tuple(_actor(row, coding) for row in coding.actors))


def _actor(actor: Actor, coding: Coding) -> tuple[tuple[Line, ...], ...]:
    notes = [f"also {', '.join(actor.aliases)}"] if actor.aliases else []
    notes += [f"part of {coding.actor(actor.part_of).name}"] if actor.part_of else []
    notes += ["private person"] if actor.private else []
    kinds = tuple(Line(row.kind, _period(row.from_, row.until)) for row in actor.kinds) or (Line("", "unknown"),)
    words = tuple(link(coding, row.start, row.end) for row in actor.mentions)
    return (
        (Line(actor.name, "; ".join(notes)),),
        kinds,
        (Line(actor.country or "–"),),
        (Line(actor.registry or "–"),),
        (Line("", words=words),),
    )


def _period(first: str | None, last: str | None) -> str:
    parts = [f"from {phrases.day(first)}"] if first else []
    return " ".join(parts + ([f"until {phrases.day(last)}"] if last else []))


def places(coding: Coding) -> Table:
    """Write the table of places."""
    return Table(("Name", "Point", "Precision", "Words"), tuple(_place(row, coding) for row in coding.places))


def _place(place: Place, coding: Coding) -> tuple[tuple[Line, ...], ...]:
    notes = [f"or {row.name}{f', {row.country}' if row.country else ''}" for row in place.alternatives]
    notes += [place.notes] if place.notes else []
    if place.latitude is not None and place.longitude is not None:
        radius = f"within {place.radius_km:g} km" if place.radius_km is not None else ""
        point = Line(f"{place.latitude:.3f}, {place.longitude:.3f}", radius)
    else:
        point = Line("", "; ".join(missing_lines(tuple(row for row in place.missing if row.field == "latitude"))))
    precision = phrases.GEOPRECISIONS[place.geoprecision] if place.geoprecision is not None else "–"
    words = tuple(link(coding, row.start, row.end) for row in place.mentions)
    return ((Line(phrases.place(place), "; ".join(notes)),), (point,), (Line(precision),), (Line("", words=words),))


def things(coding: Coding) -> Table:
    """Write the table of things attacked, seized, closed or used."""
    rows = []
    for thing in coding.objects:
        owner = coding.actor(thing.owner).name if thing.owner else "–"
        words = tuple(link(coding, row.start, row.end) for row in thing.mentions)
        effect = "not told" if thing.effect == "unknown" else thing.effect
        rows.append(
            ((Line(thing.name),), (Line(thing.kind),), (Line(effect),), (Line(owner),), (Line("", words=words),))
        )
    return Table(("Thing", "Kind", "Effect", "Owner", "Words"), tuple(rows))


def skipped(coding: Coding) -> Table:
    """Write the table of what was not coded, and why."""
    rows = []
    for skip in coding.skipped:
        region = _uncoded_region(skip.start, coding.document.regions)
        target = stretch_id(region) if region else link(coding, skip.start, skip.end).target
        words = one_line(coding.document.text[skip.start : skip.end])
        rows.append(((Line(skip.reason),), (Line("", words=(Link(words, target),)),)))
    return Table(("Reason", "Words"), tuple(rows))


def _uncoded_region(offset: int, regions: tuple[Region, ...]) -> Region | None:
    return next((row for row in regions if row.start <= offset < row.end and row.kind not in READ_KINDS), None)


def stretch_id(region: Region) -> str:
    """Name a region of the text in the page."""
    return f"r-{region.start}"
