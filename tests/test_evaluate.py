"""``evaluate`` counts what agrees with gold, and says in plain words what is wrong with a gold file."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tawthiq.cli import main
from tawthiq.errors import InputError
from tawthiq.evaluate import Evaluation, evaluate
from tawthiq.evaluate.figures import ROWS
from tawthiq.evaluate.gold import gold_files, read_gold
from tawthiq.evaluate.names import same_name, words
from tawthiq.evaluate.sentences import worst_sentences
from tawthiq.knowledge import Knowledge

pytestmark = pytest.mark.xdist_group("examples")

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "examples" / "gold"
TEXT = "Rebels shelled the town of Qasr on Thursday. Police arrested four men. The army denied the shelling."
Row = dict[str, Any]


def event(type_: str, quote: str, **fields: Any) -> Row:
    """A gold event."""
    return {"type": type_, "evidence": [quote], **fields}


def found(type_: str, quote: str, **fields: Any) -> Row:
    """The same event as a row of the event table; a name is (text, label)."""
    start = TEXT.index(quote)
    row: Row = {"document": "a", "type": type_, "status": "actual", "weapons": [], "quantities": {}}
    row["evidence"] = [{"start": start, "end": start + len(quote), "text": quote}]
    for name, value in fields.items():
        named = name in ("actors", "targets", "places", "sources")
        row[name] = [{"id": "x", "label": label, "text": text} for text, label in value] if named else value
    return row


def relation(subject: str, predicate: str, object_: str) -> Row:
    things = ({"id": "x", "label": name, "text": name} for name in (subject, object_))
    return {"document": "a", "subject": next(things), "predicate": predicate, "object": next(things)}


def compare(
    folder: Path, gold: Sequence[Row], built: Sequence[Row], relations: tuple[list[Any], list[Row]] = ([], [])
) -> Evaluation:
    """Gold and a build's tables, written and compared."""
    article = {"text": TEXT, "events": gold, "relations": relations[0]}
    (folder / "gold").mkdir(exist_ok=True)
    (folder / "gold" / "a.gold.json").write_text(json.dumps(article, ensure_ascii=False), "utf-8")
    write_tables(folder / "build", built, relations[1])
    return evaluate(folder / "gold", folder / "build")


def write_tables(folder: Path, events: Sequence[Row], relations: Sequence[Row] = ()) -> Path:
    folder.mkdir(exist_ok=True)
    for name, rows in (("events", events), ("relations", relations)):
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text("".join(lines), "utf-8")
    return folder


def counts(evaluation: Evaluation, row: str) -> tuple[int, int, int]:
    figures = evaluation.figures[row]
    return figures.hits, figures.found, figures.gold


# ---- What is counted


SHELLING = event(
    "Shelling", "Rebels shelled the town of Qasr",
    actors=[["Rebels", "the rebel group"]], targets=[["town of Qasr"]], places=[["Qasr"]],
    start="2024-03-07", end="2024-03-07", weapons=["mortar"], quantities={"killed": 2, "munitions": 3},
)  # fmt: skip
FOUND = found(
    "Attack", "shelled the town",
    actors=[("rebels", "Rebels of Qasr")], targets=[("the army", "Army")],
    places=[("the town of Qasr", "Qasr")], start="2024-03-07", end="2024-03-08",
    weapons=["mortar", "rocket"], quantities={"killed": 3, "munitions": 3},
)  # fmt: skip


def test_each_field_of_a_pair_counts_for_itself(tmp_path: Path) -> None:
    outcome = compare(tmp_path, [SHELLING], [FOUND])
    expected = {
        "events": (1, 1, 1), "type": (0, 1, 1), "status": (0, 0, 0), "actors": (1, 1, 1),
        "targets": (0, 1, 1), "places": (1, 1, 1), "sources": (0, 0, 0), "weapons": (1, 2, 1),
        "quantities": (1, 2, 2), "dates": (1, 2, 2), "relations": (0, 0, 0), "all": (5, 10, 9),
    }  # fmt: skip
    assert {row: counts(outcome, row) for row in ROWS} == expected
    all_facts = outcome.figures["all"]
    assert (all_facts.precision, all_facts.recall) == (5 / 10, 5 / 9)
    assert all_facts.f1 == pytest.approx(2 * 5 / 19)


