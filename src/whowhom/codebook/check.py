"""Faults of a codebook, found without running it, and its examples, run.

In: the parts of a codebook. Out: faults in order of file and line. A codebook
without faults can be built; :mod:`whowhom.codebook.load` relies on that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from whowhom.codebook.model import READ, READ_LEVELS, Example, Fault
from whowhom.codebook.source import FaultyCodebook, Part, read_parts, split_weight, split_words
from whowhom.records.actors import ActorKindName, Effect, ObjectKind, Role
from whowhom.records.events import CountOutcome, TollOutcome
from whowhom.records.values import Polarity, Stage

Steps = tuple[str | int, ...]
RunExample = Callable[[str], Sequence[tuple[str, str | None]]]

KEYS: Mapping[str, frozenset[str]] = {
    "": frozenset({"codebook", "lexicon", "frames", "groups", "instruments", "objects", "types", "crosswalks"}),
    "codebook": frozenset({"name", "version", "extends", "include", "licence"}),
    "type": frozenset({"definition", "includes", "excludes", "score", "modes", "triggers", "examples", "without"}),
    "mode": frozenset({"definition", "score"}),
    "triggers": frozenset({"words", "pos", "mode", "weight", "frame", "toll", "effect", "requires", "forbids"}),
    "examples": frozenset({"text", "events"}),
    "event": frozenset({"type", "mode", "actor", "target"}),
    "lexicon": frozenset({"light_verbs"}),
    "instrument": frozenset({"class", "mode", "words"}),
    "crosswalk": frozenset({"classes", "rules"}),
}
FACTS = (
    "type",
    "mode",
    "trigger",
    "actor",
    "target",
    "sides",
    "parties",
    "object",
    "effect",
    "instrument",
    "actor_country",
    "killed",
    "polarity",
    "stage",
    "beside",
    "beside_actor",
    "read",
    "read_as",
)
CROSSWALKS = frozenset({"acled", "ged", "cameo"})
_POS = frozenset({"VERB", "NOUN", "ADJ", "any"})
_ROLES = frozenset({*get_args(Role), "place", "instrument", "none"})
_OUTCOMES = frozenset({*get_args(TollOutcome), *get_args(CountOutcome)})
_FIXED_VALUES: Mapping[str, frozenset[str]] = {
    "actor": frozenset(get_args(ActorKindName)),
    "target": frozenset(get_args(ActorKindName)),
    "sides": frozenset(get_args(ActorKindName)),
    "object": frozenset(get_args(ObjectKind)),
    "effect": frozenset(get_args(Effect)),
    "beside_actor": frozenset(get_args(ActorKindName)),
    "read": frozenset(READ_LEVELS),
    "parties": frozenset({"yes", "no"}),
    "actor_country": frozenset({"home", "external", "unknown"}),
    "killed": frozenset({"some", "zero", "unknown"}),
    "polarity": frozenset(get_args(Polarity)),
    "stage": frozenset(get_args(Stage)),
}


def check_codebook(path: Path, *, run_example: RunExample | None = None) -> tuple[Fault, ...]:
    """Look for everything that is wrong in a codebook.

    Args:
        path: The codebook's file; what it includes and extends is read with it.
        run_example: Codes a sentence and returns the type and mode of each event.
            None: the examples are not run. Only the examples of this codebook
            are run, not those of the one it extends.

    Returns:
        Faults by file and line; empty for a sound codebook.
    """
    try:
        parts = read_parts(path)
    except FaultyCodebook as error:
        return error.faults
    faults = find_faults(parts)
    if not faults and run_example is not None:
        faults = [fault for part in parts if not part.base for fault in _run_examples(part, run_example)]
    return tuple(sorted(faults, key=lambda fault: (fault.file, fault.line or 0, fault.key)))


def find_faults(parts: Sequence[Part]) -> list[Fault]:
    """Find unknown keys, wrong values, duplicates and references to nothing."""
    names = _Names(parts)
    faults: list[Fault] = []
    if not names.tables_are_sound:
        return [fault for part in parts for fault in _table_faults(part)]
    for part in parts:
        faults += _key_faults(part, (), part.data, "")
        faults += _key_faults(part, ("codebook",), part.data.get("codebook", {}), "codebook")
        faults += _lexicon_faults(part, names)
        for name, kind in part.data.get("types", {}).items():
            faults += _type_faults(part, ("types", name), kind, names)
        for name, crosswalk in part.data.get("crosswalks", {}).items():
            faults += _crosswalk_faults(part, ("crosswalks", name), crosswalk, names)
    return faults + list(_head_faults(parts)) + list(_duplicate_faults(parts, names))


class _Names:
    """Everything a key may refer to, gathered over all parts."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.tables_are_sound = not any(True for part in parts for _ in _table_faults(part))
        if not self.tables_are_sound:
            return
        self.modes: dict[str, set[str]] = {}
        self.frames: set[str] = set()
        self.groups: set[str] = set()
        self.instruments: set[str] = set()
        self.classes: dict[str, set[str]] = {name: set() for name in CROSSWALKS}
        for part in parts:
            for name, kind in part.data.get("types", {}).items():
                self.modes.setdefault(name, set()).update(kind.get("modes", {}))
            self.frames.update(part.data.get("frames", {}))
            self.groups.update(part.data.get("groups", {}))
            self.instruments.update(entry.get("class", "") for entry in part.data.get("instruments", []))
            for name, crosswalk in part.data.get("crosswalks", {}).items():
                self.classes.setdefault(name, set()).update(crosswalk.get("classes", {}))


