"""Words of a user's own: what they change in a build, and how a broken file is refused."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tawthiq.cli import main
from tawthiq.errors import KnowledgeError
from tawthiq.extract import extract
from tawthiq.knowledge import LANGUAGES, Knowledge
from tawthiq.knowledge.lexicon import Lexicon, Tables
from tawthiq.knowledge.schema import Schema
from tawthiq.knowledge.turtle_lines import line_of
from tawthiq.knowledge.word_files import PROPERTIES, read_words
from tawthiq.knowledge.word_rules import WordRules
from tawthiq.language import analyse, detect_language
from tawthiq.model import Document, EventReport

pytestmark = pytest.mark.xdist_group("examples")

ROOT = Path(__file__).parent.parent
ONTOLOGY = ROOT / "ontology"
EXAMPLES = [ROOT / "examples" / name for name in ("own_actors.ttl", "own_words.ttl")]
TWQ = "https://w3id.org/tawthiq/ontology#"
MY = "https://example.org/my#"
PREFIXES = f"""\
@prefix my: <{MY}> .
@prefix id: <https://w3id.org/tawthiq/id/> .
@prefix twq: <{TWQ}> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
VERB = """
my:raid a twq:Trigger ;
    twq:lemma "كبس"@ar ;
    twq:pos "verb" ;
    twq:event_type twq:ArmedAssault ;
    twq:frame "attack" .
"""
ACTOR = 'my:wolves a twq:Militia ; rdfs:label "لواء ذئاب الوادي"@ar ; twq:part_of id:country-syria .\n'
VILLAGE = 'my:village a twq:Village ; rdfs:label "خربة السنابل"@ar ; twq:located_in id:place-palmyra .\n'


@pytest.fixture(scope="module")
def schema() -> Schema:
    return Schema.load(ONTOLOGY / "tawthiq.ttl")


@pytest.fixture(scope="module")
def tables() -> list[Tables]:
    return [Tables.read(ONTOLOGY / "lexicon", language) for language in LANGUAGES]


@pytest.fixture(scope="module")
def examples() -> Knowledge:
    return Knowledge.load(EXAMPLES)


def build(tmp_path: Path, text: str, *files: Path) -> tuple[Result, list[dict[str, Any]]]:
    """The command on a text from standard input, and the table of events that it wrote."""
    out = tmp_path / f"out{len(files)}"
    options = [o for file in files for o in ("--knowledge", str(file))]
    options += ["--published", "2024-03-08", "--quiet", "--fresh"]
    result = CliRunner().invoke(main, ["build", "-", "-o", str(out), *options], input=text)
    table = out / "events.jsonl"
    lines = table.read_text("utf-8").splitlines() if table.exists() else []
    return result, [json.loads(line) for line in lines]


def reports(text: str, knowledge: Knowledge) -> tuple[EventReport, ...]:
    document = Document("d", text, published=date(2024, 3, 8), language=detect_language(text))
    return extract(document, analyse(document, knowledge), knowledge).reports


def labels(event: dict[str, Any], role: str) -> list[str]:
    return [argument["label"] for argument in event[role]]


def own_file(tmp_path: Path, body: str) -> Path:
    path = tmp_path / "mine.ttl"
    path.write_text(PREFIXES + body, "utf-8")
    return path


# ---- what words of one's own change


