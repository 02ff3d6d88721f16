"""Who we are to another store: a user with a password or a token, from the environment alone."""

from __future__ import annotations

import base64
import os
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

import httpx

from tawthiq.errors import InputError

USER, PASSWORD = "TAWTHIQ_ENDPOINT_USER", "TAWTHIQ_ENDPOINT_PASSWORD"
TOKEN = "TAWTHIQ_ENDPOINT_TOKEN"
_HIDDEN = "…"


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """A user with a password, a token, or neither. Their text form tells nothing."""

    user: str = ""
    password: str = ""
    token: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Credentials:
        """What the environment variables say. Raises :class:`InputError` if they contradict one another."""
        found = os.environ if environment is None else environment
        user, password, token = (found.get(name, "").strip() for name in (USER, PASSWORD, TOKEN))
        if token and (user or password):
            raise InputError(
                f"Both {TOKEN} and {USER} or {PASSWORD} are set.",
                remedy="You can fix this by unsetting those that this endpoint does not want.",
            )
        if bool(user) != bool(password):
            raise InputError(
                f"Of {USER} and {PASSWORD} only one is set.",
                remedy="You can fix this by setting both or none.",
            )
        if not token.isprintable() or not token.isascii():
            raise InputError(
                f"{TOKEN} holds characters that no token has.", remedy="You can fix this by copying it again."
            )
        return cls(user, password, token)

    def __repr__(self) -> str:
        return f"Credentials({self.kind})"

    def __bool__(self) -> bool:
        return bool(self.user or self.token)

    @property
    def kind(self) -> str:
        """``password``, ``token`` or ``none``."""
        return "token" if self.token else "password" if self.user else "none"

    def auth(self) -> httpx.Auth | None:
        """How requests prove it: a token always, a password in the way that the server asks for."""
        if self.token:
            return _TokenAuth(self.token)
        return _PasswordAuth(self.user, self.password) if self.user else None

    def hide(self, text: str) -> str:
        """``text`` without the password or the token, in any form in which they are sent."""
        for secret in (self.password, self.token):
            if secret:
                pair = f"{self.user}:{secret}".encode()
                bare = secret.rsplit(" ", 1)[-1]
                for form in (base64.b64encode(pair).decode(), quote(secret, safe=""), secret, bare):
                    text = text.replace(form, _HIDDEN)
        return text


class _TokenAuth(httpx.Auth):
    """``Bearer`` with the token; a token that brings its scheme, such as ``GDB …``, as it is."""

    def __init__(self, token: str) -> None:
        self._header = token if " " in token else f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = self._header
        yield request


class _PasswordAuth(httpx.Auth):
    """Digest where the server offers it, else Basic; nothing before it asks, and then with each request."""

    def __init__(self, user: str, password: str) -> None:
        self._digest = httpx.DigestAuth(user, password)
        self._basic = httpx.BasicAuth(user, password)
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._chosen is not None:
            yield from self._chosen.auth_flow(request)
            return
        response = yield request
        # Some servers refuse strangers with 403 and never ask who they are.
        if response.status_code not in (401, 403):
            return
        offered = [header.lower() for header in response.headers.get_list("www-authenticate")]
        if any(header.startswith("digest ") for header in offered):
            self._chosen = self._digest
            flow = self._digest.auth_flow(request)
            next(flow)
            yield flow.send(response)
        else:
            self._chosen = self._basic
            yield from self._basic.auth_flow(request)
