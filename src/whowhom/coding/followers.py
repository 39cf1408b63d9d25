"""Followers named beside whom they follow: "on the Kotto Front and its supporters".

In: the participants of one event. Out: the same; who is joined by "and" to another and is told as the
other's own ("its supporters") has the other's role.

What one would get wrong: only what stands right behind "and" is joined; "the Front attacked its
supporters" has both on sides of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from whowhom.coding.tree import Tree
from whowhom.records import ParticipantDraft

_JOIN = re.compile(r",?\s+(?:and|or|along with|as well as|together with)\s+", re.IGNORECASE)
_OWN = frozenset("its their his her".split())


def with_followers(tree: Tree, parts: Sequence[ParticipantDraft]) -> tuple[ParticipantDraft, ...]:
    """Give followers the role of whom they stand beside."""
    text = tree.layers.document.text
    found: list[ParticipantDraft] = []
    for part in parts:
        span = part.mention.span
        if text[span.start : span.end].split(maxsplit=1)[0].lower() in _OWN:
            beside = [one for one in found if _JOIN.fullmatch(text, one.mention.span.end, span.start)]
            if beside and beside[-1].role != part.role:
                part = replace(part, role=beside[-1].role, rule="beside whom they follow")
        found.append(part)
    return tuple(found)
