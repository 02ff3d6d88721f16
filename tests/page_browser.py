"""A headless Chromium for the tests of the page; everything that it logs or asks for is kept."""

from __future__ import annotations

import atexit
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

#: The test's pictures; git ignores what is in output/.
PICTURES = Path(__file__).parent.parent / "output" / "pictures"
#: Milliseconds; a busy machine is no fault of the page.
PATIENCE = 120_000
expect.set_options(timeout=PATIENCE / 4)
_ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@contextmanager
def chromium(proxy: str | None = None) -> Iterator[Browser]:
    """The system's Chromium. Without one the test is skipped with a warning, and fails where CI is set.

    With ``proxy`` all that it asks for, of whatever host, it asks there.
    """
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        message = "WARNING: the graph page is NOT TESTED, no chromium found (apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    through = [f"--proxy-server={proxy}", "--proxy-bypass-list=<-loopback>"] if proxy else []
    browser = _playwright().chromium.launch(executable_path=path, args=[*_ARGUMENTS, *through])
    try:
        yield browser
    finally:
        browser.close()


@cache
def _playwright() -> Playwright:
    """One for all tests of a process: a second one beside it cannot be started."""
    started = sync_playwright().start()
    atexit.register(started.stop)
    return started


@dataclass
class Opened:
    """An open page, with its errors and with the addresses that it asked for beside its own file."""

    page: Page
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def picture(self, name: str) -> None:
        """Keep what the page shows, for people to look at after the tests."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png")

    def evaluate(self, script: str, argument: object = None) -> Any:
        return self.page.evaluate(script, argument)

    def click_edge(self, source: str, predicate: str, target: str) -> None:
        """Click with the mouse on the middle of an edge of the graph; nodes by their names in the data."""
        point = self.evaluate(_MIDDLE_OF_EDGE, [source, predicate, target])
        self.page.mouse.click(point["x"], point["y"])

    def click_node(self, name: str) -> None:
        point = self.evaluate(_MIDDLE_OF_NODE, name)
        self.page.mouse.click(point["x"], point["y"])

    def shown(self) -> list[str]:
        """Names of the nodes in the graph as it is drawn."""
        script = "tawthiq.network.body.data.nodes.getIds().map((id) => tawthiq.data.nodes[id].name)"
        return sorted(self.evaluate(script))


@contextmanager
def opened(
    browser: Browser, path: Path, scheme: Literal["light", "dark"] = "light", address: str = "",
    width: int = 1366,
) -> Iterator[Opened]:  # fmt: skip
    """``address`` is what follows the file's own address: the link to a state, with its #."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    result = Opened(page)
    page.on("console", lambda m: result.errors.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: result.errors.append(str(error)))
    page.on("request", lambda request: result.requests.append(request.url))
    page.goto(path.as_uri() + address)
    page.wait_for_function("document.readyState === 'complete'")
    page.evaluate("document.getElementById('network') && tawthiq.ready")
    result.requests.remove(path.as_uri())
    yield result
    context.close()


_MIDDLE_OF_EDGE = """([source, predicate, target]) => {
  const T = tawthiq, id = (name) => T.data.nodes.findIndex((n) => n.name === name);
  const edge = T.data.edges.find((e) => e.from === id(source) && e.to === id(target)
    && T.data.predicates[e.predicate].name === predicate);
  const at = T.network.canvasToDOM(T.network.body.edges[edge.id].edgeType.getPoint(0.5));
  const box = document.getElementById("network").getBoundingClientRect();
  return { x: at.x + box.left, y: at.y + box.top };
}"""
_MIDDLE_OF_NODE = """(name) => {
  const T = tawthiq, id = T.data.nodes.findIndex((n) => n.name === name);
  const at = T.network.canvasToDOM(T.network.getPositions([id])[id]);
  const box = document.getElementById("network").getBoundingClientRect();
  return { x: at.x + box.left, y: at.y + box.top };
}"""
