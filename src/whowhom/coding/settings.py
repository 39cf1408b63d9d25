"""Settings of an event: the words of its dates and places, by role.

The reader's roles come first; where it gives none, a date or a place that hangs
on the trigger in the tree, with no other trigger between, is taken.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import cast

from whowhom.coding.items import item_at
from whowhom.coding.scene_words import OF_PEOPLE
from whowhom.coding.tree import SUBJECTS, Tree
from whowhom.coding.triggers import TriggerUse, nearest
from whowhom.coding.victim_words import ACTS
from whowhom.coding.voice_words import CLAUSE, SAYING
from whowhom.records import PlaceDraft, Span, Tagged
from whowhom.records.values import PlaceRole
from whowhom.registry import Registry, is_acronym

_PLACE_ROLES = ("at", "from", "to", "along", "target place", "launched from")
_FROM_CASE: dict[str, PlaceRole] = {
    "from": "from",
    "to": "to",
    "into": "to",
    "toward": "to",
    "towards": "to",
    "along": "along",
}
_AT_CASES = frozenset("in at near outside on inside around across within throughout over of by off between".split())
_PLACE_NOUNS = frozenset("locality area province city town district region village state department".split())
# Relative words belong to the place's own words: "outside Kabul airport".
# "KABUL, Afghanistan (Jan. 6, 2012) --": capitals, at most a hundred letters, and a dash.
_DATELINE = re.compile(
    r"[A-Z][A-Z .'’-]{2,40}(?:,[^\n–—-]{0,60}|\s*\([^\n)]{0,40}\)){0,3}\s*(?:\([^\n)]{0,40}\)\s*)?(?:--|[–—-])\s"
)
_PAPERS = "reports?|statements?|letters?|decrees?|laws?|resolutions?|articles?|studies|study|surveys?|memos?|briefings?"
_PAPER_BEFORE = re.compile(rf"\b(?:{_PAPERS})\s+(?:of|dated|from)\s+(?:the\s+)?$", re.IGNORECASE)
_PAPER_AFTER = re.compile(rf"(?:,?\s+\d{{4}})?(?:\s+[\w.'’-]+){{0,3}}?\s+(?:{_PAPERS})\b")
_RISING = frozenset("rise climb increase jump grow rose risen grew grown".split())
# "The number of those killed rose on Friday" is a toll, "the number of attacks rose in May" dates the attacks.
_NUMBERS = frozenset("number count".split())
_HARMED = frozenset("dead killed deaths fatalities casualties victims wounded injured missing".split())
# A name behind one of these tells a movement or a measure, or an owner.
_AWAY_CASES = frozenset("from to into toward towards of for against about with by via between".split())
_ARTICLE_BEFORE = re.compile(r"\b(?:an?|the|its|their|his|her|[\w]+['’]s)\s+$", re.IGNORECASE)
# What belongs to the body named before it.
_HELD_BEHIND = re.compile(
    r"\s+(?:positions?|targets?|bases?|camps?|hideouts?|strongholds?|fighters|militants|rebels|forces|posts?|sites?)\b"
)
_RELATIVE = frozenset("outside near north south east west around northern southern eastern western central".split())


def draft_dates(tree: Tree, use: TriggerUse, known: Sequence[Span]) -> tuple[Span, ...]:
    """Find the words that date one event, in text order.

    Args:
        known: All date expressions of the text, found by the grammar of dates: in the order
            of the text, without overlap.
    """
    ranges = nearest(tree, use, [role for role in use.reading.roles if role.label == "date"])
    spans = sorted({tree.layers.span(role.first, role.last) for role in ranges})
    item = item_at(tree, use.head)
    led = item.date if item is not None else None
    if told := [span for span in spans if _dates(tree, use, span, led)]:
        return tuple(told)
    first, last = tree.layers.sentences[tree.sentence_of[use.head]]
    begin, end = tree.layers.starts[first], tree.layers.starts[last - 1]
    near = tuple(
        span
        for span in _dates_between(known, begin, end)
        if _dates(tree, use, span, led)
        and any(_is_of(tree, use, word) for word in _words_from(tree, span) if first <= word < last)
    )
    # "* 22 Feb, Diffa: ..." dates what stands in that item without a day of its own.
    return near or ((led,) if led is not None and use.reading.facet("background") != "yes" else ())


def _dates(tree: Tree, use: TriggerUse, span: Span, led: Span | None) -> bool:
    if _dates_a_document(tree, span) or _dates_a_total(tree, span):
        return False
    return led is None or span.overlaps(led) or not _is_past_rival(tree, use, span)


def _is_past_rival(tree: Tree, use: TriggerUse, span: Span) -> bool:
    """Say whether another trigger stands between one and a date: it is the other's ("released 7 women abducted in")."""
    word = tree.words_in(span).start
    return any(use.head < rival < word or word < rival < use.head for rival in use.rivals)


