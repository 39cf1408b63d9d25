"""What the forms of the reading view send, as values of our own.

In: the fields of a form. Out: :class:`Slot` records, corrections, an event marked by hand.

What one would get wrong: a slot has words and, where they were selected, the offset they stand
at; typed words have none, so that a person without a mouse or a script can name them too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast, get_args

from whowhom.casefile.byhand import COUNT_OUTCOMES, TOLL_OUTCOMES, Marked
from whowhom.casefile.filters import VOICE_ROLES
from whowhom.errors import UsageError
from whowhom.records import Document, Factuality, Span
from whowhom.records.values import Certainty, Polarity, Stage, VoiceRole
from whowhom.workbench.reading_changes import Correction
from whowhom.workbench.reading_selection import find_words

SLOTS = (
    ("who", "Who did it"),
    ("whom", "To whom"),
    ("day", "When"),
    ("place", "Where"),
    ("killed", "Killed"),
    ("injured", "Injured"),
    ("other", "Other people counted"),
    ("voice", "Who says so"),
)
"""Parts of an event that a person may name words for, beside the words that tell it."""

CHOICES: dict[str, tuple[str, ...]] = {
    "polarity": get_args(Polarity),
    "certainty": get_args(Certainty),
    "stage": get_args(Stage),
    "voice_role": VOICE_ROLES,
    "other_outcome": tuple(name for name in (*TOLL_OUTCOMES, *COUNT_OUTCOMES) if name not in ("killed", "injured")),
}


@dataclass(frozen=True, slots=True)
class Slot:
    """Words for one part of an event; ``start`` None: typed, so they are looked for."""

    words: str
    start: int | None


def text_of(form: Mapping[str, Any], name: str, default: str = "") -> str:
    """Give a field of a form as text without blanks at its ends."""
    value = form.get(name, default)
    return value.strip() if isinstance(value, str) else default


def number_of(form: Mapping[str, Any], name: str) -> int | None:
    """Give a field as a whole number; None where it is empty.

    Raises:
        UsageError: it is none.
    """
    words = text_of(form, name)
    if not words:
        return None
    if not words.isdecimal() or len(words) > 12:
        raise UsageError(f"{name} is {words[:40]!r}; expected a whole number. Reload the page and try again.")
    return int(words)


def typed_of(form: Mapping[str, Any]) -> dict[str, str]:
    """Give what a person typed, to be shown again if it cannot be taken; the token is left out."""
    return {name: str(value) for name, value in form.items() if name != "csrf" and isinstance(value, str) and value}


def slot_of(form: Mapping[str, Any], name: str) -> Slot | None:
    """Give the words of a slot; None where it is empty."""
    words = text_of(form, name)
    return Slot(words, number_of(form, f"{name}_start")) if words else None


def corrections_of(form: Mapping[str, Any], document: Document) -> list[Correction]:
    """Read the corrections of a form: one field, or a type with its modes.

    Raises:
        UsageError: a value is missing, or its evidence stands nowhere.
    """
    field = text_of(form, "field")
    slot = slot_of(form, "evidence")
    span = find_words(document, slot.words, slot.start) if slot else None
    words = document.text[span.start : span.end] if span else ""
    value = text_of(form, "value")
    if field != "type":
        return [Correction(field, value, span, words)]
    found = [Correction("type", value, span, words)]
    # A mode belongs to its type: the one chosen beside it holds, and none chosen empties it.
    modes = text_of(form, "modes")
    if modes != text_of(form, "modes_before") or value != text_of(form, "type_before"):
        found.append(Correction("modes", modes or "unknown"))
    unchanged = value == text_of(form, "type_before") and span is None
    return found[1:] if unchanged and len(found) > 1 else found


def marked_of(form: Mapping[str, Any], document: Document) -> Marked:
    """Read an event that a person marked.

    Raises:
        UsageError: its words are missing or stand nowhere, or a choice is none that is offered.
    """
    anchor_slot = slot_of(form, "anchor")
    if anchor_slot is None:
        raise UsageError("no words tell the event yet. Select the words that tell it.")
    anchor = find_words(document, anchor_slot.words, anchor_slot.start)
    spans = {name: _spans(form, document, name, anchor) for name, _ in SLOTS}
    voice = spans["voice"]
    figures = [(name, span) for name in ("killed", "injured") for span in spans[name]]
    figures += [(_choice(form, "other_outcome", "abducted"), span) for span in spans["other"]]
    is_mutual = text_of(form, "direction") == "mutual"
    return Marked(
        type=text_of(form, "type"),
        anchor=anchor,
        mode=text_of(form, "mode") or None,
        who=() if is_mutual else spans["who"],
        whom=() if is_mutual else spans["whom"],
        parties=(*spans["who"], *spans["whom"]) if is_mutual else (),
        days=spans["day"],
        places=spans["place"],
        figures=tuple(figures),
        voice=voice[0] if voice else None,
        voice_role=cast(VoiceRole, _choice(form, "voice_role", "unnamed")),
        factuality=Factuality(
            cast(Polarity, _choice(form, "polarity", "happened")),
            cast(Certainty, _choice(form, "certainty", "certain")),
            cast(Stage, _choice(form, "stage", "accomplished")),
        ),
        is_background=text_of(form, "background") == "yes",
    )


def _spans(form: Mapping[str, Any], document: Document, name: str, anchor: Span) -> tuple[Span, ...]:
    slot = slot_of(form, name)
    if slot is None:
        return ()
    return (find_words(document, slot.words, slot.start, near=anchor.start),)


def _choice(form: Mapping[str, Any], name: str, default: str) -> str:
    value = text_of(form, name) or default
    if value not in CHOICES[name]:
        raise UsageError(f"{name} is {value[:40]!r}; expected one of {', '.join(CHOICES[name])}.")
    return value
