"""The page for those who use a keyboard, a screen reader, a dark screen: each view in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from page_browser import Opened, opened

pytestmark = pytest.mark.xdist_group("browser")

Scheme = Literal["light", "dark"]
_RULES = {"resultTypes": ["violations"], "iframes": False}


def violations(page: Page) -> list[str]:
    """What axe-core finds that is serious or critical, with where it is."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate("(options) => axe.run(options)", _RULES)["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


def _views(page: Page) -> Iterator[str]:
    """Goes through all that can be shown, and says what it is."""
    yield "graph"
    page.fill("#search", "a")
    yield "search"
    page.locator("#results [role=option]").first.click()
    yield "card"
    page.click("#tab-map")
    page.wait_for_timeout(300)
    yield "map"
    page.click("#tab-table")
    yield "table"
    page.click("#filters-toggle")
    page.locator("#filters input[type=checkbox]").first.check()
    page.click("#export")
    yield "filters"
    page.keyboard.press("Escape")
    page.click("[data-table=relations]")
    page.locator("#view-table tbody tr").first.click()
    yield "relations"


# Colours do not depend on the language, nor names on the colours: two of four say all, and axe is slow.
@pytest.mark.parametrize(("language", "scheme"), [("ar", "light"), ("en", "dark")])
def test_axe_finds_no_serious_violation_in_any_view(
    browser: Browser, request: pytest.FixtureRequest, language: str, scheme: Scheme
) -> None:
    path: Path = request.getfixturevalue({"ar": "arabic_page", "en": "english_page"}[language])
    found = {}
    with opened(browser, path, scheme) as page:
        expect(page.page.locator("html")).to_have_attribute("lang", language)
        for view in _views(page.page):
            page.picture(f"{language}-{scheme}-{view}")
            found[view] = violations(page.page)
        assert page.errors == []
    assert {view: list_ for view, list_ in found.items() if list_} == {}


def test_axe_finds_no_serious_violation_in_the_overview_and_in_a_community(
    browser: Browser, big_file: Path
) -> None:
    with opened(browser, big_file) as page:
        page.picture("en-light-overview")
        assert violations(page.page) == []
        page.page.focus("#network")
        page.page.keyboard.press("ArrowRight")
        page.page.keyboard.press("Enter")
        expect(page.page.locator("#crumb-back")).to_be_visible()
        page.picture("en-light-community")
        assert violations(page.page) == []
        assert page.errors == []


def test_axe_finds_what_is_wrong(browser: Browser) -> None:
    """Without this the test above could not fail."""
    context = browser.new_context()
    page = context.new_page()
    page.set_content("<html lang=xx><img src='data:,'><p style='color:#ccc;background:#fff'>pale</p></html>")
    found = " ".join(violations(page))
    context.close()
    assert "image-alt" in found
    assert "color-contrast" in found


_REACHABLE = """() => {
  const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest("[inert]");
  const all = [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex]")];
  return all.filter((e) => shown(e) && e.tabIndex >= 0).length;
}"""
_HERE = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  window.visited = window.visited || new Map();
  if (!window.visited.has(e)) window.visited.set(e, window.visited.size);
  const style = getComputedStyle(e);
  const marked = style.outlineStyle !== "none" || style.boxShadow !== "none" || e.matches("svg *");
  const what = `${e.tagName} ${e.id} ${e.getAttribute("class")} ${e.textContent.slice(0, 30)}`;
  return { number: window.visited.get(e), what, marked };
}"""


@pytest.mark.parametrize("view", ["graph", "map", "table"])
def test_tab_reaches_everything_and_leaves_it_again(browser: Browser, english_page: Path, view: str) -> None:
    with opened(browser, english_page, address=f"#view={view}") as page:
        expect(page.page.locator(f"#view-{view}")).to_be_visible()
        wanted = page.evaluate(_REACHABLE)
        walked = [_tabbed(page) for _ in range(wanted + 3)]
        seen = {step["number"] for step in walked if step}
        assert len(seen) >= wanted
        assert [step["what"] for step in walked if step and not step["marked"]] == []


def _tabbed(page: Opened) -> dict[str, object] | None:
    page.page.keyboard.press("Tab")
    here: dict[str, object] | None = page.evaluate(_HERE)
    return here


def test_skip_links_lead_past_the_bar(browser: Browser, english_page: Path) -> None:
    with opened(browser, english_page) as page:
        page.page.keyboard.press("Tab")
        expect(page.page.locator("[data-skip=stage]")).to_be_focused()
        page.page.keyboard.press("Enter")
        expect(page.page.locator("#stage")).to_be_focused()


def test_the_whole_way_to_a_quote_without_a_mouse(browser: Browser, arabic_page: Path) -> None:
    with opened(browser, arabic_page) as page:
        keys = page.page.keyboard
        keys.press("/")
        keys.type("قاعده حقل العمر")
        keys.press("Enter")
        expect(page.page.locator("#panel h2")).to_have_text("قاعدة حقل العمر")
        for _ in range(60):
            keys.press("Tab")
            if page.evaluate("document.activeElement.dataset.edge !== undefined"):
                break
        keys.press("Enter")
        expect(page.page.locator("#panel .triple")).to_be_visible()
        assert page.evaluate("document.getElementById('panel').contains(document.activeElement)")
        keys.press("Escape")
        expect(page.page.locator("#panel .triple")).to_have_count(0)


def test_the_table_says_to_a_screen_reader_what_it_is(browser: Browser, english_page: Path) -> None:
    with opened(browser, english_page, address="#view=table") as page:
        grid = page.page.get_by_role("grid")
        expect(grid).to_have_attribute("aria-labelledby", "table-caption")
        rows = page.evaluate("tawthiq.events.length")
        expect(grid).to_have_attribute("aria-rowcount", str(rows + 1))
        expect(page.page.get_by_role("columnheader").first).to_have_attribute("aria-sort", "descending")
        first = page.page.locator("#view-table tbody tr[data-row='0']")
        first.focus()
        page.page.keyboard.press("End")
        expect(page.page.locator(f"#view-table tr[data-row='{rows - 1}']")).to_be_focused()
        page.page.keyboard.press("Enter")
        expect(page.page.locator("#panel h2")).to_be_visible()


def test_a_narrow_screen_shows_everything(browser: Browser, arabic_page: Path) -> None:
    with opened(browser, arabic_page, width=390) as page:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.picture("ar-narrow-graph")
        page.page.click("#tab-table")
        page.picture("ar-narrow-table")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
