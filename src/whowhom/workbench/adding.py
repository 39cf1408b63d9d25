"""Adding reports: the way from what somebody sends to a job in the queue, for pages and API alike."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fastapi import Request

from whowhom.ingest import PublicationHints, document_from_text
from whowhom.ingest.documents import given_date
from whowhom.workbench.access import Member
from whowhom.workbench.config import Config
from whowhom.workbench.faults import Fault
from whowhom.workbench.fetching import fetch
from whowhom.workbench.jobs import Job, Jobs, Task
from whowhom.workbench.uploads import Received, Upload, receive

MAX_TEXT_CHARS = 900_000  # A form holds 1 MB; a longer text comes as a file.
MAX_FIELD_CHARS = 500
MAX_URL_CHARS = 2_000
EXTRACTOR = "whowhom-form/1"


@dataclass(frozen=True, slots=True)
class Pasted:
    """A text that somebody typed or pasted, with what they know of it; "" is not known."""

    text: str
    title: str = ""
    publisher: str = ""
    url: str = ""
    published: str = ""


def add_files(request: Request, member: Member, files: Iterable[Upload], *, published: str = "") -> Job:
    """Queue files.

    Raises:
        Fault, UsageError: none came, or one cannot be taken.
    """
    config, jobs = _parts(request)
    day = given_date(published, name="published")
    folder = Path(tempfile.mkdtemp(prefix="whowhom-"))
    try:
        received = receive(files, folder, limits=config.limits, defences=config.defences)
        if not received:
            raise Fault(422, "upload.none", "No file was chosen.", field="files", hint="Choose at least one.")
        job = jobs.new_job(member.name, tuple(file.name for file in received))
        return jobs.submit(Task(job, folder, tuple(received), published=day))
    except BaseException:
        _remove(folder)
        raise


def add_text(request: Request, member: Member, pasted: Pasted) -> Job:
    """Queue one text.

    Raises:
        Fault, InputError, UsageError: it is empty, too long, in another language, or a field cannot be taken.
    """
    _, jobs = _parts(request)
    _check(pasted)
    raw = pasted.text.encode("utf-8", "surrogatepass")
    hints = PublicationHints(
        published=pasted.published.strip() or None,
        title=_words(pasted.title),
        url=pasted.url.strip() or None,
        publisher=_words(pasted.publisher),
        media_type="text/plain",
        digest=hashlib.sha256(raw).hexdigest(),
        extractor=EXTRACTOR,
    )
    document = document_from_text(pasted.text, meta=hints, check_language=request.app.state.settings.check_language)
    job = jobs.new_job(member.name, (document.publication.title or "pasted text",))
    return jobs.submit(Task(job, Path(tempfile.mkdtemp(prefix="whowhom-")), documents=(document,)))


def add_address(request: Request, member: Member, url: str) -> Job:
    """Fetch a report from its address and queue it.

    Raises:
        Fault: fetching is off, or the address cannot or must not be read.
    """
    config, jobs = _parts(request)
    found = fetch(url, config)
    folder = Path(tempfile.mkdtemp(prefix="whowhom-"))
    path = folder / f"00000{found.suffix}"
    path.write_bytes(found.raw)
    job = jobs.new_job(member.name, (found.url,))
    return jobs.submit(Task(job, folder, (Received(found.url, path, found.url),)))


def _parts(request: Request) -> tuple[Config, Jobs]:
    return request.app.state.config, request.app.state.jobs


def _check(pasted: Pasted) -> None:
    if not pasted.text.strip():
        raise Fault(422, "input.empty", "There is no text.", field="text", hint="Paste the report.")
    if len(pasted.text) > MAX_TEXT_CHARS:
        raise Fault(413, "size", "The text is too long for a form.", field="text", hint="Add it as a file.")
    for name in ("title", "publisher"):
        if len(getattr(pasted, name)) > MAX_FIELD_CHARS:
            raise Fault(422, "usage", f"The {name} is longer than {MAX_FIELD_CHARS} characters.", field=name)
    url = pasted.url.strip()
    if url and (
        len(url) > MAX_URL_CHARS or not url.lower().startswith(("http://", "https://")) or not url.isprintable()
    ):
        raise Fault(422, "usage", "The address is none of the web.", field="url", hint="It begins with https://")
    given_date(pasted.published, name="published")


def _words(words: str) -> str | None:
    return " ".join("".join(char if char.isprintable() else " " for char in words).split()) or None


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
