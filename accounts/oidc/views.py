"""The two addresses of single sign-on: to the provider, and back. What comes back is allauth's affair, and the adapter's."""

from __future__ import annotations

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.oidc.provider import OidcAdapter
from accounts.views.refusals import provider_away, too_many
from contactcenter.realtime.network_address import of_request
from contactcenter.realtime.rate_limit import hit
from contactcenter.realtime.wire import Fault
from sessions_app import rate_limits


@require_safe
@never_cache
def start(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the browser to the provider."""
    try:
        hit(rate_limits.SIGN_INS, address=of_request(request))
        return OAuth2LoginView.adapter_view(OidcAdapter(request, provider_id))(request)
    except Fault as fault:
        return too_many(request, fault)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except OAuth2Error:
        return provider_away(request)


@require_safe
@never_cache
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take the provider's answer."""
    try:
        return OAuth2CallbackView.adapter_view(OidcAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None


@require_safe
def cancelled(request: HttpRequest) -> HttpResponse:
    """The person changed their mind at the provider."""
    messages.info(request, _("You cancelled the sign-in."))
    return redirect("console-login")
