"""Train the network that reads whole articles beside the logistic models of the choices.

usage: train_network.py GOLD ARTICLES --score SCORE --vectors FILE [--also GOLD ARTICLES] [--raw ARTICLES]
       -o FOLDER

GOLD, ARTICLES, SCORE and ``--also`` are those of train_choice.py. FILE holds word vectors (``words``,
``vectors`` in int8, ``scale``). The convolutions first learn to guess words that are left out of the
articles of ``--raw``. What stands in FOLDER already, ar.json as train_choice.py writes it, is averaged
with the linear part that is learned together with the network. Needs torch beside what train_choice.py
needs; what it writes needs numpy only.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch
from choice_examples import Reading, read, text_of
from torch import Tensor, nn
from torch.nn import functional
from train_choice import RARE, SMALLEST, load_score, write

from tawthiq.extract.choice.arguments import ROLES, ArgumentFeatures, argument_options
from tawthiq.extract.choice.context import Context
from tawthiq.extract.choice.network import Option, of_phrase, of_relation
from tawthiq.extract.choice.relations import relation_features, relation_options
from tawthiq.extract.choice.sources import SourceFeatures, source_options
from tawthiq.extract.choice.tokens import COLUMNS, ArticleTokens, article_tokens
from tawthiq.extract.reader import DocumentReader
from tawthiq.knowledge import Knowledge
from tawthiq.knowledge.models import Model, load_models, written
from tawthiq.knowledge.network import TOKENS
from tawthiq.language import analyse
from tawthiq.model import Document

HEADS: Mapping[str, tuple[str, ...]] = {"argument": ROLES, "source": ("source",), "relation": ("relation",)}
"""Heads of the network, and the decisions whose logits each gives."""
WIDTH, HIDDEN, COLUMN = 128, 96, 8
GAPS = (1, 2, 4, 8, 16)
DROPPED = 0.3
BATCH, EPOCHS, RATE, DECAY = 8, 8, 2e-3, 1e-2
HIDDEN_WORDS, GUESSED, GUESS_EPOCHS = 0.15, 6000, 6
SHARE = 0.5
"""Part of the logit that comes from the network and the linear weights learned with it."""
OWN = 2.0
"""How much an article of GOLD counts, one of ``--also`` being 1."""
SHARPNESS = 0.1


@dataclass
class Article:
    """The tokens of an article, and for each head its options, their features and which answers are right."""

    tokens: ArticleTokens
    weight: float = 1.0
    options: dict[str, list[Option]] = field(default_factory=dict)
    features: dict[str, list[list[str]]] = field(default_factory=dict)
    answers: dict[str, list[tuple[bool | None, ...]]] = field(default_factory=dict)


# ---- Examples


def article(reading: Reading, score: ModuleType, weight: float) -> Article:
    """An annotated article as the network is to read it."""
    context = reading.context
    found = Article(article_tokens(context), weight)
    for head in HEADS:
        found.options[head], found.features[head], found.answers[head] = [], [], []
    for item in context.told:
        if id(item) in reading.pairs:
            _arguments(found, item, reading, context, score)
            _sources(found, item, reading, context, score)
    _relations(found, reading, context, score)
    return found


def _arguments(found: Article, item: Any, reading: Reading, context: Context, score: ModuleType) -> None:
    gold, text = reading.pairs[id(item)], reading.document.text
    options, reader = argument_options(item, context), ArgumentFeatures(item, context)
    found.options["argument"] += of_phrase(item, options, found.tokens)
    for option in options:
        name = text_of(option.phrase, option.reader, text)
        found.features["argument"].append(written(reader.of(option)))
        right = [any(score.same_name([name], g) for g in gold[f"{role}s"]) for role in ROLES]
        found.answers["argument"].append(tuple(right))


def _sources(found: Article, item: Any, reading: Reading, context: Context, score: ModuleType) -> None:
    gold, text = reading.pairs[id(item)], reading.document.text
    options, reader = source_options(item, context), SourceFeatures(item, context, text)
    found.options["source"] += of_phrase(item, options, found.tokens)
    for option in options:
        name = text_of(option.phrase, option.reader, text)
        found.features["source"].append(written(reader.of(option)))
        found.answers["source"].append((any(score.same_name([name], g) for g in gold["sources"]),))


def _relations(found: Article, reading: Reading, context: Context, score: ModuleType) -> None:
    gold, text = reading.gold.get("relations", []), reading.document.text
    for reader in context.readers:
        options = relation_options(reader, context)
        found.options["relation"] += of_relation([o.relation for o in options], reader, found.tokens)
        for option in options:
            r = option.relation
            one, other = (text_of(p, reader, text) for p in (r.subject, r.object))
            right = any(
                r.predicate == g[1] and score.same_name([one], g[0]) and score.same_name([other], g[2])
                for g in gold
            )
            scored = not score.implied([one], r.predicate, [other])
            found.features["relation"].append(written(relation_features(option, context)))
            found.answers["relation"].append((right if scored else None,))


def unlabelled(path: Path, language: str, knowledge: Knowledge) -> Iterator[Article]:
    """The tokens of articles without gold."""
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        published = date.fromisoformat(row["published"]) if row.get("published") else None
        document = Document(row["id"], row["text"], None, published, None, None, language)
        reader = DocumentReader(document, knowledge, language)
        reader.models = {}
        reader.read(analyse(document, knowledge))
        context = Context(reader.told, reader.readers, knowledge.schema, published)
        yield Article(article_tokens(context))


# ---- The network


class Tables:
    """Rows of words, of the values of columns, and of features."""

    def __init__(self, vectors: Path, articles: Sequence[Article]) -> None:
        with np.load(vectors, allow_pickle=False) as arrays:
            self.words: list[str] = arrays["words"].tolist()
            self.vectors, scale = arrays["vectors"], float(arrays["scale"])
        self.scale = scale / float(np.std(self.vectors.astype(np.float32) * scale))
        self.word = {w: i + 1 for i, w in enumerate(self.words)}
        counts = [Counter(row[k] for a in articles for row in a.tokens.columns) for k in range(len(COLUMNS))]
        self.columns = [sorted(v for v, n in c.items() if n >= RARE) for c in counts]
        self.value: list[dict[str, int]] = []
        first = 0
        for column in self.columns:
            self.value.append({"": first} | {v: first + 1 + i for i, v in enumerate(column)})
            first += len(column) + 1
        self.values = first
        self.feature: dict[str, dict[str, int]] = {}
        for head in HEADS:
            seen = Counter(f for a in articles for row in a.features.get(head, ()) for f in set(row))
            self.feature[head] = {f: i for i, f in enumerate(sorted(f for f, n in seen.items() if n >= RARE))}

    def vector_table(self) -> Tensor:
        unknown = np.zeros((1, self.vectors.shape[1]), np.float32)
        return torch.tensor(np.vstack([unknown, self.vectors.astype(np.float32) * self.scale]))

    def rows(self, a: Article) -> tuple[Tensor, Tensor]:
        """Of an article's words and of the values of its columns."""
        words = [self.word.get(w, 0) for w in a.tokens.words]
        values = [[t.get(v, t[""]) for t, v in zip(self.value, row, strict=True)] for row in a.tokens.columns]
        return torch.tensor(words), torch.tensor(values)


