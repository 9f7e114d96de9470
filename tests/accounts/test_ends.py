"""Ends: whoever is signed out, in whatever way, is out of every page and socket, and may not act over one that is still open."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session as HttpSession
from django.test import Client as Browser

from contactcenter.realtime import heartbeats
from contactcenter.realtime.db_reads import read
from contactcenter.sockets import OperatorSocket, SupervisorSocket
from sessions_app.models import Operator, User
from tests.supervision.supervisors import supervisor
from tests.world import World
from tests.world.tabs import Tab, Tabs

PASSWORD = "correct horse battery"


def session_of(user: User) -> tuple[Browser, Any]:
    """Return a browser that is signed in, and its http session as a socket has it."""
    browser = Browser()
    browser.force_login(user)
    return browser, import_module(settings.SESSION_ENGINE).SessionStore(browser.cookies[settings.SESSION_COOKIE_NAME].value)


async def open_tab(tabs: Tabs, user: User, role: str = "supervisor") -> tuple[Tab, Browser]:
    browser, session = await read(session_of, user)
    kind: Any = SupervisorSocket if role == "supervisor" else OperatorSocket
    tab = await tabs._open(kind, f"/ws/{role}/", {"user": user, "session": session})
    return await tabs._greeted(tab), browser


async def closed_with(tab: Tab) -> int:
    while (frame := await tab.communicator.receive_output(timeout=8))["type"] != "websocket.close":
        pass
    return int(frame["code"])


def new_password(user: User) -> None:
    user.set_password("another one entirely")
    user.save()


ENDS: dict[str, Callable[[User], Any]] = {
    "another password": new_password,
    "switched off": lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
    "the session is gone": lambda _user: HttpSession.objects.all().delete(),
    "the account is gone": lambda user: User.objects.filter(pk=user.pk).delete(),
}


@pytest.mark.parametrize("role", ["supervisor", "operator"])
@pytest.mark.parametrize("end", ENDS)
async def test_a_check_closes_the_sockets_of_whoever_is_out(committed_world: World, tabs: Tabs, end: str, role: str) -> None:
    anna = await read(lambda: Operator.objects.select_related("user").get(name="Anna").user)
    user = anna if role == "operator" else await read(supervisor, "sofia")
    tab, browser = await open_tab(tabs, user, role)
    await heartbeats.close_signed_out()
    assert (await tab.do("colleagues.find" if role == "operator" else "nothing"))["type"] in ("ack", "fault")
    await read(ENDS[end], user)
    await heartbeats.close_signed_out()
    assert await closed_with(tab) == 4401
    page = "/console/" if role == "operator" else "/admin/"
    assert (await read(lambda: browser.get(page).status_code)) == 302, "the stolen cookie is out, too"


def test_every_process_checks_within_five_seconds() -> None:
    assert heartbeats.SIGN_OUT_CHECK_SECONDS <= 3


async def test_a_supervisor_who_is_signed_out_cannot_act_before_the_check(committed_world: World, tabs: Tabs) -> None:
    session = await read(committed_world.active)
    tab, _browser = await open_tab(tabs, await read(supervisor, "sofia"))
    await read(HttpSession.objects.all().delete)
    answer = await tab.do("act.end", session=session, reason="Too late")
    assert (answer["type"], answer["code"]) == ("fault", "supervisor.unknown")
    assert await closed_with(tab) == 4401


async def test_a_check_closes_nobody_else(committed_world: World, tabs: Tabs) -> None:
    sofia, karla = [await read(supervisor, name) for name in ("sofia", "karla")]
    out, _browser = await open_tab(tabs, sofia)
    stays, _browser = await open_tab(tabs, karla)
    await read(new_password, sofia)
    await heartbeats.close_signed_out()
    assert await closed_with(out) == 4401
    assert (await stays.do("nothing"))["type"] == "fault"


@pytest.mark.parametrize("setting", ["staff", "all"])
async def test_no_socket_opens_before_a_required_factor_is_set_up(
    committed_world: World, tabs: Tabs, settings: Any, setting: str
) -> None:
    settings.REQUIRE_SECOND_FACTOR = setting
    sofia = await read(supervisor, "sofia")
    tab = await tabs._open(SupervisorSocket, "/ws/supervisor/", {"user": sofia})
    assert (await tab.do("hello"))["code"] == "supervisor.unknown"
    anna = await read(lambda: Operator.objects.select_related("user").get(name="Anna").user)
    tab = await tabs._open(OperatorSocket, "/ws/operator/", {"user": anna})
    assert (await tab.do("hello"))["type"] == ("fault" if setting == "all" else "ack")
