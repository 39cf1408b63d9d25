"""Loading a codebook: from TOML files to a frozen :class:`Codebook`.

In: a path, or None for the one that ships. Out: the codebook. A codebook that
extends another adds types, modes and triggers to it, drops triggers named in
``without``, and its crosswalk rules are tried before those of the base.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from whowhom.codebook.check import FACTS, find_faults
from whowhom.codebook.model import (
    Codebook,
    Crosswalk,
    EventType,
    Example,
    ExpectedEvent,
    Fault,
    Instrument,
    Mode,
    Rule,
    Trigger,
)
from whowhom.codebook.source import SHIPPED, FaultyCodebook, Part, read_parts, split_weight, split_words
from whowhom.errors import CodebookError

Frames = Mapping[str, Mapping[str, str]]
# Frames for entries that name none: the usual reading of a verb and of a noun.
_DEFAULT_FRAMES = {"VERB": "acts", "NOUN": "done to", "ADJ": "undergoes", "any": "acts"}


def load_codebook(path: Path | None = None) -> Codebook:
    """Read a codebook, checked.

    Args:
        path: The codebook's main file; None for the one that ships.

    Returns:
        The codebook; the shipped one is read once per process.

    Raises:
        CodebookError: the codebook has a fault; the message names the first one
            with file, line and key, and says how many more there are.
    """
    return _load_shipped() if path is None else _load(path)


@lru_cache(maxsize=1)
def _load_shipped() -> Codebook:
    # A test holds the shipped codebook free of faults; looking again would double the time of a cold start.
    return _build(read_parts(SHIPPED))


def _load(path: Path) -> Codebook:
    try:
        parts = read_parts(path)
    except FaultyCodebook as error:
        raise CodebookError(_message(error.faults)) from error
    faults = find_faults(parts)
    if faults:
        raise CodebookError(_message(faults))
    return _build(parts)


def _message(faults: Sequence[Fault]) -> str:
    more = f"\n{len(faults) - 1} more: run `whowhom codebook check`." if len(faults) > 1 else ""
    return f"{faults[0]}{more}"


def _build(parts: Sequence[Part]) -> Codebook:
    frames: dict[str, Mapping[str, str]] = {}
    objects: dict[str, str] = {}
    for part in parts:
        frames |= {name: MappingProxyType(frame) for name, frame in part.data.get("frames", {}).items()}
        for kind, words in part.data.get("objects", {}).items():
            objects |= dict.fromkeys(split_words(words) or (), kind)
    names = dict.fromkeys(name for part in parts for name in part.data.get("types", {}))
    types = tuple(_build_type(name, parts, frames) for name in names)
    triggers = tuple(trigger for kind in types for trigger in kind.triggers)
    head = next(part for part in parts if not part.base).data["codebook"]
    instruments = tuple(
        Instrument(entry["class"], entry.get("mode"), tuple(split_words(entry["words"]) or ()))
        for part in parts
        for entry in part.data.get("instruments", [])
    )
    named = sorted(
        ((word, entry.name) for entry in instruments for word in entry.words), key=lambda pair: -len(pair[0])
    )
    return Codebook(
        name=head["name"],
        version=head["version"],
        digest=hashlib.sha256(b"\0".join(part.raw for part in parts)).hexdigest(),
        types=types,
        triggers=triggers,
        instruments=instruments,
        objects=MappingProxyType(objects),
        light_verbs=frozenset(
            verb for part in parts for verb in split_words(part.data.get("lexicon", {}).get("light_verbs")) or ()
        ),
        crosswalks=MappingProxyType({name: _build_crosswalk(name, parts) for name in ("acled", "ged", "cameo")}),
        by_lemma=_index(triggers),
        instrument_words=tuple(named),
        instruments_from=_index_words([word for word, _ in named]),
    )


def _build_type(name: str, parts: Sequence[Part], frames: Frames) -> EventType:
    tables: list[dict[str, Any]] = [part.data["types"][name] for part in parts if name in part.data.get("types", {})]
    dropped = frozenset(word for table in tables for word in split_words(table.get("without")) or ())
    last = {key: value for table in tables for key, value in table.items()}
    return EventType(
        name=name,
        definition=last.get("definition", ""),
        includes=tuple(rule for table in tables for rule in table.get("includes", ())),
        excludes=tuple(rule for table in tables for rule in table.get("excludes", ())),
        score=last.get("score"),
        modes=tuple(
            Mode(mode, entry.get("definition", ""), entry.get("score"))
            for table in tables
            for mode, entry in table.get("modes", {}).items()
        ),
        triggers=tuple(
            trigger
            for table in tables
            for entry in table.get("triggers", ())
            for trigger in _build_triggers(name, entry, frames)
            if trigger.lemma not in dropped
        ),
        examples=tuple(_build_example(entry) for table in tables for entry in table.get("examples", ())),
    )


def _build_triggers(name: str, entry: dict[str, Any], frames: Frames) -> list[Trigger]:
    frame = entry.get("frame") or _DEFAULT_FRAMES[entry["pos"]]
    roles = frames.get(frame, MappingProxyType({}))
    requires, forbids = _words(entry, "requires"), _words(entry, "forbids")
    return [
        Trigger(
            words=tuple(word.split()),
            pos=entry["pos"],
            type=name,
            mode=entry.get("mode"),
            weight=float(entry["weight"] if weight is None else weight),
            frame=frame,
            roles=roles,
            toll=entry.get("toll"),
            effect=entry.get("effect"),
            requires=requires,
            forbids=forbids,
        )
        for word, weight in map(split_weight, split_words(entry["words"]) or ())
    ]


def _words(entry: dict[str, Any], key: str) -> frozenset[str]:
    return frozenset(split_words(entry.get(key)) or ())


def _build_example(entry: dict[str, Any]) -> Example:
    return Example(entry["text"], tuple(ExpectedEvent(**event) for event in entry["events"]))


def _index(triggers: Sequence[Trigger]) -> Mapping[str, tuple[Trigger, ...]]:
    index: dict[str, list[Trigger]] = {}
    for trigger in triggers:
        index.setdefault(trigger.words[0], []).append(trigger)
    return MappingProxyType(
        {lemma: tuple(sorted(found, key=lambda trigger: -len(trigger.words))) for lemma, found in index.items()}
    )


def _index_words(phrases: Sequence[str]) -> Mapping[str, tuple[int, ...]]:
    index: dict[str, list[int]] = {}
    for at, phrase in enumerate(phrases):
        index.setdefault(phrase.partition(" ")[0], []).append(at)
    return MappingProxyType({word: tuple(places) for word, places in index.items()})


def _build_crosswalk(name: str, parts: Sequence[Part]) -> Crosswalk:
    groups = {
        group: split_words(members) or [] for part in parts for group, members in part.data.get("groups", {}).items()
    }
    classes: dict[str, Mapping[str, str | int]] = {}
    own: list[Rule] = []
    base: list[Rule] = []
    for part in parts:
        crosswalk = part.data.get("crosswalks", {}).get(name, {})
        classes |= {label: MappingProxyType(entry) for label, entry in crosswalk.get("classes", {}).items()}
        rules = [_build_rule(entry, groups) for entry in crosswalk.get("rules", ())]
        (base if part.base else own).extend(rules)
    return Crosswalk(name, MappingProxyType(classes), (*own, *base))


def _build_rule(entry: dict[str, Any], groups: Mapping[str, Sequence[str]]) -> Rule:
    conditions: list[tuple[str, str, frozenset[str]]] = []
    for key, values in entry.items():
        if key in ("id", "give"):
            continue
        test, fact = ("any", key) if key in FACTS else (key[:3], key[4:])
        members = [groups[value[1:]] if value.startswith("@") else (value,) for value in split_words(values) or ()]
        conditions.append((fact, test, frozenset(word for group in members for word in group)))
    return Rule(entry["id"], None if entry["give"] == "none" else entry["give"], tuple(conditions))
