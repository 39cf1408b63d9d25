"""Relations that nouns tell: titles, appositions, possessives, "of", "between".

In: a tree and one of its nouns. Out: :class:`~whowhom.coding.tie_relation.Relation`.

What one would get wrong: the noun may stand beside who bears it ("Issa Doumbe, the leader
of the Front"), or be the only words for them ("soldiers of the 212th brigade"). A body
before it may be its owner or a part of the title ("Foreign" in "Foreign Secretary").
"""

from __future__ import annotations

from collections.abc import Iterator

from whowhom.coding import tie_words as lists
from whowhom.coding.tie_relation import Relation, agents_of, head_behind, is_actor, is_body, is_owner, is_person
from whowhom.coding.tree import SUBJECTS, Tree
from whowhom.records.events import TieKind

_NOUNS = ("NOUN", "PROPN")
_BEFORE = ("compound", "nmod:poss", "nmod:desc", "nmod", "amod", "flat")


def noun_relations(tree: Tree, word: int) -> Iterator[Relation]:
    """Yield the relations of one noun."""
    if tree.layers.upos[word] not in _NOUNS:
        return
    lemma = tree.lemma(word)
    if lemma in lists.SUPPORT:
        yield from _support(tree, word)
    if lemma in lists.BETWEEN or lemma in lists.AGAINST:
        yield from _between(tree, word)
        yield from _against(tree, word)
    yield from _owned_by_person(tree, word)
    yield from _person_of(tree, word)
    kind = _kind(tree, word)
    if kind is None or lemma in lists.LEAVERS:
        return
    bearer, is_title = _bearer(tree, word)
    if bearer is None and kind in ("leads", "member of"):
        bearer, is_title = _named_beside(tree, word), True
    if bearer is None:
        if not _stands_alone(tree, word, kind):
            return
        bearer, is_title = word, True
    rule = "self" if bearer == word else "noun"
    body = _body(tree, word, bearer, kind)
    if body is None or body == bearer:
        return
    if rule == "self" and kind in ("part of", "member of") and not _is_named(tree, body):
        # "Its officers", "members of the group": of what has no name nothing is told by it.
        return
    if rule == "self" and kind == "member of" and lemma not in lists.ARMED_MEMBERS:
        return
    if rule == "self" and kind == "supports" and tree.layers.xpos[body] == "PRP$":
        return
    name = f"{rule} {kind}"
    if kind in lists.REVERSED:
        yield Relation(body, kind, bearer, word, name, is_title)
    else:
        yield Relation(bearer, kind, body, word, name, is_title)


def _is_named(tree: Tree, body: int) -> bool:
    return tree.layers.upos[body] == "PROPN" or tree.entities.at(body, "ORG") is not None


def _kind(tree: Tree, word: int) -> TieKind | None:
    lemma = tree.lemma(word)
    start = tree.layers.sentences[tree.sentence_of[word]][0]
    before = tree.lemma(word - 1) if word > start else ""
    if lemma in lists.LEADERS or (lemma == "minister" and before == "prime"):
        near = {tree.lemma(child) for child in tree.children[word]} | {before}
        return "member of" if near & lists.DEPUTIES else "leads"
    if lemma == "general" and before == "secretary":
        return "leads"
    if lemma in lists.MEMBERS:
        return "member of"
    if lemma in lists.PARTS:
        return "part of"
    return lists.NOUNS.get(lemma)


def _bearer(tree: Tree, noun: int) -> tuple[int | None, bool]:
    """Return who bears the relation, and whether as a title.

    The apposed name, the subject of "is a", the name after a title, or what is named so.
    """
    layers = tree.layers
    head = layers.heads[noun]
    if tree.relation(noun) == "appos" and head >= 0 and is_actor(tree, head):
        # "Osama bin Laden and Mohammed Omar, the founder": the last of several is meant.
        others = [c for c in tree.children[head] if tree.relation(c) == "conj" and c < noun and is_actor(tree, c)]
        return (others[-1] if others and tree.layers.xpos[noun] == "NN" else head), True
    for child in tree.children[noun]:
        is_name = layers.upos[child] == "PROPN" and child > noun
        if tree.relation(child) in SUBJECTS and tree.child(noun, "cop") is not None:
            return tree.antecedent(child), False
        if tree.relation(child) in ("appos", "flat") and is_name and not _same_tag(tree, noun, child):
            return child, True
    is_title = tree.relation(noun) in ("compound", "flat", "nmod:desc", "nmod") and noun < head <= noun + 3
    if is_title and layers.upos[head] == "PROPN" and is_person(tree, head):
        return head, True
    if tree.relation(noun) == "obl" and tree.case_of(noun) == "as":
        named = tree.child(head, "obj", "nsubj:pass")
        if named is not None and tree.lemma(head) in ("name", "appoint", "elect", "install", "serve"):
            return named, False
    return None, False