class Reader(nn.Module):
    """The network as :mod:`tawthiq.knowledge.network` runs it, and the linear part learned with it."""

    def __init__(self, tables: Tables) -> None:
        super().__init__()
        vectors = tables.vector_table()
        self.vectors = nn.Embedding.from_pretrained(vectors, freeze=True)
        self.values = nn.Embedding(tables.values, COLUMN)
        self.inputs = nn.Linear(vectors.shape[1] + COLUMN * len(COLUMNS), WIDTH)
        self.gates = nn.ModuleList(
            [nn.Conv1d(WIDTH, 2 * WIDTH, 3, padding=gap, dilation=gap) for gap in GAPS]
        )
        self.norms = nn.ModuleList([nn.LayerNorm(WIDTH) for _ in GAPS])
        self.drop = nn.Dropout(DROPPED)
        self.tokens = nn.ModuleDict({h: nn.Linear(WIDTH, TOKENS * HIDDEN) for h in HEADS})
        self.outputs = nn.ModuleDict({h: nn.Linear(HIDDEN, len(d)) for h, d in HEADS.items()})
        self.linear = nn.ModuleDict(
            {h: nn.EmbeddingBag(len(tables.feature[h]) + 1, len(d), mode="sum") for h, d in HEADS.items()}
        )
        for bag in self.linear.values():
            nn.init.zeros_(bag.weight)

    def states(self, words: Tensor, values: Tensor) -> Tensor:
        """(articles, tokens) → (articles, tokens, width)"""
        read = self.drop(torch.cat([self.vectors(words), self.values(values).flatten(2)], -1))
        states = self.drop(functional.relu(self.inputs(read)))
        for gates, norm in zip(self.gates, self.norms, strict=True):
            made, gate = gates(states.transpose(1, 2)).transpose(1, 2).chunk(2, -1)
            states = norm(states + self.drop(functional.relu(made) * torch.sigmoid(gate)))
        return self.drop(states)

    def logits(self, head: str, states: Tensor, batch: Batch) -> Tensor:
        """Of all options of a head in some articles; ``states`` (articles × tokens, width)."""
        options, (features, starts) = batch.options[head], batch.features[head]
        used, at = torch.unique(options, return_inverse=True)
        offered = self.tokens[head](states[used]).view(-1, TOKENS, HIDDEN)
        hidden = sum(offered[at[:, i], i] for i in range(TOKENS))
        return self.outputs[head](self.drop(functional.relu(hidden))) + self.linear[head](features, starts)


