"""Answers as tables for people and as files for programs."""

from __future__ import annotations

import csv
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TextIO

import pyoxigraph as ox

from tawthiq.errors import QueryError
from tawthiq.query.names import Names
from tawthiq.query.sparql import Answer
from tawthiq.text_table import table

_STANDARD = {"json": ox.QueryResultsFormat.JSON, "tsv": ox.QueryResultsFormat.TSV}
_NO_ROWS = '"bindings":[]}}'
_NUMBERS = ("integer", "decimal", "double")
#: So many rows of CSV are looked at before the first is written, to know which columns need labels.
AHEAD = 10_000
_MANY = 8
WORDS = {
    "ar": {"yes": "نعم", "no": "لا", "empty": "لا نتائج", "several": "{name} يشمل {n}", "more": "و{n} غيرها"},
    "en": {
        "yes": "yes", "no": "no", "empty": "no results", "several": "{name} covers {n}",
        "more": "and {n} more",
    },
}  # fmt: skip


def write_answer(answer: Answer, out: TextIO, err: TextIO, format_: str | None, language: str) -> bool:
    """Write what a query found; returns whether the answer is not «no» (``false`` of an ASK).

    ``format_`` is ``table``, ``csv``, ``json``, ``tsv`` or ``ttl``; ``None`` takes the one that fits.
    ``err`` is told of an empty answer and of names that mean several things. CSV, JSON and TSV are written
    while they are read. Raises :class:`QueryError` for a format that cannot hold such an answer.
    """
    results = answer.results
    if not isinstance(results, ox.QueryTriples) and format_ == "ttl":
        raise QueryError(
            "Turtle holds triples, and this query gives rows.",
            remedy="You can fix this with another --format, or with a CONSTRUCT query.",
        )
    for name, nodes in answer.ambiguous.items():
        err.write(_several(name, nodes, answer.names, language))
    if isinstance(results, ox.QueryBoolean):
        _write_boolean(results, out, format_ or "table", language)
        return bool(results)
    if isinstance(results, ox.QueryTriples):
        found = _write_triples(results, answer.names, out, format_ or "ttl")
    elif format_ in _STANDARD:
        found = _write_standard(results, out, format_)
    elif format_ == "csv":
        found = _write_csv(results, answer.names, out, language)
    else:
        found = _write_table(results, answer.names, out, language)
    if not found:
        out.flush()
        err.write(WORDS[language]["empty"] + "\n")
    return True


def _several(parameter: str, nodes: Sequence[ox.NamedNode], names: Names, language: str) -> str:
    words = WORDS[language]
    shown = [f"\n  {names.short(node)}  {names.name(node, language)}" for node in nodes[:_MANY]]
    more = f"\n  {words['more'].format(n=len(nodes) - _MANY)}" if len(nodes) > _MANY else ""
    return f"{words['several'].format(name=parameter, n=len(nodes))}:{''.join(shown)}{more}\n"


def _write_triples(triples: ox.QueryTriples, names: Names, out: TextIO, format_: str) -> bool:
    if format_ != "ttl":
        raise QueryError(
            f"The format {format_} holds rows, and this query gives triples.",
            remedy="You can fix this with --format ttl, or with a SELECT query.",
        )
    ordered = sorted(set(triples), key=str)
    used = {prefix: iri for prefix, iri in names.prefixes.items() if any(iri in str(t) for t in ordered)}
    data = ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=used)
    out.write((data or b"").decode())
    return bool(ordered)


def _write_boolean(result: ox.QueryBoolean, out: TextIO, format_: str, language: str) -> None:
    if format_ == "json":
        out.write((result.serialize(format=ox.QueryResultsFormat.JSON) or b"").decode() + "\n")
    elif format_ == "table":
        out.write(WORDS[language]["yes" if result else "no"] + "\n")
    else:
        out.write("true\n" if result else "false\n")


class _Written:
    """A sink for bytes that passes them on as text, and knows how many lines came and what came last."""

    def __init__(self, out: TextIO) -> None:
        self.lines = 0
        self.last = ""
        self._out = out
        self._decoder = getincrementaldecoder("utf-8")()

    def write(self, data: bytes) -> int:
        text = self._decoder.decode(data)
        self.lines += text.count("\n")
        self.last = (self.last + text)[-len(_NO_ROWS) :]
        self._out.write(text)
        return len(data)

    def flush(self) -> None:
        self._out.flush()


def _write_standard(results: ox.QuerySolutions, out: TextIO, format_: str) -> bool:
    written = _Written(out)
    results.serialize(written, format=_STANDARD[format_])  # type: ignore[arg-type]
    if format_ == "json":
        out.write("\n")
        return written.last != _NO_ROWS
    return written.lines > 1


def _write_table(results: ox.QuerySolutions, names: Names, out: TextIO, language: str) -> bool:
    header = [variable.value for variable in results.variables]
    rows = [list(solution) for solution in results]
    cells = [["" if term is None else _shown(term, names, language) for term in row] for row in rows]
    right = [i for i in range(len(header)) if rows and all(_is_number(row[i]) for row in rows)]
    out.write(table(header, cells, right) + "\n")
    return bool(rows)


def _write_csv(results: ox.QuerySolutions, names: Names, out: TextIO, language: str) -> bool:
    """Rows as CSV; after each column with IRIs comes one with their labels."""
    rows = (list(solution) for solution in results)
    first = list(islice(rows, AHEAD))
    header = [variable.value for variable in results.variables]
    labelled = [any(isinstance(row[i], ox.NamedNode) for row in first) for i in range(len(header))]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_paired(zip(header, (f"{name}_label" for name in header), labelled, strict=True)))
    for row in chain(first, rows):
        labels = (_label(term, names, language) for term in row)
        writer.writerow(_paired(zip(map(_plain, row), labels, labelled, strict=True)))
    return bool(first)


def _paired(cells: Iterable[tuple[str, str, bool]]) -> Iterator[str]:
    for cell, label, labelled in cells:
        yield cell
        if labelled:
            yield label


def _label(term: object, names: Names, language: str) -> str:
    return (names.label(term, language) if isinstance(term, ox.NamedNode) else None) or ""


def _plain(term: object) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode) else str(term)


def _shown(term: object, names: Names, language: str) -> str:
    return names.name(term, language) if isinstance(term, ox.NamedNode) else _plain(term)


def _is_number(term: object) -> bool:
    return isinstance(term, ox.Literal) and term.datatype.value.endswith(_NUMBERS)
