"""Tolls and counts: how many were killed, injured, arrested, freed, ...

A figure is read from its own words. "12" is exact, "more than 170" is low 171,
a named person is 1, a plural without a number is low 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast, get_args

from whowhom.coding.ages import COLLECTIVES, is_age
from whowhom.coding.count_words import PERSONS
from whowhom.coding.figures import find_figures
from whowhom.coding.mentions import draft_mention, is_plural, mention_of
from whowhom.coding.number_ranges import whole_range
from whowhom.coding.open_counts import asks, is_asked, is_left_open
from whowhom.coding.people_phrases import past_times
from whowhom.coding.tree import Tree
from whowhom.coding.triggers import TriggerUse
from whowhom.coding.victim_words import STATES
from whowhom.coding.victims import NO_VICTIMS, Victim, Victims, is_unreal
from whowhom.records import Figure, MentionDraft, ParticipantDraft, Span, TollDraft
from whowhom.records.events import CountOutcome, TollOutcome, VictimStatus

TOLL_OUTCOMES: tuple[str, ...] = get_args(TollOutcome)
COUNT_OUTCOMES: tuple[str, ...] = get_args(CountOutcome)
_PART = frozenset(["including", "include", "among"])
_PART_PHRASES = ("of them", "of whom", "of which", "of those killed", "of the dead", "of those injured")
_COMBATANT = frozenset(("state forces", "rebel group", "political militia", "identity militia"))
_CIVILIAN = frozenset(("civilians", "media", "protesters"))
_THINGS = frozenset(
    "aircraft boats bridges buildings buses cars drones farms helicopters homes houses huts jeeps motorcycles pick-ups "
    "schools shops tanks tents trucks vehicles villages weapons".split()
)
# Who is moved from one prison to another is not let go.
_MOVING = frozenset("transfer relocate move".split())
_FIGHTERS = frozenset(
    "soldier trooper troops fighter militant rebel insurgent guerrilla guerilla gunman jihadist jihadi terrorist "
    "extremist militiaman gendarme policeman policewoman paramilitary paratrooper hitman guardsman hitmen gunmen "
    "militiamen policemen guardsmen".split()
)
# Of whom the text says neither; "young men" of an army are told as soldiers.
_PLAIN_PEOPLE = frozenset("woman child boy girl baby teenager villager resident".split())
_OUTCOME_OF = {
    **dict.fromkeys(("kill", "killing", "execute", "murder", "assassinate"), "killed"),
    **dict.fromkeys(("injure", "injuring", "wound", "wounding", "hurt"), "injured"),
    **dict.fromkeys(("arrest", "detain"), "arrested"),
    **dict.fromkeys(("abduct", "kidnap"), "abducted"),
    **dict.fromkeys(("displace", "displacing"), "displaced"),
    "capture": "captured",
    **dict.fromkeys(("release", "free", "liberate"), "released"),
}
# A part of people whose number is not told counts nobody; "a third" alone is a third person.
_SHARES = frozenset("half halves thirds quarters fifths percent".split())
_SHARES_OF = frozenset("third quarter fifth".split())
# Nor do the number itself and the dead and hurt in general: "no figure for the injured".
_NUMBERLESS = frozenset("figure number toll count tally estimate dead killed injured wounded missing hurt".split())
# Counted like people, but nobody is named by them.
_NO_PEOPLE = frozenset("casualty injury death fatality nobody none one".split())
_DENIALS = frozenset("not no n't n’t without never nor".split())
# "Part of" words stand close before the part they open.
PART_WINDOW_WORDS = 4


def draft_tolls(
    tree: Tree,
    use: TriggerUse,
    participants: tuple[ParticipantDraft, ...],
    victims: Victims = NO_VICTIMS,
) -> tuple[TollDraft, ...]:
    """Find the figures of one event.

    Args:
        participants: Of the same event: where the words of the trigger alone tell
            the outcome ("killed"), the target's own words give the figure.
        victims: The people of the document whose fate the words tell; of those nobody
            else's reading is asked.
    """
    found: dict[tuple[Span, str], TollDraft] = {
        (draft.span, draft.outcome): draft for draft in _of_victims(tree, victims.by_head.get(use.head, ()))
    }
    for draft in _of_roles(tree, use, participants):
        if not _is_taken(tree, draft, victims.words):
            found.setdefault((draft.span, draft.outcome), draft)
    outcome = use.entry.toll if use.entry else None
    if outcome is not None and not any(draft.outcome == outcome for draft in found.values()):
        for participant in participants:
            if participant.role == "target" and participant.mention.form != "pronoun":
                words = tree.words_in(participant.mention.span)
                target = _toll(tree, use, outcome, words.start, words.stop)
                if target is not None and not _is_taken(tree, target, victims.words):
                    found.setdefault((target.span, outcome), target)
    kept = [draft for draft in found.values() if not _is_untold(tree, use, draft)]
    return _with_parts(tree, _without_doubles(sorted(kept, key=lambda draft: (draft.span, draft.outcome))))


def _is_untold(tree: Tree, use: TriggerUse, draft: TollDraft) -> bool:
    """Say whether the event did not happen, or the text asks how many there were and tells it not."""
    first, last = (words := tree.words_in(draft.span)).start, words.stop
    if is_asked(tree, first):
        return True  # "how many of the 40 hostages"
    return not _says_a_number(draft) and (is_unreal(tree, use.head) or is_left_open(tree, first, last))


def _of_roles(tree: Tree, use: TriggerUse, participants: Sequence[ParticipantDraft]) -> list[TollDraft]:
    """Take the figures that the reader marked; of two fates of the same people the surer one."""
    found: dict[Span, tuple[float, TollDraft]] = {}
    sides = {name: {draft.mention.head for draft in participants if draft.role == name} for name in ("actor", "target")}
    for role in use.reading.roles:
        if role.label in TOLL_OUTCOMES or role.label in COUNT_OUTCOMES:
            for first, last in _counted_ranges(tree, role.first, role.last):
                draft = _toll(tree, use, role.label, first, last)
                # Whoever only acts in an event is none of its dead, whatever the reader marked.
                acts = draft and draft.of and draft.of.head in sides["actor"] - sides["target"]
                if (
                    draft is None
                    or _is_of_paragraph_before(tree, use, first)
                    or _acts_itself(tree, use, draft)
                    or is_age(tree, first, last)
                    or (acts and role.label in TOLL_OUTCOMES)
                ):
                    continue
                if draft.span not in found or found[draft.span][0] < role.score:
                    found[draft.span] = (role.score, draft)
    return [draft for _, draft in found.values()]


def _is_of_paragraph_before(tree: Tree, use: TriggerUse, word: int) -> bool:
    """Say whether words stand in a paragraph before the trigger's that tells an act of its own: they count others.

    A noun ("the explosion took place in ...") may take up what was told there, and the headline counts for all.
    """
    document = tree.layers.document
    start, here = tree.layers.starts[word], tree.layers.starts[use.head]
    end = document.text.find("\n\n", start, here)
    if start >= here or tree.layers.upos[use.head] != "VERB" or end < 0:
        return False
    begin = document.text.rfind("\n\n", 0, start) + 1
    if tree.trigger_words.isdisjoint(tree.words_in(Span(begin, end))):
        return False
    return not any(region.kind == "headline" and region.start <= start < region.end for region in document.regions)


def _acts_itself(tree: Tree, use: TriggerUse, draft: TollDraft) -> bool:
    """Say whether the people are the subject of an active trigger that has an object: they did it."""
    head = tree.words_in(draft.of.head)[0] if draft.of else -1
    return (
        head >= 0
        and draft.outcome in ("killed", "injured", "captured")
        and tree.relation(head) == "nsubj"
        and tree.layers.heads[head] == use.head
        and tree.child(use.head, "obj") is not None
    )


def _of_victims(tree: Tree, victims: Sequence[Victim]) -> list[TollDraft]:
    """Make figures of the people whose fate the words tell."""
    found: list[TollDraft] = []
    for victim in victims:
        span = tree.layers.span(victim.first, victim.last)
        figure = read_figure(tree, victim.first, victim.last)
        # "Two were killed and one was apprehended": one of them; "an Islamic Movement of Uzbekistan leader".
        is_one = tree.layers.word(victim.first).lower() == "one" or tree.layers.word(victim.last - 1) in PERSONS
        if figure is None and is_one:
            figure = Figure(1, 1, 1, "exact", span.start, span.end, tree.layers.document.text[span.start : span.end])
        if figure is None:
            continue
        mention = replace(mention_of(tree, victim.last - 1), span=span)
        names_people = mention.form != "pronoun" and tree.lemma(victim.last - 1) not in _NO_PEOPLE
        found.append(
            TollDraft(
                outcome=cast("TollOutcome | CountOutcome", victim.outcome),
                span=span,
                figure=figure,
                status=_status(tree, mention),
                of=mention if names_people else None,
                part_of=None,
            )
        )
    return found


def _is_taken(tree: Tree, draft: TollDraft, taken: frozenset[int]) -> bool:
    """Say whether the words of a sentence give the same people, or those whose name they are, a fate already."""
    words = tree.words_in(draft.span)
    start = words.start
    if draft.figure.low == 1 and tree.layers.word(max(0, start - 1)) == "," and tree.layers.upos[start] == "PROPN":
        start -= 2  # "one farmer, Mateo Itzep": the name is the farmer's
    return not taken.isdisjoint(range(start, words.stop))


def _says_a_number(draft: TollDraft) -> bool:
    """Say whether a count rests on a number and not on an article or a plural."""
    return (
        draft.figure.high != 0
        and draft.figure.text.lower() not in ("a", "an", "one")
        and (draft.figure.bound != "vague" or any(letter.isdigit() for letter in draft.figure.text))
    )


def _toll(tree: Tree, use: TriggerUse, outcome: str, first: int, last: int) -> TollDraft | None:
    mention = draft_mention(tree, first, last)
    head = tree.words_in(mention.head)[0]
    if tree.layers.upos[head] not in ("NOUN", "PROPN", "NUM", "PRON", "ADJ", "DET"):
        return None
    if _is_of_rival(tree, use, head) or _is_spared(tree, use, head):
        return None
    if mention.kind is None and tree.layers.word(head).lower() in _THINGS:
        return None  # "The army lost five men and two trucks"
    if outcome == "released" and tree.lemma(use.head) in _MOVING:
        return None  # "Transferred 40 prisoners to another prison"
    if outcome == "released" and tree.relation(head).startswith("obl") and tree.case_of(head) == "to":
        return None  # "Were handed over to local vigilantes": they receive them.
    words = _own_words(tree, head, tree.words_in(mention.span))
    part = _part_of_words(tree, words)
    mention = replace(mention, span=tree.layers.span(part.start, part.stop))
    outcome = _stated(tree, head, part) or _governed(tree, head, part.start) or outcome
    if part != words:
        figure = read_figure(tree, part.start, part.stop)
    else:
        figure = mention.number or read_figure(tree, words.start, words.stop) or read_figure(tree, first, last)
    if figure is None:
        return None
    return TollDraft(
        outcome=cast("TollOutcome | CountOutcome", outcome),
        span=mention.span,
        figure=figure,
        status=_status(tree, mention),
        of=None if mention.form == "pronoun" else mention,
        part_of=None,
    )


def _counted_ranges(tree: Tree, first: int, last: int) -> list[tuple[int, int]]:
    """Part "three soldiers and two policemen" into the ranges that are counted each for itself."""
    head = tree.head_of(first, last)
    others = [
        child
        for child in tree.children[head]
        if tree.relation(child) == "conj" and first <= child < last and tree.child(child, "nummod", "det") is not None
    ]
    if not others:
        return [(first, last)]
    starts = [min(tree.subtree(child)) for child in others]
    ends = [*starts[1:], last]
    # In a broken tree a part may begin before the whole.
    return [
        (first, max(first + 1, starts[0])),
        *((child, max(child + 1, end)) for child, end in zip(others, ends, strict=True)),
    ]


def _own_words(tree: Tree, head: int, words: range) -> range:
    """Cut "including 13 soldiers" off the words of the whole, and "among them" off those of the part."""
    first, last = words.start, words.stop
    for word in range(head + 1, last):
        if tree.layers.word(word).lower() in _PART or (
            tree.layers.word(word) == "," and word + 1 < last and tree.layers.word(word + 1).lower() in _PART
        ):
            last = word
            break
        if tree.layers.word(word).lower() in ("them", "whom") and tree.layers.word(word - 1).lower() == "of":
            last = word + 1  # "13 of them with their families"
            break
    while first < head and tree.layers.word(first).lower() in (*_PART, "them", "whom", "of", ","):
        first += 1
    if first >= last:
        return words  # In a broken tree the head stands outside its own phrase.
    return range(*whole_range(tree, past_times(tree, first, last), last))


def _part_of_words(tree: Tree, words: range) -> range:
    """Give "half of" with the words that it stands before: the whole is not who is counted."""
    start = tree.layers.sentences[tree.sentence_of[words.start]][0]
    half = words.start - 2
    if half < start or tree.layers.word(half + 1).lower() != "of" or not _is_share(tree, half):
        return words
    return range(half, words.stop)


def _is_share(tree: Tree, word: int) -> bool:
    lower = tree.layers.word(word).lower()
    following = tree.layers.word(word + 1).lower() if word + 1 < len(tree.layers.starts) else ""
    return lower in _SHARES or (lower in _SHARES_OF and following == "of")


def _is_spared(tree: Tree, use: TriggerUse, head: int) -> bool:
    """Say whether the trigger acts on the people without the codebook knowing an outcome ("beat a dozen")."""
    is_object = tree.relation(head) in ("obj", "nsubj:pass") and tree.layers.heads[head] == use.head
    return is_object and use.entry is not None and use.entry.toll is None and tree.lemma(use.head) not in _OUTCOME_OF


def _is_of_rival(tree: Tree, use: TriggerUse, head: int) -> bool:
    """Say whether the people are what another trigger acts on ("freed sixty" beside "stormed")."""
    before = next((w for w in range(head - 1, max(head - 5, -1), -1) if tree.layers.upos[w] == "VERB"), -1)
    verb = tree.layers.heads[head] if tree.relation(head) in ("obj", "nsubj:pass") else before
    return verb in use.rivals and verb not in use.words and tree.sentence_of[verb] == tree.sentence_of[head]


def _governed(tree: Tree, head: int, first: int) -> str | None:
    """Return the outcome of the verb whose object the people are: "injuring more than 30" injures.

    The verb right before the phrase counts too, whatever the tree makes of it.
    """
    if first > 0 and tree.sentence_of[first - 1] == tree.sentence_of[first] and tree.lemma(first - 1) in _OUTCOME_OF:
        return _OUTCOME_OF[tree.lemma(first - 1)]
    verb = tree.layers.heads[head]
    if verb < 0 or tree.relation(head) not in ("obj", "nsubj:pass"):
        return None
    return _OUTCOME_OF.get(tree.lemma(verb))


def _stated(tree: Tree, head: int, words: range) -> str | None:
    """Return the outcome that stands right behind a bare number: "12 civilians killed, 5 missing"."""
    if tree.layers.upos[head] != "NUM" or words.stop >= tree.layers.sentences[tree.sentence_of[head]][1]:
        return None
    return STATES.get(tree.layers.word(words.stop).lower())


def read_figure(tree: Tree, first: int, last: int) -> Figure | None:
    """Read how many people a phrase counts; None where it counts nobody (a number of things, an age)."""
    layers = tree.layers
    head = tree.head_of(first, last)
    span = layers.span(first, last)
    text = layers.document.text
    figures = find_figures(text, span.start, span.end, articles=True)
    if not figures and layers.word(first).lower() == "any":
        return _of_any(tree, first, span)
    if figures:
        return figures[0]
    words = layers.document.text[span.start : span.end]
    if any(_is_share(tree, word) for word in range(first, last)) or layers.word(head).lower() in _NUMBERLESS:
        return None  # "about half of the residents": of how many is not told
    if layers.upos[head] == "PROPN" and not is_plural(tree, head):
        return Figure(1, 1, 1, "exact", span.start, span.end, words) if _is_person(tree, head) else None
    if layers.upos[head] == "PRON":
        return None
    if is_plural(tree, head) or layers.lemmas[head] == "people":
        return Figure(2, None, None, "vague", span.start, span.end, words)
    if _is_person(tree, head):
        return Figure(1, 1, 1, "exact", span.start, span.end, words)
    return None


def _of_any(tree: Tree, first: int, span: Span) -> Figure | None:
    """Read "any" behind a denial as nought ("did not cause any deaths"); else it counts nobody."""
    start = tree.layers.sentences[tree.sentence_of[first]][0]
    before = {tree.layers.word(word).lower() for word in range(start, first)}
    # "Did not say whether any soldiers had been hurt": what is denied is the saying.
    if not before & _DENIALS or any(asks(tree, word) for word in range(start, first)):
        return None
    return Figure(0, 0, 0, "exact", span.start, span.end, tree.layers.document.text[span.start : span.end])


def _is_person(tree: Tree, head: int) -> bool:
    if tree.layers.upos[head] in ("ADV", "ADP", "DET", "NUM", "PUNCT"):
        return False
    tag = tree.actors.at(head)
    if tag is not None and tag.label in ("person", "civilians", "media"):
        return tree.lemma(head) not in COLLECTIVES
    return tree.entities.at(head, "PER", "Person") is not None


def _status(tree: Tree, mention: MentionDraft) -> VictimStatus:
    lemma = tree.lemma(tree.words_in(mention.head)[0])
    if any(tree.layers.word(word).lower() in ("civilian", "civilians") for word in tree.words_in(mention.span)):
        return "civilian"  # "Two soldiers and a civilian porter"
    if lemma in _FIGHTERS:
        return "combatant"  # "Four militants", whatever kind the reader gives them.
    if mention.kind in _COMBATANT:
        return "unknown" if lemma in _PLAIN_PEOPLE else "combatant"
    return "civilian" if mention.kind in _CIVILIAN else "unknown"


def _without_doubles(drafts: list[TollDraft]) -> list[TollDraft]:
    """Drop a figure whose words lie in another's ("IS-K" in "150 IS-K members") or stand before a name as its title."""
    return [
        draft
        for draft in drafts
        if not any(
            other is not draft
            and other.outcome == draft.outcome
            and (other.span.covers(draft.span) or (draft.figure.low == 1 and other.span.start == draft.span.end + 1))
            for other in drafts
        )
    ]


