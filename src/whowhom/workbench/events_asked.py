"""What a person asks of the events: one query string for table, map and timeline alike.

In: the parameters of an address. Out: :class:`Asked`, and addresses that differ from it in
one thing, for links.

What one would get wrong: a parameter that is not understood is refused; a list that silently
leaves a condition out would look like an answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from whowhom.casefile import schema
from whowhom.casefile.filters import Filter
from whowhom.errors import UsageError

VIEWS = ("table", "map", "timeline")
UNITS = ("day", "week", "month", "year")
SORTS = {
    "day": "Day",
    "type": "Type",
    "place": "Place",
    "killed": "Killed",
    "injured": "Injured",
    "status": "Status",
    "witnesses": "Witnesses",
    "changed": "Last changed",
}
FIRST_DOWN = ("day", "killed", "injured", "witnesses", "changed")
"""What one wants the most of first."""

DEFAULT_SORT = "-day"
MAX_WORDS = 300
MAX_PAGE = 100_000
_SINGLE = ("actor", "with", "place", "radius", "from", "to", "voice", "q", "sort", "page", "view", "unit", "everything")
_MANY = ("type", "status", "review")
_OTHERS = ("box", "zoom", "spot")  # Of the map, read where they are needed.


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for.

    Attributes:
        values: The parameters as typed, for the form; only those that are set.
        chosen: Conditions that every list of a case understands.
        reviews: States of review; empty: any.
        words: To be found in the reports that tell the event.
        partner: A second actor that the event has too.
        sort: A key of :data:`SORTS`, "-" before it for descending.
        page: Counted from 1.
    """

    values: dict[str, Any]
    chosen: Filter
    reviews: tuple[str, ...] = ()
    words: str | None = None
    partner: str | None = None
    sort: str = DEFAULT_SORT
    page: int = 1
    view: str = "table"
    unit: str | None = None

    def query(self, *, without: Iterable[str] = (), **changes: Any) -> str:
        """Write the query string, "?" before it, with some parameters changed (None: left out).

        A list that changes begins at its first page. ``from_`` stands for "from".
        """
        changed = {name.rstrip("_"): value for name, value in changes.items()}
        dropped = {*without, *(() if "page" in changed else ("page",))}
        values = {name: value for name, value in self.values.items() if name not in dropped}
        values |= changed
        pairs = [
            (name, one)
            for name, value in values.items()
            for one in (value if isinstance(value, (tuple, list)) else (value,))
            if one not in (None, "")
        ]
        return f"?{urlencode(pairs)}" if pairs else "?"

    @property
    def conditions(self) -> str:
        """The query string of the conditions alone, without view, sorting and page."""
        return self.query(without=("view", "sort", "page", "unit")).removeprefix("?")

    @property
    def is_narrowed(self) -> bool:
        """Whether there is any condition."""
        return bool(self.conditions)

    @property
    def sort_key(self) -> str:
        """The key of :data:`SORTS`."""
        return self.sort.removeprefix("-")

    def sorted_by(self, key: str) -> str:
        """The sort that a click on a column asks for: the other way round if it is sorted by it already."""
        if key == self.sort_key:
            return key if self.sort.startswith("-") else f"-{key}"
        return f"-{key}" if key in FIRST_DOWN else key


def read_asked(parameters: Iterable[tuple[str, str]]) -> Asked:
    """Read the parameters of an address.

    Raises:
        UsageError: one is unknown, given twice, or no value of its kind.
    """
    values: dict[str, Any] = {}
    for name, value in parameters:
        value = value.strip()
        if name not in (*_SINGLE, *_MANY, *_OTHERS):
            raise UsageError(f"{name!r} is nothing that events are narrowed by. Known are {', '.join(_all())}.")
        if not value or name in _OTHERS:
            continue
        if name in _MANY:
            values[name] = (*values.get(name, ()), value)
        elif name in values:
            raise UsageError(f"{name!r} is given twice. Give it once.")
        else:
            values[name] = value
    return _asked(values)


def as_typed(parameters: Iterable[tuple[str, str]]) -> Asked:
    """Give the form as typed, without any condition, to show beside what was wrong with it."""
    values: dict[str, Any] = {}
    for name, value in parameters:
        if name in _MANY:
            values[name] = (*values.get(name, ()), value)
        elif name in _SINGLE:
            values[name] = value
    view = values.get("view", "table")
    return Asked(values, Filter(), view=view if view in VIEWS else "table")


def _asked(values: dict[str, Any]) -> Asked:
    words = values.get("q")
    if words is not None and len(words) > MAX_WORDS:
        raise UsageError(f"q has {len(words)} characters; expected at most {MAX_WORDS}.")
    reviews = values.get("review", ())
    _check("review", reviews, schema.REVIEWS)
    sort = values.get("sort", DEFAULT_SORT)
    _check("sort", (sort.removeprefix("-"),), tuple(SORTS))
    _check("view", (values.get("view", "table"),), VIEWS)
    _check("unit", (values["unit"],) if "unit" in values else (), UNITS)
    return Asked(
        values=values,
        chosen=Filter(
            actor=values.get("actor"),
            place=values.get("place"),
            radius_km=_number("radius", values["radius"]) if "radius" in values else None,
            from_=values.get("from"),
            until=values.get("to"),
            types=tuple(kind.upper() for kind in values.get("type", ())),
            statuses=values.get("status", ()),
            voice=values.get("voice"),
            everything=values.get("everything") == "yes",
        ),
        reviews=reviews,
        words=words,
        partner=values.get("with"),
        sort=sort,
        page=_page(values.get("page", "1")),
        view=values.get("view", "table"),
        unit=values.get("unit"),
    )


def _check(name: str, given: Iterable[str], known: tuple[str, ...]) -> None:
    unknown = [value for value in given if value not in known]
    if unknown:
        raise UsageError(f"{name} is {unknown[0]!r}; expected one of {', '.join(known)}.")


def _number(name: str, words: str) -> float:
    try:
        return float(words)
    except ValueError:
        raise UsageError(f"{name} is {words!r}; expected a number of kilometres.") from None


def _page(words: str) -> int:
    if not words.isascii() or not words.isdigit() or not 1 <= int(words) <= MAX_PAGE:
        raise UsageError(f"page is {words!r}; expected a number from 1 on.")
    return int(words)


def _all() -> tuple[str, ...]:
    return (*_SINGLE, *_MANY)
