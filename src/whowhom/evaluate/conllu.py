"""Parts of speech and trees, scored as in the CoNLL 2018 shared task.

Words of the reader and of the treebank are aligned by the characters they cover;
within a contracted token by the longest common run of forms. A word counts for
``upos`` when its tag is right, for ``uas`` when its head is aligned with the gold
head, for ``las`` when the relation is right too. Relations are compared without
their subtypes ("nmod:poss" is "nmod"), as the shared task does. Scores named
``_gold`` read the treebank's own words and sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from pathlib import Path

from whowhom.corpora.conllu import TreeDocument, TreeSentence, read_conllu
from whowhom.evaluate.bootstrap import f1_intervals
from whowhom.evaluate.results import Counts, Evaluation, Progress, Score, total
from whowhom.pipeline import Pipeline
from whowhom.reading.reader import Reader
from whowhom.reading.words import split_sentences, split_words
from whowhom.records import Document, Layers, Publication, Region, text_id

NAME = "conllu"


@dataclass(frozen=True, slots=True)
class ScoredWord:
    """A word of either side.

    Attributes:
        start: First character covered, white space not counted; ``end`` is one
            past the last. A word of a contracted token covers all of it.
        head: Index of the head in the document; -1 for a root.
        deprel: Relation without its subtype.
        contracted: It is one of several words of a token.
    """

    start: int
    end: int
    form: str
    upos: str
    head: int
    deprel: str
    contracted: bool = False


@dataclass(frozen=True, slots=True)
class Parse:
    """The words of a document and the ranges of words that are sentences."""

    words: tuple[ScoredWord, ...]
    sentences: tuple[tuple[int, int], ...]


def run(path: Path, pipeline: Pipeline, progress: Progress) -> Evaluation:
    """Score the reader on a CoNLL-U file, on raw text and on the treebank's own words.

    Raises:
        InputError: the file cannot be read.
    """
    documents = read_conllu(path)
    ours: list[dict[str, Counts]] = []
    plain: list[dict[str, Counts]] = []
    written: list[tuple[TreeDocument, Layers]] = []
    for number, document in enumerate(documents):
        gold = gold_parse(document)
        raw = pipeline.reader.read(raw_document(document.text))
        own = read_gold_words(document, pipeline.reader)
        ours.append(_both(gold, layers_parse(raw), _laid_over(gold, layers_parse(own))))
        plain.append(_both(gold, plain_parse(cut(document.text)), plain_parse(gold)))
        written.append((document, raw))
        progress(number + 1, len(documents))
    return Evaluation(
        benchmark=NAME,
        n=sum(len(sentence.words) for document in documents for sentence in document.sentences),
        unit="words",
        scores=_scores(ours),
        intervals=f1_intervals(ours),
        baseline=_scores(plain),
        published=(),
        notes=(
            f"{sum(len(document.sentences) for document in documents)} sentences, {len(documents)} documents",
            "relations are compared without subtypes, as in the CoNLL 2018 shared task",
            "baseline: every word hangs on the one behind it, tags by the look of a word, one relation per tag",
        ),
        predictions=partial(_write, written),
    )


def _both(gold: Parse, raw: Parse, own: Parse) -> dict[str, Counts]:
    counts = score_parse(gold, raw)
    given = score_parse(gold, own)
    return counts | {f"{name}_gold": given[name] for name in ("upos", "uas", "las")}


def _scores(rows: Sequence[Mapping[str, Counts]]) -> dict[str, Score | float]:
    return {name: count.score() for name, count in total(rows).items()}


def raw_document(text: str) -> Document:
    """Wrap raw text as one body region for each paragraph, all of it to be read."""
    regions, position = [], 0
    for paragraph in text.split("\n\n"):
        if paragraph.strip():
            regions.append(Region(position, position + len(paragraph), "body"))
        position += len(paragraph) + 2
    return Document(text_id(text), text, "en", Publication(), tuple(regions))


def cut(text: str) -> Parse:
    """Cut raw text into words and sentences without reading it: tags and heads are blank."""
    spans: list[tuple[int, int]] = []
    sentences: list[tuple[int, int]] = []
    for region in raw_document(text).regions:
        words = split_words(text, region.start, region.end)
        sentences += [(len(spans) + a, len(spans) + b) for a, b in split_sentences(text, words)]
        spans += words
    forms = [text[start:end] for start, end in spans]
    return Parse(tuple(_unread(forms)), tuple(sentences))


def _unread(forms: Sequence[str]) -> Iterator[ScoredWord]:
    position = 0
    for form in forms:
        size = len("".join(form.split()))
        yield ScoredWord(position, position + size, form, "_", -1, "_")
        position += size


def read_gold_words(document: TreeDocument, reader: Reader) -> Layers:
    """Read a treebank document cut as the treebank cuts it."""
    words = [word.form for sentence in document.sentences for word in sentence.words]
    return reader.read_words(words, _ranges(document.sentences))


def _ranges(sentences: Sequence[TreeSentence]) -> list[tuple[int, int]]:
    ends = [0]
    for sentence in sentences:
        ends.append(ends[-1] + len(sentence.words))
    return list(pairwise(ends))


def gold_parse(document: TreeDocument) -> Parse:
    """Lay a treebank document over the characters of its tokens."""
    words: list[ScoredWord] = []
    position = 0
    for sentence in document.sentences:
        first = len(words)
        for token in sentence.tokens:
            end = position + len("".join(token.form.split()))
            for word in sentence.words[token.first : token.last]:
                head = first + word.head if word.head >= 0 else -1
                contracted = token.last - token.first > 1
                words.append(ScoredWord(position, end, word.form, word.upos, head, _bare(word.deprel), contracted))
            position = end
    return Parse(tuple(words), tuple(_ranges(document.sentences)))


def layers_parse(layers: Layers) -> Parse:
    """Take the words, tags and trees of a reading."""
    forms = [layers.word(index) for index in range(len(layers.starts))]
    read = zip(_unread(forms), layers.upos, layers.heads, layers.deprels, strict=True)
    words = tuple(ScoredWord(w.start, w.end, w.form, upos, head, _bare(deprel)) for w, upos, head, deprel in read)
    return Parse(words, layers.sentences)


def _laid_over(gold: Parse, found: Parse) -> Parse:
    """Give a reading of the gold words their places: a contracted token's words need not spell it."""
    words = zip(gold.words, found.words, strict=True)
    placed = tuple(replace(w, start=g.start, end=g.end, contracted=g.contracted) for g, w in words)
    return Parse(placed, found.sentences)


