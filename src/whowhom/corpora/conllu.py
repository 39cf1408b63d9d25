"""CoNLL-U files: documents of sentences with words, tokens and dependency trees.

In: a ``.conllu`` file, plain or gzipped. Out: one :class:`TreeDocument` for each
``# newdoc`` (one for the whole file where there is none). Tokens are what the
text shows, words what the tree joins: "don't" may be one token of two words.
Empty nodes of enhanced graphs ("8.1") are left out, as the shared tasks do.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from whowhom.errors import RecordError, UnreadableFile

COLUMNS = 10
_NUMBER = re.compile(r"[0-9]{1,9}")
_RANGE = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
_EMPTY_NODE = re.compile(r"[0-9]+\.[0-9]+")


@dataclass(frozen=True, slots=True)
class TreeWord:
    """A syntactic word.

    Attributes:
        head: Index of its head within the sentence, 0-based; -1 for the root.
        deprel: Relation to the head, with its subtype ("nmod:poss").
    """

    form: str
    lemma: str
    upos: str
    xpos: str
    head: int
    deprel: str
    misc: str


@dataclass(frozen=True, slots=True)
class Token:
    """A token as written: one word, or several that it contracts.

    Attributes:
        first: Index of its first word in the sentence; ``last`` is one past its last.
        space_after: False where the next token follows without a space.
    """

    form: str
    first: int
    last: int
    space_after: bool


@dataclass(frozen=True, slots=True)
class TreeSentence:
    """A sentence with its tree.

    Attributes:
        id: ``sent_id``; empty where the file gives none.
        text: ``# text`` if it fits the tokens, else the tokens joined.
        new_paragraph: A ``# newpar`` or ``# newdoc`` stands before it.
    """

    id: str
    text: str
    words: tuple[TreeWord, ...]
    tokens: tuple[Token, ...]
    new_paragraph: bool


@dataclass(frozen=True, slots=True)
class TreeDocument:
    """The sentences between two ``# newdoc`` lines; ``id`` is empty where none is given."""

    id: str
    sentences: tuple[TreeSentence, ...]

    @property
    def text(self) -> str:
        """The raw text: a blank line before each paragraph, else a space if the tokens ask for one."""
        parts: list[str] = []
        space = True
        for sentence in self.sentences:
            if parts:
                parts.append("\n\n" if sentence.new_paragraph else " " if space else "")
            parts.append(sentence.text)
            space = sentence.tokens[-1].space_after
        return "".join(parts)


def read_conllu(path: Path) -> tuple[TreeDocument, ...]:
    """Read a CoNLL-U file.

    Raises:
        UnreadableFile: the file is missing, no text in UTF-8, or holds no sentence.
        RecordError: a line has not ten columns, or a bad id or head.
    """
    return parse_conllu(read_lines(path), str(path))


def parse_conllu(lines: list[str], where: str) -> tuple[TreeDocument, ...]:
    """Read the lines of a CoNLL-U file; ``where`` names it in errors, which are those of ``read_conllu``."""
    documents: list[TreeDocument] = []
    name, sentences = "", list[TreeSentence]()
    for block in _blocks(lines):
        sentence, opened = _sentence(block, where)
        if opened is not None:
            if sentences:
                documents.append(TreeDocument(name, tuple(sentences)))
            name, sentences = opened, []
        sentences.append(sentence)
    if sentences:
        documents.append(TreeDocument(name, tuple(sentences)))
    if not documents:
        raise UnreadableFile(
            f"{where!r} holds no sentence. Expected CoNLL-U: ten columns set apart by tabs, "
            "a blank line after each sentence.",
            where=where,
        )
    return tuple(documents)


def read_lines(path: Path) -> list[str]:
    """Read the lines of a text file, plain or gzipped (by its name), without their ends.

    Raises:
        UnreadableFile: the file is missing, damaged or not UTF-8.
    """
    try:
        raw = path.read_bytes()
        if path.suffix == ".gz":
            raw = gzip.decompress(raw)
        return raw.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as fault:
        unread = "it is not UTF-8" if isinstance(fault, UnicodeDecodeError) else str(fault)
        why = "it is a folder" if path.is_dir() else getattr(fault, "strerror", None) or unread
        raise UnreadableFile(
            f"{str(path)!r} cannot be read: {why}. Expected a text file in UTF-8, plain or as .gz.",
            where=str(path),
        ) from fault


