"""Firefox over WebDriver BiDi, without a driver program: opens pages and runs scripts in a page or its frame.

Knows nothing of the product. Devices are software, and pages get them without asking.
"""

from __future__ import annotations

import json
import signal
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any, Self

from websockets.sync.client import ClientConnection, connect

from tests.servers.process import Server, free_port, program, until

PREFERENCES: dict[str, bool | int | str] = {
    "app.update.auto": False,
    "app.normandy.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "intl.accept_languages": "en-GB,en",
    "media.autoplay.default": 0,
    "media.navigator.permission.disabled": True,
    "media.navigator.streams.fake": True,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "http://127.0.0.1:1/",
    "toolkit.telemetry.enabled": False,
}

# Searches open shadow roots too: the launcher is in one.
FIND = """const find = (selector, root = document) => root.querySelector(selector)
  ?? [...root.querySelectorAll("*")].map((element) => element.shadowRoot && find(selector, element.shadowRoot)).find(Boolean) ?? null;
const hook = (name, more = "") => find(`[data-test="${name}"]${more}`);"""


class Firefox(Server):
    """``with Firefox(folder) as firefox: page = firefox.open(address)``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._numbers = count(1)
        self._socket: ClientConnection | None = None
        self._stack = ExitStack()
        super().__init__("firefox", folder / "firefox.log")

    def __enter__(self) -> Self:
        profile = self.folder / "profile"
        profile.mkdir(parents=True)
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
        (profile / "user.js").write_text("\n".join(lines))
        env = {
            "HOME": str(self.folder),
            "PATH": "/usr/bin:/bin",
            "MOZ_HEADLESS": "1",
            "LANG": "C.UTF-8",
            "MOZ_CRASHREPORTER_DISABLE": "1",
        }
        command = [
            program("firefox-esr"),
            "--headless",
            "--no-remote",
            "--profile",
            str(profile),
            "--remote-debugging-port",
            str(self.port),
        ]
        self.launch(command, ready=lambda: "WebDriver BiDi listening" in self.log, env=env)
        self._socket = self._stack.enter_context(connect(f"ws://127.0.0.1:{self.port}/session", max_size=None))
        self.ask("session.new", capabilities={})
        return self

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and return its result. AssertionError with the browser's words if it refuses."""
        assert self._socket
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv(timeout=40))
            if answer.get("id") == number:
                break
        assert answer["type"] == "success", f"{method}: {answer}"
        result: dict[str, Any] = answer["result"]
        return result

    def open(self, address: str) -> Place:
        """Return a page that has loaded."""
        context = self.ask("browsingContext.create", type="tab")["context"]
        self.ask("browsingContext.navigate", context=context, url=address, wait="complete")
        return Place(self, context)

    def __exit__(self, *error: object) -> None:
        self._stack.close()
        self.signal(signal.SIGTERM)


class Place:
    """A page or a frame. Scripts of ``run`` have ``hook(name, more)``, which finds elements by ``data-test=name``."""

    def __init__(self, firefox: Firefox, context: str) -> None:
        self._firefox, self._context = firefox, context

    def run(self, script: str) -> Any:
        """Run the body of an asynchronous function and return its value as JSON; a press in it counts as the person's own."""
        whole = f"(async () => {{ {FIND} return JSON.stringify(await (async () => {{ {script} }})()) }})()"
        target = {"context": self._context}
        found = self._firefox.ask("script.evaluate", expression=whole, target=target, awaitPromise=True, userActivation=True)
        assert found["type"] == "success", found
        value = found["result"].get("value")
        return json.loads(value) if value else None

    def frame(self) -> Place:
        """Return the frame inside, once it's there."""
        found: list[str] = []

        def look() -> bool:
            tree = self._firefox.ask("browsingContext.getTree", root=self._context)["contexts"][0]
            found[:] = [child["context"] for child in tree["children"] or []]
            return bool(found)

        assert until(look), "the page has no frame"
        return Place(self._firefox, found[0])

    def sees(self, name: str, more: str = "", *, seconds: float = 20) -> None:
        """Wait until the hook is there and visible."""
        script = f"const found = hook({name!r}, {more!r}); return Boolean(found && found.getClientRects().length);"
        assert until(lambda: bool(self.run(script)), seconds=seconds), (
            f"no {name}{more}: {self.run('return document.body.innerText')}"
        )

    def press(self, name: str) -> None:
        self.sees(name)
        self.run(f"hook({name!r}).click();")

    def write(self, name: str, text: str) -> None:
        """Type into a field."""
        self.sees(name)
        self.run(
            f"const field = hook({name!r}); field.focus(); field.value = {json.dumps(text)};"
            "field.dispatchEvent(new InputEvent('input', { bubbles: true }));"
        )
