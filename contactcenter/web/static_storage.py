"""Static files in production: our own scripts and styles are minified, then hashed, then compressed once.

A page's modules come in a few bundles (``bundles.py``), which its import map names. Third-party files stay unchanged. Other files of a
script are named by ``new URL("…", import.meta.url)``, which is hashed here: a worker, which has no import map, and everything fetched
with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from contactcenter.web import minify
from contactcenter.web.bundles import bundles, inside
from contactcenter.web.modules import VENDOR

OURS: Final = ("contactcenter/", "css/", "demo/")
DIGITS: Final = 6
ADDRESS: Final = r"""(?P<matched>new URL\("(?P<url>\.[^"]+)",\s*import\.meta\.url\))"""
IMPORT: Final = r"""(?P<matched>from\s*"(?P<url>\.[^"]+)")"""
SMALLER: Final[dict[str, Callable[[str], str]]] = {".js": minify.javascript, ".css": minify.style}


class MinifiedSource:
    """A source of static files, read minified."""

    def __init__(self, source: Storage, smaller: Callable[[str], str]) -> None:
        self._source = source
        self._smaller = smaller

    def open(self, path: str) -> ContentFile[bytes]:
        """Open the minified file."""
        with self._source.open(path) as file:
            return ContentFile(self._smaller(file.read().decode()).encode())


class GeneratedSource:
    """A source of files that are made here."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.texts = texts

    def open(self, path: str) -> ContentFile[bytes]:
        """Open a made file."""
        return ContentFile(self.texts[path].encode())


class MinifiedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hash after minifying: a name stands for exactly the bytes that are served.

    ``manifest``: the file with the hashed names, if it isn't ``staticfiles.json`` among the static files. Releases that share those need
    one each: a process that starts after a newer release was collected must name its own files.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("contactcenter/*.js", ((ADDRESS, 'new URL("%(url)s",import.meta.url)'),)),
        ("contactcenter/call/background/*.js", ((IMPORT, 'from "%(url)s"'),)),
    )

    def __init__(self, *args: Any, manifest: Path | None = None, **kwargs: Any) -> None:
        if manifest:
            self.manifest_name = manifest.name
            kwargs["manifest_storage"] = FileSystemStorage(manifest.parent)
        super().__init__(*args, **kwargs)

    def file_hash(self, name: str, content: Any = None) -> str | None:
        """A page's import map lists every hash: six digits are enough to tell versions of a file apart."""
        digest: str | None = super().file_hash(name, content)
        return digest[:DIGITS] if digest else digest

    def post_process(self, paths: dict[str, Any], **options: Any) -> Iterator[Any]:
        made = GeneratedSource(bundles())
        small_ones: dict[str, Any] = {name: (made, name) for name in made.texts}
        served = paths.keys() - inside(name for name in paths if name.startswith("contactcenter/") and name.endswith(".js"))
        for name, (source, path) in paths.items():
            if name not in served:
                continue
            smaller = SMALLER.get(PurePosixPath(name).suffix)
            ours = name.startswith(OURS) and VENDOR not in name
            small_ones[name] = (MinifiedSource(source, smaller), path) if ours and smaller else (source, path)
        yield from super().post_process(small_ones, **options)

    def compress_files(self, paths: set[str]) -> Iterator[tuple[str, str]]:
        """Compress only what is served under its hash, and once: such a file never changes."""
        hashed = set(self.hashed_files.values())
        yield from super().compress_files({name for name in paths & hashed if not self.exists(f"{name}.gz")})
