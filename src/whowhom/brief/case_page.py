"""The page of a case: what happened, where, when, with what toll, and who says so.

In: a protected data set and what the case knows beside it. Out: one HTML document that loads
nothing and runs nothing.

What one would get wrong: a sum of figures is of nobody's saying, so it says over how many
events it goes and which it leaves out; every other figure stands with its voice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from whowhom.brief.case_map import Map, draw_map
from whowhom.brief.case_series import Series, draw_series
from whowhom.brief.page import environment
from whowhom.export.changes import Held, bare_id, shown_values
from whowhom.export.report import NOT_FOR
from whowhom.export.sentences import day_words, describe, figure_words
from whowhom.export.views import first_date, first_place, place_words, reason_against, voice_words
from whowhom.safeguard.profiles import PROFILES
from whowhom.safeguard.rows import ClaimRow, Dataset, EventRow

Pairs = tuple[tuple[str, str], ...]
HOSTILE = ("ASSAULT", "COERCE", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE")


@dataclass(frozen=True, slots=True)
class Account:
    """What one voice says of an event: its figures and whom it holds responsible."""

    voice: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """An event on the page."""

    number: int
    id: str
    when: str
    where: str
    type: str
    sentence: str
    status: str
    review: str
    is_reviewed: bool
    accounts: tuple[Account, ...]
    is_contested: bool
    links: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """Who is with or against whom: how often and by whose account."""

    subject: str
    link: str
    object: str
    number: int
    sign: int
    voices: str


@dataclass(frozen=True, slots=True)
class Due:
    """A forecast whose day has come, or that a person settled.

    Attributes:
        by: The last day that its words allow; None: they name none.
        state: "came true", "did not come true", or "due, not settled".
        event: Id of the event that settled it, without the prefix.
    """

    words: str
    voice: str
    made_on: str | None
    by: str | None
    state: str
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of an event since the last page.

    Attributes:
        number: Of the event on this page; None where it is not on it.
        name: Its sentence, or its id where the page has it no more.
        details: What is otherwise than before, each as (what, before, now).
    """

    change: str
    number: int | None
    name: str
    details: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CaseBrief:
    """What a brief is about, beside the rows.

    Attributes:
        title: Of the page.
        scope: Period, place and actor, as asked for.
        forecasts: Of those that came due, in sentences that may leave.
        due: Each of them, for a profile that lets their words stand.
        held: The release or brief that changes are counted from.
    """

    title: str
    scope: Pairs
    forecasts: tuple[str, ...] = ()
    due: tuple[Due, ...] = ()
    held: Held | None = None


@dataclass(frozen=True, slots=True)
class CasePage:
    """All that the template shows."""

    brief: CaseBrief
    facts: Pairs
    summary: tuple[str, ...]
    map: Map | None
    series: Series | None
    entries: tuple[Entry, ...]
    ahead: tuple[Entry, ...]
    relations: tuple[Relation, ...]
    changes: tuple[Changed, ...]
    counts: str
    since: str | None
    numbers: Mapping[str, int]
    sources: tuple[tuple[str, ...], ...]
    methods: Pairs
    notice: str


def write_case_brief(dataset: Dataset, brief: CaseBrief) -> str:
    """Write one self-contained HTML page on a case.

    Args:
        dataset: Protected for those who will read the page.

    Returns:
        The page, the same for the same rows. It has no script and loads nothing.

    Raises:
        ValueError: the data set was not protected.
    """
    if dataset.profile is None:
        raise ValueError("the data set was not protected; call whowhom.safeguard.apply.protect first")
    return environment().get_template("case.html").render(page=make_page(dataset, brief))


def make_page(dataset: Dataset, brief: CaseBrief) -> CasePage:
    """Gather what the page shows; events by day, those without a day last."""
    told = [event for event in dataset.events if reason_against(event) is None]
    others = [event for event in dataset.events if reason_against(event) is not None]
    numbers = {event.id: number for number, event in enumerate((*told, *others), 1)}
    entries = tuple(_entry(numbers, event) for event in told)
    ahead = tuple(_entry(numbers, event) for event in others)
    return CasePage(
        brief=brief,
        facts=(*brief.scope, *_facts(dataset)),
        summary=_summary(told, others),
        map=draw_map(told),
        series=draw_series(told),
        entries=entries,
        ahead=ahead,
        relations=_relations(dataset, told),
        changes=_changes(dataset, brief.held, numbers),
        counts=_counts(dataset),
        since=_since(dataset, brief.held),
        numbers={bare_id(name): number for name, number in numbers.items()},
        sources=_sources(dataset),
        methods=_methods(dataset),
        notice=NOT_FOR,
    )


