"""Ties: lasting relations between two actors that the words state.

In: a tree. Out: :class:`~whowhom.records.TieDraft` in text order, each once. Nouns and
titles are read in ``tie_nouns``, verbs and participles in ``tie_verbs``, and how all of
them are told in ``tie_moods``; the reader sees more, and ``tie_scores`` weighs both.

What one would get wrong: an act is an event and makes no tie; nor do suspicion, arrest,
kinship, faith or schooling. A tie that is only possible, wished, feared or denied keeps
that in its factuality where it is between two bodies, and is left out where it is a
person's membership or office: such a tie must never be drawn as real.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from whowhom.codebook import Codebook
from whowhom.coding import tie_words as lists
from whowhom.coding.mentions import mention_of
from whowhom.coding.tie_moods import Mood, read_mood
from whowhom.coding.tie_nouns import noun_relations
from whowhom.coding.tie_readings import PAST_RULE as PAST
from whowhom.coding.tie_readings import RULE as READ
from whowhom.coding.tie_readings import kind_read, opens, path_between, read_relations, seen_between
from whowhom.coding.tie_relation import Relation, is_actor, is_body, is_person
from whowhom.coding.tie_scores import SeenTie, tie_score
from whowhom.coding.tie_verbs import verb_relations
from whowhom.coding.tree import Tree
from whowhom.coding.voice_tree import voices_over
from whowhom.records import Factuality, MentionDraft, Span, TieDraft, VoiceDraft
from whowhom.records.events import TieKind

_FRIENDLY = ("part of", "member of", "leads", "founded by", "allied with", "supports", "shelters", "defected to")
_HOSTILE = ("split from", "fights", "opposes", "pressures", "designates")
SIGNS: dict[str, int] = {**dict.fromkeys(_FRIENDLY, 1), **dict.fromkeys(_HOSTILE, -1), "negotiates with": 0}
# What somebody only may be, or denies being, is told of persons all the time and ties nobody.
_PERSONAL = ("leads", "member of", "founded by", "designates")
# A country or district can be led, belonged to and held; it takes part in the rest as an actor or not at all.
_OF_PLACES = ("leads", "member of", "part of", "supports", "shelters", "allied with", "opposes", "fights")
# What is read like a tie with less than this is left out.
LEAST_SCORE = 0.22
LEAST_SCORE_ALONE = 0.25
# So many words at the sides of two ends and what stands between may still leave their tie open.
NEAR_WORDS = 3
# The words of an office and a body that hold "of" in their name.
_CHIEFS = re.compile(r" of (?:the )?(?:[A-Z]\w+ )?Staff\b")
_OF_STAFF = re.compile(r"(?:.* )?chiefs? of (?:the )?(?:\w+ )?staff", re.IGNORECASE)
# Behind them none does where the reader is as sure as this.
PLAIN_SCORE = 0.8


def draft_ties(tree: Tree, codebook: Codebook, *, dates: Sequence[Span] = ()) -> tuple[TieDraft, ...]:
    """Find the ties that a document states, in text order, each once, one for two words.

    Args:
        dates: Date expressions of the text, in order: those in the clause of a tie are its period.
    """
    # Rules first: what the reader sees between other words of the same phrases is the same tie.
    scored = [replace(seen.draft, score=tie_score(tree, seen)) for seen in seen_ties(tree, dates)]
    kept: dict[frozenset[Span], TieDraft] = {}
    near: dict[tuple[int, TieKind], list[TieDraft]] = {}
    for tie in sorted(scored, key=lambda tie: (_is_alone(tie), -tie.score)):
        pair, alike = frozenset((tie.subject.head, tie.object.head)), near.setdefault((tie.sentence, tie.tie), [])
        likely = tie.score >= (LEAST_SCORE_ALONE if _is_alone(tie) else LEAST_SCORE)
        if likely and pair not in kept and not (_is_alone(tie) and _is_told_again(tie, alike)):
            kept[pair] = tie
            alike.append(tie)
    return tuple(sorted(kept.values(), key=lambda tie: (tie.span, tie.tie, tie.subject.span, tie.object.span)))


def _is_alone(tie: TieDraft) -> bool:
    """Say whether only the reader sees a tie."""
    return tie.rule.startswith(READ)


def _is_told_again(tie: TieDraft, alike: Iterable[TieDraft]) -> bool:
    """Say whether a tie is one of those of its kind and sentence, by a pronoun or by fewer or more words."""
    for other in alike:
        same = [
            _touch(tie.subject, other.subject) + _touch(tie.object, other.object),
            _touch(tie.subject, other.object) + _touch(tie.object, other.subject),
        ]
        forms = (tie.subject.form, tie.object.form, other.subject.form, other.object.form)
        if max(same) == 2 or ("pronoun" in forms and same[0]):
            return True
    return False


def _touch(one: MentionDraft, other: MentionDraft) -> bool:
    return one.span.overlaps(other.span)


def seen_ties(tree: Tree, dates: Sequence[Span] = ()) -> tuple[SeenTie, ...]:
    """List every tie that a rule or the reader sees, likely or not, with what its score is reckoned from."""
    found: dict[tuple[object, ...], SeenTie] = {}
    for word in range(len(tree.layers.starts)):
        for relation in (*noun_relations(tree, word), *verb_relations(tree, word)):
            for subject, thing in _pairs(tree, relation):
                tie = _draft(tree, relation, subject, thing, dates)
                if tie is not None:
                    seen = _seen(tree, tie, subject, thing, relation.rule.split()[0])
                    found.setdefault((tie.subject.head, tie.tie, tie.object.head), seen)
    for relation, reading in read_relations(tree):
        tie = _draft(tree, relation, relation.subject, relation.object, dates, reading.score)
        if tie is not None:
            seen = SeenTie(tie, reading.score, False, None)
            found.setdefault((tie.subject.head, tie.tie, tie.object.head), seen)
    return tuple(found.values())


def _seen(tree: Tree, tie: TieDraft, subject: int, thing: int, rule: str) -> SeenTie:
    reading = seen_between(tree, subject, thing)
    if reading is None:
        return SeenTie(tie, 0.0, False, rule)
    return SeenTie(tie, reading.score, kind_read(reading) == tie.tie, rule)


def _pairs(tree: Tree, relation: Relation) -> Iterator[tuple[int, int]]:
    """Yield the ends of a relation, with those that are coordinated with them: "Dawa and SCIRI are allies of"."""
    for subject in _all(tree, relation.subject, relation):
        for thing in _all(tree, relation.object, relation):
            yield subject, thing


def _all(tree: Tree, word: int, relation: Relation) -> Iterator[int]:
    word = tree.antecedent(word)
    yield word
    if relation.is_title and (word == relation.word or tree.layers.xpos[relation.word] == "NN"):
        return
    for child in tree.children[word]:
        if (
            tree.relation(child) == "conj"
            and is_actor(tree, child)
            and child not in (relation.subject, relation.object)
        ):
            yield child


def _draft(
    tree: Tree, relation: Relation, subject: int, thing: int, dates: Sequence[Span], read: float = 0.0
) -> TieDraft | None:
    """Make the tie if both ends can have it and the words tell it.

    Args:
        read: The reader's score, where no rule reads the relation.
    """
    kind = relation.tie
    is_read = relation.rule in (READ, PAST)
    if not is_read and (not _can_bear(tree, subject, kind) or not _can_be(tree, thing, kind)):
        return None
    mood = read_mood(tree, relation.word, (subject,), is_title=relation.is_title)
    if is_read and kind == "leads" and tree.lemma(subject) in lists.ONLOOKERS:
        return None
    if is_read and (_describes(tree, subject, thing) or not _is_plainly_told(tree, subject, thing, read)):
        return None
    if mood is None or (not mood.is_real and kind in _PERSONAL):
        return None
    ends = _ends(tree, subject, thing)
    if ends is None or (is_read and _is_of_name(ends, kind)):
        return None
    if _is_within_name(tree, subject, thing) or not all(_is_whole(tree, end) for end in ends):
        return None
    if relation.rule.split()[0] in ("joined", "prefix"):
        ends = _unjoined(tree, ends[0], subject), _unjoined(tree, ends[1], thing)
    ends = _with_staff(tree, ends[0]), _with_staff(tree, ends[1])
    voices = voices_over(tree, relation.word, relation.word + 1)
    span = tree.layers.span(relation.word, relation.word + 1)
    return TieDraft(
        ends[0],
        kind,
        ends[1],
        span,
        tree.sentence_of[relation.word],
        f"{relation.rule}: {tree.lemma(relation.word)}",
        0.0,
        _with_voices(mood, voices),
        mood.past or (span if relation.rule == PAST else None),
        _dates_of(tree, relation, dates),
        voices,
    )


def _is_of_name(ends: tuple[MentionDraft, MentionDraft], kind: TieKind) -> bool:
    """Say whether one end is but a word of the other's name, and no tie to it ("Wa" of "the Wa militia")."""
    left, right = ends
    if not (left.span.covers(right.span) or right.span.covers(left.span)):
        return False
    return kind not in _FRIENDLY or (
        kind == "part of" and left.kind not in (None, "state forces", "government", "person")
    )


