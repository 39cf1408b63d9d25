"""Attribution: who says so, with the words that mark it, outermost voice first.

The reader's source and cue come first. Else the tree is climbed from the trigger: a
verb of saying with a subject ("the governor said"), a passive of hearsay ("are said to
have"), "according to", "citing", a claim that somebody makes ("the army's claim that").
Each one met on the way is a voice, the last met the outermost. Last, quotation marks
are followed to the verb of saying beside them. A moment ("after the raid, he said") is
no content of what is said, nor is what somebody did not say.
"""

from __future__ import annotations

from collections.abc import Iterator

from whowhom.coding.mentions import draft_mention, mention_of
from whowhom.coding.quotations import SAYING, find_speaker
from whowhom.coding.tree import SUBJECTS, Tree
from whowhom.coding.triggers import TriggerUse, nearest
from whowhom.coding.voice_roles import voice_role
from whowhom.records import Span, Tagged, VoiceDraft

# What papers and studies do; of a person they are no saying ("police found that").
_SHOWING = frozenset("show find document record list detail describe".split())
_QUOTING = frozenset(["cite", "quote"])
_HEARSAY = frozenset("say report believe allege rumour rumor claim think understand suspect know".split())
_REPORTEDLY = frozenset(["reportedly", "allegedly", "apparently", "purportedly", "supposedly"])
_CLAIMS = frozenset("claim report allegation accusation rumour rumor statement assertion announcement".split())
_CONTENT = ("ccomp", "parataxis", "xcomp", "csubj", "csubj:pass")
# An adjunct is what is said only behind these ("accused of killing", "told of a raid").
_CONTENT_CASES = frozenset(["of", "about", "to", "as", ""])
_UNSAID = frozenset("must should could would may might can ought".split())


def draft_voices(tree: Tree, use: TriggerUse) -> tuple[VoiceDraft, ...]:
    """Find the voices of one event; empty when the report tells it itself."""
    climbed = _by_tree(tree, use)
    if any(voice.rule == "hearsay passive" for voice in climbed):
        # The reader tends to give a near voice to what "is said to have" happened.
        return climbed
    read = _by_reader(tree, use)
    if read or climbed:
        return read or climbed
    for voice in (_by_adverb(tree, use), _by_opening(tree, use), _by_quotation(tree, use)):
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
        elif tree.sentence_of[source.first] != tree.sentence_of[use.head]:
            continue  # somebody named nearby, with nothing that says so
        span = mention.span
        cue_span = tree.layers.span(cue.first, cue.last) if cue else None
        voices.append(VoiceDraft(span, mention, voice_role(tree, source, mention), cue_span, "reader"))
    if any(voice.cue is not None for voice in voices):
        # "The governor appointed by the movement said": who has no cue says nothing.
        voices = [voice for voice in voices if voice.cue is not None]
    if not sources and cues and not voices and _is_hearsay(tree, cues[0]):
        voices.append(VoiceDraft(None, None, "unnamed", tree.layers.span(cues[0].first, cues[0].last), "reader"))
    return tuple(voices)


def _is_hearsay(tree: Tree, cue: Tagged) -> bool:
    words = range(cue.first, cue.last)
    return any(tree.lemma(w) in _REPORTEDLY or (tree.lemma(w) in _HEARSAY and tree.is_passive(w)) for w in words)


def _by_tree(tree: Tree, use: TriggerUse) -> tuple[VoiceDraft, ...]:
    """Climb from the trigger and collect the voices met; the last met comes first."""
    found: list[VoiceDraft] = []
    below = use.head
    for word in (use.head, *tree.ancestors(use.head)):
        said = [] if word == use.head else list(_by_governor(tree, word, below))
        beside = list(_beside(tree, word, below))
        # Whoever is cited stands inside what the citing voice says; "according to" stands outside.
        met = [*(v for v in beside if v.rule == "citing"), *said, *(v for v in beside if v.rule != "citing")]
        known = {(voice.span, voice.cue) for voice in found}
        found.extend(voice for voice in met if (voice.span, voice.cue) not in known)
        below = word
    return tuple(reversed(found))


