"""The log has errors with tracebacks, refusals in one line, and no URL that grants access."""

from __future__ import annotations

import io
import json
import logging
import sys

import pytest
from django.conf import settings
from django.contrib.admin.exceptions import DisallowedModelAdminToField
from django.core.exceptions import BadRequest, PermissionDenied, RequestAborted
from django.http.multipartparser import MultiPartParserError
from django.utils.module_loading import import_string

from contactcenter.web.log_filters import JsonFormatter, NotAborted


@pytest.mark.parametrize(("error", "kept"), [(RequestAborted(), False), (ValueError(), True)])
def test_only_requests_abandoned_by_the_browser_are_left_out(error: Exception, kept: bool) -> None:
    try:
        raise error
    except type(error):
        record = logging.LogRecord("asyncio", logging.ERROR, __file__, 1, "never retrieved", (), sys.exc_info())
    assert NotAborted().filter(record) is kept


def test_records_without_an_exception_stay() -> None:
    assert NotAborted().filter(logging.LogRecord("x", logging.INFO, __file__, 1, "hello", (), None))


class Log(logging.Logger):
    """Return a logger with one handler configured as in the settings."""

    def __init__(self) -> None:
        super().__init__("django.request")
        self.written = io.StringIO()
        handler = logging.StreamHandler(self.written)
        wanted = settings.LOGGING["handlers"]["console"]
        formatter = settings.LOGGING["formatters"][wanted["formatter"]]
        handler.setFormatter(import_string(formatter["()"])(formatter["format"]))
        for name in wanted["filters"]:
            handler.addFilter(import_string(settings.LOGGING["filters"][name]["()"])())
        self.addHandler(handler)


@pytest.fixture
def log() -> Log:
    return Log()


TOKEN = "a-valid-invitation-token_0123456789"


@pytest.mark.parametrize(
    ("path", "secrets", "kept"),
    [
        (f"/i/{TOKEN}/", [TOKEN], "/i/…"),
        (f"/i/{TOKEN}/state/", [TOKEN], "/i/…"),
        ("/share/file/a:signed:thing/Patient Novak diagnosis.txt", ["signed", "Novak", "diagnosis"], "/share/file/…"),
        ("/admin/sessions_app/", [], "/admin/sessions_app/"),
    ],
)
def test_the_log_has_no_url_that_grants_access(log: Log, path: str, secrets: list[str], kept: str) -> None:
    log.warning("%s: %s", "Not Found", path)
    try:
        raise ValueError(f"while serving {path}")
    except ValueError:
        log.exception("Internal Server Error: %s", path)
    written = log.written.getvalue()
    assert kept in written
    assert [secret for secret in secrets if secret in written] == []


@pytest.mark.parametrize(
    "error", [PermissionDenied("no"), DisallowedModelAdminToField("odd"), MultiPartParserError("no boundary"), BadRequest("bad")]
)
def test_a_deliberate_refusal_is_one_line(log: Log, error: Exception) -> None:
    try:
        raise error
    except type(error):
        log.error("refused", exc_info=True)
    assert log.written.getvalue().count("\n") == 1


def test_an_internal_error_keeps_its_traceback(log: Log) -> None:
    try:
        raise KeyError("oops")
    except KeyError:
        log.exception("failed")
    assert "Traceback" in log.written.getvalue()


def test_a_json_line_has_the_ids_as_fields_and_no_secret_address() -> None:
    try:
        raise ValueError("/i/ab12cd/ was asked for")
    except ValueError:
        record = logging.LogRecord(
            "django", logging.ERROR, __file__, 1, "GET %s", ("/share/file/s3cr3t/a b.pdf",), sys.exc_info()
        )
    record.session = "abc"
    line = JsonFormatter().format(record)
    told = json.loads(line)
    assert (told["level"], told["logger"], told["message"], told["session"]) == ("ERROR", "django", "GET /share/file/…", "abc")
    assert "ValueError" in told["exc_info"]
    assert "ab12cd" not in line
    assert "s3cr3t" not in line
    assert told["time"]


def test_values_of_a_refused_row_are_not_in_the_log(log: Log) -> None:
    log.error("database refused %s: %s", "x", "duplicate key\nDETAIL:  Key (email)=(carla@example.com) already exists.")
    assert "carla" not in log.written.getvalue()
    assert "DETAIL: …" in log.written.getvalue()


def test_a_json_line_has_no_field_that_we_do_not_know() -> None:
    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "Internal Server Error: /x/", (), None)
    record.request, record.status_code, record.text = "<ASGIRequest: GET '/x/?q=Carla'>", 500, "Good day"
    assert json.loads(JsonFormatter().format(record)).keys() == {"time", "level", "logger", "message", "status_code"}
