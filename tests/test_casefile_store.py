"""The case file's store: the same on SQLite and PostgreSQL."""

from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DatabaseError

from factories import TEXT, make_coding, make_document, make_quiet_coding
from whowhom.casefile import schema
from whowhom.casefile.case import Case
from whowhom.casefile.codings import load_coding
from whowhom.casefile.reports import Added, add_report, classify, retract_report
from whowhom.records import Coding

CORRECTED = TEXT.replace("its spokesman said", "a commander of the group said")
PARAGRAPH = (
    "The mayor's office in Bria said on Thursday that the market would stay closed while workers cleared the debris. "
    "Traders from the villages along the Kotto river waited at the bridge with their goods, and the prefect asked the "
    "peacekeepers to send a patrol to the road that leads north to Ouadda before the weekly market opens again. "
)


def coding_of(body: str = TEXT, **publication: object) -> Coding:
    """Code a text: our report by hand, any other as without events; ``publication`` changes fields."""
    document = make_document(body) if body != TEXT else make_document()
    changed = dataclasses.replace(document.publication, **publication)
    missing = tuple(entry for entry in changed.missing if getattr(changed, entry.field) is None)
    document = dataclasses.replace(document, publication=dataclasses.replace(changed, missing=missing))
    return make_coding(document) if body.startswith(TEXT[:20]) else make_quiet_coding(document)


def add(case: Case, coding: Coding) -> Added:
    with case.writing() as connection:
        return add_report(connection, coding.document, coding, at=case.clock())


def count(case: Case, table: str, **where: object) -> int:
    chosen = schema.metadata.tables[table]
    query = select(func.count()).select_from(chosen)
    for name, value in where.items():
        query = query.where(chosen.c[name] == value)
    with case.reading() as connection:
        return connection.execute(query).scalar_one()


def test_a_coding_comes_back_as_it_was_stored(case):
    coding = coding_of()
    add(case, coding)
    with case.reading() as connection:
        assert load_coding(connection, 1) == coding


def test_adding_the_same_report_again_changes_nothing(case):
    first = add(case, coding_of())
    with case.reading() as connection:
        before = {name: rows(connection, table) for name, table in schema.metadata.tables.items()}
        assert classify(connection, coding_of().document) == "known"
    again = add(case, coding_of())
    with case.reading() as connection:
        after = {name: rows(connection, table) for name, table in schema.metadata.tables.items()}
    assert (first.what, again.what) == ("new", "known")
    assert after == before


def rows(connection, table):
    return sorted(map(repr, connection.execute(select(table))))


def test_the_same_file_elsewhere_is_the_same_report(case):
    add(case, coding_of(path="a/bria.txt"))
    assert add(case, coding_of(path="b/bria.txt")).what == "known"


def test_a_corrected_report_supersedes_and_the_old_stays(case):
    url = "https://lakeswire.example/bria"
    old = add(case, coding_of(url=url))
    new = add(case, coding_of(CORRECTED, url=f"{url}/?utm_source=feed#top"))
    assert new.what == "corrected"
    with case.reading() as connection:
        report = schema.report.c
        found = connection.execute(select(report.public_id, report.version, report.state).order_by(report.no)).all()
        counted = connection.execute(select(schema.event.c.state, func.count()).group_by(schema.event.c.state)).all()
    assert found == [(old.report, 1, "superseded"), (new.report, 2, "current")]
    # The new version tells the same two events: they live on, and the old version counts no more.
    assert counted == [("live", 2)]
    assert count(case, "event", mentions=1) == 2
    assert count(case, "event_mention") == 4


def test_a_version_retrieved_earlier_does_not_supersede(case):
    url = "https://lakeswire.example/bria"
    add(case, coding_of(url=url, retrieved="2022-03-05T10:00:00Z"))
    older = coding_of(CORRECTED, url=url, retrieved="2022-03-04T10:00:00Z")
    assert add(case, older).what == "older version"
    assert count(case, "report", state="current") == 1


def test_adding_a_superseded_version_again_changes_nothing(case):
    url = "https://lakeswire.example/bria"
    first, second = coding_of(url=url), coding_of(CORRECTED, url=url)
    add(case, first)
    add(case, second)
    assert add(case, first).what == "known"
    assert count(case, "report", state="current", version=2) == 1


def test_a_retracted_report_counts_for_nothing_and_stays(case):
    add(case, coding_of())
    with case.writing() as connection:
        assert retract_report(connection, 1, who="editor", why="withdrawn by the outlet", at=case.clock())
        assert not retract_report(connection, 1, who="editor", why="again", at=case.clock())
    assert count(case, "event", state="empty") == 2
    assert count(case, "report", state="retracted") == 1
    assert count(case, "decision", kind="retract") == 1


