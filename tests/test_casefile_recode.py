"""Recoding: decisions carried over, decisions that wait, differences told."""

from __future__ import annotations

import dataclasses

import pytest

from factories import TEXT, make_coding, make_quiet_coding, words
from test_casefile_decisions import BASTIEN, add, decide, event, events, execution, queue, recoded, shelling, states
from whowhom.casefile.differences import list_differences
from whowhom.casefile.recode import Recoding
from whowhom.casefile.regroup import merge_events
from whowhom.casefile.review import accept, correct, reject
from whowhom.errors import NoSuchRecord
from whowhom.ingest import Failure

__all__ = ["execution", "shelling"]  # Fixtures.


def recode(case, *codings) -> Recoding:
    recoding = Recoding(case, BASTIEN, "2")
    waiting = {coding.document.id: coding for coding in codings}
    for document in recoding.documents():
        recoding.take(waiting[document.id])
    recoding.finish()
    return recoding


def differences(case, other=None):
    with case.reading() as connection:
        return [
            (row["change"], row["mention"], row["field"], row["before"], row["after"])
            for row in list_differences(connection, other)
        ]


def test_decisions_on_what_is_coded_alike_carry_over(case, shelling):
    decide(case, correct, shelling, "killed", "14")
    decide(case, accept, shelling, who=BASTIEN)
    before = event(case, shelling)
    recoding = recode(case, recoded(make_coding()))
    after = event(case, shelling)
    assert (recoding.counts["recoded"], recoding.counts["waiting"]) == (1, 0)
    assert queue(case) == []
    same = ("killed_best", "review", "state", "mentions", "public_id")
    assert [after[name] for name in same] == [before[name] for name in same]
    assert len(events(case)) == 2


def test_a_value_coded_otherwise_waits_and_does_not_change_silently(case, shelling):
    coding = make_coding()
    (toll,) = coding.events[0].tolls
    made = decide(case, correct, shelling, "killed", "14")
    new = recoded(coding, tolls=(dataclasses.replace(toll, low=20, text=toll.text),))
    recode(case, new)
    assert event(case, shelling)["killed_best"] == 14
    assert queue(case) == [(made, "killed_low 12 is now 20")]
    words_ = "killed {}/?/? (at least 12 civilians)"
    assert differences(case) == [("changed", "e-shelling", "figures", words_.format(12), words_.format(20))]
    decide(case, accept, made)
    assert queue(case) == []


def test_a_coder_that_comes_round_to_the_correction_needs_no_second_look(case, shelling):
    decide(case, correct, shelling, "type", "PROTEST")
    recode(case, recoded(make_coding(), type="PROTEST", acled=None, ged=None, cameo=None))
    # The mention is of another type than the one that was corrected, so its anchor is not alike.
    assert [reason for _, reason in queue(case)] == ["mention e-shelling is not coded again as ASSAULT"]
    assert event(case, shelling)["type"] == "PROTEST"


def test_an_event_that_is_not_coded_any_more_waits(case, shelling):
    made = decide(case, accept, shelling)
    coding = recoded(make_coding())
    recode(case, dataclasses.replace(coding, events=coding.events[1:]))
    assert queue(case) == [(made, "no report that counts tells it any more")]
    assert event(case, shelling)["state"] == "empty"


def test_an_anchor_cut_otherwise_is_the_same_mention(case, shelling):
    decide(case, accept, shelling)
    anchor = words(TEXT, "shelled the main market")
    recode(case, recoded(make_coding(), id="e-longer", anchors=(anchor,), evidence=()))
    assert queue(case) == []
    assert (event(case, shelling)["mentions"], event(case, shelling)["review"]) == (1, "accepted")
    assert len(events(case)) == 2


def test_a_rejected_mention_stays_rejected_if_coded_alike_and_waits_if_not(case, shelling):
    made = decide(case, reject, "e-shelling")
    recode(case, recoded(make_coding()))
    assert event(case, shelling)["state"] == "empty"
    third = recoded(make_coding(), type="PROTEST")
    recode(case, dataclasses.replace(third, coder=dataclasses.replace(third.coder, version="3")))
    assert queue(case) == [(made, "e-shelling was ASSAULT and is now coded as PROTEST")]
    assert event(case, shelling)["state"] == "live"


def test_merged_events_stay_merged(case, shelling, execution):
    decide(case, merge_events, [shelling, execution])
    recode(case, recoded(make_coding()))
    assert event(case, shelling)["mentions"] == 2
    assert queue(case) == []
    coding = recoded(make_coding())
    third = dataclasses.replace(coding, coder=dataclasses.replace(coding.coder, version="3"), events=coding.events[:1])
    recode(case, third)
    assert [reason for _, reason in queue(case)] == ["mention e-execution is not coded any more"]


def test_recoding_again_changes_nothing(case, shelling):
    recode(case, recoded(make_coding()))
    first = events(case)
    again = recode(case, recoded(make_coding()))
    assert (again.counts["recoded"], again.counts["kept"]) == (0, 1)
    assert events(case) == first


def test_texts_that_fail_keep_their_coding(case, shelling):
    recoding = Recoding(case, BASTIEN, "2")
    for _ in recoding.documents():
        recoding.take(Failure("reports/bria.txt", "internal", "no answer"))
    recoding.finish()
    assert event(case, shelling)["state"] == "live"


def test_the_difference_names_value_before_and_after(case, shelling):
    assert differences(case) == []
    add(case, make_quiet_coding())
    coding = recoded(make_coding(), background=True)
    quiet = make_quiet_coding()
    quiet = dataclasses.replace(quiet, coder=coding.coder)
    recode(case, dataclasses.replace(coding, events=coding.events[:1]), quiet)
    assert differences(case) == [
        ("changed", "e-shelling", "background", "false", "true"),
        ("gone", "e-execution", None, "ASSAULT", None),
    ]
    with pytest.raises(NoSuchRecord, match="no coder of the case is named 'nobody'"):
        differences(case, "nobody")
    assert states(case) == []
