"""The pages for people: templates with everything escaped, in Arabic and English."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from tawthiq.graph.namespaces import Namespace
from tawthiq.serve.addresses import Addresses

LANGUAGES = ("ar", "en")
MEDIA = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
_VENDORED = tuple(
    f"{name}/{file}"
    for name in ("yasqe", "yasr")
    for file in (f"{name}.min.js", f"{name}.min.css", "LICENSE.txt")
)
_OWN = ("pages.css", "query.js")


class Pages:
    """Renders the pages of one served graph. Each says so when the graph is ``outdated``."""

    def __init__(
        self,
        title: str,
        language: str,
        addresses: Addresses,
        links: Mapping[str, str],
        outdated: Callable[[], bool],
    ) -> None:
        self.prefixes = Namespace(addresses.base).prefixes
        self._language = language
        self._words = json.loads(_asset("interface.json"))
        self._environment = Environment(
            loader=PackageLoader("tawthiq.serve", "templates"), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        self._environment.globals.update(title=title, address=addresses.of, links=links, outdated=outdated)
        self._environment.filters["direction"] = lambda language: "rtl" if language == "ar" else "ltr"

    def language(self, request: Request) -> str:
        """The language of the page: that of the address, of the browser, or the server's own."""
        asked = request.query_params.get("lang")
        if asked in LANGUAGES:
            return str(asked)
        for wanted in request.headers.get("accept-language", "").lower().split(","):
            if wanted.strip()[:2] in LANGUAGES:
                return wanted.strip()[:2]
        return self._language

    def render(self, request: Request, template: str, status: int = 200, **what: Any) -> HTMLResponse:
        """A page. Links keep the language that the address chose."""
        language = self.language(request)
        words = {key: value[language] for key, value in self._words.items()}
        chosen = f"?lang={language}" if request.query_params.get("lang") in LANGUAGES else ""
        other = "en" if language == "ar" else "ar"
        kept = [(k, v) for k, v in request.query_params.multi_items() if k != "lang"]
        html = self._environment.get_template(template).render(
            words=words, language=language, other=other, keep=chosen,
            switch=f"{request.url.path}?{urlencode([*kept, ('lang', other)])}", **what,
        )  # fmt: skip
        return HTMLResponse(html, status, {"Vary": "Accept, Accept-Language"})


@cache
def static_files() -> dict[str, tuple[bytes, str]]:
    """The files below ``/static/`` by name, with their media types; nothing else can be asked for."""
    found = {name: _bytes(name) for name in (*_OWN, *_VENDORED)}
    return {name: (data, MEDIA[name[name.rindex(".") :]]) for name, data in found.items()}


def _bytes(name: str) -> bytes:
    return (files("tawthiq.serve") / "static" / name).read_bytes()


@cache
def _asset(name: str) -> str:
    return _bytes(name).decode()
