"""Case files for tests, on SQLite and on a real PostgreSQL server.

The server runs in a temporary folder, on a socket there and on no port, as a user of its
own, because it refuses to run as root. Where PostgreSQL is missing its tests are skipped and
say so; with ``CI`` set they fail.
"""

from __future__ import annotations

import contextlib
import functools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BINARIES = ("/usr/local/bin", "/usr/lib/postgresql/*/bin", "/usr/bin", "/opt/homebrew/bin")
USERS = ("postgres", "nobody")
START_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running server; ``address`` makes the address of one of its databases."""

    folder: Path
    binaries: Path

    def address(self, database: str) -> str:
        return f"postgresql://whowhom@/{database}?host={self.folder / 'socket'}"

    def create(self, database: str) -> str:
        """Make an empty database and give its address."""
        self.run_sql(f'CREATE DATABASE "{database}" ENCODING UTF8 TEMPLATE template0')
        return self.address(database)

    def run_sql(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]


@functools.cache
def binaries() -> Path | None:
    """Find the folder of initdb and postgres; None where there is none."""
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve().parent] if on_path else []
    for pattern in BINARIES:
        found += sorted(Path("/").glob(pattern.removeprefix("/")), reverse=True)
    return next((path for path in found if (path / "initdb").exists() and (path / "postgres").exists()), None)


@contextlib.contextmanager
def running_server() -> Iterator[Server]:
    """Start a server with nothing in it and stop it at the end."""
    home = binaries()
    assert home is not None
    folder = Path(tempfile.mkdtemp(prefix="whowhom-pg-", dir="/tmp"))  # A socket's path must be short.
    try:
        (folder / "socket").mkdir()
        as_user = _own_user(folder)
        data = folder / "data"
        initdb = [home / "initdb", "-D", data, "-U", "whowhom", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"]
        subprocess.run(initdb, check=True, capture_output=True, timeout=120, **as_user)
        options = {"unix_socket_directories": folder / "socket", "listen_addresses": "", "fsync": "off"}
        flags = [flag for key, value in options.items() for flag in ("-c", f"{key}={value}")]
        with (folder / "log").open("wb") as log:
            child = subprocess.Popen([home / "postgres", "-D", data, *flags], stdout=log, stderr=log, **as_user)
        try:
            server = Server(folder, home)
            _wait_for(server, child)
            yield server
        finally:
            child.send_signal(signal.SIGQUIT)  # At once: what it holds is thrown away anyhow.
            child.send_signal(signal.SIGQUIT)  # At once: what it holds is thrown away anyhow.
            child.wait(timeout=START_SECONDS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _own_user(folder: Path) -> dict[str, object]:
    if os.geteuid() != 0:
        return {"cwd": folder}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = next(known[name] for name in USERS if name in known)
    for path in (folder, folder / "socket"):
        os.chown(path, entry.pw_uid, entry.pw_gid)
        path.chmod(0o755)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": [], "cwd": folder}


def _wait_for(server: Server, child: subprocess.Popen[bytes]) -> None:
    import psycopg

    for _ in range(START_SECONDS * 10):
        if child.poll() is not None:
            raise RuntimeError(f"postgres ended: {(server.folder / 'log').read_text()[-1000:]}")
        with contextlib.suppress(psycopg.OperationalError):
            server.run_sql("SELECT 1")
            return
        time.sleep(0.1)
    raise RuntimeError("postgres did not answer")
