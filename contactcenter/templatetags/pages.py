"""Native modules without a build step: an import map from each module's plain address to its hashed one, and preloads.

In development files aren't hashed and the map is empty: the modules' own relative imports work as they are.
"""

from __future__ import annotations

import base64
import hashlib
import json
import posixpath
import re
from functools import lru_cache
from pathlib import Path

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from contactcenter.web import minify

register = template.Library()

STATIC_IMPORT = re.compile(
    r'^(?:import|export)\s[^;"\']*?from\s*["\'](\.[^"\']+)["\']|^import\s*["\'](\.[^"\']+)["\']', re.MULTILINE
)
LAZY_IMPORT = re.compile(r'\bimport\(["\'](\.[^"\']+)["\']\)')


@lru_cache(maxsize=32)
def needed(entry: str, *, lazily: bool = False) -> tuple[str, ...]:
    """Return ``entry`` and every module it imports at once (and, ``lazily``, those it may fetch later), in order of appearance."""
    found: dict[str, None] = {}
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        path = finders.find(name)
        if name in found or path is None:
            continue
        found[name] = None
        source = Path(path).read_text(encoding="utf-8")
        others = [one or other for one, other in STATIC_IMPORT.findall(source)]
        if lazily:  # without the comments, which name types by the same word
            others += LAZY_IMPORT.findall(minify.javascript(source))
        for other in others:
            waiting.append(posixpath.normpath(posixpath.join(posixpath.dirname(name), other)))
    return tuple(found)


@register.simple_tag(takes_context=True)
def importmap(context: template.Context, entry: str) -> SafeString:
    """Return the import map of everything ``entry`` can reach; placed before the first module. Not needed while files aren't hashed.

    The policy allows it by its hash: with a nonce, no two answers would be the same and none could be compressed once for all.
    """
    if not settings.HASHED_STATIC:
        return SafeString("")
    hashed = {settings.STATIC_URL + name: static(name) for name in sorted(needed(entry, lazily=True)) if name != entry}
    # JSON of our own file names; escaped all the same so that it can't end the element.
    imports = json.dumps({"imports": hashed}, separators=(",", ":")).replace("<", "\\u003c")
    digest = base64.b64encode(hashlib.sha256(imports.encode()).digest()).decode()
    context["request"].csp_hashes.append(f"'sha256-{digest}'")
    return mark_safe(f'<script type="importmap">{imports}</script>')  # noqa: S308


@register.simple_tag
def modulepreload(entry: str) -> SafeString:
    """Preload a module and all its imports at once, instead of one round trip per level."""
    return format_html_join("\n", '<link rel="modulepreload" href="{}">', ((static(name),) for name in needed(entry)))
