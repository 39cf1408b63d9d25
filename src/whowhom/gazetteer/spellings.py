"""Names of places as sources write them: which are kept, and what an area is called.

In: names of open data. Out: whether a name is one that a report in English may use, and
the names under which an area is found. Used by all that makes a gazetteer.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

from whowhom.gazetteer.names import keys_of, spaced, split_class

# Foreign names of small towns are left out: they fill megabytes and no report in English uses them.
ALL_NAMES_POPULATION = 15_000
NEAR_SPELLING = 0.6
_DIRECTIONS = {"north": "northern", "south": "southern", "east": "eastern", "west": "western"}
# Words that name no area by themselves: "Northern State" keeps its class word.
_PLAIN_WORDS = frozenset(
    "north south east west northern southern eastern western central capital national federal upper lower new "
    "the".split()
)


def is_near_spelling(name: str, main: str) -> bool:
    """Say whether an alternate name is a spelling of the main name and not another name."""
    one, other = spaced(name).replace(" ", ""), spaced(main).replace(" ", "")
    return one[:1] == other[:1] and SequenceMatcher(None, one, other, autojunk=False).ratio() >= NEAR_SPELLING


def is_latin_spelling(name: str) -> bool:
    """Keep Latin-script names; drop airport codes and machine transliterations (all lower case)."""
    letters = [c for c in name if c.isalpha()]
    if not letters or not letters[0].isupper() or len(name) < 3 or len(name) > 40:
        return False
    if len(letters) <= 4 and all(c.isupper() for c in letters):
        return False
    return all("LATIN" in unicodedata.name(c, "") or unicodedata.category(c) == "Lm" for c in letters)


def kept_spellings(names: list[str], main: str, population: int) -> list[str]:
    """Choose among a town's alternate names; of small towns only those that spell the main name in another way."""
    latin = [name for name in names if is_latin_spelling(name)]
    return latin if population >= ALL_NAMES_POPULATION else [n for n in latin if is_near_spelling(n, main)]


def names_of_area(name: str) -> list[str]:
    """Give an area's other names: without its class word, "North" for "Northern" and the reverse."""
    core = re.sub(r"(?i)^republic of | (republic|kray|regional state)$", "", split_class(name)[0])
    found = [name, core]
    for short, long in _DIRECTIONS.items():
        for one, other in ((short, long), (long, short)):
            found += [re.sub(rf"(?i)^{one}\b", other, n) for n in (name, core)]
            found += [re.sub(rf"(?i)\b{one}$", other, n) for n in (name, core)]
    return [n for n in dict.fromkeys(found) if n != name]


def shown_name(name: str, others: set[str]) -> str:
    """Give the name of a first-level area as reports write it: without the class word at its end.

    Args:
        others: All names in the country: "Kyiv Oblast" keeps its word beside "Kyiv City".
    """
    core = split_class(name)[0]
    if not name.startswith(core) or not keys_of(core) or core.lower().split()[0] in _PLAIN_WORDS:
        return name
    told_apart = [other for other in others if spaced(other).startswith(spaced(core))]
    return name if len(told_apart) > 1 else core
