"""Connect the apps: list their sweeps for the deadline runner, register the checks of the environment."""

from typing import Any

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class AdminConfig(admin_apps.AdminConfig):
    """Django's admin with our sections and first page."""

    default = False
    default_site = "contactcenter.admin_site.SupervisorSite"


class ContactCentreConfig(AppConfig):
    default = True
    name = "contactcenter"

    def ready(self) -> None:
        from django.contrib.auth.models import Group
        from django.contrib.auth.signals import user_logged_in
        from django.db.models.signals import post_migrate

        from api.webhooks.deadlines import sweep as webhooks
        from contactcenter import checks, lookups  # noqa: F401 - register themselves
        from contactcenter.deadlines import SWEEPS
        from contactcenter.supervisors import shown
        from contactcenter.web import http_sessions
        from sessions_app.deadlines import PARTS
        from sessions_app.housekeeping import run_cleanups
        from supervision.alert_watch import watch
        from videocall.deadlines import sweep as calls

        SWEEPS[:] = [*PARTS, calls, watch, webhooks, run_cleanups]
        user_logged_in.connect(http_sessions.begin, dispatch_uid="http_sessions")
        Group.add_to_class("__str__", shown)  # wherever Django's own pages name a role
        post_migrate.connect(_grant, dispatch_uid="supervisors")


def _grant(*, app_config: AppConfig, using: str, **_: Any) -> None:
    from contactcenter.supervisors import grant

    grant(app_config, using)
