"""The widget's pages as they are asked for, before any script runs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.test import Client as Browser

from sessions_app.views.widget import styles
from tests.sessions_app.conftest import Place


@pytest.mark.parametrize("path", ["/", "/demo/", "/widget.js?key=shop", "/widget/shop/frame/"])
def test_who_asks_for_the_head_alone_gets_it(place: Place, path: str) -> None:
    head, whole = Browser().head(path), Browser().get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Type"] == whole.headers["Content-Type"]
    assert Browser().post(path).status_code == 405


def test_the_loader_is_one_small_expression(place: Place) -> None:
    text = Browser().get("/widget.js?key=shop").content.decode()
    assert text.startswith("(function contactCenterLoader(setup){")
    assert "/*" not in text
    assert "\n//" not in text


def test_the_frame_knows_where_the_privacy_page_is(place: Place) -> None:
    place.widget.privacy_url = "https://shop.example/privacy"
    place.widget.save()
    found = re.search(
        r'id="widget-data" type="application/json">(.*?)</script>', Browser().get("/widget/shop/frame/").content.decode()
    )
    assert found
    assert json.loads(found[1])["privacy"] == "https://shop.example/privacy"


def test_every_sheet_that_comes_with_a_part_is_fetched_by_its_code() -> None:
    code = "".join(path.read_text() for path in (Path(__file__).parents[3] / "static/contactcenter").rglob("*.js"))
    assert [name for name in styles() if not re.search(rf'styles(\.{name}\b|\["{name}"\])', code)] == []
