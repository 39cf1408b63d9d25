"""Long speech without quotation marks: a statement behind a colon, and turns of a transcript with their labels.

In: a tree and the sayings found so far. Out: a saying for each statement and each turn. "The minister said:" at the
end of a paragraph gives him the next one, and the further ones as long as a speaker of his own ("we", "my") is heard
in one of two and nobody is quoted;
"[MAYOR] We shall stay" gives the mayor all up to the next label or the end of the recording.

What one would get wrong: brackets in a sentence only explain ("the army [armed forces of Vakaga]"), and notes of the
transcript ("[words indistinct]", "[text]") name nobody.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from whowhom.coding.tree import Tree
from whowhom.coding.voice_frames import Saying, cue_of, is_in_capitals, speaker_of
from whowhom.coding.voice_quotes import announced
from whowhom.coding.voice_spans import OPENING
from whowhom.coding.voice_words import SAYING

MAX_LABEL_WORDS = 6
# So many paragraphs between two in the first person may be told like a report.
MAX_SILENT = 1
_FINITE = ("VBD", "VBZ", "VBP", "MD")
# Words by which an interview is introduced.
_MEETING = frozenset("speak talk interview conversation meet sit".split())
_OWN = frozenset("i we my our us me myself ourselves".split())
_ENDS = frozenset([".", "!", "?", "]", ":", "...", "”", '"'])
# Words of a transcript's notes, which name nobody.
_NOTES = frozenset(
    "text excerpt excerpts report begin recording end passage omitted words word indistinct communique speech "
    "commentary interview article editorial continued sentence heard received printed published progress statement "
    "announcement video clip unknown as no date summary quotations names name".split()
)

# Whoever reads the report out is no voice in it.
_READERS = frozenset("presenter correspondent announcer newsreader host studio anchor moderator".split())


def speeches(tree: Tree, sayings: Sequence[Saying]) -> Iterator[Saying]:
    """Yield the statements and turns of a document."""
    yield from _statements(tree, {saying.head for saying in sayings if saying.content})
    yield from _turns(tree)
    yield from _answers(tree)
    yield from _declared(tree)


def _declared(tree: Tree) -> Iterator[Saying]:
    """Read a text that is somebody's own: under "Statement by the spokesperson of the Front" it says "we"."""
    paragraphs = _paragraphs(tree)
    head = announced(tree, paragraphs[0]) if len(paragraphs) > 1 else None
    if head is None or any(tree.layers.xpos[word] in _FINITE for word in paragraphs[0]):
        return
    rest = paragraphs[1:]
    own = [any(_is_own(tree, word) for word in paragraph) for paragraph in rest]
    if 2 * sum(own) < len(own):
        return
    last = max(number for number, says in enumerate(own) if says)
    words = tuple(word for paragraph in rest[: last + 1] for word in paragraph)
    yield Saying(None, head, head, words, "saying", True, "declaration")


def _answers(tree: Tree) -> Iterator[Saying]:
    """Read an interview told as "Q: ..." and "A: ...": the answers are those of whom the lines before introduce."""
    paragraphs = _paragraphs(tree)
    letters = [_letter(tree, paragraph) for paragraph in paragraphs]
    if not {"q", "a"} <= set(letters):
        return
    asked = letters.index("q")
    head = _interviewed(tree, range(0, paragraphs[asked].start))
    if head is None:
        return
    speaks = False
    for paragraph, letter in zip(paragraphs[asked:], letters[asked:], strict=True):
        speaks = letter == "a" if letter is not None else speaks
        words = tuple(paragraph[2:] if letter is not None else paragraph)
        if speaks and words:
            yield Saying(None, head, head, words, "saying", True, "answer")


def _letter(tree: Tree, paragraph: range) -> str | None:
    """Return "q" or "a" where a paragraph begins as a question or an answer does."""
    labels = {"q": "q", "question": "q", "a": "a", "answer": "a"}
    labelled = len(paragraph) > 2 and tree.layers.word(paragraph[1]) in (":", ".")
    return labels.get(tree.layers.word(paragraph[0]).lower()) if labelled else None


def _interviewed(tree: Tree, words: range) -> int | None:
    """Return who is introduced: "the Gazette spoke to Y, chief of the Front", "an interview with Y"."""
    for word in words:
        if tree.lemma(word) not in _MEETING:
            continue
        behind = tree.layers.word(word + 1).lower() if word + 1 < words.stop else ""
        first = word + 2 if behind in ("to", "with") else word + 1
        if behind not in ("to", "with") and (tree.lemma(word) != "interview" or tree.layers.upos[word] != "VERB"):
            continue
        named = tree.actors.within(first, min(words.stop, first + MAX_LABEL_WORDS))
        if named and named[0].first - first <= 1:
            return tree.head_of(named[0].first, named[0].last)
    return None


