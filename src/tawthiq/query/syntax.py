"""The text of a query: what of it is code, what it may not ask, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product

import pyoxigraph as ox

from tawthiq.errors import QueryError

_NO_CODE = re.compile(
    r"""<[^<>"{}|^`\\\s]*>|'''(?:[^\\]|\\.)*?'''|\"\"\"(?:[^\\]|\\.)*?\"\"\"|'(?:[^'\\\n]|\\.)*'"""
    r"""|"(?:[^"\\\n]|\\.)*"|\#[^\n]*""",
    re.DOTALL,
)
_DECLARED = re.compile(r"\bPREFIX\s+([\w.-]*):", re.IGNORECASE)
_PREFIXED = re.compile(r"(?<![\w?$:.@-])([A-Za-z][\w-]*):(?=[\w\\%])")
_POSITION = re.compile(r"error at (\d+):(\d+)(?:: (.*))?", re.DOTALL)
_SELECT = re.compile(r"(?<![\w?$:-])SELECT\b\s*(DISTINCT\b)?", re.IGNORECASE)
_COUNT = re.compile(r"(?<![\w?$:-])(?:COUNT|SUM|AVG|GROUP_CONCAT)\s*\(\s*(DISTINCT\b)?", re.IGNORECASE)
_OTHER_FORM = re.compile(r"(?<![\w?$:-])(?:CONSTRUCT|DESCRIBE)\b(?!:)", re.IGNORECASE)
_NEVER_TWICE = re.compile(r"(?<![\w?$:-])(?:RAND|UUID|STRUUID|BNODE|SAMPLE)\s*\(", re.IGNORECASE)
_CLOSING = {"]": "[", ")": "(", "}": "{"}
_LONG = 160


def code(text: str) -> str:
    """The query with blanks for its IRIs, strings and comments; everything else stays where it is.

    >>> code("ASK { ?x <a:from> 'from' } # from")
    'ASK { ?x                 }       '
    """
    return _NO_CODE.sub(lambda part: re.sub(r"[^\n]", " ", part[0]), text)


def has_word(text: str, word: str) -> bool:
    """Whether ``word`` is a keyword of the query, in any case.

    >>> has_word("SELECT ?from { ?from a twq:from }", "from"), has_word("select * from <a:b> {}", "from")
    (False, True)
    """
    return bool(re.search(rf"(?<![\w?$:-]){word}(?![\w:-])", code(text), flags=re.IGNORECASE))


def repetitions_show(text: str) -> bool:
    """Whether an answer may change if triples are found more than once.

    It cannot where all rows and all that is counted are DISTINCT. When in doubt, the answer is that it may.

    >>> repetitions_show("SELECT ?x { ?x a ?y }"), repetitions_show("SELECT DISTINCT ?x { ?x a ?y }")
    (True, False)
    >>> repetitions_show("SELECT (COUNT(?x) AS ?n) { ?x a ?y }")
    True
    >>> repetitions_show("SELECT ?y (COUNT(DISTINCT ?x) AS ?n) { ?x a ?y } GROUP BY ?y")
    False
    """
    plain = code(text)
    selects, counts = _SELECT.findall(plain), _COUNT.findall(plain)
    if not selects or _OTHER_FORM.search(plain) or _NEVER_TWICE.search(plain) or not all(counts):
        return True
    grouped = len(selects) == 1 and (bool(counts) or has_word(plain, "group"))
    return not (all(selects) or grouped)


def check(text: str, prefixes: Mapping[str, str]) -> None:
    """Raise :class:`QueryError` for what is no SPARQL query, and for one that looks beyond the graph.

    Whether a word is the keyword SERVICE or FROM only a parser can tell. So Oxigraph's is asked with words in
    their place that no grammar knows: what still parses holds no such keyword. The text itself is not tried,
    since trying is running.
    """
    other = {word: _unknown(text, len(word)) for word in ("service", "from")}
    plain = re.sub("service|from", lambda found: other[found[0].lower()], text, flags=re.IGNORECASE)
    try:
        ox.Store().query(plain, prefixes=dict(prefixes))
        return
    except SyntaxError as error:
        reason = str(error.msg or error)
    if has_word(text, "service"):
        raise QueryError(
            "SERVICE asks another server, and Tawthiq works offline.",
            remedy="You can fix this by asking the graph alone, or by loading an export into a triple store.",
        )
    if has_word(text, "from"):
        raise QueryError(
            "FROM chooses what is asked, and a query here is asked of the whole graph.",
            remedy="You can fix this by leaving FROM out; GRAPH ?g { … } tells one part from another.",
        )
    found = syntax_error(plain, reason, prefixes)
    message = found.message
    for word, unknown in other.items():
        message = message.replace(unknown, word.upper())
    raise QueryError(message, found.remedy)


def _unknown(text: str, length: int) -> str:
    """A word of this length that the text does not hold."""
    words = map("".join, product("qzxj", repeat=length))
    return next(word for word in words if word not in text.lower())


def syntax_error(text: str, reason: str, prefixes: Mapping[str, str]) -> QueryError:
    """What is wrong with a text that the parser refused for ``reason``, in plain words."""
    declared = {*prefixes, *_DECLARED.findall(text)}
    for prefix in _PREFIXED.findall(code(text)):
        if prefix not in declared:
            return QueryError(
                f"The prefix {prefix}: is not declared.",
                remedy=f"You can fix this by beginning the query with PREFIX {prefix}: <…> .",
            )
    found = _bracket(text) or _parsed(reason)
    lines = text.splitlines()
    if found and found[0] <= len(lines):
        line, column, what = found
        reason = f"error at {line}:{column}, {what}.\n  {lines[line - 1]}\n  {' ' * (column - 1)}^\n"
    else:
        reason += "."
    return QueryError(
        f"This is not valid SPARQL: {reason}",
        remedy="You can fix this by correcting the query; it can only read, not change the graph.",
    )


def _bracket(text: str) -> tuple[int, int, str] | None:
    """Line, column and fault of the first closing bracket that does not fit; the parser may not name it."""
    opened: list[tuple[str, int, int]] = []
    for number, line in enumerate(code(text).splitlines(), 1):
        for found in re.finditer(r"[][(){}]", line):
            sign, column = found[0], found.start() + 1
            if sign not in _CLOSING:
                opened.append((sign, number, column))
            elif not opened:
                return number, column, f"this {sign} closes nothing"
            elif opened[-1][0] != _CLOSING[sign]:
                before, *there = opened[-1]
                return number, column, f"this {sign} cannot close the {before} at {there[0]}:{there[1]}"
            else:
                opened.pop()
    return None


def _parsed(reason: str) -> tuple[int, int, str] | None:
    place = _POSITION.match(reason)
    return (int(place[1]), int(place[2]), _short(place[3] or "")) if place else None


def _short(expected: str) -> str:
    """What the parser expected, without its sets of characters; keywords alone lead people astray."""
    plain = re.sub(r"\[[^\]]*\](?:'\])?(?:, )?", "", " ".join(expected.split()))
    helps = '"' in plain and len(plain) <= _LONG
    return plain.rstrip(", ") if helps else "something is missing or misspelt at or before this"
