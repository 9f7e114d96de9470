"""Identity tokens as a website's server signs them."""

import base64
import hashlib
import hmac
import json


def part(value):
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def signed(head, body, secret, digest=hashlib.sha256):
    text = f"{part(head)}.{part(body)}"
    return f"{text}.{part(hmac.new(secret.encode(), text.encode(), digest).digest())}"
