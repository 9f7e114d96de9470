"""Static files as collected for production, and the pages that name them."""

from __future__ import annotations

import gzip
import json
import os
import re
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.test import Client as Browser

from contactcenter.web import static_storage
from contactcenter.web.bundles import PAGES
from contactcenter.web.modules import needed, reachable
from contactcenter.web.static_storage import MinifiedStaticFilesStorage
from sessions_app.models import Group, Widget
from tests.servers.collected import collected

ROOT = Path(__file__).resolve().parents[3]
WIDGET, CONSOLE = "contactcenter/widget.js", "contactcenter/console.js"


SMALL = {"staticfiles": {"BACKEND": "contactcenter.web.static_storage.MinifiedStaticFilesStorage"}}


@pytest.fixture
def hashed(settings: Any) -> Path:
    """Let the product serve the collected files."""
    folder = collected(os.environ)
    settings.STATIC_ROOT = folder
    settings.HASHED_STATIC = True
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = False
    settings.STORAGES = settings.STORAGES | SMALL
    return folder


def test_our_files_are_minified_and_others_are_untouched(hashed: Path) -> None:
    names = staticfiles_storage.hashed_files
    ours = (hashed / names["contactcenter/bundles/board/first.js"]).read_text()
    assert "/**" not in ours
    assert "class Wire" in ours
    tflite = "contactcenter/vendor/tflite.js"
    assert (hashed / names[tflite]).read_bytes() == (ROOT / "static" / tflite).read_bytes()
    assert "/*" not in (hashed / names["css/parts.css"]).read_text()


def test_hashed_files_have_both_compressed_versions(hashed: Path) -> None:
    name = hashed / staticfiles_storage.hashed_files["contactcenter/bundles/board/first.js"]
    whole = name.read_bytes()
    assert gzip.decompress(name.with_name(f"{name.name}.gz").read_bytes()) == whole
    assert brotli.decompress(name.with_name(f"{name.name}.br").read_bytes()) == whole


@pytest.mark.django_db
def test_the_widgets_import_map_has_exactly_its_bundles(hashed: Path) -> None:
    Widget.objects.create(key="shop", name="Shop", group=Group.objects.create(name="Support"))
    page = Browser().get("/widget/shop/frame/").content.decode()
    found = re.search(r'<script type="importmap"[^>]*>(.*?)</script>', page)
    assert found
    imports = json.loads(found[1])["imports"]
    assert {"first", "shared", "widget-conversation", "ui-widget-call"} <= set(imports)
    assert all(
        re.fullmatch(r"/static/contactcenter/bundles/widget/[\w-]+\.[0-9a-f]{6}\.js", address) for address in imports.values()
    )
    assert all((hashed / address.removeprefix("/static/")).exists() for address in imports.values())
    assert f'<script type="module" src="{imports["first"]}"></script>' in page


@pytest.mark.django_db
def test_in_development_every_module_is_a_file_of_its_own_and_preloaded() -> None:
    Widget.objects.create(key="shop", name="Shop", group=Group.objects.create(name="Support"))
    page = Browser().get("/widget/shop/frame/").content.decode()
    assert re.findall(r'<link rel="modulepreload" href="/static/([^"]+)">', page) == needed(WIDGET)
    assert '<script type="module" src="/static/contactcenter/widget.js"></script>' in page


def test_each_page_has_its_bundles_and_no_page_has_another_script(hashed: Path) -> None:
    named = {
        name for path in (ROOT / "templates").rglob("*.html") for name in re.findall(r'{% modules "(\w+)" %}', path.read_text())
    }
    assert named == set(PAGES)
    for page in PAGES:
        assert f"contactcenter/bundles/{page}/first.js" in staticfiles_storage.hashed_files


def test_the_form_is_there_at_once_and_the_conversation_comes_later() -> None:
    later = {
        "contactcenter/widget/conversation.js",
        "contactcenter/ui/composer.js",
        "contactcenter/call/call.js",
        "contactcenter/files/transfer.js",
        "contactcenter/ui/emoji.js",
    }
    assert later <= reachable(WIDGET)
    assert not later & set(needed(WIDGET))
    assert "contactcenter/ui/widget/chat_form.js" in needed(WIDGET)
    assert "contactcenter/wire/protocol.js" not in reachable(WIDGET) | reachable(CONSOLE)


