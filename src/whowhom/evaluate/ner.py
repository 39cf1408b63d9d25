"""Named entities PER, ORG and LOC: exact spans over the corpus's own tokens.

A name counts when its first and last token and its kind are right. Precision and
recall are over all names together (``micro``) and of each kind. The reader reads the
tokens as they are cut, sentence after sentence, so that what stands before helps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

from whowhom.corpora.ner import KINDS, Named, TaggedFile, TaggedSentence, read_tagged
from whowhom.evaluate.bootstrap import f1_intervals
from whowhom.evaluate.results import Counts, Evaluation, Progress, Published, Score, total
from whowhom.gazetteer import Gazetteer
from whowhom.pipeline import Pipeline
from whowhom.reading.reader import Reader
from whowhom.registry import Registry

NAME = "ner"
# Sentences read together, and drawn together for the interval, where a file marks no documents.
PASSAGE_SENTENCES = 20
# A run of more capitalised words than this is a headline.
MAX_RUN = 6
_PUBLISHED = (
    Published("XLM-R-large (UNER)", "micro", 86.0, "test set of UNER English EWT"),
    Published("XLM-R-large (UNER)", "micro", 80.1, "UNER PUD: news and Wikipedia"),
)

Spans = tuple[Named, ...]


def run(path: Path, pipeline: Pipeline, progress: Progress) -> Evaluation:
    """Score the reader on a file of tokens and tags.

    Raises:
        InputError: the file cannot be read.
    """
    tagged = read_tagged(path)
    passages = list(_passages(tagged.sentences))
    found: list[list[Spans]] = []
    plain: list[list[Spans]] = []
    for number, passage in enumerate(passages):
        found.append(read_names(passage, pipeline.reader))
        plain.append([look_up_names(s.tokens, pipeline.gazetteer, pipeline.registry) for s in passage])
        progress(number + 1, len(passages))
    ours = [count_names(passage, names) for passage, names in zip(passages, found, strict=True)]
    theirs = [count_names(passage, names) for passage, names in zip(passages, plain, strict=True)]
    names = sum(len(sentence.names) for sentence in tagged.sentences)
    return Evaluation(
        benchmark=NAME,
        n=names,
        unit="names",
        scores=_scores(ours),
        intervals=f1_intervals(ours),
        baseline=_scores(theirs),
        published=_PUBLISHED,
        notes=(
            f"{len(tagged.sentences)} sentences, {sum(len(s.tokens) for s in tagged.sentences)} tokens",
            "exact spans of PER, ORG and LOC; other kinds count as no name",
            "baseline: capitalised runs looked up in registry and gazetteer, unknown runs of two or three words as PER",
        ),
        predictions=partial(_write, tagged, [names for passage in found for names in passage]),
    )


def _passages(sentences: Sequence[TaggedSentence]) -> Iterator[list[TaggedSentence]]:
    held: list[TaggedSentence] = []
    has_documents = any(sentence.document for sentence in sentences)
    for sentence in sentences:
        full = sentence.document if has_documents else len(held) == PASSAGE_SENTENCES
        if held and full:
            yield held
            held = []
        held.append(sentence)
    yield held


def read_names(passage: Sequence[TaggedSentence], reader: Reader) -> list[Spans]:
    """Read sentences cut as the corpus cuts them; the names of each, counted in its tokens."""
    ends = [0]
    for sentence in passage:
        ends.append(ends[-1] + len(sentence.tokens))
    words = [token for sentence in passage for token in sentence.tokens]
    ranges = list(pairwise(ends))
    layers = reader.read_words(words, ranges)
    names = [Named(tag.first, tag.last, tag.label) for tag in layers.entities if tag.label in KINDS]
    return [
        tuple(Named(n.first - first, n.last - first, n.kind) for n in names if first <= n.first and n.last <= last)
        for first, last in ranges
    ]


def look_up_names(tokens: Sequence[str], gazetteer: Gazetteer, registry: Registry) -> Spans:
    """Look capitalised runs up: known actors are ORG, known places LOC, other runs of two or three words PER."""
    found: list[Named] = []
    for first, last in _runs(tokens):
        name = " ".join(tokens[first:last])
        kind = None
        if registry.country(name) is not None or gazetteer.lookup(name):
            kind = "LOC"
        elif registry.find(name, exact=True):
            kind = "ORG"
        elif 1 < last - first <= 3:
            kind = "PER"
        if kind is not None:
            found.append(Named(first, last, kind))
    return tuple(found)


def _runs(tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = -1
    for index, token in enumerate([*tokens, ""]):
        is_name = token[:1].isupper() and (index > 0 or not token.isalpha() or token[1:].islower())
        if start >= 0 and not is_name:
            if index - start <= MAX_RUN:
                yield start, index
            start = -1
        elif is_name and start < 0:
            start = index


def count_names(passage: Sequence[TaggedSentence], found: Sequence[Spans]) -> dict[str, Counts]:
    """Count exact spans of a passage, together and by kind."""
    counts: dict[str, Counts] = {}
    for kinds in (KINDS, *((kind,) for kind in KINDS)):
        right = size = gold = 0
        for sentence, names in zip(passage, found, strict=True):
            ours = {name for name in names if name.kind in kinds}
            theirs = {name for name in sentence.names if name.kind in kinds}
            right, size, gold = right + len(ours & theirs), size + len(ours), gold + len(theirs)
        counts["micro" if len(kinds) > 1 else kinds[0]] = Counts(right, size, gold)
    return counts


def _scores(rows: Sequence[dict[str, Counts]]) -> dict[str, Score | float]:
    return {name: count.score() for name, count in total(rows).items()}


def _write(tagged: TaggedFile, found: Sequence[Spans], path: Path) -> None:
    """Write the corpus's tokens with our tags, in its own layout and with its comments."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for sentence, names in zip(tagged.sentences, found, strict=True):
            file.writelines(comment + "\n" for comment in sentence.comments)
            for index, (token, tag) in enumerate(zip(sentence.tokens, tags(sentence.tokens, names), strict=True), 1):
                file.write(f"{index}\t{token}\t{tag}\n" if tagged.numbered else f"{token}\t{tag}\n")
            file.write("\n")


def tags(tokens: Sequence[str], names: Spans) -> list[str]:
    """Spell spans as IOB2 tags."""
    spelled = ["O"] * len(tokens)
    for name in names:
        spelled[name.first : name.last] = [f"I-{name.kind}"] * (name.last - name.first)
        spelled[name.first] = f"B-{name.kind}"
    return spelled