def _is_within_name(tree: Tree, subject: int, thing: int) -> bool:
    """Say whether both ends are words of one name: "Joint Chiefs of Staff" is led by nobody in it."""
    first, last = sorted((subject, thing))
    if tree.entities.at(first, "PER") != tree.entities.at(last, "PER"):
        return False
    between = " ".join(tree.layers.word(word) for word in range(first, last + 1))
    if _OF_STAFF.fullmatch(between) is not None:
        return True
    return any(tag.first <= first and last < tag.last for tag in tree.entities.holding(first) if tag.label == "ORG")


def _with_staff(tree: Tree, end: MentionDraft) -> MentionDraft:
    """Take the rest of its name to "the Joint Chiefs", which the reader's tag may have cut."""
    text = tree.layers.document.text
    match = _CHIEFS.match(text, end.span.end)
    if match is None or not text[end.span.start : end.span.end].endswith("Chiefs"):
        return end
    return replace(end, span=Span(end.span.start, match.end()))


def _is_whole(tree: Tree, end: MentionDraft) -> bool:
    """Say whether an end names or describes somebody: a bare adjective ("former") does not."""
    text = tree.layers.document.text
    words = [word.lower() for word in text[end.span.start : end.span.end].split()]
    return any(word not in lists.NO_ACTORS for word in words)


