"""One event with everything it rests on.

In: an event's id. Out: :class:`EventPage`: its values with the claims and words behind each,
the accounts side by side, links, decisions and a small map.

What one would get wrong: an account is what one voice says, not what one report says; a
report that quotes two sides has two. What counts no more is shown too, and says why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from whowhom.brief.clean import one_line
from whowhom.casefile import schema
from whowhom.casefile.eventlinks import link_rows, links_of
from whowhom.casefile.history import list_history
from whowhom.casefile.mentions import Mention, load_mentions
from whowhom.casefile.tracing import Step, Trace, find_event, trace_event
from whowhom.workbench import events_words as words
from whowhom.workbench.map_drawing import Drawing, draw_map
from whowhom.workbench.map_spots import Spot

Row = dict[str, Any]
LABELS = {
    "type": "Type",
    "who": "Who",
    "whom": "To whom",
    "day": "When",
    "place": "Where",
    "killed": "Killed",
    "injured": "Injured",
    "status": "Standing",
}
SELF = "The report itself"
NOT_HAPPENED = "did not happen"
USES = {
    "chosen": "chosen",
    "counted": "counts for low or high",
    "updated": "updated by a later figure",
    "out": "counts no more",
}
CERTAINTIES = {"probable": "probably", "possible": "possibly", "uncommitted": "not vouched for"}
STANCES = {
    "stated as fact": "did it, stated as fact",
    "claimed": "did it, and claims it",
    "accused": "is accused",
    "suspected": "is suspected",
    "denied": "denies it",
    "disclaimed": "is said not to have done it",
}
LINK_PHRASES = {
    "part of": ("Part of", "Has as a part"),
    "in retaliation for": ("In retaliation for", "Retaliated for by"),
    "in response to": ("In response to", "Answered by"),
    "caused by": ("Caused by", "Cause of"),
    "investigates": ("Investigates", "Investigated by"),
    "tries": ("Tries", "Tried by"),
    "follows from": ("Follows from", "Followed by"),
}
"""For a link from this event, and for one to it."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a report, and where they stand."""

    text: str
    report: str
    start: int

    def link(self, event: str) -> str:
        """The address at which the report shows them."""
        return f"/reports/{self.report}?event={event}#w-{self.start}"


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim behind a value."""

    value: str
    words: tuple[Words, ...]
    voices: tuple[str, ...]
    report: str
    title: str
    publisher: str
    published: str
    coder: str
    standing: str
    use: str


@dataclass(frozen=True, slots=True)
class Field:
    """A concluded value.

    Attributes:
        value: "" where it is unknown; then ``reason`` says why.
        rule: What derived it, where no words do.
    """

    name: str
    label: str
    value: str
    reason: str
    rule: str
    claims: tuple[Claim, ...]
    decisions: tuple[Row, ...]


@dataclass(slots=True)
class Account:
    """What one voice says of the event.

    Attributes:
        lines: What it says, with the words for it.
        denies: It says that the event did not happen, or denies having done it.
    """

    voice: str
    role: str
    interest: str
    lines: list[tuple[str, str, Words]] = field(default_factory=list)
    reports: dict[str, str] = field(default_factory=dict)
    denies: bool = False
    standing: str = ""

    def add(self, label: str, value: str, told: Words) -> None:
        """Add a line unless the voice said the same already."""
        if not any((label, value) == line[:2] for line in self.lines):
            self.lines.append((label, value, told))


@dataclass(frozen=True, slots=True)
class EventPage:
    """An event for its page; where it was merged away, only ``merged_into`` counts."""

    row: Row
    merged_into: str | None
    fields: tuple[Field, ...] = ()
    accounts: tuple[Account, ...] = ()
    actors: tuple[Row, ...] = ()
    links: tuple[Row, ...] = ()
    history: tuple[Row, ...] = ()
    mentions: tuple[Row, ...] = ()
    drawing: Drawing | None = None


def load_event(connection: Connection, event: str) -> EventPage:
    """Load an event.

    Raises:
        NoSuchRecord: there is none with that id.
    """
    row = find_event(connection, event)
    if row["merged_into"] is not None:
        return EventPage(row, _final(connection, row["merged_into"]))
    uses = {
        (stand["assertion"], stand["path"]): stand["use"]
        for stands in row["record"]["basis"].values()
        for stand in stands
        if "use" in stand
    }
    mentions = _mentions(connection, row["no"])
    traces = trace_event(connection, row["public_id"])
    reports = _reports(connection, [mention.no for mention in mentions])
    for mention in mentions:
        reports[mention.no]["body"] = _body(connection, mention.text_no)
    return EventPage(
        row=row,
        merged_into=None,
        fields=tuple(_field(trace, row, mentions, uses, reports) for trace in _ordered(traces)),
        accounts=tuple(_accounts(mentions, reports)),
        actors=tuple(_actors(connection, row["no"])),
        links=tuple(_links(connection, row["no"])),
        history=tuple(list_history(connection, row["public_id"])),
        mentions=tuple(_told(mentions, reports)),
        drawing=_drawing(row),
    )


def _final(connection: Connection, number: int) -> str:
    event = schema.event.c
    row = connection.execute(select(event.public_id, event.merged_into).where(event.no == number)).one()
    return str(row.public_id) if row.merged_into is None else _final(connection, row.merged_into)


def _ordered(traces: Iterable[Trace]) -> list[Trace]:
    return sorted(traces, key=lambda trace: list(LABELS).index(trace.field))


def _field(
    trace: Trace,
    row: Row,
    mentions: Sequence[Mention],
    uses: Mapping[tuple[int, str], str],
    reports: Mapping[int, Row],
) -> Field:
    ids = {mention.public_id: mention.no for mention in mentions}
    claims = tuple(
        _claim(step, trace.field, uses.get((ids.get(step.mention, 0), step.path), "")) for step in trace.steps
    )
    if trace.field in ("who", "whom"):
        claims = tuple(_party_claims(trace.field, mentions, reports))
    value = _value(trace.field, row)
    return Field(
        name=trace.field,
        label=LABELS[trace.field],
        value=value,
        reason="" if value else _reason(trace.field, mentions),
        rule=row["status_rule"] if trace.field == "status" else "",
        claims=claims,
        decisions=tuple(entry for entry in trace.decisions if entry["field"] is not None),
    )


def _value(name: str, row: Row) -> str:
    if name == "type":
        return " · ".join(part for part in (row["type"], row["modes"]) if part)
    if name == "day":
        return "" if row["day_from"] is None and row["day_to"] is None else words.days(row["day_from"], row["day_to"])
    if name == "place":
        return words.place(row) if row["place"] or row["latitude"] is not None else ""
    if name in ("killed", "injured"):
        return words.toll_of(row, name)
    return str(row[name] or "")


def _reason(name: str, mentions: Sequence[Mention]) -> str:
    """Say why a value is unknown, as the reports' coding has it."""
    paths = {"day": "dates", "place": "places", "who": "participants", "whom": "participants"}
    if name in ("killed", "injured"):
        return "no figure told"
    wanted = paths.get(name, name)
    for mention in mentions:
        for entry in mention.record["missing"]:
            if entry["field"].split("[")[0].split(".")[0] == wanted:
                return str(entry["reason"])
    return "not stated"


