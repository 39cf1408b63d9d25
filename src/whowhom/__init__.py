"""Reads reports on armed conflict and codes who did what to whom, with the words behind every value.

>>> import whowhom
>>> coding = whowhom.code("Rebels shelled Idlib on Monday, killing four people.", published="2021-09-15")
>>> [coding.quote(anchor) for event in coding.events for anchor in event.anchors]
['shelled']
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from whowhom.pipeline import Pipeline
    from whowhom.records import Coding

__all__ = ["code", "load"]


def load(*, min_score: float | None = None) -> Pipeline:
    """Load the built-in coder once, to code many reports with it.

    Args:
        min_score: Events that the reader gives less are listed in
            ``coding.skipped``; 0-1, by default 0.5.
    """
    from whowhom.pipeline import Pipeline

    return Pipeline.load() if min_score is None else Pipeline.load(min_score=min_score)


@lru_cache(maxsize=1)
def _default() -> Pipeline:
    return load()


def code(text: str, *, published: str | None = None, title: str | None = None, url: str | None = None) -> Coding:
    """Code one report.

    Args:
        text: The report, in English. Offsets in the result count its code points
            after line ends have become ``\\n``.
        published: Day of publication, ``YYYY-MM-DD``; dates without a year and
            relative dates are counted from it. None: from years in the text.
        title: The headline, if it is not part of the text.
        url: Where it was published.

    Returns:
        Everything the report asserts, as far as it is read: the same records as
        in the JSON. ``coding.quote(span)`` gives the words of any span.

    Raises:
        EmptyReport: there is no text to code.
        UnreadLanguage: the text is in a language that is not read.
    """
    from whowhom.ingest import PublicationHints, document_from_text

    hints = PublicationHints(published=published, title=title, url=url)
    return _default().code(document_from_text(text, meta=hints))
