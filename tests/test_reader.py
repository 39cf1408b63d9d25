"""The reader with its real weights: what it gives depends on the words alone."""

import numpy as np
import pytest

from whowhom.ingest import document_from_text
from whowhom.reading.lemmas import lemmatize
from whowhom.reading.network import PARTS, WEIGHTS, load_network
from whowhom.reading.reader import Reader
from whowhom.reading.spans import decode_rare
from whowhom.reading.windows import build_window, crop_window, pack_sentences, piece_words, sentence_sizes

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


def test_a_trigger_is_read_the_same_alone_and_beside_another_of_its_sentence(reader):
    words = "Rebels shelled the town and abducted two nurses on Monday .".split()
    pieced = piece_words(reader.network.tokenizer, words, [(0, 11)])
    window = build_window(pieced, [(0, 11)])
    hidden, _ = reader.network.read(window)
    crops = [crop_window(window, 1, 2), crop_window(window, 5, 6)]
    together = reader.network.mark(hidden, crops)
    for crop, out in zip(crops, together, strict=True):
        [alone] = reader.network.mark(hidden, [crop])
        assert np.allclose(alone["participants"], out["participants"], atol=1e-4)
    assert not np.allclose(together[0]["participants"], together[1]["participants"], atol=1e-2)


def test_a_crop_holds_whole_sentences_around_its_trigger_and_marks_its_pieces(reader):
    words = "They left . Wandimoyi surrendered . He spoke .".split()
    sentences = [(0, 3), (3, 6), (6, 9)]
    pieced = piece_words(reader.network.tokenizer, words, sentences)
    window = build_window(pieced, sentences)
    narrow = crop_window(window, 4, 5, limit=5)
    assert narrow.words == (3, 6)
    assert [words[3:6][i] for i, at in enumerate(narrow.first) if narrow.marker[at]] == ["surrendered"]
    assert narrow.marker.sum() == len(pieced[4].pieces)
    assert window.ids[narrow.pieces[0]] == window.ids[0]
    assert [int(window.ids[i]) for i in narrow.pieces[1:]] == [p for word in pieced[3:6] for p in word.pieces]
    assert crop_window(window, 4, 5, limit=99).words == (0, 9)


def test_words_cut_by_someone_else_are_read_in_their_sentences(reader):
    words = "The army left . It returned .".split()
    layers = reader.read_words(words, [(0, 4), (4, 7)])
    assert layers.document.text == "The army left . It returned ."
    assert [layers.word(i) for i in range(7)] == words
    assert layers.sentences == ((0, 4), (4, 7))
    assert [i for i, head in enumerate(layers.heads) if head == -1] == [2, 5]
    assert layers.triggers == ()


def test_windows_hold_whole_sentences_up_to_their_limit():
    assert pack_sentences([50, 60, 70, 200, 10], 160) == [(0, 2), (2, 3), (3, 4), (4, 5)]


def test_a_sentence_of_more_pieces_than_the_encoder_has_positions_is_read_in_parts(reader):
    text = " ".join(["1,234.56"] * 400) + ".\n\nGunmen killed four farmers near Gwoza on Monday.\n"
    layers = reader.read(document_from_text(text, check_language=False))
    assert len(layers.upos) == len(layers.starts) > 400
    assert max(last - first for first, last in layers.sentences) < 480
    killed = [t for t in layers.triggers if layers.word(t.first) == "killed"]
    assert [layers.document.text[layers.starts[t.first] : layers.ends[t.first]] for t in killed] == ["killed"]


def test_sizes_count_pieces(reader):
    pieced = piece_words(reader.network.tokenizer, ["Wandimoyi", "left"], [(0, 2)])
    assert sentence_sizes(pieced, [(0, 2)]) == [len(pieced[0].pieces) + 1]


def test_with_random_weights_nothing_is_read_right(tmp_path):
    """The shipped weights carry the result: scrambled, the killing and the trees are lost."""
    onnx = pytest.importorskip("onnx")
    from onnx import numpy_helper

    rng = np.random.default_rng(0)
    for part in PARTS:
        model = onnx.load(WEIGHTS / f"{part}.onnx")
        for tensor in model.graph.initializer:
            values = numpy_helper.to_array(tensor)
            if values.dtype == np.int8:
                mixed = rng.permuted(values.reshape(-1)).reshape(values.shape)
                tensor.CopyFrom(numpy_helper.from_array(mixed, tensor.name))
        (tmp_path / f"{part}.onnx").write_bytes(model.SerializeToString())
    for name in ("manifest.json", "tokenizer.json"):
        (tmp_path / name).write_bytes((WEIGHTS / name).read_bytes())
    real = Reader(load_network(), lemmatize).read(document_from_text(REPORT))
    random = Reader(load_network(tmp_path), lemmatize).read(document_from_text(REPORT))
    right = [(t.first, t.label) for t in real.triggers if t.score >= 0.5]
    assert right
    assert not set(right) & {(t.first, t.label) for t in random.triggers if t.score >= 0.5}
    same = sum(a == b for a, b in zip(real.heads, random.heads, strict=True))
    assert same < len(real.heads) / 2


TAGS = ("O", "B-negative", "I-negative", "B-positive", "I-positive")


def test_rare_labels_are_read_where_no_label_is_likelier_but_not_by_far():
    # Each row: chances of no label, of beginning and of going on with a negative word, then positive ones.
    chances = np.array(
        [
            [0.60, 0.38, 0.02, 0.0, 0.0],  # 0.60 * 0.4 < 0.38: read
            [0.55, 0.05, 0.40, 0.0, 0.0],  # goes on
            [0.96, 0.02, 0.01, 0.01, 0.0],  # none
            [0.85, 0.02, 0.01, 0.12, 0.0],  # faint: 0.85 * 0.12 < 0.12
            [0.99, 0.00, 0.00, 0.01, 0.0],
        ]
    )
    found = [(tag.first, tag.last, tag.label, tag.score) for tag in decode_rare(chances, TAGS, 10)]
    assert found == [(10, 12, "negative", 0.425), (13, 14, "positive", 0.15)]


def test_a_faint_label_does_not_widen_a_plain_one():
    chances = np.array([[0.30, 0.70, 0.00, 0.0, 0.0], [0.80, 0.02, 0.18, 0.0, 0.0]])
    assert [(tag.first, tag.last) for tag in decode_rare(chances, TAGS, 0)] == [(0, 1)]
    assert decode_rare(np.tile([[1.0, 0.0, 0.0, 0.0, 0.0]], (3, 1)), TAGS, 0) == []
