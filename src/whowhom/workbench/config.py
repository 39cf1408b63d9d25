"""What the workbench is told when it starts: where it listens, how it is reached, its limits.

What one would get wrong: :class:`Defences` exists so that tests can show that each of them
carries weight. No option, variable or file switches one off.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Defences:
    """Defences that a test may take away by a constructor argument, one at a time."""

    escaping: bool = True
    policy_header: bool = True
    framing: bool = True
    csrf: bool = True
    rotation: bool = True
    attempt_limits: bool = True
    roles: bool = True
    ownership: bool = True
    blinding: bool = True
    upload_names: bool = True
    archive_limits: bool = True
    entity_check: bool = True
    type_check: bool = True
    address_check: bool = True
    host_check: bool = True
    safe_return: bool = True
    formula_guard: bool = True
    size_limits: bool = True
    bound_parameters: bool = True


@dataclass(frozen=True, slots=True)
class Limits:
    """How much the workbench takes.

    Attributes:
        upload_bytes: One request with files, all of it.
        upload_files: Files of one request.
        form_bytes: Any other request.
        unpacked_bytes: An archive or DOCX, unpacked.
        unpacked_ratio: Unpacked to packed; ordinary text packs to a tenth at best.
        name_attempts: Failed logins for one name, within the window.
        address_attempts: Failed logins from one address, within the window.
        window_minutes: Over which failed logins are counted.
        idle_minutes: After which an unused session ends.
        session_hours: After which every session ends.
        page_rows: Rows of one page of the API, at most.
        waiting_jobs: Uploads that may wait to be coded.
        text_chars: One field of a form.
    """

    upload_bytes: int = 32 * MB
    upload_files: int = 50
    form_bytes: int = 1 * MB
    unpacked_bytes: int = 128 * MB
    unpacked_ratio: int = 100
    name_attempts: int = 5
    address_attempts: int = 30
    window_minutes: int = 15
    idle_minutes: int = 8 * 60
    session_hours: int = 7 * 24
    page_rows: int = 500
    waiting_jobs: int = 200
    text_chars: int = 20_000


@dataclass(frozen=True, slots=True)
class Config:
    """How one workbench runs.

    Attributes:
        host: Address that it listens on.
        port: Of that address.
        is_secure: Browsers reach it by https, by its own certificate or a proxy's.
        public_names: Names by which browsers reach it, beside the host itself.
        proxies: Addresses of proxies whose word on the client's address is taken.
        proxy_header: In which a proxy tells the client's address.
        is_fetching: Whether reports may be fetched from addresses on the web.
        limits: How much it takes.
        defences: All on but in tests.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    is_secure: bool = False
    public_names: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    proxy_header: str = "x-forwarded-for"
    is_fetching: bool = False
    limits: Limits = field(default_factory=Limits)
    defences: Defences = field(default_factory=Defences)

    @property
    def is_local(self) -> bool:
        """Whether only this machine reaches it, and no proxy stands between."""
        return is_loopback(self.host) and not self.proxies

    @property
    def cookie(self) -> str:
        """Name of the session's cookie; the prefix makes browsers refuse it over http or from a subdomain."""
        return "__Host-whowhom" if self.is_secure else f"whowhom-{self.port}"


def is_loopback(host: str) -> bool:
    """Say whether an address or name is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
