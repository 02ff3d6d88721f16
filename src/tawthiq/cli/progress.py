"""How a build gets on, on standard error: a line that renews itself where a person is watching."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from tawthiq.errors import TawthiqError

if TYPE_CHECKING:
    from tawthiq.store.remote import Loaded

STAGES = {
    "knowledge": "loading what is known of actors and places",
    "documents": "reading documents",
    "graph": "deriving the direct edges",
    "files": "writing the files",
}
MOST_ERRORS = 20
_RENEW = 0.1
_SETTLED = 3.0  # seconds after which the speed tells how long it will take


class ShownProgress:
    """Shows errors, the first of them in full; the rest only on a terminal and unless ``quiet``."""

    def __init__(self, *, quiet: bool) -> None:
        self._shown = not quiet and sys.stderr.isatty()
        self._errors = 0
        self._started = time.monotonic()
        self._last = 0.0
        self._expected: int | None = None

    def stage(self, name: str) -> None:
        self._line(f"{STAGES[name]} …")

    def expect(self, documents: int | None) -> None:
        self._expected = documents
        self._started = time.monotonic()

    def document(self, read: int, skipped: int) -> None:
        now = time.monotonic()
        if now - self._last < _RENEW:
            return
        self._last = now
        speed = read / max(now - self._started, _RENEW)
        parts = [f"{read:,} documents read", f"{skipped:,} were there already", f"{speed:.1f} a second"]
        left = (self._expected or 0) - read - skipped - self._errors
        if left > 0 and speed > 0 and now - self._started > _SETTLED:
            parts.append(f"{_duration(left / speed)} left")
        self._line(", ".join(parts))

    def error(self, error: TawthiqError) -> None:
        self._errors += 1
        if self._errors <= MOST_ERRORS:
            self.clear()
            click.echo(f"Error: {error}", err=True)

    def end(self) -> None:
        """Take the line away and say how many errors were not shown."""
        self.clear()
        if self._errors > MOST_ERRORS:
            click.echo(f"… and {self._errors - MOST_ERRORS:,} more errors.", err=True)

    def clear(self) -> None:
        self._line("")

    def _line(self, text: str) -> None:
        if self._shown:
            click.echo(f"\r\x1b[K{text}", nl=False, err=True)


class LoadProgress(ShownProgress):
    """Shows how a load into another store gets on."""

    def graph(self, loaded: Loaded) -> None:
        now = time.monotonic()
        if now - self._last < _RENEW:
            return
        self._last = now
        done = loaded.sent + loaded.kept
        elapsed = max(now - self._started, _RENEW)
        parts = [
            f"{done:,} of {loaded.graphs:,} graphs there",
            f"{loaded.triples / elapsed:,.0f} statements a second",
        ]
        if done < loaded.graphs and loaded.sent and elapsed > _SETTLED:
            parts.append(f"{_duration((loaded.graphs - done) * elapsed / done)} left")
        self._line(", ".join(parts))

    def wait(self, reason: str, seconds: float) -> None:
        """A request failed and is tried again after so many seconds."""
        if self._shown:
            self.clear()
            click.echo(f"{reason} Trying again in {seconds:.1f} s.", err=True)

    def note(self, text: str, *, passing: bool = False) -> None:
        """Something to know; ``passing`` goes into the line that renews itself."""
        if passing:
            self._line(text)
        else:
            self.clear()
            click.echo(text, err=True)


def _duration(seconds: float) -> str:
    """
    >>> _duration(42), _duration(4000)
    ('0:42', '1:06:40')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
