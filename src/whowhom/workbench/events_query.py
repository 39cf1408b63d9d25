"""Events of a case as asked for: one page of rows, and sums over all of them.

In: :class:`~whowhom.workbench.events_asked.Asked`. Out: plain rows, and :class:`Summary`.

What one would get wrong: the sums are over all events that fit, not over the page; what is
denied or did not happen, and what is part of another event that is counted, is in no sum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, or_, select, tuple_

from whowhom.casefile import schema
from whowhom.casefile.eventlinks import PART_OF, parts_of_listed
from whowhom.casefile.filters import Circle, box_around, event_conditions, find_actors, find_circle
from whowhom.casefile.listing import EVENT_COLUMNS
from whowhom.casefile.search import find_texts, read_query
from whowhom.errors import UsageError
from whowhom.workbench.events_asked import Asked

Row = dict[str, Any]
PAGE_ROWS = 50
LONG_PRECISION = 4  # A month or more, on UCDP's scale.
NOT_COUNTED = ("denied", "not happened")
"""Events of these states are listed, but their dead are in no sum."""

TOLLS = ("killed", "injured")
MAX_TEXTS = 20_000
VALUES_AT_ONCE = 8_000  # SQLite takes 32,766 values in one statement; a point is two.
_STATUS_ORDER = {status: number for number, status in enumerate(schema.STATUSES)}


@dataclass(frozen=True, slots=True)
class Sum:
    """People over many events.

    Attributes:
        low: Sum of the lowest accounts.
        high: Sum of the highest.
        events: That give a number.
        open: Of these, events whose highest account has no upper bound ("at least").
    """

    low: int
    high: int
    events: int
    open: int


@dataclass(frozen=True, slots=True)
class Summary:
    """All events that fit.

    Attributes:
        total: Their number.
        unplaced: Without a point on the map.
        undated: Without any day.
        facets: For "type", "status" and "review" each value with the number of events that
            fit all other conditions.
        sums: For "killed" and "injured".
        parts: Events left out of the sums because another one holds them.
        aggregates: Events left out of the sums because each tells many at once ("10,000 died in the war").
    """

    total: int
    unplaced: int
    undated: int
    first: str | None
    last: str | None
    facets: dict[str, dict[str, int]]
    sums: dict[str, Sum]
    parts: int
    aggregates: int = 0


def conditions_of(connection: Connection, asked: Asked) -> list[ColumnElement[Any]]:
    """Give every condition on ``event``, that of a circle exactly.

    Raises:
        NoSuchRecord, UsageError: it names what is not in the case, or cannot be searched.
    """
    event = schema.event.c
    circle = find_circle(connection, asked.chosen)
    conditions = event_conditions(connection, asked.chosen)
    if circle is not None:
        conditions.append(_inside(connection, circle))
    if asked.reviews:
        conditions.append(event.review.in_(asked.reviews))
    if asked.partner is not None:
        part = schema.event_actor.c
        numbers = find_actors(connection, asked.partner)
        conditions.append(event.no.in_(select(part.event_no).where(part.actor_no.in_(numbers))))
    if asked.words is not None:
        conditions.append(_telling(connection, asked.words))
    return conditions


def list_page(connection: Connection, asked: Asked, *, limit: int = PAGE_ROWS) -> list[Row]:
    """List one page of events in the order asked for; unknown values come last either way."""
    event = schema.event.c
    # Numbers first: to sort all events with all their columns takes three times as long.
    ordered = select(event.no).where(*conditions_of(connection, asked)).order_by(*_order(asked))
    numbers = list(connection.scalars(ordered.limit(limit).offset((asked.page - 1) * limit)))
    query = select(event.no, *(event[name] for name in EVENT_COLUMNS), event.changed_at).where(event.no.in_(numbers))
    rows = {row["no"]: dict(row) for row in connection.execute(query).mappings()}
    return [{name: value for name, value in rows[number].items() if name != "no"} for number in numbers]


def list_where(
    connection: Connection, asked: Asked, condition: ColumnElement[Any], *, limit: int
) -> tuple[list[Row], int]:
    """List the first events that fit and meet one more condition, and say how many do."""
    event = schema.event.c
    conditions = [*conditions_of(connection, asked), condition]
    total = connection.execute(select(func.count()).select_from(schema.event).where(*conditions)).scalar_one()
    query = select(*(event[name] for name in EVENT_COLUMNS)).where(*conditions).order_by(*_order(asked)).limit(limit)
    return [dict(row) for row in connection.execute(query).mappings()], int(total)


def summarise(connection: Connection, asked: Asked) -> Summary:
    """Count all events that fit, and add up their dead and injured."""
    event = schema.event.c
    wide = replace(asked, chosen=replace(asked.chosen, types=(), statuses=()), reviews=())
    sums = [figure for outcome in TOLLS for figure in _toll_columns(outcome)]
    query = (
        select(
            event.type,
            event.status,
            event.review,
            func.count().label("events"),
            (func.count() - func.count(event.latitude)).label("unplaced"),
            (func.count() - func.count(func.coalesce(event.day_from, event.day_to))).label("undated"),
            func.min(event.day_from).label("first"),
            func.max(func.coalesce(event.day_to, event.day_from)).label("last"),
            *sums,
        )
        .where(*conditions_of(connection, wide))
        .group_by(event.type, event.status, event.review)
    )
    rows = [dict(row) for row in connection.execute(query).mappings()]
    fitting = [row for row in rows if all(_fits(row, asked, facet) for facet in ("type", "status", "review"))]
    aggregates = _aggregates(connection, asked)
    wide_ones = {row["no"] for rows_of in aggregates.values() for row in rows_of}
    parts = {
        outcome: [row for row in rows_of if row["no"] not in wide_ones]
        for outcome, rows_of in _parts(connection, asked).items()
    }
    firsts = [row["first"] for row in fitting if row["first"] is not None]
    lasts = [row["last"] for row in fitting if row["last"] is not None]
    return Summary(
        total=sum(row["events"] for row in fitting),
        unplaced=sum(row["unplaced"] for row in fitting),
        undated=sum(row["undated"] for row in fitting),
        first=min(firsts, default=None),
        last=max(lasts, default=None),
        facets={facet: _facet(rows, asked, facet) for facet in ("type", "status", "review")},
        sums={outcome: _sum(fitting, [*parts[outcome], *aggregates[outcome]], outcome) for outcome in TOLLS},
        parts=len({row["no"] for rows_of in parts.values() for row in rows_of}),
        aggregates=len(wide_ones),
    )


def count_events(connection: Connection, asked: Asked) -> int:
    """Count the events that fit."""
    query = select(func.count()).select_from(schema.event).where(*conditions_of(connection, asked))
    return int(connection.execute(query).scalar_one())


def stamp_of(connection: Connection) -> tuple[int, ...]:
    """Give what changes whenever the events of the case may have: its last decision, coding, run and erasure."""
    tables = (schema.decision, schema.coding, schema.run, schema.tombstone, schema.event)
    return tuple(int(connection.execute(select(func.coalesce(func.max(t.c.no), 0))).scalar_one()) for t in tables)


def low_of(row: Row, outcome: str) -> int | None:
    """The lowest account of a toll, whatever the case knows of it."""
    return next((row[f"{outcome}_{name}"] for name in ("low", "best") if row[f"{outcome}_{name}"] is not None), None)


def _inside(connection: Connection, circle: Circle) -> ColumnElement[Any]:
    """The condition that a point lies in a circle: a list of those that do, for databases know no great circles."""
    event = schema.event.c
    box = box_around(circle, event)
    points = connection.execute(select(event.latitude, event.longitude).where(box).distinct()).all()
    inside = [(row.latitude, row.longitude) for row in points if circle.holds(row.latitude, row.longitude)]
    starts = range(0, max(len(inside), 1), VALUES_AT_ONCE)
    pair = tuple_(event.latitude, event.longitude)
    return or_(*(pair.in_(inside[start : start + VALUES_AT_ONCE]) for start in starts))


def _telling(connection: Connection, words: str) -> ColumnElement[Any]:
    """The condition that a current report that tells the event holds the words."""
    texts = find_texts(connection, read_query(words))
    if len(texts) > MAX_TEXTS:
        raise UsageError(f"{len(texts):,} reports hold {words!r}, too many to list by. Give more words.")
    mention, assertion, coding = schema.event_mention.c, schema.assertion.c, schema.coding.c
    told = (
        select(mention.event_no)
        .join(schema.assertion, assertion.no == mention.assertion_no)
        .join(schema.coding, coding.no == assertion.coding_no)
        .where(coding.is_current, coding.text_no.in_(texts))
    )
    return schema.event.c.no.in_(told)


def _order(asked: Asked) -> list[Any]:
    event = schema.event.c
    columns: dict[str, Any] = {
        "day": func.coalesce(event.day_from, event.day_to),
        "type": event.type,
        "place": event.place_key,
        "killed": func.coalesce(event.killed_best, event.killed_low, event.killed_high),
        "injured": func.coalesce(event.injured_best, event.injured_low, event.injured_high),
        "status": case(_STATUS_ORDER, value=event.status),
        "witnesses": event.witnesses,
        "changed": event.changed_at,
    }
    column = columns[asked.sort_key]
    is_down = asked.sort.startswith("-")
    unknown = case((column.is_(None), 1), else_=0)
    return [unknown, column.desc() if is_down else column.asc(), event.no.desc() if is_down else event.no.asc()]


def _toll_columns(outcome: str) -> Iterable[Any]:
    """Sums over a group; what is denied is taken out by its status later, which is much faster than here."""
    event = schema.event.c
    low, best, high = (event[f"{outcome}_{name}"] for name in ("low", "best", "high"))
    yield func.sum(func.coalesce(low, best)).label(f"{outcome}_low")
    yield func.sum(func.coalesce(high, best, low)).label(f"{outcome}_high")
    yield func.count(func.coalesce(low, best, high)).label(f"{outcome}_events")
    yield func.count(high).label(f"{outcome}_bounded")


def _sum(rows: Sequence[Row], parts: Sequence[Row], outcome: str) -> Sum:
    """Add up all but some events, which other figures of the sum hold or which tell many at once."""
    counted = [row for row in rows if row["status"] not in NOT_COUNTED]
    low, high, events, bounded = (
        sum(int(row[f"{outcome}_{name}"] or 0) for row in counted) for name in ("low", "high", "events", "bounded")
    )
    for row in parts:
        least, best, most = (row[f"{outcome}_{name}"] for name in ("low", "best", "high"))
        given = [figure for figure in (most, best, least) if figure is not None]
        if given:
            low -= next((figure for figure in (least, best) if figure is not None), 0)
            high, events, bounded = high - given[0], events - 1, bounded - (most is not None)
    return Sum(low, high, events, events - bounded)


def _parts(connection: Connection, asked: Asked) -> dict[str, list[Row]]:
    """Give, for each kind of toll, events with one that are part of another that fits and has one too."""
    event, mention, link = schema.event.c, schema.event_mention.c, schema.assertion_link.c
    linked = select(mention.event_no).join(
        schema.assertion_link,
        or_(link.assertion_no == mention.assertion_no, link.other_no == mention.assertion_no),
    )
    linked = linked.where(link.link == PART_OF)
    columns = [event[f"{outcome}_{name}"] for outcome in TOLLS for name in ("low", "best", "high")]
    query = select(event.no, event.status, *columns).where(event.no.in_(linked))
    found = {row["no"]: dict(row) for row in connection.execute(query).mappings()}
    if not found:
        return {outcome: [] for outcome in TOLLS}
    conditions = conditions_of(connection, asked)
    fitting = set(connection.scalars(select(event.no).where(event.no.in_(linked), *conditions)))
    counted = [number for number in fitting if found[number]["status"] not in NOT_COUNTED]
    parts: dict[str, list[Row]] = {}
    for outcome in TOLLS:
        # A whole without a figure is in no sum, so its parts stay in it.
        names = [f"{outcome}_{name}" for name in ("low", "best", "high")]
        having = [number for number in counted if any(found[number][name] is not None for name in names)]
        parts[outcome] = [found[number] for number in sorted(parts_of_listed(connection, having))]
    return parts


def _aggregates(connection: Connection, asked: Asked) -> dict[str, list[Row]]:
    """Give, for each kind of toll, events that fit and that tell many of a month or more at once: a whole war."""
    event, mention, assertion = schema.event.c, schema.event_mention.c, schema.assertion.c
    told = select(mention.event_no).join(schema.assertion, assertion.no == mention.assertion_no)
    columns = [event[f"{outcome}_{name}"] for outcome in TOLLS for name in ("low", "best", "high")]
    query = select(event.no, *columns).where(
        event.no.in_(told.where(assertion.clarity == "aggregate")),
        event.no.not_in(told.where(assertion.clarity == "single")),
        event.status.not_in(NOT_COUNTED),
        # Several attacks of one day or week are as good as one.
        or_(event.date_precision.is_(None), event.date_precision >= LONG_PRECISION),
        or_(*(column.is_not(None) for column in columns)),
        *conditions_of(connection, asked),
    )
    rows = [dict(row) for row in connection.execute(query.order_by(event.no)).mappings()]
    return {
        outcome: [row for row in rows if any(row[f"{outcome}_{name}"] is not None for name in ("low", "best", "high"))]
        for outcome in TOLLS
    }


def _facet(rows: Sequence[Row], asked: Asked, facet: str) -> dict[str, int]:
    others = [name for name in ("type", "status", "review") if name != facet]
    counted: Counter[str] = Counter()
    for row in rows:
        if all(_fits(row, asked, other) for other in others):
            counted[row[facet]] += row["events"]
    if facet == "type":
        return dict(counted.most_common())
    order = schema.STATUSES if facet == "status" else schema.REVIEWS
    return {value: counted[value] for value in order if counted[value]}


def _fits(row: Row, asked: Asked, facet: str) -> bool:
    wanted = {"type": asked.chosen.types, "status": asked.chosen.statuses, "review": asked.reviews}[facet]
    return not wanted or row[facet] in wanted
