"""Which mentions tell one event: found anew around every change.

In: mentions that are new or whose standing changed. Out: rows of ``match`` and
``event_mention``, and of ``event`` where a group has none yet.

What one would get wrong: grouping looks at mentions and decisions only, never at how they
were grouped before, so the order of adding makes no difference and a retracted report leaves
no trace in the groups. Rows of events are then given to the groups: an event lives where
the mention that founded it is, the oldest wins, and one that is left over is merged, until
it is needed again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from whowhom.casefile import schema
from whowhom.casefile.candidates import QUERY_SIZE, find_candidates
from whowhom.casefile.codings import insert_one
from whowhom.casefile.conclusion import conclude
from whowhom.casefile.decisions import decisions_on
from whowhom.casefile.ids import public_id
from whowhom.casefile.rulings import overlaps
from whowhom.casefile.tellings import Told, load_told
from whowhom.link.blocks import share_block
from whowhom.link.compare import compare
from whowhom.link.events import Grouping, group_tellings
from whowhom.link.levels import Match, load_weights

NOTED_BITS = -4.0
"""Pairs below this are not noted: nobody asks why two unlike reports are not one event."""


@dataclass
class Group:
    """Mentions that tell one event.

    Attributes:
        event_no: Row that a person's decision gives it; None: none does.
        basis: For each mention why it is here, and the mean weight to the others.
    """

    members: list[Told]
    event_no: int | None = None
    basis: dict[int, tuple[str, float | None]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Standing:
    """How mentions stand before: their events, those put there by a person, and events with decisions in force."""

    event_of: Mapping[int, int]
    decided: frozenset[int]
    reviewed: frozenset[int]


def regroup(connection: Connection, mention_nos: Iterable[int], *, at: str) -> set[int]:
    """Find the events of some mentions and of all that are linked with them.

    Args:
        connection: In a writing transaction.
        at: The present instant.

    Returns:
        Numbers of the events to conclude: those that mentions came to, left or are in.
    """
    wanted = sorted(set(mention_nos))
    read = _note_matches(connection, wanted)
    linked = _linked(connection, wanted)
    read |= _read(connection, linked - read.keys())
    told = [read[number] for number in sorted(linked)]
    standing = _standing(connection, sorted(linked))
    groups = _groups(told, standing)
    rows = _give_rows(connection, groups, standing, at=at)
    return _place(connection, groups, rows, standing)


def _read(connection: Connection, nos: Iterable[int]) -> dict[int, Told]:
    return {item.mention.no: item for item in load_told(connection, nos)}


def _note_matches(connection: Connection, nos: Sequence[int]) -> dict[int, Told]:
    """Compare new mentions with all that share a block with them, and note what is worth noting.

    Returns:
        All mentions that were read for it.
    """
    read = _read(connection, _without_matches(connection, nos))
    fresh = dict(read)
    candidates = {number: find_candidates(connection, item) - {number} for number, item in fresh.items()}
    read |= _read(connection, set().union(*candidates.values()) - read.keys())
    threshold = load_weights("event").threshold
    rows: dict[tuple[int, int], dict[str, Any]] = {}
    for number, others in candidates.items():
        telling = fresh[number].telling
        for other in sorted(others):
            if share_block(telling, read[other].telling):
                result = compare(telling, read[other].telling)
                if result.weight >= NOTED_BITS:
                    rows[min(number, other), max(number, other)] = _match_row(number, other, result, threshold)
    if rows:
        connection.execute(insert(schema.match), list(rows.values()))
    return read


def _without_matches(connection: Connection, nos: Sequence[int]) -> set[int]:
    """Leave out mentions that were compared before: what they tell does not change."""
    match = schema.match.c
    noted: set[int] = set()
    for chunk in _chunks(nos):
        noted.update(connection.scalars(select(match.one_no).where(match.one_no.in_(chunk))))
        noted.update(connection.scalars(select(match.other_no).where(match.other_no.in_(chunk))))
    return set(nos) - noted


def _match_row(number: int, other: int, result: Match, threshold: float) -> dict[str, Any]:
    first, second = sorted((number, other))
    return {
        "one_no": first,
        "other_no": second,
        "weight": result.weight,
        "is_linked": result.weight >= threshold and result.apart is None,
        "explanation": result.explain(),
    }


def _linked(connection: Connection, nos: Sequence[int]) -> set[int]:
    """Give mentions with all that hang together with them: by links, by one event, or as one text coded twice."""
    match, part = schema.match.c, schema.event_mention.c
    found, fresh = set(nos), set(nos)
    while fresh:
        near: set[int] = set()
        for chunk in _chunks(sorted(fresh)):
            linked = select(match.other_no).where(match.one_no.in_(chunk), match.is_linked).distinct()
            near.update(connection.scalars(linked))
            linked = select(match.one_no).where(match.other_no.in_(chunk), match.is_linked).distinct()
            near.update(connection.scalars(linked))
            events = select(part.event_no).where(part.assertion_no.in_(chunk))
            near.update(connection.scalars(select(part.assertion_no).where(part.event_no.in_(events))))
            near.update(connection.scalars(_same_text(chunk)))
        fresh = near - found
        found |= fresh
    return found


def _same_text(nos: Sequence[int]) -> Any:
    """Select mentions by other coders with the same id in the same text."""
    one, other = schema.assertion.alias("one"), schema.assertion.alias("other")
    first, second = schema.coding.alias("first"), schema.coding.alias("second")
    return (
        select(other.c.no)
        .join_from(one, first, first.c.no == one.c.coding_no)
        .join(second, second.c.text_no == first.c.text_no)
        .join(other, other.c.coding_no == second.c.no)
        .where(one.c.no.in_(nos), other.c.kind == "event", other.c.public_id == one.c.public_id)
    )


def _chunks(numbers: Sequence[int]) -> list[Sequence[int]]:
    return [numbers[start : start + QUERY_SIZE] for start in range(0, len(numbers), QUERY_SIZE)]


def _standing(connection: Connection, nos: Sequence[int]) -> _Standing:
    part = schema.event_mention.c
    event_of: dict[int, int] = {}
    decided: set[int] = set()
    for chunk in _chunks(nos):
        for row in connection.execute(select(schema.event_mention).where(part.assertion_no.in_(chunk))):
            event_of[row.assertion_no] = row.event_no
            if row.basis == "decision":
                decided.add(row.assertion_no)
    reviewed = decisions_on(connection, sorted(set(event_of.values())))
    return _Standing(event_of, frozenset(decided), frozenset(reviewed))


def _groups(told: Sequence[Told], standing: _Standing) -> list[Group]:
    """Group what counts; then let the rest go where it belongs, without a say of its own."""
    leaders, twins = _twins(told)
    counted = [item for item in leaders if item.mention.is_counted]
    groups, grouping = _group_counted(counted, standing)
    rest = [item for item in leaders if not item.mention.is_counted]
    alone = [item for item in rest if not _join_kept(item, groups, standing) and not _join_nearest(item, groups)]
    left, _ = _group_counted(alone, standing)
    for group in groups + left:
        for item in list(group.members):
            group.members.extend(twins.get(item.mention.no, ()))
        _give_basis(group, standing, grouping, {item.mention.no: i for i, item in enumerate(counted)})
    return groups + left


def _twins(told: Sequence[Told]) -> tuple[list[Told], dict[int, list[Told]]]:
    """Set aside mentions that tell again what another coding of the same text tells in the same words."""
    leaders: list[Told] = []
    twins: dict[int, list[Told]] = defaultdict(list)
    by_text: dict[str, list[Told]] = defaultdict(list)
    for item in sorted(told, key=lambda item: (not item.mention.is_counted, item.mention.no)):
        here = by_text[item.mention.text_digest]
        leader = next((other for other in here if _is_twin(other, item)), None)
        if leader is None:
            here.append(item)
            leaders.append(item)
        else:
            twins[leader.mention.no].append(item)
    return leaders, twins


def _is_twin(one: Told, other: Told) -> bool:
    first, second = one.mention, other.mention
    if first.values["coding_no"] == second.values["coding_no"]:
        return False
    if first.public_id == second.public_id:
        return True
    return first.values["type"] == second.values["type"] and overlaps(first.values, second.values)


def _group_counted(counted: Sequence[Told], standing: _Standing) -> tuple[list[Group], Grouping]:
    """Group mentions; those that a person placed or reviewed stay together and meet no other such group."""
    fixed: dict[int, list[int]] = defaultdict(list)
    for index, item in enumerate(counted):
        event_no = standing.event_of.get(item.mention.no)
        if event_no is not None and (item.mention.no in standing.decided or event_no in standing.reviewed):
            fixed[event_no].append(index)
    grouping = group_tellings([item.telling for item in counted], fixed=list(fixed.values()))
    owner = {index: event_no for event_no, indices in fixed.items() for index in indices}
    groups = []
    for members in grouping.groups:
        event_no = next((owner[index] for index in members if index in owner), None)
        groups.append(Group([counted[index] for index in members], event_no))
    return groups, grouping


def _join_kept(item: Told, groups: Sequence[Group], standing: _Standing) -> bool:
    """Leave an uncounted mention where a person put it."""
    event_no = standing.event_of.get(item.mention.no)
    if event_no is None or not (item.mention.no in standing.decided or event_no in standing.reviewed):
        return False
    group = next((group for group in groups if group.event_no == event_no), None)
    if group is not None:
        group.members.append(item)
    return group is not None


def _join_nearest(item: Told, groups: Sequence[Group]) -> bool:
    """Put an uncounted mention, such as the old version of a report, to the group that it tells."""
    best: tuple[float, Group] | None = None
    for group in groups:
        others = [other for other in group.members if other.mention.is_counted]
        compared = [compare(item.telling, other.telling) for other in others]
        # The report's own new version is another text, so nothing but the weight speaks against it.
        if not compared or any(match.apart for match in compared):
            continue
        mean = sum(match.weight for match in compared) / len(compared)
        if mean >= load_weights("event").threshold and (best is None or mean > best[0]):
            best = (mean, group)
    if best is not None:
        best[1].members.append(item)
    return best is not None


def _give_basis(group: Group, standing: _Standing, grouping: Grouping, index_of: Mapping[int, int]) -> None:
    indices = [index_of[item.mention.no] for item in group.members if item.mention.no in index_of]
    for item in group.members:
        number = item.mention.no
        if number in standing.decided:
            group.basis[number] = ("decision", None)
        elif len(group.members) == 1:
            group.basis[number] = ("alone", None)
        else:
            weight = grouping.weight_of(index_of[number], indices) if number in index_of else None
            group.basis[number] = ("match", weight)


def _give_rows(connection: Connection, groups: Sequence[Group], standing: _Standing, *, at: str) -> list[int]:
    """Give each group its row of ``event``; rows left over are merged into the group that they belong to."""
    names = [{public_id("E", i.mention.text_digest, i.mention.public_id) for i in group.members} for group in groups]
    rows = _event_rows(connection, set().union(*names), set(standing.event_of.values()))
    taken = {group.event_no for group in groups if group.event_no is not None}
    owned = _owned(groups, names, rows, standing, taken)
    chosen: dict[int, int] = {}
    # New rows are numbered in the order in which their mentions came in.
    for number in sorted(range(len(groups)), key=lambda index: min(i.mention.no for i in groups[index].members)):
        group, free = groups[number], sorted(owned[number])
        own = group.event_no
        if own is None:
            own = free[0] if free else _new_row(connection, group, at=at)
        chosen[number] = own
        _settle(connection, own, [row for row in free if row != own], rows, at=at)
    return [chosen[number] for number in range(len(groups))]


def _event_rows(connection: Connection, names: Collection[str], numbers: Collection[int]) -> dict[int, Any]:
    event = schema.event.c
    columns = (event.no, event.public_id, event.state, event.merged_into, event.review)
    found: dict[int, Any] = {}
    for chunk in _chunks(sorted(numbers)):
        found |= {row.no: row for row in connection.execute(select(*columns).where(event.no.in_(chunk)))}
    named = sorted(names)
    for start in range(0, len(named), QUERY_SIZE):
        chosen = event.public_id.in_(named[start : start + QUERY_SIZE])
        found |= {row.no: row for row in connection.execute(select(*columns).where(chosen))}
    return found


def _owned(
    groups: Sequence[Group],
    names: Sequence[Collection[str]],
    rows: Mapping[int, Any],
    standing: _Standing,
    taken: Collection[int],
) -> dict[int, list[int]]:
    """Say which rows belong to which group: where their first mention is, else where most of their mentions are."""
    owned: dict[int, list[int]] = defaultdict(list)
    held = [[standing.event_of.get(item.mention.no) for item in group.members] for group in groups]
    for number, row in rows.items():
        if number in taken:
            continue
        founder = next((index for index, own in enumerate(names) if row.public_id in own), None)
        if founder is None:
            counts = [members.count(number) for members in held]
            founder = counts.index(max(counts))
        owned[founder].append(number)
    return owned


def _new_row(connection: Connection, group: Group, *, at: str) -> int:
    mention = min((item.mention for item in group.members), key=lambda mention: mention.no)
    name = public_id("E", mention.text_digest, mention.public_id)
    row = {"public_id": name, "version": 0, "review": "unreviewed", "record": {}, "changed_at": at}
    return insert_one(connection, schema.event, {**row, **conclude([mention], policy="best").values})


def _settle(connection: Connection, own: int, others: Sequence[int], rows: Mapping[int, Any], *, at: str) -> None:
    """Let a group's row live, and merge the other rows of its mentions into it."""
    event = schema.event.c
    row = rows.get(own)
    if row is not None and row.merged_into is not None:
        connection.execute(update(schema.event).where(event.no == own).values(state="live", merged_into=None))
    moved = [number for number in others if rows[number].merged_into != own]
    if moved:
        values = {"state": "merged", "merged_into": own, "changed_at": at, "version": event.version + 1}
        connection.execute(update(schema.event).where(event.no.in_(moved)).values(**values))


def _place(connection: Connection, groups: Sequence[Group], rows: Sequence[int], standing: _Standing) -> set[int]:
    """Write where mentions stand now; give the events that may conclude otherwise."""
    part = schema.event_mention.c
    placed: list[dict[str, Any]] = [
        {"assertion_no": number, "event_no": event_no, "basis": basis, "weight": weight}
        for group, event_no in zip(groups, rows, strict=True)
        for number, (basis, weight) in group.basis.items()
    ]
    for chunk in _chunks([row["assertion_no"] for row in placed]):
        connection.execute(delete(schema.event_mention).where(part.assertion_no.in_(chunk)))
    if placed:
        connection.execute(insert(schema.event_mention), placed)
    return set(rows)