def _table_faults(part: Part) -> Iterator[Fault]:
    """Check that tables are tables and lists of tables lists, so that other checks may walk them."""
    tables: list[tuple[Steps, Any]] = [
        ((key,), part.data.get(key, {})) for key in ("codebook", "frames", "groups", "lexicon")
    ]
    tables += [((key,), part.data.get(key, {})) for key in ("objects", "types", "crosswalks")]
    lists: list[tuple[Steps, Any]] = [(("instruments",), part.data.get("instruments", []))]
    for key, inner, listed in (
        ("types", ("modes",), ("triggers", "examples")),
        ("crosswalks", ("classes",), ("rules",)),
    ):
        outer = part.data.get(key, {})
        for name, table in outer.items() if isinstance(outer, dict) else ():
            tables.append(((key, name), table))
            if isinstance(table, dict):
                tables += [((key, name, below), table.get(below, {})) for below in inner]
                lists += [((key, name, below), table.get(below, [])) for below in listed]
    for path, value in tables:
        if not isinstance(value, dict):
            yield part.fault(path, f"{path[-1]} is {value!r}", "Make it a table")
    for path, value in lists:
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            yield part.fault(path, f"{path[-1]} is no list of tables", f"Write [[{'.'.join(map(str, path))}]]")


def _key_faults(part: Part, path: Steps, table: Any, kind: str) -> Iterator[Fault]:
    if not isinstance(table, dict):
        yield part.fault(path, f"{table!r} is no table", "Make it a table")
        return
    for key in table.keys() - KEYS[kind]:
        yield part.fault((*path, key), f"unknown key {key!r}", f"Known here: {', '.join(sorted(KEYS[kind]))}")


def _words_faults(part: Part, path: Steps, words: Any) -> Iterator[Fault]:
    if not split_words(words):
        yield part.fault(path, f"{path[-1]} is {words!r}", "Give words with commas between them, or a list of words")


def _value_fault(part: Part, path: Steps, value: Any, known: frozenset[str] | set[str]) -> Iterator[Fault]:
    if not isinstance(value, str) or value not in known:
        yield part.fault(path, f"unknown {path[-1]} {value!r}", f"Known: {', '.join(sorted(known))}")


def _head_faults(parts: Sequence[Part]) -> Iterator[Fault]:
    head = next((part for part in parts if not part.base), parts[-1])
    table = head.data.get("codebook", {})
    for key in ("name", "version"):
        if not isinstance(table.get(key), str) or not table[key]:
            met = f"{key} is {table.get(key)!r}" if key in table else f"no {key} is given"
            yield head.fault(("codebook", key), met, f"Write {key} = '...' under [codebook]")


def _lexicon_faults(part: Part, names: _Names) -> Iterator[Fault]:
    for name, frame in part.data.get("frames", {}).items():
        for relation, role in frame.items() if isinstance(frame, dict) else ():
            yield from _value_fault(part, ("frames", name, relation), role, _ROLES)
    for name, members in part.data.get("groups", {}).items():
        yield from _words_faults(part, ("groups", name), members)
    yield from _key_faults(part, ("lexicon",), part.data.get("lexicon", {}), "lexicon")
    for name, words in part.data.get("lexicon", {}).items():
        yield from _words_faults(part, ("lexicon", name), words)
    for kind, words in part.data.get("objects", {}).items():
        if kind not in _FIXED_VALUES["object"]:
            yield part.fault(("objects", kind), f"unknown kind {kind!r}", "Use a kind of object of the records")
        yield from _words_faults(part, ("objects", kind), words)
    for index, entry in enumerate(part.data.get("instruments", [])):
        path: Steps = ("instruments", index)
        yield from _key_faults(part, path, entry, "instrument")
        yield from _words_faults(part, (*path, "words"), entry.get("words"))
        if not isinstance(entry.get("class"), str):
            yield part.fault(path, "an instrument has no class", "Write class = '...'")
        if "mode" in entry:
            yield from _value_fault(part, (*path, "mode"), entry["mode"], set().union(*names.modes.values()))


