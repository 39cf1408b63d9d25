"""Our labels of names, persons, organisations and places, over sentences of a treebank and over our own reports.

In: files of rows ``id, length, names``, set apart by tabs, names as ``3-5 ORG``, set apart by commas and in order.
In ``ewt-train.tsv`` a row is a sentence of the treebank and counts words; in ``written.tsv`` it is a written report or
passage and counts code points. Out: the names of each. No file holds a word of a text.

What one would get wrong: what has no row holds no name, for it was read too; only snippets were not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from whowhom.corpora.conllu import TreeDocument, read_conllu, read_lines
from whowhom.corpora.ner import KINDS, Named
from whowhom.corpora.own_records import LabelledDocument
from whowhom.corpora.uds import find_treebank
from whowhom.errors import RecordError
from whowhom.reading.words import split_words

_NAME = re.compile(r"(\d+)-(\d+) (\S+)")
WRITTEN = "written.tsv"


@dataclass(frozen=True, slots=True)
class NamedText:
    """The names of a sentence or a report.

    Attributes:
        length: Words of the sentence, code points of the report: another version of the text is noticed by it.
        names: Half-open ranges of the one or the other, in order.
    """

    length: int
    names: tuple[Named, ...]


def read_names(path: Path) -> dict[str, NamedText]:
    """Read a file of names, by the id of the sentence or report.

    Raises:
        UnreadableFile: the file is missing or no text in UTF-8.
        RecordError: a row has not its three columns, stands twice, or has names that overlap or lie outside.
    """
    found: dict[str, NamedText] = {}
    for number, line in enumerate(read_lines(path), 1):
        if not line or line.startswith("#"):
            continue
        where = f"{path}, line {number}"
        columns = line.split("\t")
        if len(columns) != 3 or not columns[1].isdecimal() or columns[0] in found:
            raise RecordError(
                f"{where}: met {line[:80]!r}. Expected an id not met before, a length and names, set apart by tabs.",
                where=where,
            )
        found[columns[0]] = NamedText(int(columns[1]), _names(columns[2], int(columns[1]), where))
    return found


def _names(text: str, length: int, where: str) -> tuple[Named, ...]:
    names: list[Named] = []
    for item in text.split(", "):
        match = _NAME.fullmatch(item)
        first, last = (int(match[1]), int(match[2])) if match else (0, 0)
        if match is None or match[3] not in KINDS or not first < last <= length or (names and first < names[-1].last):
            raise RecordError(
                f"{where}: met {item!r}. Expected a half-open range and the kind of a name, such as '3-5 ORG' "
                f"({', '.join(KINDS)}), within a length of {length} and behind the name before.",
                where=where,
            )
        names.append(Named(first, last, match[3]))
    return tuple(names)


def lay_names(documents: Sequence[TreeDocument], names: Mapping[str, NamedText]) -> list[list[tuple[Named, ...]]]:
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
            if row is not None and row.length != len(sentence.words):
                raise RecordError(
                    f"names of {sentence.id}: made for {row.length} words, the treebank's sentence has "
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


def read_for_names(documents: Iterable[LabelledDocument]) -> list[LabelledDocument]:
    """Return the written reports and passages in which names were looked for: all but the snippets."""
    return [document for document in documents if document["kind"] != "snippet"]


def lay_over_texts(
    documents: Iterable[LabelledDocument], names: Mapping[str, NamedText]
) -> dict[str, tuple[Named, ...]]:
    """Return the names of each written report or passage.

    Raises:
        RecordError: a text has another length than its row says, a name is no run of whole words, or a row has no text.
    """
    laid: dict[str, tuple[Named, ...]] = {}
    for document in documents:
        text, row = document["text"] or "", names.get(document["doc"])
        laid[document["doc"]] = row.names if row is not None else ()
        if row is not None and row.length != len(text):
            raise RecordError(
                f"names of {document['doc']}: made for a text of {row.length} code points, it has {len(text)}.",
                where=document["doc"],
            )
        starts, ends = ({word[side] for word in split_words(text)} for side in (0, 1))
        for name in laid[document["doc"]]:
            if name.first not in starts or name.last not in ends:
                raise RecordError(
                    f"names of {document['doc']}: {name.first}-{name.last} is {text[name.first : name.last]!r}. "
                    "Expected whole words.",
                    where=document["doc"],
                )
    left = set(names) - set(laid)
    if left:
        raise RecordError(f"names of {min(left)} and {len(left) - 1} more: no such text.", where=min(left))
    return laid


def find_name_faults(folder: Path, corpora: Path | None, documents: Sequence[LabelledDocument]) -> Iterator[str]:
    """Yield what is wrong with the files of names in a folder, if there is one.

    Args:
        corpora: Where the treebanks are; None: the rows are held against themselves only.
        documents: The written reports and passages.

    Raises:
        UnreadableFile: a treebank is missing.
    """
    for path in sorted(folder.glob("*.tsv")):
        try:
            names = read_names(path)
            if path.name == WRITTEN:
                lay_over_texts(read_for_names(documents), names)
            elif corpora is not None:
                # "ewt-train.tsv" is over EWT's train.
                lay_names(read_conllu(find_treebank(corpora, path.stem.rpartition("-")[2])), names)
        except RecordError as fault:
            yield f"names/{path.name}: {fault}"
