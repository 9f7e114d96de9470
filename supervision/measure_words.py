"""Measures and groupings in words, each measure with its definition: one wording for reports, board and explanations."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision.rules.measures import SECONDS, SHARES, Number

WORDS: Final = {
    "offered": (gettext_lazy("Offered"), gettext_lazy("Sessions that entered the queue.")),
    "accepted": (gettext_lazy("Accepted"), gettext_lazy("Of these, accepted by an operator.")),
    "abandoned": (gettext_lazy("Abandoned"), gettext_lazy("The client left before an operator accepted.")),
    "short_abandoned": (gettext_lazy("Short"), gettext_lazy("Left within the group’s short-abandon time; in no ratio.")),
    "missed": (gettext_lazy("Missed"), gettext_lazy("Nobody accepted in the longest wait.")),
    "service_level": (
        gettext_lazy("Service level"),
        gettext_lazy("Accepted within the group’s time ÷ (accepted + abandoned − short + missed)."),
    ),
    "speed_of_answer": (gettext_lazy("Speed of answer"), gettext_lazy("Mean time from entering the queue to being accepted.")),
    "abandon_rate": (gettext_lazy("Abandon rate"), gettext_lazy("(Abandoned − short) ÷ (offered − short).")),
    "handling_time": (gettext_lazy("Handling time"), gettext_lazy("Mean time from being accepted to being closed.")),
    "talk_time": (gettext_lazy("Talk"), gettext_lazy("Mean time from being accepted to the end of the conversation.")),
    "wrapup_time": (gettext_lazy("Wrap-up"), gettext_lazy("Mean time from the end of the conversation to being closed.")),
    "occupancy": (
        gettext_lazy("Occupancy"),
        gettext_lazy("Time with a conversation or wrap-up ÷ time online, of operators; in the total and by operator."),
    ),
    "missed_offers": (gettext_lazy("Missed offers"), gettext_lazy("Offers that ran out ÷ offers to one operator.")),
    "satisfaction": (gettext_lazy("Satisfaction"), gettext_lazy("Ratings of four or five ÷ ratings.")),
    "rated": (gettext_lazy("Rated"), gettext_lazy("Sessions with a rating.")),
}
GROUPINGS: Final = {
    "entry": gettext_lazy("Entry"), "widget": gettext_lazy("Widget"), "group": gettext_lazy("Group"),
    "operator": gettext_lazy("Operator"), "result": gettext_lazy("Result"), "hour": gettext_lazy("Hour"),
    "weekday": gettext_lazy("Weekday"), "day": gettext_lazy("Day"), "week": gettext_lazy("Week"),
}  # fmt: skip
VIDEO_WORDS: Final = {
    "call_offered": (
        gettext_lazy("Calls offered"),
        gettext_lazy("Calls of these sessions: started, or asked for by either side."),
    ),
    "call_accepted": (
        gettext_lazy("Accepted"),
        gettext_lazy("Of these, accepted by the other side, or started with the session."),
    ),
    "devices_allowed": (
        gettext_lazy("Devices allowed"),
        gettext_lazy("Of these, with a microphone or camera that the client’s browser could use."),
    ),
    "connected": (gettext_lazy("Connected"), gettext_lazy("Of these, with a picture or sound from the other side.")),
    "good": (
        gettext_lazy("Good for 30 s"),
        gettext_lazy("Of these, with at least 30 seconds without trouble for the side that had it worse."),
    ),
    "ended_by_person": (
        gettext_lazy("Ended by a person"),
        gettext_lazy("Of these, ended by somebody, not by a lost connection."),
    ),
    "picture_p50": (
        gettext_lazy("Time to picture, half"),
        gettext_lazy("Half of the connected calls had a picture or sound this soon."),
    ),
    "picture_p95": (
        gettext_lazy("Time to picture, 95 %"),
        gettext_lazy("95 of 100 connected calls had a picture or sound this soon after being accepted."),
    ),
    "share_relayed": (
        gettext_lazy("Relayed"),
        gettext_lazy("Connected calls through the relay ÷ connected calls with a quality record."),
    ),
    "drops": (gettext_lazy("Drops"), gettext_lazy("Accepted calls that ended without a person ending them.")),
    "dropped_connection_lost": (gettext_lazy("Connection lost"), gettext_lazy("Drops of calls that had been connected.")),
    "dropped_not_connected": (
        gettext_lazy("Never connected"),
        gettext_lazy("Drops of calls that had no picture or sound in two minutes."),
    ),
    "dropped_session": (
        gettext_lazy("Client left"),
        gettext_lazy("Drops because the session ended: the client didn’t come back."),
    ),
}


def shown(name: str, value: Number) -> str:
    """Return a number as people read it; a dash where there's nothing to divide by."""
    if value is None:
        return "–"
    if name in SHARES:
        return _("%(number)s%%") % {"number": f"{value:.0%}".rstrip("%")}
    if name in SECONDS:
        minutes, seconds = divmod(round(value), 60)
        return f"{minutes}:{seconds:02}"
    return str(value)
