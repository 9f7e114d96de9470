"""Running calls that are disturbed: fifty reloads of each side, and a server that is killed under five calls."""

from __future__ import annotations

from collections.abc import Callable
from time import sleep

from playwright.sync_api import Browser, Frame, Page

from bench.browser import chromium, converse, open_widget, page_of
from bench.report import Figure, at_most, plain
from bench.servers import MeasuredSite, site
from tests.browser.pages import hook, sign_in
from tests.browser.reloads import reload_client, reload_operator
from tests.browser.talk import Talk

RELOADS, CALLS = 50, 5
MEDIAN_SECONDS, KILLED_SECONDS = 3.0, 5

MORE_OPERATORS = """
from django.utils import timezone
from sessions_app.models import Group, Operator, User
for number in range({count}):
    user = User.objects.create_user(f"more{{number}}", password=f"demo-more{{number}}")
    row = Operator.objects.create(user=user, name=f"More {{number}}")
    row.groups.set(Group.objects.all())
"""


def talking(browser: Browser, running: MeasuredSite, name: str) -> Talk:
    """An operator and a client in a call of their own."""
    console = page_of(browser)
    sign_in(console, running, name)
    hook(console, "presence", state="online").wait_for()
    client = page_of(browser)
    client.goto(f"{running.other_url}/demo/")
    open_widget(client)
    converse(client, console)
    return Talk(console, client).call()


def reloads() -> list[Figure]:
    """Each side in turn, in one call after the other's; a reload that does not come back ends the measurement."""
    times: dict[str, list[float]] = {"client": [], "operator": []}
    ways: dict[str, Callable[[Talk], float]] = {"client": reload_client, "operator": reload_operator}
    with site() as running, chromium() as browser:
        talk = talking(browser, running, "anna")
        for _round in range(RELOADS):
            for side, reload in ways.items():
                times[side].append(reload(talk))
        states = {place.evaluate("() => window.contactcenter.call.view.phase") for place in (talk.console, talk.frame)}
        assert states == {"connected"}, states
    return [
        figure(f"from a reload of the {side}’s page to the other’s picture in it ({RELOADS} times)", took)
        for side, took in times.items()
    ]


def figure(what: str, took: list[float]) -> Figure:
    """The median, and of the rounds the quickest and the slowest."""
    whole = at_most(what, took, MEDIAN_SECONDS, "s", 1)
    return Figure(whole.what, whole.value, f"{min(took):.1f} – {max(took):.1f}", whole.goal, whole.met)


def killed() -> list[Figure]:
    """The server goes without a word under running calls and comes back; which of them still run."""
    with site() as running, chromium() as browser:
        running.manage("shell", "-c", MORE_OPERATORS.format(count=CALLS))
        talks = [talking(browser, running, f"more{number}") for number in range(CALLS)]
        places: list[Page | Frame] = [place for talk in talks for place in (talk.console, talk.frame)]
        packets = [side.received().packets for talk in talks for side in (talk.operator_side, talk.client_side)]
        running.kill()
        sleep(KILLED_SECONDS)
        after = [side.received().packets for talk in talks for side in (talk.operator_side, talk.client_side)]
        running.start()
        for place in places:
            place.wait_for_function("() => window.contactcenter.call.wire.state === 'open'", timeout=60_000)
            place.wait_for_function("() => window.contactcenter.call.view.call.state === 'connected'", timeout=20_000)
        alive = [place.evaluate("() => window.contactcenter.call.view.phase") == "connected" for place in places]
    went_on = sum(now > before for before, now in zip(packets, after, strict=True))
    return [
        plain(f"sides of {CALLS} calls whose sound went on while the server was away", [went_on], f"of {len(places)}"),
        plain(f"sides that were in their call after the server was back, of {len(places)}", [sum(alive)], f"of {len(places)}"),
    ]


def measure() -> list[Figure]:
    """Both."""
    return [*reloads(), *killed()]
