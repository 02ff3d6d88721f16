"""Every table of ``ontology/lexicon`` parses, and speaks only of terms that the ontology has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, Graph, Namespace

from tawthiq.fold import fold_phrase

ONTOLOGY = Path(__file__).parent.parent / "ontology"
TABLES = sorted((ONTOLOGY / "lexicon").glob("*/*.tsv"))
TWQ = Namespace("https://w3id.org/tawthiq/ontology#")
KEY_COLUMNS = ("lemma", "form", "name", "pos", "type", "frame", "when", "forms", "event_slot", "scope")
FUNCTION_CLASSES = {
    "preposition", "prep_pronoun", "conjunction", "relative", "complementizer", "negation", "future",
    "demonstrative", "pronoun", "adverb", "particle", "quantifier", "determiner", "auxiliary", "modal",
}  # fmt: skip

Row = tuple[int, dict[str, str]]


def rows(path: Path) -> Iterator[Row]:
    """Rows with their line numbers; the cells are as in the file, blanks and all."""
    lines = [
        (number, line)
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1)
        if line.strip() and not line.startswith("#")
    ]
    header = lines[0][1].split("\t")
    for number, line in lines[1:]:
        yield number, dict(zip(header, line.split("\t"), strict=True))


def local_names(subjects: Iterable[object]) -> set[str]:
    return {str(s).removeprefix(str(TWQ)) for s in subjects}


@pytest.fixture(scope="module")
def vocabulary() -> dict[str, set[str]]:
    """The codes that each column may hold, read from the ontology."""
    graph = Graph().parse(ONTOLOGY / "tawthiq.ttl")
    return {
        "type": local_names(graph.transitive_subjects(RDFS.subClassOf, TWQ.Event)) | {"-"},
        "class": local_names(graph.transitive_subjects(RDFS.subClassOf, TWQ.Entity)),
        "weapon": local_names(graph.subjects(RDF.type, TWQ.Weapon)),
        "quantity": local_names(graph.subjects(RDFS.subPropertyOf, TWQ.quantity)),
        "status": local_names(graph.subjects(RDF.type, TWQ.Status)) | {"none"},
        "kind": {"munition", "platform", "explosive", "adjective"},
        "named": {"yes", "no"},
        "flag": {"part", "shared", "definite", "name", "town"},
        "also": {"noun", "auxiliary"},
    }


def test_there_are_tables_to_check() -> None:
    assert {"place_nouns", "actor_nouns", "roles", "people", "weapons", "quantities", "function_words",
            "verbs"} <= {path.stem for path in TABLES if path.parent.name == "ar"}  # fmt: skip


@pytest.mark.parametrize("path", TABLES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_rows_fit_the_header_and_cells_have_no_stray_blanks(path: Path) -> None:
    for number, row in rows(path):
        for column, cell in row.items():
            assert cell == " ".join(cell.split()), f"{path}:{number}: blanks in {column}"
        assert next(iter(row.values())), f"{path}:{number}: the first cell is empty"


@pytest.mark.parametrize("path", TABLES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_no_line_says_again_what_another_line_says(path: Path) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for number, row in rows(path):
        key = tuple(fold_phrase(row.get(column, "")) for column in KEY_COLUMNS)
        assert key not in seen, f"{path}:{number} repeats line {seen[key]}"
        seen[key] = number


@pytest.mark.parametrize("path", TABLES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_codes_are_terms_of_the_ontology(path: Path, vocabulary: dict[str, set[str]]) -> None:
    words = path.stem == "function_words"
    for number, row in rows(path):
        for column, known in vocabulary.items():
            allowed = FUNCTION_CLASSES if words and column == "class" else known
            codes = {code.strip() for code in row.get(column, "").split(",")} - {""}
            assert codes <= allowed, f"{path}:{number}: {column} {codes - allowed}"


@pytest.mark.parametrize("path", TABLES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_list_of_forms_has_no_empty_item(path: Path) -> None:
    for number, row in rows(path):
        forms = row.get("forms", "")
        assert not forms or all(item.strip() for item in forms.split(",")), f"{path}:{number}: {forms}"
        assert "،" not in forms, f"{path}:{number}: forms are separated by «,»"


def test_arabic_verbs_never_shadow_a_function_word() -> None:
    folder = ONTOLOGY / "lexicon" / "ar"
    function_words = {fold_phrase(row["form"]) for _, row in rows(folder / "function_words.tsv")}
    verbs = {fold_phrase(row["lemma"]) for _, row in rows(folder / "verbs.tsv")}
    assert verbs.isdisjoint(function_words)
