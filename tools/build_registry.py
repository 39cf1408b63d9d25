"""The build of the actor registry: UCDP's list and our TOML files into one file.

    python tools/build_registry.py PATH/TO/ucdp-actor-221.csv

The list is the UCDP Actor Dataset (CC BY 4.0, https://ucdp.uu.se/downloads/).
Same input, same bytes: rows are sorted and the gzip header has no time.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from whowhom.errors import UsageError
from whowhom.records.actors import ActorKind
from whowhom.registry.entries import RegistryEntry
from whowhom.registry.names import acronym_key, fold, is_acronym
from whowhom.registry.registry import FORMAT, SHIPPED, index_names, row_from_entry
from whowhom.registry.sources import parse_kind, parse_leader, read_entries, read_toml

DATA = SHIPPED.parent
OURS = ("additions.toml", "regions.toml")
CURATED, STATE, GROUP, COMMUNITY = 1, 2, 3, 4
ORGANISED, SUPPORTERS, IDENTITY, GOVERNMENT = "1", "2", "3", "4"  # UCDP's column Org
BRANCHES = {
    "military": ("Military of {}", "state forces"),
    "police": ("Police of {}", "state forces"),
    "security": ("Security forces of {}", "state forces"),
    "intelligence": ("Intelligence services of {}", "state forces"),
    "militia": ("Pro-government militia of {}", "political militia"),
}


def main() -> None:
    """Read the sources, join them, write the file and say what it holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ucdp", type=Path, help="UCDP actor list, CSV")
    parser.add_argument("-o", "--output", type=Path, default=SHIPPED)
    options = parser.parse_args()
    states = read_toml(DATA / "states.toml")
    rows = list(csv.DictReader(options.ucdp.read_text(encoding="utf-8-sig").splitlines()))
    iso = {row["name"]: code for code, row in states["states"].items()}
    iso |= {alias: code for code, row in states["states"].items() for alias in row.get("aliases", ())}
    iso |= states["ucdp_countries"]
    entries = state_entries(states, rows, iso) + ucdp_entries(rows, iso)
    by_id = {entry.id: entry for entry in entries}
    dropped = {row["id"]: row["drop"] for row in read_toml(DATA / "additions.toml")["group"] if "drop" in row}
    ours = [entry for name in OURS for entry in read_entries(DATA / name, rank=CURATED)]
    twice = [identifier for identifier, count in Counter(entry.id for entry in ours).items() if count > 1]
    if twice:
        raise UsageError(f"{', '.join(OURS)}: the id {twice[0]!r} stands twice. Join the two entries.")
    for entry in ours:
        by_id[entry.id] = merge(by_id.get(entry.id), entry, drop=dropped.get(entry.id, ()))
    lost = sorted(entry.id for entry in by_id.values() if entry.part_of is not None and entry.part_of not in by_id)
    if lost:
        raise UsageError(f"the entry {lost[0]!r} is part of {by_id[lost[0]].part_of!r}, which is no id. Correct it.")
    write(options.output, by_id, states["states"], version=rows[0]["Version"])


def state_entries(states: dict[str, Any], rows: list[dict[str, str]], iso: dict[str, str]) -> list[RegistryEntry]:
    """Make of each state its government and the branches it has."""
    ucdp: dict[str, list[str]] = {}
    for row in rows:
        if (
            row["Org"] == GOVERNMENT
            and (code := iso.get(_country_of(row["NameData"])))
            and row["NameData"] not in DEFUNCT
        ):
            ucdp.setdefault(code, []).append(f"ucdp:{row['ActorId']}")
    made = []
    for code, state in states["states"].items():
        name = state["name"]
        made.append(
            RegistryEntry(
                id=f"state:{code}",
                name=name,
                aliases=(*state.get("aliases", ()), f"Government of {name}", *state.get("institutions", ())),
                kinds=(ActorKind("government"),),
                country=code,
                active_in=(code,),
                leaders=tuple(
                    parse_leader(words, where=f"[leaders] {code}") for words in states["leaders"].get(code, ())
                ),
                also=tuple(ucdp.get(code, ())),
                rank=STATE,
            )
        )
        made += branch_entries(code, state)
    return made


def branch_entries(code: str, state: dict[str, Any]) -> list[RegistryEntry]:
    """Make of a state its branches; a militia only where one is named."""
    return [
        RegistryEntry(
            id=f"state:{code}/{branch}",
            name=pattern.format(state["name"]),
            aliases=tuple(state.get(branch, ())),
            kinds=(ActorKind(kind),),  # type: ignore[arg-type]
            country=code,
            active_in=(code,),
            part_of=f"state:{code}",
            rank=STATE,
        )
        for branch, (pattern, kind) in BRANCHES.items()
        if branch != "militia" or state.get(branch)
    ]


# Governments of states that are no more: entries of their own, not today's state.
DEFUNCT = ("Government of Hyderabad", "Government of South Vietnam", "Government of South Yemen")


