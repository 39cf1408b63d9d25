"""The gazetteer: names, points and areas of the places that reports name.

Import from here: ``from whowhom.gazetteer import Entry, Gazetteer``.
"""

from whowhom.gazetteer.entries import Country, Entry
from whowhom.gazetteer.names import fold, split_class
from whowhom.gazetteer.store import Gazetteer

__all__ = ["Country", "Entry", "Gazetteer", "fold", "split_class"]
