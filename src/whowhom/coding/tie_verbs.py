"""Relations that verbs, participles and adjectives tell.

In: a tree and one of its words. Out: :class:`~whowhom.coding.tie_relation.Relation`.

What one would get wrong: most of these verbs tell an act as well. "Libya sent rifles"
makes none; "Libya arms the band", "has been arming", "a band armed by Libya" do.
"""

from __future__ import annotations

from collections.abc import Iterator

from whowhom.coding import tie_words as lists
from whowhom.coding.tie_relation import Relation, agents_of, head_behind, is_actor
from whowhom.coding.tree import Tree
from whowhom.records.events import TieKind

_LASTING_TAGS = ("VBZ", "VBP", "VB", "VBG")
_OBLIQUE = ("obl", "obl:agent", "nmod", "obl:unmarked")


def verb_relations(tree: Tree, word: int) -> Iterator[Relation]:
    """Yield the relations of one verb, participle, adjective or joined word."""
    text = tree.layers.word(word).lower()
    if text in lists.JOINED:
        yield from _joined(tree, word)
    if text in lists.PREFIXES:
        yield from _prefixed(tree, word)
    yield from _by_participle(tree, word)
    if tree.layers.upos[word] in ("VERB", "AUX"):
        yield from _active(tree, word)
        yield from _with_case(tree, word)
        yield from _light(tree, word)
        yield from _resolved(tree, word)
    yield from _at_war(tree, word)


def _active(tree: Tree, verb: int) -> Iterator[Relation]:
    """Read "X backs Y", "X, who heads Y"."""
    lemma = tree.lemma(verb)
    kind = lists.VERBS.get(lemma)
    if kind is None or tree.is_passive(verb) or not _is_lasting(tree, verb):
        return
    subject = tree.subject(verb)
    if subject is None:
        return
    if kind == "designates" and not _as_terrorist(tree, verb):
        return
    for thing in _objects(tree, verb):
        if kind == "founded by":
            yield Relation(thing, kind, subject, verb, "verb founded by")
        else:
            yield Relation(subject, kind, thing, verb, f"verb {kind}")


def _objects(tree: Tree, verb: int) -> Iterator[int]:
    """Yield the object of a verb, or the one that it shares with the verb before it ("funds and trains Y")."""
    own = tree.child(verb, "obj")
    if own is not None:
        yield own
        return
    for child in tree.children[verb]:
        shared = (
            tree.child(child, "obj") if tree.relation(child) == "conj" and tree.lemma(child) in lists.VERBS else None
        )
        if shared is not None:
            yield shared
            return


def _is_lasting(tree: Tree, verb: int) -> bool:
    """Say whether a verb's form tells what lasts: its tense, a perfect, a progressive, an infinitive."""
    lemma, tag = tree.lemma(verb), tree.layers.xpos[verb]
    auxiliaries = {tree.lemma(child) for child in tree.children[verb] if tree.relation(child) in ("aux", "aux:pass")}
    if lemma in lists.LASTING_PAST:
        return True
    if tag in _LASTING_TAGS or (tag in ("VBD", "VBN") and "have" in auxiliaries):
        return True
    return tag == "VBD" and lemma not in lists.ACTS


def _as_terrorist(tree: Tree, verb: int) -> bool:
    words = {tree.lemma(word) for word in tree.subtree(verb)}
    return bool(words & {"terrorist", "terror", "terrorism", "sanction", "criminal", "illegal"})


def _with_case(tree: Tree, verb: int) -> Iterator[Relation]:
    """Read "X belongs to Y", "X broke away from Y", "X fights alongside Y"."""
    cases = lists.VERBS_WITH.get(tree.lemma(verb))
    if not cases or tree.is_passive(verb):
        return
    subject = tree.subject(verb)
    if subject is None:
        return
    tag = tree.layers.xpos[verb]
    is_lasting = tag in _LASTING_TAGS or tree.lemma(verb) in lists.MOTION or _is_lasting(tree, verb)
    for child in tree.children[verb]:
        kind = cases.get(tree.case_of(child)) if tree.relation(child) in _OBLIQUE else None
        if kind is not None and is_lasting:
            yield Relation(subject, kind, child, verb, f"verb with case {kind}")
            return
    last = tree.layers.sentences[tree.sentence_of[verb]][1]
    for case in range(verb + 1, min(verb + 3, last)):
        kind = cases.get(tree.layers.word(case).lower())
        thing = head_behind(tree, case) if kind is not None and is_lasting else None
        if kind is not None and thing is not None:
            yield Relation(subject, kind, thing, verb, f"verb with case {kind}")
            return


def _light(tree: Tree, verb: int) -> Iterator[Relation]:
    """Read "X provides support to Y", "X has an alliance with Y", "X takes orders from Y"."""
    if tree.lemma(verb) not in lists.LIGHT_VERBS or tree.is_passive(verb):
        return
    noun = tree.child(verb, "obj")
    if noun is None or tree.lemma(noun) not in lists.LIGHT_OBJECTS or tree.layers.xpos[verb] == "VBD":
        return
    kind, cases, _ = lists.LIGHT_OBJECTS[tree.lemma(noun)]
    subject = tree.subject(verb)
    for child in (*tree.children[noun], *tree.children[verb]):
        if subject is not None and tree.relation(child) in _OBLIQUE and tree.case_of(child) in cases:
            yield Relation(subject, kind, child, verb, f"light verb {kind}")


