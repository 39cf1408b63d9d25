"""Layers written by hand: sentences with their trees, and what a reader would tag in them.

A sentence is a block of lines, one a word, ``word UPOS XPOS head deprel`` and, where it
differs from the word's own, the lemma; or one line of ``word/XPOS/head/deprel``, from which
the part of speech follows. Heads count from 1 within the sentence, 0 is the
root, as in CoNLL-U; sentences are parted by an empty line. Tags name ranges of words as
they stand in the text ("Kotto Front"), which must stand there once; ``#2`` after them
picks the second place. What does not fit together raises, so no test rests on a slip.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Mapping, Sequence

from whowhom.coding.tree import Tree, build_tree
from whowhom.coding.triggers import TriggerUse, use_triggers
from whowhom.reading.lemmas import lemmatize
from whowhom.records import Document, Layers, Publication, Region, Tagged, TriggerReading, text_id

UPOS = frozenset("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split())
RELATIONS = frozenset(
    """root acl acl:relcl advcl advcl:relcl advmod amod appos aux aux:pass case cc cc:preconj ccomp compound compound:prt
    conj cop csubj csubj:pass dep det det:predet discourse dislocated expl fixed flat goeswith iobj list mark nmod
    nmod:desc nmod:poss nmod:unmarked nsubj nsubj:outer nsubj:pass nummod obj obl obl:agent obl:unmarked orphan
    parataxis punct reparandum vocative xcomp""".split()
)
KINDS = frozenset(
    "state forces;rebel group;political militia;identity militia;rioters;protesters;civilians;government;"
    "international organisation;media;party;business;person;unidentified;other".split(";")
)
FACETS = {
    "polarity": ("happened", "did not happen", "unknown"),
    "certainty": ("certain", "probable", "possible", "uncommitted"),
    "stage": ("accomplished", "under way", "attempted", "planned", "threatened", "predicted", "conditional"),
    "background": ("yes", "no"),
    "clarity": ("single", "aggregate"),
    "mode": None,
}
_UPOS_OF = {
    "NNP": "PROPN", "NN": "NOUN", "VB": "VERB", "MD": "AUX", "JJ": "ADJ", "RBR": "ADV", "RB": "ADV", "PRP": "PRON",
    "WP": "PRON", "WDT": "PRON", "WRB": "ADV", "EX": "PRON", "CC": "CCONJ", "CD": "NUM", "POS": "PART", "RP": "ADP",
}  # fmt: skip
_NO_SPACE_BEFORE = frozenset([".", ",", ";", ":", "?", "!", "'s", "’s", "n't", "n’t", "'ll", "”", ")", "%", "'", "-"])
_NO_SPACE_AFTER = frozenset(["“", "(", "-"])


class WrittenLayersError(ValueError):
    """The sentences or tags of a test do not fit together."""


def make_layers(
    conll: str,
    *,
    entities: Mapping[str, str] | None = None,
    actors: Mapping[str, str] | None = None,
    triggers: Sequence[TriggerReading | tuple[object, ...]] = (),
    paragraphs: Sequence[int] = (),
) -> Layers:
    """Build layers of sentences.

    Args:
        entities: Label (PER, ORG, LOC) by the words it covers.
        actors: Kind of actor by the words it covers.
        triggers: Words, event type, and optionally a mapping of facets and one of roles
            (role by words; several ranges of one role are joined by " | ").
        paragraphs: Number of sentences of each paragraph; without it all are one.
    """
    sentences = [_sentence(block) for block in conll.strip().split("\n\n")]
    words = [row for sentence in sentences for row in sentence]
    text, starts, breaks = _text(sentences, paragraphs)
    ends = tuple(start + len(row[0]) for start, row in zip(starts, words, strict=True))
    bounds, first = [], 0
    for sentence in sentences:
        bounds.append((first, first + len(sentence)))
        first += len(sentence)
    heads = [
        begin + int(row[3]) - 1 if int(row[3]) else -1
        for (begin, _), sentence in zip(bounds, sentences, strict=True)
        for row in sentence
    ]
    regions = tuple(Region(a, b, "body") for a, b in breaks)
    layers = Layers(
        document=Document(text_id(text), text, "en", Publication(), regions),
        starts=starts,
        ends=ends,
        sentences=tuple(bounds),
        upos=tuple(row[1] for row in words),
        xpos=tuple(row[2] for row in words),
        lemmas=tuple(row[5] if len(row) > 5 else lemmatize(row[0]) for row in words),
        heads=tuple(heads),
        deprels=tuple(row[4] for row in words),
        factuality=(1.0,) * len(words),
        entities=(),
        actors=(),
        triggers=(),
    )
    return _tagged(layers, entities or {}, actors or {}, triggers)


def make_use(layers: Layers, codebook: object, words: str | None = None) -> tuple[Tree, TriggerUse]:
    """Return the tree and the use of the only trigger, or of the one that covers the words."""
    tree = build_tree(layers)
    uses = use_triggers(tree, codebook, min_score=0.0)[0]  # type: ignore[arg-type]
    if words is not None:
        first, _ = find_words(layers, words)
        uses = tuple(use for use in uses if use.reading.first <= first < use.reading.last)
    if len(uses) != 1:
        raise WrittenLayersError(f"{len(uses)} triggers fit {words!r} in {layers.document.text!r}; expected one")
    return tree, uses[0]


def find_words(layers: Layers, wanted: str) -> tuple[int, int]:
    """Return the range of words that stand in the text as written; ``#2`` picks the second place."""
    phrase, _, number = wanted.partition("#")
    parts = phrase.split()
    all_words = [layers.word(index) for index in range(len(layers.starts))]
    places = [i for i in range(len(all_words) - len(parts) + 1) if all_words[i : i + len(parts)] == parts]
    if not number and len(places) > 1:
        raise WrittenLayersError(f"{wanted!r} stands {len(places)} times in {layers.document.text!r}; add '#1' or '#2'")
    index = int(number or 1) - 1
    if index >= len(places):
        raise WrittenLayersError(
            f"{wanted!r} stands {len(places)} times in {layers.document.text!r}; words are {all_words}"
        )
    return places[index], places[index] + len(parts)


