"""Actors of a case by hand: split, corrected, traced; what holds when texts are coded anew."""

from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy import select

from factories import TEXT, make_coding
from test_casefile_decisions import ODILE, decide, queue, second_coding, second_report, shelling
from whowhom.casefile import schema
from whowhom.casefile.actorgroups import split_actor
from whowhom.casefile.actortracing import trace_actor
from whowhom.casefile.actorvalues import correct_actor
from whowhom.casefile.case import Case
from whowhom.casefile.filters import Filter
from whowhom.casefile.listing import list_actors, list_events
from whowhom.casefile.recode import recode_text
from whowhom.casefile.reports import add_report
from whowhom.casefile.review import undo
from whowhom.errors import NoSuchRecord, UsageError

__all__ = ["shelling"]  # A fixture.


def actor_rows(case: Case) -> dict[str, dict[str, object]]:
    with case.reading() as connection:
        return {row["public_id"]: row for row in list_actors(connection, Filter())}


def test_an_actor_split_off_stays_so_when_its_text_is_coded_anew_or_corrected(case, shelling):
    other = second_report(case)
    _, name = decide(case, split_actor, "Kotto Front", [other])
    newer = dataclasses.replace(second_coding(), coder=dataclasses.replace(make_coding().coder, version="2"))
    with case.writing() as connection:
        assert recode_text(connection, newer, at=case.clock())
    assert actor_rows(case)[name]["events"] == 1
    assert queue(case) == []
    corrected = second_coding("Correction: the depot is in Sibut.\n")
    with case.writing() as connection:
        add_report(connection, corrected.document, corrected, at=case.clock())
    assert actor_rows(case)[name]["events"] == 1
    with case.reading() as connection:
        assert len(list_events(connection, Filter(actor=name))) == 1


def test_a_split_waits_when_the_name_is_not_coded_in_its_text_any_more(case, shelling):
    other = second_report(case)
    made, _ = decide(case, split_actor, "Kotto Front", [other])
    coding = second_coding()
    empty = dataclasses.replace(coding, coder=dataclasses.replace(coding.coder, version="2"), actors=(), events=())
    with case.writing() as connection:
        recode_text(connection, empty, at=case.clock())
    assert queue(case) == [(made, "Kotto Front is not named any more there")]


def test_a_corrected_actor_is_listed_found_and_traced_and_undo_gives_its_own_value_back(case, shelling):
    decide(case, correct_actor, "Kotto Front", "kind", "political militia", why="no territory")
    made = decide(case, correct_actor, "Kotto Front", "name", "Kotto Liberation Front")
    decide(case, correct_actor, "Kotto Front", "country", "Chad")
    decide(case, correct_actor, "Kotto Liberation Front", "private", "yes")
    (row,) = (row for row in actor_rows(case).values() if row["name"] == "Kotto Liberation Front")
    assert (row["kind"], row["country"], row["is_private"]) == ("political militia", "TD", True)
    with case.reading() as connection:
        assert len(list_events(connection, Filter(actor="Kotto Liberation Front"))) == 2
        (trace,) = trace_actor(connection, row["public_id"], "kind")
        (named,) = trace_actor(connection, row["public_id"], "name")
    assert trace.value == {"kind": "political militia"}
    assert trace.steps[0].value == "rebel group"
    assert [(one["who"], one["why"], one["state"]) for one in trace.decisions] == [(ODILE, "no territory", "applied")]
    quote = named.steps[0].words[0]
    assert TEXT[quote["start"] : quote["end"]] == quote["text"]
    decide(case, undo, made)
    with case.reading() as connection, pytest.raises(NoSuchRecord):
        list_events(connection, Filter(actor="Kotto Liberation Front"))
    row = actor_rows(case)[row["public_id"]]
    assert (row["name"], row["kind"]) == ("Kotto Front", "political militia")


def test_undoing_the_later_of_two_corrections_of_an_actor_leaves_the_earlier(case, shelling):
    first = decide(case, correct_actor, "Kotto Front", "kind", "political militia")
    later = decide(case, correct_actor, "Kotto Front", "kind", "unknown")
    (name,) = (key for key, row in actor_rows(case).items() if row["name"] == "Kotto Front")
    assert actor_rows(case)[name]["kind"] is None
    decide(case, undo, later)
    assert actor_rows(case)[name]["kind"] == "political militia"
    back = decide(case, undo, first)
    assert actor_rows(case)[name]["kind"] == "rebel group"
    decide(case, undo, back)
    assert actor_rows(case)[name]["kind"] == "political militia"


@pytest.mark.parametrize(
    ("field", "words", "fault"),
    [
        ("kind", "guerrillas", "expected 'unknown' or one of state forces"),
        ("country", "Nowhereland", "two letters such as CF"),
        ("private", "perhaps", "yes or no"),
        ("name", " ", "expected letters"),
        ("leader", "somebody", "none of an actor's"),
        ("kind", "rebel group", "is 'rebel group' already"),
    ],
)
def test_a_correction_of_an_actor_that_is_no_value_is_refused(case, shelling, field, words, fault):
    with pytest.raises(UsageError, match=fault):
        decide(case, correct_actor, "Kotto Front", field, words)


def test_splitting_an_actor_parts_events_that_only_its_name_brought_together(case, shelling):
    other = second_report(case)
    assert _told_in(case, other) == {shelling}
    made, name = decide(case, split_actor, "Kotto Front", [other])
    (own,) = _told_in(case, other)
    assert own != shelling
    assert own in {row["public_id"] for row in _events_of(case, name)}
    decide(case, undo, made)
    assert _told_in(case, other) == {shelling}


def _events_of(case: Case, actor: str) -> list[dict[str, object]]:
    with case.reading() as connection:
        return list_events(connection, Filter(actor=actor))


def _told_in(case: Case, report: str) -> set[str]:
    """Give the events that a report tells."""
    part, assertion, coding = schema.event_mention.c, schema.assertion.c, schema.coding.c
    query = (
        select(schema.event.c.public_id)
        .join(schema.event_mention, part.event_no == schema.event.c.no)
        .join(schema.assertion, assertion.no == part.assertion_no)
        .join(schema.coding, coding.no == assertion.coding_no)
        .join(schema.report, schema.report.c.no == coding.report_no)
        .where(schema.report.c.public_id == report)
    )
    with case.reading() as connection:
        return set(connection.scalars(query))