def _type_faults(part: Part, path: Steps, kind: dict[str, Any], names: _Names) -> Iterator[Fault]:
    name = str(path[-1])
    yield from _key_faults(part, path, kind, "type")
    if not isinstance(kind.get("definition", ""), str):
        yield part.fault((*path, "definition"), "the definition is no text", "Put it in quotes")
    for key in kind.keys() & {"includes", "excludes", "without"}:
        yield from _words_faults(part, (*path, key), kind[key])
    for mode, entry in kind.get("modes", {}).items():
        yield from _key_faults(part, (*path, "modes", mode), entry, "mode")
    for index, trigger in enumerate(kind.get("triggers", [])):
        yield from _trigger_faults(part, (*path, "triggers", index), trigger, names, names.modes[name])
    for index, example in enumerate(kind.get("examples", [])):
        yield from _example_faults(part, (*path, "examples", index), example, names)


def _trigger_faults(
    part: Part, path: Steps, trigger: dict[str, Any], names: _Names, modes: set[str]
) -> Iterator[Fault]:
    yield from _key_faults(part, path, trigger, "triggers")
    for key in {"words"} | trigger.keys() & {"requires", "forbids"}:
        yield from _words_faults(part, (*path, key), trigger.get(key))
    known: tuple[tuple[str, frozenset[str] | set[str]], ...] = (
        ("pos", _POS),
        ("mode", modes),
        ("frame", names.frames),
        ("toll", _OUTCOMES),
        ("effect", _FIXED_VALUES["effect"]),
    )
    for key, values in known:
        if key in trigger or key == "pos":
            yield from _value_fault(part, (*path, key), trigger.get(key), values)
    weight = trigger.get("weight")
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 <= weight <= 1:
        yield part.fault((*path, "weight"), f"weight is {weight!r}", "Give a number from 0 to 1")
    for word, own in map(split_weight, split_words(trigger.get("words")) or ()):
        if "(" in word or ")" in word or (own is not None and own > 1):
            yield part.fault(
                (*path, "words"), f"trigger {word!r} has a bracket", "Write word (0.4), 0 to 1", value=word
            )


def _example_faults(part: Part, path: Steps, example: dict[str, Any], names: _Names) -> Iterator[Fault]:
    yield from _key_faults(part, path, example, "examples")
    if not isinstance(example.get("text"), str) or not example["text"].strip():
        yield part.fault((*path, "text"), "an example has no text", "Write text = '...'")
    events = example.get("events")
    if not isinstance(events, list):
        yield part.fault((*path, "events"), "an example has no events", "Write events = [] for a counter-example")
        return
    for event in events:
        yield from _key_faults(part, (*path, "events"), event, "event")
        kind = event.get("type") if isinstance(event, dict) else None
        if kind not in names.modes:
            yield part.fault((*path, "events"), f"unknown type {kind!r}", f"Known: {', '.join(sorted(names.modes))}")
        elif event.get("mode") is not None and event["mode"] not in names.modes[kind]:
            met = f"type {kind!r} has no mode {event['mode']!r}"
            yield part.fault((*path, "events"), met, f"Known: {', '.join(sorted(names.modes[kind])) or 'none'}")


def _crosswalk_faults(part: Part, path: Steps, crosswalk: dict[str, Any], names: _Names) -> Iterator[Fault]:
    yield from _key_faults(part, path, crosswalk, "crosswalk")
    name = str(path[-1])
    if name not in CROSSWALKS:
        yield part.fault(path, f"unknown crosswalk {name!r}", f"Known: {', '.join(sorted(CROSSWALKS))}")
    allowed = {"id", "give", *FACTS, *(f"{test}_{fact}" for fact in FACTS for test in ("not", "all"))}
    for index, rule in enumerate(crosswalk.get("rules", [])):
        steps: Steps = (*path, "rules", index)
        for key in rule.keys() - allowed:
            yield part.fault((*steps, key), f"unknown condition {key!r}", f"Known: {', '.join(FACTS)}, not_*, all_*")
        if not isinstance(rule.get("id"), str):
            yield part.fault(steps, "a rule has no id", "Write id = '...'; it stands in the output")
        words = ("none", READ) if name == "acled" else ("none",)
        if rule.get("give") not in {*names.classes.get(name, set()), *words}:
            met = f"unknown class {rule.get('give')!r}"
            known = f"{', '.join(map(repr, words))} or a class of [{'.'.join(map(str, path))}.classes]"
            yield part.fault((*steps, "give"), met, f"Give {known}")
        for key in rule.keys() & (allowed - {"id", "give"}):
            yield from _condition_faults(part, (*steps, key), rule[key], names)


