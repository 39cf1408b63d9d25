"""What ties, estimates, statements and forecasts share: their periods and their voices, resolved.

In: drafts and the tables of the coding. Out: date ranges and voices. An interest needs
sides: whoever an assertion is about stands on side "a", whom it is held against on "b".
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from whowhom.pipeline.events import Assembly
from whowhom.records import DateRange, Document, Participant, Reason, Span, Voice, VoiceDraft
from whowhom.resolve.dates import DateExpression, resolve_date, years_in

# A tie told as over ended at some time before the report: the end is known to no better than that.
OPEN_PRECISION = 5


@dataclass(frozen=True)
class Resolution:
    """What dates and voices of a draft are resolved with: tables and date expressions."""

    assembly: Assembly
    expressions: Sequence[DateExpression]

    @property
    def document(self) -> Document:
        """The document that is coded."""
        return self.assembly.document

    @cached_property
    def _years(self) -> tuple[int, ...]:
        return tuple(years_in(self.document.text))

    def dates(self, spans: Sequence[Span], *, durative: bool, future: bool | None = None) -> list[DateRange | Reason]:
        """Resolve date expressions, each on its own."""
        return [
            resolve_date(
                expression,
                published=self.document.publication.published,
                text_years=self._years,
                durative=durative,
                future=True if expression.kind == "until" and future is None else future,
            )
            for expression in expressions_under(spans, self.expressions)
        ]

    def period(self, spans: Sequence[Span], past: Span | None = None) -> DateRange | Reason:
        """Say when it held: what the words date, or until the report where they only say that it is over."""
        for value in self.dates(spans, durative=True, future=False if past is not None else None):
            if isinstance(value, DateRange):
                return value
        if past is None:
            return "stated but unresolved" if spans else "not stated"
        day = (self.document.publication.published or "")[:10]
        if not day:
            return "stated but unresolved"
        words = self.document.text[past.start : past.end]
        return DateRange(
            None, day, "within", OPEN_PRECISION, f"../{day}", "relative", day, (), words, past.start, past.end
        )

    def voices(self, drafts: Sequence[VoiceDraft], *, own: str | None, other: str | None = None) -> tuple[Voice, ...]:
        """Resolve a chain of voices.

        Args:
            own: Id of the actor whom the assertion is about: its own word is told from others'.
            other: Id of the actor at the other end.
        """
        sides = [_side(actor, side) for actor, side in ((own, "a"), (other, "b")) if actor is not None]
        return tuple(self.assembly.voice(draft, sides) for draft in drafts)


def _side(actor: str, side: str) -> Participant:
    return Participant(actor, None, "actor" if side == "a" else "target", side, None, None, "certain", 0, 1)


def expressions_under(spans: Sequence[Span], expressions: Sequence[DateExpression]) -> Iterator[DateExpression]:
    """Yield the expressions that some spans touch, each once, in the order of the text."""
    touched = {
        number
        for span in spans
        for number in range(
            bisect_right(expressions, span.start, key=lambda found: found.end),
            bisect_left(expressions, span.end, key=lambda found: found.start),
        )
    }
    yield from (expressions[number] for number in sorted(touched))
