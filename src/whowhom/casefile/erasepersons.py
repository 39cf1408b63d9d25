"""Erasing a person: the name out of every text, table, index entry and decision.

In: a person's names. Out: a case in which each letter of the name is a black square, so that
offsets still hold, and in which that actor is no more.

What one would get wrong: a text that loses a name is another text. It gets a new digest, and
the old one a tombstone, so that the original is not let in again; ids of reports, events and
mentions stay, for other data refer to them.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, String, Table, Text, delete, or_, select, update

from whowhom.casefile import schema, schema_team
from whowhom.casefile.conclude import conclude_events
from whowhom.casefile.decisions import Author, decide
from whowhom.casefile.erase import Erased, erasing, held_in
from whowhom.casefile.erasenames import PARTICLES, Place, doubt
from whowhom.casefile.filters import find_actors
from whowhom.casefile.packing import Packed
from whowhom.casefile.search import Term, find_texts, index_text, remove_text, words_of
from whowhom.casefile.tombstones import digest_of, name_digest, put_tombstones
from whowhom.errors import NoSuchRecord, UsageError

SQUARE = "█"
MIN_PART_LETTERS = 3  # "al" or "de" are no name by themselves.
KEPT = ("digest", "public_id", "key", "state", "kind", "at", "added_at", "changed_at", "coded_at", "published")
"""Columns that hold no words of a report. Keys of names are treated on their own."""

Names = Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Person:
    """The names as written, as folded words, their parts, which go where the full name stands too, and the actors."""

    given: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    parts: tuple[tuple[str, ...], ...]
    actors: tuple[int, ...]

    @property
    def all(self) -> tuple[tuple[str, ...], ...]:
        """Names and parts, the longest first."""
        return tuple(sorted({*self.names, *self.parts}, key=lambda words: (-len(words), words)))


def erase_person(
    connection: Connection, words: str, author: Author, *, is_confirmed: bool = False, is_any: bool = False
) -> Erased:
    """Take a person out of the case; the caller must vacuum it afterwards.

    Args:
        words: Id (A-...) or name; all names the case knows for that actor go.
        is_confirmed: Erase also a name that no person of the case is known by.
        is_any: Erase also words that are no name, or the name of an organisation.

    Raises:
        NoSuchRecord: neither an actor nor a text has the name.
        UsageError: no reason is given, the name is too short to be found safely, or the words
            are not known to be a person's name and that was not allowed; nothing is changed.
    """
    if not author.why:
        raise UsageError("erasing needs a reason. Give --why.")
    person = _find(connection, words)
    author = replace(author, why=black_out(author.why, person.all))
    texts = _texts(connection, person)
    if not texts and not person.actors:
        raise NoSuchRecord(f"neither an actor nor a text of the case has the name {words!r}.")
    reports = _reports(connection, texts)
    if not is_any:
        _check_name(connection, words, person, texts, len(reports), is_confirmed=is_confirmed)
    touched = _events(connection, texts)
    shown = _shown_ids(connection, reports, touched, person)
    releases = held_in(connection, shown)
    with erasing(connection):
        digests = {number: _black_out_text(connection, number, person) for number in texts}
        _drop_actors(connection, person)
        _black_out_tables(connection, person.names)
        _rename_digests(connection, {old: new for old, new in digests.values() if old != new}, person)
        _drop_voices(connection, touched, person)
        conclude_events(connection, touched, at=author.at)
    marks = [name_digest(" ".join(name)) for name in person.names] + [
        old for old, new in digests.values() if old != new
    ]
    put_tombstones(connection, "person", marks, who=author.who, why=author.why or "", at=author.at, releases=releases)
    decide(connection, author, "erase", "actor", "a person")
    return Erased(tuple(row["public_id"] for row in reports), tuple(releases))


def _check_name(
    connection: Connection, words: str, person: _Person, texts: Sequence[int], reports: int, *, is_confirmed: bool
) -> None:
    """Refuse words that are not known to name a person, and say how much would be blacked out."""
    bodies = list(connection.scalars(select(schema.text.c.body).where(schema.text.c.no.in_(texts))))
    places = [place for body in bodies for place in _places(body, person.names)]
    found = doubt(connection, words, names=person.given, places=places)
    if found is None or (is_confirmed and not found.is_no_name):
        return
    count = sum(len(find_spans(body, person.all)) for body in bodies)
    much = f"{count} place{'' if count == 1 else 's'} in {reports} report{'' if reports == 1 else 's'}"
    remedy = (
        "Give the person's full name; to erase these words all the same, add --any-words"
        if found.is_no_name
        else "If that is meant, add --yes"
    )
    raise UsageError(f"{found.why}. Erasing would black out {much}, for good. {remedy}.")


def _places(body: str, names: Names) -> Iterator[Place]:
    before = {word.end: word for word in words_of(body)}
    ends = sorted(before)
    for start, end in find_spans(body, names):
        index = bisect.bisect_right(ends, start) - 1
        last = before[ends[index]] if index >= 0 else None
        yield Place(body[start:end], body[last.start : last.end] if last is not None else "")


def find_spans(body: str, names: Names) -> list[tuple[int, int]]:
    """Find names in a text, whatever case and accents, as whole words; spans do not overlap."""
    words = list(words_of(body))
    spans, index = [], 0
    while index < len(words):
        size = next((len(name) for name in names if _stands(words, index, name)), 0)
        if size:
            spans.append((words[index].start, words[index + size - 1].end))
        index += size or 1
    return spans


def black_out(body: str, names: Names) -> str:
    """Put black squares over names, one for each letter, so that the length stays."""
    for start, end in find_spans(body, names):
        body = f"{body[:start]}{SQUARE * (end - start)}{body[end:]}"
    return body


def _stands(words: Sequence[Any], index: int, name: tuple[str, ...]) -> bool:
    row = words[index : index + len(name)]
    # "Ngaba's" is one word; the name in it ends before the mark.
    return len(row) == len(name) and all(
        word.folded == part or (number == len(name) - 1 and word.folded == f"{part}s")
        for number, (word, part) in enumerate(zip(row, name, strict=True))
    )


def _find(connection: Connection, words: str) -> _Person:
    try:
        actors = find_actors(connection, words)
    except NoSuchRecord:
        actors = []
    name, actor = schema.actor_name.c, schema.actor.c
    merged = list(connection.scalars(select(actor.no).where(actor.merged_into.in_(actors))))
    numbers = (*actors, *merged)
    known = [*connection.scalars(select(name.name).where(name.actor_no.in_(numbers)))]
    known += connection.scalars(select(actor.name).where(actor.no.in_(numbers)))
    known += [] if words.startswith("A-") else [words]
    known += _corrected_names(connection, numbers)
    names = {tuple(word.folded for word in words_of(one)) for one in known}
    names = {one for one in names if len(one) > 1 or (one and len(one[0]) >= MIN_PART_LETTERS)}
    if not names:
        raise UsageError(f"{words!r} is no name that can be found safely. Give the full name.")
    parts = {(part,) for one in names for part in one if len(part) >= MIN_PART_LETTERS and part not in PARTICLES}
    order = sorted(names, key=lambda one: (-len(one), one))
    return _Person(tuple(dict.fromkeys(known)), tuple(order), tuple(sorted(parts)), numbers)


def _corrected_names(connection: Connection, numbers: Sequence[int]) -> list[str]:
    """Names that a person gave one of the actors, also where the correction was undone."""
    decision, actor = schema.decision.c, schema.actor.c
    ids = select(actor.public_id).where(actor.no.in_(numbers))
    query = select(decision.value).where(
        decision.kind == "correct", decision.target_kind == "actor", decision.field == "name"
    )
    return [value["name"] for value in connection.scalars(query.where(decision.target.in_(ids)))]


def _texts(connection: Connection, person: _Person) -> list[int]:
    mention, coding = schema.actor_mention.c, schema.coding.c
    found = {no for name in person.names for no in find_texts(connection, [Term(name, False, False)])}
    possessive = [(*name[:-1], f"{name[-1]}s") for name in person.names]
    found |= {no for name in possessive for no in find_texts(connection, [Term(name, False, False)])}
    coded = select(coding.text_no).join(schema.actor_mention, mention.coding_no == coding.no)
    found |= set(connection.scalars(coded.where(mention.actor_no.in_(person.actors))))
    return sorted(found)


def _reports(connection: Connection, texts: Sequence[int]) -> list[Mapping[Any, Any]]:
    query = select(schema.report).where(schema.report.c.text_no.in_(texts)).order_by(schema.report.c.no)
    return list(connection.execute(query).mappings())


def _events(connection: Connection, texts: Sequence[int]) -> list[int]:
    told, assertion, coding = schema.event_mention.c, schema.assertion.c, schema.coding.c
    query = (
        select(told.event_no)
        .join(schema.assertion, assertion.no == told.assertion_no)
        .join(schema.coding, coding.no == assertion.coding_no)
        .where(coding.text_no.in_(texts))
        .distinct()
    )
    return sorted(connection.scalars(query))


def _shown_ids(
    connection: Connection, reports: Sequence[Mapping[Any, Any]], events: Sequence[int], person: _Person
) -> set[str]:
    event, actor = schema.event.c, schema.actor.c
    found = {row["public_id"] for row in reports}
    found |= set(connection.scalars(select(event.public_id).where(event.no.in_(events))))
    return found | set(connection.scalars(select(actor.public_id).where(actor.no.in_(person.actors))))


def _black_out_text(connection: Connection, number: int, person: _Person) -> tuple[str, str]:
    """Black out one text with all codings of it; give its digest before and after."""
    text, report, coding = schema.text.c, schema.report.c, schema.coding.c
    row = connection.execute(select(text.body, text.digest).where(text.no == number)).one()
    body = black_out(row.body, person.all)
    digest = digest_of(body)
    if digest != row.digest:
        connection.execute(update(schema.text).where(text.no == number).values(body=body, digest=digest))
        remove_text(connection, number)
        index_text(connection, number, body)
    for one in connection.execute(select(schema.report).where(report.text_no == number)).mappings().all():
        values = _black_out_row(schema.report, one, body, person.all)
        document = values.get("document", one["document"])
        values["document"] = {**document, "id": digest}
        connection.execute(update(schema.report).where(report.no == one["no"]).values(**values))
    for coding_no in connection.scalars(select(coding.no).where(coding.text_no == number)).all():
        _black_out_coding(connection, coding_no, body, person)
    return row.digest, digest


def _black_out_coding(connection: Connection, coding_no: int, body: str, person: _Person) -> None:
    coding, assertion, mention = schema.coding.c, schema.assertion.c, schema.actor_mention.c
    ids = set(
        connection.scalars(
            select(mention.public_id).where(mention.coding_no == coding_no, mention.actor_no.in_(person.actors))
        )
    )
    tables = connection.scalars(select(coding.tables).where(coding.no == coding_no)).one()
    tables = _requote(tables, body, person.all)
    tables["actors"] = [_nameless(one) if one["id"] in ids else one for one in tables["actors"]]
    connection.execute(update(schema.coding).where(coding.no == coding_no).values(tables=tables))
    of_coding = select(assertion.no).where(assertion.coding_no == coding_no)
    for table, column, chosen in (
        (schema.assertion, assertion.coding_no, coding_no),
        (schema.actor_mention, mention.coding_no, coding_no),
    ):
        _black_out_rows(connection, table, column == chosen, body, person.all)
    for table in (schema.claim, schema.assertion_voice, schema.assertion_place):
        _black_out_rows(connection, table, table.c.assertion_no.in_(of_coding), body, person.all)
    both = select(assertion.no).where(assertion.coding_no == coding_no)
    pairs = or_(schema.match.c.one_no.in_(both), schema.match.c.other_no.in_(both))
    _black_out_rows(connection, schema.match, pairs, None, person.all)
    nameless = update(schema.actor_mention).where(mention.coding_no == coding_no, mention.actor_no.in_(person.actors))
    values = {"key": "erased", "registry": None, "is_named": False, "is_private": True, "actor_no": None}
    connection.execute(nameless.values(**values))


def _nameless(actor: dict[str, Any]) -> dict[str, Any]:
    missing = [entry for entry in actor["missing"] if entry["field"] not in ("registry", "private")]
    missing.append({"field": "registry", "reason": "not stated"})
    return {**actor, "aliases": [], "registry": None, "private": True, "missing": missing}


def _black_out_rows(connection: Connection, table: Table, where: Any, body: str | None, names: Names) -> None:
    keys = list(table.primary_key.columns)
    for row in connection.execute(select(table).where(where)).mappings().all():
        values = _black_out_row(table, row, body, names)
        if values:
            same = [key == row[key.name] for key in keys]
            connection.execute(update(table).where(*same).values(**values))


def _black_out_row(table: Table, row: Mapping[Any, Any], body: str | None, names: Names) -> dict[str, Any]:
    """Give the changed columns of a row; words that have offsets are quoted anew from the text."""
    values: dict[str, Any] = {}
    for column in table.columns:
        old = row[column.name]
        if old is None or column.name in KEPT:
            continue
        if isinstance(column.type, Packed):
            new = _requote(old, body, names)
        elif isinstance(column.type, (String, Text)):
            new = black_out(old, names)
        else:
            continue
        if new != old:
            values[column.name] = new
    for name in ("key", "voice_key", "place_key"):
        if name in table.c and row[name] and find_spans(row[name], names):
            values[name] = f"erased {digest_of(row[name])[:12]}"
    if body is not None and "words" in table.c and row["words"] is not None and row["start"] is not None:
        values["words"] = body[row["start"] : row["end"]]
    return values


def _requote(value: Any, body: str | None, names: Names) -> Any:
    if isinstance(value, str):
        return black_out(value, names)
    if isinstance(value, list):
        return [_requote(item, body, names) for item in value]
    if not isinstance(value, dict):
        return value
    changed = {key: _requote(item, body, names) for key, item in value.items()}
    if body is not None and value.get("start") is not None and value.get("end") is not None:
        for key in ("text", "voice", "words"):
            if isinstance(value.get(key), str):
                changed[key] = body[value["start"] : value["end"]]
    return changed


def _drop_actors(connection: Connection, person: _Person) -> None:
    mention = schema.actor_mention.c
    pointing = update(schema.actor_mention).where(mention.actor_no.in_(person.actors))
    connection.execute(pointing.values(actor_no=None))
    connection.execute(delete(schema.actor).where(schema.actor.c.no.in_(person.actors)))


def _black_out_tables(connection: Connection, names: Names) -> None:
    """Go over every column of every table, so that no place is forgotten."""
    for table in schema.metadata.sorted_tables:
        if table in (schema.text, schema.text_band, schema.meta, schema.event_voice, *schema_team.ACCESS_TABLES):
            continue
        keys = list(table.primary_key.columns)
        for row in connection.execute(select(table).order_by(*keys)).mappings().all():
            values = _black_out_row(table, row, None, names)
            if values:
                same = [key == row[key.name] for key in keys]
                connection.execute(update(table).where(*same).values(**values))


def _rename_digests(connection: Connection, renamed: Mapping[str, str], person: _Person) -> None:
    """Let decisions on changed texts stand on them under their new digest, without the name or its parts."""
    decision, state = schema.decision.c, schema.decision_state.c
    for row in connection.execute(select(schema.decision)).mappings().all():
        values = {name: _renamed(row[name], renamed) for name in ("value", "anchor")}
        if values == {name: row[name] for name in values}:
            continue
        values = {name: _requote(value, None, person.all) for name, value in values.items()}
        connection.execute(update(schema.decision).where(decision.no == row["no"]).values(**values))
        blank = update(schema.decision_state).where(state.decision_no == row["no"])
        connection.execute(blank.values(reason=None))


def _renamed(value: Any, renamed: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return renamed.get(value, value)
    if isinstance(value, list):
        return [_renamed(item, renamed) for item in value]
    if isinstance(value, dict):
        return {key: _renamed(item, renamed) for key, item in value.items()}
    return value


def _drop_voices(connection: Connection, events: Iterable[int], person: _Person) -> None:
    """Let events forget the person's key among their voices; it does not change what they conclude."""
    voice = schema.event_voice.c
    for row in connection.execute(select(schema.event_voice)).mappings().all():
        names = person.all if row["event_no"] in set(events) else person.names
        if find_spans(row["key"], names):
            same = (voice.event_no == row["event_no"], voice.key == row["key"], voice.role == row["role"])
            connection.execute(delete(schema.event_voice).where(*same))
