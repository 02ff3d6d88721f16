"""The page in Firefox: the same way to the sentence, every view, no complaint, no request."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from firefox import Firefox, firefox
from page_browser import PICTURES
from sink import Sink

pytestmark = pytest.mark.xdist_group("browser")

BASE = "قاعدة حقل العمر"
ENTER = "\ue007"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, arabic_page: Path, sink: Sink) -> Iterator[Firefox]:
    with firefox(tmp_path_factory.mktemp("firefox") / "profile", sink.port) as found:
        found.open(arabic_page.as_uri())
        found.evaluate("tawthiq.ready")
        yield found


def text(page: Firefox, selector: str) -> str:
    return str(page.evaluate(f"document.querySelector({selector!r})?.innerText ?? ''"))


def test_firefox_leads_to_the_sentence(page: Firefox) -> None:
    page.click("#search")
    page.type(BASE + ENTER)
    assert text(page, "#panel h2") == BASE
    items = "[...document.querySelectorAll('#panel .item[data-edge]')]"
    edge = page.evaluate(f"{items}.find((e) => e.innerText.includes('هاجم')).dataset.edge")
    page.click(f"#panel [data-edge='{edge}']")
    page.evaluate("new Promise((done) => setTimeout(done, 500))")
    assert "قاعدة" in text(page, "#panel blockquote")
    assert page.evaluate("getComputedStyle(document.querySelector('#panel blockquote')).direction") == "rtl"
    page.picture(PICTURES / "firefox-card.png")


def test_firefox_shows_every_view(page: Firefox) -> None:
    page.click("#tab-map")
    page.evaluate("new Promise((done) => setTimeout(done, 500))")
    assert page.evaluate("document.querySelectorAll('#view-map g.spot').length") > 3
    page.picture(PICTURES / "firefox-map.png")
    page.click("#tab-table")
    assert page.evaluate("document.querySelectorAll('#view-table tbody tr[data-row]').length") > 5
    page.click("#theme")
    page.click("#language")
    assert page.evaluate("document.documentElement.dir") == "ltr"
    page.picture(PICTURES / "firefox-table.png")
    page.click("#tab-graph")
    assert page.evaluate("tawthiq.network.body.data.nodes.length") > 20
    page.picture(PICTURES / "firefox-graph.png")


def test_firefox_complains_of_nothing_and_asks_nobody(page: Firefox, arabic_page: Path, sink: Sink) -> None:
    assert page.errors == []
    assert [url for url in page.requests if not url.startswith(("data:", arabic_page.as_uri()))] == []
    assert sink.asked == []
