"""A plain rule for MUC-4, such as anyone could write in an hour.

In: layers, of which only words, sentences and named entities are looked at. Out: a
:class:`~whowhom.evaluate.muc4_coder.Muc4Reading`. In a sentence with a word of
attack every named organisation did it, every named person is its victim, and
words of three short lists are perpetrators, targets and weapons. The word that
comes first in the article names the type of its one template.
"""

from __future__ import annotations

from whowhom.evaluate.muc4_coder import Muc4Reading
from whowhom.evaluate.muc4_gold import ROLES, Confidence, RoleTemplate
from whowhom.records import Layers

_TYPES = {
    "attack": "attacked attack attacks killed killing murder murdered assassinated assassination wounded shot ambushed",
    "bombing": "bomb bombs bombing exploded explosion dynamite dynamited",
    "kidnapping": "kidnapped kidnapping abducted hostage hostages",
    "arson": "burned arson torched",
    "robbery": "robbed robbery stole",
}
_TYPE_OF = {word: kind for kind, words in _TYPES.items() for word in words.split()}
_LISTED = {
    "PerpInd": "guerrillas terrorists rebels gunmen assailants subversives soldiers",
    "Target": "bridge embassy bank bus vehicle house headquarters office station pipeline church",
    "Weapon": "bomb bombs dynamite grenade grenades mortar rifles machinegun explosives",
}
_ROLE_OF = {word: role for role, words in _LISTED.items() for word in words.split()}


def read_plainly(layers: Layers) -> Muc4Reading:
    """Fill roles and one template by the rule above."""
    found: dict[str, dict[str, None]] = {role: {} for role in ROLES}
    kind: str | None = None
    for first, last in layers.sentences:
        words = [layers.word(index).lower() for index in range(first, last)]
        kinds = [_TYPE_OF[word] for word in words if word in _TYPE_OF]
        if not kinds:
            continue
        kind = kind or kinds[0]
        for word in words:
            if word in _ROLE_OF:
                found[_ROLE_OF[word]][word] = None
        for entity in layers.entities:
            if first <= entity.first < last and entity.label in ("ORG", "PER"):
                span = layers.span(entity.first, entity.last)
                words_of = " ".join(layers.document.text[span.start : span.end].split()).lower()
                found["PerpOrg" if entity.label == "ORG" else "Victim"][words_of] = None
    entities = {role: tuple((mention,) for mention in mentions) for role, mentions in found.items()}
    fact = frozenset(["REPORTED AS FACT"])
    return Muc4Reading(
        entities,
        (RoleTemplate(kind, entities),) if kind else (),
        (),
        tuple(Confidence(frozenset(names), fact) for names in entities["PerpOrg"]),
    )
