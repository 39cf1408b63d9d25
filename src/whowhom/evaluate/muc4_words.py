"""How often a word heads a filler of each MUC-4 role: a hashed table learnt from the training keys.

In: the last word of a mention. Out: log-odds that an article with the word has it as a
filler of the role. Words are hashed to buckets, so the table holds none of the corpus.
Made by ``tools/fit_muc4.py`` from the training articles without the held-out ones.
"""

from __future__ import annotations

import base64
import json
import math
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from whowhom.evaluate.muc4_gold import ROLES, normalise

TABLE = Path(__file__).with_name("muc4_words.json")
BUCKETS = 8192
# Log-odds are stored as signed bytes, this many steps to one.
STEPS = 20
# A word never seen is like one seen in eight articles and once in the role.
PRIOR_HITS, PRIOR_ARTICLES = 1.0, 8.0
BYTE = 127


def head_log_odds(role: str, mention: str) -> float:
    """Return the log-odds of a mention's last word for a role; the prior's where there is no word."""
    word = head_word(mention)
    return _tables()[role][bucket(word)] / STEPS if word else math.log(PRIOR_HITS / (PRIOR_ARTICLES - PRIOR_HITS))


def head_word(mention: str) -> str:
    """Return the last word of a mention, without a plural's s."""
    words = normalise(mention).split()
    return words[-1].removesuffix("s") if words else ""


def bucket(word: str) -> int:
    """Return the bucket of a word."""
    return zlib.crc32(word.encode()) % BUCKETS


def write_table(hits: Mapping[tuple[str, int], int], articles: Mapping[int, int], path: Path = TABLE) -> None:
    """Write the table.

    Args:
        hits: Articles with a filler of the role whose last word falls in the bucket.
        articles: Articles with a word in the bucket.
    """
    rows = {}
    for role in ROLES:
        steps = []
        for index in range(BUCKETS):
            hit = hits.get((role, index), 0)
            share = (hit + PRIOR_HITS) / (max(articles.get(index, 0), hit) + PRIOR_ARTICLES)
            steps.append(max(-BYTE, min(BYTE, round(math.log(share / (1 - share)) * STEPS))))
        rows[role] = base64.b85encode(bytes(step % 256 for step in steps)).decode()
    path.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    _tables.cache_clear()


@cache
def _tables() -> dict[str, tuple[int, ...]]:
    rows = json.loads(TABLE.read_text(encoding="utf-8"))
    return {role: tuple(b - 256 if b > BYTE else b for b in base64.b85decode(row)) for role, row in rows.items()}
