"""The people who serve clients: accounts, operators, groups, and what operators have at hand."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions_app.models.checks import check_holidays, check_hours, check_timezone
from sessions_app.models.own_texts import OwnTexts

CHATS = 50
"""Maximum of parallel chats: each is sent whole to a console that opens."""
DAY = 24 * 3600
WEEK = 7 * DAY


class User(AbstractUser):
    """An account. Operators aren't staff; supervisors are. A supervisor leads all groups, or those of ``supervised_groups`` only (A9)."""

    all_groups = models.BooleanField(
        _("supervises all groups"),
        default=True,
        help_text=_("Otherwise only the groups below: sessions, operators and reports of others are hidden."),
    )
    supervised_groups: models.ManyToManyField[Group, Any] = models.ManyToManyField(
        "Group", blank=True, related_name="supervisors", verbose_name=_("supervised groups")
    )
    language = models.CharField(
        _("language"), max_length=35, blank=True, default="", db_default="", help_text=_("Empty for the browser’s.")
    )


class Group(models.Model):
    """A set of operators who share a queue."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    queue_size = models.PositiveIntegerField(
        _("queue size"), default=50, help_text=_("How many clients may wait at once; 0 for no limit.")
    )

    longest_wait = models.PositiveIntegerField(
        _("longest wait"),
        default=0,
        validators=[MaxValueValidator(WEEK)],
        help_text=_("Seconds after which a waiting chat or video call is missed; 0 for no limit."),
    )
    answer_seconds = models.PositiveIntegerField(
        _("answer within"),
        default=20,
        validators=[MaxValueValidator(DAY)],
        help_text=_("Seconds. Reports count sessions that were accepted in this time."),
    )
    answer_share = models.PositiveSmallIntegerField(
        _("goal"),
        default=80,
        validators=[MaxValueValidator(100)],
        help_text=_("Per cent of sessions to be accepted in this time."),
    )
    short_seconds = models.PositiveIntegerField(
        _("short abandon"),
        default=5,
        validators=[MaxValueValidator(DAY)],
        help_text=_("Seconds. Clients who leave within this time count in no ratio."),
    )
    offers_to_one = models.BooleanField(
        _("offer to one operator at a time"),
        default=False,
        help_text=_("Starts with the least busy operator, then goes to everyone."),
    )
    timezone = models.CharField(_("time zone"), max_length=60, default="Europe/Prague", validators=[check_timezone])
    hours = models.JSONField(
        _("opening hours"),
        default=dict,
        blank=True,
        validators=[check_hours],
        help_text=_('Per weekday, such as {"mon": [["08:00", "12:00"], ["13:00", "17:00"]]}; empty for always.'),
    )
    holidays = models.JSONField(
        _("holidays"), default=list, blank=True, validators=[check_holidays], help_text=_('Days off, such as ["2026-12-24"].')
    )

    class Meta:
        verbose_name, verbose_name_plural = _("group"), _("groups")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Operator(models.Model):
    """A person who serves clients. Presence is a lease: after ``lease_until`` the operator is offline, whatever ``chosen`` says."""

    class Chosen(models.TextChoices):
        ONLINE = "online", _("Online")
        AWAY = "away", _("Away")

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="operator", verbose_name=_("account"))
    name = models.CharField(_("name shown to clients"), max_length=100)
    groups = models.ManyToManyField(Group, related_name="operators", verbose_name=_("groups"))
    chat_limit = models.PositiveSmallIntegerField(_("parallel chats"), default=3, validators=[MaxValueValidator(CHATS)])
    chosen = models.CharField(_("presence"), max_length=8, choices=Chosen.choices, default=Chosen.ONLINE)
    away_reason = models.CharField(_("away reason"), max_length=100, blank=True)
    idle = models.BooleanField(_("away because idle"), default=False)
    away_since = models.DateTimeField(_("away since"), null=True, blank=True, editable=False)
    takes_chat = models.BooleanField(_("takes chats"), default=True)
    takes_video = models.BooleanField(_("takes video calls"), default=True)
    served_at = models.DateTimeField(_("last took a client"), null=True, blank=True)
    lease_until = models.DateTimeField(_("present until"), null=True, blank=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name, verbose_name_plural = _("operator"), _("operators")
        ordering = ["name"]
        permissions = [("steer_operator", _("Can set an operator’s state and sign operators out"))]

    def __str__(self) -> str:
        return self.name


class OfferedToAll(models.Model):
    """Rows every console loads completely when it opens, limited in number for that reason."""

    MOST: ClassVar[int] = 200

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.pk is None and type(self)._default_manager.count() >= self.MOST:
            raise ValidationError(_("There are %(count)s of them already. Delete one first."), params={"count": self.MOST})


class CannedResponse(OwnTexts, OfferedToAll):
    """A text operators send often; typed as ``/shortcut``."""

    TEXTS = ("text",)

    shortcut = models.SlugField(_("shortcut"), max_length=40, unique=True)
    text = models.TextField(_("text"), max_length=4000)

    class Meta:
        verbose_name, verbose_name_plural = _("canned response"), _("canned responses")
        ordering = ["shortcut"]

    def __str__(self) -> str:
        return f"/{self.shortcut}"


class Result(OwnTexts, OfferedToAll):
    """The result of a session, chosen at wrap-up."""

    TEXTS, FOR_STAFF = ("name",), True

    name = models.CharField(_("name"), max_length=100, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name, verbose_name_plural = _("result"), _("results")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Tag(OwnTexts, OfferedToAll):
    """A label for sessions at wrap-up."""

    TEXTS, FOR_STAFF = ("name",), True

    name = models.CharField(_("name"), max_length=60, unique=True)

    class Meta:
        verbose_name, verbose_name_plural = _("tag"), _("tags")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class AwayReason(OwnTexts, OfferedToAll):
    """A reason for being away."""

    TEXTS, FOR_STAFF = ("name",), True

    name = models.CharField(_("name"), max_length=60, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name, verbose_name_plural = _("away reason"), _("away reasons")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name
