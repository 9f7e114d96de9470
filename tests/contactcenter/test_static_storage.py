"""Static files as they are collected for production, and the pages that name them."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import Client as Browser

from contactcenter.templatetags.pages import needed
from sessions_app.models import Group, Widget

ROOT = Path(__file__).resolve().parents[2]
WIDGET, CONSOLE = "contactcenter/client.js", "contactcenter/console.js"


@pytest.fixture
def hashed(settings: Any, tmp_path: Path) -> Path:
    """The tree's static files collected into a folder of their own."""
    settings.STATIC_ROOT = tmp_path
    settings.HASHED_STATIC = True
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "contactcenter.static_storage.SmallStaticFilesStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["admin"])
    return tmp_path


def test_our_own_files_are_small_and_others_are_what_they_were(hashed: Path) -> None:
    names = staticfiles_storage.hashed_files
    ours = (hashed / names["contactcenter/wire.js"]).read_text()
    assert "/**" not in ours
    assert "export class Wire" in ours
    lit = "contactcenter/vendor/lit.js"
    assert (hashed / names[lit]).read_bytes() == (ROOT / "static" / lit).read_bytes()
    assert "/*" not in (hashed / names["css/parts.css"]).read_text()


def test_what_is_served_under_a_hash_is_there_in_both_compressions(hashed: Path) -> None:
    name = hashed / staticfiles_storage.hashed_files["contactcenter/wire.js"]
    whole = name.read_bytes()
    assert gzip.decompress(name.with_name(f"{name.name}.gz").read_bytes()) == whole
    assert brotli.decompress(name.with_name(f"{name.name}.br").read_bytes()) == whole


@pytest.mark.django_db
def test_the_widgets_page_maps_every_module_it_can_reach_and_no_other(hashed: Path) -> None:
    Widget.objects.create(key="shop", name="Shop", group=Group.objects.create(name="Support"))
    page = Browser().get("/widget/shop/frame/").content.decode()
    found = re.search(r'<script type="importmap"[^>]*>(.*?)</script>', page)
    assert found
    imports = json.loads(found[1])["imports"]
    assert set(imports) == {f"/static/{name}" for name in needed(WIDGET, lazily=True) if name != WIDGET}
    assert all((hashed / address.removeprefix("/static/")).exists() for address in imports.values())
    assert not [name for name in imports if "/console" in name]


def test_what_a_client_may_need_later_is_reachable_but_not_asked_for_at_once() -> None:
    later = {"contactcenter/client/talk.js", "contactcenter/call/call.js", "contactcenter/share.js", "contactcenter/ui/emoji.js"}
    assert later <= set(needed(WIDGET, lazily=True))
    assert not later & set(needed(WIDGET))
    assert "contactcenter/protocol.js" not in {*needed(WIDGET, lazily=True), *needed(CONSOLE, lazily=True)}


def test_every_icon_is_drawn_once() -> None:
    sprites = [path.read_text() for path in (ROOT / "static/contactcenter/ui/sprites").glob("*.js")]
    drawn = [name for text in sprites for name in re.findall(r'<symbol id="([^"]+)"', text)]
    named = re.search(r"@typedef {(.*)} IconName", (ROOT / "static/contactcenter/ui/icon.js").read_text())
    assert named
    assert sorted(drawn) == sorted(re.findall(r'"([^"]+)"', named[1]))


def test_the_widget_shows_no_icon_that_only_the_console_draws() -> None:
    desk = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/contactcenter/ui/sprites/desk.js").read_text()))
    views = [ROOT / "static" / name for name in needed(WIDGET, lazily=True) if "/ui/client/" in name]
    shown = {name for view in views for name in re.findall(r'"([a-z0-9-]+)"', view.read_text())}
    assert views
    assert not shown & desk
