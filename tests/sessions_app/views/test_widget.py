"""The widget's pages before any script runs."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client as Browser
from django.test import override_settings
from django.utils import timezone

from sessions_app.models import Operator
from sessions_app.views.widget import styles
from tests.world import World


@pytest.mark.parametrize("path", ["/", "/demo/", "/widget.js?key=shop", "/widget/shop/frame/"])
def test_a_head_request_is_answered(world: World, path: str) -> None:
    head, whole = Browser().head(path), Browser().get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Type"] == whole.headers["Content-Type"]
    assert Browser().post(path).status_code == 405


def test_the_loader_is_one_small_expression(world: World) -> None:
    text = Browser().get("/widget.js?key=shop").content.decode()
    assert text.startswith("(function contactCenterLoader(setup){")
    assert "/*" not in text
    assert "\n//" not in text


@pytest.mark.parametrize("address", ["/widget.js", "/widget.js?key=nobody", "/widget.js?key=%00", "/widget.js?key=" + "x" * 5000])
def test_an_unknown_key_gets_a_script_that_says_so_with_status_200(world: World, address: str) -> None:
    answer = Browser().get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert re.fullmatch(r'console\.warn\(".*no widget has the key.*"\);\n', answer.content.decode())
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_inactive_widget_answers_like_an_unknown_one(world: World) -> None:
    world.widget.active = False
    world.widget.save()
    assert "no widget has the key" in Browser().get("/widget.js?key=shop").content.decode()


def test_the_loader_is_revalidated_and_sent_only_if_changed(world: World) -> None:
    first = Browser().get("/widget.js?key=shop")
    assert first.headers["Cache-Control"] == "public, no-cache"
    again = {"If-None-Match": first.headers["ETag"]}
    unchanged = Browser().get("/widget.js?key=shop", headers=again)
    assert unchanged.status_code == 304
    assert "Content-Security-Policy" not in unchanged.headers, "every page view would pay for it"
    Operator.objects.update(lease_until=timezone.now() - timedelta(minutes=1))
    changed = Browser().get("/widget.js?key=shop", headers=again)
    assert changed.status_code == 200
    assert '"state": "offline"' in changed.content.decode()


def test_a_website_with_an_embedder_policy_can_load_loader_and_frame(world: World) -> None:
    assert Browser().get("/widget.js?key=shop").headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    frame = Browser().get("/widget/shop/frame/")
    assert frame.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert frame.headers["Cross-Origin-Embedder-Policy"] == "require-corp"


@override_settings(STORAGE_ORIGIN="https://s3.example")
def test_pictures_from_s3_load_in_the_frame_without_their_own_policy(world: World) -> None:
    assert Browser().get("/widget/shop/frame/").headers["Cross-Origin-Embedder-Policy"] == "credentialless"


def test_the_frame_is_identical_for_all_so_it_is_compressed_once(world: World) -> None:
    assert Browser().get("/widget/shop/frame/").content == Browser().get("/widget/shop/frame/").content


def test_the_frame_links_the_privacy_page(world: World) -> None:
    world.widget.privacy_url = "https://shop.example/privacy"
    world.widget.save()
    found = re.search(
        r'id="widget-data" type="application/json">(.*?)</script>', Browser().get("/widget/shop/frame/").content.decode()
    )
    assert found
    assert json.loads(found[1])["privacy"] == "https://shop.example/privacy"


def test_every_late_style_sheet_is_loaded_by_its_module() -> None:
    code = "".join(path.read_text() for path in (Path(__file__).parents[3] / "static/contactcenter").rglob("*.js"))
    assert [name for name in styles() if not re.search(rf'styles(\.{name}\b|\["{name}"\])', code)] == []
