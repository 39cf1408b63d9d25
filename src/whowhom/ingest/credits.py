"""The signs of a credit: who wrote, signed or carried a report, and when.

In: the words of one unit. Out: yes or no. A credit is short and is nothing but a
credit; "By Friday the town had fallen" begins like one and is body.
"""

from __future__ import annotations

import re

from whowhom.ingest.dates import iso_date

MAX_CREDIT_CHARS = 220
MAX_LONE_NAME_CHARS = 50

_AGENCIES = (
    "AP AFP EPA EPA-EFE EFE UPI PTI ANI IANS DPA TASS ANSA SANA WAFA IRNA KUNA SPA MENA Reuters REUTERS Xinhua "
    "Yonhap Kyodo Nikkei Bloomberg BBC CNN Shutterstock Handout File Supplied"
)
AGENCY = (
    rf"(?:{'|'.join(_AGENCIES.split())}|Anadolu(?: Agency)?|Agence France-Presse|Associated Press"
    r"|Getty(?: Images)?|Al Jazeera)"
)
"""Agencies and others that sign texts and pictures with nothing but their name."""

_PARTICLE = r"(?:al|el|bin|ibn|de|da|del|van|von|der|den|di|du|la|le)\b(?:[-’'][A-Z][\w.'’-]*)?"
NAME = rf"[A-Z][\w.'’-]+(?: (?:{_PARTICLE}|[A-Z][\w.'’-]*)){{0,4}}"
"""A name as a pattern: up to five words, the first with a capital."""

POST = r"(?:staff (?:writer|reporter)|(?:\w+ )?correspondent|reporter)"
_SIGNS = (
    # "(Reporting by Jane Roe; editing by John Doe)"
    rf"(?i:(?:additional )?(?:report(?:ing)?|writing|editing|written|compiled|translated|edited) by:?) {NAME}.*",
    # "By Jane Roe, Northern Gazette"
    rf"(?:By|BY|by) {NAME}(?:(?:,| and| &|,? in| \||/|\s[-–—/]) ?{NAME})*(?:,? (?i:{POST}|for {NAME}))?",
    # "Jane Roe (Follow Outlet)"
    rf"{NAME}\s*[(\[](?i:follow|following|via|according to|source|from|for)[: ]+[^()\[\]]{{2,60}}[)\]]",
    rf"(?i:source|via|follow|courtesy)\s*[: ]\s*(?:the )?{NAME}(?:(?:,| and|/) ?(?:the )?{NAME})*",
    r"(?i:with (?:inputs|reporting|files|information|material) from|with (?=(?:AP|AFP|Reuters)\b)) ?.{2,80}",
    r".{2,80} (?i:contributed (?:to this (?:report|story|article)|reporting))",
    r"(?i:this (?:report|story|article|piece|dispatch) (?:was|is|has been) (?:originally |first )?"
    r"(?:published|carried|distributed|released|provided|produced) (?:by|in|on)) .{2,80}",
    r"(?i:(?:by )?(?:our|a) (?:\w+ )?correspondent|(?:by )?staff (?:writers?|reporters?)|from our .{2,30}correspondent"
    r"|news ?desk|web ?desk|agencies)",
    rf"{AGENCY}(?:(?:,|/| and|\s[-–—|]) ?{NAME})*",
    rf"{NAME}(?: and {NAME})?(?:\s*[|/]|,|\s[-–—]) ?(?:the )?(?:{AGENCY}|(?i:{POST}))",
    rf"{NAME} is an? [^.]{{0,60}}(?:reporter|correspondent|journalist|writer) (?:for|at|based|covering|with)\b"
    r"[^.]{0,100}",
)
_CREDIT = re.compile(rf"[(\[*–—-]*\s*(?:{'|'.join(_SIGNS)})[\s.)\]*]*", re.DOTALL)

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DATE = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH}|{_MONTH} \d{{1,2}}\b|\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}})"
_CUE = r"(?:(?:first )?(?:published|posted|updated)|last (?:updated|modified))"
_PUBLISHED = re.compile(
    rf"\W*(?:{_CUE}(?: on| at)?\s*:\s*.{{0,60}}\d.{{0,60}}"
    rf"|(?:{_CUE}|dated?|issued|released)(?: on| at)?\s*:?\s*(?:[a-z]+,? )?{_DATE}.{{0,60}})",
    re.IGNORECASE,
)
# "By Jane Roe | 3 May 2021"
_DATE_AFTER_NAME = re.compile(
    rf"(?:\s*[,|/·•–—-]\s*|\s+(?:on )?)(?:{_CUE}(?: on)?:? )?(?:[a-z]+,? )?{_DATE}.{{0,60}}$", re.IGNORECASE
)
_HEAD_SIGN = re.compile(rf"\W*(?:By|BY|(?i:written|reported|reporting) by|(?i:{_CUE}|dated?|issued|released)|.*\d)\b")
_LONE_NAME = re.compile(r"[A-Z][\w'’-]+(?: (?:al-|bin |de |van )?[A-Z][\w.'’-]*){1,3}")
_DATED_NAME = re.compile(rf"{_LONE_NAME.pattern}\s*[,|/·•–—-]\s*(?i:(?:[a-z]{{3,9}}day,? )?{_DATE}[^.!?]{{0,40}})")


def is_credit(words: str) -> bool:
    """Say whether a unit names the writer, the agency or the day of publication."""
    if len(words) > MAX_CREDIT_CHARS:
        return False
    if _PUBLISHED.fullmatch(words) or _CREDIT.fullmatch(words) or is_dated_name(words):
        return True
    undated = _DATE_AFTER_NAME.sub("", words)
    return undated != words and _CREDIT.fullmatch(undated) is not None


def is_head_line(words: str) -> bool:
    """Say whether a line under a headline is a byline or a date, whatever stands right above and below it.

    An agency alone is none: "... the minister told / Reuters." may be the end of a wrapped sentence.
    """
    words = words.strip("*_ ")
    if len(words) > MAX_CREDIT_CHARS:
        return False
    if iso_date(words) is not None or is_dated_name(words):
        return True
    return _HEAD_SIGN.match(words) is not None and is_credit(words)


def is_dated_name(words: str) -> bool:
    """Say whether a unit is nothing but a name and a date: "Jane Roe, 3 May 2021".

    The name has two to four words; it may still be a town's.
    """
    return len(words) <= MAX_CREDIT_CHARS and _DATED_NAME.fullmatch(words) is not None


def is_lone_name(words: str) -> bool:
    """Say whether a unit is nothing but a name of two to four words."""
    return len(words) <= MAX_LONE_NAME_CHARS and not words.endswith(".") and _LONE_NAME.fullmatch(words) is not None
