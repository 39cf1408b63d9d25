"""Serving a case: what must be true before the workbench listens, and the server itself.

In: an address of a case and how it is to be reached. Out: a server that runs until it is
interrupted.

What one would get wrong: all refusals come before anything listens. A case of a team is
reached by its users alone, and never in plain text over a network.
"""

from __future__ import annotations

import signal
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import uvicorn

from whowhom.casefile.case import Case, open_case
from whowhom.casefile.team import list_members
from whowhom.errors import UsageError
from whowhom.settings import Settings
from whowhom.workbench.app import create_app
from whowhom.workbench.config import Config, is_loopback

WILDCARDS = ("0.0.0.0", "::", "")
GRACE_SECONDS = 10  # A request under way is finished; a page that stays open does not hold the server.


@dataclass(frozen=True, slots=True)
class Listening:
    """How the workbench is to be reached, as the command was told."""

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None
    proxies: tuple[str, ...] = ()
    proxy_header: str = "x-forwarded-for"
    public_names: tuple[str, ...] = ()
    is_fetching: bool = False

    @property
    def is_tls(self) -> bool:
        """Whether the server itself speaks TLS."""
        return self.certificate is not None


def serve(address: str, listening: Listening, settings: Settings, *, told: Callable[[str], None]) -> list[str]:
    """Serve a case until interrupted.

    Args:
        told: Called with the address to open, once the server listens.

    Returns:
        Names of files that were added and not coded any more.

    Raises:
        UsageError: it would be open to a network without users, TLS or a proxy, or cannot listen.
        CaseError: the case cannot be opened, or waits for an upgrade.
    """
    config = make_config(listening)
    with open_case(address) as case:
        check_reach(listening, case)
        app = create_app(case, config, settings)
        with _listen(listening) as sock:
            options = uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                server_header=False,
                date_header=True,
                proxy_headers=False,  # The guard takes the word of stated proxies only.
                ssl_certfile=listening.certificate,
                ssl_keyfile=listening.key,
                timeout_graceful_shutdown=GRACE_SECONDS,
                h11_max_incomplete_event_size=65_536,
            )
            try:
                _Server(options, lambda: told(shown_address(listening, sock.getsockname()[1]))).run([sock])
            finally:
                left: list[str] = app.state.jobs.stop(wait_seconds=GRACE_SECONDS)
        return left


def make_config(listening: Listening) -> Config:
    """Give the configuration of the application that an address makes."""
    return Config(
        host=listening.host,
        port=listening.port,
        is_secure=listening.is_tls or bool(listening.proxies),
        public_names=listening.public_names,
        proxies=listening.proxies,
        proxy_header=listening.proxy_header.lower(),
        is_fetching=listening.is_fetching,
    )


def check_reach(listening: Listening, case: Case) -> None:
    """Refuse to open a case to others without users, TLS or a stated proxy.

    Raises:
        UsageError: what is missing, and how to give it.
    """
    if (listening.certificate is None) != (listening.key is None):
        raise UsageError("--tls-cert and --tls-key belong together. Give both, as PEM files.")
    for path in (listening.certificate, listening.key):
        if path is not None and not path.is_file():
            raise UsageError(f"{str(path)!r} is no file. Give the certificate and its key as PEM files.")
    if listening.certificate is not None:
        _check_certificate(listening.certificate, listening.key)
    is_outside = not is_loopback(listening.host)
    if not is_outside and not listening.proxies:
        return
    shown = case.address.shown
    if is_outside and not listening.is_tls and not listening.proxies:
        raise UsageError(
            f"--host {listening.host} opens the workbench to a network in plain text. Give --tls-cert and --tls-key, "
            "or state the proxy in front that speaks TLS: --behind-proxy ADDRESS."
        )
    with case.reading() as connection:
        admins = [one for one in list_members(connection) if one.role == "admin" and one.is_active]
    if not admins:
        raise UsageError(
            f"case {shown!r} has no users, and others would reach it. "
            f"Make the first one: whowhom users add {shown} NAME --role admin"
        )
    if (listening.host in WILDCARDS or listening.proxies) and not listening.public_names:
        raise UsageError(
            "the name by which browsers will reach the workbench is not known. Give it: --public-name NAME "
            "(requests for other names are refused)."
        )


def _check_certificate(certificate: Path, key: Path | None) -> None:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password=lambda: "")
    except (OSError, ssl.SSLError) as error:
        raise UsageError(
            f"certificate {str(certificate)!r} and key {str(key)!r} cannot be used ({type(error).__name__}). "
            "Give a certificate and the key that belongs to it, as PEM files without a password."
        ) from None


def shown_address(listening: Listening, port: int) -> str:
    """Give the address to open in a browser."""
    name = listening.host if listening.host not in WILDCARDS else ""
    if listening.public_names:
        name = listening.public_names[0]
    if listening.proxies:
        return f"https://{name}/"
    scheme = "https" if listening.is_tls else "http"
    return f"{scheme}://{f'[{name}]' if ':' in name else name}:{port}/"


def _listen(listening: Listening) -> socket.socket:
    family = socket.AF_INET6 if ":" in listening.host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((listening.host, listening.port))
        sock.listen(128)
    except OSError as error:
        sock.close()
        raise UsageError(
            f"cannot listen on {listening.host} port {listening.port}: {error.strerror or error}. "
            "Another program may use it: choose another with --port, or 0 for any that is free."
        ) from None
    return sock


class _Server(uvicorn.Server):
    """A server that tells when it listens, and ends without raising the signal again."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # A second interrupt ends at once; neither is a failure.
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True
