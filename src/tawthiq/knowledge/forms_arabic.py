"""All written forms of an Arabic verb or noun, from its dictionary form.

Lemma lexicons miss some feminine perfects and duals, and a trigger that is not recognised is a
fact that is lost. So the words of ``ontology/lexicon/ar`` are expanded to every form that news
text writes (unvowelled, folded, without proclitics, article and object pronouns).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from tawthiq.fold import fold

Tense = Literal["perfect", "imperfect", ""]
Number = Literal["singular", "dual", "plural"]


@dataclass(frozen=True, slots=True)
class WordForm:
    """A folded written form with the features that it shows; ``feminine`` is None where it does not show.

    ``speaker`` says that it is a verb of which who speaks is the subject («نطالب»).
    """

    text: str
    tense: Tense = ""
    number: Number = "singular"
    feminine: bool | None = None
    construct: bool = True
    speaker: bool = False


def imperfect_of(lemma: str) -> str:
    """Third person masculine singular imperfect of a perfect, by rule (sound and derived forms).

    Hollow, defective and hamzated verbs that change their vowel letter must be given in the data.

    >>> imperfect_of("استهدف"), imperfect_of("أطلق"), imperfect_of("قصف")
    ('يستهدف', 'يطلق', 'يقصف')
    """
    if lemma[0] in "اأإآ" and len(lemma) > 3:
        return "ي" + lemma[1:]
    return "ي" + lemma


def verb_forms(lemma: str, imperfect: str = "", own: str = "") -> Iterator[WordForm]:
    """Forms of a verb given as third person masculine singular perfect (and imperfect if irregular).

    ``own`` is its first person singular of the imperfect («أطالب»), which for many verbs looks like the
    perfect of another («أدخل»): none is made by rule.
    """
    if own:
        yield WordForm(fold(own), "imperfect", speaker=True)
    perfect = fold(lemma)
    if lemma[-1] == "ي" and len(perfect) > 2:
        yield from _perfect_in_ya(perfect)
    else:
        yield from _perfect_forms(perfect, weak=lemma[-1] in "ىا" and len(perfect) > 2)
    yield from _imperfect_forms(fold(imperfect or imperfect_of(lemma)))


def _perfect_forms(perfect: str, *, weak: bool) -> Iterator[WordForm]:
    base = perfect[:-1] if weak else perfect
    yield WordForm(perfect, "perfect", feminine=False)
    yield WordForm(base + "ت", "perfect", feminine=True)
    yield WordForm(base + "وا", "perfect", "plural", False)
    yield WordForm(base + "تا", "perfect", "dual", True)
    yield WordForm(base + ("يا" if weak else "ا"), "perfect", "dual", False)
    yield WordForm(base + ("ينا" if weak else "نا"), "perfect", "plural", speaker=True)
    if weak:
        yield WordForm(base + "ا", "perfect", feminine=False)
    elif len(perfect) == 3 and perfect[1] == "ا":
        yield WordForm(perfect[0] + perfect[2] + "نا", "perfect", "plural", speaker=True)


def _perfect_in_ya(perfect: str) -> Iterator[WordForm]:
    """«لقي», «لقيت», «لقوا»: a final «ي» stays, unlike a final «ى»."""
    yield WordForm(perfect, "perfect", feminine=False)
    yield WordForm(perfect + "ت", "perfect", feminine=True)
    yield WordForm(perfect[:-1] + "وا", "perfect", "plural", False)
    yield WordForm(perfect + "تا", "perfect", "dual", True)
    yield WordForm(perfect + "ا", "perfect", "dual", False)
    yield WordForm(perfect + "نا", "perfect", "plural", speaker=True)


def _imperfect_forms(imperfect: str) -> Iterator[WordForm]:
    stem = imperfect[1:]
    weak = stem[-1] in "يوا" and len(stem) > 2
    short = stem[:-1] if weak else stem
    hollow = stem[:-2] + stem[-1] if len(stem) >= 3 and stem[-2] in "ويا" and not weak else ""
    yield WordForm("ن" + stem, "imperfect", "plural", speaker=True)
    for prefix, feminine in (("ي", False), ("ت", True)):
        yield WordForm(prefix + stem, "imperfect", "singular", feminine)
        if weak:
            yield WordForm(prefix + short, "imperfect", "singular", feminine)
        if hollow:
            yield WordForm(prefix + hollow, "imperfect", "singular", feminine)
    for prefix, feminine in (("ي", False), ("ت", True)):
        yield WordForm(prefix + short + "ون", "imperfect", "plural", False)
        yield WordForm(prefix + short + "وا", "imperfect", "plural", False)
        yield WordForm(prefix + stem + "ان", "imperfect", "dual", feminine)
    yield WordForm("ي" + stem + "ن", "imperfect", "plural", True)


def noun_forms(lemma: str, others: Iterable[str] = ()) -> Iterator[WordForm]:
    """Forms of a noun: its singular, the duals and sound plurals, and ``others`` (broken plurals)."""
    singular = fold(lemma)
    feminine = lemma.endswith(("ة", "اء", "ى"))
    yield WordForm(singular, feminine=feminine)
    if lemma.endswith("ة"):
        base = singular[:-1] + "ت"
        yield from _dual(base, feminine=True)
        yield WordForm(singular[:-1] + "ات", number="plural", feminine=True)
    elif len(singular) > 2:
        base = singular[:-1] + "و" if lemma.endswith("اء") else singular
        yield from _dual(base, feminine=feminine)
        yield WordForm(singular + "ون", number="plural", feminine=False, construct=False)
        yield WordForm(singular + "ات", number="plural", feminine=True)
        yield WordForm(singular + "ا", feminine=feminine, construct=False)
    for other in others:
        plural = fold(other.strip())
        if not plural:
            continue
        yield WordForm(plural, number="plural")
        if not other.endswith(("ة", "اء", "ات", "ون", "ين", "ى")):
            yield WordForm(plural + "ا", number="plural", construct=False)


def _dual(base: str, *, feminine: bool) -> Iterator[WordForm]:
    yield WordForm(base + "ان", number="dual", feminine=feminine, construct=False)
    yield WordForm(base + "ين", number="dual", feminine=feminine, construct=False)
    yield WordForm(base + "ا", number="dual", feminine=feminine)
    yield WordForm(base + "ي", number="dual", feminine=feminine)
