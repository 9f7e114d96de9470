"""Make a token of the API and print it once, or revoke one by name."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from api.models import ApiToken
from api.scopes import SCOPES
from api.services.tokens import token_create, token_revoke
from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.wire import Fault
from sessions_app.models import Group


class Command(BaseCommand):
    help = "Makes a token of the API and prints it: it's stored nowhere and can't be read later. --revoke ends one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="The program that uses it, such as CRM; the audit calls it by this name.")
        parser.add_argument("--scopes", default="", help=f"Comma-separated: {','.join(SCOPES)}")
        parser.add_argument("--groups", default="", help="Names of groups, comma-separated; without it all groups.")
        parser.add_argument("--days", type=int, help="Days it is valid; without it until it's revoked.")
        parser.add_argument("--revoke", action="store_true", help="Revoke the token with this name instead.")

    def handle(self, *, name: str, scopes: str, groups: str, days: int | None, revoke: bool, **_: Any) -> None:
        if revoke:
            self._revoke(name)
            return
        if days is not None and not 1 <= days <= 36_500:
            raise CommandError("--days is from 1 to 36500.")
        until = timezone.now() + timedelta(days=days) if days else None
        try:
            _token, secret = perform(
                token_create,
                name=name,
                scopes=_parts(scopes),
                groups=_groups(_parts(groups)) if groups else None,
                expires_at=until,
            )
        except Fault as fault:
            raise CommandError(fault.text) from None
        self.stdout.write(secret)

    def _revoke(self, name: str) -> None:
        row = ApiToken.objects.filter(name=name, revoked_at=None).first()
        if row is None:
            raise CommandError(f"There's no valid token called {name}.")
        perform(token_revoke, token=row.pk)
        self.stdout.write(f"Revoked {name}.")


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _groups(names: list[str]) -> list[Group]:
    found = list(Group.objects.filter(name__in=names))
    if missing := set(names) - {group.name for group in found}:
        raise CommandError(f"There's no group called {', '.join(sorted(missing))}.")
    return found
