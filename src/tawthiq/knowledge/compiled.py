"""What takes a second to work out, kept in the user's cache folder from one start to the next.

Values are plain data in the format of Python's own ``.pyc`` files, with a checksum in front. A file that
is missing, damaged or cannot be written costs time, nothing else. ``TAWTHIQ_CACHE`` names another
folder; set to nothing it turns the cache off.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from tawthiq import __version__

KEPT = 6
"""Files of one name that are kept: for several versions and for users' own knowledge."""
_PACKAGE = Path(__file__).resolve().parent.parent
_DIGEST = 16


def compiled(name: str, key: Iterable[str], code: Iterable[str], make: Callable[[], Any]) -> Any:
    """What ``make`` returns, plain data, from the cache if it is there.

    ``key`` says what the data depend on; so do the version and the modules ``code``, given as paths
    within the package (a folder stands for what is in it).
    """
    folder = _folder()
    if folder is None:
        return make()
    try:
        path = folder / f"{name}-{_digest(key, code)}.bin"
    except OSError:
        return make()
    found = _read(path)
    if found is None:
        found = make()
        with suppress(OSError, ValueError):
            _write(path, found)
            _tidy(folder, name)
    return found


def _folder() -> Path | None:
    given = os.environ.get("TAWTHIQ_CACHE")
    if given is not None:
        return Path(given) if given else None
    base = os.environ.get("LOCALAPPDATA") if os.name == "nt" else os.environ.get("XDG_CACHE_HOME")
    with suppress(RuntimeError):  # no home
        return (Path(base) if base else Path.home() / ".cache") / "tawthiq"
    return None


def _digest(key: Iterable[str], code: Iterable[str]) -> str:
    digest = hashlib.blake2b(digest_size=_DIGEST)
    for part in (__version__, str(sys.implementation.cache_tag), str(marshal.version), *key):
        digest.update(part.encode() + b"\0")
    for name in code:
        path = _PACKAGE / name
        for file in sorted(path.glob("*.py")) if path.is_dir() else [path]:
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _read(path: Path) -> Any:
    try:
        content = path.read_bytes()
        head, body = content[:_DIGEST], memoryview(content)[_DIGEST:]
        if hashlib.blake2b(body, digest_size=_DIGEST).digest() == head:
            return marshal.loads(body)
    except (OSError, ValueError, EOFError, TypeError):
        pass
    return None


def _write(path: Path, value: Any) -> None:
    """Under another name first: who reads meanwhile, or writes the same, sees a whole file."""
    body = marshal.dumps(value)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(prefix=".part-", dir=path.parent)
    try:
        with open(handle, "wb") as out:
            out.write(hashlib.blake2b(body, digest_size=_DIGEST).digest())
            out.write(body)
        os.replace(part, path)
    finally:
        Path(part).unlink(missing_ok=True)


def _tidy(folder: Path, name: str) -> None:
    files = sorted(folder.glob(f"{name}-*.bin"), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in files[KEPT:]:
        old.unlink(missing_ok=True)
