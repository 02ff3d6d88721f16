"""What a person does with the page, done as a person does it: typed, clicked, dragged, with the keys."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest
from playwright.sync_api import Browser, Page, expect

import tawthiq
from page_browser import Opened, opened
from page_graphs import Graph, link
from sink import Sink
from tawthiq.view import write_page

pytestmark = pytest.mark.xdist_group("browser")

BASE = "قاعدة حقل العمر"


def _checked(browser: Browser, path: Path, sink: Sink, address: str = "") -> Iterator[Opened]:
    with opened(browser, path, address=address) as page:
        yield page
        assert page.errors == []
        assert page.requests == []
    assert sink.asked == []


@pytest.fixture
def arabic(browser: Browser, arabic_page: Path, sink: Sink) -> Iterator[Opened]:
    yield from _checked(browser, arabic_page, sink)


@pytest.fixture
def english(browser: Browser, english_page: Path, sink: Sink) -> Iterator[Opened]:
    yield from _checked(browser, english_page, sink)


@pytest.fixture
def small(browser: Browser, small_file: Path, sink: Sink) -> Iterator[Opened]:
    yield from _checked(browser, small_file, sink)


def numbers(text: str) -> list[int]:
    return [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", text)]


def rows(page: Page) -> int:
    """How many events the table says that it shows."""
    page.click("#tab-table")
    return numbers(page.locator("#table-caption").inner_text())[0]


# ---- To the sentence


def test_three_clicks_lead_from_the_base_to_the_sentence_on_it(arabic: Opened) -> None:
    page = arabic.page
    page.click("#search")
    page.keyboard.type("قاعدة حقل")
    page.locator("#results [role=option]", has_text=BASE).first.click()
    expect(page.locator("#panel h2")).to_have_text(BASE)
    page.locator("#panel .item", has_text="هاجم").first.click()
    quote = page.locator("#panel blockquote").first
    expect(quote).to_be_in_viewport()
    expect(quote).to_contain_text("قاعدة")
    expect(quote).to_have_attribute("dir", "rtl")
    expect(quote).to_have_attribute("lang", "ar")
    expect(quote).to_have_css("direction", "rtl")
    arabic.picture("ar-three-clicks")


def test_a_claim_says_who_where_when_and_marks_its_words(arabic: Opened) -> None:
    page = arabic.page
    page.fill("#search", "قاعدة كونيكو")
    page.keyboard.press("Enter")
    page.locator("#panel .item", has_text="هاجم").first.click()
    claim = page.locator("#panel .claim").first
    expect(claim.locator("mark").first).to_be_visible()
    assert "كونيكو" in " ".join(claim.locator("mark:not(.event)").all_inner_texts())
    # The word that tells the event is marked in a manner of its own, once in the sentence.
    expect(claim.locator("mark.event")).to_have_count(1)
    expect(claim.locator("mark.event")).to_have_css("text-decoration-line", "underline")
    expect(claim).to_contain_text("المرصد السوري لحقوق الإنسان")
    expect(claim).to_contain_text("صحيفة مرايا الشرق")
    expect(claim).to_contain_text("2023-11-18")
    link = claim.locator("a")
    assert link.get_attribute("href") == "https://example.org/syria-iraq-bases"
    assert "noopener" in (link.get_attribute("rel") or "")


def test_contradictions_stand_side_by_side(arabic: Opened, arabic_page: Path) -> None:
    """The stored query knows which events sources give other numbers for; each card has a table of them."""
    with tawthiq.open(arabic_page.parent, frames="rows", language="en") as graph:
        told = graph.rows("contradicted-casualties", iris=True)
    assert told
    page = arabic.page
    event = str(next(value for name, value in told[0].items() if name == "event")).rpartition("/")[2]
    number = arabic.evaluate("(name) => tawthiq.data.nodes.findIndex((n) => n.name === name)", event)
    page.click("#tab-table")
    arabic.evaluate("(id) => tawthiq.select({ node: id }, { bring: true })", number)
    table = page.locator("#panel .differences table")
    expect(table).to_be_visible()
    assert table.locator("tbody tr").count() >= 2
    cells = [numbers(text) for text in table.locator("tbody tr td").all_inner_texts()]
    assert len({cell[0] for cell in cells if cell}) >= 2
    arabic.picture("ar-contradiction")


def test_a_number_stays_with_its_name_whatever_runs_from_where(browser: Browser, tmp_path: Path) -> None:
    """In a line that runs from the right the number of a Latin name would go to the other side of it."""
    graph: Graph = nx.MultiDiGraph()
    graph.add_node("base", kind="place", label_en="Olive Field")
    graph.add_node(
        "event", kind="event", type_ar="اعتداء مسلح", type_en="assault", start="2031-03-09",
        label_ar="اعتداء مسلح: 50 Wagner fighters", label_en="assault: 50 Wagner fighters",
    )  # fmt: skip
    link(graph, "event", "place", "base", direct=False)
    path = tmp_path / "graph.html"
    write_page(graph, path, "أسماء", "ar")
    with opened(browser, path, address="#view=table&node=event") as page:
        for place in ("#panel h2", "tbody td.c-event"):
            number, name, type_ = (
                page.evaluate(_LEFT_OF, [place, words]) for words in ("50", "Wagner", "اعتداء")
            )
            assert number < name < type_, place
        assert page.errors == []
        text = _saved(page.page, "csv").decode("utf-8-sig")
    assert "اعتداء مسلح: 50 Wagner fighters" in text


_LEFT_OF = """([selector, words]) => {
  const walk = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    return range.getBoundingClientRect().left;
  }
  return null;
}"""


# ---- Search


@pytest.mark.parametrize(
    "typed", ["قاعده حقل العمر", "القاعدة حقل العُمَر", "حقل عمر قاعدة", "al omar base", "AL-OMAR BASE"]
)
def test_search_takes_any_spelling(arabic: Opened, typed: str) -> None:
    arabic.page.click("#search")
    arabic.page.keyboard.type(typed)
    names = arabic.page.locator("#results [role=option]").all_inner_texts()
    assert any(BASE in name for name in names[:3]), names


def test_search_in_english_and_in_arabic_on_the_english_page(english: Opened) -> None:
    page = english.page
    for typed in ("kharkiv", "خاركيف", "Kharkív"):
        page.fill("#search", typed)
        expect(page.locator("#results [role=option]").first).to_contain_text(re.compile("kharkiv", re.I))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_contain_text(re.compile("kharkiv", re.I))
    expect(page.locator("#panel")).to_contain_text("خاركيف")


# ---- Filters


def test_one_filter_filters_every_view(arabic: Opened) -> None:
    page = arabic.page
    every = rows(page)
    page.click("#filters-toggle")
    page.locator("#filters label", has_text="قصف").first.click()
    some = rows(page)
    assert 0 < some < every
    assert set(page.locator("#view-table tbody td.c-type").all_inner_texts()) == {"قصف"}
    expect(page.locator("#chips")).to_contain_text("قصف")
    expect(page.locator("#timeline .count")).to_contain_text(" من ")
    page.click("#tab-map")
    badges = page.locator("#view-map g.spot text")
    expect(badges.first).to_be_visible()
    assert sum(int(text) for text in badges.all_text_contents() if text.isdigit()) <= some
    page.click("#tab-graph")
    page.click("#mode-events")
    shown = {
        arabic.evaluate("(n) => tawthiq.data.nodes.find((o) => o.name === n).type", name)
        for name in arabic.shown()
        if name.startswith("event-")
    }
    assert shown == {"Shelling"}
    page.locator("#chips .chip").first.click()
    assert rows(page) == every


def test_filters_by_source_status_and_participant_meet(arabic: Opened) -> None:
    page = arabic.page
    page.click("#filters-toggle")
    drawer = page.locator("#filters")
    by_source = drawer.locator("[data-key^='sources:']").first
    by_source.check()
    first = rows(page)
    drawer.locator("[data-key='statuses:actual']").check()
    second = rows(page)
    assert 0 < second <= first
    assert set(page.locator("#view-table tbody td.c-status").all_inner_texts()) == {"واقع"}
    drawer.locator("[data-key='actors?']").fill("الميليشيات الايرانيه")
    drawer.locator("[data-key^='actors:']").first.check()
    assert rows(page) < second
    assert page.locator("#chips .chip").count() == 3
    page.locator("#chips .link").click()
    expect(page.locator("#chips")).to_be_hidden()


def test_what_is_cut_at_a_side_fades_out_there(arabic: Opened) -> None:
    page = arabic.page
    page.set_viewport_size({"width": 390, "height": 844})
    tools = page.locator(".tools")
    expect(tools).to_have_attribute("data-cut", "left")
    tools.evaluate("(e) => e.scrollTo({ left: -e.scrollWidth })")
    expect(tools).to_have_attribute("data-cut", "right")
    page.click("#tab-table")
    expect(page.locator(".scroller")).to_have_attribute("data-cut", "left")
    page.set_viewport_size({"width": 1400, "height": 900})
    expect(tools).to_have_attribute("data-cut", "")


def test_the_least_number_of_reports_is_chosen_with_the_keys(arabic: Opened) -> None:
    page = arabic.page
    every = rows(page)
    page.click("#filters-toggle")
    slider = page.locator("#filters input[type=range]")
    slider.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    assert 0 < rows(page) < every
    assert min(map(int, page.locator("#view-table tbody td.c-reports").all_inner_texts())) == 2


def test_each_choice_says_how_many_events_it_would_give(arabic: Opened) -> None:
    page = arabic.page
    page.click("#filters-toggle")
    drawer = page.locator("#filters")
    drawer.locator("[data-key='types:Shelling']").check()
    drawer.locator("[data-key='statuses:actual']").check()

    def told(key: str) -> int:
        label = drawer.locator("label.choice", has=page.locator(f"[data-key='{key}']"))
        return numbers(label.locator("small").inner_text())[0]

    # Among types the number leaves out which types are chosen, and not which statuses are.
    keys = [str(box.get_attribute("data-key")) for box in drawer.locator("input[type=checkbox]").all()[:12]]
    assert {key.partition(":")[0] for key in keys} >= {"types", "actors"}
    for key in keys:
        facet, _, value = key.partition(":")
        wanted = arabic.evaluate(_ALONE, [facet, value])
        assert told(key) == wanted, key
    assert told("types:Shelling") == rows(page)
    slider = drawer.locator("input[type=range]")
    slider.focus()
    page.keyboard.press("ArrowUp")
    promised = numbers(drawer.locator("output small").inner_text())[0]
    page.keyboard.press("Tab")
    assert rows(page) == promised


_ALONE = """([facet, value]) => {
  const T = window.tawthiq, before = T.state.filters, one = facet === "actors" ? +value : value;
  T.state.filters = { ...before, [facet]: new Set([one]) };
  const n = T.shownEvents().length;
  T.state.filters = before;
  return n;
}"""


# ---- Time


def test_a_brush_over_the_timeline_filters_every_view(arabic: Opened) -> None:
    page = arabic.page
    every = rows(page)
    strip = page.locator("#timeline svg").bounding_box()
    assert strip is not None
    middle = strip["y"] + strip["height"] / 3
    # Time runs from the right to the left in Arabic: the left half is the later one.
    page.mouse.move(strip["x"] + 2, middle)
    page.mouse.down()
    page.mouse.move(strip["x"] + strip["width"] / 2, middle, steps=4)
    page.mouse.up()
    some = rows(page)
    assert 0 < some < every
    dates = page.locator("#view-table tbody td.c-date").all_inner_texts()
    start = page.locator("#time-from").input_value()
    assert start.startswith("2023")
    assert min(dates) >= start[:7]
    # The brush as a whole goes where it is dragged, and the end where its handle is.
    page.mouse.move(strip["x"] + strip["width"] / 4, middle)
    page.mouse.down()
    page.mouse.move(strip["x"] + strip["width"] / 2, middle, steps=4)
    page.mouse.up()
    moved = page.locator("#time-from").input_value()
    assert moved < start
    page.locator("#timeline [data-side=from]").focus()
    page.keyboard.press("ArrowLeft")
    assert page.locator("#time-from").input_value() > moved
    arabic.picture("ar-timeline")
    page.keyboard.press("Escape")
    assert rows(page) == every


# ---- Map


def test_map_clusters_split_and_uncertain_places_are_areas(arabic: Opened) -> None:
    page = arabic.page
    page.click("#tab-map")
    cluster = page.locator("#view-map g.spot.exact.many").first
    before = page.locator("#view-map g.spot").count()
    cluster.locator("circle").last.click()
    page.wait_for_timeout(200)
    assert page.locator("#view-map g.spot.exact.many").count() == 0 or (
        page.locator("#view-map g.spot").count() != before
    )
    page.keyboard.press("0")
    # No event whose place is only roughly known stands on a point of its own.
    vague = arabic.evaluate("tawthiq.mapSpots().areas.map((a) => [...a.events]).flat()")
    exact = arabic.evaluate("tawthiq.mapSpots().exact.map((a) => [...a.events]).flat()")
    assert vague
    assert exact
    drawn = page.locator("#view-map .extents .outline").get_attribute("d") or ""
    assert drawn.count("M") >= 3
    expect(page.locator("#view-map .key")).to_contain_text("Natural Earth")
    expect(page.locator("#view-map .source")).to_contain_text("Natural Earth")


@pytest.mark.parametrize(
    ("circle", "corners"),
    [("{x: 50, y: 50, r: 1e6}", 4), ("{x: 5000, y: 50, r: 10}", 0), ("{x: 90, y: 50, r: 80}", 5)],
    ids=["around the view", "out of view", "across its sides"],
)
def test_extents_are_cut_at_the_sides_of_the_view(arabic: Opened, circle: str, corners: int) -> None:
    """However large an area is on a map that is looked at closely, what is drawn of it is not."""
    view = "{x: 0, y: 0, scale: 1, width: 100, height: 100}"
    drawn = arabic.evaluate(f"tawthiq.extents([{circle}], [], {view})[0].getAttribute('d')")
    numbers = [float(n) for n in re.findall(r"-?[0-9.]+", drawn)]
    assert all(-40 <= n <= 140 for n in numbers)
    assert len(numbers) / 2 >= corners
    assert bool(numbers) == bool(corners)


def test_the_map_moves_with_mouse_wheel_and_keys(english: Opened) -> None:
    page = english.page
    page.click("#tab-map")
    stage = page.locator("#view-map .map svg").first
    box = stage.bounding_box()
    assert box is not None
    place = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def where() -> list[str]:
        page.wait_for_timeout(80)
        spots = page.locator("#view-map g.spot")
        return [str(spot.bounding_box()) for spot in spots.all()]

    stage.focus()
    page.keyboard.press("0")
    seen = [where()]
    page.mouse.move(*place)
    page.mouse.wheel(0, -300)
    seen.append(where())
    page.mouse.down()
    page.mouse.move(place[0] + 60, place[1] + 20, steps=3)
    page.mouse.up()
    seen.append(where())
    stage.focus()
    page.keyboard.press("ArrowLeft")
    seen.append(where())
    page.keyboard.press("-")
    seen.append(where())
    assert len({str(places) for places in seen}) == len(seen)
    page.keyboard.press("0")
    assert where() == seen[0]


def test_a_spot_of_the_map_opens_its_events(arabic: Opened) -> None:
    page = arabic.page
    page.click("#tab-map")
    spot = page.locator("#view-map g.spot.vague").first
    spot.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_be_visible()
    page.locator("#panel .item").first.click()
    expect(page.locator("#panel blockquote").first).to_be_visible()


# ---- Table


def test_the_card_of_an_edge_has_a_title_that_can_be_read_out(arabic: Opened) -> None:
    page = arabic.page
    page.click("#tab-table")
    page.click("[data-table=relations]")
    page.locator("tbody tr").first.click()
    title = page.locator("#panel h2").inner_text()
    assert "[object" not in title
    assert len(title.split()) >= 3


def test_the_table_sorts_by_mouse_and_keys_and_has_relations(english: Opened) -> None:
    page = english.page
    page.click("#tab-table")
    page.locator("[data-column=type]").focus()
    page.keyboard.press("Enter")
    types = page.locator("tbody td.c-type").all_inner_texts()
    assert types == sorted(types, key=str.casefold)
    expect(page.locator("th.c-type")).to_have_attribute("aria-sort", "ascending")
    page.click("[data-column=type]")
    assert page.locator("tbody td.c-type").all_inner_texts() == sorted(types, key=str.casefold, reverse=True)
    page.click("[data-table=relations]")
    page.locator("tbody tr").first.click()
    expect(page.locator("#panel .triple")).to_be_visible()


# ---- Links, language, colours


def test_a_link_opens_the_same_state(arabic: Opened, browser: Browser, arabic_page: Path) -> None:
    page = arabic.page
    page.click("#language")
    page.click("#theme")
    page.click("#filters-toggle")
    page.locator("#filters [data-key='types:Shelling']").check()
    page.fill("#time-from", "2023")
    page.press("#time-from", "Enter")
    some = rows(page)
    page.click("[data-column=place]")
    order = page.locator("#view-table tbody td.c-place").all_inner_texts()
    page.locator("#view-table tbody tr").first.click()
    title = page.locator("#panel h2").inner_text()
    address = arabic.evaluate("location.hash")
    with opened(browser, arabic_page, address=address) as other:
        expect(other.page.locator("html")).to_have_attribute("lang", "en")
        expect(other.page.locator("html")).to_have_attribute("data-theme", "dark")
        expect(other.page.locator("#view-table")).to_be_visible()
        assert rows(other.page) == some
        expect(other.page.locator("#panel h2")).to_have_text(title)
        expect(other.page.locator("#filters")).to_be_visible()
        assert other.page.locator("#view-table tbody td.c-place").all_inner_texts() == order
        assert other.evaluate("location.hash") == address
        assert other.errors == []


def test_where_the_reader_has_moved_the_graph_to_stands_in_the_link(
    arabic: Opened, browser: Browser, arabic_page: Path
) -> None:
    page = arabic.page
    page.mouse.move(640, 400)
    page.mouse.wheel(0, -400)
    expect(page).to_have_url(re.compile("look="))
    before = page.url
    page.mouse.move(420, 640)
    page.mouse.down()
    page.mouse.move(500, 560, steps=4)
    page.mouse.up()
    expect(page).not_to_have_url(before)
    seen = "[...Object.values(tawthiq.network.getViewPosition()), tawthiq.network.getScale()]"
    with opened(browser, arabic_page, address=arabic.evaluate("location.hash")) as other:
        assert other.evaluate(seen) == pytest.approx(arabic.evaluate(seen), abs=1, rel=0.01)
    page.click("#fit")
    assert "look=" not in arabic.evaluate("location.hash")


@pytest.mark.parametrize(
    "address",
    [
        "#look=1,2&look=a,b,c",
        "#view=nonsense&lang=xx&types=&node=nobody&edge=a&edge=b&from=yesterday&reports=-3&theme=pink",
        "#%E0%A4%A&&&=&node=%00",
        "#node=__proto__&types=constructor&actors=toString",
        "#<script>window.hacked=1</script>",
    ],
)
def test_a_broken_link_breaks_nothing(browser: Browser, small_file: Path, address: str) -> None:
    with opened(browser, small_file, address=address) as page:
        expect(page.page.locator("#view-graph")).to_be_visible()
        assert page.evaluate("window.hacked") is None
        assert page.errors == []


def test_back_goes_back_to_what_was_selected(arabic: Opened) -> None:
    page = arabic.page
    heading = page.locator("#panel h2")
    page.fill("#search", "قاعدة كونيكو")
    page.keyboard.press("Enter")
    expect(heading).to_have_text("قاعدة كونيكو")
    page.fill("#search", BASE)
    page.keyboard.press("Enter")
    expect(heading).to_have_text(BASE)
    page.go_back()
    expect(heading).to_have_text("قاعدة كونيكو")


# ---- What is saved


def _saved(page: Page, kind: str) -> bytes:
    page.click("#export")
    with page.expect_download() as download:
        page.locator(f"[data-export={kind}]").click()
    return download.value.path().read_bytes()


def test_what_is_shown_can_be_saved_as_data(arabic: Opened) -> None:
    page = arabic.page
    page.click("#filters-toggle")
    page.locator("#filters [data-key='types:Shelling']").check()
    some = rows(page)
    table = list(csv.DictReader(io.StringIO(_saved(page, "csv").decode("utf-8-sig"))))
    assert len(table) == some
    assert all(row["الاقتباسات"] for row in table)
    assert {row["النوع"] for row in table} == {"قصف"}
    data = json.loads(_saved(page, "json"))
    events = [node for node in data["nodes"] if node["kind"] == "event"]
    assert len(events) == some
    assert all(claim["quote"] for event in events for claim in event["claims"])
    names = {node["id"] for node in data["nodes"]}
    assert data["edges"]
    assert all({edge["source"], edge["target"]} <= names for edge in data["edges"])


@pytest.mark.parametrize("view", ["graph", "map", "table"])
def test_what_is_shown_can_be_saved_as_a_picture(arabic: Opened, view: str) -> None:
    page = arabic.page
    page.click(f"#tab-{view}")
    png = _saved(page, "png")
    assert png.startswith(b"\x89PNG")
    assert len(png) > 20_000
    svg = _saved(page, "svg").decode()
    root = ElementTree.fromstring(svg)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    texts = ["".join(e.itertext()) for e in root.iter("{http://www.w3.org/2000/svg}text")]
    assert len(texts) > 5
    assert not re.search(r"<script|javascript:|\bon\w+=|href=", svg)
    assert int(root.attrib["width"]) > 300


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(browser: Browser, small_file: Path) -> None:
    with opened(browser, small_file) as page:
        page.evaluate("tawthiq.events.forEach((id) => { Object.defineProperty(tawthiq.data.nodes[id], 'en', {"
                      " value: '=HYPERLINK(\"https://news.example\")' }); })")  # fmt: skip
        page.page.click("#language")
        page.page.click("#tab-table")
        text = _saved(page.page, "csv").decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


# ---- The graph


def test_direct_edges_and_events_are_switched(english: Opened) -> None:
    page = english.page
    assert not [name for name in english.shown() if name.startswith("event-")]
    page.locator("#mode-direct").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#mode-events")).to_have_attribute("aria-checked", "true")
    assert [name for name in english.shown() if name.startswith("event-")]


def test_the_graph_is_dragged_and_zoomed(english: Opened) -> None:
    page = english.page
    box = page.locator("#network").bounding_box()
    assert box is not None
    lens = "[tawthiq.network.getScale(), tawthiq.network.getViewPosition().x]"
    scale, middle = english.evaluate(lens)
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 220, box["y"] + 20, steps=4)
    page.mouse.up()
    moved = english.evaluate(lens)
    assert moved[1] < middle
    page.mouse.wheel(0, -240)
    page.wait_for_timeout(100)
    assert english.evaluate(lens)[0] > scale
    page.click("#fit")
    assert english.evaluate(lens)[0] == pytest.approx(scale, rel=0.05)
