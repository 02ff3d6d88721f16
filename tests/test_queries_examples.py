"""What the stored queries and ``why`` answer on the example articles, as a reader of these would confirm it.

The rows given are those that have to be among the answer's; where ``whole`` is set they are all of it.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from tawthiq.cli import main
from tawthiq.query import stored_queries

pytestmark = pytest.mark.xdist_group("examples")

MILITIAS, RESISTANCE = "الميليشيات الإيرانية", "المقاومة الإسلامية في العراق"
OBSERVATORY, RSF, SAF = "المرصد السوري لحقوق الإنسان", "قوات الدعم السريع", "الجيش السوداني"
OMAR_BASE, ASAD, CONOCO = "قاعدة حقل العمر", "قاعدة عين الأسد", "قاعدة كونيكو"


@dataclass(frozen=True)
class Case:
    """A query with its settings, the columns to look at, and rows that these are to have or not to have."""

    query: str
    columns: str
    rows: tuple[tuple[str, ...], ...]
    settings: tuple[str, ...] = ()
    absent: tuple[tuple[str, ...], ...] = ()
    whole: bool = False


CASES = [
    Case("alliances", "one_label other_label quote",
         (("الحركات المسلحة المتحالفة مع الجيش", SAF, "الحركات المسلحة المتحالفة مع الجيش"),)),
    Case("arrests", "by_label arrested_label number",
         (("الشرطة", "أربعة أشخاص", "4"), ("الشرطة", "ثلاثة مشتبه بهم", "3"))),
    Case("arrests", "by_label arrested_label number at_label", (("الشرطة", "أربعة أشخاص", "4", "عدن"),),
         settings=("place=اليمن",), whole=True),
    Case("arrests", "arrested_label number", (("ستة عناصر من تنظيم داعش", "6"),),
         settings=("place=دير الزور",)),
    Case("arrests", "by_label arrested_label start",
         (("police", "four organisers of a rival march", "2024-07-29"),), settings=("since=2024-07",),
         whole=True),
    Case("attacks-by-province-and-month", "province_label month attacks",
         (("محافظة الأنبار", "2023-11", "1"), ("محافظة النبطية", "2024-02", "1"),
          ("محافظة دير الزور", "2023-11", "2"), ("مقاطعة خاركيف", "2024-05", "1"))),
    Case("attacks-by-province-and-month", "month attacks", (("2023-11", "2"),),
         settings=("province=دير الزور", "since=2023-11-01")),
    Case("attacks-on-bases", "base_label start by_label source_label claimed_by_label",
         ((CONOCO, "2023-10-26", MILITIAS, OBSERVATORY, ""),), settings=("place=سوريا",),
         absent=((CONOCO, "2023-10-26", MILITIAS, OBSERVATORY, OBSERVATORY),)),
    Case("attacks-on-bases", "base_label start by_label claimed_by_label",
         ((CONOCO, "2023-10-26", MILITIAS, ""), (OMAR_BASE, "2023-10-31", MILITIAS, ""),
          (OMAR_BASE, "2023-11-08", RESISTANCE, RESISTANCE), (OMAR_BASE, "2023-11-12", "مسلحين مجهولين", "")),
         settings=("place=دير الزور", "since=2023-10"),
         absent=((ASAD, "2023-11-17", RESISTANCE, RESISTANCE),)),
    Case("attacks-on-bases", "base_label start by_label claimed_by_label",
         ((ASAD, "2023-11-17", RESISTANCE, RESISTANCE),), settings=("place=العراق",)),
    Case("attacks-on-bases", "start", (("2023-10-26",), ("2023-10-30",)),
         settings=("place=سوريا", "until=2023-10-31"), absent=(("2023-11-08",), ("2023-11-12",))),
    Case("casualties-by-event", "killed wounded source_label",
         (("7", "16", "Oleh Syniehubov"), ("2", "", "Vyacheslav Gladkov"), ("11", "", "Residents"),
          ("6", "", "local official"), ("", "12", "مسؤول في وزارة الدفاع الأميركية"))),
    Case("casualties-by-event", "start killed wounded", (("2024-06-02", "19", "40"),),
         settings=("place=السودان",)),
    Case("casualties-by-event", "start killed wounded", (("2022-08-27", "23", "140"),),
         settings=("place=ليبيا", "until=2022"), absent=(("2024-06-02", "19", "40"),)),
    Case("ceasefires-and-talks", "status_label start party_label",
         (("مخطط", "2024-06", RSF), ("مخطط", "2024-06", "وفود"))),
    Case("ceasefires-and-talks", "status_label start party_label",
         (("مخطط", "2024-06", "أولاف شولتس"), ("مخطط", "2024-06", "فولوديمير زيلينسكي")),
         settings=("with=Olaf Scholz",), whole=True),
    Case("claims-by-source", "source_label articles",
         ((OBSERVATORY, "2"), ("المنظمة الدولية للهجرة", "1"), ("المجلس النرويجي للاجئين", "1"))),
    Case("contradicted-casualties", "quantity_label number source_label",
         (("القتلى", "60", "جماعة نصرة الإسلام والمسلمين"), ("القتلى", "2", "army"))),
    Case("events-timeline", "start", (("2023-10-26",), ("2023-10-30",), ("2023-10-31",)),
         settings=(f"actor={MILITIAS}",), absent=(("2023-11-08",), ("2023-11-12",), ("2023-11-17",))),
    Case("events-timeline", "start end", (("2023-11-08", "2023-11-08"), ("2023-11-17", "2023-11-17")),
         settings=("type=DroneStrike", "since=2023-11", "until=2023-11"), whole=True),
    Case("events-timeline", "start status_label", (("2024-07-26", "واقع"),),
         settings=("type=اختطاف", "since=2024-07"), whole=True),
    Case("planned-deployments", "to_label personnel", (("الشرق الأوسط", "300"),)),
    Case("planned-deployments", "to_label start", (("ليبتاكو غورما", "2024"),)),
    Case("weapons-by-actor", "actor_label weapon_label events",
         (("أوكرانيا", "طائرة مسيّرة", "1"), (RESISTANCE, "طائرة مسيّرة", "2"),
          ("الجيش الروسي", "صاروخ موجه", "1"))),
    Case("weapons-by-actor", "actor_label events", (("مسلحين مجهولين", "1"),), settings=("weapon=هاون",),
         whole=True),
    Case("who-attacked-whom", "attacker_label attacked_label events",
         ((MILITIAS, CONOCO, "1"), (MILITIAS, OMAR_BASE, "1"), (RESISTANCE, ASAD, "1"),
          (RESISTANCE, OMAR_BASE, "1"), ("مسلحين مجهولين", OMAR_BASE, "1"),
          ("الجيش الروسي", "printing plant", "1"))),
    Case("who-attacked-whom", "attacked_label", (("سفينة شحن أميركية",),),
         settings=("attacker=الحوثيون", "since=2024-01-24")),
]  # fmt: skip


def ask(graph: Path, query: str, *settings: str) -> list[dict[str, str]]:
    more = [argument for setting in settings for argument in ("--set", setting)]
    result = CliRunner().invoke(main, ["query", str(graph), query, "-f", "csv", *more], prog_name="tawthiq")
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


@pytest.mark.parametrize("case", CASES, ids=lambda c: " ".join((c.query, *c.settings)))
def test_stored_queries_answer_what_the_articles_say(examples_build: Path, case: Case) -> None:
    answer = ask(examples_build, case.query, *case.settings)
    found = [tuple(row.get(column, "") for column in case.columns.split()) for row in answer]
    assert [row for row in case.rows if row not in found] == [], found
    assert [row for row in case.absent if row in found] == []
    if case.whole:
        assert set(found) == set(case.rows)


def test_each_stored_query_is_asked_of_the_examples() -> None:
    assert {case.query for case in CASES} == set(stored_queries())


@dataclass(frozen=True)
class Edge:
    """An edge, and in the language of the answer the sentence and the details behind it."""

    names: tuple[str, str, str]
    language: str
    quote: str
    details: str
    article: str


EDGES = [
    Edge((MILITIAS, "attacked", CONOCO), "ar", "الميليشيات الإيرانية قصفت قاعدة كونيكو بخمسة صواريخ",
         f"واقع; وفق: {OBSERVATORY}; 2023-10-26; الذخائر: 5", "syria-iraq-bases"),
    Edge(("الدعم السريع", "سيطر على", "ود النورة"), "ar", "سيطرت قوات الدعم السريع على قرية ود النورة",
         "واقع; وفق: شهود", "sudan-el-fasher"),
    Edge(("مسلحين مجهولين", "attacked", OMAR_BASE), "ar", "مسلحين مجهولين أطلقوا قذائف هاون على القاعدة",
         "2023-11-12", "syria-iraq-bases"),
    Edge(("Gunmen", "abducted", "three aid workers"), "en",
         "Gunmen abducted three aid workers in the town of Ménaka",
         "actual; according to: Norwegian Refugee Council; 2024-07-26; abducted: 3", "mali-gao-road"),
    Edge(("Russian forces", "attacked", "printing plant"), "en",
         "Russian forces struck a printing plant in the Ukrainian city of Kharkiv with three S-300 missiles",
         "according to: Oleh Syniehubov; 2024-05-19; killed: 7; wounded: 16; munitions: 3",
         "ukraine-kharkiv"),
    Edge(("الحركات المسلحة", "allied_with", "الجيش السوداني"), "ar", "الحركات المسلحة المتحالفة مع الجيش",
         "", "sudan-el-fasher"),
]  # fmt: skip


@pytest.mark.parametrize("edge", EDGES, ids=lambda e: e.names[1])
def test_why_leads_to_the_sentence_its_source_and_its_article(examples_build: Path, edge: Edge) -> None:
    arguments = ["why", str(examples_build), *edge.names, "--language", edge.language]
    result = CliRunner().invoke(main, arguments, prog_name="tawthiq")
    assert result.exit_code == 0, result.output
    blocks = result.stdout.split("\n\n")[1:]
    assert [b for b in blocks if edge.quote in b and edge.details in b and f"[{edge.article}]" in b], blocks
