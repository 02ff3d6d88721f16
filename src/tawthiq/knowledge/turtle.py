"""Turtle files read triple by triple; what is wrong with one is told with file, line and remedy."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from pathlib import Path

import pyoxigraph as ox

from tawthiq.errors import KnowledgeError
from tawthiq.knowledge.turtle_lines import line_of

TWQ = "https://w3id.org/tawthiq/ontology#"
_BOM = b"\xef\xbb\xbf"
_PLACE = re.compile(r"^Parser error (?:at|between) line \d+(?: columns?| between columns)? ?[^:]*: ")


def read_triples(path: Path) -> Iterator[ox.Triple]:
    """The triples of a Turtle file, in its order.

    Raises :class:`KnowledgeError` for a file that cannot be read or is no Turtle, with the line.
    """
    try:
        content = path.read_bytes().removeprefix(_BOM)
        yield from ox.parse(input=content, format=ox.RdfFormat.TURTLE)
    except SyntaxError as error:
        raise KnowledgeError(
            f"{path}, line {error.lineno}: this is not valid Turtle: {_PLACE.sub('', error.msg)}.",
            "You can fix this by correcting the line, or the end of the one before it.",
        ) from error
    except (OSError, ValueError) as error:
        raise KnowledgeError(
            f"{path}: this file cannot be read ({error}).",
            "You can fix this by giving a Turtle file in UTF-8.",
        ) from error


def wrong(
    path: Path, subject: str, what: str, remedy: str, predicate: str = "", value: str = ""
) -> KnowledgeError:
    """The error that ``what`` is wrong with a subject, where its file speaks of the predicate and value."""
    line = line_of(path, subject, predicate, value)
    where = f"{path}, line {line}" if line else str(path)
    return KnowledgeError(f"{where}: <{subject}> {what}.", f"You can fix this by {remedy}.")


def suggestion(name: str, known: Collection[str], form: str = "twq:{}") -> str:
    """«, perhaps twq:Shelling» for a name that is nearly a known one, else nothing."""
    near = get_close_matches(name, known, n=1, cutoff=0.75)
    return f", perhaps {form.format(near[0])}" if near else ""


def check_terms(path: Path, terms: Collection[str]) -> None:
    """See to it that a user's file uses no term of the ontology that there is not.

    Raises :class:`KnowledgeError` for the first misspelt class, property or individual.
    """
    known = frozenset(terms)
    for triple in read_triples(path):
        if not isinstance(triple.subject, ox.NamedNode):
            continue
        for node in (triple.predicate, triple.object):
            if not isinstance(node, ox.NamedNode) or not node.value.startswith(TWQ):
                continue
            name = node.value.removeprefix(TWQ)
            if name in known:
                continue
            raise wrong(
                path, triple.subject.value, f"has twq:{name}, which is no term of the ontology",
                f"taking a term of docs/ontology.md{suggestion(name, known)}",
                triple.predicate.value, node.value if node is triple.object else "",
            )  # fmt: skip
