"""Files of an export: all of them or none, never one half written."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from whowhom.errors import OutputError

DEFAULT_MODE = 0o644


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write files and put them in their places once all are whole.

    Raises:
        OutputError: one cannot be written; those in place before are unchanged.
    """
    parts: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            handle, name = tempfile.mkstemp(prefix=".whowhom-", suffix=".part", dir=path.parent)
            parts[path] = Path(name)
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            parts[path].chmod(path.stat().st_mode if path.exists() else DEFAULT_MODE)
        for path, part in parts.items():
            os.replace(part, path)
    except OSError as error:
        raise OutputError(
            f"export to {str(next(iter(files)))!r} cannot be written: {error.strerror}. Give -o a file in a folder "
            "you can write to."
        ) from None
    finally:
        for part in parts.values():
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
