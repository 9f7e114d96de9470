"""The steps by which a supervisor sets an empty contact centre up, on the admin's pages."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import hook


def sign_in(page: Page, origin: str, name: str, password: str, path: str = "/admin/") -> None:
    page.goto(origin + path)
    page.locator('input[name="username"]').fill(name)
    page.locator('input[name="password"]').fill(password)
    page.locator('input[name="password"]').press("Enter")


def save(page: Page) -> None:
    page.locator('input[name="_save"]').click()


def step(page: Page, name: str) -> Locator:
    return page.locator(f'[data-test="checklist-step"][data-name="{name}"]')


def next_step(page: Page, name: str) -> None:
    """Go back to the first page, and on to the step that is next there."""
    page.locator("#site-name a").click()
    expect(step(page, name)).to_have_attribute("aria-current", "step")
    step(page, name).get_by_role("link").click()


def make_supervisor(page: Page, origin: str, name: str, password: str) -> None:
    """Make Sofia's account as the superuser of this name."""
    sign_in(page, origin, name, password)
    hook(page, "sections").get_by_role("link", name="Accounts").click()
    page.locator(".addlink").click()
    page.get_by_label("Username").fill("sofia")
    for field in ("password1", "password2"):
        page.locator(f'input[name="{field}"]').fill("correct horse battery")
    page.get_by_label("Staff status").check()
    page.get_by_label("Supervisors", exact=True).check()
    save(page)
    page.get_by_role("button", name="Sign out").click()


def make_group(page: Page) -> None:
    next_step(page, "group")
    page.get_by_label("Name").fill("Support")
    page.get_by_label("Open at these hours").check()
    page.get_by_label("Monday, opens at").fill("0")
    page.get_by_label("Monday, closes at").fill("24:00")
    page.get_by_role("button", name="Copy to Monday–Friday: the hours of Monday").click()
    for day in ("Saturday", "Sunday"):
        page.get_by_label(f"{day}, opens at").fill("00:00")
        page.get_by_label(f"{day}, closes at").fill("0:00")
    save(page)


def make_operator(page: Page) -> str:
    """Return the password that is shown once."""
    next_step(page, "operator")
    page.get_by_label("Name shown to clients").fill("Eva Novak")
    page.get_by_label("User name").fill("eva")
    page.get_by_label("Support").check()
    save(page)
    password = hook(page, "new-password").inner_text()
    hook(page, "password-done").click()
    return password


def make_widget(page: Page, origin: str) -> str:
    """Return the code for the website."""
    next_step(page, "widget")
    page.get_by_label("Name of the website").fill("Shop")
    page.locator('select[name="group"]').select_option(label="Support")
    page.get_by_label("Allowed origins").fill(origin)
    save(page)
    return hook(page, "widget-code").inner_text()
