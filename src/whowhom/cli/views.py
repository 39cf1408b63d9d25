"""The views of a coding beside its events: claims, ties, estimates, statements, forecasts, voices.

In: a coding. Out: :class:`View`, headings and rows of short plain text that the table prints.

What one would get wrong: what is denied or only ahead stands in the same list as what is
told as real, so every row says how sure it is; and a row without a voice is the report's
own word, which is said too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from whowhom.cli import cells
from whowhom.records import Coding, Estimate, Event, Factuality, Forecast, Missing, Statement, Tie, Voice

Row: TypeAlias = tuple[str, ...]
OWN_WORD = "the report itself"


@dataclass(frozen=True, slots=True)
class View:
    """A list of one kind of assertion.

    Attributes:
        shares: Parts of the width, one for each heading.
        styles: One for each row; "" for what is told as real.
        empty: Said where there is no row.
    """

    title: str
    headings: Row
    shares: tuple[int, ...]
    rows: tuple[Row, ...]
    styles: tuple[str, ...]
    empty: str


def make_view(name: str, coding: Coding) -> View:
    """Make one view by its name in :data:`VIEWS`."""
    return VIEWS[name](coding)


def _ties(coding: Coding) -> View:
    rows = tuple(
        (
            _name(tie.subject, coding),
            tie.tie + (" (derived from events)" if tie.rule else ""),
            _name(tie.object, coding),
            tie_period(tie),
            _says(tie.attribution, coding),
            sure(tie.factuality),
        )
        for tie in coding.ties
    )
    styles = tuple(_style(tie.factuality) for tie in coding.ties)
    headings = ("who", "tie", "to whom", "when", "who says so", "how sure")
    return View("Ties", headings, (5, 3, 5, 3, 4, 3), rows, styles, "no tie between two actors is told.")


def tie_period(tie: Tie) -> str:
    """Say when a tie held; what is over without a known day says so by its words."""
    if tie.period is not None:
        return cells.day_range(tie.period)
    over = next((cells.plain(item.text) for item in tie.evidence if item.field == "period"), None)
    return f"“{over}” ({_reason(tie.missing, 'period')})" if over else f"({_reason(tie.missing, 'period')})"


def _estimates(coding: Coding) -> View:
    rows = tuple(
        (
            _name(row.of, coding) if row.of else f"({_reason(row.missing, 'of')})",
            row.measure,
            f"{amount(row)} {row.unit}",
            cells.day_range(row.period) if row.period else f"({_reason(row.missing, 'period')})",
            cells.place_name(coding.place(row.place)) if row.place else f"({_reason(row.missing, 'place')})",
            _says(row.attribution, coding),
        )
        for row in coding.estimates
    )
    headings = ("of whom", "measure", "figure", "when", "where", "who says so")
    return View(
        "Estimates", headings, (4, 2, 4, 4, 3, 4), rows, ("",) * len(rows), "no figure beside the events is told."
    )


def amount(row: Estimate) -> str:
    """Write a figure with its bound, in digits."""
    if row.low is not None and row.high is not None and row.low != row.high:
        return f"{row.low:,} to {row.high:,}"
    if row.bound in ("at least", "more than", "vague") and row.low is not None:
        return f"{row.low:,} or more"
    if row.bound == "up to" and row.high is not None:
        return f"up to {row.high:,}"
    best = row.best if row.best is not None else row.low
    return f"{'about ' if row.bound == 'about' else ''}{best:,}" if best is not None else "?"


def _statements(coding: Coding) -> View:
    rows = tuple(
        (
            _name(row.speaker, coding) if row.speaker else OWN_WORD,
            _name(row.about, coding) if row.about else f"({_reason(row.missing, 'about')})",
            row.stance,
            f"“{cells.plain(row.text)}”",
            _says(row.attribution, coding),
        )
        for row in coding.statements
    )
    headings = ("speaker", "about whom", "stance", "words", "who says so")
    return View(
        "Statements", headings, (4, 4, 2, 6, 4), rows, ("",) * len(rows), "nobody is praised or blamed in words."
    )


def _forecasts(coding: Coding) -> View:
    rows = tuple(
        (
            f"“{cells.plain(row.outcome.text)}”",
            f"“{cells.plain(row.condition.text)}”" if row.condition else f"({_reason(row.missing, 'condition')})",
            _says(row.attribution, coding),
            row.made_on or f"({_reason(row.missing, 'made_on')})",
            row.horizon or f"({_reason(row.missing, 'horizon')})",
        )
        for row in coding.forecasts
    )
    headings = ("what will come", "on what condition", "who says so", "made on", "by when")
    return View("Forecasts", headings, (7, 5, 4, 2, 2), rows, ("yellow",) * len(rows), "nothing is foreseen.")


@dataclass(frozen=True, slots=True)
class Claim:
    """One assertion that has a voice, with what is said in one line."""

    kind: str
    says: str
    voices: Sequence[Voice]
    sure: str
    style: str


def _claims(coding: Coding) -> View:
    told = list(claims(coding))
    rows = tuple((_says(row.voices, coding), _interest(row.voices), row.kind, row.says, row.sure) for row in told)
    headings = ("who says so", "stands where", "what", "says", "how sure")
    empty = "the report tells all of it itself."
    return View("Claims", headings, (4, 3, 3, 7, 3), rows, tuple(row.style for row in told), empty)


def claims(coding: Coding) -> Iterator[Claim]:
    """Yield what the report does not say itself: each assertion with a voice or a responsibility claimed."""
    for event in coding.events:
        yield from _event_claims(event, coding)
    for tie in coding.ties:
        if tie.attribution and tie.rule is None:
            says = f"{_name(tie.subject, coding)} – {tie.tie} – {_name(tie.object, coding)}"
            yield Claim("tie", says, tie.attribution, sure(tie.factuality), _style(tie.factuality))
    for row in coding.estimates:
        if row.attribution:
            yield Claim("estimate", estimate_line(row, coding), row.attribution, "–", "")
    for said in coding.statements:
        if said.attribution:
            yield Claim("statement", statement_line(said, coding), said.attribution, said.stance, "")
    for forecast in coding.forecasts:
        if forecast.attribution:
            yield Claim("forecast", forecast_line(forecast), forecast.attribution, "predicted", "yellow")


def _event_claims(event: Event, coding: Coding) -> Iterator[Claim]:
    says = " ".join(filter(None, (cells.who(event, coding), cells.did_what(event), cells.to_whom(event, coding))))
    style = _style(event.factuality)
    if event.attribution:
        yield Claim("event", says, event.attribution, sure(event.factuality), style)
    for held in event.responsibility:
        voices = (held.voice,) if held.voice is not None else event.attribution
        who = _name(held.actor, coding) if held.actor else "somebody"
        yield Claim("responsibility", f"{who}: {held.stance} ({cells.did_what(event)})", voices, held.stance, style)
    for toll in (*event.tolls, *event.counts):
        if toll.attribution:
            yield Claim(
                "toll", f"{toll.outcome}: {cells.plain(toll.text)}", toll.attribution, sure(event.factuality), style
            )


def _voices(coding: Coding) -> View:
    said: dict[str, list[Claim]] = {}
    roles: dict[str, set[str]] = {}
    interests: dict[str, set[str]] = {}
    for claim in claims(coding):
        for voice in claim.voices:
            key = voice_name(voice, coding)
            said.setdefault(key, []).append(claim)
            roles.setdefault(key, set()).add(voice.role)
            interests.setdefault(key, set()).add(voice.interest)
    rows = tuple(
        (
            key,
            ", ".join(sorted(roles[key])),
            ", ".join(sorted(interests[key] - {"unknown"})) or "(not known)",
            str(len(said[key])),
            "; ".join(dict.fromkeys(f"{claim.kind}: {claim.says}" for claim in said[key])),
        )
        for key in said
    )
    headings = ("voice", "role", "stands where", "says", "what")
    return View("Voices", headings, (5, 3, 3, 1, 9), rows, ("",) * len(rows), "nobody is quoted or cited.")


def voice_name(voice: Voice, coding: Coding) -> str:
    """Name a voice by its actor, else by its words."""
    if voice.actor is not None:
        return _name(voice.actor, coding)
    return cells.plain(voice.voice) if voice.voice else "hearsay, no voice named"


def tie_line(tie: Tie, coding: Coding) -> str:
    """Write a tie in one line, with what makes it other than plainly told."""
    line = f"tie: {_name(tie.subject, coding)} – {tie.tie} – {_name(tie.object, coding)}"
    notes = [cells.day_range(tie.period)] if tie.period else []
    notes += ["derived from events"] if tie.rule else []
    notes += [sure(tie.factuality)] if _style(tie.factuality) else []
    return line + (f" ({'; '.join(notes)})" if notes else "")


def estimate_line(row: Estimate, coding: Coding) -> str:
    """Write an estimate in one line."""
    of = f" of {_name(row.of, coding)}" if row.of else ""
    return f"{row.measure}{of}: {amount(row)} {row.unit}"


def statement_line(row: Statement, coding: Coding) -> str:
    """Write a statement in one line."""
    about = f"of {_name(row.about, coding)}: " if row.about else ""
    return f"{about}“{cells.plain(row.text)}”"


def forecast_line(row: Forecast) -> str:
    """Write a forecast in one line."""
    condition = f" on the condition “{cells.plain(row.condition.text)}”" if row.condition else ""
    return f"“{cells.plain(row.outcome.text)}”{condition}"


def sure(told: Factuality) -> str:
    """Say whether it is told as fact, and how sure."""
    happened: str = {"happened": "told as fact", "did not happen": "told as untrue", "unknown": "open"}[told.polarity]
    if told.stage not in ("accomplished", "under way"):
        happened = f"not {told.stage}" if told.polarity == "did not happen" else told.stage
    return f"{happened}, {told.certainty}"


def _style(told: Factuality) -> str:
    if told.polarity == "did not happen":
        return "red"
    return "" if told.polarity == "happened" and told.stage in ("accomplished", "under way") else "yellow"


def _says(voices: Sequence[Voice], coding: Coding) -> str:
    return cells.chain(voices, coding) or OWN_WORD


def _interest(voices: Sequence[Voice]) -> str:
    known = dict.fromkeys(voice.interest for voice in voices if voice.interest != "unknown")
    return ", ".join(known) or "(not known)"


def _name(actor: str | None, coding: Coding) -> str:
    return cells.plain(coding.actor(actor).name) if actor is not None else cells.NOT_TOLD


def _reason(missing: Sequence[Missing], field: str) -> str:
    return next((entry.reason for entry in missing if entry.field == field), "not stated")


VIEWS: dict[str, Callable[[Coding], View]] = {
    "claims": _claims,
    "ties": _ties,
    "estimates": _estimates,
    "forecasts": _forecasts,
    "voices": _voices,
    "statements": _statements,
}
"""Views by name; ``events`` is the table itself."""
