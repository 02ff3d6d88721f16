"""Known actors and places: their names found in texts, their parents, nationality adjectives."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from tawthiq.fold import fold, fold_phrase
from tawthiq.knowledge.demonyms import demonym_forms
from tawthiq.knowledge.entity_files import Known, merge, read_places, read_turtle
from tawthiq.knowledge.lexicon import read_table
from tawthiq.model import Entity

AMBIGUOUS = "ambiguous_names.tsv"
LONGEST_NAME = 12
LONGEST_DEMONYM = 4
_JOINTS = frozenset("-–—'\".·/_")
_ARTICLE = "ال"
_PIECES = re.compile(r"[^\W_]+")
# What a place without a known population counts for where names compete; an actor outweighs a small place.
_WEIGHTS = {
    "State": 1e10, "Region": 3e5, "Province": 3e5, "District": 5e4, "NaturalFeature": 5e4, "City": 1e5,
    "Town": 1e4, "Village": 1e3, "Quarter": 5e3, "Camp": 8e3, "Settlement": 1e3, "Person": 5e5,
    "MilitaryBase": 9e3, "OilField": 9e3, "Airport": 9e3, "BorderCrossing": 9e3, "Dam": 9e3, "Port": 9e3,
    "Prison": 9e3, "Facility": 8e3, "Checkpoint": 5e3, "Hospital": 8e3, "School": 5e3, "PlaceOfWorship": 8e3,
    "PowerPlant": 8e3, "Road": 5e3,
}  # fmt: skip
_ACTOR_WEIGHT = 2e6


@lru_cache(maxsize=65536)
def pieces(word: str) -> tuple[str, ...]:
    """Runs of letters and digits of a folded word or phrase: names compare by these.

    So it does not matter how a text is cut at hyphens, full stops and apostrophes.

    >>> pieces("deir ez-zor"), pieces("u.s.")
    (('deir', 'ez', 'zor'), ('u', 's'))
    """
    return (word,) if word.isalnum() else tuple(_PIECES.findall(word))


class Gazetteer:
    """Curated entities by id, with fast look-up of their names and demonyms.

    ``ruled_from`` holds the states by their capitals, which stand for those who govern there.
    """

    def __init__(self, known: Mapping[str, Known], ambiguous: Iterable[str] = ()) -> None:
        self.entities: Mapping[str, Entity] = {id_: k.entity for id_, k in known.items()}
        self.ruled_from = {k.capital: id_ for id_, k in known.items() if k.capital}
        self._weights = {id_: _weight(k) for id_, k in known.items()}
        self._minor = frozenset(id_ for id_, k in known.items() if k.minor)
        self._ambiguous = frozenset(pieces(fold_phrase(name)) for name in ambiguous)
        self._names: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._spelled: dict[tuple[str, ...], bool] = {}
        self._demonyms: dict[tuple[str, ...], str] = {}
        self._weak_demonyms: set[tuple[str, ...]] = set()
        self._add_names([
            (id_, text)
            for id_, k in known.items()
            for text in (*k.entity.labels.values(), *(text for text, _ in k.entity.aliases))
        ])  # fmt: skip
        for id_, k in known.items():
            for text, language in k.demonyms:
                forms = [pieces(form) for form in demonym_forms(text, language)]
                self._demonyms.update((form, id_) for form in forms if form not in self._demonyms)
                if pieces(fold_phrase(text)) in self._ambiguous:
                    self._weak_demonyms.update(forms)
        self._longest: dict[str, int] = {}
        for name, ids in self._names.items():
            if len(ids) > 1:
                self._names[name] = tuple(sorted(ids, key=lambda i: -self._weights[i]))
            self._longest[name[0]] = max(len(name), self._longest.get(name[0], 0))

    @classmethod
    def load(
        cls,
        folder: Path,
        extra: Sequence[Path] = (),
        types: Collection[str] | None = None,
        without: Collection[str] = (),
    ) -> Gazetteer:
        """Read the gazetteer's Turtle files and tables of places, then the user's own Turtle files.

        ``types`` are the names of the ontology's entity classes, to check the files against; what has
        one of the classes ``without`` is no entity. Raises :class:`KnowledgeError` with file, line and
        remedy for one that cannot be used.
        """
        tables = [p for p in sorted(folder.glob("*.tsv")) if p.name != AMBIGUOUS]
        turtle = [*sorted(folder.glob("*.ttl")), *extra]
        descriptions = [d for path in turtle for d in read_turtle(path, without=without)]
        descriptions[:0] = [d for path in tables for d in read_places(path)]
        ambiguous = folder / AMBIGUOUS
        return cls(
            merge(descriptions, types),
            [row["name"] for _, row in read_table(ambiguous)] if ambiguous.exists() else (),
        )

    def state(self) -> dict[str, Any]:
        """All that it holds, as plain data."""
        plain = {name: value for name, value in vars(self).items() if name != "entities"}
        return plain | {"entities": [
            (e.id, e.type, dict(e.labels), e.aliases, e.same_as, e.parents, e.point, e.curated)
            for e in self.entities.values()
        ]}  # fmt: skip

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> Gazetteer:
        """The gazetteer of which ``state`` is the :meth:`state`."""
        made = cls.__new__(cls)
        vars(made).update(state)
        made.entities = {row[0]: Entity(*row) for row in state["entities"]}
        return made

    def _add_names(self, texts: Sequence[tuple[str, str]]) -> None:
        # One long text folds several times faster than thousands of short ones.
        folded = fold("\n".join(text for _, text in texts)).split("\n") if texts else []
        for (id_, text), name_text in zip(texts, folded, strict=True):
            name = (name_text,) if name_text.isalnum() else tuple(_PIECES.findall(name_text))
            if not name or len(name) > LONGEST_NAME or (len(name) == 1 and len(name[0]) < 2):
                continue
            ids = self._names.get(name, ())
            if id_ not in ids:
                self._names[name] = (*ids, id_)
            if text[-1:].isascii():
                self._spelled[name] = self._spelled.get(name, False) or not text.isupper()

    def begins_name(self, word: str) -> bool:
        """Whether a name may begin with the folded ``word``."""
        head = pieces(word)
        return bool(head) and head[0] in self._longest

    def match(
        self, words: Sequence[tuple[str, str]], start: int, language: str
    ) -> tuple[int, tuple[str, ...]] | None:
        """The longest name that begins at ``start``: number of tokens, candidate ids, best first.

        ``words`` are (folded word, the same without proclitics) of a sentence's tokens, punctuation
        included. The first word may match in either form, later ones as they stand; hyphens and
        quotation marks inside a name do not matter. Candidates are ranked by population, then class.
        """
        norm, bare = words[start]
        best: tuple[int, tuple[str, ...]] | None = None
        for word in (norm, bare) if language == "ar" and bare != norm else (norm,):
            head = pieces(word)
            longest = self._longest.get(head[0]) if head else None
            if longest is None:
                continue
            for run, length in reversed(self._stops(words, start, head, longest)):
                if run in self._names and (best is None or length > best[0]):
                    best = length, self._names[run]
                    break
        return best

    def _stops(
        self, words: Sequence[tuple[str, str]], start: int, head: tuple[str, ...], longest: int
    ) -> list[tuple[tuple[str, ...], int]]:
        """Runs of pieces that begin at ``start`` and end with a token, with its number, the shorter first.

        Those with more than ``longest`` pieces are left out.
        """
        run = head
        stops = [(run, 1)]
        if words[start][0].endswith("'s"):
            stops.insert(0, (run[:-1], 1))
        for at in range(start + 1, min(start + 2 * LONGEST_NAME, len(words))):
            if len(run) > longest:
                break
            more = pieces(words[at][0])
            if not more:
                if words[at][0] not in _JOINTS:
                    break
                continue
            run += more
            if words[at][0].endswith("'s") and len(more) > 1:
                stops.append((run[:-1], at - start + 1))
            stops.append((run, at - start + 1))
        return stops

    def weak(self, words: Sequence[tuple[str, str]]) -> bool:
        """Whether a matched name is an ordinary word as well («الباب»), so that alone it names nothing.

        ``words`` are the matched tokens as given to :meth:`match`. A weak name counts after a place
        noun or a preposition of place only. A single word that only small places bear is weak too.
        """
        tail = tuple(piece for norm, _ in words[1:] for piece in pieces(norm))
        names = [(*pieces(first), *tail) for first in words[0]]
        if any(name in self._ambiguous for name in names):
            return True
        ids = next((self._names[name] for name in names if name in self._names), ())
        return bool(ids) and len(words) == 1 and all(id_ in self._minor for id_ in ids)

    def cased(self, texts: Sequence[str]) -> bool:
        """Whether matched words of a text with capital letters are written as a name.

        ``texts`` are the tokens as they stand. A name that is known in capitals only («US», «WHO»)
        must be written so; another one begins with a capital or a digit.
        """
        joined = " ".join(texts)
        if not joined or joined[0].islower():
            return False
        return self._spelled.get(pieces(fold_phrase(joined)), True) or joined.upper() == joined

    def demonym(self, stem: str, language: str, *, weak: bool = False) -> str | None:
        """The entity that an adjective of nationality or affiliation stands for, ``None`` if it is none.

        ``stem`` is folded, without article and proclitics, in any gender and number. One that is an
        ordinary adjective as well («مالي») counts only with ``weak``.
        """
        del language  # a single word is looked up as it is in each
        name = pieces(stem)
        return self._demonyms.get(name) if weak or name not in self._weak_demonyms else None

    def demonym_at(
        self, stems: Sequence[str], start: int, language: str, *, weak: bool = False
    ) -> tuple[int, str] | None:
        """The longest demonym that begins at ``start`` («كوري جنوبي»): number of tokens, entity id.

        Words after the first may have the article.
        """
        best = None
        name: tuple[str, ...] = ()
        for at in range(start, min(start + LONGEST_DEMONYM, len(stems))):
            stem = stems[at]
            if language == "ar" and at > start:
                stem = stem.removeprefix(_ARTICLE)
            name += pieces(stem)
            id_ = self._demonyms.get(name)
            if id_ and (weak or name not in self._weak_demonyms):
                best = at - start + 1, id_
        return best

    def is_name_word(self, word: str) -> bool:
        """Whether the folded ``word`` is the whole first word of a name («بيروت»), not to be cut."""
        return word in self._longest

    def parents(self, id_: str) -> tuple[tuple[str, str], ...]:
        """What an entity is known to lie in, belong to or side with: (predicate, id)."""
        return self.entities[id_].parents

    def ancestors(self, id_: str, predicates: Collection[str] | None = None) -> tuple[str, ...]:
        """All entities above one by its parents, the nearest first; only by ``predicates`` if given."""
        found: dict[str, None] = {}
        queue = deque([id_])
        while queue:
            for predicate, parent in self.entities[queue.popleft()].parents:
                if parent != id_ and parent not in found and (predicates is None or predicate in predicates):
                    found[parent] = None
                    queue.append(parent)
        return tuple(found)


def _weight(known: Known) -> float:
    if known.entity.type == "State":
        return _WEIGHTS["State"] + (known.population or 0)
    return known.population or _WEIGHTS.get(known.entity.type, _ACTOR_WEIGHT)
