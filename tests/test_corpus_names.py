"""Labels of names over a treebank: read, held against its sentences, laid out to be scored."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from whowhom.corpora.conllu import read_conllu
from whowhom.corpora.ner import Named, read_tagged
from whowhom.corpora.own import read_own
from whowhom.corpora.own_names import find_name_faults, lay_names, lay_over_texts, read_names
from whowhom.errors import RecordError

ROOT = Path(__file__).resolve().parent.parent
TREES = """\
# newdoc id = d1
# sent_id = d1-1
1\tOdile\tOdile\tPROPN\tNNP\t_\t3\tnsubj\t_\t_
2\tNgaba\tNgaba\tPROPN\tNNP\t_\t1\tflat\t_\t_
3\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\t_
4\tBria\tBria\tPROPN\tNNP\t_\t3\tobj\t_\t_

# sent_id = d1-2
1\tNobody\tnobody\tPRON\tNN\t_\t2\tnsubj\t_\t_
2\tknew\tknow\tVERB\tVBD\t_\t0\troot\t_\t_

# newdoc id = d2
# sent_id = d2-1
1\tRadio\tradio\tPROPN\tNNP\t_\t2\tcompound\t_\t_
2\tVakaga\tVakaga\tPROPN\tNNP\t_\t3\tnsubj\t_\t_
3\twaits\twait\tVERB\tVBZ\t_\t0\troot\t_\t_

"""
ROWS = "d1-1\t4\t0-2 PER, 3-4 LOC\nd2-1\t3\t0-2 ORG\n"


@pytest.fixture
def corpora(tmp_path) -> Path:
    (tmp_path / "ud-ewt").mkdir()
    (tmp_path / "ud-ewt/dev.conllu").write_text(TREES, encoding="utf-8")
    return tmp_path


@pytest.fixture
def rows(tmp_path) -> Path:
    (tmp_path / "names").mkdir()
    path = tmp_path / "names/ewt-dev.tsv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_rows_are_laid_over_their_sentences_and_the_others_hold_no_name(corpora, rows):
    documents = read_conllu(corpora / "ud-ewt/dev.conllu")
    laid = lay_names(documents, read_names(rows))
    assert laid == [[(Named(0, 2, "PER"), Named(3, 4, "LOC")), ()], [(Named(0, 2, "ORG"),)]]
    [[first, _], _] = laid
    words = documents[0].sentences[0].words
    assert [" ".join(w.form for w in words[n.first : n.last]) for n in first] == ["Odile Ngaba", "Bria"]
    assert list(find_name_faults(rows.parent, corpora, [])) == []


@pytest.mark.parametrize(
    ("row", "met"),
    [
        ("d1-2\t2\t0-1 GPE", r"line 3: met '0-1 GPE'"),
        ("d1-2\t2\t0 PER", r"met '0 PER'"),
        ("d1-2\t2\t1-3 PER", r"met '1-3 PER'.*within a length of 2"),
        ("d1-2\t2\t1-1 PER", r"met '1-1 PER'"),
        ("d1-2\t2\t0-2 PER, 1-2 LOC", r"met '1-2 LOC'.*behind the name before"),
        ("d1-2\t2\t", r"met ''"),
        ("d1-2\t0-1 PER", r"set apart by tabs"),
        ("d1-1\t4\t0-1 PER", r"not met before"),
    ],
)
def test_a_row_that_is_none_is_named(rows, row, met):
    rows.write_text(ROWS + row + "\n", encoding="utf-8")
    with pytest.raises(RecordError, match=met):
        read_names(rows)
    [fault] = find_name_faults(rows.parent, None, [])
    assert fault.startswith("names/ewt-dev.tsv: ")


@pytest.mark.parametrize(
    ("row", "met"),
    [
        ("d1-2\t3\t0-1 PER", r"d1-2: made for 3 words.*has 2"),
        ("d9-1\t3\t0-1 PER", r"d9-1 and 0 more: no such sentence"),
    ],
)
def test_another_release_of_the_treebank_is_noticed(corpora, rows, row, met):
    rows.write_text(ROWS + row + "\n", encoding="utf-8")
    [fault] = find_name_faults(rows.parent, corpora, [])
    with pytest.raises(RecordError, match=met):
        lay_names(read_conllu(corpora / "ud-ewt/dev.conllu"), read_names(rows))
    assert row.split("\t")[0] in fault


def test_names_are_laid_out_as_a_column_file(corpora, rows, tmp_path):
    out = tmp_path / "names.conll"
    subprocess.run([sys.executable, "-m", "tools.names_conll", str(corpora), str(rows), str(out)], check=True, cwd=ROOT)
    tagged = read_tagged(out)
    assert [s.document for s in tagged.sentences] == [True, False, True]
    assert [s.names for s in tagged.sentences] == [(Named(0, 2, "PER"), Named(3, 4, "LOC")), (), (Named(0, 2, "ORG"),)]


REPORT = """
id = "x001"
kind = "wire"
published = "2021-03-02"
text = '''
Soldiers of the Gold Valley Guard left Kayes on Sunday, said Odile Ngaba of Radio Kita.
'''
"""


@pytest.fixture
def own(tmp_path) -> Path:
    for part in ("reports", "names"):
        (tmp_path / part).mkdir()
    (tmp_path / "reports/x001.toml").write_text(REPORT, encoding="utf-8")
    return tmp_path


def test_names_of_a_written_report_stand_on_its_words(own):
    [report] = read_own(own).written
    text = report["text"] or ""
    found = [(text.index(n), text.index(n) + len(n), k) for n, k in (("Gold Valley Guard", "ORG"), ("Kayes", "LOC"))]
    row = ", ".join(f"{first}-{last} {kind}" for first, last, kind in found)
    (own / "names/written.tsv").write_text(f"written:x001\t{len(text)}\t{row}\n", encoding="utf-8")
    assert list(find_name_faults(own / "names", None, [report])) == []
    laid = lay_over_texts([report], read_names(own / "names/written.tsv"))["written:x001"]
    assert [(text[n.first : n.last], n.kind) for n in laid] == [("Gold Valley Guard", "ORG"), ("Kayes", "LOC")]


@pytest.mark.parametrize(
    ("row", "met"),
    [
        ("written:x001\t{}\t16-26 ORG", r"16-26 is 'Gold Valle'. Expected whole words"),
        ("written:x001\t12\t0-8 PER", r"made for a text of 12 code points, it has \d+"),
        ("written:x009\t{}\t0-8 PER", r"written:x009 and 0 more: no such text"),
    ],
)
def test_names_that_fit_no_report_are_a_fault(own, row, met):
    [report] = read_own(own).written
    (own / "names/written.tsv").write_text(row.format(len(report["text"] or "")) + "\n", encoding="utf-8")
    [fault] = find_name_faults(own / "names", None, [report])
    assert re.search(met, fault)


def test_the_names_of_our_corpus_are_sound():
    own = read_own(ROOT / "corpus")
    assert list(find_name_faults(ROOT / "corpus/names", None, (*own.written, *own.asides))) == []
    assert any((ROOT / "corpus/names").glob("*.tsv"))