def _with_parts(tree: Tree, drafts: list[TollDraft]) -> tuple[TollDraft, ...]:
    """Mark figures that are included in the one before ("including 13 soldiers")."""
    result: list[TollDraft] = []
    for draft in drafts:
        whole: int | None = None
        if _opens_part(tree, draft):
            for index in range(len(result) - 1, -1, -1):
                if result[index].outcome == draft.outcome and result[index].part_of is None:
                    whole = index
                    break
        result.append(replace(draft, part_of=whole))
    return tuple(result)


def _opens_part(tree: Tree, draft: TollDraft) -> bool:
    words = tree.words_in(draft.span)
    head = tree.head_of(words.start, words.stop)
    first = words.start
    opened = first > 0 and tree.layers.word(first - 1).lower() in _PART
    if not opened and tree.relation(head) == "conj" and tree.layers.heads[head] < first:
        # "Including nine women and four children": the first of them decides.
        first = tree.phrase(tree.layers.heads[head])[0]
    start = tree.layers.sentences[tree.sentence_of[first]][0]
    before = [tree.layers.word(word).lower() for word in range(max(start, first - PART_WINDOW_WORDS), first)]
    inside = tree.layers.word(first).lower()
    joined = " ".join([*before, *(tree.layers.word(word).lower() for word in words)])
    if _are_among(tree, words.stop):
        return True
    return bool(_PART.intersection([*before, inside])) or any(words in joined for words in _PART_PHRASES)


def _are_among(tree: Tree, end: int) -> bool:
    """Say whether "were among the dead" stands behind a phrase."""
    last = min(end + 4, tree.layers.sentences[tree.sentence_of[end - 1]][1])
    behind = [tree.layers.word(word).lower() for word in range(end, last)]
    return any(pair in (["among", "the"], ["among", "those"]) for pair in (behind[1:3], behind[2:4]))