class Batch:
    """Some articles as tensors, filled up to the length of the longest."""

    def __init__(self, articles: Sequence[Article], tables: Tables) -> None:
        rows = [tables.rows(a) for a in articles]
        self.words = nn.utils.rnn.pad_sequence([w for w, _ in rows], batch_first=True)
        self.values = nn.utils.rnn.pad_sequence([v for _, v in rows], batch_first=True)
        length = self.words.shape[1]
        self.options: dict[str, Tensor] = {}
        self.features: dict[str, tuple[Tensor, Tensor]] = {}
        self.answers: dict[str, Tensor] = {}
        self.weights: dict[str, Tensor] = {}
        for head in HEADS:
            options, features, starts, answers, weights = [], [], [], [], []
            table = tables.feature[head]
            for i, a in enumerate(articles):
                options += [[at + i * length for at in option] for option in a.options.get(head, ())]
                weights += [a.weight] * len(a.options.get(head, ()))
                answers += [[math.nan if y is None else y for y in row] for row in a.answers.get(head, ())]
                for row in a.features.get(head, ()):
                    starts.append(len(features))
                    features += [table[f] for f in dict.fromkeys(row) if f in table]
            if options:
                self.options[head] = torch.tensor(options)
                self.features[head] = torch.tensor(features), torch.tensor(starts)
                self.answers[head] = torch.tensor(answers, dtype=torch.float32)
                self.weights[head] = torch.tensor(weights)[:, None]


def batches(articles: Sequence[Article], tables: Tables, chance: random.Random) -> Iterator[Batch]:
    """All articles once, those of about one length together."""
    shuffled = list(articles)
    chance.shuffle(shuffled)
    parts = []
    for i in range(0, len(shuffled), 8 * BATCH):
        alike = sorted(shuffled[i : i + 8 * BATCH], key=lambda a: len(a.tokens.words))
        parts += [alike[j : j + BATCH] for j in range(0, len(alike), BATCH)]
    chance.shuffle(parts)
    for part in parts:
        yield Batch(part, tables)


class Steps:
    """The optimiser, with a rate that rises for fifty steps and then falls to nothing."""

    def __init__(self, module: Sequence[nn.Module], count: int) -> None:
        parameters = [p for m in module for p in m.parameters() if p.requires_grad]
        bags = [
            p
            for m in module
            for part in m.modules()
            if isinstance(part, nn.EmbeddingBag)
            for p in part.parameters()
        ]
        linear = {id(p) for p in bags}
        self.dense = [p for p in parameters if id(p) not in linear]
        self.optimiser = torch.optim.AdamW(
            [{"params": self.dense, "weight_decay": DECAY}, {"params": bags, "weight_decay": 0.0}], lr=RATE
        )
        self.count, self.done = count, 0

    def step(self, loss: Tensor) -> None:
        for group in self.optimiser.param_groups:
            group["lr"] = RATE * min(1, (self.done + 1) / 50) * (1 - self.done / self.count) + 1e-5
        self.done += 1
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.dense, 5.0)
        self.optimiser.step()


def guess_words(reader: Reader, articles: Sequence[Article], tables: Tables) -> None:
    """Learn to guess words from those around them, as masked language models do (Devlin et al. 2019)."""
    counts = Counter(w for a in articles for w in a.tokens.words if w in tables.word)
    common = {tables.word[w]: i for i, (w, _) in enumerate(counts.most_common(GUESSED))}
    numbers = torch.full((len(tables.words) + 1,), -1)
    numbers[list(common)] = torch.tensor(list(common.values()))
    guess = nn.Linear(WIDTH, GUESSED)
    steps = Steps([reader, guess], GUESS_EPOCHS * math.ceil(len(articles) / BATCH))
    chance = random.Random(0)
    for _ in range(GUESS_EPOCHS):
        for batch in batches(articles, tables, chance):
            wanted = numbers[batch.words]
            hidden = (torch.rand(wanted.shape) < HIDDEN_WORDS) & (wanted >= 0)
            words, values = batch.words.clone(), batch.values.clone()
            words[hidden], values[hidden] = 0, 0
            steps.step(functional.cross_entropy(guess(reader.states(words, values)[hidden]), wanted[hidden]))


