"""Spans, quotes and reasons for absence: what every other record is built of.

Offsets are half-open ``[start, end)`` in Unicode code points of the canonical
text. Browsers count UTF-16 units and files count bytes: convert at the edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """A stretch of the canonical text, without its words.

    Attributes:
        start: First code point of the stretch, 0-based.
        end: One past the last code point; ``end > start``.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"span [{self.start}, {self.end}) is empty or negative; expected 0 <= start < end")

    def overlaps(self, other: Span) -> bool:
        """Say whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Say whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, order=True, slots=True)
class Quote:
    """A stretch of the canonical text with its words: ``text[start:end] == text``."""

    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        """The stretch without its words."""
        return Span(self.start, self.end)


def quote(text: str, span: Span) -> Quote:
    """Take the words of a span out of the canonical text."""
    return Quote(span.start, span.end, text[span.start : span.end])


Reason = Literal[
    "not stated",
    "stated but unresolved",
    "ambiguous",
    "below threshold",
    "not read",
    "no rule matched",
]
"""Why a value is null. ``not read``: this version does not look for it;
``no rule matched``: a derived value (a crosswalk) for which no rule fits."""


@dataclass(frozen=True, order=True, slots=True)
class Missing:
    """The reason why a field is null or empty.

    Attributes:
        field: Path of the field within its record, such as ``"dates"`` or
            ``"tolls[0].best"``.
        reason: One of :data:`Reason`.
    """

    field: str
    reason: Reason


@dataclass(frozen=True, order=True, slots=True)
class Evidence:
    """The words behind one value of a record.

    Attributes:
        field: Path of the value within its record, such as ``"type"``,
            ``"participants[0]"`` or ``"dates[0]"``.
    """

    field: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, order=True, slots=True)
class Skipped:
    """A stretch of the report that was not coded, and why."""

    start: int
    end: int
    reason: str
