"""Words of durations, repetitions, times of day and vague references in English.

Patterns only; what they mean is in ``timex_phrases``.
"""

from __future__ import annotations

import re

from whowhom.resolve import date_words

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES: dict[str, float] = {word: value for value, word in enumerate((*_ONES, *_TEENS), start=1)}
_VALUES |= {word: 10 * value for value, word in enumerate(_TENS, start=2)}
_VALUES |= dict.fromkeys(("a", "an", "a single", "single", "full", "a full", "a whole", "another"), 1)
_VALUES |= dict.fromkeys(("half", "half a", "half an", "a half"), 0.5)
_VALUES |= dict.fromkeys(("a couple", "a couple of", "couple of"), 2)
_VALUES |= {"a dozen": 12, "dozen": 12, "two dozen": 24, "hundred": 100, "a hundred": 100, "one hundred": 100}
_VAGUE = (
    "several|many|some|a few|few|numerous|countless|dozens of|hundreds of|thousands of|a number of|a handful of"
).replace(" ", r"\s+")
_SMALL = rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{'|'.join(_ONES)}))?|{'|'.join((*_TEENS, *_ONES))})"
_PHRASES = "|".join(
    sorted((key.replace(" ", r"[\s-]+") for key in _VALUES if " " in key), key=lambda key: (-len(key), key))
)
NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?(?:\s?½)?|{_PHRASES}|{_SMALL}|half|dozen|couple|single|an?)"
VAGUE_NUMBER = rf"(?:{_VAGUE})"
HALF_AFTER = r"(?:\s+and\s+(?:a|one)[\s-]half)"


def number_of(words: str, *, has_half: bool = False) -> float | None:
    """Read a number in digits or words; None for a vague one ("several")."""
    plain = " ".join(words.lower().replace("-", " ").replace(",", "").split())
    value: float | None
    if re.fullmatch(r"\d+(\.\d+)?(\s?½)?", plain):
        value = float(plain.rstrip("½ ")) + (0.5 if plain.endswith("½") else 0)
    elif plain in _VALUES:
        value = _VALUES[plain]
    else:
        parts = [_VALUES.get(part) for part in plain.split()]
        value = None if None in parts or not parts else float(sum(part or 0 for part in parts))
    return value + 0.5 if value is not None and has_half else value


UNITS = "second|minute|hour|day|night|weekend|week|fortnight|month|quarter|season|year|decade|century|centurie"
UNIT_NAMES = {"fortnight": "week", "centurie": "century"}
FORTNIGHT_WEEKS = 2
# Words that may stand between a number and its unit: "five trading days".
COUNT_ADJECTIVES = (
    "consecutive|straight|successive|trading|business|working|full|whole|long|short|more|additional|further|calendar|fiscal"
    "|school|solid|odd|extra|other|separate|different|academic|financial"
)
# After these "a day", "the week", "years" are stretches of time.
STRETCH_BEFORE = (
    r"(?:for|in|within|over|after|than|about|around|nearly|almost|roughly|every|lasting|lasted|lasts|takes?|took|taken|taking"
    r"|spent|spend|spending|another|at\s+least|less|during|through|of|just|only|under|until|approximately|once|barely|exactly"
    r"|up\s+to|waited|wait|throughout|additional|extra)"
)
LENGTH_BEFORE = re.compile(rf"(?<!\w){STRETCH_BEFORE}\s+$", re.IGNORECASE)
RATE_BEFORE = re.compile(r"(?:\d|%|percent|times|once|twice|\w{3,}(?<!thi)(?<!wa)s)\s+$", re.IGNORECASE)
DAYPARTS = {
    "morning": "MO",
    "mornings": "MO",
    "dawn": "MO",
    "daybreak": "MO",
    "noon": "MI",
    "midday": "MI",
    "afternoon": "AF",
    "afternoons": "AF",
    "evening": "EV",
    "evenings": "EV",
    "dusk": "EV",
    "night": "NI",
    "nights": "NI",
    "tonight": "NI",
    "overnight": "NI",
    "midnight": "NI",
    "daytime": "DT",
}
ADVERBS = {
    "hourly": "PT1H",
    "daily": "P1D",
    "nightly": "P1D",
    "weekly": "P1W",
    "biweekly": "P2W",
    "fortnightly": "P2W",
    "monthly": "P1M",
    "bimonthly": "P2M",
    "quarterly": "P1Q",
    "annual": "P1Y",
    "annually": "P1Y",
    "yearly": "P1Y",
    "biennial": "P2Y",
    "biannual": "P6M",
}
PRESENT_WORDS = (
    r"now(?!\s+that\b)|nowadays|currently|presently|right\s+now|at\s+present|at\s+the\s+moment|these\s+days|current"
    r"|at\s+this\s+(?:time|moment|point|stage)|the\s+time\s+being|the\s+present(?=\s*[,.;])|the\s+present\s+day"
)
PAST_WORDS = (
    r"(?:more\s+|most\s+|very\s+|just\s+)?recently|(?<!most\s)recent(?=\s+[a-z])|the\s+(?:recent|distant)\s+past|lately"
    r"|long\s+ago|the\s+past(?=\s*[,.;]|\s+(?:and|by|to|as|for|with|when|that|has|have|is|was)\b)"
)
FUTURE_WORDS = (
    r"(?:the\s+|in\s+)?(?:near|foreseeable|immediate|not[\s-]too[\s-]distant|distant)\s+(?:future|term)"
    r"|the\s+future(?!\s+of\b)|(?<=\bin\s)future(?=\s*[,.;])|(?:very\s+)?soon(?!\s+after)"
    r"|(?:the\s+)?(?:long|short|medium)(?:er)?[\s-]term(?!\s+[a-z])"
    r"|(?:the\s+)?(?:coming|upcoming)(?:\s+few)?\s+(?:days|weeks|months|years|decades)"
)
QUARTERS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "final": 4,
    "last": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}
CENTURIES = {word: value for word, value in date_words.ORDINAL_VALUES.items() if value <= 21}
FUTURE_CUE = re.compile(
    r"(?<!\w)(?:will|shall|won['’]t|going\s+to|to\s+be|set\s+to|is\s+to|are\s+to|due|scheduled|expected|expects?|plans?|planned|"
    r"planning|may|must|should|upcoming|would|could|slated|intends?|hopes?|aims?|begins|starts|runs|opens|['’]ll|deadline)(?!\w)|"
    r"(?<!\w)(?:agreed|vowed|threatened|wants?|wanted|decided|ordered|refused|promised|pledged|ready|about)\s+to\s|"
    r"(?<!\w)(?:by|until|till)\s+(?:the\s+(?:end|start|beginning|middle)\s+of\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
"""Words that tell of what is to come; "by" and its like only right before the date."""
PAST_CUE = re.compile(
    r"(?<!\w)(?<!\bbe\s)(?:was|were|had|has|have|did|said|told|made|took|came|went|began|fell|rose|won|lost|hit|saw|met|been|since|"
    r"left|ran|gave|got|held|kept|led|read|sent|shot|sold|spoke|struck|wrote|found|became|fought|[a-z]{3,}ed)(?!\w)",
    re.IGNORECASE,
)
