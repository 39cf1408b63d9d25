"""The data of the quality gate: tuning parts of the corpora, each in a folder of its own.

In: the folder of the corpora and our own. Out: folders and files as `whowhom evaluate` takes them, holding only
what the weights were never trained on. Of large sets a share may be asked for; what is in it is decided by the
digest of each document's name, so that it is the same everywhere.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import tarfile
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tools.gum_attribution import write_folder
from tools.names_conll import columns
from training.sources import Passage, read_ner

from whowhom.corpora.conllu import read_conllu
from whowhom.corpora.own_names import lay_names, read_names
from whowhom.corpora.own_split import held_out, unseen_by_first_weights
from whowhom.corpora.uds import find_treebank

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
MUC4_PARTS = (("tst1-muc3", "key-tst1.v7"), ("tst2-muc4", "key-tst2.v4"))
BUCKETS = 10_000


@dataclass(frozen=True)
class Part:
    """Where data come from and how much of them is wanted; `share` is 0-1."""

    corpora: Path
    share: float
    corpus: Path = CORPUS

    def takes(self, name: str) -> bool:
        """Say whether a document is in the share."""
        return int(hashlib.sha256(name.encode()).hexdigest(), 16) % BUCKETS < self.share * BUCKETS


def lay_muc4(part: Part, target: Path) -> Path:
    """TST1 and TST2: articles and keys; the keys of articles left out have no text and count nothing."""
    for name in ("texts", "keys"):
        (target / name).mkdir(parents=True)
    for texts, keys in MUC4_PARTS:
        raw = (part.corpora / "muc4" / "texts" / texts).read_text(encoding="latin-1")
        articles = re.split(r"(?m)^(?=TST\d-MUC\d-\d{4})", raw)
        kept = [article for article in articles if article.strip() and part.takes(article.split()[0])]
        (target / "texts" / texts).write_text("".join(kept), encoding="latin-1")
        shutil.copy(part.corpora / "muc4" / "keys" / keys, target / "keys" / keys)
    return target


def lay_re3d(part: Part, target: Path) -> Path:
    """The reports whose entities were held out from training, all of them: they are few."""
    for folder in sorted(path for path in (part.corpora / "re3d").iterdir() if path.is_dir()):
        kept = {row["_id"] for row in _rows(folder / "documents.json") if _is_unseen("re3d", folder.name, row["_id"])}
        if not kept:
            continue
        (target / folder.name).mkdir(parents=True)
        for name, key in (("documents", "_id"), ("entities", "documentId"), ("relations", "documentId")):
            rows = [row for row in _rows(folder / f"{name}.json") if row[key] in kept]
            lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
            (target / folder.name / f"{name}.json").write_text("".join(lines), encoding="utf-8")
    return target


def lay_conllu(part: Part, target: Path) -> Path:
    """EWT dev, whole documents."""
    target.mkdir(parents=True)
    raw = gzip.decompress((part.corpora / "ud-ewt" / "dev.conllu.gz").read_bytes()).decode("utf-8")
    documents = re.split(r"(?m)^(?=# newdoc id = )", raw)
    kept = [document for document in documents if document.strip() and part.takes(document[: document.find("\n")])]
    path = target / "dev.conllu"
    path.write_text("".join(kept), encoding="utf-8")
    return path


def lay_factuality(part: Part, target: Path) -> Path:
    """The judgements of the same share of EWT dev."""
    lay_conllu(part, target)
    for path in sorted((part.corpora / "factuality").iterdir()):
        shutil.copy(path, target / path.name)
    return target


def lay_ner(part: Part, target: Path) -> Path:
    """The stretches of wikigold held out from training, all of them: they are few."""
    target.mkdir(parents=True)
    passages = [p for p in read_ner(part.corpora) if p.corpus == "wikigold" and unseen_by_first_weights(p.doc)]
    path = target / "wikigold.conll"
    path.write_text("".join(_columns(passage) for passage in passages), encoding="utf-8")
    return path


def lay_coreference(part: Part, target: Path) -> Path:
    """ECB+'s development topics; of a share topic 5 alone, because a topic cannot be cut."""
    target.mkdir(parents=True)
    with tarfile.open(part.corpora / "coref" / "ecbplus-dev.tar.gz") as archive:
        for member in archive:
            held = archive.extractfile(member) if member.isfile() and member.name.endswith(".xml") else None
            name = Path(member.name).name
            if held is not None and (part.share == 1.0 or name.startswith("5_")):
                (target / name).write_bytes(held.read())
    return target


