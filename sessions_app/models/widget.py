"""One embeddable installation on a website."""

from __future__ import annotations

import re
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions_app.models.ids import identity_secret, widget_key
from sessions_app.models.operator import Group
from sessions_app.models.origins import exact_origin
from sessions_app.models.own_texts import OwnTexts
from sessions_app.rules.entries import ENTRIES

ORIGINS = 100
"""They all have to fit in one header of the frame."""


def default_entries() -> list[str]:
    return ["chat"]


def check_origins(origins: object) -> None:
    """Check that each is an exact origin (origins.py)."""
    if not isinstance(origins, list):
        raise ValidationError(_('Write a list of origins such as ["https://www.example.com"].'))
    if len(origins) > ORIGINS:
        raise ValidationError(_("A widget has at most %(count)s origins."), params={"count": ORIGINS})
    for origin in origins:
        exact_origin(origin)


def check_entries(entries: object) -> None:
    if not isinstance(entries, list) or not entries or any(entry not in ENTRIES for entry in entries):
        raise ValidationError(_("Choose from: %(entries)s."), params={"entries": ", ".join(ENTRIES)})


def check_colour(colour: str) -> None:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValidationError(_("Write a colour such as #2a66bd."))


class Widget(OwnTexts):
    """Where a widget runs, how it looks, what it offers (product: W)."""

    TEXTS = ("greeting", "launcher", "consent_text", "privacy_url")

    key = models.CharField(_("public key"), max_length=40, unique=True, default=widget_key)
    name = models.CharField(_("name of the website"), max_length=100)
    active = models.BooleanField(_("active"), default=True)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="widgets", verbose_name=_("group"))
    origins = models.JSONField(
        _("allowed origins"),
        default=list,
        validators=[check_origins],
        help_text=_(
            'The websites that may show this widget, such as ["https://www.example.com"]. '
            "Without https people can chat there, but not call."
        ),
    )
    entries = models.JSONField(_("offered entries"), default=default_entries, validators=[check_entries])
    accent = models.CharField(_("colour"), max_length=7, default="#2a66bd", validators=[check_colour])
    greeting = models.CharField(_("greeting"), max_length=200, blank=True)
    launcher = models.CharField(_("text on the button"), max_length=40, blank=True)
    country = models.CharField(
        _("country"), max_length=2, default="CZ", help_text=_("For phone numbers written without a country code.")
    )
    consent_text = models.CharField(_("consent text"), max_length=300, blank=True)
    privacy_url = models.URLField(_("privacy page"), blank=True)

    relay_only = models.BooleanField(
        _("calls through the relay only"),
        default=False,
        help_text=_("Client and operator never learn each other's network address. Without a relay there are no calls."),
    )
    call_window = models.BooleanField(_("video calls open in their own window"), default=False)
    identity_secret = models.CharField(
        _("identity secret"),
        max_length=64,
        default=identity_secret,
        help_text=_("The website's server uses it to sign who a client is."),
    )
    message_preview = models.BooleanField(
        _("show answers beside the button"),
        default=True,
        help_text=_("Who answered and the first words, while the widget is minimised. The website itself can read them, too."),
    )
    message_alerts = models.BooleanField(
        _("announce answers by sound and title"),
        default=True,
        help_text=_("A short sound, and the number of unread answers in front of the website's page title."),
    )
    message_email = models.EmailField(
        _("e-mail messages to"), blank=True, help_text=_("Messages left while nobody is available are sent here.")
    )

    seen_at = models.DateTimeField(_("code first seen on the website"), null=True, blank=True, editable=False)

    operator_microphone = models.BooleanField(_("operator's microphone on at the start"), default=True)
    operator_camera = models.BooleanField(_("operator's camera on at the start"), default=True)
    client_microphone = models.BooleanField(_("client's microphone on at the start"), default=True)
    client_camera = models.BooleanField(_("client's camera on at the start"), default=False)

    class Meta:
        verbose_name, verbose_name_plural = _("widget"), _("widgets")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse settings with which calls can never connect, and store origins as browsers write them."""
        if isinstance(self.origins, list):  # otherwise the field has said so
            with suppress(ValidationError):
                self.origins = list(dict.fromkeys(map(exact_origin, self.origins)))
        if self.translations.get("consent_text") and not self.consent_text:
            raise ValidationError({"consent_text": _("Write the first text, too: it’s for clients of every other language.")})
        if self.relay_only and not settings.TURN_URLS:
            raise ValidationError({"relay_only": _("There is no relay yet: set CONTACTCENTER_TURN_URLS first.")})