def test_the_status_counts_where_it_is_not_actual(tmp_path: Path) -> None:
    gold = [event("Shelling", "Rebels shelled", status="denied"), event("Arrest", "Police arrested")]
    built = [found("Shelling", "Rebels shelled"), found("Arrest", "arrested", status="planned")]
    assert counts(compare(tmp_path, gold, built), "status") == (0, 1, 1)
    built[0]["status"] = "denied"
    assert counts(compare(tmp_path, gold, built), "status") == (1, 2, 1)


PAIRS = [
    ("same root, quotes overlap", found("Airstrike", "shelled"), 1),
    ("other root", found("Arrest", "shelled"), 0),
    ("same root, apart", found("Shelling", "The army denied the shelling"), 0),
    (
        "apart, two arguments in common",
        found("Shelling", "denied the shelling", actors=[("rebels", "")], places=[("Qasr", "")]),
        1,
    ),
    ("apart, one argument in common", found("Shelling", "denied the shelling", actors=[("rebels", "")]), 0),
    ("a type that the ontology does not have", found("Quarrel", "shelled"), 0),
]


@pytest.mark.parametrize(("built", "pairs"), [case[1:] for case in PAIRS], ids=[case[0] for case in PAIRS])
def test_events_pair_by_root_and_quotes_or_arguments(tmp_path: Path, built: Row, pairs: int) -> None:
    outcome = compare(tmp_path, [SHELLING], [built])
    assert counts(outcome, "events") == (pairs, 1, 1)
    assert (outcome.types[0].missed, outcome.types[0].gold) == (1 - pairs, 1)


def test_pairs_are_those_by_which_most_agrees_not_the_first(tmp_path: Path) -> None:
    """One event agrees best with a gold event that another one needs."""
    quote = "Rebels shelled the town of Qasr"
    gold = [event("Shelling", quote, places=[["Qasr"]]), event("Shelling", quote, actors=[["Rebels"]])]
    rich = found("Shelling", quote, actors=[("Rebels", "")], places=[("Qasr", "")], weapons=["mortar"])
    poor = found("Shelling", quote, places=[("Qasr", "")])
    for built in ([rich, poor], [poor, rich]):
        outcome = compare(tmp_path, gold, built)
        assert counts(outcome, "events") == (2, 2, 2)
        assert (counts(outcome, "actors"), counts(outcome, "places")) == ((1, 1, 1), (1, 2, 1))


def test_an_event_without_a_partner_costs_all_its_facts(tmp_path: Path) -> None:
    missed = compare(tmp_path, [SHELLING], [])
    assert counts(missed, "all") == (0, 0, 9)
    assert missed.figures["all"].f1 == 0
    assert counts(compare(tmp_path, [], [FOUND]), "all") == (0, 10, 0)


def test_relations_agree_by_predicate_and_names(tmp_path: Path) -> None:
    gold = [
        [["Qasr"], "located_in", ["the north", "northern district"]],
        [["الجيش الإسرائيلي"], "part_of", ["إسرائيل"]],
    ]
    built = [
        relation("town of Qasr", "located_in", "northern district"),
        relation("Qasr", "part_of", "the north"),
        relation("القوات الإسرائيلية", "part_of", "إسرائيل"),
    ]
    assert counts(compare(tmp_path, [], [], (gold, built)), "relations") == (1, 2, 1)