def test_an_actor_a_village_and_a_verb_change_the_result(tmp_path: Path) -> None:
    text = "أفاد شهود بأن ذئاب الوادي كبسوا خربة السنابل مساء الأحد."
    path = own_file(tmp_path, ACTOR.replace('"@ar ;', '"@ar , "ذئاب الوادي"@ar ;', 1) + VILLAGE + VERB)
    assert build(tmp_path, text)[1] == []
    result, (event,) = build(tmp_path, text, path)
    assert (result.exit_code, result.output) == (0, "")
    assert (event["type"], event["status"], event["start"]) == ("ArmedAssault", "actual", "2024-03-03")
    assert labels(event, "actors") == ["لواء ذئاب الوادي"]
    assert labels(event, "targets") == labels(event, "places") == ["خربة السنابل"]
    query = "ASK { ?place rdfs:label 'خربة السنابل'@ar ; twq:located_in id:place-palmyra }"
    assert CliRunner().invoke(main, ["query", str(tmp_path / "out1"), query]).output == "نعم\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("كبس الجيش بلدة الحراك.", ["ArmedAssault"]),
        ("كبست القوات بلدة الحراك.", ["ArmedAssault"]),
        ("وكبسوا بلدة الحراك أمس.", ["ArmedAssault"]),
        ("قال شهود إن القوات تكبس بلدة الحراك.", ["ArmedAssault"]),
        ("قال شهود إنهم يكبسون المنازل في بلدة الحراك.", ["ArmedAssault"]),
        ("وسيكبسها الجيش غدا.", ["ArmedAssault planned"]),
        ("لم يكبس الجيش بلدة الحراك.", []),
        ("كُبست بلدة الحراك.", ["ArmedAssault"]),
        ("نفذ الجيش كبسات على بلدة الحراك.", ["ArmedAssault"]),
        ("شن الجيش كبستين على بلدة الحراك.", ["ArmedAssault"]),
        ("كبس الوزير زر التشغيل.", []),
        ("الجيش بلدة الحراك.", []),
    ],
)
def test_every_form_of_the_example_words_is_known(examples: Knowledge, text: str, told: list[str]) -> None:
    found = [f"{report.type} {report.status}" for report in reports(text, examples)]
    assert [each.removesuffix(" actual") for each in found] == told


def test_words_of_speech_and_weapons_are_known(examples: Knowledge) -> None:
    text = "همست مصادر محلية بأن القوات قصفت خربة السنابل برعاد."
    (before,), (after,) = reports(text, Knowledge.load()), reports(text, examples)
    assert before.weapons == ()
    assert after.claimant is not None
    assert (after.claimant.text, after.weapons) == ("مصادر محلية", ("rocket",))


def test_an_english_word(examples: Knowledge) -> None:
    text = "Desert Falcons swooped on Khirbat al-Sanabil on Sunday."
    assert reports(text, Knowledge.load()) == ()
    (report,) = reports(text, examples)
    assert (report.type, report.targets[0].text) == ("ArmedAssault", "Khirbat al-Sanabil")


def test_a_users_sense_stands_before_that_of_the_tables(
    schema: Schema, tables: list[Tables], tmp_path: Path
) -> None:
    path = own_file(tmp_path, VERB.replace("كبس", "قصف").replace("ArmedAssault", "Riot"))
    own = read_words([path], schema, tables)["ar"]
    found = [f.entry for f in Lexicon.of(tables[0], own).forms("قصفت") if f.entry.kind == "triggers"]
    assert found[0].get("type") == "Riot"
    assert (found[0].own, found[0].line) == (True, "mine.ttl:6")
    assert len(found) > 1
    assert not found[1].own


# ---- what is refused

