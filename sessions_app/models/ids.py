"""Random texts for columns: the public key of a widget, and the secret it shares with the website's server."""

import secrets


def widget_key() -> str:
    return secrets.token_urlsafe(9)


def identity_secret() -> str:
    return secrets.token_urlsafe(32)
