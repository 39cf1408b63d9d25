"""Guards before every route: host, size, origin and CSRF; and the headers of every answer.

In: a request. Out: the same, or a fault before anything of it was read.

What one would get wrong: the host is checked on one's own machine most of all, because a page
elsewhere can point its own name at 127.0.0.1 (DNS rebinding) and then read what is here.
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from python_multipart.multipart import parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from whowhom.workbench.access import identify, not_logged_in
from whowhom.workbench.config import Config, is_loopback
from whowhom.workbench.faults import Fault, body_of
from whowhom.workbench.tokens import is_same

Crash = Callable[[Request, Exception], Response]
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
UPLOAD_PATHS = ("/add", "/api/v1/reports", "/api/v1/reports/files")
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
FORM_CHARSETS = (b"utf-8", b"utf8", b"us-ascii")
NOTED_PATHS = ("/export/file", "/api/")
"""Addresses that do work for whoever asks, some of it noted in the case; no other site sends a browser there."""

MAX_FORM_FIELDS = 500
MAX_ADDRESS_CHARS = 64
MAX_TARGET_BYTES = 16_384

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "form-action 'self'",
        "base-uri 'none'",
    )
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # With "no-referrer" browsers send our own forms with the origin "null".
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}


class Guard:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, config: Config, crash: Crash) -> None:
        self.app, self.config, self.crash = app, config, crash

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check a request and pass it on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        scope.setdefault("state", {})["address"] = self._address(scope, headers)
        answer = self._sender(scope, send)
        fault = self._fault(scope, headers)
        if fault is not None:
            await _refuse(fault, answer)
            return
        limit = await self._limit_for(scope)
        counted = _Counted(receive, limit)
        sending = _Watched(answer)
        try:
            await self.app(scope, counted.receive if self.config.defences.size_limits else receive, sending.send)
        except Exception as error:
            # What the framework logs of it could quote a report: its kind and place are enough.
            response = self.crash(Request(scope), error)
            if not sending.has_begun:
                await response(scope, receive, answer)

    def _fault(self, scope: Scope, headers: Headers) -> Fault | None:
        config, defences = self.config, self.config.defences
        if len(scope["raw_path"] or b"") + len(scope["query_string"]) > MAX_TARGET_BYTES:
            return Fault(414, "size", "The address is too long.")
        hosts = headers.getlist("host")
        # Whoever watches over the server asks it by its address; it tells nothing of the case.
        if scope["path"] != "/healthz" and defences.host_check and (len(hosts) != 1 or not self._knows(hosts[0])):
            return Fault(
                421,
                "host",
                "The workbench is not reached by this name.",
                hint="Open the address that `whowhom serve` printed, or start it with --public-name NAME.",
            )
        if config.is_local and defences.host_check and any(name in headers for name in FORWARDED):
            return Fault(
                403,
                "proxy",
                "This request came through a proxy, and the workbench was started for this machine alone.",
                hint="Start it with --behind-proxy, which asks everybody to log in.",
            )
        if defences.csrf and _is_foreign(headers) and not _may_open(scope, headers):
            return Fault(403, "csrf", "This request comes from a page of another site.")
        if b"%00" in (scope["raw_path"] or b"") + b"?" + scope["query_string"]:
            return _holds_nul("address")
        if not _is_readable(headers):
            return Fault(415, "type", "The form is in a character set that is not read.", hint="Send it as UTF-8.")
        length = headers.get("content-length")
        if defences.size_limits and length is not None and (not length.isdigit() or int(length) > self._limit(scope)):
            return _too_large(self._limit(scope))
        return None

    def _knows(self, host: str) -> bool:
        name = host_name(host)
        if name is None:
            return False
        if is_loopback(self.config.host) and name in ("localhost", "127.0.0.1", "::1"):
            return True
        return name in (self.config.host.lower(), *(known.lower() for known in self.config.public_names))

    def _limit(self, scope: Scope) -> int:
        limits = self.config.limits
        return limits.upload_bytes if scope["path"] in UPLOAD_PATHS else limits.form_bytes

    async def _limit_for(self, scope: Scope) -> int:
        """Give the limit of a body: nobody's files are read, not even to be refused."""
        limit, small = self._limit(scope), self.config.limits.form_bytes
        if limit == small or scope["method"] in SAFE_METHODS or await run_in_threadpool(_is_known, Request(scope)):
            return limit
        return small

    def _address(self, scope: Scope, headers: Headers) -> str:
        peer = scope["client"][0] if scope.get("client") else "unknown"
        if peer not in self.config.proxies:
            return str(peer)
        # Proxies append; what stands before the last proxy's word may be the client's invention.
        told = [part.strip() for line in headers.getlist(self.config.proxy_header) for part in line.split(",")]
        for word in reversed(told):
            if word not in self.config.proxies and _is_address(word):
                return word
        return str(peer)

    def _sender(self, scope: Scope, send: Send) -> Send:
        config = self.config

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                set_headers(MutableHeaders(scope=message), config, scope)
            await send(message)

        return answer