BROKEN = [
    ("a dot is missing", VERB.replace('"attack" .', '"attack"') + "my:y a twq:Militia .", 11, "not valid"),
    ("a quote is missing", VERB.replace('"verb"', '"verb'), 8, "not valid Turtle"),
    ("no prefix", VERB.replace("twq:frame", "twk:frame"), 10, "prefix twk: has not been declared"),
    ("unknown class", VERB.replace("twq:Trigger", "twq:Triger"), 6, "perhaps twq:Trigger"),
    ("unknown property", VERB.replace("twq:pos", "twq:poz"), 8, "twq:poz, which is no term"),
    ("unknown type", VERB.replace("ArmedAssault", "ArmedAsault"), 9, "perhaps twq:ArmedAssault"),
    ("no event type", VERB.replace("ArmedAssault", "Militia"), 9, "twq:Militia, which is no event type"),
    ("type as text", VERB.replace("twq:ArmedAssault", '"Shelling"'), 9, "which is no event type"),
    ("type not given", VERB.replace("twq:event_type twq:ArmedAssault ;", ""), 6, "has no twq:event_type"),
    ("no class", VERB.replace("a twq:Trigger ;", ""), 6, "has no class"),
    ("no lemma", VERB.replace('twq:lemma "كبس"@ar ;', ""), 6, "has no lemma"),
    ("empty lemma", VERB.replace("كبس", " \u064f "), 7, "has an empty lemma"),
    ("lemma without quotes", VERB.replace('"كبس"@ar', "my:kabs"), 7, "has an empty lemma"),
    ("unknown language", VERB.replace("@ar", "@fr"), 7, "in a language that Tawthiq does not read"),
    ("wrong script", VERB.replace("كبس", "kabs"), 7, "not written in Arabic letters"),
    ("two lemmas", VERB.replace('"كبس"@ar', '"كبس"@ar , "دهم"@ar'), 7, "two lemmas in one language"),
    ("no pos", VERB.replace('twq:pos "verb" ;', ""), 6, "has no twq:pos"),
    ("unknown pos", VERB.replace('"verb"', '"verbe"'), 8, "has the pos «verbe»"),
    ("unknown frame", VERB.replace('"attack"', '"atack"'), 10, "perhaps attack"),
    ("no frame", VERB.replace('twq:frame "attack" .', "."), 6, 'such as twq:frame "attack"'),
    ("unknown slot", VERB.replace('"attack"', '"attack عبر_ال=place"'), 10, "«عبر_ال» is no slot"),
    ("unknown role", VERB.replace('"attack"', '"attack على=victim"'), 10, "«victim» is no role"),
    ("bad condition", VERB.replace(" .", ' ; twq:when "obj" .'), 10, "has the condition «obj»"),
    ("bad group", VERB.replace(" .", ' ; twq:when "obj:@guns" .'), 10, "@munition"),
    ("bad tense", VERB.replace(" .", ' ; twq:when "tense:past" .'), 10, "perfect, imperfect"),
    ("bad class", VERB.replace(" .", ' ; twq:when "subj:Militias" .'), 10, "perhaps Militia"),
    ("bad status", VERB.replace(" .", " ; twq:status twq:day ."), 10, "twq:day, which is no status"),
    ("bad weapon", VERB.replace(" .", " ; twq:weapon twq:Weapon ."), 10, "which is no weapon"),
    ("two frames", VERB.replace(" .", ' , "bomb" .'), 10, "more than one twq:frame"),
    ("two classes", VERB.replace("twq:Trigger", "twq:Trigger , twq:Militia"), 6, "at once"),
    ("of another class", VERB.replace("twq:Trigger", "twq:Idiom"), 9, "says nothing of a twq:Idiom"),
    ("scope", 'my:s a twq:ReportingWord ; twq:lemma "همس" ; twq:pos "verb" ;\n twq:scope "x" .', 6, "clause"),
    ("kind", 'my:w a twq:WeaponWord ; twq:lemma "رعاد" ; twq:weapon twq:rocket .', 5, "twq:weapon_kind"),
    ("actor", ACTOR + "my:b a twq:Militai .", 6, "perhaps twq:Militia"),
    ("parent", VILLAGE.replace(" ;", " ;\n").replace("palmyra", "palmira"), 7, "perhaps <https"),
    ("point", VILLAGE.replace(" .", " ;\n twq:latitude 91 ; twq:longitude 1 ."), 6, "no valid point"),
    ("number", VILLAGE.replace(" .", " ;\n\n twq:latitude 'x' ."), 7, "a latitude that is no number"),
    ("untyped parent", "my:x\n twq:located_in id:place-palmyra .", 5, "has no class"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "line", "says"), [c[1:] for c in BROKEN], ids=[c[0] for c in BROKEN])
