"""Puts the two apps' deadlines into the one sweep, and registers the checks of the environment."""

from django.apps import AppConfig


class ContactCentreConfig(AppConfig):
    name = "contactcenter"

    def ready(self) -> None:
        from contactcenter import checks  # noqa: F401 - registers itself
        from contactcenter.sweep import SWEEPS
        from sessions_app.sweep import PARTS, keep
        from videocall.sweep import sweep as calls

        SWEEPS[:] = [*PARTS, calls, keep]
