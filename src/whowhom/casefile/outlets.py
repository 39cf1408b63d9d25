"""Outlets: who published a report, by name or address.

In: a publication. Out: the number of its row in ``source``; an outlet that no list names
gets a row of its own, marked as not listed.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from sqlalchemy import Connection, insert, select

from whowhom.casefile import schema
from whowhom.casefile.codings import insert_one
from whowhom.casefile.packing import storable
from whowhom.link.names import key_of
from whowhom.records import Document, Publication

# Parameters that say how a reader came to the page, not which page it is.
_TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "ref_src")


def address_of(document: Document) -> str:
    """Name the place of publication: the address without what changes from visit to visit, or else the text itself.

    A report without an address has no place where a corrected version could be looked for;
    the same text is then the same report, wherever its file lies.
    """
    url = document.publication.url
    return normal_url(url) if url else f"text:{document.id}"


def normal_url(url: str) -> str:
    """Drop fragment, tracking parameters and the slash at the end; lower the host."""
    parts = urlsplit(url.strip())
    kept = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not _is_tracking(key)]
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path.rstrip("/"), urlencode(kept), ""))


def domain_of(url: str | None) -> str | None:
    """Give the host of an address without "www."; None where there is none."""
    host = urlsplit(url).hostname if url else None
    return host.removeprefix("www.") if host else None


def put_outlet(connection: Connection, publication: Publication) -> int | None:
    """Find or add the outlet of a publication; None where neither name nor address is known."""
    names = [name for name in (publication.publisher, domain_of(publication.url)) if name and key_of(name)]
    for name in names:
        found = find_outlet(connection, name)
        if found is not None:
            return found
    if not names:
        return None
    row = {"name": storable(names[0]), "is_listed": False, "origin": "seen"}
    number = insert_one(connection, schema.source, row)
    connection.execute(insert(schema.source_name), {"key": key_of(names[0]), "source_no": number})
    return number


def find_outlet(connection: Connection, name: str) -> int | None:
    """Find an outlet by name, alias or domain; None for an unknown one."""
    query = select(schema.source_name.c.source_no).where(schema.source_name.c.key == key_of(name))
    return connection.scalars(query).one_or_none()


def _is_tracking(key: str) -> bool:
    return key.lower().startswith(_TRACKING)