def _condition_faults(part: Part, path: Steps, given: Any, names: _Names) -> Iterator[Fault]:
    values = split_words(given)
    if not values:
        yield part.fault(path, f"{path[-1]} is {given!r}", "Give words with commas between them, or a list of words")
        return
    fact = str(path[-1]).removeprefix("not_").removeprefix("all_")
    known: Mapping[str, frozenset[str] | set[str]] = {
        **_FIXED_VALUES,
        "type": set(names.modes),
        "mode": set().union(*names.modes.values()),
        "instrument": names.instruments,
        "read_as": names.classes.get("acled", set()),
        "beside": {f"{kind}:{mode}" for kind, modes in names.modes.items() for mode in modes} | set(names.modes),
    }
    for value in values:
        if value.startswith("@"):
            if value[1:] not in names.groups:
                met = f"unknown group {value!r}"
                yield part.fault(path, met, f"Known: @{', @'.join(sorted(names.groups))}", value=value)
        elif value != "none" and fact in known and value not in known[fact]:
            yield part.fault(path, f"unknown {fact} {value!r}", f"Known: {', '.join(sorted(known[fact]))}", value=value)


def _duplicate_faults(parts: Sequence[Part], names: _Names) -> Iterator[Fault]:
    modes: set[tuple[str, str]] = set()
    triggers: set[tuple[str, ...]] = set()
    rules: set[tuple[str, str]] = set()
    for part in parts:
        for name, kind in part.data.get("types", {}).items():
            for mode in kind.get("modes", {}):
                if (name, mode) in modes:
                    path: Steps = ("types", name, "modes", mode)
                    met = f"mode {mode!r} is defined twice"
                    yield part.fault(path, met, "Keep one definition; modes are unique within an event type")
                modes.add((name, mode))
            for index, entry in enumerate(kind.get("triggers", [])):
                for word, mark in _trigger_marks(name, entry):
                    if mark in triggers:
                        path = ("types", name, "triggers", index, "words")
                        yield part.fault(path, f"trigger {word!r} stands twice", "Keep one of them", value=word)
                    triggers.add(mark)
        for name, crosswalk in part.data.get("crosswalks", {}).items():
            for index, rule in enumerate(crosswalk.get("rules", [])):
                if (name, str(rule.get("id"))) in rules:
                    path = ("crosswalks", name, "rules", index, "id")
                    yield part.fault(path, f"rule {rule.get('id')!r} stands twice", "Give each rule its own id")
                rules.add((name, str(rule.get("id"))))


def _trigger_marks(name: str, entry: dict[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each word of a trigger entry with what makes it unique.

    The same word may stand twice in a type if its modes or conditions differ.
    """
    rest = (str(entry.get("mode")), str(entry.get("requires")), str(entry.get("forbids")))
    for word, _ in map(split_weight, split_words(entry.get("words")) or ()):
        yield word, (name, word, str(entry.get("pos")), *rest)


def _run_examples(part: Part, run_example: RunExample) -> Iterator[Fault]:
    for name, kind in part.data.get("types", {}).items():
        for index, example in enumerate(kind.get("examples", [])):
            wanted = [(event["type"], event.get("mode")) for event in example["events"]]
            coded = list(run_example(example["text"]))
            if not yields(wanted, coded):
                met = f"the example {example['text']!r} yields {_listed(coded)}"
                yield part.fault(("types", name, "examples", index, "text"), met, f"Expected {_listed(wanted)}")


def yields(wanted: Sequence[tuple[str, str | None]], coded: Sequence[tuple[str, str | None]]) -> bool:
    """Say whether the coded events are the wanted ones, none missing and none more.

    A wanted mode of None is met by any mode.
    """
    if Counter(kind for kind, _ in wanted) != Counter(kind for kind, _ in coded):
        return False
    left = Counter(coded)
    for event in wanted:
        if event[1] is not None:
            if not left[event]:
                return False
            left[event] -= 1
    return True


def _listed(events: Sequence[tuple[str, str | None]]) -> str:
    return ", ".join(f"{kind}/{mode}" if mode else kind for kind, mode in events) or "no event"


def fits(example: Example, coded: Sequence[tuple[str, str | None]]) -> bool:
    """Say whether the coded events are those that an example expects."""
    return yields([(event.type, event.mode) for event in example.events], coded)
