"""Items of a list in a report: which words stand in one, and the day and the place that lead it.

In: a tree. Out: the item of a word, and its lead: "* 17 Feb, Djibo: An IED hit a convoy", "SAGAING: Troops raided
a village". An item tells its own events: the reader, whose windows know no list, at times gives one the people or the
dead of the next.

What one would get wrong: "Key incidents:" belongs to all items below it, "Colonel Rivas: ..." is a speaker and no
place, and a date within an item's words says nothing of the rest of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from whowhom.coding.tree import Tree
from whowhom.records import READ_KINDS, Span, Tagged, TriggerReading

_BULLET = re.compile(r"\s*[*•·▪‣–—-]\s+")
# The numbered points of a statement go on from one to the next; only a day or a place makes one an item.
_NUMBER = re.compile(r"\s*\(?\d{1,2}[.)]\s+")
# A lead has so many letters at most, and no stop but that of a month ("16 Feb.").
_LEAD = re.compile(r"([^\n:;!?]{2,60}?)\s*:\s")
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DAY = re.compile(
    rf"(?:on\s+)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s*)?"
    rf"(?:\d{{1,2}}\s+{_MONTHS}(?:\s+\d{{4}})?|{_MONTHS}\s+\d{{1,2}}(?:,?\s+\d{{4}})?|\d{{4}}-\d{{2}}-\d{{2}})?",
    re.IGNORECASE,
)
_GAP = re.compile(r"[\s,;/|()–—-]*")
# Words of a place's name or of what kind of place it is.
_PLACE = re.compile(
    r"(?:the\s+)?[A-Z][\w'’.-]*(?:[\s,]+(?:[A-Z][\w'’.-]*|of|de|del|la|el|al|and|the|near))*(?:\s+[a-z]{4,12})?"
)
_AREA = frozenset(
    "region province state district county township department governorate oblast municipality village town city area "
    "commune prefecture camp front".split()
)

HEADING_MARKS = " :#*=_\t\n"
MAX_MARKS = 20
"""More marks than a heading has before or behind it."""
_OF_TELLING = ("source", "cue")
# What the words that open a list say of all its items; whom an act hit and how many stand in the item.
_OF_ALL = ("actor", "party", "date", "at")


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list.

    Attributes:
        span: All of it.
        date: The words that date it, before its colon; None without.
        place: Those that place it.
    """

    span: Span
    date: Span | None
    place: Span | None


def item_at(tree: Tree, word: int) -> Item | None:
    """Return the item that a word stands in; None outside lists."""
    items = tree.once(_items)
    start = tree.layers.starts[word]
    at = bisect_right(items, start, key=lambda item: item.span.start) - 1
    return items[at] if at >= 0 and start < items[at].span.end else None


def within_item(tree: Tree, reading: TriggerReading) -> TriggerReading:
    """Take from a trigger the words of other items, and from one outside a list those of its items.

    What opens the list ("Three attacks were reported:") keeps them, and says who did all that it lists, and when and
    where ("Since Monday, the Front has:").
    """
    if not tree.once(_items):
        return reading
    own = item_at(tree, reading.first)
    if own is None and _opens_list(tree, reading.first):
        return reading
    kept = tuple(role for role in reading.roles if _stays(tree, role, own))
    return reading if len(kept) == len(reading.roles) else replace(reading, roles=kept)


def is_alone_on_line(text: str, span: Span) -> bool:
    """Say whether words stand alone on their line, but for the marks of a heading."""
    before = text[max(0, span.start - MAX_MARKS) : span.start].rpartition("\n")
    behind = text[span.end : span.end + MAX_MARKS].partition("\n")
    return not before[2].strip(HEADING_MARKS) and not behind[0].strip(HEADING_MARKS)


def _stays(tree: Tree, role: Tagged, own: Item | None) -> bool:
    # Who tells all of a list, and what it calls its cue, stand above it.
    if role.label in _OF_TELLING:
        return True
    item = item_at(tree, role.first)
    if own is not None and item is None and role.label in _OF_ALL:
        return tree.layers.starts[role.first] < own.span.start and _opens_list(tree, role.first)
    return item == own or (own is not None and item is not None and _goes_on(tree, item))


def _goes_on(tree: Tree, item: Item) -> bool:
    """Say whether an item tells no act: "- Two soldiers are dead" below "- Rebels attacked a base"."""
    return item.date is None and item.place is None and tree.trigger_words.isdisjoint(tree.words_in(item.span))


def _opens_list(tree: Tree, word: int) -> bool:
    """Say whether the line of a word ends with a colon."""
    text, start = tree.layers.document.text, tree.layers.starts[word]
    end = text.find("\n", start)
    return end >= 0 and text[start:end].rstrip().endswith(":")


def _items(tree: Tree) -> Sequence[Item]:
    document = tree.layers.document
    regions = (region.span for region in document.regions if region.kind in READ_KINDS and region.kind != "headline")
    found = [item for region in regions if (item := _item(tree, region)) is not None]
    marked = [item for item in found if _BULLET.match(document.text, item.span.start) is not None]
    unmarked = [item for item in found if _BULLET.match(document.text, item.span.start) is None]
    return found if _are_places(tree, unmarked) else marked


def _are_places(tree: Tree, items: Sequence[Item]) -> bool:
    """Say whether paragraphs that words before a colon lead make a list by places.

    One alone has a dateline ("Djibouti, Tuesday: ..."), and speakers in capitals come back.
    """
    text = tree.layers.document.text
    places = [item.place for item in items if item.place is not None]
    located = [place for place in places if _is_located(tree, place)]
    names = {text[place.start : place.end] for place in places}
    return len(places) > 1 and len(names) == len(places) and 2 * len(located) >= len(places)


def _item(tree: Tree, region: Span) -> Item | None:
    text = tree.layers.document.text
    bullet = _BULLET.match(text, region.start, region.end)
    number = bullet or _NUMBER.match(text, region.start, region.end)
    start = number.end() if number is not None else region.start
    lead = _LEAD.match(text, start, region.end)
    date, place = _led(tree, Span(start, lead.end(1))) if lead is not None else (None, None)
    if bullet is None and place is None and (number is None or date is None):
        return None
    return Item(region, date, place)


def _led(tree: Tree, lead: Span) -> tuple[Span | None, Span | None]:
    """Read the day and the place of a lead; neither where other words stand in it."""
    text = tree.layers.document.text
    day = _DAY.match(text, lead.start, lead.end)
    end = day.end() if day is not None else lead.start
    date = Span(lead.start, len(text[:end].rstrip())) if end > lead.start else None
    gap = _GAP.match(text, end, lead.end)
    at = gap.end() if gap is not None else end
    if at >= lead.end:
        return date, None
    named = _PLACE.fullmatch(text, at, lead.end)
    if named is None:
        return None, None
    last = named.group().split()[-1]
    if last[0].islower() and last not in _AREA:
        return None, None
    place = Span(at, lead.end)
    located = _is_located(tree, place)
    if not (located and date) and any(tree.actors.at(word) is not None for word in tree.words_in(place)):
        return date, None
    # A day before it says that a name is no speaker's ("22 Feb, Diffa:").
    return date, place if date is not None or named.group().isupper() or located else None


def _is_located(tree: Tree, place: Span) -> bool:
    return any(tree.entities.at(word, "LOC", "Location") is not None for word in tree.words_in(place))
