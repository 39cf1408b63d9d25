"""Our notes: rows read with the places of their words, and what is wrong with a row told by file and line."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from whowhom.corpora.brat import Pieces
from whowhom.corpora.own_attributions import read_attribution_notes
from whowhom.corpora.own_held import read_held
from whowhom.corpora.own_notes import read_notes
from whowhom.corpora.own_ties import read_tie_notes
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
        ("\tGrenade\tASSAULT\tfell\tIt fell.", "Expected an id, sub-event"),
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
        ("z001\tThe [claimed:Front fled.", "'claimed' is never closed"),
        ("z001\tThe [claimed: Front] fled.", "a blank at its edge"),
        ("z001\tThe [Front] fled.", "square bracket"),
        ("z001\tThe Front] fled.", "square bracket"),
        ("\tRain fell.", "none of them empty"),
    ],
)
def test_a_faulty_mark_is_told_with_its_line(tmp_path: Path, row: str, said: str) -> None:
    (tmp_path / "z.tsv").write_text(f"z000\tRain fell.\n{row}\n")
    with pytest.raises(RecordError, match=said) as fault:
        read_held(tmp_path)
    assert "z.tsv, line 2" in str(fault.value)


def test_ties_stand_between_marked_actors(tmp_path: Path) -> None:
    (tmp_path / "e.tsv").write_text(
        "e001\t[1:The Front] broke with [2:Lome], whose [3:army] [1:it] fights.\t1 past allied with 2; 1 fights 3\n"
        "e002\tRain fell on [1:Lome].\t-\n"
    )
    note, plain = read_tie_notes(tmp_path)
    words = {actor: [note.text[span.start : span.end] for span in spans] for actor, spans in note.actors.items()}
    assert words == {"1": ["The Front", "it"], "2": ["Lome"], "3": ["army"]}
    assert note.actors["1"][1].start == note.text.index(" it ") + 1
    assert [(t.subject, t.tie, t.object, t.past) for t in note.ties] == [
        ("1", "allied with", "2", True),
        ("1", "fights", "3", False),
    ]
    assert plain.ties == ()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("e001\tRain fell.", "Expected an id"),
        ("e000\tRain fell.\t-", "not met before"),
        ("e001\t[1:Lome] met [2:Accra].\t1 loves 2", "'1 loves 2'"),
        ("e001\t[1:Lome] met [2:Accra].\t1 fights 1", "'1 fights 1'"),
        ("e001\t[1:Lome] met [2:Accra].\t1 fights 3", "'1 fights 3'"),
        ("e001\t[1:Lome met [2:Accra].\t-", "never closed"),
        ("e001\t[a:Lome] met [2:Accra].\t-", "unknown mark 'a'"),
    ],
)
def test_a_faulty_tie_is_told_with_its_line(tmp_path: Path, row: str, said: str) -> None:
    (tmp_path / "e.tsv").write_text(f"e000\tRain fell.\t-\n{row}\n")
    with pytest.raises(RecordError, match=said) as fault:
        read_tie_notes(tmp_path)
    assert "e.tsv, line 2" in str(fault.value)


def test_attributions_stand_inside_each_other_and_in_pieces(tmp_path: Path) -> None:
    (tmp_path / "m.tsv").write_text(
        'm001\t[1t:"We hold,"] [1s:he] [1c:said], [1t:"as [2s:[3s:Lome]] [2c:knows] [2t:well], [3c:adding] [3t:no]"].\n'
        "m002\tRain fell.\n"
    )
    note, plain = read_attribution_notes(tmp_path)

    def words(pieces: Pieces) -> list[str]:
        return [note.text[span.start : span.end] for span in pieces]

    told = [(words(one.source), words(one.cue), words(one.content)) for one in note.attributions]
    assert note.text == '"We hold," he said, "as Lome knows well, adding no".'
    assert told == [
        (["he"], ["said"], ['"We hold,"', '"as Lome knows well, adding no"']),
        (["Lome"], ["knows"], ["well"]),
        (["Lome"], ["adding"], ["no"]),
    ]
    assert plain.attributions == ()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("m001 Rain fell.", "set apart by a tab"),
        ("m001\t[1s:He] [1x:said] so.", "unknown mark '1x'"),
        ("m001\t[1s:He] [1c:said] so.", "attribution 1 lacks a content"),
        ("m001\tHe said [1t:so].", "attribution 1 lacks a content, or both"),
        ("m001\t[1s:He [1c:said] so.", "never closed"),
    ],
)
def test_a_faulty_attribution_is_told_with_its_line(tmp_path: Path, row: str, said: str) -> None:
    (tmp_path / "m.tsv").write_text(f"m000\tRain fell.\n{row}\n")
    with pytest.raises(RecordError, match=said) as fault:
        read_attribution_notes(tmp_path)
    assert "m.tsv, line 2" in str(fault.value)


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
    assert {tie.tie for note in read_tie_notes(CORPUS / "ties") for tie in note.ties} >= {"fights", "led", "shelters"}
    assert sum(len(note.attributions) for note in read_attribution_notes(CORPUS / "attributions")) > 1000


def test_no_folder_no_notes(tmp_path: Path) -> None:
    assert read_notes(tmp_path / "none") == []
    assert read_held(tmp_path / "none") == []
    assert read_tie_notes(tmp_path / "none") == []
    assert read_attribution_notes(tmp_path / "none") == []
