"""Time expressions that are no dates, by rules: a pattern and the reader of its matches.

In: a stretch of text. Out: :class:`Phrase` values, which may overlap; a reader gives the
value of one once what was told before it is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from whowhom.resolve import date_words
from whowhom.resolve import timex_readers as readers
from whowhom.resolve import timex_words as words
from whowhom.resolve.feasts import FEASTS
from whowhom.resolve.timex_readers import Told, Valued

_Reader = Callable[[re.Match[str], Told], Valued | None]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of text that may be a time expression, and what gives its value."""

    start: int
    end: int
    match: re.Match[str]
    read: _Reader


def find_phrases(text: str, start: int, end: int) -> Iterator[Phrase]:
    """Find all phrases of a stretch; they may overlap one another."""
    for pattern, reader in _RULES:
        for match in pattern.finditer(text, start, end):
            yield Phrase(match.start("all"), match.end("all"), match, reader)


def _rule(reader: _Reader, *parts: str) -> tuple[re.Pattern[str], _Reader]:
    """Compile a rule; where it marks no part of itself as ``all``, all of it is the expression."""
    pattern = "".join(parts)
    return re.compile(pattern if "(?P<all>" in pattern else rf"(?<![\w-])(?P<all>{pattern})", re.IGNORECASE), reader


_U = rf"(?P<unit>{words.UNITS})"
_N = rf"(?P<number>{words.NUMBER})"
_ADJECTIVES = rf"(?:(?:{words.COUNT_ADJECTIVES})\s+){{0,2}}"
_END = r"(?!\w|\s+ago\b)"
_Y = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_WHICH_YEAR = r"(?P<which>this|last|next|the\s+(?:previous|same|current))\s+year"
_YEAR_TAIL = rf"(?:,?\s+(?:(?:of|in)\s+)?(?:fiscal\s+)?(?:{_Y}|{_WHICH_YEAR}))?"
_ORDINAL = r"(?P<ordinal>first|second|third|fourth|final|[1-4](?:st|nd|rd|th))"
_SEASON_NAMES = "spring|summer|autumn|winter"
_ZONE = r"\(?(?:gmt|utc|est|edt|bst|cet|local\stime)\b(?:\s?[+-]\d+)?\)?"
_CLOCK = (
    r"(?::[0-5]\d(?::[0-5]\d)?(?:\s?[ap]\.?m\b\.?)?|\s?[ap]\.?m\b\.?|\so['’]clock|[0-5]\d(?=\s(?:hours|hrs|gmt|utc)))"
)
# "The day" is a date only where something is done to it or in it.
_DAY_LEADS = "".join(
    rf"(?<={word}\s)|"
    for word in ("end", "ended", "ending", "ends", "finish", "finished", "closed", "close", "for", "in", "during", "of")
)
_A_YEAR_BACK = r"(?:(?:the\s+)?(?:last|previous)\s+year|(?:a|one|the)\s+year\s+(?:ago|earlier|before))"
_CLAUSE = r"the|that|he|she|it|they|we|his|her|an?"

