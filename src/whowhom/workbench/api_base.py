"""What all routes of the API share: roles as parameters, and how faults are described."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter

from whowhom.workbench.access import Member, Role, at_least
from whowhom.workbench.api_models import ErrorAnswer

PREFIX = "/api/v1"
ERRORS: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": ErrorAnswer, "description": "The request cannot be done; nothing was changed."},
    "5XX": {"model": ErrorAnswer, "description": "A fault of the server; nothing was changed."},
}

Reader = Annotated[Member, at_least(Role.reader)]
Coder = Annotated[Member, at_least(Role.coder)]
Editor = Annotated[Member, at_least(Role.editor)]
Admin = Annotated[Member, at_least(Role.admin)]


def make_router(tag: str) -> APIRouter:
    """Make a router under the API's path."""
    return APIRouter(prefix=PREFIX, tags=[tag], responses=ERRORS)