def _resolved(tree: Tree, verb: int) -> Iterator[Relation]:
    """Read "X is determined to defeat Y": the resolve tells who fights whom, whatever comes of it."""
    if tree.lemma(verb) not in lists.DEFEATING or tree.layers.xpos[verb] not in ("VB", "VBG"):
        return
    first = verb
    while tree.relation(first) == "conj" and tree.layers.heads[first] >= 0:
        first = tree.layers.heads[first]
    marks = {
        tree.layers.word(child).lower() for child in tree.children[first] if tree.relation(child) in ("mark", "case")
    }
    is_purpose = tree.relation(first) in ("xcomp", "acl", "advcl") and "to" in marks
    thing = tree.child(verb, "obj")
    if not (is_purpose or (marks & {"on", "at", "in"} and tree.layers.xpos[verb] == "VBG")):
        return
    if thing is None or not is_actor(tree, thing):
        behind = head_behind(tree, verb)
        thing = behind if behind is not None and is_actor(tree, behind) else tree.child(first, "obj")
    for agent in agents_of(tree, first) if thing is not None else ():
        yield Relation(agent, "fights", thing or 0, verb, "resolved fights", is_title=True)


def _at_war(tree: Tree, word: int) -> Iterator[Relation]:
    """Read "X is at war with Y", "X, in league with Y"."""
    kinds: dict[str, TieKind] = {"war": "fights", "odds": "opposes", "league": "allied with"}
    kind = kinds.get(tree.lemma(word))
    if kind is None or tree.case_of(word) not in ("at", "in"):
        return
    subject = tree.child(word, "nsubj")
    head = tree.layers.heads[word]
    if subject is None and head >= 0:
        subject = head if tree.layers.upos[head] in ("NOUN", "PROPN") else tree.subject(head)
    for child in tree.children[word]:
        if subject is not None and tree.relation(child) in _OBLIQUE and tree.case_of(child) == "with":
            yield Relation(tree.antecedent(subject), kind, child, word, f"at war {kind}")


def _by_participle(tree: Tree, word: int) -> Iterator[Relation]:
    """Read "founded by Y", "headed by Y", "backed by Y", "allied with Y", "loyal to Y"."""
    lemma = tree.lemma(word)
    key = lemma if lemma in lists.WITH_PARTNER else tree.layers.word(word).lower()
    is_with = key in lists.WITH_PARTNER
    is_form = tree.layers.xpos[word] in ("VBN", "VBD", "JJ") or key in ("loyal", "faithful", "opposed", "hostile")
    if not is_form or (lemma not in lists.BY_AGENT and not is_with):
        return
    subject = _participle_subject(tree, word)
    if subject is None:
        return
    for child in tree.children[word]:
        if not tree.relation(child).startswith("obl"):
            continue
        case = tree.case_of(child)
        if lemma in lists.BY_AGENT and case == "by" and _is_participle(tree, word):
            yield from _agent(tree, word, subject, child)
        elif is_with and case in lists.WITH_PARTNER[key][1]:
            yield Relation(subject, lists.WITH_PARTNER[key][0], child, word, "participle with", _is_reduced(tree, word))


def _agent(tree: Tree, word: int, subject: int, agent: int) -> Iterator[Relation]:
    kind, reverse = lists.BY_AGENT[tree.lemma(word)]
    finite = tree.child(word, "aux:pass")
    # "Was headed by" tells an act or a past; "a force headed by", "is headed by" a lasting relation.
    if reverse and finite is not None and tree.layers.word(finite).lower() in ("was", "were"):
        return
    ends = (agent, subject) if reverse else (subject, agent)
    yield Relation(ends[0], kind, ends[1], word, f"participle {kind}", _is_reduced(tree, word))


def _participle_subject(tree: Tree, word: int) -> int | None:
    subject = tree.subject(word)
    head = tree.layers.heads[word]
    if subject is None and head >= 0:
        if tree.relation(word) in ("acl", "amod", "appos"):
            return head
        if tree.relation(word) == "advcl" and tree.layers.upos[head] == "VERB":
            return tree.subject(head)
    return subject


def _is_participle(tree: Tree, word: int) -> bool:
    return tree.is_passive(word) or tree.layers.xpos[word] == "VBN"


def _is_reduced(tree: Tree, word: int) -> bool:
    """Say whether a participle stands on a noun without an auxiliary: like a title, it holds in any clause."""
    return (
        tree.relation(word) in ("acl", "amod", "appos") and tree.child(word, "aux", "aux:pass", "cop", "mark") is None
    )


def _joined(tree: Tree, word: int) -> Iterator[Relation]:
    """Read "Iran-backed militia", "Saudi-led coalition", "a Hamas-run ministry"."""
    text = tree.layers.word(word).lower()
    head = tree.layers.heads[word]
    if head < 0 or tree.relation(word) not in ("amod", "compound", "acl", "advcl") or word < 2:
        return
    partner = word - 2
    if tree.layers.word(word - 1) not in ("-", "‐", "-") or tree.sentence_of[partner] != tree.sentence_of[word]:
        return
    tag = tree.actors.at(word)
    if tag is not None and tag.last > word + 1:
        head = tree.head_of(word + 1, tag.last)
    ends = (head, partner) if text in lists.JOINED_PARTS else (partner, head)
    yield Relation(ends[0], lists.JOINED[text], ends[1], word, f"joined {text}", is_title=True)


def _prefixed(tree: Tree, word: int) -> Iterator[Relation]:
    """Read "the counter-ISIL coalition", "a pro-government militia"."""
    last = tree.layers.sentences[tree.sentence_of[word]][1]
    if word + 3 >= last or tree.layers.word(word + 1) not in ("-", "‐", "–"):
        return
    name = word + 2
    tag = tree.actors.at(word)
    head = tree.head_of(name + 1, tag.last) if tag is not None and tag.last > name + 1 else tree.layers.heads[name]
    if head is not None and head > name and is_actor(tree, head):
        yield Relation(head, lists.PREFIXES[tree.layers.word(word).lower()], name, word, "prefix", is_title=True)
