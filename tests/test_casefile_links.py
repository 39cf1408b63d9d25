"""Links between events of a case follow their tellings, on SQLite and PostgreSQL."""

from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy import select, update

from factories import make_coding, make_document
from test_casefile_store import add
from whowhom.brief.case_page import CaseBrief, make_page
from whowhom.casefile import schema
from whowhom.casefile.decisions import Author
from whowhom.casefile.eventlinks import link_rows, links_of, parts_of_listed
from whowhom.casefile.filters import Filter
from whowhom.casefile.listing import list_events
from whowhom.casefile.regroup import merge_events
from whowhom.casefile.reports import retract_report
from whowhom.casefile.review import reject, undo
from whowhom.casefile.tracing import find_event
from whowhom.export.from_case import dataset_of_case
from whowhom.records import Coding
from whowhom.records.events import EventLink
from whowhom.workbench.events_asked import Asked
from whowhom.workbench.events_query import summarise

AUTHOR = Author("reviewer", None, "2026-01-01T00:00:00Z")


def linked(link: str = "in retaliation for", *, more: str = "") -> Coding:
    """The usual report, whose execution is linked to its shelling."""
    document = make_document()
    if more:
        document = make_document(f"{document.text}{more}\n", path=f"reports/{more}.txt")
    coding = make_coding(document)
    shelling, execution = coding.events
    told = dataclasses.replace(execution, links=(EventLink(shelling.id, link),))
    return dataclasses.replace(coding, events=(shelling, told))


def by_type(connection, word: str):
    rows = list_events(connection, Filter(everything=True))
    return next(row for row in rows if (row["day_from"] is not None) == (word == "shelling"))


def links(connection, public_id: str):
    number = find_event(connection, public_id)["no"]
    return link_rows(links_of(connection, [number])[number], number)


def test_a_link_is_seen_from_both_ends(case):
    add(case, linked())
    with case.reading() as connection:
        shelling, execution = by_type(connection, "shelling"), by_type(connection, "execution")
        assert execution["links"] == f"in retaliation for {shelling['public_id']}"
        assert shelling["links"] == ""
        assert links(connection, execution["public_id"]) == [
            {"link": "in retaliation for", "direction": "to", "event": shelling["public_id"], "witnesses": 1}
        ]
        assert links(connection, shelling["public_id"]) == [
            {"link": "in retaliation for", "direction": "from", "event": execution["public_id"], "witnesses": 1}
        ]


def test_two_reports_of_a_link_are_two_witnesses_only_where_they_are_independent(case):
    add(case, linked())
    add(case, linked(more="A copy with one more line."))
    with case.reading() as connection:
        found = [row for row in list_events(connection, Filter()) if row["links"]]
        assert found
        assert all(links(connection, row["public_id"])[0]["witnesses"] == 1 for row in found)


def test_merged_events_have_no_link_to_themselves_until_the_merger_is_undone(case):
    add(case, linked())
    with case.writing() as connection:
        ids = [by_type(connection, word)["public_id"] for word in ("shelling", "execution")]
        (made,) = merge_events(connection, ids, AUTHOR)
        assert [row["links"] for row in list_events(connection, Filter())] == [""]
    with case.writing() as connection:
        undo(connection, made, AUTHOR)
        assert by_type(connection, "execution")["links"] == f"in retaliation for {ids[0]}"


def test_what_counts_no_more_links_nothing(case):
    add(case, linked())
    with case.writing() as connection:
        shelling = by_type(connection, "shelling")["public_id"]
        made = reject(connection, shelling, AUTHOR)
        assert by_type(connection, "execution")["links"] == ""
        undo(connection, made, AUTHOR)
        assert by_type(connection, "execution")["links"] == f"in retaliation for {shelling}"
    with case.writing() as connection:
        retract_report(connection, 1, who="reviewer", why=None, at=AUTHOR.at)
        assert all(row["links"] == "" for row in list_events(connection, Filter(everything=True)))


@pytest.mark.parametrize(("link", "is_part"), [("part of", True), ("in retaliation for", False)])
def test_a_part_is_not_summed_beside_its_whole(case, link, is_part):
    add(case, linked(link))
    with case.reading() as connection:
        whole, part = (find_event(connection, by_type(connection, w)["public_id"])["no"] for w in ("shelling", "x"))
        assert parts_of_listed(connection, [whole, part]) == ({part} if is_part else set())
        assert parts_of_listed(connection, [part]) == parts_of_listed(connection, [whole]) == set()


def test_the_workbench_leaves_a_part_in_its_sum_where_the_whole_has_no_figure(case):
    add(case, linked("part of"))
    with case.writing() as connection:
        summary = summarise(connection, Asked({}, Filter(everything=True)))
        # The execution is denied: in no sum, and no part of one.
        assert (summary.sums["killed"].low, summary.parts) == (12, 0)
        connection.execute(update(schema.event).values(status="weak"))
        summary = summarise(connection, Asked({}, Filter(everything=True)))
        assert (summary.sums["killed"].low, summary.parts) == (12, 1)
        connection.execute(
            update(schema.event)
            .where(schema.event.c.day_from.is_not(None))
            .values(killed_low=None, killed_best=None, killed_high=None)
        )
        summary = summarise(connection, Asked({}, Filter(everything=True)))
        assert (summary.sums["killed"].low, summary.parts) == (2, 0)


def test_links_leave_with_the_export_and_parts_are_not_added_to_the_sum(case):
    add(case, linked("part of"))
    with case.reading() as connection:
        dataset = dataset_of_case(connection, Filter())
    (part,) = [event for event in dataset.events if event.links]
    (whole,) = [event for event in dataset.events if not event.links]
    assert part.links == (("part of", whole.id),)
    happened = dataclasses.replace(part, polarity="happened", status="weak")
    page = make_page(dataclasses.replace(dataset, events=(whole, happened)), CaseBrief("Bria", ()))
    assert any(line.startswith("At least 12 people killed") for line in page.summary), page.summary
    alone = make_page(dataclasses.replace(dataset, events=(happened,)), CaseBrief("Bria", ()))
    assert any(line.startswith("At least 2 ") for line in alone.summary), alone.summary


def test_the_workbench_sums_no_event_that_tells_many_at_once(case):
    add(case, linked("in retaliation for"))
    with case.writing() as connection:
        connection.execute(update(schema.event).values(status="weak"))
        number = find_event(connection, by_type(connection, "shelling")["public_id"])["no"]
        before = summarise(connection, Asked({}, Filter(everything=True)))
        mentions = select(schema.event_mention.c.assertion_no).where(schema.event_mention.c.event_no == number)
        connection.execute(
            update(schema.assertion).where(schema.assertion.c.no.in_(mentions)).values(clarity="aggregate")
        )
        # Of one day they are as good as one.
        connection.execute(update(schema.event).where(schema.event.c.no == number).values(date_precision=1))
        assert summarise(connection, Asked({}, Filter(everything=True))) == before
        connection.execute(update(schema.event).where(schema.event.c.no == number).values(date_precision=5))
        summary = summarise(connection, Asked({}, Filter(everything=True)))
        killed = next(row["killed_low"] for row in list_events(connection, Filter(everything=True)) if row["public_id"] == by_type(connection, "shelling")["public_id"])  # fmt: skip
        assert before.aggregates == 0
        assert killed == 12
        assert summary.sums["killed"].low == before.sums["killed"].low - 12
        assert (summary.total, summary.aggregates) == (before.total, 1)
