"""The actor in a modifier of an act of force: "Israeli strikes", "rebel shelling", "M23 attacks".

In: a tree, a trigger, the registry. Out: the words that tell who acts, and what else
the reader took them for. What one would get wrong: "a Kabul attack" names the place,
"a hospital strike" what was hit, "an Afghan suicide attack" the country it was in.
"""

from __future__ import annotations

from dataclasses import dataclass

from whowhom.coding.tree import Tree
from whowhom.coding.triggers import TriggerUse
from whowhom.records import MentionDraft, Span
from whowhom.records.actors import ActorKindName
from whowhom.registry import Registry, is_acronym

# Acts that have a side behind them.
_STRIKES = frozenset(
    "strike airstrike shelling bombardment barrage salvo fire gunfire raid incursion offensive airstrikes".split()
)
# Acts that a demonym may also place ("an Afghan attack"): it takes their target or a state's means to tell.
_ATTACKS = frozenset("attack assault bombing ambush operation".split())
# Weapons that hit for a side: "Russian missiles hit a depot".
_WEAPONS = frozenset("missile rocket shell bomb".split())
# What stands between the side and the act: a state's means, and words of time or manner.
_MEANS = frozenset(
    "air aerial drone missile rocket artillery mortar tank naval helicopter jet warplane ground cross border commando "
    "cruise ballistic uav precision".split()
)
_MANNER = frozenset(
    "deadly overnight heavy fresh new latest recent repeated retaliatory indiscriminate intense early morning night "
    "daily suspected alleged apparent several two three sniper machine gun".split()
)
_BELLIGERENTS = frozenset(
    "rebel insurgent militant jihadist islamist separatist guerrilla militia government army coalition regime "
    "paramilitary military".split()
)
_ARMED = frozenset(("rebel group", "political militia", "identity militia", "state forces", "government"))
# What these act on is a target, weapon though it be.
_TAKING_OUT = frozenset(
    "down intercept destroy seize capture confiscate recover neutralize neutralise repel disable jam impound".split()
)
_BRINGING_DOWN = frozenset("shoot shot bring brought take took taken gun force".split())
_BY = frozenset("by in from during".split())
_MAX_NAME_WORDS = 4


@dataclass(frozen=True, slots=True)
class Side:
    """Who acts, as a modifier tells: words ``[first, last)`` before the act."""

    act: int
    first: int
    last: int
    kind: ActorKindName | None
    is_name: bool

    def mention(self, tree: Tree) -> MentionDraft:
        """Make the mention of the modifier; its words alone, not those of the act."""
        layers = tree.layers
        return MentionDraft(
            span=layers.span(self.first, self.last),
            head=layers.span(self.last - 1, self.last),
            form="name" if self.is_name else "nominal",
            kind=self.kind,
            kind_score=0.0,
            sentence=tree.sentence_of[self.act],
            subject=False,
            number=None,
        )


def act_of(tree: Tree, use: TriggerUse) -> int | None:
    """Return the noun that names the act of force: the trigger itself, or what kills or is killed by."""
    head = use.head
    if is_act(tree, head):
        return head
    if tree.layers.upos[head] != "VERB":
        return None
    subject = tree.child(head, "nsubj")
    if subject is not None and (is_act(tree, subject) or _is_weapon(tree, subject)):
        return subject
    for child in tree.children[head]:
        if tree.relation(child).startswith("obl") and tree.case_of(child) in _BY and is_act(tree, child):
            return child
    return None


def is_act(tree: Tree, word: int) -> bool:
    """Say whether a word is the noun of an act of force."""
    if tree.layers.upos[word] in ("VERB", "AUX", "ADV"):
        return False
    return bool(_lemmas(tree, word) & (_STRIKES | _ATTACKS))


def _is_weapon(tree: Tree, word: int) -> bool:
    """Say whether a word is a weapon that hits; by the word, as "shelling" has the lemma "shell"."""
    return tree.layers.word(word).lower().removesuffix("s") in _WEAPONS


def side_of(tree: Tree, use: TriggerUse, registry: Registry | None) -> Side | None:
    """Find who acts in the words before an act of force; None where they tell no side."""
    act = act_of(tree, use) if use.reading.label == "ASSAULT" else None
    if act is None:
        return None
    start = tree.layers.sentences[tree.sentence_of[act]][0]
    at, has_means = act - 1, False
    while at >= start and (tree.layers.word(at) == "-" or _lemmas(tree, at) & (_MEANS | _MANNER)):
        has_means = has_means or bool(_lemmas(tree, at) & _MEANS)
        at -= 1
    if at < start:
        return None
    # "A DRC raid" is one in that country; "US air strikes" are not.
    plain = _ATTACKS if not is_acronym(tree.layers.word(at)) else _ATTACKS | {"raid", "fire", "incursion", "offensive"}
    sided = has_means or _has_target(tree, act) or not _lemmas(tree, act) & plain
    return _named(tree, act, at, start, registry) or _told(tree, act, at, start, registry, sided=sided)


