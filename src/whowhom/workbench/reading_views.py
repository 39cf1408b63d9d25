"""Pages and parts of the reading view, made from what the case holds.

In: a request and ids. Out: HTML. What one would get wrong: a form that could not be taken is
shown again with everything that was typed, whether the fault was ours, theirs or a colleague's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from sqlalchemy import Connection

from whowhom.casefile.compare import claims_of_event
from whowhom.codebook import Codebook, EventType, load_codebook
from whowhom.errors import NoSuchRecord
from whowhom.workbench.access import Member
from whowhom.workbench.cases import case_of
from whowhom.workbench.faults import Conflict, Fault
from whowhom.workbench.pages import page
from whowhom.workbench.reading_changes import WORDS_FOR, last_of, similar_events
from whowhom.workbench.reading_forms import CHOICES, SLOTS
from whowhom.workbench.reading_report import Card, ReportPage, Undoable, load_report
from whowhom.casefile import schema