def _dates_a_total(tree: Tree, span: Span) -> bool:
    """Say whether a date is that of a count: "the death toll from the bombing rose to 17 on Friday"."""
    words = tree.words_in(span)
    verb = tree.layers.heads[tree.head_of(words.start, words.stop)] if words else -1
    if verb < 0 or tree.lemma(verb) not in _RISING:
        return False
    return any(_is_toll(tree, child) for child in tree.children[verb] if tree.relation(child) == "nsubj")


def _is_toll(tree: Tree, head: int) -> bool:
    if tree.lemma(head) not in _NUMBERS:
        return tree.lemma(head) == "toll"
    return any(tree.layers.word(word).lower() in _HARMED for word in tree.subtree(head))


def _dates_a_document(tree: Tree, span: Span) -> bool:
    """Say whether a date is that of a paper and not of what it tells: "a June United Nations report"."""
    text = tree.layers.document.text
    before, after = text[max(0, span.start - 40) : span.start], text[span.end : span.end + 40]
    return _PAPER_BEFORE.search(before) is not None or (
        _PAPER_AFTER.match(after) is not None and _ARTICLE_BEFORE.search(before) is not None
    )


def _dates_between(known: Sequence[Span], begin: int, end: int) -> Sequence[Span]:
    """Return the expressions that hold a position of ``[begin, end]`` or stand between."""
    first = bisect_right(known, begin, key=lambda span: span.end)
    return known[first : bisect_right(known, end, key=lambda span: span.start)]


def _words_from(tree: Tree, span: Span) -> range:
    """Return the words that begin in a stretch of the text."""
    return range(bisect_left(tree.layers.starts, span.start), bisect_left(tree.layers.starts, span.end))


def draft_places(tree: Tree, use: TriggerUse, registry: Registry | None = None) -> tuple[PlaceDraft, ...]:
    """Find the words that place one event, with their role, in text order.

    Args:
        registry: Known groups, whose acronyms ("IS-K") are no places; without it they pass for what they were read as.
    """
    roles: list[PlaceDraft] = []
    for role in nearest(tree, use, [role for role in use.reading.roles if role.label in _PLACE_ROLES]):
        name = "target" if role.label == "target place" else role.label
        span = _taken_up(tree, role) or _with_relative(tree, role.first, role.last)
        roles.append(PlaceDraft(span, cast(PlaceRole, name)))
    roles = _own_places(tree, use, roles)
    told = [draft for draft in roles if not is_in_dateline(tree, draft.span)]
    found = told or _by_tree(tree, use) or _behind(tree, use) or _alone(tree, use) or roles
    found = list(_with_lead(tree, use, found))
    placed = {draft for draft in found if not _is_organisation(tree, draft.span, registry)}
    return tuple(sorted(placed, key=lambda draft: (draft.span, draft.role)))


def _with_lead(tree: Tree, use: TriggerUse, found: Sequence[PlaceDraft]) -> Sequence[PlaceDraft]:
    """Give an item of a list the place that leads it, whole: "Fada N'Gourma", of which the reader saw the "Fada"."""
    item = item_at(tree, use.head)
    led = item.place if item is not None else None
    if led is None:
        return found
    if not found and use.reading.facet("background") != "yes":
        return [PlaceDraft(led, "at")]
    return [PlaceDraft(led, draft.role) if draft.span.overlaps(led) else draft for draft in found]


def _is_organisation(tree: Tree, span: Span, registry: Registry | None) -> bool:
    """Say whether the words of a place are a body and no country: "attacks on IS-K", "Houthi positions"."""
    text = tree.layers.document.text
    words = text[span.start : span.end]
    if registry is None or registry.land(words) is not None:
        return False
    named = is_acronym(words) or _HELD_BEHIND.match(text, span.end) is not None
    return named and bool(registry.find(words, exact=True))


def _taken_up(tree: Tree, role: Tagged) -> Span | None:
    """Return the name that "the locality" or "the province" takes up, from its own or the sentence before."""
    head = tree.head_of(role.first, role.last)
    # Two words at most: "the eastern provinces of ..." name their place themselves.
    if tree.lemma(head) not in _PLACE_NOUNS or role.last - role.first > 2 or _is_named(tree, head):
        return None
    near = tree.sentence_of[head] - 1
    before = next(tree.entities.before(role.first, "LOC"), None)
    if before is None or tree.sentence_of[before.first] < near:
        return None
    return tree.layers.span(before.first, before.last)


