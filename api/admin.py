"""Tokens in the admin (I2): made, shown once, revoked. A token never gets more than the supervisor who makes it has."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from api.models import ApiToken
from api.scopes import SCOPES
from api.services.tokens import ACCOUNT, token_create, token_revoke
from contactcenter.realtime.group_commit import perform
from sessions_app.admin.one_line import OneLineAdmin
from sessions_app.models import User
from sessions_app.rules.text import one_line
from sessions_app.selectors import supervised

TERMS: Final = (("30", _("30 days")), ("90", _("90 days")), ("365", _("A year")), ("", _("Until it’s revoked")))


class TokenForm(forms.ModelForm):
    """A new token. ``by`` makes it."""

    by: Any = None
    scopes = forms.MultipleChoiceField(
        label=_("Scopes"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What the program may do. Choose no more than it needs."),
    )
    reach = forms.ChoiceField(
        label=_("Reach"), widget=forms.RadioSelect, initial="some",
        choices=[("some", _("Only the groups below")), ("all", _("All groups, new ones included"))],
        help_text=_("Sessions, operators and clients of other groups aren’t there for the program."),
    )  # fmt: skip
    term = forms.ChoiceField(label=_("Valid for"), choices=TERMS, required=False, initial="365")

    class Meta:
        model = ApiToken
        fields = ("name", "scopes", "reach", "groups", "term")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "scopes" in self.fields:
            self.fields["scopes"].choices = [  # type: ignore[attr-defined]
                (name, scope.words) for name, scope in SCOPES.items() if self.by.has_perms(scope.rights)
            ]
        if "reach" in self.fields and supervised.is_bound(self.by):
            self.fields["reach"].choices = [("some", _("Only the groups below"))]  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name = one_line(self.cleaned_data["name"], 60)
        if User.objects.filter(username=ACCOUNT.format(name)).exists():
            raise forms.ValidationError(_("There’s a token with this name. Revoke it first, or choose another name."))
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("reach") == "some" and not data.get("groups"):
            self.add_error("groups", _("Choose at least one group, or all groups."))
        return data


@admin.register(ApiToken)
class ApiTokenAdmin(OneLineAdmin):
    form = TokenForm
    list_display = ("name", "begins", "scopes_shown", "groups_shown", "state", "last_used_at", "last_address", "created_at")
    list_display_links = ("name",)
    fields = ("name", "scopes", "reach", "groups", "term")
    shown = (
        "name",
        "begins",
        "scopes_shown",
        "groups_shown",
        "state",
        "created_at",
        "expires_at",
        "revoked_at",
        "last_used_at",
        "last_address",
    )
    actions = ("revoke",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiToken]:
        return super().get_queryset(request).prefetch_related("groups").distinct()

    # What is seen

    def get_fields(self, request: HttpRequest, obj: ApiToken | None = None) -> Any:
        return self.shown if obj else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: ApiToken | None = None) -> Any:
        return self.shown if obj else ()

    @admin.display(description=_("begins with"))
    def begins(self, token: ApiToken) -> str:
        return f"{token.prefix}…"

    @admin.display(description=_("scopes"))
    def scopes_shown(self, token: ApiToken) -> str:
        return ", ".join(token.scopes)

    @admin.display(description=_("groups"))
    def groups_shown(self, token: ApiToken) -> str:
        return str(_("all")) if token.all_groups else ", ".join(group.name for group in token.groups.all())

    @admin.display(description=_("state"))
    def state(self, token: ApiToken) -> str:
        if token.revoked_at is not None or token.account_id is None:
            return str(_("revoked"))
        if token.expires_at is not None and token.expires_at <= timezone.now():
            return str(_("expired"))
        return str(_("valid"))

    # What is done

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(db_field, request, **{"widget": forms.CheckboxSelectMultiple} | kwargs)

    def get_form(self, request: HttpRequest, obj: ApiToken | None = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.by = request.user
        if "groups" in form.base_fields:
            form.base_fields["groups"].widget.can_add_related = False
            form.base_fields["groups"].label = _("These groups")
        return form

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        """Offer one button: the next page shows the token, and there is nothing to go on with."""
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, *args, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        """A token is revoked and stays, so that the audit’s lines have somebody to belong to."""
        return False

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("api.revoke_apitoken")

    def save_model(self, request: HttpRequest, obj: ApiToken, form: Any, change: bool) -> None:
        data = form.cleaned_data
        groups = None if data["reach"] == "all" else list(data["groups"])
        until = timezone.now() + timedelta(days=int(data["term"])) if data["term"] else None
        made, request.shown_token = perform(  # type: ignore[attr-defined]
            token_create,
            name=data["name"],
            scopes=data["scopes"],
            groups=groups,
            expires_at=until,
            user=request.user,
            request=request,
        )
        obj.pk, obj.token_hash, obj.prefix = made.pk, "", made.prefix
        obj._state.adding = False

    def save_related(self, *args: Any) -> None:
        """The service has saved the groups."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Write Django's own history alone: the service has announced it."""
        return admin.ModelAdmin.log_addition(self, request, obj, message)

    def response_add(self, request: HttpRequest, obj: ApiToken, post_url_continue: str | None = None) -> HttpResponse:
        """Show the token. It goes into this answer only: nothing stores it, and a reload asks before it posts again."""
        context = self.admin_site.each_context(request) | {
            "title": _("Token of %(name)s") % {"name": obj.name},
            "opts": self.opts,
            "token": obj,
            "secret": request.shown_token,  # type: ignore[attr-defined]
            "example": request.build_absolute_uri("/api/v1/groups"),
        }
        answer = TemplateResponse(request, "admin/api/apitoken/secret.html", context)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @admin.action(description=_("Revoke the selected tokens"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, tokens: QuerySet[ApiToken]) -> None:
        for token in tokens:
            self._revoke(request, token)
        self.message_user(request, _("Revoked. Their next requests are refused."))

    def get_urls(self) -> list[Any]:
        revoke = path("<path:object_id>/revoke/", self.admin_site.admin_view(self.revoke_view), name="api_apitoken_revoke")
        return [revoke, *super().get_urls()]

    def revoke_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask, then revoke one token."""
        token = self.get_object(request, unquote(object_id))
        if token is None:
            raise Http404
        if not self.has_revoke_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            self._revoke(request, token)
            self.message_user(
                request, _("Revoked %(name)s. Its next request is refused.") % {"name": token.name}, messages.SUCCESS
            )
            return HttpResponseRedirect(reverse("admin:api_apitoken_changelist"))
        context = self.admin_site.each_context(request) | {
            "title": _("Revoke %(name)s") % {"name": token.name}, "opts": self.opts, "original": token,
        }  # fmt: skip
        return TemplateResponse(request, "admin/api/apitoken/revoke.html", context)

    def _revoke(self, request: HttpRequest, token: ApiToken) -> None:
        perform(token_revoke, token=token.pk, user=request.user, request=request)
        self.log_history(request, token, _("Revoked."))