def learn(reader: Reader, articles: Sequence[Article], tables: Tables, seed: int = 0) -> None:
    """Learn the answers of all heads together."""
    steps = Steps([reader], EPOCHS * math.ceil(len(articles) / BATCH))
    chance = random.Random(seed)
    reader.train()
    for _ in range(EPOCHS):
        for batch in batches(articles, tables, chance):
            states = reader.states(batch.words, batch.values).flatten(0, 1)
            loss = torch.zeros(())
            for head in batch.options:
                made, wanted = reader.logits(head, states, batch), batch.answers[head]
                known = ~torch.isnan(wanted)
                weights = batch.weights[head].expand_as(wanted)[known]
                each = functional.binary_cross_entropy_with_logits(
                    made[known], wanted[known], reduction="none"
                )
                loss = loss + (each * weights).sum() * SHARPNESS / BATCH
            steps.step(loss)
    reader.eval()


# ---- What is written


def arrays(reader: Reader, tables: Tables) -> dict[str, np.ndarray]:
    """The network for :func:`tawthiq.knowledge.network.load_network`: :data:`SHARE` of the logit."""

    def half(tensor: Tensor) -> np.ndarray:
        return tensor.detach().numpy().astype(np.float16)

    size = tables.vectors.shape[1]
    inputs = reader.inputs.weight.detach().T
    about = {
        "columns": tables.columns,
        "gaps": list(GAPS),
        "heads": list(HEADS),
        "words": "\n".join(tables.words),
    }
    found = {
        "about": np.frombuffer(json.dumps(about, ensure_ascii=False).encode(), np.uint8),
        "vectors": tables.vectors.astype(np.int8),
        "vector_weights": half(inputs[:size] * tables.scale),
        "value_vectors": half(reader.values.weight),
        "value_weights": half(inputs[size:]),
        "bias": half(reader.inputs.bias),
    }
    for i, (gates, norm) in enumerate(zip(reader.gates, reader.norms, strict=True)):
        found[f"layer{i}_weights"] = half(gates.weight.permute(2, 1, 0).reshape(3 * WIDTH, 2 * WIDTH))
        found[f"layer{i}_bias"], found[f"layer{i}_gain"] = half(gates.bias), half(norm.weight)
        found[f"layer{i}_shift"] = half(norm.bias)
    for head in HEADS:
        found[f"{head}_tokens"] = half(reader.tokens[head].weight.T)
        found[f"{head}_token_bias"] = half(reader.tokens[head].bias)
        found[f"{head}_outputs"] = half(reader.outputs[head].weight.T * SHARE)
        found[f"{head}_bias"] = half(reader.outputs[head].bias * SHARE)
    return found


def together(models: Mapping[str, Model], reader: Reader, tables: Tables) -> dict[str, Model]:
    """The logistic models averaged with the linear part that was learned with the network."""
    found = dict(models)
    for head, decisions in HEADS.items():
        learned = reader.linear[head].weight.detach().numpy()
        for n, decision in enumerate(decisions):
            model = models[decision]
            weights = {name: (1 - SHARE) * weight for name, weight in model.weights.items()}
            for name, row in tables.feature[head].items():
                weights[name] = weights.get(name, 0) + 100 * SHARE * float(learned[row, n])
            kept = {name: round(w) for name, w in weights.items() if abs(w) >= SMALLEST}
            bias = round((1 - SHARE) * model.bias)
            found[decision] = Model(model.threshold, bias, kept, model.further)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--score", type=Path, required=True)
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--language", default="ar")
    parser.add_argument(
        "--also", nargs=2, type=Path, metavar=("GOLD", "ARTICLES"), help="more articles to learn from"
    )
    parser.add_argument("--raw", type=Path, metavar="ARTICLES", help="articles without gold")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")
    args = parser.parse_args()
    torch.manual_seed(0)
    knowledge, score = Knowledge.load(), load_score(args.score)
    labelled = [
        article(r, score, OWN) for r in read(args.gold, args.articles, args.language, knowledge, score)
    ]
    if args.also:
        labelled += [article(r, score, 1.0) for r in read(*args.also, args.language, knowledge, score)]
    raw = list(unlabelled(args.raw, args.language, knowledge)) if args.raw else []
    tables = Tables(args.vectors, [*labelled, *raw])
    reader = Reader(tables)
    if raw:
        guess_words(reader, raw, tables)
    learn(reader, labelled, tables)
    models = together(load_models(args.output, args.language), reader, tables)
    np.savez_compressed(args.output / f"{args.language}.npz", **arrays(reader, tables))
    write(models, args.language, args.output / f"{args.language}.json")


if __name__ == "__main__":
    main()