def _by_governor(tree: Tree, word: int, below: int) -> Iterator[VoiceDraft]:
    """Yield the voice of a verb or noun whose content hangs below it, and whom it quotes."""
    lemma, relation = tree.lemma(word), tree.relation(below)
    if lemma in _CLAIMS and relation in ("acl", "ccomp") and tree.layers.upos[word] == "NOUN":
        yield _claim(tree, word)
        return
    if lemma not in SAYING and lemma not in _SHOWING:
        return
    if not _is_content(tree, word, below) or _is_unsaid(tree, word):
        return
    if tree.is_passive(word) and lemma in _HEARSAY and relation in (*_CONTENT, "advcl"):
        agent = _agent(tree, word)
        if agent is not None:
            yield _voice(tree, agent, _cue_of(tree, word), "verb of saying")
        else:
            yield VoiceDraft(None, None, "unnamed", _cue_of(tree, word), "hearsay passive")
        return
    quoter = tree.layers.heads[word]
    if quoter >= 0 and tree.lemma(quoter) in _QUOTING and tree.relation(word) in ("advcl", "xcomp"):
        yield from _quoted_as_saying(tree, quoter, word)
        return
    subject, own = tree.subject(word), tree.child(word, *SUBJECTS)
    if subject is not None and (own is None or below not in tree.subtree(own)):
        voice = _voice(tree, subject, _cue_of(tree, word), "verb of saying")
        if lemma in SAYING or voice.role in ("document", "media", "expert"):
            yield voice


def _is_content(tree: Tree, word: int, below: int) -> bool:
    relation = tree.relation(below)
    if relation in _CONTENT:
        return True
    if relation == "advcl":
        mark = tree.child(below, "mark", "advmod")
        marker = tree.layers.word(mark).lower() if mark is not None else ""
        return marker in _CONTENT_CASES or (tree.relation(mark or 0) == "advmod" and marker.endswith("ly"))
    if relation == "obl":
        return tree.case_of(below) in _CONTENT_CASES - {"", "to", "as"}
    # "Described the attack as": what is described was told by somebody else.
    return relation == "obj" and tree.lemma(word) in (
        "report",
        "claim",
        "confirm",
        "announce",
        "admit",
        "allege",
        "deny",
    )


def _is_unsaid(tree: Tree, word: int) -> bool:
    """Say whether a verb of saying is negated or only possible: "did not say whether"."""
    for child in tree.children[word]:
        text, relation = tree.layers.word(child).lower(), tree.relation(child)
        if relation == "advmod" and text in ("not", "n't", "n’t", "never"):
            return tree.lemma(word) != "deny"
        if relation == "aux" and text in _UNSAID:
            return True
    return False


def _agent(tree: Tree, verb: int) -> int | None:
    for child in tree.children[verb]:
        if tree.relation(child) == "obl:agent" or (tree.relation(child) == "obl" and tree.case_of(child) == "by"):
            return child
    return None


def _quoted_as_saying(tree: Tree, quoter: int, saying: int) -> Iterator[VoiceDraft]:
    """Yield the quoted, then the quoting: "the agency quoted the ministry as saying"."""
    passive = tree.is_passive(quoter)
    quoted = tree.subject(quoter) if passive else tree.child(quoter, "obj")
    quoting = _agent(tree, quoter) if passive else tree.subject(quoter)
    for noun, cue in ((quoted, saying), (quoting, quoter)):
        if noun is not None:
            yield _voice(tree, noun, _cue_of(tree, cue), "quoted as saying")


