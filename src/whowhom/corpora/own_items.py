"""The items of stand-off labels: strings such as ``at: 120-131``, read with or without their words.

=================  =====================================================================
mention, date ...  ``820-824``
participant        ``A1 820-824``, ``- 820-824`` (no actor), ``A1 820-824 = 30/-/40``
place              ``at: 120-131``
object             ``target: 120-131: weapon``, ``target: 120-131: weapon: seized``
toll, count        ``killed: 12-30 = 171/-/- more than; figure 22-25; part of 1``
responsibility     ``claimed: A2 50-58``
link               ``caused by: E2``
=================  =====================================================================

Each may end in `` | words``. With the text at hand, words that do not stand at the offsets are
looked up: the place nearest to the offsets counts, and ``?`` in their stead with ``words#2`` is
the second place in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from whowhom.corpora.own_figures import find_figure, read_figures
from whowhom.corpora.own_lists import BOUNDS
from whowhom.corpora.own_records import (
    LabelledFigure,
    LabelledLink,
    LabelledObject,
    LabelledParticipant,
    LabelledPlace,
    LabelledResponsibility,
    LabelledVoice,
    Number,
    Span,
    Spanned,
)
from whowhom.corpora.own_report import find_words, split_ordinal

Table = dict[str, Any]
_SPAN = r"(?P<span>\d+-\d+|\?)"
_FORMS = {
    "span": (re.compile(_SPAN), "START-END"),
    "participant": (re.compile(rf"(?P<actor>[A-Z]\d+|-) {_SPAN}(?: = (?P<figures>\S+))?"), "ACTOR START-END = FIGURES"),
    "place": (re.compile(rf"(?P<role>[a-z ]+): {_SPAN}"), "ROLE: START-END"),
    "object": (
        re.compile(rf"(?P<role>[a-z]+): {_SPAN}: (?P<kind>[a-z]+)(?:: (?P<effect>[a-z]+))?"),
        "ROLE: START-END: KIND: EFFECT",
    ),
    "figure": (
        re.compile(
            rf"(?P<outcome>[a-z]+): {_SPAN} = (?P<figures>\S+?)(?: (?P<bound>{'|'.join(BOUNDS)}))?"
            r"(?:; figure (?P<figure>\d+-\d+))?(?:; part of (?P<part>\d+))?"
        ),
        "OUTCOME: START-END = FIGURES BOUND; figure START-END; part of NUMBER",
    ),
    "held": (re.compile(rf"(?P<stance>[a-z ]+): (?P<actor>[A-Z]\d+|-) {_SPAN}"), "STANCE: ACTOR START-END"),
    "link": (re.compile(r"(?P<link>[a-z ]+): (?P<to>E\d+)"), "LINK: EVENT"),
}
_NOWHERE: Span = [0, 0]


class Items:
    """Reads the items of one file; what is wrong is noted and reading goes on."""

    def __init__(self, name: str, text: str | None) -> None:
        self.name = name
        self.text = text
        self.faults: list[str] = []

    def fault(self, key: str, met: object, expected: str) -> None:
        """Note a fault with its file and key."""
        where = f"{self.name}, {key}" if key else self.name
        self.faults.append(f"{where}: met {met!r}; expected {expected}.")

    def only(self, key: str, table: Table, allowed: frozenset[str]) -> None:
        """Note a fault for each key that the table does not have."""
        for extra in sorted(table.keys() - allowed):
            self.fault(key, extra, f"one of the keys {', '.join(sorted(allowed))}")

    def tables(self, source: Table, name: str, allowed: frozenset[str]) -> Iterator[tuple[str, Table]]:
        """Yield the tables of one name with what to call them in a fault."""
        met = source.get(name, [])
        if not isinstance(met, list) or not all(isinstance(table, dict) for table in met):
            self.fault(name, met, f"tables [[{name}]]")
            return
        for number, table in enumerate(met, 1):
            key = f"{name} {table.get('id', number)}"
            self.only(key, table, allowed)
            yield key, table

    def string(self, key: str, table: Table, field: str) -> str:
        """Give a string that must be there."""
        value = table.get(field)
        if not isinstance(value, str) or not value:
            self.fault(key, value, f"a word or phrase for {field!r}")
        return str(value)

    def integer(self, key: str, table: Table, field: str, usual: int | None = None) -> int:
        """Give a whole number that must be there unless there is a usual one."""
        value = table.get(field, usual)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self.fault(key, value, f"a whole number for {field!r}")
            return 0
        return value

    def phrases(self, key: str, table: Table, field: str) -> Sequence[str]:
        """Give a list of items."""
        met = table.get(field, [])
        if not isinstance(met, list) or not all(isinstance(item, str) for item in met):
            self.fault(f"{key} {field}", met, "a list of items")
            return []
        return met

    def words(self, span: Span) -> str:
        """Give the words of a span; "" without a text."""
        return (self.text or "")[span[0] : span[1]]

    def number(self, key: str, figures: str) -> Number:
        """Read ``low/best/high``."""
        number = read_figures(figures)
        if number is None:
            self.fault(key, figures, "a number, or low/best/high with - for unknown")
        return number or {"low": None, "best": None, "high": None}

    def span(self, key: str, table: Table, field: str) -> Span:
        """Read a span that must be there."""
        return self._match(f"{key} {field}", "span", str(table.get(field, "")))[1]

    def optional(self, key: str, table: Table, field: str) -> Spanned | None:
        """Read a span that may be absent."""
        return {"span": self.span(key, table, field)} if field in table else None

    def spans(self, key: str, table: Table, field: str) -> list[Spanned]:
        """Read a list of spans."""
        return [{"span": self._match(f"{key} {field}", "span", item)[1]} for item in self.phrases(key, table, field)]

    def participant(self, key: str, role: str, item: str) -> LabelledParticipant:
        """Read a participant."""
        parts, span = self._match(key, "participant", item)
        figures = parts.get("figures")
        return {
            "actor": None if parts.get("actor") in (None, "-") else parts["actor"],
            "role": role,
            "number": self.number(key, figures) if figures else None,
            "span": span,
        }

    def thing(self, key: str, item: str) -> LabelledObject:
        """Read an object."""
        parts, span = self._match(key, "object", item)
        return {
            "role": str(parts.get("role")),
            "kind": str(parts.get("kind")),
            "effect": parts.get("effect"),
            "span": span,
        }

    def place(self, key: str, item: str) -> LabelledPlace:
        """Read a place."""
        parts, span = self._match(key, "place", item)
        return {"role": str(parts.get("role")), "span": span}

    def figure(self, key: str, item: str) -> LabelledFigure:
        """Read a toll or a count; a new one (``?``) takes its figure from its words."""
        parts, span = self._match(key, "figure", item)
        figure = [int(end) for end in (parts.get("figure") or "").split("-") if end] or None
        if figure is None and parts.get("span") == "?":
            found = find_figure(self.words(span))
            figure = [span[0] + found[0], span[0] + found[1]] if found else None
        return {
            "outcome": str(parts.get("outcome")),
            **self.number(key, parts.get("figures") or ""),
            "bound": parts.get("bound") or "exact",
            "figure": figure,
            "part_of": int(parts["part"] or 0) - 1 if parts.get("part") else None,
            "span": span,
        }

    def attribution(self, key: str, table: Table) -> list[LabelledVoice]:
        """Pair sources with cues, outermost first; ``-`` for one that is not in the text."""
        columns = [self.phrases(key, table, field) for field in ("source", "cue", "voice")]
        voices: list[LabelledVoice] = []
        for source, cue, role in zip_longest(*columns, fillvalue="-"):
            voice: LabelledVoice = {
                "source": None if source == "-" else {"span": self._match(f"{key} source", "span", source)[1]},
                "cue": None if cue == "-" else {"span": self._match(f"{key} cue", "span", cue)[1]},
            }
            if role != "-":
                voice["role"] = role
            voices.append(voice)
        return voices

    def held(self, key: str, item: str) -> LabelledResponsibility:
        """Read who is held to have done it."""
        parts, span = self._match(key, "held", item)
        actor = parts.get("actor")
        return {"actor": None if actor == "-" else actor, "stance": str(parts.get("stance")), "span": span}

    def link(self, key: str, item: str) -> LabelledLink:
        """Read a link to another event."""
        parts, _ = self._match(key, "link", item, spanned=False)
        return {"to": str(parts.get("to")), "link": str(parts.get("link"))}

    def _match(self, key: str, form: str, item: str, *, spanned: bool = True) -> tuple[dict[str, str | None], Span]:
        """Take an item apart and resolve its span."""
        head, _, words = item.partition(" | ")
        pattern, shape = _FORMS[form]
        hit = pattern.fullmatch(head.strip())
        if hit is None:
            self.fault(key, item, f"the form {shape}")
            return {}, _NOWHERE
        parts: dict[str, str | None] = hit.groupdict()
        return parts, self._resolve(key, item, str(parts["span"]), words.strip()) if spanned else _NOWHERE

    def _resolve(self, key: str, item: str, offsets: str, words: str) -> Span:
        """Give the offsets that an item means; its words decide where they differ from its offsets."""
        span = [] if offsets == "?" else [int(end) for end in offsets.split("-")]
        if span and (not words or self.text is None or " ".join(self.words(span).split()) == words):
            return span
        bare, ordinal = split_ordinal(words)
        found = find_words(self.text or "", words) or find_words(self.text or "", bare)
        if not found or ordinal > len(found):
            self.fault(key, item, f"words that stand in the text; these stand there {len(found)} times")
            return _NOWHERE
        return min(found, key=lambda place: abs(place[0] - span[0])) if span else found[ordinal - 1]
