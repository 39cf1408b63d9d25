"""Our labels of names over sentences of a treebank: persons, organisations and places, and no word of the texts.

In: a file of rows ``sentence id, its words, names``, set apart by tabs, names as ``0 PER`` or ``3-4 ORG`` (first
and last word, from 0), set apart by commas: ``corpus/names/ewt-train.tsv``. Out: the names of each sentence.

What one would get wrong: a sentence of the treebank that has no row holds no name; it was read too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from whowhom.corpora.conllu import TreeDocument, read_conllu, read_lines
from whowhom.corpora.ner import KINDS, Named
from whowhom.corpora.uds import find_treebank
from whowhom.errors import RecordError

_NAME = re.compile(r"(\d+)(?:-(\d+))? (\S+)")


@dataclass(frozen=True, slots=True)
class NamedSentence:
    """The names of a sentence; ``words`` is how many words it has, so that another version of the text is noticed."""

    words: int
    names: tuple[Named, ...]


def read_names(path: Path) -> dict[str, NamedSentence]:
    """Read a file of names, by the id of the sentence.

    Raises:
        UnreadableFile: the file is missing or no text in UTF-8.
        RecordError: a row is no sentence with names within it that do not overlap, or stands twice.
    """
    found: dict[str, NamedSentence] = {}
    for number, line in enumerate(read_lines(path), 1):
        if not line or line.startswith("#"):
            continue
        where = f"{path}, line {number}"
        columns = line.split("\t")
        if len(columns) != 3 or not columns[1].isdecimal() or columns[0] in found:
            raise RecordError(
                f"{where}: met {line[:80]!r}. Expected a sentence id not met before, its number of words "
                "and its names, set apart by tabs.",
                where=where,
            )
        found[columns[0]] = NamedSentence(int(columns[1]), _names(columns[2], int(columns[1]), where))
    return found


def _names(text: str, words: int, where: str) -> tuple[Named, ...]:
    names: list[Named] = []
    for item in text.split(", "):
        match = _NAME.fullmatch(item)
        first, last = (int(match[1]), int(match[2] or match[1]) + 1) if match else (0, 0)
        if match is None or match[3] not in KINDS or not first < last <= words or (names and first < names[-1].last):
            raise RecordError(
                f"{where}: met {item!r}. Expected words and kind of a name, such as '0 PER' or '3-4 ORG' "
                f"({', '.join(KINDS)}), within the {words} words and behind the name before.",
                where=where,
            )
        names.append(Named(first, last, match[3]))
    return tuple(names)


def lay_names(documents: Sequence[TreeDocument], names: Mapping[str, NamedSentence]) -> list[list[tuple[Named, ...]]]:
    """Return the names of each sentence of each document, in order.

    Raises:
        RecordError: a sentence has another number of words than its row says, or a row has no sentence.
    """
    left = set(names)
    laid: list[list[tuple[Named, ...]]] = []
    for document in documents:
        laid.append([])
        for sentence in document.sentences:
            row = names.get(sentence.id)
            if row is not None and row.words != len(sentence.words):
                raise RecordError(
                    f"names of {sentence.id}: made for {row.words} words, the treebank's sentence has "
                    f"{len(sentence.words)}. Expected the release of the treebank that the labels were made on.",
                    where=sentence.id,
                )
            left.discard(sentence.id)
            laid[-1].append(row.names if row is not None else ())
    if left:
        raise RecordError(
            f"names of {min(left)} and {len(left) - 1} more: no such sentence in the treebank. Expected the part and "
            "the release that the labels were made on.",
            where=min(left),
        )
    return laid


def find_name_faults(folder: Path, corpora: Path | None) -> Iterator[str]:
    """Yield what is wrong with the files of names in a folder, if there is one.

    Args:
        corpora: Where the treebanks are; None: the rows are held against themselves only.

    Raises:
        UnreadableFile: a treebank is missing.
    """
    for path in sorted(folder.glob("*.tsv")):
        try:
            names = read_names(path)
            if corpora is not None:
                # "ewt-train.tsv" is over EWT's train.
                lay_names(read_conllu(find_treebank(corpora, path.stem.rpartition("-")[2])), names)
        except RecordError as fault:
            yield f"names/{path.name}: {fault}"
