"""Requests to another store: patient with what passes, plain about what does not, silent about secrets.

httpx does the work, for it has digest authentication, which Virtuoso wants, and redirects only if asked.
"""

from __future__ import annotations

import random
import re
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from tawthiq import __version__
from tawthiq.errors import EndpointError, TooLargeError
from tawthiq.store.remote.credentials import PASSWORD, TOKEN, USER, Credentials

_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 307, 308})
_MOST_REDIRECTS = 3
_CONNECT = 10.0  # seconds
_AGAIN = "The same command goes on where it stopped."
_LONGEST_SAYING = 200
_LOOK = 65_536  # bytes
_MARKUP = re.compile(r"<(?:style|script).*?</|<[^>]*>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a request is tried, and how long is waited between: doubling, up to ``longest`` seconds.

    ``most`` is how many seconds a server may ask us to wait.
    """

    attempts: int = 6
    first: float = 0.5
    longest: float = 30.0
    most: float = 300.0

    def pause(self, attempt: int) -> float:
        """Seconds after attempt number ``attempt``, with jitter, so that many clients do not come at once."""
        doubled = self.first * float(2 ** (attempt - 1))
        return min(self.longest, doubled) * random.uniform(0.5, 1.0)


class Client:
    """Sends requests with the credentials of one endpoint; ``on_wait`` is told why and how long it waits."""

    def __init__(
        self,
        credentials: Credentials,
        *,
        timeout: float = 60.0,
        patience: Patience | None = None,
        on_wait: Callable[[str, float], None] = lambda _reason, _seconds: None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.patience = patience or Patience()
        self._credentials = credentials
        self._timeout = timeout
        self._on_wait = on_wait
        self._sleep = sleep
        self._http = httpx.Client(
            auth=credentials.auth(),
            timeout=httpx.Timeout(timeout, connect=min(timeout, _CONNECT)),
            headers={"User-Agent": f"tawthiq/{__version__}"},
            follow_redirects=False,
        )

    def close(self) -> None:
        self._http.close()

    def send(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        content: bytes | None = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        attempts: int | None = None,
        allowed: frozenset[int] = frozenset(),
        again_if_slow: bool = True,
    ) -> httpx.Response:
        """The answer to a request: one of success, or with a status of ``allowed``.

        What passes is tried again; a server that is too slow only with ``again_if_slow``. Raises
        :class:`TooLargeError` for 413 and :class:`EndpointError` for the rest; no message holds a secret.
        """
        request = self._http.build_request(
            method, url, params=params, content=content, data=form, headers=headers
        )
        attempts = attempts or self.patience.attempts
        for attempt in range(1, attempts + 1):
            asked: float | None = None
            try:
                response = self._sent(request)
            except httpx.HTTPError as error:
                failure = self._unreached(url, error)
                if not _passes(error) or (isinstance(error, httpx.ReadTimeout) and not again_if_slow):
                    raise failure from None
            else:
                if response.is_success or response.status_code in allowed:
                    return response
                failure = self._refused(url, response)
                if response.status_code not in _PASSING:
                    raise failure
                asked = _retry_after(response)
                if asked is not None and asked > self.patience.most:
                    raise EndpointError(
                        f"{failure.message} It asks to wait {asked:.0f} seconds.",
                        remedy=f"You can fix this by trying again then. {_AGAIN}",
                    )
            if attempt == attempts:
                break
            pause = max(asked or 0.0, self.patience.pause(attempt))
            self._on_wait(failure.message, pause)
            self._sleep(pause)
        raise failure

    def look(self, url: str) -> tuple[httpx.Headers, str]:
        """Who answers at an address: the headers and the beginning of what is said there.

        Raises :class:`EndpointError` if nobody answers.
        """
        try:
            with self._http.stream("GET", url, headers={"Accept": "text/turtle, */*;q=0.1"}) as response:
                said = next(response.iter_bytes(_LOOK), b"")
                return response.headers, said.decode("utf-8", "replace")
        except httpx.HTTPError as error:
            raise self._unreached(url, error) from None

    def _sent(self, request: httpx.Request) -> httpx.Response:
        for _ in range(_MOST_REDIRECTS + 1):
            response = self._http.send(request)
            if response.status_code not in _REDIRECTS or "location" not in response.headers:
                return response
            request = self._redirected(request, response)
        raise EndpointError(
            f"{_bare(request.url)}: the endpoint redirects again and again.",
            remedy="You can fix this by giving the address that it ends at.",
        )

    def _redirected(self, request: httpx.Request, response: httpx.Response) -> httpx.Request:
        """The request as its redirect wants it; to the same server only, for others are not to see it."""
        there = request.url.join(response.headers["location"])
        if not _same_server(request.url, there):
            raise EndpointError(
                f"{_bare(request.url)}: the endpoint redirects to {_server(there)}, where neither data nor "
                "passwords are sent unasked.",
                remedy="You can fix this by giving the address there with --to, if you trust it.",
            )
        kept = ("content-type", "accept")
        return self._http.build_request(
            request.method,
            there,
            content=request.content,
            headers={name: request.headers[name] for name in kept if name in request.headers},
        )

    def _unreached(self, url: str, error: httpx.HTTPError) -> EndpointError:
        if isinstance(error, httpx.ConnectTimeout | httpx.ConnectError):
            if _certificate(error):
                return EndpointError(
                    f"{url}: the certificate of the server is not trusted ({self._short(str(error))}).",
                    remedy="You can fix this by setting SSL_CERT_FILE to the certificate of its authority.",
                )
            return EndpointError(
                f"{url}: nobody answers there ({self._short(str(error)) or 'no connection'}).",
                remedy=f"You can fix this by checking the address and that the server runs. {_AGAIN}",
            )
        if isinstance(error, httpx.TimeoutException):
            return EndpointError(
                f"{url}: the server did not answer within {self._timeout:g} seconds.",
                remedy=f"You can fix this with a longer --timeout. {_AGAIN}",
            )
        return EndpointError(
            f"{url}: the connection broke ({self._short(str(error)) or type(error).__name__}).",
            remedy=f"You can fix this by trying again. {_AGAIN}",
        )

    def _refused(self, url: str, response: httpx.Response) -> EndpointError:
        status = response.status_code
        said = self._said(response)
        if status == 413:
            return TooLargeError(
                f"{url}: a request is too large for the endpoint, though it held one statement (413).",
                remedy="You can fix this by raising the limit of the server, or of the proxy before it.",
            )
        if status in (401, 403):
            return EndpointError(f"{url}: {self._unauthorised(status)}{said}", remedy=self._remedy(status))
        if status in _PASSING:
            return EndpointError(
                f"{url}: the endpoint answered {status}{said}",
                remedy=f"You can fix this by trying again when it works. {_AGAIN}",
            )
        return EndpointError(
            f"{url}: the endpoint answered {status}{said}",
            remedy="You can fix this by checking the address and --engine.",
        )

    def _unauthorised(self, status: int) -> str:
        if not self._credentials:
            return f"the endpoint wants to know who you are ({status})"
        if status == 401:
            return f"the endpoint does not accept the {self._credentials.kind} that was given (401)"
        return "the endpoint does not let this user do that (403)"

    def _remedy(self, status: int) -> str:
        if self._credentials and status == 403:
            return f"You can fix this by giving the user of {USER} or {TOKEN} the right to write."
        return (
            f"You can fix this by setting the environment variables {USER} and {PASSWORD}, or {TOKEN}; "
            "they are never shown."
        )

    def _said(self, response: httpx.Response) -> str:
        """What the server says of its refusal, in brief: « (…).»"""
        short = self._short(_MARKUP.sub(" ", response.text[:5000]))
        return f" ({short})." if short else "."

    def _short(self, text: str) -> str:
        text = self._credentials.hide(text)
        plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
        return plain if len(plain) <= _LONGEST_SAYING else plain[:_LONGEST_SAYING] + " …"


def _passes(error: httpx.HTTPError) -> bool:
    if isinstance(error, httpx.UnsupportedProtocol | httpx.ProxyError) or _certificate(error):
        return False
    return isinstance(error, httpx.TransportError)


def _certificate(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError) or "CERTIFICATE_VERIFY_FAILED" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds that the server asks to wait, if it does so in a way that can be read."""
    text = response.headers.get("retry-after", "").strip()
    if text.isdigit():
        return float(text)
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())


def _same_server(here: httpx.URL, there: httpx.URL) -> bool:
    """Whether two addresses are of one server, or the second of its encrypted side."""
    if here.host != there.host:
        return False
    encrypted = (here.scheme, there.scheme) == ("http", "https")
    return encrypted or (here.scheme, here.port) == (there.scheme, there.port)


def _bare(url: httpx.URL) -> str:
    return str(url.copy_with(query=None))


def _server(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.host}" + (f":{url.port}" if url.port else "")
