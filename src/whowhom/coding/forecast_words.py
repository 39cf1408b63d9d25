"""Words that look ahead.

Lemmas in lower case. Lists only; ``forecasts`` decides.
"""

from __future__ import annotations

FORESEEING = frozenset("expect predict forecast foresee anticipate fear warn project prophesy caution envisage".split())
"""Verbs whose clause or object is what is to come."""
AHEAD = frozenset("may might could will would shall wo 'll ’ll 'd ’d can".split())
"""Words as written on a verb that looks ahead."""
LEADING = frozenset("cause spark trigger bring mean ensure result provoke fuel plunge destabilise destabilize".split())
DOUBTING = frozenset(["doubt", "question", "deny"])
"""What they take as their clause is foreseen not to come."""
MENTAL = FORESEEING | frozenset(
    "apprehend await believe consider doubt dread feel foretell guess hope imagine judge reckon see suppose "
    "suspect think worry".split()
)
"""Verbs of foreseeing and holding true, whose subject tells an outcome that stands under them."""
