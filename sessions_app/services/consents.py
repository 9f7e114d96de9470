"""The ledger of consents (P3): each answer with the version of the text it was given to. Versions are kept once, and never change."""

from __future__ import annotations

import hashlib
import json

from django.utils import timezone
from django.utils.translation import get_language

from sessions_app.models import Consent, ConsentText, Session, Widget


def consent_record(session: Session, widget: Widget, *, answer: bool) -> None:
    """Record the client's answer to the widget's consent text; without a text nobody was asked."""
    if not widget.consent_text:
        return
    text = _version(widget.consent_text, widget.privacy_url)
    Consent.objects.create(session=session, text=text, language=get_language() or "", answer=answer, at=timezone.now())


def _version(text: str, privacy_url: str) -> ConsentText:
    """Return the row of this text, which is its version. The address of the privacy page is part of what was agreed to."""
    sha256 = hashlib.sha256(json.dumps([text, privacy_url], ensure_ascii=False).encode()).hexdigest()
    found = ConsentText.objects.filter(sha256=sha256).first()
    if found is None:
        new = ConsentText(sha256=sha256, text=text, privacy_url=privacy_url, created_at=timezone.now())
        ConsentText.objects.bulk_create([new], ignore_conflicts=True)  # another process may be as far
        found = ConsentText.objects.get(sha256=sha256)
    return found
