"""Events that a person adds, and corrections that stand on words of a report."""

from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy import select

from factories import TEXT, make_coding, words
from whowhom.casefile import schema
from whowhom.casefile.additions import add_by_hand
from whowhom.casefile.byhand import Marked, code_marked, hand_coder
from whowhom.casefile.case import Case
from whowhom.casefile.codings import load_coding
from whowhom.casefile.decisions import Author
from whowhom.casefile.filters import Filter
from whowhom.casefile.history import list_history
from whowhom.casefile.listing import list_events
from whowhom.casefile.recode import recode_text
from whowhom.casefile.reports import add_report, find_report
from whowhom.casefile.review import correct, read_evidence, undo
from whowhom.casefile.tracing import trace_event
from whowhom.errors import UsageError
from whowhom.records import Span
from whowhom.records.validation import check_coding

ODILE = "odile"


def span(wanted: str, *, after: int = 0) -> Span:
    return words(TEXT, wanted, after=after).span


SPLIT = Marked(
    type="COERCE",
    anchor=span("split from"),
    who=(span("The Kotto Front"),),
    whom=(span("the Haute Union"),),
    days=(span("in 2019"),),
    places=(span("Bria", after=TEXT.index("market in")),),
    figures=(("killed", span("at least 12 civilians")),),
    voice=span("Mayor Odile Ngaba"),
    voice_role="official",
)


@pytest.fixture
def report(case: Case) -> object:
    with case.writing() as connection:
        coding = make_coding()
        added = add_report(connection, coding.document, coding, at=case.clock())
        return find_report(connection, added.report)


def add(case: Case, report: object, marked: Marked = SPLIT, who: str = ODILE) -> tuple[str, str]:
    coding = code_marked(make_coding().document, hand_coder(who), marked)
    with case.writing() as connection:
        return add_by_hand(connection, report._mapping, coding, Author(who, None, case.clock()))  # type: ignore[attr-defined]


def listed(case: Case) -> list[str]:
    with case.reading() as connection:
        return sorted(row["type"] for row in list_events(connection, Filter()))


def test_an_event_marked_by_hand_keeps_every_promise_of_the_layout():
    coding = code_marked(make_coding().document, hand_coder(ODILE), SPLIT)
    assert check_coding(coding) == ()
    (event,) = coding.events
    assert [coding.quote(anchor) for anchor in event.anchors] == ["split from"]
    assert [(p.role, TEXT[p.start : p.end]) for p in event.participants] == [
        ("actor", "The Kotto Front"),
        ("target", "the Haute Union"),
    ]
    assert [(d.from_, d.to, d.text) for d in event.dates] == [("2019-01-01", "2019-12-31", "2019")]
    assert [(t.low, t.best, t.text) for t in event.tolls] == [(12, None, "at least 12 civilians")]
    assert coding.place(event.places[0].place).country == "CF"
    assert event.attribution[0].voice == "Mayor Odile Ngaba"


def test_an_added_event_is_listed_and_traced_to_its_words_and_its_coder(case, report):
    made, mention = add(case, report)
    assert "COERCE" in listed(case)
    with case.reading() as connection:
        (row,) = (row for row in list_events(connection, Filter()) if row["type"] == "COERCE")
        (traced,) = trace_event(connection, row["public_id"], "killed")
        history = list_history(connection, mention)
    (step,) = traced.steps
    assert [w["text"] for w in step.words] == ["at least 12 civilians"]
    assert (step.coder, step.mention) == ("odile by hand", mention)
    assert [(entry["public_id"], entry["kind"], entry["who"]) for entry in history] == [(made, "add", ODILE)]


def test_an_added_event_outlives_a_recoding_of_its_text(case, report):
    add(case, report)
    newer = make_coding()
    newer = dataclasses.replace(newer, coder=dataclasses.replace(newer.coder, version="2"), events=newer.events[:1])
    with case.writing() as connection:
        assert recode_text(connection, newer, at=case.clock())
    assert listed(case) == ["ASSAULT", "COERCE"]


def test_a_second_event_joins_the_coding_of_the_same_person(case, report):
    add(case, report)
    second = dataclasses.replace(SPLIT, type="PROTEST", anchor=span("denied"), figures=())
    add(case, report, second)
    coding = schema.coding.c
    with case.reading() as connection:
        rows = connection.execute(
            select(coding.no, schema.coder.c.kind)
            .join(schema.coder, schema.coder.c.no == coding.coder_no)
            .where(schema.coder.c.name == ODILE)
        ).all()
        kept = load_coding(connection, rows[0].no)
    assert [row.kind for row in rows] == ["person"]
    assert [(event.type, event.anchors[0].text) for event in kept.events] == [
        ("COERCE", "split from"),
        ("PROTEST", "denied"),
    ]
    assert check_coding(kept) == ()


def test_undo_takes_an_added_event_back_and_undoing_that_brings_it_again(case, report):
    made, _ = add(case, report)
    with case.writing() as connection:
        undone = undo(connection, made, Author(ODILE, None, case.clock()))
    assert "COERCE" not in listed(case)
    with case.writing() as connection:
        undo(connection, undone, Author(ODILE, None, case.clock()))
    assert "COERCE" in listed(case)


def test_the_same_event_is_not_added_twice(case, report):
    add(case, report)
    with pytest.raises(UsageError, match="already"):
        add(case, report)


def test_a_figure_without_a_number_is_refused():
    marked = dataclasses.replace(SPLIT, figures=(("killed", span("the main market")),))
    with pytest.raises(UsageError, match="holds no figure"):
        code_marked(make_coding().document, hand_coder(ODILE), marked)


def test_a_correction_carries_the_words_it_stands_on(case, report):
    with case.reading() as connection:
        (name,) = (row["public_id"] for row in list_events(connection, Filter()) if row["killed_low"] == 12)
    stretch = span("at least 12 civilians")
    with case.writing() as connection:
        evidence = read_evidence(connection, report.public_id, stretch.start, stretch.end, "at least 12 civilians")  # type: ignore[attr-defined]
        correct(connection, name, "killed", "13", Author(ODILE, None, case.clock()), evidence=evidence)
    with case.reading() as connection:
        (traced,) = trace_event(connection, name, "killed")
    (decision,) = traced.decisions
    held = decision["evidence"]
    assert TEXT[held["start"] : held["end"]] == held["words"] == "at least 12 civilians"


def test_evidence_must_stand_where_it_is_said_to_stand(case, report):
    with pytest.raises(UsageError, match="does not stand"), case.reading() as connection:
        read_evidence(connection, report.public_id, 3, 10, "shelled")  # type: ignore[attr-defined]
