"""The words of one language with what they mean to the extractor, read from ``ontology/lexicon``.

Each line of ``ontology/lexicon/LANGUAGE/*.tsv`` becomes an :class:`Entry`; entries are looked up by
any written form of their first word (:class:`Form`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tawthiq.errors import KnowledgeError
from tawthiq.fold import fold, fold_phrase
from tawthiq.knowledge import forms_arabic, forms_english
from tawthiq.knowledge.forms_arabic import WordForm

FIXED_TABLES = frozenset({"function_words", "prepositions", "discourse", "given_names"})
VERBAL_KINDS = frozenset({"light_verbs", "verbs"})
TABLES = (
    "triggers", "light_verbs", "reporting", "modality", "place_nouns", "actor_nouns", "roles", "people",
    "weapons", "quantities", "function_words", "adjectives", "prepositions", "relation_words", "discourse",
    "verbs", "given_names",
)  # fmt: skip

Frame = Mapping[str, tuple[str, ...]]
Written = tuple[int, tuple[Any, ...], tuple[str, ...]]
"""A form as plain data: its entry's number, the features of its first word, the words after it."""


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One line of a lexicon file: ``kind`` is the file's stem, ``line`` its place, for explanations.

    ``own`` says that it comes from a file of the user's.
    """

    kind: str
    lemma: str
    pos: str
    fields: Mapping[str, str]
    line: str
    own: bool = False

    def get(self, name: str) -> str:
        return self.fields.get(name, "")


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """An entry as one of its written forms: the features of the first word, and the words after it."""

    entry: Entry
    word: WordForm
    tail: tuple[str, ...] = ()


def read_table(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a tab-separated file with a header, as (line number, column → value).

    Raises :class:`KnowledgeError` where a row has more columns than the header.
    """
    header: list[str] | None = None
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if header is None:
            header = cells
            continue
        if len(cells) > len(header):
            raise KnowledgeError(
                f"{path}:{number}: {len(cells)} columns where the header has {len(header)}",
                remedy="You can fix this by removing the extra tab.",
            )
        yield number, dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True))


def parse_frame(text: str, named: Mapping[str, Frame], where: str) -> Frame:
    """Read «name slot=role|role slot=role» into slot → roles; later slots override the named frame's."""
    slots: dict[str, tuple[str, ...]] = {}
    for part in text.split():
        slot, equals, roles = part.partition("=")
        if equals:
            for name in slot.split("|"):
                slots[fold(name.replace("_", " "))] = tuple(roles.split("|"))
        elif part in named:
            slots.update(named[part])
        else:
            raise KnowledgeError(
                f"{where}: there is no frame «{part}»",
                remedy="You can fix this by adding it to frames.tsv or by writing slot=role.",
            )
    return slots


@dataclass(frozen=True, slots=True)
class Tables:
    """What the files of one language say, before their words are expanded to all their forms."""

    language: str
    entries: tuple[Entry, ...]
    frames: Mapping[str, Frame]

    @classmethod
    def read(cls, folder: Path, language: str) -> Tables:
        """Read every table of ``folder / language``; a table that is missing is empty."""
        base = folder / language
        frames: dict[str, Frame] = {}
        if (base / "frames.tsv").exists():
            for number, row in read_table(base / "frames.tsv"):
                frames[row["name"]] = parse_frame(row["slots"], frames, f"{base / 'frames.tsv'}:{number}")
        files = [table for table in TABLES if (base / f"{table}.tsv").exists()]
        return cls(language, tuple(e for table in files for e in _entries(base, table)), frames)


