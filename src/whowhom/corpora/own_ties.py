"""Our notes on ties: short texts in which every actor is marked, with the ties that the text states between them.

In: a folder of files of rows ``id, text, ties``, set apart by tabs. A mark is ``[number:words]``, one number an actor;
ties are ``1 allied with 2; 3 past leads 1``, or ``-`` for none. Out: the texts without marks, the places of each
actor's mentions, and the ties.

What one would get wrong: all actors are marked, so two of them without a tie are an example of none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from whowhom.corpora.marks import read_marks, read_rows
from whowhom.errors import RecordError
from whowhom.records import Span
from whowhom.records.events import TIE_LABELS

_TIES = TIE_LABELS[1:]
_TIE = re.compile(rf"(\d+) (past )?({'|'.join(_TIES)}) (\d+)")
NONE = "-"
_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class NotedTie:
    """A tie between two actors of a note.

    Attributes:
        subject: Number of the actor that it is told of, ``object`` of the other.
        tie: The kind, or "led".
        past: Whether it is told as over.
    """

    subject: str
    tie: str
    object: str
    past: bool

    @property
    def told(self) -> str:
        """The kind as the reader names it: an office that is over is "led"."""
        return "led" if self.past and self.tie == "leads" else self.tie


@dataclass(frozen=True, slots=True)
class TieNote:
    """A text, its actors and their ties.

    Attributes:
        actors: Where each actor is mentioned, by number.
    """

    id: str
    text: str
    actors: dict[str, tuple[Span, ...]]
    ties: tuple[NotedTie, ...]


def read_tie_notes(folder: Path) -> list[TieNote]:
    """Read all files of a folder; none where there is no folder.

    Raises:
        RecordError: a row has not three columns or an id met before, a mark is broken, or a tie is unknown or between
            actors that are not marked.
    """
    notes = []
    for where, (name, marked, told) in read_rows(folder, _COLUMNS, ", a text and ties, set apart by tabs"):
        text, marks = read_marks(marked, where)
        actors: dict[str, tuple[Span, ...]] = {}
        for span, label in marks:
            if not label.isdecimal():
                raise RecordError(f"{where}: unknown mark {label!r}. Expected an actor's number.", where=where)
            actors[label] = (*actors.get(label, ()), span)
        ties = () if told == NONE else tuple(_tie(one, actors, where) for one in told.split(";"))
        notes.append(TieNote(name, text, actors, ties))
    return notes


def _tie(told: str, actors: dict[str, tuple[Span, ...]], where: str) -> NotedTie:
    match = _TIE.fullmatch(told.strip())
    if match is None or match[1] == match[4] or not {match[1], match[4]} <= actors.keys():
        raise RecordError(
            f"{where}: met the tie {told.strip()!r}. Expected two different marked numbers and one of "
            f"{', '.join(_TIES)} between them.",
            where=where,
        )
    return NotedTie(match[1], match[3], match[4], match[2] is not None)
