"""Signed texts end by the clock of all processes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils import timezone

from contactcenter.web.signed_for_a_time import TimeSigner


def test_a_text_ends_after_its_seconds_by_the_shared_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    hour = timezone.now() + timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: hour)
    signer = TimeSigner(salt="a")
    signed = signer.sign_object(["file", 1])
    assert signer.unsign_object(signed, max_age=5) == ["file", 1], "though the machine's clock is an hour behind"
    monkeypatch.setattr(timezone, "now", lambda: hour + timedelta(seconds=7))
    assert signer.unsign_object(signed) == ["file", 1]
    with pytest.raises(SignatureExpired):
        signer.unsign_object(signed, max_age=5)


def test_another_signature_is_refused() -> None:
    signed = TimeSigner(salt="a").sign("x")
    for wrong in (signed + "x", TimestampSigner(salt="b").sign("x"), "x", "x:1"):
        with pytest.raises(BadSignature):
            TimeSigner(salt="a").unsign(wrong, max_age=60)
