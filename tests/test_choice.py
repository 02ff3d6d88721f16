"""Choices among what the rules propose: the models, their files, and what they may and may not change."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.errors import KnowledgeError
from tawthiq.extract.choice.arguments import argument_options
from tawthiq.extract.choice.context import Context, bucket
from tawthiq.extract.choice.decide import Chooser
from tawthiq.extract.choice.relations import relation_options
from tawthiq.extract.reader import DocumentReader
from tawthiq.knowledge import Knowledge, models
from tawthiq.knowledge.models import Model, Scorer, load_models
from tawthiq.language import analyse
from tawthiq.model import Document, Extraction

TEXT = (
    "قصفت قوات النخيل بلدة الزيتون بالمدفعية يوم الثلاثاء، وأصيب ثلاثة مدنيين. "
    "وقالت وزارة الدفاع إن الجيش شن غارة جوية على مدينة السرو أمس."
)
NEVER = Model(threshold=0, bias=-1, weights={})
ALWAYS = Model(threshold=0, bias=1, weights={})


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.load()


def read(knowledge: Knowledge, models: Mapping[str, Model], text: str = TEXT) -> DocumentReader:
    document = Document("a", text, None, date(2021, 3, 4), None, None, "ar")
    reader = DocumentReader(document, knowledge, "ar")
    reader.models, reader.network = dict(models), None
    reader.read(analyse(document, knowledge))
    return reader


def extraction(knowledge: Knowledge, models: Mapping[str, Model]) -> Extraction:
    return read(knowledge, models).choose()


# ---- Models


def letters(*names: str) -> Sequence[str]:
    return names


def test_score_is_the_sum_over_the_threshold() -> None:
    model = Model(threshold=40, bias=10, weights={"a": 50, "b": -5})
    assert model.score([(letters, ("a", "b", "unknown"))]) == 15
    assert model.score([(letters, ("a",)), (letters, ("b", "a"))]) == 65
    assert model.score([]) == -30


def test_models_are_scored_together_as_each_alone() -> None:
    one, other = Model(4, 1, {"a": 50, "b": -5}), Model(7, 20, {"b": 6, "c": 9})
    for names in (("a", "b", "c"), ("b",), ("d",), ("a", "b", "c")):
        features = [(letters, names), (letters, ())]
        assert Scorer(one, other).scores(features) == [one.score(features), other.score(features)]


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "REMEMBERED", 2)
    model = Model(0, 0, {"a": 50, "b": -5, "c": 7})
    assert [model.score([(letters, (name,))]) for name in "abcabcd"] == [50, -5, 7, 50, -5, 7, 0]


def test_probability_leaves_the_threshold_out() -> None:
    assert Model(threshold=300, bias=0, weights={}).probability([]) == 0.5
    assert Model(threshold=0, bias=0, weights={"a": 100}).probability([(letters, ("a",))]) == 0.73


def test_reasons_are_the_heaviest_features_each_once() -> None:
    model = Model(0, 0, {"a": 5, "b": -70, "c": 70, "d": 1})
    assert model.reasons([(letters, ("a", "c", "b")), (letters, ("c", "d"))], 3) == (
        ("b", -70),
        ("c", 70),
        ("a", 5),
    )


def test_further_options_need_more() -> None:
    model = Model(threshold=10, bias=0, weights={}, further=60)
    assert model.pick([20, 55, 51, 50]) == [1, 2]
    assert model.pick([0, -5]) == []


@given(st.lists(st.integers(-300, 300)))
def test_pick_takes_the_best_first_and_nothing_below_zero(scores: list[int]) -> None:
    picked = Model(threshold=0, bias=0, weights={}, further=50).pick(scores)
    assert [scores[i] for i in picked] == sorted((scores[i] for i in picked), reverse=True)
    assert all(scores[i] > 0 for i in picked)
    assert bool(picked) == any(s > 0 for s in scores)


def test_no_file_means_no_models(tmp_path: Path) -> None:
    assert load_models(tmp_path, "ar") == {}


@pytest.mark.parametrize("text", ["{", "[]", '{"decisions": {"event": {"bias": 1}}}', '{"decisions": []}'])
def test_a_broken_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "ar.json").write_text(text, "utf-8")
    with pytest.raises(KnowledgeError, match=r"ar\.json"):
        load_models(tmp_path, "ar")


def test_a_file_is_read_as_written(tmp_path: Path) -> None:
    decision = {"bias": -3, "threshold": 4, "further": 9, "weights": {"x": 12}}
    (tmp_path / "en.json").write_text(json.dumps({"decisions": {"event": decision}}), "utf-8")
    assert load_models(tmp_path, "en") == {"event": Model(4, -3, {"x": 12}, 9)}


@pytest.mark.parametrize(("number", "step"), [(0, "0"), (4, "3"), (-4, "-3"), (99, "13")])
def test_buckets(number: int, step: str) -> None:
    assert bucket(number) == step


# ---- Decisions


def test_without_models_the_rules_stand(knowledge: Knowledge) -> None:
    found = extraction(knowledge, {})
    assert {r.type for r in found.reports} >= {"Shelling", "Airstrike"}
    assert any(r.actors for r in found.reports)


def test_a_model_that_says_no_leaves_nothing(knowledge: Knowledge) -> None:
    assert extraction(knowledge, {"event": NEVER}).reports == ()
    assert extraction(knowledge, {"relation": NEVER}).relations == ()


def test_each_decision_changes_its_own_field_only(knowledge: Knowledge) -> None:
    rules = extraction(knowledge, {})
    places = extraction(knowledge, {"place": NEVER})
    assert all(not r.places for r in places.reports)
    assert [r.actors for r in places.reports] == [r.actors for r in rules.reports]
    times = extraction(knowledge, {"time": NEVER})
    assert any(r.time for r in rules.reports)
    assert all(r.time is None for r in times.reports)
    assert [r.places for r in times.reports] == [r.places for r in rules.reports]


def test_sources_come_from_the_sentence(knowledge: Knowledge) -> None:
    rules = extraction(knowledge, {})
    assert any(r.claimant for r in rules.reports)
    assert all(r.claimant is None for r in extraction(knowledge, {"source": NEVER}).reports)


def test_options_are_phrases_of_the_text_and_each_text_counts_once(knowledge: Knowledge) -> None:
    found = extraction(knowledge, {"actor": ALWAYS})
    for report in found.reports:
        texts = [m.text for m in report.actors]
        assert len(texts) == len(set(texts)) > 1
        assert all(TEXT[m.span.start : m.span.end] == m.text for m in report.actors)


def test_a_verdict_names_its_reasons(knowledge: Knowledge) -> None:
    model = Model(0, 1, {"type=Airstrike": 200, "root=Attack": 30})
    reader = read(knowledge, {"event": model})
    context = Context(reader.told, reader.readers, knowledge.schema)
    choices = Chooser(reader.models, context, TEXT).events()
    verdict = next(c for c in choices if c.type == "Airstrike").verdicts[0]
    assert (verdict.decision, verdict.reasons[0]) == ("event", ("type=Airstrike", 200))
    assert verdict.probability == 0.91


def test_shipped_models_are_small_sorted_and_repeatable(knowledge: Knowledge) -> None:
    for language, decisions in knowledge.models.items():
        for name, model in decisions.items():
            assert list(model.weights) == sorted(model.weights), (language, name)
            assert len(model.weights) < 60_000
    first, second = (extraction(knowledge, knowledge.models["ar"]) for _ in range(2))
    assert first == second


def test_arguments_of_an_event_that_only_dates_are_no_options(knowledge: Knowledge) -> None:
    text = "تعرضت بلدة الزيتون لعشرين غارة جوية منذ بدء الهجوم على مدينة السرو."
    reader = read(knowledge, {}, text)
    context = Context(reader.told, reader.readers, knowledge.schema)
    strike = next(item for item in reader.told if item.candidate.type == "Airstrike")
    words = strike.reader.words
    options = {
        " ".join(w.token.text for w in words[o.phrase.first : o.phrase.last + 1])
        for o in argument_options(strike, context)
    }
    assert "بلدة الزيتون" in options
    assert not {o for o in options if "السرو" in o}


# ---- Relations that may hold


@pytest.mark.parametrize(
    ("text", "subject", "predicate", "object_"),
    [
        ("قال محمد عيدروس، طبيب الطوارئ في مستشفى الشفاء.", "محمد عيدروس", "has_role", "الشفاء"),
        ("قال الرئيس السوري، بشار الأسد، إن الحرب انتهت.", "بشار الأسد", "has_role", "السوري"),
        ("قصف الطيران في مدينة حلب أحياء الصاخور ومساكن هنانو.", "مساكن هنانو", "located_in", "مدينة حلب"),
        ("تقدمت القوات الصومالية بدعم من الاتحاد الأفريقي.", "الصومالية", "allied_with", "الاتحاد الأفريقي"),
        ("تدعم تركيا حكومة الوفاق الوطني.", "تركيا", "allied_with", "حكومة الوفاق الوطني"),
        ("أدانت المنظمة الإقليمية التي تضم موريتانيا الهجوم.", "موريتانيا", "part_of", "المنظمة الإقليمية"),
    ],
)  # fmt: skip
def test_relations_that_may_hold(
    knowledge: Knowledge, text: str, subject: str, predicate: str, object_: str
) -> None:
    reader = read(knowledge, {}, text)
    context = Context(reader.told, reader.readers, knowledge.schema)
    found = set()
    for sentence in reader.readers:
        for option in relation_options(sentence, context):
            ends = (option.relation.subject, option.relation.object)
            names = (" ".join(w.token.text for w in sentence.words[p.first : p.last + 1]) for p in ends)
            found.add((*names, option.relation.predicate))
    assert any(s.endswith(subject) and p == predicate and o.endswith(object_) for s, o, p in found), found