def _sentence(block: str) -> list[list[str]]:
    rows = [line.split() for line in block.strip().splitlines()]
    if "/" in rows[0][0] and len(rows[0][0].split("/")) in (4, 5):
        rows = [_expanded(word) for row in rows for word in row]
    for number, row in enumerate(rows, start=1):
        where = f"word {number} of {' '.join(r[0] for r in rows)!r}: {' '.join(row)!r}"
        if len(row) not in (5, 6):
            raise WrittenLayersError(f"{where} has {len(row)} columns; expected word, UPOS, XPOS, head, deprel, lemma")
        if row[1] not in UPOS or row[4] not in RELATIONS:
            raise WrittenLayersError(f"{where} has an unknown part of speech or relation")
        if not row[3].isdigit() or int(row[3]) > len(rows) or int(row[3]) == number:
            raise WrittenLayersError(f"{where} has no head in its sentence")
        if (row[3] == "0") != (row[4] == "root"):
            raise WrittenLayersError(f"{where}: head 0 and relation root go together")
    if sum(row[3] == "0" for row in rows) != 1:
        raise WrittenLayersError(f"{' '.join(r[0] for r in rows)!r} has not exactly one root")
    for number in range(1, len(rows) + 1):
        seen, word = set(), number
        while word:
            if word in seen:
                raise WrittenLayersError(f"{' '.join(r[0] for r in rows)!r} has a cycle at word {number}")
            seen.add(word)
            word = int(rows[word - 1][3])
    return rows


def _expanded(word: str) -> list[str]:
    """Spell out ``word/XPOS/head/deprel``."""
    columns = word.split("/")
    if len(columns) not in (4, 5):
        raise WrittenLayersError(f"{word!r} has {len(columns)} parts; expected word/XPOS/head/deprel and perhaps lemma")
    form, xpos, head, relation, *lemma = columns
    return [form, _upos(form.lower(), xpos, relation), xpos, head, relation, *lemma]


