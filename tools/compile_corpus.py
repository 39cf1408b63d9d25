"""Compile reports with quoted words to JSON lines: ``python tools/compile_corpus.py OUT.jsonl [FOLDER]``.

FOLDER is corpus/reports unless given. The work is done by :mod:`whowhom.corpora.own_written`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from whowhom.corpora.own_lists import load_scheme
from whowhom.corpora.own_written import compile_folder

REPORTS = Path(__file__).resolve().parent.parent / "corpus" / "reports"


def main(arguments: list[str] | None = None, *, say: Callable[[str], object] = print) -> int:
    """Compile a folder into a file; 1 and no file where there are faults."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("folder", type=Path, nargs="?", default=REPORTS)
    given = parser.parse_args(arguments)
    documents, faults = compile_folder(given.folder, load_scheme())
    if faults:
        say("\n".join([*faults, f"{len(faults)} faults; nothing written."]))
        return 1
    lines = [json.dumps(document, ensure_ascii=False) + "\n" for document in documents]
    given.out.write_text("".join(lines), encoding="utf-8")
    words = sum(len((document["text"] or "").split()) for document in documents)
    say(f"{len(documents)} reports, {words} words, {sum(len(d['events']) for d in documents)} events.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
