"""The list of sessions when there are a million: full text search, and filters that read no column of the whole table."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from sessions_app.models import Result, Session, Tag
from sessions_app.selectors import search

STARS = 5
COUNTED = 10_000
"""Found sessions are counted up to here: a common word is in every second of a million."""


class AtLeast(int):
    """A number that isn't counted to its end."""

    def __str__(self) -> str:
        return f"{int(self):d}+"


class FoundPaginator(Paginator):
    """Pages of what a search found, counted up to a bound."""

    @cached_property
    def count(self) -> int:
        found: int = self.object_list[: COUNTED + 1].count()  # type: ignore[attr-defined]
        return found if found <= COUNTED else AtLeast(COUNTED)


class ResultFilter(admin.SimpleListFilter):
    """The results operators can choose. An address may name any other, or none."""

    title = _("result")
    parameter_name = "result__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name) for name in Result.objects.values_list("name", flat=True)]

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, queryset: QuerySet[Session]) -> QuerySet[Session]:
        result = self.value()
        return queryset if result is None else queryset.filter(result=result)


class RatingFilter(admin.SimpleListFilter):
    title = _("rating")
    parameter_name = "rating__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(stars), str(stars)) for stars in range(STARS, 0, -1)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Session]) -> QuerySet[Session]:
        stars = self.value()
        return queryset.filter(rating=stars) if stars else queryset


class TagFilter(admin.SimpleListFilter):
    title = _("tag")
    parameter_name = "tag"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name) for name in Tag.objects.values_list("name", flat=True)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Session]) -> QuerySet[Session]:
        """Tags are a list of texts: PostgreSQL has an index of them; elsewhere the quotes keep a tag from matching inside another."""
        tag = self.value()
        if not tag:
            return queryset
        if connection.vendor == "postgresql":
            return queryset.filter(tags__contains=[tag])
        return queryset.filter(tags__icontains=json.dumps(tag))


class SessionList(admin.ModelAdmin):
    """``search_fields`` only makes Django show the search box: words are found by the full text index."""

    list_filter = (
        "state", "entry", "message", "created_at", "widget", "group", "operator", RatingFilter, ResultFilter, TagFilter,
    )  # fmt: skip
    list_select_related = ("client", "operator", "widget")
    search_fields = ("topic",)
    search_help_text = _("Words of the conversation, the topic, or the client; a phone number; or the number of the session.")
    show_full_result_count = False

    def get_paginator(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        searched = request.GET.get(SEARCH_VAR, "").strip()
        return FoundPaginator(*args, **kwargs) if searched else super().get_paginator(request, *args, **kwargs)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Session], search_term: str
    ) -> tuple[QuerySet[Session], bool]:
        return (search.found(queryset, search_term) if search_term.strip() else queryset), False
