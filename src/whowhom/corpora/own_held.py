"""Our notes on responsibility: short texts in which who is held for an act is marked, and how.

In: a folder of files of rows ``id, text``, set apart by a tab. A mark is ``[label:words]``; labels are the stances of
the layer ``held`` and ``act``. Out: the texts without marks, with the places of what was marked.

What one would get wrong: acts are marked only where somebody is held for them, and nothing else is labelled.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from whowhom.corpora.conllu import read_lines
from whowhom.corpora.marks import read_marks
from whowhom.errors import RecordError
from whowhom.reading.labels import HELD
from whowhom.records import Span

ACT = "act"


@dataclass(frozen=True, slots=True)
class HeldNote:
    """A text and who is held in it.

    Attributes:
        held: Words of who is held, with the stance, in text order.
        acts: Words of the acts that they are held for.
    """

    id: str
    text: str
    held: tuple[tuple[Span, str], ...]
    acts: tuple[Span, ...]


def read_held(folder: Path) -> list[HeldNote]:
    """Read all files of a folder; none where there is no folder.

    Raises:
        RecordError: a row has not two columns or an id met before, or a mark is unknown or broken.
    """
    notes: dict[str, HeldNote] = {}
    for path in sorted(folder.glob("*.tsv")):
        for number, line in enumerate(read_lines(path), 1):
            where, columns = f"{path}, line {number}", line.split("\t")
            if not line:
                continue
            if len(columns) != 2 or not all(columns) or columns[0] in notes:
                raise RecordError(
                    f"{where}: met {line[:80]!r}. Expected an id not met before and a text, set apart by a tab.",
                    where=where,
                )
            text, marks = read_marks(columns[1], where, (*HELD, ACT))
            held = tuple(mark for mark in marks if mark[1] != ACT)
            acts = tuple(span for span, label in marks if label == ACT)
            notes[columns[0]] = HeldNote(columns[0], text, held, acts)
    return list(notes.values())
