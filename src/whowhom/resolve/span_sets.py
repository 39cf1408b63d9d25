"""Spans of a text, asked whether one of them touches or covers a stretch.

In: spans in any order. Out: yes or no, by a look at the neighbours of the stretch alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from whowhom.records.spans import Span


class SpanSet:
    """Spans by their start."""

    def __init__(self, spans: Sequence[Span] = ()) -> None:
        """Sort the spans; they may overlap."""
        self._spans = sorted(spans)
        self._longest = max((span.end - span.start for span in spans), default=0)

    def overlaps(self, stretch: Span) -> bool:
        """Say whether a span shares a code point with a stretch."""
        return any(span.overlaps(stretch) for span in self._near(stretch))

    def covers(self, stretch: Span) -> bool:
        """Say whether a stretch lies wholly inside a span."""
        return any(span.covers(stretch) for span in self._near(stretch))

    def _near(self, stretch: Span) -> Iterator[Span]:
        at = bisect_left(self._spans, stretch.end, key=lambda span: span.start) - 1
        while at >= 0 and self._spans[at].start >= stretch.start - self._longest:
            yield self._spans[at]
            at -= 1
