"""The dependency trees of a document, as questions that coding asks of them.

In: layers. Out: children, ancestors, phrases. Every index is a word of the
layers; ranges are half-open.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar, cast

from whowhom.coding.tags import Tags
from whowhom.coding.tree_repairs import repaired, with_appositions_near, with_cases_ahead
from whowhom.records import Layers, Span

Made = TypeVar("Made")
# Words up to where a path turns, that word, words down from it.
Way = tuple[list[int], int, list[int]]

# What hangs on a noun without being part of what it names: clauses,
# appositions, coordinated nouns.
_OUTSIDE_PHRASE = ("acl", "acl:relcl", "appos", "conj", "parataxis", "advcl", "cc", "dep", "list", "punct", "orphan")
# Days and months stand before and behind names without being part of them.
DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december today yesterday".split()
)
# "Armed men near Kidal": where they are is the event's, not part of who they are.
_LOCATIVE = frozenset("near in at outside inside around across on during after before".split())
_NAMING = ("NOUN", "PROPN", "PRON", "VERB", "NUM", "ADJ")
# These head a phrase only where the tree is broken.
_BARE = ("DET", "ADP", "PUNCT", "CCONJ")
# "Shot and badly wounded": farther off a participle may be a verb of its own.
MAX_JOINED_WORDS = 3
# Participles that the reader may take for a past tense; of people before them they tell what they suffered.
_SUFFERED = frozenset(
    "shot stabbed wounded injured killed hacked burned arrested detained abducted kidnapped tortured raped beheaded "
    "executed robbed looted destroyed damaged".split()
)
SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "nsubj:outer")


@dataclass(frozen=True)
class Tree:
    """Trees of all sentences of one document."""

    layers: Layers
    children: tuple[tuple[int, ...], ...]
    sentence_of: tuple[int, ...]
    _made: dict[object, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, make: Callable[[Tree], Made]) -> Made:
        """Return what a function makes of the whole document; it is made when first asked for."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast(Made, self._made[make])

    @cached_property
    def actors(self) -> Tags:
        """The mentions of actors by word."""
        return Tags(self.layers.actors)

    @cached_property
    def entities(self) -> Tags:
        """The entities by word."""
        return Tags(self.layers.entities)

    @cached_property
    def stances(self) -> Tags:
        """The words that the reader takes for a judgement."""
        return Tags(self.layers.stances)

    @cached_property
    def outlooks(self) -> Tags:
        """The words that the reader takes for an outcome or a condition."""
        return Tags(self.layers.outlooks)

    @cached_property
    def measures(self) -> Tags:
        """The words that the reader takes for an estimate."""
        return Tags(self.layers.measures)

    @cached_property
    def held(self) -> Tags:
        """The words that the reader takes for who is held responsible."""
        return Tags(self.layers.held)

    @cached_property
    def speakers(self) -> Tags:
        """The words that the reader takes for who says or thinks something."""
        return Tags(self.layers.speakers)

    @cached_property
    def contents(self) -> Tags:
        """The words that the reader takes for what somebody says or thinks."""
        return Tags(self.layers.contents)

    @cached_property
    def trigger_words(self) -> frozenset[int]:
        """All words of triggers."""
        return frozenset(word for trigger in self.layers.triggers for word in range(trigger.first, trigger.last))

    def words_in(self, span: Span) -> range:
        """Return the words that a span of the text touches."""
        layers = self.layers
        return range(bisect_right(layers.ends, span.start), bisect_left(layers.starts, span.end))

    def relation(self, word: int) -> str:
        """Return the relation of a word to its head."""
        return self.layers.deprels[word]

    def lemma(self, word: int) -> str:
        """Return the lemma of a word."""
        return self.layers.lemmas[word]

    def ancestors(self, word: int) -> Iterator[int]:
        """Yield the heads above a word, nearest first."""
        while (word := self.layers.heads[word]) >= 0:
            yield word

    def path(self, left: int, right: int) -> Way | None:
        """Return the way from one word to another: the words up to where it turns, that word, and those down from it.

        Each side lists its own end first; None where the two are of different sentences.
        """
        up, down = [left, *self.ancestors(left)], [right, *self.ancestors(right)]
        turn = next((word for word in down if word in up), None)
        return None if turn is None else (up[: up.index(turn)], turn, down[: down.index(turn)])

    def child(self, word: int, *relations: str) -> int | None:
        """Return the first child with one of the relations, or None."""
        for child in self.children[word]:
            if self.layers.deprels[child] in relations:
                return child
        return None

    def actor_before(self, verb: int) -> int | None:
        """Return the actor right before a verb, past appositions ("the Front, a rebel group, claimed"); None: none."""
        first = self.layers.sentences[self.sentence_of[verb]][0]
        actors = list(self.actors.within(first, verb))
        if not actors or any(self.layers.upos[word] in ("VERB", "AUX") for word in range(actors[-1].last, verb)):
            return None
        named = actors.pop()
        while actors and all(self.layers.upos[w] in ("PUNCT", "DET") for w in range(actors[-1].last, named.first)):
            named = actors.pop()
        return self.head_of(named.first, named.last)

    def case_of(self, word: int) -> str:
        """Return the preposition of a noun in lower case, "" without one."""
        case = self.child(word, "case")
        return self.layers.word(case).lower() if case is not None else ""

    def head_of(self, first: int, last: int) -> int:
        """Return the word of a range that the others hang on.

        Of several, the last of the first unbroken run of nouns: English puts the head last.
        """
        if last - first == 1:  # as most are; no word is its own head
            return first
        tops = [word for word in range(first, last) if not first <= self.layers.heads[word] < last]
        naming = [word for word in tops if self.layers.upos[word] in _NAMING]
        told = naming or [word for word in tops if self.layers.upos[word] not in _BARE]
        head = (told or tops or [first])[0]
        if len(naming) > 1:
            while head + 1 < last and self.layers.upos[head + 1] in ("NOUN", "PROPN"):
                head += 1
        return head

    def phrase(self, head: int) -> tuple[int, int]:
        """Return the noun phrase of a head: what it names, without clauses and appositions."""
        known = self.once(_phrases)
        if head not in known:
            known[head] = self._phrase(head)
        return known[head]

    def _phrase(self, head: int) -> tuple[int, int]:
        inside = {head}
        for child in self.children[head]:
            if not self._is_outside(child):
                inside.update(self.subtree(child))
        first, last = min(inside), max(inside) + 1
        # The range must not swallow what was left out between its words, but for hyphens.
        for word in range(head, first, -1):
            if word not in inside and not self._is_hyphen(word):
                first = word + 1
                break
        for word in range(head, last):
            if word not in inside and not self._is_hyphen(word):
                last = word
                break
        return first, last

    def _is_outside(self, child: int) -> bool:
        relation = self.layers.deprels[child]
        return (
            relation in _OUTSIDE_PHRASE
            or relation == "case"
            or relation.startswith(("nsubj", "cop", "aux", "mark", "obl"))
            or (relation == "nmod" and self.case_of(child) in _LOCATIVE)
            or (relation == "advmod" and self.layers.upos[self.layers.heads[child]] == "VERB")
        )

    def _is_hyphen(self, word: int) -> bool:
        """Say whether a word is a hyphen between letters ("IS-K")."""
        layers = self.layers
        joined = 0 < word < len(layers.starts) - 1 and layers.ends[word - 1] == layers.starts[word]
        return joined and layers.word(word) in ("-", "–", "/") and layers.ends[word] == layers.starts[word + 1]

    def hyphened(self, word: int) -> range:
        """Return the words that hyphens join to a word of a name ("IS-K"); other words stand alone."""
        first, last = word, word + 1
        if self.layers.upos[word] not in ("PROPN", "X") and not self.layers.word(word).isupper():
            return range(first, last)
        while last + 1 < len(self.layers.starts) and self._is_hyphen(last):
            last += 2
        while first > 1 and self._is_hyphen(first - 1):
            first -= 2
        return range(first, last)

    def name_around(self, word: int) -> range:
        """Return the unbroken run of name words around a word; a word that is no name stands alone.

        The tree may part a name that it does not know ("Free Delta Front").
        """
        chain = self.hyphened(word)
        if self.layers.upos[word] != "PROPN":
            return chain
        first, last = chain.start, chain.stop
        start, end = self.layers.sentences[self.sentence_of[word]]
        while last < end and self._is_name(last):
            last = self.hyphened(last).stop
        while first > start and (self._is_name(first - 1) or (self._is_capital(first - 1) and first - 1 > start)):
            first = self.hyphened(first - 1).start
        return range(first, last)

    def _is_name(self, word: int) -> bool:
        return self.layers.upos[word] == "PROPN" and self.layers.word(word).lower() not in DAYS

    def _is_capital(self, word: int) -> bool:
        """Say whether an adjective or noun is written as part of a name ("Free" in "Free Delta Front")."""
        return self.layers.upos[word] in ("ADJ", "NOUN") and self.layers.xpos[word].startswith("NNP")

    def whole(self, word: int) -> int:
        """Return the word that a part of a name or a determiner belongs to; others stand for themselves."""
        for _ in range(3):
            head = self.layers.heads[word]
            relation = self.layers.deprels[word]
            near = head >= 0 and abs(head - word) <= 4
            hyphened = (
                relation in ("compound", "amod")
                and near
                and self._is_hyphen((head + word) // 2)
                and abs(head - word) == 2
            )
            named = (
                relation == "compound" and self.layers.upos[word] == self.layers.upos[head] == "PROPN"
                if head >= 0
                else False
            )
            if not near or not (relation in ("flat", "det", "nummod", "goeswith") or hyphened or named):
                return word
            word = head
        return word

    def subtree(self, word: int) -> list[int]:
        """Return a word with all that hangs on it, in text order."""
        found, queue = [], [word]
        while queue:
            current = queue.pop()
            found.append(current)
            queue.extend(self.children[current])
        return sorted(found)

    def subject(self, verb: int, *, depth: int = 3) -> int | None:
        """Return the subject of a verb, its own or the one it shares with the verb above.

        A coordinated verb, an infinitive and a participle take the subject of
        what they hang on; a relative clause that of the noun.
        """
        own = self.child(verb, *SUBJECTS)
        if own is not None:
            return self.antecedent(own)
        head = self.layers.heads[verb]
        if head < 0 or depth == 0:
            return None
        relation = self.layers.deprels[verb]
        if relation in ("acl", "acl:relcl"):
            return head if self.layers.xpos[verb] in ("VBG", "VB") or relation == "acl:relcl" else None
        if relation in ("conj", "xcomp", "advcl", "parataxis") and self.layers.upos[head] in ("VERB", "AUX", "ADJ"):
            return self.subject(head, depth=depth - 1)
        return None

    def antecedent(self, word: int) -> int:
        """Return the noun that a relative pronoun stands for; other words stand for themselves."""
        if self.layers.xpos[word] not in ("WDT", "WP", "WP$") and self.layers.word(word).lower() not in (
            "who",
            "which",
            "whom",
        ):
            return word
        for above in self.ancestors(word):
            if self.layers.deprels[above] == "acl:relcl":
                return self.layers.heads[above]
        return word

    def is_passive(self, verb: int) -> bool:
        """Say whether a verb form is passive: an auxiliary, a passive subject or a bare participle on a noun."""
        if self.child(verb, "aux:pass", "nsubj:pass") is not None:
            return True
        is_participle = self.layers.xpos[verb] == "VBN" or self.layers.word(verb).lower() in _SUFFERED
        if is_participle and self.layers.deprels[verb] == "conj":
            # "Were shot or stabbed": the second shares the auxiliary, unless it has words of its own.
            above = self.layers.heads[verb]
            own = self.child(verb, "aux", "obj", *SUBJECTS)
            return own is None and verb - above <= MAX_JOINED_WORDS and self.child(above, "aux:pass") is not None
        return self.layers.xpos[verb] == "VBN" and self.layers.deprels[verb] == "acl"

    def attached(self, word: int, trigger: range, rivals: frozenset[int]) -> bool:
        """Say whether a word hangs on a trigger with no rival trigger between."""
        if word in trigger:
            return True
        for above in self.ancestors(word):
            if above in trigger:
                return True
            if above in rivals:
                return False
        return False


def _phrases(tree: Tree) -> dict[int, tuple[int, int]]:
    """The phrases asked for so far by their heads; most are asked for several times."""
    return {}


def build_tree(layers: Layers) -> Tree:
    """Index the trees of a document."""
    layers = with_appositions_near(with_cases_ahead(layers))
    children: list[list[int]] = [[] for _ in layers.heads]
    for word, head in enumerate(layers.heads):
        if head >= 0:
            children[head].append(word)
    sentence_of = [0] * len(layers.heads)
    for number, (first, last) in enumerate(layers.sentences):
        sentence_of[first:last] = [number] * (last - first)
    return Tree(repaired(layers, children), tuple(tuple(c) for c in children), tuple(sentence_of))
