"""One effect and one answer for a request that is sent again with the same ``Idempotency-Key``.

The key is written first, in the transaction of the act: a second request with it waits until the first is committed, and gets its
answer. A refused request has had no effect and keeps no key. Programs choose keys, some with a client's name in them: a keyed hash is
stored, which needs the token's secret, as the answer does.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from cryptography.fernet import Fernet
from django.utils import timezone
from django.utils.translation import gettext as _

from api.models import ApiToken, IdempotentAnswer
from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.wire import Fault
from sessions_app.hooks import PersonalData
from sessions_app.housekeeping import Cleanup
from sessions_app.models import Session

KEPT: Final = timedelta(hours=24)


class Answer(NamedTuple):
    """What was answered. ``repeated``: an earlier answer, sent again."""

    status: int
    body: bytes
    repeated: bool = False


def answer_once(
    *, token: ApiToken, secret: str, idempotency_key: str, digest: str, subject: str, act: Callable[[], Answer]
) -> Answer:
    """Return what ``act`` answers, or what it answered to the first request with this key.

    Raises ``idempotency.reused`` for another request with the same key.
    """
    now = timezone.now()
    stored = hmac.new(secret.encode(), idempotency_key.encode(), "sha256").hexdigest()
    mine = IdempotentAnswer.objects.filter(token=token, key=stored)
    mine.filter(at__lte=now - KEPT).delete()
    IdempotentAnswer.objects.bulk_create(
        [IdempotentAnswer(token=token, key=stored, digest=digest, subject=subject, at=now)], ignore_conflicts=True
    )
    row = mine.select_for_update().get()
    if row.digest != digest:
        raise Fault("idempotency.reused", _("This Idempotency-Key belongs to another request. Choose a new one for each."))
    box = Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"idempotent answer {secret}".encode()).digest()))
    if row.status:
        return Answer(row.status, box.decrypt(bytes(row.answer)), repeated=True)
    answer = act()
    mine.update(status=answer.status, answer=box.encrypt(answer.body))
    return answer


def answers_erase(sessions: Sequence[Session], _by: Any) -> None:
    """Delete the answers about these sessions and their clients, but not that of the request which erases them."""
    subjects = {row.public_id for row in sessions} | {row.client.public_id for row in sessions}
    IdempotentAnswer.objects.filter(subject__in=subjects).exclude(status=0).delete()


def answers_expire(*, now: datetime) -> int:
    """Delete the answers whose day is over, and return how many."""
    return IdempotentAnswer.objects.filter(at__lte=now - KEPT).delete()[0]


def expire_answers(now: datetime) -> None:
    perform(answers_expire, now=now)


CLEANUP: Final = Cleanup(expire_answers, first=300, interval=3_600)
PERSONAL_DATA: Final = PersonalData("api", lambda _sessions: {}, answers_erase)
"""Nothing to export: nobody but the program can read them."""
