"""Long checks. ``make soak`` does all of each; without ``SOAK_SHARE`` a tenth is done."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest

import whowhom
from whowhom.evaluate.sample_reports import sample_reports, sample_text
from whowhom.ingest import PublicationHints, document_from_text
from whowhom.records import Coding
from whowhom.records.layout import to_json
from whowhom.records.validation import validate

pytestmark = [pytest.mark.model, pytest.mark.soak]

SHARE = float(os.environ.get("SOAK_SHARE", "0.1"))
MAX_PEAK_MB = 1000
STRANGE = '\u200b\u202e\u0301\u00ad\ufeff\u0660\u4e2d\N{CRYING FACE}\t\n|;"“(—'


@lru_cache(maxsize=1)
def pipeline():
    return whowhom.load()


def code(text: str) -> Coding:
    document = document_from_text(text, meta=PublicationHints(published="2023-04-19"), check_language=False)
    return pipeline().code(document)


def damaged(text: str, chance: random.Random) -> str:
    """Damage a few letters of a hundred, or the case of all: as scanners, hasty hands and copying do."""
    letters = list({0: text, 1: text.upper(), 2: text.lower(), 3: text.title()}[chance.randrange(4)])
    for _ in range(len(letters) // 25):
        at = chance.randrange(len(letters) - 1)
        kind = chance.randrange(6)
        if kind == 0:
            letters[at] = ""
        elif kind == 1:
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        elif kind == 2:
            letters[at] = chance.choice(STRANGE) + letters[at]
        elif kind == 3:
            letters[at] = letters[at] * chance.choice((2, 2, 2, 60))
        elif kind == 4:
            letters[at] = letters[at].swapcase()
        else:
            letters[at] = chance.choice("l1I0Oo5S.,'- ")
    return "".join(letters)


@pytest.mark.parametrize("number", range(max(1, round(200 * SHARE))))
def test_damaged_reports_are_coded_and_every_word_stands_where_it_is_said_to_stand(number):
    chance = random.Random(number)
    text = damaged(sample_reports(number + 1)[number], chance)
    validate(code(text))


def test_a_report_is_coded_the_same_alone_and_after_all_others():
    reports = sample_reports(max(2, round(60 * SHARE)))
    first = [to_json(code(report)) for report in reports]
    again = [to_json(code(report)) for report in reversed(reports)]
    assert again[::-1] == first
    alone = whowhom.load()
    document = document_from_text(reports[-1], meta=PublicationHints(published="2023-04-19"))
    assert to_json(alone.code(document)) == first[-1]


def test_a_long_text_is_coded_whole_and_within_a_gigabyte(tmp_path: Path):
    letters = round(1_000_000 * SHARE)
    (path := tmp_path / "long.txt").write_text(sample_text(letters), encoding="utf-8")
    command = [sys.executable, "-m", "whowhom.evaluate.speed_probe", str(path), "2"]
    cost = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert cost["words"] > letters / 7
    assert cost["peak_mb"] is None or cost["peak_mb"] < MAX_PEAK_MB


def test_what_stands_at_the_end_of_a_long_text_is_coded_too():
    text = sample_text(round(200_000 * SHARE)) + "\n\nGunmen killed four farmers near Gwoza on Monday."
    coding = code(text)
    validate(coding)
    assert coding.quote(coding.events[-1].anchors[0]) == "killed"
    assert coding.events[-1].anchors[0].start == text.rindex("killed")
