"""The tables of ``ontology/lexicon`` that only the reading of text needs: abbreviations and number words."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from tawthiq.errors import KnowledgeError
from tawthiq.fold import fold_phrase
from tawthiq.knowledge.lexicon import read_table
from tawthiq.knowledge.paths import ontology_dir

PHRASE_ROLES = frozenset({"at_least", "about", "range", "vague"})
PLACES = frozenset({"before", "after", "between", "opens"})


@lru_cache(maxsize=8)
def abbreviations(language: str) -> frozenset[str]:
    """Folded words after which a full stop ends no sentence, without the full stop."""
    path = ontology_dir() / "lexicon" / language / "abbreviations.tsv"
    return frozenset(fold_phrase(row["form"]).rstrip(".") for _, row in read_table(path))


@dataclass(frozen=True, slots=True)
class NumberWords:
    """How a language writes numbers, all forms folded.

    ``units`` holds the values below a thousand, ``scales`` the multipliers, of which ``plurals`` are
    vague when no number precedes; ``duals`` are values that may be two of a scale; ``teens`` are words
    that are numbers only before ten; ``ordinals`` are no numbers; ``joiners`` stand between the parts
    of one, ``articles`` before a scale. ``phrases`` maps the words of a phrase about a number to what
    it makes of it and where it stands: «before» or «after» the number, «between» the two of a range,
    or «opens» a range.
    """

    units: dict[str, int] = field(default_factory=dict)
    teens: dict[str, int] = field(default_factory=dict)
    scales: dict[str, int] = field(default_factory=dict)
    duals: dict[str, int] = field(default_factory=dict)
    plurals: set[str] = field(default_factory=set)
    ordinals: set[str] = field(default_factory=set)
    joiners: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    phrases: dict[tuple[str, ...], tuple[str, str]] = field(default_factory=dict)
    _placed: dict[tuple[str, ...], list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)

    @property
    def words(self) -> frozenset[str]:
        """All words with a value."""
        return frozenset({*self.units, *self.scales, *self.duals})

    def placed(self, *places: str) -> list[tuple[tuple[str, ...], str]]:
        """Phrases that stand at ``places`` with what they make of the number, longest first."""
        if places not in self._placed:
            found = [(words, role) for words, (role, place) in self.phrases.items() if place in places]
            self._placed[places] = sorted(found, key=lambda phrase: -len(phrase[0]))
        return self._placed[places]


@lru_cache(maxsize=8)
def number_words(language: str) -> NumberWords:
    """The number words of ``language``.

    Raises :class:`KnowledgeError` for a role that does not exist or a value that is no whole number.
    """
    path = ontology_dir() / "lexicon" / language / "numbers.tsv"
    words = NumberWords()
    valued = {"unit": words.units, "teen": words.teens, "scale": words.scales,
              "plural_scale": words.scales, "dual": words.duals}  # fmt: skip
    sets = {"ordinal": words.ordinals, "joiner": words.joiners, "article": words.articles}
    for line, row in read_table(path):
        form, role = fold_phrase(row["form"]), row["role"]
        if role in valued and row["value"].isdecimal():
            valued[role][form] = int(row["value"])
            if role == "plural_scale":
                words.plurals.add(form)
        elif role in sets:
            sets[role].add(form)
        elif role in PHRASE_ROLES and row["place"] in PLACES:
            words.phrases[tuple(form.split())] = (role, row["place"])
        else:
            given = f"role «{role}», value «{row['value']}», place «{row['place']}»"
            raise KnowledgeError(
                f"{path}:{line}: «{row['form']}» has {given}",
                remedy="You can fix this by giving a number word a whole number, a phrase a place.",
            )
    return words
