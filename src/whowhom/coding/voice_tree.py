"""Voices of a whole document: who says what, and which words are what is said.

In: a tree. Out: :class:`Attribution` records in the order of the text, each with source,
cue and content; and, for any stretch of words, the chain of voices over it, outermost
first. Found once a document, whatever is asked: events, tolls, ties, estimates,
statements and forecasts take their voices from here.

What one would get wrong: a wish or a plan ("wants the governor to resign") is an
attribution of the text, but no voice that says something happened; nor is what somebody
did not say. :func:`voices_over` leaves both out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from whowhom.coding.mentions import mention_of
from whowhom.coding.tree import Tree
from whowhom.coding.voice_frames import Saying, SayingKind
from whowhom.coding.voice_joint import with_joint
from whowhom.coding.voice_lines import parting_behind
from whowhom.coding.voice_quotes import with_quotations
from whowhom.coding.voice_read import RULE as READ
from whowhom.coding.voice_read import read_sayings
from whowhom.coding.voice_roles import voice_role
from whowhom.coding.voice_sayings import may_say, sayings_of
from whowhom.coding.voice_sides import citations, headlines
from whowhom.coding.voice_spans import content_spans, source_words
from whowhom.coding.voice_speeches import speeches
from whowhom.records import Span, Tagged, VoiceDraft

_TELLING: tuple[SayingKind, ...] = ("saying", "act", "hearsay")
# Of voices over the same words: "according to" stands outside, whoever is cited inside.
_RANKS = {"according to": 0, "view of": 0, "headline": 0, "citing": 2}


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody says, believes or wants something, in words of the text.

    Attributes:
        source: The whole phrase of who says so; None for hearsay.
        speaker: Head word of the source.
        cue: Words that mark it; None in a headline.
        content: What is said, in pieces where other words interrupt it.
        words: The words of the content.
        asserted: False where it is not said: "did not say whether".
        rule: Name of the rule that found it.
    """

    source: Span | None
    speaker: int | None
    cue: Span | None
    content: tuple[Span, ...]
    words: frozenset[int]
    kind: SayingKind
    asserted: bool
    rule: str


def attributions(tree: Tree) -> tuple[Attribution, ...]:
    """Find every attribution of a document, in the order of their content, outer before inner."""
    return tree.once(_find)


def attributions_over(tree: Tree, word: int) -> Sequence[Attribution]:
    """List the attributions whose content holds a word, in the order of the text."""
    return tree.once(_by_word).get(word, ())


def voices_over(tree: Tree, first: int, last: int) -> tuple[VoiceDraft, ...]:
    """Give the chain of voices over a range of words, outermost first.

    The head of the range must lie in what is said. Empty where the report tells it itself.
    """
    head = tree.head_of(first, last)
    known = tree.once(_chains)
    if head not in known:
        known[head] = _chain_over(tree, head)
    return known[head]


def _chains(tree: Tree) -> dict[int, tuple[VoiceDraft, ...]]:
    """The chains of voices made so far by the word that they were asked for."""
    return {}


def _chain_over(tree: Tree, head: int) -> tuple[VoiceDraft, ...]:
    over = [found for found in attributions_over(tree, head) if _tells(tree, found, head)]
    over.sort(key=lambda found: (-len(found.words), _RANKS.get(found.rule, 1)))
    voices: list[VoiceDraft] = []
    for found in over:
        for voice in _drafts(tree, found):
            if (voice.span, voice.cue) not in {(other.span, other.cue) for other in voices}:
                voices.append(voice)
    return tuple(voices)


def _tells(tree: Tree, found: Attribution, word: int) -> bool:
    """Say whether a voice tells what a word stands for, and does not take it for granted.

    What only the reader sees is an attribution of the text, but tells no event: on labelled reports it was seven
    points less often right than the reader's own look at the event.
    """
    if found.kind not in _TELLING or not found.asserted or found.rule == READ:
        return False
    at = word
    while at in found.words:
        if found.kind == "act" and tree.relation(at).startswith("acl") and at != word:
            # "We ask donors to fund what was pledged": the pledge is nobody's demand.
            return False
        at = tree.layers.heads[at]
    return True


def _drafts(tree: Tree, found: Attribution) -> Iterator[VoiceDraft]:
    """Yield the voice of an attribution, and of those who say it together with its speaker."""
    voice = draft_voice(tree, found)
    if found.speaker is None:
        yield voice
    else:
        yield from with_joint(tree, voice, found.speaker, _verb_of(tree, found))


def _verb_of(tree: Tree, found: Attribution) -> int | None:
    """Return the last word of a cue, which is the verb where it is one."""
    word = tree.words_in(found.cue)[-1] if found.cue is not None else None
    return word if word is not None and tree.layers.upos[word] == "VERB" else None


def draft_voice(tree: Tree, found: Attribution) -> VoiceDraft:
    """Make the voice of an attribution."""
    if found.speaker is None:
        return VoiceDraft(None, None, "unnamed", found.cue, found.rule)
    mention = mention_of(tree, found.speaker)
    tag = Tagged(*tree.phrase(found.speaker), "source", 1.0)
    return VoiceDraft(mention.span, mention, voice_role(tree, tag, mention), found.cue, found.rule)


def _find(tree: Tree) -> tuple[Attribution, ...]:
    words = range(len(tree.layers.starts))
    sayings = [_parted(tree, said) for word in words if may_say(tree, word) for said in sayings_of(tree, word)]
    sayings = [*sayings, *headlines(tree, sayings)]
    sayings = with_quotations(tree, sayings)
    sayings = [*sayings, *citations(tree, sayings), *speeches(tree, sayings)]
    sayings = [*sayings, *read_sayings(tree, sayings)]
    found = [attribution for saying in sayings for attribution in _attribution(tree, saying)]
    return tuple(sorted(found, key=lambda a: (a.content[0], a.cue or a.content[0], a.rule)))


def _parted(tree: Tree, saying: Saying) -> Saying:
    """Leave out of what is said what the report tells itself behind a semicolon."""
    at = parting_behind(tree, saying.head)
    if at is None or not any(word > at for word in saying.content):
        return saying
    return replace(saying, content=tuple(word for word in saying.content if word < at))


def _attribution(tree: Tree, saying: Saying) -> Iterator[Attribution]:
    content = content_spans(tree, saying)
    if not content:
        return
    source = source_words(tree, saying)
    yield Attribution(
        source=tree.layers.span(*source) if source is not None else None,
        speaker=saying.source,
        cue=tree.layers.span(*saying.cue) if saying.cue is not None else None,
        content=content,
        words=frozenset(saying.content),
        kind=saying.kind,
        asserted=saying.asserted,
        rule=saying.rule,
    )


def _by_word(tree: Tree) -> dict[int, list[Attribution]]:
    """The attributions of a document by each word of their content."""
    over: dict[int, list[Attribution]] = {}
    for found in attributions(tree):
        for word in found.words:
            over.setdefault(word, []).append(found)
    return over