def set_headers(headers: MutableHeaders, config: Config, scope: MutableMapping[str, Any]) -> None:
    """Set what every answer carries."""
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    frames = "; frame-ancestors 'none'" if config.defences.framing else ""
    policy = POLICY if config.defences.policy_header else ""
    if policy or frames:
        headers["Content-Security-Policy"] = (policy + frames).removeprefix("; ")
    if config.defences.framing:
        headers["X-Frame-Options"] = "DENY"
    if config.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if not scope["path"].startswith("/static/"):
        headers.setdefault("Cache-Control", "no-store")


async def check_csrf(request: Request) -> None:
    """Refuse an unsafe request without the token of its session; runs before every route.

    Leaves a form's fields in ``request.state.form``, for routes that are plain functions.
    """
    request.state.form = None
    if request.method in SAFE_METHODS:
        return
    is_login = request.url.path == "/login"  # It checks a token of its own: there is no session yet.
    if request.state.member is None and not is_login:
        raise not_logged_in()
    sent = request.headers.get("x-csrf-token")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in FORM_TYPES:
        files = request.app.state.config.limits.upload_files
        request.state.form = await request.form(max_files=files, max_fields=MAX_FORM_FIELDS)
        if any(isinstance(value, str) and "\x00" in value for _, value in request.state.form.multi_items()):
            raise _holds_nul("form")
        field = request.state.form.get("csrf")
        sent = sent or (field if isinstance(field, str) else None)
    elif b"\\u0000" in await request.body():
        raise _holds_nul("body")
    if request.state.by_token or is_login or not request.app.state.config.defences.csrf:
        return
    if request.state.csrf is None or sent is None or not is_same(sent, request.state.csrf):
        raise Fault(
            403,
            "csrf",
            "The form carries no valid token: it was open since before you logged in or the workbench was restarted.",
            hint="Reload the page and send it again.",
        )


def host_name(host: str) -> str | None:
    """Give the name in a Host header, lower case, without its port; None where it is none."""
    try:
        parts = urlsplit(f"//{host}")
        name, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if name is None or parts.username is not None or parts.path or parts.query or parts.fragment:
        return None
    return name


def safe_return(path: str | None) -> str:
    """Give the path to go on to after login: only ever one of ours.

    What one would get wrong: "//evil.example" and "/\\evil.example" are other hosts to a browser.
    """
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")):
        return "/"
    if any(char in path for char in "\\\r\n\t") or not path.isprintable():
        return "/"
    return path


class _Watched:
    """A way to send that knows whether an answer has begun."""

    def __init__(self, send: Send) -> None:
        self._send, self.has_begun = send, False

    async def send(self, message: Message) -> None:
        self.has_begun = True
        await self._send(message)


class _Counted:
    """A body that fails once it is larger than allowed, however it was announced."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive, self._limit, self._seen = receive, limit, 0

    async def receive(self) -> Message:
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        if self._seen > self._limit:
            raise _too_large(self._limit)
        return message


def _too_large(limit: int) -> Fault:
    return Fault(413, "size", f"The request is larger than {limit // 1024:,} kB.", hint="Send less at once.")


def _is_foreign(headers: Headers) -> bool:
    told = headers.get("sec-fetch-site")
    if told is not None:
        return told not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower()


def _may_open(scope: Scope, headers: Headers) -> bool:
    """Say whether another site may send a browser here: to read a page, by a link, and nothing else.

    What one would get wrong: on one's own machine nobody logs in, so that a page elsewhere could let
    searches and exports run, and learn from the time they take what the case holds.
    """
    if scope["method"] not in SAFE_METHODS:
        return False
    told = headers.get("sec-fetch-site")
    if told is None:
        return True
    return headers.get("sec-fetch-mode") == "navigate" and not scope["path"].startswith(NOTED_PATHS)


def _is_known(request: Request) -> bool:
    try:
        identify(request)
    except Fault:
        return False
    return request.state.member is not None


def _is_readable(headers: Headers) -> bool:
    """Say whether a form is in a character set of the web; some others take minutes to decode."""
    kind, options = parse_options_header(headers.get("content-type", ""))
    return kind not in (b"multipart/form-data",) or options.get(b"charset", b"utf-8").lower() in FORM_CHARSETS


def _holds_nul(what: str) -> Fault:
    return Fault(400, "usage", f"The {what} holds a NUL character, which no database keeps.", hint="Leave it out.")


def _is_address(words: str) -> bool:
    try:
        ipaddress.ip_address(words)
    except ValueError:
        return False
    return len(words) <= MAX_ADDRESS_CHARS


async def _refuse(fault: Fault, send: Send) -> None:
    body = json.dumps(body_of(fault)).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": fault.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
