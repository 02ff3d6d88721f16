"""The stored queries: SPARQL files whose comments give their titles and parameters.

The head of such a file reads::

    # title@en: Attacks on bases
    # title@ar: الهجمات على القواعد
    # parameter place entity: only bases in this place
    # parameter since date-from: only attacks since this year, month or day

A parameter is a variable of the query that ``--set`` binds; left out, it stands for anything.
"""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tawthiq.errors import KnowledgeError, QueryError
from tawthiq.knowledge.paths import ontology_dir

_TITLE = re.compile(r"# title@(\w+): (.+)")
_PARAMETER = re.compile(r"# parameter (\w+) (entity|term|date-from|date-to|text): (.+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable of a query.

    ``kind`` is ``entity`` (a name or IRI), ``term`` (an event type, weapon or status of the ontology),
    ``date-from`` (an ISO date or a prefix of it, bound to its first instant as ``xsd:dateTime``), ``date-to``
    (the same, bound to the instant after its last) or ``text``.
    """

    name: str
    kind: str
    description: str


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """A query with its titles by language."""

    name: str
    titles: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    text: str


@lru_cache(maxsize=1)
def stored_queries() -> Mapping[str, StoredQuery]:
    """The stored queries by name, sorted. Raises :class:`KnowledgeError` for one without its titles."""
    files = sorted((ontology_dir() / "queries").glob("*.rq"))
    return {file.stem: read_query(file) for file in files}


def read_query(path: Path) -> StoredQuery:
    """A query from a file; only one of ``ontology/queries`` needs titles."""
    query = _parse(path.stem, path.read_text("utf-8-sig"))
    if path.parent == ontology_dir() / "queries" and not query.titles.keys() >= {"ar", "en"}:
        raise KnowledgeError(
            f"{path}: the query has no Arabic or no English title.",
            remedy="You can fix this by beginning it with the lines `# title@en: …` and `# title@ar: …`.",
        )
    return query


def _parse(name: str, text: str) -> StoredQuery:
    parameters = tuple(Parameter(*found) for found in _PARAMETER.findall(text))
    return StoredQuery(name, dict(_TITLE.findall(text)), parameters, text)


def find_query(query: str) -> StoredQuery:
    """The query that ``query`` is: the name of a stored one, a file, SPARQL, or ``-`` for standard input.

    Raises :class:`QueryError` for what is none of these.
    """
    stored = stored_queries()
    if query in stored:
        return stored[query]
    try:
        if query == "-":
            return _parse(query, sys.stdin.buffer.read().decode("utf-8-sig"))
        if _is_file(query):
            return read_query(Path(query))
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(
            f"{query}: cannot be read as a query ({error}).",
            remedy="You can fix this by giving SPARQL in UTF-8.",
        ) from error
    if re.search(r"[\s{]", query.strip()):
        return _parse("", query)
    close = _close(query, list(stored))
    raise QueryError(
        f"«{query}» is neither a stored query, nor a file, nor SPARQL.",
        remedy=(f"Did you mean {' or '.join(close)}? " if close else "")
        + "`tawthiq query --list` lists the stored queries.",
    )


def _close(query: str, stored: list[str]) -> list[str]:
    """Stored queries with a like name, then those with a word of it; three at most."""
    words = set(re.split(r"[-_]", query.lower()))
    like = difflib.get_close_matches(query.lower(), stored, n=3)
    return list(dict.fromkeys([*like, *(name for name in stored if words & set(name.split("-")))]))[:3]


def _is_file(path: str) -> bool:
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False
