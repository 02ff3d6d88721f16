"""One sentence → candidate events and relations."""

from __future__ import annotations

from collections.abc import Sequence

from tawthiq.extract import arabic, english
from tawthiq.extract.annotate import Match, Word, annotate
from tawthiq.extract.attribution import Attribution, AttributionFinder
from tawthiq.extract.candidates import Candidate
from tawthiq.extract.casualties import Counter
from tawthiq.extract.dateline import without_dateline
from tawthiq.extract.frames import FrameReader
from tawthiq.extract.linking import Linker
from tawthiq.extract.phrases import Chunk, Phrase
from tawthiq.extract.predicates import Predicate
from tawthiq.extract.relations import Relation, RelationFinder
from tawthiq.extract.status import StatusFinder
from tawthiq.extract.trace import Step, Trace
from tawthiq.extract.typing import type_phrase
from tawthiq.fold import fold
from tawthiq.knowledge import Knowledge
from tawthiq.language import is_word
from tawthiq.model import Sentence, TimeInterval

GRAMMARS = {"ar": arabic, "en": english}
MEMBERS = frozenset({"People", "ArmedGroup", "MilitaryUnit", "StateForce"})
ARMED = frozenset({"Attack", "Harm"})
WEAPON_TYPES = frozenset({"ArmsTransfer", "MilitaryAid", "Seizure"})


