"""On which line of a Turtle file something is said: parsers tell the lines of syntax errors only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

Key = tuple[str, str, str]
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_TOKEN = re.compile(
    r"""
      (?P<skipped>  \s+ | \#[^\n]* )
    | (?P<text>     (?: \"{3}(?:\\.|"{0,2}(?:[^"\\]))*"{3} | '{3}(?:\\.|'{0,2}(?:[^'\\]))*'{3}
                      | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' )
                    (?: @[A-Za-z][A-Za-z0-9-]* | \^\^(?:<[^>]*>|[^\s;,.\[\]()]+) )? )
    | (?P<iri>      <[^>\s]*> )
    | (?P<name>     (?: [^\s;,\[\]()"'<>.\\\#] | \\. | \.(?=\d) )
                    (?: [^\s;,\[\]()"'<>.\\\#] | \\. | \.(?![\s;,\[\]()"'<>\#]|\Z) )* )
    | (?P<mark>     [;.,\[\]()] )
    | (?P<other>    . )
    """,
    re.VERBOSE | re.DOTALL,
)


def line_of(path: Path, subject: str, predicate: str = "", value: str = "") -> int:
    """Line, from 1, of the first statement of these IRIs, ``value`` being its object's.

    What is empty does not count; what is not found neither, from the last one on. 0 if the subject
    stands nowhere in the file, or the file cannot be read.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, ValueError):
        return 0
    lines = _Lines(text).lines
    for key in ((subject, predicate, value), (subject, predicate, ""), (subject, "", "")):
        if key in lines:
            return lines[key]
    return 0


class _Lines:
    """Where subjects, predicates and IRIs as objects stand in a Turtle text that a parser has accepted."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Key, int] = {}
        self._prefixes: dict[str, str] = {}
        self._base = ""
        tokens = _tokens(text)
        for kind, word, line in tokens:
            if word.lower() in ("@prefix", "prefix", "@base", "base"):
                self._declare(word.lower().lstrip("@"), tokens, word.startswith("@"))
            elif kind in ("iri", "name"):
                self._statements(self._iri(kind, word), line, tokens)
            else:
                self._statements("", line, tokens, depth=1 if word in "[(" else 0)

    def _declare(self, what: str, tokens: Iterator[tuple[str, str, int]], dotted: bool) -> None:
        name = next(tokens, ("", "", 0))[1] if what == "prefix" else ""
        iri = self._iri("iri", next(tokens, ("", "", 0))[1])
        if what == "prefix":
            self._prefixes[name] = iri
        else:
            self._base = iri
        if dotted:
            next(tokens, None)

    def _statements(
        self, subject: str, line: int, tokens: Iterator[tuple[str, str, int]], depth: int = 0
    ) -> None:
        """Note what is said of one subject, up to the full stop."""
        predicate = ""
        self.lines.setdefault((subject, "", ""), line)
        for kind, word, here in tokens:
            if kind == "mark":
                depth += {"[": 1, "(": 1, "]": -1, ")": -1}.get(word, 0)
                if word == "." and depth <= 0:
                    return
                if word == ";" and depth <= 0:
                    predicate = ""
            elif depth <= 0 and not predicate:
                predicate = _TYPE if word == "a" else self._iri(kind, word)
                self.lines.setdefault((subject, predicate, ""), here)
            elif depth <= 0:
                self.lines.setdefault((subject, predicate, self._iri(kind, word)), here)

    def _iri(self, kind: str, word: str) -> str:
        if kind == "iri":
            return urljoin(self._base, word[1:-1]) if self._base else word[1:-1]
        prefix, colon, local = word.partition(":")
        if kind != "name" or not colon:
            return word
        return self._prefixes.get(prefix + colon, prefix + colon) + re.sub(r"\\(.)", r"\1", local)


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    """(kind, text, line) of what is no white space and no comment."""
    line = 1
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind != "skipped":
            yield kind, match.group(), line
        line += match.group().count("\n")
