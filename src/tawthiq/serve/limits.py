"""What a query may use, and how the operating system holds it to that."""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from dataclasses import dataclass

if sys.platform != "win32":
    import resource

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a query and of the server.

    ``seconds`` is the time of a query by the clock, and by the processor; ``memory`` the bytes that a query
    process may take beyond what it starts with; ``wait`` the seconds for which a request waits for a free
    process, and ``waiting`` how many may wait; ``text`` the bytes of a query, ``answer`` those of an answer.
    """

    seconds: float = 30.0
    memory: int = 1024 * MEGABYTE
    wait: float = 30.0
    waiting: int = 1000
    text: int = MEGABYTE
    answer: int = 256 * MEGABYTE


def limit_memory(beyond: int) -> int:
    """Let this process take ``beyond`` bytes more; returns the bound of its address space, 0 for none."""
    if sys.platform == "win32":
        return 0
    bound = address_space() + beyond
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        bound = min(bound, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
    except (OSError, ValueError):  # macOS knows the limit and does not take it
        return 0
    return bound


def limit_processor(seconds: float) -> None:
    """Let this process compute for ``seconds`` more; then the system ends it."""
    if sys.platform == "win32":
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    # Whole seconds are counted; the clock of the pool comes first, this holds where the pool has died.
    soft = int(used.ru_utime + used.ru_stime + seconds) + 2
    resource.setrlimit(
        resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard)
    )


def address_space() -> int:
    """Bytes of address space that this process has; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            return int(statm.read().split()[0]) * os.sysconf("SC_PAGESIZE")
    except OSError:
        return 0


_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | 13  # the call fails with EACCES
# Architecture → its number in the kernel, and its calls socket, connect, io_uring_setup.
_CALLS = {
    "x86_64": (0xC000003E, (41, 42, 425)),
    "aarch64": (0xC00000B7, (198, 203, 425)),
}


def close_network() -> bool:
    """Take from this process, for ever, the means to open a connection; returns whether that worked.

    A query with SERVICE is refused before it runs. This is the second lock, for Oxigraph has no way to
    switch SERVICE off. Linux on x86-64 and ARM only.
    """
    if sys.platform != "linux" or platform.machine() not in _CALLS:
        return False
    architecture, calls = _CALLS[platform.machine()]
    program = [
        (0x20, 0, 0, 4),  # load the architecture
        (0x15, 0, len(calls) + 1, architecture),  # another one: allow
        (0x20, 0, 0, 0),  # load the number of the call
        *((0x15, len(calls) - i, 0, call) for i, call in enumerate(calls)),
        (0x06, 0, 0, _ALLOW),
        (0x06, 0, 0, _DENY),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in program))
    libc = ctypes.CDLL(None, use_errno=True)
    pointer = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program), ctypes.addressof(code)))
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    return int(libc.prctl(_SECCOMP, _FILTER, pointer, 0, 0)) == 0
