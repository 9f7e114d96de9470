"""The common library and the retention of session files, managed by supervisors (F1, F6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import islice
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from contactcenter.languages.house import in_house_language
from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.wire import Fault
from sessions_app.actor import SYSTEM
from sessions_app.admin.session import ReadOnly
from sessions_app.admin.supervised import SupervisedAdmin
from sessions_app.files import checks
from sessions_app.housekeeping import TERMS
from sessions_app.models import LibraryItem, Retention, Share
from sessions_app.selectors import not_found, supervised
from sessions_app.share import selectors
from sessions_app.share.services import library
from sessions_app.share.views.download import address_of
from sessions_app.signals import audited


class ShareInline(ReadOnly, admin.TabularInline):
    model = Share
    fields = ("name", "kind", "state", "size", "mime", "author", "sha256", "sent", "created_at", "open")
    readonly_fields = fields
    extra = 0

    @admin.display(description=_("open"))
    def open(self, share: Share) -> str:
        if share.state != Share.State.READY:
            return "–"
        return format_html('<a href="{}">{}</a>', reverse("admin:sessions_app_share_open", args=[share.public_id]), _("Open"))


class ItemForm(forms.ModelForm):
    """A file or a link. The file passes the same checks as everybody's; a refusal is shown beside it."""

    upload = forms.FileField(label=_("file"), required=False)
    url = forms.CharField(label=_("or address"), required=False, max_length=checks.URL_LENGTH)

    class Meta:
        model = LibraryItem
        fields = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "name" in self.fields:
            self.fields["name"].required = False
            self.fields["name"].help_text = _("Leave empty to show the file name or the address.")

    def clean(self) -> dict[str, Any]:
        """Store the file as part of the check: only then is it known whether it can be kept."""
        data = super().clean() or {}
        if self.instance.pk:
            self._rename(data)
            return data
        upload, url = data.get("upload"), data.get("url")
        if bool(upload) == bool(url):
            raise forms.ValidationError(_("Choose a file or enter an address."))
        if self.errors:
            return data
        try:
            if upload:
                self.instance = library.library_upload(by=SYSTEM, file=upload, author=self.author)
                self._rename(data)
            else:
                fields = {"url": url, "name": data.get("name", ""), "author": self.author}
                self.instance = perform(library.library_link, by=SYSTEM, **fields)
                data["name"] = self.instance.name
        except Fault as fault:
            self.add_error("upload" if upload else "url", fault.text)
        return data

    author = ""

    def _rename(self, data: dict[str, Any]) -> None:
        wanted, item = data.get("name", ""), self.instance
        try:
            if wanted and wanted != item.name:
                perform(library.library_rename, by=SYSTEM, item=item.public_id, name=wanted)
                item.refresh_from_db()
            data["name"] = item.name
        except Fault as fault:
            self.add_error("name", fault.text)


def _to_file(request: HttpRequest, kind: str, right: str, find: Callable[[], Share | LibraryItem]) -> HttpResponse:
    """Redirect to the file, by a short-lived address, or to a link's target. It's written to the audit."""
    if not request.user.has_perm(right):
        raise PermissionDenied
    try:
        row = find()
        if not supervised.rows_for(request.user, type(row)._default_manager.filter(pk=row.pk)).exists():
            raise not_found("share")
    except Fault as fault:
        return HttpResponse(fault.text, status=404, content_type="text/plain; charset=utf-8")
    audited.send(type(row), user=request.user, verb="download", target=row, detail=_whose(row), request=request)
    return HttpResponseRedirect(row.url or address_of(kind, row, "save")[0])


def _whose(row: Share | LibraryItem) -> str:
    with in_house_language():
        return _("session %(number)s") % {"number": row.session.number} if isinstance(row, Share) else ""


@admin.register(LibraryItem)
class LibraryAdmin(SupervisedAdmin):
    form = ItemForm
    list_display = ("name", "kind", "whose", "size", "mime", "author", "created_at", "open")
    list_filter = ("kind", "owner")
    list_select_related = ("owner",)
    search_fields = ("name", "url")
    facts = ("whose", "kind", "size", "mime", "sha256", "author", "created_at", "open")

    def get_queryset(self, request: HttpRequest) -> QuerySet[LibraryItem]:
        return super().get_queryset(request).filter(state=LibraryItem.State.READY)

    def get_fields(self, request: HttpRequest, obj: LibraryItem | None = None) -> Any:
        return ("name", *self.facts) if obj else ("upload", "url", "name")

    def get_readonly_fields(self, request: HttpRequest, obj: LibraryItem | None = None) -> Any:
        return self.facts if obj else ()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.author = request.user.get_username()
        return form

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Run without the transaction Django puts around it: no other writer waits while a file is checked and stored."""
        return self._changeform_view(request, *args, **kwargs)  # type: ignore[attr-defined]

    def save_model(self, request: HttpRequest, obj: LibraryItem, form: Any, change: bool) -> None:
        """Do nothing: the service has already stored it (see ``ItemForm``)."""

    def delete_model(self, request: HttpRequest, obj: LibraryItem) -> None:
        perform(library.library_delete, by=SYSTEM, item=obj.public_id)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[LibraryItem]) -> None:
        for item in queryset:
            self.delete_model(request, item)

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view
        return [
            path("<str:public_id>/open/", view(self.to_item), name="sessions_app_libraryitem_open"),
            path("of-session/<str:public_id>/", view(self.to_share), name="sessions_app_share_open"),
            *super().get_urls(),
        ]

    def to_item(self, request: HttpRequest, public_id: str) -> HttpResponse:
        return _to_file(request, "library", "sessions_app.view_libraryitem", lambda: selectors.library_item_of(SYSTEM, public_id))

    def to_share(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """Redirect to a file of a session, if the user may read sessions."""
        return _to_file(request, "share", "sessions_app.view_share", lambda: selectors.share_of(SYSTEM, public_id))

    @admin.display(description=_("whose"))
    def whose(self, item: LibraryItem) -> str:
        return item.owner.name if item.owner else str(_("common"))

    @admin.display(description=_("open"))
    def open(self, item: LibraryItem) -> str:
        url = reverse("admin:sessions_app_libraryitem_open", args=[item.public_id])
        return format_html('<a href="{}">{}</a>', url, item.url or _("Download"))


DUE_COUNTED = 1_000


@admin.register(Retention)
class RetentionAdmin(SupervisedAdmin):
    """Terms, and what the next run of the cleanup will delete by them."""

    list_display = ("kind", "days")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, (extra_context or {}) | {"due": _due()})


def _due() -> list[tuple[str, str]]:
    """Return what is due now, in words, with counts up to a bound. The storage isn't listed for it."""
    words = {
        "file": _("files"),
        "transcript": _("transcripts"),
        "client": _("clients"),
        "audit": _("the audit"),
        "unfinished": _("unfinished uploads"),
        "unfinished-item": _("unfinished uploads to the library"),
    }
    counts: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for term in TERMS:
        for one in islice(term.due(timezone.now()), 0 if term.slow else DUE_COUNTED):
            counts[one.what] += 1
            shown[one.what] = one.words
    return [
        (str(words.get(what, what)), shown[what] if what == "audit" else f"{count}{'+' * (count == DUE_COUNTED)}")
        for what, count in counts.items()
    ]
