"""Signed texts that end after a time, by the clock all processes share (`contactcenter.realtime.shared_clock`)."""

from __future__ import annotations

from django.core.signing import SignatureExpired, Signer, TimestampSigner, b62_decode, b62_encode
from django.utils import timezone


class TimeSigner(TimestampSigner):
    """Django's signer takes the machine's time, so another machine's addresses would be over at once if one clock is wrong."""

    def timestamp(self) -> str:
        return b62_encode(_now())

    def unsign(self, value: str, max_age: float | None = None) -> str:  # type: ignore[override] # no timedelta: nobody gives one
        """Return the text. Raises BadSignature, and its SignatureExpired if it was signed more than ``max_age`` seconds ago."""
        text, stamp = Signer.unsign(self, value).rsplit(self.sep, 1)
        if max_age is not None and _now() - b62_decode(stamp) > max_age:
            raise SignatureExpired(f"signed more than {max_age} seconds ago")
        return text


def _now() -> int:
    return int(timezone.now().timestamp())