def test_one_text_from_two_outlets_is_one_witness_that_outlives_either(case):
    add(case, coding_of(url="https://lakeswire.example/bria", publisher="Lakes Wire"))
    second = add(case, coding_of(url="https://kottotimes.example/bria", publisher="Kotto Times"))
    assert (second.what, count(case, "report"), count(case, "text"), count(case, "coding")) == ("outlet", 2, 1, 1)
    with case.writing() as connection:
        retract_report(connection, 1, who="editor", why=None, at=case.clock())
    assert count(case, "event", state="live") == 2


def test_wire_copies_with_small_edits_are_one_witness(case):
    add(case, coding_of(TEXT + PARAGRAPH * 2, publisher="Lakes Wire", url="https://lakeswire.example/1"))
    copied = (TEXT + PARAGRAPH * 2).replace("on Thursday", "Thursday").replace("cleared the debris", "cleared debris")
    other = add(case, coding_of(copied, publisher="Kotto Times", url="https://kottotimes.example/1"))
    assert other.what == "copy"
    assert (count(case, "text"), count(case, "witness"), count(case, "source")) == (2, 1, 2)


def test_reports_that_share_a_sentence_are_two_witnesses(case):
    add(case, coding_of(TEXT + PARAGRAPH))
    add(
        case, coding_of(f"Rain delays the harvest near Ouadda\n\n{PARAGRAPH[:110]}" + "Fields stood under water. " * 20)
    )
    assert count(case, "witness") == 2


def test_the_order_of_adding_does_not_change_events_and_actors(case):
    codings = [
        coding_of(),
        coding_of(TEXT + PARAGRAPH, url="https://lakeswire.example/2"),
        coding_of("Calm in Birao.\n"),
    ]
    for coding in reversed(codings):
        add(case, coding)
    first = groups_and_actors(case)
    with case.writing() as connection:
        for table in reversed(schema.metadata.sorted_tables):
            if table.name not in ("meta", "decision"):
                connection.execute(table.delete())
        connection.execute(text("DELETE FROM passage"))
    for coding in codings:
        add(case, coding)
    assert groups_and_actors(case) == first
    assert [len(group) for group in first[0]] == [2, 2]


def groups_and_actors(case):
    """Which mentions share an event, by text and id; and the ids of actors."""
    part, assertion, coding = schema.event_mention.c, schema.assertion.c, schema.coding.c
    groups = {}
    with case.reading() as connection:
        rows = connection.execute(
            select(part.event_no, schema.text.c.digest, assertion.public_id)
            .join(schema.assertion, assertion.no == part.assertion_no)
            .join(schema.coding, coding.no == assertion.coding_no)
            .join(schema.text, schema.text.c.no == coding.text_no)
        )
        for event_no, digest, name in rows:
            groups.setdefault(event_no, set()).add((digest, name))
        actors = sorted(connection.scalars(select(schema.actor.c.public_id)))
    return sorted(map(sorted, groups.values())), actors


def test_named_actors_have_an_identity_and_described_people_have_none(case):
    add(case, coding_of())
    add(case, coding_of(TEXT + PARAGRAPH))
    with case.reading() as connection:
        names = sorted(connection.scalars(select(schema.actor.c.name)))
    assert names == ["Haute Union", "Kotto Front", "Odile Ngaba"]


def test_decisions_are_never_changed(case):
    add(case, coding_of())
    with case.writing() as connection:
        retract_report(connection, 1, who="editor", why="withdrawn", at=case.clock())
    for statement in (update(schema.decision).values(who="other"), schema.decision.delete()):
        with pytest.raises(DatabaseError, match="never changed"), case.writing() as connection:
            connection.execute(statement)


def test_an_event_keeps_its_claims_with_words_and_voices(case):
    add(case, coding_of())
    with case.reading() as connection:
        claim = schema.claim.c
        toll = connection.execute(select(schema.claim).where(claim.field == "killed").order_by(claim.no)).first()
        body = connection.scalars(select(schema.text.c.body)).one()
        event = connection.execute(select(schema.event).where(schema.event.c.status == "weak")).one()
    assert body[toll.start : toll.end] == toll.words == "at least 12 civilians"
    assert (toll.voice, toll.voice_role, toll.low, toll.best) == ("Mayor Odile Ngaba", "official", 12, None)
    assert (event.killed_low, event.killed_best, event.killed_high) == (12, None, None)
    assert (event.day_from, event.place, event.type) == ("2022-03-02", "Bria", "ASSAULT")


def test_a_denied_event_is_denied(case):
    add(case, coding_of())
    assert count(case, "event", status="denied") == 1


def test_an_error_leaves_nothing_of_its_transaction(case):
    def fail():
        with case.writing() as connection:
            add_report(connection, coding_of().document, coding_of(), at=case.clock())
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        fail()
    assert count(case, "report") == count(case, "assertion") == count(case, "text") == 0


def test_a_nul_in_a_text_is_kept(case):
    coding = coding_of("Calm in Bi\x00rao, the prefect said.\n", title="Calm in Bi\x00rao")
    add(case, coding)
    with case.reading() as connection:
        assert load_coding(connection, 1) == coding