def _facts(dataset: Dataset) -> Pairs:
    reviewed = sum(event.review_status != "unreviewed" for event in dataset.events)
    outlets = {source.publisher for source in dataset.sources if source.publisher}
    return (
        ("Events", str(len(dataset.events))),
        ("Reviewed by a person", f"{reviewed} of {len(dataset.events)}"),
        ("Reports", str(len(dataset.sources))),
        ("Outlets named", str(len(outlets))),
        ("For", dataset.profile or ""),
    )


def _summary(told: Sequence[EventRow], others: Sequence[EventRow]) -> tuple[str, ...]:
    kinds = Counter(event.type for event in told)
    most = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common(4))
    lines = [f"{len(told)} events are told as having happened{f': {most}' if most else ''}."]
    if others:
        lines.append(f"{len(others)} more are told as planned, threatened, predicted or denied, and stand apart below.")
    return (*lines, *(line for outcome in ("killed", "injured") if (line := _total(told, outcome))))


def _total(told: Sequence[EventRow], outcome: str) -> str | None:
    """Add up single events between lowest and highest account; say what is not in the sum."""
    single = [event for event in told if event.clarity == "single" and getattr(event, outcome).low is not None]
    ids = {event.id for event in single}
    counted = [event for event in single if not _is_in_whole(event, ids)]
    if not counted:
        return None
    ranges = [getattr(event, outcome) for event in counted]
    low = sum(figure.low for figure in ranges)
    bounded = [figure for figure in ranges if figure.high is not None]
    high = f" and at most {sum(figure.high for figure in ranges)}" if len(bounded) == len(ranges) else ""
    left = len(told) - len(counted)
    beside = (
        f"; without {_events(left)} that give no number, tell several at once or are part of another event"
        if left
        else ""
    )
    sum_of = f"added up by this page over the accounts of {_events(len(counted))}"
    return f"At least {low}{high} people {outcome}, {sum_of}{beside}."


def _is_in_whole(event: EventRow, listed: Set[str]) -> bool:
    """Say whether the event is part of another one that is added up: people are not counted twice."""
    return any(link == "part of" and other in listed for link, other in event.links)


def _events(number: int) -> str:
    return f"{number} event{'' if number == 1 else 's'}"


def _entry(numbers: Mapping[str, int], event: EventRow) -> Entry:
    date, place = first_date(event), first_place(event)
    accounts = _accounts(event)
    return Entry(
        number=numbers[event.id],
        id=event.id,
        when=day_words(date).removeprefix("on ") if date is not None else "day not known",
        where=place_words(place) if place is not None else "place not known",
        type=" ".join((event.type, ", ".join(event.modes))).strip(),
        sentence=describe(event),
        status=event.status or "one report",
        review=event.review_status,
        is_reviewed=event.review_status != "unreviewed",
        accounts=accounts,
        is_contested=event.status == "contested" or _differ(event),
        links=tuple((link, numbers[other]) for link, other in event.links if other in numbers),
    )


def _accounts(event: EventRow) -> tuple[Account, ...]:
    lines: dict[str, list[str]] = defaultdict(list)
    for claim in event.claims:
        lines[voice_words(claim.voices)].append(_line(claim))
    return tuple(Account(voice, tuple(dict.fromkeys(told))) for voice, told in lines.items())


def _line(claim: ClaimRow) -> str:
    of = claim.of.name if claim.of is not None else ""
    if claim.value is not None:
        return f"{of or 'nobody named'}: {claim.value}"
    part = ", part of another figure" if claim.part_of else ""
    scope = "" if claim.scope == "event" else f", {claim.scope}"
    return f"{figure_words(claim)} {claim.field}{f' ({of})' if of else ''}{scope}{part}"


def _differ(event: EventRow) -> bool:
    """Say whether voices give different numbers of dead."""
    totals: dict[tuple[str, int], set[tuple[int | None, ...]]] = defaultdict(set)
    for claim in event.claims:
        if claim.field == "killed" and claim.part_of is None and claim.scope == "event":
            totals[claim.source, claim.account].add((claim.low, claim.best, claim.high))
    return len({frozenset(figures) for figures in totals.values()}) > 1


