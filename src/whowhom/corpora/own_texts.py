"""The texts that our labels over real reports count in, read from the corpora.

In: the folder of the corpora. Out: the texts by the SHA-256 of their UTF-8. Names of documents
repeat (the dispatches are numbered anew in each volume), digests do not.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from whowhom.errors import UnreadableFile

_MUC_HEADING = re.compile(r"^DEV-MUC3-\d{4}", re.MULTILINE)
_TEXT_LINE = re.compile(r"^# text = (.*)$", re.MULTILINE)


def digest_text(text: str) -> str:
    """Give the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_texts(corpora: Path) -> Mapping[str, str]:
    """Read every text that labels may stand over.

    Args:
        corpora: A folder with some of ``muc4``, ``re3d``, ``gum.tar.gz``, ``ud-ewt``, ``geo``.

    Returns:
        Text by digest; a corpus that is not there adds none.

    Raises:
        UnreadableFile: the folder is missing or one of its files is damaged.
    """
    if not corpora.is_dir():
        raise UnreadableFile(
            f"corpora {str(corpora)!r} is no folder. Give the folder of the corpora with --corpora or WHOWHOM_CORPORA.",
            where=str(corpora),
        )
    texts: dict[str, str] = {}
    for read in (_read_muc4, _read_re3d, _read_gum, _read_ewt, _read_wotr):
        try:
            texts |= {digest_text(text): text for text in read(corpora)}
        except (OSError, ValueError, KeyError, tarfile.TarError) as error:
            kind = type(error).__name__
            raise UnreadableFile(
                f"corpora {str(corpora)!r}: {read.__name__[6:]} cannot be read ({kind}). Fetch that corpus again.",
                where=str(corpora),
            ) from error
    return texts


def _read_muc4(corpora: Path) -> Iterator[str]:
    """Yield the articles of the training volumes, each from its heading to the next one."""
    for path in sorted((corpora / "muc4" / "texts").glob("dev-*")):
        raw = path.read_text(encoding="latin-1")
        starts = [match.start() for match in _MUC_HEADING.finditer(raw)]
        for start, end in zip(starts, [*starts[1:], len(raw)], strict=True):
            yield raw[start:end]


def _read_re3d(corpora: Path) -> Iterator[str]:
    for path in sorted((corpora / "re3d").glob("*/documents.json")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield str(json.loads(line)["text"])


def _read_gum(corpora: Path) -> Iterator[str]:
    path = corpora / "gum.tar.gz"
    if not path.exists():
        return
    with tarfile.open(path) as archive:
        for member in archive:
            held = archive.extractfile(member) if member.name.endswith(".conllu") else None
            if held is not None:
                yield "\n".join(_TEXT_LINE.findall(held.read().decode()))


def _read_ewt(corpora: Path) -> Iterator[str]:
    path = corpora / "ud-ewt" / "train.conllu.gz"
    if path.exists():
        raw = gzip.decompress(path.read_bytes()).decode("utf-8")
        for part in re.split(r"^# newdoc id = ", raw, flags=re.MULTILINE)[1:]:
            yield "\n".join(_TEXT_LINE.findall(part))


def _read_wotr(corpora: Path) -> Iterator[str]:
    path = corpora / "geo" / "wotr.json"
    if path.exists():
        for row in json.loads(path.read_text(encoding="utf-8")):
            yield str(row["text"])