class Lexicon:
    """The lexicon of one language."""

    def __init__(
        self,
        language: str,
        entries: Iterable[Entry],
        frames: Mapping[str, Frame],
        written: Mapping[str, Sequence[Written]] | None = None,
    ) -> None:
        self.language = language
        self.frames = frames
        self.entries = tuple(entries)
        self._forms: dict[str, tuple[Form, ...]] = {}
        self._frames_of: dict[Entry, Frame] = {}
        self._words: dict[tuple[str, str, tuple[str, ...]], frozenset[str]] = {}
        self._phrases: dict[tuple[str, str, tuple[str, ...]], frozenset[tuple[str, ...]]] = {}
        self._tables = {kind: tuple(e for e in self.entries if e.kind == kind) for kind in TABLES}
        self._written = _written_forms(self.entries, language) if written is None else written

    @classmethod
    def of(cls, tables: Tables, own: Iterable[Entry] = ()) -> Lexicon:
        """The lexicon of the tables of a language and a user's own entries, which come first in each."""
        entries = sorted((*own, *tables.entries), key=lambda entry: TABLES.index(entry.kind))
        return cls(tables.language, entries, tables.frames)

    @classmethod
    def load(cls, folder: Path, language: str) -> Lexicon:
        """Read every table of ``folder / language``; a table that is missing is empty."""
        return cls.of(Tables.read(folder, language))

    def state(self) -> tuple[Any, ...]:
        """All that it holds, as plain data."""
        entries = [(e.kind, e.lemma, e.pos, dict(e.fields), e.line, e.own) for e in self.entries]
        return self.language, entries, dict(self.frames), dict(self._written)

    @classmethod
    def from_state(cls, state: tuple[Any, ...]) -> Lexicon:
        """The lexicon of which ``state`` is the :meth:`state`."""
        language, entries, frames, written = state
        return cls(language, [Entry(*row) for row in entries], frames, written)

    def forms(self, word: str) -> tuple[Form, ...]:
        """All entries of which ``word`` (folded, without clitics) is a form of the first word."""
        found = self._forms.get(word)
        if found is None:
            if word not in self._written:
                return ()
            found = self._forms[word] = tuple(
                Form(self.entries[number], WordForm(word, *features), tail)
                for number, features, tail in self._written[word]
            )
        return found

    def entries_of(self, kind: str) -> tuple[Entry, ...]:
        """The entries of one table, in the order of its file."""
        return self._tables.get(kind, ())

    def words(self, kind: str, column: str, *values: str) -> frozenset[str]:
        """Folded lemmas of the entries of a table that have one of ``values`` in ``column``."""
        key = (kind, column, values)
        if key not in self._words:
            self._words[key] = frozenset(
                fold(e.lemma)
                for e in self.entries_of(kind)
                if any(value.strip() in values for value in e.get(column).split(","))
            )
        return self._words[key]

    def phrases(self, kind: str, column: str, *values: str) -> frozenset[tuple[str, ...]]:
        """The same as :meth:`words`, split into the words of each lemma."""
        key = (kind, column, values)
        if key not in self._phrases:
            words = self.words(kind, column, *values)
            self._phrases[key] = frozenset(tuple(lemma.split()) for lemma in words)
        return self._phrases[key]

    def __contains__(self, word: str) -> bool:
        return word in self._written

    def frame(self, entry: Entry) -> Frame:
        """The slots of a trigger or light verb."""
        if entry not in self._frames_of:
            self._frames_of[entry] = parse_frame(entry.get("frame"), self.frames, entry.line)
        return self._frames_of[entry]


def _entries(base: Path, table: str) -> Iterator[Entry]:
    path = base / f"{table}.tsv"
    for number, row in read_table(path):
        lemma = row.get("lemma") or row.get("form") or ""
        pos = row.get("pos") or ("verb" if table in VERBAL_KINDS else "noun")
        if table in FIXED_TABLES:
            pos = "fixed"
        yield Entry(table, lemma, pos, row, f"{base.name}/{path.name}:{number}")


def _written_forms(entries: Iterable[Entry], language: str) -> dict[str, list[Written]]:
    found: dict[str, list[Written]] = {}
    for number, entry in enumerate(entries):
        for form in _forms_of(entry, language):
            word = form.word
            features = (word.tense, word.number, word.feminine, word.construct, word.speaker)
            found.setdefault(word.text, []).append((number, features, form.tail))
    return found


def _forms_of(entry: Entry, language: str) -> Iterator[Form]:
    first, *rest = entry.lemma.split() or [""]
    tail = tuple(fold_phrase(word) for word in rest)
    if language == "en" and tail and entry.pos == "noun":
        yield from _compound_forms(entry, fold(first), tail)
        return
    seen: set[WordForm] = set()
    for word in _word_forms(entry, first, language):
        if word not in seen:
            seen.add(word)
            yield Form(entry, word, tail)


def _compound_forms(entry: Entry, first: str, tail: tuple[str, ...]) -> Iterator[Form]:
    """An English noun of several words: the last one takes the plural («air strike», "air strikes")."""
    given = [fold_phrase(o).split()[-1] for o in entry.get("forms").split(",") if o.strip()]
    yield Form(entry, WordForm(first), tail)
    for plural in given or [forms_english.plural_of(tail[-1])]:
        yield Form(entry, WordForm(first, number="plural"), (*tail[:-1], plural))


def _word_forms(entry: Entry, first: str, language: str) -> Iterator[WordForm]:
    others = [o for o in entry.get("forms").replace("،", ",").split(",") if o.strip()]
    if entry.pos in ("fixed", "prep", "particle"):
        yield WordForm(fold(first))
        return
    verbs: Callable[[], Iterator[WordForm]]
    if language == "ar":
        verbs = lambda: forms_arabic.verb_forms(first, *(o.strip() for o in others[:2]))  # noqa: E731
        nouns = forms_arabic.noun_forms
    else:
        verbs = lambda: forms_english.verb_forms(first, others)  # noqa: E731
        nouns = forms_english.noun_forms
    if entry.pos in ("verb", "passive"):
        yield from verbs()
    else:
        bare = first[2:] if language == "ar" and first.startswith("ال") and len(first) > 4 else first
        yield from nouns(bare, others)
