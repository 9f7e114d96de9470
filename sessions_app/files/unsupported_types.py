"""File types in words: what may be sent, and what to do with what may not."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _


def unknown(ending: str) -> str:
    """Explain why a file with this extension can't be sent, and what to do instead."""
    match ending:
        case ".doc" | ".dot" | ".rtf" | ".pages":
            return _("%(ending)s files can’t be sent here. Save the document as .docx or PDF.") % {"ending": ending}
        case ".xls" | ".xlsm" | ".xlsb" | ".numbers":
            return _("%(ending)s files can’t be sent here. Save the table as .xlsx, .csv or PDF.") % {"ending": ending}
        case ".ppt" | ".pps" | ".key" | ".odp":
            return _("%(ending)s files can’t be sent here. Save the slides as .pptx or PDF.") % {"ending": ending}
        case ".svg" | ".ico" | ".psd" | ".raw" | ".cr2" | ".nef" | ".dng" | ".jp2" | ".jxl":
            return _("%(ending)s pictures can’t be sent here. Save the picture as JPEG or PNG.") % {"ending": ending}
        case ".avi" | ".mkv" | ".wmv" | ".3gp" | ".flv" | ".mpg" | ".mpeg":
            return _("%(ending)s videos can’t be sent here. Save the video as MP4.") % {"ending": ending}
        case ".flac" | ".wma" | ".aac" | ".amr":
            return _("%(ending)s audio can’t be sent here. Save it as MP3, M4A or WAV.") % {"ending": ending}
        case ".rar" | ".7z" | ".gz" | ".tar" | ".tgz" | ".bz2" | ".xz":
            return _("%(ending)s archives can’t be sent here. Make it a .zip, or send the files one by one.") % {"ending": ending}
        case "":
            return _("This file’s name has no extension. Add one, such as .pdf or .jpg.")
        case _other:
            return _("%(ending)s files can’t be sent here. Use a picture, PDF, text or Office file, .zip, video or audio.") % {
                "ending": ending
            }


def mismatch(ending: str, mime: str, endings: Sequence[str]) -> str:
    """Explain why a file whose content doesn't match its extension can't be sent. ``endings`` belong to the content, if it's known."""
    if mime.startswith("image/") and endings:
        return _("This file is named %(ending)s, but it’s a picture. Change the extension to %(right)s.") % {
            "ending": ending, "right": {"image/png": ".png", "image/gif": ".gif"}.get(mime, ".jpg"),
        }  # fmt: skip
    if endings:
        return _("This file is named %(ending)s, but its content is %(right)s. Change the extension.") % {
            "ending": ending, "right": ", ".join(endings[:3]),
        }  # fmt: skip
    return _("This file’s content doesn’t match its extension %(ending)s, or it’s damaged. Open it and save it again.") % {
        "ending": ending
    }
