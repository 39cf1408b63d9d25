"""Decisions of people on a case: what holds, what waits, what is undone."""

from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy import select

from factories import TEXT, make_coding, make_document, words
from whowhom.casefile import schema
from whowhom.casefile.actorgroups import merge_actors, split_actor
from whowhom.casefile.case import Case
from whowhom.casefile.corrections import read_correction
from whowhom.casefile.decisions import Author
from whowhom.casefile.filters import Filter
from whowhom.casefile.history import list_history, list_queue
from whowhom.casefile.listing import list_actors, list_events
from whowhom.casefile.recode import recode_text
from whowhom.casefile.regroup import merge_events, split_event
from whowhom.casefile.reports import add_report, retract_report
from whowhom.casefile.review import accept, correct, reject, undo
from whowhom.casefile.tracing import trace_event
from whowhom.errors import NoSuchRecord, UsageError
from whowhom.records import Coding

ODILE, BASTIEN = "odile", "bastien"


def decide(case: Case, act, *args, who: str = ODILE, why: str | None = None, **options):
    with case.writing() as connection:
        return act(connection, *args, Author(who, why, case.clock()), **options)


def add(case: Case, coding: Coding | None = None) -> None:
    coding = coding or make_coding()
    with case.writing() as connection:
        add_report(connection, coding.document, coding, at=case.clock())


def events(case: Case, **where: object) -> list[dict[str, object]]:
    with case.reading() as connection:
        rows = connection.execute(select(schema.event).order_by(schema.event.c.no)).mappings()
        return [dict(row) for row in rows if all(row[name] == value for name, value in where.items())]


def queue(case: Case) -> list[tuple[str, str]]:
    with case.reading() as connection:
        return [(row["public_id"], row["reason"]) for row in list_queue(connection)]


def states(case: Case) -> list[tuple[str, str]]:
    with case.reading() as connection:
        return [(row["kind"], row["state"]) for row in list_history(connection)]


@pytest.fixture
def shelling(case: Case) -> str:
    """Id of the shelling, in a case with our report."""
    add(case)
    return events(case, killed_low=12)[0]["public_id"]


@pytest.fixture
def execution(case: Case, shelling: str) -> str:
    return next(row["public_id"] for row in events(case) if row["public_id"] != shelling)


def event(case: Case, name: str) -> dict[str, object]:
    return events(case, public_id=name)[0]


def recoded(coding: Coding, **changes: object) -> Coding:
    """The same coding by a newer coder, with changes to the shelling."""
    shell, *others = coding.events
    coder = dataclasses.replace(coding.coder, version="2")
    return dataclasses.replace(coding, coder=coder, events=(dataclasses.replace(shell, **changes), *others))


def test_a_correction_holds_and_the_claim_stays(case, shelling):
    made = decide(case, correct, shelling, "killed", "14", why="hospital list")
    row = event(case, shelling)
    assert [row[f"killed_{name}"] for name in ("low", "best", "high")] == [14, 14, 14]
    assert row["review"] == "corrected"
    with case.reading() as connection:
        (traced,) = trace_event(connection, shelling, "killed")
    assert [step.words[0]["text"] for step in traced.steps] == ["at least 12 civilians"]
    assert [(d["public_id"], d["who"], d["why"], d["state"]) for d in traced.decisions] == [
        (made, ODILE, "hospital list", "applied")
    ]


def test_undo_gives_the_old_value_back_and_both_decisions_stay(case, shelling):
    before = event(case, shelling)
    made = decide(case, correct, shelling, "killed", "14")
    decide(case, undo, made, who=BASTIEN, why="list was of another town")
    after = event(case, shelling)
    assert {k: v for k, v in after.items() if k not in ("version", "changed_at")} == {
        k: v for k, v in before.items() if k not in ("version", "changed_at")
    }
    assert states(case) == [("correct", "undone"), ("undo", "applied")]


