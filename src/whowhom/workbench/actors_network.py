"""The network of actors over time, as a graph's nodes and edges and as a table.

In: stated ties and counts of attacks. Out: :class:`Network`.

What one would get wrong: an edge gathers all tellings of one kind of tie between two actors;
it stands from the first to the last of them, or for the period they tell.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from whowhom.casefile import schema
from whowhom.workbench.actors_ties import Attack, Tie, list_attacks, list_stated

MAX_NODES = 140
"""More cannot be told apart on a screen; the busiest are drawn, and the table has all."""

ATTACKED = "attacked"


@dataclass(frozen=True, slots=True)
class Node:
    """An actor; ``weight`` counts the tellings and events on its edges."""

    id: str
    name: str
    kind: str
    weight: int


@dataclass(frozen=True, slots=True)
class Edge:
    """A kind of tie from one actor to another.

    Attributes:
        derived: Drawn from events or by a rule, not stated.
        first: First month ("2023-03").
        last: Last month; None: not told to have ended.
        count: Tellings, or events.
        months: Of events, by month; empty for stated ties.
    """

    id: str
    subject: str
    object: str
    kind: str
    sign: int
    derived: bool
    first: str
    last: str | None
    count: int
    months: dict[str, int]

    @property
    def link(self) -> str:
        """The address of the page with its words."""
        return f"/network/{self.subject}/{self.object}"


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and edges; ``hidden`` actors are in the table only, ``undrawn`` ties have an end that has no name."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    months: tuple[str, ...]
    hidden: int
    undrawn: int
    denied: int

    def name(self, actor: str) -> str:
        """The name of an actor."""
        return next(node.name for node in self.nodes if node.id == actor)


def load_network(connection: Connection) -> Network:
    """Load the network of a case."""
    ties, attacks = list_stated(connection), list_attacks(connection)
    usable = [tie for tie in ties if not tie.is_denied and tie.subject and tie.object and tie.subject != tie.object]
    edges = [*_stated(usable), *_attacks(attacks)]
    weights: Counter[str] = Counter()
    for edge in edges:
        weights[edge.subject] += edge.count
        weights[edge.object] += edge.count
    actors = _actors(connection, weights)
    nodes = [Node(key, *actors[key], weight) for key, weight in weights.most_common() if key in actors]
    denied = sum(tie.is_denied for tie in ties)
    return Network(
        nodes=tuple(nodes),
        edges=tuple(edges),
        months=tuple(_months(edges)),
        hidden=max(len(nodes) - MAX_NODES, 0),
        undrawn=len(ties) - denied - len(usable),
        denied=denied,
    )


def as_graph(network: Network) -> dict[str, Any]:
    """Give what the graph's script draws: the busiest actors and the edges between them."""
    drawn = {node.id for node in network.nodes[:MAX_NODES]}
    nodes = [{"id": n.id, "name": n.name, "kind": n.kind, "weight": n.weight} for n in network.nodes if n.id in drawn]
    edges = [
        {
            "id": edge.id,
            "source": edge.subject,
            "target": edge.object,
            "kind": edge.kind,
            "sign": edge.sign,
            "derived": edge.derived,
            "first": edge.first,
            "last": edge.last,
            "count": edge.count,
            "months": edge.months,
            "link": edge.link,
        }
        for edge in network.edges
        if edge.subject in drawn and edge.object in drawn
    ]
    return {"nodes": nodes, "edges": edges, "months": list(network.months)}


def _stated(ties: Sequence[Tie]) -> Iterable[Edge]:
    groups: dict[tuple[str, str, str, bool], list[Tie]] = defaultdict(list)
    for tie in ties:
        assert tie.subject is not None
        assert tie.object is not None
        groups[tie.subject, tie.object, tie.kind, bool(tie.rule)].append(tie)
    for number, ((subject, object_, kind, derived), told) in enumerate(groups.items()):
        ends = [tie.last for tie in told]
        last = None if any(end is None for end in ends) else max(end for end in ends if end is not None)[:7]
        signs = Counter(tie.sign for tie in told)
        yield Edge(
            id=f"t{number}",
            subject=subject,
            object=object_,
            kind=kind,
            sign=signs.most_common(1)[0][0],
            derived=derived,
            first=min(tie.first for tie in told)[:7],
            last=last,
            count=len(told),
            months={},
        )


def _attacks(attacks: Sequence[Attack]) -> Iterable[Edge]:
    for number, attack in enumerate(attacks):
        dated = [month for month in attack.months if month]
        yield Edge(
            id=f"e{number}",
            subject=attack.subject,
            object=attack.object,
            kind=ATTACKED,
            sign=-1,
            derived=True,
            first=min(dated, default=""),
            last=max(dated, default=None),
            count=attack.events,
            months=attack.months,
        )


def _actors(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    actor = schema.actor.c
    wanted = sorted(ids)
    found: dict[str, tuple[str, str]] = {}
    for start in range(0, len(wanted), 10_000):
        part = wanted[start : start + 10_000]
        rows = connection.execute(select(actor.public_id, actor.name, actor.kind).where(actor.public_id.in_(part)))
        found.update({row.public_id: (row.name, row.kind or "") for row in rows})
    return found


def _months(edges: Sequence[Edge]) -> Iterable[str]:
    """All months from the first that an edge begins in to the last that anything is told of."""
    told = sorted({m for edge in edges for m in (edge.first, edge.last or "", *edge.months) if m})
    # A tie may go back centuries; the slider begins where events and reports do.
    recent = sorted({m for edge in edges for m in edge.months if m} | {edge.first for edge in edges if edge.first})
    if not told:
        return
    year, month = (int(part) for part in recent[max(0, len(recent) - 120)].split("-"))
    last = told[-1]
    while (name := f"{year:04}-{month:02}") <= last:
        yield name
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
