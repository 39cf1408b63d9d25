"""Graded factuality and its scores, on a hand-made treebank with known answers."""

import gzip
import json
from dataclasses import replace

import pytest

from layers import make_layers
from whowhom.corpora.uds import read_uds
from whowhom.errors import RecordError, UnreadableFile
from whowhom.evaluate import factuality as benchmark
from whowhom.evaluate.factuality import correlation

ROWS = """They PRON PRP 4 nsubj
did AUX VBD 4 aux
not PART RB 4 advmod
fire VERB VB 0 root
. PUNCT . 4 punct

Guards NOUN NNS 2 nsubj
left VERB VBD 0 root
. PUNCT . 2 punct

He PRON PRP 3 nsubj
may AUX MD 3 aux
return VERB VB 0 root
. PUNCT . 3 punct"""
VALUES = {"ewt-dev-1-semantics-pred-4": -1.5, "ewt-dev-2-semantics-pred-2": 1.0, "ewt-dev-3-semantics-pred-3": -0.5}


def treebank():
    blocks = []
    for number, block in enumerate(ROWS.split("\n\n"), 1):
        rows = [line.split() for line in block.split("\n")]
        lines = [
            f"{i}\t{w}\t{w.lower()}\t{u}\t{x}\t_\t{h}\t{d}\t_\t{'SpaceAfter=No' if i == len(rows) - 1 else '_'}"
            for i, (w, u, x, h, d) in enumerate(rows, 1)
        ]
        blocks.append(f"# sent_id = doc-{number}\n" + "\n".join(lines))
    return "# newdoc id = doc\n" + "\n\n".join(blocks) + "\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "ud-ewt").mkdir()
    (tmp_path / "ud-ewt/dev.conllu.gz").write_bytes(gzip.compress(treebank().encode()))
    data, raw = {}, {}
    for node, value in VALUES.items():
        graph = node.split("-semantics")[0]
        data[graph] = {node: {"factuality": {"factual": {"confidence": 1.0, "value": value}}}}
        judges = {"value": {"a": int(value > 0), "b": 0}, "confidence": {"a": 4, "b": 2}}
        raw[graph] = {node: {"factuality": {"factual": judges}}}
    uds = tmp_path / "factuality"
    uds.mkdir()
    (uds / "uds-factuality-normalized.json").write_text(json.dumps({"data": data}))
    (uds / "uds-factuality-raw.json.gz").write_bytes(gzip.compress(json.dumps({"data": raw}).encode()))
    ids = {f"ewt-dev-{n}": {"document_id": "doc", "sentence_id": f"doc-{n}"} for n in (1, 2, 3)}
    (uds / "ud_ids.json").write_text(json.dumps(ids))
    return uds


def test_predicates_are_joined_to_their_words(folder):
    (document,) = read_uds(folder)
    words = [document.tree.sentences[p.sentence].words[p.word].form for p in document.predicates]
    assert words == ["fire", "left", "return"]
    assert [p.value for p in document.predicates] == [-1.5, 1.0, -0.5]


def test_judges_answers_are_signed_by_yes_and_no_and_weighed_by_how_sure_they_are(folder):
    # No with 4 and no with 2: -3 and -1.5; yes with 4 and no with 2: 3 and -1.5.
    assert [p.judged for p in read_uds(folder)[0].predicates] == [-2.25, 0.75, -2.25]


def test_a_missing_file_and_a_strange_node_are_named(folder):
    path = folder / "uds-factuality-normalized.json"
    path.write_text(json.dumps({"data": {"ewt-dev-1": {"strange": {}}}}))
    with pytest.raises(RecordError, match="strange"):
        read_uds(folder)
    path.unlink()
    with pytest.raises(UnreadableFile, match="uds-factuality-normalized"):
        read_uds(folder)


def test_a_folder_without_the_treebank_is_refused(folder):
    (folder.parent / "ud-ewt/dev.conllu.gz").unlink()
    with pytest.raises(UnreadableFile, match=r"no dev\.conllu"):
        read_uds(folder)


class Parts:
    """Reads the hand-made trees; the head's values are given."""

    def __init__(self, values):
        layers = make_layers(ROWS)
        given = [0.0] * len(layers.starts)
        for word, value in values.items():
            given[[layers.word(i) for i in range(len(given))].index(word)] = value
        self.layers = replace(layers, factuality=tuple(given))
        self.reader = self

    def read(self, document):
        assert document.text == self.layers.document.text
        return self.layers


def test_a_run_scores_the_reader_the_coder_and_negation_words(folder):
    evaluation = benchmark.run(folder, Parts({"fire": 1.0, "left": 1.0, "return": 1.0}), lambda done, of: None)
    assert evaluation.n == 3
    # The reader sees no difference; the coder hears "not" and "may"; the baseline "not" alone.
    assert evaluation.scores["reader_r"] == 0
    assert evaluation.scores["reader_mae"] == pytest.approx((2.5 + 0.0 + 1.5) / 3)
    coder = [1.0 + 0.25 * -2.0, 1.0, 1.0 + 0.25 * -1.6]
    assert evaluation.scores["r"] == pytest.approx(correlation(coder, [-1.5, 1.0, -0.5]))
    assert evaluation.baseline["r"] == pytest.approx(correlation([-1, 1, 1], [-1.5, 1.0, -0.5]))
    assert evaluation.baseline["mae"] == pytest.approx((0.5 + 0.0 + 1.5) / 3)
    assert evaluation.scores["r_judged"] == pytest.approx(correlation(coder, [-2.25, 0.75, -2.25]))


def test_predictions_have_the_form_of_the_data(folder, tmp_path):
    evaluation = benchmark.run(folder, Parts({"fire": -1.0, "left": 1.25}), lambda done, of: None)
    out = tmp_path / "out.json"
    evaluation.predictions(out)
    data = json.loads(out.read_text())["data"]
    assert data["ewt-dev-2"]["ewt-dev-2-semantics-pred-2"]["factuality"]["factual"] == {
        "confidence": 1.0,
        "value": 1.25,
    }
    (folder / "uds-factuality-normalized.json").write_text(out.read_text())
    assert [p.value for p in read_uds(folder)[0].predicates][1] == 1.25


def test_correlation_of_what_does_not_vary_is_zero():
    assert correlation([1.0, 1.0], [0.0, 1.0]) == 0
    assert correlation([1.0, 2.0, 3.0], [2.0, 4.0, 6.0]) == pytest.approx(1)
