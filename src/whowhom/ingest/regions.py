"""Regions: what each paragraph of a text is.

In: the canonical text and, if known, its title. Out: regions in order, without
overlap, covering every character that is not white space. When the signs do not
say, a paragraph is body: reading too much is seen, losing a paragraph is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from whowhom.ingest.captions import is_caption
from whowhom.ingest.credits import is_credit, is_lone_name
from whowhom.ingest.dates import dateline_date, iso_date
from whowhom.ingest.furniture import heads_link_list, is_furniture
from whowhom.ingest.headings import is_heading
from whowhom.ingest.repeats import find_repeats
from whowhom.ingest.units import split_units
from whowhom.records import Region
from whowhom.records.documents import RegionKind

# Above the headline stand at most a kicker, a date and a byline or two.
MAX_UNITS_ABOVE_HEADLINE = 4
# A known title is found also below the menu and the list of links of a printed page.
MAX_UNITS_ABOVE_TITLE = 12
MAX_HEADLINE_CHARS = 160
MIN_HEADLINE_WORDS = 2
MAX_DATE_LINE_CHARS = 60
_SENTENCE_STOP = re.compile(r"[.;:,]['\"”’)\]]*(?:\[\w{1,3}\])*$")
_SECOND_SENTENCE = re.compile(r"\b\w{4,}[.!?]['\"”’]?\s+\S")
# "Two killed in Herat | Northern Gazette": the title of a page names the outlet after the headline.
_OUTLET_AFTER = re.compile(r"\s*[|–—·-]\s+[^|–—·]{2,60}")
_NOT_READ: tuple[RegionKind, ...] = ("credit", "furniture")


def find_regions(text: str, *, title: str | None = None) -> tuple[Region, ...]:
    """Divide a text into its regions.

    Args:
        text: Canonical text.
        title: The title where it is known; the unit that says the same is the
            headline even with a full stop.

    Returns:
        One region per paragraph, in order. A paragraph that stands a second time
        is a repeat, unless it is a credit or furniture anyway.
    """
    spans = split_units(text)
    units = [text[start:end] for start, end in spans]
    kinds = [_kind_alone(unit) for unit in units]
    _mark_headings(units, kinds)
    _mark_headline(units, kinds, title)
    _mark_link_lists(units, kinds)
    _mark_last_name(units, kinds)
    read = [index for index, kind in enumerate(kinds) if kind not in _NOT_READ]
    for position in find_repeats([(units[index], kinds[index] == "caption") for index in read]):
        kinds[read[position]] = "repeat"
    return tuple(Region(start, end, kind) for (start, end), kind in zip(spans, kinds, strict=True))


def plain_title(words: str) -> str:
    """Take the marks of Markdown and the line ends out of a headline."""
    return " ".join(words.strip().lstrip("#").strip(" *_").split())


def _kind_alone(unit: str) -> RegionKind:
    if is_furniture(unit):
        return "furniture"
    if is_credit(unit) or (len(unit) <= MAX_DATE_LINE_CHARS and iso_date(unit.strip("*_ ")) is not None):
        return "credit"
    return "caption" if is_caption(unit) else "body"


def _mark_headings(units: Sequence[str], kinds: list[RegionKind]) -> None:
    # A lone unit is all there is to read. Further down such a line heads what follows it.
    for index, unit in enumerate(units[: MAX_UNITS_ABOVE_HEADLINE if len(units) > 1 else 0]):
        if kinds[index] == "body" and is_heading(unit):
            kinds[index] = "credit"


def _is_headline(unit: str, *, is_signed: bool = False) -> bool:
    # Above a byline or a date also "Two freed? Families still wait".
    words = plain_title(unit)
    is_short = len(words) <= MAX_HEADLINE_CHARS and len(words.split()) >= MIN_HEADLINE_WORDS
    is_one = is_signed or _SECOND_SENTENCE.search(words) is None
    return is_short and is_one and _SENTENCE_STOP.search(words) is None


def _mark_headline(units: Sequence[str], kinds: list[RegionKind], title: str | None) -> None:
    if title is not None:
        wanted = plain_title(title).casefold()
        for index, unit in enumerate(units[: MAX_UNITS_ABOVE_TITLE + 1]):
            words = plain_title(unit).casefold()
            if words == wanted or (_is_headline(unit) and _OUTLET_AFTER.fullmatch(wanted.removeprefix(words))):
                kinds[index] = "headline"
                return
    if len(units) < 2:  # a lone sentence without its full stop is still a sentence
        return
    for first in range(min(len(units), MAX_UNITS_ABOVE_HEADLINE)):
        if kinds[first] in _NOT_READ:
            continue
        index = _below_links(units, kinds, first)
        unit = units[index]
        is_signed = kinds[index + 1 : index + 2] == ["credit"]
        if kinds[index] == "body" and _is_headline(unit, is_signed=is_signed) and not _has_dateline(unit):
            kinds[index] = "headline"
        return


def _below_links(units: Sequence[str], kinds: Sequence[RegionKind], first: int) -> int:
    """Pass over a list of links at the top ("Most read"): its last line is the headline if a byline or date follows."""
    last = first
    if first and heads_link_list(units[first - 1]):
        while last + 1 < len(units) and kinds[last + 1] == "body" and _is_headline(units[last + 1]):
            last += 1
    return last if kinds[last + 1 : last + 2] == ["credit"] else first


def _has_dateline(unit: str) -> bool:
    return dateline_date(unit, 0, len(unit)) is not None


def _mark_link_lists(units: Sequence[str], kinds: list[RegionKind]) -> None:
    # Under "Related articles" stand headlines of other reports, which would be
    # coded as events of this one; the list ends with the first full sentence.
    in_list = False
    for index, unit in enumerate(units):
        if kinds[index] == "furniture":
            in_list = in_list or heads_link_list(unit)
        elif in_list and kinds[index] == "body" and _is_headline(unit):
            kinds[index] = "furniture"
        else:
            in_list = False


def _mark_last_name(units: Sequence[str], kinds: list[RegionKind]) -> None:
    # A name alone under the last paragraph is the writer's.
    for index in range(len(units) - 1, 1, -1):
        if kinds[index] == "furniture":
            continue
        # In a text all in capitals every short line looks like a name.
        is_name = is_lone_name(units[index]) and not (units[index].isupper() and units[index - 1].isupper())
        if kinds[index] == "body" and is_name:
            kinds[index] = "credit"
        return
