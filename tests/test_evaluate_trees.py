"""CoNLL-U files and their scores, on hand-made sentences with known answers."""

import gzip
from dataclasses import replace

import pytest

from whowhom.corpora.conllu import read_conllu
from whowhom.errors import RecordError, UnreadableFile
from whowhom.evaluate import conllu as benchmark
from whowhom.evaluate.conllu import Parse, ScoredWord, align, cut, gold_parse, plain_parse, score_parse
from whowhom.evaluate.results import Counts
from whowhom.records import Layers


def row(number, form, upos, head, deprel, misc="_"):
    return f"{number}\t{form}\t{form.lower()}\t{upos}\t_\t_\t{head}\t{deprel}\t_\t{misc}\n"


FILE = (
    "# newdoc id = one\n# newpar\n# sent_id = s1\n# text = They didn't fire.\n"
    + row(1, "They", "PRON", 4, "nsubj")
    + "2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_\n"
    + row(2, "did", "AUX", 4, "aux")
    + row(3, "n't", "PART", 4, "advmod")
    + row(4, "fire", "VERB", 0, "root", "SpaceAfter=No")
    + "4.1\tfired\t_\tVERB\t_\t_\t_\t_\t_\t_\n"
    + row(5, ".", "PUNCT", 4, "punct")
    + "\n# sent_id = s2\n# text = Its guns fell.\n"
    + row(1, "Its", "PRON", 2, "nmod:poss")
    + row(2, "guns", "NOUN", 3, "nsubj")
    + row(3, "fell", "VERB", 0, "root", "SpaceAfter=No")
    + row(4, ".", "PUNCT", 3, "punct", "SpaceAfter=No")
    + "\n# newdoc id = two\n"
    + row(1, "Go", "VERB", 0, "root")
    + "\n"
)


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "t.conllu"
    file.write_text(FILE, encoding="utf-8")
    return file


def test_a_file_is_read_as_documents_of_tokens_and_words(path):
    one, two = read_conllu(path)
    assert (one.id, two.id) == ("one", "two")
    first = one.sentences[0]
    assert [w.form for w in first.words] == ["They", "did", "n't", "fire", "."]
    assert [(t.form, t.first, t.last) for t in first.tokens][1] == ("didn't", 1, 3)
    assert [w.head for w in first.words] == [3, 3, 3, -1, 3]
    assert one.text == "They didn't fire. Its guns fell."
    assert two.text == "Go"


def test_a_gzipped_file_reads_the_same(path, tmp_path):
    packed = tmp_path / "t.conllu.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert read_conllu(packed) == read_conllu(path)


def test_raw_text_comes_from_the_tokens_where_the_comment_does_not_fit(path):
    path.write_text(FILE.replace("# text = Its guns fell.", "# text = Something else"), encoding="utf-8")
    assert read_conllu(path)[0].sentences[1].text == "Its guns fell."


@pytest.mark.parametrize(
    ("bad", "line"),
    [
        ("1\tx\t_\n", 1),
        (row(2, "x", "X", 0, "root"), 1),
        (row(1, "x", "X", "a", "root"), 1),
        (row(1, "x", "X", 7, "root"), 1),
    ],
    ids=["columns", "id", "head", "far head"],
)
def test_a_bad_line_is_named(tmp_path, bad, line):
    file = tmp_path / "bad.conllu"
    file.write_text(bad + "\n", encoding="utf-8")
    with pytest.raises(RecordError, match=rf"bad\.conllu, line {line}"):
        read_conllu(file)


def test_a_missing_and_an_empty_file_are_refused(tmp_path):
    with pytest.raises(UnreadableFile):
        read_conllu(tmp_path / "none.conllu")
    (tmp_path / "empty.conllu").write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="no sentence"):
        read_conllu(tmp_path / "empty.conllu")


def words(*forms, contracted=()):
    """Lay forms over characters; those numbered in ``contracted`` are one token's words."""
    made, position = [], 0
    for form in forms:
        made.append(ScoredWord(position, position + len(form), form, "X", -1, "root"))
        position += len(form)
    if contracted:
        start, end = made[contracted[0]].start, made[contracted[-1]].end
        for index in contracted:
            made[index] = replace(made[index], start=start, end=end, contracted=True)
    return made


@pytest.mark.parametrize(
    ("gold", "found", "pairs"),
    [
        (words("a", "bc"), words("a", "bc"), [(0, 0), (1, 1)]),
        (words("a", "bc"), words("ab", "c"), []),
        (words("ab", "c", "d"), words("a", "b", "cd"), []),
        (
            words("x", "did", "n't", "go", contracted=(1, 2)),
            words("x", "did", "n't", "go"),
            [(0, 0), (1, 1), (2, 2), (3, 3)],
        ),
        (words("x", "did", "n't", "go", contracted=(1, 2)), words("x", "didn't", "go"), [(0, 0), (3, 2)]),
        (
            words("x", "Did", "n't", "go", contracted=(1, 2)),
            words("x", "did", "n'", "t", "go"),
            [(0, 0), (1, 1), (3, 4)],
        ),
        (words("can", "not", "go", contracted=(0, 1)), words("cannotg", "o"), []),
    ],
    ids=["same", "shifted", "straddling", "contracted", "uncut", "half", "over the end"],
)
def test_words_pair_by_characters_and_within_contractions_by_form(gold, found, pairs):
    assert align(gold, found) == pairs


