"""Bodies of states («noun + nationality») that the gazetteer lists, whatever their spelling."""

from __future__ import annotations

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from tawthiq.knowledge import Gazetteer, Knowledge
from tawthiq.knowledge.compiled import compiled
from tawthiq.resolve.names import Name, NameReader, skeleton

BodyKey = tuple[str, ...]
_CODE = ("resolve", "knowledge", "fold.py", "ids.py", "model.py")
_KNOWN: WeakKeyDictionary[Gazetteer, dict[str, Mapping[BodyKey, str]]] = WeakKeyDictionary()


def body_key(name: Name) -> BodyKey:
    """What stays the same over the spellings of a body's name; empty for other names."""
    if name.kind != "Organization" or name.head is None or len(name.states) != 1:
        return ()
    return (name.head.type, *map(skeleton, name.keys))


def known_bodies(knowledge: Knowledge, language: str) -> Mapping[BodyKey, str]:
    """Key of a body's name → its entity; names that several share are left out."""
    tables = _KNOWN.setdefault(knowledge.gazetteer, {})
    if language not in tables:
        if knowledge.files:
            key = [knowledge.fingerprint, language]
            tables[language] = compiled("bodies", key, _CODE, lambda: _read(knowledge, language))
        else:
            tables[language] = _read(knowledge, language)
    return tables[language]


def _read(knowledge: Knowledge, language: str) -> dict[BodyKey, str]:
    reader = NameReader((), knowledge, language)
    found: dict[BodyKey, set[str]] = {}
    for entity in knowledge.gazetteer.entities.values():
        if reader.kind(entity.type) != "Organization":
            continue
        names = [*entity.labels.items(), *((code, text) for text, code in entity.aliases)]
        for code, text in names:
            if code == language and (key := body_key(reader.read_text(text, "Organization"))):
                found.setdefault(key, set()).add(entity.id)
    return {key: min(ids) for key, ids in found.items() if len(ids) == 1}