_Numbered = tuple[int, str]


def _blocks(lines: list[str]) -> Iterator[list[_Numbered]]:
    """Yield the lines of each sentence with their numbers; comments without words join what follows."""
    block: list[_Numbered] = []
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            block.append((number, line))
        elif any(not held.startswith("#") for _, held in block):
            yield block
            block = []


def _sentence(block: list[_Numbered], where: str) -> tuple[TreeSentence, str | None]:
    """Read one sentence; the second value is the id of the document that opens before it, or None."""
    comments = [line[1:].strip() for _, line in block if line.startswith("#")]
    rows = [(number, line.split("\t")) for number, line in block if not line.startswith("#")]
    words: list[TreeWord] = []
    tokens: list[Token] = []
    for number, columns in rows:
        _check(columns, len(words), f"{where}, line {number}")
        if _RANGE.fullmatch(columns[0]):
            first, last = (int(part) for part in columns[0].split("-"))
            tokens.append(Token(columns[1], first - 1, last, _space_after(columns[9])))
        elif "." not in columns[0]:
            head = int(columns[6]) - 1
            words.append(TreeWord(columns[1], columns[2], columns[3], columns[4], head, columns[7], columns[9]))
            if not tokens or tokens[-1].last < len(words):
                tokens.append(Token(columns[1], len(words) - 1, len(words), _space_after(columns[9])))
    _check_sentence(words, tokens, f"{where}, line {block[-1][0]}")
    opened = next((_value(c) for c in comments if c.split("=")[0].split()[:1] == ["newdoc"]), None)
    paragraph = opened is not None or any(c.split("=")[0].split()[:1] == ["newpar"] for c in comments)
    return (
        TreeSentence(
            id=next((_value(c) for c in comments if c.startswith("sent_id")), ""),
            text=_text(next((_value(c) for c in comments if c.split("=")[0].strip() == "text"), ""), tokens),
            words=tuple(words),
            tokens=tuple(tokens),
            new_paragraph=paragraph,
        ),
        opened,
    )


def _value(comment: str) -> str:
    return comment.partition("=")[2].strip()


def _space_after(misc: str) -> bool:
    return "SpaceAfter=No" not in misc.split("|")


def _check(columns: list[str], words: int, where: str) -> None:
    """Refuse a row that is neither the next word, nor a token that opens with it, nor an empty node."""
    if len(columns) != COLUMNS:
        raise RecordError(
            f"{where}: {len(columns)} columns; CoNLL-U has {COLUMNS}, set apart by tabs. Mend the line.", where=where
        )
    id_, head = columns[0], columns[6]
    if _EMPTY_NODE.fullmatch(id_):
        return
    token = _RANGE.fullmatch(id_)
    if token is not None and words + 1 == int(token[1]) <= int(token[2]):
        return
    if id_ != str(words + 1) or not _NUMBER.fullmatch(head):
        raise RecordError(
            f"{where}: id {id_!r} with head {head!r}; expected word {words + 1} with a number as head.", where=where
        )


def _check_sentence(words: list[TreeWord], tokens: list[Token], where: str) -> None:
    far = [word.head for word in words if word.head >= len(words)]
    if not words or far or tokens[-1].last != len(words):
        raise RecordError(
            f"{where}: the sentence that ends here has {len(words)} words"
            f"{f' and a head {far[0] + 1}' if far else ''}; heads and tokens must stand for words of it.",
            where=where,
        )


def _text(given: str, tokens: list[Token]) -> str:
    """Take the text as given where it has the tokens' letters, else join the tokens."""
    joined = "".join(token.form + (" " if token.space_after else "") for token in tokens).strip()
    return given if "".join(given.split()) == "".join(joined.split()) else joined
