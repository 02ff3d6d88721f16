"""Arabic articles → facts: cases in ``cases/extract_ar.yaml``, one phenomenon each.

A case has a ``text``, if dates matter the day on which it was ``published``, and the facts that matter
for the phenomenon, as the event table has them:

``events``     each is told by an event of its own; only the fields that are given count. A list of names
               or weapons is complete, ``quantities`` are those given (``null``: none). ``when`` is one
               day, month or year, «start/end», or ``null``. ``type: A|B`` allows either.
``absent``     no event has all of these; here a list needs only to be part of the event's.
``count``      how many events there are in all.
``relations``  subject, predicate, object; ``no_relations`` must not come (a name of ``*`` is any).
``fails``      why the case fails today; it must be removed when the case is mended.

A name is found if one of the two wordings contains the other, whole words and folded; ``a|b`` are two
names of one thing, ``=a`` is the whole label of what the mention stands for, and ``...`` says that a list
may have more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from rules import rules_only
from tawthiq.fold import fold_phrase
from tawthiq.graph.settle import PRECISIONS, STATUSES
from tawthiq.knowledge import Knowledge
from tawthiq.model import Argument, Document, ResolvedDocument, ResolvedReport
from tawthiq.pipeline import read_document

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "extract_ar.yaml").read_text("utf-8")
)
EVENT_KEYS = {
    "type", "status", "actors", "targets", "places", "sources", "weapons", "quantities", "when", "aggregate"
}  # fmt: skip
CASE_KEYS = {"name", "text", "published", "events", "absent", "count", "relations", "no_relations", "fails"}

MORE = "..."
WHOLE = "="

#: The wordings of one thing, its label last.
Names = tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """An event as the text tells it, all its reports together. Names are (wordings of one thing)."""

    type: str
    status: str
    aggregate: bool
    names: Mapping[str, tuple[Names, ...]]
    weapons: frozenset[str]
    quantities: Mapping[str, int]
    when: str | None

    def __str__(self) -> str:
        names = " ".join(f"{role}={[n[0] for n in names]}" for role, names in self.names.items() if names)
        counts = ",".join(f"{k}={v}" for k, v in self.quantities.items())
        rest = " ".join(part for part in (",".join(sorted(self.weapons)), counts, str(self.when)) if part)
        return f"{self.type}({self.status}{', aggregate' if self.aggregate else ''}) {names} {rest}"


def told(document: ResolvedDocument) -> list[Told]:
    groups: dict[str, list[ResolvedReport]] = {}
    for report in document.reports:
        groups.setdefault(report.event, []).append(report)
    types = {event.id: event for event in document.events}
    found = []
    for id_, reports in groups.items():
        status = min((r.report.status for r in reports), key=STATUSES.index)
        heard = [r for r in reports if r.report.status == status]
        times = [r.report.time for r in heard if r.report.time and r.report.time.start]
        time = min(times, key=lambda t: PRECISIONS.index(t.precision), default=None)
        quantities: dict[str, int] = {}
        for r in heard:
            quantities = {**r.report.quantities, **quantities}
        names = {
            "actors": _names(document, (a for r in heard for a in r.actors)),
            "targets": _names(document, (a for r in heard for a in r.targets)),
            "places": _names(document, (a for r in heard for a in r.places)),
            "sources": _names(document, (r.claimant for r in reports if r.claimant)),
        }
        when = None
        if time is not None:
            when = time.start if time.start == time.end else f"{time.start}/{time.end or ''}"
        weapons = frozenset(w for r in heard for w in r.report.weapons)
        found.append(Told(types[id_].type, status, types[id_].aggregate, names, weapons, quantities, when))
    return found


def _names(document: ResolvedDocument, arguments: Iterable[Argument]) -> tuple[Names, ...]:
    wordings: dict[str, list[str]] = {}
    for argument in arguments:
        wordings.setdefault(argument.entity, []).append(argument.mention.text)
    return tuple((*texts, _label(document, id_)) for id_, texts in wordings.items())


def _label(document: ResolvedDocument, entity: str) -> str:
    labels = document.entities[entity].labels
    return labels.get("ar") or next(iter(labels.values()))


def same_name(told: Names, wanted: str) -> bool:
    if wanted.startswith(WHOLE):
        return _words(told[-1]) == _words(wanted)
    for one in map(_words, told):
        for other in map(_words, wanted.split("|")):
            if one and other and (one in other or other in one):
                return True
    return False


def _words(name: str) -> str:
    """The words of a name, folded, without the article, so that whole words are compared."""
    words = re.findall(r"\w+", fold_phrase(name))
    return "".join(f"<{re.sub(r'^(?:ال|لل)(?=..)', '', word)}>" for word in words)


def pairs_off(told: Sequence[Any], wanted: Sequence[Any], fits: Any) -> bool:
    """Whether each of ``wanted`` has one of its own among ``told``."""
    if not wanted:
        return True
    rest = wanted[1:]
    return any(
        fits(one, wanted[0]) and pairs_off([*told[:i], *told[i + 1 :]], rest, fits)
        for i, one in enumerate(told)
    )


def matches(event: Told, wanted: Mapping[str, Any], *, complete: bool) -> bool:
    """Whether an event has the given fields; if ``complete``, a list has nothing more than is given."""
    if "type" in wanted and event.type not in wanted["type"].split("|"):
        return False
    if event.status != wanted.get("status", event.status):
        return False
    if event.aggregate != wanted.get("aggregate", event.aggregate):
        return False
    if "when" in wanted and event.when != (None if wanted["when"] is None else str(wanted["when"])):
        return False
    if any(event.quantities.get(k) != v for k, v in wanted.get("quantities", {}).items()):
        return False
    for role in ("actors", "targets", "places", "sources"):
        names = wanted.get(role)
        if names is None:
            continue
        wanted_names = [name for name in names if name != MORE]
        if complete and MORE not in names and len(event.names[role]) != len(names):
            return False
        if not pairs_off(event.names[role], wanted_names, same_name):
            return False
    weapons = set(wanted.get("weapons", event.weapons))
    return weapons == event.weapons if complete else weapons <= event.weapons


def relations(document: ResolvedDocument) -> list[tuple[Names, str, Names]]:
    found: list[tuple[Names, str, Names]] = []
    for relation in document.relations:
        (subject,) = _names(document, [relation.subject])
        (object_,) = _names(document, [relation.object])
        found.append((subject, relation.report.predicate, object_))
    return found


def same_relation(told: tuple[Names, str, Names], wanted: Sequence[str]) -> bool:
    subject, predicate, object_ = wanted
    if predicate != told[1]:
        return False
    return all(
        name == "*" or same_name(names, name) for names, name in ((told[0], subject), (told[2], object_))
    )


def _case(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=case["fails"])] if "fails" in case else []
    return pytest.param(case, id=case["name"], marks=marks)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return rules_only()


@pytest.mark.parametrize("case", [_case(case) for case in CASES])
def test_case(case: dict[str, Any], knowledge: Knowledge) -> None:
    text = " ".join(case["text"].split())
    document = read_document(
        Document("case", text, published=case.get("published"), language="ar"), knowledge
    )
    events, stated = told(document), relations(document)
    problems = []
    if not pairs_off(events, case.get("events", []), lambda e, w: matches(e, w, complete=True)):
        problems.append(f"not all of {case['events']}")
    for unwanted in case.get("absent", []):
        if any(matches(e, unwanted, complete=False) for e in events):
            problems.append(f"has {unwanted}")
    if len(events) != case.get("count", len(events)):
        problems.append(f"{len(events)} events")
    for wanted in case.get("relations", []):
        if not any(same_relation(r, wanted) for r in stated):
            problems.append(f"not {wanted}")
    for unwanted in case.get("no_relations", []):
        if any(same_relation(r, unwanted) for r in stated):
            problems.append(f"has {unwanted}")
    if problems:
        pytest.fail("\n".join([*problems, text, *map(str, events), *map(str, stated)]), pytrace=False)


def test_the_cases_say_only_what_the_runner_reads() -> None:
    names = [case["name"] for case in CASES]
    assert len(names) == len(set(names))
    for case in CASES:
        assert set(case) <= CASE_KEYS, case["name"]
        assert set(case) & (CASE_KEYS - {"name", "text", "published", "fails"}), case["name"]
        for event in (*case.get("events", []), *case.get("absent", [])):
            assert set(event) <= EVENT_KEYS, case["name"]


@pytest.mark.parametrize(
    ("told", "wanted", "same"),
    [
        (("الجيش اللبناني",), "الجيش", True),
        (("لجيش اللبناني",), "جيش لبناني", False),
        (("قرية أم الزيتون",), "قريه ام الزيتون", True),
        (("قرية النور",), "قرية النورس", False),
        (("الحكومة",), "مجلس|الحكومة اليمنية", True),
    ],
)
def test_names_agree_by_whole_words(told: Names, wanted: str, same: bool) -> None:
    assert same_name(told, wanted) is same
