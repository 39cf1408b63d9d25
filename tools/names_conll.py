"""Our labels of names over a treebank as a column file for `whowhom evaluate ner`.

    python -m tools.names_conll CORPORA corpus/names/ewt-dev.tsv names.conll

In: UD English EWT in a folder of corpora, and rows of names over one of its parts. Out: a token and its tag on each
line, a document marked by ``# newdoc``. The words belong to others: the file is for measuring and is not kept.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from whowhom.corpora.conllu import TreeDocument, read_conllu
from whowhom.corpora.ner import Named
from whowhom.corpora.own_names import lay_names, read_names
from whowhom.corpora.uds import find_treebank


def columns(documents: Sequence[TreeDocument], names: Sequence[Sequence[Sequence[Named]]]) -> Iterator[str]:
    """Yield the lines of the file."""
    for document, rows in zip(documents, names, strict=True):
        yield f"# newdoc id = {document.id}"
        for sentence, named in zip(document.sentences, rows, strict=True):
            tags = ["O"] * len(sentence.words)
            for name in named:
                tags[name.first : name.last] = [f"B-{name.kind}", *[f"I-{name.kind}"] * (name.last - name.first - 1)]
            yield from (f"{word.form}\t{tag}" for word, tag in zip(sentence.words, tags, strict=True))
            yield ""


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("names", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    documents = read_conllu(find_treebank(given.corpora, given.names.stem.rpartition("-")[2]))
    laid = lay_names(documents, read_names(given.names))
    given.out.write_text("\n".join(columns(documents, laid)) + "\n", encoding="utf-8")
    print(f"{sum(map(len, laid))} sentences, {sum(len(row) for rows in laid for row in rows)} names")


if __name__ == "__main__":
    main()
