"""A page's modules: in production a few bundles and the import map that names them, in development every module as it is."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import cast

from django import template
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, staticfiles_storage
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from contactcenter.languages.browser import page_catalogue
from contactcenter.languages.installed import SOURCE
from contactcenter.web.bundles import FIRST, entry_of, folder_of
from contactcenter.web.modules import needed

register = template.Library()


@register.simple_tag(takes_context=True)
def modules(context: template.Context, page: str) -> SafeString:
    """Return the elements that fetch a page's modules and run them."""
    if not settings.HASHED_STATIC:
        return _texts(page) + _preloads(page) + _script(static(entry_of(page)))
    addresses = _bundle_addresses(page, get_language() or SOURCE)
    return _import_map(context, addresses) + _script(addresses[FIRST])


def _script(address: str) -> SafeString:
    return format_html('<script type="module" src="{}"></script>', address)


def _texts(page: str) -> SafeString:
    """Return the page's translations as data, for modules that are no bundles. Bundles bring their own."""
    texts = page_catalogue(get_language() or SOURCE, entry_of(page))
    return json_script(texts, "texts") if texts else SafeString("")


def _preloads(page: str) -> SafeString:
    """Fetch all modules at once, instead of one round trip per level."""
    return format_html_join("", '<link rel="modulepreload" href="{}">\n', ((static(name),) for name in needed(entry_of(page))))


def _bundle_addresses(page: str, language: str) -> dict[str, str]:
    """Return the addresses of a page's bundles by their names, in this language where there are texts. ValueError if the page has none."""
    collected = sorted(cast("ManifestStaticFilesStorage", staticfiles_storage).hashed_files)
    addresses: dict[str, str] = {}
    for folder in dict.fromkeys((folder_of(page), folder_of(page, language))):
        names = [name for name in collected if name.startswith(folder)]
        addresses |= {name.removeprefix(folder).removesuffix(".js"): static(name) for name in names}
    if not addresses:
        raise ValueError(f"no bundles were collected for the page {page}")
    return addresses


def _import_map(context: template.Context, addresses: dict[str, str]) -> SafeString:
    """Return the import map, which comes before the first module.

    The policy allows it by its hash: with a nonce, no two answers would be the same and none could be compressed once for all.
    """
    # JSON of our own file names; escaped all the same so that it can't end the element.
    imports = json.dumps({"imports": addresses}, separators=(",", ":")).replace("<", "\\u003c")
    digest = base64.b64encode(hashlib.sha256(imports.encode()).digest()).decode()
    context["request"].csp_hashes.append(f"'sha256-{digest}'")
    return mark_safe(f'<script type="importmap">{imports}</script>\n')  # noqa: S308
