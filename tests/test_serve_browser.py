"""The pages of ``tawthiq serve`` in Chromium: they work under their policy, and ask nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from page_browser import chromium
from served import HOSTILE, Server

pytestmark = pytest.mark.xdist_group("serve")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@dataclass
class Visit:
    """A page with what it complained of and whom else it asked."""

    page: Page
    address: str
    errors: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.page.wait_for_load_state("networkidle")


def _is_fault(message: ConsoleMessage) -> bool:
    """Yasr cleans names in a document that runs nothing; what Chromium blocked there is no fault."""
    of_yasr = "yasr.min.js" in message.location["url"] and message.text.startswith("Executing inline event")
    return message.type in ("error", "warning") and not of_yasr


@contextmanager
def visiting(browser: Browser, server: Server) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="fr")
    page = context.new_page()
    visit = Visit(page, f"http://127.0.0.1:{server.port}")
    page.on("console", lambda m: visit.errors.append(m.text) if _is_fault(m) else None)
    page.on("pageerror", lambda error: visit.errors.append(str(error)))
    page.on("dialog", lambda dialog: visit.errors.append(dialog.message))
    own = (visit.address, "data:", "blob:")
    page.on("request", lambda r: None if r.url.startswith(own) else visit.elsewhere.append(r.url))
    yield visit
    context.close()
    assert visit.errors == []
    assert visit.elsewhere == []


def test_the_editor_asks_and_shows_names_that_lead_on(browser: Browser, server: Server) -> None:
    with visiting(browser, server) as visit:
        visit.go("/query")
        visit.page.wait_for_selector(".CodeMirror .cm-variable-2, .CodeMirror .cm-atom")
        assert visit.page.locator(".parseErrorIcon").count() == 0  # bound prefixes are no error
        visit.page.click("#run")
        visit.page.wait_for_selector("#table td:has-text('لواء الفجر')")
        visit.page.click("#table a:has-text('لواء الفجر')")
        visit.page.wait_for_url("**/id/actor-a")
        assert visit.page.text_content("h1") == "لواء الفجر"


def test_stored_queries_run_from_the_editor(browser: Browser, server: Server) -> None:
    with visiting(browser, server) as visit:
        visit.go("/query?lang=en")
        visit.page.select_option("#stored", "claims-by-source")
        visit.page.wait_for_selector("#state:has-text('No results')")
        assert "twq:" in visit.page.evaluate("tawthiq.yasqe.getValue()")


def test_yasr_sorts_and_filters_the_same_answer(browser: Browser, server: Server) -> None:
    with visiting(browser, server) as visit:
        visit.go("/query?lang=en")
        visit.page.evaluate("tawthiq.yasqe.setValue('SELECT ?s ?l { ?s rdfs:label ?l }'); tawthiq.run()")
        visit.page.click("#in-yasr")
        rows = visit.page.locator("#yasr tbody tr")
        rows.nth(1).wait_for()
        assert visit.page.locator("#yasr td", has_text="<img src=x onerror=alert(2)>").count() == 2
        visit.page.get_by_placeholder("Filter query results").press_sequentially("Dawn Brigade")
        rows.nth(1).wait_for(state="detached")
        with visit.page.expect_popup() as opened:
            visit.page.click("#yasr td a")
        opened.value.wait_for_url("**/id/actor-a")


def test_hostile_names_are_shown_and_never_run(browser: Browser, server: Server) -> None:
    with visiting(browser, server) as visit:
        visit.go("/query")
        visit.page.evaluate("tawthiq.yasqe.setValue('SELECT ?s ?l { ?s rdfs:label ?l }'); tawthiq.run()")
        visit.page.locator("#table td").get_by_text(HOSTILE, exact=True).first.wait_for()
        for path in ("/id/place-b?lang=en", "/id/document-d"):
            visit.go(path)
            assert HOSTILE in visit.page.inner_text("body")


def test_the_editor_tells_errors_and_shows_triples(browser: Browser, server: Server) -> None:
    with visiting(browser, server) as visit:
        visit.go("/query?lang=en&query=CONSTRUCT%20WHERE%20%7B%20%3Fs%20twq%3Aattacked%20%3Fo%20%7D")
        visit.page.click("#run")
        visit.page.wait_for_selector("#text:has-text('twq:attacked')")
        visit.page.evaluate(
            "tawthiq.yasqe.setValue('SELECT * { SERVICE <http://127.0.0.1:9/> {} }'); tawthiq.run()"
        )
        visit.page.wait_for_selector("#state.failed:has-text('SERVICE')")
        # The browser notes each answer that is no success, this one too.
        assert [error for error in visit.errors if "400" not in error] == []
        visit.errors.clear()


def test_an_answer_can_be_taken_away(browser: Browser, server: Server) -> None:
    with visiting(browser, server) as visit:
        visit.go("/query?lang=en")
        visit.page.click("#run")
        with visit.page.expect_download() as download:
            visit.page.click("#formats button:has-text('CSV')")
        assert download.value.suggested_filename == "answer.csv"
        assert "actor-a" in download.value.path().read_text("utf-8")