NAMES = [
    ("قاعدة حقل العمر", "القاعدة في حقل العُمر", True),
    ("للقوات الأميركية", "القوات الاميركيه", True),
    ("قوات النظام", "قوات المعارضة", False),
    ("The Syrian Observatory", "Syrian observatory for human rights", False),
    ("the army", "ARMY", True),
    ("في", "في", False),
    ("", "", False),
]


@pytest.mark.parametrize(("one", "other", "same"), NAMES)
def test_names_agree_if_they_share_most_of_their_words(one: str, other: str, same: bool) -> None:
    assert same_name([one], [other]) is same
    assert same_name(["nothing", one], ["else", other]) is same
    assert same_name([other], [one]) is same


def test_words_come_without_article_and_little_words() -> None:
    assert words("وبالقاعدة في الأنبار") == {"قاعده", "انبار"}
    assert words("The Gulf of Aden") == {"gulf", "aden"}


def test_types_that_are_confused_are_counted(tmp_path: Path) -> None:
    gold = [SHELLING, event("Arrest", "Police arrested four men"), event("Denial", "The army denied")]
    built = [FOUND, found("Arrest", "arrested"), found("Talks", "The army denied")]
    types = {r.type: r for r in compare(tmp_path, gold, built).types}
    assert types["Shelling"].found_as == {"Attack": 1}
    assert (types["Arrest"].found_as, types["Arrest"].missed) == ({"Arrest": 1}, 0)
    assert (types["Denial"].missed, types["Talks"].extra, types["Talks"].gold) == (1, 1, 0)


def test_the_sentences_with_most_wrong_facts_come_first(tmp_path: Path) -> None:
    gold = [SHELLING, event("Denial", "The army denied", actors=[["The army"]])]
    built = [found("Arrest", "arrested four men", quantities={"detained": 4}, weapons=["tank"])]
    extra = [relation("four men", "has_role", "Police")]
    extra[0]["evidence"] = [{"start": TEXT.index("four men"), "end": TEXT.index("four men") + 8}]
    outcome = compare(tmp_path, gold, built, ([], extra))
    worst = worst_sentences(outcome.articles, Knowledge.load(), 9)
    assert [(s.number, s.facts) for s in worst] == [(1, 9), (2, 4), (3, 2)]
    assert worst[0].text == "Rebels shelled the town of Qasr on Thursday."
    assert [(f.kind, f.type, f.relation) for s in worst for f in s.findings] == [
        ("missed", "Shelling", None),
        ("extra", None, None),
        ("extra", None, ("four men", "has_role", "Police")),
        ("missed", "Denial", None),
    ]
    assert worst[0].findings[0].fields["quantities"].missed == ("killed 2", "munitions 3")
    assert len(worst_sentences(outcome.articles, Knowledge.load(), 2)) == 2


def test_a_missed_relation_stands_where_both_things_are_named(tmp_path: Path) -> None:
    gold = [[["the men", "four men"], "has_role", ["Police"]], [["Hamlet"], "located_in", ["Denmark"]]]
    outcome = compare(tmp_path, [], [], (gold, []))
    worst = worst_sentences(outcome.articles, Knowledge.load(), 9)
    assert [(s.number, s.text[:6]) for s in worst] == [(None, ""), (2, "Police")]


# ---- The example, as a newcomer meets it


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["evaluate", *map(str, arguments)], prog_name="tawthiq")


def test_the_example_gold_is_measured_without_a_word_of_warning(examples_build: Path) -> None:
    result = run(GOLD, examples_build, "--worst", "2")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("1 article\n")
    row = re.search(
        r"^events \(root type\) +(\S+) +(\S+) +(\S+) +(\d+) +(\d+) +17$", result.stdout, re.MULTILINE
    )
    assert row is not None
    assert float(row[3]) > 0.5
    assert (
        len(re.findall(r"^\[libya-tripoli\] sentence \d+: \d+ facts? wrong$", result.stdout, re.MULTILINE))
        == 2
    )


