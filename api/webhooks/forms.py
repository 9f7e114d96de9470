"""The form of a webhook in the admin, with its checks in words."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from api.webhooks.addresses import AddressRefusedError, Resolver, UnknownHostError, checked, target
from api.webhooks.events import EVENTS
from api.webhooks.models import Webhook


def event_choices() -> list[tuple[str, str]]:
    return [(name, format_html("<code>{}</code> {}", name, words)) for name, words in EVENTS.items()]


class WebhookForm(forms.ModelForm):  # type: ignore[type-arg]
    """``resolver``: finds the host's addresses; the admin has looked them up before its transaction."""

    resolver: Resolver | None = None
    events = forms.MultipleChoiceField(
        label=_("Events"),
        choices=event_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Each is sent with ids and what changed, never with anybody’s words. The receiver asks the API for the rest."
        ),
        error_messages={"required": _("Choose at least one event.")},
    )

    class Meta:
        model = Webhook
        fields = ("name", "url", "events", "groups", "active")
        widgets = {"url": forms.TextInput(attrs={"class": "vURLField", "inputmode": "url", "spellcheck": "false"})}
        help_texts = {
            "name": _("Such as the name of the system that is told."),
            "url": _("Where events are posted, such as https://crm.example.com/events. Private addresses are refused."),
            "active": _("While it’s off nothing is sent, and no new events are kept for it."),
        }

    def clean_url(self) -> str:
        """Refuse addresses inside our own network; they're checked again before each try."""
        url = str(self.cleaned_data["url"]).strip()
        try:
            checked(target(url), self.resolver)
        except (AddressRefusedError, UnknownHostError) as error:
            raise ValidationError(str(error)) from None
        return url
