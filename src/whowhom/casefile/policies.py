"""Policies: one figure out of what several voices say, with all claims kept.

In: the mentions of one event. Out: low, best and high, and for each claim the use that was
made of it. The policies have names and are data of the case:

``lowest``        the least that any voice gives (ACLED)
``best``          the latest exact figure of a voice without a side, with low and high (UCDP)
``majority``      the figure that most witnesses give
``most-trusted``  the figure of the outlet with the highest trust in ``sources.toml``

What one would get wrong: words without a number ("dozens") bound nothing where another voice
gives a number. A toll that rises from day to day is one figure brought up to date,
and no contradiction. Near-copies of one text are one witness, whoever prints them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from whowhom.casefile.mentions import Mention
from whowhom.link.tellings import Figure
from whowhom.link.tolls import totals_by_voice

Row = dict[str, Any]
VAGUE_BOUNDS = ("vague", "none stated")
SIDES = ("own side", "opposing side")
Use = Literal["chosen", "counted", "updated", "out"]


@dataclass(frozen=True, slots=True)
class Statement:
    """What one voice says of one figure, as its latest report gives it.

    Attributes:
        speaker: The voice, or the witness where the report itself speaks.
        witness: Number of the witness.
        day: First day of publication, ISO; "": unknown.
        has_side: A belligerent's figure, or that of one who acted or suffered.
        trust: Of the outlet, 0-1; None: not judged.
    """

    mention: Mention
    speaker: str
    witness: int
    day: str
    has_side: bool
    trust: float | None
    figure: Figure
    claims: tuple[Any, ...]

    @property
    def is_vague(self) -> bool:
        """Whether it gives no number ("dozens", a plural)."""
        return all(claim["bound"] in VAGUE_BOUNDS for claim in self.claims)

    @property
    def floor(self) -> int | None:
        """The least that the words allow; 0 where they give only an upper bound."""
        figure = self.figure
        if figure.low is None and figure.best is None:
            return 0 if figure.high is not None else None
        return figure.low if figure.low is not None else figure.best

    @property
    def ceiling(self) -> int | None:
        """The most that the words allow; None: they are open above."""
        return self.figure.high if self.figure.high is not None else self.figure.best

    @property
    def point(self) -> int:
        """The number that stands for the figure."""
        figure = self.figure
        return next((n for n in (figure.best, figure.low, figure.high) if n is not None), 0)


@dataclass(frozen=True, slots=True)
class Settled:
    """A figure as a policy has it, and for each claim what was made of it."""

    figure: Figure
    basis: tuple[Row, ...]


def settle_figure(mentions: Sequence[Mention], field: str, policy: str) -> Settled:
    """Settle one figure of an event.

    Args:
        mentions: Those that speak, of one event.
        field: "killed" or "injured".
        policy: One of :data:`whowhom.settings.POLICIES`.

    Returns:
        A figure without bounds, and no basis, where nobody gives one.
    """
    statements = [statement for mention in mentions for statement in _statements(mention, field)]
    if not statements:
        return Settled(Figure(None, None, None), ())
    numbered = [statement for statement in statements if not statement.is_vague] or statements
    current = [statement for statement in numbered if not _is_updated(statement, numbered)]
    chosen = _CHOOSE[policy](current)
    floors = [statement.floor for statement in current if statement.floor is not None]
    figure = Figure(min(floors, default=None), _best(chosen, policy), _ceiling(current))
    return Settled(figure, tuple(_basis(statements, current, chosen)))


def claims_out(mentions: Sequence[Mention], field: str) -> tuple[Row, ...]:
    """Give the claims of mentions that count no more, for a trace to show what fell away."""
    statements = [statement for mention in mentions for statement in _statements(mention, field)]
    return tuple(row for statement in statements for row in _rows(statement, "out"))


def _statements(mention: Mention, field: str) -> Iterable[Statement]:
    for total in totals_by_voice(mention.claims, field):
        if total.figure == Figure(None, None, None):
            continue
        first = total.claims[0]
        yield Statement(
            mention=mention,
            speaker=f"voice {total.voice}" if total.voice else f"witness {mention.witness_no}",
            witness=mention.witness_no,
            day=mention.day or "",
            has_side=first["voice_role"] == "belligerent" or first["voice_interest"] in SIDES,
            trust=mention.trust,
            figure=total.figure,
            claims=total.claims,
        )


def _is_updated(statement: Statement, statements: Sequence[Statement]) -> bool:
    """Say whether a later figure stands in for this one: the speaker's own, or a higher one, both without a side."""
    for other in statements:
        if not (statement.day and statement.day < other.day):
            continue
        if other.speaker == statement.speaker:
            return True
        is_neutral = not statement.has_side and not other.has_side
        if is_neutral and other.point >= statement.point and other.point >= (statement.floor or 0):
            return True
    return False


def _best(chosen: Statement, policy: str) -> int | None:
    # Who asks for the least takes "at least 12" at its word; elsewhere a bound is no estimate.
    return chosen.floor if policy == "lowest" else chosen.figure.best


def _ceiling(current: Sequence[Statement]) -> int | None:
    """Give the most that anyone allows; None where a figure is open above what the others allow."""
    most = max((s.ceiling for s in current if s.ceiling is not None), default=None)
    is_open = any(s.ceiling is None and (most is None or (s.floor or 0) > most) for s in current)
    return None if is_open else most


def _basis(statements: Sequence[Statement], current: Sequence[Statement], chosen: Statement) -> Iterable[Row]:
    for statement in statements:
        use: Use = "chosen" if statement is chosen else "counted" if statement in current else "updated"
        yield from _rows(statement, use)


def _rows(statement: Statement, use: Use) -> Iterable[Row]:
    for claim in statement.claims:
        yield {"assertion": claim["assertion_no"], "path": claim["path"], "use": use}


def _lowest(current: Sequence[Statement]) -> Statement:
    return min(current, key=lambda s: (s.floor if s.floor is not None else s.point, s.day, s.mention.no))


def _neutral_and_late(current: Sequence[Statement]) -> Statement:
    """Choose the latest exact figure of one without a side; on one day the more trusted, then the lower."""
    return max(
        current,
        key=lambda s: (not s.has_side, s.figure.best is not None, s.day, s.trust or 0.0, -s.point, -s.mention.no),
    )


def _most_given(current: Sequence[Statement]) -> Statement:
    """Choose the figure with the most witnesses; of those with as many, the lowest."""
    witnesses = Counter(point for point, _ in {(s.point, s.witness) for s in current})
    return min(current, key=lambda s: (-witnesses[s.point], s.point, s.figure.best is None, s.mention.no))


def _most_trusted(current: Sequence[Statement]) -> Statement:
    """Choose the figure in the most trusted outlet; outlets that nobody judged come last."""
    return max(current, key=lambda s: (-1.0 if s.trust is None else s.trust, s.day, -s.point, -s.mention.no))


_CHOOSE: dict[str, Callable[[Sequence[Statement]], Statement]] = {
    "lowest": _lowest,
    "best": _neutral_and_late,
    "majority": _most_given,
    "most-trusted": _most_trusted,
}
