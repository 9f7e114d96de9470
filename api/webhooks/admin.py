"""Webhooks in the admin (I3): made with a secret that is shown once, tested, given a new secret, and what was given up sent again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from django.contrib import admin, messages
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from api.webhooks import delivery_admin  # noqa: F401 - registers itself
from api.webhooks.addresses import looked_up
from api.webhooks.forms import WebhookForm
from api.webhooks.models import Delivery, Webhook
from api.webhooks.secrets import encrypt, new_secret
from api.webhooks.services.deliveries import deliveries_replay
from api.webhooks.services.outbox import test_send
from api.webhooks.services.webhooks import secret_rotate, webhook_switched
from contactcenter.realtime.group_commit import Service, perform
from sessions_app.admin.forms.media import ADMIN_FORMS
from sessions_app.admin.one_line import OneLineAdmin
from sessions_app.services.audited import with_line


class Act(NamedTuple):
    """Something to do with a webhook, on a page that says what will happen. ``line`` is what the audit keeps."""

    service: Service
    title: Any
    words: Any
    button: Any
    line: str


ACTS: Final = {
    "test": Act(
        test_send,
        _("Send a test"),
        _(
            "An event webhook.test is sent now, also while the webhook is off. Among the deliveries you see what the receiver answers."
        ),
        _("Send"),
        "Sent a test.",
    ),
    "rotate": Act(
        secret_rotate,
        _("Make a new secret"),
        _(
            "For the next 24 hours events are signed with the new secret and with the old one, so that the receiver can change over."
        ),
        _("Make a new secret"),
        "Made a new secret.",
    ),
    "replay": Act(
        deliveries_replay,
        _("Send again"),
        _("Everything that was given up is sent again with the same ids, in the order in which it happened."),
        _("Send again"),
        "Sent again what was given up.",
    ),
}


@admin.register(Webhook)
class WebhookAdmin(OneLineAdmin):
    form = WebhookForm
    list_display = ("name", "url", "standing", "active")
    list_filter = ("active",)
    search_fields = ("name", "url")
    formfield_overrides = {models.ManyToManyField: {"widget": CheckboxSelectMultiple}}

    class Media:
        js = ADMIN_FORMS

    def get_fieldsets(self, request: HttpRequest, obj: Webhook | None = None) -> Any:
        state = ("standing",) if obj else ()
        return ((None, {"fields": ("name", "url", "active", *state)}), (_("What is sent"), {"fields": ("events", "groups")}))

    def get_readonly_fields(self, request: HttpRequest, obj: Webhook | None = None) -> Any:
        return ("standing",)

    @admin.display(description=_("state"))
    def standing(self, webhook: Webhook) -> str:
        """Return in words how it goes: why it's off, what waits, what the last try brought."""
        if not webhook.active and webhook.off_reason:
            return webhook.off_reason
        rows = Delivery.objects.filter(webhook=webhook)
        waiting = rows.filter(state=Delivery.State.PENDING).count()
        last = rows.exclude(last_try_at=None).order_by("-last_try_at").first()
        words = [str(_("Switched on.") if webhook.active else _("Switched off."))]
        if waiting:
            words.append(ngettext("%(count)s event waits.", "%(count)s events wait.", waiting) % {"count": waiting})
        if last is not None:
            words.append(last.trouble or str(_("The last one arrived.")))
        return " ".join(words)

    def get_form(self, request: HttpRequest, obj: Webhook | None = None, change: bool = False, **kwargs: Any) -> Any:
        """Groups are made on a page of their own."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        if (resolver := getattr(request, "resolver", None)) is not None:
            form.resolver = staticmethod(resolver)
        if "groups" in form.base_fields:
            form.base_fields["groups"].widget.can_add_related = False
        return form

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Look the host up before the transaction Django puts around the form: nobody else's writing waits for a slow name server."""
        if request.method == "POST" and (self.has_add_permission(request) or self.has_change_permission(request)):
            request.resolver = looked_up(request.POST.get("url", "").strip())  # type: ignore[attr-defined]
        return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Webhook, form: Any, change: bool) -> None:
        if not change:
            request.shown_secret = new_secret()  # type: ignore[attr-defined]
            obj.secret = encrypt(request.shown_secret)  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)
        webhook_switched(obj)

    def delete_model(self, request: HttpRequest, obj: Webhook) -> None:
        super().delete_model(request, obj)
        webhook_switched(obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Its deliveries go with it, though nobody deletes one by itself."""
        deleted, counts, needed, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, needed - {Delivery._meta.verbose_name}, protected

    def response_add(self, request: HttpRequest, obj: Webhook, post_url_continue: str | None = None) -> HttpResponse:
        return self._secret_page(request, obj, request.shown_secret)  # type: ignore[attr-defined]

    def _secret_page(self, request: HttpRequest, webhook: Webhook, secret: str) -> HttpResponse:
        """Show a secret. It goes into this answer only; what is stored is encrypted."""
        title = _("Secret of %(name)s") % {"name": webhook.name}
        return TemplateResponse(
            request, "admin/webhooks/webhook/secret.html", self._context(request, webhook, title, secret=secret)
        )

    def _context(self, request: HttpRequest, webhook: Webhook, title: Any, **more: Any) -> dict[str, Any]:
        return self.admin_site.each_context(request) | {"title": title, "opts": self.opts, "webhook": webhook} | more

    # Acts

    def get_urls(self) -> list[Any]:
        return [path("<int:pk>/<str:act>/now/", self.admin_site.admin_view(self.act), name="webhook-act"), *super().get_urls()]

    def act(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """Say what will happen, then do it, with its line in the audit."""
        webhook = self.get_queryset(request).filter(pk=pk).first()
        if webhook is None or act not in ACTS or not self.has_change_permission(request, webhook):
            raise Http404(_("There’s no such %(what)s.") % {"what": self.opts.verbose_name})
        chosen = ACTS[act]
        if request.method != "POST":
            return TemplateResponse(
                request, "admin/webhooks/webhook/act.html", self._context(request, webhook, chosen.title, act=chosen)
            )
        line = {"user": request.user, "verb": "run", "target": webhook, "detail": chosen.line, "request": request}
        result = perform(with_line, act=chosen.service, line=line, webhook=webhook)
        return AFTER[act](self, request, webhook, result)

    def _to_deliveries(self, request: HttpRequest, webhook: Webhook, words: Any) -> HttpResponse:
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(f"{reverse('admin:webhooks_delivery_changelist')}?webhook__id__exact={webhook.pk}")

    def _tested(self, request: HttpRequest, webhook: Webhook, _result: Any) -> HttpResponse:
        return self._to_deliveries(request, webhook, _("The test is on its way. Reload this page to see the answer."))

    def _replayed(self, request: HttpRequest, webhook: Webhook, count: int) -> HttpResponse:
        words = ngettext("%(count)s event is sent again.", "%(count)s events are sent again.", count) % {"count": count}
        return self._to_deliveries(request, webhook, words)


AFTER: Final[dict[str, Callable[[WebhookAdmin, HttpRequest, Webhook, Any], HttpResponse]]] = {
    "test": WebhookAdmin._tested,
    "rotate": WebhookAdmin._secret_page,
    "replay": WebhookAdmin._replayed,
}