def _statements(tree: Tree, told: set[int]) -> Iterator[Saying]:
    """Read "The minister said:" at the end of a paragraph, whose content follows in the next."""
    paragraphs = _paragraphs(tree)
    for number, paragraph in enumerate(paragraphs[:-1]):
        if tree.layers.word(paragraph[-1]) != ":":
            continue
        first = tree.layers.sentences[tree.sentence_of[paragraph[-1]]][0]
        verbs = [w for w in range(first, paragraph[-1]) if tree.lemma(w) in SAYING and tree.layers.upos[w] == "VERB"]
        source = speaker_of(tree, verbs[-1]) if verbs else None
        if source is None or verbs[-1] in told:
            continue
        words = _statement(tree, paragraphs[number + 1 :])
        if words:
            yield Saying(cue_of(tree, verbs[-1]), verbs[-1], source, words, "saying", True, "statement")


def _statement(tree: Tree, paragraphs: Sequence[range]) -> tuple[int, ...]:
    """Return the words of a statement: the first paragraph, and the others up to the last in the first person."""
    if not paragraphs or tree.layers.word(paragraphs[0][0]) in OPENING:
        return ()
    last = 0
    for number, paragraph in enumerate(paragraphs):
        quotes = number > 0 and any(tree.layers.word(word) in OPENING for word in paragraph)
        if tree.layers.word(paragraph[-1]) == ":" or quotes or number > last + MAX_SILENT + 1:
            break
        if any(_is_own(tree, word) for word in paragraph):
            last = number
    return tuple(word for paragraph in paragraphs[: last + 1] for word in paragraph)


def _is_own(tree: Tree, word: int) -> bool:
    """Say whether a word is the speaker's own person; "US" among words not in capitals is a country."""
    written = tree.layers.word(word)
    return written.lower() in _OWN and (written != "US" or is_in_capitals(tree, word))


def _paragraphs(tree: Tree) -> list[range]:
    """Return the words of each region that was read, in order."""
    return tree.once(_read_paragraphs)


def _read_paragraphs(tree: Tree) -> list[range]:
    starts = tree.layers.starts
    found = [
        range(bisect_left(starts, region.start), bisect_left(starts, region.end))
        for region in tree.layers.document.regions
    ]
    return [words for words in found if words]


def _turns(tree: Tree) -> Iterator[Saying]:
    """Read "[MAYOR] We shall stay. [REPORTER] Who pays?"."""
    labels = list(_labels(tree))
    for number, (label, names) in enumerate(labels):
        if not names:
            continue
        end = labels[number + 1][0].start if number + 1 < len(labels) else _end_of(tree, label.stop)
        words = tuple(range(label.stop, end))
        head = tree.head_of(label.start + 1, label.stop - 1)
        if words:
            yield Saying(None, head, head, words, "saying", True, "label")


def _end_of(tree: Tree, word: int) -> int:
    """Return one past the last word of the paragraph that a word stands in."""
    return next((words.stop for words in _paragraphs(tree) if word in words), len(tree.layers.starts))


def _labels(tree: Tree) -> Iterator[tuple[range, bool]]:
    """Yield what stands in brackets between sentences, each with whether it names a speaker."""
    layers = tree.layers
    word = 0
    while word < len(layers.starts):
        if layers.word(word) != "[" or not _between_sentences(tree, word):
            word += 1
            continue
        end = next((at for at in range(word + 1, min(len(layers.starts), word + 30)) if layers.word(at) == "]"), None)
        if end is None:
            word += 1
            continue
        inside = [layers.word(at).lower() for at in range(word + 1, end)]
        names = 0 < len(inside) <= MAX_LABEL_WORDS and not _NOTES & set(inside) and inside[0].isalpha()
        # "[Ten] years ago" is mended by an editor: behind a label a sentence begins.
        names = names and end + 1 < len(layers.starts) and layers.word(end + 1)[:1].isupper()
        reads = bool(_READERS & set(inside))
        names = names and not reads
        if names or reads or "recording" in inside:
            yield range(word, end + 1), names
        word = end + 1


def _between_sentences(tree: Tree, word: int) -> bool:
    if word == 0 or tree.layers.word(word - 1) in _ENDS:
        return True
    paragraphs = _paragraphs(tree)
    at = bisect_left(paragraphs, word, key=lambda words: words.start)
    return at < len(paragraphs) and paragraphs[at].start == word
