"""What a phrase after an Arabic predicate belongs to, if it is no argument of the predicate itself."""

from __future__ import annotations

from collections.abc import Sequence

from tawthiq.extract.annotate import Word
from tawthiq.extract.arabic.subjects import COMMAS, definite
from tawthiq.extract.casualties import HUMAN
from tawthiq.extract.phrases import Chunk, Phrase
from tawthiq.extract.predicates import OBJECT, Predicate
from tawthiq.fold import fold
from tawthiq.knowledge import Knowledge

BETWEEN, OF, WITH = "بين", "من", "مع"
LOCATIVE, TOWARDS = "في", "الي"
PEOPLE = ("People", "Person")


class Attachments:
    """Answers questions about the phrases of one sentence; ``j`` is the number of a phrase's chunk."""

    def __init__(self, words: list[Word], chunks: list[Chunk], knowledge: Knowledge) -> None:
        self.words, self.chunks, self.knowledge = words, chunks, knowledge
        self.lexicon = knowledge.lexicon("ar")

    def of_relation(self, j: int, phrase: Phrase) -> bool:
        """«المدعومة من إيران»: the state belongs to the adjective before it."""
        before = self.chunks[j - 1].phrase
        if before is None:
            return False
        if phrase.prep == "ل" and before.type == "Person" and not before.named and before.head.match("roles"):
            return True  # «الأمين العام للجامعة العربية»
        if self._of_border(before, phrase) or self._of_body(before, phrase):
            return True
        return any(
            m.kind == "relation_words"
            and m.last == before.last
            and phrase.prep in fold(m.get("prep")).split("|")
            for word in self.words[before.first : before.last + 1]
            for m in word.nouns
        )

    def _of_border(self, before: Phrase, phrase: Phrase) -> bool:
        """«الحدود مع لبنان»."""
        match = before.head.match("place_nouns")
        return phrase.prep == WITH and match is not None and match.get("flag") == "shared"

    def _of_body(self, before: Phrase, phrase: Phrase) -> bool:
        """«جنديين من الجيش», «مسلحون من داعش»: they belong to the body."""
        adjacent = phrase.prep == OF and phrase.prep_first == before.last + 1 and not phrase.joined
        schema = self.knowledge.schema
        body = phrase.type is not None and schema.is_a(phrase.type, "Organization")
        return adjacent and body and before.head.match("people", "actor_nouns", "roles") is not None

    def beyond(self, j: int, predicate: Predicate, bare: Sequence[Phrase]) -> int:
        """The chunk with which a verb's clause goes on after a relative clause on its subject, or -1.

        «تعرضت سفينة ترفع علم ليبيريا لهجوم», «قتل الجيش، الذي دخل المدينة، خمسة مسلحين».
        """
        if predicate.kind != "verb" or len(bare) != 1:
            return -1
        if self.chunks[j].kind == "function":
            return self._after_comma(j)
        before, verb = self.chunks[j - 1], self.chunks[j]
        described = before.phrase is bare[0] and not definite(bare[0], self.words) and not verb.joined
        if not described or any(m.form.word.tense != "imperfect" for m in verb.verbs):
            return -1
        wanted = self._awaited(predicate) - predicate.slots.keys()
        for k in range(j + 1, len(self.chunks)):
            phrase = self.chunks[k].phrase
            if phrase is None:
                return -1
            if phrase.prep in wanted:
                return k
        return -1

    def beyond_relation(self, j: int) -> int:
        """The chunk after an aside that the comma ``j`` opens, or -1: «القوات، المدعومة من التحالف، …»."""
        described = self.chunks[j + 1].phrase if j + 1 < len(self.chunks) else None
        if described is None or described.joined or not self.words[described.first].token.definite:
            return -1
        if self.words[described.first].noun("relation_words") is None:
            return -1
        for k in range(j + 2, len(self.chunks)):
            if self.chunks[k].phrase is None:
                return k + 1 if self.chunks[k].text in COMMAS else -1
        return -1

    def _after_comma(self, j: int) -> int:
        """Where a bare phrase follows the comma that ends a relative clause."""
        if self.chunks[j - 1].text not in COMMAS:
            return -1
        for k in range(j + 1, len(self.chunks) - 1):
            if self.chunks[k].kind == "punctuation":
                following = self.chunks[k + 1].phrase
                bare = following is not None and not (following.prep or following.joined)
                return k + 1 if self.chunks[k].text in COMMAS and bare else -1
        return -1

    def _awaited(self, predicate: Predicate) -> set[str]:
        """The prepositions of the event that a light verb carries, and of where something moves to."""
        carried = {fold(m.get("event_slot")) for m in predicate.matches if m.kind == "light_verbs"}
        framed = (self.lexicon.frame(m.form.entry) for m in predicate.matches if m.kind == "triggers")
        moves = {TOWARDS for frame in framed if TOWARDS in frame}
        return (carried | moves) - {OBJECT, ""}

    def locative(self, phrase: Phrase) -> bool:
        """«شمال الموصل», «وسط المدينة»: a place without a preposition."""
        match = phrase.head.match("place_nouns")
        definite = self.words[phrase.head.first].token.definite
        return match is not None and match.get("flag") == "part" and not definite and not phrase.joined

    def appositive(self, j: int, phrase: Phrase, bare: list[Phrase]) -> bool:
        """A bare phrase that says again what the one before it names: «مدينة مقديشو عاصمة الصومال»."""
        before = self.chunks[j - 1]
        schema = self.knowledge.schema
        if before.phrase is not None and before.phrase.prep and phrase.type and before.phrase.type:
            return schema.is_a(phrase.type, "Place") and schema.is_a(before.phrase.type, "Place")
        return (
            self._titled(bare)
            and before.text in COMMAS
            and phrase.type is None
            and all(u.kind in ("other", "name", "adjective") for u in phrase.units)
        )

    def names(self, j: int, phrase: Phrase, bare: list[Phrase]) -> bool:
        """«القيادي في حركة الشباب عبدي نور فارح», «الأمين العام للأمم المتحدة أنطونيو غوتيريش»."""
        if not self._titled(bare) or phrase.type != "Person" or not phrase.named:
            return False
        before = self.chunks[j - 1]
        of_it = before.phrase is not None and self.chunks[j - 2].phrase is bare[-1]
        related = of_it and before.phrase is not None and self.of_relation(j - 1, before.phrase)
        return related or before.last in (bare[-1].last, bare[-1].reach)

    def _titled(self, bare: list[Phrase]) -> bool:
        return bool(bare) and bare[-1].type == "Person" and not bare[-1].named

    def adverbial(self, phrase: Phrase) -> bool:
        """«تحسباً», «سراً»: an unknown accusative that says how or why."""
        token = self.words[phrase.first].token
        alone = len(phrase.units) == 1 and phrase.head.kind == "other" and phrase.type is None
        return alone and not token.definite and token.stem.endswith("ا") and token.text.endswith(("اً", "ًا"))

    def claims(self, phrase: Phrase, predicate: Predicate) -> frozenset[str]:
        """Prepositions that an event noun keeps for itself, unless a light verb carries it."""
        if not phrase.prep and any(m.kind == "light_verbs" for m in predicate.matches):
            return frozenset()
        for unit in phrase.units:
            match = unit.match("triggers")
            carried = phrase.prep == "ب"
            same = {m.get("type") for m in predicate.matches if m.kind == "triggers" and carried}
            if unit.kind != "adjective" and match is not None and match.get("type") not in {"-", *same}:
                return frozenset(self.lexicon.frame(match.form.entry)) - {"في", "ب"}
        return frozenset()

    def other_side(self, predicate: Predicate, phrase: Phrase) -> bool:
        """«بين قوات موالية للحكومة وجماعات مسلحة»: of two sides the second is still to come."""
        sides = predicate.slots.get(BETWEEN, [])
        actor = phrase.type is not None and self.knowledge.schema.is_a(phrase.type, "Actor")
        return len(sides) == 1 and actor

    def other_deed(self, phrase: Phrase) -> bool:
        """«مقتل جندي وإصابة آخر», but «مقتل شرطي واثنين من أفراد الحراسة»."""
        head = phrase.head
        casualties = (m for m in head.matches if m.kind == "quantities" and m.get("quantity") in HUMAN)
        return head.match("triggers") is not None or next(casualties, None) is not None

    def resumes(self, earlier: Phrase, j: int) -> bool:
        """«ضابط في الشرطة وقاض»: people go on with people, not with the body between them."""
        phrase, between = self.chunks[j].phrase, self.chunks[j - 1].phrase
        if phrase is None or between is None or between.type in PEOPLE:
            return False
        return phrase.type in PEOPLE and earlier.type in PEOPLE
