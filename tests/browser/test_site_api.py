"""The widget's API for websites: open, identify, set parameters, get events (W1, S9)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time

from playwright.sync_api import Page, expect

from tests.browser.pages import Pages, hook, query, widget, widget_frame
from tests.browser.somebody import Somebody
from tests.servers import Site

EARLY = """<script>
window.ContactCenter = window.ContactCenter || { q: [] };
window.heard = [];
for (const name of ["open", "close", "state", "entry", "availability", "call", "error"])
  ContactCenter.q.push(["on", name, (detail) => heard.push([name, detail?.code ?? detail?.state ?? detail])]);
ContactCenter.q.push(["on", "open", () => { throw new Error("the website's own") }]);
ContactCenter.q.push(["setParameters", { plan: "<b>gold</b>", order: 4711, cart: { items: 1 } }]);
ContactCenter.q.push(["identify", "%s"]);
ContactCenter.q.push(["open", "chat"]);
</script>"""


def part(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def signed(secret: str, who: str, **claims: object) -> str:
    """Sign a token as the website's server does: see docs/embedding.md."""
    body = {"aud": "demo", "sub": who, "exp": int(time.time()) + 300, "jti": f"{who} {time.time_ns()}", **claims}
    text = f"{part(json.dumps({'alg': 'HS256', 'typ': 'JWT'}).encode())}.{part(json.dumps(body).encode())}"
    return f"{text}.{part(hmac.digest(secret.encode(), text.encode(), hashlib.sha256))}"


def heard(page: Page, name: str) -> list[object]:
    found: list[object] = page.evaluate("(name) => heard.filter(([one]) => one === name).map(([, detail]) => detail)", name)
    return found


def test_a_website_identifies_its_client_and_gets_events(pages: Pages, site: Site, operator_page: Page) -> None:
    pages.allow("the website's own")
    secret = query(site, "SELECT identity_secret FROM sessions_app_widget WHERE key = 'demo'")[0][0]
    with Somebody() as website:
        website.be_allowed(site)
        loader = f'<script async src="{site.url}/widget.js?key=demo"></script>'
        website.head = EARLY % signed("somebody else's secret", "4711", name="Mallory") + loader
        page = pages.open(website.origin)
        inside = widget(page)
        expect(hook(inside, "entry-form")).to_be_visible()
        page.evaluate("ContactCenter.identify({})")
        hook(inside, "field-name").fill("Emily Carter")
        hook(inside, "entry-submit").click()
        expect(hook(inside, "session-state", state="waiting")).to_be_attached()
        page.wait_for_function("heard.some(([name]) => name === 'entry')")
        assert heard(page, "entry") == ["chat"]
        assert heard(page, "error").count("identity.invalid") == 2
        assert heard(page, "error").count("parameters.invalid") == 1
        assert query(site, "SELECT verified, name FROM sessions_app_client") == [(0, "Emily Carter")]
        ((parameters,),) = query(site, "SELECT parameters FROM sessions_app_session")
        assert json.loads(parameters) == {"plan": "<b>gold</b>", "order": "4711"}

        hook(operator_page, "accept").click()
        expect(hook(inside, "session-state", state="active")).to_be_attached()
        token = signed(secret, "4711", email="emily@posteo.example")
        page.evaluate("(token) => { ContactCenter.identify(token); ContactCenter.setParameters({ plan: 'silver' }); }", token)
        hook(operator_page, "tab-client").click()
        expect(hook(operator_page, "panel-client")).to_contain_text("emily@posteo.example")
        assert query(site, "SELECT verified, external_id FROM sessions_app_client") == [(1, "4711")]

        # Another person at the same computer: a new client, who sees nothing of what Emily wrote.
        page.evaluate("(token) => ContactCenter.identify(token)", signed(secret, "4712", name="Lukas"))
        expect(hook(inside, "session-state", state="none")).to_be_attached()
        page.wait_for_function("heard.some(([name, detail]) => name === 'state' && detail === 'active')")
        assert "Emily" not in widget_frame(page).content()
        page.evaluate("ContactCenter.close()")
        expect(hook(page, "launcher")).to_be_visible()
        page.wait_for_function("heard.some(([name]) => name === 'close')")
        assert heard(page, "open")
        page.evaluate("ContactCenter.q.push(['open', 'nonsense'])")
        page.wait_for_function("heard.some(([name, detail]) => name === 'error' && detail === 'entry.unavailable')")
        told = page.evaluate("JSON.stringify([heard, { ...localStorage }, { ...sessionStorage }])")
        assert "Emily" not in told
        assert "token" not in told
