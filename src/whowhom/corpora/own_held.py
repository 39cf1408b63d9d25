"""Our notes on responsibility: short texts in which who is held for an act is marked, and how.

In: a folder of files of rows ``id, text``, set apart by a tab. A mark is ``[label:words]``; labels are the stances of
the layer ``held`` and ``act``. Out: the texts without marks, with the places of what was marked.

What one would get wrong: acts are marked only where somebody is held for them, and nothing else is labelled.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from whowhom.corpora.marks import read_marks, read_rows
from whowhom.reading.labels import HELD
from whowhom.records import Span

ACT = "act"
_COLUMNS = 2


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
    notes = []
    for where, (name, marked) in read_rows(folder, _COLUMNS, " and a text, set apart by a tab"):
        text, marks = read_marks(marked, where, (*HELD, ACT))
        held = tuple(mark for mark in marks if mark[1] != ACT)
        notes.append(HeldNote(name, text, held, tuple(span for span, label in marks if label == ACT)))
    return notes
