"""Headings that name the kind of a document or a town, and the day: "Press release, 7 June 2021".

In: the words of one unit at the head of a text. Out: whether they are such a heading.
It is a credit and states the day of publication. What one would get wrong: a headline may
end with the day of what it tells ("Attack in Herat, 7 June 2021"), which is none, and a
kind may begin one ("Situation report: fighting in Herat, 7 June 2021"), which stays a headline.
"""

from __future__ import annotations

import re

from whowhom.gazetteer import Gazetteer
from whowhom.ingest.credits import NAME
from whowhom.ingest.dates import NUMERIC_FORM, WORDED_FORMS

MAX_HEADING_CHARS = 120
_OF_KIND = (
    r"(?:daily|weekly|monthly|morning|evening|press|media|news|public|security|situation|humanitarian|protection|access"
    r"|emergency|crisis|conflict|incident|flash|field|operational|special|spot|country|regional|joint|human rights)"
)
_KIND_NOUN = (
    r"(?:release|statement|sitrep|report|update|monitor|bulletin|brief|briefing|digest|newsletter|alert|communiqu[eé]"
    r"|advisory|dispatch|summary|round-?up|note)"
)
_PLAIN_KIND = (
    rf"(?:for (?:immediate )?release|embargoed(?: until)?|sitrep|bulletin|communiqu[eé]|newsletter"
    rf"|(?:{_OF_KIND} ){{1,3}}{_KIND_NOUN})"
)
_NUMBER = r"(?: ?(?:(?:no|nr|issue|number)\b\.? ?|#|n° ?)?\d{1,4}(?:/\d{2,4})?)?"
# "OCHA Flash Update", "Kotto Daily Monitor": up to three names stand before the kind. Release and statement
# need a word of their kind: "Rebels Issue Statement" is a headline.
_PAPER = r"(?:sitrep|monitor|bulletin|briefing|digest|newsletter|round-?up|update|dispatch)"
_NAMED_KIND = rf"(?:[A-Z][\w.'’-]* ){{1,3}}(?i:(?:{_OF_KIND} ){{1,2}}{_KIND_NOUN}|{_PAPER})"
_KIND = rf"(?:(?i:{_PLAIN_KIND})|{_NAMED_KIND})(?i:{_NUMBER})(?!\w)"
_BETWEEN = r"\s*(?:[,:;|·•/–—-]\s*|\()?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
_DATES = tuple(
    rf"(?i:(?:as (?:of|at)|issued|dated|published|for|on)?:? ?(?:{_WEEKDAY}{form}))"
    for form in (*WORDED_FORMS, NUMERIC_FORM)
)
_TOWNS = rf"(?P<towns>{NAME}(?:(?:, ?|/| and | ?\(){NAME}\)?){{0,2}})"
_END = r"(?:,? (?:at )?\d{1,2}[:.h]\d\d(?: ?[A-Za-z]{1,4})?)?[\s).]*"
_HEADING = tuple(
    re.compile(form)
    for date in _DATES
    for form in (
        rf"{_KIND}{_BETWEEN}(?:{_TOWNS}{_BETWEEN})?{date}{_END}",
        rf"{date}{_BETWEEN}{_KIND}[\s.]*",
        rf"(?i:as (?:of|at)) {date}{_END}",
    )
)
_DATED_TOWN = tuple(re.compile(rf"{_TOWNS}\s*[,|·•–—-]\s*{date}{_END}") for date in _DATES)
_UNDATED = re.compile(rf"(?i:{_PLAIN_KIND}{_NUMBER})[\s:.]*")
_BEGINS = re.compile(rf"(?i:{_PLAIN_KIND}{_NUMBER})(?!\w)(?=\s*[:,;(|·•–—-])")


def is_heading(words: str) -> bool:
    """Say whether a unit is nothing but a kind of document or a town, with its day, or a plain kind without one."""
    words = words.strip("#*_ ")
    if len(words) > MAX_HEADING_CHARS or "\n" in words:
        return False
    return _UNDATED.fullmatch(words) is not None or names_kind(words) or _is_dated_town(words)


def names_kind(words: str) -> bool:
    """Say whether a unit is nothing but a kind of document and its day, which may serve as its title."""
    words = words.strip("#*_ ")
    return len(words) <= MAX_HEADING_CHARS and any(form.fullmatch(words) is not None for form in _HEADING)


def begins_with_kind(words: str) -> bool:
    """Say whether a headline begins with the kind of its document, so that a day in it is that of publication."""
    return _BEGINS.match(words.strip("#*_ ")) is not None


def _is_dated_town(words: str) -> bool:
    match = next((match for form in _DATED_TOWN if (match := form.fullmatch(words)) is not None), None)
    if match is None:
        return False
    gazetteer = Gazetteer.open()
    try:
        return all(gazetteer.lookup(name) for name in re.split(r" ?[,/(] ?| and ", match["towns"].rstrip(")")))
    finally:
        gazetteer.close()