def test_the_gold_parse_scores_full_marks_against_itself(path):
    gold = gold_parse(read_conllu(path)[0])
    assert {name: count.score().f1 for name, count in score_parse(gold, gold).items()} == dict.fromkeys(
        ("words", "sentences", "upos", "uas", "las"), 100
    )


def test_a_wrong_tag_head_and_relation_each_cost_their_own_score(path):
    gold = gold_parse(read_conllu(path)[0])
    changed = list(gold.words)
    changed[0] = replace(changed[0], upos="NOUN")
    changed[1] = replace(changed[1], deprel="cop")
    changed[5] = replace(changed[5], head=7)
    counts = score_parse(gold, Parse(tuple(changed), gold.sentences))
    assert counts["upos"] == Counts(8, 9, 9)
    assert counts["uas"] == Counts(8, 9, 9)
    assert counts["las"] == Counts(7, 9, 9)


def test_a_head_that_is_no_gold_word_makes_its_dependents_wrong():
    gold = Parse((ScoredWord(0, 2, "ab", "X", -1, "root"), ScoredWord(2, 3, "c", "X", 0, "obj")), ((0, 2),))
    found = (
        ScoredWord(0, 1, "a", "X", -1, "root"),
        ScoredWord(1, 2, "b", "X", 0, "obj"),
        ScoredWord(2, 3, "c", "X", 0, "obj"),
    )
    counts = score_parse(gold, Parse(found, ((0, 2), (2, 3))))
    assert counts["words"] == Counts(1, 3, 2)
    assert counts["uas"] == Counts(0, 3, 2)
    assert counts["sentences"] == Counts(0, 2, 1)


def test_relations_are_compared_without_subtypes(path):
    gold = gold_parse(read_conllu(path)[0])
    assert gold.words[5].form == "Its"
    assert gold.words[5].deprel == "nmod"


def test_the_plain_parse_hangs_each_word_on_the_next():
    parse = plain_parse(cut("The army fired ."))
    assert [w.upos for w in parse.words] == ["DET", "NOUN", "NOUN", "PUNCT"]
    assert [w.head for w in parse.words] == [1, 2, -1, 2]


class GoldReader:
    """Reads what the file says: every score must be full."""

    def __init__(self, documents):
        self.by_text = {document.text: document for document in documents}
        self.by_words = {tuple(w.form for s in d.sentences for w in s.words): d for d in documents}

    def read(self, document):
        gold = self.by_text[document.text]
        spans, position = [], 0
        for form in (w.form for s in gold.sentences for w in s.words):
            start = document.text.index(form, position)
            position = start + len(form)
            spans.append((start, position))
        return self._layers(document, gold, spans)

    def read_words(self, given, sentences):
        gold = self.by_words[tuple(given)]
        text = " ".join(given)
        starts = [sum(len(w) + 1 for w in given[:i]) for i in range(len(given))]
        spans = [(start, start + len(w)) for start, w in zip(starts, given, strict=True)]
        return self._layers(benchmark.raw_document(text), gold, spans)

    def _layers(self, document, gold, spans):
        rows, sentences = [], []
        for sentence in gold.sentences:
            first = len(rows)
            rows += [(w, first + w.head if w.head >= 0 else -1) for w in sentence.words]
            sentences.append((first, len(rows)))
        return Layers(
            document=document,
            starts=tuple(a for a, _ in spans),
            ends=tuple(b for _, b in spans),
            sentences=tuple(sentences),
            upos=tuple(w.upos for w, _ in rows),
            xpos=tuple(w.xpos for w, _ in rows),
            lemmas=tuple(w.lemma for w, _ in rows),
            heads=tuple(head for _, head in rows),
            deprels=tuple(w.deprel for w, _ in rows),
            factuality=tuple(0.0 for _ in rows),
            entities=(),
            actors=(),
            triggers=(),
        )


class Parts:
    def __init__(self, reader):
        self.reader = reader


def test_a_reader_that_gives_the_gold_scores_full_marks_and_writes_it_back(path, tmp_path):
    documents = read_conllu(path)
    told = []
    evaluation = benchmark.run(path, Parts(GoldReader(documents)), lambda done, of: told.append((done, of)))
    assert evaluation.n == 10
    assert told == [(1, 2), (2, 2)]
    assert {name: score.f1 for name, score in evaluation.scores.items()} == dict.fromkeys(
        ("words", "sentences", "upos", "uas", "las", "upos_gold", "uas_gold", "las_gold"), 100
    )
    assert evaluation.baseline["las"].f1 == pytest.approx(60)
    out = tmp_path / "out.conllu"
    evaluation.predictions(out)
    again = read_conllu(out)
    assert [layers.text for layers in again] == [document.text for document in documents]
    assert score_parse(gold_parse(documents[0]), gold_parse(again[0]))["las"] == Counts(9, 9, 9)
