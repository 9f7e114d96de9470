"""Invitations and bans: view, revoke, lift."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from contactcenter.realtime.group_commit import perform
from sessions_app import selectors
from sessions_app.actor import supervisor
from sessions_app.admin.session import ReadOnly
from sessions_app.admin.state_words import INVITATIONS
from sessions_app.admin.supervised import SupervisedAdmin
from sessions_app.models import Ban, Invitation
from sessions_app.services.audited import with_line
from sessions_app.services.invitations import invitation_revoke


@admin.register(Invitation)
class InvitationAdmin(ReadOnly, SupervisedAdmin):
    list_display = ("__str__", "operator", "state", "reusable", "created_at", "expires_at", "uses")
    list_filter = ("operator", "widget", "reusable")
    search_fields = ("name", "operator__name")
    fields = ("operator", "widget", "name", "state", "reusable", "created_at", "expires_at", "opened_at", "revoked_at", "uses")
    actions = ("revoke",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Invitation]:
        return selectors.with_waiting(super().get_queryset(request)).select_related("operator")

    @admin.display(description=_("state"))
    def state(self, invitation: Invitation) -> str:
        return str(INVITATIONS[selectors.invitation_state(invitation)])

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("sessions_app.change_invitation")

    @admin.action(description=_("Revoke the selected invitations"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, invitations: QuerySet[Invitation]) -> None:
        for invitation in invitations:
            line = {"user": request.user, "verb": "revoke", "target": invitation, "request": request}
            by = supervisor(request.user)
            perform(with_line, act=invitation_revoke, line=line, by=by, invitation=invitation.public_id)
            self.log_history(request, invitation, _("Revoked."))
        self.message_user(request, _("Revoked."))


@admin.register(Ban)
class BanAdmin(SupervisedAdmin):
    """Operators ban, supervisors lift: a ban is lifted by deleting it."""

    list_display = ("client", "reason", "operator", "created_at", "address_until")
    list_filter = ("operator",)
    search_fields = ("client__name", "client__email", "reason")
    list_select_related = ("client", "operator")

    def log_deletions(self, request: HttpRequest, queryset: Any) -> list[Any]:
        """Leave out Django's own history, which would keep the client's name and the reason: the audit has a line."""
        for ban in queryset:
            self.announce(request, "delete", ban, "")
        return []

    def has_add_permission(self, *args: Any, **kwargs: Any) -> bool:
        return False

    def has_change_permission(self, *args: Any, **kwargs: Any) -> bool:
        return False
