"""How large is the page, how soon can it be used, how smoothly does it move? Beside plain pyvis, in one run.

    python benchmarks/page.py --nodes 1000 5000 20000 100000

Builds the graph of the example articles, repeats it to each size (benchmarks/page_graph.py: twice as many
edges as nodes, a quote on each), writes the page and the HTML that pyvis itself writes, and opens both from
files in a headless Chromium with the network off.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from page_graph import EXAMPLES, Projection, repeated
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

import tawthiq
from tawthiq import pipeline
from tawthiq.text_table import table
from tawthiq.view import write_page
from tawthiq.view.layout import layout

LIMITS = {1_000: 2, 5_000: 5, 20_000: 12, 100_000: 40}
"""Megabytes that the page of so many nodes may have."""
QUERIES = (
    "القاعدة",
    "قاعده",
    "ميليشيات",
    "Tell al-Zaatar",
    "صواريخ",
    "حقل عمر",
    "wadi",
    "الجيش",
    "kafr",
    "ق",
)
FRAMES = 60
PATIENCE = 20
"""Seconds of processor time after which a drag ends: of the largest graphs pyvis draws some frames only."""
ROWS = (
    ("written", "writing it, s"), ("size", "file, MB"), ("paint", "first paint, s"),
    ("ready", "all data ready, s"), ("work", "main thread until then, s"),
    ("frame", "processor time a panned frame, ms"), ("map", "the same of the map, ms"),
    ("search", "slowest search, ms"), ("heap", "JS heap, MB"),
)  # fmt: skip

_WATCH = """
document.addEventListener("DOMContentLoaded", () => {
  if (window.tawthiq && tawthiq.ready) tawthiq.ready.then(() => requestAnimationFrame(() =>
    setTimeout(() => { window.readyAt = performance.now(); })));
});
"""
_READY = """() => new Promise((done) => {
  const look = () => (window.readyAt ? done() : setTimeout(look, 100));
  look();
})"""
_PLAIN_READY = """() => new Promise((done) => {
  const drawn = () => { window.readyAt = performance.now(); done(); };
  const look = () => (typeof network === "undefined" || !network ? setTimeout(look, 20)
    : requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn))));
  look();
})"""
_SEARCH = """(query) => new Promise((done) => {
  const box = document.getElementById("search"), results = document.getElementById("results");
  box.focus();
  box.value = "";
  box.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const watch = new MutationObserver(() => {
      if (!results.childElementCount && !results.textContent) return;
      watch.disconnect();
      done();
    });
    watch.observe(results, { childList: true, subtree: true, characterData: true, attributes: true });
    box.value = query;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }));
})"""
_COUNT_FRAMES = """() => {
  window.frames_ = 0;
  window.counting = true;
  const count = () => { window.frames_ += 1; if (window.counting) requestAnimationFrame(count); };
  requestAnimationFrame(count);
}"""


def write_plain(graph: Projection, path: Path) -> None:
    """What pyvis writes of the same nodes, places and quotes: directed, physics off."""
    from pyvis.network import Network

    network = Network("100vh", "100%", directed=True, cdn_resources="in_line")
    network.toggle_physics(False)
    places = layout(graph)
    # Network.add_node looks through all nodes each time; the lists are what it fills.
    for name, data in graph.nodes(data=True):
        x, y = places[name]
        label = data.get("label_ar") or data.get("label_en")
        network.nodes.append({"id": name, "label": label, "shape": "dot", "size": 10, "x": x, "y": y})
    for source, target, data in graph.edges(data=True):
        title = data["evidence"][0]["quote"]
        network.edges.append({"from": source, "to": target, "title": title, "arrows": "to"})
    path.write_text(network.generate_html(), "utf-8")


@contextmanager
def opened(browser: Browser, path: Path) -> Iterator[tuple[Page, CDPSession]]:
    context = browser.new_context(viewport={"width": 1366, "height": 800}, offline=True)
    page = context.new_page()
    # pyvis asks other hosts for scripts; that they cannot be had is known at once.
    page.route("http*://**", lambda route: route.abort())
    page.add_init_script(_WATCH)
    page.set_default_timeout(600_000)
    session = context.new_cdp_session(page)
    # In processor time of the thread: what else the machine does is not counted.
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(path.as_uri(), wait_until="domcontentloaded")
    yield page, session
    context.close()


def metric(session: CDPSession, name: str) -> float:
    found = session.send("Performance.getMetrics")["metrics"]
    return next(float(row["value"]) for row in found if row["name"] == name)


def panned(page: Page, session: CDPSession, canvas: str) -> float:
    """Milliseconds of the main thread for each frame while the picture is dragged with the mouse."""
    box = page.locator(canvas).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.9
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 5, y - 5)
    page.evaluate(_COUNT_FRAMES)
    start = metric(session, "TaskDuration")
    for step in range(FRAMES):
        page.mouse.move(x - 5 - 4 * step, y - 5 - 3 * step)
        page.evaluate("() => new Promise((done) => requestAnimationFrame(done))")
        if metric(session, "TaskDuration") - start > PATIENCE:
            break
    spent = metric(session, "TaskDuration") - start
    frames = page.evaluate("() => { window.counting = false; return window.frames_; }")
    page.mouse.up()
    return 1000 * spent / max(1, frames)


def common(page: Page, session: CDPSession, canvas: str) -> dict[str, float]:
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN")
    return {
        "work": metric(session, "TaskDuration"),
        "paint": paint / 1000,
        "ready": page.evaluate("window.readyAt") / 1000,
        "frame": statistics.median(panned(page, session, canvas) for _ in range(3)),
    }


def searched(page: Page, session: CDPSession, query: str) -> float:
    """Milliseconds of the main thread from the query's entry until its results stand there."""
    start = metric(session, "TaskDuration")
    page.evaluate(_SEARCH, query)
    return 1000 * (metric(session, "TaskDuration") - start)