def _party_claims(name: str, mentions: Sequence[Mention], reports: Mapping[int, Row]) -> Iterable[Claim]:
    """Give the words for those who acted or were acted upon, which the case takes from all mentions together."""
    role, side = ("actor", "a") if name == "who" else ("target", "b")
    for mention in mentions:
        about = reports[mention.no]
        for row in mention.actors:
            is_side = row["role"] == "party" and (row["side"] == "a") == (side == "a")
            if (row["role"] == role or is_side) and row["start"] is not None:
                yield Claim(
                    value=one_line(row["name"]),
                    words=(_slice(about, row["start"], row["end"]),),
                    voices=tuple(one_line(f"{v['words'] or 'hearsay'} ({v['role']})") for v in mention.voices),
                    report=about["report"],
                    title=one_line(about["title"] or about["address"]),
                    publisher=one_line(about["publisher"] or ""),
                    published=about["published"] or "",
                    coder="",
                    standing="counts" if mention.is_counted else "counts no more",
                    use="",
                )


def _claim(step: Step, name: str, use: str) -> Claim:
    return Claim(
        value=one_line(_words_of_value(name, step.value)),
        words=tuple(Words(one_line(row["text"]), step.report, row["start"]) for row in step.words),
        voices=tuple(one_line(voice) for voice in step.voices),
        report=step.report,
        title=one_line(step.title or step.address),
        publisher=one_line(step.publisher or ""),
        published=step.published or "",
        coder=step.coder,
        standing=step.standing,
        use=USES.get(use, ""),
    )


