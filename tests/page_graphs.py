"""Graphs for the tests of the page: invented facts in Arabic and English, in the shape of the projection."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any, TypeAlias

import networkx as nx

Graph: TypeAlias = "nx.MultiDiGraph[str]"

BASE_QUOTE = (
    "قصفت كتائب الصقور ليل الأحد قاعدة القوات الجبلية في حقل الزيتون بستة صواريخ، من دون وقوع إصابات."
)
_KINDS = {
    "actor": ("جماعة مسلحة", "armed group"), "person": ("شخص", "person"), "place": ("مكان", "place"),
    "town": ("بلدة", "town"), "region": ("محافظة", "province"), "state": ("دولة", "state"),
    "base": ("قاعدة عسكرية", "military base"), "thing": ("شيء", "thing"),
}  # fmt: skip
_CLASSES = {"state": "State", "region": "Province"}
_EVENT_TYPES = {
    "Shelling": ("قصف", "shelling"), "Airstrike": ("غارة جوية", "airstrike"),
    "Talks": ("محادثات", "talks"), "Deployment": ("نشر قوات", "deployment"),
    "Arrest": ("اعتقال", "arrest"), "Accusation": ("اتهام", "accusation"),
}  # fmt: skip
_PREDICATES = {
    "attacked": ("هاجم", "attacked"), "met": ("التقى", "met"), "deployed_to": ("انتشر في", "deployed to"),
    "arrested": ("اعتقل", "arrested"), "accused": ("اتهم", "accused"), "located_in": ("يقع في", "located in"),
    "part_of": ("جزء من", "part of"), "allied_with": ("حليف", "allied with"),
    "has_role": ("له دور في", "has role"),
    "actor": ("الفاعل", "actor"), "target": ("المستهدف", "target"), "place": ("المكان", "place"),
}  # fmt: skip
_ENTITIES: tuple[tuple[str, str, str, str, tuple[float, float] | None], ...] = (
    ("falcons", "actor", "كتائب الصقور", "Falcon Brigades", None),
    ("mountain", "actor", "القوات الجبلية", "Mountain Forces", None),
    ("coast-guard", "actor", "حرس الساحل الشمالي", "Northern Coast Guard", None),
    ("alliance", "actor", "تحالف الوادي", "Valley Alliance", None),
    ("air-force", "actor", "سلاح الجو الوادياني", "Wadian Air Force", None),
    ("ministry", "actor", "وزارة الدفاع الواديانية", "Wadian Ministry of Defence", None),
    ("observatory", "actor", "مرصد الهضبة لحقوق الإنسان", "Plateau Observatory for Human Rights", None),
    ("council", "actor", "المجلس المحلي في عين البلوط", "", None),
    ("spokesman", "person", "سالم العكّاري", "Salem al-Akkari", None),
    ("envoy", "person", "ليلى حدّاد", "Layla Haddad", None),
    ("officer", "person", "", "Col. Martin Reyes", None),
    ("wadia", "state", "واديا", "Wadia", (34.6, 40.2)),
    ("marj", "state", "المرج", "Marj", (32.2, 43.6)),
    ("plateau", "region", "محافظة الهضبة", "Plateau Governorate", (35.2, 40.3)),
    ("delta", "region", "محافظة الدلتا", "Delta Governorate", (33.4, 42.1)),
    ("oak-spring", "town", "عين البلوط", "Ayn al-Ballut", (35.33, 40.14)),
    ("red-bridge", "town", "الجسر الأحمر", "Red Bridge", (34.9, 40.6)),
    ("harbour", "town", "مرسى النخيل", "Marsa al-Nakhil", (33.31, 42.4)),
    ("two-hills", "town", "قرية التلّين", "", None),
    ("olive-field", "place", "حقل الزيتون", "Olive Field", (35.08, 40.43)),
    (
        "olive-base",
        "base",
        "قاعدة القوات الجبلية في حقل الزيتون",
        "Mountain Forces base at Olive Field",
        None,
    ),
    ("north-base", "base", "قاعدة الشمال", "North Base", (35.6, 39.8)),
    ("convoy", "thing", "قافلة الإمداد", "supply convoy", None),
)
_RELATIONS = (
    ("olive-base", "located_in", "olive-field"), ("olive-field", "located_in", "plateau"),
    ("north-base", "located_in", "plateau"), ("oak-spring", "located_in", "plateau"),
    ("red-bridge", "located_in", "plateau"), ("two-hills", "located_in", "plateau"),
    ("plateau", "located_in", "wadia"), ("delta", "located_in", "marj"), ("harbour", "located_in", "delta"),
    ("ministry", "part_of", "wadia"), ("air-force", "part_of", "ministry"),
    ("spokesman", "has_role", "ministry"),
    ("alliance", "allied_with", "mountain"), ("envoy", "has_role", "alliance"),
)  # fmt: skip
# number, type, actor, target, place, start, end, status, quote, claimant
_EVENTS: tuple[tuple[str, str, str, str, str | None, str | None, str, str, str], ...] = (
    ("Shelling", "falcons", "olive-base", "olive-field", "2031-03-09", None, "actual",
     BASE_QUOTE, "مصادر محلية"),
    ("Shelling", "falcons", "north-base", "north-base", "2031-03-11", None, "actual",
     "وأضاف المرصد أن الكتائب أطلقت رشقتين من الصواريخ على قاعدة الشمال.", "مرصد الهضبة لحقوق الإنسان"),
    ("Airstrike", "air-force", "falcons", "two-hills", "2031-03-12", None, "actual",
     "شنّ سلاح الجو الوادياني غارتين على مواقع لكتائب الصقور قرب قرية التلّين.", "سالم العكّاري"),
    ("Airstrike", "air-force", "falcons", "oak-spring", "2031-03-14", None, "denied",
     "The ministry denied that its aircraft had struck Ayn al-Ballut.", "Wadian Ministry of Defence"),
    ("Talks", "envoy", "alliance", "harbour", "2031-04-02", "2031-04-04", "actual",
     "استضافت مرسى النخيل محادثات بين ليلى حدّاد ووفد من تحالف الوادي.", ""),
    ("Deployment", "mountain", "", "plateau", "2031-04", None, "planned",
     "تعتزم القوات الجبلية إرسال 300 جندي إلى محافظة الهضبة في نيسان.", "وزارة الدفاع الواديانية"),
    ("Arrest", "coast-guard", "officer", "harbour", "2031-05-20", None, "actual",
     "The Northern Coast Guard arrested Col. Martin Reyes in the port of Marsa al-Nakhil.", ""),
    ("Accusation", "ministry", "falcons", "", "2031-03-13", None, "actual",
     "اتهمت الوزارة كتائب الصقور بقصف القاعدة.", ""),
    ("Shelling", "falcons", "convoy", "red-bridge", "2031-03-25", None, "actual",
     "واستهدف القصف قافلة الإمداد عند الجسر الأحمر.", "المجلس المحلي في عين البلوط"),
    ("Shelling", "falcons", "olive-base", "olive-field", "2031-05-02", None, "averted",
     "أحبطت الدفاعات هجوماً جديداً على القاعدة.", "سالم العكّاري"),
    ("Shelling", "falcons", "mountain", "plateau", None, None, "actual",
     "تعرضت القوات الجبلية لعشرات الهجمات.", "وزارة الدفاع الواديانية"),
    ("Talks", "alliance", "marj", "delta", "2031-06-01", None, "actual",
     "التقى وفد التحالف مسؤولين من المرج في محافظة الدلتا.", ""),
)  # fmt: skip
_EDGES = {
    "Shelling": "attacked", "Airstrike": "attacked", "Talks": "met", "Deployment": "deployed_to",
    "Arrest": "arrested", "Accusation": "accused",
}  # fmt: skip


def claim(quote: str, claimant: str = "", **more: Any) -> dict[str, Any]:
    """A claim as the projection gives it."""
    return {
        "quote": quote, "title": "صواريخ على حقل الزيتون", "document": "olive", "date": "2031-03-10",
        "source": "صحيفة الوادي", "claimant": claimant, "start": 0, "end": len(quote),
        "url": "https://news.example/olive", **more,
    }  # fmt: skip


def link(graph: Graph, source: str, predicate: str, target: str, **attributes: Any) -> None:
    ar, en = _PREDICATES[predicate]
    graph.add_edge(source, target, key=predicate, label_ar=ar, label_en=en, **attributes)


def small_graph() -> Graph:
    """About 35 nodes with every kind, status and precision of date."""
    graph: Graph = nx.MultiDiGraph()
    for name, type_, ar, en, point in _ENTITIES:
        kind = {"town": "place", "region": "place", "base": "place", "state": "actor"}.get(type_, type_)
        graph.add_node(
            name, kind=kind, types=[_CLASSES.get(type_, "Place")],
            type_ar=_KINDS[type_][0], type_en=_KINDS[type_][1],
            label_ar=ar, label_en=en, point=point, names=["الصقور"] if name == "falcons" else [],
        )  # fmt: skip
    for source, predicate, target in _RELATIONS:
        evidence = [claim("تقع القاعدة في حقل الزيتون.")] if source == "olive-base" else []
        link(graph, source, predicate, target, direct=True, evidence=evidence)
    for number, event in enumerate(_EVENTS):
        _add_event(graph, f"event-{number}", *event)
    return graph


def _add_event(
    graph: Graph, name: str, type_: str, actor: str, target: str, place: str,
    start: str | None, end: str | None, status: str, quote: str, claimant: str,
) -> None:  # fmt: skip
    ar, en = _EVENT_TYPES[type_]
    evidence = [claim(quote, claimant)]
    object_ = target or place
    graph.add_node(
        name, kind="event", types=[type_], type_ar=ar, type_en=en, start=start, end=end or start,
        status=status,
        label_ar=f"{ar}: {graph.nodes[object_]['label_ar'] or graph.nodes[object_]['label_en']}",
        label_en=f"{en}: {graph.nodes[object_]['label_en'] or graph.nodes[object_]['label_ar']}",
        evidence=evidence, aggregate=start is None,
    )  # fmt: skip
    for role, entity in (("actor", actor), ("target", target), ("place", place)):
        if entity:
            link(graph, name, role, entity, direct=False, evidence=evidence)
    if status == "actual":
        edge = _EDGES[type_]
        if graph.has_edge(actor, object_, key=edge):
            graph.edges[actor, object_, edge]["event"].append(name)
            graph.edges[actor, object_, edge]["evidence"].extend(evidence)
        else:
            link(graph, actor, edge, object_, direct=True, event=[name], evidence=list(evidence))


def big_graph(entities: int = 2000, events: int = 3000) -> Graph:
    """Many nodes with the long tail that news has: some are in everything, most are named once."""
    rng = random.Random(7)
    graph: Graph = nx.MultiDiGraph()
    for i in range(entities):
        kind = rng.choices(("actor", "place", "person", "thing"), (4, 4, 2, 1))[0]
        point = (
            (round(rng.gauss(33, 2.5), 3), round(rng.gauss(42, 4), 3)) if kind == "place" and i % 3 else None
        )
        graph.add_node(
            f"entity-{i}", kind=kind, label_ar=f"الجهة {i}", label_en=f"Entity {i}", point=point,
            type_ar=_KINDS[kind][0], type_en=_KINDS[kind][1],
        )  # fmt: skip
    for i in range(1, entities, 2):
        link(graph, f"entity-{i}", "located_in", f"entity-{int(i * rng.random() ** 2)}", direct=True)
    for i in range(events):
        actor, target, place = (f"entity-{int(entities * rng.random() ** 3)}" for _ in range(3))
        day = (date(2031, 1, 1) + timedelta(days=int(rng.triangular(0, 900, 300)))).isoformat()
        type_ = rng.choice(sorted(_EVENT_TYPES))
        quote = f"وقال شهود إن الجهة {actor} هاجمت الجهة {target}، وفق إفادة رقم {i} نقلتها وسائل عدة."
        _add_event(graph, f"event-{i}", type_, actor, target, place, day, None, "actual", quote, "شهود")
    return graph


HOSTILE = (
    "<script>window.hacked=1</script>",
    '"><img src=x onerror="window.hacked=2">',
    "</script><script>window.hacked=3</script>",
    "\u202eقلب\u2069\u2066 الاتجاه",
    "<!--<script>window.hacked=4",
    "javascript:window.hacked=5",
    "{{ 7*7 }}{% raw %}",
    "a\u2028b\u2029c&amp;\x00",
    '<a href="javascript:window.hacked=6">href</a>',
    "<svg/onload=window.hacked=7>",
    "]]></style><style>body{display:none}</style>",
    "'-(window.hacked=8)-'",
    "\\u003cscript\\u003ewindow.hacked=9\\",
    "`${window.hacked=10}`",
    "data:text/html,<script>window.hacked=11</script>",
    "</textarea><iframe src=https://news.example/>",
    "\u2067\u2067\u2067 بلا نهاية \u202a\u202a",
    '=HYPERLINK("https://news.example","x")',
    "&lt;i&gt; &#x202e; &quot;",
    "__proto__",
    "constructor",
    "<meta http-equiv=refresh content='0;url=https://news.example/'>",
    "\ufeff\u200b\u200d",
    "lone \ud800 surrogate \udc00",
    "//news.example/pixel.png",
    "ه" * 3000,
)


def hostile_graph() -> Graph:
    """Every text of the page is hostile, ids and predicates included."""
    graph: Graph = nx.MultiDiGraph()
    for i, text in enumerate(HOSTILE):
        graph.add_node(
            f"{text}{i}", kind="actor" if i % 2 else text, label_ar=text, label_en=text, type_ar=text,
            type_en=text, names=[text], status=text, start=text, end=text,
        )  # fmt: skip
    for i, text in enumerate(HOSTILE[:-1]):
        fields = ("title", "document", "date", "source")
        evidence = claim(text, text, url="javascript:window.hacked=6", **dict.fromkeys(fields, text))
        graph.add_edge(
            f"{text}{i}", f"{HOSTILE[i + 1]}{i + 1}", key=text, label_ar=text, label_en=text, direct=True,
            evidence=[evidence],
        )  # fmt: skip
    return graph
