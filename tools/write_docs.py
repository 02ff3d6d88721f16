"""Write what the documentation takes from elsewhere: the ontology, the stored queries, and real runs.

``docs/ontology.md`` comes from ``ontology/tawthiq.ttl`` and ``docs/queries.md`` from ``ontology/queries``.
In the ``console`` blocks of ``README.md`` and ``docs/queries.md`` each line that begins with ``$`` is run in
a shell, with a graph of the example articles in ``output/demo``; what it prints stands below it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

from tawthiq import pipeline
from tawthiq.knowledge.schema import TWQ, Schema
from tawthiq.query.stored import StoredQuery, stored_queries

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
ONTOLOGY = ROOT / "docs" / "ontology.md"
QUERIES = ROOT / "docs" / "queries.md"
TURTLE = ROOT / "ontology" / "tawthiq.ttl"

_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
_RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"


# ---- what commands print


def with_outputs(text: str, folder: Path) -> str:
    """``text`` with the commands of its ``console`` blocks run in ``folder`` and their output below them."""
    return _BLOCK.sub(lambda block: "".join(_shown(c, folder) for c in commands(block[0])), text)


def commands(block: str) -> list[str]:
    """The commands of a ``console`` block; an open quotation or a final backslash goes on below."""
    lines = iter(block.splitlines())
    found = []
    for line in lines:
        if line.startswith("$ "):
            while line.endswith("\\") or line.count('"') % 2:
                line += "\n" + next(lines)
            found.append(line[2:])
    return found


def environment() -> dict[str, str]:
    """The environment in which ``tawthiq`` is the one beside this Python."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    return {**os.environ, "PATH": path, "LC_ALL": "C.UTF-8"}


