"""What kind of voice it is: official, belligerent, expert, witness, media, document, ...

In: the words of a voice and its mention. Out: one role. The head noun decides; whoever
speaks for an armed group is a belligerent, whatever the title.
"""

from __future__ import annotations

from collections.abc import Iterator

from whowhom.coding.tree import Tree
from whowhom.records import MentionDraft, Tagged
from whowhom.records.values import VoiceRole

_EXPERT = (
    "expert analyst professor lecturer scholar researcher academic specialist historian observer economist "
    "centre center institute university"
)
_WITNESS = "witness resident villager survivor relative neighbour neighbor local eyewitness refugee doctor medic nurse"
_DOCUMENT = "report statement document communique study survey letter record figure note dispatch memo cable footage"
_MEDIA = "newspaper agency radio television tv media medium daily broadcaster channel journalist reporter press outlet"
_OFFICIAL = (
    "official spokesman spokeswoman spokesperson minister ministry president governor police general "
    "chief mayor government army military commander secretary ambassador prosecutor court chairman "
    "authority colonel officer senator deputy envoy diplomat prefect sheriff commissioner lieutenant major attorney "
    "lawmaker legislator congressman congresswoman chancellor premier king queen prince council judiciary "
    " command embassy parliament administration coalition judge captain"
)
_WORDS: tuple[tuple[VoiceRole, frozenset[str]], ...] = (
    ("expert", frozenset(_EXPERT.split())),
    ("witness", frozenset(_WITNESS.split())),
    ("document", frozenset(_DOCUMENT.split())),
    ("media", frozenset(_MEDIA.split())),
    ("unnamed", frozenset(["source", "people", "person", "they", "some", "many", "others"])),
    ("official", frozenset(_OFFICIAL.split())),
)
_ARMED = frozenset(
    "rebel militia militant insurgent guerrilla guerilla jihadist jihadi separatist fighter gunman".split()
)
BY_KIND: dict[str, VoiceRole] = {
    "state forces": "official",
    "government": "official",
    "rebel group": "belligerent",
    "political militia": "belligerent",
    "identity militia": "belligerent",
    "international organisation": "international organisation",
    "media": "media",
    "civilians": "witness",
    "party": "official",
}
TITLE_WORDS = 4
# "The UN refugee agency" is no news agency.
_NEWS = frozenset(["news", "press"])


def voice_role(tree: Tree, source: Tagged, mention: MentionDraft) -> VoiceRole:
    """Say what kind of voice it is, by the words of its phrase and of its apposition, then by its kind."""
    head = tree.head_of(source.first, source.last)
    near = list(dict.fromkeys([*range(source.first, source.last), *_beside(tree, head), *_title(tree, source.first)]))
    lemmas = {tree.lemma(word) for word in near}
    role = _by_words(tree.lemma(head), lemmas)
    if role == "media" and tree.lemma(head) == "agency" and len(near) > 2 and not lemmas & _NEWS:
        role = None if mention.kind in BY_KIND else "official"
    if role in (None, "official"):
        spoken_for = _spoken_for(tree, near, lemmas)
        if spoken_for is not None:
            return spoken_for
    return role or BY_KIND.get(mention.kind or "", "person")


def _by_words(head: str, lemmas: set[str]) -> VoiceRole | None:
    for role, nouns in _WORDS:
        if head in nouns:
            return role
    for role, nouns in _WORDS:
        if role != "unnamed" and lemmas & nouns:
            return role
    return None


def _spoken_for(tree: Tree, near: list[int], lemmas: set[str]) -> VoiceRole | None:
    """Return the role of the group that an official speaks for, where it is no state."""
    kinds = {tag.label for word in near for tag in tree.actors.holding(word)}
    for kind in ("rebel group", "political militia", "identity militia"):
        if kind in kinds:
            return "belligerent"
    if lemmas & _ARMED:
        return "belligerent"
    return "international organisation" if "international organisation" in kinds else None


def _title(tree: Tree, first: int) -> Iterator[int]:
    """Yield the nouns right before a name, whatever the tree makes of them: "police spokeswoman Aline Masika"."""
    start = tree.layers.sentences[tree.sentence_of[first]][0]
    for word in range(first - 1, max(first - 1 - TITLE_WORDS, start - 1), -1):
        if tree.layers.upos[word] not in ("NOUN", "PROPN", "ADJ"):
            return
        yield word


def _beside(tree: Tree, head: int) -> Iterator[int]:
    """Yield the words that describe a name: before it, or beside it in an apposition with its complements."""
    for child in tree.children[head]:
        if tree.relation(child) in ("compound", "amod", "parataxis"):
            yield child
        elif tree.relation(child) == "appos":
            first, last = tree.phrase(child)
            yield from range(first, last)
