"""An operator and the account in one form (A1). Makes and changes accounts of operators only: nobody becomes staff or superuser here.

Whoever may change operators isn't allowed to change accounts: a supervisor who could give an administrator a new password would be one.
"""

from __future__ import annotations

import secrets
from typing import Any, NamedTuple

from django import forms
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions_app.models import Operator, User
from sessions_app.selectors import supervised

ACCOUNT_FIELDS = ("username", "email", "password_choice", "password")
GENERATE, SET, KEEP = "generate", "set", "keep"
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters and digits that look alike."""
LONGEST = 128


class NewPassword(NamedTuple):
    """A password and its hash, made before the transaction: hashing takes long, and nobody waits for a lock meanwhile."""

    text: str = ""
    hashed: str = ""
    generated: bool = False


def generated_password() -> str:
    """Return a password of four times four signs: 79 bits, easy to read out."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


def new_password(data: QueryDict) -> NewPassword:
    """Return the password that is asked for; nothing if the present one is kept."""
    choice = data.get("password_choice")
    text = generated_password() if choice == GENERATE else data.get("password", "")[:LONGEST] if choice == SET else ""
    return NewPassword(text, make_password(text), choice == GENERATE) if text else NewPassword()


def may_change_account(user: Any, operator: Operator) -> bool:
    """Return whether this supervisor may change the operator's user name, e-mail and password: with them they could sign in as the
    operator, and see what the operator sees of every group.
    """
    if user.is_superuser:
        return True
    others = operator.groups.exclude(pk__in=supervised.groups_for(user).order_by().values("pk"))
    return not (operator.user.is_staff or operator.user.is_superuser or (supervised.is_bound(user) and others.exists()))


class OperatorForm(forms.ModelForm):
    """``by``: who fills it in. An account of staff is changed by superusers only, and only they choose an existing one."""

    by: User
    new_password = NewPassword()

    username = UsernameField(
        label=gettext_lazy("User name"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text=gettext_lazy("For signing in on the console. Letters, digits and @ . + - _ only."),
        widget=forms.TextInput({"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    password_choice = forms.ChoiceField(label=gettext_lazy("Password"), widget=forms.RadioSelect)
    password = forms.CharField(
        label=gettext_lazy("New password"),
        required=False,
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least eight signs, not only digits, and not one that many people use."),
    )

    class Meta:
        model = Operator
        fields = ("name", "user", "groups", "chat_limit", "takes_chat", "takes_video", "active")
        help_texts = {
            "groups": gettext_lazy("Whose clients this operator answers: at least one."),
            "chat_limit": gettext_lazy("How many conversations at once, 50 at most. A call is always the only one."),
            "takes_chat": gettext_lazy("Operators can change it in the console."),
            "takes_video": gettext_lazy("Operators can change it in the console."),
            "active": gettext_lazy("An inactive operator is signed out and can’t sign in; the conversations stay."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        existing = self.fields.get("user")
        if self.instance.pk or not self.by.is_superuser:
            self.fields.pop("user", None)
        elif existing is not None:
            existing.required = False
            existing.queryset = User.objects.filter(operator=None)  # type: ignore[attr-defined]
            existing.help_text = _("Instead of a new one; then leave the user name empty.")
            self.fields["username"].required = False
        if self.instance.pk and not may_change_account(self.by, self.instance):
            for name in ACCOUNT_FIELDS:
                self.fields.pop(name, None)
        else:
            self._offer_account()

    def _offer_account(self) -> None:
        choices = [
            (GENERATE, _("Generate one; it is shown once, after saving")),
            (SET, _("Set the one I write here")),
        ]
        if self.instance.pk:
            choices.insert(0, (KEEP, _("Keep the present one")))
            self.initial = {**self.initial, "username": self.instance.user.username, "email": self.instance.user.email}
        chosen: Any = self.fields["password_choice"]
        chosen.choices = choices
        self.initial = {**self.initial, "password_choice": choices[0][0]}

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"] or ""
        taken = User.objects.filter(username__iexact=name).exclude(pk=self.instance.user_id)
        if name and taken.exists():
            raise ValidationError(_("The user name “%(name)s” is taken. Choose another one."), params={"name": name})
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors or "username" not in self.fields:
            return data
        if "user" in self.fields and bool(data.get("user")) == bool(data["username"]):
            self.add_error("username", _("Write a user name for a new account, or choose an existing one."))
        elif not data.get("user"):
            self._clean_password(data)
        return data

    def _clean_password(self, data: dict[str, Any]) -> None:
        if data["password_choice"] != SET:
            return
        if not data["password"]:
            self.add_error("password", _("Write a password, or let one be generated."))
            return
        try:
            validate_password(data["password"], User(username=data["username"], email=data["email"]))
        except ValidationError as refusal:
            self.add_error("password", refusal)

    def save_account(self) -> User:
        """Make or change the account. A new one has no rights at all."""
        data = self.cleaned_data
        if data.get("user"):
            return User.objects.get(pk=data["user"].pk)
        user = self.instance.user if self.instance.pk else User()
        if "username" in self.fields:
            written = {"username": data["username"], "email": data["email"]}
            if self.new_password.hashed:
                written["password"] = self.new_password.hashed
            for name, value in written.items():
                setattr(user, name, value)
            user.save(update_fields=written if user.pk else None)
        return user
