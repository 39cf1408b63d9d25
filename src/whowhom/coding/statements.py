"""Statements: what a voice says of an actor's nature, motive or worth, in its own words.

In: a tree and the drafts of the events. Out: :class:`~whowhom.records.StatementDraft` in
text order: the words that judge, who speaks, about whom, and whether it is praise or blame.

What one would get wrong: propaganda stays the speaker's, in the speaker's words; the
project takes none of it over. What an event of accusing, rejecting or supporting already
tells is no statement again, nor is what somebody says in praise of themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from whowhom.coding import statement_words as lists
from whowhom.coding.mentions import mention_of
from whowhom.coding.tellers import with_teller
from whowhom.coding.tie_relation import is_actor
from whowhom.coding.tree import SUBJECTS, Tree
from whowhom.coding.voice_frames import agent_of
from whowhom.coding.voice_roles import voice_role
from whowhom.coding.voice_tree import Attribution, attributions, voices_over
from whowhom.coding.voice_words import SAYING
from whowhom.records import EventDraft, MentionDraft, StatementDraft, Tagged, VoiceDraft

Stance = Literal["positive", "negative", "neutral"]
# A judgement fits into a clause; what is longer is a tree gone wrong.
MAX_WORDS = 18
# The reader's own judgements count from this score on, those that a rule sees too from a smaller one.
LEAST_READ = 0.4
LEAST_WITH_RULE = 0.15
_SAID_BY_EVENT = ("ACCUSE", "REJECT", "SUPPORT")
_QUOTE_MARKS = frozenset(['"', "“", "”", "``", "''"])
_NOUNS = ("NOUN", "PROPN")


@dataclass(frozen=True, slots=True)
class _Judged:
    """Words that judge somebody, as words of the tree."""

    first: int
    last: int
    about: int | None
    speaker: int | None
    cue: int | None
    sign: int
    rule: str


def draft_statements(tree: Tree, events: Sequence[EventDraft]) -> tuple[StatementDraft, ...]:
    """Find the statements of a document.

    Args:
        events: What those of accusing, rejecting and supporting say is not said twice.
    """
    taken = [event.trigger for event in events if event.type in _SAID_BY_EVENT]
    found: list[StatementDraft] = []
    by_rule = (*_labels(tree), *_quoted(tree), *_said(tree), *_epithets(tree))
    likely = [judged for judged in by_rule if tree.stances.support(judged.first, judged.last) >= LEAST_WITH_RULE]
    for judged in (*likely, *_read(tree)):
        draft = _draft(tree, judged)
        if draft is None or any(draft.span.overlaps(span) for span in taken):
            continue
        if not any(draft.span.overlaps(other.span) for other in found):
            found.append(draft)
    return tuple(sorted(found, key=lambda draft: draft.span))


def _draft(tree: Tree, judged: _Judged) -> StatementDraft | None:
    if judged.last - judged.first > MAX_WORDS or judged.first >= judged.last:
        return None
    about = mention_of(tree, judged.about) if judged.about is not None else None
    speaker, voices = _speaker(tree, judged)
    if speaker is not None and about is not None and _is_self(tree, speaker, about, judged):
        return None
    if speaker is None and about is None:
        return None
    stance: Stance = "negative" if judged.sign < 0 else "positive" if judged.sign > 0 else "neutral"
    span = tree.layers.span(judged.first, judged.last)
    return StatementDraft(span, speaker, about, stance, tree.sentence_of[judged.first], judged.rule, voices)


def _speaker(tree: Tree, judged: _Judged) -> tuple[MentionDraft | None, tuple[VoiceDraft, ...]]:
    """Find who says it: the subject of the verb that labels, and whoever is quoted around it."""
    voices = tuple(voice for voice in voices_over(tree, judged.first, judged.last) if not _is_marker(tree, voice))
    if judged.speaker is not None and judged.cue is not None:
        mention = mention_of(tree, judged.speaker)
        if not any(voice.span == mention.span for voice in voices):
            tag = Tagged(*tree.phrase(judged.speaker), "source", 1.0)
            cue = tree.layers.span(judged.cue, judged.cue + 1)
            voices = (*voices, VoiceDraft(mention.span, mention, voice_role(tree, tag, mention), cue, judged.rule))
        return mention, voices
    head = tree.head_of(judged.first, judged.last)
    voices = with_teller(tree, head, range(judged.first, judged.last), voices, lists.NAMING, judged.rule)
    # Of those who speak together the first; a statement has one speaker.
    alone = [voice for voice in voices if not voice.joint]
    return (alone[-1].mention if alone else None), voices


def _is_marker(tree: Tree, voice: VoiceDraft) -> bool:
    """Say whether the words of a voice only join clauses: "experts say that IS-K"."""
    text = tree.layers.document.text
    return voice.span is not None and text[voice.span.start : voice.span.end].lower() in ("that", "which")


def _is_self(tree: Tree, speaker: MentionDraft, about: MentionDraft, judged: _Judged) -> bool:
    """Say whether somebody speaks of themselves: "we are heroes"."""
    if speaker.head == about.head:
        return True
    text = tree.layers.document.text
    name, said = (text[m.span.start : m.span.end].lower().removeprefix("the ") for m in (about, speaker))
    if name in said and judged.sign > 0:
        return True
    return judged.about is not None and tree.layers.word(judged.about).lower() in ("we", "i", "our", "my", "us", "me")


def _sign_of(tree: Tree, words: Sequence[int]) -> int:
    """Weigh the words that judge; the first one counts most, a negation turns it."""
    for word in words:
        lemma = tree.lemma(word)
        sign = (lemma in lists.POSITIVE_NOUNS or lemma in lists.POSITIVE_WORDS) - (
            lemma in lists.NEGATIVE_NOUNS or lemma in lists.NEGATIVE_WORDS
        )
        if lemma == "responsible" and word + 1 < len(tree.layers.starts) and tree.lemma(word + 1) in ("for", "in"):
            continue
        if sign and tree.layers.upos[word] in ("NOUN", "ADJ", "PROPN", "ADV", "VERB"):
            negated = any(tree.layers.word(c).lower() in ("not", "n't", "no", "never") for c in tree.children[word])
            return -sign if negated else sign
    return 0


def _labels(tree: Tree) -> Iterator[_Judged]:
    """Read "called the exiles fleas", "dismissed it as a ruse", "described X as", "compared X to"."""
    for verb, lemma in enumerate(tree.layers.lemmas):
        if lemma not in lists.LABELLING or tree.layers.upos[verb] != "VERB":
            continue
        complement = _complement(tree, verb)
        if complement is None:
            continue
        words = _inside(tree, complement)
        sign = _sign_of(tree, words)
        is_quoted = tree.layers.word(max(words[0] - 1, 0)) in _QUOTE_MARKS
        words = _to_closing_mark(tree, words) if is_quoted else words
        if not sign and not is_quoted and not lists.LABELLING[lemma]:
            continue
        passive = tree.is_passive(verb)
        thing = tree.child(verb, "nsubj:pass") if passive else tree.child(verb, "obj")
        about = thing if thing is not None and thing != complement else None
        speaker = agent_of(tree, verb) if passive else tree.subject(verb)
        if speaker is not None and not is_actor(tree, speaker):
            speaker = next((c for c in tree.children[verb] if tree.relation(c) in SUBJECTS and is_actor(tree, c)), None)
        if about is not None and not is_actor(tree, about):
            about = _owner(tree, about)
        if not sign and (about is None or lemma in ("consider", "see", "view", "regard", "name", "declare")):
            continue
        yield _Judged(words[0], words[-1] + 1, about, speaker, verb, sign or lists.LABELLING[lemma] or -1, "label")


def _complement(tree: Tree, verb: int) -> int | None:
    """Return the noun or adjective that somebody is called."""
    cases = lists.COMPLEMENT_CASES
    bare = tree.child(verb, "xcomp", "ccomp")
    lemma = tree.lemma(verb)
    for child in tree.children[verb]:
        case = tree.case_of(child)
        is_likened = case == "as" or (case in cases and lemma in ("compare", "liken"))
        if child > verb and tree.relation(child) in ("obl", "xcomp", "nmod", "advcl") and is_likened:
            return child
    if (
        lemma in ("call", "brand", "label", "term", "dub", "deem", "declare", "consider")
        and bare is not None
        and bare > verb
    ):
        return bare if tree.layers.upos[bare] in ("NOUN", "ADJ", "PROPN") else None
    thing = tree.child(verb, "obj")
    for holder in (thing,) if thing is not None else ():
        for child in tree.children[holder]:
            if tree.relation(child) == "nmod" and tree.case_of(child) == "as" and child > verb:
                return child
    return None


def _inside(tree: Tree, head: int) -> list[int]:
    """Return the words of a judgement without the preposition and the marks around it."""
    below = [word for word in tree.subtree(head) if word - head <= MAX_WORDS]
    run = [head]
    for word in range(head - 1, below[0] - 1, -1):
        if word not in below or tree.relation(word) in ("case", "mark") or tree.layers.word(word) in _QUOTE_MARKS:
            break
        run.insert(0, word)
    for word in range(head + 1, below[-1] + 1):
        if word not in below or tree.layers.word(word) in (",", ".", ";", ":", *_QUOTE_MARKS):
            break
        run.append(word)
    return run


def _to_closing_mark(tree: Tree, words: Sequence[int]) -> list[int]:
    """Take in all that stands in quotation marks: the speaker's own words are not cut short."""
    last = tree.layers.sentences[tree.sentence_of[words[0]]][1]
    for word in range(words[-1], min(last, words[0] + MAX_WORDS)):
        if tree.layers.word(word) in _QUOTE_MARKS:
            return list(range(words[0], word))
    return list(words)


