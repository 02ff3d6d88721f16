"""Whatever a graph holds, its Turtle says it to every reader."""

from __future__ import annotations

import io

import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from tawthiq.export.turtle import write_trig, write_turtle
from tawthiq.graph.namespaces import Namespace

ID = Namespace()
PREDICATE = "https://w3id.org/tawthiq/ontology#x"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
LANGUAGES = st.sampled_from(["ar", "en", "ar-sy", "zh-hant"])
DATATYPES = [
    *(str(rdflib.XSD[name]) for name in ("integer", "decimal", "boolean", "date", "string", "double")),
    "http://www.opengis.net/ont/geosparql#wktLiteral",
    "https://example.org/a(b)",
]
LITERALS = st.one_of(
    st.builds(Literal, TEXTS),
    st.builds(lambda text, tag: Literal(text, language=tag), TEXTS, LANGUAGES),
    st.builds(
        lambda text, kind: Literal(text, datatype=NamedNode(kind)),
        st.one_of(TEXTS, st.from_regex(r"[+-]?[0-9]*\.?[0-9]*", fullmatch=True)),
        st.sampled_from(DATATYPES),
    ),
)
NOT_IN_NAMES = ["Cs", "Cc", "Cn", "Co", "Zs", "Zl", "Zp"]
# Language tags (U+E0001 and on) are no characters of an IRI.
NAMES = st.text(
    st.characters(
        exclude_categories=NOT_IN_NAMES,  # type: ignore[arg-type]
        exclude_characters='<>"{}|^`\\%#[]',
        max_codepoint=0xDFFFF,
    )
)


def turtle(table: list[tuple[str, str, NamedNode | Literal]]) -> str:
    out = io.StringIO()
    write_turtle(table, ID.prefixes, out)
    return out.getvalue()


@given(st.lists(LITERALS, min_size=1, max_size=5))
def test_any_literal_survives(values: list[Literal]) -> None:
    read = list(
        parse(turtle([(ID.base + "a-1", PREDICATE, value) for value in values]), format=RdfFormat.TURTLE)
    )
    assert {t.object for t in read} == set(values)
    assert len(read) == len(set(values))


@given(st.lists(LITERALS, min_size=1, max_size=5))
def test_any_literal_survives_in_a_named_graph(values: list[Literal]) -> None:
    out = io.StringIO()
    write_trig({"http://e/g": [(ID.base + "a-1", PREDICATE, v) for v in values], "": []}, ID.prefixes, out)
    assert {q.object for q in parse(out.getvalue(), format=RdfFormat.TRIG)} == set(values)


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_any_text_survives_in_rdflib(values: list[str]) -> None:
    text = turtle([("http://e/a", PREDICATE, Literal(value, language="ar")) for value in values])
    assert {str(o) for o in rdflib.Graph().parse(data=text, format="turtle").objects()} == set(values)


@given(st.lists(NAMES, min_size=1, max_size=5))
def test_any_name_survives(names: list[str]) -> None:
    nodes = [NamedNode(ID.base + name) for name in names]
    text = turtle([(node.value, PREDICATE, node) for node in nodes])
    assert {t.object for t in parse(text, format=RdfFormat.TURTLE)} == set(nodes)
    graph = rdflib.Graph().parse(data=text, format="turtle")
    assert {str(s) for s in graph.subjects()} == {n.value for n in nodes}


def test_the_order_of_rows_and_repetitions_do_not_show() -> None:
    table: list[tuple[str, str, NamedNode | Literal]] = [
        (ID.base + "b", PREDICATE, Literal("2")), (ID.base + "a", PREDICATE, Literal("1", language="ar")),
        (ID.base + "a", PREDICATE, NamedNode(ID.base + "b")),
    ]  # fmt: skip
    assert turtle(table) == turtle([*reversed(table), *table])


def test_the_layout() -> None:
    type_ = NamedNode("https://w3id.org/tawthiq/ontology#Place")
    integer, boolean = NamedNode(str(rdflib.XSD.integer)), NamedNode(str(rdflib.XSD.boolean))
    text = turtle([
        (ID.base + "a", PREDICATE, Literal("7", datatype=integer)),
        (ID.base + "a", str(rdflib.RDFS.label), Literal("أ", language="ar")),
        (ID.base + "a", str(rdflib.RDF.type), type_),
        ("http://e/x,y", PREDICATE, Literal("true", datatype=boolean)),
    ])  # fmt: skip
    assert text == (
        "@prefix id: <https://w3id.org/tawthiq/id/> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix twq: <https://w3id.org/tawthiq/ontology#> .\n"
        "\n<http://e/x,y> twq:x true .\n"
        '\nid:a a twq:Place ;\n    rdfs:label "أ"@ar ;\n    twq:x 7 .\n'
    )
