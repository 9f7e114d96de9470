"""The form of an alert's rule (A7), with its checks in words."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions_app.rules.email_address import deliverable
from sessions_app.rules.text import one_line
from supervision.models import AlertRule
from supervision.rules.measures import SHARES

ADDRESSES: Final = 20


class AlertRuleForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = AlertRule
        fields = ("name", "measure", "group", "comparison", "threshold", "seconds", "cooldown", "emails", "active")
        widgets = {"emails": forms.Textarea(attrs={"rows": 3})}
        error_messages = {
            "threshold": {
                "required": gettext_lazy("Enter the number the measure is compared with."),
                "invalid": gettext_lazy("Enter a number, such as 5 or 0.8."),
            }
        }

    def clean_emails(self) -> str:
        """Return the addresses, one a line. Each line must be one: nothing else can get into a mail's head."""
        lines = [line.strip() for line in self.cleaned_data["emails"].splitlines() if line.strip()]
        for line in lines:
            if not deliverable(line):
                raise ValidationError(
                    _("%(line)s isn’t an e-mail address. Write one on each line.") % {"line": one_line(line, 60)}
                )
        if len(lines) > ADDRESSES:
            raise ValidationError(_("At most %(count)s addresses.") % {"count": ADDRESSES})
        return "\n".join(dict.fromkeys(lines))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        threshold, measure = found.get("threshold"), found.get("measure")
        if threshold is not None:
            above = found.get("comparison") == AlertRule.Comparison.ABOVE
            if threshold < 0:
                self.add_error("threshold", _("No measure is below 0."))
            elif measure in SHARES and threshold > 1:
                self.add_error("threshold", _("This measure is a share, from 0 to 1: write 0.8 for 80 %."))
            elif (measure in SHARES and above and threshold == 1) or (not above and threshold == 0):
                self.add_error("threshold", _("It never gets there: the alert would never fire."))
        return found
