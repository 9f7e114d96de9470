"""Make and change an account as its provider's claims say, at each sign-in (docs/decisions/sign-in.md). Refuses in words."""

from __future__ import annotations

import re
from typing import Any, Final

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import Group as Role
from django.utils.translation import gettext as _

from accounts.models import ProviderRoles
from accounts.oidc.claims import EVERY_GROUP, Person
from contactcenter.languages.house import in_house_language
from contactcenter.realtime.wire import Fault
from sessions_app.models import Group, Operator, User
from sessions_app.signals import audited

SUPERVISORS: Final = "Supervisors"
NOT_IN_NAMES: Final = re.compile(r"[^\w.@+-]+")
NAME_LENGTH: Final = 150


def account_from_claims(*, person: Person, linked: int | None, provider: str, provider_id: str, request: Any) -> tuple[int, bool]:
    """Return the account's primary key, and whether it lost a role and so its other sessions.

    ``linked``: the account this person has signed in to before. Raises Fault ``sign_in.…`` for whoever may not come in.
    """
    user = User.objects.select_for_update().filter(pk=linked).first() if linked else _by_email(person)
    if user is not None and user.is_superuser and not linked:
        raise Fault("sign_in.superuser", _("This account is for administrators: it signs in with its password only."))
    if user is not None and not user.is_active:
        raise Fault("sign_in.switched_off", _("Your account is switched off here. Ask a supervisor."))
    if user is not None and not linked:
        require_unlinked(user, provider_id)
    groups = _known_groups(person)
    if user is None:
        _require_role(person)
        user = _new(person)
        with in_house_language():
            detail = _("by %(provider)s") % {"provider": provider}
        audited.send(account_from_claims, user=None, verb="add", target=user, detail=detail, request=request)
    if user.is_superuser:
        return user.pk, False
    lost = _apply_roles(user, person, provider, request)
    _apply_groups(user, person, groups)
    return user.pk, lost


def require_unlinked(user: User, provider_id: str) -> None:
    """Raise Fault if the account belongs to another person of this provider, whose roles and groups it has."""
    if SocialAccount.objects.filter(user=user, provider=provider_id).exists():
        raise Fault("sign_in.linked", _("Your account here belongs to another person of your provider. Ask a supervisor."))


def _by_email(person: Person) -> User | None:
    """Return the one account with this address. Raises Fault unless the provider has verified it."""
    if not person.email or not person.verified:
        raise Fault(
            "sign_in.unverified",
            _("Your provider hasn’t confirmed your e-mail address. Confirm it there, then sign in again."),
        )
    alike = User.objects.select_for_update().filter(email__iexact=person.email)
    found = [user for user in alike if _folded(user.email) == _folded(person.email)]
    if len(found) > 1:
        raise Fault("sign_in.ambiguous", _("Several accounts here have your e-mail address. Ask a supervisor to correct that."))
    return found[0] if found else None


def _folded(email: str) -> bytes:
    """Fold ASCII only: to PostgreSQL a dotless ``ı`` is an ``i``, and whoever has such an address is somebody else."""
    return email.encode().lower()


def _require_role(person: Person) -> None:
    if not (person.operator or person.supervisor):
        raise Fault("sign_in.no_role", _("Your provider gives you no role here. Ask for access to the contact centre."))


def _new(person: Person) -> User:
    user = User(
        username=_free_name(person.user_name), email=person.email, first_name=person.first_name, last_name=person.last_name
    )
    user.set_unusable_password()
    user.save()
    return user


def _free_name(wanted: str) -> str:
    base = NOT_IN_NAMES.sub(".", wanted).strip(".")[: NAME_LENGTH - 6] or "user"
    taken = {name.casefold() for name in User.objects.filter(username__istartswith=base).values_list("username", flat=True)}
    return next(
        name for number in range(1, 100_000) if (name := base + (str(number) if number > 1 else "")).casefold() not in taken
    )


def _known_groups(person: Person) -> list[Group] | None:
    """Return our groups among the claimed ones; None if groups aren't the provider's affair. Unknown ones are ignored."""
    if person.groups is None or not (person.operator or person.supervisor):
        return None
    known = list(Group.objects.filter(name__in=person.groups))
    every = person.supervisor and EVERY_GROUP in person.groups
    if not known and not every:
        named = ", ".join(sorted(person.groups)) or "–"
        words = _("None of your groups is known here (%(groups)s). Ask a supervisor to set up yours.")
        raise Fault("sign_in.unknown_group", words % {"groups": named[:200]})
    return known


def _apply_roles(user: User, person: Person, provider: str, request: Any) -> bool:
    """Give and take the roles; returns whether one was lost."""
    roles, _made = ProviderRoles.objects.get_or_create(user=user)
    lost = _apply_operator(user, person, roles) | _apply_supervisor(user, person)
    changed = (roles.operator, roles.supervisor) != (person.operator, person.supervisor)
    roles.operator, roles.supervisor = person.operator, person.supervisor
    roles.save()
    if changed:
        with in_house_language():
            names = [name for name, has in ((_("operator"), person.operator), (_("supervisor"), person.supervisor)) if has]
            words = _("by %(provider)s: %(roles)s") if names else _("by %(provider)s: no role")
            detail = words % {"provider": provider, "roles": ", ".join(names)}
        audited.send(_apply_roles, user=None, verb="rights", target=user, detail=detail, request=request)
    return lost


def _apply_operator(user: User, person: Person, roles: ProviderRoles) -> bool:
    """An operator whom the provider took the role from gets it back from the provider; one who was switched off here doesn't."""
    operator = Operator.objects.filter(user=user).first()
    if not person.operator:
        taken = bool(Operator.objects.filter(user=user, active=True).update(active=False))
        roles.operator_taken = roles.operator_taken or taken
        return taken
    if operator is None:
        Operator.objects.create(user=user, name=person.name or user.get_username())
    elif not operator.active:
        if not roles.operator_taken:
            raise Fault("sign_in.switched_off", _("Your operator account is switched off here. Ask a supervisor."))
        operator.active = True
        operator.save(update_fields=["active"])
    roles.operator_taken = False
    return False


def _apply_supervisor(user: User, person: Person) -> bool:
    role = Role.objects.filter(name=SUPERVISORS).first()
    was, user.is_staff = user.is_staff, person.supervisor
    if was != user.is_staff:
        user.save(update_fields=["is_staff"])
    if role is not None and person.supervisor:
        user.groups.add(role)
    elif role is not None:
        user.groups.remove(role)
    return was and not person.supervisor


def _apply_groups(user: User, person: Person, groups: list[Group] | None) -> None:
    if groups is None:
        return
    if person.operator:
        Operator.objects.get(user=user).groups.set(groups)
    if person.supervisor:
        user.all_groups = EVERY_GROUP in (person.groups or ())
        user.save(update_fields=["all_groups"])
        user.supervised_groups.set(groups)
