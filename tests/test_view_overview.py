"""More than fits into one picture: communities, what a filter leaves, links to a state, paths."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from page_browser import Opened, opened

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture
def small(browser: Browser, small_file: Path) -> Iterator[Opened]:
    with opened(browser, small_file) as page:
        yield page
        assert page.errors == []
        assert page.requests == []


@pytest.fixture
def big(browser: Browser, big_file: Path) -> Iterator[Opened]:
    with opened(browser, big_file) as page:
        yield page
        assert page.errors == []
        assert page.requests == []


def _biggest(page: Opened) -> int:
    groups = page.evaluate("tawthiq.standing().groups")
    return int(groups.index(max(groups)))


def test_big_graph_opens_with_an_overview_that_a_click_leads_into(big: Opened) -> None:
    page = big.page
    groups = big.evaluate("tawthiq.standing().groups")
    total = sum(groups)
    assert total > 400
    assert groups == big.evaluate("tawthiq.overview.communities.map((c) => c.n)")
    expect(page.locator("#status")).to_contain_text(f"nodes: {total:,}")
    expect(page.locator("#more")).to_be_hidden()
    number = _biggest(big)
    place = big.evaluate(_MIDDLE_OF_GROUP, number)
    page.mouse.click(place["x"], place["y"])
    expect(page.locator("#status")).to_contain_text(f"in all: {total:,}")
    members = big.evaluate(
        "(k) => tawthiq.data.nodes.filter((n) => n.community === k).map((n) => n.name)", number
    )
    assert big.shown()
    assert set(big.shown()) <= set(members)
    page.click("#crumb-back")
    expect(page.locator("#status")).to_contain_text("choose a group")


_MIDDLE_OF_GROUP = """(number) => {
  const at = tawthiq.network.canvasToDOM(tawthiq.network.getPositions(["c" + number])["c" + number]);
  const box = document.getElementById("network").getBoundingClientRect();
  return { x: at.x + box.left, y: at.y + box.top };
}"""


def test_a_big_community_shows_some_says_of_how_many_and_has_more(big: Opened) -> None:
    number = _biggest(big)
    big.evaluate("(k) => { tawthiq.CAP = 20; tawthiq.openCommunity(k); }", number)
    count = big.evaluate("(k) => tawthiq.standing().groups[k]", number)
    assert count > 40
    expect(big.page.locator("#status")).to_contain_text(f"20 of {count}")
    assert len(big.shown()) == 20
    big.page.click("#more")
    expect(big.page.locator("#status")).to_contain_text(f"40 of {count}")
    assert len(big.shown()) == 40


def test_search_in_a_big_graph_opens_the_community_of_what_it_finds(big: Opened) -> None:
    big.page.fill("#search", "Entity 1555")
    big.page.keyboard.press("Enter")
    expect(big.page.locator("#panel h2")).to_have_text("Entity 1555")
    assert "entity-1555" in big.shown()
    expect(big.page.locator("#crumb")).to_be_visible()


def test_keys_walk_the_overview_open_a_community_and_leave_it(big: Opened) -> None:
    page = big.page
    page.focus("#network")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#status")).to_contain_text("Group:")
    first = page.locator("#status").inner_text()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    assert page.locator("#status").inner_text() != first
    page.keyboard.press("Enter")
    expect(page.locator("#crumb")).to_be_visible()
    page.keyboard.press("Backspace")
    expect(page.locator("#status")).to_contain_text("choose a group")


def test_filters_that_leave_little_show_all_of_it_at_once(big: Opened) -> None:
    big.evaluate("tawthiq.set({ filters: { types: new Set(['Talks']), from: 22300, to: 22500 } })")
    expect(big.page.locator("#status")).to_contain_text("Nodes:")
    events = big.evaluate("tawthiq.shownEvents().map((id) => tawthiq.data.nodes[id].type)")
    assert 0 < len(events) < 60
    assert set(events) == {"Talks"}
    assert big.evaluate(
        "tawthiq.visible().edges.every((e) => !e.events || e.events.some(tawthiq.passesFilters))"
    )


def test_a_link_opens_the_same_state(browser: Browser, big_file: Path, big: Opened) -> None:
    big.evaluate("""tawthiq.set({
      mode: "events", language: "ar", filters: { minReports: 1, sources: new Set(["صحيفة الوادي"]) },
    })""")
    for name in ("Entity 1200", "Entity 1400"):
        big.page.fill("#search", name)
        big.page.keyboard.press("Enter")
    shown = big.shown()
    assert {"entity-1200", "entity-1400"} <= set(shown)
    address = big.evaluate("location.hash")
    with opened(browser, big_file, address=address) as other:
        expect(other.page.locator("html")).to_have_attribute("dir", "rtl")
        expect(other.page.locator("#panel h2")).to_have_text("الجهة 1400")
        assert other.shown() == shown
        assert other.evaluate("location.hash") == address
        assert other.errors == []
    big.page.go_back()
    expect(big.page.locator("#panel h2")).to_have_text("الجهة 1200")
    big.page.go_back()
    expect(big.page.locator("#panel h2")).to_have_count(0)


def test_a_link_opens_a_path_and_the_question_for_its_other_end(
    browser: Browser, big_file: Path, big: Opened
) -> None:
    page = big.page
    page.click("#mode-events")
    page.fill("#search", "Entity 1201")
    page.keyboard.press("Enter")
    page.click("#panel .path-from")
    with opened(browser, big_file, address=big.evaluate("location.hash")) as other:
        expect(other.page.locator("#path-asking")).to_contain_text("Entity 1201")
        assert other.shown() == big.shown()
    page.fill("#search", "Entity 1401")
    page.keyboard.press("Enter")
    steps = page.locator("#panel .triple .item").all_inner_texts()
    assert len(steps) > 2
    shown, address = big.shown(), big.evaluate("location.hash")
    with opened(browser, big_file, address=address) as other:
        assert other.page.locator("#panel .triple .item").all_inner_texts() == steps
        assert other.shown() == shown
        assert other.evaluate("location.hash") == address


def test_path_between_two_nodes_is_shown_with_its_edges(small: Opened) -> None:
    page = small.page
    small.click_node("spokesman")
    page.click("#panel .path-from")
    expect(page.locator("#path-asking")).to_contain_text("سالم العكّاري")
    page.fill("#search", "سلاح الجو")
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_contain_text("المسار بين عقدتين")
    assert page.locator("#panel .triple .item:not(.step)").all_inner_texts() == [
        "سالم العكّاري",
        "وزارة الدفاع الواديانية",
        "سلاح الجو الوادياني",
    ]
    page.locator("#panel .step").first.click()
    expect(page.locator("#panel")).to_contain_text("له دور في")


def test_no_path_says_so(small: Opened) -> None:
    small.evaluate(
        "(names) => { const id = (name) => tawthiq.data.nodes.find((n) => n.name === name).id;"
        "tawthiq.select({ path: names.map(id) }); }",
        ["spokesman", "council"],
    )
    expect(small.page.locator("#panel")).to_contain_text("لا يصل بينهما شيء")
