"""Where a build goes wrong: the sentences with the most wrong facts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tawthiq.evaluate.facts import Comparison, ToldEvent, ToldRelation
from tawthiq.evaluate.matching import Compared, Pair
from tawthiq.evaluate.names import plain
from tawthiq.knowledge import Knowledge
from tawthiq.language import analyse
from tawthiq.model import Document, Span

Kind = Literal["missed", "extra", "wrong"]


@dataclass(frozen=True, slots=True)
class Finding:
    """An event or a relation that is missed, too much, or found with something wrong.

    ``type`` is gold's type where gold has the event, ``found`` the build's where the build has it; of a
    relation ``relation`` is what it says. ``fields`` are those that differ, ``facts`` counts wrong facts.
    """

    kind: Kind
    type: str | None
    found: str | None
    fields: Mapping[str, Comparison]
    facts: int
    relation: tuple[str, str, str] | None = None


@dataclass(frozen=True, slots=True)
class WrongSentence:
    """A sentence with wrong facts. ``number`` counts from 1; it is ``None`` where the text is not known.

    ``text`` is then the quote that gold gives.
    """

    article: str
    number: int | None
    text: str
    findings: tuple[Finding, ...]

    @property
    def facts(self) -> int:
        return sum(finding.facts for finding in self.findings)


def worst_sentences(articles: Iterable[Compared], knowledge: Knowledge, count: int) -> list[WrongSentence]:
    """The ``count`` sentences with the most wrong facts, of equals in the order of the articles."""
    found = [sentence for article in articles for sentence in _wrong_sentences(article, knowledge)]
    return sorted(found, key=lambda sentence: -sentence.facts)[:count]


def _wrong_sentences(article: Compared, knowledge: Knowledge) -> list[WrongSentence]:
    places = _Places(article, knowledge)
    groups: dict[tuple[int, str], list[Finding]] = {}
    for place, finding in _findings(article, places):
        groups.setdefault(place, []).append(finding)
    return [
        WrongSentence(article.id, number or None, text, tuple(findings))
        for (number, text), findings in sorted(groups.items())
    ]


def _findings(article: Compared, places: _Places) -> Iterator[tuple[tuple[int, str], Finding]]:
    for pair in article.pairs:
        if pair.wrong:
            event = pair.gold or pair.found
            assert event is not None
            yield places.of_event(event), _event_finding(pair)
    relations: tuple[tuple[Kind, tuple[ToldRelation, ...]], ...]
    relations = (("missed", article.relations.missed), ("extra", article.relations.extra))
    for kind, told_relations in relations:
        for relation in told_relations:
            told = (relation.subject[0], relation.predicate, relation.object[0])
            yield places.of_relation(relation), Finding(kind, None, None, {}, 1, told)


def _event_finding(pair: Pair) -> Finding:
    kind: Kind = "extra" if pair.gold is None else "missed" if pair.found is None else "wrong"
    return Finding(
        kind,
        pair.gold.type if pair.gold else None,
        pair.found.type if pair.found else None,
        {name: field for name, field in pair.fields.items() if field.wrong},
        pair.wrong,
    )


class _Places:
    """Says in which sentence of an article something stands: its number, 0 for none, and its text."""

    def __init__(self, article: Compared, knowledge: Knowledge) -> None:
        text = article.text or ""
        document = Document(article.id, text, language=article.language)
        sentences = analyse(document, knowledge) if text else ()
        self.starts = [s.start for s in sentences]
        self.texts = [" ".join(text[s.start : s.end].split()) for s in sentences]
        self.plain: list[str] | None = None

    def of_event(self, event: ToldEvent) -> tuple[int, str]:
        if event.spans and self.starts:
            return self._at(event.spans)
        return 0, " ".join(event.quotes[0].split()) if event.quotes else ""

    def of_relation(self, relation: ToldRelation) -> tuple[int, str]:
        """Where the relation's quote stands; without one, the first sentence that names both things."""
        if relation.spans and self.starts:
            return self._at(relation.spans)
        if self.plain is None:
            self.plain = [plain(text) for text in self.texts]
        for wanted in ((relation.subject, relation.object), (relation.subject,)):
            for number, sentence in enumerate(self.plain, 1):
                if all(any(plain(name) in sentence for name in names) for names in wanted):
                    return number, self.texts[number - 1]
        return 0, ""

    def _at(self, spans: Sequence[Span]) -> tuple[int, str]:
        number = max(bisect_right(self.starts, spans[0].start), 1)
        return number, self.texts[number - 1]
