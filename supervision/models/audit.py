"""The audit (A8): who did what, and when. Lines are added and never changed; only the cleanup deletes them, when their term is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NoReturn

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions_app.models import User


class ReadOnlyRowError(TypeError):
    """Raised by whatever would change or delete a line of the audit."""


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def update(self, **_columns: Any) -> NoReturn:
        raise ReadOnlyRowError("the audit is never changed")

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise ReadOnlyRowError("the audit is never changed")

    def delete(self) -> NoReturn:
        raise ReadOnlyRowError("only expire() deletes lines of the audit")

    def forget_details(self, kind: str, targets: Sequence[int]) -> None:
        """Empty the details of lines about these rows: what a supervisor wrote of a client goes with the client (P2).

        The only change the trigger in the database lets through; who did what and when stays.
        """
        super().filter(kind=kind, target_id__in=targets).exclude(detail="")._empty_detail()

    def _empty_detail(self) -> None:
        super().update(detail="")

    def expire(self, before: datetime) -> int:
        """Delete the lines written before this moment, and return how many there were. For the cleanup only."""
        return int(self.filter(at__lt=before)._raw_delete(self.db))


class AuditEntry(models.Model):
    """One line of the audit: who (with the name at the time) did what to which target.

    There are no constraints to users and targets, and the target's name is kept beside its id: lines outlive what they tell about. A
    trigger in the database refuses changes, too.
    """

    class Verb(models.TextChoices):
        ADD = "add", _("added")
        CHANGE = "change", _("changed")
        DELETE = "delete", _("deleted")
        RIGHTS = "rights", _("changed the rights of")
        PASSWORD = "password", _("changed the password of")
        ENABLE = "enable", _("enabled")
        DISABLE = "disable", _("disabled")
        RUN = "run", _("ran an action on")
        REVOKE = "revoke", _("revoked")
        EXPORT = "export", _("exported")
        READ = "read", _("read")
        DOWNLOAD = "download", _("downloaded")
        SIGN_IN = "sign_in", _("signed in")
        SIGN_IN_FAILED = "sign_in_failed", _("failed to sign in")
        SIGN_OUT = "sign_out", _("signed out")
        USE = "use", _("used")
        FACTOR_ADDED = "factor_added", _("set up a second factor of")
        FACTOR_REMOVED = "factor_removed", _("removed a second factor of")
        FACTOR_RESET = "factor_reset", _("reset the second factor of")
        LINK = "link", _("linked to its provider")
        REDIRECT = "redirect", _("redirected")
        END = "end", _("ended")
        SET_STATE = "set_state", _("set the state of")
        FORCE_SIGN_OUT = "force_sign_out", _("signed out (by force)")
        END_WRAPUP = "end_wrapup", _("ended the wrap-up of")
        ERASE = "erase", _("erased")
        ANSWER_HELP = "answer_help", _("answered the call for help in")

    at = models.DateTimeField(_("when"), default=timezone.now)
    user = models.ForeignKey(
        User,
        models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("account"),
    )
    user_name = models.CharField(_("who"), max_length=150, blank=True)
    verb = models.CharField(_("what"), max_length=20, choices=Verb.choices)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    target_id = models.BigIntegerField(_("id"), null=True, blank=True)
    target_name = models.CharField(_("target"), max_length=200, blank=True)
    detail = models.TextField(_("detail"), blank=True)
    rows = models.PositiveBigIntegerField(_("rows"), null=True, blank=True)
    address = models.CharField(_("address"), max_length=64, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("audit line"), _("audit")
        default_permissions = ("view",)
        base_manager_name = "objects"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_by_time"),
            models.Index(fields=["user", "-at"], name="audit_by_user"),
            models.Index(fields=["kind", "target_id"], name="audit_by_target"),
        ]

    def __str__(self) -> str:
        return f"{self.user_name} {self.get_verb_display()} {self.target_name}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ReadOnlyRowError("the audit is never changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise ReadOnlyRowError("only the cleanup deletes lines of the audit")