def _describes(tree: Tree, word: int, other: int) -> bool:
    """Say whether a name only tells which noun is meant: "the Kotto branch of the Union" is part of it, not Kotto."""
    above = tree.layers.heads[word]
    while above >= 0 and tree.relation(word) == "conj":
        word, above = above, tree.layers.heads[above]
    return tree.relation(word) == "compound" and above > word and tree.layers.upos[above] == "NOUN" and above != other


def _is_plainly_told(tree: Tree, subject: int, thing: int, read: float) -> bool:
    """Say whether nothing around a tie that no rule reads leaves it open: its own word is not known for sure.

    Every word on the path from end to end is judged as if it named the tie, and no word near them may open, deny or
    wish anything.
    """
    path = path_between(tree, subject, thing)
    moods = [read_mood(tree, word, (subject, thing), is_title=False) for word in path]
    if any(mood is None or not mood.is_real for mood in moods):
        return False
    first, last = tree.layers.sentences[tree.sentence_of[subject]]
    verbs = [word for word in path if tree.layers.upos[word] in ("VERB", "AUX")]
    # What such a verb tells the rules read; where they saw no tie it tells an act, or nothing for sure.
    if any(tree.lemma(verb) in lists.VERBS or tree.lemma(verb) in lists.ACTS for verb in verbs):
        return False
    # Whom somebody kills or seizes is tied to him by that act alone, which is an event.
    if not tree.once(_violent_words).isdisjoint(verbs):
        return False
    # What follows a plain title tells what its bearer does: "the union's secretary would not come".
    behind = 0 if read >= PLAIN_SCORE else NEAR_WORDS
    # A condition stands at the head of its clause, however long what follows.
    if any(tree.layers.word(word).lower() in lists.CONDITIONALS for word in range(first, min(path))):
        return False
    first, last = max(first, min(path) - NEAR_WORDS), min(last, max(path) + behind + 1)
    return not any(opens(tree, word) for word in range(first, last))