def _owner(tree: Tree, noun: int) -> int | None:
    """Return whose act or word is judged: "the army's announcement", "the statement of the Front"."""
    for child in tree.children[noun]:
        if tree.relation(child) in ("nmod:poss", "nmod", "compound", "amod") and is_actor(tree, child):
            return child
    return None


def _quoted(tree: Tree) -> Iterator[_Judged]:
    """Read short quotations that judge: 169 dead, "mainly terrorists"; "they are bandits", he said."""
    for found in _short_quotes(tree):
        words = [word for word in found if tree.layers.upos[word] != "PUNCT"]
        sign = _sign_of(tree, words)
        if not words or not sign or tree.entities.at(words[-1], "ORG", "LOC") is not None:
            continue
        head = tree.head_of(words[0], words[-1] + 1)
        subject = tree.child(head, *SUBJECTS)
        about = subject if subject is not None else _beside(tree, head, found)
        if about is None or not is_actor(tree, about):
            continue
        voices = voices_over(tree, words[0], words[-1] + 1)
        verb = _saying_above(tree, head)
        speaker = tree.subject(verb) if verb is not None and not voices else None
        if not voices and speaker is None:
            continue
        first = subject + 1 if subject is not None and subject in words and subject + 1 < words[-1] else words[0]
        yield _Judged(first, words[-1] + 1, about, speaker if speaker != about else None, verb, sign, "quotation")


