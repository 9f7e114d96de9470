"""The ledger of consents (P3): each answer with the version of the text it was given to. Versions are kept once, and never change."""

from __future__ import annotations

import hashlib
import json

from django.utils import timezone

from sessions_app.models import Consent, ConsentText, Session, Widget
from sessions_app.selectors.own_texts import own_text


def consent_record(session: Session, widget: Widget, *, answer: bool, language: str) -> None:
    """Record the client's answer to the widget's consent text, as a page in ``language`` shows it; without a text nobody was asked.

    The row has the language of that text, which isn't the page's where nobody has translated it.
    """
    asked = own_text(widget, "consent_text", language)
    if not asked.text:
        return
    text = _version(asked.text, own_text(widget, "privacy_url", language).text)
    Consent.objects.create(session=session, text=text, language=asked.language, answer=answer, at=timezone.now())


def _version(text: str, privacy_url: str) -> ConsentText:
    """Return the row of this text, which is its version. The address of the privacy page is part of what was agreed to."""
    sha256 = hashlib.sha256(json.dumps([text, privacy_url], ensure_ascii=False).encode()).hexdigest()
    found = ConsentText.objects.filter(sha256=sha256).first()
    if found is None:
        new = ConsentText(sha256=sha256, text=text, privacy_url=privacy_url, created_at=timezone.now())
        ConsentText.objects.bulk_create([new], ignore_conflicts=True)  # another process may be as far
        found = ConsentText.objects.get(sha256=sha256)
    return found
