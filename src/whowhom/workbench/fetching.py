"""A report from its address on the public web, where the server was started with that allowed.

In: an address. Out: bytes and their kind, or a fault.

What one would get wrong: the name is resolved once, every address it has must be public, and
the connection goes to the address that was checked; asking again would let a name change its
mind in between (DNS rebinding). Each redirect is judged like a first address.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit, urlunsplit

from whowhom.pipeline.version import VERSION
from whowhom.workbench.config import Config
from whowhom.workbench.faults import Fault

MAX_REDIRECTS = 4
MAX_BYTES = 8 * 1024 * 1024
MAX_SECONDS = 20.0
STEP_SECONDS = 8.0
PORTS = {"http": 80, "https": 443}
KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
}
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MAX_URL_CHARS = 2_000
# Ranges in which an IPv6 address holds an IPv4 one, which must be judged too.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Ranges that lead into a site or nowhere, and that the standard library of some versions takes for public.
_WITHIN = tuple(ipaddress.ip_network(words) for words in ("fec0::/10", "3fff::/20", "192.88.99.0/24"))
_PIECE = 64 * 1024

Resolve = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: the last address, the bytes, and the suffix of their kind."""

    url: str
    raw: bytes
    suffix: str


def resolve(host: str, port: int) -> list[str]:
    """Give all addresses of a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in found))


def fetch(url: str, config: Config, *, resolving: Resolve = resolve) -> Fetched:
    """Fetch a report.

    Raises:
        Fault: fetching is off, the address is not public, or what came is no report.
    """
    if not config.is_fetching:
        raise Fault(
            403,
            "fetch.off",
            "Fetching addresses is turned off.",
            field="url",
            hint="Save the page and add the file, or start the server with --allow-fetch.",
        )
    ends = time.monotonic() + MAX_SECONDS
    for _ in range(MAX_REDIRECTS + 1):
        answer = _ask(url, config, resolving, ends)
        if isinstance(answer, Fetched):
            return answer
        url = answer
    raise _refused("fetch.redirects", f"The address leads on more than {MAX_REDIRECTS} times.")


def is_public(address: str) -> bool:
    """Say whether an address is one of the public internet: not private, local, reserved or multicast."""
    try:
        parsed: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo[1] if parsed.teredo else None)
        if inner is None and parsed in _NAT64:
            inner = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    if any(parsed in network for network in _WITHIN):
        return False
    return parsed.is_global and not parsed.is_multicast and not parsed.is_reserved and not parsed.is_unspecified


def _ask(url: str, config: Config, resolving: Resolve, ends: float) -> Fetched | str:
    scheme, host, port, target = _read_url(url)
    address = _choose(host, port, config, resolving)
    connection = _Pinned(host, port, address, is_tls=scheme == "https", ends=ends)
    # A server that sends a byte now and then keeps within every timeout of the socket, and never ends.
    clock = threading.Timer(max(0.0, ends - time.monotonic()), connection.abort)
    clock.daemon = True
    clock.start()
    try:
        connection.request(
            "GET",
            target,
            headers={
                "Host": f"[{host}]" if ":" in host else host,
                "User-Agent": f"whowhom/{VERSION}",
                "Accept": ", ".join(KINDS),
                "Accept-Encoding": "identity",
            },
        )
        response = connection.getresponse()
        if response.status in REDIRECTS:
            return urljoin(url, response.getheader("Location") or "")
        if response.status != 200:
            raise _refused("fetch.status", f"The server of {host} answered with status {response.status}.")
        kind = (response.getheader("Content-Type") or "").partition(";")[0].strip().lower()
        if kind not in KINDS:
            raise _refused("fetch.kind", f"What came from {host} is {kind or 'of no stated kind'}, no report.")
        return Fetched(url, _read(response, ends), KINDS[kind])
    except (OSError, http.client.HTTPException) as error:
        raise _refused("fetch.failed", f"{host} could not be read ({type(error).__name__}).") from None
    finally:
        clock.cancel()
        connection.close()


def _read_url(url: str) -> tuple[str, str, int, str]:
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise _refused("fetch.address", "The address cannot be read.") from None
    host = parts.hostname
    if len(url) > MAX_URL_CHARS or parts.scheme not in PORTS or not host or not url.isprintable():
        raise _refused("fetch.address", "The address cannot be read. Expected https://...")
    if parts.username is not None or port not in (None, PORTS[parts.scheme]):
        raise _refused("fetch.address", "The address holds a user or an unusual port.")
    try:
        name = host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError:
        raise _refused("fetch.address", "The name in the address cannot be read.") from None
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    quoted = "".join(char if char.isascii() else "".join(f"%{byte:02X}" for byte in char.encode()) for char in target)
    return parts.scheme, name, PORTS[parts.scheme], quoted.replace(" ", "%20")


def _choose(host: str, port: int, config: Config, resolving: Resolve) -> str:
    try:
        found = resolving(host, port)
    except (OSError, UnicodeError):
        found = []
    if not found:
        raise _refused("fetch.name", f"There is no server named {host}.")
    if config.defences.address_check and not all(is_public(address) for address in found):
        raise _refused("fetch.private", f"{host} is not on the public web, and the workbench goes nowhere else.")
    return found[0]


def _read(response: http.client.HTTPResponse, ends: float) -> bytes:
    raw = bytearray()
    while piece := response.read1(_PIECE):
        raw += piece
        if len(raw) > MAX_BYTES:
            raise _refused("fetch.size", f"The page is larger than {MAX_BYTES // 1024 // 1024} MB.")
        if time.monotonic() > ends:
            raise _refused("fetch.slow", f"The page did not come within {MAX_SECONDS:.0f} seconds.")
    return bytes(raw)


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was checked, under the name that was asked for."""

    def __init__(self, host: str, port: int, address: str, *, is_tls: bool, ends: float) -> None:
        super().__init__(host, port, timeout=max(0.1, min(STEP_SECONDS, ends - time.monotonic())))
        self._address, self._is_tls = address, is_tls

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._is_tls:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def abort(self) -> None:
        """End the connection from another thread, whatever it waits for."""
        with suppress(OSError, AttributeError):  # It may not stand yet, or stand no more.
            self.sock.shutdown(socket.SHUT_RDWR)


def _refused(code: str, message: str) -> Fault:
    return Fault(422, code, message, field="url", hint="Save the page and add the file instead.")
