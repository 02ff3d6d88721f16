"""A graph as an rdflib Dataset, for those who script with rdflib."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import rdflib
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from tawthiq.errors import InputError
from tawthiq.graph.namespaces import XSD, Namespace
from tawthiq.store.opening import snapshot

_Node = rdflib.URIRef | rdflib.Literal | rdflib.BNode


def open_dataset(path: str | os.PathLike[str]) -> rdflib.Dataset:
    """All named graphs of a build, of its store or of an RDF file as one rdflib Dataset in memory.

    The Dataset is a copy: what is changed in it changes no file. Its queries and ``triples`` see all graphs
    as one; ``dataset.graph(iri)`` is one of them, and the prefixes are bound.

    It has its price. Each statement becomes objects of Python, which takes some 50 microseconds and two
    kilobytes: a minute and two gigabytes for a million. Queries take 15 to 100 times longer than by
    pyoxigraph; :func:`tawthiq.open` or :func:`tawthiq.store.open_graph` do better there.

    Raises :class:`InputError` for a path without a graph, or a graph with triple terms (RDF 1.2), which
    rdflib does not know, and :class:`StoreError` for a broken store.
    """
    dataset = rdflib.Dataset(default_union=True)
    with snapshot(Path(path)) as store:
        for prefix, iri in Namespace.of(store).prefixes.items():
            dataset.bind(prefix, iri, replace=True)
        dataset.addN(_quads(store, dataset))
    return dataset


def _quads(store: Store, dataset: rdflib.Dataset) -> Iterator[tuple[_Node, _Node, _Node, rdflib.Graph]]:
    known: dict[object, _Node] = {}
    graphs: dict[object, rdflib.Graph] = {DefaultGraph(): dataset.graph(DATASET_DEFAULT_GRAPH_ID)}
    for quad in store:
        if quad.graph_name not in graphs:
            graphs[quad.graph_name] = dataset.graph(_node(quad.graph_name, known))
        yield *_triple(quad, known), graphs[quad.graph_name]


def _triple(quad: Quad, known: dict[object, _Node]) -> tuple[_Node, _Node, _Node]:
    return _node(quad.subject, known), _node(quad.predicate, known), _node(quad.object, known)


def _node(node: object, known: dict[object, _Node]) -> _Node:
    """The term as rdflib has it; IRIs, which come again and again, are made once."""
    if isinstance(node, Literal):
        if node.language:
            return rdflib.Literal(node.value, lang=node.language)
        kind = None if node.datatype.value == XSD + "string" else rdflib.URIRef(node.datatype.value)
        return rdflib.Literal(node.value, datatype=kind, normalize=False)
    if isinstance(node, Triple):
        raise InputError(
            "rdflib does not know triple terms (RDF 1.2).",
            remedy="You can fix this by opening an export without --rdf12.",
        )
    if node not in known:
        assert isinstance(node, NamedNode | BlankNode)
        known[node] = rdflib.URIRef(node.value) if isinstance(node, NamedNode) else rdflib.BNode(node.value)
    return known[node]
