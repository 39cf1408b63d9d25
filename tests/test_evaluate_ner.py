"""Column files of names and their scores, on hand-made sentences with known answers."""

from dataclasses import replace

import pytest

from layers import make_layers
from whowhom.corpora.ner import Named, read_tagged, spans
from whowhom.errors import RecordError, UnreadableFile
from whowhom.evaluate import ner as benchmark
from whowhom.evaluate.ner import count_names, tags
from whowhom.evaluate.results import Counts
from whowhom.gazetteer import Gazetteer
from whowhom.records import Tagged
from whowhom.registry import Registry

PLAIN = "Amir\tB-PER\nSadat\tI-PER\nleft\tO\nGao\tB-LOC\n.\tO\n\n#Gao B-location\nfell O\n"
UNER = (
    "# newdoc\n# sent_id = a-1\n# text = Amir Sadat left.\n1\tAmir\tB-PER\t-\tx\n2\tSadat\tI-PER\t-\tx\n3\tleft\tO\t-\tx\n"
    "4\t.\tO\t-\tx\n\n# newdoc\n# text = Gao fell\n1\tGao\tB-LOC\t-\tx\n2\tfell\tO\t-\tx\n"
)


def write(tmp_path, text):
    path = tmp_path / "names.conll"
    path.write_text(text, encoding="utf-8")
    return path


def test_token_and_tag_are_read_and_a_hashtag_is_no_comment(tmp_path):
    tagged = read_tagged(write(tmp_path, PLAIN))
    assert not tagged.numbered
    assert tagged.sentences[0].tokens == ("Amir", "Sadat", "left", "Gao", ".")
    assert tagged.sentences[0].names == (Named(0, 2, "PER"), Named(3, 4, "LOC"))
    assert tagged.sentences[1].tokens == ("#Gao", "fell")
    assert tagged.sentences[1].names == (Named(0, 1, "LOC"),)


def test_the_layout_with_numbers_and_comments_is_told_by_its_first_column(tmp_path):
    tagged = read_tagged(write(tmp_path, UNER))
    assert tagged.numbered
    assert [s.tokens for s in tagged.sentences] == [("Amir", "Sadat", "left", "."), ("Gao", "fell")]
    assert tagged.sentences[0].names == (Named(0, 2, "PER"),)
    assert tagged.sentences[0].comments[2] == "# text = Amir Sadat left."
    assert [s.document for s in tagged.sentences] == [True, True]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["B-PER", "B-PER"], [Named(0, 1, "PER"), Named(1, 2, "PER")]),
        (["I-ORG", "I-ORG", "O"], [Named(0, 2, "ORG")]),
        (["B-PER", "I-LOC"], [Named(0, 1, "PER"), Named(1, 2, "LOC")]),
        (["B-corporation", "I-corporation", "B-product"], [Named(0, 2, "ORG")]),
        (["B-MISC", "I-MISC", "B-person"], [Named(2, 3, "PER")]),
    ],
    ids=["side by side", "inside without begin", "kind changes", "other maker", "other kind"],
)
def test_tags_are_read_as_spans(given, expected):
    assert list(spans(given)) == expected


def test_spans_survive_being_spelled_as_tags():
    names = (Named(0, 2, "PER"), Named(2, 3, "ORG"))
    assert tags(["a", "b", "c", "d"], names) == ["B-PER", "I-PER", "B-ORG", "O"]
    assert tuple(spans(tags(["a", "b", "c", "d"], names))) == names


@pytest.mark.parametrize(
    ("text", "line"), [("Gao B-LOC\nfell\n", 2), ("Gao\tPLACE\n", 1)], ids=["no tag", "no such tag"]
)
def test_a_bad_line_is_named(tmp_path, text, line):
    with pytest.raises(RecordError, match=f"line {line}"):
        read_tagged(write(tmp_path, text))


def test_an_empty_file_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="no token"):
        read_tagged(write(tmp_path, "# only a comment\n"))


def test_only_exact_spans_of_the_right_kind_count(tmp_path):
    sentences = read_tagged(write(tmp_path, PLAIN)).sentences
    found = [(Named(0, 1, "PER"), Named(3, 4, "LOC")), (Named(0, 1, "ORG"),)]
    assert count_names(sentences, found) == {
        "micro": Counts(1, 3, 3),
        "PER": Counts(0, 1, 1),
        "ORG": Counts(0, 1, 0),
        "LOC": Counts(1, 1, 2),
    }


class HalfReader:
    """Finds every first capitalised token of a passage, as a person."""

    def read_words(self, words, sentences):
        block = "\n\n".join(
            "\n".join(f"{word} NOUN NN {min(1, i)} {'dep' if i else 'root'}" for i, word in enumerate(words[a:b]))
            for a, b in sentences
        )
        layers = make_layers(block)
        found = [a for a, _ in sentences if words[a][0].isupper()]
        return replace(layers, entities=tuple(Tagged(a, a + 1, "PER", 0.9) for a in found))


class Parts:
    def __init__(self):
        self.reader, self.gazetteer, self.registry = HalfReader(), Gazetteer.open(), Registry.load()


def test_a_run_scores_beside_the_look_up_and_writes_the_layout_it_read(tmp_path):
    evaluation = benchmark.run(write(tmp_path, UNER), Parts(), lambda done, of: None)
    assert evaluation.n == 2
    assert evaluation.scores["micro"].f1 == 0
    assert evaluation.baseline["PER"].f1 == 100
    assert evaluation.baseline["LOC"].f1 == 100
    out = tmp_path / "out.conll"
    evaluation.predictions(out)
    again = read_tagged(out)
    assert again.numbered
    assert [s.names for s in again.sentences] == [(Named(0, 1, "PER"),), (Named(0, 1, "PER"),)]
    assert again.sentences[0].comments[1] == "# sent_id = a-1"
