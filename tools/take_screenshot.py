"""Take the README's picture: the page of the example graph in a headless Chromium.

make demo && python tools/take_screenshot.py
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "output" / "demo" / "graph.html"
PICTURE = ROOT / "docs" / "images" / "demo.png"
LOOK_FOR, AND_ITS_EDGE_TO = "الميليشيات الإيرانية", "قاعدة كونيكو"
SETTLED = 1500  # milliseconds


def take(page: Path, picture: Path) -> None:
    """Write what Chromium shows of ``page`` into ``picture``. Exits with a message without a Chromium."""
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    if browser_path is None:
        sys.exit("There is no chromium. You can fix this with: apt install chromium fonts-noto-core")
    picture.parent.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        shown = browser.new_context(viewport={"width": 1200, "height": 675}, color_scheme="light").new_page()
        shown.goto(page.resolve().as_uri())
        shown.fill("#search", LOOK_FOR)
        shown.keyboard.press("ArrowDown")
        shown.keyboard.press("Enter")
        shown.locator("#panel .item", has_text=AND_ITS_EDGE_TO).first.click()
        shown.wait_for_timeout(SETTLED)
        shown.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    take(PAGE, PICTURE)