def test_undoing_an_undo_puts_the_decision_back(case, shelling):
    made = decide(case, correct, shelling, "killed", "14")
    second = decide(case, undo, made)
    decide(case, undo, second)
    assert event(case, shelling)["killed_best"] == 14
    with pytest.raises(UsageError, match="is undone already"):
        decide(case, undo, second)


def test_the_last_of_two_corrections_holds_until_it_is_undone(case, shelling):
    decide(case, correct, shelling, "killed", "14")
    last = decide(case, correct, shelling, "killed", "15-18", who=BASTIEN)
    assert (event(case, shelling)["killed_low"], event(case, shelling)["killed_high"]) == (15, 18)
    decide(case, undo, last)
    assert event(case, shelling)["killed_best"] == 14


def test_a_rejected_event_stays_and_is_listed_no_more(case, shelling):
    made = decide(case, reject, shelling)
    with case.reading() as connection:
        listed = {row["public_id"] for row in list_events(connection, Filter())}
        everything = {row["public_id"] for row in list_events(connection, Filter(everything=True))}
    assert shelling not in listed
    assert shelling in everything
    decide(case, undo, made)
    assert event(case, shelling)["state"] == "live"


def test_an_accepted_event_waits_when_a_correction_changes_it(case, shelling):
    accepted = decide(case, accept, shelling)
    assert event(case, shelling)["review"] == "accepted"
    decide(case, correct, shelling, "killed", "14", who=BASTIEN)
    assert event(case, shelling)["review"] == "corrected"
    assert queue(case) == [
        (accepted, "killed_low 12 is now 14; killed_best unknown is now 14; killed_high unknown is now 14")
    ]
    decide(case, accept, accepted)
    assert queue(case) == []


def test_decisions_wait_while_their_report_is_retracted_and_hold_again_after(case, shelling):
    decide(case, accept, shelling)
    with case.writing() as connection:
        retract_report(connection, 1, who=BASTIEN, why="withdrawn", at=case.clock())
    assert [reason for _, reason in queue(case)] == ["no report that counts tells it any more"]
    with case.reading() as connection:
        retraction = list_history(connection, kind="retract")[0]["public_id"]
    decide(case, undo, retraction)
    assert queue(case) == []
    assert event(case, shelling)["review"] == "accepted"


def test_a_rejected_mention_counts_for_nothing(case, shelling):
    made = decide(case, reject, "e-shelling")
    assert event(case, shelling)["state"] == "empty"
    decide(case, undo, made)
    assert event(case, shelling)["state"] == "live"


def test_merged_events_become_the_first_and_undo_parts_them(case, shelling, execution):
    before = events(case)
    (made,) = decide(case, merge_events, [execution, shelling])
    assert (event(case, shelling)["mentions"], event(case, execution)["state"]) == (2, "merged")
    with pytest.raises(UsageError, match=f"was merged into {shelling}"):
        decide(case, accept, execution)
    decide(case, undo, made)
    changing = ("version", "changed_at")
    assert [{k: v for k, v in row.items() if k not in changing} for row in events(case)] == [
        {k: v for k, v in row.items() if k not in changing} for row in before
    ]


def test_a_merge_puts_mentions_where_no_clustering_moves_them(case, shelling, execution):
    decide(case, merge_events, [shelling, execution])
    with case.reading() as connection:
        assert set(connection.scalars(select(schema.event_mention.c.basis))) == {"decision"}


def test_split_takes_a_mention_out_into_the_event_it_had(case, shelling, execution):
    decide(case, merge_events, [shelling, execution])
    made, target = decide(case, split_event, shelling, ["e-execution"])
    assert target == execution
    assert [row["mentions"] for row in (event(case, shelling), event(case, execution))] == [1, 1]
    decide(case, undo, made)
    assert event(case, shelling)["mentions"] == 2
    assert event(case, execution)["state"] == "merged"


