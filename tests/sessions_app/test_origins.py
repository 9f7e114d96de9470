"""A widget's origins are exact: a supervisor can't write anything into the frame's policy but the website itself."""

import logging

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import RequestFactory

from contactcenter.web.csp import ContentSecurityPolicyMiddleware
from sessions_app.models import Group, Widget
from sessions_app.models.origins import exact_origin, unencrypted
from sessions_app.models.widget import ORIGINS, check_origins
from tests.sessions_app.admin import form_data

EXACT = {
    "https://www.example.com": "https://www.example.com",
    "https://www.example.com:8443": "https://www.example.com:8443",
    "https://WWW.Example.COM:443": "https://www.example.com",
    "http://localhost:8000": "http://localhost:8000",
    "http://127.0.0.1": "http://127.0.0.1",
    "http://intranet": "http://intranet",
    "http://192.168.1.5:8080": "http://192.168.1.5:8080",
    "https://příklad.example": "https://xn--pklad-zsa96e.example",
    "https://例え.jp": "https://xn--r8jz45g.jp",
    "https://test_shop.example": "https://test_shop.example",
}
NONE = [
    "https://a.example;script-src-elem 'unsafe-inline' evil.example", "https://a.example, https://b.example", "https://a.example https://b.example",
    "https://a.example ", " https://a.example", "https://a.example\n", "https://a.example\u00a0", "https://a.ex\u200bample/",
    "https://*", "https://*.example.com", "*", "https:", "https://", "https://user@a.example", "https://user:pass@a.example",
    "https://a.example/", "https://a.example/shop", "https://a.example?x", "https://a.example#x", "https://a.example\\b",
    "https://'self'", "'self'", 'https://a".example', "https://a.example:", "https://a.example:0", "https://a.example:70000",
    "https://a.example:8x", "https://a..example", "https://.a.example", "https://a.example.", "https://" + "a" * 64 + ".example",
    "https://300.1.1.1", "https://1.2.3", "https://127.1", "https://[::1]", "https://%61.example", "https://a.example%3b",
    "ftp://a.example", "data:", "blob:", "javascript:alert(1)", "//a.example", "a.example", "null", "", None, 7, ["https://a.example"], {},
]  # fmt: skip


@pytest.mark.parametrize(("written", "kept"), EXACT.items())
def test_an_origin_is_normalised_as_browsers_write_it(written, kept):
    assert exact_origin(written) == kept
    assert exact_origin(kept) == kept


@pytest.mark.parametrize("written", NONE)
def test_anything_but_an_exact_origin_is_refused_in_words(written):
    with pytest.raises(ValidationError, match="is not an origin"):
        check_origins(["https://www.example.com", written])


@pytest.mark.parametrize("written", [None, "https://a.example", {"https://a.example": 1}, 7])
def test_origins_are_a_list(written):
    with pytest.raises(ValidationError, match="Write a list"):
        check_origins(written)


def test_the_number_of_origins_is_limited_by_the_header():
    with pytest.raises(ValidationError, match="at most"):
        check_origins(["https://a.example"] * (ORIGINS + 1))


def test_plain_http_origins_on_localhost_do_not_count_as_unencrypted():
    assert unencrypted(["https://a.example", "http://localhost:1", "http://127.0.0.1", "http://intranet"]) == ["http://intranet"]


def test_a_supervisor_is_told_whats_wrong_and_what_plain_http_means(admin_client, db):
    widget = Widget.objects.create(name="Shop", group=Group.objects.create(name="Support"))
    address = f"/admin/sessions_app/widget/{widget.pk}/change/"
    answer = admin_client.post(address, form_data.widget(widget.group_id, origins="https://a.example/shop"))
    assert "is not an origin" in answer.content.decode()
    written = "https://A.example\nhttps://a.example\nhttp://intranet\nhttps://příklad.example"
    answer = admin_client.post(address, form_data.widget(widget.group_id, origins=written), follow=True)
    widget.refresh_from_db()
    assert widget.origins == ["https://a.example", "http://intranet", "https://xn--pklad-zsa96e.example"]
    warned = [str(message) for message in answer.context["messages"] if message.level_tag == "warning"]
    assert len(warned) == 1
    assert warned[0].startswith("http://intranet isn’t encrypted")


@pytest.mark.parametrize(
    "bad", [text for text in NONE if isinstance(text, str) and text not in ("data:", "blob:", "https:", "'self'")]
)
def test_the_policy_has_only_valid_sources_whatever_is_stored(bad, caplog):
    def view(_request):
        response = HttpResponse("page")
        response.csp = {"frame-ancestors": ["https://www.example.com", bad]}
        return response

    with caplog.at_level(logging.WARNING, "contactcenter.web.csp"):
        policy = ContentSecurityPolicyMiddleware(view)(RequestFactory().get("/"))["Content-Security-Policy"]
    (ancestors,) = (part for part in policy.split("; ") if part.startswith("frame-ancestors "))
    assert "https://www.example.com" in ancestors.split(" ")
    assert set(ancestors) & set(";,*@'\"\\<>?#%") == set()
    assert policy.count("frame-ancestors") == policy.count("default-src") == 1
    assert "unsafe-inline" not in policy


def test_a_directive_without_sources_is_none():
    def view(_request):
        response = HttpResponse("page")
        response.csp = {"frame-ancestors": ["https://*"]}
        return response

    answer = ContentSecurityPolicyMiddleware(view)(RequestFactory().get("/"))
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
