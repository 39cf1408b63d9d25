"""A workbench for tests: its application over a real case, and a browser without a screen.

Passwords are hashed once, at full cost; users are then stored with that hash.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import time
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from factories import TEXT, FakePipeline, make_coding, make_document
from whowhom.casefile import team
from whowhom.casefile.case import Case
from whowhom.casefile.decisions import Author
from whowhom.casefile.reports import Added, add_report
from whowhom.records import Coding
from whowhom.workbench.app import create_app
from whowhom.workbench.config import Config, Defences
from whowhom.workbench.passwords import hash_password

BASE = "http://127.0.0.1:8000"
PASSWORD = "seven kites over Bria"
TEAM = {"admin": "amina", "editor": "edda", "coder": "jonas", "reader": "rosa"}
SECURE = Config(host="kotto.example", port=443, is_secure=True)


@functools.cache
def hashed() -> str:
    return hash_password(PASSWORD)


def add_team(case: Case) -> dict[str, team.Account]:
    """Add a user of each role."""
    with case.writing() as connection:
        author = Author("owner", None, case.clock())
        return {
            role: team.add_member(connection, name, role=role, password=hashed(), author=author)
            for role, name in TEAM.items()
        }


def coding_of(body: str = TEXT, *, actor: str | None = None, **publication: Any) -> Coding:
    """Code our report by hand, maybe with more text after it, another publication and another first actor."""
    document = make_document(body)
    changed = dataclasses.replace(document.publication, **publication)
    missing = tuple(entry for entry in changed.missing if getattr(changed, entry.field) is None)
    publication_ = dataclasses.replace(changed, missing=missing)
    coding = make_coding(dataclasses.replace(document, publication=publication_))
    if actor is None:
        return coding
    # With an id of a registry any name is one, however it is spelt.
    first, *rest = coding.actors
    return dataclasses.replace(coding, actors=(dataclasses.replace(first, name=actor, registry="own:1"), *rest))


def add(case: Case, coding: Coding | None = None) -> Added:
    coding = coding or coding_of()
    with case.writing() as connection:
        return add_report(connection, coding.document, coding, at=case.clock())


class Browser:
    """A browser of one person: keeps cookies, follows nothing by itself, knows the token of its pages."""

    def __init__(self, app: FastAPI, *, base: str = BASE) -> None:
        self.http = TestClient(app, base_url=base, follow_redirects=False)

    def get(self, path: str, **more: Any) -> Any:
        return self.http.get(path, **more)

    def csrf(self) -> str:
        page = self.http.get("/")
        found = re.search(r'name="csrf-token" content="([0-9A-Za-z_-]+)"', page.text)
        assert found, page.text[:400]
        return found[1]

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> Any:
        """Send a form with the token of the page."""
        return self.http.post(path, data={"csrf": self.csrf(), **(data or {})}, **more)

    def send(self, path: str, body: Any = None, *, method: str = "POST", **more: Any) -> Any:
        """Send JSON with the token of the page."""
        headers = {"X-CSRF-Token": self.csrf(), **more.pop("headers", {})}
        return self.http.request(method, path, json=body, headers=headers, **more)

    def log_in(self, name: str, password: str = PASSWORD, *, onward: str = "/") -> Any:
        page = self.http.get("/login", params={"next": onward})
        token = re.search(r'name="csrf" value="([0-9a-f]+)"', page.text)
        assert token, page.text[:400]
        data = {"csrf": token[1], "next": onward, "name": name, "password": password}
        return self.http.post("/login", data=data)


def make_app(case: Case, config: Config | None = None, *, off: str | None = None, **more: Any) -> FastAPI:
    """Make the application, with one defence off if one is named."""
    config = dataclasses.replace(config or Config(), **more)
    if off is not None:
        config = dataclasses.replace(config, defences=dataclasses.replace(Defences(), **{off: False}))
    return create_app(case, config, load=FakePipeline)


def browser_of(case: Case, role: str | None = None, *, off: str | None = None, **more: Any) -> Browser:
    """Give a browser: of the owner, or of the member with a role, logged in."""
    browser = Browser(make_app(case, off=off, **more))
    if role is not None:
        answer = browser.log_in(TEAM[role])
        assert answer.status_code == 303, answer.text
    return browser


def finished(browser: Browser, job: str) -> dict[str, Any]:
    """Wait for a job and give it."""
    for _ in range(400):
        told = browser.get(f"/api/v1/jobs/{job}").json()
        if told["state"] == "done":
            return told
        time.sleep(0.02)
    raise AssertionError(f"the job is still {told}")
