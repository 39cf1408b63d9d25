"""The signs of furniture: what belongs to the page and not to the report.

In: the words of one unit. Out: yes or no. A unit is furniture only when all of it
is: a paragraph of a report that holds "read more" somewhere stays body.
"""

from __future__ import annotations

import re

MAX_FURNITURE_CHARS = 300

_SITE = (
    r"(?:facebook|twitter|x|whatsapp|telegram|linkedin|instagram|youtube|reddit|pinterest|messenger|email|copy link)"
)
_LISTS = (
    r"related(?: (?:articles?|stories|story|topics?|news|posts?|content|links?|coverage))?",
    r"you (?:may|might) also like",
    r"more (?:from|stories)\b.{0,40}",
    r"most (?:read|popular|viewed)",
    r"trending(?: now)?",
    r"recommended(?: for you)?",
    r"latest (?:news|stories)",
    r"top stories",
    r"editor['’]?s['’]? picks?",
    r"read (?:more|next|also)",
)
_PHRASES = (
    *_LISTS,
    r"leave a (?:comment|reply)|(?:add|post|write) a comment",
    r"(?:view|show|read|see)(?: all)?(?: \d+)? comments?|\d+ comments?|comments?(?: \(?\d+\)?)?|repl(?:y|ies)",
    r"read (?:the full story|in app)|also read|see also|more on this(?: story)?",
    r"share(?: this(?: \w+)?)?(?: (?:on|via) .{1,40})?|tweet|save|like this|loading",
    r"print(?: this)?(?: page)?|e-?mail this(?: \w+)?",
    r"follow us(?: (?:on|at)\b.{0,60})?|subscribe\b.{0,120}|sign up\b.{0,160}|newsletters?",
    r"(?:join|download|get|install) (?:our|the) .{0,80}(?:app|channel|newsletter|group)\b.{0,60}",
    r"(?:enter )?your e-?mail\b.{0,80}|required fields are marked.{0,5}|save my name.{0,120}",
    r"log ?in(?: (?:to|or|here)\b.{0,40})?|register(?: (?:now|here|for free))?|skip to .{1,30}",
    r"(?:we|(?:this|our) (?:web)?site) uses? cookies\b.*",
    r"by (?:continuing|clicking|using) .{0,60}(?:cookies|terms|agree)\b.*",
    r"(?:accept|reject|manage|allow)(?: all)? cookies|accept(?: all)?|cookie (?:policy|notice|settings)",
    r"privacy (?:policy|notice)|terms of (?:use|service)",
    r"advertise?ment|advert|sponsored(?: content)?|story continues below.{0,30}",
    r"continue reading\b.{0,80}|click here\b.{0,100}|listen to this .{0,40}",
    r"(?:tags?|topics?|filed under|posted in|categor(?:y|ies)|keywords?)\s*:.*",
    r"\d+ ?min(?:ute)?s? read|estimated reading time.{0,20}",
    r"(?:copyright|\(c\)|©).{0,160}|.{0,120}all rights reserved.{0,40}",
    r"back to top|(?:next|previous) (?:article|post|story)|home|menu|search",
    r"page \d{1,4}(?: ?(?:of|/) ?\d{1,4})?|\d{1,4}(?: ?(?:of|/) ?\d{1,4})?",
    rf"{_SITE}(?:[ ,|/]+{_SITE})*",
)
_END = r"[\s.:!…»>→-]*"
_FURNITURE = re.compile(rf"(?:{'|'.join(_PHRASES)}){_END}", re.IGNORECASE | re.DOTALL)
_LIST_HEAD = re.compile(rf"(?:{'|'.join(_LISTS)}){_END}", re.IGNORECASE)
# The number of a report in a wire archive, with its source in brackets.
_ARCHIVE_NUMBER = re.compile(r"[A-Z]{2,}[A-Z0-9]*(?:[-_.][A-Z0-9]+)*[-_.]?\d{3,}(?:\.\d+)?(?: \([^()]{2,40}\))?")
# A link to another report: its words are that report's, not this one's.
_LINK = re.compile(
    r"(?:read (?:more|also|next)|also read|see also|related|watch|more on this|don['’]t miss|must read|in pictures)"
    r"\s*[:|>»–-]+\s*\S.*",
    re.IGNORECASE | re.DOTALL,
)


def is_furniture(words: str) -> bool:
    """Say whether a unit is of the page, not of the report ("Leave a Comment")."""
    words = _plain(words)
    if len(words) > MAX_FURNITURE_CHARS:
        return False
    return any(sign.fullmatch(words) is not None for sign in (_FURNITURE, _LINK, _ARCHIVE_NUMBER))


def heads_link_list(words: str) -> bool:
    """Say whether a unit announces a list of other reports ("Related articles")."""
    words = _plain(words)
    return len(words) <= MAX_FURNITURE_CHARS and _LIST_HEAD.fullmatch(words) is not None


def _plain(words: str) -> str:
    return words.strip(" \t\n*#•·|>»→-–—[]")
