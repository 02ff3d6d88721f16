"""The sentence around a quote: what the article says right before and after the words of a claim."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import networkx as nx
from pyoxigraph import Literal, Store

from tawthiq.graph.namespaces import SCHEMA, term

REACH = 280
"""Characters on each side beyond which a sentence is cut."""

_IDENTIFIER, _BODY = term(SCHEMA + "identifier"), term(SCHEMA + "articleBody")
_END = re.compile(r"[.!؟?…](?=[\s\"»”)\]]|$)[\"»”)\]]*|\n")
_MARKS = (".", "!", "؟", "?", "…")
_CUT = "… "


def texts(store: Store) -> Iterator[tuple[str, str]]:
    """The articles of a store one after the other: id and text as read."""
    for quad in store.quads_for_pattern(None, _BODY, None, None):
        names = [q.object for q in store.quads_for_pattern(quad.subject, _IDENTIFIER, None, None)]
        if names and isinstance(names[0], Literal) and isinstance(quad.object, Literal):
            yield names[0].value, quad.object.value


def tell_sentences(network: nx.MultiDiGraph[str], articles: Iterable[tuple[str, str]]) -> None:
    """Give each claim of a projection ``before`` and ``after``: the rest of the sentence of its quote.

    ``articles`` are pairs of id and text, read once. A claim whose article is not among them, or whose quote
    does not stand where it says, gets nothing.
    """
    waiting: dict[str, dict[int, dict[str, Any]]] = {}
    for evidence in _evidence(network):
        for claim in evidence:
            waiting.setdefault(claim["document"], {})[id(claim)] = claim
    for document, text in articles:
        for claim in waiting.pop(document, {}).values():
            start, end = claim["start"], claim["end"]
            if text[start:end] == claim["quote"]:
                claim["before"], claim["after"] = around(text, start, end)


def _evidence(network: nx.MultiDiGraph[str]) -> Iterator[list[dict[str, Any]]]:
    for _, data in network.nodes(data=True):
        yield data.get("evidence", [])
    for _, _, data in network.edges(data=True):
        yield data.get("evidence", [])


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands in the sentence before ``start`` and after ``end``, spaces as in the text.

    >>> around("قبل. قال الجيش إنه قصف القرية أمس. بعد.", 19, 29)
    ('قال الجيش إنه ', ' أمس.')
    """
    first = max(0, start - REACH)
    ends = [m.end() for m in _END.finditer(text, first, start)]
    before = text[ends[-1] if ends else first : start].lstrip()
    if not ends and first:
        before = _CUT + before.partition(" ")[2]
    last = min(len(text), end + REACH)
    if text[start:end].rstrip('"»”)]')[-1:] in _MARKS:
        return before, ""
    closed = _END.search(text, end, last)
    after = text[end : closed.end() if closed else last]
    if not closed and last < len(text):
        after = after.rpartition(" ")[0] + " …"
    return before, after.rstrip()
