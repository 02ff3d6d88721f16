"""What gold and build say of events and relations, in one form, and how two tellings differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tawthiq.evaluate.names import Names, same_name
from tawthiq.model import Span

ROLES = ("actors", "targets", "places", "sources")
ARGUMENTS = (*ROLES, "weapons", "quantities")
FIELDS = ("type", "status", *ARGUMENTS, "dates")
DEFAULT_STATUS = "actual"


@dataclass(frozen=True, slots=True, eq=False)
class ToldEvent:
    """One event of one article. ``spans`` are its quotes in the text, ``dates`` its start and its end.

    No weapon stands twice.
    """

    type: str
    root: str
    status: str
    roles: Mapping[str, tuple[Names, ...]]
    weapons: tuple[str, ...]
    quantities: Mapping[str, int]
    dates: Mapping[str, str]
    quotes: tuple[str, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ToldRelation:
    """One relation of one article. ``spans`` are its quotes; gold gives none."""

    subject: Names
    predicate: str
    object: Names
    spans: tuple[Span, ...] = ()

    def agrees(self, other: ToldRelation) -> bool:
        return (
            self.predicate == other.predicate
            and same_name(self.subject, other.subject)
            and same_name(self.object, other.object)
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """One field of an event, or one kind of fact: how many agree, and the others, for people to read."""

    hits: int
    missed: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()

    @property
    def wrong(self) -> int:
        return len(self.missed) + len(self.extra)


def compare(found: ToldEvent | None, gold: ToldEvent | None) -> dict[str, Comparison]:
    """Field → how the build's event differs from the gold one. Either may be missing."""
    result = {
        "type": _values([found.type] if found else [], [gold.type] if gold else []),
        "status": _values(_status(found), _status(gold)),
    }
    for role in ROLES:
        result[role] = _names(found.roles[role] if found else (), gold.roles[role] if gold else ())
    result["weapons"] = _values(found.weapons if found else (), gold.weapons if gold else ())
    result["quantities"] = _values(
        _pairs(found.quantities if found else {}), _pairs(gold.quantities if gold else {})
    )
    result["dates"] = _values(_pairs(found.dates if found else {}), _pairs(gold.dates if gold else {}))
    return result


def _status(event: ToldEvent | None) -> list[str]:
    """What an event states of its status: nothing, where it took place."""
    return [event.status] if event and event.status != DEFAULT_STATUS else []


def _pairs(values: Mapping[str, object]) -> list[str]:
    return [f"{name} {value}" for name, value in values.items()]


def _values(found: Sequence[str], gold: Sequence[str]) -> Comparison:
    missed, extra = [v for v in gold if v not in found], [v for v in found if v not in gold]
    return Comparison(len(gold) - len(missed), tuple(missed), tuple(extra))


def _names(found: Sequence[Names], gold: Sequence[Names]) -> Comparison:
    """One-to-one matches of names, each with the first one left that it agrees with."""
    left, extra = list(gold), []
    for mine in found:
        match = next((k for k, names in enumerate(left) if same_name(mine, names)), None)
        if match is None:
            extra.append(mine[0])
        else:
            del left[match]
    return Comparison(len(gold) - len(left), tuple(names[0] for names in left), tuple(extra))