def lay_timex(part: Part, target: Path) -> Path:
    """MEANTIME, whole documents: each begins with the line of its date."""
    target.mkdir(parents=True)
    raw = (part.corpora / "time" / "meantime-en.tsv").read_text(encoding="utf-8")
    documents = re.split(r"(?m)^(?=\*!-DCTVALUE)", raw)
    path = target / "meantime.tsv"
    path.write_text("".join(d for d in documents if d.strip() and part.takes(d)), encoding="utf-8")
    return path


def lay_toponyms(part: Part, target: Path) -> Path:
    """GeoVirus; of a share whole articles."""
    target.mkdir(parents=True)
    tree = ElementTree.parse(part.corpora / "geo" / "geovirus.xml")
    root = tree.getroot()
    for article in [a for a in root if not part.takes(a.findtext("source") or "")]:
        root.remove(article)
    path = target / "geovirus.xml"
    tree.write(path, encoding="utf-8")
    return path


def lay_coding(part: Part, target: Path) -> Path:
    """The held-out written reports, all of them: they are few."""
    return _lay_written(part, target, lambda path: not _is_snippet(path))


def lay_snippets(part: Part, target: Path) -> Path:
    """The held-out snippets."""
    return _lay_written(part, target, lambda path: _is_snippet(path) and part.takes(path.stem))


def _lay_written(part: Part, target: Path, takes: Callable[[Path], bool]) -> Path:
    target.mkdir(parents=True)
    for path in sorted((part.corpus / "reports").glob("*.toml")):
        if held_out(f"written:{path.stem}") and takes(path):
            shutil.copy(path, target / path.name)
    return target


def _is_snippet(path: Path) -> bool:
    return tomllib.loads(path.read_text(encoding="utf-8")).get("kind") == "snippet"


def lay_web_names(part: Part, target: Path) -> Path:
    """EWT dev with our labels of names; of a share whole documents."""
    target.mkdir(parents=True)
    documents = read_conllu(find_treebank(part.corpora, "dev"))
    laid = lay_names(documents, read_names(part.corpus / "names" / "ewt-dev.tsv"))
    kept = [(document, names) for document, names in zip(documents, laid, strict=True) if part.takes(document.id)]
    path = target / "ewt-dev.conll"
    path.write_text("\n".join(columns([d for d, _ in kept], [n for _, n in kept])) + "\n", encoding="utf-8")
    return path


def lay_labels(part: Part, target: Path) -> Path:
    """The held-out labels over real reports."""
    for path in sorted((part.corpus / "labels").glob("*/*.toml")):
        if path.parent.name == "second":
            continue
        name = tomllib.loads(path.read_text(encoding="utf-8"))["doc"]
        if held_out(name) and part.takes(name):
            (target / path.parent.name).mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target / path.parent.name / path.name)
    return target


def lay_attribution(part: Part, target: Path) -> Path:
    """News of GUM with its discourse marks of attribution; the reader's trees were trained on it, its voices not."""
    write_folder(part.corpora / "gum.tar.gz", target, genre="news", takes=part.takes)
    return target


LAYING: dict[str, Callable[[Part, Path], Path]] = {
    "muc4": lay_muc4,
    "re3d": lay_re3d,
    "conllu": lay_conllu,
    "ner": lay_ner,
    "factuality": lay_factuality,
    "coreference": lay_coreference,
    "timex": lay_timex,
    "toponyms": lay_toponyms,
    "web_names": lay_web_names,
    "coding": lay_coding,
    "snippets": lay_snippets,
    "labels": lay_labels,
    "attribution": lay_attribution,
}


def digest_tree(path: Path) -> str:
    """Digest a file or all files of a folder, with their names below it."""
    digest = hashlib.sha256()
    for file in [path] if path.is_file() else sorted(item for item in path.rglob("*") if item.is_file()):
        name = file.name if path.is_file() else file.relative_to(path).as_posix()
        digest.update(f"{name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _rows(path: Path) -> Iterable[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def _is_unseen(*name: str) -> bool:
    return unseen_by_first_weights(":".join(name))


def _columns(passage: Passage) -> str:
    tags = ["O"] * len(passage.words)
    for first, last, kind in passage.spans["named"]:
        tags[first:last] = [f"B-{kind}", *[f"I-{kind}"] * (last - first - 1)]
    sentences = [
        "".join(f"{passage.words[i]}\t{tags[i]}\n" for i in range(first, last)) for first, last in passage.sentences
    ]
    return f"# newdoc id = {passage.doc}\n" + "\n".join(sentences) + "\n"
