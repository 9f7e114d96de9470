"""The provider as django-allauth loads it: its OpenID Connect with a nonce, PKCE, and a token that is verified in full.

allauth trusts the connection instead of the signature, knows no nonce, and lets the sign-in link change what is asked for.
"""

from __future__ import annotations

import secrets
from typing import Any

from allauth.socialaccount.models import SocialToken
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.oidc import discovery, tokens
from contactcenter.web.public_url import absolute


class OidcAdapter(OpenIDConnectOAuth2Adapter):
    """The exchange with one provider."""

    @property
    def openid_config(self) -> dict[str, Any]:
        issuer = self.get_provider().app.settings["server_url"]
        return discovery.configuration(issuer)

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return absolute(reverse("oidc_callback", kwargs={"provider_id": self.provider_id}))

    def complete_login(self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any) -> Any:
        """Return the sign-in of whom the verified token names. Raises OAuth2Error for any other."""
        config = self.openid_config
        id_token = kwargs["response"].get("id_token") or ""
        claims = tokens.verified(id_token, config, issuer=app.settings["server_url"], client_id=app.client_id)
        if config.get("userinfo_endpoint") and "email" not in claims:
            more = self._fetch_user_info(token.token)
            if more.get("sub") != claims["sub"]:
                raise OAuth2Error("the user info is of another person")
            claims = {**more, **claims}
        login = self.get_provider().sociallogin_from_response(request, {"id_token": claims})
        login.claims = claims
        return login


class OidcProvider(OpenIDConnectProvider):
    id = "single_sign_on"
    oauth2_adapter_class = OidcAdapter
    supports_token_authentication = False

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Only where to go afterwards comes from the link; scopes and parameters are the settings' alone."""
        after = request.GET.get("next", "")
        safe = url_has_allowed_host_and_scheme(after, allowed_hosts=None)
        return {"process": AuthProcess.LOGIN, "next_url": after if safe else None}

    def redirect(
        self, request: HttpRequest, process: Any, next_url: Any = None, data: Any = None, **kwargs: Any
    ) -> HttpResponseBase:
        nonce = secrets.token_urlsafe(24)
        kwargs["auth_params"] = {"nonce": nonce}
        return super().redirect(request, process, next_url, data, nonce=nonce, **kwargs)

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        """Keep nothing of the claims: what we use of them is in the account."""
        return {}


provider_classes = [OidcProvider]