_RULES = (
    _rule(
        readers.read_counted,
        r"(?!an?\s+\w+s[\s-]long\b)",  # "a decades-long war"
        rf"{_N}(?P<half>{words.HALF_AFTER})?[\s-]+{_ADJECTIVES}{_U}s?(?P<after>{words.HALF_AFTER})?",
        rf"(?:-long|[\s-]old)?{_END}",
    ),
    _rule(readers.read_vague, rf"{words.VAGUE_NUMBER}\s+{_ADJECTIVES}{_U}s{_END}"),
    _rule(readers.read_vague, rf"(?<!\w){words.STRETCH_BEFORE}\s+(?:the\s+)?(?P<all>{_U}s){_END}(?!\s+of\b)"),
    _rule(readers.read_one, rf"{_U}-long(?!\w)"),
    _rule(readers.read_one, rf"another\s+{_U}{_END}(?!\s+(?:in|of|when|that)\b)"),
    _rule(readers.read_one, r"(?:the\s+)?(?:last|past|next|previous)\s+(?P<unit>decade|century)(?!\w)"),
    _rule(readers.read_vague, r"(?P<unit>decade|year|month|week|day|hour)s[\s-]long(?!\w)"),
    _rule(
        readers.read_between,
        rf"(?:between|from)\s+(?P<all>{_N})(?=\s+(?:and|to)\s+{words.NUMBER}\s+{_U}s?{_END})",
    ),
    _rule(readers.read_quarter_century, r"(?:an?\s+)?quarter[\s-](?:of\s+a\s+)?century(?!\w)"),
    _rule(readers.read_adverb, rf"(?P<word>{'|'.join(words.ADVERBS)})(?!\w)"),
    _rule(
        readers.read_every,
        rf"(?:every|each)\s+(?:(?P<other>other|second)\s+|single\s+)?(?:{_N}\s+)?{_U}s?{_END}",
    ),
    _rule(readers.read_every, rf"(?:(?:once|twice|times)\s+(?:an?|per|each|every)|per)\s+{_U}{_END}"),
    _rule(
        readers.read_every_named,
        rf"(?:every|each)\s+(?P<name>{date_words.WEEKDAY_FULL}|morning|afternoon|evening|night",
        rf"|{date_words.SEASONS}|{date_words.MONTH_ANY})(?!\w)",
    ),
    _rule(readers.read_every_named, rf"(?P<name>(?:{date_words.WEEKDAY_FULL})s)(?!\w)"),
    _rule(readers.read_present, rf"(?:{words.PRESENT_WORDS})(?![\w-])"),
    _rule(readers.read_past, rf"(?:{words.PAST_WORDS})(?![\w-])"),
    _rule(readers.read_future, rf"(?:{words.FUTURE_WORDS})(?![\w-])"),
    _rule(readers.read_quarter, rf"(?:the\s+)?{_ORDINAL}[\s-]+quarter(?!\w|s|[\s-]?final){_YEAR_TAIL}"),
    _rule(readers.read_quarter, rf"Q(?P<ordinal>[1-4])(?!\w){_YEAR_TAIL}"),
    _rule(
        readers.read_half,
        r"(?:the\s+)?(?P<ordinal>first|second|1st|2nd)[\s-]+half\s+of\s+(?:fiscal\s+)?",
        rf"(?:{_Y}|(?P<which>this|last|next|the)\s+year)",
    ),
    _rule(
        readers.read_which_quarter,
        r"(?P<which>last|this|next|the\s+(?:previous|current|last))\s+quarter(?!\w)(?!\s+of\b)",
    ),
    _rule(readers.read_fiscal, rf"(?:the\s+)?(?:fiscal|financial)(?:\s+year)?\s+{_Y}"),
    _rule(
        readers.read_fiscal_which,
        r"(?:(?P<which>last|this|next|the\s+(?:current|previous|last|next))\s+)?(?:fiscal|financial)\s+year",
        r"(?!\w|\s+(?:19|20)\d\d)",
    ),
    _rule(
        readers.read_century,
        r"(?:the\s+)?(?:(?:early|mid|late)[\s-]+)?",
        rf"(?P<ordinal>\d\d?(?:st|nd|rd|th)|{date_words.ORDINALS})[\s-]+century(?!\w)",
    ),
    _rule(readers.read_season, rf"(?:the\s+|(?<=\bin\s))(?P<name>{_SEASON_NAMES})(?!\w)"),
    _rule(readers.read_season, r"(?P<which>last|this|next)\s+(?P<name>fall)(?!\w|\s+(?:of|in|from)\b)"),
    _rule(
        readers.read_bare_month,
        r"(?<!\w)(?:by|from|between|before|after|for|to|through|since|until|till|its|their|his|and|than|with)\s+",
        r"(?P<all>(?-i:(?P<month>March|April|May|June|August)))",
        r"(?=\s*[,.;:)]|\s+(?:to|and|was|were|when|as|but|or|for|in|the|that|[a-z]+s)\b)",
    ),
    _rule(
        readers.read_year,
        rf"(?<!\w)(?:than|with|and|for|through|to|vs\.?|was|were|is)\s+(?P<all>{_Y})",
        r"(?=\s*[.;)]|\s*,(?!\d)|\s+(?:to|and|was|were|when|as|but|or|had|has)\b)",
    ),
    _rule(
        readers.read_feast,
        rf"(?:(?P<which>last|this|next)\s+)?(?P<name>{FEASTS})(?!\w)(?:,?\s+(?:of\s+)?{_Y})?",
    ),
    _rule(
        readers.read_clock,
        rf"(?:[01]?\d|2[0-4]){_CLOCK}(?:\s(?:hours|hrs))?(?:\s{_ZONE})?",
    ),
    _rule(readers.read_clock, r"(?:noon|midday|midnight)(?!\w)"),
    _rule(
        readers.read_daypart,
        r"(?:the|that|in\s+the|early|late)\s+(?P<part>morning|afternoon|evening|night)(?!\w)(?!\s+(?:of|after|before)\b)",
    ),
    _rule(readers.read_daypart, r"(?<=\w\sin\s)(?P<all>(?P<part>morning|afternoon))(?=\s+trading)"),
    _rule(
        readers.read_the_day,
        rf"(?:{_DAY_LEADS}(?<=on\s))(?P<all>(?:the|that|the\s+same)\s+day)(?!\w)(?!\s+(?:of|after|before|when|that)\b)",
    ),
    _rule(
        readers.read_the_day, r"(?:(?:earlier|later|late|early)\s+(?:in|on)\s+the|(?:earlier|later)\s+that)\s+day(?!\w)"
    ),
    _rule(readers.read_decade, r"(?:(?<=the\s)|(?<=\ds\sand\s))(?P<all>['’]?(?P<decade>[2-9])0s)(?!\w)"),
    _rule(readers.read_short_year, r"(?<!\w)(?:since|in|of|by|from|until|the)\s+(?P<all>['’](?P<short>\d\d))(?!\w)"),
    _rule(
        readers.read_the_unit,
        r"(?:(?:the\s+)?(?:end|start|beginning|rest|remainder|middle|course|whole|all)\s+of\s+|(?:for|during|in|of|on)\s+)",
        r"(?P<all>the\s+(?:(?:entire|whole|full)\s+)?(?P<unit>week|month|year))(?!\w)",
        r"(?!\s+(?:of|before|after|ending|ended|to|when|that|earlier|previous)\b)",
    ),
    _rule(
        readers.read_same_period,
        rf"(?:the\s+)?same\s+(?:period|month|quarter|week|time|day|point)\s+(?:of\s+)?{_A_YEAR_BACK}(?!\w)",
    ),
    _rule(
        readers.read_earlier_year,
        rf"(?:the\s+)?(?:year\s+(?:before|earlier|previous)|(?:previous|preceding)\s+year)(?!\w)(?!\s+(?:{_CLAUSE})\b)",
    ),
)
