"""The base of every page of the admin: rows of other groups aren't there (A9), and each change is announced for the audit (A8)."""

from __future__ import annotations

from typing import Any, Final, NoReturn

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import Field, ManyToManyField, Model, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from sessions_app.admin import field_changes
from sessions_app.models import Group
from sessions_app.selectors import supervised
from sessions_app.signals import audited

INVALID: Final = (ValueError, OverflowError, DataError)
"""What a value that no row can have leads to."""
SEARCHED: Final = 200
WORDS: Final = 10
"""Letters and words of a search."""


class SupervisedFilter(admin.RelatedFieldListFilter):
    """A filter in the sidebar that offers own rows only."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        choices: Any = super().field_choices(field, request, model_admin)
        if not supervised.is_bound(request.user):
            return choices
        own = supervised.rows_for(request.user, field.related_model._default_manager.order_by())
        known = set(own.values_list("pk", flat=True))
        return [(key, words) for key, words in choices if key in known]


class SupervisedAdmin(admin.ModelAdmin):
    """``audited_reads``: opening a row's page is written to the audit.

    Choices of filters aren't counted: each costs a column of one query over all rows, and with two thousand operators no database takes it.
    """

    audited_reads = False
    show_facets = admin.ShowFacets.NEVER

    # What a supervisor sees

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return supervised.rows_for(request.user, super().get_queryset(request))

    def get_field_queryset(self, db: str | None, db_field: Any, request: HttpRequest) -> QuerySet[Any] | None:
        """Offer only own rows as choices; anything else that is posted is refused as an unknown choice."""
        rows: QuerySet[Any] | None = super().get_field_queryset(db, db_field, request)
        if not supervised.is_bound(request.user):
            return rows
        return supervised.rows_for(request.user, db_field.related_model._default_manager.all() if rows is None else rows)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Refuse filters that would find out secrets letter by letter, and patterns that take forever or can't be read."""
        parts = lookup.split(LOOKUP_SEP)
        if {"regex", "iregex"} & {*parts} or any(field_changes.SECRET.search(part) for part in parts):
            return False
        return bool(super().lookup_allowed(lookup, value, request))

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[QuerySet[Any], bool]:
        """Search for the first words only: each is looked for in every column."""
        return super().get_search_results(request, queryset, " ".join(search_term[:SEARCHED].split()[:WORDS]))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """An invalid value in a hand-written address shows the list, as Django does with any wrong filter."""
        if not all(map(self._is_key, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")
        try:
            answer = super().changelist_view(request, extra_context)
            return answer.render() if isinstance(answer, TemplateResponse) else answer
        except INVALID:
            if request.method == "POST":
                raise
            return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Refuse such a value as Django refuses an unknown filter, before an action begins too."""
        try:
            return super().get_changelist_instance(request)
        except INVALID as error:
            raise IncorrectLookupParameters from error

    def _is_key(self, value: str) -> bool:
        """Return whether a row could have this primary key: Django's actions look for whatever was sent."""
        key: Any = self.opts.pk
        try:
            key.run_validators(key.to_python(value))
        except (ValidationError, ValueError, OverflowError):
            return False
        return True

    def get_list_filter(self, request: HttpRequest) -> Any:
        return [self._filter(name) for name in super().get_list_filter(request)]

    def _filter(self, name: Any) -> Any:
        if isinstance(name, str) and "__" not in name:
            field = self.opts.get_field(name)
            if isinstance(field, Field) and field.is_relation:
                return (name, SupervisedFilter)
        return name

    # What they may change

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A bound supervisor adds no group, which would be none of theirs, and nothing that all groups share."""
        theirs = not supervised.is_bound(request.user) or self.model not in (Group, *supervised.CHANGES)
        return theirs and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and supervised.may_change(request.user, self.model, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and supervised.may_change(request.user, self.model, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Ask for the right on each row, where Django asks for the kind of rows alone."""
        shown, counts, refused, protected = super().get_deleted_objects(objs, request)
        if not all(self.has_delete_permission(request, row) for row in objs):
            refused.add(str(self.opts.verbose_name))
        return shown, counts, refused, protected

    def _get_obj_does_not_exist_redirect(self, _request: HttpRequest, opts: Any, _object_id: str) -> NoReturn:
        """Answer 404 where Django leads to the first page: for what isn't there, and for what isn't theirs."""
        raise Http404(_("There’s no such %(what)s.") % {"what": opts.verbose_name})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write what was changed in the form alone: a state or lease that has changed since the row was read isn't set back."""
        if not change:
            super().save_model(request, obj, form, change)
            return
        changed = {field.name for field in self.opts.concrete_fields if field.name in form.changed_data}
        if changed:
            obj.save(update_fields=changed)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Keep related rows of other groups: the form doesn't show them and mustn't remove them."""
        if change and supervised.is_bound(request.user):
            for field in self.opts.many_to_many:
                if field.name in form.cleaned_data:
                    form.cleaned_data[field.name] = [*form.cleaned_data[field.name], *self._hidden(request, form.instance, field)]
        super().save_related(request, form, formsets, change)

    def _hidden(self, request: HttpRequest, row: Model, field: ManyToManyField[Any, Any]) -> list[Any]:
        related = getattr(row, field.name).all()
        own = supervised.rows_for(request.user, related.order_by()).values_list("pk", flat=True)
        return list(related.exclude(pk__in=list(own)))

    # What the audit hears of

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        row = super().get_object(request, object_id, from_field or None)  # Django fails at an empty ?_to_field=
        if row is not None and request.method == "POST":
            row.before, row.changed_in = field_changes.values(row), request
        return row

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self.announce(request, "add", obj, field_changes.as_added(field_changes.values(obj)))
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Announce what changed, old and new; a message in words is an action that isn't a change of fields."""
        if not isinstance(message, list):
            self.announce(request, "run", obj, message)
        for verb, detail in field_changes.by_verb(getattr(obj, "before", {}), field_changes.values(obj)):
            self.announce(request, verb, obj, detail)
        return self.log_history(request, obj, message)

    def log_history(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Write Django's own history alone: the service that changed the row has announced it."""
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for row in queryset:
            self.announce(request, "delete", row, "")
        return super().log_deletions(request, queryset)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = super().change_view(request, object_id, *args, **kwargs)
        if self.audited_reads and request.method in ("GET", "HEAD") and answer.status_code == 200:
            self.announce(request, "read", self.get_object(request, unquote(object_id)), "")
        return answer

    def announce(self, request: HttpRequest, verb: str, target: Any, detail: str, **more: Any) -> None:
        audited.send(type(self), user=request.user, verb=verb, target=target, detail=detail, request=request, **more)
