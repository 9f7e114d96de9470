"""The host sites, one entry each. A new site is one more line.

``does`` is what the page does to itself, once in each state. ``{base}`` stands for our address, ``{here}`` for the website’s.
"""

from __future__ import annotations

from dataclasses import dataclass, field

ALL = ("closed", "open", "waiting", "chatting", "calling")
SEEN = ("closed", "open")
TALKED = ("closed", "open", "waiting", "chatting")


@dataclass(frozen=True)
class Host:
    """A page with the widget, and the expected result.

    ``kept``: whether the frame with its running page survives what the page does. ``around``: the body of a page on ``around_on`` that
    has this one in a frame. ``tells``: what the developer reads in the console of a site that can't have the widget; ``fails``: known
    only after a press. ``complains``: the browser's expected complaints on such a site.
    """

    name: str
    head: str = ""
    body: str = "<h1>Somebody else</h1>"
    tail: str = ""
    doctype: str = "<!doctype html>"
    headers: dict[str, str] = field(default_factory=dict)
    does: str = ""
    states: tuple[str, ...] = TALKED
    kept: bool = True
    on: str = "127.0.0.1"
    around: str = ""
    around_on: str = "127.0.0.1"
    tells: str = ""
    fails: bool = False
    complains: str = ""


def style(rules: str) -> str:
    return f"<style>{rules}</style>"


SCRIPT = '<script src="{base}/widget.js?key=demo"></script>'
LONG = "<p>Words.</p>" * 200
COVER = '<div style="position:fixed;inset:0;z-index:2147483647;background:#fff">A cover</div>'
SWAP = """const body = document.createElement("body"); body.innerHTML = "<h1>Another page</h1>";
document.documentElement.replaceChild(body, document.body); history.pushState(null, "", "?page=" + Math.random());"""
AGAIN = (
    SWAP
    + """const again = document.createElement("script"); again.src = "{base}/widget.js?key=demo"; document.body.append(again);"""
)
EARLY = "<script>addEventListener('DOMContentLoaded', () => { document.body.innerHTML = '<h1>Soon</h1>' })</script>"
REPLACE = "document.documentElement.replaceChildren(document.head, document.body)"
ROOT = """const html = document.createElement("html"); html.append(document.head, document.body);
document.documentElement.replaceWith(html);"""
WRITE = "document.write('<title>New</title><h1>Written</h1>'); document.close();"
CLEAN = """for (const element of document.querySelectorAll("*")) if (element.localName.includes("-")) element.remove();"""
FIGHT = "new MutationObserver(() => { " + CLEAN + " }).observe(document, { childList: true, subtree: true }); " + CLEAN
LOUD = """* { display: none !important; opacity: 0 !important; pointer-events: none !important; --accent: red !important }
html, head + body, body * { display: block !important; opacity: 1 !important }"""
STILL = "* { pointer-events: none; transition: all 9s; transform: scale(0.5) } html, body { transform: none }"
MOVED = "body { transform: translateZ(0); filter: grayscale(1); contain: paint; height: 200px; overflow: hidden }"
SHADOW = "<script>document.body.attachShadow({ mode: 'open' }).innerHTML = '<h1>Shadow</h1>'</script>"
CUT = '<script>document.title = "Fresh flowers 💐💐 for all".substring(0, 15) + "…"</script>'
ALTERED = """<script>(() => {
Object.prototype.extend = function () {}; Array.prototype.each = Array.prototype.forEach; Array.prototype.remove = () => [];
Array.prototype.toJSON = function () { return String(this); };
const listen = EventTarget.prototype.addEventListener;
EventTarget.prototype.addEventListener = function (name, act, how) {
  return listen.call(this, name, function (event) { return act.call(this, event); }, how);
};
JSON.stringify = () => { throw new Error("theirs"); };
window.fetch = () => { throw new Error("theirs"); };
Document.prototype.querySelector = Element.prototype.querySelector = () => null;
Promise.prototype.finally = Promise.allSettled = window.queueMicrotask = undefined;
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function () { return attach.call(this, { mode: "open" }); };
})()</script>"""
NAMED = '<form name="title"></form><img name="referrer" alt=""><form id="ContactCenter"><input name="open"></form>'
CSP = "Content-Security-Policy"
CSP_COMPLAINTS = "Content Security Policy|target origin provided"
POLICY = """default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src {base}; frame-src {base};
require-trusted-types-for 'script'; trusted-types 'none'""".replace("\n", " ")
NO_FRAME = "script-src 'self' {base}; frame-src 'self'"
COEP = "Cross-Origin-Embedder-Policy"
ISOLATED = {"Cross-Origin-Opener-Policy": "same-origin", COEP: "require-corp"}
NOTHING = "nothing"
FOREIGN = "The widget is not allowed on this website: "
LACKS = "This website’s policy lacks frame-src {base}"


