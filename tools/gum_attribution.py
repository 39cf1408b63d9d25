"""A folder for `whowhom evaluate attribution` out of the discourse marks of GUM.

    python -m tools.gum_attribution CORPORA/gum.tar.gz FOLDER [--genre news]

In: GUM's CoNLL-U files, whose MISC column tells units of discourse, their relations and the words that signal them.
Out: NAME.txt and NAME.ann for each file. An ``attribution`` makes a Source (the words marked ``sem-atsrc``, with what
hangs on them), a Cue (``lex-indwd``, ``lex-indph``) and a Content (the unit that it attaches to, with all that attaches
to that one more closely). The folder is for development: the reader was trained on GUM's trees.
"""

from __future__ import annotations

import argparse
import re
import tarfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from whowhom.corpora.brat import AttributionMark, Pieces, write_brat
from whowhom.corpora.conllu import TreeDocument, parse_conllu
from whowhom.records.spans import Span

_UNIT = re.compile(r"(?P<relation>[a-zA-Z_-]+):(?P<id>\d+)(?:->(?P<to>\d+))?:(?P<depth>\d+)(?::(?P<signals>.*))?")
_SIGNAL = re.compile(r"(?P<kind>sem-atsrc|lex-indwd|lex-indph)-(?P<words>[\d,-]*\d)")
_PUNCTUATION = ".,;:()[]-–—"
_OUTSIDE = ("parataxis", "advcl", "ccomp", "case", "cop", "aux", "mark", "punct", "obl", "advmod", "xcomp", "obj")


@dataclass(frozen=True)
class Unit:
    """A unit of discourse: its words, what it attaches to, and how high up (0 is closest)."""

    relation: str
    to: int
    depth: int
    words: range
    signals: str


def read_units(words: Sequence[str]) -> dict[int, Unit]:
    """Read the units of a document out of the MISC columns of its words."""
    opened: list[tuple[int, re.Match[str]]] = []
    for word, misc in enumerate(words):
        mark = next((part for part in misc.split("|") if part.startswith("Discourse=")), None)
        if mark is not None:
            match = _UNIT.match(mark.removeprefix("Discourse=").split(";")[0])
            if match is not None:
                opened.append((word, match))
    units: dict[int, Unit] = {}
    for number, (first, match) in enumerate(opened):
        last = opened[number + 1][0] if number + 1 < len(opened) else len(words)
        units[int(match["id"])] = Unit(
            match["relation"], int(match["to"] or 0), int(match["depth"]), range(first, last), match["signals"] or ""
        )
    return units


def marks_of(document: TreeDocument) -> Iterator[AttributionMark]:
    """Yield the attributions of a document, with spans of its text."""
    layout = _Layout(document)
    units = read_units(layout.misc)
    for key, unit in units.items():
        if not unit.relation.startswith("attribution"):
            continue
        signals = [(m["kind"], _numbers(m["words"])) for m in _SIGNAL.finditer(unit.signals)]
        sources = [words for kind, words in signals if kind == "sem-atsrc"]
        cues = [words for kind, words in signals if kind != "sem-atsrc"]
        content = sorted(word for member in _content(units, unit.to, unit.depth, key) for word in units[member].words)
        source = layout.phrase(sources[0]) if sources else []
        yield AttributionMark(
            layout.pieces(source, content),
            layout.pieces(cues[0], ()) if cues else (),
            layout.pieces([word for word in content if word not in source], ()),
        )


def _content(units: dict[int, Unit], head: int, depth: int, without: int) -> list[int]:
    """Gather a unit and all that attaches to it more closely than an attribution does."""
    found = [head]
    for key, unit in units.items():
        if (
            unit.to == head
            and key not in (without, head)
            and unit.depth < depth
            and not unit.relation.startswith("attr")
        ):
            found += _content(units, key, 1_000, without)
    # Parts of a unit that others interrupt have it as their same unit, at whatever height.
    for key, unit in units.items():
        if unit.to == head and unit.relation.startswith("same-unit") and key not in (*found, without):
            found += _content(units, key, 1_000, without)
    return sorted(set(found))


