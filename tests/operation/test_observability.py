"""Errors and traces are sent where settings say, without a word of people; without the settings nothing is even imported."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from contactcenter import VERSION
from tests.canaries import canaries
from tests.conftest import SiteMaker
from tests.contactcenter.live import Tab, conversation, new_token
from tests.servers import Site
from tests.servers.collector import Collector
from tests.servers.process import until
from tests.servers.site import ROOT

LOADED = "import sys, contactcenter.asgi; print([name for name in sys.modules if name in ('sentry_sdk', 'opentelemetry')])"
FAILS = """
import logging
from unittest import mock
from django.test import Client

def post(text):
    raise KeyError(text)

try:
    post("My boiler shows F.22")
except KeyError:
    names = {"session": "a-session", "command": "message.post", "text": "Good day"}
    logging.getLogger("shop").exception("service %s failed", "Emily Carter", extra=names)
with mock.patch("contactcenter.web.health.connection.cursor", side_effect=LookupError("601123456")):
    browser = Client(raise_request_exception=False, headers={"User-Agent": "Carla"})
    browser.cookies["http-session"] = "carla@example.com"
    assert browser.get("/healthz?q=Carla").status_code == 500
"""


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as running:
        yield running


def shell(site: Site, program: str, env: dict[str, str]) -> str:
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", program]
    done = subprocess.run(command, cwd=ROOT, env=site.env | env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_without_settings_nothing_is_imported(tmp_path: Path) -> None:
    assert shell(Site(tmp_path), LOADED, {}).strip() == "[]"
    switched_off = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9", "OTEL_SDK_DISABLED": "true"}
    assert shell(Site(tmp_path), LOADED, switched_off).strip() == "[]"


def test_a_missing_library_is_named_at_the_start(tmp_path: Path) -> None:
    env = Site(tmp_path).env | {"CONTACTCENTER_SENTRY_DSN": "http://key@127.0.0.1:9/1"}
    gone = "import sys; sys.modules['sentry_sdk'] = None; import contactcenter.asgi"
    done = subprocess.run([sys.executable, "-c", gone], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "sentry_sdk isn't installed: pip install -r deploy/requirements-observability.txt" in done.stderr


def events(collector: Collector) -> list[dict[str, Any]]:
    """Return the events in the envelopes that a Sentry got."""
    lines = [line for path, body in collector.received if path == "/api/1/envelope/" for line in body.splitlines()]
    return [event for event in map(json.loads, filter(None, lines)) if "platform" in event]


def test_an_error_is_sent_with_its_place_and_without_words(tmp_path: Path, collector: Collector) -> None:
    shell(Site(tmp_path), FAILS, {"CONTACTCENTER_SENTRY_DSN": f"http://key@127.0.0.1:{collector.port}/1"})
    logged, request = sorted(events(collector), key=lambda event: str(event["logger"]), reverse=True)
    assert logged["logentry"] == {"message": "service %s failed"}
    assert logged["tags"] == {"session": "a-session", "command": "message.post"}
    (error,) = logged["exception"]["values"]
    assert (error["type"], error["stacktrace"]["frames"][-1]["function"]) == ("KeyError", "post")
    assert request["tags"] == {"route": "healthz"}
    assert request["exception"]["values"][-1]["type"] == "LookupError"
    assert request["release"] == f"contactcenter@{VERSION}"
    sent = b"\n".join(body for _path, body in collector.received).decode()
    assert canaries(sent) == []
    assert "vars" not in sent


def spans(collector: Collector) -> list[Span]:
    requests = [ExportTraceServiceRequest.FromString(body) for path, body in collector.received if path == "/v1/traces"]
    return [
        span
        for request in requests
        for resource in request.resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]


def posted(collector: Collector) -> list[Span]:
    return [span for span in spans(collector) if span.name == "command message.post"]


async def test_a_conversation_is_traced_without_words(make_site: SiteMaker, collector: Collector) -> None:
    env = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector.port}",
        "OTEL_BSP_SCHEDULE_DELAY": "100",
        "OTEL_SERVICE_NAME": "shop",
    }
    site = await asyncio.to_thread(lambda: make_site(server="uvicorn", env=env))
    token = await asyncio.to_thread(new_token, site)
    operator, client = await Tab.operator(site), await Tab.client(site, token)
    session = await conversation(client, operator)
    await client.ok("message.post", session=session, text="My boiler shows F.22")
    await client.do("message.post", session="nobody-s-session", text="Good day")
    for tab in (operator, client):
        await tab.close()
    wanted = {"command message.post", "command entry.start", "commit", "POST /widget/<str:key>/client/", "POST /console/login/"}
    # Spans come in batches, and the last command's may be in another one than the first command's.
    assert await asyncio.to_thread(
        until, lambda: wanted <= {span.name for span in spans(collector)} and len(posted(collector)) == 2
    )
    posts = posted(collector)
    assert [_attributes(span)["contactcenter.result"] for span in posts] == ["done", "refused"]
    assert all(span.end_time_unix_nano > span.start_time_unix_nano for span in posts)
    assert {span.status.code for span in posts} == {Status.STATUS_CODE_UNSET}
    sent = b"\n".join(body for _path, body in collector.received).decode(errors="replace")
    assert "shop" in sent
    assert canaries(sent) == []
    assert token not in sent
    assert session not in sent


def _attributes(span: Span) -> dict[str, str]:
    return {attribute.key: attribute.value.string_value for attribute in span.attributes}