def framed(attributes: str = "") -> str:
    return f'<iframe src="{{here}}" width="1000" height="650" {attributes}></iframe>'


HOSTS = [
    Host("is an ordinary page", states=ALL),
    # Pages that change under the widget
    Host("swaps its body as Turbo does", does=SWAP, states=ALL),
    Host("swaps its body and runs the script again", does=AGAIN),
    Host("writes its body anew", does="document.body.innerHTML = '<h1>Another</h1>'", states=ALL),
    Host("swaps its body before it has loaded", tail=EARLY, states=SEEN),
    Host("replaces all children of its root", does=REPLACE, states=ALL, kept=False),
    Host("replaces its root", does=ROOT, kept=False),
    Host("cleans its document of strange elements", does=CLEAN, kept=False),
    Host("is written anew by document.write", does=WRITE, kept=False),
    Host("removes the widget again and again", does=FIGHT, tells="This website keeps removing the widget."),
    Host("runs the script twice", tail=SCRIPT),
    # Styles
    Host("hides what is not defined", head=style(":not(:defined) { visibility: hidden }"), states=SEEN),
    Host("drops what is not defined", head=style(":not(:defined) { display: none }"), states=SEEN),
    Host("drops what is empty", head=style(":empty { display: none }"), states=SEEN),
    Host(
        "layers all its parts",
        head=style("body > * { position: relative; z-index: 1; background: #fff }"),
        body=LONG,
        states=SEEN,
    ),
    Host("styles every element, importantly", head=style(LOUD), states=SEEN),
    Host("lets nothing be pressed", head=style(STILL), states=SEEN),
    Host("moves its body", head=style(MOVED), states=SEEN),
    Host("hides its body for a while", head=style("body { opacity: 0; visibility: hidden }"), states=SEEN),
    Host("measures in huge letters", head=style("html { font-size: 100px }"), body=LONG, states=SEEN),
    Host("is written from right to left", doctype='<!doctype html><html dir="rtl">', states=SEEN),
    Host("covers everything", body=COVER, states=SEEN),
    # Documents
    Host("has no doctype", doctype="", body=LONG, states=SEEN),
    Host("has another base", head='<base href="https://elsewhere.example/">', states=SEEN),
    Host("keeps its body in a shadow", tail=SHADOW, states=SEEN),
    Host("has names that hide the document's", body=NAMED),
    Host("has altered what every page shares", head=ALTERED, states=ALL),
    Host("cuts its title through a letter", head=CUT),
    # Policies
    Host("has a strict policy with our sources", headers={CSP: POLICY}, states=ALL),
    Host("has a policy without our scripts", headers={CSP: "script-src 'self'"}, tells=NOTHING, complains=CSP_COMPLAINTS),
    Host("has a policy without our frame", headers={CSP: NO_FRAME}, tells=LACKS, fails=True, complains=CSP_COMPLAINTS),
    Host("isolates itself", headers=ISOLATED, states=ALL),
    Host("isolates itself and asks strangers without cookies", headers=ISOLATED | {COEP: "credentialless"}),
    Host("embeds carefully, not isolated", headers={COEP: "require-corp"}, states=SEEN),
    # Enclosing pages
    Host("is not secure", on="shop.test"),
    Host("stands in a frame", around=framed(), states=ALL),
    Host("stands in a sandbox that leaves it its origin", around=framed('sandbox="allow-scripts allow-same-origin allow-forms"')),
    Host("stands in a sandbox without an origin", around=framed('sandbox="allow-scripts"'), tells=FOREIGN + "null"),
    Host(
        "stands in a website that is not allowed", around=framed(), around_on="portal.test", tells=FOREIGN + "http://portal.test"
    ),
]