def _upos(form: str, xpos: str, relation: str) -> str:
    if xpos.startswith("VB") and relation.split(":")[0] in ("aux", "cop"):
        return "AUX"
    if xpos == "IN":
        return "SCONJ" if relation == "mark" else "ADP"
    if xpos in ("DT", "PDT"):
        return "DET" if relation.startswith("det") else "PRON"
    if xpos == "RB" and form in ("not", "n't", "n’t"):
        return "PART"
    if xpos == "TO":
        return "PART" if relation == "mark" else "ADP"
    for start, upos in _UPOS_OF.items():
        if xpos.startswith(start):
            return upos
    if not any(letter.isalnum() for letter in form):
        return "PUNCT"
    raise WrittenLayersError(f"{form!r} has the unknown tag {xpos!r}")


def _text(
    sentences: list[list[list[str]]], paragraphs: Sequence[int]
) -> tuple[str, tuple[int, ...], list[tuple[int, int]]]:
    counts = list(paragraphs) or [len(sentences)]
    if sum(counts) != len(sentences):
        raise WrittenLayersError(f"paragraphs {counts} hold {sum(counts)} sentences; the text has {len(sentences)}")
    text, starts, breaks, number = "", [], [], 0
    for count in counts:
        text += "\n\n" if text else ""
        begin, open_quote, glued = len(text), False, True
        for sentence in sentences[number : number + count]:
            for row in sentence:
                word = row[0]
                closes = word == '"' and open_quote
                if not (glued or word in _NO_SPACE_BEFORE or closes):
                    text += " "
                starts.append(len(text))
                text += word
                opens = word == '"' and not open_quote
                open_quote = (open_quote != (word == '"')) if word == '"' else open_quote
                glued = word in _NO_SPACE_AFTER or opens
        breaks.append((begin, len(text)))
        number += count
    return text, tuple(starts), breaks


def _tagged(
    layers: Layers,
    entities: Mapping[str, str],
    actors: Mapping[str, str],
    triggers: Sequence[TriggerReading | tuple[object, ...]],
) -> Layers:
    if unknown := set(entities.values()) - {"PER", "ORG", "LOC"} | set(actors.values()) - KINDS:
        raise WrittenLayersError(f"unknown labels {sorted(unknown)}")
    return dataclasses.replace(
        layers,
        entities=_tags(layers, entities),
        actors=_tags(layers, actors),
        triggers=tuple(t if isinstance(t, TriggerReading) else _trigger(layers, *t) for t in triggers),  # type: ignore[arg-type]
    )


def _tags(layers: Layers, by_words: Mapping[str, str], score: float = 0.9) -> tuple[Tagged, ...]:
    found = sorted((*find_words(layers, words), label) for words, label in by_words.items())
    for (_, last, _), (first, _, _) in itertools.pairwise(found):
        if first < last:
            raise WrittenLayersError(f"tags {by_words} overlap")
    return tuple(Tagged(first, last, label, score) for first, last, label in found)


def _trigger(
    layers: Layers,
    words: str,
    kind: str,
    facets: Mapping[str, str] | None = None,
    roles: Mapping[str, str] | None = None,
) -> TriggerReading:
    for name, label in (facets or {}).items():
        if name not in FACETS or (FACETS[name] is not None and label not in FACETS[name]):  # type: ignore[operator]
            raise WrittenLayersError(f"no facet {name!r} with label {label!r}")
    ranges = [(role, part) for role, joined in (roles or {}).items() for part in joined.split(" | ")]
    tags = tuple(
        sorted((Tagged(*find_words(layers, part), role, 0.9) for role, part in ranges), key=lambda t: (t.first, t.last))
    )
    return TriggerReading(
        *find_words(layers, words), kind, 0.9, tuple((name, label, 0.9) for name, label in (facets or {}).items()), tags
    )
