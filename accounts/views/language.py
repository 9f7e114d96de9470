"""Choosing the language of one's own pages, from the console's menu and the Security page."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.services.language import language_choose
from accounts.views.refusals import refused
from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.wire import Fault
from sessions_app.models import User


@never_cache
@require_POST
@login_required
def own_language(request: HttpRequest) -> HttpResponse:
    """``language``: its code, or empty for the browser's; ``next``: the page to go back to, in that language."""
    assert isinstance(request.user, User)
    try:
        perform(language_choose, by=request.user, language=request.POST.get("language", ""))
    except Fault as fault:
        return refused(request, _("This language can’t be chosen"), fault.text, HTTPStatus.BAD_REQUEST)
    after = request.POST.get("next", "")
    return redirect(after if url_has_allowed_host_and_scheme(after, {request.get_host()}, request.is_secure()) else "security")
