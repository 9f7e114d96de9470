"""The admin's navigation: sections, their pages in order, and what each is for. Models that aren't listed follow in the last one."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Item(NamedTuple):
    """A page: the model of a list, or the name of an address with the right it needs. ``purpose`` stands on the page when it's empty."""

    target: str
    purpose: Words = ""
    name: Words = ""
    right: str = ""


class Section(NamedTuple):
    slug: str
    name: Words
    items: tuple[Item, ...]


SECTIONS: Final = (
    Section(
        "live",
        _("Live"),
        (Item("board", _("What happens now: operators, waiting clients, calls."), _("Board"), "supervision.view_board"),),
    ),
    Section(
        "reports",
        _("Reports"),
        (
            Item("reports", _("Numbers of any period, and the sessions behind them."), _("Reports"), "supervision.view_report"),
            Item("supervision.statespan", _("When each operator was online, away or busy. The first line comes with the first sign-in.")),
        ),
    ),
    Section(
        "conversations",
        _("Conversations"),
        (
            Item("sessions_app.session", _("Every contact from the queue to its end. The first one appears when a client enters.")),
            Item("sessions_app.client", _("People who used a widget: find, export, erase. The first one appears when somebody opens it.")),
            Item("videocall.call", _("Video and audio calls with their quality. The first one appears when an operator calls.")),
            Item("sessions_app.invitation", _("Links and codes that operators send, straight to them. Made in the console.")),
            Item("sessions_app.ban", _("Clients kept out. Operators ban in a conversation; deleting a ban lifts it.")),
        ),
    ),
    Section(
        "people",
        _("People"),
        (
            Item("sessions_app.operator", _("The people who answer clients, each with an account for the console.")),
            Item("sessions_app.group", _("Operators who share a queue, with opening hours and limits. Every widget leads to a group.")),
            Item("sessions_app.awayreason", _("What operators choose when they go away, such as Lunch; reports count them apart.")),
        ),
    ),
    Section(
        "website",
        _("Website"),
        (Item("sessions_app.widget", _("The button and window on your website: where it may run, what it offers, how it looks.")),),
    ),
    Section(
        "at-hand",
        _("At hand"),
        (
            Item("sessions_app.cannedresponse", _("Texts that operators send often, typed as / and a shortcut.")),
            Item("sessions_app.libraryitem", _("Files and links for all operators, such as manuals and forms.")),
            Item("sessions_app.result", _("How a conversation ended, chosen by the operator at its end: Solved, Needs a visit …")),
            Item("sessions_app.tag", _("Labels for conversations, to find and count them by subject.")),
        ),
    ),
    Section(
        "integration",
        _("Integration"),
        (
            Item("api.apitoken", _("Keys with which your own programs use the API, each with what it may do."), _("API tokens")),
            Item("webhooks.webhook", _("Other systems that are told what happens here, such as a CRM.")),
            Item("webhooks.delivery", _("What was sent to webhooks in the last days, and what waits.")),
        ),
    ),
    Section(
        "administration",
        _("Administration"),
        (
            Item("sessions_app.user", _("Accounts of operators and supervisors, for superusers."), _("Accounts")),
            Item("auth.group", _("Rights given together; “Supervisors” has all that running the contact centre needs."), _("Roles")),
            Item("sessions_app.retention", _("After how many days files, transcripts and clients go. Without a line they are kept.")),
            Item("sessions_app.consenttext", _("What clients have agreed to: each version of the consent texts of your widgets.")),
            Item("supervision.alertrule", _("When to tell you that a number is too high or too low.")),
            Item("supervision.alert", _("What alerts have fired, and when they were over.")),
            Item("audit", _("Who changed, read and exported what."), _("Audit"), "supervision.view_auditentry"),
        ),
    ),
)  # fmt: skip
PURPOSES: Final = {item.target: item.purpose for section in SECTIONS for item in section.items}
