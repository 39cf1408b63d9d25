"""Spans of the incident layers: words that may fill a role of a terrorist incident.

In: probabilities of the tags of a window's words. Out: spans with the mean
probability of their role, and for each span the incident types that it may belong to.

Unlike other layers this one keeps what is less likely than not. Whether a mention
counts depends on the whole article and is decided later; a window alone cannot tell.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from whowhom.reading.spans import decode_tags
from whowhom.records import Tagged

# "None of the roles" counts this much when tags are chosen. On the tuning articles
# of MUC-4 the decision over the spans found gained four points of CEAF-REE against
# a factor of 0.3 and seventeen against 1.
OUTSIDE = 0.1
# Types under this probability are not kept.
MIN_TYPE = 0.05
DECIMALS = 3

Floats = npt.NDArray[np.floating]


def decode_incidents(
    roles: Floats,
    types: Floats,
    role_tags: Sequence[str],
    type_tags: Sequence[str],
    first: int,
    breaks: Collection[int] = (),
) -> tuple[list[Tagged], list[Tagged]]:
    """Read incident roles and types off the tags of a window.

    Args:
        roles: Probabilities of the role tags, shape (words, tags); column 0 is "O".
        types: The same of the type tags.
        role_tags: "O", then "B-" and "I-" of each role.
        first: Index in the document of the window's first word.
        breaks: Words of the document that begin a sentence.

    Returns:
        Spans with their role, and the types of the same spans, both in text order;
        scores are means over the words of a span, rounded.
    """
    weighted = roles.copy()
    weighted[:, 0] *= OUTSIDE
    found: list[Tagged] = []
    kinds: list[Tagged] = []
    for span in decode_tags(weighted, role_tags, first, breaks):
        rows = slice(span.first - first, span.last - first)
        found.append(replace(span, score=_mean(roles[rows], role_tags, span.label)))
        for label in dict.fromkeys(name[2:] for name in type_tags[1:]):
            score = _mean(types[rows], type_tags, label)
            if score >= MIN_TYPE:
                kinds.append(Tagged(span.first, span.last, label, score))
    return found, kinds


def _mean(rows: Floats, tags: Sequence[str], label: str) -> float:
    columns = [index for index, tag in enumerate(tags) if tag[2:] == label and tag != "O"]
    return round(float(rows[:, columns].sum(axis=1).mean()), DECIMALS)