def _violent_words(tree: Tree) -> frozenset[int]:
    violent = (reading for reading in tree.layers.triggers if reading.label in ("ASSAULT", "COERCE"))
    return frozenset(word for reading in violent for word in range(reading.first, reading.last))


def _can_bear(tree: Tree, word: int, kind: TieKind) -> bool:
    if tree.layers.word(word).lower() in ("it", "that", "there", "this") and not is_actor(tree, word):
        return False
    return is_actor(tree, word) or (kind in _OF_PLACES and tree.entities.at(word, "LOC") is not None)


def _can_be(tree: Tree, word: int, kind: TieKind) -> bool:
    tag = tree.entities.at(word, "ORG", "Organisation")
    is_named = tag is not None and tag.last - tag.first > 1
    if (tree.lemma(word) in lists.OTHERS and not is_named) or tree.lemma(word) in lists.KIN:
        return False
    if kind in ("member of", "part of", "leads") and is_person(tree, word):
        # A name that the reader does not know for a country's, behind a title that has one.
        return kind == "leads" and tree.relation(word) == "nmod" and tree.actors.at(word) is None
    return is_body(tree, word) if kind in _OF_PLACES else is_actor(tree, word)


def _with_voices(mood: Mood, voices: Sequence[VoiceDraft]) -> Factuality:
    """A tie that only hearsay tells is not certain."""
    told = mood.factuality
    if told.certainty == "certain" and any(voice.span is None for voice in voices):
        return replace(told, certainty="uncommitted")
    return told


def _dates_of(tree: Tree, relation: Relation, dates: Sequence[Span]) -> tuple[Span, ...]:
    """Take the date expressions that hang on the relation's word or its clause, and on no noun of their own."""
    first, last = tree.layers.sentences[tree.sentence_of[relation.word]]
    begin, end = tree.layers.starts[first], tree.layers.ends[last - 1]
    found = []
    for span in dates:
        if begin <= span.start and span.end <= end:
            words = tree.words_in(span)
            heads = [w for w in words if tree.layers.heads[w] not in words]
            if any(tree.layers.heads[head] == relation.word for head in heads):
                found.append(span)
    return tuple(found)


def _ends(tree: Tree, subject: int, thing: int) -> tuple[MentionDraft, MentionDraft] | None:
    """Make mentions of both ends; None where they are one, or cannot be told apart."""
    left, right = mention_of(tree, subject), mention_of(tree, thing)
    if left.head == right.head:
        return None
    if left.span.overlaps(right.span):
        left, right = _apart(tree, subject, thing)
        # "Soldiers of the 212th brigade" hold the brigade's words: one end may lie inside the other.
        is_nested = left.span.covers(right.span) or right.span.covers(left.span)
        if left.span == right.span or (left.span.overlaps(right.span) and not is_nested):
            return None
    return left, right


def _unjoined(tree: Tree, mention: MentionDraft, word: int) -> MentionDraft:
    """Take the hyphen and what it joins out of a name: "Iran" of "Iran-backed"."""
    if len(tree.hyphened(word)) == 1:
        return mention
    tag = tree.entities.at(word, "PER", "ORG", "LOC")
    is_name = tag is not None and not any(
        tree.layers.word(w).lower() in lists.JOINED for w in range(tag.first, tag.last)
    )
    span = tree.layers.span(tag.first, tag.last) if tag is not None and is_name else tree.layers.span(word, word + 1)
    return replace(mention, span=span, head=tree.layers.span(word, word + 1))


def _apart(tree: Tree, subject: int, thing: int) -> tuple[MentionDraft, MentionDraft]:
    """Part a title's phrase: of "Kotto Front leader Issa Doumbe" the name's own words and the body's."""
    left, right = mention_of(tree, subject), mention_of(tree, thing)
    if is_person(tree, subject):
        left = replace(left, span=_own_name(tree, subject) or left.span)
    if right.span.covers(left.span) or is_person(tree, thing):
        right = replace(right, span=_own_name(tree, thing) or right.span)
    return left, right


def _own_name(tree: Tree, word: int) -> Span | None:
    """Return the words of the tag that a word stands in: the name alone."""
    tag = tree.entities.at(word, "PER", "ORG", "LOC") or tree.actors.at(word) or tree.entities.at(word)
    return tree.layers.span(tag.first, tag.last) if tag is not None else None
