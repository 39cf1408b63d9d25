"""One written report while it is compiled: words to offsets, mentions to actors, faults."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from whowhom.corpora.own_lists import PRONOUNS, Scheme
from whowhom.corpora.own_records import LabelledActor, Span, Spanned


def find_words(text: str, words: str) -> list[Span]:
    """Find every place where words stand whole; white space matches any white space.

    Returns:
        Half-open offsets in order; none for empty words.
    """
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    return [list(hit.span()) for hit in re.finditer(rf"(?<!\w){pattern}(?!\w)", text)] if pattern else []


def split_ordinal(phrase: str) -> tuple[str, int]:
    """Cut ``words#2`` into the words and which of their places is meant; 1 without a sign."""
    words, _, ordinal = phrase.rpartition("#") if re.search(r"#\d+$", phrase) else (phrase, "", "1")
    return words, int(ordinal)


def fold(words: str) -> str:
    """Words in lower case, single-spaced, without a leading article."""
    return re.sub(r"^(the|a|an) ", "", " ".join(words.lower().split()))


class Report:
    """One report while it is compiled: its text, its actors by the words that name them, its faults."""

    def __init__(self, name: str, source: dict[str, Any], scheme: Scheme) -> None:
        self.name = name
        self.source = source
        self.scheme = scheme
        self.text = str(source.get("text", "")).strip("\n")
        self.faults: list[str] = []
        self.actors: list[LabelledActor] = []
        self._by_span: dict[tuple[int, int], str] = {}
        self._by_words: dict[str, str | None] = {}

    def fault(self, key: str, met: object, expected: str) -> None:
        """Note a fault; compiling goes on so that one run lists them all."""
        self.faults.append(f"{self.name}, {key}: met {met!r}; expected {expected}.")

    def check(self, key: str, value: object, allowed: Iterable[str]) -> str:
        """Pass a value of a closed list through, or note a fault."""
        listed = list(allowed)
        if value not in listed:
            self.fault(key, value, f"one of {', '.join(listed) or 'nothing: the type has no modes'}")
        return str(value)

    def phrases(self, key: str, item: dict[str, Any], field: str) -> Sequence[str]:
        """Give a list of phrases, with a fault where it is something else."""
        met = item.get(field, [])
        if not isinstance(met, list) or not all(isinstance(phrase, str) for phrase in met):
            self.fault(f"{key} {field}", met, "a list of quoted words")
            return []
        return met

    def span(self, key: str, phrase: object) -> Span:
        """Resolve ``words`` or ``words#N`` to offsets; [0, 0] with a fault where that fails."""
        words, ordinal = split_ordinal(str(phrase))
        found = find_words(self.text, words)
        if not 0 < ordinal <= len(found):
            self.fault(key, phrase, f"words that stand in the text; these stand there {len(found)} times")
            return [0, 0]
        return found[ordinal - 1]

    def optional(self, key: str, phrase: object) -> Spanned | None:
        """Resolve a phrase that may be absent; ``-`` says that it is not in the text."""
        return {"span": self.span(key, phrase)} if phrase not in (None, "", "-") else None

    def add_actor(self, name: str, kind: str, spans: Sequence[Span]) -> str:
        """Add an actor with its mentions and give its id."""
        actor_id = f"A{len(self.actors) + 1}"
        self.actors.append({"id": actor_id, "name": name, "kind": kind, "mentions": []})
        for span in spans:
            self.add_mention(actor_id, span)
        return actor_id

    def add_mention(self, actor_id: str, span: Span) -> None:
        """Give an actor one more mention; words that name two actors name none by words alone."""
        actor = self.actors[int(actor_id[1:]) - 1]
        if {"span": span} not in actor["mentions"]:
            actor["mentions"].append({"span": span})
            actor["mentions"].sort(key=lambda mention: mention["span"])
        self._by_span.setdefault((span[0], span[1]), actor_id)
        words = fold(self.text[span[0] : span[1]])
        known = self._by_words.setdefault(words, actor_id)
        if known != actor_id:
            self._by_words[words] = None

    def find_actor(self, span: Span) -> str | None:
        """Find the actor whose mention this is; failing that, the one actor that the same words name elsewhere."""
        at_span = self._by_span.get((span[0], span[1]))
        words = fold(self.text[span[0] : span[1]])
        if at_span or self.is_pronoun(span):
            return at_span
        return self._by_words.get(words)

    def kind_of(self, actor_id: str) -> str:
        """Give the kind of an actor that has been added."""
        return self.actors[int(actor_id[1:]) - 1]["kind"]

    def is_pronoun(self, span: Span) -> bool:
        """Tell a pronoun from a name like WHO, which is all capitals in a text that is not."""
        words = self.text[span[0] : span[1]]
        return words.lower() in PRONOUNS and (words == "I" or not words.isupper() or self.text.isupper())

    def named(self, key: str, name: object) -> str:
        """Give the id of the actor that an [[actor]] table names; "" with a fault where none does."""
        for actor in self.actors:
            if actor["name"] == name:
                return actor["id"]
        self.fault(key, name, "the name of an [[actor]] of this report")
        return ""
