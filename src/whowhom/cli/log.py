"""Logging to standard error.

In: whether ``--verbose`` was given. Out: a handler on the logger ``whowhom``.

What one would get wrong: a log must never hold words or names of a report, so records name
reports by a part of their digest and give counts and seconds.
"""

from __future__ import annotations

import logging
import sys

LOGGER_NAME = "whowhom"


def start_logging(*, verbose: bool) -> None:
    """Send this package's log to standard error, from INFO up with ``verbose``, else from WARNING."""
    logger = logging.getLogger(LOGGER_NAME)
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s", datefmt="%H:%M:%S"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO if verbose else logging.WARNING)
    logger.propagate = False
