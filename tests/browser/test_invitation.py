"""An invitation from its link to the end of the call, and the pages that say why a link is dead (E4)."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.pages import Pages, hook, query, seen
from tests.browser.people import invite
from tests.browser.talk import STEADY_SECONDS, Side, Talk
from tests.servers import Site
from tests.servers.process import until


def change(site: Site, columns: str) -> None:
    query(site, f"UPDATE sessions_app_invitation SET {columns}")


def connected(console: Page, client: Page) -> None:
    for page in (console, client):
        expect(hook(page, "call", state="connected")).to_be_visible(timeout=STEADY_SECONDS)
        Side(page).gets_sound()


def test_an_invitation_link_leads_to_a_call_and_back_into_it(operator_page: Page, pages: Pages) -> None:
    pages.allow("410")
    made = invite(operator_page, name="Nora Aalto")
    client = pages.open(made["link"])
    expect(client.get_by_role("heading", name="Anna invites you to a video call")).to_be_visible()
    expect(hook(client, "field-name")).to_have_value("Nora Aalto")
    hook(client, "entry-submit").click()
    expect(hook(client, "waiting", position="1")).to_be_visible()
    expect(hook(client, "preview-video")).to_be_visible()
    assert until(lambda: int(hook(client, "mic-level").get_attribute("aria-valuenow") or 0) > 0), "the software microphone beeps"

    hook(operator_page, "accept").click()
    connected(operator_page, client)
    expect(hook(client, "toggle-camera", state="off")).to_be_visible()
    expect(hook(client, "self-video")).to_be_hidden()

    stranger = pages.open(made["link"])
    expect(hook(stranger, "error")).to_contain_text("This invitation has been used")
    expect(hook(stranger, "session-state")).to_have_count(0)
    assert "Nora" not in stranger.content()
    client.reload()
    connected(operator_page, client)

    hook(client, "hangup").click()
    hook(client, "composer").fill("Thank you, Anna")
    hook(client, "composer").press("Enter")
    expect(hook(operator_page, "message", author="client")).to_contain_text("Thank you, Anna")
    hook(operator_page, "end-session").click()
    hook(operator_page, "confirm-yes").click()
    expect(hook(client, "session-state", state="closed")).to_be_attached()
    expect(seen(client, "Thank you, Nora", exact=True)).to_be_visible()


def test_a_dead_link_says_why_and_what_to_do(operator_page: Page, pages: Pages, site: Site) -> None:
    pages.allow("410|404")
    page = pages.open()

    def says(link: str, status: int, title: str, words: str) -> None:
        answer = page.goto(link)
        assert answer
        assert answer.status == status
        expect(page).to_have_title(re.compile(f"^{title}"))
        expect(hook(page, "error")).to_contain_text(title)
        expect(hook(page, "error")).to_contain_text(words)

    says(f"{site.url}/i/nothing/", 404, "We can’t find this invitation", "Check that you have the full link")
    link = invite(operator_page)["link"]
    change(site, "expires_at = '2026-01-01 12:00:00'")
    says(link, 410, "This invitation has expired", "Ask Anna for a new one")
    change(site, "expires_at = '2096-01-01 12:00:00', uses = 1")
    says(link, 410, "This invitation has been used", "It worked for one call only")
    change(site, "revoked_at = '2026-01-01 12:00:00', uses = 0")
    says(link, 410, "This invitation was withdrawn", "Ask Anna for a new one")
    hook(page, "refused-chat").click()
    expect(hook(page, "entry-chat")).to_be_visible()


def test_a_client_waits_for_an_absent_operator_and_enters_by_itself(operator_page: Page, pages: Pages, site: Site) -> None:
    link = invite(operator_page, reusable=True)["link"]
    operator_page.context.set_offline(True)
    operator_page.evaluate("window.contactcenter.call.wire.close()")
    query(site, "UPDATE sessions_app_operator SET lease_until = NULL")
    client = pages.open(link)
    expect(seen(client, "Anna isn’t here right now.")).to_be_visible()
    hook(client, "field-name").fill("Nora")
    hook(client, "entry-submit").click()
    expect(hook(client, "invitation-held")).to_be_visible()
    operator_page.context.set_offline(False)
    operator_page.reload()
    expect(hook(client, "waiting")).to_be_visible()
    expect(hook(operator_page, "queue-item", entry="invitation")).to_contain_text("Nora")


def test_the_end_asks_for_a_rating_and_offers_the_transcript(talk: Talk, site: Site) -> None:
    inside = talk.inside
    talk.chat()
    hook(talk.console, "end-session").click()
    hook(talk.console, "confirm-yes").click()
    expect(hook(inside, "rating", state="open")).to_be_visible()
    hook(inside, "rating-submit").click()
    expect(hook(inside, "error")).to_have_text("Choose one to five stars first.")
    hook(inside, "rating-value", value="2").press("Space")
    hook(inside, "rating-value", value="2").press("ArrowRight")
    expect(hook(inside, "rating-value", value="3")).to_be_checked()
    hook(inside, "rating-comment").fill("Quick <b>and</b> kind")
    hook(inside, "rating-submit").click()
    expect(hook(inside, "rating", state="sent")).to_be_visible()
    rated = hook(talk.console, "timeline").get_by_text("Emily gave 3 of 5: Quick <b>and</b> kind")
    expect(rated).to_be_visible()

    hook(inside, "rating-change").click()
    hook(inside, "rating-value", value="5").click()
    hook(inside, "rating-submit").click()
    expect(seen(talk.console, "Emily gave 5 of 5: Quick <b>and</b> kind")).to_be_visible()

    hook(inside, "transcript").fill("emily@posteo")
    hook(inside, "transcript-send").click()
    expect(hook(inside, "error")).to_contain_text("incomplete")
    hook(inside, "transcript").fill("emily@posteo.example")
    hook(inside, "transcript").press("Enter")
    expect(hook(inside, "transcript-sent", state="done")).to_contain_text("emily@posteo.example")
    assert "To: emily@posteo.example" in site.mail
    assert "Emily Carter: Still here." in site.mail
