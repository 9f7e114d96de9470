"""The pages about the API: the OpenAPI document, and the same to read."""

from __future__ import annotations

from functools import lru_cache

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from api.reference import chapters, introduction
from api.rest.openapi import document
from api.rest.problem_codes import PROBLEMS


@lru_cache(maxsize=1)
def _document() -> bytes:
    return msgspec.json.format(msgspec.json.encode(document(settings.PUBLIC_URL)), indent=1)


@require_safe
def openapi(_request: HttpRequest) -> HttpResponse:
    """Show what programs and their authors need; it holds no data, so anybody may read it."""
    return HttpResponse(_document(), content_type="application/json", headers={"Cache-Control": "no-cache"})


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show the same as a page."""
    found = document(settings.PUBLIC_URL)
    context = {
        "chapters": chapters(found),
        "introduction": introduction(found),
        "problems": PROBLEMS.items(),
        "server": settings.PUBLIC_URL,
    }
    return render(request, "api/docs.html", context)
