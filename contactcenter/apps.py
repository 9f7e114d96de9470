"""Connect the apps: deadlines to the one sweep, limits to the admin's sign-in, the checks of the environment."""

from django.apps import AppConfig


class ContactCentreConfig(AppConfig):
    name = "contactcenter"

    def ready(self) -> None:
        from django.contrib import admin
        from django.contrib.auth.signals import user_logged_in

        from contactcenter import checks  # noqa: F401 - registers itself
        from contactcenter.deadlines import SWEEPS
        from contactcenter.web import http_sessions
        from sessions_app.deadlines import PARTS
        from sessions_app.housekeeping import run_cleanups
        from sessions_app.views.sign_in import SupervisorForm
        from videocall.deadlines import sweep as calls

        SWEEPS[:] = [*PARTS, calls, run_cleanups]
        admin.site.login_form = SupervisorForm
        user_logged_in.connect(http_sessions.begin, dispatch_uid="http_sessions")
