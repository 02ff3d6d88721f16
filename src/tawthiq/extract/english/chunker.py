"""English words → noun phrases, verb groups and the words between them."""

from __future__ import annotations

from dataclasses import dataclass

from tawthiq.extract.annotate import Match, Word
from tawthiq.extract.english.nouns import EnglishPhrase, PhraseBuilder
from tawthiq.extract.english.spelling import prepare
from tawthiq.extract.english.words import NOMINAL, Form, Reading, Tagger
from tawthiq.extract.phrases import Chunk
from tawthiq.knowledge import Knowledge
from tawthiq.language.tables import number_words

GROUP = ("auxiliary", "modal", "negation", "adverb")


@dataclass(slots=True)
class VerbGroup(Chunk):
    """A verb with its auxiliaries: form of the main verb, voice, what governs it."""

    form: Form = "base"
    passive: bool = False
    infinitive: bool = False
    auxiliary: bool = False
    markers: tuple[str, ...] = ()
    prep: str = ""
    main: int = 0

    @property
    def bare_participle(self) -> bool:
        return self.form == "past" and not self.auxiliary


class Chunker:
    """Chunks of one sentence."""

    def __init__(self, words: list[Word], knowledge: Knowledge) -> None:
        self.words, self.knowledge = words, knowledge
        prepare(words, knowledge)
        tagger = Tagger(words)
        self.readings: list[Reading] = tagger.run()
        self._qualifiers()
        self.builder = PhraseBuilder(words, self.readings, knowledge, tagger.title)
        self.chunks: list[Chunk] = []
        self.prep, self.prep_first = "", -1
        self.lexicon = knowledge.lexicon("en")
        self.subordinating = self.lexicon.words("prepositions", "sense", "after", "before", "since", "as")

    def run(self) -> list[Chunk]:
        i = 0
        while i < len(self.words):
            i = self._step(i) + 1
        self._subordinate()
        self._lists()
        return self.chunks

    def _qualifiers(self) -> None:
        """«about», «up to» before a number belong to it and govern nothing."""
        phrases = [p for p, role in number_words("en").placed("before") if role != "vague"]
        for i, word in enumerate(self.words):
            if word.number is None or word.number.kind == "exact":
                continue
            for phrase in phrases:
                first = i - len(phrase)
                if first >= 0 and tuple(w.token.norm for w in self.words[first:i]) == tuple(phrase):
                    for k in range(first, i):
                        self.readings[k] = Reading("quantifier", i - 1)

    def _step(self, i: int) -> int:
        reading, word = self.readings[i], self.words[i]
        if reading.tag == "time":
            return self._emit(Chunk("time", i, reading.last, self.prep, time=word.time))
        if reading.tag == "punctuation":
            if word.token.norm != '"':
                self.prep, self.prep_first = "", -1
            self.chunks.append(Chunk("punctuation", i, i, word.token.norm))
            return i
        if reading.tag == "preposition":
            return self._preposition(i, reading)
        if reading.tag == "verb" or reading.tag in GROUP:
            if reading.tag == "negation" and reading.text == "no":
                return self._phrase(i)
            return self._verb_group(i)
        if reading.tag in NOMINAL and reading.tag != "genitive":
            return self._phrase(i)
        text = "other" if reading.tag == "genitive" else f"{reading.tag}:{reading.text}"
        return self._emit(Chunk("function", i, reading.last, text))

    def _emit(self, chunk: Chunk) -> int:
        self.prep, self.prep_first = "", -1
        self.chunks.append(chunk)
        return chunk.last

    def _preposition(self, i: int, reading: Reading) -> int:
        j = reading.last + 1
        if reading.text == "to":
            k = j
            while k < len(self.readings) and self.readings[k].tag in ("adverb", "negation"):
                k += 1
            infinitive = k < len(self.readings) and self.readings[k].tag in ("verb", "auxiliary")
            if infinitive and (self.readings[k].tag == "auxiliary" or self.readings[k].form == "base"):
                return self._verb_group(j, infinitive=True, start=i)
        self.prep, self.prep_first = reading.text, i
        return reading.last

    def _verb_group(self, i: int, infinitive: bool = False, start: int | None = None) -> int:
        markers: list[str] = []
        auxiliaries: list[str] = []
        j = i
        while j < len(self.readings) and self.readings[j].tag in GROUP:
            reading = self.readings[j]
            if reading.tag == "negation" and reading.text == "no":
                break
            if reading.tag == "auxiliary":
                auxiliaries.append(self.words[j].token.norm if reading.text != "be" else "be")
            if reading.tag != "adverb":
                markers.append(self.words[j].token.norm)
            j = reading.last + 1
        first = i if start is None else start
        if j < len(self.readings) and self.readings[j].tag == "verb":
            return self._verb(first, j, auxiliaries, markers, infinitive)
        if auxiliaries or infinitive or any(self.readings[k].tag == "modal" for k in range(i, j)):
            group = VerbGroup(
                "verb", first, j - 1, "be", form="s", auxiliary=True, infinitive=infinitive, main=j - 1
            )
            group.markers = tuple(markers)
            dead = self._predicative(j)
            if dead is not None:
                group.verbs, group.last, group.main = dead, j, j
                group.passive = True
            return self._emit(group)
        kept, kept_first = self.prep, self.prep_first
        self._emit(Chunk("other", i, max(j - 1, i)))
        self.prep, self.prep_first = kept, kept_first
        return max(j - 1, i)

    def _predicative(self, i: int) -> list[Match] | None:
        if i >= len(self.words):
            return None
        found = [
            m
            for m in self.words[i].nouns
            if m.kind in ("quantities", "triggers") and m.form.entry.pos == "fixed"
        ]
        followed = i + 1 < len(self.words) and self.readings[i + 1].tag == "noun"
        return found if found and not followed else None

    def _verb(
        self, first: int, main: int, auxiliaries: list[str], markers: list[str], infinitive: bool
    ) -> int:
        reading = self.readings[main]
        form = reading.form or "base"
        be = "be" in auxiliaries
        matches = list(self.words[main].verbs)
        group = VerbGroup("verb", first, reading.last, reading.text, verbs=matches, form=form, main=main)
        group.passive = be and form == "past"
        group.infinitive, group.auxiliary = infinitive, bool(auxiliaries) or infinitive
        group.auxiliary = group.auxiliary or any(m in self._modals(first, main) for m in markers)
        group.markers, group.prep = tuple(markers), self.prep
        if auxiliaries[:1] == ["being"] or (not be and form == "ing"):
            group.auxiliary = False
        return self._emit(group)

    def _modals(self, first: int, main: int) -> set[str]:
        return {
            self.words[k].token.norm
            for k in range(first, main)
            if self.readings[k].tag in ("modal", "auxiliary")
        }

    def _phrase(self, i: int) -> int:
        dead = self._predicative(i)
        previous = self.chunks[-1] if self.chunks else None
        if dead and previous is not None and previous.phrase is not None and previous.last == i - 1:
            group = VerbGroup(
                "verb", i, i, self.words[i].token.norm, verbs=dead, form="past", main=i, passive=True
            )
            return self._emit(group)
        phrase = self.builder.build(i)
        if phrase is None:
            last = self.readings[i].last
            return self._emit(Chunk("other", i, last))
        phrase.prep, phrase.prep_first = self.prep, self.prep_first
        return self._emit(Chunk("phrase", phrase.start, max(phrase.last, i), self.prep, phrase=phrase))

    # -- after all chunks are known

    def finite(self, j: int) -> bool:
        """Whether the verb group at ``j`` is, as far as its neighbours show, the verb of a clause."""
        group = self.chunks[j]
        if not isinstance(group, VerbGroup) or group.infinitive or group.prep:
            return False
        if group.form == "ing":
            return group.auxiliary
        if group.form != "past" or group.auxiliary:
            return True
        following = self.chunks[j + 1] if j + 1 < len(self.chunks) else None
        if following is not None and following.phrase is not None and not following.phrase.prep:
            return True
        if following is not None and following.text.startswith("complementizer"):
            return True
        return not takes_object(group, self.lexicon)

    def _subordinate(self) -> None:
        """«after rebels attacked»: the preposition opens a clause."""
        found: list[Chunk] = []
        for j, chunk in enumerate(self.chunks):
            phrase = chunk.phrase
            if phrase is not None and phrase.prep in self.subordinating and self._clause_follows(j):
                found.append(
                    Chunk("function", phrase.prep_first, phrase.prep_first, f"conjunction:{phrase.prep}")
                )
                phrase.prep, phrase.prep_first, chunk.text = "", -1, ""
            found.append(chunk)
        self.chunks[:] = found

    def _clause_follows(self, j: int) -> bool:
        for k in range(j + 1, len(self.chunks)):
            chunk = self.chunks[k]
            if chunk.kind == "verb":
                return self.finite(k)
            if (
                chunk.time is None
                and chunk.kind != "other"
                and (chunk.phrase is None or not chunk.phrase.prep)
            ):
                return False
        return False

    def _lists(self) -> None:
        """Join «A and B», «A, B and C»: the marks between go, the later phrases are joined."""
        j = 0
        while j < len(self.chunks):
            if self.chunks[j].phrase is not None:
                self._join(j)
            j += 1

    def _join(self, j: int) -> None:
        k = j
        commas: list[int] = []
        members: list[int] = []
        while k + 2 <= len(self.chunks) - 1:
            mark = self.chunks[k + 1]
            at = k + 2
            conjunction = mark.text in ("conjunction:and", "conjunction:or")
            if mark.text == "," and self.chunks[at].text in ("conjunction:and", "conjunction:or"):
                conjunction, at = True, at + 1
            if (not conjunction and mark.text != ",") or at >= len(self.chunks):
                return
            phrase = self.chunks[at].phrase
            if phrase is None or phrase.prep:
                return
            commas.extend(range(k + 1, at))
            members.append(at)
            k = at
            if conjunction:
                break
        else:
            return
        opening = self.chunks[j].phrase
        assert opening is not None
        clause = k + 1 < len(self.chunks) and self.finite(k + 1)
        if clause and not self._subject_list(j):
            return
        if len(members) > 1 and not self._alike(j, members[0]):
            return
        for member in members:
            phrase = self.chunks[member].phrase
            assert phrase is not None
            phrase.joined = self.chunks[member].joined = True
        for at in reversed(commas):
            del self.chunks[at]

    def _subject_list(self, j: int) -> bool:
        """Whether a list before a finite verb is its subject or belongs to it («talks between A and B»)."""
        bare = not self.chunks[j].text
        for k in range(j - 1, -1, -1):
            chunk = self.chunks[k]
            if chunk.kind == "verb":
                return bare and any(m.kind == "reporting" for m in chunk.verbs)
            if chunk.kind in ("punctuation", "function"):
                return bare
            if chunk.phrase is not None and not chunk.phrase.prep:
                return not bare
        return bare

    def _alike(self, j: int, k: int) -> bool:
        first, second = self.chunks[j].phrase, self.chunks[k].phrase
        assert isinstance(first, EnglishPhrase)
        assert isinstance(second, EnglishPhrase)
        return (first.head.kind == second.head.kind) or (first.count is not None and second.count is not None)


def takes_object(group: VerbGroup, lexicon: object) -> bool:
    """Whether the verb's frames give its object a part to play, so that without one it is passive."""
    for match in group.verbs:
        if match.kind == "triggers":
            frame = lexicon.frame(match.form.entry)  # type: ignore[attr-defined]
            if "target" in frame.get("obj", ()):
                return True
    return any(m.kind == "quantities" for m in group.verbs)


def chunk(words: list[Word], knowledge: Knowledge) -> list[Chunk]:
    """Chunks of an English sentence, in order; prepositions are part of what they govern."""
    return Chunker(words, knowledge).run()
