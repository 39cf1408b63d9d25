"""Making an export for a member: what their role lets them take, and the note that they did."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import Response

from whowhom.casefile.filters import Filter
from whowhom.casefile.runs import end_run, start_run
from whowhom.codebook import load_codebook
from whowhom.errors import UsageError
from whowhom.export.formats import find_format, format_names, render
from whowhom.export.from_case import dataset_of_case
from whowhom.export.outlets import read_outlets
from whowhom.pipeline.version import VERSION
from whowhom.safeguard.apply import protect
from whowhom.safeguard.known import Known
from whowhom.safeguard.profiles import choose_profile
from whowhom.workbench.access import Member, Role
from whowhom.workbench.cases import case_of
from whowhom.workbench.faults import Fault

ROLE_OF = {
    "public": Role.reader,
    "partner": Role.editor,
    "internal": Role.editor,
    "named-record": Role.editor,
}
"""The role that each profile needs."""

MEDIA_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
    ".geojson": "application/geo+json",
    ".jsonld": "application/ld+json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ris": "application/x-research-info-systems",
}
OTHER_TYPE = "application/octet-stream"

Named = tuple[str, str, bytes]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be exported: a format, a profile and a filter."""

    format: str
    profile: str
    chosen: Filter


@dataclass(frozen=True, slots=True)
class Made:
    """An export: the file and the report on it, each with name, media type and bytes."""

    file: Named
    report: Named


def make_export(request: Request, member: Member, asked: Asked) -> Made:
    """Make an export and note who took it.

    Raises:
        Fault: the profile needs another role, or the format something that is not installed.
        UsageError: there is no such format or profile, or the filter fits nothing.
    """
    if asked.format not in format_names():
        raise UsageError(f"format is {asked.format[:40]!r}; expected one of {', '.join(format_names())}.")
    profile = choose_profile(asked.profile)
    if profile.name == "named-record":
        raise UsageError("the profile named-record needs a file of names. Use `whowhom export --basis FILE`.")
    if request.app.state.config.defences.roles and not member.may(ROLE_OF[profile.name]):
        raise Fault(
            403,
            "role",
            f"Exports for {profile.name!r} hold more than may leave the house; they need an editor.",
            field="profile",
            hint="Take the public export, or ask an editor.",
        )
    chosen = find_format(asked.format)
    case = case_of(request)
    known = _known(request)
    with case.reading() as connection:
        dataset = dataset_of_case(connection, asked.chosen, outlets=read_outlets(None, known.registry))
    safe = protect(dataset, profile, known, ())
    data, report = render(chosen, safe)
    with case.writing() as connection:
        at = case.clock()
        run = start_run(
            connection, command=f"export {chosen.name} {profile.name}", who=member.name, version=VERSION, at=at
        )
        end_run(connection, run, {"rows": report.rows})
    stem = f"{case.address.stem}-{chosen.name}-{profile.name}"
    kind = MEDIA_TYPES.get(chosen.suffix, OTHER_TYPE)
    return Made(
        (f"{stem}{chosen.suffix}", kind, data),
        (f"{stem}{chosen.suffix}.report.json", "application/json", report.as_json(safe).encode()),
    )


def download_of(named: Named) -> Response:
    """Give a file to be saved; its name, which holds that of the case, may be of any script."""
    name, kind, data = named
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(data, media_type=kind, headers={"Content-Disposition": disposition})


def _known(request: Request) -> Known:
    state = request.app.state
    if state.known is None:
        path = state.settings.codebook
        state.known = Known.load(*([load_codebook(path)] if path is not None else []))
    known: Known = state.known
    return known
