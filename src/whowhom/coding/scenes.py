"""The scene that each sentence of a report sets, keeps or leaves: what an event may take its setting from.

In: the drafts of a report in its tree. Out: :class:`Scenes`: paragraph, place names and scene words of each
sentence, and for each draft whether its words carry on what was told just before.

What one would get wrong: a name in a sentence is the scene of it only where nothing says that somebody speaks
there, comes from there or goes there; and the town of a dateline is where the report was written.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from whowhom.coding import scene_words as lists
from whowhom.coding.settings import dateline_of, is_in_dateline, is_of_name, is_of_people, places_of
from whowhom.coding.tree import Tree
from whowhom.records import READ_KINDS, EventDraft, Span, Tagged

# A headline and a byline may stand before the dateline.
DATELINE_REGIONS = 4
_AT_CASES = frozenset("in at near outside inside around across within throughout on".split())


@dataclass(frozen=True, slots=True)
class SentenceScene:
    """What one sentence says of the scene.

    Attributes:
        paragraph: Index of its region; -1 outside all.
        moves: Its words lead elsewhere ("In a separate incident").
        looks_back: Its words lie in the past ("in 2014", "two years ago").
        names: Place names that may be where it plays; ``located``: those behind "in", "at" or "near".
        mentioned: All place names outside datelines and names of groups.
    """

    span: Span
    paragraph: int
    is_headline: bool
    moves: bool
    looks_back: bool
    names: tuple[Span, ...]
    located: tuple[Span, ...]
    mentioned: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Scenes:
    """The scenes of a report.

    Attributes:
        carries: For each draft, whether it goes on with what was told just before.
        heads: Head word of each draft's trigger.
        dateline: The town before the dash of the first line; None without one.
        lead: Paragraph of the first sentence of the body.
    """

    sentences: tuple[SentenceScene, ...]
    carries: tuple[bool, ...]
    heads: tuple[int, ...]
    dateline: Span | None
    lead: int


def draft_scenes(tree: Tree, drafts: Sequence[EventDraft]) -> Scenes:
    """Find the scene of each sentence, and which drafts go on with the last one."""
    sentences = tuple(_scene(tree, number) for number in range(len(tree.layers.sentences)))
    heads = tuple(_head(tree, draft) for draft in drafts)
    body = next((scene for scene in sentences if not scene.is_headline and scene.paragraph >= 0), None)
    return Scenes(
        sentences=sentences,
        carries=tuple(_carries(tree, draft, head) for draft, head in zip(drafts, heads, strict=True)),
        heads=heads,
        dateline=_dateline(tree),
        lead=body.paragraph if body else -1,
    )


def _head(tree: Tree, draft: EventDraft) -> int:
    words = tree.words_in(draft.trigger)
    return tree.head_of(words.start, words.stop)


def _scene(tree: Tree, number: int) -> SentenceScene:
    layers = tree.layers
    first, last = layers.sentences[number]
    span = layers.span(first, last)
    regions = layers.document.regions
    at = bisect_right(regions, span.start, key=lambda region: region.start) - 1
    inside = at >= 0 and span.start < regions[at].end
    text = layers.document.text[span.start : span.end]
    names, located, mentioned = [], [], []
    for tag in places_of(tree, number):
        words = layers.span(tag.first, tag.last)
        if is_in_dateline(tree, words) or is_of_name(tree, words):
            continue
        mentioned.append(words)
        if is_of_people(tree, tag.first, tag.last):
            continue
        names.append(words)
        if _is_located(tree, tag):
            located.append(words)
    for tag in tree.entities.within(first, last, "LOC"):
        # Within what describes somebody ("a police compound in Tecate") a name sets no scene, but it is another place.
        words = layers.span(tag.first, tag.last)
        if words not in mentioned and _is_located(tree, tag) and not is_in_dateline(tree, words):
            names.append(words)
            mentioned.append(words)
    return SentenceScene(
        span=span,
        paragraph=at if inside else -1,
        is_headline=inside and regions[at].kind == "headline",
        moves=lists.MOVES.search(text) is not None,
        looks_back=lists.LOOKS_BACK.search(text) is not None,
        names=tuple(names),
        located=tuple(located),
        mentioned=tuple(mentioned),
    )


def _is_located(tree: Tree, tag: Tagged) -> bool:
    before = tree.layers.word(tag.first - 1).lower() if tag.first else ""
    return before in _AT_CASES or tree.case_of(tree.head_of(tag.first, tag.last)) in _AT_CASES


def _dateline(tree: Tree) -> Span | None:
    """Return the town of the dateline; None where none of the first paragraphs has one."""
    document = tree.layers.document
    read = [region for region in document.regions if region.kind in READ_KINDS]
    found = (dateline_of(document.text, region.start) for region in read[:DATELINE_REGIONS])
    return next((span for span in found if span is not None), None)


def _carries(tree: Tree, draft: EventDraft, head: int) -> bool:
    """Say whether the words go on with what was told: a pronoun or "the force" does it, "also", "in the attack"."""
    if any(tree.layers.word(child).lower() in ("also", "then", "later") for child in tree.children[head]):
        return True
    if tree.layers.upos[head] in ("NOUN", "PROPN"):
        return _is_definite(tree, head)
    subject = tree.subject(head)
    if subject is not None and (tree.layers.upos[subject] == "PRON" or _is_taken_up(tree, subject)):
        return True
    return any(
        tree.lemma(child) in lists.ACTS and tree.relation(child).startswith("obl") and _is_definite(tree, child)
        for child in tree.children[head]
    )


def _is_taken_up(tree: Tree, noun: int) -> bool:
    """Say whether a noun takes up somebody or something: "the force", "the blast"; names and "the army" do not."""
    return tree.layers.upos[noun] == "NOUN" and _is_definite(tree, noun)


def _is_definite(tree: Tree, noun: int) -> bool:
    return any(
        tree.relation(child) in ("det", "nmod:poss") and tree.layers.word(child).lower() in lists.DEFINITE
        for child in tree.children[noun]
    )
