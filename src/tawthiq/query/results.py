"""Answers as tables for people and as files for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import TextIO

import pyoxigraph as ox

from tawthiq.errors import QueryError
from tawthiq.query.names import Names
from tawthiq.query.sparql import Answer
from tawthiq.text_table import table

_STANDARD = {"json": ox.QueryResultsFormat.JSON, "tsv": ox.QueryResultsFormat.TSV}
_NUMBERS = ("integer", "decimal", "double")


def write_answer(answer: Answer, out: TextIO, format_: str | None, language: str) -> bool:
    """Write what a query found; returns whether the answer is not «no» (``false`` of an ASK).

    ``format_`` is ``table``, ``csv``, ``json``, ``tsv`` or ``ttl``; ``None`` takes the one that fits.
    Raises :class:`QueryError` for a format that cannot hold such an answer.
    """
    results = answer.results
    if isinstance(results, ox.QueryTriples):
        _write_triples(results, answer.names, out, format_ or "ttl")
        return True
    format_ = format_ or "table"
    if format_ == "ttl":
        raise QueryError(
            "Turtle holds triples, and this query gives rows.",
            remedy="You can fix this with another --format, or with a CONSTRUCT query.",
        )
    if isinstance(results, ox.QueryBoolean):
        _write_boolean(results, out, format_, language)
        return bool(results)
    if format_ in _STANDARD:
        out.write(_text(results.serialize(format=_STANDARD[format_])))
        out.write("\n" if format_ == "json" else "")
    else:
        _write_rows(results, answer.names, out, format_, language)
    return True


def _write_triples(triples: ox.QueryTriples, names: Names, out: TextIO, format_: str) -> None:
    if format_ != "ttl":
        raise QueryError(
            f"The format {format_} holds rows, and this query gives triples.",
            remedy="You can fix this with --format ttl, or with a SELECT query.",
        )
    ordered = sorted(set(triples), key=str)
    used = {prefix: iri for prefix, iri in names.prefixes.items() if any(iri in str(t) for t in ordered)}
    data = ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=used)
    out.write(_text(data))


def _text(data: bytes | None) -> str:
    return (data or b"").decode()


def _write_boolean(result: ox.QueryBoolean, out: TextIO, format_: str, language: str) -> None:
    if format_ == "json":
        out.write(_text(result.serialize(format=ox.QueryResultsFormat.JSON)) + "\n")
    elif format_ == "table":
        words = ("نعم", "لا") if language == "ar" else ("yes", "no")
        out.write(words[0 if result else 1] + "\n")
    else:
        out.write("true\n" if result else "false\n")


def _write_rows(results: ox.QuerySolutions, names: Names, out: TextIO, format_: str, language: str) -> None:
    header = [variable.value for variable in results.variables]
    rows = [list(solution) for solution in results]
    if format_ == "csv":
        out.write(_csv(header, rows, names, language))
        return
    cells = [["" if term is None else _shown(term, names, language) for term in row] for row in rows]
    right = [i for i in range(len(header)) if rows and all(_is_number(row[i]) for row in rows)]
    out.write(table(header, cells, right) + "\n")
    if not rows:
        out.write("لا نتائج\n" if language == "ar" else "no results\n")


def _csv(header: Sequence[str], rows: Sequence[Sequence[object]], names: Names, language: str) -> str:
    """Rows as CSV; after each column with IRIs comes one with their labels."""
    labelled = [any(isinstance(row[i], ox.NamedNode) for row in rows) for i in range(len(header))]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([c for name, more in zip(header, labelled, strict=True) for c in _pair(name, more)])
    for row in rows:
        cells: list[str] = []
        for term, more in zip(row, labelled, strict=True):
            cells.append(_plain(term))
            if more:
                cells.append(names.label(term, language) or "" if isinstance(term, ox.NamedNode) else "")
        writer.writerow(cells)
    return out.getvalue()


def _pair(name: str, labelled: bool) -> list[str]:
    return [name, f"{name}_label"] if labelled else [name]


def _plain(term: object) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode) else str(term)


def _shown(term: object, names: Names, language: str) -> str:
    return names.name(term, language) if isinstance(term, ox.NamedNode) else _plain(term)


def _is_number(term: object) -> bool:
    return isinstance(term, ox.Literal) and term.datatype.value.endswith(_NUMBERS)
