"""Mentions made of a noun and its tree: where their words begin and end."""

import pytest

from layers import make_layers
from whowhom.coding.mentions import mention_of
from whowhom.coding.tree import build_tree

# The tree takes "Support" for a preposition, which cuts what stands before it off the phrase.
CUT = (
    "They/PRP/2/nsubj blamed/VBD/0/root the/DT/6/det Rapid/JJ/6/amod Support/IN/6/case Forces/NNPS/2/obj "
    "(/-LRB-/8/punct RSF/NNP/6/compound )/-RRB-/2/punct for/IN/11/case it/PRP/2/obl ././2/punct"
)


def words_of(conll, word, entities):
    tree = build_tree(make_layers(conll, entities=entities))
    at = next(at for at in range(len(tree.layers.starts)) if tree.layers.word(at) == word)
    mention = mention_of(tree, at)
    return tree.layers.document.text[mention.span.start : mention.span.end], mention.span


def test_a_name_that_the_tree_has_cut_is_whole_with_its_bracket():
    text, span = words_of(CUT, "Forces", {"the Rapid Support Forces": "ORG"})
    assert text == "the Rapid Support Forces (RSF)"
    assert (span.start, span.end) == (12, 42)


@pytest.mark.parametrize("entities", [{}, {"Forces": "ORG"}])
def test_what_no_name_holds_stays_out(entities):
    assert words_of(CUT, "Forces", entities)[0] == "Forces (RSF)"


def test_a_short_name_inside_a_bracket_is_itself():
    assert words_of(CUT, "RSF", {"the Rapid Support Forces": "ORG", "RSF": "ORG"})[0] == "RSF"
