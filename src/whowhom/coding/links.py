"""Links between the events of one report: part of, in retaliation for, in response to, caused by, and others.

In: the drafts of a report in its tree. Out: :class:`LinkDraft`, by index of the drafts, with the words that say
so. A link is taken from a connective ("in retaliation for"), from a verb between two acts ("sparked"), from what
an inquiry, a trial, a protest or a condemnation is about, and from an act that ends another ("abducted",
"released"). Nothing is linked only because one act is told after the other.

What one would get wrong: an inquiry, a trial, a funeral or a claim of an attack is an event of its own or none, and
never a second attack; the link says what it is about.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from whowhom.coding import link_words as lists
from whowhom.coding.factuality_words import NEGATIONS
from whowhom.coding.tree import Tree
from whowhom.records import EventDraft, Span
from whowhom.records.events import EventLinkKind

# An act stands this close behind its connective: an article, a number, a few adjectives.
NEAR_WORDS = 7
# What ends an act stands within this many sentences of it.
ENDING_SENTENCES = 2
_REFUSED = frozenset(("REQUEST", "CONSULT", "AGREE", "RETREAT", "COOPERATE", "AID", "CONCEDE"))
_DEFINITE = frozenset("the this that these those".split())
_CLOSERS = frozenset((",", ";", ".", ":", "(", "--"))
# Hardly any word of a text begins a phrase of the lists: it is looked up before phrases are put together.
_OPENING = frozenset(phrase.split(" ")[0] for phrase in lists.CONNECTIVES)
_OPENING_BACKWARD = frozenset(phrase.split(" ")[0] for phrase in lists.BACKWARD)


@dataclass(frozen=True, slots=True)
class LinkDraft:
    """One link: ``source`` and ``target`` are indices of the drafts, ``cue`` the words that say so."""

    source: int
    target: int
    link: EventLinkKind
    cue: Span


@dataclass(frozen=True)
class _Acts:
    """The drafts by the words that tell them.

    Attributes:
        owner: The draft that each word tells.
        words: The words that each draft owns, in order.
        heads: The head of each draft's trigger.
        order: Head and number of each draft, in the order of the text.
    """

    tree: Tree
    drafts: Sequence[EventDraft]
    owner: dict[int, int]
    words: tuple[tuple[int, ...], ...]
    heads: tuple[int, ...]
    order: tuple[tuple[int, int], ...]

    def at(self, word: int) -> int | None:
        """Return the draft that a word tells; "the attack" that no draft reads is the attack told before."""
        if word in self.owner:
            return self.owner[word]
        return self.before(word) if self.takes_up(word) else None

    def takes_up(self, word: int) -> bool:
        """Say whether a noun with "the" only takes up an act told before."""
        tree = self.tree
        if tree.lemma(word) not in lists.ACTS or tree.layers.upos[word] != "NOUN":
            return False
        return any(tree.layers.word(child).lower() in _DEFINITE for child in tree.children[word])

    def before(self, word: int, *types: str) -> int | None:
        """Return the last violent act told before a word, in its sentence or the one before."""
        near = self.told_before(word, self.tree.sentence_of[word] - 1)
        return next((index for index in near if self.drafts[index].type in (types or ("ASSAULT",))), None)

    def told_before(self, word: int, first: int) -> Iterator[int]:
        """Yield the drafts told before a word, the last one first, back to a sentence."""
        for at in range(bisect_left(self.order, (word,)) - 1, -1, -1):
            head, index = self.order[at]
            if self.tree.sentence_of[head] < first:
                return
            yield index

    def under(self, word: int, limit: int) -> int | None:
        """Return the first draft among the words from one on, up to where its phrase closes."""
        for other in range(word, limit):
            if self.tree.layers.word(other) in _CLOSERS:
                return None
            found = self.at(other)
            if found is not None:
                return found
        return None


def draft_links(tree: Tree, drafts: Sequence[EventDraft]) -> tuple[LinkDraft, ...]:
    """Find the links between drafts, in order of the words that say so; one for each two drafts."""
    acts = _acts(tree, drafts)
    found: dict[tuple[int, int], LinkDraft] = {}
    for link in _find(acts):
        if link.source != link.target and (link.target, link.source) not in found:
            found.setdefault((link.source, link.target), link)
    return tuple(sorted(found.values(), key=lambda link: (link.cue, link.source, link.target)))


def _acts(tree: Tree, drafts: Sequence[EventDraft]) -> _Acts:
    owner: dict[int, int] = {}
    heads: list[int] = []
    for index, draft in enumerate(drafts):
        words = tree.words_in(draft.trigger)
        heads.append(tree.head_of(words.start, words.stop))
        for span in (draft.trigger, *draft.retold):
            for word in tree.words_in(span):
                owner.setdefault(word, index)
    owned: list[list[int]] = [[] for _ in drafts]
    for word in sorted(owner):
        owned[owner[word]].append(word)
    order = tuple(sorted((head, index) for index, head in enumerate(heads)))
    return _Acts(tree, drafts, owner, tuple(tuple(own) for own in owned), tuple(heads), order)


def _find(acts: _Acts) -> Iterator[LinkDraft]:
    """Yield links from the plainest words to the weakest."""
    for first, last in acts.tree.layers.sentences:
        yield from _connected(acts, first, last)
        for word in range(first, last):
            if acts.tree.layers.upos[word] == "VERB":
                yield from _caused(acts, word)
                yield from _avenged(acts, word)
                yield from _followed(acts, word)
    for index in range(len(acts.drafts)):
        yield from _about(acts, index)
        yield from _ended(acts, index)


def _connected(acts: _Acts, first: int, last: int) -> Iterator[LinkDraft]:
    """Read connectives: the longest that fits at each word."""
    tree = acts.tree
    words = [tree.layers.word(word).lower() for word in range(first, last)]
    at = 0
    while at < len(words):
        size, link = _match(words, at, lists.CONNECTIVES, _OPENING)
        if link is not None and at > 0 and words[at - 1] in NEGATIONS:
            at += size  # "was not in retaliation for"
            continue
        if link is not None and not (words[at] == "to" and _is_preposition(tree, first + at)):
            relative = tree.layers.xpos[min(first + at + size, last - 1)] in ("WDT", "WP", "WP$")
            target = None if relative else acts.under(first + at + size, min(last, first + at + size + NEAR_WORDS))
            source = _source(acts, range(first + at, first + at + size), range(first, last), target)
            if target is not None and source is not None:
                yield LinkDraft(source, target, link, tree.layers.span(first + at, first + at + size))
            at += size
            continue
        size, link = _match(words, at, lists.BACKWARD, _OPENING_BACKWARD)
        if link is not None and words[at + size : at + size + 1] in ([","], ["."], []):
            yield from _pointing_back(acts, first + at, size, last, link)
        at += 1


def _match(
    words: list[str], at: int, table: dict[str, EventLinkKind], opening: frozenset[str]
) -> tuple[int, EventLinkKind | None]:
    if words[at] not in opening:
        return 0, None
    for size in range(min(4, len(words) - at), 0, -1):
        link = table.get(" ".join(words[at : at + size]))
        if link is not None:
            return size, link
    return 0, None


def _is_preposition(tree: Tree, word: int) -> bool:
    return tree.layers.xpos[word] == "IN" and tree.relation(word) == "case"


def _source(acts: _Acts, cue: range, sentence: range, target: int | None) -> int | None:
    """Return the act that a connective hangs on: above it, else before it, else the first behind the other act.

    What the connective's own words tell ("to protest") is not the act that it links.
    """
    tree = acts.tree
    barred = {target, *(acts.owner.get(word) for word in cue)}
    before = []
    for word in range(cue.start - 1, sentence.start - 1, -1):
        if tree.layers.word(word) in (";", ":"):
            break
        before.append(word)
    above = (word for word in tree.ancestors(cue.start) if word >= cue.start or word in before)
    for word in (*above, *before, *range(cue.stop, sentence.stop)):
        index = acts.owner.get(word)
        if index is not None and index not in barred:
            return index
    return None


def _pointing_back(acts: _Acts, cue: int, size: int, last: int, link: EventLinkKind) -> Iterator[LinkDraft]:
    """Read "in retaliation, the army bombed the valley" of the act told before."""
    target = acts.before(cue, "ASSAULT", "COERCE", "REQUEST", "PROTEST", "ACCUSE")
    source = next((acts.owner[word] for word in range(cue, last) if word in acts.owner), None)
    if source is not None and target is not None:
        yield LinkDraft(source, target, link, acts.tree.layers.span(cue, cue + size))


def _caused(acts: _Acts, verb: int) -> Iterator[LinkDraft]:
    """Read "the killing sparked riots", "led to clashes", "prompted the rebels to withdraw"."""
    tree = acts.tree
    lemma = tree.lemma(verb)
    with_word = lists.CAUSING_WITH.get(lemma)
    if lemma not in lists.CAUSING and with_word is None:
        return
    near = {tree.layers.word(child).lower() for child in tree.children[verb]}
    obliques = [child for child in tree.children[verb] if child > verb and tree.case_of(child) == with_word]
    if with_word is not None and with_word not in near and not obliques:
        return
    cause = _subject_act(acts, verb)
    if cause is None or tree.is_passive(verb):
        return
    things = obliques or [c for c in tree.children[verb] if c > verb and tree.relation(c) in ("obj", "xcomp", "ccomp")]
    for thing in things:
        effects = (acts.owner.get(word) for word in (thing, *tree.children[thing]))
        reached = (index for index in effects if index is not None and index != cause)
        effect = next((index for index in reached if 0 < acts.heads[index] - verb <= 2 * NEAR_WORDS), None)
        if effect is not None:
            yield LinkDraft(effect, cause, "caused by", tree.layers.span(verb, verb + 1))
            return


def _subject_act(acts: _Acts, verb: int) -> int | None:
    """Return the act that is the subject of a verb; "this" and "which" take up the act before."""
    tree = acts.tree
    subject = tree.subject(verb)
    if subject is None:
        return None
    found = acts.at(subject)
    if found is None and tree.layers.word(subject).lower() in ("this", "which"):
        return acts.before(subject)
    return found


def _avenged(acts: _Acts, verb: int) -> Iterator[LinkDraft]:
    """Read "the raid avenged the killing", "retaliated by shelling the camp", "took revenge and burned it"."""
    tree = acts.tree
    cue = tree.layers.span(verb, verb + 1)
    thing = tree.child(verb, "obj")
    if tree.lemma(verb) in lists.AVENGING and thing is not None:
        source, target = _subject_act(acts, verb), acts.at(thing)
        if source is not None and target is not None:
            yield LinkDraft(source, target, "in retaliation for", cue)
        return
    revenge = tree.lemma(verb) == "take" and thing is not None and tree.lemma(thing) in ("revenge", "vengeance")
    if tree.lemma(verb) not in lists.RETALIATING and not revenge:
        return
    last = tree.layers.sentences[tree.sentence_of[verb]][1]
    source = next((acts.owner[word] for word in range(verb, last) if word in acts.owner), None)
    target = acts.before(verb)
    if source is not None and target is not None:
        yield LinkDraft(source, target, "in retaliation for", cue)


def _followed(acts: _Acts, verb: int) -> Iterator[LinkDraft]:
    """Read "the operation followed an attack"."""
    tree = acts.tree
    subject, thing = tree.subject(verb), tree.child(verb, "obj")
    if tree.lemma(verb) != "follow" or subject is None or thing is None or tree.is_passive(verb):
        return
    source, target = acts.at(subject), acts.at(thing)
    if source is not None and target is not None:
        yield LinkDraft(source, target, "follows from", tree.layers.span(verb, verb + 1))


def _about(acts: _Acts, index: int) -> Iterator[LinkDraft]:
    """Read what an inquiry, a trial, a protest or a condemnation is about off the tree."""
    tree, draft, head = acts.tree, acts.drafts[index], acts.heads[index]
    kind = _kind_of(tree, draft, head)
    if kind is None:
        return
    link, cases = kind
    asked = _asked(acts, index) if link == "investigates" else None
    if asked is not None and asked != index and _fits(draft, acts.drafts[asked]):
        yield LinkDraft(index, asked, link, draft.trigger)
        return
    for noun in _arguments(acts, index, cases):
        target = acts.at(noun)
        if target is not None and target != index and _fits(draft, acts.drafts[target]):
            yield LinkDraft(index, target, link, draft.trigger)
            return


def _asked(acts: _Acts, index: int) -> int | None:
    """Return the act in what an inquiry asks: "are examining whether soldiers took part in the massacre"."""
    tree = acts.tree
    for word in acts.words[index]:
        for child in tree.children[word]:
            if child > word and tree.relation(child) == "ccomp" and tree.child(child, "mark", "advmod") is not None:
                asked = min(tree.subtree(child))
                if tree.layers.word(asked).lower() in ("whether", "if", "who", "how", "why", "what"):
                    return acts.under(asked, max(tree.subtree(child)) + 1)
    return None


def _fits(draft: EventDraft, other: EventDraft) -> bool:
    """Say whether an act can be about another: offers and demands are refused, acts are inquired into."""
    if draft.type == "REJECT":
        return other.type in _REFUSED
    return draft.mode != "investigate" or other.type != "ACCUSE"


def _kind_of(tree: Tree, draft: EventDraft, head: int) -> tuple[EventLinkKind, frozenset[str]] | None:
    """Return how an act is linked to what it is about, and behind which prepositions that stands ("": none)."""
    lemmas = {tree.lemma(word) for word in tree.words_in(draft.trigger)}
    judges = draft.type in ("SANCTION", "CONCEDE", "COERCE") and lemmas & lists.TRIALS
    if draft.mode == "convict" or judges or lemmas & lists.COURTS:
        return "tries", frozenset(("for", "of", "over"))
    if draft.mode == "investigate" or lemmas & lists.INQUIRIES:
        return "investigates", frozenset(("", "into", "of", "on"))
    if draft.type == "PROTEST" or "protest" in lemmas:
        return "in response to", lists.AGAINST | {""}
    if draft.type in ("ACCUSE", "SUPPORT", "REJECT") and (lemmas & lists.CONDEMNING or draft.type == "REJECT"):
        return "in response to", frozenset(("",))
    return None


def _arguments(acts: _Acts, index: int, cases: frozenset[str]) -> Iterator[int]:
    """Yield the words that an act is about: its objects and adjuncts, also those of its light verb, and below them."""
    tree, head = acts.tree, acts.heads[index]
    own = acts.words[index]
    above = tree.layers.heads[head]
    carries = above >= 0 and tree.layers.upos[head] == "NOUN" and tree.lemma(above) in lists.CARRIERS
    carrier = [above] if carries else []
    for word in (*own, *carrier):
        for child in tree.children[word]:
            if child <= own[0] or tree.relation(child) not in ("obj", "obl", "nmod", "advcl", "nsubj:pass"):
                continue
            mark = tree.child(child, "mark")
            case = tree.layers.word(mark).lower() if mark is not None else tree.case_of(child)
            if case == "" and tree.relation(child) == "obj":
                # "Acquitted the guard of the shooting", with the shooting hung on the guard.
                yield from (b for b in tree.children[child] if tree.relation(b) == "nmod" and tree.case_of(b) in cases)
            if case in cases and (mark is None or case == "of"):
                yield child
                yield from (below for below in tree.children[child] if tree.relation(below) in ("obj", "nmod", "conj"))


def _ended(acts: _Acts, index: int) -> Iterator[LinkDraft]:
    """Read "abducted two nurses ... they were released", "arrested and freed", "seized the town ... withdrew"."""
    tree, draft, head = acts.tree, acts.drafts[index], acts.heads[index]
    if draft.type not in ("RETREAT", "AID", "CONCEDE") or draft.factuality.polarity != "happened":
        return
    frees = draft.mode == "release" or any(tree.lemma(w) in lists.ENDINGS for w in tree.words_in(draft.trigger))
    if not frees and draft.type != "RETREAT":
        return
    first = tree.sentence_of[head] - ENDING_SENTENCES
    for other in acts.told_before(head, first):
        past, at = acts.drafts[other], acts.heads[other]
        if past.factuality.polarity != "happened":
            continue
        held = past.mode in ("abduct", "arrest") if frees else _takes(tree, past)
        if held and _share_target(tree, past, draft, at, head):
            yield LinkDraft(index, other, "follows from", draft.trigger)
            return


def _takes(tree: Tree, draft: EventDraft) -> bool:
    return draft.type == "ASSAULT" and any(tree.lemma(word) in lists.TAKING for word in tree.words_in(draft.trigger))


def _share_target(tree: Tree, past: EventDraft, draft: EventDraft, at: int, head: int) -> bool:
    """Say whether two acts may have the same people or place: one sentence, a pronoun, or a word of both."""
    if tree.sentence_of[at] == tree.sentence_of[head]:
        return True
    people = [part.mention for part in draft.participants]
    if any(mention.form == "pronoun" for mention in people):
        return True
    told = {tree.lemma(word) for part in past.participants for word in tree.words_in(part.mention.span)}
    again = {tree.lemma(word) for mention in people for word in tree.words_in(mention.head)}
    return bool(told & again)
