"""Words and sentences of a text, with their offsets, by rule.

In: a text and a stretch of it. Out: half-open offsets of words, and half-open
ranges of words that are sentences. Words follow the Universal Dependencies
treebank EWT: contractions and possessives are cut ("do|n't", "Kabul|'s"), most
hyphens stand alone ("IS|-|K"), abbreviations keep their full stop ("Gen.").
The reader was trained on words cut like this; changing a rule needs new weights.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Titles and the like never end a sentence; the others may ("in the U.S. The ...").
_TITLES = (
    "mr mrs ms dr drs messrs gen lt col maj capt cmdr cpl sgt pvt brig adm gov sen sens rep reps pres prof hon rev fr "
    "st sr jr supt insp vs approx ft mt dept est jan feb mar apr jun jul aug sep sept oct nov dec attn"
).split()
_ENDERS = (
    "u.s u.n u.k e.u u.s.a u.a.e d.c a.m p.m inc ltd co corp etc al e.g i.e ph.d b.c a.d no "
    "va calif fla la wash mass conn md pa tenn ave blvd bros"
).split()

_URL = r"(?:https?://|www\.)[^\s<>\"“”]*[^\s<>\"“”.,;:!?)\]']"
_EMAIL = r"(?:mailto:)?[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){0,6}|(?<![\w#@])[#@][A-Za-z_]\w+"
# The last full stop of a paragraph stands alone even behind an abbreviation, but for "U.S." and its like.
_LAST = r"\b(?:[ap]\.m|inc|ltd|corp|etc)(?=\.\s*(?:\n\s*\n|$))"
_DOTTED = r"(?:[A-Za-z]\.){2,}(?:[A-Za-z]\b(?!\.))?|(?-i:\b[A-Z]\.[A-Z]\b(?![.\w])|Ph\.D\.|[MB]\.Sc\.)"
_TITLE = r"\b(?:" + "|".join(sorted([*_TITLES, "inc", "ltd", "corp"], key=len, reverse=True)) + r")\."
# Words that are abbreviations only where what follows says so: "No. 5", "Sun. 3 May", "et al.".
_BEFORE_NUMBER = (
    r"\b(?:nos?|figs?|pp?|c|vol|b|d|m|div)\.(?=\s?\d)"
    r"|(?-i:\b(?:Mon|Tues?|Wed|Thurs?|Thur|Fri|Sat|Sun)\.(?=,?\s?[\dA-Z]))"
)
_SHORT = (
    r"(?<=\bet\s)al\.|\betc\.(?=\s*[^\w\s.]|\s+(?-i:[a-z\d]))"
    r"|(?-i:\b(?:Co|Va|Calif|Fla|La|Wash|Mass|Conn|Md|Pa|Tenn|Ave|Blvd|Bros)\.|\bv\.(?=\s[A-Z]))"
)
_INITIAL = r"(?-i:(?<![\w-])[A-Z]\.(?=\s?[A-Z]))"
_SLASHED = r"\b\d{1,4}/\d{1,2}(?:/\d{1,4})?\b(?!/)|\b[a-z]/[a-z]\b|(?-i:\b[A-Z]{1,2}&[A-Z]{1,2}\b)"
# Days and telephones in figures; a range stays cut ("1,500|-|2,200", "500|-|1000").
_FIGURES = (
    r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}-\d{1,2}-\d{4}\b|\b(?:1-)?\d{3}-\d{3}-\d{4}\b|\b[2-9]\d{2}-\d{2}(?!00)\d{2}\b"
)
_NUMBER = (
    r"(?<!\w)['’]\d\ds?\b|\d+['’]s\b|\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s)\b"
    r"|(?<![$€£])\b\d+(?-i:[ADEGHIJLNOPQRSTUVWXYZ])\b|\d+(?:[.,:]\d+)*"
)
_NT = r"\w+?(?=n['’`]t\b)|n['’`]t\b"
_FILE = (
    r"\b[\w-]{1,60}(?:\.[\w-]{1,60}){0,4}\.(?:pdf|docx?|xlsx?|pptx?|txt|html?|jpe?g|com|org|net|gov|edu|mil|info)\b"
    r"|(?<!\S)\.(?:pdf|docx?|xlsx?|pptx?|txt|html?|jpe?g)\b"
)
_CLITIC = r"['’](?:s|re|ve|ll|d|m)\b|(?<=\w)`s\b"
# Contractions written without their apostrophe; "its" only where no noun can follow.
_BARE = (
    r"\b(?:do|did|does|ca|wo|is|was|are|were|have|has|had|could|would|should|ai)(?=nt\b)|\bcan(?=not\b)"
    r"|\b(?:gon|wan)(?=na\b)|\bgot(?=ta\b)|(?-i:\bi(?=m\b|ve\b)|\bI(?=(?:m|ve)\s[a-z])|\bLet(?=s\s[a-z]))"
    r"|(?-i:\b(?:[Yy]ou|[Tt]hey)(?=re\b|ve\b|ll\b)|\b(?:[Hh]e|[Ss]he|[Tt]hat|[Ww]hat|[Tt]here|[Hh]ere)(?=s\b))"
    r"|\bit(?=s\s(?:an?|the|not|been|my|your|really|so|too|gonna|going|because)\b)"
)
# Prefixes that are no words keep their hyphen and what follows.
_KEPT = (
    r"(?<![\w-])(?:anti|co|e|ex|extra|hyper|inter|intra|macro|mega|micro|mid|mini|multi|neo|non|post|pre|pro|pseudo|re|semi"
    r"|socio|sub|super|trans|ultra|over(?=-[a-z]{5})|cross(?!-fire)|counter(?!-(?:attack|offensive|fire))|(?-i:[Uu]n)"
    r"|de(?=-[a-z]{5}))-(?!(?:[a-z]\.){2})[^\W\d_]+|\bmid-\d{4}s?\b"
)
_WORD = r"[^\W\d_]+(?:['’](?!(?:s|re|ve|ll|d|m)\b)[^\W\d_]+)*(?:\d[^\W_]*)?(?:_\w+)*|\w+"
_FACE = r"(?<!\S)(?:[:;=]['’-]?(?:[()\[\]]+|[DPO](?!\w)|/(?!/))|\(:(?!\S)|\^_*\^|<3(?!\d))"
_PUNCT = (
    r"[.!?…]{2,}|-+>|=+>|-{2,}|\*{2,}|={2,}|_{2,}|~{2,}|#{2,}|\+{2,}|<{2,}|>{2,}|\({3,}|\){3,}|\[{3,}|\]{3,}|\"{3,}|``|''|[‘’]’"
    r"|[^\w\s]"
)
_TOKEN = re.compile(
    "|".join(
        (
            _URL, _EMAIL, _FILE, _LAST, _DOTTED, _TITLE, _BEFORE_NUMBER, _SHORT, _INITIAL, _FACE, _SLASHED, _FIGURES,
            _NUMBER, _KEPT, _BARE, _NT, _CLITIC, r"(?-i:\b(?:US|HK|NZ|A|C)\$)", _WORD, _PUNCT,
        )
    ),
    re.IGNORECASE,
)  # fmt: skip
_FACES = re.compile(_FACE)
# The number of a note behind a full stop ("[22]"), and the day and time over a letter.
_NOTE = re.compile(r"\[\s?\d{1,3}\s?\]")
_STAMP = re.compile(r"\d/\d\d?/\d{2,4},? \d\d?:\d\d(?::\d\d)? [AaPp][Mm]$")
_CLOSINGS = frozenset(
    "regards;best regards;kind regards;best;thanks;many thanks;thank you;sincerely;yours sincerely;cheers".split(";")
)
# A run of one mark this long is a rule across the page.
MIN_RULE = 5
_ZONES = frozenset("GMT UTC EST EDT CST CDT PST PDT CET ( -".split())
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
    if gap in ("", " ") and word[0].isalpha() and word[-1].isalnum() and word[-1] not in "mM":
        return False  # most words: no mark, no face, no number of a note, no "a.m." behind a day, on one line
    if "\n\n" in gap or _BULLET.match(gap + after + " "):
        return True
    last = index
    while last > first and _closes(text, words[last]):
        last -= 1
    ender = text[slice(*words[last])]
    if _FACES.fullmatch(word) and not after[0].islower():
        return not _FACES.fullmatch(after) and not _END.search(after)
    if not _END.search(ender):
        return _ends_without_mark(text, words, index, first)
    if _stays(text, words[index], words[index + 1]):
        return False
    if len(ender) > 1 and ender[0].isalnum():
        bare = ender.lower().rstrip(".")
        return bare in _ENDERS and after[0].isupper() and after.lower() in _STARTERS
    if after[0].islower() and not after.startswith(("http", "www")):
        return last == index and _ends_before_lower(text, words, last)
    # The number of a list's item: "2. Weapons".
    return not (ender == "." and last == first + 1 and text[slice(*words[first])].isdigit())


def _closes(text: str, word: tuple[int, int]) -> bool:
    """Say whether a word closes what came before: a quote, a bracket, a face, part of a note's number."""
    written = text[slice(*word)]
    return written in _CLOSERS or _is_note(text, word) or _FACES.fullmatch(written) is not None


