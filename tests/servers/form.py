"""Multipart forms with a file as browsers send them, for code that talks to a server without a browser. Knows nothing of the product."""

from __future__ import annotations

import uuid
from typing import Any


def multipart(fields: dict[str, Any], name: str, content: bytes) -> tuple[bytes, str]:
    """Return a form with one file, written as browsers do: only quotes and line breaks of the name are escaped."""
    boundary = uuid.uuid4().hex
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    shown = name.encode("utf-8", "replace").replace(b'"', b"%22").replace(b"\r", b"%0D").replace(b"\n", b"%0A")
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="'.encode()
    parts.append(head + shown + b'"\r\nContent-Type: application/octet-stream\r\n\r\n' + content + b"\r\n")
    return b"".join([*parts, f"--{boundary}--\r\n".encode()]), f"multipart/form-data; boundary={boundary}"
