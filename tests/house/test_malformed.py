"""Malformed requests cause no server error at any address, unknown ones included."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern

from contactcenter.urls import urlpatterns

ADDRESSES = [
    "/" + str(pattern.pattern).replace("<str:key>", "shop").replace("<str:public_id>", "x").replace("<str:token>", "x")
    .replace("<str:signed>", "x").replace("<str:name>", "x")
    for pattern in urlpatterns
    if isinstance(pattern, URLPattern)
]  # fmt: skip
ADDRESSES += ["/nowhere/", "/admin/nowhere/", "/admin/login/", "/static/nowhere.js"]
FORM = "multipart/form-data; boundary=x"
PART = b"--x\r\nContent-Disposition: form-data; name="
BODIES = {
    "a form without a boundary": ("multipart/form-data", b"garbage"),
    "a form with an empty boundary": ("multipart/form-data; boundary=", b"garbage"),
    "a form that is none": (FORM, b"garbage--x\r\n\xff\xfe"),
    "a boundary that is no text": ("multipart/form-data; boundary=\xff", b"--\xff\r\n\r\n"),
    "a part with bad base64": (FORM, PART + b'"a"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--x--'),
    "a file without an end": (FORM, PART + b'"file"; filename="\xff"\r\n\r\nhalf'),
    "too many fields": ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % number for number in range(2000))),
    "too much": ("application/x-www-form-urlencoded", b"a=" + b"x" * 2_000_000),
    "an unknown encoding": ("application/x-www-form-urlencoded; charset=nonsense", b"a=\xff"),
    "no JSON": ("application/json", b"{"),
    "deep JSON": ("application/json", b"[" * 200_000),
    "half an emoji": ("application/json", b'{"ticket":"\\ud800"}'),
    "not UTF-8": ("application/json", b"\xff\xfe"),
}  # fmt: skip


@pytest.fixture
def browser(db: None) -> Client:
    """A browser with a CSRF cookie that gets error pages instead of tracebacks."""
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.cookies["csrftoken"] = "a" * 32
    return browser


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_unreadable_body_is_refused(browser: Client, address: str) -> None:
    for name, (kind, body) in BODIES.items():
        for origin in ("http://testserver", "https://evil.example"):
            answer = browser.generic("POST", address, body, kind, headers={"Origin": origin})
            assert 400 <= answer.status_code < 500, (name, answer.status_code)


def test_an_unknown_address_is_not_found(browser: Client) -> None:
    answer = browser.generic("POST", "/nowhere/", b"garbage", FORM)
    assert answer.status_code == 404
    assert "Page not found" in answer.content.decode()
    assert browser.get("/nowhere/").status_code == 404


ODD = [
    "/nowhere/%00", "/i/%00/", "/i/%ff/", "/i/%F0%9F%98%80/state/", "/widget/%00/frame/", "/widget/shop/slots/?zone=%00",
    "/widget.js?key=%00",
    "/widget.js?key=%ff", "/share/%00/address/", "/share/file/%00/x", "/share/x/picture/?page=99999999999999999999999999",
    "/share/x/picture/?page=%C2%B2", "/library/%00/address/", "/console/?next=%00",
    "/admin/sessions_app/session/%00/change/", "/admin/sessions_app/session/99999999999999999999999/change/",
    "/admin/sessions_app/session/?tag=%00&q=%00&p=99999999999999999999",
    "/admin/sessions_app/session/?operator__id__exact=99999999999999999999999", "/admin/sessions_app/session/?created_at__year=99999999999",
    "/admin/sessions_app/session/?created_at__year=0", "/admin/sessions_app/session/?created_at__year=2026&created_at__month=13",
]  # fmt: skip


@pytest.mark.parametrize("address", ODD)
def test_odd_addresses_cause_no_server_error(admin_client: Client, address: str) -> None:
    admin_client.raise_request_exception = False
    assert admin_client.get(address).status_code < 500