def heap(session: CDPSession) -> float:
    session.send("HeapProfiler.collectGarbage")
    return metric(session, "JSHeapUsedSize") / 1e6


def measure_page(browser: Browser, path: Path) -> dict[str, float]:
    with opened(browser, path) as (page, session):
        page.evaluate(_READY)
        page.wait_for_timeout(500)
        found = common(page, session, "#network canvas")
        found["search"] = max(searched(page, session, query) for query in QUERIES)
        found["heap"] = heap(session)
        page.click("#tab-map")
        page.wait_for_timeout(1500)
        found["map"] = statistics.median(panned(page, session, "#view-map .map > svg") for _ in range(3))
        return found


def measure_plain(browser: Browser, path: Path) -> dict[str, float]:
    with opened(browser, path) as (page, session):
        page.evaluate(_PLAIN_READY)
        page.wait_for_timeout(500)
        return common(page, session, "#mynetwork canvas") | {
            "search": float("nan"),
            "heap": heap(session),
            "map": float("nan"),
        }


def example_graph(folder: Path) -> Projection:
    pipeline.build([str(EXAMPLES)], folder)
    with tawthiq.open(folder, frames="rows") as opened_graph:
        return opened_graph.network()


def written(write: Any, path: Path) -> dict[str, float]:
    start = time.perf_counter()
    write(path)
    return {"written": time.perf_counter() - start, "size": path.stat().st_size / 1e6}


def run(sizes: list[int], plain: bool, folder: Path, keep: Path | None) -> list[dict[str, Any]]:
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    if browser_path is None:
        sys.exit("There is no chromium. You can fix this with: apt install chromium")
    base = example_graph(folder / "build")
    results = []
    with sync_playwright() as playwright:
        for size in sizes:
            graph = repeated(base, size)
            page, other = (keep or folder) / f"page-{size}.html", folder / f"pyvis-{size}.html"
            row: dict[str, Any] = {"nodes": size, "edges": graph.number_of_edges()}
            row["page"] = written(lambda path, g=graph: write_page(g, path, f"{len(g):,}", "ar"), page)
            if plain:
                row["pyvis"] = written(lambda path, g=graph: write_plain(g, path), other)
            del graph
            for name, path, measure in (("page", page, measure_page), ("pyvis", other, measure_plain)):
                if name in row:
                    browser = playwright.chromium.launch(
                        executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"]
                    )
                    row[name] |= measure(browser, path)
                    browser.close()
            results.append(row)
            print(f"{size:,} nodes measured: {json.dumps(row)}", file=sys.stderr)
    return results


def shown(results: list[dict[str, Any]]) -> str:
    lines = []
    for name, told in ROWS:
        for kind in ("page", "pyvis"):
            if kind in results[0]:
                cells = (row[kind][name] for row in results)
                lines.append((told, kind, *("–" if c != c else f"{c:,.2f}" for c in cells)))
    heads = ("", "", *(f"{row['nodes']:,} nodes" for row in results))
    return table(heads, lines, right=range(2, 2 + len(results)))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--nodes", type=int, nargs="+", default=sorted(LIMITS), metavar="N")
    parser.add_argument("--without-pyvis", action="store_true", help="measure the page alone")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave the pages in this folder")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    given = parser.parse_args()
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        results = run(given.nodes, not given.without_pyvis, Path(folder), given.keep)
    print(json.dumps(results, indent=2) if given.json else shown(results))


if __name__ == "__main__":
    main()
