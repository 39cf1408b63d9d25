"""The actor registry: who is known by which names, as what, since when."""

from whowhom.registry.entries import Leader, RegistryEntry
from whowhom.registry.names import acronym_key, fold, is_acronym
from whowhom.registry.registry import Registry

__all__ = ["Leader", "Registry", "RegistryEntry", "acronym_key", "fold", "is_acronym"]
