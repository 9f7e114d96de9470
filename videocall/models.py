"""The row of a call: its state, its legs and its deadline.

Contains no rules: ``moves.py`` defines the moves, ``services.py`` is the only writer.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from contactcenter.realtime.public_ids import public_id
from videocall import words
from videocall.moves import LIVE, RUNNING
from videocall.real_time_text.rules import standing


class Call(models.Model):
    """The audio/video part of a session. A session has many, one live at a time.

    ``allowed_at``: when the client's browser first had a microphone or camera to send from. ``picture_tenths``: tenths of a
    second from accepting to the first picture or sound. ``good_seconds``: how long the connection was good for the side that had it worse;
    ``relayed``: whether any leg went through the relay; both None before there is a quality record. ``signing``: both sides keep enough
    pictures a second for sign language. ``camera_asked``: the operator's open question about the client's camera, *control* or *flip*;
    ``camera_allowed``: the client has allowed control. ``held``: this interruption is in the log as one in which the call goes on by text.
    """

    public_id = models.CharField(_("id"), max_length=40, unique=True, default=public_id, editable=False)
    session = models.ForeignKey("sessions_app.Session", models.CASCADE, related_name="calls", verbose_name=_("session"))
    operator = models.ForeignKey("sessions_app.Operator", models.PROTECT, related_name="calls", verbose_name=_("operator"))
    state = models.CharField(_("state"), max_length=16, choices=words.STATES)
    version = models.PositiveIntegerField(default=1)
    prompt = models.BooleanField(_("with a prompt"), default=False)
    video = models.BooleanField(_("accepted with video"), default=False)

    created_at = models.DateTimeField(_("created"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    allowed_at = models.DateTimeField(_("client's devices allowed"), null=True, blank=True)
    connected_at = models.DateTimeField(_("connected"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    deadline_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(_("ended by"), max_length=16, blank=True, choices=words.ENDED_BY)
    reason = models.CharField(_("reason"), max_length=32, blank=True, choices=words.REASONS)
    interrupted_by = models.CharField(max_length=16, blank=True)

    client_leg = models.CharField(max_length=64, blank=True)
    operator_leg = models.CharField(max_length=64, blank=True)
    client_leg_socket = models.CharField(max_length=40, blank=True)
    operator_leg_socket = models.CharField(max_length=40, blank=True)
    client_leg_left_at = models.DateTimeField(null=True, blank=True)
    operator_leg_left_at = models.DateTimeField(null=True, blank=True)
    client_microphone = models.CharField(max_length=16, default="not-asked")
    client_camera = models.CharField(max_length=16, default="not-asked")
    operator_microphone = models.CharField(max_length=16, default="not-asked")
    operator_camera = models.CharField(max_length=16, default="not-asked")
    client_screen = models.BooleanField(default=False)
    operator_screen = models.BooleanField(default=False)
    signing = models.BooleanField(_("in sign language"), default=False, db_default=False)
    camera_asked = models.CharField(max_length=16, blank=True, default="", db_default="")
    camera_allowed = models.BooleanField(_("operator may control the client’s camera"), default=False, db_default=False)
    client_text = models.CharField(max_length=8, blank=True, default="", db_default="", editable=False)
    operator_text = models.CharField(max_length=8, blank=True, default="", db_default="", editable=False)
    held = models.BooleanField(default=False, db_default=False, editable=False)
    picture_tenths = models.PositiveIntegerField(_("time to picture"), null=True, blank=True)
    good_seconds = models.PositiveIntegerField(_("seconds without trouble"), null=True, blank=True)
    relayed = models.BooleanField(_("through the relay"), null=True, blank=True)

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ("created_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["session"], condition=models.Q(state__in=sorted(LIVE)), name="one_live_call_per_session"
            ),
        )
        indexes = (
            models.Index(fields=["deadline_at"], condition=models.Q(ended_at=None), name="live_call_deadline"),
            models.Index(fields=["operator"], condition=models.Q(ended_at=None), name="live_call_operator"),
        )

    def __str__(self) -> str:
        return f"{self.session_id}/{self.public_id[:6]} {self.state}"

    def leg_of(self, role: str) -> str:
        """Return the tab that carries this side, or an empty string."""
        return str(getattr(self, f"{role}_leg"))

    @property
    def text_answers(self) -> dict[str, str]:
        """What each side has answered about real-time text (``real_time_text.rules``)."""
        return {"client": self.client_text, "operator": self.operator_text}

    @property
    def shares_text(self) -> bool:
        """Whether the two read what the other types: both have agreed, and the call runs."""
        return self.state in RUNNING and standing(self.text_answers).state == "on"

    def leg_left_at(self, role: str) -> datetime | None:
        """Return when the socket of this side's leg was lost, or None."""
        left: datetime | None = getattr(self, f"{role}_leg_left_at")
        return left


class CallQuality(models.Model):
    """Connection quality of one leg: coarse samples from its beginning, replaced by each report of that leg. ``level``: of the newest."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="qualities", verbose_name=_("call"))
    side = models.CharField(_("side"), max_length=16)
    leg = models.CharField(max_length=64)
    began_at = models.DateTimeField(_("began"))
    every = models.PositiveIntegerField(_("seconds per sample"))
    relayed = models.BooleanField(_("through the relay"), default=False)
    good_seconds = models.PositiveIntegerField(_("seconds without trouble"), default=0)
    samples = models.JSONField(_("samples"), default=list)
    level = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("quality record")
        verbose_name_plural = _("quality records")
        ordering = ("began_at", "id")
        constraints = (models.UniqueConstraint(fields=["call", "side", "leg"], name="one_quality_record_per_leg"),)

    def __str__(self) -> str:
        return f"{self.call_id} {self.side} {len(self.samples)}"