def _short_quotes(tree: Tree) -> Iterator[range]:
    start: int | None = None
    for word in range(len(tree.layers.starts)):
        if tree.layers.word(word) not in _QUOTE_MARKS:
            continue
        if start is not None and start < word and tree.sentence_of[start] == tree.sentence_of[word]:
            if word - start <= MAX_WORDS:
                yield range(start, word)
            start = None
        else:
            start = word + 1


def _beside(tree: Tree, head: int, quoted: range) -> int | None:
    """Return the actor that a quoted epithet hangs on, or the subject of the clause it stands in."""
    above = tree.layers.heads[head]
    if above < 0:
        return None
    if tree.layers.upos[above] in _NOUNS and above not in quoted and is_actor(tree, above):
        return above
    if is_actor(tree, head):
        return head
    thing = tree.child(above, "obj") if tree.layers.upos[above] == "VERB" else None
    return thing if thing is not None and thing not in quoted else None


def _saying_above(tree: Tree, word: int) -> int | None:
    return next((above for above in tree.ancestors(word) if tree.lemma(above) in SAYING), None)


def _said(tree: Tree) -> Iterator[_Judged]:
    """Read what a voice says somebody is or wants: "he said the Front are plain terrorists"."""
    for found in attributions(tree):
        if found.kind in ("saying", "belief") and found.asserted and found.words:
            yield from _in_content(tree, found)


