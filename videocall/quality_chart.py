"""The quality of a call as a small chart for the admin: one strip for each side, in plain SVG without styles.

Pure: records in, markup out. It contains nothing from a browser but numbers.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from videocall.protocol import QualityRecord

WIDTH, HEIGHT = 480, 24
TALL: Final = (4, 12, 20, 24)
COLOURS: Final = ("#2f7d4f", "#b7791f", "#c53030", "#8a8f98")


def strips(records: list[QualityRecord]) -> SafeString:
    """Return the strips of both sides; a sentence if nothing was recorded."""
    if not records:
        return format_html("{}", _("Nothing was recorded."))
    sides = (("client", _("Received by the client")), ("operator", _("Received by the operator")))
    drawn = [
        (title, _strip(own, title), _figures(own)) for side, title in sides if (own := [r for r in records if r.side == side])
    ]
    return format_html_join("", "<figure><figcaption>{}</figcaption>{}<p>{}</p></figure>", drawn)


def _strip(records: list[QualityRecord], title: str) -> SafeString:
    begins = [datetime.fromisoformat(record.began_at) for record in records]
    whole = max(1.0, (begins[-1] - begins[0]).total_seconds() + records[-1].every * len(records[-1].samples))
    bars = []
    for began, record in zip(begins, records, strict=True):
        start = (began - begins[0]).total_seconds()
        for index, sample in enumerate(record.samples):
            x = (start + index * record.every) / whole * WIDTH
            width = max(0.5, record.every / whole * WIDTH - 0.5)
            tall = TALL[sample.level]
            bars.append((f"{x:.1f}", HEIGHT - tall, f"{width:.1f}", tall, COLOURS[sample.level]))
    drawn = format_html_join("", '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"></rect>', bars)
    return format_html(
        '<svg role="img" aria-label="{}" width="{}" height="{}" viewBox="0 0 {} {}">{}</svg>',
        title,
        WIDTH,
        HEIGHT,
        WIDTH,
        HEIGHT,
        drawn,
    )


def _figures(records: list[QualityRecord]) -> str:
    samples = [sample for record in records for sample in record.samples]
    troubled = sum(record.every for record in records for sample in record.samples if sample.level)
    lost = sum(sample.loss for sample in samples) / len(samples) / 10
    delay = sum(sample.delay for sample in samples) / len(samples)
    way = _("through the relay") if any(record.relayed for record in records) else _("direct")
    return _("Weak for %(troubled)d s · %(lost).1f %% lost · %(delay)d ms there and back · %(way)s") % {
        "troubled": troubled,
        "lost": lost,
        "delay": delay,
        "way": way,
    }