def _named_beside(tree: Tree, noun: int) -> int | None:
    """Return the person whose name stands right behind a title or before its comma, whatever the tree says.

    Reports in capitals and unknown names are often hung on the wrong word.
    """
    first, last = tree.layers.sentences[tree.sentence_of[noun]]
    behind = noun + 1
    before = noun - 1
    while before > first and tree.layers.upos[before] in ("DET", "ADJ"):
        before -= 1
    ends_title = before > first and tree.layers.word(before) == ","
    if behind < last:
        tag = tree.entities.at(behind, "PER")
        if tag is not None and tag.first == behind:
            return tree.head_of(tag.first, tag.last)
    tag = tree.entities.at(before - 1, "PER") if ends_title else None
    return tree.head_of(tag.first, tag.last) if tag is not None and tag.last == before else None


def _same_tag(tree: Tree, noun: int, child: int) -> bool:
    """Say whether noun and name are one name ("Task Force Sulu"), so that neither bears the other."""
    tag = tree.entities.at(noun, "ORG")
    return tag is not None and tag.first <= child < tag.last


def _stands_alone(tree: Tree, noun: int, kind: TieKind) -> bool:
    """Say whether the noun itself is the actor that the relation is of."""
    if tree.actors.at(noun) is None:
        return False
    if kind in ("allied with", "opposes", "supports"):
        # "Our partners", "its backers": who they are need not be told.
        return _has_owner(tree, noun)
    if kind not in ("member of", "leads", "part of"):
        return False
    if kind == "part of" and tree.lemma(noun) not in lists.BRANCHES and not _has_owner(tree, noun):
        return False
    return tree.relation(noun) not in ("compound", "flat", "nmod:desc", "amod")


def _has_owner(tree: Tree, noun: int) -> bool:
    return any(is_owner(tree, child) for child in tree.children[noun] if child < noun)


def _body(tree: Tree, noun: int, bearer: int, kind: TieKind) -> int | None:
    """Return what the relation is to: "of X", "X's", or the name before the noun."""
    cases = lists.CASES.get(tree.lemma(noun), frozenset(["of"]))
    for child in tree.children[noun]:
        relation = tree.relation(child)
        is_pronoun = tree.layers.xpos[child] in ("PRP$", "WP$")
        if is_owner(tree, child) and child < noun and (not is_pronoun or _may_own(tree, child, kind)):
            return child
        if relation in ("nmod", "obl") and tree.case_of(child) in cases and child > noun:
            return child
    behind = noun + 1
    if behind < len(tree.layers.starts) and tree.layers.word(behind).lower() in cases:
        return head_behind(tree, behind)
    if tree.lemma(noun) in lists.RANKS or bearer == noun:
        return None
    for holder in (noun, bearer):
        for child in reversed(tree.children[holder]):
            if _is_before(tree, child, noun) and not _same_name(tree, child, noun):
                return child
    # "Prime Minister Tomas Arrue of Peru": the tree hangs the country on the name.
    for child in tree.children[bearer]:
        if bearer != noun and tree.relation(child) == "nmod" and tree.case_of(child) in ("of", "from") and child > noun:
            return child
    return None


def _is_before(tree: Tree, child: int, noun: int) -> bool:
    if child >= noun or tree.relation(child) not in _BEFORE:
        return False
    if tree.layers.upos[child] == "PROPN":
        return True
    demonym = tree.entities.at(child, "Nationality") is not None
    return demonym or (tree.actors.at(child) is not None and tree.layers.upos[child] in _NOUNS)


def _may_own(tree: Tree, pronoun: int, kind: TieKind) -> bool:
    """Say whether a possessive can stand for a body: "its leader", not "his chief of staff"."""
    return kind not in ("leads", "member of") or tree.layers.word(pronoun).lower() in ("its", "their", "our")


