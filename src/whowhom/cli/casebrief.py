"""The page on a case, for ``whowhom brief``.

In: what was asked for. Out: one HTML file and a line of what it holds.

What one would get wrong: words that a person gave to choose events, such as an actor's name,
stand on the page only where they name somebody or something that the profile lets stand.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from whowhom.cli.export import load_known
from whowhom.cli.guard import DONE, counted, say
from whowhom.cli.output import STDOUT, open_output

if TYPE_CHECKING:
    from whowhom.brief import CaseBrief, Due
    from whowhom.casefile.filters import Filter
    from whowhom.export.changes import Held
    from whowhom.safeguard.rows import Dataset


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a page on a case was asked for; ``save``: who notes it in the case, None to leave the case alone."""

    case: str
    chosen: Filter
    since: str | None
    save: str | None
    prefix: str | None
    profile: str
    basis: Path | None
    codebook: Path | None
    quiet: bool


def write_page(wanted: Wanted, target: Path) -> int:
    """Write the page; return the exit code.

    Raises:
        WhowhomError: the case, the filter or the target is not as it should be.
    """
    from whowhom.brief import write_case_brief
    from whowhom.casefile.case import open_case
    from whowhom.cli.duebrief import find_due
    from whowhom.export.changes import mark_changes
    from whowhom.export.from_case import dataset_of_case
    from whowhom.export.outlets import read_outlets
    from whowhom.export.releases import note_brief, read_held
    from whowhom.safeguard.apply import protect
    from whowhom.safeguard.profiles import choose_profile, read_basis

    profile, known = choose_profile(wanted.profile), load_known(wanted.codebook)
    names = read_basis(wanted.basis) if wanted.basis is not None else ()
    chosen = dataclasses.asdict(wanted.chosen) | {"types": list(wanted.chosen.types)}
    chosen["statuses"] = list(wanted.chosen.statuses)
    inputs = [wanted.case, wanted.basis, wanted.codebook]
    with open_output(target, inputs=inputs) as page, open_case(wanted.case, write=wanted.save is not None) as case:
        with case.reading() as connection:
            held = read_held(connection, wanted.since, profile=profile.name, chosen=chosen)
            outlets = read_outlets(None, known.registry)
            given = dataset_of_case(connection, wanted.chosen, prefix=wanted.prefix, outlets=outlets)
            safe = protect(given, profile, known, names)
            if held is not None:
                safe = mark_changes(safe, held, only_changed=False)
            if wanted.chosen != type(wanted.chosen)() and (held is None or held.chosen is None):
                # What lies outside the filter is not gone.
                safe = dataclasses.replace(safe, gone=())
            lines, due = find_due(connection, wanted.chosen, profile=safe.profile or "", today=case.clock()[:10])
        html = write_case_brief(safe, _brief(wanted.chosen, safe, lines, due, held))
        page.write(html)
        if wanted.save is not None:
            note_brief(case, safe, chosen=chosen, page=html.encode(), who=wanted.save)
    if not wanted.quiet and target != STDOUT:
        say(f"wrote {str(target)!r}: {counted(len(safe.events), 'event')} for profile {profile.name!r}.")
    return DONE


def _brief(
    chosen: Filter, dataset: Dataset, lines: tuple[str, ...], due: tuple[Due, ...], held: Held | None
) -> CaseBrief:
    from whowhom.brief import CaseBrief

    period = _period(chosen, dataset)
    scope = [("Period", period)] if period else []
    place = _place(chosen, dataset)
    scope += [("Place", place)] if place else []
    scope += [("Actor", _actor(chosen.actor, dataset))] if chosen.actor else []
    title = ", ".join(part for part in ((place and f"Events at {place}") or "Events", period) if part)
    return CaseBrief(title, tuple(scope), lines, due, held)


def _period(chosen: Filter, dataset: Dataset) -> str:
    days = [day for event in dataset.events for date in event.dates for day in (date.first, date.last) if day]
    first, last = chosen.from_ or min(days, default=""), chosen.until or max(days, default="")
    return f"{first} to {last}" if first and last else first or last


def _place(chosen: Filter, dataset: Dataset) -> str:
    """The place asked for, where some event on the page names it."""
    from whowhom.export.countries import country_name

    if chosen.place is None:
        return ""
    places = [place for event in dataset.events for place in event.places]
    named = {name for place in places for name in (place.name, place.admin1, place.country)}
    is_told = chosen.place.casefold() in {name.casefold() for name in named if name}
    around = f", {chosen.radius_km:g} km around" if chosen.radius_km else ""
    named_as = country_name(chosen.place.upper()) or chosen.place
    return f"{named_as if is_told else 'a place'}{around}"


def _actor(words: str | None, dataset: Dataset) -> str:
    """The actor asked for, where it stays by name on the page."""
    named = [party.actor for event in dataset.events for party in event.parties if party.actor is not None]
    known = {actor.name.casefold(): actor.name for actor in named if not actor.is_private}
    known |= {actor.id.partition(":")[2].casefold(): actor.name for actor in named if actor.id is not None}
    return known.get((words or "").casefold(), "an actor that the profile does not name")
