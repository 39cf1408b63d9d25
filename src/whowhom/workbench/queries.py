"""What a list is asked for in an address: filters and pages, the same for pages and API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from starlette.datastructures import QueryParams

from whowhom.casefile.filters import Filter

MAX_WORDS = 300
MAX_VALUES = 50
MAX_OFFSET = 10_000_000
DEFAULT_ROWS = 100

Words = Annotated[str | None, Query(max_length=MAX_WORDS)]


def read_filter(
    actor: Annotated[
        str | None, Query(max_length=MAX_WORDS, description="Name, alias, registry id or id of an actor.")
    ] = None,
    place: Annotated[
        str | None,
        Query(max_length=MAX_WORDS, description='A place, first-level area, country ("ML") or "latitude,longitude".'),
    ] = None,
    radius: Annotated[float | None, Query(description="Kilometres around the place.")] = None,
    from_: Annotated[str | None, Query(alias="from", max_length=10, description="First day, month or year.")] = None,
    to: Annotated[str | None, Query(max_length=10, description="Last day, month or year.")] = None,
    type: Annotated[list[str] | None, Query(max_length=MAX_VALUES, description="Types of events or ties.")] = None,
    status: Annotated[
        list[str] | None, Query(max_length=MAX_VALUES, description='Such as "confirmed" or "contested".')
    ] = None,
    voice: Annotated[
        str | None, Query(max_length=MAX_WORDS, description='Role of a voice ("official") or its name.')
    ] = None,
    everything: Annotated[bool, Query(description="Also what counts no more.")] = False,
) -> Filter:
    """Read the filter of a list; empty words stand for no condition."""
    return Filter(
        actor=_said(actor),
        place=_said(place),
        radius_km=radius,
        from_=_said(from_),
        until=_said(to),
        types=tuple(word for word in type or () if word),
        statuses=tuple(word for word in status or () if word),
        voice=_said(voice),
        everything=everything,
    )


@dataclass(frozen=True, slots=True)
class Paging:
    """Which rows of a list are asked for.

    Attributes:
        limit: At most so many.
        offset: After so many.
    """

    limit: int
    offset: int

    @property
    def needed(self) -> int:
        """Rows to read to know whether there are more."""
        return self.offset + self.limit + 1


def read_paging(
    request: Request,
    limit: Annotated[int, Query(ge=1, description="Rows at most; the server may give fewer.")] = DEFAULT_ROWS,
    offset: Annotated[int, Query(ge=0, le=MAX_OFFSET, description="Rows passed over.")] = 0,
) -> Paging:
    """Read which part of a list is asked for."""
    return Paging(min(limit, request.app.state.config.limits.page_rows), offset)


AskedFilter = Annotated[Filter, Depends(read_filter)]
AskedPaging = Annotated[Paging, Depends(read_paging)]


def page_of(request: Request, paging: Paging, rows: list[Any], *, total: int | None = None) -> dict[str, Any]:
    """Give one page of a list: ``items``, ``next`` (an address, or None at the end), ``total`` where it is known.

    Args:
        rows: Of the page and, if there are more, at least one beyond; passed-over rows left out.
    """
    more = len(rows) > paging.limit or (total is not None and paging.offset + paging.limit < total)
    ahead = None
    if more:
        kept = [(key, value) for key, value in request.query_params.multi_items() if key not in ("offset", "limit")]
        ahead = QueryParams([*kept, ("limit", str(paging.limit)), ("offset", str(paging.offset + paging.limit))])
    return {
        "items": rows[: paging.limit],
        "limit": paging.limit,
        "offset": paging.offset,
        "total": total,
        "next": None if ahead is None else f"{request.url.path}?{ahead}",
    }


def _said(words: str | None) -> str | None:
    return (words or "").strip() or None