def _numbers(words: str) -> list[int]:
    """Read "48-53" or "721,730,733" as 0-based words."""
    found: list[int] = []
    for part in words.split(","):
        first, _, last = part.partition("-")
        if first.isdigit():
            found += range(int(first) - 1, int(last) if last.isdigit() else int(first))
    return found


class _Layout:
    """The words of a document with their offsets and their heads."""

    def __init__(self, document: TreeDocument) -> None:
        self.text = document.text
        self.misc: list[str] = []
        self.spans: list[Span] = []
        self.heads: list[int] = []
        self.relations: list[str] = []
        at = 0
        for sentence in document.sentences:
            base = len(self.misc)
            for token in sentence.tokens:
                start = self.text.index(token.form, at)
                at = start + len(token.form)
                self.spans += _split(start, at, [word.form for word in sentence.words[token.first : token.last]])
            for word in sentence.words:
                self.misc.append(word.misc)
                self.heads.append(base + word.head if word.head >= 0 else -1)
                self.relations.append(word.deprel)

    def phrase(self, words: Sequence[int]) -> list[int]:
        """Take in what hangs on marked words as part of their phrase; one that is marked in full stays."""
        inside = set(words)
        grown = True
        while grown:
            more = {
                word
                for word, head in enumerate(self.heads)
                if head in inside and word not in inside and not self.relations[word].startswith(_OUTSIDE)
            }
            inside |= more
            grown = bool(more)
        run = list(range(min(words), max(words) + 1))
        while run[0] - 1 in inside or (run[0] - 2 in inside and self._is_mark(run[0] - 1)):
            run.insert(0, run[0] - 1)
        while run[-1] + 1 in inside or (run[-1] + 2 in inside and self._is_mark(run[-1] + 1)):
            run.append(run[-1] + 1)
        return run

    def _is_mark(self, word: int) -> bool:
        return 0 <= word < len(self.spans) and self.text[self.spans[word].start] in _PUNCTUATION

    def pieces(self, words: Sequence[int], without: Sequence[int]) -> Pieces:
        """Join words that stand side by side, without marks at the edges."""
        runs: list[list[int]] = []
        for word in sorted(set(words) - set(without)):
            if runs and word == runs[-1][-1] + 1:
                runs[-1].append(word)
            else:
                runs.append([word])
        found = []
        for run in runs:
            while run and self._is_mark(run[0]):
                run.pop(0)
            while run and self._is_mark(run[-1]):
                run.pop()
            if run:
                found.append(Span(self.spans[run[0]].start, self.spans[run[-1]].end))
        return tuple(found)


def _split(start: int, end: int, forms: Sequence[str]) -> list[Span]:
    """Part a token among its words; one that writes them otherwise goes to each in full."""
    if len("".join(forms)) != end - start:
        return [Span(start, end)] * len(forms)
    spans = []
    for form in forms:
        spans.append(Span(start, start + len(form)))
        start += len(form)
    return spans


def main() -> None:
    """Write the folder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("archive", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--genre", help="only files of this genre")
    given = parser.parse_args()
    written = write_folder(given.archive, given.folder, genre=given.genre)
    print(f"{written} attributions in {given.folder}")


def write_folder(
    archive: Path, folder: Path, *, genre: str | None = None, takes: Callable[[str], bool] = lambda name: True
) -> int:
    """Write the documents of GUM with their attributions as brat pairs; give the number of attributions.

    Args:
        takes: Says of a document's name whether it is written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    with tarfile.open(archive) as packed:
        for member in sorted(packed.getmembers(), key=lambda member: member.name):
            name = Path(member.name).stem
            file = packed.extractfile(member) if member.name.endswith(".conllu") else None
            if file is None or (genre and not name.startswith(f"GUM_{genre}_")) or not takes(name):
                continue
            for document in parse_conllu(file.read().decode("utf-8").splitlines(), name):
                marks = [mark for mark in marks_of(document) if mark.content]
                (folder / f"{name}.txt").write_text(document.text, encoding="utf-8", newline="\n")
                write_brat(folder / f"{name}.ann", document.text, marks)
                written += len(marks)
    return written


if __name__ == "__main__":
    main()
