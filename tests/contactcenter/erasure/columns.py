"""Which columns of the database can hold words, found in the models; and which of them may keep theirs when a client is erased, and why.

A column that nobody has decided on is taken for a client's: it's filled in every row, and must be empty after the erasure.
"""

from __future__ import annotations

from typing import Any, Final

from django.apps import apps
from django.db import models

NUMBERS: Final = (
    models.AutoField, models.BooleanField, models.DateField, models.DecimalField, models.DurationField, models.FloatField,
    models.IntegerField, models.TimeField,
)  # fmt: skip
"""Kinds without words, and those derived from them. Any other kind counts as text, a new one too."""
Column = tuple[str, str]
"""The model's label, and the field's name."""


def text_columns() -> list[tuple[type[models.Model], Any]]:
    """Return every column of every table that can hold words, those of libraries included."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            target = field.target_field if isinstance(field, models.ForeignKey) else field
            if not isinstance(target, NUMBERS):
                found.append((model, field))
    return found


def _listed(*lines: tuple[str, str]) -> frozenset[Column]:
    return frozenset((label, name) for label, names in lines for name in names.split())


STAFF: Final = _listed(
    ("sessions_app.User", "password username first_name last_name email language"),
    ("sessions_app.Group", "name timezone hours holidays"),
    ("sessions_app.Operator", "name chosen away_reason"),
    ("sessions_app.CannedResponse", "translations shortcut text"),
    ("sessions_app.Result", "translations name"),
    ("sessions_app.Tag", "translations name"),
    ("sessions_app.AwayReason", "translations name"),
    (
        "sessions_app.Widget",
        "translations key name origins entries accent greeting launcher country consent_text privacy_url identity_secret message_email",
    ),
    ("sessions_app.ConsentText", "sha256 text privacy_url"),
    ("sessions_app.LibraryItem", "public_id state file thumbnail name url mime sha256 author kind"),
    ("sessions_app.Retention", "kind"),
    ("supervision.AlertRule", "name measure comparison emails trouble"),
    ("supervision.StateSpan", "state reason role author"),  # a client who brought one about isn't named
    ("api.ApiToken", "name prefix token_hash scopes last_address"),
    ("webhooks.Webhook", "name url events off_reason secret old_secret"),
    ("accounts.AttemptCount", "source"),
    ("account.EmailAddress", "email"),
    ("account.EmailConfirmation", "key"),
    ("mfa.Authenticator", "type data"),
    ("socialaccount.SocialApp", "provider provider_id name client_id secret key settings"),
    ("socialaccount.SocialAccount", "provider uid extra_data"),
    ("socialaccount.SocialToken", "token token_secret"),
    ("auth.Permission", "name codename"),
    ("auth.Group", "name"),
    ("contenttypes.ContentType", "app_label model"),
    ("sessions.Session", "session_key session_data"),
)
"""Of the people who work here and of what they have set up: no client has a row there."""

KEPT: Final = _listed(
    # Ids that were drawn here, and hashes of what was
    ("sessions_app.Client", "public_id"),
    ("sessions_app.Session", "public_id passed_by"),
    ("sessions_app.Invitation", "public_id token_hash code_hash"),
    ("sessions_app.UsedIdentity", "jti_hash"),
    ("sessions_app.Share", "public_id call"),
    ("sessions_app.Board", "key"),
    ("sessions_app.LogEntry", "sender"),
    ("videocall.Call", "public_id"),
    ("webhooks.Delivery", "event_id key"),
    ("api.IdempotentAnswer", "subject"),  # by which the row is found and deleted
    ("admin.LogEntry", "object_id"),
    # One of a few words of ours, or of the lists of supervisors
    ("sessions_app.Session", "entry state ended_by result tags"),
    ("sessions_app.Share", "state kind role mime"),
    ("sessions_app.LogEntry", "kind role"),
    ("sessions_app.Consent", "language"),
    ("supervision.SessionOffer", "outcome"),
    ("supervision.HelpRequest", "outcome"),
    (
        "videocall.Call",
        "state ended_by reason interrupted_by client_microphone client_camera operator_microphone operator_camera camera_asked "
        "client_text operator_text",
    ),
    ("videocall.CallQuality", "side samples"),  # samples: lists of numbers
    ("webhooks.Delivery", "type state trouble body"),  # body: ids and words of ours, see the story's test
    # Who of the people who work here did what
    ("supervision.HelpRequest", "author"),
    ("supervision.AuditEntry", "user_name verb kind target_name address"),
)
"""Stay in the rows of an erased client, because a client's words can't get there."""

BY: Final = {("sessions_app.Share", "author"): "role", ("sessions_app.LogEntry", "name"): "role"}
"""Columns with the name of a client or of an operator, and the one that tells which."""
READ_ONLY: Final = frozenset({("supervision.AuditEntry", "detail")})
"""Can't be filled afterwards: the story has written there."""


def label_of(model: type[models.Model], field: Any) -> Column:
    return model._meta.label, field.name