def test_json_has_the_same_figures(examples_build: Path) -> None:
    record = json.loads(run(GOLD, examples_build, "--worst", "3", "-f", "json").stdout)
    outcome = evaluate(GOLD, examples_build)
    assert record["figures"]["all"]["f1"] == round(outcome.figures["all"].f1, 4)
    assert list(record["figures"]) == list(ROWS)
    assert record["absent"] == []
    assert len(record["worst"]) == 3
    assert record["worst"][0]["wrong"] == sum(f["wrong"] for f in record["worst"][0]["findings"])
    assert sum(t["gold"] for t in record["types"]) == 17


def test_gold_agrees_with_itself_wholly(tmp_path: Path, examples_build: Path) -> None:
    """The example gold written as tables."""
    text = next(
        json.loads(line)["text"]
        for line in (ROOT / "examples" / "articles.jsonl").read_text("utf-8").splitlines()
        if json.loads(line)["id"] == "libya-tripoli"
    )
    gold = json.loads(next(GOLD.glob("*.gold.json")).read_text("utf-8"))
    events = []
    for row in gold["events"]:
        quotes = [(text.index(q), q) for q in row["evidence"]]
        roles = {
            role: [{"id": "x", "label": names[-1], "text": names[0]} for names in row.get(role, [])]
            for role in ("actors", "targets", "places", "sources")
        }
        evidence = [{"start": start, "end": start + len(q), "text": q} for start, q in quotes]
        events.append({**row, **roles, "document": "libya-tripoli", "evidence": evidence})
    relations = [relation(s[0], p, o[0]) | {"document": "libya-tripoli"} for s, p, o in gold["relations"]]
    build = write_tables(tmp_path / "build", events, relations)
    shutil.copytree(examples_build / "store", build / "store")
    outcome = evaluate(GOLD, build)
    assert {row: figures.f1 for row, figures in outcome.figures.items()} == dict.fromkeys(ROWS, 1.0)
    assert worst_sentences(outcome.articles, Knowledge.load(), 9) == []


def test_the_example_in_the_documentation_is_gold(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "evaluation.md").read_text("utf-8")
    (block,) = re.findall(r"^```json\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    path = tmp_path / "any.gold.json"
    path.write_text(block, "utf-8")
    article = read_gold(path, {})
    assert (article.id, len(article.events), len(article.relations)) == ("border-report", 1, 1)


# ---- What cannot be used


BROKEN = [
    ("no JSON", '{\n  "events": [\n    {"type": ]\n}', "a.gold.json, line 3: this is not valid JSON"),
    ("no object", "[]", "a.gold.json, the file: this is no JSON object"),
    ("unknown field", '{"event": []}', "there is no field «event»"),
    ("unknown type", '{"events": [{"type": "Siege"}, {"type": "War"}]}', "event 2: «War» is no type"),
    ("no type", '{"events": [{}]}', "event 1: «» is no type"),
    ("unknown status", '{"events": [{"type": "Siege", "status": "odd"}]}', "«odd» is no status"),
    ("bare name", '{"events": [{"type": "Siege", "actors": ["x"]}]}', "event 1, actors: «x» is no list"),
    ("no list", '{"events": [{"type": "Siege", "actors": "x"}]}', "the field «actors» is no list"),
    ("unknown weapon", '{"events": [{"type": "Siege", "weapons": ["axe"]}]}', "«axe» in the field «weapons»"),
    ("unknown count", '{"events": [{"type": "Siege", "quantities": {"lost": 1}}]}', "«lost» in the field"),
    ("no number", '{"events": [{"type": "Siege", "quantities": {"killed": "2"}}]}', "«killed» is no whole"),
    ("no date", '{"events": [{"type": "Siege", "start": "March"}]}', "«March» in the field «start»"),
    ("no relation", '{"relations": [["x"]]}', "relation 1: this is no relation"),
    ("no predicate", '{"relations": [[["x"], "near", ["y"]]]}', "relation 1: there is no relation «near»"),
    ("latin", b'{"events":\n"caf\xe9"}', "a.gold.json, line 2: this is not UTF-8"),
]


@pytest.mark.parametrize(("content", "message"), [c[1:] for c in BROKEN], ids=[c[0] for c in BROKEN])
def test_a_broken_gold_file_is_named_with_the_place(
    tmp_path: Path, content: str | bytes, message: str
) -> None:
    (tmp_path / "a.gold.json").write_bytes(content if isinstance(content, bytes) else content.encode())
    result = run(tmp_path, write_tables(tmp_path / "build", []))
    assert result.exit_code == 3
    assert message in result.stderr
    assert "You can fix this" in result.stderr
    assert isinstance(result.exception, SystemExit)


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    build = write_tables(tmp_path / "build", [])
    cases = [
        (GOLD, tmp_path / "empty", "there is no table events.jsonl"),
        (tmp_path / "empty", build, "there is no gold file"),
        (tmp_path / "nowhere", build, "there is no such file or folder"),
        (build / "events.jsonl", build, "this is no gold file"),
    ]
    for gold, folder, message in cases:
        result = run(gold, folder)
        assert (result.exit_code, result.stdout) == (3, ""), message
        assert message in result.stderr


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"document": "a"}', '{"document": "a", "type": "Siege", "evidence": [1]}']
)
def test_a_broken_table_is_named_with_the_line(tmp_path: Path, line: str) -> None:
    build = write_tables(tmp_path / "build", [FOUND])
    (build / "events.jsonl").write_text(json.dumps(FOUND) + "\n" + line, "utf-8")
    result = run(GOLD, build)
    assert result.exit_code == 3
    assert "events.jsonl, line 2" in result.stderr


