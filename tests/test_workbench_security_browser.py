"""Hostile reports in a real browser: nothing of them runs, and no page asks another host."""

from __future__ import annotations

import shutil

import pytest

from browsing import chromium, serving
from test_workbench_security import attacked_pages
from whowhom.casefile.case import open_case
from whowhom.workbench.config import Config, Defences
from workbench_help import make_app


@pytest.fixture
def case(tmp_path, made, clock):
    path = tmp_path / "kotto.case"
    shutil.copyfile(made, path)
    with open_case(str(path), clock=clock) as opened:
        yield opened


RUNNING = [
    "<script>window.attacked=1</script>",
    '"><img src=x onerror="window.attacked=1">',
    "<svg onload=window.attacked=1><a href=javascript:window.attacked=1>x</a>",
]


def run_in_a_browser(address, pages):
    """Open pages in Chromium; give what ran, was blocked, or was asked of other hosts."""
    with chromium() as browser:
        page, found = browser.new_page(), []
        page.on("dialog", lambda dialog: (found.append(dialog.message), dialog.dismiss()))
        page.on(
            "request",
            lambda one: found.append(one.url) if not one.url.startswith((address, "blob:", "data:")) else None,
        )
        page.on("console", lambda one: found.append(one.text) if "Content Security Policy" in one.text else None)
        for path in pages:
            page.goto(address + path)
            page.wait_for_load_state("networkidle")
            if page.evaluate("window.attacked"):
                found.append(f"it ran on {path}")
        return found


def test_nothing_of_a_report_runs_in_a_browser_and_no_page_asks_elsewhere(case):
    pages = attacked_pages(case, " ".join(RUNNING))
    pages += ["/queue", "/events", "/actors", "/add", "/export", "/admin/users"]
    with serving(make_app(case)) as address:
        assert run_in_a_browser(address, pages) == []


def test_without_escaping_and_policy_a_report_would_run_in_a_browser(case):
    (page, *_) = attacked_pages(case, RUNNING[1])
    config = Config(defences=Defences(escaping=False, policy_header=False, framing=False))
    with serving(make_app(case, config)) as address:
        assert "it ran on /" in run_in_a_browser(address, [page])
