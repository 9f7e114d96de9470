"""Parse CONTACTCENTER_STORAGE_URL into the options of django-storages."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from botocore.config import Config


def s3_options(url: str) -> dict[str, Any]:
    """Return options for ``s3://KEY:SECRET@HOST[:PORT]/BUCKET?region=REGION&scheme=http|https``; an empty HOST means Amazon's own.

    Raises ValueError if the address doesn't have this form.
    """
    parts = urlsplit(url)
    bucket = parts.path.strip("/")
    if parts.scheme != "s3" or not bucket:
        raise ValueError("CONTACTCENTER_STORAGE_URL must look like s3://KEY:SECRET@HOST/BUCKET")
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    options: dict[str, Any] = {
        "bucket_name": bucket,
        "access_key": unquote(parts.username or "") or None,
        "secret_key": unquote(parts.password or "") or None,
        "region_name": query.get("region", "us-east-1"),
        "default_acl": None,
        "querystring_auth": True,
        "querystring_expire": 60,
        "file_overwrite": False,
        "client_config": Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            connect_timeout=5,
            read_timeout=30,
            retries={"max_attempts": 2},  # people wait: report an unreachable storage soon
        ),
    }
    options["endpoint_url"] = f"https://s3.{options['region_name']}.amazonaws.com"
    if parts.hostname:
        port = f":{parts.port}" if parts.port else ""
        options["endpoint_url"] = f"{query.get('scheme', 'https')}://{parts.hostname}{port}"
    return options
