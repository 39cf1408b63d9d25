"""Weights of evidence: comparisons, their levels, and what each level weighs.

In: ``data/weights.toml``. Out: :class:`Weights`; and for a pair, :class:`Match`: the level
of each comparison with its bits and words, and the sum.

What one would get wrong: a level that says "not known" weighs nothing. Missing is no
evidence for or against.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from whowhom.errors import DataError

PATH = Path(__file__).parent / "data" / "weights.toml"
Kind = Literal["event", "word"]
DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Level:
    """One level of one comparison.

    Attributes:
        bits: Logarithm to base 2 of how much more often it is seen with one event than with two.
        words: What it says, for people.
    """

    comparison: str
    level: str
    bits: float
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Weights:
    """All levels of one kind of comparison.

    Attributes:
        prior: Bits that a pair starts with.
        threshold: From this sum on, two mentions may be linked.
    """

    levels: Mapping[tuple[str, str], Level]
    prior: float
    threshold: float

    def level(self, comparison: str, level: str, **shown: object) -> Level:
        """Give a level, with its words filled in.

        Raises:
            KeyError: the data file has no such level.
        """
        found = self.levels[comparison, level]
        if not shown:
            return found
        return Level(comparison, level, found.bits, found.title, found.words.format(**shown))

    def weigh(self, levels: Sequence[Level]) -> Match:
        """Add up the levels of a pair."""
        return Match(round(self.prior + sum(level.bits for level in levels), DECIMALS), tuple(levels))


@dataclass(frozen=True, slots=True)
class Match:
    """How a pair compares.

    Attributes:
        weight: Sum in bits, with the prior.
        levels: One for each comparison, in the order of comparing.
        apart: Why the two cannot be one event, whatever the weight; None: nothing forbids it.
    """

    weight: float
    levels: tuple[Level, ...]
    apart: str | None = None

    def explain(self) -> list[str]:
        """Say what counted, strongest first: ``"+3.8 place: the same place"``."""
        telling = sorted((level for level in self.levels if level.bits), key=lambda level: -abs(level.bits))
        lines = [f"{level.bits:+.1f} {level.title}: {level.words}" for level in telling]
        return [*lines, f"never one event: {self.apart}"] if self.apart else lines


@cache
def load_weights(kind: Kind, path: Path = PATH) -> Weights:
    """Read the weights of one kind.

    Raises:
        DataError: the file is missing or has a fault.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        levels = {
            (name, key): Level(name, key, _bits(value), table["title"], value["words"])
            for name, table in raw[kind].items()
            for key, value in table["levels"].items()
        }
        return Weights(levels, float(raw["prior"][kind]), float(raw["threshold"][kind]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"{path.name} of the links could not be read ({type(error).__name__}: {error}). Reinstall whowhom."
        ) from error


def _bits(value: Mapping[str, Any]) -> float:
    if "bits" in value:
        return float(value["bits"])
    return round(math.log2(float(value["m"]) / float(value["u"])), DECIMALS)
