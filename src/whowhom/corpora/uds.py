"""Graded factuality of the Universal Decompositional Semantics data over UD English EWT.

In: a folder with ``uds-factuality-normalized.json`` and ``ud_ids.json`` (plain or
gzipped), if there is one also ``uds-factuality-raw.json``, and the treebank's file,
in the folder itself or in ``ud-ewt`` in it or beside it. Out: treebank documents
with their judged predicates. A node ``ewt-dev-9-semantics-pred-4`` is word 4 of the
sentence that ``ud_ids.json`` gives for ``ewt-dev-9``.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whowhom.corpora.conllu import TreeDocument, TreeSentence, read_conllu
from whowhom.errors import RecordError, UnreadableFile

NORMALIZED = "uds-factuality-normalized.json"
RAW = "uds-factuality-raw.json"
IDS = "ud_ids.json"
_NODE = re.compile(r"(.+)-semantics-(?:sub)?pred-([0-9]+)")
# A judge says yes or no and how sure, 0-4; the mean of signed values goes from -3 to 3.
JUDGE_SCALE = 3 / 4


@dataclass(frozen=True, slots=True)
class JudgedPredicate:
    """A predicate and how far it happened.

    Attributes:
        node: Its id in the data.
        sentence: Index of its sentence in the document.
        word: Index of the word in the sentence, 0-based.
        value: The normalised value, about -2 (certainly not) to 2.
        judged: Mean of the judges' answers, -3 to 3; None where the raw data lack it.
    """

    node: str
    sentence: int
    word: int
    value: float
    judged: float | None


@dataclass(frozen=True, slots=True)
class JudgedDocument:
    """A treebank document with its judged predicates in text order."""

    tree: TreeDocument
    predicates: tuple[JudgedPredicate, ...]


def read_uds(folder: Path, *, part: str = "dev") -> tuple[JudgedDocument, ...]:
    """Read the judged predicates of one part of EWT.

    Args:
        part: ``"train"`` or ``"dev"``.

    Returns:
        The documents that have at least one judged predicate.

    Raises:
        UnreadableFile: a file is missing or damaged.
        RecordError: an entry has not the form that the data have.
    """
    values = _object(_find(folder, NORMALIZED), "data")
    raw_path = _locate(folder, RAW)
    raw = _object(raw_path, "data") if raw_path is not None else {}
    graph_of = {entry["sentence_id"]: graph for graph, entry in _object(_find(folder, IDS)).items()}
    documents: list[JudgedDocument] = []
    for tree in read_conllu(find_treebank(folder, part)):
        predicates = [
            predicate
            for number, sentence in enumerate(tree.sentences)
            for predicate in _predicates(graph_of.get(sentence.id, ""), number, sentence, values, raw)
        ]
        if predicates:
            documents.append(JudgedDocument(tree, tuple(predicates)))
    if not documents:
        raise UnreadableFile(
            f"{str(folder)!r}: no judged predicate belongs to a sentence of EWT {part}. "
            "Expected the UDS data and the treebank of the same ids.",
            where=str(folder),
        )
    return tuple(documents)


def find_treebank(folder: Path, part: str) -> Path:
    """Find the CoNLL-U file of a part of EWT in or beside a folder.

    Raises:
        UnreadableFile: there is none.
    """
    for place in (folder, folder / "ud-ewt", folder.parent / "ud-ewt"):
        for pattern in (f"{part}.conllu*", f"*ewt*{part}*.conllu*"):
            for path in sorted(place.glob(pattern)):
                return path
    raise UnreadableFile(
        f"{str(folder)!r} has no {part}.conllu. Expected UD English EWT {part} as {part}.conllu or {part}.conllu.gz "
        "in the folder, in 'ud-ewt' in it or beside it.",
        where=str(folder),
    )


def _predicates(
    graph: str, number: int, sentence: TreeSentence, values: Mapping[str, Any], raw: Mapping[str, Any]
) -> Iterator[JudgedPredicate]:
    found: list[JudgedPredicate] = []
    for node, layers in values.get(graph, {}).items():
        match = _NODE.fullmatch(node)
        if match is None:
            raise RecordError(f"{NORMALIZED}: node {node!r} is none of the form NAME-semantics-pred-N.", where=node)
        word = int(match[2]) - 1
        # An older cut of the treebank had more words in some sentences.
        if "factuality" in layers and word < len(sentence.words):
            judged = _judged(raw.get(graph, {}).get(node))
            found.append(JudgedPredicate(node, number, word, float(layers["factuality"]["factual"]["value"]), judged))
    yield from sorted(found, key=lambda predicate: predicate.word)


def _judged(layers: Mapping[str, Any] | None) -> float | None:
    """Average the judges: yes is positive, no negative, each by how sure it is."""
    if layers is None or "factuality" not in layers:
        return None
    answers = layers["factuality"]["factual"]
    signed = [
        JUDGE_SCALE * answers["confidence"][judge] * (1 if happened else -1)
        for judge, happened in answers["value"].items()
    ]
    return sum(signed) / len(signed) if signed else None


def _locate(folder: Path, name: str) -> Path | None:
    return next((path for path in (folder / name, folder / f"{name}.gz") if path.is_file()), None)


def _find(folder: Path, name: str) -> Path:
    path = _locate(folder, name)
    if path is None:
        raise UnreadableFile(
            f"{str(folder / name)!r} is missing, plain or as .gz. Give the folder that holds it.", where=str(folder)
        )
    return path


def _object(path: Path, key: str | None = None) -> dict[str, Any]:
    """Read a JSON object, or the one under a key of it."""
    try:
        raw = path.read_bytes()
        value = json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)
    except (OSError, EOFError, zlib.error, ValueError) as fault:
        raise UnreadableFile(f"{str(path)!r} cannot be read ({fault}). Expected JSON.", where=str(path)) from fault
    value = value.get(key) if key is not None and isinstance(value, dict) else value
    if not isinstance(value, dict):
        raise RecordError(f"{str(path)!r}: expected an object{f' under {key!r}' if key else ''}.", where=str(path))
    return value