def _claim(tree: Tree, noun: int) -> VoiceDraft:
    """Make the voice of "the army's claim that"; without an owner it is hearsay."""
    cue = tree.layers.span(noun, noun + 1)
    for child in tree.children[noun]:
        owner = tree.relation(child) == "nmod:poss" or (
            tree.relation(child) == "nmod" and tree.case_of(child) in ("by", "from", "of")
        )
        if owner:
            return _voice(tree, child, cue, "noun of saying")
    return VoiceDraft(None, None, "unnamed", cue, "noun of saying")


def _beside(tree: Tree, word: int, below: int) -> Iterator[VoiceDraft]:
    """Yield the voices named beside a clause: "according to", "citing", a speaker tag."""
    for child in tree.children[word]:
        if child == below:
            continue
        case = tree.child(child, "case")
        if case is not None and tree.layers.word(case).lower() == "according":
            yield _according(tree, child, case)
        elif tree.lemma(child) in _QUOTING and tree.relation(child) == "advcl":
            cited = tree.child(child, "obj")
            if cited is not None:
                yield _voice(tree, cited, tree.layers.span(child, child + 1), "citing")
        elif tree.relation(child) == "parataxis" and tree.lemma(child) in SAYING and not _is_unsaid(tree, child):
            yield from _tag(tree, child)


def _tag(tree: Tree, verb: int) -> Iterator[VoiceDraft]:
    subject = tree.child(verb, *SUBJECTS)
    if subject is None:
        return
    for child in tree.children[verb]:
        cited = tree.child(child, "obj") if tree.relation(child) == "advcl" and tree.lemma(child) in _QUOTING else None
        if cited is not None:
            yield _voice(tree, cited, tree.layers.span(child, child + 1), "citing")
    yield _voice(tree, subject, _cue_of(tree, verb), "verb of saying")


def _according(tree: Tree, noun: int, case: int) -> VoiceDraft:
    has_to = case + 1 < noun and tree.layers.word(case + 1).lower() == "to"
    return _voice(tree, noun, tree.layers.span(case, case + 2 if has_to else case + 1), "according to")


def _by_adverb(tree: Tree, use: TriggerUse) -> VoiceDraft | None:
    words = [use.head, *([use.light] if use.light is not None else [])]
    for child in (child for word in words for child in tree.children[word]):
        if tree.layers.word(child).lower() in _REPORTEDLY:
            return VoiceDraft(None, None, "unnamed", tree.layers.span(child, child + 1), "adverb of hearsay")
    return None


def _by_opening(tree: Tree, use: TriggerUse) -> VoiceDraft | None:
    """Read "According to" at the start of a sentence, whatever the tree hangs it on."""
    first, last = tree.layers.sentences[tree.sentence_of[use.head]]
    if tree.layers.word(first).lower() != "according":
        return None
    noun = tree.layers.heads[first]
    if noun < 0 or tree.layers.upos[noun] not in ("NOUN", "PROPN", "PRON") or noun == use.head:
        return None
    comma = next((word for word in range(first, last) if tree.layers.word(word) == ","), last)
    return _according(tree, noun, first) if noun < comma < use.head else None


def _by_quotation(tree: Tree, use: TriggerUse) -> VoiceDraft | None:
    """Follow the quotation marks around the trigger to who speaks."""
    speaker = find_speaker(tree, use.head)
    return _voice(tree, speaker[1], _cue_of(tree, speaker[0]), "quotation marks") if speaker is not None else None


def _cue_of(tree: Tree, verb: int) -> Span:
    first = min([verb, *(c for c in tree.children[verb] if tree.relation(c) in ("aux", "aux:pass") and c < verb)])
    return tree.layers.span(first, verb + 1)


def _voice(tree: Tree, subject: int, cue: Span, rule: str) -> VoiceDraft:
    mention = mention_of(tree, subject)
    tag = Tagged(*tree.phrase(subject), "source", 1.0)
    return VoiceDraft(mention.span, mention, voice_role(tree, tag, mention), cue, rule)
