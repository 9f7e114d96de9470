"""Types of files that both sides of the sandbox know by name. No decoder is loaded for this."""

from __future__ import annotations

from typing import Final

FORMATS: Final = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
"""Picture types that are stored, by Pillow's names."""
CONVERTED: Final = {"image/heic": "HEIF", "image/avif": "AVIF", "image/bmp": "BMP", "image/tiff": "TIFF"}
"""Picture types that are stored as JPEG, or as PNG where JPEG would lose something."""
OFFICE: Final = {".docx", ".xlsx", ".pptx", ".odt", ".ods"}
