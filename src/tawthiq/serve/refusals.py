"""What a query asks of the world beyond the graph, found out by the parser that will run it."""

from __future__ import annotations

import re
import secrets
import string
from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from tawthiq.errors import QueryError
from tawthiq.query.syntax import has_word, syntax_error


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that a query is asked of: IRIs that are merged as its default graph, IRIs for GRAPH."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


def examine(text: str, prefixes: Mapping[str, str]) -> Dataset | None:
    """The dataset that the query chooses with FROM, ``None`` if it chooses none.

    Nothing is run. Raises :class:`QueryError` for what is no query, and for SERVICE.

    Whether a word is the keyword or stands in a name, a string or a comment only a parser can tell, and
    Oxigraph's gives no syntax tree away. So it is asked with the word replaced by one that no grammar and
    no query knows: if that parses, the word was no keyword.
    """
    service, from_ = _unknown(7), _unknown(4)
    without_service = re.sub("service", service, text, flags=re.IGNORECASE)
    if _error(re.sub("from", from_, without_service, flags=re.IGNORECASE), prefixes) is None:
        return None
    reason = _error(without_service, prefixes)
    if reason is None:
        return _chosen(text, prefixes)
    if has_word(text, "service"):
        raise QueryError(
            "SERVICE asks another server, and Tawthiq works offline.",
            remedy="You can fix this by asking the graph alone, or by loading an export into a triple store.",
        )
    error = syntax_error(without_service, reason, prefixes)
    raise QueryError(error.message.replace(service, "SERVICE"), error.remedy)


def _unknown(length: int) -> str:
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(length))


def _error(text: str, prefixes: Mapping[str, str]) -> str | None:
    """Why the text does not parse as a query; ``None`` if it does."""
    try:
        ox.Store().query(text, prefixes=dict(prefixes))
    except SyntaxError as error:
        return str(error.msg or error)
    return None


def _chosen(text: str, prefixes: Mapping[str, str]) -> Dataset:
    """The graphs after FROM; Oxigraph reads them and does not tell, so RDFLib's parser is asked."""
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.algebra import translatePrologue
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        declared, query = parseQuery(text)
        prologue = translatePrologue(declared, None, dict(prefixes))
        clauses = query.datasetClause or ()
        return Dataset(
            tuple(str(prologue.absolutize(c.default)) for c in clauses if c.default),
            tuple(str(prologue.absolutize(c.named)) for c in clauses if c.named),
        )
    except (ParseBaseException, RecursionError, ValueError, TypeError) as error:
        raise QueryError(
            "This query cannot be asked with FROM.",
            remedy="You can fix this by leaving FROM out, and giving default-graph-uri with the request.",
        ) from error