def _is_named(tree: Tree, noun: int) -> bool:
    """Say whether a name stands right before "province" or "district": it needs no other."""
    return tree.sentence_of[max(0, noun - 1)] == tree.sentence_of[noun] and tree.layers.upos[noun - 1] == "PROPN"


def _own_places(tree: Tree, use: TriggerUse, roles: Sequence[PlaceDraft]) -> list[PlaceDraft]:
    """Mend what the reader took for a place: the owner in "Syria's Idlib", part of a group's name, a dateline.

    The last two are dropped only where another place is left.
    """
    mended = [PlaceDraft(_owned(tree, draft.span), draft.role) for draft in roles]
    kept = [
        draft
        for draft in mended
        if not is_of_name(tree, draft.span) and not (draft.role == "at" and _is_origin(tree, use, draft.span))
    ] or mended
    outside = [draft for draft in kept if not is_in_dateline(tree, draft.span)]
    return outside or kept


def _is_origin(tree: Tree, use: TriggerUse, span: Span) -> bool:
    """Say whether a place only says where people come from: "two labourers from Punjab".

    Whoever "kidnapped 30 students from Zaria" was there.
    """
    if ACTS.get(tree.lemma(use.head)) in ("abducted", "displaced"):
        return False
    words = tree.words_in(span)
    head = tree.head_of(words.start, words.stop)
    tag = tree.actors.at(head)
    return tree.relation(head) == "nmod" and tree.case_of(head) == "from" and tag is not None and tag.first < head


def _owned(tree: Tree, span: Span) -> Span:
    """Return "Idlib" for the "Syria" of "Syria's Idlib province"; other places stand for themselves."""
    after = tree.words_in(span).stop
    if after + 1 < len(tree.layers.starts) and tree.layers.word(after) in ("'s", "’s"):
        tag = tree.entities.at(after + 1, "LOC")
        if tag is not None:
            return tree.layers.span(tag.first, tag.last)
    return span


def is_of_name(tree: Tree, span: Span) -> bool:
    """Say whether a place is the last word of a group's name ("Islamic Movement of Uzbekistan")."""
    first = tree.words_in(span).start
    if first < 2 or tree.layers.word(first - 1).lower() != "of" or tree.layers.upos[first - 2] != "PROPN":
        return False
    return tree.actors.at(first - 2) is not None or tree.entities.at(first - 2, "ORG") is not None


def is_in_dateline(tree: Tree, span: Span) -> bool:
    """Say whether a place stands before the dash of a dateline: where the report was written."""
    text = tree.layers.document.text
    line = text.rfind("\n", 0, span.start) + 1
    match = _DATELINE.match(text, line)
    return match is not None and span.end <= match.end()


def is_of_people(tree: Tree, first: int, last: int) -> bool:
    """Say whether a place is that of somebody who speaks, comes or goes: "told reporters in Abuja", "from Kano"."""
    head = tree.head_of(first, last)
    before = tree.layers.word(first - 1).lower() if first else ""
    if before in _AWAY_CASES or tree.case_of(head) in _AWAY_CASES:
        return True
    child = head
    for above in tree.ancestors(head):
        if tree.layers.upos[above] == "VERB":
            # Below a verb of saying a place is the speaker's, unless it hangs on what is said.
            is_theirs = tree.lemma(above) in CLAUSE | OF_PEOPLE or tree.relation(child) in ("nsubj", "iobj")
            return is_theirs or _is_told_between(tree, above, first)
        child = above
    return False


def _is_told_between(tree: Tree, verb: int, place: int) -> bool:
    """Say whether a voice stands between a verb and a place: "killed four, the minister told reporters in Abuja"."""
    return any(
        tree.layers.upos[word] == "VERB" and tree.lemma(word) in SAYING and tree.child(word, *SUBJECTS) is not None
        for word in range(verb + 1, place)
    )


def dateline_of(text: str, start: int) -> Span | None:
    """Return the town that the dateline of a line begins with; None without one, or where it has two."""
    match = _DATELINE.match(text, start)
    town = re.match(r"[A-Z][A-Z .'’-]*[A-Z]", match.group()) if match is not None else None
    return Span(start, start + town.end()) if town is not None else None


