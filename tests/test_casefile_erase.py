"""Erasing a report or a person: nothing of it is left in the file's bytes."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from factories import TEXT, make_coding, make_document
from test_casefile_decisions import ODILE, add, decide, event, events, execution, queue, shelling
from whowhom.casefile import schema
from whowhom.casefile.actorvalues import correct_actor
from whowhom.casefile.case import Case, open_case
from whowhom.casefile.codings import load_coding
from whowhom.casefile.erase import erase_report, vacuum
from whowhom.casefile.erasepersons import black_out, erase_person, find_spans
from whowhom.casefile.finding import search_reports
from whowhom.casefile.history import list_history
from whowhom.casefile.packing import pack
from whowhom.casefile.regroup import merge_events
from whowhom.casefile.reports import classify
from whowhom.casefile.review import accept, correct, undo
from whowhom.errors import CaseUnwritable, NoSuchRecord, UsageError
from whowhom.records.validation import check_coding

__all__ = ["execution", "shelling"]  # Fixtures.

# Another outlet tells the same attack, with another end.
OTHER = TEXT.replace("its spokesman said", "a commander of the group told the radio of Ouadda")


def everything(case: Case) -> str:
    """All that the case holds, unpacked, as one text."""
    with case.reading() as connection:
        rows = [row for table in schema.metadata.sorted_tables for row in connection.execute(select(table)).all()]
        index = (
            connection.exec_driver_sql("SELECT * FROM passage").all()
            if not case.is_sqlite
            else connection.exec_driver_sql("SELECT words FROM passage").all()
        )
    return repr(rows + list(index)).casefold()


def raw_bytes(path: Path) -> bytes:
    """The bytes of a case file with its log and its shared memory."""
    return b"".join(part.read_bytes() for part in path.parent.iterdir() if part.name.startswith(path.name))


def in_bytes(raw: bytes, words: str) -> bool:
    lowered = raw.lower()
    return any(words.lower().encode(code) in lowered for code in ("utf-8", "utf-16-le"))


def test_an_erased_report_leaves_a_tombstone_and_nothing_else(case, shelling, execution):
    decide(case, accept, shelling, why="seen by Odile Ngaba herself")
    decide(case, merge_events, [shelling, execution])
    with case.writing() as connection:
        number = connection.execute(
            insert(schema.release)
            .values(name="2022-1", at="2022-04-01T00:00:00Z", digest="0" * 64, record={})
            .returning(schema.release.c.no)
        ).scalar_one()
        connection.execute(
            insert(schema.release_item).values(
                release_no=number, kind="event", public_id=shelling, version=1, digest="0" * 64
            )
        )
    erased = decide(case, erase_report, "reports/bria.txt", why="names a child")
    vacuum(case)
    assert erased.releases == ("2022-1",)
    assert events(case) == []
    left = everything(case)
    for words in ("kotto front", "ngaba", "shelled", "bria", "market"):
        assert words not in left
    with case.reading() as connection:
        stones = connection.execute(select(schema.tombstone)).mappings().all()
        assert {(row["who"], row["why"], tuple(row["releases"])) for row in stones} == {
            (ODILE, "names a child", ("2022-1",))
        }
        assert make_document().id in {row["digest"] for row in stones}
        assert classify(connection, make_document()) == "erased"
        assert [row["kind"] for row in list_history(connection)] == ["accept", "merge", "erase"]


def test_no_byte_of_an_erased_report_is_left_in_the_file(tmp_path):
    path = tmp_path / "kotto.case"
    with open_case(str(path), create=True) as case:
        add(case)
        packed = pack(TEXT)
        assert packed in raw_bytes(path)
        name = events(case)[0]["public_id"]
        decide(case, correct, name, "who", "Kotto Front", why="as Odile Ngaba told")
        decide(case, erase_report, "reports/bria.txt", why="names a child")
        vacuum(case)
        raw = raw_bytes(path)
    for words in ("ngaba", "kotto front", "shelled", "haute", "bria"):
        assert not in_bytes(raw, words), words
    slices = [packed[start : start + 12] for start in range(8, len(packed) - 12, 12)]
    assert not any(part in raw for part in slices)


def test_what_another_report_tells_stays_and_decisions_wait(case, shelling):
    add(case, make_coding(make_document(OTHER, path="reports/other.txt")))
    others = [row["public_id"] for row in events(case, killed_low=12) if row["public_id"] != shelling]
    if others:
        decide(case, merge_events, [shelling, *others])
    made = decide(case, accept, shelling, why="both agree")
    erased = decide(case, erase_report, "reports/bria.txt", why="names a child")
    vacuum(case)
    assert len(erased.copies) == 1
    assert (event(case, shelling)["mentions"], event(case, shelling)["state"]) == (1, "live")
    assert queue(case) == [(made, "a report that it stood on was erased")]
    decide(case, accept, made)
    assert queue(case) == []


def test_an_erased_person_is_black_in_texts_and_gone_from_tables(case, shelling):
    decide(case, accept, shelling, why="Odile Ngaba confirmed it by telephone")
    erased = decide(case, erase_person, "Odile Ngaba", why="she asked for it")
    vacuum(case)
    left = everything(case)
    assert "ngaba" not in left
    assert "odile" not in left.replace(f"'{ODILE}'", "")
    assert len(erased.reports) == 1
    with case.reading() as connection:
        coding = load_coding(connection, 1)
        assert check_coding(coding) == ()
        voice = coding.events[0].attribution[0]
        assert coding.document.text[voice.start : voice.end] == voice.voice == "Mayor ███████████"
        assert len(coding.document.text) == len(TEXT)
        assert search_reports(connection, "Ngaba") == []
        assert len(search_reports(connection, '"the main market in Bria"')) == 1
        assert classify(connection, make_document()) == "erased"
        named = make_document("The bureau quoted ODILE NGABA on the weather.\n", path="reports/later.txt")
        assert classify(connection, named) == "erased"
    assert queue(case) == []
    assert event(case, shelling)["review"] == "accepted"


def test_no_byte_of_an_erased_person_is_left_in_the_file(tmp_path):
    path = tmp_path / "kotto.case"
    with open_case(str(path), create=True) as case:
        coding = make_coding()
        publication = dataclasses.replace(coding.document.publication, title="Odile Ngaba counts the dead")
        add(case, dataclasses.replace(coding, document=dataclasses.replace(coding.document, publication=publication)))
        packed = [pack(TEXT)]
        with case.reading() as connection:
            rows = connection.execute(select(schema.assertion.c.record).where(schema.assertion.c.kind == "event"))
            packed += [pack(record) for record in rows.scalars() if "Ngaba" in repr(record)]
        decide(case, erase_person, "Odile Ngaba", who="bastien", why="asked by Ngaba, Odile")
        vacuum(case)
        raw = raw_bytes(path)
    assert not in_bytes(raw, "ngaba")
    assert not in_bytes(raw, "odile")
    assert not any(part in raw for part in packed)


def test_a_name_that_a_person_gave_and_took_back_is_erased_too(tmp_path):
    path = tmp_path / "kotto.case"
    with open_case(str(path), create=True) as case:
        add(case, make_coding())
        made = decide(case, correct_actor, "Odile Ngaba", "name", "Oriane Selemby")
        decide(case, undo, made)
        decide(case, erase_person, "Odile Ngaba", who="bastien", why="asked for")
        vacuum(case)
        held, raw = everything(case), raw_bytes(path)
    for part in ("selemby", "ngaba"):
        assert part not in held
        assert not in_bytes(raw, part)


def test_names_are_found_whatever_case_accents_and_mark():
    names = [("odile", "ngaba")]
    body = "Odilé NGABA's office; Odile  Ngaba; Odile Ngabaro; Odile."
    assert [body[start:end] for start, end in find_spans(body, names)] == ["Odilé NGABA's", "Odile  Ngaba"]
    assert len(black_out(body, names)) == len(body)


def test_erasing_needs_a_reason_and_something_to_erase(case, shelling):
    with pytest.raises(UsageError, match="needs a reason"):
        decide(case, erase_report, "reports/bria.txt")
    with pytest.raises(NoSuchRecord):
        decide(case, erase_person, "Nobody Known", why="test")
    with pytest.raises(UsageError, match="no name that can be found safely"):
        decide(case, erase_person, "Al", why="test")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("the", "'the' stands in small letters, so it is a common word and no name"),
        ("SHELLED", "'shelled' stands in small letters"),
        ("main market", "'main market' stands in small letters"),
        ("Kotto Front", "names 'Kotto Front' (rebel group), no person"),
    ],
)
def test_words_that_are_no_name_of_a_person_are_refused(case, shelling, words, told):
    before = everything(case)
    for confirmed in (False, True):
        with pytest.raises(UsageError) as caught:
            decide(case, erase_person, words, why="test", is_confirmed=confirmed)
        assert told in str(caught.value)
        assert "in 1 report, for good" in str(caught.value)
        assert "--any-words" in str(caught.value)
    assert everything(case) == before


def test_a_refusal_counts_the_places(case, shelling):
    with pytest.raises(UsageError, match=r"would black out 2 places in 1 report, for good"):
        decide(case, erase_person, "Kotto Front", why="test")


def test_a_name_that_the_case_does_not_know_needs_a_yes(case, shelling):
    body = f"{TEXT}A list by Oriane Selemby was read out in Bria.\n"
    add(case, make_coding(make_document(body, path="reports/list.txt")))
    with pytest.raises(UsageError, match=r"no person called 'Oriane Selemby'.*1 place in 1 report.*--yes"):
        decide(case, erase_person, "Oriane Selemby", why="test")
    assert "selemby" in everything(case)
    decide(case, erase_person, "Oriane Selemby", why="test", is_confirmed=True)
    assert "selemby" not in everything(case)


def test_words_that_are_no_name_go_where_one_says_so(case, shelling):
    decide(case, erase_person, "Kotto Front", why="test", is_any=True)
    assert "kotto front" not in everything(case)


def test_the_article_in_a_name_is_not_blacked_out_by_itself(case):
    body = f"{TEXT}The governor, Rachid the Elder, spoke in the hall. The Elder left.\n"
    add(case, make_coding(make_document(body, path="reports/elder.txt")))
    decide(case, erase_person, "Rachid the Elder", why="test", is_confirmed=True)
    with case.reading() as connection:
        left = load_coding(connection, 1).document.text
    assert left == f"{TEXT}The governor, ████████████████, spoke in the hall. The █████ left.\n"


def test_a_reader_that_holds_the_old_state_is_told_of(tmp_path, monkeypatch):
    monkeypatch.setattr("whowhom.casefile.erase.BUSY_TIMEOUT_SECONDS", 0.1)
    path = tmp_path / "kotto.case"
    with open_case(str(path), create=True) as case:
        add(case)
        with open_case(str(path), write=False) as reader, reader.reading() as connection:
            connection.execute(select(schema.report)).all()
            decide(case, erase_report, "reports/bria.txt", why="names a child")
            with pytest.raises(CaseUnwritable, match="another program has it open"):
                vacuum(case)
        vacuum(case)
        assert not in_bytes(raw_bytes(path), "ngaba")