def _in_content(tree: Tree, found: Attribution) -> Iterator[_Judged]:
    for word in sorted(found.words):
        subject = tree.child(word, *SUBJECTS)
        if subject is None or not is_actor(tree, tree.antecedent(subject)):
            continue
        complement = _predicate(tree, word)
        if complement is None:
            continue
        of_subject = set(tree.subtree(subject))
        words = [w for w in _inside(tree, complement) if w not in of_subject and (w > subject or complement < subject)]
        words = [w for w in words if tree.relation(w) not in ("cop", "aux")] or words
        sign = _sign_of(tree, [complement, *(w for w in words if tree.layers.heads[w] == complement)])
        if sign and words:
            yield _Judged(words[0], words[-1] + 1, tree.antecedent(subject), None, None, sign, "predicate")


def _predicate(tree: Tree, word: int) -> int | None:
    """Return the word that says what the subject is: behind "is", or the object of "pose", "represent"."""
    if tree.child(word, "cop") is not None and tree.layers.upos[word] in ("NOUN", "ADJ", "PROPN"):
        return word
    if tree.lemma(word) in lists.FEEL_LIKE or tree.lemma(word) in ("pose", "spread", "serve", "deserve"):
        return tree.child(word, "xcomp", "obj")
    return None


def _epithets(tree: Tree) -> Iterator[_Judged]:
    """Read "the barbarity of the regime", "this cowardly gang": a character given to an actor in passing."""
    for word, lemma in enumerate(tree.layers.lemmas):
        if lemma in lists.CHARACTER and tree.layers.upos[word] == "NOUN":
            about = _owner(tree, word)
            if about is not None:
                first, last = tree.phrase(word)
                yield _Judged(first, last, about, None, None, _sign_of(tree, [word]) or -1, "epithet")
        elif lemma in lists.EPITHETS and tree.relation(word) == "amod":
            noun = tree.layers.heads[word]
            is_office = lemma == "criminal" and tree.lemma(noun) in ("judge", "court", "code", "lawyer", "investigator")
            if noun > word and is_actor(tree, noun) and not is_office and not _is_of_name(tree, word, noun):
                yield _Judged(word, noun + 1, noun, None, None, _sign_of(tree, [word]) or -1, "epithet")


def _is_of_name(tree: Tree, word: int, noun: int) -> bool:
    tag = tree.entities.at(noun, "ORG", "PER")
    return tag is not None and tag.first <= word


def _read(tree: Tree) -> Iterator[_Judged]:
    """Take the words in which the reader sees a judgement, and look for whom they judge."""
    for tag in tree.layers.stances:
        if tag.score >= LEAST_READ:
            head = tree.head_of(tag.first, tag.last)
            about = _judged_by(tree, head, range(tag.first, tag.last))
            sign = 1 if tag.label == "positive" else -1
            words = _inside(tree, head)
            whole = words[0] <= tag.first and tag.last <= words[-1] + 1 <= words[0] + MAX_WORDS
            first, last = (words[0], words[-1] + 1) if whole else (tag.first, tag.last)
            yield _Judged(first, last, about, None, None, sign, "reader")


def _judged_by(tree: Tree, head: int, inside: range) -> int | None:
    """Return whom words judge: their subject, what they are said of, whoever they name, who was named before."""
    above = tree.layers.heads[head]
    verb = above if above >= 0 and tree.layers.upos[above] in ("VERB", "AUX") else None
    nearest = [tree.subject(head), _beside(tree, head, inside), _owner(tree, head)]
    if verb is not None:
        nearest += [tree.child(verb, "obj", "nsubj:pass", "iobj")]
    nearest += [head, *(word for word in inside if tree.relation(word) in ("nmod", "nmod:poss"))]
    for word in nearest:
        if word is not None and is_actor(tree, tree.antecedent(word)):
            return tree.antecedent(word)
    first = tree.layers.sentences[tree.sentence_of[head]][0]
    before = tree.actors.within(first, inside.start)
    return tree.head_of(before[-1].first, before[-1].last) if before else None
