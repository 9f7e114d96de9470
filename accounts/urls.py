"""Addresses of accounts. Only the pages of django-allauth that are used are here, under the names it looks for."""

from allauth.account.views import reauthenticate
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.urls import path
from django.views.decorators.cache import never_cache

from accounts.oidc import views as oidc
from accounts.views import security
from accounts.views.language import own_language

urlpatterns = [
    path("security/", security.security, name="security"),
    path("security/", security.security, name="mfa_index"),
    path("security/", security.security, name="mfa_list_webauthn"),
    path("password/", security.own_password, name="own-password"),
    path("language/", own_language, name="own-language"),
    path("sessions/end/", security.end_sessions, name="end-sessions"),
    path("sign-in/", security.to_sign_in, name="account_login"),
    path("leave/", security.leave, name="account_logout"),
    path("switched-off/", security.switched_off, name="account_inactive"),
    path("second-factor/", mfa.authenticate, name="mfa_authenticate"),
    path("passkey/", security.passkey_sign_in, name="mfa_login_webauthn"),
    path("confirm/", never_cache(reauthenticate), name="account_reauthenticate"),
    path("confirm/code/", never_cache(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("confirm/passkey/", never_cache(passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("app/", never_cache(app.activate_totp), name="mfa_activate_totp"),
    path("app/remove/", never_cache(app.deactivate_totp), name="mfa_deactivate_totp"),
    path("recovery-codes/", never_cache(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("recovery-codes/new/", never_cache(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("passkeys/add/", never_cache(security.add_passkey), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/remove/", never_cache(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path("oidc/<str:provider_id>/", oidc.start, name="oidc_login"),
    path("oidc/<str:provider_id>/callback/", oidc.callback, name="oidc_callback"),
    path("oidc-cancelled/", oidc.cancelled, name="socialaccount_login_cancelled"),
]
