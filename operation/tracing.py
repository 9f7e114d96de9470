"""Sends traces by OpenTelemetry (O5), if OTEL_EXPORTER_OTLP_ENDPOINT names a collector: requests, commands, transactions.

Imported with that setting only; needs deploy/requirements-observability.txt. Attributes are routes, types and counts: no ids, no words.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from time import perf_counter
from typing import Final

from django.http import HttpRequest, HttpResponse
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, StatusCode

from contactcenter import VERSION
from contactcenter.realtime import metrics

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
tracer: Final = trace.get_tracer("contactcenter", VERSION)
"""Does nothing until ``start``."""


def start() -> None:
    """Send spans in the background. All else is the standard's: OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER, OTEL_EXPORTER_OTLP_HEADERS…"""
    service = {"service.name": os.environ.get("OTEL_SERVICE_NAME", "contactcenter"), "service.version": VERSION}
    provider = TracerProvider(resource=Resource.create(service))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    metrics.observers.append(Spans())


class Spans:
    """A span for each command of a socket, and for each transaction of services."""

    def command(self, kind: str, role: str, result: str, begun: float) -> None:
        attributes = {"contactcenter.command": kind, "contactcenter.role": role, "contactcenter.result": result}
        span = tracer.start_span(f"command {kind}", kind=SpanKind.SERVER, attributes=attributes, start_time=_wall(begun))
        if result == "failed":
            span.set_status(StatusCode.ERROR)
        span.end()

    def commit(self, jobs: int, entries: int, begun: float) -> None:
        attributes = {"contactcenter.jobs": jobs, "contactcenter.log_entries": entries}
        tracer.start_span("commit", attributes=attributes, start_time=_wall(begun)).end()


def _wall(begun: float) -> int:
    """Return the time of day, in nanoseconds, at which ``perf_counter`` said this."""
    return time.time_ns() - int((perf_counter() - begun) * 1e9)


class RequestSpans:
    """Middleware: a span for each request, named by its route. A trace that a stranger claims to continue is not continued."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        method = request.method if request.method in METHODS else "_OTHER"
        attributes = {"http.request.method": str(method)}
        with tracer.start_as_current_span(
            str(method), kind=SpanKind.SERVER, attributes=attributes, record_exception=False
        ) as span:
            response = self.get_response(request)
            match = request.resolver_match
            if match:
                span.update_name(f"{method} /{match.route}")
                span.set_attribute("http.route", f"/{match.route}")
            span.set_attribute("http.response.status_code", response.status_code)
            if response.status_code >= 500:
                span.set_status(StatusCode.ERROR)
        return response
