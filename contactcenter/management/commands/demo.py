"""Create demo data: a website, two operators, a supervisor, and their canned responses and library. Safe to run again; refuses outside
development.
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group as Role
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from contactcenter import supervisors
from contactcenter.demo_texts import REASONS, RESPONSES, RESULTS, TAGS
from contactcenter.realtime.group_commit import perform
from sessions_app.actor import SYSTEM
from sessions_app.models import AwayReason, CannedResponse, Group, LibraryItem, Operator, Result, Tag, User, Widget
from sessions_app.rules.entries import ENTRIES
from sessions_app.share.services.library import library_link
from supervision import demo_history
from supervision.demo_history import DemoSite

MANUAL = "https://www.example.com/vitalis-9/manual"
OPERATORS = {"anna": "Anna Keller", "boris": "Boris Lind"}
MOST_DAYS = 3 * 366


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--history", type=int, default=0, metavar="DAYS", help="Make up so many days before today, too.")
        parser.add_argument("--seed", type=int, default=1, help="Another number makes another past.")
        parser.add_argument("--a-day", type=int, default=60, metavar="SESSIONS", help="About so many sessions on a working day.")
        parser.add_argument("--operators", type=int, default=0, metavar="COUNT", help="Make up so many colleagues for the past.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEVELOPMENT:
            raise CommandError("Demo accounts have known passwords: they are made in development only.")
        # Without opening hours a group is always open: the demo works at night, too.
        group, _ = Group.objects.get_or_create(name="Service desk")
        for username, name in OPERATORS.items():
            user = self.account(username)
            operator, _ = Operator.objects.get_or_create(user=user, defaults={"name": name})
            operator.groups.add(group)
        self.supervisor()
        self.texts()
        if not LibraryItem.objects.filter(owner=None).exists():
            perform(library_link, by=SYSTEM, url=MANUAL, name="Vitalis 9, operating manual", author="sofia")
        Widget.objects.get_or_create(key="demo", defaults={"name": "Alder Heating", "group": group, "entries": list(ENTRIES)})
        origins = [f"http://localhost:{settings.PORT}", f"http://127.0.0.1:{settings.PORT}"]
        Widget.objects.filter(key="demo").update(origins=origins, entries=list(ENTRIES))
        if options.get("history"):
            self.history(options["history"], options["seed"], options["a_day"], options["operators"])

    def texts(self) -> None:
        """What operators have at hand, with its translations."""
        for shortcut, written in RESPONSES.items():
            first, *_others = written.values()
            others = {code: text for code, text in written.items() if text != first}
            CannedResponse.objects.get_or_create(shortcut=shortcut, defaults={"text": first, "translations": {"text": others}})
        for order, (name, others) in enumerate(RESULTS.items()):
            Result.objects.get_or_create(name=name, defaults={"order": order, "translations": {"name": others}})
        for name, others in TAGS.items():
            Tag.objects.get_or_create(name=name, defaults={"translations": {"name": others}})
        for order, (name, others) in enumerate(REASONS.items()):
            AwayReason.objects.get_or_create(name=name, defaults={"order": order, "translations": {"name": others}})

    def history(self, days: int, seed: int, a_day: int, colleagues: int) -> None:
        if not 0 < days <= MOST_DAYS or a_day < 1:
            raise CommandError(f"The past has between 1 and {MOST_DAYS} days, with at least one session each.")
        widget = Widget.objects.get(key="demo")
        self.colleagues(widget, colleagues)
        operators = list(Operator.objects.filter(groups=widget.group_id).order_by("pk"))
        made = demo_history.make(DemoSite(widget, operators, timezone.get_current_timezone(), seed), days, a_day)
        self.stdout.write(f"Made up {made} sessions of the last {days} days.")

    def colleagues(self, widget: Widget, count: int) -> None:
        """Operators nobody can sign in as: their accounts have no password."""
        for number in range(1, count + 1):
            user, new = User.objects.get_or_create(username=f"colleague-{number}")
            if new:
                user.set_unusable_password()
                user.save(update_fields=["password"])
            operator, _ = Operator.objects.get_or_create(user=user, defaults={"name": f"Colleague {number}"})
            operator.groups.add(widget.group_id)

    def account(self, username: str, **fields: Any) -> User:
        user, new = User.objects.get_or_create(username=username, defaults=fields)
        if new:
            user.set_password(f"demo-{username}")
            user.save(update_fields=["password"])
        return user

    def supervisor(self) -> None:
        """Staff in the role *Supervisors*, not superuser: may run the contact centre, may not make accounts more powerful."""
        sofia = self.account("sofia", first_name="Sofia", last_name="Berg", is_staff=True)
        sofia.user_permissions.clear()  # of an older demo
        sofia.groups.add(Role.objects.get(name=supervisors.NAME))