def test_articles_that_the_build_lacks_count_as_missed_and_are_named(
    tmp_path: Path, examples_build: Path
) -> None:
    shutil.copytree(GOLD, tmp_path / "gold")
    other = {"text": TEXT, "events": [SHELLING]}
    (tmp_path / "gold" / "elsewhere.gold.json").write_text(json.dumps(other), "utf-8")
    result = run(tmp_path / "gold", examples_build, "-f", "json")
    assert result.exit_code == 0
    assert "lacks 1 of 2 articles (elsewhere)" in result.stderr
    record = json.loads(result.stdout)
    alone = json.loads(run(GOLD, examples_build, "-f", "json").stdout)
    assert record["absent"] == ["elsewhere"]
    assert record["figures"]["all"]["gold"] == alone["figures"]["all"]["gold"] + 9
    assert record["figures"]["all"]["build"] == alone["figures"]["all"]["build"]


def test_a_quote_that_does_not_stand_in_the_article_is_named(tmp_path: Path) -> None:
    compare(tmp_path, [event("Arrest", "Police released four men")], [])
    result = run(tmp_path / "gold", tmp_path / "build")
    assert "«Police released four men» does not stand in the article" in result.stderr


def test_the_text_may_stand_beside_the_gold_file(tmp_path: Path) -> None:
    (tmp_path / "a.gold.json").write_text(
        json.dumps({"events": [event("Arrest", "Police  arrested")]}), "utf-8"
    )
    build = write_tables(tmp_path / "build", [found("Arrest", "arrested four men")])
    with pytest.raises(InputError, match="the text of the article «a» is not known"):
        evaluate(tmp_path, build)
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    assert counts(evaluate(tmp_path, build), "events") == (1, 1, 1)
    assert gold_files(tmp_path / "a.gold.json") == [tmp_path / "a.gold.json"]


def test_an_article_has_one_gold_file(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.gold.json").write_text('{"document": "a", "events": []}', "utf-8")
    with pytest.raises(InputError, match=r"which .*a\.gold\.json has already"):
        evaluate(tmp_path, write_tables(tmp_path / "build", []))
