"""``python -m tests.faults calls [--count N] [--relay N]``: real calls in Chromium with software devices, one after the other.

Counted from the client's *accept* until both pages show a connected call; some of them through the relay only. One browser, a
conversation for a few calls, a new client for the next. Costs about three seconds a call on two cores.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from pathlib import Path
from time import monotonic

from playwright.sync_api import Browser, Error, expect, sync_playwright

from tests.browser.chromium import launch
from tests.browser.pages import Pages, attend, be_signed_in, hook, sign_all_in
from tests.browser.talk import Talk
from tests.faults.table import write
from tests.servers import Site
from tests.servers.turn import Turn

NAME = "calls"
EACH = 10
"""Calls in one conversation."""
MOST_SECONDS = 5.0
SHARE = 0.995
PATIENCE = 20_000
PAIR = """async () => {
  const report = await window.contactcenter.call.peer.getStats();
  const { selectedCandidatePairId } = [...report.values()].find(({ type }) => type === "transport");
  return report.get(report.get(selectedCandidatePairId).localCandidateId).candidateType;
}"""


@dataclass(frozen=True)
class Took:
    """One call: the seconds until both were connected, infinite if it failed."""

    seconds: float
    relayed: bool
    why: str = ""


@contextmanager
def _site(folder: Path, turn: Turn, *, relay: bool) -> Iterator[Site]:
    env = {"CONTACTCENTER_TURN_URLS": turn.url, "CONTACTCENTER_TURN_SECRET": turn.secret}
    site = Site(folder, server="uvicorn", env=env | ({"CONTACTCENTER_RELAY_ONLY": "1"} if relay else {}))
    site.prepare()
    sign_all_in(site)
    site.start()
    try:
        yield site
    finally:
        site.kill()


def conversation(browser: Browser, site: Site, count: int, *, relay: bool) -> Iterator[Took]:
    """Talk, call so many times, and leave."""
    pages = Pages(browser)
    try:
        console = pages.open()
        be_signed_in(console, site, "anna")
        attend(site)
        talk = Talk(console, pages.open(f"{site.other_url}/demo/")).begin()
        for _ in range(count):
            yield _call(talk, relay=relay)
        hook(console, "end-session").click()
        hook(console, "confirm-yes").click()
        hook(console, "wrapup-done").click()
    finally:
        pages.close()


def _call(talk: Talk, *, relay: bool) -> Took:
    places = (talk.console, talk.inside)
    talk.ask()
    began = monotonic()
    hook(talk.inside, "prompt-accept").click()
    try:
        for place in places:
            expect(hook(place, "call", state="connected")).to_be_visible(timeout=PATIENCE)
        seconds = monotonic() - began
        kind = talk.frame.evaluate(PAIR)
        why = "" if (kind == "relay") is relay else f"its path was {kind}"
    except (AssertionError, Error) as error:
        seconds, why = inf, str(error).splitlines()[0]
    hook(talk.console, "hangup").click()
    expect(hook(talk.inside, "hangup")).to_be_hidden()
    return Took(inf if why else seconds, relay, why)


def run(count: int, relayed: int) -> list[Took]:
    """Make the calls; a conversation that breaks is one failed call, and the next begins anew."""
    folder = Path(tempfile.mkdtemp(prefix="contactcenter-calls-"))
    found: list[Took] = []
    try:
        with sync_playwright() as playwright, launch(playwright) as browser, Turn() as turn:
            for relay, wanted in ((False, count - relayed), (True, relayed)):
                with _site(folder / f"relay-{relay}", turn, relay=relay) as site:
                    made: list[Took] = []
                    while len(made) < wanted:
                        try:
                            for took in conversation(browser, site, min(EACH, wanted - len(made)), relay=relay):
                                made.append(took)
                                print(
                                    f"{len(found) + len(made):4d} {took.seconds:6.2f} s {'relay' if relay else ''} {took.why}",
                                    flush=True,
                                )
                        except (AssertionError, Error) as error:
                            made.append(Took(inf, relay, str(error).splitlines()[0]))
                            print(f"{len(found) + len(made):4d} failed: {made[-1].why}", flush=True)
                    found += made
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return found


def line(name: str, took: list[Took]) -> str:
    times = sorted(each.seconds for each in took)
    good = sum(seconds <= MOST_SECONDS for seconds in times)
    return (
        f"{name}: {good} of {len(times)} connected within {MOST_SECONDS:.0f} s ({good / len(times):.1%}); "
        f"median {times[len(times) // 2]:.2f} s, 99 of 100 {times[min(len(times) - 1, int(len(times) * 0.99))]:.2f} s"
    )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults calls", description=__doc__)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--relay", type=int, default=100)
    parser.add_argument("--write", action="store_true", help="put the result into docs/reliability.md")
    asked = parser.parse_args(arguments)
    began = monotonic()
    found = run(asked.count, asked.relay)
    each = (monotonic() - began) / len(found)
    groups = {"all": found, "direct": [t for t in found if not t.relayed], "relayed": [t for t in found if t.relayed]}
    lines = [line(name, took) for name, took in groups.items() if took]
    words = "\n".join(
        [f"`python -m tests.faults calls {' '.join(arguments)}`".replace(" `", "`"), "", *(f"- {each}" for each in lines)]
    )
    words += f"\n- {each:.1f} s a call, with everything around it"
    print(words, flush=True)
    if asked.write:
        write("calls", words)
    return 0 if sum(took.seconds <= MOST_SECONDS for took in found) >= SHARE * len(found) else 1
