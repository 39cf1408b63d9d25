"""Attribution: who says so, with the words that mark it, outermost voice first.

The reader's source and cue come first. Else the tree is climbed from the
trigger to a verb of saying with a subject ("the governor said"), a passive of
hearsay ("are said to have"), or an "according to". Last, quotation marks are
followed to the verb of saying in their paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable

from whowhom.coding.mentions import draft_mention, mention_of
from whowhom.coding.tree import SUBJECTS, Tree
from whowhom.coding.triggers import TriggerUse, nearest
from whowhom.records import MentionDraft, Span, Tagged, VoiceDraft
from whowhom.records.values import VoiceRole

SAYING = frozenset(
    "say tell report announce claim state declare confirm add note allege assert maintain insist warn "
    "explain believe argue acknowledge admit deny write reveal disclose estimate suggest indicate stress "
    "vow think comment describe accuse recall mention testify tweet post recount reply respond affirm "
    "contend conclude".split()
)
_HEARSAY = frozenset("say report believe allege rumour rumor claim think understand suspect know".split())
_REPORTEDLY = frozenset(["reportedly", "allegedly", "apparently", "purportedly", "supposedly"])
_NOT_SPEECH = ("nsubj", "obj", "iobj")
_ROLE_WORDS: tuple[tuple[VoiceRole, frozenset[str]], ...] = (
    (
        "expert",
        frozenset(
            "expert analyst professor lecturer scholar researcher academic specialist historian observer".split()
        ),
    ),
    (
        "witness",
        frozenset("witness resident villager survivor relative neighbour neighbor local eyewitness refugee".split()),
    ),
    (
        "document",
        frozenset("report statement document communique study survey letter record figure note dispatch".split()),
    ),
    (
        "media",
        frozenset("newspaper agency radio television tv media daily broadcaster channel journalist press".split()),
    ),
    ("unnamed", frozenset(["source", "people", "person", "they"])),
    (
        "official",
        frozenset(
            "official spokesman spokeswoman spokesperson minister ministry president governor police general "
            "chief mayor government army military commander secretary ambassador prosecutor court chairman "
            "authority colonel officer senator deputy envoy command embassy parliament administration coalition".split()
        ),
    ),
)
_BY_KIND: dict[str, VoiceRole] = {
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


def draft_voices(tree: Tree, use: TriggerUse) -> tuple[VoiceDraft, ...]:
    """Find the voices of one event; empty when the report tells it itself."""
    by_tree = _by_tree(tree, use)
    if by_tree is not None and by_tree.rule == "hearsay passive":
        return (by_tree,)
    read = _by_reader(tree, use)
    if read:
        return read
    for voice in (by_tree, _by_adverb(tree, use), _by_quotation(tree, use)):
        if voice is not None:
            return (voice,)
    return ()


def _by_reader(tree: Tree, use: TriggerUse) -> tuple[VoiceDraft, ...]:
    sources = nearest(tree, use, [role for role in use.reading.roles if role.label == "source"])
    cues = nearest(tree, use, [role for role in use.reading.roles if role.label == "cue"])
    voices: list[VoiceDraft] = []
    for source in sources:
        mention = draft_mention(tree, source.first, source.last)
        head = tree.head_of(source.first, source.last)
        if tree.layers.xpos[head] == "PRP$" and tree.layers.heads[head] >= 0:
            # "Its spokesman": the voice is the spokesman's.
            mention = mention_of(tree, tree.layers.heads[head])
        cue = min(cues, key=lambda c: abs(c.first - source.first), default=None)
        if cue is not None:
            cues.remove(cue)
        span = mention.span
        cue_span = tree.layers.span(cue.first, cue.last) if cue else None
        voices.append(VoiceDraft(span, mention, voice_role(tree, source, mention), cue_span, "reader"))
    if not sources and cues and not voices and _is_hearsay(tree, cues[0]):
        voices.append(VoiceDraft(None, None, "unnamed", tree.layers.span(cues[0].first, cues[0].last), "reader"))
    return tuple(voices)


def _is_hearsay(tree: Tree, cue: Tagged) -> bool:
    words = range(cue.first, cue.last)
    return any(tree.lemma(w) in _REPORTEDLY or (tree.lemma(w) in _HEARSAY and tree.is_passive(w)) for w in words)


def _by_tree(tree: Tree, use: TriggerUse) -> VoiceDraft | None:
    below = use.head
    for word in (use.head, *tree.ancestors(use.head)):
        according = _according_to(tree, word)
        if according is not None:
            return according
        if word != use.head and tree.lemma(word) in SAYING and tree.relation(below) not in _NOT_SPEECH:
            if (
                tree.is_passive(word)
                and tree.lemma(word) in _HEARSAY
                and tree.relation(below) in ("xcomp", "ccomp", "advcl")
            ):
                return VoiceDraft(None, None, "unnamed", _cue_of(tree, word), "hearsay passive")
            subject = tree.child(word, *SUBJECTS)
            if (
                subject is not None
                and subject != below
                and tree.relation(below) in ("ccomp", "parataxis", "advcl", "obl", "xcomp")
            ):
                return _voice(tree, subject, _cue_of(tree, word), "verb of saying")
        for child in tree.children[word]:
            if tree.relation(child) == "parataxis" and tree.lemma(child) in SAYING:
                subject = tree.child(child, *SUBJECTS)
                if subject is not None:
                    return _voice(tree, subject, _cue_of(tree, child), "verb of saying")
        below = word
    return None


def _according_to(tree: Tree, word: int) -> VoiceDraft | None:
    for child in tree.children[word]:
        case = tree.child(child, "case")
        if case is not None and tree.layers.word(case).lower() == "according":
            last = case + 2 if tree.layers.word(case + 1).lower() == "to" else case + 1
            return _voice(tree, child, tree.layers.span(case, last), "according to")
    return None


def _by_adverb(tree: Tree, use: TriggerUse) -> VoiceDraft | None:
    for child in tree.children[use.head]:
        if tree.lemma(child) in _REPORTEDLY:
            return VoiceDraft(None, None, "unnamed", tree.layers.span(child, child + 1), "adverb of hearsay")
    return None


def _by_quotation(tree: Tree, use: TriggerUse) -> VoiceDraft | None:
    """Follow quotation marks around the trigger to the verb of saying outside them."""
    region = _paragraph(tree, use.head)
    inside, quoted = False, set()
    for word in region:
        mark = tree.layers.word(word)
        if mark in ('"', "“", "”", "``", "''"):
            inside = mark in ("“", "``") or (mark == '"' and not inside)
        elif inside:
            quoted.add(word)
    if use.head not in quoted:
        return None
    for word in sorted(region, key=lambda w: abs(w - use.head)):
        if word not in quoted and tree.lemma(word) in SAYING and tree.layers.upos[word] == "VERB":
            subject = tree.child(word, *SUBJECTS)
            if subject is not None and subject not in quoted:
                return _voice(tree, subject, _cue_of(tree, word), "quotation marks")
    return None


def _paragraph(tree: Tree, word: int) -> range:
    layers = tree.layers
    for region in layers.document.regions:
        if region.start <= layers.starts[word] < region.end:
            inside = [i for i, start in enumerate(layers.starts) if region.start <= start < region.end]
            return range(inside[0], inside[-1] + 1)
    return range(*layers.sentences[tree.sentence_of[word]])


def _cue_of(tree: Tree, verb: int) -> Span:
    first = min([verb, *(c for c in tree.children[verb] if tree.relation(c) in ("aux", "aux:pass") and c < verb)])
    return tree.layers.span(first, verb + 1)


def _voice(tree: Tree, subject: int, cue: Span, rule: str) -> VoiceDraft:
    mention = mention_of(tree, subject)
    tag = Tagged(*tree.phrase(subject), "source", 1.0)
    return VoiceDraft(mention.span, mention, voice_role(tree, tag, mention), cue, rule)


def voice_role(tree: Tree, source: Tagged, mention: MentionDraft) -> VoiceRole:
    """Say what kind of voice it is, by the words of its phrase and of its apposition, then by its kind."""
    head = tree.head_of(source.first, source.last)
    words = {tree.lemma(word) for word in range(source.first, source.last)} | set(_beside(tree, head))
    head_lemma = tree.lemma(head)
    for role, nouns in _ROLE_WORDS:
        if head_lemma in nouns:
            return role
    for role, nouns in _ROLE_WORDS:
        if role != "unnamed" and words & nouns:
            return role
    return _BY_KIND.get(mention.kind or "", "person")


def _beside(tree: Tree, head: int) -> Iterable[str]:
    for child in tree.children[head]:
        if tree.relation(child) in ("appos", "compound", "amod", "parataxis"):
            yield tree.lemma(child)
