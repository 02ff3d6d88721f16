"""The network beside the logistic models: its arithmetic, its file, and what its answers change."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.errors import KnowledgeError
from tawthiq.extract.choice.context import Context
from tawthiq.extract.choice.network import ArticleNetwork, of_phrase
from tawthiq.extract.choice.tokens import COLUMNS, article_tokens
from tawthiq.extract.reader import DocumentReader
from tawthiq.extract.trace import Trace
from tawthiq.knowledge import Knowledge
from tawthiq.knowledge.models import Model
from tawthiq.knowledge.network import OTHER, Head, Layer, Network, load_network
from tawthiq.language import analyse
from tawthiq.model import Document, Extraction

TEXT = (
    "قصفت قوات النخيل بلدة الزيتون بالمدفعية يوم الثلاثاء.\n"
    "وقالت وزارة الدفاع إن الجيش شن غارة جوية على مدينة السرو أمس."
)
WIDTH, HIDDEN = 2, 2


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.load()


def head(*biases: float) -> Head:
    """One whose answers are its biases, whatever the tokens."""
    count = len(biases)
    return Head(
        np.zeros((WIDTH, 4 * HIDDEN), np.float32),
        np.zeros(4 * HIDDEN, np.float32),
        np.zeros((HIDDEN, count), np.float32),
        np.array(biases, np.float32),
    )


def network(**heads: Head) -> Network:
    words = {"نخيل": 1}
    return Network(
        words,
        np.array([[0], [3]], np.int8),
        np.ones((1, WIDTH), np.float32),
        [{OTHER: 0, "verb": 1}] + [{OTHER: 0}] * (len(COLUMNS) - 1),
        np.array([[0, 0], [10, 20]], np.float32),
        np.zeros(WIDTH, np.float32),
        [],
        heads,
    )


def read(knowledge: Knowledge, trace: Trace | None = None) -> DocumentReader:
    document = Document("a", TEXT, None, date(2021, 3, 4), None, None, "ar")
    reader = DocumentReader(document, knowledge, "ar", trace)
    reader.read(analyse(document, knowledge))
    return reader


def context(reader: DocumentReader) -> Context:
    return Context(reader.told, reader.readers, reader.knowledge.schema, reader.document.published)


# ---- Arithmetic


def test_words_and_values_are_added_up() -> None:
    made = network()
    rows = [made.rows((value, *[""] * (len(COLUMNS) - 1))) for value in ("verb", "never seen")]
    assert made.states(["نخيل", "never seen"], rows).tolist() == [[13, 23], [0, 0]]


@given(st.integers(1, 9), st.integers(1, 4), st.integers(0, 1000))
def test_a_layer_is_a_gated_convolution(count: int, gap: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    weights = chance.normal(size=(3 * WIDTH, 2 * WIDTH)).astype(np.float32)
    bias, gain, shift = (chance.normal(size=n).astype(np.float32) for n in (2 * WIDTH, WIDTH, WIDTH))
    states = chance.normal(size=(count, WIDTH)).astype(np.float32)
    found = Layer(gap, weights, bias, gain, shift).of(states)
    for i in range(count):
        beside = [states[j] if 0 <= j < count else np.zeros(WIDTH) for j in (i - gap, i, i + gap)]
        made = np.concatenate(beside) @ weights + bias
        total = states[i] + np.maximum(made[:WIDTH], 0) / (1 + np.exp(-made[WIDTH:]))
        wanted = (total - total.mean()) / np.sqrt(total.var() + 1e-5) * gain + shift
        assert found[i] == pytest.approx(wanted, abs=1e-3)


def test_an_answer_is_in_hundredths_of_a_logit() -> None:
    made = network(source=head(-0.126))
    offered = made.offered("source", np.zeros((3, WIDTH), np.float32))
    assert made.logits("source", offered, [(0, 1, 2, 2), (1, 0, 0, 0)]) == [(-13,), (-13,)]
    assert made.logits("source", offered, []) == []


def test_each_of_the_four_tokens_counts_in_its_own_way() -> None:
    own = Head(
        np.zeros((WIDTH, 4 * HIDDEN), np.float32),
        np.array([1, 0, 2, 0, 4, 0, 8, 0], np.float32),
        np.array([[1], [0]], np.float32),
        np.zeros(1, np.float32),
    )
    made = network(source=own)
    assert made.logits("source", made.offered("source", np.zeros((1, WIDTH), np.float32)), [(0,) * 4]) == [
        (1500,)
    ]


# ---- The file


def test_no_file_means_no_network(tmp_path: Path) -> None:
    assert load_network(tmp_path, "ar") is None


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut off"])
def test_a_broken_file_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ar.npz").write_bytes(content)
    with pytest.raises(KnowledgeError, match=r"ar\.npz"):
        load_network(tmp_path, "ar")


def test_a_file_without_a_part_is_named(tmp_path: Path) -> None:
    about = np.frombuffer(json.dumps({"columns": [], "heads": []}).encode(), np.uint8)
    np.savez(tmp_path / "ar.npz", about=about)
    with pytest.raises(KnowledgeError, match=r"ar\.npz"):
        load_network(tmp_path, "ar")


def test_the_one_of_the_ontology_is_read(knowledge: Knowledge) -> None:
    made = knowledge.networks["ar"]
    assert made is not None
    assert set(made.heads) == {"argument", "source", "relation"}
    assert len(made.values) == len(COLUMNS)
    assert knowledge.networks["en"] is None


# ---- Articles


def test_tokens_stand_where_their_sentences_do(knowledge: Knowledge) -> None:
    reader = read(knowledge)
    tokens = article_tokens(context(reader))
    assert len(tokens.words) == sum(len(r.words) for r in reader.readers)
    assert all(len(row) == len(COLUMNS) for row in tokens.columns)
    for r in reader.readers:
        for chunk in r.chunks:
            if chunk.phrase is not None:
                at, first, last = tokens.of(chunk.phrase, r)
                assert tokens.words[at] == r.words[chunk.phrase.head.first].token.stem
                assert first <= at
                assert tokens.words[first] == r.words[chunk.phrase.first].token.stem
                assert last >= first
    events = [row[COLUMNS.index("event")] for row in tokens.columns]
    assert {"Shelling", "Airstrike"} <= set(events)


def test_what_it_does_not_know_it_leaves_alone(knowledge: Knowledge) -> None:
    reader = read(knowledge)
    item = reader.told[0]
    for made in (None, network(source=head(1.0))):
        article = ArticleNetwork(made, context(reader))
        assert article.logits("argument", 2, 3, lambda tokens: of_phrase(item, [], tokens)) == [(0, 0, 0)] * 2


NEVER = Model(threshold=0, bias=-100, weights={}, further=0)


def chosen(knowledge: Knowledge, made: Network | None, decision: str) -> Extraction:
    reader = read(knowledge)
    reader.models, reader.network = {decision: NEVER}, made
    return reader.choose()


def test_its_answer_is_added_to_that_of_the_model(knowledge: Knowledge) -> None:
    for decision, answers in (("place", (0, 0, 2)), ("actor", (2, 0, 0)), ("target", (0, 2, 0))):
        alone = chosen(knowledge, None, decision)
        assert not any(getattr(r, f"{decision}s") for r in alone.reports)
        both = chosen(knowledge, network(argument=head(*answers)), decision)
        assert all(getattr(r, f"{decision}s") for r in both.reports)
    assert any(r.claimant for r in chosen(knowledge, network(source=head(2.0)), "source").reports)
    assert not chosen(knowledge, None, "relation").relations
    assert chosen(knowledge, network(relation=head(2.0)), "relation").relations


def test_an_explanation_names_it(knowledge: Knowledge) -> None:
    trace = Trace()
    reader = read(knowledge, trace)
    reader.models, reader.network = {"source": NEVER}, network(source=head(2.0))
    reader.choose()
    judged = [j for each in trace.judgements.values() for j in each if j.decision == "source"]
    assert judged
    assert all(j.reasons[0] == ("network", 200) and j.probability == 0.73 for j in judged)


def test_what_it_answers_is_the_same_each_time(knowledge: Knowledge) -> None:
    assert read(knowledge).choose().reports == read(knowledge).choose().reports