def _bare(deprel: str) -> str:
    return deprel.partition(":")[0]


def score_parse(gold: Parse, found: Parse) -> dict[str, Counts]:
    """Count what is right of ``words``, ``sentences``, ``upos``, ``uas`` and ``las``."""
    pairs = align(gold.words, found.words)
    gold_of = {right: left for left, right in pairs}
    gold_of[-1] = -1
    right = dict.fromkeys(("upos", "uas", "las"), 0)
    for left, index in pairs:
        wanted, word = gold.words[left], found.words[index]
        is_head = gold_of.get(word.head) == wanted.head
        right["upos"] += word.upos == wanted.upos
        right["uas"] += is_head
        right["las"] += is_head and word.deprel == wanted.deprel
    sizes = len(found.words), len(gold.words)
    spans = set(_sentence_spans(found)) & set(_sentence_spans(gold))
    return {
        "words": Counts(len(pairs), *sizes),
        "sentences": Counts(len(spans), len(found.sentences), len(gold.sentences)),
        **{name: Counts(count, *sizes) for name, count in right.items()},
    }


def _sentence_spans(parse: Parse) -> Iterator[tuple[int, int]]:
    for first, last in parse.sentences:
        yield parse.words[first].start, parse.words[last - 1].end


def align(gold: Sequence[ScoredWord], found: Sequence[ScoredWord]) -> list[tuple[int, int]]:
    """Pair the words of both sides that are the same stretch of text, in order.

    Within a token that the treebank contracts, words pair by their forms in
    small letters, as many as can in order.
    """
    pairs: list[tuple[int, int]] = []
    left, right = 0, 0
    while left < len(gold):
        start, end = gold[left].start, gold[left].end
        last = left + 1
        while last < len(gold) and gold[left].contracted and gold[last].start == start:
            last += 1
        while right < len(found) and found[right].start < start:
            right += 1
        inside = right
        while inside < len(found) and found[inside].end <= end:
            inside += 1
        if gold[left].contracted:
            pairs += _common(gold, found, range(left, last), range(right, inside))
        elif inside == right + 1 and (found[right].start, found[right].end) == (start, end):
            pairs.append((left, right))
        left, right = last, inside
    return pairs


