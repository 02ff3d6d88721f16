"""A small convolutional network that reads a whole article, read from ``ontology/models``.

Each token comes as a word vector and the values of some columns (what chunk it stands in, what it may
name, and so on). Gated convolutions with growing gaps (van den Oord et al. 2016, Dauphin et al. 2017) let
each token see thirty-one on either side. For an option of a decision, what was made of four of its tokens
is added up and weighed: a number in hundredths of a logit, for the logistic model's sum.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from tawthiq.errors import KnowledgeError

Floats = NDArray[np.float32]
TOKENS = 4
"""Tokens of an option that are looked at."""
UNKNOWN = 0
OTHER = "\0"
"""Stands for the values that a column does not have."""
SMALLEST_VARIANCE = 1e-5
REMEMBERED = 20_000
"""Descriptions of a token of which the rows are remembered."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """A gated convolution over three tokens that stand ``gap`` apart, added to its input and normed.

    ``weights`` (3 × width, 2 × width): the second half of the outputs are the gates of the first.
    """

    gap: int
    weights: Floats
    bias: Floats
    gain: Floats
    shift: Floats

    def of(self, states: Floats) -> Floats:
        count, width = states.shape
        padded = np.zeros((count + 2 * self.gap, width), np.float32)
        padded[self.gap : self.gap + count] = states
        beside = np.hstack([padded[i * self.gap : i * self.gap + count] for i in range(3)])
        made = beside @ self.weights + self.bias
        gate = 1 / (1 + np.exp(-made[:, width:]))
        states = states + np.maximum(made[:, :width], 0) * gate
        centred = states - states.mean(axis=1, keepdims=True)
        variance = np.mean(centred * centred, axis=1, keepdims=True)
        normed: Floats = centred / np.sqrt(variance + SMALLEST_VARIANCE) * self.gain + self.shift
        return normed


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """How a decision weighs an option: ``tokens`` (width, 4 × hidden), ``outputs`` (hidden, answers)."""

    tokens: Floats
    token_bias: Floats
    outputs: Floats
    bias: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """The network of one language.

    ``words`` gives the row of ``vectors`` (int8) of a stem, 0 for one that is unknown; ``values`` for each
    column the row of ``table`` of a value, :data:`OTHER` that of values which the column does not have.
    """

    words: Mapping[str, int]
    vectors: NDArray[np.int8]
    vector_weights: Floats
    values: Sequence[Mapping[str, int]]
    table: Floats
    bias: Floats
    layers: Sequence[Layer]
    heads: Mapping[str, Head]

    def states(self, words: Sequence[str], rows: Sequence[Sequence[int]]) -> Floats:
        """What it makes of the tokens of an article: (tokens, width).

        ``words`` are their stems, ``rows`` for each the rows of the values of its columns.
        """
        known = self.vectors[[self.words.get(word, UNKNOWN) for word in words]].astype(np.float32)
        made = known @ self.vector_weights + self.bias
        for column in np.asarray(rows, np.intp).T:
            made += self.table[column]
        states: Floats = np.maximum(made, 0)
        for layer in self.layers:
            states = layer.of(states)
        return states

    @lru_cache(maxsize=REMEMBERED)  # noqa: B019 (there is one network a language, for good)
    def rows(self, values: tuple[str, ...]) -> list[int]:
        """The rows of the values of a token's columns."""
        return [rows.get(value, rows[OTHER]) for rows, value in zip(self.values, values, strict=True)]

    def offered(self, decision: str, states: Floats) -> Floats:
        """What each token gives to an option as each of its four: (tokens, 4, hidden)."""
        head = self.heads[decision]
        return (states @ head.tokens + head.token_bias).reshape(len(states), TOKENS, -1)

    def logits(
        self, decision: str, offered: Floats, options: Sequence[tuple[int, ...]]
    ) -> list[tuple[int, ...]]:
        """For each option, given as four tokens, its logits in hundredths, one for each answer."""
        if not options:
            return []
        head, at = self.heads[decision], np.asarray(options, np.intp)
        hidden = offered[at[:, 0], 0]
        for i in range(1, TOKENS):
            hidden = hidden + offered[at[:, i], i]
        made = np.maximum(hidden, 0) @ head.outputs + head.bias
        return [tuple(row) for row in np.rint(100 * made).astype(int).tolist()]


def load_network(folder: Path, language: str) -> Network | None:
    """The network of a language, ``None`` if there is none.

    Raises :class:`KnowledgeError` for a file that is none.
    """
    path = folder / f"{language}.npz"
    if not path.is_file():
        return None
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return _network({name: arrays[name] for name in arrays.files})
    except (OSError, EOFError, BadZipFile, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KnowledgeError(
            f"{path}: not a network ({error}).",
            remedy="You can fix this by training it again with tools/train_network.py.",
        ) from error


def _network(arrays: Mapping[str, NDArray[np.generic]]) -> Network:
    about = json.loads(bytes(arrays["about"]).decode())

    def floats(name: str) -> Floats:
        return arrays[name].astype(np.float32)

    embedded = floats("value_vectors")
    parts = floats("value_weights").reshape(len(about["columns"]), embedded.shape[1], -1)
    values: list[dict[str, int]] = []
    table: list[Floats] = []
    row = 0
    for column, part in zip(about["columns"], parts, strict=True):
        values.append({value: row + i for i, value in enumerate([OTHER, *column])})
        table.append(embedded[row : row + len(column) + 1] @ part)
        row += len(column) + 1
    return Network(
        {word: i + 1 for i, word in enumerate(about["words"].split("\n"))},
        np.vstack([np.zeros((1, arrays["vectors"].shape[1]), np.int8), arrays["vectors"].astype(np.int8)]),
        floats("vector_weights"),
        values,
        np.vstack(table),
        floats("bias"),
        [
            Layer(gap, *(floats(f"layer{i}_{part}") for part in ("weights", "bias", "gain", "shift")))
            for i, gap in enumerate(about["gaps"])
        ],
        {
            name: Head(*(floats(f"{name}_{part}") for part in ("tokens", "token_bias", "outputs", "bias")))
            for name in about["heads"]
        },
    )
