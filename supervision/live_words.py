"""The measures of this moment in words: name and meaning. Those of reports are in supervision/measure_words.py."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from supervision.rules.measures import SECONDS

NOW: Final = {
    "waiting": (_("Waiting"), _("Clients in the queue now, CallBacks included.")),
    "longest_wait": (_("Longest wait"), _("Since the first of the clients waiting on a page entered the queue.")),
    "active": (_("Conversations"), _("Conversations that are running now.")),
    "calls": (_("Calls"), _("Calls that are running now.")),
    "online": (_("Online"), _("Operators at their console and not away: ready, in a call or in wrap-up.")),
    "away": (_("Away"), _("Operators at their console who have set themselves away.")),
}
TIMES: Final = SECONDS | {"longest_wait"}
