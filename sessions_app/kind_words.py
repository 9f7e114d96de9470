"""The kinds of files in words: what may be sent, and what to do with what may not."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _


def unknown(ending: str) -> str:
    """Why a file with this ending cannot be sent, and what to do instead."""
    match ending:
        case ".doc" | ".dot" | ".rtf" | ".pages":
            return _("Files of the kind %(ending)s cannot be sent here. Save the document as .docx or PDF.") % {"ending": ending}
        case ".xls" | ".xlsm" | ".xlsb" | ".numbers":
            return _("Files of the kind %(ending)s cannot be sent here. Save the table as .xlsx, .csv or PDF.") % {
                "ending": ending
            }
        case ".ppt" | ".pps" | ".key" | ".odp":
            return _("Files of the kind %(ending)s cannot be sent here. Save the slides as .pptx or PDF.") % {"ending": ending}
        case ".svg" | ".ico" | ".psd" | ".raw" | ".cr2" | ".nef" | ".dng" | ".jp2" | ".jxl":
            return _("Pictures of the kind %(ending)s cannot be sent here. Save the picture as JPEG or PNG.") % {"ending": ending}
        case ".avi" | ".mkv" | ".wmv" | ".3gp" | ".flv" | ".mpg" | ".mpeg":
            return _("Videos of the kind %(ending)s cannot be sent here. Save the video as MP4.") % {"ending": ending}
        case ".flac" | ".wma" | ".aac" | ".amr":
            return _("Sound of the kind %(ending)s cannot be sent here. Save it as MP3, M4A or WAV.") % {"ending": ending}
        case ".rar" | ".7z" | ".gz" | ".tar" | ".tgz" | ".bz2" | ".xz":
            return _("Archives of the kind %(ending)s cannot be sent here. Make it a .zip, or send the files one by one.") % {
                "ending": ending
            }
        case "":
            return _("The name of this file has no ending, so nobody can tell what it is. Add one, such as .pdf or .jpg.")
        case _other:
            return _(
                "Files of the kind %(ending)s cannot be sent here. Use a picture, PDF, text or Office file, .zip, video or sound."
            ) % {"ending": ending}


def mismatch(ending: str, mime: str, endings: Sequence[str]) -> str:
    """Why a file whose content is something else than its ending says cannot be sent. ``endings`` go with the content, if it is known."""
    if mime.startswith("image/") and endings:
        return _("This file ends in %(ending)s, but it is a picture. Change the end of its name to %(right)s.") % {
            "ending": ending, "right": {"image/png": ".png", "image/gif": ".gif"}.get(mime, ".jpg"),
        }  # fmt: skip
    if endings:
        return _("This file ends in %(ending)s, but its content belongs to %(right)s. Change the end of its name.") % {
            "ending": ending, "right": ", ".join(endings[:3]),
        }  # fmt: skip
    return _("The content of this file is not what its ending %(ending)s says, or it is damaged. Open it and save it again.") % {
        "ending": ending
    }
