"""Our notes: short texts as news has them, each with the ACLED sub-event of its main event and the words that tell it.

In: a folder of files of rows ``id, sub-event, type, trigger, text``, set apart by tabs. Out: the notes in order, with
the place of the trigger in the text. Other events of a text have no label.

What one would get wrong: the trigger is given as words; where they stand twice the first place is meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from whowhom.corpora.marks import read_rows
from whowhom.errors import RecordError
from whowhom.reading.labels import EVENT_TYPES, SUB_EVENTS
from whowhom.records import Span

# The files, by letter, that are never trained on: whoever wrote them had not seen the others.
MEASURED = "r"
_COLUMNS = 5


@dataclass(frozen=True, slots=True)
class Note:
    """A text of one to three sentences.

    Attributes:
        id: The letter of its file and a number, such as ``k001``.
        sub_event: ACLED's sub-event of the main event, one of 25.
        type: Its PLOVER type.
        trigger: The words that tell it.
        text: All of it, on one line.
    """

    id: str
    sub_event: str
    type: str
    trigger: Span
    text: str

    @property
    def measured(self) -> bool:
        """Say whether it is kept apart to measure with."""
        return self.id[0] in MEASURED


def read_notes(folder: Path) -> list[Note]:
    """Read all files of a folder; none where there is no folder.

    Raises:
        RecordError: a row has not its five columns, an unknown label, an id met before, or a trigger that is not in
            its text.
    """
    expected = ", sub-event, type, trigger and text, set apart by tabs"
    return [_note(row, where) for where, row in read_rows(folder, _COLUMNS, expected)]


def _note(row: list[str], where: str) -> Note:
    name, sub_event, type_, trigger, text = row
    if sub_event not in SUB_EVENTS[1:] or type_ not in EVENT_TYPES:
        raise RecordError(
            f"{where}: met {sub_event!r} and {type_!r}. Expected one of ACLED's 25 sub-events and a PLOVER type.",
            where=where,
        )
    found = re.search(rf"(?<!\w){re.escape(trigger)}(?!\w)", text)
    if found is None:
        raise RecordError(f"{where}: {trigger!r} does not stand in the text.", where=where)
    return Note(name, sub_event, type_, Span(*found.span()), text)