def test_splitting_off_the_first_mention_makes_a_new_event(case, shelling, execution):
    decide(case, merge_events, [shelling, execution])
    made, target = decide(case, split_event, shelling, ["e-shelling"])
    assert target not in (shelling, execution)
    assert event(case, target)["killed_low"] == 12
    decide(case, undo, made)
    assert event(case, shelling)["mentions"] == 2


def test_a_split_must_leave_something(case, shelling):
    with pytest.raises(UsageError, match="at least one mention on each side"):
        decide(case, split_event, shelling, ["e-shelling"])
    with pytest.raises(NoSuchRecord, match="has no mention 'e-nothing'"):
        decide(case, split_event, shelling, ["e-nothing"])


def test_a_merge_is_undone_only_after_what_was_built_on_it(case, shelling, execution):
    (merged,) = decide(case, merge_events, [shelling, execution])
    decide(case, split_event, shelling, ["e-execution"])
    with pytest.raises(UsageError, match="Undo the later step first"):
        decide(case, undo, merged)
    assert states(case) == [("merge", "applied"), ("split", "applied")]


def test_merged_actors_are_one_and_undo_parts_them(case, shelling):
    (made,) = decide(case, merge_actors, ["Kotto Front", "Haute Union"])
    with case.reading() as connection:
        names = [row["name"] for row in list_actors(connection, Filter())]
        found = list_events(connection, Filter(actor="Haute Union"))
    assert "Haute Union" not in names
    assert len(found) == 2
    decide(case, undo, made)
    with case.reading() as connection:
        assert "Haute Union" in [row["name"] for row in list_actors(connection, Filter())]
        assert list_events(connection, Filter(actor="Haute Union")) == []


def test_an_actor_merged_into_one_without_events_brings_its_events_along(case, shelling):
    decide(case, merge_actors, ["Haute Union", "Kotto Front"])
    with case.reading() as connection:
        assert len(list_events(connection, Filter(actor="Kotto Front"))) == 2
        (row,) = (row for row in list_actors(connection, Filter()) if row["name"] == "Haute Union")
    assert row["events"] == 2


def second_report(case: Case) -> str:
    """Add another report that names a Kotto Front, of another place and day."""
    coding = second_coding()
    with case.writing() as connection:
        return add_report(connection, coding.document, coding, at=case.clock()).report


def second_coding(more: str = "") -> Coding:
    """Code a report that names a Kotto Front, of another place and day."""
    text = f"Fighters of the Kotto Front shelled the depot in Sibut on Sunday.\n{more}"
    document = make_document(text, path="reports/sibut.txt")
    publication = dataclasses.replace(document.publication, url="https://lakeswire.example/sibut")
    document = dataclasses.replace(document, publication=publication)
    coding = make_coding()
    front = dataclasses.replace(coding.actors[0], mentions=(words(text, "the Kotto Front"),))
    anchor, who = words(text, "shelled"), words(text, "Fighters of the Kotto Front")
    told = dataclasses.replace(
        coding.events[0],
        anchors=(anchor,),
        participants=(dataclasses.replace(coding.events[0].participants[0], start=who.start, end=who.end),),
        dates=(),
        places=(),
        tolls=(),
        attribution=(),
        responsibility=(),
        instrument=None,
        evidence=(),
    )
    return Coding(coding.format, coding.coder, document, actors=(front,), events=(told,))


def test_an_actor_is_split_by_report_and_undo_joins_it_again(case, shelling):
    other = second_report(case)
    made, name = decide(case, split_actor, "Kotto Front", [other])
    with case.reading() as connection:
        counts = {row["public_id"]: row["events"] for row in list_actors(connection, Filter())}
        assert len(list_events(connection, Filter(actor=name))) == 1
    assert counts[name] == 1
    decide(case, undo, made)
    with case.reading() as connection:
        assert len(list_events(connection, Filter(actor="Kotto Front"))) == 2
        assert name not in {row["public_id"] for row in list_actors(connection, Filter())}
    again, name_again = decide(case, split_actor, "Kotto Front", [other])
    assert (again != made, name_again) == (True, name)


