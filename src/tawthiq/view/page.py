"""Writes the page: our template, all scripts and styles inside, and a policy that lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import networkx as nx
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from tawthiq.errors import OutputError, TawthiqError
from tawthiq.view.base_map import BaseMap, natural_earth
from tawthiq.view.earlier import Earlier, read_earlier
from tawthiq.view.packed import packed
from tawthiq.view.packing import zipped_json
from tawthiq.view.payload import payload

_SCRIPTS = (
    "data.js", "text.js", "state.js", "theme.js", "passing.js", "shown.js", "path.js", "claims.js",
    "basemap.js", "mapground.js", "mapextents.js", "mapspots.js", "cards.js", "canvas.js", "network.js",
    "names.js", "walk.js", "search.js", "facets.js", "filters.js", "timeline.js", "map.js", "table.js",
    "recorder.js", "exports.js", "page.js", "scrollhint.js",
)  # fmt: skip
_STYLES = ("page.css", "network.css", "panels.css", "views.css")
LANGUAGES = ("ar", "en")


def write_page(
    graph: nx.MultiDiGraph[str], path: Path, title: str, language: str, base_map: BaseMap | None = None,
    earlier: Path | None = None,
) -> None:  # fmt: skip
    """Write the graph page to ``path``, in UTF-8, as one file that needs nothing else.

    ``language`` (``ar`` or ``en``) is the one that the page opens in; the reader can switch. ``base_map``
    (:func:`tawthiq.view.read_base_map`) stands in for Natural Earth's. Of the nodes of an ``earlier`` page,
    if it is there, each stays where it stood.
    Raises :class:`OutputError` if the file cannot be written.
    """
    html = page_html(graph, title, language, base_map, read_earlier(earlier) if earlier else None)
    try:
        path.write_text(html, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(
            f"{path}: the graph page cannot be written ({error.strerror or error}).",
            remedy="You can fix this by choosing a folder that you may write to.",
        ) from error


def page_html(
    graph: nx.MultiDiGraph[str], title: str, language: str, base_map: BaseMap | None = None,
    earlier: Earlier | None = None,
) -> str:  # fmt: skip
    """The graph page as text. Raises ``ValueError`` for a language that the page does not speak."""
    if language not in LANGUAGES:
        raise ValueError(f"the page speaks {', '.join(LANGUAGES)}, not {language}")
    interface = json.loads(_asset("interface.json"))
    base = base_map or natural_earth()
    pack = packed(payload(graph, base.areas, earlier))
    scripts = [_vis_network(), *map(_asset, _SCRIPTS)]
    style = "\n".join(map(_asset, _STYLES))
    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(_asset("page.html.j2"))
    return template.render(
        title=title,
        language=language,
        words={key: value[language] for key, value in interface.items()},
        empty=not graph,
        policy=_policy(scripts, style),
        style=_element_text(style, "style"),
        scripts=[_element_text(script, "script") for script in scripts],
        data=[
            ("interface", embedded_json(interface)),
            ("overview", embedded_json({"title": title, "language": language, **pack.overview})),
        ],
        blocks=[
            ("graph", pack.graph),
            ("documents", pack.documents),
            ("base-map", zipped_json(base.data)),
            *((f"claims-{number}", block) for number, block in enumerate(pack.claims)),
        ],
    )


def embedded_json(value: Any) -> Markup:
    """JSON that can stand in a ``<script>`` element, whatever the texts in it hold.

    >>> str(embedded_json("</script>&"))
    '"\\\\u003c/script\\\\u003e\\\\u0026"'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    return Markup(re.sub("[<>&\u2028\u2029\ud800-\udfff]", lambda m: f"\\u{ord(m[0]):04x}", text))


def _policy(scripts: list[str], style: str) -> str:
    """Content-Security-Policy: these scripts, this style, pictures from data; no request at all."""
    hashes = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _element_text(text: str, element: str) -> Markup:
    """Text of our own that may stand unescaped in a script or style element."""
    if re.search(rf"</{element}|<!--", text, re.IGNORECASE):
        raise TawthiqError(f"A {element} of the page would end too early.")
    return Markup(text)


@cache
def _asset(name: str) -> str:
    text = (files("tawthiq.view") / "static" / name).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n")


@cache
def _vis_network() -> str:
    """The library that draws the graph, as pyvis 0.3.2 brings it, without its pointer to a source map.

    A copy of ours, for what pyvis carries may change with its next version. Its style sheet is left out: it
    serves the library's own buttons, which the page does not use.
    """
    return re.sub(r"//# sourceMappingURL=.*", "", _asset("vis-network-9.1.2.min.js"))
