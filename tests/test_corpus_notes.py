"""Our notes: rows read with the places of their words, and what is wrong with a row told by file and line."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from whowhom.corpora.own_held import read_held
from whowhom.corpora.own_notes import read_notes
from whowhom.errors import RecordError

CORPUS = Path(__file__).parent.parent / "corpus"


def test_a_note_has_the_place_of_its_trigger(tmp_path: Path) -> None:
    (tmp_path / "k.tsv").write_text("k001\tGrenade\tASSAULT\tgrenade\tA grenade fell; the grenade burst.\n\n")
    (note,) = read_notes(tmp_path)
    assert (note.id, note.sub_event, note.type, note.measured) == ("k001", "Grenade", "ASSAULT", False)
    assert (note.trigger.start, note.text[note.trigger.start : note.trigger.end]) == (2, "grenade")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("k001\tGrenade\tASSAULT\tgrenade", "of 4 columns"),
        ("\tGrenade\tASSAULT\tfell\tIt fell.", "Expected id"),
        ("k001\tGrenades\tASSAULT\tfell\tIt fell.", "met 'Grenades'"),
        ("k001\tnone\tASSAULT\tfell\tIt fell.", "met 'none'"),
        ("k001\tGrenade\tATTACK\tfell\tIt fell.", "'ATTACK'"),
        ("k001\tGrenade\tASSAULT\tfall\tIt fell.", "'fall' does not stand"),
        ("k001\tGrenade\tASSAULT\tfe\tIt fell.", "'fe' does not stand"),
        ("k000\tGrenade\tASSAULT\tfell\tIt fell.", "stands twice"),
    ],
)
def test_a_faulty_note_is_told_with_its_line(tmp_path: Path, row: str, said: str) -> None:
    (tmp_path / "k.tsv").write_text(f"k000\tGrenade\tASSAULT\tfell\tIt fell.\n{row}\n")
    with pytest.raises(RecordError, match=said) as fault:
        read_notes(tmp_path)
    assert "k.tsv, line 2" in str(fault.value)


def test_marks_are_taken_out_and_keep_their_place(tmp_path: Path) -> None:
    (tmp_path / "z.tsv").write_text(
        "z001\tRain fell.\nz002\tThe [act:raid] was claimed by [claimed:the Front]; [denied:Lome] denied its part.\n"
    )
    plain, note = read_held(tmp_path)
    assert (plain.text, plain.held, plain.acts) == ("Rain fell.", (), ())
    assert note.text == "The raid was claimed by the Front; Lome denied its part."
    words = [(note.text[span.start : span.end], span.start, stance) for span, stance in note.held]
    assert words == [("the Front", 24, "claimed"), ("Lome", 35, "denied")]
    assert [note.text[span.start : span.end] for span in note.acts] == ["raid"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("z001 Rain fell.", "set apart by a tab"),
        ("z000\tRain fell.", "not met before"),
        ("z001\tThe [blamed:Front] fled.", "unknown mark 'blamed'"),
        ("z001\tThe [claimed:Front fled.", "square bracket"),
        ("z001\tThe [claimed: Front] fled.", "square bracket"),
        ("\tRain fell.", "not met before"),
    ],
)
def test_a_faulty_mark_is_told_with_its_line(tmp_path: Path, row: str, said: str) -> None:
    (tmp_path / "z.tsv").write_text(f"z000\tRain fell.\n{row}\n")
    with pytest.raises(RecordError, match=said) as fault:
        read_held(tmp_path)
    assert "z.tsv, line 2" in str(fault.value)


def test_our_notes_are_sound_and_even() -> None:
    counts = Counter(note.sub_event for note in read_notes(CORPUS / "notes"))
    assert len(counts) == 25
    assert min(counts.values()) * 2 >= max(counts.values())
    held = read_held(CORPUS / "held")
    assert {stance for note in held for _, stance in note.held} == {
        "accused",
        "suspected",
        "claimed",
        "denied",
        "disclaimed",
    }
    assert all(bool(note.held) == bool(note.acts) for note in held)
    assert any(not note.held for note in held)


def test_no_folder_no_notes(tmp_path: Path) -> None:
    assert read_notes(tmp_path / "none") == []
    assert read_held(tmp_path / "none") == []
