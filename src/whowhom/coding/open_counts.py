"""Counts that a text leaves open: "how many people were killed", "did not say whether any soldiers had been hurt".

In: a tree and the words of people. Out: whether their number is asked for and not told. What one
would get wrong: the denial in "did not say whether any were hurt" is of saying, and no nought;
and "whether the 12 dead were soldiers" leaves open who they were, not how many.
"""

from __future__ import annotations

from whowhom.coding.tree import SUBJECTS, Tree

# Links of the tree between the people and the verb of their clause, and between that and the verb asked about.
_TO_VERB = (*SUBJECTS, "obj", "nmod", "conj", "amod", "obl", "compound", "nummod")
MAX_STEPS = 5
_COUNTS = frozenset("figure figures number numbers toll estimate count".split())
_MARKS = frozenset(("whether", "if", "unless"))
_UNSAID = frozenset(
    "not n't n’t never no unclear unknown uncertain declined refused without unable ask asked wondered yet".split()
)
# "Not say if": the denial stands this many words before the "if" at most.
DENIAL_WINDOW_WORDS = 6


def is_asked(tree: Tree, first: int) -> bool:
    """Say whether people from a word on are behind "how many" or "how many of": no number in these words is told."""
    start = tree.layers.sentences[tree.sentence_of[first]][0]
    opening = [tree.layers.word(word).lower() for word in range(max(start, first - 3), first + 1)]
    return opening[-1] == "how" or any(
        pair in (("how", "many"), ("how", "few"))
        for pair in (tuple(opening[-2:]), tuple(opening[-4:-2]) if opening[-2:-1] == ["of"] else ())
    )


def is_left_open(tree: Tree, first: int, last: int) -> bool:
    """Say whether "how many", "whether" or "if" leaves open how many people there are."""
    start = tree.layers.sentences[tree.sentence_of[first]][0]
    if is_asked(tree, first) or (first > start and asks(tree, first - 1)) or _is_withheld(tree, first):
        return True
    word = tree.head_of(first, last)
    for _ in range(MAX_STEPS):
        marks = {tree.layers.word(child).lower() for child in tree.children[word] if tree.relation(child) == "mark"}
        if not marks.isdisjoint(_MARKS):
            return True
        if tree.layers.heads[word] < 0 or tree.relation(word) not in _TO_VERB:
            return False
        word = tree.layers.heads[word]
    return False


def _is_withheld(tree: Tree, first: int) -> bool:
    """Say whether people stand in "gave no figure for rebels", or second behind "no" ("no soldiers or civilians")."""
    start = tree.layers.sentences[tree.sentence_of[first]][0]
    before = [tree.layers.word(word).lower() for word in range(max(start, first - DENIAL_WINDOW_WORDS), first)]
    while before and before[-1] in ("the", "any"):
        before.pop()
    if before[-1:] == ["or"]:
        return len(before) > 2 and "no" in before[-4:-2]
    names_count = before[-1:] in (["for"], ["of"]) and before[-2:-1] and before[-2] in _COUNTS
    return bool(names_count) and not _UNSAID.isdisjoint(before[:-2])


def asks(tree: Tree, word: int) -> bool:
    """Say whether a word opens an indirect question: "whether", or "if" behind a denial of saying or knowing."""
    lower = tree.layers.word(word).lower()
    if lower == "whether":
        return True
    start = tree.layers.sentences[tree.sentence_of[word]][0]
    if lower != "if" or word == start:
        return False
    before = {tree.layers.word(w).lower() for w in range(max(start, word - DENIAL_WINDOW_WORDS), word)}
    return not before.isdisjoint(_UNSAID) and tree.layers.word(word - 1) != ","