def ucdp_entries(rows: list[dict[str, str]], iso: dict[str, str]) -> list[RegistryEntry]:
    """Make entries of the groups, communities and lost governments of UCDP's list."""
    made = []
    for row in rows:
        lost = row["NameData"] in DEFUNCT or iso.get(_country_of(row["NameData"])) is None
        if not row["Org"] or (row["Org"] == GOVERNMENT and not lost):
            continue
        places = [place.strip() for place in row["Location"].split(",")]
        active = tuple(dict.fromkeys(iso[place] for place in places if place in iso))
        names = _names(row)
        kind = {
            ORGANISED: "rebel group" if row["PrimaryParty"] == "1" else "political militia",
            GOVERNMENT: "government",
        }
        otherwise = "identity militia" if row["Org"] == IDENTITY else "political militia"
        made.append(
            RegistryEntry(
                id=f"ucdp:{row['ActorId']}",
                name=names[0],
                aliases=tuple(names[1:]),
                kinds=(parse_kind(kind.get(row["Org"], otherwise), where=f"ActorId {row['ActorId']}"),),
                country=active[0] if len(active) == 1 else None,
                active_in=active,
                rank=GROUP if row["Org"] in (ORGANISED, GOVERNMENT) else COMMUNITY,
            )
        )
    return made


def _country_of(name: str) -> str:
    return name.removeprefix("Government of ").strip()


def _names(row: dict[str, str]) -> list[str]:
    cells = [row["NameData"], row["NameOrig"], row["NameOrigFull"], row["NameOrigFullEng"]]
    cells += row["NewName"].split(",") + row["NewNameFullMotherTongue"].split(",") + row["NewNameFullEng"].split(",")
    clean = (" ".join(cell.split()) for cell in cells)
    return list(dict.fromkeys(name for name in clean if len(name) > 1 and name.lower() != "n/a"))


def merge(listed: RegistryEntry | None, ours: RegistryEntry, *, drop: Sequence[str] = ()) -> RegistryEntry:
    """Add a curated entry to the listed one of the same id: ours names it, both keep their aliases."""
    if listed is None:
        return ours
    aliases = dict.fromkeys((*ours.aliases, listed.name, *listed.aliases))
    for name in (ours.name, *drop):
        aliases.pop(name, None)
    active = tuple(dict.fromkeys((*ours.active_in, *listed.active_in)))
    return replace(ours, aliases=tuple(aliases), active_in=active, also=listed.also)


def write(output: Path, by_id: dict[str, RegistryEntry], states: dict[str, Any], *, version: str) -> None:
    """Write header and rows, best-ranked first, and print what was written."""
    entries = sorted(by_id.values(), key=lambda entry: (entry.rank, entry.id))
    names: dict[str, list[int]] = {}
    acronyms: dict[str, list[int]] = {}
    leaders: dict[str, list[int]] = {}
    for number, entry in enumerate(entries):
        index_names(entry, number, names=names, acronyms=acronyms)
        for leader in entry.leaders:
            leaders.setdefault(fold(leader.name), []).append(number)
    head = {
        "format": FORMAT,
        "sources": [
            {"name": "UCDP Actor Dataset", "version": version, "licence": "CC BY 4.0"},
            {"name": "whowhom states and additions", "version": "1", "licence": "CC BY 4.0"},
        ],
        "ids": [entry.id for entry in entries],
        "ranks": [entry.rank for entry in entries],
        "names": dict(sorted(names.items())),
        "acronyms": dict(sorted(acronyms.items())),
        "leaders": dict(sorted(leaders.items())),
        **country_words(states),
    }
    lines = [head, *(row_from_entry(entry) for entry in entries)]
    text = "\n".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in lines) + "\n"
    output.write_bytes(gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0))
    print(f"{output.name}: {len(entries)} actors, {len(names)} names, {output.stat().st_size / 1024:.0f} KiB")


def country_words(states: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Map the names, acronyms, demonyms and capitals of states to their codes."""
    countries: dict[str, str] = {}
    acronyms: dict[str, str] = {}
    demonyms: dict[str, str] = {}
    capitals: dict[str, str] = {}
    for code, state in states.items():
        for name in (state["name"], *state.get("aliases", ())):
            if is_acronym(name):
                acronyms[acronym_key(name)] = code
            else:
                countries[fold(name)] = code
        for word in state["demonyms"]:
            if not is_acronym(word):
                demonyms[fold(word)] = code
                if not word.endswith(("ese", "ish", "ch", "s", "z")):
                    demonyms.setdefault(fold(word) + "s", code)
        for city in (state.get("capital"), *state.get("capitals", ())):
            if city:
                capitals[fold(city)] = code
    tables = {"countries": countries, "country_acronyms": acronyms, "demonyms": demonyms, "capitals": capitals}
    return {key: dict(sorted(table.items())) for key, table in tables.items()}


if __name__ == "__main__":
    main()