class SentenceReader:
    """Reads one sentence; what it found stays in its attributes, for the reader and for explanations."""

    def __init__(
        self,
        sentence: Sentence,
        times: Sequence[TimeInterval],
        knowledge: Knowledge,
        language: str,
        trace: Trace | None = None,
    ) -> None:
        self.sentence, self.knowledge, self.language, self.trace = sentence, knowledge, language, trace
        self.schema = knowledge.schema
        lexicon = knowledge.lexicon(language)
        self.place_prepositions = lexicon.words("prepositions", "sense", "place")
        self.inside = lexicon.words("prepositions", "sense", "inside")
        self.after = lexicon.words("prepositions", "sense", "after", "before")
        self.since = lexicon.words("prepositions", "sense", "since")
        self.bodies = lexicon.words("prepositions", "sense", "body")
        self.origin = lexicon.words("prepositions", "sense", "origin")
        self.additive = lexicon.words("discourse", "sense", "additive")
        self.protesters = lexicon.words("discourse", "sense", "protester")
        self.words: list[Word] = annotate(sentence, times, knowledge, language)
        grammar = GRAMMARS.get(language, arabic)
        self.chunks: list[Chunk] = grammar.chunk(self.words, knowledge)
        for found in self.chunks:
            if found.phrase is not None:
                type_phrase(found.phrase, self.words, knowledge, language)
        self._type_unknown_places()
        self._type_lists()
        self._describe()
        clauses = without_dateline(self.words, self.chunks, self.schema)
        self.predicates: list[Predicate] = grammar.predicates(self.words, clauses, knowledge)
        self.attributions: list[Attribution] = AttributionFinder(
            self.words, self.chunks, knowledge, language
        ).run(self.predicates)
        self._type_people()
        self.relations: list[Relation] = (
            english.relations(self.words, self.chunks, knowledge)
            if language == "en"
            else RelationFinder(self.words, self.chunks, knowledge, language).run()
        )
        self.frames = FrameReader(self.words, knowledge, language, trace)
        self.counter = Counter(self.words, knowledge, trace)
        self.candidates: list[Candidate] = self._candidates()
        self._keep_speech()

    def _type_unknown_places(self) -> None:
        """A word that no list and no dictionary knows, after «في» or "in": the name of a place."""
        for found in self.chunks:
            phrase = found.phrase
            if phrase is None or phrase.type is not None or phrase.prep not in self.inside:
                continue
            tokens = [self.words[i].token for i in range(phrase.first, phrase.last + 1)]
            if all(u.kind == "other" for u in phrase.units) and not any(
                is_word(t, self.language) for t in tokens
            ):
                phrase.type, phrase.named = "Place", True

    def _keep_speech(self) -> None:
        """«نشرت تركيا منظومة …», «علقت … عضويتها»: a verb that tells an act reports nothing."""
        acts = [c.predicate for c in self.candidates if self.schema.root_of(c.type) != "Rhetoric"]
        self.attributions = [
            a
            for a in self.attributions
            if a.verb is None or a.verb.complement >= 0 or all(a.verb is not p for p in acts)
        ]

    def _type_people(self) -> None:
        """«اعتقلت الشرطة ناشطا»: somebody who says nothing here is no source."""
        speaking = [p for a in self.attributions for p in a.sources]
        for found in self.chunks:
            phrase = found.phrase
            if phrase is None or phrase.type != "UnnamedSource" or any(p is phrase for p in speaking):
                continue
            person = phrase.head.match("people")
            if person is not None:
                phrase.type = "Person" if person.form.word.number == "singular" else "People"

    def _type_lists(self) -> None:
        """A name that «و» joins to places is one of them, even if it is unknown («قريتي … و…»)."""
        for before, found in zip(self.chunks, self.chunks[1:], strict=False):
            one, other = before.phrase, found.phrase
            if one is None or other is None or not other.joined or other.prep or other.type is not None:
                continue
            enclitic = bool(self.words[other.last].token.enclitic)
            unknown = all(u.kind == "other" for u in other.units) and not enclitic
            place = one.type not in (None, "State") and self.schema.is_a(one.type, "Place")
            if unknown and place:
                name = self.words[other.first].name
                other.type, other.named = one.type, True
                if name is not None and self._knows_place(name[1][0]):
                    other.known = name[1][0]
                    other.type = self.knowledge.gazetteer.entities[name[1][0]].type

    def _knows_place(self, entity: str) -> bool:
        found = self.knowledge.gazetteer.entities.get(entity)
        return found is not None and self.schema.is_a(found.type, "Place")

    def _describe(self) -> None:
        """«مصدر في وزارة الدفاع», «القوات الموالية ل…»: the body belongs to the description of them."""
        for before, found in zip(self.chunks, self.chunks[1:], strict=False):
            one, other = before.phrase, found.phrase
            if one is None or other is None or other.joined or not other.prep:
                continue
            if one.type in MEMBERS and self._vague(one) and self._tied(one, other):
                one.reach = other.last
            if other.prep not in self.bodies:
                continue
            person = one.type in ("UnnamedSource", "Person") and not one.named
            member = one.type in MEMBERS and not self._definite(one) and other.prep in self.origin
            if (person or member) and other.type is not None and self.schema.is_a(other.type, "Organization"):
                one.reach = other.last

    def _vague(self, phrase: Phrase) -> bool:
        """Whether only what follows tells it apart: «قوات موالية», «المسلحين التابعين»."""
        nouns = [u for u in phrase.units if u.kind != "number" and u.last < phrase.last]
        head = phrase.head
        plural = any(m.form.word.number == "plural" or m.last > m.first for m in head.matches)
        return (
            len(nouns) <= 1 and head.kind == "noun" and (plural or not self.words[head.first].token.definite)
        )

    def _tied(self, phrase: Phrase, following: Phrase) -> bool:
        """Whether the last word of the phrase ties it to what its preposition governs."""
        return any(
            m.kind == "relation_words" and following.prep in fold(m.get("prep")).split("|")
            for m in self.words[phrase.last].nouns
        )

    def _definite(self, phrase: Phrase) -> bool:
        return any(self.words[i].token.definite for i in range(phrase.first, phrase.last + 1))

    def _candidates(self) -> list[Candidate]:
        status = StatusFinder(self.words, self.chunks, self.knowledge, self.language, self.trace)
        found = [c for p in self.predicates if (c := self._candidate(p, status)) is not None]
        found = Linker(self.frames, self.counter, self.knowledge, self.trace).run(found, self.predicates)
        for candidate in found:
            for predicate in candidate.extra:
                governed = status.status(predicate, self.predicates)
                if governed is None:
                    candidate.status = "denied" if candidate.status == "denied" else candidate.status
                    candidate.type = "-"
                    self._tell(
                        candidate, "end", "dropped", "what carries it did not happen", (), (predicate,)
                    )
                elif governed != "actual" and candidate.status == "actual":
                    candidate.status = governed
                    self._tell(candidate, "status", governed, "as what carries it is", (), (predicate,))
        found = [c for c in found if c.type != "-"]
        for candidate in found:
            self._complete(candidate)
        return found

    def _candidate(self, predicate: Predicate, status: StatusFinder) -> Candidate | None:
        sense = self.frames.sense(predicate)
        if sense is None or sense.get("type") == "-":
            if self.trace is not None and predicate.senses("triggers"):
                why = "no line fits" if sense is None else "the line that fits is an idiom, no event"
                self.trace.note(predicate, "end", "dropped", why)
            return None
        held = status.status(predicate, self.predicates)
        if held is None:
            if self.trace is not None:
                self.trace.note(predicate, "end", "dropped", "it did not happen")
            return None
        type_ = sense.get("type")
        candidate = Candidate(
            predicate,
            sense,
            type_,
            self.sentence.index,
            first=predicate.first_token,
            last=predicate.last_token,
        )
        candidate.status = sense.get("status") or held  # type: ignore[assignment]
        if sense.get("status"):
            self._tell(candidate, "status", sense.get("status"), "the word says so", (sense,))
        candidate.roles = self.frames.roles(sense, predicate, type_)
        candidate.casualty = self.counter.human(predicate) is not None
        for phrases in candidate.roles.values():
            for phrase in phrases:
                candidate.cover(phrase.first, phrase.last)
        return candidate

    def _tell(
        self,
        candidate: Candidate,
        step: Step,
        outcome: str,
        why: str,
        matches: Sequence[Match] = (),
        others: Sequence[Predicate] = (),
        phrases: Sequence[Phrase] = (),
    ) -> None:
        if self.trace is not None:
            entries = [m.form.entry for m in matches]
            self.trace.note(candidate.predicate, step, outcome, why, entries, phrases, others)

    def _complete(self, candidate: Candidate) -> None:
        self._weapons(candidate)
        self._refine(candidate)
        self.counter.events(candidate)
        for predicate in candidate.extra:
            for phrase in predicate.all_phrases():
                self.counter._counted(candidate, phrase, self.schema.root_of(candidate.type))
        self._places(candidate)
        self._time(candidate)
        candidate.aggregate = self._is_aggregate(candidate)

    def _is_aggregate(self, candidate: Candidate) -> bool:
        """Several events told as one: «27 هجوماً», «الهجمات التي تتعرض لها …»."""
        predicate = candidate.predicate
        if predicate.kind != "noun" or self.schema.root_of(candidate.type) != "Attack":
            return False
        counted = candidate.quantities.get("strikes", 0) > 2
        if counted and (len(candidate.phrases("place")) > 1 or self._over_time(candidate)):
            return True
        plural = all(m.form.word.number == "plural" for m in predicate.matches)
        definite = self.words[predicate.first_token].token.definite
        return plural and definite and bool(candidate.phrases("target") or candidate.phrases("actor"))

    def _over_time(self, candidate: Candidate) -> bool:
        """Whether the text gives a period, not a day, for what it counts."""
        slots = {slot for p in (candidate.predicate, *candidate.extra) for slot in p.slots}
        time = candidate.time
        return bool(slots & self.since) or (time is not None and time.precision not in ("day", "part_of_day"))

    def _weapons(self, candidate: Candidate) -> None:
        if self.schema.root_of(candidate.type) not in ARMED and candidate.type not in WEAPON_TYPES:
            candidate.roles.pop("weapon", None)
            return
        codes = [(w.strip(), candidate.sense) for w in candidate.sense.get("weapon").split(",")]
        phrases = [*candidate.phrases("weapon"), *candidate.phrases("actor")]
        phrases.extend(p for q in candidate.extra for p in q.slots.get("ب", ()))
        for phrase in phrases:
            codes.extend((m.get("weapon"), m) for u in phrase.units[:3] if (m := u.match("weapons")))
        unit, own = candidate.predicate.unit, candidate.predicate.phrase
        if own is not None and unit is not None:
            after = own.units[own.units.index(unit) :]
            codes.extend((m.get("weapon"), m) for u in after if (m := u.match("weapons")))
        for code, match in codes:
            if code and code not in candidate.weapons:
                candidate.weapons.append(code)
                self._tell(candidate, "weapon", code, "", (match,))
        if len(candidate.weapons) > 1 and "other" in candidate.weapons:
            candidate.weapons.remove("other")

    def _refine(self, candidate: Candidate) -> None:
        """An attack of unnamed kind is of the kind that its weapons belong to, if that is one only.

        An air raid that a drone flies is a drone strike.
        """
        if candidate.type == "Airstrike" and "drone" in candidate.weapons:
            candidate.type = "DroneStrike"
            candidate.weapons = [w for w in candidate.weapons if w != "aircraft"]
        if candidate.type != "Attack" or not candidate.weapons:
            return
        weapons = set(candidate.weapons)
        kinds = [
            leaf for leaf in self.schema.leaves("Attack")
            if leaf != "ArmedClash" and weapons <= set(self.schema.frame(leaf).roles.get("weapon", ()))
        ]  # fmt: skip
        if len(kinds) == 1:
            candidate.type = kinds[0]
            self._tell(candidate, "type", kinds[0], f"its weapons are {', '.join(candidate.weapons)}")

    def _places(self, candidate: Candidate) -> None:
        """The most specific place that the text ties to the event."""
        own = [p for p in candidate.phrases("target") if self._is_place(p) and self._named_place(p)]
        if own:
            candidate.roles["place"] = self._with_joined(sorted(own, key=lambda p: p.first))
            self._tell_places(candidate, "the target is a place")
            return
        used = {(p.first, p.last) for role in ("actor", "target") for p in candidate.phrases(role)}
        places = [p for p in candidate.phrases("place") if (p.first, p.last) not in used]
        for predicate in (candidate.predicate, *candidate.extra):
            places.extend(
                p
                for slot, phrases in predicate.slots.items()
                if slot in self.place_prepositions
                for p in phrases
                if self._is_place(p) and (p.first, p.last) not in used and p not in places
            )
        places.sort(key=lambda p: p.first)
        why = "the first place tied to it"
        if not places:
            places = [p for p in candidate.phrases("target") if self._is_place(p)]
            why = "the target is a place"
        if not places and (topic := self._topic_place()) is not None:
            places = [topic]
            why = "the place that opens the sentence"
        candidate.roles["place"] = self._with_joined(places)
        self._tell_places(candidate, why)

    def _tell_places(self, candidate: Candidate, why: str) -> None:
        if self.trace is not None and candidate.phrases("place"):
            self.trace.note(candidate.predicate, "place", "place", why, phrases=candidate.phrases("place"))

    def _named_place(self, phrase: Phrase) -> bool:
        """A target that is itself the place, not a thing in one («نقطة تفتيش في …»)."""
        if phrase.known is not None or self.schema.is_a(phrase.type or "", "Settlement"):
            return True
        names = [u for u in phrase.units if u.kind == "name"]
        return phrase.named and any(not u.entities or self._knows_place(u.entities[0]) for u in names)

    def _with_joined(self, places: list[Phrase]) -> list[Phrase]:
        """The first place, with those that are joined to it by «و»."""
        kept: list[Phrase] = []
        for place in places:
            if kept and not (place.joined and place.first <= kept[-1].last + 3):
                break
            kept.append(place)
        return kept

    def _is_place(self, phrase: Phrase) -> bool:
        return phrase.type is not None and self.schema.is_a(phrase.type, "Place")

    def _topic_place(self) -> Phrase | None:
        """A place that opens the sentence: «وفي حلب، …»."""
        for found in self.chunks[:2]:
            if found.phrase is not None:
                phrase = found.phrase
                return phrase if phrase.prep in self.place_prepositions and self._is_place(phrase) else None
        return None

    def _time(self, candidate: Candidate) -> None:
        times = candidate.predicate.times
        if times:
            candidate.time = times[0]
            self._tell(candidate, "time", times[0].text, "its own")
            return
        if self._in_time_phrase(candidate) or any(
            slot in self.since for p in (candidate.predicate, *candidate.extra) for slot in p.slots
        ):
            self._tell(candidate, "time", "none", "it only dates something else")
            return
        anchor = candidate.predicate.chunk
        others = [
            (self._clause_between(i, anchor), abs(i - anchor), i, c.time)
            for i, c in enumerate(self.chunks)
            if c.time is not None
        ]
        if others:
            candidate.time = min(others, key=lambda o: o[:3])[3]
            self._tell(candidate, "time", candidate.time.text, "the nearest of the sentence")

    def _in_time_phrase(self, candidate: Candidate) -> bool:
        """An event that only dates another one («منذ بدء العدوان», «بعد هجوم»)."""
        phrase = candidate.predicate.phrase
        return phrase is not None and (phrase.prep in self.since or phrase.prep in self.after)

    def _clause_between(self, one: int, other: int) -> bool:
        """Whether a conjunction of clauses («فيما», «بينما», "while") stands between two chunks."""
        first, last = sorted((one, other))
        return any(c.text.startswith("conjunction") for c in self.chunks[first + 1 : last])
