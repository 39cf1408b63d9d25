"""Which mentions of a report tell one actor: coreference scored against labels.

In: the actors of both sides, each by the stretches that mention it. Out: counts by name.

* ``actor_muc``, ``actor_b3``, ``actor_ceaf_e``: over all mentions of both sides; a mention that only one
  side has stands alone for the other. Their mean F1 is :data:`CONLL`.
* ``actor_links``: pairs of mentions that are one actor, of the mentions that both sides have: how
  well mentions are joined, whatever was found.

What one would get wrong: a coding keeps only the actors that some event or tie refers to, so a mention
of nobody's is missed here even where it was read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from whowhom.evaluate.coreference_scores import Chains, conll, score_chains
from whowhom.evaluate.matching import match_items
from whowhom.evaluate.results import Counts
from whowhom.records import Span

PREFIX = "actor_"
CONLL = "actor_conll"
# Half of the letters of both mentions together: "the army" is not "the army's 4th Division",
# which it would be if one letter were enough.
MIN_SHARED = 0.5

Actors = Sequence[Sequence[Span]]


def count_coreference(found: Actors, gold: Actors) -> dict[str, Counts]:
    """Count one document."""
    ours, theirs = _mentions(found), _mentions(gold)
    pairs = match_items(ours, theirs, lambda one, other: share_of(one[0], other[0]) >= MIN_SHARED)
    met = dict(pairs)
    response: Chains = {("gold", met[at]) if at in met else ("found", at): actor for at, (_, actor) in enumerate(ours)}
    key: Chains = {("gold", at): actor for at, (_, actor) in enumerate(theirs)}
    everything = score_chains(key, response)
    shared = {("gold", at) for at in met.values()}
    common = score_chains({m: key[m] for m in shared}, {m: response[m] for m in shared})
    counts = {f"{PREFIX}{name}": everything[name] for name in ("muc", "b3", "ceaf_e")}
    return {**counts, f"{PREFIX}links": common["pairwise"]}


def conll_of(counts: Mapping[str, Counts]) -> float:
    """Give the mean of the three F1 of summed counts, in per cent."""
    return conll({name.removeprefix(PREFIX): count for name, count in counts.items() if name.startswith(PREFIX)})


def share_of(first: Span, second: Span) -> float:
    """Letters in both, over letters in either."""
    both = min(first.end, second.end) - max(first.start, second.start)
    return both / (max(first.end, second.end) - min(first.start, second.start)) if both > 0 else 0.0


def _mentions(actors: Actors) -> list[tuple[Span, int]]:
    """List the stretches with the number of their actor; one stretch of two actors counts for the first."""
    owner: dict[Span, int] = {}
    for number, spans in enumerate(actors):
        for span in spans:
            owner.setdefault(span, number)
    return sorted(owner.items(), key=lambda row: (row[0].start, row[0].end))
