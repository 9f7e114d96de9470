"""Who must have a second factor, who has one, and what is closed until then. ``CONTACTCENTER_REQUIRE_SECOND_FACTOR``: off, staff, all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from sessions_app.models import User

FACTORS: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Recovery codes only stand in for one of these."""


def is_required(user: User) -> bool:
    """Return whether this account must have a second factor here."""
    wanted = settings.REQUIRE_SECOND_FACTOR == "all" or (settings.REQUIRE_SECOND_FACTOR == "staff" and user.is_staff)
    return wanted and not _left_to_provider(user)


def _left_to_provider(user: User) -> bool:
    """Whether the account has no password here, and the provider it signs in by is trusted to ask for a second factor itself."""
    left = settings.OIDC_SECOND_FACTOR == "provider" and not user.has_usable_password()
    return left and SocialAccount.objects.filter(user=user).exists()


def has_one(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def is_missing(user: User) -> bool:
    """Return whether the account can do nothing before it has set up its second factor. A query only where one is required."""
    return settings.REQUIRE_SECOND_FACTOR != "off" and is_required(user) and not has_one(user)


def may_remove(authenticator: Authenticator) -> bool:
    """Return whether a person may remove this one: where a second factor is required, the last one stays."""
    user = authenticator.user
    if authenticator.type not in FACTORS or not is_required(user):
        return True
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exclude(pk=authenticator.pk).exists()


class SecondFactorFirst:
    """Middleware: lead whoever lacks the required second factor to setting it up, from every page of the console and the admin."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        if settings.REQUIRE_SECOND_FACTOR == "off" or not request.path.startswith(("/console/", "/admin/")):
            return None
        if request.path in {reverse("console-logout"), reverse("admin:logout"), reverse("admin:jsi18n")}:
            return None
        user = request.user
        return redirect("security") if isinstance(user, User) and is_missing(user) else None