def _by_tree(tree: Tree, use: TriggerUse) -> tuple[PlaceDraft, ...]:
    found: list[PlaceDraft] = []
    sentence = tree.sentence_of[use.head]
    for tag in places_of(tree, sentence):
        head = tree.head_of(tag.first, tag.last)
        if tree.sentence_of[head] != sentence or not _is_of(tree, use, head):
            continue
        case = tree.case_of(head)
        if tree.relation(head).startswith(("obl", "nmod")) and (case in _AT_CASES or case in _FROM_CASE):
            found.append(PlaceDraft(_with_relative(tree, tag.first, tag.last), _FROM_CASE.get(case, "at")))
    return tuple(found)


def _is_of(tree: Tree, use: TriggerUse, word: int) -> bool:
    """Say whether words of time or place belong to the trigger, its own or those of a "when" beside it."""
    return tree.attached(word, use.words, use.rivals - _simultaneous(tree, use.head))


def _simultaneous(tree: Tree, head: int) -> frozenset[int]:
    """Return the verbs of the clauses that tell when the event was ("when they took over the prison")."""
    clauses = [child for child in tree.children[head] if tree.relation(child) == "advcl"]
    return frozenset(
        clause
        for clause in clauses
        if any(tree.layers.word(child).lower() in ("when", "as", "while") for child in tree.children[clause])
    )


def _behind(tree: Tree, use: TriggerUse) -> tuple[PlaceDraft, ...]:
    """Take the last place behind the trigger that no other trigger and no participant claims."""
    end = tree.layers.sentences[tree.sentence_of[use.head]][1]
    claimed = {
        word
        for role in use.reading.roles
        if role.label in ("actor", "target", "party", "source")
        for word in tree.subtree(tree.head_of(role.first, role.last))
    }
    for tag in reversed(places_of(tree, tree.sentence_of[use.head])):
        head = tree.head_of(tag.first, tag.last)
        between = range(use.reading.last, tag.first)
        if not use.reading.last <= tag.first < end or head in claimed or use.rivals & set(between):
            continue
        if tree.case_of(head) in _AT_CASES or any(tree.layers.word(w).lower() == "in" for w in between[-4:]):
            return (PlaceDraft(_with_relative(tree, tag.first, tag.last), "at"),)
    return ()


def _alone(tree: Tree, use: TriggerUse) -> tuple[PlaceDraft, ...]:
    """Take the only place that the sentence says something is in, if the trigger is its only one."""
    if any(tree.sentence_of[rival] == tree.sentence_of[use.head] for rival in use.rivals):
        return ()
    told = [tag for tag in places_of(tree, tree.sentence_of[use.head]) if _is_located(tree, tag)]
    if len(told) != 1:
        return ()
    return (PlaceDraft(_with_relative(tree, told[0].first, told[0].last), "at"),)


def _is_located(tree: Tree, tag: Tagged) -> bool:
    span = tree.layers.span(tag.first, tag.last)
    before = tree.layers.word(tag.first - 1).lower() if tag.first else ""
    return before in _AT_CASES and not is_in_dateline(tree, span) and not is_of_name(tree, span)


def places_of(tree: Tree, sentence: int) -> list[Tagged]:
    """Return the named places that begin or have their head in a sentence."""
    return tree.once(_place_names).get(sentence, [])


def _place_names(tree: Tree) -> dict[int, list[Tagged]]:
    """List the named places that are no part of an actor's name or description, by sentence."""
    found: dict[int, list[Tagged]] = {}
    for tag in tree.layers.entities:
        head = tree.head_of(tag.first, tag.last) if tag.label == "LOC" else -1
        if head >= 0 and tree.actors.at(head) is None:
            for sentence in {tree.sentence_of[tag.first], tree.sentence_of[head]}:
                found.setdefault(sentence, []).append(tag)
    return found


def _with_relative(tree: Tree, first: int, last: int) -> Span:
    """Take the words of a place with a relative word before them; "the Pacific port of X" is X."""
    names = tree.entities.within(first, last, "LOC")
    if names and names[-1].first >= first + 2 and tree.layers.word(names[-1].first - 1).lower() == "of":
        return tree.layers.span(names[-1].first, names[-1].last)
    name = tree.name_around(tree.head_of(first, last))
    first, last = min(first, name.start), max(last, name.stop)
    start = tree.layers.sentences[tree.sentence_of[first]][0]
    if first > start and tree.layers.word(first - 1).lower() in _RELATIVE:
        first -= 1
    return tree.layers.span(first, last)
