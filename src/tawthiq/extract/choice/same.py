"""Do two candidates tell one event: features of the choice."""

from __future__ import annotations

from tawthiq.extract.choice.context import Context, bucket, chunk_of, lemma, predicate_word
from tawthiq.extract.discourse import Told
from tawthiq.extract.phrases import Phrase
from tawthiq.extract.sentences import SentenceReader

ROLES = ("actor", "target", "place")
REACH = 20
NEAR = 6


class SameFeatures:
    """Features of «these two tell one event», the earlier candidate first."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.words: dict[int, dict[str, frozenset[str]]] = {}
        self.sentences: dict[int, frozenset[str]] = {}

    def of(self, a: Told, b: Told) -> list[str]:
        schema = self.context.schema
        one, other = a.candidate, b.candidate
        roots = schema.root_of(one.type), schema.root_of(other.type)
        kinship = (
            "same"
            if one.type == other.type
            else "over"
            if schema.is_a(one.type, other.type)
            else "under"
            if schema.is_a(other.type, one.type)
            else "kin"
            if roots[0] == roots[1]
            else "other"
        )
        apart = bucket(b.sentence - a.sentence)
        form = f"{self._form(a)}>{self._form(b)}"
        found = [
            kinship,
            f"types={one.type}>{other.type}",
            f"roots={roots[0]}>{roots[1]}",
            f"{kinship}|{roots[1]}",
            f"lemma={lemma(one) == lemma(other)}|{kinship}",
            f"lemmas={lemma(one)}>{lemma(other)}",
            f"to={lemma(other)}|{kinship}",
            f"from={lemma(one)}|{kinship}",
            f"form={form}",
            f"form={form}|{kinship}",
            f"apart={apart}|{kinship}",
            f"apart={apart}|form={form}",
            f"between={bucket(self.context.place[id(b)] - self.context.place[id(a)])}|{kinship}",
            f"lead={a.sentence == 0}|{apart}|{kinship}",
            f"aggregate={one.aggregate}|{other.aggregate}",
            f"status={one.status == other.status}",
            f"status={one.status}>{other.status}",
            f"additive={b.additive}|{kinship}",
            f"casualty={one.casualty}>{other.casualty}|{kinship}",
            f"casualty={one.casualty}>{other.casualty}|{apart}",
        ]
        shared = {role: self._agree(a, b, role) for role in ROLES}
        where = self._where(a, b)
        for role, how in shared.items():
            found += [f"{role}={how}", f"{role}={how}|{kinship}", f"{role}={how}|{form}"]
        found += [f"where={where}", f"where={where}|{kinship}", f"where={where}|{apart}|{kinship}"]
        found.append(f"all={'|'.join(shared.values())}")
        found.append(f"all={'|'.join(shared.values())}|{kinship}")
        time = self._times(a, b)
        found += [f"time={time}", f"time={time}|{kinship}", f"time={time}|{where}|{kinship}"]
        found += self._counts(a, b, kinship)
        found += [f"next={w}|{kinship}" for w in self._after(b)]
        found += self._alike(a, b, roots, kinship)
        if a.sentence == b.sentence:
            found += self._together(a, b, kinship)
        return found

    def _form(self, item: Told) -> str:
        predicate = item.candidate.predicate
        if predicate.kind != "noun":
            return "verb:passive" if predicate.passive else "verb"
        plural = all(m.form.word.number == "plural" for m in predicate.matches)
        return f"{'def' if item.definite else 'noun'}{':many' if plural else ''}"

    def _stems(self, item: Told) -> dict[str, frozenset[str]]:
        """Role → words and known entities of what fills it."""
        found = self.words.get(id(item))
        if found is None:
            found = {
                role: frozenset(
                    w for p in item.candidate.phrases(role) for w in self._content(p, item.reader)
                )
                for role in ROLES
            }
            self.words[id(item)] = found
        return found

    def _content(self, phrase: Phrase, reader: SentenceReader) -> list[str]:
        names = [reader.words[i].token for i in range(phrase.first, phrase.last + 1)]
        stems = [t.stem for t in names if t.kind == "word" and len(t.stem) > 2]
        return stems + ([phrase.known] if phrase.known else [])

    def _agree(self, a: Told, b: Told, role: str) -> str:
        x, y = self._stems(a)[role], self._stems(b)[role]
        if not x or not y:
            return "none" if not x and not y else "first" if x else "second"
        return self._overlap(x, y)

    def _overlap(self, x: frozenset[str], y: frozenset[str]) -> str:
        common = 2 * len(x & y) / (len(x) + len(y))
        return "no" if common == 0 else "some" if common < 0.5 else "most" if common < 1 else "all"

    def _where(self, a: Told, b: Told) -> str:
        x = self._stems(a)["place"] | self._stems(a)["target"]
        y = self._stems(b)["place"] | self._stems(b)["target"]
        return self._overlap(x, y) if x and y else "open"

    def _times(self, a: Told, b: Told) -> str:
        x, y = a.candidate.time, b.candidate.time
        if x is None or y is None:
            return "none" if x is None and y is None else "first" if x else "second"
        if (x.start, x.end) == (y.start, y.end):
            return "it" if x is y else "equal"
        return "within" if (x.start or "") <= (y.end or "9") and (y.start or "") <= (x.end or "9") else "no"

    def _counts(self, a: Told, b: Told, kinship: str) -> list[str]:
        x, y = a.candidate.quantities, b.candidate.quantities
        found = [f"count:{q}={'equal' if x[q] == y[q] else 'no'}" for q in sorted(x.keys() & y.keys())]
        found += [f"{f}|{kinship}" for f in found]
        found.append(f"counts={bool(x)}>{bool(y)}|{kinship}")
        arms, others = set(a.candidate.weapons), set(b.candidate.weapons)
        if arms and others:
            found.append(f"weapons={'equal' if arms & others else 'no'}|{kinship}")
        return found

    def _alike(self, a: Told, b: Told, roots: tuple[str, str], kinship: str) -> list[str]:
        """How much the sentences, and the words around the triggers, have in common."""
        near = self._share(self._near(a), self._near(b))
        whole = self._share(self._sentence(a.reader), self._sentence(b.reader))
        apart = "same" if a.sentence == b.sentence else "other"
        numbers = [{w.number.value for w in x.reader.words if w.number is not None} for x in (a, b)]
        count = "none" if not all(numbers) else str(min(len(numbers[0] & numbers[1]), 2))
        rivals = [
            sum(self.context.schema.root_of(f.candidate.type) == root for f in self.context.fellows(x))
            for x, root in zip((a, b), roots, strict=True)
        ]
        alone = f"{min(rivals[0], 3)}>{min(rivals[1], 3)}"
        title = f"{a.sentence == 0}|{min(b.sentence - a.sentence, 3)}"
        return [
            f"near={near}|{apart}",
            f"near={near}|{apart}|{kinship}",
            f"whole={whole}|{apart}",
            f"whole={whole}|{apart}|{kinship}",
            f"whole={whole}|near={near}|{apart}",
            f"numbers={count}|{apart}",
            f"numbers={count}|{apart}|{kinship}",
            f"alone={alone}|{apart}|{kinship}",
            f"alone={alone}|{title}|{kinship}",
            f"title={title}|{kinship}|{self._form(a)}",
            f"title={title}|whole={whole}|{kinship}",
        ]

    def _share(self, x: frozenset[str], y: frozenset[str]) -> int:
        """Common words in fifths of the smaller set."""
        return 5 * len(x & y) // min(len(x), len(y)) if x and y else 0

    def _near(self, item: Told) -> frozenset[str]:
        p, words = item.candidate.predicate, item.reader.words
        first = max(0, p.first_token - NEAR)
        around = words[first : p.first_token] + words[p.last_token + 1 : p.last_token + 1 + NEAR]
        return frozenset(
            w.token.stem
            for w in around
            if w.token.kind == "word" and w.function is None and len(w.token.stem) > 2
        )

    def _sentence(self, reader: SentenceReader) -> frozenset[str]:
        index = reader.sentence.index
        if index not in self.sentences:
            self.sentences[index] = frozenset(
                w.token.stem
                for w in reader.words
                if w.token.kind == "word" and w.function is None and len(w.token.stem) > 2
            )
        return self.sentences[index]

    def _after(self, b: Told) -> list[str]:
        words, last = b.reader.words, b.candidate.predicate.last_token
        return [w.token.stem for w in words[last + 1 : last + 3]]

    def _together(self, a: Told, b: Told, kinship: str) -> list[str]:
        """How the two hang together in their sentence."""
        one, other = a.candidate.predicate, b.candidate.predicate
        reader, found = b.reader, []
        for name, held in (("up", self.context.governor(b)), ("down", self.context.governor(a))):
            if held is not None:
                predicate, slot = held
                direct = predicate is (one if name == "up" else other)
                word = "it" if direct else predicate_word(reader, predicate)
                found += [f"{name}={word}|{slot}", f"{name}={word}|{slot}|{kinship}"]
        prep = other.phrase.prep if other.phrase is not None else "-"
        found += [f"prep={prep}|{kinship}", f"prep={prep}|{lemma(b.candidate)}"]
        chunks = reader.chunks
        first, last = sorted((chunk_of(chunks, one.first_token), chunk_of(chunks, other.first_token)))
        between = chunks[first + 1 : last]
        verbs = min(sum(c.kind == "verb" for c in between), 2)
        found += [f"gap={bucket(last - first)}|{kinship}", f"verbs={verbs}|{kinship}"]
        found += [f"link={c.text}|{kinship}" for c in between if c.kind in ("function", "punctuation")]
        proclitics = "+".join(reader.words[other.first_token].token.proclitics)
        found += [f"clitic={proclitics}|{kinship}", f"clitic={proclitics}|{self._form(b)}|{kinship}"]
        words = [w.token.stem for w in reader.words[one.last_token + 1 : other.first_token]]
        found.append(f"path={' '.join(words)}" if len(words) <= 3 else "path=long")
        found += [f"via={w}|{kinship}" for w in words[:8]]
        return found
