"""The graph page as a reader meets it, in a headless Chromium and from a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
from playwright.sync_api import Browser, expect

from page_browser import Opened, opened
from page_graphs import BASE_QUOTE, Graph
from tawthiq.fold import fold
from tawthiq.view import write_page

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture
def small(browser: Browser, small_file: Path) -> Iterator[Opened]:
    with opened(browser, small_file) as page:
        yield page
        assert page.errors == []
        assert page.requests == []


def test_page_opens_in_arabic_without_any_request(small: Opened) -> None:
    page = small.page
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.locator("h1")).to_have_text("أخبار الوادي")
    expect(page.locator("#status")).to_contain_text("العقد: 21")
    assert "falcons" in small.shown()


def test_click_on_an_edge_shows_the_quoted_sentence_and_who_says_so(small: Opened) -> None:
    small.click_edge("falcons", "attacked", "olive-base")
    panel = small.page.locator("#panel")
    expect(panel.locator("blockquote")).to_have_text([BASE_QUOTE])
    expect(panel.locator("blockquote")).to_have_css("direction", "rtl")
    expect(panel).to_contain_text("هاجم")
    claim = panel.locator(".claim")
    for text in ("مصادر محلية", "صواريخ على حقل الزيتون", "صحيفة الوادي", "2031-03-10"):
        expect(claim).to_contain_text(text)
    assert panel.locator("a").get_attribute("href") == "https://news.example/olive"


def test_click_on_a_node_shows_its_names_and_claims(small: Opened) -> None:
    small.click_node("falcons")
    panel = small.page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("كتائب الصقور")
    expect(panel).to_contain_text("Falcon Brigades")
    expect(panel).to_contain_text("جماعة مسلحة")
    expect(panel.locator("blockquote").filter(has_text=BASE_QUOTE)).to_have_count(1)
    small.page.keyboard.press("Escape")
    expect(panel.locator("blockquote")).to_have_count(0)


SPELLINGS = (
    ("قاعده الزيتون", "olive-base"), ("القاعدة الزيتون", "olive-base"), ("قَاعِدَةُ القُوّات", "olive-base"),
    ("القاعده", "north-base"), ("شمال قاعدة", "north-base"), ("العكاري", "spokesman"),
    ("عكّارى", "spokesman"), ("martin reyes", "officer"), ("REYES", "officer"),
    ("salem al akkari", "spokesman"), ("Ayn al-Ballūt", "oak-spring"), ("الصقور", "falcons"),
    ("محافظه الهضبه", "plateau"), ("لليلى", None), ("بحيرة الملح", None), ("؟!", None), (" ", None),
)  # fmt: skip


def test_search_finds_any_spelling(small: Opened) -> None:
    for query, name in SPELLINGS:
        found = small.evaluate("(q) => tawthiq.find(q).map((id) => tawthiq.data.nodes[id].name)", query)
        assert (name in found) if name else (found == []), query


def test_search_says_when_it_finds_nothing(small: Opened) -> None:
    small.page.fill("#search", "بحيرة الملح")
    expect(small.page.locator("#results")).to_have_text("لا نتائج")


def test_search_by_keyboard_opens_the_card(small: Opened) -> None:
    page = small.page
    page.keyboard.press("/")
    page.keyboard.type("قاعده الشمال")
    expect(page.locator("#results [role=option]").first).to_contain_text("قاعدة الشمال")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("قاعدة الشمال")
    expect(page.locator("#results")).to_be_hidden()


def test_search_folds_like_the_engine(small: Opened) -> None:
    for text in ("أُسْرة الإيرانيّة", "مُؤتمر شئون", "كتـــاب ۱۲٣", "یکھہ", "ALI ﻻ", "\u202bآب\u2069"):
        assert small.evaluate("(t) => tawthiq.fold(t)", text) == fold(text), text


def test_language_switch_turns_the_whole_page(small: Opened) -> None:
    page = small.page
    page.click("#language")
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#tab-map")).to_have_text("Map")
    expect(page.locator("#status")).to_contain_text("Nodes: 21")
    small.click_edge("falcons", "attacked", "olive-base")
    panel = page.locator("#panel")
    expect(panel).to_contain_text("Mountain Forces base at Olive Field")
    expect(panel.locator("blockquote")).to_have_css("direction", "rtl")
    page.click("#language")
    expect(panel).to_contain_text("قاعدة القوات الجبلية في حقل الزيتون")


def test_legend_hides_a_kind_and_brings_it_back(small: Opened) -> None:
    before = small.shown()
    places = small.page.locator("#legend [data-kind=place]")
    places.click()
    expect(places).to_have_attribute("aria-pressed", "false")
    assert "olive-base" not in small.shown()
    assert "falcons" in small.shown()
    places.click()
    assert small.shown() == before


def test_events_take_the_place_of_the_edges_that_stand_on_them(small: Opened) -> None:
    assert not [n for n in small.shown() if n.startswith("event")]
    small.page.click("#mode-events")
    assert "event-0" in small.shown()
    drawn = small.evaluate("""() => {
      const { edges, predicates } = tawthiq.data;
      return tawthiq.network.body.data.edges.getIds().map((id) => predicates[edges[id].predicate].name);
    }""")
    assert {"actor", "target", "place", "located_in"} <= set(drawn)
    assert "attacked" not in drawn


def test_table_sorts_by_its_columns(small: Opened) -> None:
    page = small.page
    page.click("#tab-table")
    dates = page.locator("tbody td:first-child")
    expect(dates).to_have_count(12)
    texts = dates.all_inner_texts()
    assert texts[:-1] == sorted(texts[:-1], reverse=True)
    assert texts[-1] == "بلا تاريخ"
    page.click("th [data-column=date]")
    texts = dates.all_inner_texts()
    assert texts[:-1] == sorted(texts[:-1])
    assert texts[-1] == "بلا تاريخ"
    expect(page.locator("th").first).to_have_attribute("aria-sort", "ascending")
    page.locator("tbody tr").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel blockquote")).to_have_text([BASE_QUOTE])


def test_timeline_filters_events_and_their_edges(small: Opened) -> None:
    page = small.page
    page.fill("#time-from", "2031-05")
    page.press("#time-from", "Enter")
    assert small.shown() == ["alliance", "coast-guard", "marj", "officer"]
    expect(page.locator("#timeline")).to_contain_text("3 من 11")
    page.click("#tab-table")
    expect(page.locator("tbody tr")).to_have_count(3)
    page.click("#time-clear")
    expect(page.locator("tbody tr")).to_have_count(12)


def test_dragging_on_the_timeline_chooses_a_period(small: Opened) -> None:
    page = small.page
    box = page.locator("#timeline svg").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + 20)
    page.mouse.up()
    expect(page.locator("#time-from")).to_have_value("2031-03-09")
    assert "officer" not in small.shown()


def test_map_shows_exact_places_and_vague_ones(small: Opened) -> None:
    page = small.page
    page.click("#tab-map")
    exact = page.locator("#view-map g.spot.exact")
    vague = page.locator("#view-map g.spot.vague")
    labels = [label or "" for label in (e.get_attribute("aria-label") for e in exact.all())]
    assert any("حقل الزيتون" in label and "2" in label for label in labels)
    # The village has no coordinates: its event stands at the governorate, with the governorate's own.
    labels = [label or "" for label in (e.get_attribute("aria-label") for e in vague.all())]
    assert any("محافظة الهضبة" in label and "3" in label for label in labels)
    exact.first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_be_visible()


def test_arrow_keys_walk_the_graph(small: Opened) -> None:
    page = small.page
    page.focus("#network")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#panel h2")).to_have_text("كتائب الصقور")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#panel h2")).not_to_have_text("كتائب الصقور")


def test_dark_page_is_dark(browser: Browser, small_file: Path) -> None:
    with opened(browser, small_file, "dark") as page:
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
        assert max(colour) < 60
        assert page.errors == []


def test_empty_graph_says_so(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "graph.html"
    write_page(nx.MultiDiGraph(), path, "فارغ", "ar")
    with opened(browser, path) as page:
        expect(page.page.locator("main")).to_contain_text("هذا الرسم فارغ")
        page.page.click("#language")
        expect(page.page.locator("main")).to_contain_text("This graph is empty")
        assert page.errors == []


def test_nodes_without_edges_and_dates_are_shown(browser: Browser, tmp_path: Path) -> None:
    graph: Graph = nx.MultiDiGraph()
    graph.add_node("one", kind="actor", label_ar="وحيد")
    graph.add_node("two", kind="event", label_ar="حدث", evidence=[])
    path = tmp_path / "graph.html"
    write_page(graph, path, "وحيد", "ar")
    with opened(browser, path) as page:
        page.page.click("#mode-events")
        assert page.shown() == ["one", "two"]
        page.page.click("#tab-map")
        expect(page.page.locator("#view-map")).to_contain_text("لا أماكن")
        assert page.errors == []