def _shown(command: str, folder: Path) -> str:
    done = subprocess.run(
        command, shell=True, cwd=folder, env=environment(), encoding="utf-8", timeout=120,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    if "Traceback" in done.stdout:
        raise RuntimeError(f"{command}\n{done.stdout}")
    output = "\n".join(line.rstrip() for line in done.stdout.splitlines())
    return f"$ {command}\n{output}\n" if output else f"$ {command}\n"


def work_folder(folder: Path, demo: Path) -> None:
    """Make ``folder`` look like a checkout in which ``make demo`` has run; ``demo`` is its graph."""
    (folder / "output").mkdir()
    (folder / "output" / "demo").symlink_to(demo.resolve())
    for name in ("examples", "ontology"):
        (folder / name).symlink_to(ROOT / name)


# ---- the ontology


def ontology_page() -> str:
    return _joined(_ontology_parts(_Terms()))


class _Terms:
    """The terms of the ontology with what the page says of each."""

    def __init__(self) -> None:
        self.schema = Schema.load(TURTLE)
        self._store = ox.Store()
        self._store.load(path=str(TURTLE), format=ox.RdfFormat.TURTLE)

    def of_kind(self, kind: str) -> list[str]:
        node = ox.NamedNode(kind if ":" in kind else TWQ + kind)
        found = {q.subject for q in self._store.quads_for_pattern(None, _RDF_TYPE, node)}
        return [name for name in self.schema.terms if ox.NamedNode(TWQ + name) in found]

    def values(self, name: str, predicate: str) -> list[str]:
        quads = self._store.quads_for_pattern(ox.NamedNode(TWQ + name), ox.NamedNode(predicate), None)
        return sorted(_short(q.object.value) for q in quads if isinstance(q.object, ox.NamedNode))

    def told(self, name: str) -> list[str]:
        """Name, Arabic label and definition, as cells of a table."""
        return [f"`{name}`", self.schema.labels(name)["ar"], self.schema.definition(name)["en"]]

    def below(self, top: str) -> Iterator[tuple[int, str]]:
        """The classes below ``top`` with their depth, each once, in the order of the file."""
        return self._walk(top, 0, set())

    def _walk(self, top: str, depth: int, seen: set[str]) -> Iterator[tuple[int, str]]:
        for name in self.of_kind(_OWL + "Class"):
            if top in self.values(name, _RDFS + "subClassOf") and name not in seen:
                seen.add(name)
                yield depth, name
                yield from self._walk(name, depth + 1, seen)


def _ontology_parts(terms: _Terms) -> Iterator[str]:
    schema = terms.schema
    yield "# The ontology"
    yield _written_by("`ontology/tawthiq.ttl`, where the Arabic definitions stand too")
    yield (
        "The namespace is `https://w3id.org/tawthiq/ontology#`, prefix `twq:`. It is OWL 2 RL. What it has "
        "in common with SEM, PROV-O, GeoSPARQL, schema.org, PLOVER, ACLED, CAMEO, Wikidata and "
        "FollowTheMoney stands in `ontology/alignments.ttl`; what a graph has to keep to, in "
        "`ontology/shapes.ttl`."
    )
    yield "## Events"
    yield (
        "A type stands below its more general one. *Takes* says what is expected in each role beside any "
        "actor and any place; *edge* is the direct edge from actor to target that an actual event gives."
    )
    yield _table(("type", "", "edge", "takes", "definition"), (_event_row(terms, *t) for t in _events(terms)))
    yield f"`AggregateEvent`: {schema.definition('AggregateEvent')['en']}"
    yield "## Actors, places and things"
    rows = ([_indented(*t), *terms.told(t[1])[1:]] for t in terms.below("Entity"))
    yield _table(("class", "", "definition"), rows)
    yield "## Reports, and what they rest on"
    others = [
        name
        for name in terms.of_kind(_OWL + "Class")
        if not {"Event", "Entity", "Word"} & {name, *schema.ancestors(name)}
    ]
    yield _table(("class", "", "definition"), map(terms.told, others))
    yield "## Words"
    yield (
        "A user's own file can teach words, which are no part of a graph; "
        "[extraction.md](extraction.md) says how, and `examples/own_words.ttl` shows it."
    )
    yield _table(("class", "", "definition"), map(terms.told, schema.word_types))
    for title, kind in (
        ("Statuses", "Status"), ("How exact a time is", "Precision"), ("Weapons", "Weapon"),
    ):  # fmt: skip
        yield f"## {title}"
        yield _table(("individual", "", "definition"), map(terms.told, terms.of_kind(kind)))
    yield from _property_parts(terms)


def _events(terms: _Terms) -> Iterator[tuple[int, str]]:
    return ((depth, name) for depth, name in terms.below("Event") if name in terms.schema.event_types)


def _event_row(terms: _Terms, depth: int, name: str) -> list[str]:
    frame = terms.schema.frame(name)
    takes = [
        f"{role}: {', '.join(expected)}"
        for role, expected in frame.roles.items()
        if role not in ("actor", "place") or expected not in (("Actor",), ("Place",))
    ]
    _, label, definition = terms.told(name)
    edge = f"`{frame.edge}`" if frame.edge else "–"
    return [_indented(depth, name), label, edge, "; ".join(takes), definition]


def _property_parts(terms: _Terms) -> Iterator[str]:
    edges = set(terms.schema.edges)
    yield "## Properties"
    for title, kind in (("To other nodes", "ObjectProperty"), ("To values", "DatatypeProperty")):
        rows = (
            [*terms.told(name), _domain(terms, name)]
            for name in terms.of_kind(_OWL + kind)
            if name not in edges
        )
        yield f"### {title}"
        yield _table(("property", "", "definition", "from → to"), rows)
    yield "## Direct edges"
    yield "Derived from actual events by the rules in `ontology/rules`, never written by hand."
    symmetric = set(terms.of_kind(_OWL + "SymmetricProperty"))
    rows = ([*terms.told(name), "yes" if name in symmetric else ""] for name in terms.schema.edges)
    yield _table(("edge", "", "definition", "both ways"), rows)
    yield "## Annotations"
    yield "They steer the derivation and say what a frame expects."
    yield _table(
        ("annotation", "", "definition"), map(terms.told, terms.of_kind(_OWL + "AnnotationProperty"))
    )


def _domain(terms: _Terms, name: str) -> str:
    sides = [", ".join(terms.values(name, _RDFS + side)) or "any" for side in ("domain", "range")]
    return "" if sides == ["any", "any"] else " → ".join(sides)


def _short(iri: str) -> str:
    return iri.removeprefix(TWQ).replace("http://www.w3.org/2001/XMLSchema#", "xsd:")


def _indented(depth: int, name: str) -> str:
    return "&emsp;" * depth + f"`{name}`"


# ---- the stored queries


def queries_page() -> str:
    """The page without the output of its commands."""
    return _joined(_query_parts(stored_queries().values()))


def _query_parts(queries: Iterable[StoredQuery]) -> Iterator[str]:
    yield "# The stored queries"
    yield _written_by("the heads of the files in `ontology/queries`")
    yield (
        "A stored query is asked by its name. `--set NAME=VALUE` binds a parameter, and a name may be given "
        "as an article spells it; a parameter that is left out stands for anything. A query of your own is a "
        "file with SPARQL: `tawthiq query output/demo my.rq`. The answers below are those of the example "
        "articles, which are invented."
    )
    for query in queries:
        yield f"## {query.name}"
        yield f"{query.titles['en']}. — {query.titles['ar']}."
        notes = [n.removeprefix("# ") for n in query.text.splitlines() if n.startswith("# ") and _is_note(n)]
        if notes:
            yield " ".join(notes)
        if query.parameters:
            yield "\n".join(f"- `--set {p.name}=…`: {p.description}" for p in query.parameters)
        yield f"```console\n$ tawthiq query output/demo {query.name} | head -n 8\n```"


def _is_note(line: str) -> bool:
    return not line.startswith(("# title@", "# parameter "))


# ---- Markdown


def _written_by(source: str) -> str:
    return f"This page is written by `tools/write_docs.py` from {source}. `make docs` writes it anew."


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(parts) + "\n"


def pages() -> dict[Path, Callable[[], str]]:
    """File → what stands in it before the commands of its ``console`` blocks are run."""
    return {README: lambda: README.read_text("utf-8"), ONTOLOGY: ontology_page, QUERIES: queries_page}


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        demo = Path(name) / "demo"
        pipeline.build([str(ROOT / "examples" / "articles.jsonl")], demo)
        for path, page in pages().items():
            work = Path(name) / path.stem
            work.mkdir()
            work_folder(work, demo)
            path.write_text(with_outputs(page(), work), "utf-8")


if __name__ == "__main__":
    main()
