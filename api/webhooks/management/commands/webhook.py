"""Make a webhook and print its secret, which is shown only now. With --off: switch all webhooks off, such as in a restored copy."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from api.webhooks import selectors
from api.webhooks.addresses import AddressRefusedError, UnknownHostError, checked, target
from api.webhooks.events import EVENTS
from api.webhooks.services.webhooks import webhook_create, webhooks_off
from contactcenter.realtime.group_commit import perform
from sessions_app.models import Group, Widget
from sessions_app.rules.text import one_line
from sessions_app.signals import audited


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("url", nargs="?", help="The receiver's address.")
        parser.add_argument("--events", default="", help=f"Separated by commas, or all. They are: {', '.join(EVENTS)}.")
        parser.add_argument("--name", default="", help="What the admin calls it; the host otherwise.")
        parser.add_argument("--group", action="append", default=[], help="Send events of this group only; may be repeated.")
        parser.add_argument("--off", action="store_true", help="Switch all webhooks off. Each is switched on again in the admin.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["off"] == bool(options["url"]):
            raise CommandError("Give the address of a receiver, or --off.")
        if options["off"]:
            self._switch_off()
        else:
            self._make(options)

    def _switch_off(self) -> None:
        count = perform(webhooks_off)
        left = selectors.held_back()
        self.stdout.write(f"Webhooks switched off: {count}. Events that wait until theirs is switched on again: {left}.")

    def _make(self, options: dict[str, Any]) -> None:
        events = _events(options["events"])
        try:
            to = target(options["url"])
            # With the demo data the server is a development server, which delivers to this machine; a command isn't told so.
            checked(to, loopback=Widget.objects.filter(key="demo").exists())
        except (AddressRefusedError, UnknownHostError) as error:
            raise CommandError(str(error)) from None
        groups = list(Group.objects.filter(name__in=options["group"]))
        if missing := set(options["group"]) - {group.name for group in groups}:
            raise CommandError(f"There is no group {', '.join(sorted(missing))}.")
        name = one_line(options["name"], 100) or to.authority[:100]
        secret = perform(_create, name=name, url=options["url"], events=events, groups=groups)
        self.stdout.write(secret)


def _create(*, name: str, url: str, events: list[str], groups: list[Group]) -> str:
    webhook, secret = webhook_create(name=name, url=url, events=events)
    webhook.groups.set(groups)
    audited.send(Command, user=None, verb="add", target=webhook, detail=f"{url}\n{', '.join(events)}")
    return secret


def _events(text: str) -> list[str]:
    chosen = [name.strip() for name in text.split(",") if name.strip()]
    if chosen == ["all"]:
        return list(EVENTS)
    if unknown := [name for name in chosen if name not in EVENTS]:
        raise CommandError(f"There is no event {', '.join(unknown)}. They are: {', '.join(EVENTS)}.")
    if not chosen:
        raise CommandError("Name at least one event.")
    return list(dict.fromkeys(chosen))
