"""Brat files of attributions and their scores, on hand-made texts with known answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from whowhom.cli.app import app
from whowhom.corpora.brat import AttributionMark, read_brat, write_brat
from whowhom.errors import RecordError, UnreadableFile
from whowhom.evaluate.attribution import count, read_whole
from whowhom.evaluate.results import Counts
from whowhom.records import Span

TEXT = "“We saw it,” the prefect said on Monday, “and we fled.” Police said so too.\n"
SPANS = """T1	Source 13 24	the prefect
T2	Cue 25 29	said
T3	Content 0 12;41 55	“We saw it,” “and we fled.”
T4	Source 56 62	Police
"""
LINKS = {
    "relations to the cue": "R1\tSourceOf Arg1:T1 Arg2:T2\nR2\tContentOf Arg1:T3 Arg2:T2\n",
    "a relation of both": "R1\tAttributedTo Arg1:T3 Arg2:T1\n",
    "an event": "E1\tCue:T2 Source:T1 Content:T3\n",
    "an event by another event": "E1\tCue:T2 Source:T1\nE2\tCue:T2 Content:T3\nR1\tSame Arg1:E1 Arg2:E2\n",
}


def lay(folder: Path, annotations: str, text: str = TEXT, name: str = "a") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.txt").write_bytes(text.encode())
    (folder / f"{name}.ann").write_text(annotations, encoding="utf-8")
    return folder


@pytest.mark.parametrize("links", LINKS.values(), ids=LINKS.keys())
def test_content_and_source_are_paired_however_they_are_linked(tmp_path: Path, links: str):
    [document] = read_brat(lay(tmp_path / "set", SPANS + links))
    [(content, source)] = document.pairs
    assert [document.text[piece.start : piece.end] for piece in content] == ["“We saw it,”", "“and we fled.”"]
    assert [document.text[piece.start : piece.end] for piece in source] == ["the prefect"]
    assert (len(document.sources), len(document.cues), len(document.contents)) == (2, 1, 1)


def test_carriage_returns_count_and_other_lines_are_passed_over(tmp_path: Path):
    text = "One.\r\nPolice said so.\r\n"
    notes = "T1\tSource 6 12\tPolice\r\nA1\tNested T1\n#1\tAnnotatorNotes T1\tsure,\u2028or not\n"
    [document] = read_brat(lay(tmp_path / "set", notes, text))
    assert document.text[6:12] == "Police"
    assert "\r" not in document.text


@pytest.mark.parametrize(
    ("annotations", "message"),
    [
        ("T1\tSource 13 240\tthe prefect\n", "does not lie in the text"),
        ("T1\tSource\n", "is no span"),
        ("R1\tSourceOf\n", "links nothing"),
        ("Q1\tSource 1 2\n", "is no annotation of brat"),
    ],
    ids=["outside", "no offsets", "no arguments", "no kind"],
)
def test_a_fault_is_told_with_file_and_line(tmp_path: Path, annotations: str, message: str):
    with pytest.raises(RecordError, match=message) as caught:
        read_brat(lay(tmp_path / "set", annotations))
    assert "a.ann, line 1" in str(caught.value)


def test_a_text_that_is_missing_is_told(tmp_path: Path):
    folder = lay(tmp_path / "set", SPANS)
    (folder / "a.txt").unlink()
    with pytest.raises(UnreadableFile, match=r"needs its NAME\.txt"):
        read_brat(folder)
    (folder / "a.ann").unlink()
    with pytest.raises(UnreadableFile, match=r"no file that ends in \.ann"):
        read_brat(folder)


def test_pairs_count_by_overlap_and_exactly(tmp_path: Path):
    [document] = read_brat(lay(tmp_path / "set", SPANS + LINKS["an event"]))
    content, source = document.pairs[0]
    near = AttributionMark((Span(17, 24),), (Span(25, 29),), (Span(0, 12),))
    other = AttributionMark((Span(56, 62),), (Span(63, 67),), (Span(0, 12),))
    counts = count(document, [near, other])
    assert counts["content_source"] == Counts(1, 2, 1)
    assert counts["content_source_exact"] == Counts(0, 2, 1)
    assert counts["direct"] == Counts(1, 2, 1, 1)
    assert counts["source"] == Counts(2, 2, 2)
    assert counts["source_exact"] == Counts(1, 2, 2)
    assert counts["cue_exact"] == Counts(1, 2, 1)
    exact = count(document, [AttributionMark(source, (), content)])
    assert exact["content_source_exact"] == Counts(1, 1, 1)


def test_what_is_written_is_read_again(tmp_path: Path):
    folder = lay(tmp_path / "set", SPANS + LINKS["an event"])
    [document] = read_brat(folder)
    content, source = document.pairs[0]
    write_brat(folder / "a.ann", TEXT, [AttributionMark(source, document.cues[0], content), AttributionMark(source)])
    [again] = read_brat(folder)
    assert again.pairs == document.pairs
    assert again.cues == document.cues


def test_lines_are_paragraphs_unless_they_were_broken_for_their_length():
    lines = read_whole("Troops left.\nPolice stayed.\n")
    assert [(region.start, region.end) for region in lines.regions] == [(0, 12), (13, 27)]
    broken = read_whole(
        "Troops left the\ntown at noon on a\nday when many of\nits people had\ngone, said police\nthere.\n\nNone came."
    )
    assert len(broken.regions) == 2


def test_the_command_scores_a_folder_and_writes_ann_files(tmp_path: Path):
    text = "“We saw it,” the prefect said. The army denied that it had fired.\n"
    spans = (
        "T1\tSource 13 24\tthe prefect\nT2\tCue 25 29\tsaid\nT3\tContent 0 12\t“We saw it,”\n"
        "T4\tSource 31 39\tThe army\nT5\tCue 40 46\tdenied\nT6\tContent 47 64\tthat it had fired\n"
        "E1\tCue:T2 Source:T1 Content:T3\nE2\tCue:T5 Source:T4 Content:T6\n"
    )
    folder = lay(tmp_path / "set", spans, text)
    target, figures = tmp_path / "ours", tmp_path / "figures.json"
    result = CliRunner().invoke(
        app, ["evaluate", "attribution", str(folder), "--predictions", str(target), "--json", str(figures), "--quiet"]
    )
    assert result.exit_code == 0, result.output
    scores = json.loads(figures.read_text(encoding="utf-8"))
    assert scores["n"] == 2
    assert scores["scores"]["content_source"]["f1"] == 100
    assert "content_source_exact" in scores["baseline"]
    written = (target / "a.ann").read_text(encoding="utf-8")
    assert "Content 47 64\tthat it had fired" in written


def test_predictions_to_standard_output_are_refused(tmp_path: Path):
    folder = lay(tmp_path / "set", SPANS)
    result = CliRunner().invoke(app, ["evaluate", "attribution", str(folder), "--predictions", "-"])
    assert result.exit_code == 2
