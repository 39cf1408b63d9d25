"""Gold role fillers and templates, taken from MUC-4's answer keys as GRIT and GTT take them.

In: an article and its templates. Out: :class:`RoleTemplate` with five roles, each a
list of entities, each a list of mentions; and the entities of the whole article.

The published forms decide this, so it is theirs step by step: names of human
targets are victims (descriptions are not); optional fillers and templates count;
alternatives of a filler are mentions of one entity; a mention must stand in the
article, an entity without mention is left out. Over an article GRIT keeps an
entity only when it is no subset or superset of one kept before.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from whowhom.corpora.muc4 import Article, Template

ROLE_SLOTS = {
    "PerpInd": "PERP: INDIVIDUAL ID",
    "PerpOrg": "PERP: ORGANIZATION ID",
    "Target": "PHYS TGT: ID",
    "Victim": "HUM TGT: NAME",
    "Weapon": "INCIDENT: INSTRUMENT ID",
}
ROLES = tuple(ROLE_SLOTS)

Entity: TypeAlias = tuple[str, ...]
"""Mentions of one entity, as strings."""
Entities: TypeAlias = Mapping[str, tuple[Entity, ...]]
"""Entities by role; every role is there."""


@dataclass(frozen=True)
class RoleTemplate:
    """One incident as GTT scores it.

    Attributes:
        incident_type: In lower case; alternatives of the key stay joined
            (``"bombing / attack"``).
        entities: By role.
    """

    incident_type: str
    entities: Entities


@dataclass(frozen=True, slots=True)
class TargetToll:
    """People hit, as the keys' slots HUM TGT: NUMBER and EFFECT have them.

    Attributes:
        mentions: Strings that name the target; empty: the key names none.
        numbers: Accepted numbers in the keys' notation: "12", "6-" (at least),
            "-26" (at most), "~100", "PLURAL".
        effects: Accepted effects, such as "DEATH"; empty: no effect told.
        is_optional: Not counted as missed where it was not found.
    """

    mentions: frozenset[str]
    numbers: frozenset[str]
    effects: frozenset[str]
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Confidence:
    """A perpetrating organisation and how the article stands to its part.

    Attributes:
        mentions: Of the organisation.
        accepted: Set fills, such as "REPORTED AS FACT".
        is_optional: Not counted as missed where it was not found.
    """

    mentions: frozenset[str]
    accepted: frozenset[str]
    is_optional: bool = False


def gold_templates(article: Article, templates: Sequence[Template]) -> tuple[RoleTemplate, ...]:
    """Derive the templates that GTT scores; of equal ones the first is kept."""
    text = _flat(article.text)
    found: list[RoleTemplate] = []
    for template in templates:
        entities = {role: _in_text(text, _fillers(template, slot)) for role, slot in ROLE_SLOTS.items()}
        derived = RoleTemplate(" / ".join(template.types), entities)
        if derived not in found:
            found.append(derived)
    return tuple(found)


def gold_entities(article: Article, templates: Sequence[Template]) -> Entities:
    """Derive the entities of each role over all templates of an article, as GRIT does."""
    text = _flat(article.text)
    merged: dict[str, tuple[Entity, ...]] = {}
    for role, slot in ROLE_SLOTS.items():
        kept: list[Entity] = []
        for template in templates:
            for entity in _fillers(template, slot):
                if not any(set(entity) <= set(other) or set(other) <= set(entity) for other in kept):
                    kept.append(entity)
        merged[role] = _in_text(text, kept)
    return merged


def _fillers(template: Template, slot: str) -> list[Entity]:
    return [tuple(value.lower() for value in fill.values) for fill in template.slot(slot)]


def _in_text(text: str, entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Keep the mentions that stand in the text; entities and mentions in the order of the text."""
    found: list[tuple[int, Entity]] = []
    for entity in entities:
        mentions = sorted((mention for mention in entity if mention in text), key=text.index)
        if mentions:
            found.append((text.index(mentions[0]), tuple(mentions)))
    return tuple(entity for _, entity in sorted(found, key=lambda item: item[0]))


def _flat(text: str) -> str:
    return text.lower().replace("\n\n", " ")


_ARTICLES = re.compile(r"\b(a|an|the)\b")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalise(mention: str) -> str:
    """Make two writings of a mention comparable, as both published scorers do.

    Lower case, without punctuation and articles, single spaces.
    """
    bare = mention.lower().translate(_NO_PUNCTUATION)
    return " ".join(_ARTICLES.sub(" ", bare).split())


def gold_types(templates: Sequence[Template]) -> tuple[tuple[str, ...], ...]:
    """Return the accepted incident types of each template, in lower case."""
    return tuple(template.types for template in templates)


def gold_confidences(templates: Sequence[Template]) -> tuple[Confidence, ...]:
    """Return each perpetrating organisation with the confidence that its key accepts, each once."""
    found: dict[Confidence, None] = {}
    for template in templates:
        for fill in template.slot("PERP: ORGANIZATION CONFIDENCE"):
            if fill.linked:
                is_optional = fill.is_optional or template.is_optional
                found[Confidence(frozenset(fill.linked), frozenset(fill.values), is_optional)] = None
    return tuple(found)


def gold_tolls(templates: Sequence[Template]) -> tuple[TargetToll, ...]:
    """Return each human target with its accepted numbers and effects, each once.

    A target's mentions are its names and its descriptions. An effect that the key
    links to no target is a toll without mentions and numbers.
    """
    found: dict[TargetToll, None] = {}
    for template in templates:
        effects = template.slot("HUM TGT: EFFECT OF INCIDENT")
        for number in template.slot("HUM TGT: NUMBER"):
            linked = set(number.linked)
            for description in template.slot("HUM TGT: DESCRIPTION"):
                if linked & set(description.linked):
                    linked |= set(description.values)
            told = [fill for fill in effects if linked & set(fill.linked)]
            is_optional = number.is_optional or template.is_optional
            accepted = frozenset(value for fill in told for value in fill.values)
            found[TargetToll(frozenset(linked), frozenset(number.values) - {"-"}, accepted, is_optional)] = None
        for fill in effects:
            if not fill.linked:
                is_optional = fill.is_optional or template.is_optional
                found[TargetToll(frozenset(), frozenset(), frozenset(fill.values), is_optional)] = None
    return tuple(found)