def _relations(dataset: Dataset, told: Sequence[EventRow]) -> tuple[Relation, ...]:
    """Acts between actors and ties that voices state, the most frequent first."""
    counts: Counter[tuple[str, str, str, int]] = Counter()
    voices: dict[tuple[str, str, str, int], dict[str, None]] = defaultdict(dict)
    for event in told:
        sign = -1 if event.type in HOSTILE else 0 if event.type in ("REQUEST", "ACCUSE", "REJECT") else 1
        for actor in (party.actor for party in event.parties if party.role == "actor"):
            for target in (party.actor for party in event.parties if party.role == "target"):
                if actor is not None and target is not None:
                    key = (actor.name, event.type, target.name, sign)
                    counts[key] += 1
                    voices[key][voice_words(event.voices)] = None
    for tie in dataset.ties:
        if tie.polarity != "happened":
            # What is denied or only possible is no relation to draw; its reports list it.
            continue
        key = (tie.subject.name, tie.tie, tie.object.name, tie.sign)
        counts[key] += 1
        voices[key][voice_words(tie.voices)] = None
    ranked = sorted(counts, key=lambda key: (-counts[key], key))
    return tuple(Relation(*key[:3], counts[key], key[3], "; ".join(voices[key])) for key in ranked)


def _changes(dataset: Dataset, held: Held | None, numbers: Mapping[str, int]) -> tuple[Changed, ...]:
    """What is new, otherwise or gone since what the page is held against; nothing where there is none."""
    if dataset.release is None:
        return ()
    shown = held.shown if held is not None else {}
    found = [
        Changed(event.change, numbers[event.id], describe(event), _details(event, shown.get(bare_id(event.id))))
        for event in sorted(dataset.events, key=lambda event: numbers[event.id])
        if event.change != "unchanged"
    ]
    for gone in dataset.gone:
        into = numbers.get(gone.into) if gone.into else None
        details = (("merged into", "", gone.into or ""),) if gone.into and into is None else ()
        found.append(Changed(gone.change, into, _gone_name(gone.id, shown), details))
    return tuple(found)


def _details(event: EventRow, before: Mapping[str, str] | None) -> tuple[tuple[str, str, str], ...]:
    if event.change != "edited" or not before:
        return ()
    now = shown_values(event)
    return tuple((name, before[name], value) for name, value in now.items() if before.get(name, value) != value)


def _gone_name(identifier: str, shown: Mapping[str, Mapping[str, str]]) -> str:
    values = shown.get(bare_id(identifier))
    if values is None:
        return identifier
    told = [values["type"], *(values[name] for name in ("day", "place") if values[name] != "not known")]
    return f"{', '.join(told)} ({identifier})"


def _counts(dataset: Dataset) -> str:
    counts = Counter(event.change for event in dataset.events)
    parts = [
        f"{counts['added']} new",
        f"{counts['edited']} changed",
        f"{len(dataset.gone)} gone or merged",
        f"{counts['unchanged']} as before",
    ]
    return ", ".join(parts)


def _since(dataset: Dataset, held: Held | None) -> str | None:
    if dataset.release is None:
        return None
    if held is None or not held.at:
        return dataset.release
    what = "the release" if held.chosen is None else "the brief"
    day = held.at.replace("T", " ").removesuffix("Z")
    return f"{what} {held.name} of {day} UTC" if held.chosen is None else f"{what} of {day} UTC"


def _sources(dataset: Dataset) -> tuple[tuple[str, ...], ...]:
    rows = []
    for source in dataset.sources:
        title = source.title or "title withheld"
        rows.append(
            (source.publisher or "outlet withheld", source.published or "day not known", title, source.url or "")
        )
    return tuple(rows)


def _methods(dataset: Dataset) -> Pairs:
    method, profile = dataset.method, PROFILES[dataset.profile or "internal"]
    return (
        ("Coders", "; ".join(method.coders) or "none"),
        ("Codebooks", "; ".join(method.codebooks) or "none"),
        ("Gazetteers", "; ".join(method.gazetteers) or "none"),
        ("Figures by policy", method.policy),
        *method.facts,
        ("Profile", f"{profile.name}: {profile.summary}"),
        *((f"Protected: {kind}", str(count)) for kind, count in dataset.protections),
    )
