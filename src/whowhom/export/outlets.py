"""Outlets that may be named: those of ``sources.toml`` and of the registry of actors.

In: a list of outlets and a registry. Out: :class:`Outlets`, which knows a report's outlet by
its name or by the domain of its address.

What one would get wrong: an outlet may be one person's page under that person's name. Only
an outlet that somebody put on a list is named to the public.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from whowhom.casefile.sources import read_sources_file
from whowhom.registry import Registry


@dataclass(frozen=True, slots=True)
class Outlet:
    """What is known of an outlet: its listed name, kind and scale."""

    name: str
    kind: str | None = None
    scale: str | None = None


@dataclass(frozen=True, slots=True)
class Outlets:
    """Listed outlets.

    Attributes:
        listed: By name, alias and domain in small letters.
        registry: Its media are listed too; None: they are not.
    """

    listed: Mapping[str, Outlet] = field(default_factory=dict)
    registry: Registry | None = None

    def find(self, publisher: str | None, url: str | None) -> Outlet | None:
        """Find an outlet by its name, else by the domain of an address; None for one on no list."""
        domain = re.match(r"https?://(?:www\.)?([^/:?#]+)", url or "")
        keys = [publisher.casefold()] if publisher else []
        keys += [domain.group(1).casefold()] if domain else []
        found = next((self.listed[key] for key in keys if key in self.listed), None)
        return found or self._in_registry(publisher)

    def _in_registry(self, publisher: str | None) -> Outlet | None:
        entries = self.registry.find(publisher, exact=True) if self.registry is not None and publisher else ()
        media = (entry for entry in entries if any(kind.kind == "media" for kind in entry.kinds))
        return next((Outlet(entry.name, "traditional media") for entry in media), None)


def read_outlets(path: Path | None, registry: Registry | None) -> Outlets:
    """Read a ``sources.toml``.

    Raises:
        SettingsError: the file has a fault.
    """
    found: dict[str, Outlet] = {}
    for source in read_sources_file(path) if path is not None else ():
        outlet = Outlet(source.name, source.kind, source.scale)
        found |= {name.casefold(): outlet for name in (source.name, *source.aliases)}
    return Outlets(found, registry)
