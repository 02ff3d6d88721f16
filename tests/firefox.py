"""A headless Firefox over WebDriver BiDi, which each speaks; Playwright drives only a build of its own."""

from __future__ import annotations

import base64
import itertools
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

_SECONDS = 60
_MIDDLE = """(selector) => {
  const e = document.querySelector(selector);
  e.scrollIntoView({ block: "nearest" });
  const box = e.getBoundingClientRect();
  return [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2)];
}"""


@dataclass
class Firefox:
    """One page in a Firefox, with what it complained of and whom it asked."""

    _wire: ClientConnection
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _page: str = ""

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self._numbers)
        self._wire.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._wire.recv(timeout=_SECONDS))
            if answer.get("id") == number:
                assert answer["type"] == "success", answer
                result: dict[str, Any] = answer["result"]
                return result
            self._note(answer.get("method", ""), answer.get("params", {}))

    def _note(self, method: str, told: dict[str, Any]) -> None:
        if method == "log.entryAdded" and told["level"] in ("error", "warn"):
            self.errors.append(told["text"])
        elif method == "network.beforeRequestSent":
            self.requests.append(told["request"]["url"])

    def open(self, address: str) -> None:
        self.call("session.new", capabilities={})
        self.call("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self._page = self.call("browsingContext.getTree")["contexts"][0]["context"]
        self.call("browsingContext.setViewport", context=self._page, viewport={"width": 1366, "height": 800})
        self.call("browsingContext.navigate", context=self._page, url=address, wait="complete")

    def evaluate(self, script: str) -> Any:
        """The value of an expression or a promise, by way of JSON."""
        whole = f"Promise.resolve({script}).then((value) => JSON.stringify(value))"
        told = self.call(
            "script.evaluate", expression=whole, target={"context": self._page}, awaitPromise=True
        )
        assert told["type"] == "success", told
        return json.loads(told["result"].get("value", "null"))

    def click(self, selector: str) -> None:
        """Click with the mouse on the middle of the first element that fits."""
        x, y = self.evaluate(f"({_MIDDLE})({json.dumps(selector)})")
        press = [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        self._act(
            {"type": "pointer", "id": "mouse", "actions": [{"type": "pointerMove", "x": x, "y": y}, *press]}
        )

    def type(self, text: str) -> None:
        keys = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keys", "actions": keys})

    def _act(self, source: dict[str, Any]) -> None:
        self.call("input.performActions", context=self._page, actions=[source])

    def picture(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(
            base64.b64decode(self.call("browsingContext.captureScreenshot", context=self._page)["data"])
        )


@contextmanager
def firefox(profile: Path, proxy_port: int) -> Iterator[Firefox]:
    """The system's Firefox, with a proxy for everything. Without one the test is skipped with a warning."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None:
        pytest.skip("WARNING: the graph page is NOT TESTED in Firefox, none found (apt install firefox-esr)")
    preferences = {
        "network.proxy.type": 1, "network.proxy.http": "127.0.0.1", "network.proxy.http_port": proxy_port,
        "network.proxy.ssl": "127.0.0.1", "network.proxy.ssl_port": proxy_port,
        "app.normandy.enabled": False, "browser.safebrowsing.update.enabled": False,
        "datareporting.policy.dataSubmissionEnabled": False, "network.captive-portal-service.enabled": False,
        "network.connectivity-service.enabled": False,
        "services.settings.server": "data:,#remote-settings-dummy/v1",
    }  # fmt: skip
    profile.mkdir(parents=True)
    lines = (f"user_pref({json.dumps(key)}, {json.dumps(value)});\n" for key, value in preferences.items())
    (profile / "user.js").write_text("".join(lines), "utf-8")
    command = [
        program,
        "--headless",
        "--no-remote",
        "--profile",
        str(profile),
        "--remote-debugging-port",
        "0",
    ]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    try:
        with connect(_address(process) + "/session", max_size=None) as wire:
            yield Firefox(wire)
    finally:
        process.terminate()
        process.communicate(timeout=_SECONDS)


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    for line in process.stderr:
        if found := re.search(r"listening on (ws://\S+)", line):
            return found[1]
    raise AssertionError("Firefox ended before it could be driven.")
