"""The reader with its real weights: what it gives depends on the words alone."""

import numpy as np
import pytest

from whowhom.ingest import document_from_text
from whowhom.reading.lemmas import lemmatize
from whowhom.reading.network import WEIGHTS, load_network
from whowhom.reading.reader import Reader
from whowhom.reading.windows import build_window, pack_sentences, piece_words, sentence_sizes

pytestmark = pytest.mark.model

REPORT = (
    "Gunmen killed four farmers near Gwoza on Monday, the police said.\n\n"
    "The army denied that it had shelled the town. Two of its soldiers were wounded in an ambush last week.\n"
)
OTHER = "Thousands of teachers marched through Lima on Friday to demand higher wages.\n"


@pytest.fixture(scope="module")
def reader():
    return Reader(load_network(), lemmatize)


def test_reading_gives_one_row_per_word_and_words_that_stand_in_the_text(reader):
    document = document_from_text(REPORT)
    layers = reader.read(document)
    columns = (layers.ends, layers.upos, layers.xpos, layers.lemmas, layers.heads, layers.deprels, layers.factuality)
    assert {len(column) for column in columns} == {len(layers.starts)}
    assert layers.word(0) == "Gunmen"
    assert [layers.document.text[a:b] for a, b in zip(layers.starts, layers.ends, strict=True)][1:3] == [
        "killed",
        "four",
    ]


def test_a_killing_is_read_with_its_type(reader):
    layers = reader.read(document_from_text(REPORT))
    first = layers.triggers[0]
    assert layers.word(first.first) == "killed"
    assert first.label == "ASSAULT"


def test_every_sentence_has_one_root_and_heads_within_it(reader):
    layers = reader.read(document_from_text(REPORT))
    for first, last in layers.sentences:
        heads = layers.heads[first:last]
        assert list(heads).count(-1) == 1
        assert all(head == -1 or first <= head < last for head in heads)


def test_a_report_is_read_the_same_whatever_was_read_before_and_on_any_number_of_threads(reader):
    document = document_from_text(REPORT)
    alone = reader.read(document)
    reader.read(document_from_text(OTHER))
    one_thread = Reader(load_network(threads=1), lemmatize)
    assert reader.read(document) == alone
    assert one_thread.read(document) == alone


def test_a_window_is_read_the_same_alone_and_padded(reader):
    words = "Rebels shelled the town on Monday .".split()
    pieced = piece_words(reader.network.tokenizer, words, [(0, 7)])
    window = build_window(pieced, [(0, 7)])
    alone = reader.network.run(window)
    # The network takes one window at a time; asking for fewer words of it changes nothing for those.
    fewer = type(window)(window.ids, window.shapes, window.first[:3], window.sentence[:3])
    part = reader.network.run(fewer)
    assert np.allclose(alone["triggers"][:3], part["triggers"], atol=1e-4)


def test_windows_hold_whole_sentences_up_to_their_limit():
    assert pack_sentences([50, 60, 70, 200, 10], 160) == [(0, 2), (2, 3), (3, 4), (4, 5)]


def test_sizes_count_pieces(reader):
    pieced = piece_words(reader.network.tokenizer, ["Wandimoyi", "left"], [(0, 2)])
    assert sentence_sizes(pieced, [(0, 2)]) == [len(pieced[0].pieces) + 1]


def test_with_random_weights_nothing_is_read_right(tmp_path):
    """The shipped weights carry the result: scrambled, the killing and the trees are lost."""
    onnx = pytest.importorskip("onnx")
    from onnx import numpy_helper

    model = onnx.load(WEIGHTS / "reader.onnx")
    rng = np.random.default_rng(0)
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype == np.int8:
            tensor.CopyFrom(
                numpy_helper.from_array(rng.permuted(values.reshape(-1)).reshape(values.shape), tensor.name)
            )
    (tmp_path / "reader.onnx").write_bytes(model.SerializeToString())
    for name in ("manifest.json", "tokenizer.json"):
        (tmp_path / name).write_bytes((WEIGHTS / name).read_bytes())
    real = Reader(load_network(), lemmatize).read(document_from_text(REPORT))
    random = Reader(load_network(tmp_path), lemmatize).read(document_from_text(REPORT))
    right = [(t.first, t.label) for t in real.triggers if t.score >= 0.5]
    assert right
    assert not set(right) & {(t.first, t.label) for t in random.triggers if t.score >= 0.5}
    same = sum(a == b for a, b in zip(real.heads, random.heads, strict=True))
    assert same < len(real.heads) / 2