def _same_name(tree: Tree, word: int, noun: int) -> bool:
    """Say whether a word before a title is part of it: "Foreign" in "Foreign Secretary"."""
    names = [tag for tag in tree.entities.holding(word) if tag.label in ("ORG", "LOC", "Nationality")]
    if any(not tag.first <= noun < tag.last for tag in names):
        return False
    tag = tree.actors.at(word)
    return tag is None or tag.first <= noun < tag.last


def _owned_by_person(tree: Tree, word: int) -> Iterator[Relation]:
    """Read "the forces of Barghathi", "the Karzai government": a person leads what bears their name."""
    if tree.lemma(word) not in lists.OWNED or tree.actors.at(word) is None:
        return
    for child in tree.children[word]:
        relation = tree.relation(child)
        owns = relation in ("nmod:poss", "compound") or (relation == "nmod" and tree.case_of(child) == "of")
        if owns and is_person(tree, child):
            yield Relation(child, "leads", word, word, "owned by a person", is_title=True)


def _person_of(tree: Tree, word: int) -> Iterator[Relation]:
    """Read "Aissata Dicko of the Niger Basin Institute"; "of" a town is where somebody is from."""
    if not is_person(tree, word):
        return
    for child in tree.children[word]:
        is_place = tree.entities.at(child, "LOC") is not None or tree.entities.at(child, "ORG") is None
        if tree.relation(child) == "nmod" and tree.case_of(child) == "of" and is_actor(tree, child) and not is_place:
            yield Relation(word, "member of", child, word, "person of", is_title=True)


def _between(tree: Tree, word: int) -> Iterator[Relation]:
    """Read "the alliance between X and Y", "the war of X with Y"."""
    kind = lists.BETWEEN.get(tree.lemma(word))
    if kind is None:
        return
    for child in tree.children[word]:
        if tree.relation(child) in ("nmod", "obl") and tree.case_of(child) in ("between", "of"):
            others = [c for c in tree.children[child] if tree.relation(c) == "conj"]
            # A tree that missed the coordination hangs both on the noun.
            others += [c for c in tree.children[word] if c > child and tree.child(c, "cc") is not None]
            for other in others[:1]:
                if is_actor(tree, child) and is_actor(tree, other):
                    yield Relation(child, kind, other, word, f"between {kind}")
        if tree.relation(child) in ("nmod", "obl") and tree.case_of(child) == "with":
            owner = _owner(tree, word)
            if owner is not None:
                yield Relation(owner, kind, child, word, f"with {kind}")


def _against(tree: Tree, word: int) -> Iterator[Relation]:
    """Read "X's war against Y", "support for X in its fight against Y", "the campaign of X to defeat Y"."""
    if tree.lemma(word) not in lists.AGAINST:
        return
    for child in tree.children[word]:
        if (
            tree.relation(child) in ("nmod", "obl")
            and tree.case_of(child) in ("against", "on")
            and is_actor(tree, child)
        ):
            for agent in agents_of(tree, word):
                yield Relation(agent, "fights", child, word, "against fights")


def _support(tree: Tree, word: int) -> Iterator[Relation]:
    """Read "X's support for Y", "U.S. military aid to Y", "in support of Y", "with the support of X"."""
    case = tree.case_of(word)
    head = tree.layers.heads[word]
    if head >= 0 and tree.layers.xpos[head] == "VBD" and case not in ("in", "with"):
        return
    for child in tree.children[word]:
        if tree.relation(child) not in ("nmod", "obl") or not is_actor(tree, child):
            continue
        if case in ("in", "with") and tree.case_of(child) in ("of", "from"):
            subject = tree.subject(head) if head >= 0 else None
            if subject is not None:
                ends = (subject, child) if case == "in" else (child, subject)
                yield Relation(ends[0], "supports", ends[1], word, "support in", is_title=True)
        elif tree.case_of(child) in ("for", "to", "with"):
            owner = _owner(tree, word)
            if owner is not None:
                yield Relation(owner, "supports", child, word, "support supports")


def _owner(tree: Tree, noun: int) -> int | None:
    """Return whose alliance or war it is: its possessor, the body before it, the subject of the verb it hangs on."""
    for child in tree.children[noun]:
        relation = tree.relation(child)
        if relation == "nmod:poss" or (relation == "nmod" and tree.case_of(child) in ("of", "by")):
            return child
        if relation in ("compound", "amod") and is_body(tree, child):
            return child
    head = tree.layers.heads[noun]
    if head >= 0 and tree.relation(noun) in ("obj", "obl") and tree.layers.upos[head] == "VERB":
        return tree.subject(head)
    return None