def test_splitting_an_actor_leaves_something_on_each_side(case, shelling):
    with case.reading() as connection:
        report = connection.scalars(select(schema.report.c.public_id)).one()
    with pytest.raises(UsageError, match="on each side"):
        decide(case, split_actor, "Kotto Front", [report])
    with pytest.raises(NoSuchRecord, match="no report or mention"):
        decide(case, split_actor, "Kotto Front", ["r-nowhere"])


def test_history_of_an_event_holds_the_merge_that_took_it_away(case, shelling, execution):
    decide(case, merge_events, [shelling, execution], why="one attack")
    with case.reading() as connection:
        assert [row["why"] for row in list_history(connection, execution)] == ["one attack"]
        assert list_history(connection, "E-000000000000") == []


def test_a_corrected_actor_is_found_under_the_event(case, shelling):
    decide(case, correct, shelling, "who", "Haute Union")
    with case.reading() as connection:
        assert [row["who"] for row in list_events(connection, Filter(actor="Haute Union"))] == ["Haute Union"]


@pytest.mark.parametrize(
    ("field", "words", "columns"),
    [
        ("killed", "12-20", {"killed_low": 12, "killed_best": None, "killed_high": 20}),
        ("killed", "12/15/20", {"killed_low": 12, "killed_best": 15, "killed_high": 20}),
        ("injured", "?-9", {"injured_low": None, "injured_best": None, "injured_high": 9}),
        ("injured", "unknown", {"injured_low": None, "injured_best": None, "injured_high": None}),
        ("day", "2022-02", {"day_from": "2022-02-01", "day_to": "2022-02-28", "date_precision": 4}),
        ("day", "2022-03-02..2022-03-04", {"day_from": "2022-03-02", "day_to": "2022-03-04", "date_precision": 2}),
        ("type", "protest", {"type": "PROTEST"}),
    ],
)
def test_corrected_values_are_read(field, words, columns):
    assert read_correction(field, words) == columns


def test_a_corrected_place_gets_its_point():
    columns = read_correction("place", "Bria, CF")
    assert (columns["place"], columns["country"]) == ("Bria", "CF")
    assert columns["latitude"] == pytest.approx(6.54, abs=0.01)
    assert read_correction("place", "Camp PK3 @ 6.55,21.99")["place_key"] == "camp pk3"


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("killed", "a few"),
        ("killed", "20-12"),
        ("day", "2022-02-30"),
        ("type", "RAID"),
        ("place", "Nowheretown"),
        ("colour", "red"),
        ("type", "unknown"),
    ],
)
def test_what_is_no_value_is_refused(field, words):
    with pytest.raises(UsageError):
        read_correction(field, words)


def test_an_event_with_a_decision_on_one_field_is_not_merged_away_by_clustering(case, shelling):
    twin = make_coding(make_document(f"{TEXT}The prefect confirmed it.\n", path="reports/twin.txt"))
    (date,) = twin.events[0].dates
    earlier = dataclasses.replace(date, from_="2021-06-01", to="2021-06-01", edtf="2021-06-01")
    add(case, dataclasses.replace(twin, events=(dataclasses.replace(twin.events[0], dates=(earlier,)), twin.events[1])))
    other = events(case, day_from="2021-06-01")[0]["public_id"]
    decide(case, accept, other, field="killed")
    assert event(case, other)["review"] == "unreviewed"
    with case.writing() as connection:
        assert recode_text(connection, recoded(twin), at=case.clock())
    assert (event(case, other)["state"], event(case, other)["day_from"]) == ("live", "2022-03-02")
    assert states(case) == [("accept", "applied")]


def test_a_corrected_actor_shows_its_decision_in_the_trace(case, shelling):
    made = decide(case, correct, shelling, "whom", "traders of Bria")
    with case.reading() as connection:
        (traced,) = trace_event(connection, shelling, "whom")
    assert (traced.value, [row["public_id"] for row in traced.decisions]) == ({"whom": "traders of Bria"}, [made])
