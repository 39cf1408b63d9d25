"""Whatever a reader makes of a text, it is coded: trees, tags and roles shaken at random crash no rule."""

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from whowhom.ingest import document_from_text
from whowhom.pipeline import Pipeline
from whowhom.records import Layers, Tagged

REPORTS = sorted((Path(__file__).parent.parent / "examples").glob("*.txt"))
ROLES = "killed injured missing arrested released actor target party at date reason instrument source cue".split()
SHAKEN_RELATIONS, SHAKEN_HEADS, ADDED_ROLES, LONGEST = 5, 8, 3, 6
TIMES = 30


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline.load(threads=1)


@pytest.fixture(scope="module")
def readings(pipeline):
    texts = [path.read_text(encoding="utf-8") for path in REPORTS]
    return [pipeline.reader.read(document_from_text(text, check_language=False)) for text in texts]


def shaken(layers: Layers, rng: random.Random) -> Layers:
    """Change one relation in five words and one head in eight, inside its sentence, and add three roles a trigger."""
    size = len(layers.starts)
    relations, heads = list(layers.deprels), list(layers.heads)
    for word in rng.sample(range(size), size // SHAKEN_RELATIONS):
        relations[word] = rng.choice(layers.deprels)
    for first, last in layers.sentences:
        for word in range(first, last):
            above = rng.randrange(first, last)
            if rng.random() * SHAKEN_HEADS < 1 and heads[word] >= 0 and not _lies_under(heads, above, word):
                heads[word] = above
    triggers = []
    for trigger in layers.triggers:
        begins = [rng.randrange(size) for _ in range(ADDED_ROLES)]
        added = [Tagged(at, min(size, at + rng.randint(1, LONGEST)), rng.choice(ROLES), 0.9) for at in begins]
        roles = sorted((*trigger.roles, *added), key=lambda role: (role.first, role.last, role.label))
        triggers.append(replace(trigger, roles=tuple(roles)))
    return replace(layers, deprels=tuple(relations), heads=tuple(heads), triggers=tuple(triggers))


def _lies_under(heads: Sequence[int], word: int, above: int) -> bool:
    while word >= 0:
        if word == above:
            return True
        word = heads[word]
    return False


@pytest.mark.parametrize("seed", range(TIMES))
def test_a_broken_tree_is_coded_all_the_same(seed, pipeline, readings):
    rng = random.Random(seed)
    for layers in readings:
        coding = pipeline.code_layers(shaken(layers, rng))
        text = coding.document.text
        for event in coding.events:
            for proof in event.evidence:
                assert text[proof.start : proof.end] == proof.text