def test_every_icon_is_in_one_sprite() -> None:
    sprites = [path.read_text() for path in (ROOT / "static/contactcenter/ui/sprites").glob("*.js")]
    drawn = [name for text in sprites for name in re.findall(r'<symbol id="([^"]+)"', text)]
    named = re.search(r"@typedef {([^}]*)} IconName", (ROOT / "static/contactcenter/ui/icon.js").read_text())
    assert named
    assert sorted(drawn) == sorted(re.findall(r'"([^"]+)"', named[1]))


def test_the_widget_uses_no_icon_of_the_consoles_sprites() -> None:
    desk = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/contactcenter/ui/sprites/console.js").read_text()))
    views = [ROOT / "static" / name for name in reachable(WIDGET) if "/ui/widget/" in name]
    scripts = [re.sub(r'class="[^"]*"', "", view.read_text()) for view in views]  # a class may be called like an icon
    shown = {name for script in scripts for name in re.findall(r'"([a-z0-9-]+)"', script)}
    assert views
    assert not shown & desk


BLUR = [
    "contactcenter/bundles/widget/shared.js",
    *(f"contactcenter/call/background/{name}.js" for name in ("painter", "worker", "scene", "segmenter")),
]
NAMED = re.compile(r'(?:from\s*|new URL\()"(\.[^"]+)"')


def test_unmapped_modules_name_their_hashed_files_themselves(hashed: Path) -> None:
    """A worker has no import map, and the widget's mustn't grow by modules that most clients never fetch."""
    needed_by_blur: set[str] = set()
    for name in BLUR:
        served = hashed / staticfiles_storage.hashed_files[name]
        named = {Path(os.path.normpath(served.parent / address)) for address in NAMED.findall(served.read_text())}
        own = {path for path in named if name != BLUR[0] or "/background/" in str(path)}
        assert all(path.exists() and re.search(r"\.[0-9a-f]{6}\.\w+$", path.name) for path in own), (name, own)
        needed_by_blur |= {path.name.split(".")[0] + path.suffix for path in own}
    assert needed_by_blur == {
        "painter.js", "attach_video.js", "frame_rate.js",
        "worker.js", "scene.js", "segmenter.js", "blend.js", "tflite.js", "tflite.wasm", "person.tflite"
    }  # fmt: skip
    assert not [name for entry in (WIDGET, CONSOLE) for name in reachable(entry) if "/background/" in name or "tflite" in name]


def policy(browser: Browser, address: str) -> str | None:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    answer.close()
    return answer.headers.get("Content-Security-Policy")


@pytest.mark.django_db
def test_only_the_blur_worker_may_run_webassembly(hashed: Path) -> None:
    files, browser = staticfiles_storage.hashed_files, Browser()
    for address in ("contactcenter/call/background/worker.js", files["contactcenter/call/background/worker.js"]):
        allowed = policy(browser, f"/static/{address}")
        assert allowed is not None
        assert "script-src 'self' 'wasm-unsafe-eval';" in allowed
        assert "unsafe-inline" not in allowed
        assert "'unsafe-eval'" not in allowed
    others = [name for name in files.values() if name.startswith("contactcenter/") and "/background/worker." not in name]
    assert len(others) > 30
    assert not [name for name in others if policy(browser, f"/static/{name}")]
    page = policy(browser, "/console/login/")
    assert page is not None
    assert "wasm" not in page


def test_releases_that_share_a_folder_name_their_own_files(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(static_storage, "bundles", dict)
    settings.STATIC_ROOT, settings.HASHED_STATIC = tmp_path / "static", True
    name, sources = "css/start.css", FileSystemStorage(tmp_path / "source")
    named: dict[str, str] = {}
    for release in ("first", "second"):
        sources.delete(name)
        sources.save(name, ContentFile(f".{release} {{ color: red; }}".encode()))
        storage = MinifiedStaticFilesStorage(manifest=tmp_path / release / "staticfiles.json")
        list(storage.post_process({name: (sources, name)}))
        named[release] = storage.url(name)
    assert named["first"] != named["second"]
    for release, address in named.items():
        assert MinifiedStaticFilesStorage(manifest=tmp_path / release / "staticfiles.json").url(name) == address
        assert release in (tmp_path / "static" / address.removeprefix("/static/")).read_text()
    assert not (tmp_path / "static/staticfiles.json").exists()


def test_without_a_list_of_its_own_a_release_has_the_folder_s(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(static_storage, "bundles", dict)
    settings.STATIC_ROOT, settings.HASHED_STATIC = tmp_path, True
    list(MinifiedStaticFilesStorage().post_process({}))
    assert (tmp_path / "staticfiles.json").exists()
