"""Words and sentences of a text, with their offsets, by rule.

In: a text and a stretch of it. Out: half-open offsets of words, and half-open
ranges of words that are sentences. Words follow the Universal Dependencies
treebank EWT: contractions and possessives are cut ("do|n't", "Kabul|'s"), most
hyphens stand alone ("IS|-|K"), abbreviations keep their full stop ("Gen.").
The reader was trained on words cut like this; changing a rule needs new weights.
"""

from __future__ import annotations

import re

# Titles and the like never end a sentence; the others may ("in the U.S. The ...").
_TITLES = (
    "mr mrs ms dr gen lt col maj capt cmdr cpl sgt pvt brig adm gov sen rep pres prof hon rev fr st sr jr "
    "messrs supt insp vs no nos fig approx ft mt dept est jan feb mar apr jun jul aug sep sept oct nov "
    "dec mon tue tues wed thu thurs fri"
).split()
_ENDERS = "u.s u.n u.k e.u u.s.a u.a.e d.c a.m p.m inc ltd co corp etc al e.g i.e ph.d b.c a.d no".split()

_URL = r"(?:https?://|www\.)[^\s<>\"“”]*[^\s<>\"“”.,;:!?)\]']"
_EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_DOTTED = r"(?:[A-Za-z]\.){2,}[A-Za-z]?\b|(?:[A-Za-z]\.){2,}"
_TITLE = r"\b(?:" + "|".join(sorted([*_TITLES, "inc", "ltd", "corp", "etc"], key=len, reverse=True)) + r")\."
_INITIAL = r"(?<![\w-])[A-Z]\.(?=\s?[A-Z])"
_NUMBER = r"\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s|m|km|pm|am)?\b|\d+(?:[.,:]\d+)*"
_NT = r"\w+?(?=n['’]t\b)|n['’]t\b"
_FILE = r"\b\w{1,60}\.(?:pdf|docx?|xlsx?|html?|jpe?g|com|org|net)\b"
_CLITIC = r"['’](?:s|re|ve|ll|d|m|S|RE|VE|LL|D|M)\b"
_CANNOT = r"\b[Cc][Aa][Nn](?=[Nn][Oo][Tt]\b)"
_KEPT = r"\b(?:e|E)-?mails?\b|\b(?:co|re|pre|e|un|non)-(?=[a-z])[a-z]+\b"
_WORD = r"[^\W\d_]+(?:['’](?!(?:s|re|ve|ll|d|m|S|RE|VE|LL|D|M)\b)[^\W\d_]+)*\d*|\w+"
_PUNCT = r"\.{2,}|-{2,}|\*{2,}|={2,}|_{2,}|~{2,}|#{2,}|\+{2,}|[!?]{2,}|``|''|[$€£]|[^\w\s]"
_TOKEN = re.compile(
    "|".join((_URL, _EMAIL, _FILE, _DOTTED, _TITLE, _INITIAL, _NUMBER, _KEPT, _CANNOT, _NT, _CLITIC, _WORD, _PUNCT)),
    re.IGNORECASE,
)
_END = re.compile(r"[.!?…]+$|^\.{2,}$")
_CLOSERS = frozenset("\"'”’)]»''")
_OPENERS = frozenset("\"'“‘([«``-–—•*")
_BULLET = re.compile(r"\n[ \t]*(?:[-–—•*▪●]|\(?\d{1,2}[.)])[ \t]")
# A sentence longer than this is cut: windows of the reader hold about 250 pieces.
MAX_SENTENCE_WORDS = 120


def split_words(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Cut a stretch of text into words.

    Returns:
        Half-open offsets in ``text``, in order, without overlap; only white
        space lies between them.
    """
    return [match.span() for match in _TOKEN.finditer(text, start, len(text) if end is None else end)]


def split_sentences(text: str, words: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Group words into sentences.

    Args:
        words: Offsets from :func:`split_words` over one paragraph.

    Returns:
        Half-open ranges of word indices that cover all words in order. A
        sentence of more than :data:`MAX_SENTENCE_WORDS` words is cut at
        punctuation where there is some.
    """
    sentences: list[tuple[int, int]] = []
    first = 0
    for index in range(len(words)):
        if index + 1 == len(words) or _ends_sentence(text, words, index, first):
            sentences.extend(_cut_long(text, words, first, index + 1))
            first = index + 1
    return sentences


def _ends_sentence(text: str, words: list[tuple[int, int]], index: int, first: int) -> bool:
    word, after = text[slice(*words[index])], text[slice(*words[index + 1])]
    gap = text[words[index][1] : words[index + 1][0]]
    if "\n\n" in gap or _BULLET.match(gap + after + " "):
        return True
    last = index
    while last > first and text[slice(*words[last])] in _CLOSERS:
        last -= 1
    ender = text[slice(*words[last])]
    if not _END.search(ender) or (after in _CLOSERS and not gap):
        return False
    if not gap and not (word in _CLOSERS and after in _OPENERS):
        return False
    if len(ender) > 1 and ender[0].isalnum():
        bare = ender.lower().rstrip(".")
        return bare in _ENDERS and after[0].isupper() and after.lower() in _STARTERS
    return not after[0].islower() or not after[0].isalpha()


# Words that begin a sentence far more often than a name: they decide after "U.S.".
_STARTERS = frozenset(
    "the a an in on at he she it they we i but and this that these those there when after before while "
    "however its his their our if as for with from by some many one two no not last another both all "
    "security officials police".split()
)


def _cut_long(text: str, words: list[tuple[int, int]], first: int, last: int) -> list[tuple[int, int]]:
    parts: list[tuple[int, int]] = []
    while last - first > MAX_SENTENCE_WORDS:
        cut = first + MAX_SENTENCE_WORDS
        for index in range(cut - 1, first + MAX_SENTENCE_WORDS // 2, -1):
            if text[slice(*words[index])] in ";,:.-–—|":
                cut = index + 1
                break
        parts.append((first, cut))
        first = cut
    if last > first:
        parts.append((first, last))
    return parts


# Shapes of words, the reader's second input: the vocabulary is uncased, so
# without them "IS" and "is", "US" and "us" would be the same word.
SHAPES = ("none", "lower", "initial", "caps", "mixed", "digits", "punctuation", "initial at sentence start")


def word_shape(word: str, *, sentence_start: bool) -> int:
    """Return the index in :data:`SHAPES` of a word's shape."""
    if not any(character.isalnum() for character in word):
        return 6
    if word[0].isdigit():
        return 5
    letters = [character for character in word if character.isalpha()]
    if all(not letter.isupper() for letter in letters):
        return 1
    if len(letters) > 1 and all(letter.isupper() for letter in letters):
        return 3
    if letters and letters[0].isupper() and not any(letter.isupper() for letter in letters[1:]):
        return 7 if sentence_start else 2
    return 4
