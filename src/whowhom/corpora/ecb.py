"""ECB+: news reports in topics, with mentions of events that co-refer within and across reports.

In: a folder of XML files, nested or not, one such file, or a tar archive of them. Out: one
:class:`EcbDocument` for each file, in the order of their names.

What one would get wrong: the names tell topics. ``36_1ecb.xml`` and ``36_1ecbplus.xml`` are
of one topic but of two sub-topics, two like events with nothing to do with each other.
Mentions outside the sentences that were checked are marked but stand in no chain.
"""

from __future__ import annotations

import re
import tarfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from whowhom.errors import RecordError, UnreadableFile

EVENT_KINDS = ("ACTION", "NEG_ACTION")
_NAME = re.compile(r"(\d+)_(\d+)(ecb|ecbplus)\.xml$")


@dataclass(frozen=True, slots=True)
class EcbMention:
    """A mention of an event.

    Attributes:
        kind: The corpus's class, such as ``"ACTION_OCCURRENCE"``.
        words: Indices of its words, ascending; they need not be neighbours.
        chain: Name of its chain, the same in all reports of a topic; None: none was given.
    """

    id: str
    kind: str
    words: tuple[int, ...]
    chain: str | None


@dataclass(frozen=True, slots=True)
class EcbDocument:
    """A report.

    Attributes:
        topic: Such as ``"36"``; ``subtopic``: ``"36ecb"`` or ``"36ecbplus"``.
        words: All words as written.
        sentences: Number of the sentence of each word; numbers rise and may have gaps.
    """

    name: str
    topic: str
    subtopic: str
    words: tuple[str, ...]
    sentences: tuple[int, ...]
    mentions: tuple[EcbMention, ...]


def read_ecb(path: Path) -> tuple[EcbDocument, ...]:
    """Read all reports under a path, by topic and number.

    Raises:
        UnreadableFile: there is no such file, or none of ECB+ in it.
        RecordError: a file is no XML or not as ECB+ has it.
    """
    documents = [_document(name, raw) for name, raw in _files(path) if _NAME.search(name)]
    if not documents:
        raise UnreadableFile(
            f"{str(path)!r} holds no report of ECB+. Expected files named like 36_1ecb.xml, a folder or a tar of them.",
            where=str(path),
        )
    return tuple(sorted(documents, key=_order))


def _order(document: EcbDocument) -> tuple[int, str, int]:
    match = _NAME.search(document.name)
    assert match is not None
    return int(match[1]), match[3], int(match[2])


def _files(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        if path.is_dir():
            for file in sorted(path.rglob("*.xml")):
                yield file.name, file.read_bytes()
        elif path.suffix == ".xml":
            yield path.name, path.read_bytes()
        else:
            yield from _members(path)
    except OSError as fault:
        raise UnreadableFile(f"{str(path)!r} cannot be read: {fault.strerror}.", where=str(path)) from fault
    except tarfile.TarError as fault:
        raise UnreadableFile(
            f"{str(path)!r} is no tar archive. Expected a folder or a tar of XML files.", where=str(path)
        ) from fault


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(path) as archive:
        for member in archive:
            held = archive.extractfile(member) if member.isfile() else None
            if held is not None:
                yield Path(member.name).name, held.read()


def _document(name: str, raw: bytes) -> EcbDocument:
    try:
        root = ElementTree.fromstring(raw)
        tokens = list(root.iter("token"))
        index = {token.attrib["t_id"]: number for number, token in enumerate(tokens)}
        match = _NAME.search(name)
        assert match is not None
        return EcbDocument(
            name=name,
            topic=match[1],
            subtopic=match[1] + match[3],
            words=tuple(token.text or "" for token in tokens),
            sentences=tuple(int(token.attrib["sentence"]) for token in tokens),
            mentions=tuple(_mentions(name, root, index)),
        )
    except (ElementTree.ParseError, KeyError, ValueError) as fault:
        raise RecordError(
            f"{name}: {type(fault).__name__} {fault}. Expected the XML of ECB+: tokens, Markables, Relations.",
            where=name,
        ) from fault


def _mentions(name: str, root: ElementTree.Element, index: dict[str, int]) -> Iterator[EcbMention]:
    chains = _chains(name, root)
    for element in root.iterfind("Markables/*"):
        words = tuple(sorted(index[anchor.attrib["t_id"]] for anchor in element.iter("token_anchor")))
        if words and element.tag.startswith(EVENT_KINDS):
            number = element.attrib["m_id"]
            yield EcbMention(number, element.tag, words, chains.get(number))


def _chains(name: str, root: ElementTree.Element) -> dict[str, str]:
    """Give the chain of each mention that has one; chains within a report get the report's name."""
    found: dict[str, str] = {}
    for relation in root.iterfind("Relations/*"):
        across = relation.tag == "CROSS_DOC_COREF" and relation.get("note")
        chain = str(relation.get("note")) if across else f"{name} {relation.attrib['r_id']}"
        for source in relation.iterfind("source"):
            found[source.attrib["m_id"]] = chain
    return found
