"""Answers kept until the case changes: sums and bars over all events, which pages ask for again and again.

What one would get wrong: the key holds the stamp of the case as the same transaction saw it,
so that an answer is never older than what stands beside it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from fastapi import Request
from sqlalchemy import Connection

from whowhom.workbench.events_query import stamp_of

KEPT = 64
Answer = TypeVar("Answer")


class Memo:
    """The last answers of one application."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """Give what is kept under a key, or make it; two threads may both make it, which harms nothing."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                kept: Answer = self._kept[key]
                return kept
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made


def remember(request: Request, connection: Connection, what: str, query: str, make: Callable[[], Answer]) -> Answer:
    """Give an answer about the events as this transaction sees them, made once for each state of the case."""
    state = request.app.state
    if not hasattr(state, "events_memo"):
        state.events_memo = Memo()
    memo: Memo = state.events_memo
    return memo.get((what, query, stamp_of(connection)), make)