def _is_note(text: str, word: tuple[int, int]) -> bool:
    """Say whether a word is the bracket that opens a note's number ("[22]"), or that number."""
    start = word[0] - 1 if text[slice(*word)].isdigit() and text[word[0] - 1 : word[0]] == "[" else word[0]
    return _NOTE.match(text, start) is not None


def _stays(text: str, word: tuple[int, int], after: tuple[int, int]) -> bool:
    """Say whether what follows a full stop still belongs to its sentence."""
    written, following = text[slice(*word)], text[slice(*after)]
    if following in ")]”»" or _FACES.fullmatch(following) or _is_note(text, after):
        return True
    if word[1] == after[0]:
        return following in _CLOSERS or written not in _CLOSERS or following not in _OPENERS
    return len(following) == 1 and _END.fullmatch(following) is not None


def _ends_before_lower(text: str, words: list[tuple[int, int]], last: int) -> bool:
    """Say whether a mark ends its sentence though a small letter follows, as in hasty writing or "al-" names.

    A full stop does behind a word in small letters: unknown abbreviations are short or have capitals.
    """
    mark = text[slice(*words[last])]
    if mark[0] in "?!":
        return True
    before = text[slice(*words[last - 1])] if last else ""
    return mark == "." and len(before) > 3 and before.isalpha() and before.islower()


def _ends_without_mark(text: str, words: list[tuple[int, int]], index: int, first: int) -> bool:
    """Say whether a line that ends in no mark is over: a rule of dashes, a letter's date or its "Regards,"."""
    word, after = text[slice(*words[index])], text[slice(*words[index + 1])]
    if len(word) >= MIN_RULE and len(set(word)) == 1 and not word[0].isalnum():
        return True
    if word == ",":
        closing = text[words[first][0] : words[index][0]].strip().lower()
        return closing in _CLOSINGS and after[0].isupper()
    return _STAMP.search(text, max(0, words[index][1] - 24), words[index][1]) is not None and after not in _ZONES


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


@lru_cache(maxsize=1 << 16)
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
