"""Byline, publisher and the outlet relayed from, as the text itself prints them.

In: the canonical text and its regions. Out: each value with the words that name
it. An outlet that a text says it follows ("Follow Nikkei", "via") is the one
relayed from; an outlet beside the writer's name or in a wire dateline publishes
the text, unless the publisher is known to be another, which then relays it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from whowhom.gazetteer import Gazetteer
from whowhom.ingest.credits import AGENCY, NAME, is_dated_name, is_lone_name
from whowhom.ingest.dates import iso_date, stated_date
from whowhom.records import Quote, Region

# A report named as carried elsewhere is the source of the whole text only where
# it opens or closes it; further inside it is one voice among others.
BODY_UNITS_AT_EDGE = 2

_OUTLET = rf"(?:[Tt]he )?(?P<outlet>{NAME}(?: (?:of|and|&) {NAME})?)"
_CARRIED_BY = r"(?:published|carried|distributed|released|provided|produced|aired|broadcast)"
_FOLLOWS = tuple(
    re.compile(form)
    for form in (
        rf"[(\[](?i:follow|following|via|according to|source|from)[: ]+{_OUTLET}",
        rf"^\W*(?i:source|via|follow|courtesy)\s*[: ]\s*{_OUTLET}",
        rf"(?i:with (?:inputs|reporting|files|information|material) from|^\W*with) {_OUTLET}",
        rf"(?i:(?:originally |first )?{_CARRIED_BY} (?:by|in|on)) {_OUTLET}",
        rf"^\W*{_OUTLET} (?i:contributed )",
    )
)
_CARRIED = re.compile(
    r"(?i:(?:according to|citing|in) (?:an?|the) (?:report|dispatch|story|account|article|bulletin)"
    rf"(?: (?:that was )?{_CARRIED_BY})? (?:by|in|from)) {_OUTLET}"
)
_DATELINE = re.compile(rf"^\s*[A-Z][^\n()—]{{1,60}}\((?P<outlet>{NAME})\)\s*[-–—:]")
_AGENCY_END = re.compile(rf"[(\[](?P<outlet>{AGENCY})[)\]][\s.]*$")
_WRITER = re.compile(
    r"^\W*(?:(?i:(?:report(?:ing)?|written|writing) by:?)|[Bb]y|BY) "
    rf"(?P<writer>{NAME}(?:(?:, and |, | and | & ){NAME})*)"
)
_WRITER_FIRST = re.compile(
    rf"^\W*(?P<writer>{NAME}(?: and {NAME})?)\s*"
    r"(?:[(\[](?i:follow|following|via|according|source|from|for)\b|[|/]|,|\s[-–—]|(?= is an? ))"
)
# Where a writer's name ends and the post or the next task begins.
_AFTER_WRITER = re.compile(
    r"[,;]? (?i:staff|senior|special|chief|foreign|correspondent|reporter|editing|editor|additional)\b.*$"
)
_LONE_NAME = re.compile(rf"^(?P<writer>{NAME})$")
_OUTLET_NOUN = (
    r"(?:News|Times|Post|Gazette|Herald|Agency|Press|Tribune|Daily|Weekly|Radio|Television|TV|Courier|Observer|Guardian|Mail"
    r"|Chronicle|Journal|Monitor|Standard|Star|Sun|Today|Online|Network|Service|Review|Dispatch|Record|Wire|Bulletin|Telegraph"
    r"|Independent|Echo|Mirror|Nation)"
)
_SIGNED = tuple(
    re.compile(form)
    for form in (
        # Two names with a comma may be two writers; an outlet is an agency, one
        # word, or has a noun of the trade in it.
        rf",(?i: for)? ?(?P<outlet>{AGENCY}|(?:The )?(?=[^,|/]*\b{_OUTLET_NOUN}\b){NAME}|[A-Z][\w'’-]+)[\s.)]*$",
        rf"(?:\s*[|/–—]|\s-) ?{_OUTLET}[\s.)]*$",
        rf"\b(?i:reporter|correspondent|journalist|writer) (?i:for|at|with) {_OUTLET}",
        rf"^\W*(?P<outlet>{AGENCY})(?:[\s.)\]]*$|(?:,|/| and|\s[-–—|]))",
    )
)
_NO_NAME = re.compile(
    r"(?i)(?:staff\b.*|agenc(?:y|ies)|our\b.*|.*correspondents?|handout|file|supplied|.*\bdesk"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b.*"
    r"|(?:january|february|march|april|june|july|august|september|october|november|december)\b.*)"
)
_DAY_CUE = re.compile(
    r"(?i)\W*(?:first |last )?(?:published|posted|updated|modified|dated?|issued|released)\b(?! (?:by|in)\b)"
)


@dataclass(frozen=True, slots=True)
class Witness:
    """Who wrote, published and was followed, with their words; None: not printed."""

    byline: Quote | None = None
    publisher: Quote | None = None
    relayed_from: Quote | None = None


def read_witness(text: str, regions: Sequence[Region], *, publisher: str | None = None) -> Witness:
    """Read what a text prints about its own making.

    Args:
        text: The canonical text.
        regions: Its regions; credits are read, and the first and last body paragraphs.
        publisher: The publisher where it is known from outside the text; an
            agency that signs a text of another publisher was relayed by it.
    """
    credits = [r for r in regions if r.kind == "credit" and not _is_day(text[r.start : r.end])]
    body = [region for region in regions if region.kind == "body"]
    edge = body[:BODY_UNITS_AT_EDGE] + body[BODY_UNITS_AT_EDGE:][-1:]
    # Where all letters are capitals, all words look like names.
    edge = [region for region in edge if not text[region.start : region.end].isupper()]
    follows = _first(text, credits, _FOLLOWS) or _first(text, edge, (_CARRIED,))
    signed = _first(text, credits, _SIGNED) or _first(text, body[:1], (_DATELINE,))
    signed = signed or _first(text, body[-1:], (_AGENCY_END,))
    if signed is not None and follows is not None and signed.start == follows.start:
        signed = None
    byline = _writer(text, credits, signed)
    if signed is not None and publisher is not None and signed.text.casefold() != publisher.casefold():
        signed, follows = None, follows or signed
    return Witness(byline, signed, follows)


def _is_day(words: str) -> bool:
    if iso_date(words.strip("*_ ")) is not None:
        return True
    return _DAY_CUE.match(words) is not None and stated_date(words, 0, len(words)) is not None


def _is_dated_town(words: str) -> bool:
    """Say whether a name before a date is a town's: "Port Sudan, 4 May 2025"."""
    if not is_dated_name(words):
        return False
    gazetteer = Gazetteer.open()
    try:
        return bool(gazetteer.lookup(re.split(r"\s*[,|/·•–—-]\s", words)[0]))
    finally:
        gazetteer.close()


def _writer(text: str, credits: Sequence[Region], outlet: Quote | None) -> Quote | None:
    credits = [region for region in credits if not _is_dated_town(text[region.start : region.end])]
    found = _first(text, credits, (_WRITER, _WRITER_FIRST), group="writer")
    if found is None:
        names = [region for region in credits if is_lone_name(text[region.start : region.end])]
        found = _first(text, names, (_LONE_NAME,), group="writer")
    if found is None:
        return None
    end = found.end
    if outlet is not None and found.start <= outlet.start < end:
        end = outlet.start
    words = _AFTER_WRITER.sub("", text[found.start : end]).rstrip(" ,.|/–—-")
    if not words or re.fullmatch(AGENCY, words):
        return None
    return Quote(found.start, found.start + len(words), words)


def _first(
    text: str, regions: Iterable[Region], forms: Sequence[re.Pattern[str]], *, group: str = "outlet"
) -> Quote | None:
    for region in regions:
        unit = text[region.start : region.end]
        for form in forms:
            match = form.search(unit)
            words = "" if match is None else match[group].rstrip(" .,-")
            if match is not None and words and not _NO_NAME.fullmatch(words):
                start = region.start + match.start(group)
                return Quote(start, start + len(words), words)
    return None