def _common(
    gold: Sequence[ScoredWord], found: Sequence[ScoredWord], left: range, right: range
) -> list[tuple[int, int]]:
    """Find the longest common subsequence of forms in two short ranges."""
    best: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for i in reversed(left):
        for j in reversed(right):
            after = best.get((i + 1, j), []), best.get((i, j + 1), [])
            best[i, j] = max(after, key=len)
            if gold[i].form.lower() == found[j].form.lower():
                best[i, j] = [(i, j), *best.get((i + 1, j + 1), [])]
    return best.get((left.start, right.start), [])


# What a word of that look most often is to the word behind it.
_RELATIONS = {"PUNCT": "punct", "NUM": "nummod", "PROPN": "compound", "NOUN": "nsubj", "ADP": "case", "DET": "det"}
_CLOSED = {
    **dict.fromkeys("the a an this that these those".split(), "DET"),
    **dict.fromkeys("of in on at to for from by with as".split(), "ADP"),
}


def plain_parse(words: Parse) -> Parse:
    """Tag words by their look and hang each on the word behind it, the last but punctuation being the root."""
    made: list[ScoredWord] = []
    for first, last in words.sentences:
        tags = [_look(words.words[index].form, is_first=index == first) for index in range(first, last)]
        root = max((first + i for i, tag in enumerate(tags) if tag != "PUNCT"), default=last - 1)
        for index, upos in enumerate(tags, first):
            word = words.words[index]
            head = -1 if index == root else index + 1 if index < root else root
            deprel = "root" if index == root else _RELATIONS[upos]
            made.append(ScoredWord(word.start, word.end, word.form, upos, head, deprel, word.contracted))
    return Parse(tuple(made), words.sentences)


def _look(form: str, *, is_first: bool) -> str:
    if not any(character.isalnum() for character in form):
        return "PUNCT"
    if form[0].isdigit():
        return "NUM"
    if form.lower() in _CLOSED:
        return _CLOSED[form.lower()]
    return "PROPN" if form[0].isupper() and not is_first else "NOUN"


def _write(read: Sequence[tuple[TreeDocument, Layers]], path: Path) -> None:
    """Write the readings of the raw texts as CoNLL-U."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for document, layers in read:
            file.write(f"# newdoc id = {document.id}\n")
            for number, (first, last) in enumerate(layers.sentences, 1):
                text = layers.document.text[layers.starts[first] : layers.ends[last - 1]]
                file.write(f"# sent_id = {document.id}-{number}\n# text = {' '.join(text.split())}\n")
                file.writelines(_row(layers, index, first, last) for index in range(first, last))
                file.write("\n")


def _row(layers: Layers, index: int, first: int, last: int) -> str:
    head = layers.heads[index]
    joined = index + 1 < last and layers.starts[index + 1] == layers.ends[index]
    columns = (
        str(index - first + 1),
        layers.word(index),
        layers.lemmas[index],
        layers.upos[index],
        layers.xpos[index],
        "_",
        str(head - first + 1 if head >= 0 else 0),
        layers.deprels[index],
        "_",
        "SpaceAfter=No" if joined else "_",
    )
    return "\t".join(columns) + "\n"
