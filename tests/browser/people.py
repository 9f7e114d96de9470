"""Steps of clients and operators on their pages. Each ends when the page shows its effect."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.pages import hook, widget

STEADY_SECONDS = 20_000  # milliseconds a step may take on a busy machine

INVITE = """(fields) => new Promise((resolve, reject) => {
  const { wire } = window.contactcenter.call;
  const hear = ({ detail }) => detail.type === "invitation.created" && (wire.removeEventListener("event", hear), resolve(detail));
  wire.addEventListener("event", hear);
  wire.send({ type: "invitation.create", seconds: 3600, ...fields }).catch((fault) => reject(new Error(fault.text)));
})"""


def choose_entry(page: Page, entry: str) -> FrameLocator:
    """Press the launcher as the client and choose an entry; return the widget with its form."""
    hook(page, "launcher").click()
    inside = widget(page)
    hook(inside, f"entry-{entry}").click()
    expect(hook(inside, "entry-form")).to_be_visible()
    return inside


def submit(inside: FrameLocator, name: str = "Emily Carter", message: str = "My boiler shows F.22") -> None:
    """Fill in the form of a chat and enter the queue."""
    hook(inside, "field-name").fill(name)
    hook(inside, "field-message").fill(message)
    hook(inside, "entry-submit").click()
    expect(hook(inside, "session-state", state="waiting")).to_be_attached()


def enter(page: Page, name: str = "Emily Carter", message: str = "My boiler shows F.22") -> FrameLocator:
    """Enter the queue by chat as the client; return the widget."""
    inside = choose_entry(page, "chat")
    submit(inside, name, message)
    return inside


def accept(console: Page, state: str = "active") -> None:
    """Accept the longest waiting client as the operator; the conversation opens."""
    hook(console, "accept").first.click()
    expect(hook(console, "conversation", state=state)).to_be_visible()


def call(console: Page, client: Page) -> None:
    """Call as the operator and accept with video as the client."""
    hook(console, "tab-call").click()
    hook(console, "call-start").click()
    hook(widget(client), "prompt-accept").click()
    expect(hook(console, "call", state="connected")).to_be_visible(timeout=STEADY_SECONDS)


def invite(console: Page, **fields: Any) -> dict[str, Any]:
    """Create an invitation through this console's socket; return what the operator is shown once."""
    made: dict[str, Any] = console.evaluate(INVITE, fields)
    return made