def test_a_broken_file_is_named_with_line_reason_and_remedy(
    tmp_path: Path, body: str, line: int, says: str
) -> None:
    path = own_file(tmp_path, body)
    with pytest.raises(KnowledgeError) as caught:
        Knowledge.load([path])
    message = str(caught.value)
    assert message.startswith(f"{path}, line {line}: ")
    assert says in message
    assert "You can fix this by " in message


def test_the_command_ends_with_the_message_and_3(tmp_path: Path) -> None:
    path = own_file(tmp_path, ACTOR + VILLAGE + VERB.replace("ArmedAssault", "ArmedAsault"))
    result, _ = build(tmp_path, "نص", path)
    assert (result.exit_code, result.output) == (
        3,
        f"Error: {path}, line 11: <{MY}raid> has twq:ArmedAsault, which is no term of the ontology. "
        "You can fix this by taking a term of docs/ontology.md, perhaps twq:ArmedAssault.\n",
    )


def test_a_file_as_windows_writes_it_is_read(tmp_path: Path, schema: Schema, tables: list[Tables]) -> None:
    path = own_file(tmp_path, VERB)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert [entry.lemma for entry in read_words([path], schema, tables)["ar"]] == ["كبس"]


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_bytes((PREFIXES + VERB).encode("cp1256"))
    with pytest.raises(KnowledgeError, match=r"mine\.ttl, line 7: this is not valid Turtle: Invalid UTF-8"):
        Knowledge.load([path])


# ---- what keeps the rules true


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_triggers_keep_the_rules_for_a_users_own(
    language: str, tables: list[Tables], schema: Schema
) -> None:
    own = next(each for each in tables if each.language == language)
    rules = WordRules(own, schema)
    for entry in own.entries:
        problems = [*rules.frame_problems(entry.get("frame")), *rules.condition_problems(entry.get("when"))]
        assert problems == [], entry.line


def test_every_property_of_words_is_documented() -> None:
    guide = (ROOT / "docs" / "extraction.md").read_text("utf-8")
    schema = Schema.load(ONTOLOGY / "tawthiq.ttl")
    assert [name for name in sorted(PROPERTIES) if f"`twq:{name}`" not in guide] == []
    assert [name for name in schema.word_types if name != "Word" and f"`twq:{name}`" not in guide] == []


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        (("a", "", ""), 4),
        (("a", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", f"{TWQ}M"), 4),
        (("a", f"{TWQ}p", ""), 5),
        (("a", f"{TWQ}q", f"{MY}c.d"), 9),
        (("a", f"{TWQ}q", "https://b.org/rel"), 9),
        (("a", f"{TWQ}r", ""), 10),
        (("a", f"{TWQ}latitude", ""), 12),
        (("b,x", "", ""), 13),
        (("b,x", f"{TWQ}nothing", ""), 13),
        (("nothing", "", ""), 0),
    ],
)
def test_lines_are_found_whatever_stands_between(
    tmp_path: Path, asked: tuple[str, str, str], line: int
) -> None:
    text = f"""@prefix my: <{MY}> . # c
PREFIX twq: <{TWQ}>
@base <https://b.org/> .
my:a a twq:M ; # my:b a twq:Z .
  twq:p "x . ; y" , \"\"\"long
 "quoted" .
\"\"\"@ar ;

  twq:q my:c.d , <rel> ;
  twq:r [ a twq:B ;
      twq:s 1.5 ] , ( 1 2 ) ;
  twq:latitude 34.6.
my:b\\,x a twq:N; twq:p 'it\\'s'@en.
"""
    path = tmp_path / "lines.ttl"
    path.write_text(text, "utf-8")
    subject, predicate, value = asked
    assert line_of(path, MY + subject, predicate, value) == line
