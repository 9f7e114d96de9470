"""States in words, as the lists of the admin show them. Texts only."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

OPERATORS: Final = {"online": _("online"), "away": _("away"), "busy": _("busy"), "wrapup": _("wrap-up"), "offline": _("offline")}
INVITATIONS: Final = {
    "unused": _("unused"),
    "opened": _("opened"),
    "waiting": _("waiting"),
    "used": _("used"),
    "expired": _("expired"),
    "revoked": _("revoked"),
}