def _words_of_value(name: str, value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    if name in ("killed", "injured"):
        return words.toll(value["low"], value["best"], value["high"]) or "number not told"
    if name == "day":
        return words.days(value["from"], value["to"])
    if name == "status":
        return _factuality(value)
    return ""


def _factuality(value: Mapping[str, Any]) -> str:
    if value["polarity"] == NOT_HAPPENED:
        return "did not happen"
    stage = value["stage"] if value["stage"] != "accomplished" else "happened"
    return " ".join(part for part in (CERTAINTIES.get(value["certainty"], ""), stage) if part)


def _mentions(connection: Connection, number: int) -> list[Mention]:
    told = schema.event_mention.c
    return load_mentions(connection, connection.scalars(select(told.assertion_no).where(told.event_no == number)))


def _reports(connection: Connection, numbers: Sequence[int]) -> dict[int, Row]:
    """Give the report in which each mention was coded."""
    assertion, coding, report, source = schema.assertion.c, schema.coding.c, schema.report.c, schema.source.c
    query = (
        select(
            assertion.no,
            report.public_id.label("report"),
            report.title,
            report.address,
            report.published,
            report.state,
            source.name.label("publisher"),
        )
        .join(schema.coding, coding.no == assertion.coding_no)
        .join(schema.report, report.no == coding.report_no)
        .join(schema.source, source.no == report.source_no, isouter=True)
        .where(assertion.no.in_(numbers))
    )
    return {row["no"]: dict(row) for row in connection.execute(query).mappings()}


def _body(connection: Connection, text_no: int) -> str:
    return str(connection.scalars(select(schema.text.c.body).where(schema.text.c.no == text_no)).one())


def _slice(about: Row, start: int, end: int) -> Words:
    return Words(one_line(about["body"][start:end]), about["report"], start)


def _told(mentions: Sequence[Mention], reports: Mapping[int, Row]) -> Iterable[Row]:
    for mention in mentions:
        about = reports[mention.no]
        start, text = mention.values["start"], mention.values["words"]
        yield {
            **about,
            "title": one_line(about["title"] or about["address"]),
            "words": Words(one_line(text or ""), about["report"], start),
            "counts": mention.is_counted,
            "witness": mention.witness_no,
        }


def _accounts(mentions: Sequence[Mention], reports: Mapping[int, Row]) -> list[Account]:
    found: dict[tuple[str, str], Account] = {}

    def of(voice: str | None, role: str | None, interest: str | None, mention: Mention) -> Account:
        name = one_line(voice or ("hearsay" if role else SELF))
        about = reports[mention.no]
        key = (name.casefold(), role or about["report"])
        account = found.setdefault(key, Account(name, role or "media", interest or "unknown"))
        account.reports.setdefault(about["report"], one_line(about["publisher"] or about["title"] or about["address"]))
        if not mention.is_counted:
            account.standing = "counts no more"
        return account

    for mention in mentions:
        inner = _innermost(mention)
        voice: tuple[str | None, str | None, str | None] = _voice(inner) if inner else (None, None, None)
        teller = of(*voice, mention)
        _add_telling(teller, mention, reports[mention.no])
        actors = {row["mention_no"]: row["name"] for row in mention.actors}
        for claim in mention.claims:
            speaker = teller
            if claim["voice_role"] is not None:
                speaker = of(claim["voice"], claim["voice_role"], claim["voice_interest"], mention)
            told = Words(one_line(claim["words"]), reports[mention.no]["report"], claim["start"])
            _add_claim(speaker, claim, actors, told)
    return sorted(found.values(), key=lambda account: (account.denies, -len(account.reports), account.voice))


def _innermost(mention: Mention) -> Row | None:
    """Return the voice that knows; of several who speak together the first."""
    told = mention.record.get("attribution", ())
    joint = [number < len(told) and told[number].get("joint", False) for number in range(len(mention.voices))]
    rows = [row for row, beside in zip(mention.voices, joint, strict=True) if not beside]
    return rows[-1] if rows else None


def _voice(row: Row) -> tuple[str | None, str, str]:
    return row["words"], row["role"], row["interest"]


def _add_telling(account: Account, mention: Mention, about: Row) -> None:
    values, report = mention.values, about["report"]
    told = Words(one_line(values["words"] or ""), report, values["start"])
    factuality = mention.record["factuality"]
    account.add("Says", _factuality(factuality), told)
    account.denies |= factuality["polarity"] == NOT_HAPPENED
    account.add("Type", " · ".join((values["type"], *mention.record["modes"])), told)
    for role, label in (("actor", "Who"), ("target", "To whom"), ("party", "Parties")):
        rows = [row for row in mention.actors if row["role"] == role]
        if rows:
            names = words.joined(list(dict.fromkeys(one_line(row["name"]) for row in rows)))
            spans = [(row["start"], row["end"]) for row in rows if row["start"] is not None]
            account.add(label, names, _slice(about, *spans[0]) if spans else told)
    if values["day_from"] is not None or values["day_to"] is not None:
        dates = mention.record["dates"]
        day = Words(one_line(dates[0]["text"]), report, dates[0]["start"]) if dates else told
        account.add("When", words.days(values["day_from"], values["day_to"]), day)
    for place in mention.places[:1]:
        where = _slice(about, place["start"], place["end"]) if place["start"] is not None else told
        account.add("Where", one_line(place["name"]), where)


def _add_claim(account: Account, claim: Row, actors: Mapping[int, str], told: Words) -> None:
    name = one_line(actors.get(claim["mention_no"], "")) if claim["mention_no"] is not None else ""
    if claim["field"] == "responsibility":
        account.add("Held responsible", f"{name or 'nobody named'} {STANCES.get(claim['value'], claim['value'])}", told)
        account.denies |= claim["value"] in ("denied", "disclaimed") and claim["voice_interest"] == "own side"
        return
    figure = words.toll(claim["low"], claim["best"], claim["high"]) or "number not told"
    notes = [claim["scope"]] if claim["scope"] not in (None, "event") else []
    notes += ["part of another figure"] if claim["part_of"] else []
    shown = f"{figure} ({', '.join(notes)})" if notes else figure
    account.add(claim["field"].capitalize(), shown, told)


def _actors(connection: Connection, number: int) -> list[Row]:
    part, actor = schema.event_actor.c, schema.actor.c
    query = (
        select(actor.public_id, actor.name, actor.kind, part.role)
        .join(schema.actor, actor.no == part.actor_no)
        .where(part.event_no == number)
        .order_by(part.role, actor.name)
    )
    roles: dict[tuple[str, str, str | None], list[str]] = defaultdict(list)
    for row in connection.execute(query):
        roles[row.public_id, row.name, row.kind].append(row.role)
    return [{"public_id": i, "name": name, "kind": kind, "roles": told} for (i, name, kind), told in roles.items()]


def _links(connection: Connection, number: int) -> list[Row]:
    """Give links to other events, each with what the other is."""
    rows = link_rows(links_of(connection, [number])[number], number)
    event = schema.event.c
    names = ("public_id", "who", "whom", "day_from", "day_to", "place")
    query = select(*(event[name] for name in names)).where(event.public_id.in_([row["event"] for row in rows]))
    others = {row["public_id"]: dict(row) for row in connection.execute(query).mappings()}
    return [
        {
            **row,
            "phrase": LINK_PHRASES[row["link"]][row["direction"] == "from"],
            "sentence": words.sentence(others[row["event"]]),
            "when": words.days(others[row["event"]]["day_from"], others[row["event"]]["day_to"]),
            "place": others[row["event"]]["place"],
        }
        for row in rows
    ]


def _drawing(row: Row) -> Drawing | None:
    if row["latitude"] is None or row["longitude"] is None:
        return None
    x, y = row["longitude"], row["latitude"]
    spot = Spot(
        longitude=x,
        latitude=y,
        radius_km=row["radius_km"],
        events=1,
        unreviewed=int(row["review"] == "unreviewed"),
        contested=int(row["status"] == "contested"),
        places=1,
        box=(x, y, x, y),
        status=row["status"],
        type=row["type"],
        killed=(0, 0),
        name=row["place"] or "",
        event=row["public_id"],
    )
    return draw_map([spot], width=560, height=360, min_span=4.5)
