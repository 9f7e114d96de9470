"""The language of one's own pages."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from contactcenter.realtime.wire import Fault
from sessions_app.models import User


def language_choose(*, by: User, language: str) -> None:
    """Keep the language this account's pages are in from now on; empty for the browser's. Raises Fault for one that staff can't have."""
    if language and language not in dict(settings.STAFF_LANGUAGES):
        raise Fault("language.unknown", _("These pages aren’t translated into that language. Choose another."))
    User.objects.filter(pk=by.pk).update(language=language)