def _named(tree: Tree, act: int, at: int, start: int, registry: Registry | None) -> Side | None:
    """Read the longest run of words up to one as an armed group that reader or registry knows."""
    layers = tree.layers
    if layers.upos[at] not in ("NOUN", "PROPN", "ADJ", "X", "NUM") or not _has_capital(layers.word(at)):
        return None
    for size in range(_MAX_NAME_WORDS, 0, -1):
        first = at - size + 1
        if first < start or not layers.word(first)[0].isupper():
            continue
        words = layers.document.text[layers.starts[first] : layers.ends[at]]
        entries = registry.find(words, exact=True) if registry is not None else ()
        if any(kind.kind in _ARMED and not e.id.startswith("state:") for e in entries for kind in e.kinds[-1:]):
            return Side(act, first, at + 1, "rebel group", is_name=True)
    return None


def _told(tree: Tree, act: int, at: int, start: int, registry: Registry | None, *, sided: bool) -> Side | None:
    """Read "Turkish", "US" or "rebel" before an act as its side."""
    word, lemma = tree.layers.word(at), tree.lemma(at)
    if lemma in _BELLIGERENTS and tree.layers.upos[at] in ("NOUN", "ADJ", "PROPN"):
        first = at
        while first > start and _belongs(tree, first - 1, at, registry):
            first -= 1
        return Side(act, first, at + 1, None, is_name=False)
    if lemma == "police" and _lemmas(tree, act) & {"fire", "gunfire", "raid"}:
        return Side(act, at, at + 1, "state forces", is_name=False)
    if registry is None or not sided or not word[0].isupper() or registry.demonym(word) is None:
        return None
    return Side(act, at, at + 1, "state forces", is_name=False)


def _belongs(tree: Tree, word: int, noun: int, registry: Registry | None) -> bool:
    """Say whether a word says whose "military" or what kind of rebels: "Myanmar military", "Syrian government"."""
    if tree.layers.heads[word] == noun and tree.relation(word) == "amod":
        return True
    written = tree.layers.word(word)
    known = registry is not None and (registry.demonym(written) or registry.country(written))
    return bool(written[0].isupper() and known)


def _has_target(tree: Tree, act: int) -> bool:
    return any(
        tree.relation(child) == "nmod" and tree.case_of(child) in ("on", "against") for child in tree.children[act]
    )


def _has_capital(word: str) -> bool:
    return any(char.isupper() for char in word)


def _lemmas(tree: Tree, word: int) -> set[str]:
    """The lemma, and the word without the ending of a plural: readers take "shelling" for a form of "shell"."""
    written = tree.layers.word(word).lower()
    return {tree.lemma(word), written, written.removesuffix("s")}


def draft_instrument(tree: Tree, use: TriggerUse, side: Side | None) -> Span | None:
    """Return the words of the instrument, without those of who acts, and never what was shot down or seized."""
    for role in use.reading.roles:
        if role.label == "instrument" and not is_taken_out(tree, use, tree.head_of(role.first, role.last)):
            return _without_side(tree, side, role.first, role.last)
    return None


def is_taken_out(tree: Tree, use: TriggerUse, word: int) -> bool:
    """Say whether a thing is what was shot down, destroyed or seized: nobody's means in that act."""
    if tree.relation(word) == "conj":
        word = tree.layers.heads[word]
    verb = tree.layers.heads[word]
    if tree.relation(word) not in ("obj", "nsubj:pass") or verb not in {use.head, *use.words}:
        return False
    particle = tree.child(verb, "compound:prt")
    down = particle is not None and tree.layers.word(particle).lower() == "down"
    # Lemmas leave "shot" as it is.
    forms = {tree.lemma(verb), tree.layers.word(verb).lower()}
    return bool(forms & _TAKING_OUT) or (down and bool(forms & _BRINGING_DOWN))


def _without_side(tree: Tree, side: Side | None, first: int, last: int) -> Span | None:
    """Cut the words of who acts off those of an instrument; None where nothing is left."""
    whose = side is not None and first <= side.act < last and _is_weapon(tree, side.act)
    if side is None or whose or last <= side.first or first >= side.last:
        return tree.layers.span(first, last)  # "Russian missiles" are a weapon with its owner.
    return tree.layers.span(side.last, last) if last > side.last else None
