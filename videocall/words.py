"""Words for the codes of a call's record: how it stands, who ended it, and why. Texts only."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

STATES = {
    "asked": _("client asks"),
    "requested": _("operator asks"),
    "accepted": _("connecting"),
    "connected": _("connected"),
    "reconnecting": _("reconnecting"),
    "declined": _("declined"),
    "cancelled": _("withdrawn"),
    "expired": _("not answered"),
    "ended": _("ended"),
    "failed": _("failed"),
}
ENDED_BY = {
    "client": _("client"),
    "operator": _("operator"),
    "supervisor": _("supervisor"),
    "system": _("nobody"),
}
REASONS = {
    "hangup": _("ended by a person"),
    "refused": _("refused"),
    "browser": _("the browser can’t make calls"),
    "no-microphone": _("no microphone"),
    "withdrawn": _("withdrawn"),
    "no-answer": _("no answer in time"),
    "gone": _("the other side left"),
    "session": _("over with the session"),
    "connection-lost": _("connection lost"),
    "not-connected": _("never connected"),
}
