"""``explain`` tells what the extractor decided, and each decision leads to the line that made it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from rules import rules_only
from tawthiq.cli import main
from tawthiq.cli.explain import PARTS
from tawthiq.explain import Explainer
from tawthiq.explain.lines import frame_line
from tawthiq.explain.records import Decision, SentenceRecord, TriggerRecord
from tawthiq.explain.text import PARTS as TEXT_PARTS
from tawthiq.explain.text import document_lines
from tawthiq.extract import extract, read
from tawthiq.extract.trace import Trace
from tawthiq.knowledge import Knowledge
from tawthiq.knowledge.lexicon import Entry
from tawthiq.knowledge.models import Model
from tawthiq.knowledge.paths import ontology_dir
from tawthiq.language import analyse
from tawthiq.model import Document
from tawthiq.pipeline import read_document
from tawthiq.read import read_documents

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples" / "articles.jsonl"
SHELLED = "قصفت قوات النخيل قاعدة السد بالمدفعية يوم الثلاثاء."


@lru_cache(maxsize=1)
def explainer() -> Explainer:
    return Explainer(rules_only())


def sentences(text: str, using: Explainer | None = None) -> tuple[SentenceRecord, ...]:
    return (using or explainer()).explain(Document("a", text, published=date(2021, 3, 4))).sentences


def trigger(text: str, word: str, using: Explainer | None = None) -> TriggerRecord:
    found = [t for s in sentences(text, using) for t in s.triggers if t.text == word]
    assert len(found) == 1, [t.text for s in sentences(text, using) for t in s.triggers]
    return found[0]


def decisions(record: TriggerRecord, step: str) -> list[Decision]:
    return [decision for decision in record.decisions if decision.step == step]


def lines_of(record: Any) -> Iterator[dict[str, Any]]:
    """All lines of ``ontology/`` in a record that was made a dictionary."""
    if isinstance(record, dict):
        if set(record) == {"at", "lemma", "says"}:
            yield record
        record = list(record.values())
    if isinstance(record, list | tuple):
        for value in record:
            yield from lines_of(value)


def row_at(at: str) -> str:
    path, _, number = at.rpartition(":")
    return (ontology_dir().parent / path).read_text("utf-8").splitlines()[int(number) - 1]


# ---- What is told is what a build does


def test_the_events_and_relations_are_those_of_a_build() -> None:
    knowledge = Knowledge.load()
    told = Explainer(knowledge)
    for document in read_documents([str(EXAMPLES)]):
        built = read_document(document, knowledge)
        record = told.explain(document)
        assert {e.id for s in record.sentences for e in s.events} == {e.id for e in built.events}
        reported = {id_ for s in record.sentences for t in s.triggers for id_ in t.events}
        assert reported == {e.id for e in built.events}
        relations = [r for s in record.sentences for r in s.relations if r.kept]
        assert len(relations) >= len(built.relations)


def test_a_trace_changes_nothing() -> None:
    knowledge = Knowledge.load()
    for document in read_documents([str(EXAMPLES)]):
        cut = analyse(document, knowledge)
        trace = Trace()
        assert read(document, cut, knowledge, trace)[0] == extract(document, cut, knowledge)
        assert trace.notes


def test_each_line_is_the_line_of_the_file_that_it_names() -> None:
    """And so is each place of the gazetteer."""
    told = Explainer(Knowledge.load())
    number = 0
    for document in read_documents([str(EXAMPLES)]):
        record = told.explain(document)
        for line in lines_of(asdict(record)):
            assert row_at(line["at"]).split("\t")[0].strip() == line["lemma"], line["at"]
            number += 1
        for phrase in (p for s in record.sentences for p in s.phrases if p.entity):
            assert phrase.entity_at is not None
            assert str(phrase.entity) in row_at(phrase.entity_at)
    assert number > 1000


def test_every_trigger_word_says_what_became_of_it() -> None:
    told = Explainer(Knowledge.load())
    for document in read_documents([str(EXAMPLES)]):
        for record in (t for s in told.explain(document).sentences for t in s.triggers):
            assert (record.result == "event") == bool(record.events)
            assert record.result == "event" or record.why, record.text
            assert record.host is not None or record.result != "merged", record.text
            assert record.host is None or record.result in ("merged", "dropped"), record.text


# ---- Why an event was found or missed


def test_a_condition_that_fails_is_named_with_what_stands_in_its_slot() -> None:
    record = trigger("اعترض مسلحون قافلة.", "اعترض")
    line = decisions(record, "line")[0]
    assert (record.result, record.why) == ("dropped", "no line fits")
    assert line.outcome == "passed over"
    assert line.why.startswith("obj:سفينة")
    assert line.why.endswith("does not hold")
    assert line.texts == ("قافلة",)
    assert line.lines[0].says["when"] in row_at(line.lines[0].at)


def test_an_idiom_is_no_event_and_keeps_the_other_lines_away() -> None:
    record = trigger("أطلقت السلطات سراح خمسة سجناء.", "أطلقت")
    (line,) = decisions(record, "line")
    assert (record.result, line.outcome, line.lines[0].says["type"]) == ("dropped", "taken", "-")
    assert "idiom" in record.why
    assert record.untried


STATUSES = [
    ("لم يقصف الجيش المدينة.", "يقصف", "none", "لم"),
    ("سيقصف الجيش المدينة.", "يقصف", "planned", "س"),
    ("أحبطت الشرطة محاولة تفجير عبوة ناسفة.", "تفجير عبوة", "averted", "أحبط"),
    ("Rebels did not attack the town.", "attack", "none", "not"),
    ("The army foiled an attack on the town.", "attack", "averted", "foil"),
]


@pytest.mark.parametrize(("text", "word", "status", "lemma"), STATUSES, ids=lambda value: value[:20])
def test_a_status_comes_with_the_line_that_says_so(text: str, word: str, status: str, lemma: str) -> None:
    record = trigger(text, word)
    (decision,) = decisions(record, "status")
    assert decision.outcome == status
    assert lemma in [line.lemma for line in decision.lines]
    assert all("/modality.tsv:" in line.at for line in decision.lines)
    assert record.result == ("dropped" if status == "none" else "event")


def test_a_role_comes_with_the_line_of_the_frame_that_gives_it() -> None:
    record = trigger(SHELLED, "قصفت")
    roles = {d.outcome: d for d in decisions(record, "role")}
    assert roles["actor"].texts == ("قوات النخيل",)
    assert roles["actor"].why == "subj=actor"
    assert roles["actor"].lines[0].says["slots"].split()[0] == "subj=actor"
    assert roles["target"].texts == ("قاعدة السد",)


def test_a_phrase_that_does_not_fit_says_why() -> None:
    left = [
        d for d in decisions(trigger("انفجرت عبوة ناسفة قرب مصرف.", "انفجرت"), "role") if "no" in d.outcome
    ]
    assert [(d.texts, d.why) for d in left] == [(("مصرف",), "قرب: the frame says nothing of it")]
    left = [
        d for d in decisions(trigger("قتل مسلحون ثلاثة مدنيين بالسعر.", "قتل"), "role") if "no" in d.outcome
    ]
    assert [(d.texts, d.why) for d in left] == [
        (("السعر",), "ب=weapon: a thing of unknown class does not fit")
    ]


def test_a_passive_says_that_its_subject_stands_as_the_object() -> None:
    record = trigger("قُصفت قاعدة السد في ريف دير الزور.", "قُصفت")
    assert [d.outcome for d in decisions(record, "voice")] == ["passive"]
    assert [d.texts for d in decisions(record, "role") if d.outcome == "target"] == [("قاعدة السد",)]


def test_what_a_light_verb_passes_on_comes_with_its_line() -> None:
    links = {d.outcome: d for d in decisions(trigger("شن الجيش غارات على المدينة.", "غارات"), "link")}
    assert links["actor"].texts == ("الجيش",)
    assert links["actor"].others == ("شن",)
    assert "/light_verbs.tsv:" in links["actor"].lines[0].at


def test_a_word_that_tells_an_event_again_names_the_other() -> None:
    record = trigger("The army shelled the village of Derna on Monday, killing three civilians.", "killing")
    assert (record.result, record.host) == ("merged", "shelled")
    counted = trigger("The army shelled the village of Derna on Monday, killing three civilians.", "shelled")
    (quantity,) = decisions(counted, "quantity")
    assert (quantity.outcome, quantity.others) == ("killed 3", ("killing",))
    assert "/quantities.tsv:" in quantity.lines[0].at


def test_a_word_that_is_read_otherwise_says_as_what() -> None:
    record = trigger("قصف الجيش قرية الزيتون فجر الثلاثاء.", "فجر")
    assert (record.result, record.why) == ("unread", "it is read as part of a time")
    assert record.untried
    assert record.decisions == ()


def test_a_weapon_and_a_source_come_with_their_lines() -> None:
    text = "قالت وزارة الدفاع إن المسلحين قصفوا القاعدة بصاروخين."
    record = trigger(text, "قصفوا")
    (weapon,) = decisions(record, "weapon")
    assert (weapon.outcome, weapon.lines[0].says["weapon"]) == ("rocket", "rocket")
    (speaker,) = sentences(text)[0].speakers
    assert speaker.sources == ("وزارة الدفاع",)
    assert (speaker.by, speaker.lines[0].lemma) == ("قالت", "قال")


def test_relations_come_with_rule_and_line() -> None:
    (located,) = sentences("قُصفت قاعدة السد في ريف دير الزور الشمالي.")[0].relations
    assert (located.subject, located.predicate) == ("قاعدة السد", "located_in")
    assert (located.rule, located.lines[0].lemma) == ("a place follows", "في")
    (allied,) = sentences("اعترض مسلحون مدعومون من إيران قافلة.")[0].relations
    assert allied.predicate == "allied_with"
    assert "/relation_words.tsv:" in allied.lines[0].at
    for text in ("Turkish-backed fighters shelled the town.", "Rebels backed by Iran attacked the base."):
        (backed,) = sentences(text)[0].relations
        assert (backed.predicate, backed.lines[0].says["predicate"]) == ("allied_with", "allied_with")


def test_what_the_model_drops_has_its_probability_and_reasons() -> None:
    knowledge = replace(Knowledge.load())
    never = Model(threshold=50, bias=-200, weights={"root=Attack": 40})
    always = Model(threshold=0, bias=100, weights={"root=Attack": 40})
    knowledge.__dict__["models"] = {"ar": {"event": never}}
    record = trigger(SHELLED, "قصفت", Explainer(knowledge))
    (verdict,) = record.verdicts
    assert (record.result, record.events) == ("dropped", ())
    assert "model" in record.why
    assert (verdict.kept, verdict.probability, verdict.needed) == (False, 0.17, 0.62)
    assert verdict.reasons == (("root=Attack", 0.4),)
    knowledge.__dict__["models"] = {"ar": {"event": always, "target": never}}
    kept = trigger(SHELLED, "قصفت", Explainer(knowledge))
    assert kept.result == "event"
    targets = [v for v in kept.verdicts if v.decision == "target"]
    assert "قاعدة السد" in [v.option for v in targets]
    assert not any(v.kept for v in targets)


def test_the_frame_that_counts_is_the_last_that_has_the_slot() -> None:
    def line(frame: str, slot: str) -> str | None:
        found = frame_line(Entry("triggers", "x", "verb", {"frame": frame}, "ar/triggers.tsv:1"), slot, "ar")
        return found.lemma if found else None

    assert line("attack", "subj") == "agent"
    assert line("attack", "obj") == "attack"
    assert line("attack obj=place", "obj") is None
    assert line("attack", "nowhere") is None
    assert line("attack bomb", "obj") == "bomb"


def test_words_and_phrases_have_what_is_known_of_them() -> None:
    (sentence,) = sentences("وقصفت القوات الأميركية قاعدتهم في دمشق بـ4 صواريخ.")
    words = {w.text: w for w in sentence.words}
    assert words["وقصفت"].proclitics == ("و",)
    assert words["القوات"].article
    assert words["قاعدتهم"].pronoun == "هم"
    assert words["الأميركية"].state == "country-united-states"
    assert "place-damascus" in words["دمشق"].names
    phrases = {p.text: p for p in sentence.phrases}
    assert phrases["دمشق"].entity == "place-damascus"
    assert phrases["دمشق"].preposition == "في"


# ---- Text


def test_a_line_of_text_keeps_letters_of_both_directions_apart() -> None:
    """Whatever runs from the right stands in an isolate, but for the sentence itself."""
    document = next(d for d in read_documents([str(EXAMPLES)]) if d.id == "libya-tripoli")
    record = Explainer(Knowledge.load()).explain(document)
    isolate = re.compile("\u2068[^\u2068\u2069]*\u2069")
    quoted = {f"  {s.text}" for s in record.sentences}
    loose = [
        line
        for line in document_lines(record)
        if line not in quoted and re.search("[\u0620-\u06ff]", isolate.sub("", line))
    ]
    assert loose == []


def test_the_parts_are_the_same_for_the_command_and_the_text() -> None:
    assert PARTS == TEXT_PARTS
    assert set(PARTS) <= set(SentenceRecord.__dataclass_fields__)


# ---- The command


def run(*arguments: str | Path, stdin: str | None = None) -> Result:
    arguments = ("explain", *arguments)
    return CliRunner().invoke(main, [str(a) for a in arguments], input=stdin, prog_name="tawthiq")


@pytest.mark.usefixtures("knowledge_loaded_once")
def test_sentences_and_parts_can_be_chosen() -> None:
    result = run(EXAMPLES, "--article", "libya-tripoli", "--sentence", "5", "--part", "triggers")
    assert (result.exit_code, result.stderr) == (0, "")
    assert re.findall(r"^Sentence (\d+)", result.stdout, re.MULTILINE) == ["5"]
    assert re.findall(r"^  (\w+)$", result.stdout, re.MULTILINE) == ["Triggers"]
    assert "ontology/lexicon/ar/triggers.tsv:" in result.stdout


@pytest.mark.usefixtures("knowledge_loaded_once")
@pytest.mark.parametrize("word", ["قصفت", "قصف", "قَصَفَ", "القاعدة", "قاعدة السد"])
def test_a_word_is_found_in_any_form(word: str) -> None:
    result = run("-", "--grep", word, "--published", "2021-03-04", stdin=f"اجتمع الوزراء. {SHELLED}")
    assert result.exit_code == 0
    assert re.findall(r"^Sentence (\d+)", result.stdout, re.MULTILINE) == ["2"]
    assert "2021-03-02" in result.stdout


@pytest.mark.usefixtures("knowledge_loaded_once")
def test_nothing_that_matches_ends_with_1_and_an_unreadable_file_with_3(tmp_path: Path) -> None:
    nothing = run("-", "--sentence", "9", stdin=SHELLED)
    assert (nothing.exit_code, nothing.stdout) == (1, "")
    assert "No sentence" in nothing.stderr
    assert run(tmp_path / "none.txt").exit_code == 3
    (tmp_path / "good.txt").write_text(SHELLED, "utf-8")
    (tmp_path / "bad.txt").write_bytes(b"caf\xe9")
    partly = run(tmp_path)
    assert partly.exit_code == 3
    assert "bad.txt, line 1" in partly.stderr
    assert "Sentence 1" in partly.stdout


@pytest.mark.usefixtures("knowledge_loaded_once")
def test_json_is_a_list_with_everything() -> None:
    result = run(
        EXAMPLES, "--article", "libya-tripoli", "--article", "mali-gao-road", "--grep", "اعتقل", "-f", "json"
    )
    (record,) = json.loads(result.stdout)
    (sentence,) = record["sentences"]
    assert record["id"] == "libya-tripoli"
    assert {"words", "phrases", "speakers", "triggers", "relations", "events"} <= set(sentence)
    assert [t["result"] for t in sentence["triggers"]].count("event") == 2
    assert json.loads(run("-", "-f", "json", "--grep", "nowhere", stdin=SHELLED).stdout) == []


def test_actors_of_ones_own_lead_to_their_file() -> None:
    own = ROOT / "examples" / "own_actors.ttl"
    document = Document("own", (ROOT / "examples" / "own_article.txt").read_text("utf-8"))
    record = Explainer(Knowledge.load([own])).explain(document)
    places = {p.entity_at for s in record.sentences for p in s.phrases if p.entity_at}
    numbers = sorted(int(at.rpartition(":")[2]) for at in places if at.startswith(str(own)))
    lines = own.read_text("utf-8").splitlines()
    assert [lines[number - 1].split()[0] for number in numbers] == ["my:falcons-brigade", "my:wells-base"]


@pytest.mark.usefixtures("knowledge_loaded_once")
def test_the_guide_shows_what_the_command_prints() -> None:
    """But for the numbers of lines, which move, and the marks of direction."""
    guide = (ROOT / "docs" / "extraction.md").read_text("utf-8")
    block = re.search(
        r"^```text\n\$ echo '(.*?)' \| tawthiq explain (.*?)\n(.*?)^```$", guide, re.DOTALL | re.M
    )
    assert block is not None
    text, options, shown = block.groups()
    printed = re.sub("[\u2068\u2069]", "", run(*options.split(), stdin=f"{text}\n").stdout)
    assert re.sub(r"tsv:\d+", "tsv:", printed) == re.sub(r"tsv:\d+", "tsv:", shown)
