"""The console's pages: the way in, the way out, and the page itself.

Signing in is Django's own; who is no operator gets no further than the form. Being there for clients is the socket's business.
"""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from contactcenter.realtime.commit import perform
from contactcenter.realtime.rate import Bucket
from contactcenter.realtime.wire import Fault
from sessions_app import selectors
from sessions_app.actor import Actor
from sessions_app.models import Operator, User
from sessions_app.services.presence import operator_sign_out
from sessions_app.views import visitor

ATTEMPTS = 10
PER_SECONDS = 60.0


@lru_cache(maxsize=10_000)
def _attempts(address: str, name: str) -> Bucket:
    """How often this name may still be tried from this address; the least used are forgotten first."""
    return Bucket(ATTEMPTS, PER_SECONDS)


class OperatorForm(AuthenticationForm):
    """Name and password of an operator."""

    def clean(self) -> dict[str, object]:
        address = visitor.address(self.request) if self.request else ""
        try:
            _attempts(address, self.data.get("username", "")[:150].lower()).take()
        except Fault:
            raise ValidationError(_("That was tried too often. Wait a minute.")) from None
        return super().clean()

    def confirm_login_allowed(self, user: User) -> None:
        super().confirm_login_allowed(user)
        if selectors.operator_of(user) is None:
            raise ValidationError(_("This account is not an operator’s."))


class SignIn(LoginView):
    """``next`` is followed only within this site: Django checks it."""

    template_name = "console/login.html"
    authentication_form = OperatorForm
    next_page = "console"


sign_in = method_decorator(never_cache, name="dispatch")(SignIn).as_view()


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the http session; the operator is offline at once, and every console of theirs closes."""
    operator = selectors.operator_of(request.user)
    if operator is not None:
        perform(operator_sign_out, by=Actor("operator", operator.pk, operator.name))
    logout(request)
    return redirect("console-login")


@require_safe
@never_cache
def console(request: HttpRequest) -> HttpResponse:
    """The page of the signed-in operator. What it shows comes by the socket; here is only what it needs to begin."""
    operator = selectors.operator_of(request.user)
    if operator is None:
        return redirect(f"{reverse('console-login')}?next={reverse('console')}")
    place, group = _place(operator)
    data = {
        "name": place,
        "group": group,
        "logout": reverse("console-logout"),
        "csrf": get_token(request),
        "idle": settings.IDLE_SECONDS,
        "catalogue": {"language": get_language()},
    }
    response = render(request, "console/console.html", {"data": data, "place": place})
    response.devices = True  # type: ignore[attr-defined]
    return response


def _place(operator: Operator) -> tuple[str, str]:
    """What stands at the start of the top bar: the website served, and the operator's groups."""
    groups = list(operator.groups.prefetch_related("widgets"))
    names = list(dict.fromkeys(widget.name for group in groups for widget in group.widgets.all() if widget.active))
    place = names[0] if len(names) == 1 else _("Contact centre")
    return place, ", ".join(group.name for group in groups)
