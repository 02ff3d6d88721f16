"""Which phrases are the arguments of which English verb or event noun."""

from __future__ import annotations

from tawthiq.extract.annotate import Match, Word
from tawthiq.extract.english.chunker import VerbGroup, takes_object
from tawthiq.extract.english.nouns import EnglishPhrase
from tawthiq.extract.english.typing import settle, state_phrase, sub_phrase
from tawthiq.extract.phrases import Chunk, Phrase, Unit
from tawthiq.extract.predicates import ADJECTIVE, GENITIVE, OBJECT, SUBJECT, Predicate
from tawthiq.knowledge import Knowledge

HARD_STOPS = frozenset(".;:?!…")
COMMAS = frozenset({",", "-", "–", "—", "--"})
DASHES = frozenset({"--", "–", "—"})
LONGEST_ASIDE = 12
TRIGGER_TABLES = frozenset({"triggers", "quantities", "light_verbs"})
MODIFIER = "mod"
SECOND_OBJECT = "obj2"
ATTACKERS = ("ArmedGroup", "Coalition", "State")
OBJECT_CONTROL = frozenset({"of", "for", "from"})


class ClauseParser:
    """Finds the predicates of one sentence and their arguments."""

    def __init__(self, words: list[Word], chunks: list[Chunk], knowledge: Knowledge) -> None:
        self.words, self.chunks, self.knowledge = words, chunks, knowledge
        self.schema, self.lexicon = knowledge.schema, knowledge.lexicon("en")
        self.verbs: dict[int, Predicate] = {}
        links = self.lexicon.entries_of("relation_words")
        self.inside = frozenset(e.get("prep") for e in links if e.pos == "preposition")
        for chunk in chunks:
            if chunk.phrase is not None:
                settle(chunk.phrase, words, knowledge)
        self.skip = self._parentheses()
        self._appositions()

    def run(self) -> list[Predicate]:
        """All predicates, in the order of the text."""
        predicates: list[Predicate] = []
        for i, chunk in enumerate(self.chunks):
            if isinstance(chunk, VerbGroup):
                self.verbs[i] = self._verb(i, chunk)
                predicates.append(self.verbs[i])
            elif isinstance(chunk.phrase, EnglishPhrase):
                predicates.extend(self._nouns(i, chunk.phrase))
        for predicate in predicates:
            if predicate.kind == "verb":
                self._in_event(predicate, predicates)
        return predicates

    def _in_event(self, verb: Predicate, predicates: list[Predicate]) -> None:
        """«troops killed five rebels in the clashes»: who killed takes part in the event told beside it."""
        if not any(m.kind == "quantities" for m in verb.matches):
            return
        for event in predicates:
            if (
                event.kind != "noun"
                or event.phrase is None
                or not event.phrase.prep
                or not self._armed(event)
            ):
                continue
            if event.chunk > verb.chunk and any(
                event.phrase is p for p in verb.slots.get(event.phrase.prep, [])
            ):
                agent = "by" if verb.passive else SUBJECT
                for phrase in verb.slots.pop(agent, []):
                    event.add("by", phrase)
                if verb.passive and self._senses(event)[0].get("type") == "ArmedClash":
                    for phrase in verb.slots.get(SUBJECT, []):
                        if self._fighter(phrase):
                            event.add("by", phrase)
                return

    def _fighter(self, phrase: Phrase) -> bool:
        match = phrase.head.match("people")
        return self._is(phrase, *ATTACKERS) or (match is not None and match.get("quantity") == "personnel")

    def _armed(self, predicate: Predicate) -> bool:
        senses = self._senses(predicate)
        return bool(senses) and self.schema.root_of(senses[0].get("type")) in ("Attack", "Harm")

    def _parentheses(self) -> set[int]:
        inside, found = False, set()
        for i, chunk in enumerate(self.chunks):
            inside = inside or chunk.text == "("
            if inside:
                found.add(i)
            if chunk.text == ")":
                inside = False
        found = set() if inside else found
        dashes = [i for i, c in enumerate(self.chunks) if c.text in DASHES]
        for first, last in zip(dashes[::2], dashes[1::2], strict=False):
            if last - first <= LONGEST_ASIDE and not any(self._finite(i) for i in range(first, last)):
                found.update(range(first, last + 1))
        return found

    def _finite(self, i: int) -> bool:
        chunk = self.chunks[i]
        return isinstance(chunk, VerbGroup) and (chunk.auxiliary or chunk.form == "s") and not chunk.infinitive

    def _is(self, phrase: Phrase, *classes: str) -> bool:
        return phrase.type is not None and any(self.schema.is_a(phrase.type, c) for c in classes)

    def _appositions(self) -> None:
        """«Name, the leader of …,» and "town, country,": the second phrase says more of the first."""
        for i in range(2, len(self.chunks)):
            phrase, before = self.chunks[i].phrase, self.chunks[i - 2].phrase
            if (
                not isinstance(phrase, EnglishPhrase)
                or before is None
                or self.chunks[i - 1].text != ","
                or phrase.prep
            ):
                continue
            after = self.chunks[i + 1].text if i + 1 < len(self.chunks) else "."
            closed = (
                after in (",", ".", ";", "")
                or self.chunks[min(i + 1, len(self.chunks) - 1)].phrase is not None
            )
            place = self._is(phrase, "Place") and self._is(before, "Place") and before.type != "State"
            title = phrase.head.match("roles", "actor_nouns", "people") and not phrase.joined and before.named
            title = title and (not phrase.named or phrase.known is None) and phrase.count is None
            age = after == "," and all(u.kind == "number" for u in phrase.units)
            phrase.apposition = bool(place or age or (title and closed))

    # -- verbs

    def _verb(self, i: int, group: VerbGroup) -> Predicate:
        predicate = Predicate(
            "verb",
            i,
            group.main,
            group.last,
            list(group.verbs),
            markers=group.markers,
            passive=group.passive,
            last=i,
        )
        predicate.voiced = True
        if predicate.passive:
            predicate.matches = [m for m in predicate.matches if m.kind != "reporting"]
        objects = self._right(i, predicate)
        subject = self._subject(i, group, predicate, objects)
        if subject:
            predicate.slots[SUBJECT] = subject
        if objects and not predicate.slots.get(OBJECT):
            predicate.slots[OBJECT] = objects[0]
            if len(objects) > 1:
                predicate.slots[SECOND_OBJECT] = objects[1]
        predicate.trailing = predicate.trailing or self._closes(i, predicate)
        if (
            not objects
            and subject
            and any(m.kind == "modality" for m in group.verbs)
            and not predicate.passive
        ):
            if self._event(subject[0]) and predicate.complement < 0:
                predicate.slots[OBJECT] = list(subject)
        return predicate

    def _closes(self, i: int, predicate: Predicate) -> bool:
        """Whether a reporting verb ends its sentence: «… officials said on Monday.»"""
        if predicate.complement >= 0 or predicate.pronoun_object or i < 2 or predicate.left == 0:
            return False
        following = self.chunks[predicate.last + 1] if predicate.last + 1 < len(self.chunks) else None
        told = [p for slot in (OBJECT, SECOND_OBJECT) for p in predicate.slots.get(slot, [])]
        ends = following is None or following.text in HARD_STOPS or following.text == '"'
        return ends and all(self._is(p, "Actor") for p in told) and any(j < i for j in self.verbs if j != i)

    def _event(self, phrase: Phrase) -> bool:
        match = phrase.head.match("triggers")
        return match is not None and match.get("type") != "-"

    def _subject(
        self, i: int, group: VerbGroup, predicate: Predicate, objects: list[list[Phrase]]
    ) -> list[Phrase]:
        before = self._neighbour(i)
        inverted = self._inverted(i, group, before, objects)
        if inverted:
            objects.pop(0)
            predicate.trailing = True
            return inverted
        if group.infinitive:
            self._govern(i)
            return self._controller(i, objects=True)
        if group.prep or (group.form == "ing" and not group.auxiliary):
            return self._gerund(i, group)
        if (
            before >= 0
            and self.chunks[before].text.startswith("conjunction:")
            and self.chunks[before].text[12:] in ("and", "or", "but")
        ):
            shared = self._shared(i, group, predicate, objects)
            if shared is not None:
                return shared
        if group.bare_participle and not objects and self._participial(i, group, before):
            predicate.passive = True
            antecedent = self._antecedent(i, group)
            if antecedent:
                predicate.left = i
            return antecedent
        return self._left(i, predicate)

    def _neighbour(self, i: int) -> int:
        """The chunk before ``i``, adverbs and times left out."""
        j = i - 1
        while j >= 0 and (self.chunks[j].kind in ("other", "time") or self.chunks[j].text in ('"', "'")):
            j -= 1
        return j

    def _inverted(self, i: int, group: VerbGroup, before: int, objects: list[list[Phrase]]) -> list[Phrase]:
        """«…», said the minister."""
        if (
            not objects
            or not any(m.kind == "reporting" for m in group.verbs)
            or group.form == "ing"
            or group.infinitive
        ):
            return []
        mark = before < 0 or (self.chunks[before].kind == "punctuation")
        after_quote = i > 0 and self.chunks[i - 1].kind == "punctuation"
        return (
            objects[0]
            if (mark
            and after_quote
            and self._is(objects[0][0], "Actor"))
            or (mark and after_quote and objects[0][0].type is None)
            else []
        )

    def _govern(self, i: int) -> None:
        """Let the verb before an infinitive or gerund know that this is its complement."""
        for j in range(i - 1, max(-1, i - 4), -1):
            chunk = self.chunks[j]
            if chunk.kind == "verb":
                governor = self.verbs[j]
                if governor.complement < 0:
                    governor.complement = i - 1
                return
            if chunk.kind == "punctuation" and chunk.text not in ('"', "'"):
                return

    def _controller(self, i: int, *, objects: bool) -> list[Phrase]:
        """Who does what an infinitive says: the object of the verb before, else its subject."""
        for j in range(i - 1, -1, -1):
            chunk = self.chunks[j]
            if chunk.kind == "verb":
                slots = self.verbs[j].slots
                direct = [p for p in slots.get(OBJECT, []) if self._is(p, "Actor")]
                return list(direct if objects and direct else slots.get(SUBJECT, []))
            if chunk.text in HARD_STOPS:
                return []
        return []

    def _gerund(self, i: int, group: VerbGroup) -> list[Phrase]:
        """«X accused Y of shelling», "after killing", "…, killing 12", "rebels fighting in"."""
        before = self._neighbour(i)
        casualty = any(m.kind == "quantities" for m in group.verbs)
        if group.prep:
            self._govern(i)
            return self._controller(i, objects=group.prep in OBJECT_CONTROL)
        if before < 0:
            return []
        phrase = self.chunks[before].phrase
        if phrase is not None and before not in self.skip and not getattr(phrase, "apposition", False):
            free = phrase.prep and (casualty or self._is(phrase, "Place")) or casualty and self._verb_in_clause(before)
            if not free:
                return [phrase]
        if self.chunks[before].kind == "verb":
            self._govern(i)
        if casualty:
            return []
        return self._controller(i, objects=False)

    def _verb_in_clause(self, i: int) -> bool:
        for chunk in reversed(self.chunks[:i]):
            if chunk.kind == "verb":
                return True
            if chunk.kind in ("punctuation", "function"):
                return False
        return False

    def _shared(
        self, i: int, group: VerbGroup, predicate: Predicate, objects: list[list[Phrase]]
    ) -> list[Phrase] | None:
        """The subject of the verb before, after «and»."""
        for j in range(i - 1, -1, -1):
            chunk = self.chunks[j]
            if isinstance(chunk, VerbGroup) and not chunk.infinitive and chunk.form != "ing":
                previous = self.verbs[j]
                if (
                    group.bare_participle
                    and previous.passive
                    and not objects
                    and takes_object(group, self.lexicon)
                ):
                    predicate.passive = True
                merged = (
                    any(m.kind == "quantities" for m in group.verbs)
                    and bool(self._senses(previous))
                    and not predicate.passive
                )
                return [] if merged else list(previous.slots.get(SUBJECT, []))
            if chunk.text in HARD_STOPS or chunk.text.startswith(("complementizer", "relative")):
                return None
        return None

    def _senses(self, predicate: Predicate) -> list[Match]:
        return [m for m in predicate.senses("triggers") if m.get("type") != "-"]

    def _participial(self, i: int, group: VerbGroup, before: int) -> bool:
        """Whether a past form without auxiliary and object is a passive participle."""
        if before < 0 or self.chunks[before].kind == "punctuation":
            return takes_object(group, self.lexicon) or self._by_follows(i)
        phrase = self.chunks[before].phrase
        if phrase is None:
            return False
        if self._by_follows(i):
            return True
        if not takes_object(group, self.lexicon):
            return False
        human = any(m.kind == "quantities" for m in group.verbs)
        return human or (not self._is(phrase, *ATTACKERS) and not phrase.head.match("weapons", "triggers"))

    def _by_follows(self, i: int) -> bool:
        for j in range(i + 1, min(i + 4, len(self.chunks))):
            phrase = self.chunks[j].phrase
            if phrase is not None and phrase.prep == "by":
                return True
            if self.chunks[j].kind in ("verb", "punctuation"):
                return False
        return False

    def _antecedent(self, i: int, group: VerbGroup) -> list[Phrase]:
        """What a participle describes: the phrase before it; people rather than the place where they are."""
        human = any(m.kind == "quantities" for m in group.verbs)
        first: Phrase | None = None
        for j in range(i - 1, -1, -1):
            chunk = self.chunks[j]
            if chunk.text in HARD_STOPS or chunk.kind == "verb":
                break
            phrase = chunk.phrase
            if phrase is None or j in self.skip or getattr(phrase, "apposition", False):
                continue
            first = first or phrase
            if not human or (self._is(phrase, "Actor") and phrase.type != "State") or phrase.count is not None:
                return self._coordinated(j)
        return [first] if first is not None else []

    def _left(self, i: int, predicate: Predicate) -> list[Phrase]:
        """The subject of a finite verb, or the antecedent of its relative pronoun."""
        relative = False
        j = i - 1
        adjacent = True
        while j >= 0:
            chunk = self.chunks[j]
            phrase = chunk.phrase
            if phrase is not None and j not in self.skip and not getattr(phrase, "apposition", False):
                if relative or not phrase.prep:
                    if relative:
                        predicate.antecedent = phrase
                    else:
                        predicate.left = j
                    return self._coordinated(j)
            elif isinstance(chunk, VerbGroup):
                previous = self.verbs[j]
                if previous.antecedent is not None:
                    j = self._index(previous.antecedent)
                    if not previous.antecedent.prep:
                        predicate.left = j
                        return self._coordinated(j)
                elif not (
                    chunk.infinitive or chunk.bare_participle or (chunk.form == "ing" and not chunk.auxiliary)
                ):
                    return []
            elif chunk.kind == "function":
                class_ = chunk.text.partition(":")[0]
                if class_ in ("relative", "complementizer") and adjacent:
                    relative = True
                elif class_ in ("conjunction", "complementizer", "relative", "pronoun"):
                    return []
            elif chunk.text in HARD_STOPS:
                return []
            if chunk.kind not in ("other", "time"):
                adjacent = False
            j -= 1
        return []

    def _index(self, phrase: Phrase) -> int:
        return next(k for k, c in enumerate(self.chunks) if c.phrase is phrase)

    def _coordinated(self, j: int) -> list[Phrase]:
        """The phrase with those that it is joined to, before it."""
        last = self.chunks[j].phrase
        assert last is not None
        found = [last]
        while j > 0 and found[0].joined:
            before = self.chunks[j - 1].phrase
            if before is None:
                break
            found.insert(0, before)
            j -= 1
        return found

    def _right(self, i: int, predicate: Predicate) -> list[list[Phrase]]:
        """Collect what follows a verb in its clause; returns the groups of phrases without preposition."""
        groups: list[list[Phrase]] = []
        slot: list[Phrase] | None = None
        comma = False
        claimed: frozenset[str] = frozenset()
        for j in range(i + 1, len(self.chunks)):
            chunk = self.chunks[j]
            phrase = chunk.phrase
            if j in self.skip or chunk.text in ('"', "'") or chunk.kind == "other":
                continue
            if chunk.kind == "punctuation":
                if chunk.text in HARD_STOPS:
                    break
                comma = True
                continue
            if isinstance(chunk, VerbGroup):
                break
            if chunk.kind == "function":
                if not self._passes(j, chunk, predicate):
                    break
            elif chunk.time is not None:
                predicate.times.append(chunk.time)
                if any(m.kind == "reporting" for m in predicate.matches) and not comma:
                    chunk.time = None
            elif phrase is not None:
                if isinstance(phrase, EnglishPhrase) and phrase.apposition:
                    continue
                if phrase.joined and slot is not None:
                    slot.append(phrase)
                elif phrase.prep:
                    slot = []
                    if phrase.prep not in claimed and not self._tells_where(j):
                        slot = predicate.slots.setdefault(phrase.prep, [])
                    slot.append(phrase)
                    claimed |= self._claims(phrase, predicate)
                else:
                    if comma or self._starts_clause(i, j, predicate) or len(groups) > 1:
                        break
                    slot = [phrase]
                    groups.append(slot)
                    claimed |= self._claims(phrase, predicate)
            predicate.last = j
        return groups

    def _tells_where(self, j: int) -> bool:
        """«the town in the north»: where the place before is, not where it happened."""
        phrase, before = self.chunks[j].phrase, self.chunks[j - 1].phrase
        if phrase is None or before is None or phrase.prep not in self.inside:
            return False
        return self._is(phrase, "Place") and self._is(before, "Place") and before.type != "State"

    def _passes(self, j: int, chunk: Chunk, predicate: Predicate) -> bool:
        class_ = chunk.text.partition(":")[0]
        if class_ == "complementizer" and predicate.complement < 0:
            predicate.complement = j
        if class_ == "pronoun":
            predicate.pronoun_object = True
            return True
        return class_ not in ("conjunction", "complementizer", "relative")

    def _starts_clause(self, i: int, j: int, predicate: Predicate) -> bool:
        """A phrase that is the subject of the verb after it: «officials said rebels attacked»."""
        for k in range(j + 1, len(self.chunks)):
            chunk = self.chunks[k]
            if isinstance(chunk, VerbGroup):
                counted = all(u.kind == "number" for u in self._phrase(j).units) and k == j + 1
                if counted and chunk.bare_participle and any(m.kind == "quantities" for m in chunk.verbs):
                    return True
                finite = not chunk.infinitive and not chunk.prep and (chunk.form != "ing" or chunk.auxiliary)
                reporting = any(m.kind == "reporting" for m in predicate.matches)
                found = finite and (chunk.auxiliary or chunk.form == "s" or reporting)
                if found and predicate.complement < 0:
                    predicate.complement = i
                return found
            if chunk.kind in ("punctuation", "function") or (
                chunk.phrase is not None and not chunk.phrase.prep and not chunk.phrase.joined
            ):
                return False
        return False

    def _phrase(self, j: int) -> Phrase:
        phrase = self.chunks[j].phrase
        assert phrase is not None
        return phrase

    def _claims(self, phrase: Phrase, predicate: Predicate) -> frozenset[str]:
        """Prepositions that an event noun among the arguments keeps for itself."""
        if any(m.kind == "light_verbs" for m in predicate.matches) and not phrase.prep:
            return frozenset()
        match = phrase.head.match("triggers")
        if match is None or match.get("type") == "-":
            return frozenset()
        return frozenset(self.lexicon.frame(match.form.entry))

    # -- nouns

    def _nouns(self, i: int, phrase: EnglishPhrase) -> list[Predicate]:
        found = []
        for part in phrase.parts():
            unit = part.head
            matches = [
                m for m in unit.matches if m.kind in TRIGGER_TABLES and m.form.entry.pos in ("noun", "fixed")
            ]
            if matches and unit.kind != "adjective" and not part.negated:
                found.append(self._noun(i, phrase, part, matches))
        return found

    def _noun(self, i: int, whole: EnglishPhrase, part: EnglishPhrase, matches: list[Match]) -> Predicate:
        unit = part.head
        predicate = Predicate(
            "noun", i, unit.first, unit.last, matches, phrase=part, unit=unit, last=i, joined=part.joined
        )
        predicate.count = part.count
        if part.of is not None:
            predicate.add(GENITIVE, part.of)
        if part.possessor is not None:
            predicate.add(ADJECTIVE, part.possessor)
        self._modifiers(predicate, part)
        if part.last == whole.last and part is not whole.possessor:
            self._after_noun(i, predicate, part)
        return predicate

    def _modifiers(self, predicate: Predicate, part: EnglishPhrase) -> None:
        """«Syrian government air strikes», "Israeli raid", "Hezbollah rocket attack"."""
        units = sorted(part.modifiers, key=lambda u: u.first)
        kept = [
            u
            for u in units
            if u.kind == "name" or u.demonym or u.match("actor_nouns", "place_nouns", "people")
        ]
        nouns = [u for u in kept if not u.demonym or u.kind == "name"]
        if nouns:
            group: list[Unit] = [nouns[-1], *[u for u in kept if u is not nouns[-1]]]
            predicate.add(MODIFIER, sub_phrase(group, self.words, self.knowledge))
        for unit in kept:
            if unit.demonym and (not nouns or unit.first > nouns[-1].first or nouns[-1].kind == "name"):
                predicate.add(ADJECTIVE, state_phrase(unit, self.knowledge))

    def _after_noun(self, i: int, predicate: Predicate, part: EnglishPhrase) -> None:
        slot: list[Phrase] | None = predicate.slots.get(GENITIVE) if part.of is not None else None
        claimed: frozenset[str] = frozenset()
        for j in range(i + 1, len(self.chunks)):
            chunk, phrase = self.chunks[j], self.chunks[j].phrase
            if j in self.skip or chunk.text in ('"', "'") or chunk.kind == "other":
                continue
            if chunk.time is not None:
                predicate.times.append(chunk.time)
            elif phrase is None:
                return
            elif isinstance(phrase, EnglishPhrase) and phrase.apposition:
                continue
            elif phrase.joined and slot is not None:
                slot.append(phrase)
            elif phrase.prep:
                slot = [phrase]
                if phrase.prep not in claimed and not self._tells_where(j):
                    slot = predicate.slots.setdefault(phrase.prep, [])
                    slot.append(phrase)
                claimed |= self._claims(phrase, predicate)
            else:
                return
            predicate.last = j


def predicates(words: list[Word], chunks: list[Chunk], knowledge: Knowledge) -> list[Predicate]:
    """The verbs and event nouns of an English sentence, in order, with their arguments."""
    return ClauseParser(words, chunks, knowledge).run()
