"""The small model of ties: its pairs, its features, its file; and who tells what the reader alone sees."""

import pytest

from layers import make_layers
from whowhom.coding import tie_model
from whowhom.coding.tellers import with_teller
from whowhom.coding.tie_model import KINDS, NEAR_ENDS, anchor_of, load_model, pair_features, pairs_of, read_ties
from whowhom.coding.tree import build_tree
from whowhom.errors import DataError

BACKED = "Vakaga/NNP/2/nsubj backs/VBZ/0/root the/DT/5/det Kotto/NNP/5/compound Front/NNP/2/obj ././2/punct"
HEAD = "the/DT/2/det leader/NN/7/nsubj of/IN/6/case the/DT/6/det Kotto/NNP/6/compound Front/NNP/2/nmod fled/VBD/0/root ././7/punct"
ENDS = {"Vakaga": "government", "Kotto Front": "rebel group"}


def tree_of(conll, actors):
    return build_tree(make_layers(conll, actors=actors))


def words_of(tree, pairs):
    return [(tree.layers.word(one), tree.layers.word(other)) for one, other in pairs]


def test_each_two_ends_are_a_pair_in_the_order_of_the_text():
    tree = tree_of(BACKED, ENDS)
    assert words_of(tree, pairs_of(tree)) == [("Vakaga", "Front")]


def test_the_end_of_a_long_mention_is_the_noun_before_what_hangs_on_it():
    tree = tree_of(HEAD, {"the leader of the Kotto Front": "person"})
    assert tree.layers.word(anchor_of(tree, 0, 6)) == "leader"
    assert tree.layers.word(anchor_of(tree, 3, 6)) == "Front"


def test_an_end_pairs_with_no_more_than_its_next_ones():
    names = [f"Front{chr(97 + n)}" for n in range(NEAR_ENDS + 5)]
    conll = " ".join(f"{name}/NNP/{'0/root' if not at else '1/conj'}" for at, name in enumerate(names))
    tree = tree_of(conll, dict.fromkeys(names, "rebel group"))
    pairs = list(pairs_of(tree))
    assert max(other - one for one, other in pairs) == NEAR_ENDS
    assert (0, NEAR_ENDS) in pairs
    assert (0, NEAR_ENDS + 1) not in pairs


def test_features_tell_the_order_the_words_between_and_the_path_but_no_name():
    tree = tree_of(BACKED, ENDS)
    forth, back = pair_features(tree, 0, 4)
    assert {">w=back", "m=back", "path=nsubj^obj", ">ta=government|-|PROPN", ">tb=rebel group|-|PROPN"} <= set(forth)
    assert {"<w=back", "path=obj^nsubj", "<ta=rebel group|-|PROPN"} <= set(back)
    assert not [name for name in forth + back if "akaga" in name or "Front" in name]


def test_the_shipped_model_reads_the_tie_and_its_direction():
    tree = tree_of(HEAD, {"the leader": "person", "the Kotto Front": "rebel group"})
    best = max(read_ties(tree), key=lambda reading: reading.score)
    assert (tree.layers.word(best.subject), best.label, tree.layers.word(best.object)) == ("leader", "leads", "Front")
    assert best.score > 0.5


def test_chances_are_a_distribution_and_unknown_words_add_nothing():
    model = load_model()
    known = [">w=leader", "m=leader"]
    chances = model.chances([["m=zzyzx", ">w=zzyzx"], known, []])
    assert chances.shape == (3, len(KINDS))
    assert chances.sum(axis=1) == pytest.approx(1.0, abs=1e-5)
    assert chances[0] == pytest.approx(chances[2])
    assert chances[1] != pytest.approx(chances[2])
    # What stands beside a pair changes nothing of it.
    assert (model.chances([known])[0] == chances[1]).all()
    assert (model.chances([[], *[known] * 40])[-1] == chances[1]).all()


@pytest.mark.parametrize("damage", [lambda raw: raw[: len(raw) // 2], lambda raw: b"no archive", lambda raw: b""])
def test_a_damaged_file_is_named_in_the_error(tmp_path, damage):
    broken = tmp_path / "tie_weights.npz"
    broken.write_bytes(damage(tie_model.WEIGHTS.read_bytes()))
    with pytest.raises(DataError, match=r"the model of ties 'tie_weights\.npz' could not be loaded .*reinstall"):
        load_model.__wrapped__(broken)


def test_a_missing_file_is_named_in_the_error(tmp_path):
    with pytest.raises(DataError, match=r"tie_weights\.npz.*FileNotFoundError"):
        load_model.__wrapped__(tmp_path / "tie_weights.npz")


DREADS = "The/DT/2/det bishop/NN/3/nsubj dreads/VBZ/0/root a/DT/6/det long/JJ/6/amod war/NN/3/obj in/IN/8/case Kotto/NNP/6/nmod ././3/punct"


@pytest.mark.parametrize(
    ("conll", "head", "inside", "verbs", "told"),
    [
        (DREADS, 5, range(3, 8), {"dread"}, ("The bishop", "dreads")),
        (DREADS, 5, range(3, 8), {"fear"}, None),
        # The verb among the words told names no teller.
        (DREADS, 2, range(2, 8), {"dread"}, None),
        (
            "He/PRP/3/nsubj:pass is/VBZ/3/aux:pass seen/VBN/0/root by/IN/6/case the/DT/6/det bishop/NN/3/obl:agent as/IN/9/case a/DT/9/det thief/NN/3/obl ././3/punct",
            8, range(7, 9), {"see"}, ("the bishop", "seen"),
        ),
    ],
)  # fmt: skip
def test_the_subject_of_the_verb_over_some_words_tells_them(conll, head, inside, verbs, told):
    tree = tree_of(conll, {"The bishop" if conll == DREADS else "the bishop": "person"})
    voices = with_teller(tree, head, inside, (), verbs, "test")
    text = tree.layers.document.text
    found = [(text[v.span.start : v.span.end], text[v.cue.start : v.cue.end]) for v in voices]
    assert found == ([told] if told else [])


def test_a_voice_that_is_there_stays_alone():
    tree = tree_of(DREADS, {"The bishop": "person"})
    [voice] = with_teller(tree, 5, range(3, 8), (), {"dread"}, "test")
    assert with_teller(tree, 5, range(3, 8), [voice], {"dread"}, "other") == (voice,)
