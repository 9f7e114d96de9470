"""Connect the API to housekeeping and to the rules of bound supervisors."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "api"
    verbose_name = _("Integration")

    def ready(self) -> None:
        from django.db.models import Q

        from api.models import ApiToken
        from api.services.idempotency import CLEANUP, PERSONAL_DATA
        from sessions_app import hooks, housekeeping
        from sessions_app.selectors import supervised

        housekeeping.CLEANUPS.append(CLEANUP)
        hooks.personal_data.append(PERSONAL_DATA)
        # A bound supervisor sees the tokens all of whose groups are theirs.
        supervised.RULES[ApiToken] = lambda user: (
            Q(all_groups=False)
            & Q(groups__in=supervised.groups_for(user).order_by())
            & ~Q(
                pk__in=ApiToken.groups.through.objects.exclude(group__in=supervised.groups_for(user).order_by()).values(
                    "apitoken"
                )
            )
        )
